// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/link/websocketlink.h"

#include "shared/protocol/frames.h"

#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

namespace gatehouse {

namespace {
constexpr quint64 kMostMessage = 4 * 1024 * 1024; ///< bytes; the largest frame of a server is an answer of half a MiB
constexpr int kGoodbyeMs = 2'000;                 ///< for the closing handshake, then it is cut

/// The event that a path names: "/e/SLUG" or "/e/SLUG/"; empty: none.
QString slugIn(const QString &path)
{
    const QStringList parts = path.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    return parts.size() == 2 && parts.first() == QLatin1String("e") ? parts.last() : QString();
}
} // namespace

QUrl syncUrl(const QUrl &server, const QString &slug)
{
    QUrl url(server);
    if (url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("wss"))
        url.setScheme(QStringLiteral("wss"));
    else if (url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("ws"))
        url.setScheme(QStringLiteral("ws"));
    else
        return {};
    if (url.host().isEmpty())
        return {};
    url.setUserInfo({});
    url.setFragment({});
    url.setQuery(QString());
    if (url.path().endsWith(QStringLiteral("/sync")))
        return url;
    const QString event = slug.isEmpty() ? slugIn(url.path()) : slug;
    if (event.isEmpty())
        return {};
    url.setPath(QStringLiteral("/e/%1/sync").arg(event));
    return url;
}

WebSocketLink::WebSocketLink(WebSocketAddress address, QObject *parent) : Link(parent), m_address(std::move(address)) {}

WebSocketLink::~WebSocketLink()
{
    close();
}

void WebSocketLink::open()
{
    close();
    m_socket = new QWebSocket(QString(), QWebSocketProtocol::VersionLatest, this);
    m_socket->setProxy(QNetworkProxy::NoProxy); // the server is in the building
    m_socket->setMaxAllowedIncomingFrameSize(kMostMessage);
    m_socket->setMaxAllowedIncomingMessageSize(kMostMessage);
    m_socket->setSslConfiguration(m_address.ssl);
    connect(m_socket, &QWebSocket::connected, this, &Link::opened);
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, &Link::received);
    connect(m_socket, &QWebSocket::disconnected, this, &WebSocketLink::socketClosed);
    // Emitted without disconnected() where there never was a connection.
    connect(m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, &WebSocketLink::socketClosed,
            Qt::QueuedConnection);
    QWebSocketHandshakeOptions options;
    options.setSubprotocols(
        {QString::fromUtf8(kSubprotocols[0].data(), static_cast<qsizetype>(kSubprotocols[0].size()))});
    m_socket->open(QNetworkRequest(m_address.url), options);
}

QWebSocket *WebSocketLink::release()
{
    QWebSocket *const socket = std::exchange(m_socket, nullptr);
    if (socket)
        disconnect(socket, nullptr, this, nullptr);
    return socket;
}

void WebSocketLink::close()
{
    QWebSocket *const socket = release();
    if (!socket)
        return;
    connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(kGoodbyeMs, socket, &QObject::deleteLater);
    socket->close(QWebSocketProtocol::CloseCodeGoingAway);
}

void WebSocketLink::send(const QByteArray &message)
{
    if (m_socket)
        m_socket->sendBinaryMessage(message);
}

void WebSocketLink::socketClosed()
{
    if (!m_socket || m_socket->state() == QAbstractSocket::ConnectedState)
        return;
    const int code = m_socket->closeCode();
    const QString reason = m_socket->closeReason().isEmpty() ? m_socket->errorString() : m_socket->closeReason();
    release()->deleteLater();
    emit closed(code, reason);
}

} // namespace gatehouse
