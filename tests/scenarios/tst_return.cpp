// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/controlroom.h"
#include "app/control/localserver.h"
#include "app/kiosk/devicekey.h"
#include "app/kiosk/kiosklane.h"
#include "app/link/websocketlink.h"
#include "shared/crypto/random.h"
#include "shared/sqlite/sqlite.h"
#include "tests/scenarios/kioskprocess.h"
#include "tests/support/onedoor.h"
#include "tests/support/plainclient.h"
#include "tests/support/programs.h"
#include "tests/support/stallwatch.h"

#include <QSettings>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kScans = 3'000;      // GATEHOUSE_SCANS for more: 50,000 is what is promised
constexpr int kAlsoElsewhere = 50; // every so many tickets were used at another gate meanwhile
constexpr int kAtOnce = 64;        // scans on their way to the kiosk's disk

QString code(int index)
{
    return u"AWAY-%1"_s.arg(100000 + index);
}

/// A gate without its server: the kiosk's own lane, outbox and rows, in its own folder, as fast as the disk takes them.
class QueuedKiosk
{
public:
    QueuedKiosk(const QUrl &sync, const DeviceKey &key, const QString &folder)
        : m_replica(optionsOf(sync, key, folder)), m_lane(m_replica, m_random, Direction::Entry)
    {
        QObject::connect(&m_lane, &KioskLane::shown, &m_lane, [this](const LaneShown &shown) {
            ++m_shown;
            m_admitted += shown.isRecorded && shown.verdict.outcome == Outcome::Admitted ? 1 : 0;
        });
        m_lane.start();
    }

    [[nodiscard]] bool isReady() const
    {
        return m_lane.readiness() == KioskLane::Readiness::Ready && m_replica.status().state == ReplicaState::Live;
    }
    [[nodiscard]] bool isAlone() const { return m_replica.status().state == ReplicaState::Offline; }

    /// How many were let in by the kiosk alone.
    [[nodiscard]] int scanAll(int scans)
    {
        int next = 0;
        const bool isDone = awaitTrue(
            [&] {
                while (next < scans && next - m_shown < kAtOnce) {
                    if (!m_lane.scan(code(next++)))
                        qFatal("the lane takes no code");
                }
                return m_shown == scans;
            },
            3'600'000);
        return isDone ? m_admitted : -1;
    }

private:
    static ReplicaOptions optionsOf(const QUrl &sync, const DeviceKey &key, const QString &folder)
    {
        ReplicaOptions options;
        options.makeLink = [sync] {
            return std::make_unique<WebSocketLink>(WebSocketAddress{sync, QSslConfiguration::defaultConfiguration()});
        };
        options.client.token = key.token;
        options.client.program = "gatehouse-kiosk";
        options.client.wants = Wants::Live | Wants::Kiosk;
        options.folder = folder;
        options.keepsRows = true;
        options.deviceKey = key.filesKey;
        return options;
    }

    SecureRandom m_random;
    Replica m_replica;
    KioskLane m_lane;
    int m_shown = 0;
    int m_admitted = 0;
};

} // namespace

/// A kiosk was away for a whole day at a busy gate. It comes back, and who sits at the desk sees it, and nothing else
/// of it.
class TestReturn : public QObject
{
    Q_OBJECT

public:
    static void initMain() { qputenv("QTEST_FUNCTION_TIMEOUT", "86400000"); } // as long as the scans that are asked for

private slots:
    void aDaysScansComeInWhileTheDeskStaysFluid();

private:
    [[nodiscard]] std::string addDevice(const std::string &name);
    void begin(int scans);
    void scanElsewhere(int scans);

    ServedEvent m_event;
    SecureRandom m_random;
    DeviceId m_device; ///< added last
};

std::string TestReturn::addDevice(const std::string &name)
{
    AddDevice add;
    add.device = m_device = makeId<DeviceId>(QDateTime::currentMSecsSinceEpoch(), m_random);
    add.name = name;
    add.kind = DeviceKind::Kiosk;
    add.gate = doorGate();
    add.list = doorList();
    const auto answer = m_event.command(add);
    return answer ? answer->key : std::string();
}

void TestReturn::begin(int scans)
{
    m_event.keepKeyAsCredential();
    m_event.writeFile(u"venue.json"_s, oneDoor());
    m_event.writeFile(u"people.csv"_s, doorTickets("AWAY", scans));
    QCOMPARE(m_event.create({m_event.filePath(u"people.csv"_s), m_event.filePath(u"venue.json"_s)}), QString());
    QCOMPARE(m_event.serve(), QString());
    QCOMPARE(m_event.signIn(), QString());
}

/// Copies of some tickets come in at another gate, which is on line.
void TestReturn::scanElsewhere(int scans)
{
    const std::string key = addDevice("Another gate");
    PlainClient other(key, m_device);
    other.connectTo(m_event.syncAddress());
    QVERIFY(awaitTrue([&] { return other.welcome().has_value(); }));
    for (int index = 0; index < scans; index += kAlsoElsewhere) {
        RecordScan scan;
        scan.scan = makeId<ScanId>(QDateTime::currentMSecsSinceEpoch(), m_random);
        scan.list = doorList();
        scan.gate = doorGate();
        scan.code = code(index).toStdString();
        scan.deviceAt = Instant{QDateTime::currentMSecsSinceEpoch()};
        other.send(scan);
        ShownScan light;
        light.scan = scan.scan;
        light.outcome = Outcome::Admitted;
        light.at = scan.deviceAt;
        other.send(ShowScans{{light}});
    }
    QVERIFY(awaitTrue([&] { return other.waiting() == 0; }, 60'000));
}

void TestReturn::aDaysScansComeInWhileTheDeskStaysFluid()
{
    initialiseCrypto();
    const int wanted = qEnvironmentVariableIntValue("GATEHOUSE_SCANS");
    const int scans = wanted > 0 ? wanted : kScans;
    const int others = (scans + kAlsoElsewhere - 1) / kAlsoElsewhere;
    begin(scans);
    const std::string key = addDevice("Kiosk");
    const DeviceId device = m_device;
    KioskProcess kiosk(m_event.filePath(u"kiosk"_s), QByteArray::fromStdString(key));
    {
        const auto deviceKey = deviceKeyFrom(key);
        QVERIFY(deviceKey);
        QueuedKiosk queued(QUrl(m_event.syncAddress()), *deviceKey,
                           kiosk.stateFolder() + u'/' + QString::fromStdString(device.toString()));
        QVERIFY(awaitTrue([&] { return queued.isReady(); }, 120'000));
        m_event.kill();
        QVERIFY(awaitTrue([&] { return queued.isAlone(); }));
        QCOMPARE(queued.scanAll(scans), scans);
    }
    QCOMPARE(m_event.serve(), QString());
    QCOMPARE(m_event.signIn(), QString());
    scanElsewhere(scans);

    QSettings settings(m_event.filePath(u"settings.ini"_s), QSettings::IniFormat);
    auto desk = remoteReplica(QUrl(m_event.httpAddress()), m_event.token(), m_event.filePath(u"desk"_s));
    QVERIFY(desk);
    ControlRoom room(std::move(*desk), settings);
    room.start();
    Replica &replica = room.replica();
    const auto entries = [&] {
        std::int64_t all = 0;
        for (const GateFlow *flow : replica.collection<GateFlow>().all())
            all += flow->entries;
        return all;
    };
    const auto waiting = [&] {
        const auto at = replica.presence().find(device);
        return at == replica.presence().end() ? -1 : at->second.waiting;
    };
    QVERIFY(runUntil([&] { return replica.status().state == ReplicaState::Live && entries() == others; }, 60s));
    StallWatch watch;
    watch.begin();
    runFor(wanted > 0 ? 10s : 3s);
    const Stalls idle = watch.end();

    QElapsedTimer took;
    took.start();
    watch.begin();
    kiosk.start(m_event.httpAddress());
    // Its queue is empty, as it says itself, and the desk has counted everybody.
    const bool isBack = runUntil([&] { return entries() == scans + others && waiting() == 0; }, 30min);
    const double seconds = static_cast<double>(took.elapsed()) / 1000;
    const Stalls loaded = watch.end();
    std::printf("{\"scenario\":\"return\",\"scans\":%d,\"seconds\":%.1f,\"scansPerSecond\":%.0f,"
                "\"deskStallMs\":{\"idle\":{\"p99\":%.1f,\"p99.9\":%.1f,\"longest\":%.1f},"
                "\"loaded\":{\"p99\":%.1f,\"p99.9\":%.1f,\"longest\":%.1f}}}\n",
                scans, seconds, scans / seconds, idle.p99, idle.p999, idle.longest, loaded.p99, loaded.p999,
                loaded.longest);
    std::fflush(stdout);
    QVERIFY2(isBack, qPrintable(u"%1 entries, %2 wait"_s.arg(entries()).arg(waiting())));
    // Each copy that both gates let in is found, once.
    const auto cards = [&] { return static_cast<int>(replica.collection<Card>().all().size()); };
    QVERIFY2(runUntil([&] { return cards() == others; }, 60s), qPrintable(u"%1 cards"_s.arg(cards())));
    QVERIFY(loaded.ticks > 0);
    QCOMPARE(kiosk.terminate(), 0);
    m_event.terminate();
    {
        auto file = sqlite::Connection::open(m_event.file().toStdString(), sqlite::Access::ReadOnly);
        QVERIFY(file);
        QCOMPARE(file->number("SELECT count(*) FROM rows_scan").value_or(-1), scans + others);
    }
    const auto held = m_event.tool(u"verify"_s, {u"--json"_s});
    QVERIFY2(held.exitCode == 0, (held.output + held.errors).constData());
}

QTEST_MAIN(TestReturn)
#include "tst_return.moc"
