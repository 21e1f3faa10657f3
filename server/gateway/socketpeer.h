// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/websocketpeer.h"
#include "server/hub/hubshell.h"

#include <QPointer>

namespace gatehouse {

/// A WebSocket client as the hub sees it. The hub's thread.
class SocketPeer final : public Peer
{
public:
    /// Gives the client to the hub, and tells the hub what comes from it. `shell` outlives the socket.
    static void attach(std::unique_ptr<WebSocketPeer> socket, HubShell &shell);
    /// What the hub has dropped closes by itself; the socket goes when it has.
    ~SocketPeer() override;

    void send(Message message) override;
    [[nodiscard]] std::size_t unsentBytes() const override { return m_socket ? m_socket->unsentBytes() : 0; }
    void close(CloseCode code, std::string_view reason) override;
    void markSignedIn() override;

private:
    explicit SocketPeer(WebSocketPeer *socket) : m_socket(socket) {}

    QPointer<WebSocketPeer> m_socket; ///< its own owner: it deletes itself once closed
};

} // namespace gatehouse
