// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/httpfront.h"

namespace gatehouse {

HttpFront::HttpFront(HttpHandler &handler, const GatewayLimits &limits, GatewayCounters &counters, QObject *parent)
    : QObject(parent), m_surroundings{handler, std::make_shared<const GatewayLimits>(limits), counters},
      m_listener(limits, counters, [this](std::unique_ptr<QTcpSocket> socket, ConnectionEntry entry) {
          onAccepted(std::move(socket), std::move(entry));
      })
{
}

HttpFront::~HttpFront()
{
    m_listener.stop();
}

Result<> HttpFront::listen(const QHostAddress &address, quint16 port)
{
    return m_listener.start(address, port);
}

void HttpFront::onAccepted(std::unique_ptr<QTcpSocket> socket, ConnectionEntry entry)
{
    auto *connection = new HttpConnection(std::move(socket), std::move(entry), m_surroundings, &m_connections);
    connection->start();
}

} // namespace gatehouse
