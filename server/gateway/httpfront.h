// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/httpconnection.h"
#include "server/gateway/listener.h"

#include <QObject>

namespace gatehouse {

/// A listener and the HTTP connections it has accepted, all in one I/O thread. Destroying it closes them; WebSocket
/// peers that were handed out are their owners' to close.
class HttpFront final : public QObject
{
    Q_OBJECT
public:
    /// Handler and counters outlive the front.
    HttpFront(HttpHandler &handler, const GatewayLimits &limits, GatewayCounters &counters, QObject *parent = nullptr);
    ~HttpFront() override;

    /// Port 0 picks a free one.
    [[nodiscard]] Result<> listen(const QHostAddress &address, quint16 port);
    /// Takes no more callers; connections and peers stay. For a shutdown in good order.
    void stop() { m_listener.stop(); }
    [[nodiscard]] quint16 port() const { return m_listener.serverPort(); }
    [[nodiscard]] const ConnectionBook &book() const { return m_listener.book(); }

private:
    void onAccepted(std::unique_ptr<QTcpSocket> socket, ConnectionEntry entry);

    HttpSurroundings m_surroundings;
    Listener m_listener;
    QObject m_connections; ///< parent of them all, so that they go before what they use
};

} // namespace gatehouse
