// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/venue/occupancyrules.h"

#include <QTest>

using namespace gatehouse;

namespace {

constexpr Instant kNoon{1'780'000'000'000};
constexpr std::int64_t kMinute = 60'000;

Zone zoneOf(std::int32_t capacity, std::int32_t warnAt = 0, std::int32_t fullAt = 0,
            ThresholdUnit unit = ThresholdUnit::Percent)
{
    Zone zone;
    zone.capacity = capacity;
    zone.warnAt = warnAt;
    zone.fullAt = fullAt;
    zone.thresholdUnit = unit;
    return zone;
}

/// One thing that happens, some minutes after noon.
struct Step {
    enum What { Scan, Click, Count, UndoLast } what;
    int people = 0;   ///< scans and clicks: in, or out where negative
    int minute = 0;   ///< when it was
    int netSince = 0; ///< Count: what passed between its minute and now
};

int estimateAfter(const std::vector<Step> &steps)
{
    Occupancy occupancy;
    HandCount last;
    for (const Step &step : steps) {
        const Instant at = kNoon + step.minute * kMinute;
        switch (step.what) {
        case Step::Scan:
            passScanned(occupancy, std::max(step.people, 0), std::max(-step.people, 0), at);
            break;
        case Step::Click:
            passClicked(occupancy, step.people, at);
            break;
        case Step::Count: {
            HandCount count;
            count.people = step.people;
            count.at = at;
            count.id.bytes[0] = 1;
            if (isNewestCount(occupancy, at)) {
                startFrom(count, {step.netSince, std::abs(step.netSince), 0}, occupancy);
                last = count;
            }
            break;
        }
        case Step::UndoLast:
            startAsBefore(last, occupancy);
            break;
        }
    }
    return peopleIn(occupancy);
}

} // namespace

Q_DECLARE_METATYPE(std::vector<Step>)
Q_DECLARE_METATYPE(gatehouse::Zone)
Q_DECLARE_METATYPE(gatehouse::GateEvidence)

class TestOccupancyRules : public QObject
{
    Q_OBJECT

private slots:
    void theEstimateIsTheCountAndWhatPassedSince_data();
    void theEstimateIsTheCountAndWhatPassedSince();
    void scansAreToldApart();
    void thresholdsInPeople_data();
    void thresholdsInPeople();
    void thresholdsThatCannotBe_data();
    void thresholdsThatCannotBe();
    void aLevelRisesAtOnceAndFallsAfterBandAndHold();
    void aFlappingCrowdChangesTheLevelOnce();
    void theBandGrowsWithWhatIsNotSeen_data();
    void theBandGrowsWithWhatIsNotSeen();
    void gatesFallSilent_data();
    void gatesFallSilent();
    void aGatesPace();
};

void TestOccupancyRules::theEstimateIsTheCountAndWhatPassedSince_data()
{
    using enum Step::What;
    QTest::addColumn<std::vector<Step>>("steps");
    QTest::addColumn<int>("people");
    const auto row = [](const char *name, const std::vector<Step> &steps, int people) {
        QTest::newRow(name) << steps << people;
    };
    row("nobody passed", {}, 0);
    row("scans alone", {{Scan, 5, 1}, {Scan, -2, 2}}, 3);
    row("never below nobody", {{Scan, -4, 1}}, 0);
    row("but the sum is kept, so that a late entry does not bring the exits back", {{Scan, -4, 1}, {Scan, 5, 2}}, 1);
    row("a count starts anew", {{Scan, 50, 1}, {Count, 40, 2}}, 40);
    row("what passes after the count is added", {{Scan, 50, 1}, {Count, 40, 2}, {Scan, 3, 3}, {Scan, -1, 4}}, 42);
    row("a late scan from before the count does not shift it", {{Scan, 50, 1}, {Count, 40, 5}, {Scan, 9, 3}}, 40);
    row("nor does one of the very moment", {{Count, 40, 5}, {Scan, 9, 5}}, 40);
    row("a scan from before the count is undone without effect", {{Scan, 1, 1}, {Count, 40, 5}, {Scan, -1, 1}}, 40);
    row("a count told late is followed by what passed meanwhile", {{Scan, 50, 1}, {Scan, 7, 4}, {Count, 40, 2, 7}}, 47);
    row("an older count changes nothing", {{Count, 40, 5}, {Count, 99, 3}}, 40);
    row("a newer one does", {{Count, 40, 5}, {Count, 99, 6}}, 99);
    row("undone, it is as before", {{Scan, 50, 1}, {Count, 40, 2}, {Scan, 3, 3}, {UndoLast}}, 53);
    row("undone, what came late counts again", {{Scan, 50, 1}, {Count, 40, 5}, {Scan, 9, 3}, {Scan, 2, 6}, {UndoLast}},
        61);
    row("undone, what came late from before the count before does not",
        {{Count, 10, 2}, {Count, 40, 5}, {Scan, 9, 1}, {Scan, 4, 3}, {UndoLast}}, 14);
    row("a late count is undone", {{Scan, 50, 1}, {Scan, 7, 4}, {Count, 40, 2, 7}, {UndoLast}}, 57);
    row("a clicker counts in and out", {{Click, 12, 1}, {Click, -5, 2}}, 7);
    row("a click from before the count does not shift it", {{Count, 40, 5}, {Click, 5, 4}, {Click, 1, 6}}, 41);
}

void TestOccupancyRules::theEstimateIsTheCountAndWhatPassedSince()
{
    QFETCH(std::vector<Step>, steps);
    QTEST(estimateAfter(steps), "people");
}

void TestOccupancyRules::scansAreToldApart()
{
    Occupancy occupancy;
    passScanned(occupancy, 30, 4, kNoon);
    passClicked(occupancy, 8, kNoon + 1);
    passClicked(occupancy, -3, kNoon + 2);
    HandCount count;
    count.people = 50;
    count.at = kNoon + kMinute;
    startFrom(count, {}, occupancy);
    passScanned(occupancy, 2, 0, kNoon + 2 * kMinute);
    QCOMPARE(peopleIn(occupancy), 52);
    QCOMPARE(scannedIn(occupancy), std::int64_t{28});
    QCOMPARE(occupancy.clicksIn, std::int64_t{8});
    QCOMPARE(occupancy.clicksOut, std::int64_t{3});
    QCOMPARE(count.shift, 19);
}

void TestOccupancyRules::thresholdsInPeople_data()
{
    QTest::addColumn<Zone>("zone");
    QTest::addColumn<bool>("has");
    QTest::addColumn<int>("warn");
    QTest::addColumn<int>("full");
    QTest::addColumn<int>("over");
    QTest::addColumn<int>("band");
    using enum ThresholdUnit;
    QTest::newRow("80 and 100 % where nothing is said") << zoneOf(600) << true << 480 << 600 << 601 << 30;
    QTest::newRow("percent of the capacity, rounded up") << zoneOf(33, 50, 90) << true << 17 << 30 << 34 << 2;
    QTest::newRow("a small room has a band of one") << zoneOf(4) << true << 4 << 4 << 5 << 1;
    QTest::newRow("people") << zoneOf(600, 500, 550, People) << true << 500 << 550 << 601 << 28;
    QTest::newRow("people beyond the capacity") << zoneOf(600, 500, 650, People) << true << 500 << 650 << 651 << 33;
    QTest::newRow("people without a capacity") << zoneOf(0, 0, 200, People) << true << 160 << 200 << 201 << 10;
    QTest::newRow("only the warning in people") << zoneOf(100, 70, 0, People) << true << 70 << 100 << 101 << 5;
    QTest::newRow("no capacity, no thresholds") << zoneOf(0, 50, 90) << false << 0 << 0 << 0 << 0;
}

void TestOccupancyRules::thresholdsInPeople()
{
    QFETCH(Zone, zone);
    QFETCH(bool, has);
    const auto thresholds = thresholdsOf(zone);
    QCOMPARE(thresholds.has_value(), has);
    if (!has)
        return;
    QTEST(thresholds->warn, "warn");
    QTEST(thresholds->full, "full");
    QTEST(thresholds->over, "over");
    QTEST(thresholds->band, "band");
}

void TestOccupancyRules::thresholdsThatCannotBe_data()
{
    QTest::addColumn<Zone>("zone");
    QTest::addColumn<bool>("isRefused");
    using enum ThresholdUnit;
    QTest::newRow("none given") << zoneOf(600) << false;
    QTest::newRow("warning before full") << zoneOf(600, 70, 90) << false;
    QTest::newRow("warning at full") << zoneOf(600, 90, 90) << true;
    QTest::newRow("warning after full") << zoneOf(600, 95, 90) << true;
    QTest::newRow("more than 200 percent") << zoneOf(600, 0, 201) << true;
    QTest::newRow("many people are no percent") << zoneOf(600, 300, 500, People) << false;
}

void TestOccupancyRules::thresholdsThatCannotBe()
{
    QFETCH(Zone, zone);
    QFETCH(bool, isRefused);
    const auto result = whyNotThresholds(zone);
    QCOMPARE(!result, isRefused);
    if (!result)
        QCOMPARE(result.error().fault, Fault::Invalid);
}

void TestOccupancyRules::aLevelRisesAtOnceAndFallsAfterBandAndHold()
{
    using enum OccupancyLevel;
    const Zone zone = zoneOf(600); // soon from 480, full from 600, band 30
    Occupancy occupancy;
    Instant now = kNoon;
    const auto at = [&](std::int32_t people, std::int64_t afterMs) {
        occupancy.people = people;
        now = now + afterMs;
        settleLevel(occupancy, zone, now);
        return occupancy.level;
    };
    QCOMPARE(at(479, 0), Fine);
    QCOMPARE(at(480, 1), Soon);
    QCOMPARE(at(600, 1), Full);
    QCOMPARE(at(601, 1), Over);
    const Instant over = now;
    QCOMPARE(at(599, 60'000), Over); // within the band
    QVERIFY(!settleDue(occupancy));
    QCOMPARE(at(570, 1), Over); // few enough, not yet long enough
    QVERIFY(settleDue(occupancy) == now + kHoldMs);
    QCOMPARE(at(571, 20'000), Over); // back in the band: the hold begins anew
    QVERIFY(!settleDue(occupancy));
    QCOMPARE(at(570, 1), Over);
    QVERIFY(occupancy.levelAt == over);
    QCOMPARE(at(570, kHoldMs - 1), Over);
    QCOMPARE(at(570, 1), Full);
    QVERIFY(occupancy.levelAt == now);
    QCOMPARE(at(569, 1), Full);
    QCOMPARE(at(569, kHoldMs), Soon);
    QCOMPARE(at(0, 1), Soon);
    QCOMPARE(at(0, kHoldMs), Fine);
    QCOMPARE(at(700, 1), Over); // straight up
    occupancy.people = 100;
    QVERIFY(resetLevel(occupancy, zone, now)); // by a person: at once
    QCOMPARE(occupancy.level, Fine);
    QVERIFY(!resetLevel(occupancy, zone, now));
    occupancy.level = Full;
    QVERIFY(settleLevel(occupancy, zoneOf(0), now)); // no limit any more
    QCOMPARE(occupancy.level, Fine);
}

/// Two hours at the limit, one in and one out every second: without the band it would change 7,200 times.
void TestOccupancyRules::aFlappingCrowdChangesTheLevelOnce()
{
    const Zone zone = zoneOf(600);
    Occupancy occupancy;
    occupancy.people = 598;
    int changes = settleLevel(occupancy, zone, kNoon) ? 1 : 0;
    int bare = 0;
    OccupancyLevel last = occupancy.level;
    for (int second = 1; second <= 7200; ++second) {
        const bool isIn = second % 2 == 1;
        passScanned(occupancy, isIn ? 3 : 0, isIn ? 0 : 3, kNoon + second * 1000);
        changes += settleLevel(occupancy, zone, kNoon + second * 1000) ? 1 : 0;
        const OccupancyLevel now = levelFor(peopleIn(occupancy), *thresholdsOf(zone));
        bare += std::exchange(last, now) != now ? 1 : 0;
    }
    QCOMPARE(changes, 2); // soon, then over
    QVERIFY(bare > 7000);
}

void TestOccupancyRules::theBandGrowsWithWhatIsNotSeen_data()
{
    QTest::addColumn<int>("counted");
    QTest::addColumn<int>("scans");
    QTest::addColumn<int>("clicks");
    QTest::addColumn<int>("silentMinutes");
    QTest::addColumn<int>("perHour");
    QTest::addColumn<int>("band");
    QTest::newRow("an empty hall is sure") << 0 << 0 << 0 << 0 << 0 << 0;
    QTest::newRow("a count by eye") << 400 << 0 << 0 << 0 << 0 << 20;
    QTest::newRow("and scans since") << 400 << 500 << 0 << 0 << 0 << 30;
    QTest::newRow("and clicks since") << 400 << 500 << 50 << 0 << 0 << 35;
    QTest::newRow("and a silent gate") << 400 << 500 << 50 << 10 << 600 << 135;
    QTest::newRow("longer silent") << 400 << 500 << 50 << 20 << 600 << 235;
    QTest::newRow("rounded up") << 1 << 0 << 0 << 0 << 0 << 1;
}

void TestOccupancyRules::theBandGrowsWithWhatIsNotSeen()
{
    QFETCH(int, counted);
    QFETCH(int, scans);
    QFETCH(int, clicks);
    QFETCH(int, silentMinutes);
    QFETCH(int, perHour);
    Occupancy occupancy;
    occupancy.counted = counted;
    occupancy.scansSince = scans;
    occupancy.clicksSince = clicks;
    std::vector<SilentGate> silent;
    if (silentMinutes > 0)
        silent.push_back({silentMinutes * kMinute, perHour});
    QTEST(errorBand(occupancy, silent), "band");
}

void TestOccupancyRules::gatesFallSilent_data()
{
    QTest::addColumn<GateEvidence>("gate");
    QTest::addColumn<int>("silence");
    QTest::addColumn<int>("minutes");
    const auto row = [](const char *name, const GateEvidence &gate, Silence silence, int minutes) {
        QTest::newRow(name) << gate << static_cast<int>(silence) << minutes;
    };
    const auto ago = [](int minutes) { return kNoon - minutes * kMinute; };
    row("closed", {false, 1, 0, ago(60), ago(60), 50}, Silence::None, 0);
    row("without a scanner", {true, 0, 0, {}, ago(60), 50}, Silence::None, 0);
    row("connected and scanning", {true, 2, 1, ago(0), ago(0), 50}, Silence::None, 0);
    row("off line just now", {true, 1, 0, kNoon - 59'000, ago(1), 0}, Silence::None, 0);
    row("off line", {true, 2, 0, ago(9), ago(12), 0}, Silence::OffLine, 9);
    row("off line since it was opened", {true, 1, 0, {}, ago(3), 0}, Silence::OffLine, 3);
    row("opened just now, its kiosk not there yet", {true, 1, 0, {}, kNoon - 59'000, 0}, Silence::None, 0);
    row("no scan, as everywhere", {true, 1, 1, ago(0), ago(30), 2}, Silence::None, 0);
    row("no scan while others are busy", {true, 1, 1, ago(0), ago(6), 3}, Silence::Quiet, 6);
    row("no scan for a while only", {true, 1, 1, ago(0), ago(4), 20}, Silence::None, 0);
}

void TestOccupancyRules::gatesFallSilent()
{
    QFETCH(GateEvidence, gate);
    QFETCH(int, minutes);
    QTEST(static_cast<int>(silenceOf(gate, kNoon)), "silence");
    QCOMPARE(silentFor(gate, kNoon), minutes * kMinute);
}

void TestOccupancyRules::aGatesPace()
{
    Gate gate;
    gate.state = GateState::Open;
    gate.changedAt = kNoon;
    GateFlow flow;
    flow.entries = 50;
    flow.exits = 10;
    flow.at = kNoon + 30 * kMinute;
    QCOMPARE(pacePerHour(gate, flow), 120);
    flow.at = kNoon + 30'000;
    QCOMPARE(pacePerHour(gate, flow), 0); // too young to tell
    flow.at = kNoon + 30 * kMinute;
    gate.state = GateState::Closed;
    QCOMPARE(pacePerHour(gate, flow), 0);
}

QTEST_APPLESS_MAIN(TestOccupancyRules)
#include "tst_occupancyrules.moc"
