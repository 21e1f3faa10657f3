// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/httpfront.h"
#include "server/gateway/iothread.h"
#include "tests/server/gateway/rawclient.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>
#include <atomic>
#include <memory>
#include <vector>

using namespace gatehouse;
using namespace std::chrono_literals;
using gatehouse::test::RawClient;
using gatehouse::test::RawResponse;

namespace {

const QByteArray kHost = "Host: localhost\r\n";

/// A small site with one page for each way in which a handler can behave.
class Site : public HttpHandler
{
public:
    std::size_t bodyLimitFor(const HttpHead &head) override
    {
        if (head.path == "/throws-early")
            throw std::runtime_error("on purpose");
        return head.path == "/import" ? 60 * kMiB : 256 * kKiB;
    }

    void handle(HttpRequest request, HttpResponder responder) override
    {
        ++handled;
        const auto &path = request.head.path;
        if (path == "/echo" || path == "/import")
            responder.send(HttpResponse::text(std::move(request.body)));
        else if (path == "/path" || path.starts_with("/p/"))
            responder.send(HttpResponse::text(path + "|" + request.head.queryValue("q").value_or("none")));
        else if (path == "/late")
            QTimer::singleShot(20, QThread::currentThread()->eventDispatcher(),
                               [responder] { responder.send(HttpResponse::text("late")); });
        else if (path == "/never")
            kept.push_back(responder);
        else if (path == "/forgotten")
            return;
        else if (path == "/throws")
            throw std::runtime_error("on purpose");
        else if (path == "/tagged")
            responder.send(HttpResponse::content("text/plain", "tagged").set("ETag", entityTag("tagged")));
        else if (path == "/header")
            responder.send(HttpResponse::text("x").set("X-Echo", request.head.queryValue("value").value_or("")));
        else if (path == "/big")
            responder.send(HttpResponse::text(std::string(1 * kMiB, 'b')));
        else if (path == "/wrong")
            responder.send(HttpResponse::problem(
                {Fault::Invalid, "two fields", {{"tickets[1].product", "missing"}, {"name", "too long"}}}));
        else
            responder.send(HttpResponse::problem(404, "not-found"));
    }

    std::atomic<int> handled = 0;
    std::vector<HttpResponder> kept;
};

/// The site behind a front in its own I/O thread.
class Server
{
public:
    explicit Server(const GatewayLimits &limits = {}) : m_thread(QStringLiteral("io"))
    {
        m_thread.call([&] {
            m_front = std::make_unique<HttpFront>(site, limits, counters);
            const auto listening = m_front->listen(QHostAddress(QHostAddress::LocalHost), 0);
            Q_ASSERT(listening);
            port = m_front->port();
        });
    }
    ~Server()
    {
        m_thread.call([this] {
            site.kept.clear();
            m_front.reset();
        });
    }

    [[nodiscard]] bool isHealthy() const
    {
        RawClient neighbour(port);
        return neighbour.ask("GET /path HTTP/1.1\r\n" + kHost + "\r\n").status == 200;
    }

    Site site;
    GatewayCounters counters;
    quint16 port = 0;

private:
    IoThread m_thread;
    std::unique_ptr<HttpFront> m_front;
};

QByteArray get(const QByteArray &path, const QByteArray &headers = {})
{
    return "GET " + path + " HTTP/1.1\r\n" + kHost + headers + "\r\n";
}

QByteArray post(const QByteArray &headers, const QByteArray &body, const QByteArray &path = "/echo")
{
    return "POST " + path + " HTTP/1.1\r\n" + kHost + headers + "\r\n" + body;
}

/// Limits short enough to wait for.
GatewayLimits impatient()
{
    GatewayLimits limits;
    limits.headDeadline = 300ms;
    limits.bodyGrace = 300ms;
    limits.idleDeadline = 300ms;
    limits.answerDeadline = 300ms;
    limits.stallDeadline = 300ms;
    return limits;
}

} // namespace

class TestHttp : public QObject
{
    Q_OBJECT
private slots:
    void answers_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("a path") << get("/path") << 200 << QByteArray("/path|none");
        QTest::newRow("an encoded path and query")
            << get("/p/gr%C3%BCn%20x+y?a=1&q=a+b%26") << 200 << QByteArray("/p/gr\xc3\xbcn x+y|a b&");
        QTest::newRow("an unknown path") << get("/nowhere") << 404 << QByteArray();
        QTest::newRow("a body with its length") << post("Content-Length: 5\r\n", "hello") << 200 << QByteArray("hello");
        QTest::newRow("an empty body") << post("Content-Length: 0\r\n", "") << 200 << QByteArray("");
        QTest::newRow("a body in chunks")
            << post("Transfer-Encoding: Chunked\r\n", "3\r\nabc\r\n2;name=value\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n")
            << 200 << QByteArray("abcde");
        QTest::newRow("an address as host")
            << QByteArray("GET /path HTTP/1.1\r\nHost: 192.0.2.1:7443\r\n\r\n") << 200 << QByteArray("/path|none");
        QTest::newRow("an IPv6 address as host")
            << QByteArray("GET /path HTTP/1.1\r\nHost: [2001:db8::1]:7443\r\n\r\n") << 200 << QByteArray("/path|none");
        QTest::newRow("sixty-four headers")
            << get("/path", QByteArray("X-A: b\r\n").repeated(63)) << 200 << QByteArray("/path|none");
        QTest::newRow("a handler that answers later") << get("/late") << 200 << QByteArray("late");
        QTest::newRow("a handler that throws") << get("/throws") << 500 << QByteArray();
        QTest::newRow("a handler that lets go") << get("/forgotten") << 500 << QByteArray();
        QTest::newRow("ten thousand ranges (B18)")
            << get("/path", "Range: bytes=0-0" + QByteArray(",1-1").repeated(3000) + "\r\n") << 200
            << QByteArray("/path|none");
    }
    void answers()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        RawClient client(m_server->port);
        for (int round = 0; round < 2; ++round) { // the second on the kept connection
            const auto response = client.ask(request);
            QCOMPARE(response.status, status);
            if (!body.isNull())
                QCOMPARE(response.body, body);
            QCOMPARE(response.header("Connection"), QByteArray("keep-alive"));
            QCOMPARE(response.header("X-Content-Type-Options"), QByteArray("nosniff"));
            QVERIFY(response.header("Content-Security-Policy").startsWith("default-src 'self'"));
            QVERIFY(!response.head.contains("Server:"));
            static const QRegularExpression date(QStringLiteral(
                "^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT$"));
            QVERIFY(date.match(QString::fromLatin1(response.header("Date"))).hasMatch());
        }
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        const auto line = [](const QByteArray &requestLine) { return requestLine + "\r\n" + kHost + "\r\n"; };

        QTest::newRow("sixty-five headers (B2)") << get("/path", QByteArray("X-A: b\r\n").repeated(64)) << 431;
        QTest::newRow("head over 16 KiB") << get("/path", "X-A: " + QByteArray(17'000, 'a') + "\r\n") << 431;
        QTest::newRow("body over the limit, declared (B3)") << post("Content-Length: 262145\r\n", "") << 413;
        QTest::newRow("body over the limit, in one chunk (B4)")
            << post("Transfer-Encoding: chunked\r\n", "40001\r\nabc") << 413;
        QTest::newRow("body over the limit, in chunks (B4)")
            << post("Transfer-Encoding: chunked\r\n", ("8000\r\n" + QByteArray(32'768, 'a') + "\r\n").repeated(9))
            << 413;
        QTest::newRow("import over the most") << post("Content-Length: 52428801\r\n", "", "/import") << 413;
        QTest::newRow("negative length (B6)") << post("Content-Length: -5\r\n", "hello") << 400;
        QTest::newRow("signed length") << post("Content-Length: +5\r\n", "hello") << 400;
        QTest::newRow("length over 64 bits") << post("Content-Length: 100000000000000000000\r\n", "hello") << 400;
        QTest::newRow("two different lengths (B7)")
            << post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello") << 400;
        QTest::newRow("the same length twice") << post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello") << 400;
        QTest::newRow("a list of lengths") << post("Content-Length: 5, 5\r\n", "hello") << 400;
        QTest::newRow("length and encoding (B8)")
            << post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") << 400;
        QTest::newRow("encoding and length (B8)")
            << post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n") << 400;
        QTest::newRow("encoding xchunked (B9)") << post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n") << 501;
        QTest::newRow("encoding gzip, chunked") << post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n") << 501;
        QTest::newRow("encoding twice") << post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                                                "0\r\n\r\n")
                                        << 400;
        QTest::newRow("encoding in HTTP/1.0")
            << QByteArray("POST /echo HTTP/1.0\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") << 400;
        QTest::newRow("chunk of -5 (B10)") << post("Transfer-Encoding: chunked\r\n", "-5\r\nabc") << 400;
        QTest::newRow("chunk of 2^64-1 (B10)")
            << post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\nabc") << 413;
        QTest::newRow("chunk of 2^64 (B10)")
            << post("Transfer-Encoding: chunked\r\n", "10000000000000000\r\nabc") << 400;
        QTest::newRow("chunk longer than it said") << post("Transfer-Encoding: chunked\r\n", "2\r\nabcd\r\n") << 400;
        QTest::newRow("chunk header without end")
            << post("Transfer-Encoding: chunked\r\n", "1;" + QByteArray(40'000, 'x')) << 400;
        QTest::newRow("bare line feeds (B11)") << QByteArray("GET /path HTTP/1.1\nHost: localhost\n\n") << 400;
        QTest::newRow("one bare line feed (B11)") << QByteArray("GET /path HTTP/1.1\r\nHost: localhost\n\r\n") << 400;
        QTest::newRow("a bare return") << QByteArray("GET /path HTTP/1.1\r\nHost: local\rhost\r\n\r\n") << 400;
        QTest::newRow("a space before the colon (B12)")
            << QByteArray("GET /path HTTP/1.1\r\nHost : localhost\r\n\r\n") << 400;
        QTest::newRow("a folded line (B12)") << get("/path", "X-A: b\r\n c\r\n") << 400;
        QTest::newRow("a folded first line") << QByteArray("GET /path HTTP/1.1\r\n Host: localhost\r\n\r\n") << 400;
        QTest::newRow("no host (B12)") << QByteArray("GET /path HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("no host in HTTP/1.0") << QByteArray("GET /path HTTP/1.0\r\n\r\n") << 400;
        QTest::newRow("two hosts (B12)") << get("/path", kHost) << 400;
        QTest::newRow("a foreign host (B12)") << QByteArray("GET /path HTTP/1.1\r\nHost: evil.example\r\n\r\n") << 421;
        QTest::newRow("a host with user") << QByteArray("GET /path HTTP/1.1\r\nHost: a@localhost\r\n\r\n") << 400;
        QTest::newRow("an empty host") << QByteArray("GET /path HTTP/1.1\r\nHost: \r\n\r\n") << 400;
        QTest::newRow("HTTP/9.9 (B13)") << line("GET /path HTTP/9.9") << 505;
        QTest::newRow("HTTP/1.2") << line("GET /path HTTP/1.2") << 505;
        QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
        QTest::newRow("no version") << line("GET /path") << 400;
        QTest::newRow("http/1.1 in small letters") << line("GET /path http/1.1") << 400;
        QTest::newRow("TRACE (B13)") << line("TRACE /path HTTP/1.1") << 501;
        QTest::newRow("CONNECT") << line("CONNECT localhost:1 HTTP/1.1") << 501;
        QTest::newRow("a small-letter method") << line("get /path HTTP/1.1") << 501;
        QTest::newRow("a method of 100 KiB (B13)") << line(QByteArray(102'400, 'A') + " /path HTTP/1.1") << 414;
        QTest::newRow("a request line over 4 KiB") << line("GET /" + QByteArray(5000, 'a') + " HTTP/1.1") << 414;
        QTest::newRow("TLS bytes (B14)") << QByteArray::fromHex("160301020001000001fc0303aabbccdd") << 400;
        QTest::newRow("dot segments (B15)") << get("/p/../path") << 400;
        QTest::newRow("dot segments at the end (B15)") << get("/p/..") << 400;
        QTest::newRow("encoded dot segments (B15)") << get("/p/%2e%2E/path") << 400;
        QTest::newRow("an encoded slash") << get("/p/..%2fpath") << 400;
        QTest::newRow("an encoded NUL (B15)") << get("/p/a%00b") << 400;
        QTest::newRow("an overlong path (B15)") << get("/p/%c0%af") << 400;
        QTest::newRow("a surrogate in the path") << get("/p/%ed%a0%80") << 400;
        QTest::newRow("an encoded line feed") << get("/p/a%0ab") << 400;
        QTest::newRow("half an escape") << get("/p/%4") << 400;
        QTest::newRow("a backslash") << get("/p\\..\\x") << 400;
        QTest::newRow("raw UTF-8 in the target") << get("/p/\xc3\xbc") << 400;
        QTest::newRow("a whole URL as target") << get("http://localhost/path") << 400;
        QTest::newRow("a star as target") << line("OPTIONS * HTTP/1.1") << 400;
        QTest::newRow("no target") << line("GET  HTTP/1.1") << 400;
        QTest::newRow("NUL in a header") << get("/path", QByteArray("X-A: a\0b\r\n", 10)) << 400;
        QTest::newRow("a header without colon") << get("/path", "X-A\r\n") << 400;
        QTest::newRow("a header without name") << get("/path", ": b\r\n") << 400;
        QTest::newRow("an empty line first") << "\r\n" + get("/path") << 400;
        QTest::newRow("a handler that throws at the head") << get("/throws-early") << 500;
        QTest::newRow("another expectation") << post("Expect: cake\r\nContent-Length: 5\r\n", "hello") << 417;
    }
    void refusals()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        const int handledBefore = m_server->site.handled;
        RawClient client(m_server->port);
        const auto response = client.ask(request);
        QCOMPARE(response.status, status);
        QCOMPARE(response.header("Connection"), QByteArray("close"));
        QCOMPARE(response.header("Content-Type"), QByteArray("application/problem+json"));
        QVERIFY(client.isClosedByServer());
        QCOMPARE(m_server->site.handled.load(), handledBefore);
        QVERIFY(m_server->isHealthy());
    }

    void aHeadWithoutEndIsCutOff() // B1
    {
        const auto before = test::residentBytes();
        RawClient client(m_server->port);
        client.send("GET /path HTTP/1.1\r\n" + kHost);
        const QByteArray line = "X-A: " + QByteArray(1000, 'a') + "\r\n";
        const QByteArray block = line.repeated(1000);
        for (int sent = 0; sent < 200 && client.socket().state() == QAbstractSocket::ConnectedState; ++sent)
            client.send(block);
        QVERIFY(client.isClosedByServer());
        QVERIFY(test::residentBytes() - before < 16 * 1024 * 1024);
        QVERIFY(m_server->isHealthy());
    }

    void anImportPassesWhole()
    {
        RawClient client(m_server->port);
        const QByteArray body(3'000'000, 'i');
        const auto response = client.ask(post("Content-Length: 3000000\r\n", body, "/import"));
        QCOMPARE(response.status, 200);
        QCOMPARE(response.body, body);
        QCOMPARE(m_server->counters.bytesUnfinished.value(), 0u);
    }

    void aClientThatExpectsIsToldToGoOn()
    {
        RawClient client(m_server->port);
        client.send(post("Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
        QCOMPARE(client.take(25), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
        QCOMPARE(client.ask("hello").body, QByteArray("hello"));
        const auto refused = client.ask(post("Content-Length: 999999\r\nExpect: 100-continue\r\n", ""));
        QCOMPARE(refused.status, 413);
    }

    void hundredPipelinedRequestsAreAnsweredInOrder() // B16
    {
        RawClient client(m_server->port);
        QByteArray requests;
        for (int number = 0; number < 100; ++number)
            requests += get(number % 7 == 3 ? "/late?q=x" : "/p/" + QByteArray::number(number));
        client.send(requests);
        for (int number = 0; number < 100; ++number) {
            const auto response = client.response();
            QCOMPARE(response.status, 200);
            QCOMPARE(response.body,
                     number % 7 == 3 ? QByteArray("late") : "/p/" + QByteArray::number(number) + "|none");
        }
    }

    void pipelinedAnswersNobodyReadsAreBounded()
    {
        auto limits = impatient();
        Server server(limits);
        const auto before = test::residentBytes();
        RawClient client(server.port);
        client.socket().setReadBufferSize(1);
        client.send(get("/big").repeated(300));
        QTRY_COMPARE(server.counters.connectionsAccepted.value(), 1u);
        QTRY_COMPARE(server.counters.connectionsOpen.value(), 0u);
        QVERIFY(server.site.handled < 20);
        QVERIFY(server.counters.responsesStalled.value() >= 1);
        QVERIFY(test::residentBytes() - before < 16 * 1024 * 1024);
    }

    void lineBreaksCannotLeaveAHeader() // B17
    {
        RawClient client(m_server->port);
        const auto response = client.ask(get("/header?value=a%0d%0aX-Injected:%20yes"));
        QCOMPARE(response.status, 200);
        QVERIFY(!response.head.contains("X-Injected"));
        QCOMPARE(client.ask(get("/header?value=plain")).header("X-Echo"), QByteArray("plain"));
    }

    void headHasTheLengthAndNoBody()
    {
        RawClient client(m_server->port);
        client.send("HEAD /big HTTP/1.1\r\n" + kHost + "\r\n");
        const auto response = client.response(true);
        QCOMPARE(response.status, 200);
        QCOMPARE(response.header("Content-Length"), QByteArray("1048576"));
        QCOMPARE(client.ask(get("/path")).body, QByteArray("/path|none")); // nothing in between
    }

    void aKnownTagIsNotSentAgain()
    {
        RawClient client(m_server->port);
        const auto first = client.ask(get("/tagged"));
        const auto tag = first.header("ETag");
        QVERIFY(tag.startsWith('"'));
        const auto second = client.ask(get("/tagged", "If-None-Match: \"other\", W/" + tag + "\r\n"));
        QCOMPARE(second.status, 304);
        QVERIFY(second.body.isEmpty());
        QCOMPARE(client.ask(get("/tagged", "If-None-Match: \"other\"\r\n")).status, 200);
    }

    void problemsNameTheirFields()
    {
        RawClient client(m_server->port);
        const auto response = client.ask(get("/wrong"));
        QCOMPARE(response.status, 422);
        QCOMPARE(response.header("Content-Type"), QByteArray("application/problem+json"));
        QVERIFY(response.body.contains(R"("code":"invalid")"));
        QVERIFY(response.body.contains(R"("path":"tickets[1].product","reason":"missing")"));
    }

    void connectionsCloseWhenAsked_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<bool>("isKept");
        QTest::newRow("1.1 keeps") << get("/path") << true;
        QTest::newRow("1.1 with close") << get("/path", "Connection: close\r\n") << false;
        QTest::newRow("1.0 closes") << QByteArray("GET /path HTTP/1.0\r\n" + kHost + "\r\n") << false;
        QTest::newRow("1.0 with keep-alive")
            << QByteArray("GET /path HTTP/1.0\r\n" + kHost + "Connection: Keep-Alive\r\n\r\n") << true;
    }
    void connectionsCloseWhenAsked()
    {
        QFETCH(QByteArray, request);
        QFETCH(bool, isKept);
        RawClient client(m_server->port);
        const auto response = client.ask(request);
        QCOMPARE(response.status, 200);
        QCOMPARE(response.header("Connection"), QByteArray(isKept ? "keep-alive" : "close"));
        if (isKept)
            QCOMPARE(client.ask(request).status, 200);
        else
            QVERIFY(client.isClosedByServer());
    }

    void slowClientsAreCutOff_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("drip");
        QTest::addColumn<int>("status");
        QTest::newRow("nothing at all") << QByteArray() << QByteArray() << 0;
        QTest::newRow("a head that drips (B5)") << QByteArray("GET /path HTTP/1.1\r\nX-A: ") << QByteArray("a") << 408;
        QTest::newRow("a head that stops") << QByteArray("GET") << QByteArray() << 408;
        QTest::newRow("a body that drips") << post("Content-Length: 100000\r\n", "") << QByteArray("a") << 408;
        QTest::newRow("a body that stops") << post("Content-Length: 100000\r\n", "abc") << QByteArray() << 408;
        QTest::newRow("chunks that drip")
            << post("Transfer-Encoding: chunked\r\n", "") << QByteArray("1\r\na\r\n") << 408;
        QTest::newRow("an idle kept connection") << get("/path") << QByteArray() << 200;
        QTest::newRow("a handler that never answers") << get("/never") << QByteArray() << 503;
    }
    void slowClientsAreCutOff()
    {
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, drip);
        QFETCH(int, status);
        Server server(impatient());
        RawClient client(server.port);
        QElapsedTimer clock;
        clock.start();
        client.send(begin);
        QByteArray received;
        while (client.socket().state() == QAbstractSocket::ConnectedState && clock.elapsed() < 10'000) {
            if (!drip.isEmpty())
                client.socket().write(drip);
            client.socket().waitForReadyRead(30);
            received += client.socket().readAll();
            if (received.startsWith("HTTP/1.1 408"))
                drip.clear();
        }
        QCOMPARE(received.mid(9, 3).toInt(), status);
        QVERIFY2(clock.elapsed() < 5'000, qPrintable(QString::number(clock.elapsed())));
        QTRY_COMPARE(server.counters.connectionsOpen.value(), 0u);
        QVERIFY(server.isHealthy());
    }

    void aBodyAboveTheRateMayTakeItsTime()
    {
        auto limits = impatient();
        limits.bodyRate = 10'000; // 100 bytes each 5 ms are twice that
        Server server(limits);
        RawClient client(server.port);
        client.send(post("Content-Length: 10000\r\n", ""));
        QElapsedTimer clock;
        clock.start();
        for (int part = 0; part < 100; ++part) {
            client.send(QByteArray(100, 'a'));
            QTRY_VERIFY(clock.elapsed() >= 5 * part);
        }
        QVERIFY(clock.elapsed() > limits.bodyGrace.count());
        QCOMPARE(client.response().status, 200);
    }

    void unfinishedBytesOfAllHaveALimit()
    {
        GatewayLimits limits;
        limits.unfinished = 300'000;
        Server server(limits);
        RawClient one(server.port);
        one.send(post("Content-Length: 200001\r\n", QByteArray(200'000, 'a')));
        QTRY_VERIFY(server.counters.bytesUnfinished.value() >= 200'000);
        RawClient two(server.port);
        const auto refused = two.ask(post("Content-Length: 200001\r\n", QByteArray(200'000, 'b')));
        QCOMPARE(refused.status, 503);
        QVERIFY(!refused.header("Retry-After").isEmpty());
        QCOMPARE(one.ask("a").body.size(), 200'001);
        QCOMPARE(server.counters.bytesUnfinished.value(), 0u);
        RawClient three(server.port);
        QCOMPARE(three.ask(post("Content-Length: 200001\r\n", QByteArray(200'001, 'c'))).status, 200);
    }

    void answersAfterTheClientHasGoneHurtNobody()
    {
        Server server;
        {
            RawClient client(server.port);
            client.send(get("/late"));
            QTRY_COMPARE(server.site.handled.load(), 1);
        }
        QTRY_COMPARE(server.counters.connectionsOpen.value(), 0u);
        RawClient after(server.port); // the late answer comes while this one is served
        QCOMPARE(after.ask(get("/late")).body, QByteArray("late"));
    }

    void manySlowClientsDoNotDelayAnother()
    {
        Server server;
        std::vector<std::unique_ptr<RawClient>> slow;
        for (int number = 0; number < 300; ++number) {
            slow.push_back(std::make_unique<RawClient>(server.port));
            slow.back()->send("GET /path HTTP/1.1\r\nX-A: ");
        }
        RawClient honest(server.port);
        QElapsedTimer clock;
        clock.start();
        for (int round = 0; round < 100; ++round)
            QCOMPARE(honest.ask(get("/path")).status, 200);
        QVERIFY2(clock.elapsed() < 5'000, qPrintable(QString::number(clock.elapsed())));
    }

    void initTestCase() { m_server = std::make_unique<Server>(); }
    void cleanupTestCase()
    {
        QTRY_COMPARE_WITH_TIMEOUT(m_server->counters.bytesUnfinished.value(), 0u, 10'000);
        m_server.reset();
    }

private:
    std::unique_ptr<Server> m_server;
};

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
