// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/nowandnext.h"

#include <QTest>

using namespace gatehouse;

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr Instant kNine{1'780'045'200'000}; // 2026-05-29 09:00 UTC

struct Placed {
    int start; ///< minutes after nine
    int minutes;
    int delay = 0;
    bool isCancelled = false;
};

Slot slotOf(const Placed &placed, std::uint8_t number)
{
    Slot slot;
    slot.id.bytes[15] = number;
    slot.session.bytes[15] = placed.isCancelled ? 1 : 0;
    slot.startsAt = kNine + placed.start * kMinute;
    slot.minutes = placed.minutes;
    slot.delayMinutes = placed.delay;
    return slot;
}

} // namespace
Q_DECLARE_METATYPE(std::vector<Placed>)

class TestNowAndNext : public QObject
{
    Q_OBJECT

private slots:
    void phases_data();
    void phases();
    void aSpaceShows_data();
    void aSpaceShows();
    void aNightOfChangingClocksIsRealTime();
};

void TestNowAndNext::phases_data()
{
    QTest::addColumn<int>("delay");
    QTest::addColumn<qint64>("seconds"); ///< after the planned start; it lasts 45 minutes
    QTest::addColumn<int>("phase");
    const auto row = [](const char *name, int delay, qint64 seconds, Phase phase) {
        QTest::newRow(name) << delay << seconds << static_cast<int>(phase);
    };
    row("before", 0, -1, Phase::Upcoming);
    row("on the dot", 0, 0, Phase::Running);
    row("to the last second", 0, 45 * 60 - 1, Phase::Running);
    row("over", 0, 45 * 60, Phase::Ended);
    row("a delayed one before its planned start", 10, -1, Phase::Upcoming);
    row("a delayed one is late", 10, 0, Phase::Late);
    row("late to the last second", 10, 10 * 60 - 1, Phase::Late);
    row("a delayed one begins", 10, 10 * 60, Phase::Running);
    row("a delayed one runs over its planned end", 10, 45 * 60, Phase::Overrunning);
    row("a delayed one is over", 10, 55 * 60, Phase::Ended);
    row("delayed beyond its own length", 60, 50 * 60, Phase::Late);
    row("delayed beyond its own length and running", 60, 60 * 60, Phase::Overrunning);
}

void TestNowAndNext::phases()
{
    QFETCH(int, delay);
    QFETCH(qint64, seconds);
    QFETCH(int, phase);
    QCOMPARE(static_cast<int>(phaseOf(slotOf({0, 45, delay}, 1), kNine + seconds * 1000)), phase);
}

void TestNowAndNext::aSpaceShows_data()
{
    QTest::addColumn<std::vector<Placed>>("placed");
    QTest::addColumn<int>("minutes"); ///< after nine
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, std::vector<Placed> placed, int minutes, const char *expected) {
        QTest::newRow(name) << std::move(placed) << minutes << QByteArray(expected);
    };
    row("nothing", {}, 0, "now - next - struck -");
    row("one runs, one comes", {{0, 45}, {60, 45}, {120, 45}}, 10, "now 1 next 2 struck -");
    row("between two", {{0, 45}, {60, 45}}, 50, "now - next 2 struck -");
    row("the change is sharp", {{0, 45}, {45, 45}}, 45, "now 2 next - struck -");
    row("a delay keeps it next", {{0, 45, 20}, {45, 45}}, 10, "now - next 1 struck -");
    row("a delayed one runs into the next", {{0, 45, 20}, {45, 45}}, 50, "now 1 2 next - struck -");
    row("a delay changes who comes first", {{60, 30, 60}, {90, 30}}, 30, "now - next 2 struck -");
    row("two share the space", {{0, 45}, {0, 60}}, 10, "now 1 2 next - struck -");
    row("a cancelled one is struck while it would run", {{0, 45, 0, true}, {60, 45}}, 10, "now - next 2 struck 1");
    row("a cancelled one is struck before what comes", {{0, 45}, {60, 45, 0, true}, {120, 45}}, 10,
        "now 1 next 3 struck 2");
    row("a cancelled one later is of no interest yet", {{0, 45}, {60, 45}, {120, 45, 0, true}}, 10,
        "now 1 next 2 struck -");
    row("a cancelled one is gone with its time", {{0, 45, 0, true}, {60, 45}}, 45, "now - next 2 struck -");
    row("a cancelled one is told where nothing comes", {{0, 45}, {60, 45, 0, true}, {120, 45, 0, true}}, 10,
        "now 1 next - struck 2");
    row("all is over", {{0, 45}, {60, 45}}, 200, "now - next - struck -");
}

void TestNowAndNext::aSpaceShows()
{
    QFETCH(std::vector<Placed>, placed);
    QFETCH(int, minutes);
    QFETCH(QByteArray, expected);
    std::vector<Slot> made;
    for (std::size_t index = 0; index < placed.size(); ++index)
        made.push_back(slotOf(placed[index], static_cast<std::uint8_t>(index + 1)));
    std::vector<const Slot *> given;
    for (const Slot &slot : made)
        given.insert(given.begin(), &slot); // in no order that helps
    const NowAndNext found = nowAndNext(
        given, [](const Slot &slot) { return slot.session.bytes[15] == 1; }, kNine + minutes * kMinute);
    const auto numbers = [](const std::vector<const Slot *> &list) {
        QByteArray text;
        for (const Slot *slot : list)
            text += " " + QByteArray::number(slot->id.bytes[15]);
        return text.isEmpty() ? QByteArray(" -") : text;
    };
    const std::vector<const Slot *> next = found.next ? std::vector{found.next} : std::vector<const Slot *>();
    QCOMPARE("now" + numbers(found.running) + " next" + numbers(next) + " struck" + numbers(found.struck), expected);
}

/// From 01:30 to 03:30 by Berlin's wall clocks in the night they go forward: one hour.
void TestNowAndNext::aNightOfChangingClocksIsRealTime()
{
    Slot slot;
    slot.startsAt = *Instant::fromString("2026-03-29T01:30:00+01:00");
    slot.minutes = 60;
    QVERIFY(slot.plannedEnd() == *Instant::fromString("2026-03-29T03:30:00+02:00"));
    QVERIFY(phaseOf(slot, *Instant::fromString("2026-03-29T03:29:59+02:00")) == Phase::Running);
    QVERIFY(phaseOf(slot, *Instant::fromString("2026-03-29T03:30:00+02:00")) == Phase::Ended);
}

QTEST_GUILESS_MAIN(TestNowAndNext)
#include "tst_nowandnext.moc"
