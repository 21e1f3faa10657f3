// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kiosklane.h"
#include "tests/app/kiosk/scriptedgate.h"

#include <QTest>

#include <sys/resource.h>

#include <csignal>

using namespace gatehouse;
using namespace gatehouse::bench;

namespace {

/// A kiosk without a screen, at a server that is there or not.
struct Stand {
    explicit Stand(GateRoom &at, Direction direction = Direction::Entry)
        : replica(at.options(), at.thread()), lane(replica, random, direction)
    {
        QObject::connect(&lane, &KioskLane::shown, &lane, [this](const LaneShown &each) { shown.push_back(each); });
        lane.start();
    }
    ~Stand() = default;

    [[nodiscard]] bool isReady() const { return lane.readiness() == KioskLane::Readiness::Ready; }
    [[nodiscard]] bool isLive() const { return replica.status().state == ReplicaState::Live && isReady(); }

    SecureRandom random;
    Replica replica;
    KioskLane lane;
    std::vector<LaneShown> shown;
};

QString text(const std::string &code)
{
    return QString::fromStdString(code);
}

void goAway(ScriptedGate &server)
{
    server.isReachable = false;
    server.hangUp();
}

/// Lets no file of this process grow any more: what a full disk does to those who write.
class FullDisk
{
public:
    FullDisk()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit none = m_before;
        none.rlim_cur = 0;
        setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_before{};
};

} // namespace

class TestKioskLane : public QObject
{
    Q_OBJECT

private slots:
    void onLineTheServerDecides();
    void aServerThatDoesNotAnswerIsNotWaitedFor();
    void withoutTheServerTheFullRulesHold();
    void whatTheServerToldIsUsedWhenTheLinkBreaks();
    void aRestartWithoutTheServerGoesOn();
    void aFullDiskTurnsNoLightGreen();
    void aRevokedDeviceWipesItsListAndSendsWhatItHas();
    void aKioskWithoutAListTakesNothing();
    void halfAListTurnsNobodyAway();
    void anotherGateIsTakenUpAtOnce();
    void typedCapitalsFindWhatIsKnownInSmall();
    void aHundredThousandRecordsAreQuick();
    void offLineNobodyWaits();
};

void TestKioskLane::onLineTheServerDecides()
{
    GateRoom room;
    const QString code = text(room.event.issue(11));
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isLive());
    QVERIFY(stand.lane.scan(code));
    QVERIFY(!stand.lane.scan(code)); // the same read
    QVERIFY(stand.shown.empty() && stand.lane.isBusy());
    QTRY_COMPARE(stand.shown.size(), 1U);
    QVERIFY(stand.shown[0].by == DecidedBy::Server && stand.shown[0].verdict.outcome == Outcome::Admitted);
    QTRY_COMPARE(room.told().size(), 1U);
    QVERIFY(room.told()[0].scan == stand.shown[0].scan);
    QTRY_COMPARE(stand.replica.status().waiting, 0U);
}

void TestKioskLane::aServerThatDoesNotAnswerIsNotWaitedFor()
{
    GateRoom room;
    const QString code = text(room.event.issue(11));
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isLive());
    room.onServer([](ScriptedGate &server) { server.isMute = true; });
    QElapsedTimer timer;
    timer.start();
    QVERIFY(stand.lane.scan(code));
    QTRY_COMPARE(stand.shown.size(), 1U);
    QVERIFY(timer.elapsed() >= kAskMs);
    QVERIFY(stand.shown[0].by == DecidedBy::Device && stand.shown[0].verdict.outcome == Outcome::Admitted);
    QVERIFY(stand.shown[0].verdict.product == "Day ticket");
    QTRY_COMPARE(stand.replica.status().waiting, 2U);
    QCOMPARE(stand.lane.waitingScans(), 1); // one person, two commands
}

void TestKioskLane::withoutTheServerTheFullRulesHold()
{
    GateRoom room;
    const QString good = text(room.event.issue(11));
    const QString blocked = text(room.event.issue(12));
    const QString early = text(room.event.issue(13));
    room.event.records[1].state = TicketState::Blocked;
    room.event.records[2].validFrom = Instant{QDateTime::currentMSecsSinceEpoch() + 3'600'000};
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isLive());
    room.onServer(goAway);
    QTRY_COMPARE(stand.replica.status().state, ReplicaState::Offline);
    for (const QString &code : {good, blocked, early, QStringLiteral("NOBODY-KNOWS-THIS")})
        QVERIFY(stand.lane.scan(code));
    QTRY_COMPARE(stand.shown.size(), 4U);
    QVERIFY(stand.shown[0].verdict.outcome == Outcome::Admitted && stand.shown[0].by == DecidedBy::Device);
    QVERIFY(stand.shown[1].verdict.reason == Reason::Blocked);
    QVERIFY(stand.shown[2].verdict.reason == Reason::InvalidTime);
    QVERIFY(stand.shown[3].verdict.reason == Reason::Invalid);
    QCOMPARE(stand.replica.status().waiting, 4U);
    QCOMPARE(stand.lane.waitingScans(), 4);
    room.onServer([](ScriptedGate &server) { server.isReachable = true; });
    QTRY_COMPARE_WITH_TIMEOUT(stand.replica.status().waiting, 0U, 20'000);
    QCOMPARE(room.scanCount(), 4U);
    QCOMPARE(stand.lane.waitingScans(), 0);
}

void TestKioskLane::whatTheServerToldIsUsedWhenTheLinkBreaks()
{
    GateRoom room;
    const QString code = text(room.event.issue(11));
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isLive());
    Attendance use; // somebody came in by another gate with this ticket
    use.id = room.event.records[0].id;
    use.list = room.event.list.id;
    use.entries = use.firstEntries = 1;
    use.isInside = true;
    use.lastScan = ScanId(idOf(77));
    use.lastAt = use.firstAt = Instant{QDateTime::currentMSecsSinceEpoch() - 60'000};
    room.onServer([&](ScriptedGate &server) { server.reply(Delta{11, false, {GateEvent::row(use, 11)}}); });
    QTRY_VERIFY(stand.lane.port().attendance(use.id).has_value());
    room.onServer(goAway);
    QTRY_COMPARE(stand.replica.status().state, ReplicaState::Offline);
    QVERIFY(stand.lane.scan(code));
    QTRY_COMPARE(stand.shown.size(), 1U);
    QVERIFY(stand.shown[0].verdict.reason == Reason::AlreadyRedeemed);
    QCOMPARE(stand.shown[0].verdict.firstAt.ms, use.firstAt.ms);
}

void TestKioskLane::aRestartWithoutTheServerGoesOn()
{
    GateRoom room;
    const QString first = text(room.event.issue(11));
    const QString second = text(room.event.issue(12));
    const QString early = text(room.event.issue(13));
    room.event.records[2].validFrom = Instant{QDateTime::currentMSecsSinceEpoch() + 3'600'000};
    room.publish();
    {
        Stand stand(room);
        QTRY_VERIFY(stand.isLive());
        room.onServer(goAway);
        QTRY_COMPARE(stand.replica.status().state, ReplicaState::Offline);
        QVERIFY(stand.lane.scan(first));
        QTRY_COMPARE(stand.shown.size(), 1U);
    }
    room.onServer([](ScriptedGate &) {}); // the worker's last event has passed: the files are closed
    Stand stand(room);
    QVERIFY(!stand.lane.scan(first)); // nothing is taken before it knows what it did
    QTRY_VERIFY(stand.isReady());
    QCOMPARE(stand.lane.waitingScans(), 1);
    QVERIFY(stand.lane.scan(first));
    QVERIFY(stand.lane.scan(second));
    QVERIFY(stand.lane.scan(early));
    QTRY_COMPARE(stand.shown.size(), 3U);
    QVERIFY(stand.shown[0].verdict.reason == Reason::AlreadyRedeemed);
    QVERIFY(stand.shown[1].verdict.outcome == Outcome::Admitted);
    QVERIFY(stand.shown[2].verdict.reason == Reason::InvalidTime); // the clock is not suspect: it ran on
    QVERIFY(!stand.lane.port().clock().isSuspect);
}

void TestKioskLane::aFullDiskTurnsNoLightGreen()
{
    GateRoom room;
    const QString first = text(room.event.issue(11));
    const QString second = text(room.event.issue(12));
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isLive());
    {
        FullDisk full;
        QVERIFY(stand.lane.scan(first));
        QTRY_COMPARE(stand.shown.size(), 1U);
        QVERIFY(!stand.shown[0].isRecorded && stand.shown[0].verdict.outcome == Outcome::Refused);
        QCOMPARE(stand.lane.keeping().fault, Fault::ReadOnly);
    }
    QVERIFY(stand.lane.scan(second));
    QTRY_COMPARE(stand.shown.size(), 2U);
    QVERIFY(stand.shown[1].isRecorded && stand.shown[1].verdict.outcome == Outcome::Admitted);
    QCOMPARE(stand.lane.keeping().fault, Fault::None);
    QCOMPARE(room.scanCount(), 1U);
}

void TestKioskLane::aRevokedDeviceWipesItsListAndSendsWhatItHas()
{
    GateRoom room;
    const QString first = text(room.event.issue(11));
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isLive());
    room.onServer(goAway);
    QTRY_COMPARE(stand.replica.status().state, ReplicaState::Offline);
    QVERIFY(stand.lane.scan(first));
    QTRY_COMPARE(stand.shown.size(), 1U);
    room.onServer([](ScriptedGate &server) { // revoked meanwhile: known, and may nothing
        server.isReachable = true;
        server.greeting.permissions = 0;
        server.greeting.scopes = scopeBytes({});
        server.rows.clear();
    });
    QTRY_VERIFY_WITH_TIMEOUT(stand.lane.readiness() == KioskLane::Readiness::Revoked, 20'000);
    QTRY_COMPARE(stand.lane.port().recordCount(), 0U);
    QVERIFY(!stand.lane.port().keys());
    QVERIFY(!stand.lane.scan(text(room.event.codeOf(12))));
    QTRY_COMPARE_WITH_TIMEOUT(stand.replica.status().waiting, 0U, 30'000); // for the quarantine
    QCOMPARE(room.scanCount(), 1U);
}

void TestKioskLane::aKioskWithoutAListTakesNothing()
{
    GateRoom room;
    const QString code = text(room.event.issue(11));
    room.onServer([](ScriptedGate &server) { server.isReachable = false; });
    {
        Stand stand(room);
        QTRY_VERIFY(stand.lane.readiness() == KioskLane::Readiness::NoList);
        QVERIFY(!stand.lane.scan(code));
    }
    room.onServer([](ScriptedGate &server) {
        server.isReachable = true;
        server.greeting.list = {};
    });
    Stand stand(room);
    QTRY_VERIFY(stand.lane.readiness() == KioskLane::Readiness::Unassigned);
    QVERIFY(!stand.lane.scan(code));
}

void TestKioskLane::halfAListTurnsNobodyAway()
{
    GateRoom room;
    const QString code = text(room.event.issue(11));
    room.publish();
    room.onServer([](ScriptedGate &server) { server.sendsHalf = true; });
    {
        Stand stand(room);
        QTRY_VERIFY(stand.lane.port().recordCount() == 1);
        QVERIFY(stand.lane.readiness() == KioskLane::Readiness::NoList && !stand.lane.scan(code));
    }
    room.onServer([](ScriptedGate &server) { server.isReachable = false; });
    Stand stand(room);
    QTRY_VERIFY(stand.lane.port().recordCount() == 1);
    QVERIFY(stand.lane.readiness() != KioskLane::Readiness::Ready && !stand.lane.scan(code));
}

void TestKioskLane::anotherGateIsTakenUpAtOnce()
{
    GateRoom room;
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isLive());
    QVERIFY(stand.lane.place().gate == room.event.gate.id);
    room.onServer([](ScriptedGate &server) {
        Welcome again = server.greeting;
        again.gate = idOf(55);
        server.reply(again);
        server.reply(page(2, {}, true));
    });
    QTRY_VERIFY(stand.lane.place().gate == GateId(idOf(55)));
}

void TestKioskLane::typedCapitalsFindWhatIsKnownInSmall()
{
    GateRoom room;
    room.event.import(11, "k7rm-2fa9-x01b");
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isLive());
    room.onServer(goAway);
    QTRY_COMPARE(stand.replica.status().state, ReplicaState::Offline);
    QVERIFY(stand.lane.scanTyped(QStringLiteral("K7RM-2FA9-X01B")));
    QTRY_COMPARE(stand.shown.size(), 1U);
    QVERIFY(stand.shown[0].verdict.outcome == Outcome::Admitted);
}

void TestKioskLane::aHundredThousandRecordsAreQuick()
{
    constexpr std::int64_t kRecords = 100'000;
    GateEvent event;
    AdmissionIndex index;
    AdmissionRecord record = event.record(0);
    QElapsedTimer timer;
    timer.start();
    for (std::int64_t serial = 1; serial <= kRecords; ++serial) {
        record.id = AdmissionRecordId(idOf(static_cast<std::uint64_t>(serial)));
        record.serial = serial;
        record.credential = Bytes("hash of " + std::to_string(serial));
        index.change(nullptr, &record);
    }
    const qint64 filledMs = timer.restart();
    AdmissionRecord after = record;
    after.credential = Bytes("another hash");
    for (int change = 0; change < 10'000; ++change) {
        index.change(&record, &after);
        index.change(&after, &record);
    }
    const qint64 changedMs = timer.restart();
    for (std::int64_t serial = 1; serial <= kRecords; ++serial)
        QVERIFY(index.ofSerial(event.list.id, serial));
    const qint64 foundMs = timer.elapsed();
    qInfo("%lld records: %lld ms to fill, %lld ms for 20,000 changes, %lld ms for %lld look-ups",
          static_cast<long long>(kRecords), filledMs, changedMs, foundMs, static_cast<long long>(kRecords));
    QVERIFY(filledMs < 2'000 && changedMs < 500 && foundMs < 1'000);
    QVERIFY(!index.ofCredential(event.list.id, Bytes("another hash")));
    index.change(&record, nullptr);
    QVERIFY(!index.ofSerial(event.list.id, kRecords));
}

/// From the code to the verdict, with the disk in between and records as at a large event.
void TestKioskLane::offLineNobodyWaits()
{
    constexpr int kScans = 200;
    GateRoom room;
    for (std::int64_t serial = 1; serial <= 20'000; ++serial)
        room.event.records.push_back(room.event.record(serial));
    room.publish();
    Stand stand(room);
    QTRY_VERIFY_WITH_TIMEOUT(stand.isLive(), 20'000);
    room.onServer(goAway);
    QTRY_COMPARE(stand.replica.status().state, ReplicaState::Offline);
    std::vector<qint64> micros;
    for (int scan = 1; scan <= kScans; ++scan) {
        const QString code = text(room.event.codeOf(scan * 90));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(stand.lane.scan(code));
        while (stand.shown.size() < static_cast<std::size_t>(scan) && timer.elapsed() < 5'000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 1'000);
        micros.push_back(timer.nsecsElapsed() / 1'000);
        QVERIFY(stand.shown.back().verdict.outcome == Outcome::Admitted);
    }
    std::sort(micros.begin(), micros.end());
    qInfo("%d scans off line among 20,000 records: half within %.1f ms, 99 of 100 within %.1f ms", kScans,
          static_cast<double>(micros[kScans / 2]) / 1000, static_cast<double>(micros[kScans * 99 / 100]) / 1000);
    QVERIFY(micros[kScans / 2] < 50'000);
}

QTEST_GUILESS_MAIN(TestKioskLane)
#include "tst_kiosklane.moc"
