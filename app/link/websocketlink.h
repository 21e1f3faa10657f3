// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/link.h"

#include <QSslConfiguration>
#include <QUrl>

class QWebSocket;

namespace gatehouse {

/// Where and how to reach a server.
struct WebSocketAddress {
    QUrl url;              ///< ws or wss, see syncUrl()
    QSslConfiguration ssl; ///< for wss: which authorities count, this device's certificate
};

/// "https://venue.local:7443" or "wss://…" and the event's slug give "wss://venue.local:7443/e/SLUG/sync"; invalid if
/// it is none. A URL that already ends in "/sync" stays; one that names the event, "http://venue.local:7443/e/SLUG/",
/// needs no slug.
[[nodiscard]] QUrl syncUrl(const QUrl &server, const QString &slug);

/// A link over the network, in CBOR. Qt's own: a client has one.
class WebSocketLink final : public Link
{
    Q_OBJECT

public:
    explicit WebSocketLink(WebSocketAddress address, QObject *parent = nullptr);
    ~WebSocketLink() override;

    void open() override;
    void close() override;
    void send(const QByteArray &message) override;

private:
    void socketClosed();
    [[nodiscard]] QWebSocket *release();

    WebSocketAddress m_address;
    QWebSocket *m_socket = nullptr; ///< child; nullptr: closed
};

} // namespace gatehouse
