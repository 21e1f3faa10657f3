// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/connectionbook.h"
#include "shared/model/result.h"

#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>
#include <memory>

namespace gatehouse {

/// Accepts connections: long backlog, no Nagle, a limit per address and on strangers in all, and a way out when the
/// process has no descriptor left. Hands each admitted socket to one function. TLS comes in by overriding makeSocket();
/// the rest of the gateway sees a QTcpSocket. One I/O thread.
class Listener : public QTcpServer
{
    Q_OBJECT
public:
    using Accept = std::function<void(std::unique_ptr<QTcpSocket>, ConnectionEntry)>;

    Listener(const GatewayLimits &limits, GatewayCounters &counters, Accept accept, QObject *parent = nullptr);
    ~Listener() override;

    /// Port 0 picks a free one; serverPort() tells it. QHostAddress::Any listens on IPv4 and IPv6.
    [[nodiscard]] Result<> start(const QHostAddress &address, quint16 port);
    /// Takes no more callers; those that are in stay.
    void stop();
    [[nodiscard]] const ConnectionBook &book() const { return m_book; }

protected:
    [[nodiscard]] virtual std::unique_ptr<QTcpSocket> makeSocket() const { return std::make_unique<QTcpSocket>(); }

private:
    void acceptCallers();
    [[nodiscard]] int acceptOne() const;
    void admit(int descriptor);
    void onNoDescriptors();
    void shedCallers();
    void holdReserve();

    GatewayLimits m_limits;
    GatewayCounters &m_counters;
    Accept m_accept;
    ConnectionBook m_book;
    std::unique_ptr<QSocketNotifier>
        m_callers;      ///< instead of QTcpServer's own, which spins when descriptors are missing
    int m_reserve = -1; ///< a descriptor kept free, with which to take and drop callers when there is no other
};

} // namespace gatehouse
