// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/shift.h"

#include <QTest>

using namespace gatehouse;

namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr Instant kNine{1'780'045'200'000}; // 2026-05-29 09:00 UTC

template <class T>
T id(std::uint8_t number)
{
    T made;
    made.bytes[15] = number;
    return made;
}

/// A slot of the one space: number, minutes after nine, length, delay.
Slot slotAt(std::uint8_t number, int start, int minutes, int delay = 0)
{
    Slot slot;
    slot.id = id<SlotId>(number);
    slot.session = id<SessionId>(number);
    slot.space = id<SpaceId>(1);
    slot.startsAt = kNine + start * kMinute;
    slot.minutes = minutes;
    slot.delayMinutes = delay;
    return slot;
}

Slot pinned(Slot slot)
{
    slot.isPinned = true;
    return slot;
}

Slot elsewhere(Slot slot)
{
    slot.space = id<SpaceId>(2);
    return slot;
}

const std::vector<EventDay> kDays = {{"2026-05-29", {kNine - 5 * 60 * kMinute}, {kNine + 19 * 60 * kMinute}},
                                     {"2026-05-30", {kNine + 19 * 60 * kMinute}, {kNine + 43 * 60 * kMinute}}};

QByteArray written(const std::vector<SlotShift> &shifts)
{
    QByteArrayList list;
    for (const SlotShift &shift : shifts)
        list += QByteArray::number(shift.slot.bytes[15]) + ":" + QByteArray::number(shift.delayMinutes);
    return list.join(' ');
}

} // namespace
Q_DECLARE_METATYPE(std::vector<gatehouse::Slot>)

class TestShift : public QObject
{
    Q_OBJECT

private slots:
    void thoseBehindMoveAlong_data();
    void thoseBehindMoveAlong();
    void theOrderOfTheOthersDoesNotMatter();
    void whatWasPushedComesBackAsItWas();
};

/// Slot 1 is delayed, 10:00 to 10:45 unless the row says otherwise.
void TestShift::thoseBehindMoveAlong_data()
{
    QTest::addColumn<std::vector<Slot>>("placed");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, std::vector<Slot> placed, int minutes, const char *expected) {
        QTest::newRow(name) << std::move(placed) << minutes << QByteArray(expected);
    };
    const Slot first = slotAt(1, 60, 45);
    row("alone", {first}, 10, "1:10");
    row("a gap swallows it", {first, slotAt(2, 120, 30)}, 15, "1:15");
    row("a gap swallows a part", {first, slotAt(2, 120, 30)}, 20, "1:20 2:5");
    row("without gaps all move", {first, slotAt(2, 105, 30), slotAt(3, 135, 30)}, 10, "1:10 2:10 3:10");
    row("every gap takes its part", {first, slotAt(2, 110, 30), slotAt(3, 145, 30), slotAt(4, 200, 20)}, 12,
        "1:12 2:7 3:2");
    row("a pinned one stays, the next is pushed by the rest", {first, pinned(slotAt(2, 105, 5)), slotAt(3, 110, 30)},
        10, "1:10 3:5");
    row("a pinned one holds nobody up", {first, pinned(slotAt(2, 105, 30)), slotAt(3, 135, 30)}, 10, "1:10");
    row("one delayed further already stays", {first, slotAt(2, 105, 30, 20)}, 10, "1:10");
    row("one delayed a little is pushed on", {first, slotAt(2, 105, 30, 5)}, 10, "1:10 2:10");
    row("what was planned side by side stays so", {first, slotAt(2, 60, 45), slotAt(3, 90, 30)}, 10, "1:10");
    row("who comes before stays", {first, slotAt(2, 0, 60)}, 10, "1:10");
    row("another space is another's", {first, elsewhere(slotAt(2, 105, 30))}, 10, "1:10");
    row("the next event day begins on time", {slotAt(1, 1130, 10), slotAt(2, 1140, 30)}, 30, "1:30");
    row("after midnight is the same event day", {slotAt(1, 880, 30), slotAt(2, 910, 30)}, 30, "1:30 2:30");
    row("the same delay again pushes whom it overlaps", {slotAt(1, 60, 45, 15), slotAt(2, 105, 30)}, 15, "1:15 2:15");
    row("less delay brings back whom it pushed",
        {slotAt(1, 60, 45, 20), slotAt(2, 105, 30, 20), slotAt(3, 135, 30, 20)}, 5, "1:5 2:5 3:5");
    row("on time after all", {slotAt(1, 60, 45, 20), slotAt(2, 120, 30, 5), slotAt(3, 150, 30, 5)}, 0, "1:0 2:0 3:0");
    row("who is late for another reason stays late", {slotAt(1, 60, 45, 20), slotAt(2, 105, 30, 30)}, 0, "1:0");
    row("behind one that still runs over nobody comes forward",
        {slotAt(1, 60, 45, 20), slotAt(2, 60, 45, 20), slotAt(3, 105, 30, 20)}, 0, "1:0");
    row("a pinned one does not come back either", {slotAt(1, 60, 45, 20), pinned(slotAt(2, 105, 30, 20))}, 0, "1:0");
    row("nobody is pushed by more than it began with", {slotAt(1, 60, 600, 1430), slotAt(2, 660, 30)}, 1440,
        "1:1440 2:1440");
}

void TestShift::thoseBehindMoveAlong()
{
    QFETCH(std::vector<Slot>, placed);
    QFETCH(int, minutes);
    QFETCH(QByteArray, expected);
    QCOMPARE(written(shiftsOf(placed.front(), minutes, placed, kDays)), expected);
}

void TestShift::theOrderOfTheOthersDoesNotMatter()
{
    std::vector<Slot> placed = {slotAt(4, 165, 30), slotAt(3, 135, 30), slotAt(1, 60, 45), slotAt(2, 105, 30)};
    const Slot first = slotAt(1, 60, 45);
    do
        QCOMPARE(written(shiftsOf(first, 7, placed, kDays)), "1:7 2:7 3:7 4:7");
    while (
        std::next_permutation(placed.begin(), placed.end(), [](const Slot &a, const Slot &b) { return a.id < b.id; }));
}

/// From any state in which nobody overlaps and nobody is late, a delay and its taking back leave nothing behind.
void TestShift::whatWasPushedComesBackAsItWas()
{
    SeededRandom random(3);
    for (int round = 0; round < 300; ++round) {
        std::vector<Slot> placed;
        int at = 0;
        for (std::uint8_t number = 1; number <= 12; ++number) {
            const int minutes = 5 + static_cast<int>(random.below(50));
            placed.push_back(slotAt(number, at, minutes));
            placed.back().isPinned = random.below(6) == 0;
            at += minutes + static_cast<int>(random.below(3)) * 5;
        }
        const std::vector<Slot> before = placed;
        const auto apply = [&](std::size_t which, int minutes) {
            for (const SlotShift &shift : shiftsOf(placed[which], minutes, placed, kDays))
                placed[static_cast<std::size_t>(shift.slot.bytes[15] - 1)].delayMinutes = shift.delayMinutes;
        };
        const auto which = static_cast<std::size_t>(random.below(12));
        apply(which, 1 + static_cast<int>(random.below(60)));
        for (std::size_t index = 0; index < placed.size(); ++index) {
            QVERIFY(placed[index].delayMinutes <= placed[which].delayMinutes);
            QVERIFY(index == which || !placed[index].isPinned || placed[index].delayMinutes == 0);
            QVERIFY(index >= which || placed[index].delayMinutes == 0);
            for (std::size_t later = std::max(index, which) + 1; later < placed.size(); ++later)
                QVERIFY(placed[index].isPinned || placed[later].isPinned
                        || placed[later].expectedStart() >= placed[index].expectedEnd());
        }
        apply(which, 0);
        if (std::none_of(before.begin(), before.end(), [](const Slot &slot) { return slot.isPinned; }))
            QVERIFY(placed == before);
        for (const Slot &slot : placed)
            QVERIFY(slot.delayMinutes >= 0);
    }
}

QTEST_GUILESS_MAIN(TestShift)
#include "tst_shift.moc"
