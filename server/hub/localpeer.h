// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/hub/hubshell.h"

#include <QObject>

#include <atomic>
#include <memory>
#include <mutex>

namespace gatehouse {

class LocalEnd;

/// What joins the two ends of a link inside one process: frames cross as queued calls, so that each end stays in its
/// thread.
struct LocalWire {
    std::mutex mutex; ///< guards the pointers, so that neither end is called after it has gone
    HubShell *shell = nullptr;
    LocalEnd *end = nullptr;
    ConnectionId connection = 0; ///< set in the shell's thread, before anything crosses
    std::atomic<std::size_t> unsent = 0;
};

/// The hub's end.
class LocalPeer final : public Peer
{
public:
    explicit LocalPeer(std::shared_ptr<LocalWire> wire) : m_wire(std::move(wire)) {}
    ~LocalPeer() override;

    void send(Message message) override;
    [[nodiscard]] std::size_t unsentBytes() const override { return m_wire->unsent; }
    void close(CloseCode code, std::string_view reason) override;

private:
    std::shared_ptr<LocalWire> m_wire;
};

/// The client's end: the control room's own window speaks the protocol of every other client, without a socket. Lives
/// in the client's thread; destroying it hangs up. CBOR only.
class LocalEnd final : public QObject
{
    Q_OBJECT
public:
    /// Joins a hub, from any thread. The hub's shell must outlive this call.
    [[nodiscard]] static std::unique_ptr<LocalEnd> attach(HubShell &shell);
    ~LocalEnd() override;

    void send(const QByteArray &message);

signals:
    void received(const QByteArray &message);
    void closed(quint16 code, const QString &reason);

private:
    friend class LocalPeer;
    explicit LocalEnd(std::shared_ptr<LocalWire> wire) : m_wire(std::move(wire)) {}

    std::shared_ptr<LocalWire> m_wire;
};

} // namespace gatehouse
