// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/clashes.h"

#include <QElapsedTimer>
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

/// Number, space, minutes after nine from … to, speakers.
Placement at(std::uint8_t number, std::uint8_t space, int from, int to, std::vector<std::uint8_t> speakers = {})
{
    Placement placement;
    placement.slot = id<SlotId>(number);
    placement.session = id<SessionId>(number);
    placement.space = id<SpaceId>(space);
    placement.startsAt = kNine + from * kMinute;
    placement.endsAt = kNine + to * kMinute;
    for (const std::uint8_t speaker : speakers)
        placement.speakers.push_back(id<SpeakerId>(speaker));
    return placement;
}

Placement crowded(Placement placement, int bookmarks, int capacity)
{
    placement.bookmarks = bookmarks;
    placement.capacity = capacity;
    return placement;
}

Placement repeating(Placement placement, std::uint8_t session)
{
    placement.session = id<SessionId>(session);
    return placement;
}

const std::vector<EventDay> kDays = {{"2026-05-29", {kNine - 5 * 60 * kMinute}, {kNine + 19 * 60 * kMinute}}};

QByteArray written(const std::vector<Clash> &clashes)
{
    static const char *const kNames[] = {"space", "speaker", "full", "outside", "tight"};
    QByteArrayList list;
    for (const Clash &clash : clashes) {
        QByteArray text =
            QByteArray(kNames[static_cast<int>(clash.kind)]) + " " + QByteArray::number(clash.slot.bytes[15]);
        if (!clash.other.isNull())
            text += "+" + QByteArray::number(clash.other.bytes[15]);
        if (!clash.speaker.isNull())
            text += " of " + QByteArray::number(clash.speaker.bytes[15]);
        list += text + ": " + QByteArray::number(static_cast<qint64>(clash.amount));
    }
    return list.join(", ");
}

} // namespace
Q_DECLARE_METATYPE(std::vector<gatehouse::Placement>)

class TestClashes : public QObject
{
    Q_OBJECT

private slots:
    void whatDoesNotFitIsTold_data();
    void whatDoesNotFitIsTold();
    void delaysCount();
    void theOrderDoesNotMatter();
    void onlyNewOnesAreNew();
    void allPairsAreFound();
    void aLargeScheduleIsQuick();
};

void TestClashes::whatDoesNotFitIsTold_data()
{
    QTest::addColumn<std::vector<Placement>>("placements");
    QTest::addColumn<int>("turnaround");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, std::vector<Placement> placements, int turnaround, const char *expected) {
        QTest::newRow(name) << std::move(placements) << turnaround << QByteArray(expected);
    };
    row("nothing", {}, 0, "");
    row("one after the other", {at(1, 1, 0, 45), at(2, 1, 45, 90)}, 0, "");
    row("a minute at once", {at(1, 1, 0, 46), at(2, 1, 45, 90)}, 0, "space 1+2: 1");
    row("one within the other", {at(1, 1, 0, 120), at(2, 1, 30, 60)}, 0, "space 1+2: 30");
    row("at the same time", {at(1, 1, 0, 45), at(2, 1, 0, 45)}, 0, "space 1+2: 45");
    row("three at once are three pairs", {at(1, 1, 0, 60), at(2, 1, 10, 60), at(3, 1, 20, 60)}, 0,
        "space 1+2: 50, space 1+3: 40, space 2+3: 40");
    row("another space is free", {at(1, 1, 0, 45), at(2, 2, 0, 45)}, 0, "");
    row("a speaker in two places", {at(1, 1, 0, 45, {7}), at(2, 2, 30, 60, {8, 7})}, 0, "speaker 1+2 of 7: 15");
    row("a speaker walks over", {at(1, 1, 0, 45, {7}), at(2, 2, 45, 60, {7})}, 0, "");
    row("two speakers are two clashes", {at(1, 1, 0, 45, {7, 8}), at(2, 2, 0, 45, {8, 7})}, 0,
        "speaker 1+2 of 7: 45, speaker 1+2 of 8: 45");
    row("at once in one space is told once", {at(1, 1, 0, 45, {7}), at(2, 1, 30, 60, {7})}, 0, "space 1+2: 15");
    row("an overflow room is no second place", {repeating(at(1, 1, 0, 45, {7}), 5), repeating(at(2, 2, 0, 45, {7}), 5)},
        0, "");
    row("as many as fit", {crowded(at(1, 1, 0, 45), 100, 100)}, 0, "");
    row("one too many", {crowded(at(1, 1, 0, 45), 101, 100)}, 0, "full 1: 1");
    row("a space of unknown capacity holds everybody", {crowded(at(1, 1, 0, 45), 5000, 0)}, 0, "");
    row("before the first day", {at(1, 1, -301, -290)}, 0, "outside 1: 0");
    row("into the end of the last day", {at(1, 1, 1130, 1140)}, 0, "");
    row("beyond the end of the last day", {at(1, 1, 1130, 1141)}, 0, "outside 1: 0");
    row("enough time to clear the room", {at(1, 1, 0, 45), at(2, 1, 55, 90)}, 10, "");
    row("a minute short", {at(1, 1, 0, 45), at(2, 1, 54, 90)}, 10, "tight 1+2: 9");
    row("none at all", {at(1, 1, 0, 45), at(2, 1, 45, 90)}, 10, "tight 1+2: 0");
    row("no turn-around where they overlap", {at(1, 1, 0, 46), at(2, 1, 45, 90)}, 10, "space 1+2: 1");
    row("the one that leaves last counts", {at(1, 1, 0, 100), at(2, 1, 20, 40), at(3, 1, 104, 120)}, 10,
        "space 1+2: 20, tight 1+3: 4");
}

void TestClashes::whatDoesNotFitIsTold()
{
    QFETCH(std::vector<Placement>, placements);
    QFETCH(int, turnaround);
    QFETCH(QByteArray, expected);
    const auto clashes = clashesOf(placements, kDays, turnaround);
    QCOMPARE(written(clashes), expected);
    for (const Clash &clash : clashes)
        QCOMPARE(clash.isWarning(), clash.kind == ClashKind::ShortTurnaround);
}

void TestClashes::delaysCount()
{
    Slot slot;
    slot.id = id<SlotId>(1);
    slot.space = id<SpaceId>(1);
    slot.startsAt = kNine;
    slot.minutes = 45;
    slot.delayMinutes = 20;
    Session session;
    session.speakers = {id<SpeakerId>(7)};
    const Placement placement = placementOf(slot, session, 3, 2);
    QVERIFY(placement.startsAt == kNine + 20 * kMinute);
    QVERIFY(placement.endsAt == kNine + 65 * kMinute);
    QCOMPARE(written(clashesOf(std::vector<Placement>{placement, at(2, 1, 45, 90)}, kDays, 0)),
             "space 1+2: 20, full 1: 1");
}

void TestClashes::theOrderDoesNotMatter()
{
    std::vector<Placement> placements = {at(1, 1, 0, 60, {7}), at(2, 1, 10, 60), at(3, 2, 20, 60, {7}),
                                         at(4, 2, 55, 60)};
    const auto expected = clashesOf(placements, kDays, 5);
    QCOMPARE(expected.size(), std::size_t{3});
    do
        QVERIFY(clashesOf(placements, kDays, 5) == expected);
    while (std::next_permutation(placements.begin(), placements.end(),
                                 [](const Placement &a, const Placement &b) { return a.slot < b.slot; }));
}

void TestClashes::onlyNewOnesAreNew()
{
    const std::vector<Placement> before = {at(1, 1, 0, 60), at(2, 1, 50, 90), at(3, 1, 100, 120)};
    std::vector<Placement> after = before;
    after[2] = at(3, 1, 80, 100);
    QCOMPARE(written(newClashes(clashesOf(before, kDays, 0), clashesOf(after, kDays, 0))), "space 2+3: 10");
}

/// Against every pair looked at by itself.
void TestClashes::allPairsAreFound()
{
    SeededRandom random(5);
    for (int round = 0; round < 100; ++round) {
        std::vector<Placement> placements;
        for (std::uint8_t number = 1; number <= 40; ++number) {
            const int from = static_cast<int>(random.below(600));
            placements.push_back(at(number, static_cast<std::uint8_t>(1 + random.below(5)), from,
                                    from + 1 + static_cast<int>(random.below(60)),
                                    {static_cast<std::uint8_t>(1 + random.below(12))}));
        }
        std::size_t spaces = 0;
        std::size_t speakers = 0;
        for (std::size_t one = 0; one < placements.size(); ++one) {
            for (std::size_t two = one + 1; two < placements.size(); ++two) {
                const Placement &a = placements[one];
                const Placement &b = placements[two];
                if (!(a.startsAt < b.endsAt && b.startsAt < a.endsAt))
                    continue;
                spaces += a.space == b.space;
                speakers += a.space != b.space && a.speakers == b.speakers;
            }
        }
        const auto clashes = clashesOf(placements, kDays, 0);
        QCOMPARE(static_cast<std::size_t>(
                     std::count_if(clashes.begin(), clashes.end(),
                                   [](const Clash &clash) { return clash.kind == ClashKind::SpaceTaken; })),
                 spaces);
        QCOMPARE(static_cast<std::size_t>(
                     std::count_if(clashes.begin(), clashes.end(),
                                   [](const Clash &clash) { return clash.kind == ClashKind::SpeakerTwice; })),
                 speakers);
    }
}

void TestClashes::aLargeScheduleIsQuick()
{
    std::vector<Placement> placements;
    for (int number = 0; number < 5000; ++number) {
        Placement placement = at(0, static_cast<std::uint8_t>(number % 30), number / 30 * 50, number / 30 * 50 + 45,
                                 {static_cast<std::uint8_t>(number % 200)});
        placement.slot.bytes[0] = static_cast<std::uint8_t>(number >> 8);
        placement.slot.bytes[1] = static_cast<std::uint8_t>(number);
        placements.push_back(placement);
    }
    QElapsedTimer timer;
    timer.start();
    (void)clashesOf(placements, {}, 10);
    QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed()))); // some 5 ms
}

QTEST_GUILESS_MAIN(TestClashes)
#include "tst_clashes.moc"
