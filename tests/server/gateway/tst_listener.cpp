// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/iothread.h"
#include "server/gateway/listener.h"
#include "tests/server/gateway/rawclient.h"

#include <QTest>
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace gatehouse;
using gatehouse::test::RawClient;

namespace {

/// A listener in an I/O thread that keeps what it accepts.
class ListeningThread
{
public:
    explicit ListeningThread(const GatewayLimits &limits, const QHostAddress &address = QHostAddress(QHostAddress::Any))
        : m_thread(QStringLiteral("io"))
    {
        m_thread.call([&] {
            m_listener = std::make_unique<Listener>(
                limits, counters, [this](std::unique_ptr<QTcpSocket> socket, ConnectionEntry entry) {
                    auto *kept = socket.get();
                    QObject::connect(
                        kept, &QTcpSocket::disconnected, m_listener.get(),
                        [this, kept] {
                            std::erase_if(accepted, [kept](const Accepted &one) { return one.socket.get() == kept; });
                        },
                        Qt::QueuedConnection);
                    accepted.push_back({std::move(socket), std::move(entry)});
                });
            const auto started = m_listener->start(address, 0);
            Q_ASSERT(started);
            port = m_listener->serverPort();
        });
    }
    ~ListeningThread()
    {
        m_thread.call([this] {
            accepted.clear();
            m_listener.reset();
        });
    }

    template <class Function>
    void call(Function &&function)
    {
        m_thread.call(std::forward<Function>(function));
    }

    struct Accepted {
        std::unique_ptr<QTcpSocket> socket;
        ConnectionEntry entry;
    };
    GatewayCounters counters;
    std::vector<Accepted> accepted; ///< of the I/O thread
    quint16 port = 0;

private:
    IoThread m_thread;
    std::unique_ptr<Listener> m_listener;
};

} // namespace

class TestListener : public QObject
{
    Q_OBJECT
private slots:
    void acceptsIpv4AndIpv6WithoutNagle()
    {
        ListeningThread listening{GatewayLimits{}};
        RawClient ipv4(listening.port);
        RawClient ipv6(listening.port, QHostAddress(QHostAddress::LocalHostIPv6));
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 2u);
        listening.call([&] {
            for (const auto &one : listening.accepted) {
                int noDelay = 0;
                socklen_t size = sizeof noDelay;
                ::getsockopt(static_cast<int>(one.socket->socketDescriptor()), IPPROTO_TCP, TCP_NODELAY, &noDelay,
                             &size);
                QCOMPARE(noDelay, 1);
            }
            QCOMPARE(listening.accepted.front().entry.address(), QHostAddress(QHostAddress::LocalHost));
        });
    }

    void anAddressHasItsShareAndNoMore()
    {
        GatewayLimits limits;
        limits.connectionsFromThisMachine = 3;
        ListeningThread listening{limits};
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int number = 0; number < 3; ++number)
            clients.push_back(std::make_unique<RawClient>(listening.port));
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 3u);
        RawClient fourth(listening.port);
        QVERIFY(fourth.isClosedByServer());
        QCOMPARE(listening.counters.refusedPerAddress.value(), 1u);
        RawClient neighbour(listening.port, QHostAddress(QHostAddress::LocalHostIPv6)); // another address
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 4u);
        clients.pop_back();
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 3u);
        RawClient again(listening.port);
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 4u);
    }

    void addressesOfTheNetworkHaveTheSmallShare()
    {
        GatewayLimits limits;
        GatewayCounters counters;
        ConnectionBook book(limits, counters);
        std::vector<ConnectionEntry> entries;
        for (int number = 0; number < 20; ++number) {
            auto entry = book.enter(QHostAddress(QStringLiteral("::ffff:192.0.2.7")));
            QVERIFY(entry.has_value());
            entries.push_back(std::move(*entry));
        }
        QVERIFY(!book.enter(QHostAddress(QStringLiteral("192.0.2.7"))));
        QVERIFY(book.enter(QHostAddress(QStringLiteral("192.0.2.8"))));
        QVERIFY(book.enter(QHostAddress(QStringLiteral("2001:db8::1"))));
        entries.pop_back();
        QVERIFY(book.enter(QHostAddress(QStringLiteral("192.0.2.7"))));
        QCOMPARE(book.open(), 19);
    }

    void strangersHaveAShareThatSigningInGivesBack()
    {
        GatewayLimits limits;
        limits.connectionsNotSignedIn = 2;
        ListeningThread listening{limits};
        RawClient one(listening.port);
        RawClient two(listening.port);
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 2u);
        RawClient third(listening.port);
        QVERIFY(third.isClosedByServer());
        QCOMPARE(listening.counters.refusedNotSignedIn.value(), 1u);
        listening.call([&] {
            listening.accepted.front().entry.markSignedIn();
            listening.accepted.front().entry.markSignedIn();
        });
        RawClient fourth(listening.port);
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 3u);
        RawClient fifth(listening.port);
        QVERIFY(fifth.isClosedByServer());
    }

    void hundredsMayKnockAtOnce()
    {
        GatewayLimits limits;
        ListeningThread listening{limits};
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        for (int number = 0; number < 400; ++number) {
            clients.push_back(std::make_unique<QTcpSocket>());
            clients.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), listening.port);
        }
        QTRY_COMPARE_WITH_TIMEOUT(listening.counters.connectionsOpen.value(), 400u, 20'000);
    }

    void withoutDescriptorsCallersAreDroppedAndLaterServed()
    {
        GatewayLimits limits;
        ListeningThread listening{limits};
        RawClient early(listening.port);
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 1u);
        auto late = std::make_unique<QTcpSocket>();
        late->connectToHost(QHostAddress(QHostAddress::LocalHost), listening.port); // has its descriptor
        QVERIFY(late->waitForConnected());
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 2u);

        const int calling = ::socket(AF_INET, SOCK_STREAM, 0); // made while there still is one
        rlimit before{};
        ::getrlimit(RLIMIT_NOFILE, &before);
        const int next = ::dup(0); // the lowest free number: none at or above it shall be given out
        QVERIFY(next >= 0);
        ::close(next);
        rlimit none = before;
        none.rlim_cur = static_cast<rlim_t>(next);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);

        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(listening.port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        QCOMPARE(::connect(calling, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        char byte = 0;
        timeval patience{20, 0};
        ::setsockopt(calling, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        const auto received = ::recv(calling, &byte, 1, 0); // blocks until the server drops it
        ::close(calling);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
        QVERIFY(received <= 0);
        QTRY_VERIFY(listening.counters.refusedNoDescriptors.value() >= 1);

        RawClient served(listening.port);
        QTRY_COMPARE(listening.counters.connectionsOpen.value(), 3u);
    }
};

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
