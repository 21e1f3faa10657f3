// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/link/locallink.h"
#include "app/link/websocketlink.h"

#include <QtTest>

using namespace gatehouse;

namespace {

QUrl addressOf(const QWebSocketServer &server)
{
    return QUrl(QStringLiteral("ws://127.0.0.1:%1/e/fest/sync").arg(server.serverPort()));
}

/// A server's end that sends back what it gets.
class Echo final : public LocalLine
{
public:
    explicit Echo(LocalLink &link, int &lines) : m_link(link), m_lines(lines) { ++m_lines; }
    ~Echo() override { --m_lines; }
    void send(const QByteArray &message) override
    {
        QMetaObject::invokeMethod(
            &m_link, [&link = m_link, message] { link.deliver(message.toUpper()); }, Qt::QueuedConnection);
    }

private:
    LocalLink &m_link;
    int &m_lines;
};

} // namespace

class tst_Links : public QObject
{
    Q_OBJECT

private slots:
    void addressesAreMade_data();
    void addressesAreMade();
    void overTheNetworkWholeMessagesCross();
    void theServersCodeAndReasonArrive();
    void nobodyThereIsClosed();
    void closingTellsTheServerAndNobodyElse();
    void aLinkMayBeOpenedAgain();
    void insideTheProcessMessagesCross();
    void insideTheProcessClosingIsFinal();
};

void tst_Links::addressesAreMade_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("slug");
    QTest::addColumn<QString>("url");
    QTest::newRow("https") << "https://venue.local:7443"
                           << "fest"
                           << "wss://venue.local:7443/e/fest/sync";
    QTest::newRow("http") << "http://127.0.0.1:8080/"
                          << "fest"
                          << "ws://127.0.0.1:8080/e/fest/sync";
    QTest::newRow("already whole") << "ws://127.0.0.1:8080/e/one/sync"
                                   << ""
                                   << "ws://127.0.0.1:8080/e/one/sync";
    QTest::newRow("as a server prints it") << "http://127.0.0.1:7443/e/one/"
                                           << ""
                                           << "ws://127.0.0.1:7443/e/one/sync";
    QTest::newRow("of the event, secure") << "https://venue.local/e/one"
                                          << ""
                                          << "wss://venue.local/e/one/sync";
    QTest::newRow("another page of it") << "https://venue.local/e/one/calendar.ics"
                                        << ""
                                        << "";
    QTest::newRow("a password does not belong there") << "wss://me:secret@venue.local"
                                                      << "fest"
                                                      << "wss://venue.local/e/fest/sync";
    QTest::newRow("no event") << "https://venue.local"
                              << ""
                              << "";
    QTest::newRow("another scheme") << "file:///etc/passwd"
                                    << "fest"
                                    << "";
    QTest::newRow("no host") << "https://"
                             << "fest"
                             << "";
}

void tst_Links::addressesAreMade()
{
    QFETCH(QString, server);
    QFETCH(QString, slug);
    QFETCH(QString, url);
    QCOMPARE(syncUrl(QUrl(server), slug).toString(), url);
}

void tst_Links::overTheNetworkWholeMessagesCross()
{
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    server.setSupportedSubprotocols({QStringLiteral("gatehouse.cbor.v1"), QStringLiteral("gatehouse.json.v1")});
    QVERIFY(server.listen(QHostAddress::LocalHost));
    WebSocketLink link({addressOf(server), {}});
    QSignalSpy opened(&link, &Link::opened);
    QSignalSpy received(&link, &Link::received);
    link.open();
    QTRY_COMPARE(opened.size(), 1);
    const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
    QVERIFY(peer);
    QCOMPARE(peer->requestUrl().path(), QStringLiteral("/e/fest/sync"));
    QCOMPARE(peer->subprotocol(), QStringLiteral("gatehouse.cbor.v1"));
    QSignalSpy heard(peer.get(), &QWebSocket::binaryMessageReceived);
    const QByteArray large(300'000, 'x');
    link.send("one");
    link.send(large);
    QTRY_COMPARE(heard.size(), 2);
    QCOMPARE(heard[1][0].toByteArray(), large);
    peer->sendBinaryMessage(large);
    peer->sendBinaryMessage(QByteArray("\0two", 4));
    QTRY_COMPARE(received.size(), 2);
    QCOMPARE(received[1][0].toByteArray(), QByteArray("\0two", 4));
}

void tst_Links::theServersCodeAndReasonArrive()
{
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    WebSocketLink link({addressOf(server), {}});
    QSignalSpy closed(&link, &Link::closed);
    link.open();
    QTRY_VERIFY(server.hasPendingConnections());
    const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
    peer->close(static_cast<QWebSocketProtocol::CloseCode>(4403), QStringLiteral("revoked"));
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed[0][0].toInt(), 4403);
    QCOMPARE(closed[0][1].toString(), QStringLiteral("revoked"));
}

void tst_Links::nobodyThereIsClosed()
{
    QUrl url;
    {
        QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        url = addressOf(server);
    }
    WebSocketLink link({url, {}});
    QSignalSpy opened(&link, &Link::opened);
    QSignalSpy closed(&link, &Link::closed);
    link.open();
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(opened.isEmpty());
    QVERIFY(!closed[0][1].toString().isEmpty());
    QTest::qWait(0); // tidy: sleep, one turn of the loop for a second signal to show
    QCOMPARE(closed.size(), 1);
}

void tst_Links::closingTellsTheServerAndNobodyElse()
{
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    WebSocketLink link({addressOf(server), {}});
    QSignalSpy opened(&link, &Link::opened);
    QSignalSpy closed(&link, &Link::closed);
    link.open();
    QTRY_COMPARE(opened.size(), 1);
    const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
    QSignalSpy gone(peer.get(), &QWebSocket::disconnected);
    QSignalSpy heard(peer.get(), &QWebSocket::binaryMessageReceived);
    link.send("last words");
    link.close();
    QTRY_COMPARE(gone.size(), 1);
    QCOMPARE(heard.size(), 1);
    QVERIFY(closed.isEmpty());
}

void tst_Links::aLinkMayBeOpenedAgain()
{
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    WebSocketLink link({addressOf(server), {}});
    QSignalSpy opened(&link, &Link::opened);
    QSignalSpy received(&link, &Link::received);
    for (int round = 1; round <= 3; ++round) {
        link.open();
        QTRY_COMPARE(opened.size(), round);
        QTRY_VERIFY(server.hasPendingConnections());
        const std::unique_ptr<QWebSocket> peer(server.nextPendingConnection());
        peer->sendBinaryMessage("hello");
        QTRY_COMPARE(received.size(), round);
        if (round % 2 == 0)
            link.close();
    }
}

void tst_Links::insideTheProcessMessagesCross()
{
    int lines = 0;
    {
        LocalLink link([&](LocalLink &self) { return std::make_unique<Echo>(self, lines); });
        QSignalSpy opened(&link, &Link::opened);
        QSignalSpy received(&link, &Link::received);
        link.open();
        QVERIFY2(opened.isEmpty(), "queued, as a socket would");
        QTRY_COMPARE(opened.size(), 1);
        link.send("hello");
        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received[0][0].toByteArray(), QByteArray("HELLO"));
    }
    QCOMPARE(lines, 0);
}

void tst_Links::insideTheProcessClosingIsFinal()
{
    int lines = 0;
    bool isThere = true;
    LocalLink link([&](LocalLink &self) { return isThere ? std::make_unique<Echo>(self, lines) : nullptr; });
    QSignalSpy opened(&link, &Link::opened);
    QSignalSpy received(&link, &Link::received);
    QSignalSpy closed(&link, &Link::closed);
    link.open();
    link.send("too early to be heard");
    link.close();
    QCOMPARE(lines, 0);
    link.open();
    QTRY_COMPARE(opened.size(), 1);
    link.hangUp(1001, QStringLiteral("stops"));
    QCOMPARE(closed.size(), 1);
    QCOMPARE(closed[0][0].toInt(), 1001);
    QCOMPARE(lines, 0);
    isThere = false;
    link.open();
    QTRY_COMPARE(closed.size(), 2);
    QCOMPARE(opened.size(), 1);
}

QTEST_GUILESS_MAIN(tst_Links)
#include "tst_links.moc"
