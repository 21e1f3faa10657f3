// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/iothread.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>
#include <atomic>
#include <memory>
#include <sys/resource.h>

using namespace gatehouse;
using namespace std::chrono_literals;

namespace {

constexpr int kPatienceMs = 20'000;

/// A server that sends back what comes, in the thread that makes it.
class EchoServer : public QTcpServer
{
public:
    EchoServer()
    {
        setListenBacklogSize(1024);
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (auto *socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }
};

} // namespace

class TestEpollDispatcher : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        rlimit files{};
        ::getrlimit(RLIMIT_NOFILE, &files);
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }

    void queuedCallsRunInOrderInTheThread()
    {
        IoThread thread(QStringLiteral("io"));
        std::vector<int> order;
        bool wasInThread = true;
        for (int number = 0; number < 1000; ++number) {
            thread.run([&, number] {
                order.push_back(number);
                wasInThread = wasInThread && QThread::currentThread() == thread.thread();
            });
        }
        thread.call([] {});
        QVERIFY(wasInThread);
        QCOMPARE(order.size(), std::size_t{1000});
        QVERIFY(std::ranges::is_sorted(order));
    }

    void aCallFromAnotherThreadWakesAWaitingLoop()
    {
        IoThread thread(QStringLiteral("io"));
        for (int round = 0; round < 2000; ++round) {
            bool isDone = false;
            thread.call([&] { isDone = true; }); // hangs for ever if a wake-up is lost
            QVERIFY(isDone);
        }
    }

    void aThreadThatPostsToItselfGoesOn()
    {
        IoThread thread(QStringLiteral("io"));
        QSemaphore done;
        auto left = std::make_shared<int>(1000);
        std::function<void()> again = [&] {
            if (--*left == 0)
                done.release();
            else
                thread.run(again);
        };
        thread.run(again);
        QVERIFY(done.tryAcquire(1, kPatienceMs));
    }

    void threadsEndWhateverTheyDo()
    {
        for (int round = 0; round < 200; ++round) {
            IoThread thread(QStringLiteral("io"));
            thread.run([] { QTimer::singleShot(1h, [] {}); });
        }
    }

    void timersFireNeverEarly_data()
    {
        QTest::addColumn<Qt::TimerType>("type");
        QTest::newRow("precise") << Qt::PreciseTimer;
        QTest::newRow("coarse") << Qt::CoarseTimer;
    }
    void timersFireNeverEarly()
    {
        QFETCH(Qt::TimerType, type);
        IoThread thread(QStringLiteral("io"));
        QSemaphore done;
        std::atomic<qint64> earliestNs = std::numeric_limits<qint64>::max();
        for (const int delayMs : {1, 7, 20, 55, 130}) {
            thread.run([&, delayMs] {
                QElapsedTimer clock;
                clock.start();
                QTimer::singleShot(delayMs, type, thread.context(), [&, clock, delayMs] {
                    earliestNs = std::min<qint64>(earliestNs, clock.nsecsElapsed() - delayMs * 1'000'000);
                    done.release();
                });
            });
        }
        QVERIFY(done.tryAcquire(5, kPatienceMs));
        QVERIFY2(earliestNs >= 0, qPrintable(QString::number(earliestNs)));
    }

    void repeatingAndZeroTimersShareTheLoop()
    {
        IoThread thread(QStringLiteral("io"));
        QSemaphore repeats;
        QSemaphore zeros;
        std::unique_ptr<QTimer> repeating;
        std::unique_ptr<QTimer> zero;
        thread.call([&] {
            repeating = std::make_unique<QTimer>();
            QObject::connect(repeating.get(), &QTimer::timeout, [&] { repeats.release(); });
            repeating->start(2ms);
            zero = std::make_unique<QTimer>();
            QObject::connect(zero.get(), &QTimer::timeout, [&] { zeros.release(); });
            zero->start(0);
        });
        QVERIFY(repeats.tryAcquire(10, kPatienceMs));
        QVERIFY(zeros.tryAcquire(100, kPatienceMs));
        thread.call([&] {
            QVERIFY(repeating->remainingTime() <= 2);
            repeating.reset();
            zero.reset();
        });
    }

    void aTimerMayStopItselfAndOthers()
    {
        IoThread thread(QStringLiteral("io"));
        std::atomic<int> fired = 0;
        QSemaphore later;
        thread.call([&] {
            auto *one = new QTimer(thread.context());
            auto *other = new QTimer(thread.context());
            const auto stopBoth = [&, one, other] {
                ++fired;
                one->deleteLater();
                other->stop();
                one->stop();
            };
            QObject::connect(one, &QTimer::timeout, thread.context(), stopBoth);
            QObject::connect(other, &QTimer::timeout, thread.context(), stopBoth);
            one->start(5);
            other->start(5);
            QTimer::singleShot(60, thread.context(), [&] { later.release(); });
        });
        QVERIFY(later.tryAcquire(1, kPatienceMs));
        QCOMPARE(fired.load(), 1);
    }

    void aNestedLoopInATimerDoesNotFireItAgain()
    {
        IoThread thread(QStringLiteral("io"));
        std::atomic<int> depth = 0;
        std::atomic<int> deepest = 0;
        QSemaphore done;
        thread.call([&] {
            auto *timer = new QTimer(thread.context());
            QObject::connect(timer, &QTimer::timeout, thread.context(), [&, timer] {
                deepest = std::max(deepest.load(), ++depth);
                QEventLoop nested;
                QTimer::singleShot(20, &nested, &QEventLoop::quit);
                nested.exec();
                --depth;
                timer->stop();
                done.release();
            });
            timer->start(1);
        });
        QVERIFY(done.tryAcquire(1, kPatienceMs));
        QCOMPARE(deepest.load(), 1);
    }

    void socketsEchoSmallAndLarge()
    {
        IoThread thread(QStringLiteral("io"));
        std::unique_ptr<EchoServer> server;
        thread.call([&] { server = std::make_unique<EchoServer>(); });
        QTcpSocket client;
        client.connectToHost(server->serverAddress(), server->serverPort());
        QVERIFY(client.waitForConnected(kPatienceMs));
        for (const qsizetype size : {qsizetype{1}, qsizetype{1000}, qsizetype{8'000'000}}) {
            const QByteArray sent(size, 'x');
            client.write(sent);
            QByteArray received;
            QTRY_VERIFY_WITH_TIMEOUT((received += client.readAll()).size() >= size, kPatienceMs);
            QCOMPARE(received, sent);
        }
        thread.call([&] { server.reset(); });
    }

    void clientSocketsConnectInTheThread()
    {
        IoThread thread(QStringLiteral("io"));
        QSemaphore echoed;
        QSemaphore refused;
        std::unique_ptr<EchoServer> server;
        std::unique_ptr<QTcpSocket> client;
        std::unique_ptr<QTcpSocket> lost;
        thread.call([&] {
            server = std::make_unique<EchoServer>();
            client = std::make_unique<QTcpSocket>();
            QObject::connect(client.get(), &QTcpSocket::connected, client.get(), [&] { client->write("hello"); });
            QObject::connect(client.get(), &QTcpSocket::readyRead, client.get(), [&] {
                if (client->bytesAvailable() == 5)
                    echoed.release();
            });
            client->connectToHost(server->serverAddress(), server->serverPort());
            QTcpServer gone;
            gone.listen(QHostAddress::LocalHost);
            const auto port = gone.serverPort();
            gone.close();
            lost = std::make_unique<QTcpSocket>();
            QObject::connect(lost.get(), &QTcpSocket::errorOccurred, lost.get(), [&] { refused.release(); });
            lost->connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        });
        QVERIFY(echoed.tryAcquire(1, kPatienceMs));
        QVERIFY(refused.tryAcquire(1, kPatienceMs));
        thread.call([&] {
            client.reset();
            lost.reset();
            server.reset();
        });
    }

    void descriptorsMayBeReusedAtOnce()
    {
        IoThread thread(QStringLiteral("io"));
        std::unique_ptr<EchoServer> server;
        thread.call([&] { server = std::make_unique<EchoServer>(); });
        for (int round = 0; round < 300; ++round) {
            QTcpSocket client;
            client.connectToHost(server->serverAddress(), server->serverPort());
            QVERIFY(client.waitForConnected(kPatienceMs));
            client.write("x");
            QVERIFY(client.waitForReadyRead(kPatienceMs));
            client.abort(); // the server closes its side; the next connection is likely to get the same descriptor
        }
        thread.call([&] { server.reset(); });
    }
};

QTEST_GUILESS_MAIN(TestEpollDispatcher)
#include "tst_epolldispatcher.moc"
