// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/admission.h"
#include "shared/crypto/random.h"
#include "tests/support/onedoor.h"
#include "tests/support/plainclient.h"
#include "tests/support/programs.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;

namespace {

constexpr int kClients = 4;
constexpr int kInFlight = 140; // commands sent and not answered when the server is killed; at least 100 are promised
constexpr int kLeastInFlight = 100; // at each kill
constexpr int kTickets = 1500;
constexpr int kKills = 200;               // GATEHOUSE_KILLS for more
constexpr qint64 kLongestWaitUs = 60'000; // for the server to be where it shall be killed

/// What the server's threads were seen at, from outside: what the kernel does for them, and with which file.
enum class At : std::uint8_t { Elsewhere, Commit, Checkpoint };

At whereIs(qint64 pid)
{
    constexpr int kPwrite = 18, kFsync = 74, kFdatasync = 75, kFtruncate = 77; // of x86-64
    const QString process = QStringLiteral("/proc/%1").arg(pid);
    At at = At::Elsewhere;
    for (const QString &task : QDir(process + QStringLiteral("/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(process + QStringLiteral("/task/") + task + QStringLiteral("/syscall"));
        if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            continue;
        const QList<QByteArray> words = file.readLine(200).split(' ');
        const int call = words.front().toInt();
        if (words.size() < 2 || (call != kPwrite && call != kFsync && call != kFdatasync && call != kFtruncate))
            continue;
        const QString written =
            QFile::symLinkTarget(process + QStringLiteral("/fd/") + QString::number(words[1].toInt(nullptr, 16)));
        if (written.endsWith(QStringLiteral(".gatehouse")))
            return At::Checkpoint;
        if (written.endsWith(QStringLiteral(".gatehouse-wal")))
            at = At::Commit;
    }
    return at;
}

} // namespace

/// The server is killed again and again with commands under way. What was acknowledged is there; nothing is there twice
/// or half.
class TestKill : public QObject
{
    Q_OBJECT

private slots:
    void nothingAcknowledgedIsLost()
    {
        initialiseCrypto();
        const int wanted = qEnvironmentVariableIntValue("GATEHOUSE_KILLS");
        const int kills = wanted > 0 ? wanted : kKills;
        ServedEvent event;
        event.writeFile(QStringLiteral("venue.json"), oneDoor());
        event.writeFile(QStringLiteral("people.csv"), doorTickets("KILL", kTickets));
        QCOMPARE(
            event.create({event.filePath(QStringLiteral("people.csv")), event.filePath(QStringLiteral("venue.json"))}),
            QString());
        QCOMPARE(event.serve(), QString());
        QCOMPARE(event.signIn(), QString());

        SecureRandom random;
        SeededRandom chance(20261123);
        std::vector<std::unique_ptr<PlainClient>> clients;
        for (int index = 0; index < kClients; ++index) {
            AddDevice add;
            add.device = makeId<DeviceId>(QDateTime::currentMSecsSinceEpoch(), random);
            add.name = "Kiosk " + std::to_string(index);
            add.kind = DeviceKind::Kiosk;
            add.gate = doorGate();
            add.list = doorList();
            const auto answer = event.command(add);
            QVERIFY2(answer, answer ? "" : describe(answer.error()).c_str());
            clients.push_back(std::make_unique<PlainClient>(answer->key, add.device));
        }

        int leastInFlight = kInFlight;
        std::size_t sent = 0;
        std::map<At, int> hits;
        for (int kill = 0; kill < kills; ++kill) {
            for (const auto &client : clients)
                client->connectTo(event.syncAddress());
            QVERIFY2(awaitTrue([&] {
                         return std::all_of(clients.begin(), clients.end(),
                                            [](const auto &c) { return c->welcome().has_value(); });
                     }),
                     qPrintable(QStringLiteral("not welcomed after kill %1").arg(kill)));
            // A little work gets through, then a burst is under way when the plug is pulled.
            for (int round = 0; round < 40; ++round)
                sendScan(*clients[chance.below(kClients)], chance, random, sent);
            const std::size_t before = answered(clients);
            const std::size_t letThrough = before + chance.below(60);
            QVERIFY(awaitTrue([&] { return answered(clients) >= std::min(letThrough, sent); }));
            do {
                while (sent - answered(clients) < kInFlight)
                    sendScan(*clients[chance.below(kClients)], chance, random, sent);
                QCoreApplication::processEvents(); // onto the sockets; answers come in meanwhile
            } while (sent - answered(clients) < kLeastInFlight);
            leastInFlight = std::min(leastInFlight, static_cast<int>(sent - answered(clients)));
            spin(chance.below(3000));
            ++hits[awaitPlace(event.pid(), static_cast<At>(kill % 3))];
            event.kill();
            QVERIFY(awaitTrue([&] {
                return std::none_of(clients.begin(), clients.end(),
                                    [](const auto &c) { return c->welcome().has_value(); });
            }));
            QCOMPARE(event.serve(), QString());
        }
        for (const auto &client : clients)
            client->connectTo(event.syncAddress());
        QVERIFY(awaitTrue([&] { return answered(clients) == sent; }, 60'000));
        for (const auto &client : clients) {
            QCOMPARE(client->changedAnswers(), 0); // what was sent again got the same answer
            client->drop();
        }

        std::size_t found = 0;
        ListScans query;
        query.most = 200;
        std::map<Id, int> scans;
        QCOMPARE(event.signIn(), QString());
        for (;;) {
            const auto page = event.query(query);
            QVERIFY2(page, page ? "" : describe(page.error()).c_str());
            if (page->scans.empty())
                break;
            for (const ListedScan &listed : page->scans) {
                ++scans[listed.scan];
                ++found;
                query.below = listed.revision;
                query.belowScan = listed.scan;
            }
        }
        QCOMPARE(found, sent);                  // none lost
        QCOMPARE(scans.size(), m_scans.size()); // none twice
        for (const Id &scan : m_scans)
            QVERIFY(scans.contains(scan));
        event.terminate();
        const auto verified = event.tool(QStringLiteral("verify"), {QStringLiteral("--json")});
        QVERIFY2(verified.exitCode == 0, (verified.output + verified.errors).constData());
        QVERIFY(leastInFlight >= kLeastInFlight);
        qInfo("%d kills, %d in a commit, %d in a checkpoint, at least %d commands in flight at each, %zu commands "
              "acknowledged, 0 lost, 0 twice",
              kills, hits[At::Commit], hits[At::Checkpoint], leastInFlight, sent);
        QVERIFY(hits[At::Commit] >= kills / 20);
        QVERIFY(hits[At::Checkpoint] >= kills / 20);
    }

private:
    static std::size_t answered(const std::vector<std::unique_ptr<PlainClient>> &clients)
    {
        std::size_t count = 0;
        for (const auto &client : clients)
            count += client->answers().size();
        return count;
    }

    /// Waits until the server is seen there, or for long enough; where it was seen last.
    static At awaitPlace(qint64 pid, At place)
    {
        QElapsedTimer timer;
        timer.start();
        At at = whereIs(pid);
        while (place != At::Elsewhere && at != place && timer.nsecsElapsed() / 1000 < kLongestWaitUs)
            at = whereIs(pid);
        return at;
    }

    /// Lets a random moment pass, so that a kill hits reading, commit, sync or answer.
    static void spin(std::uint64_t microseconds)
    {
        QElapsedTimer timer;
        timer.start();
        while (static_cast<std::uint64_t>(timer.nsecsElapsed()) < microseconds * 1000) {
        }
    }

    void sendScan(PlainClient &client, Random &chance, Random &random, std::size_t &sent)
    {
        RecordScan scan;
        scan.scan = makeId<ScanId>(QDateTime::currentMSecsSinceEpoch(), random);
        scan.list = doorList();
        scan.gate = doorGate();
        scan.code = "KILL-" + std::to_string(100000 + chance.below(kTickets + 50));
        scan.deviceAt = Instant{QDateTime::currentMSecsSinceEpoch()};
        m_scans.push_back(scan.scan);
        client.send(scan);
        ++sent;
    }

    std::vector<Id> m_scans;
};

QTEST_GUILESS_MAIN(TestKill)
#include "tst_kill.moc"
