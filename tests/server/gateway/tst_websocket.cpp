// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/httpfront.h"
#include "server/gateway/iothread.h"
#include "server/gateway/websocketpeer.h"
#include "tests/server/gateway/clientframes.h"
#include "tests/server/gateway/rawclient.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <sys/resource.h>
#include <vector>

using namespace gatehouse;
using namespace std::chrono_literals;
using gatehouse::test::frame;
using gatehouse::test::RawClient;

namespace {

constexpr std::array<std::string_view, 1> kSubprotocols{"gatehouse.test.v1"};

/// Echoes every message to its sender; keeps its peers until they have closed.
class Room : public HttpHandler
{
public:
    std::size_t bodyLimitFor(const HttpHead &) override { return 0; }
    void handle(HttpRequest, HttpResponder responder) override { responder.send(HttpResponse::text("room")); }

    UpgradeAnswer acceptUpgrade(const HttpHead &head) override
    {
        if (head.path != "/socket")
            return HttpResponse::problem(404, "not-found");
        if (!isOwnOrigin(head))
            return HttpResponse::problem(403, "origin");
        const auto subprotocol = chosenSubprotocol(head, kSubprotocols);
        if (!subprotocol)
            return HttpResponse::problem(400, "subprotocol");
        return AcceptedUpgrade{*subprotocol};
    }

    void upgraded(std::unique_ptr<WebSocketPeer> peer, const HttpHead &) override
    {
        auto *kept = peer.get();
        peers.push_back(std::move(peer));
        QObject::connect(kept, &WebSocketPeer::messageReceived, kept,
                         [this, kept](const QByteArray &message, MessageKind kind) {
                             if (message == "destroy")
                                 forget(kept);
                             else if (message == "close")
                                 kept->close(4401, "as asked");
                             else
                                 kept->send(kind, {message.constData(), static_cast<std::size_t>(message.size())});
                         });
        QObject::connect(kept, &WebSocketPeer::caughtUp, kept, [this] { ++caughtUp; });
        QObject::connect(kept, &WebSocketPeer::closed, kept, [this, kept](std::uint16_t code) {
            lastCode = code;
            ++closed;
            forget(kept);
        });
    }

    void forget(WebSocketPeer *peer)
    {
        std::erase_if(peers, [peer](const auto &one) { return one.get() == peer; });
    }

    std::vector<std::unique_ptr<WebSocketPeer>> peers; ///< of the I/O thread
    std::atomic<int> lastCode = 0;
    std::atomic<int> closed = 0;
    std::atomic<int> caughtUp = 0;
};

class Server
{
public:
    explicit Server(const GatewayLimits &limits = {}) : m_thread(QStringLiteral("io"))
    {
        m_thread.call([&] {
            m_front = std::make_unique<HttpFront>(room, limits, counters);
            const auto listening = m_front->listen(QHostAddress(QHostAddress::LocalHost), 0);
            Q_ASSERT(listening);
            port = m_front->port();
        });
    }
    ~Server()
    {
        m_thread.call([this] {
            m_front.reset();
            room.peers.clear();
        });
    }
    template <class Function>
    void call(Function &&function)
    {
        m_thread.call(std::forward<Function>(function));
    }

    Room room;
    GatewayCounters counters;
    quint16 port = 0;

private:
    IoThread m_thread;
    std::unique_ptr<HttpFront> m_front;
};

QByteArray handshake(const QByteArray &change = {}, const QByteArray &to = {})
{
    QByteArray request = "GET /socket HTTP/1.1\r\nHost: localhost:7443\r\nUpgrade: websocket\r\n"
                         "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                         "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: other, gatehouse.test.v1\r\n\r\n";
    if (!change.isEmpty()) {
        Q_ASSERT(request.contains(change));
        request.replace(change, to);
    }
    return request;
}

/// A client after its handshake.
class Client : public RawClient
{
public:
    explicit Client(const Server &server) : RawClient(server.port) { m_status = ask(handshake()).status; }
    [[nodiscard]] bool isUpgraded() const { return m_status == 101; }

    struct Frame {
        int opcode = -1; ///< −1: the connection ended
        QByteArray payload;
        [[nodiscard]] int code() const
        {
            return payload.size() < 2
                ? 0
                : static_cast<std::uint8_t>(payload[0]) * 256 + static_cast<std::uint8_t>(payload[1]);
        }
    };
    Frame next()
    {
        const auto head = take(2);
        if (head.size() < 2)
            return {};
        qsizetype size = head[1];
        if (size >= 126) {
            const auto more = take(size == 126 ? 2 : 8);
            size = 0;
            for (const char byte : more)
                size = size * 256 + static_cast<std::uint8_t>(byte);
        }
        return {head[0] & 0x0f, take(size)};
    }

private:
    int m_status = 0;
};

GatewayLimits impatient()
{
    GatewayLimits limits;
    limits.frameDeadline = 300ms;
    limits.pingInterval = 200ms;
    limits.pongDeadline = 200ms;
    limits.closeDeadline = 200ms;
    limits.stallDeadline = 300ms;
    return limits;
}

} // namespace

class TestWebSocket : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        rlimit files{};
        ::getrlimit(RLIMIT_NOFILE, &files);
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
        m_server = std::make_unique<Server>();
    }

    void shakesHands()
    {
        RawClient client(m_server->port);
        const auto response = client.ask(handshake());
        QCOMPARE(response.status, 101);
        QCOMPARE(response.header("Sec-WebSocket-Accept"), QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")); // RFC 6455 §1.3
        QCOMPARE(response.header("Sec-WebSocket-Protocol"), QByteArray("gatehouse.test.v1"));
    }

    void shakesHandsAfterARequest()
    {
        RawClient client(m_server->port);
        QCOMPARE(client.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").body, QByteArray("room"));
        QCOMPARE(client.ask(handshake()).status, 101);
    }

    void refusesHandshakes_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("another path") << handshake("/socket", "/other") << 404;
        QTest::newRow("a foreign origin (B19)")
            << handshake("Upgrade: websocket", "Origin: https://evil.example\r\nUpgrade: websocket") << 403;
        QTest::newRow("the same host at another port")
            << handshake("Upgrade: websocket", "Origin: https://localhost:8000\r\nUpgrade: websocket") << 403;
        QTest::newRow("origin null") << handshake("Upgrade: websocket", "Origin: null\r\nUpgrade: websocket") << 403;
        QTest::newRow("two origins") << handshake(
            "Upgrade: websocket",
            "Origin: https://localhost:7443\r\nOrigin: https://localhost:7443\r\nUpgrade: websocket")
                                     << 403;
        QTest::newRow("a foreign host") << handshake("localhost", "evil.example") << 421;
        QTest::newRow("no subprotocol of ours") << handshake("gatehouse.test.v1", "gatehouse.test.v2") << 400;
        QTest::newRow("version 8") << handshake("Version: 13", "Version: 8") << 426;
        QTest::newRow("no version") << handshake("Sec-WebSocket-Version: 13\r\n") << 426;
        QTest::newRow("no key") << handshake("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") << 400;
        QTest::newRow("a short key") << handshake("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ==") << 400;
        QTest::newRow("a key that is no base64")
            << handshake("dGhlIHNhbXBsZSBub25jZQ==", "????????????????????????") << 400;
        QTest::newRow("POST") << handshake("GET", "POST") << 400;
        QTest::newRow("a body") << handshake("Upgrade: websocket", "Content-Length: 1\r\nUpgrade: websocket") + "x"
                                << 400;
        QTest::newRow("bytes after it") << handshake() + frame(0x81, "x") << 400;
        QTest::newRow("HTTP/1.0 is no upgrade") << handshake("HTTP/1.1", "HTTP/1.0") << 200;
        QTest::newRow("another upgrade is none") << handshake("Upgrade: websocket", "Upgrade: h2c") << 200;
    }
    void refusesHandshakes()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        RawClient client(m_server->port);
        QCOMPARE(client.ask(request).status, status);
    }

    void acceptsItsOwnPages()
    {
        RawClient client(m_server->port);
        QCOMPARE(
            client.ask(handshake("Upgrade: websocket", "Origin: http://LOCALHOST:7443\r\nUpgrade: websocket")).status,
            101);
    }

    void echoes()
    {
        Client client(*m_server);
        QVERIFY(client.isUpgraded());
        client.send(frame(0x81, "hello") + frame(0x02, "fra") + frame(0x89, "p") + frame(0x80, "gments"));
        const auto text = client.next();
        QCOMPARE(text.opcode, 1);
        QCOMPARE(text.payload, QByteArray("hello"));
        QCOMPARE(client.next().opcode, 10);
        const auto binary = client.next();
        QCOMPARE(binary.opcode, 2);
        QCOMPARE(binary.payload, QByteArray("fragments"));
        const QByteArray large(65'536, 'l');
        client.send(frame(0x82, large));
        QCOMPARE(client.next().payload, large);
    }

    void speaksWithQtsClient()
    {
        Server server;
        QWebSocket client;
        QSignalSpy connected(&client, &QWebSocket::connected);
        QSignalSpy texts(&client, &QWebSocket::textMessageReceived);
        QSignalSpy binaries(&client, &QWebSocket::binaryMessageReceived);
        QSignalSpy pongs(&client, &QWebSocket::pong);
        QSignalSpy gone(&client, &QWebSocket::disconnected);
        QWebSocketHandshakeOptions options;
        options.setSubprotocols({QStringLiteral("gatehouse.test.v1")});
        client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/socket").arg(server.port)), options);
        QTRY_COMPARE(connected.count(), 1);
        QCOMPARE(client.subprotocol(), QStringLiteral("gatehouse.test.v1"));
        const QByteArray large(60'000, 'l');
        client.sendTextMessage(QStringLiteral("gr\u00fcn"));
        client.sendBinaryMessage(large);
        client.ping("p");
        QTRY_COMPARE(binaries.count(), 1);
        QCOMPARE(binaries.first().first().toByteArray(), large);
        QCOMPARE(texts.first().first().toString(), QStringLiteral("gr\u00fcn"));
        QTRY_COMPARE(pongs.count(), 1);
        client.sendTextMessage(QStringLiteral("close"));
        QTRY_COMPARE(gone.count(), 1);
        QCOMPARE(static_cast<int>(client.closeCode()), 4401);
        QCOMPARE(client.closeReason(), QStringLiteral("as asked"));
        QTRY_COMPARE(server.room.lastCode.load(), 4401);
    }

    void closesWhenEitherSideAsks()
    {
        Server server;
        Client asks(server);
        asks.send(test::closeFrame(1000, "done"));
        QCOMPARE(asks.next().code(), 1000);
        QVERIFY(asks.isClosedByServer());
        QTRY_COMPARE(server.room.lastCode.load(), 1000);

        Client asked(server);
        asked.send(frame(0x81, "close"));
        const auto bye = asked.next();
        QCOMPARE(bye.code(), 4401);
        QCOMPARE(bye.payload.mid(2), QByteArray("as asked"));
        asked.send(test::closeFrame(4401));
        QVERIFY(asked.isClosedByServer());
        QTRY_COMPARE(server.room.lastCode.load(), 4401);

        Client gone(server);
        gone.socket().abort();
        QTRY_COMPARE(server.room.lastCode.load(), 1006);
        QTRY_COMPARE(server.counters.connectionsOpen.value(), 0u);
        QCOMPARE(server.counters.webSocketsOpen.value(), 0u);
    }

    void aPeerMayBeDestroyedInItsOwnSlot()
    {
        Server server;
        Client client(server);
        client.send(frame(0x81, "destroy") + frame(0x81, "never read"));
        QVERIFY(client.isClosedByServer());
        QTRY_COMPARE(server.counters.webSocketsOpen.value(), 0u);
        QCOMPARE(server.room.closed.load(), 0);
    }

    void badFramesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        for (const auto &bad : test::badFrames())
            QTest::newRow(bad.name) << bad.bytes << bad.code;
    }
    void badFramesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        Client neighbour(*m_server);
        const auto before = test::residentBytes();
        Client client(*m_server);
        client.send(bytes);
        auto answer = client.next();
        while (answer.opcode == 1 || answer.opcode == 2) // what was well-formed before
            answer = client.next();
        QCOMPARE(answer.opcode, 8);
        QCOMPARE(answer.code(), code);
        client.send(test::closeFrame(code));
        QVERIFY(client.isClosedByServer());
        QVERIFY(test::residentBytes() - before < 16 * 1024 * 1024);
        neighbour.send(frame(0x81, "well?"));
        QCOMPARE(neighbour.next().payload, QByteArray("well?"));
    }

    void slowFramesAreCutOff_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("drip");
        QTest::newRow("half a head") << QByteArray("\x82") << QByteArray();
        QTest::newRow("a payload that drips") << test::rawFrame(0x82, 60'000, "x") << QByteArray("x");
        QTest::newRow("fragments that drip") << frame(0x02, "x") << frame(0x89, "p");
    }
    void slowFramesAreCutOff()
    {
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, drip);
        Server server(impatient());
        Client client(server);
        client.send(begin);
        QElapsedTimer clock;
        clock.start();
        QTimer dripping;
        connect(&dripping, &QTimer::timeout, this, [&] { client.socket().write(drip); });
        dripping.start(20ms);
        QTRY_VERIFY(server.room.closed == 1);
        QCOMPARE(server.room.lastCode.load(), 1008);
        QVERIFY(clock.elapsed() < 5'000);
    }

    void aDeadPeerIsSeenAndALiveOneKept() // B32
    {
        Server server(impatient());
        Client dead(server);
        Client live(server);
        QElapsedTimer clock;
        clock.start();
        for (int pings = 0; pings < 4; ++pings) {
            const auto ping = live.next();
            QCOMPARE(ping.opcode, 9);
            live.send(frame(0x8a, ping.payload));
        }
        QTRY_COMPARE(server.counters.closedDead.value(), 1u);
        QVERIFY(dead.isClosedByServer());
        QCOMPARE(server.room.lastCode.load(), 1006);
        live.send(frame(0x81, "still here"));
        auto answer = live.next();
        while (answer.opcode == 9)
            answer = live.next();
        QCOMPARE(answer.payload, QByteArray("still here"));
    }

    void aPeerThatNeverAnswersACloseIsDropped()
    {
        Server server(impatient());
        Client client(server);
        client.send(frame(0x81, "close"));
        QCOMPARE(client.next().code(), 4401);
        QVERIFY(client.isClosedByServer());
        QTRY_COMPARE(server.room.lastCode.load(), 4401);
    }

    void aPeerThatStopsReadingIsBehindThenClosed() // B31
    {
        Server server;
        Client client(server);
        Client neighbour(server);
        client.socket().setReadBufferSize(1); // leaves everything in the kernel
        const auto before = test::residentBytes();
        const auto page = WebSocketPeer::encoded(MessageKind::Binary, std::string(32 * kKiB, 'p'));
        bool wasBehind = false;
        std::size_t unsent = 0;
        QElapsedTimer clock;
        clock.start();
        for (int sent = 0; sent < 10'000 && server.room.closed == 0 && clock.elapsed() < 20'000; ++sent) {
            server.call([&] {
                for (const auto &peer : server.room.peers) {
                    if (peer->address() == QHostAddress(QHostAddress::LocalHost)
                        && peer.get() == server.room.peers.front().get())
                        peer->sendShared(page);
                    wasBehind = wasBehind || peer->isBehind();
                    unsent = std::max(unsent, peer->unsentBytes());
                }
            });
        }
        QTRY_COMPARE(server.room.lastCode.load(), 4008);
        QVERIFY(wasBehind);
        QVERIFY2(unsent < 1 * kMiB + 64 * kKiB, qPrintable(QString::number(unsent)));
        QVERIFY(test::residentBytes() - before < 2 * 1024 * 1024);
        QCOMPARE(server.counters.closedSlow.value(), 1u);
        QTRY_COMPARE(server.counters.bytesQueued.value(), 0u);
        neighbour.send(frame(0x81, "well?"));
        QCOMPARE(neighbour.next().payload, QByteArray("well?"));
    }

    void aPeerThatReadsAgainCatchesUp()
    {
        Server server;
        Client client(server);
        client.socket().setReadBufferSize(1);
        const auto page = WebSocketPeer::encoded(MessageKind::Binary, std::string(32 * kKiB, 'p'));
        int sent = 0;
        bool isBehind = false;
        while (!isBehind && sent < 10'000) {
            server.call([&] {
                server.room.peers.front()->sendShared(page);
                isBehind = server.room.peers.front()->isBehind();
            });
            ++sent;
        }
        QVERIFY(isBehind);
        QCOMPARE(server.room.caughtUp.load(), 0);
        client.socket().setReadBufferSize(0);
        for (int page = 0; page < sent; ++page)
            QCOMPARE(client.next().payload.size(), qsizetype(32 * kKiB));
        QTRY_COMPARE(server.room.caughtUp.load(), 1);
        server.call([&] { QVERIFY(!server.room.peers.front()->isBehind()); });
    }

    void aPeerThatTakesNothingIsClosedInTime()
    {
        auto limits = impatient();
        limits.pingInterval = 60s;
        Server server(limits);
        Client client(server);
        client.socket().setReadBufferSize(1);
        const auto page = WebSocketPeer::encoded(MessageKind::Binary, std::string(32 * kKiB, 'p'));
        bool hasUnsent = false;
        while (!hasUnsent) {
            server.call([&] {
                server.room.peers.front()->sendShared(page);
                hasUnsent = server.room.peers.front()->unsentBytes() > 0;
            });
        }
        QTRY_COMPARE(server.room.lastCode.load(), 4008);
    }

    void aSharedFrameReachesAThousand()
    {
        constexpr int kPeers = 1000;
        Server server;
        std::vector<std::unique_ptr<Client>> clients;
        for (int number = 0; number < kPeers; ++number) {
            clients.push_back(std::make_unique<Client>(server));
            QVERIFY(clients.back()->isUpgraded());
        }
        QTRY_COMPARE(server.counters.webSocketsOpen.value(), std::uint64_t{kPeers});
        const std::string record(200, 'r');
        for (int round = 0; round < 5; ++round) {
            server.call([&] {
                const auto shared = WebSocketPeer::encoded(MessageKind::Binary, record);
                for (const auto &peer : server.room.peers)
                    peer->sendShared(shared);
            });
        }
        for (const auto &client : clients) {
            for (int round = 0; round < 5; ++round) {
                const auto received = client->next();
                QCOMPARE(received.opcode, 2);
                QCOMPARE(received.payload, QByteArray::fromStdString(record));
            }
        }
        QCOMPARE(server.counters.framesSent.value(), std::uint64_t{5 * kPeers});
        QVERIFY(server.counters.framesSentDirectly.value() >= std::uint64_t{4 * kPeers});
        clients.clear();
        QTRY_COMPARE_WITH_TIMEOUT(server.counters.connectionsOpen.value(), 0u, 20'000);
    }

    void signingInGivesItsPlaceBack()
    {
        GatewayLimits limits;
        limits.connectionsNotSignedIn = 1;
        Server server(limits);
        Client one(server);
        QVERIFY(one.isUpgraded());
        Client refused(server);
        QVERIFY(!refused.isUpgraded());
        server.call([&] { server.room.peers.front()->markSignedIn(); });
        Client two(server);
        QVERIFY(two.isUpgraded());
    }

    void unfinishedMessagesOfAllHaveALimit()
    {
        GatewayLimits limits;
        limits.unfinished = 100'000;
        Server server(limits);
        Client one(server);
        Client two(server);
        const auto message = frame(0x82, QByteArray(60'000, 'x'));
        one.send(message.chopped(1));
        QTRY_VERIFY(server.counters.bytesUnfinished.value() > 59'000);
        two.send(message.chopped(1));
        QCOMPARE(two.next().code(), 1013);
        one.send(message.last(1));
        QCOMPARE(one.next().payload.size(), qsizetype(60'000));
        QTRY_COMPARE(server.counters.bytesUnfinished.value(), 0u);
    }

    void peersThatVanishLeaveNothing() // B34
    {
        Server server;
        for (int number = 0; number < 300; ++number) {
            Client client(server);
            client.send(frame(0x81, "hello") + frame(0x01, "half").chopped(number % 8));
            client.socket().abort();
        }
        QTRY_COMPARE(server.counters.connectionsOpen.value(), 0u);
        QCOMPARE(server.counters.webSocketsOpen.value(), 0u);
        QCOMPARE(server.counters.bytesUnfinished.value(), 0u);
        QCOMPARE(server.counters.bytesQueued.value(), 0u);
        QCOMPARE(server.counters.upgrades.value(), 300u);
    }

    void cleanupTestCase() { m_server.reset(); }

private:
    std::unique_ptr<Server> m_server;
};

QTEST_GUILESS_MAIN(TestWebSocket)
#include "tst_websocket.moc"
