// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/levelclock.h"
#include "shared/venue/occupancyrules.h"
#include "tests/server/fixture.h"

#include <QTest>

using namespace gatehouse;

namespace {

constexpr std::int64_t kMinute = 60'000;

/// A hall for a hundred people with a gate from the street, a foyer behind it, and people with tickets.
class Hall
{
public:
    Hall() : venue(room), sale(room) {}

    HandCountId count(int people, std::int64_t minutesAgo = 0)
    {
        CountPeople count = countOf(people, minutesAgo);
        shift = room.done(count).shift;
        return count.count;
    }
    CountPeople countOf(int people, std::int64_t minutesAgo = 0)
    {
        CountPeople count;
        count.count = room.newId<HandCountId>();
        count.zone = venue.hall;
        count.people = people;
        count.at = room.clock.at - minutesAgo * kMinute;
        return count;
    }
    void tally(int delta, std::int64_t minutesAgo = 0)
    {
        TallyPeople tally;
        tally.key = room.newId<HandCountId>();
        tally.zone = venue.hall;
        tally.delta = delta;
        tally.at = room.clock.at - minutesAgo * kMinute;
        room.done(tally);
    }
    /// Somebody goes through, as the admission desk tells it.
    void move(int in, int out = 0, std::int64_t minutesAgo = 0)
    {
        MovePeople move;
        move.gate = venue.north;
        move.entered = in;
        move.left = out;
        move.at = room.clock.at - minutesAgo * kMinute;
        room.as(room.system, [&] { room.done(move); });
    }
    /// A real scan, decided by the device some minutes ago and told now.
    void scan(std::int64_t minutesAgo)
    {
        sale.issue(room);
        RecordScan scan;
        scan.scan = room.newId<ScanId>();
        scan.list = sale.list;
        scan.gate = venue.north;
        scan.code = sale.signedCode;
        scan.deviceAt = room.clock.at - minutesAgo * kMinute;
        scan.shownOutcome = Outcome::Admitted;
        room.done(scan);
    }
    Occupancy occupancy() { return *room.find<Occupancy>(venue.hall); }
    int people() { return occupancy().people; }

    HouseRoom room;
    SmallVenue venue;
    SmallSale sale;
    int shift = 0;
};

} // namespace

class TestHandCounts : public QObject
{
    Q_OBJECT

private slots:
    void aCountIsTheNewStartAndAFact();
    void lateScansFromBeforeACountDoNotShiftIt();
    void aCountToldLateIsFollowedByWhatPassedMeanwhile();
    void theSameCountToldAgainCountsOnce();
    void anOlderCountIsKeptAndChangesNothing();
    void whatCannotBeIsRefused();
    void theNewestCountIsUndone();
    void clicksGoBesideScans();
    void levelsAreFactsAndFallByTheClock();
    void aWarningIsChangedByAnEdit();
    void stewardsMayCount();
};

void TestHandCounts::aCountIsTheNewStartAndAFact()
{
    Hall hall;
    hall.move(50);
    const HandCountId id = hall.count(40);
    QCOMPARE(hall.people(), 40);
    QCOMPARE(hall.shift, -10);
    hall.room.clock.pass(kMinute);
    hall.move(3, 1);
    QCOMPARE(hall.people(), 42);
    QCOMPARE(scannedIn(hall.occupancy()), std::int64_t{52});
    const auto fact = hall.room.find<HandCount>(id);
    QVERIFY(fact && fact->by == AccountId(hall.room.organiser.id) && fact->people == 40 && !fact->isTally);
}

void TestHandCounts::lateScansFromBeforeACountDoNotShiftIt()
{
    Hall hall;
    hall.count(40);
    hall.room.clock.pass(kMinute);
    hall.scan(10); // a kiosk that was off line comes back
    hall.scan(5);
    QCOMPARE(hall.people(), 40);
    QCOMPARE(hall.occupancy().entries, std::int64_t{2});
    hall.scan(0);
    QCOMPARE(hall.people(), 41);
}

void TestHandCounts::aCountToldLateIsFollowedByWhatPassedMeanwhile()
{
    Hall hall;
    hall.scan(0);
    hall.room.clock.pass(10 * kMinute);
    hall.scan(0);
    hall.tally(4);
    hall.room.clock.pass(kMinute);
    hall.scan(0);
    hall.room.clock.pass(kMinute);
    hall.count(20, 5); // five minutes ago, before two scans and four clicks
    QCOMPARE(hall.people(), 26);
    QCOMPARE(hall.occupancy().scansSince, std::int64_t{2});
    QCOMPARE(hall.occupancy().clicksSince, std::int64_t{4});
    hall.room.clock.pass(1000);
    hall.scan(0);
    QCOMPARE(hall.people(), 27);
}

void TestHandCounts::theSameCountToldAgainCountsOnce()
{
    Hall hall;
    hall.move(5);
    CountPeople count = hall.countOf(40);
    QCOMPARE(hall.room.done(count).shift, 35);
    hall.room.clock.pass(kMinute);
    hall.move(1);
    QCOMPARE(hall.room.done(count).shift, 35);
    QCOMPARE(hall.people(), 41);
    count.people = 41;
    QCOMPARE(hall.room.refusal(count), Fault::Reused);
    TallyPeople tally;
    tally.key = hall.room.newId<HandCountId>();
    tally.zone = hall.venue.hall;
    tally.delta = 2;
    tally.at = hall.room.clock.at;
    hall.room.done(tally);
    hall.room.done(tally);
    QCOMPARE(hall.people(), 43);
    tally.delta = 3;
    QCOMPARE(hall.room.refusal(tally), Fault::Reused);
    count.count = tally.key;
    QCOMPARE(hall.room.refusal(count), Fault::Reused);
}

void TestHandCounts::anOlderCountIsKeptAndChangesNothing()
{
    Hall hall;
    hall.room.clock.pass(30 * kMinute);
    hall.count(40);
    const HandCountId older = hall.count(12, 5);
    QCOMPARE(hall.people(), 40);
    QCOMPARE(hall.shift, 0);
    QVERIFY(hall.room.find<HandCount>(older));
    QCOMPARE(hall.room.refusal(UndoCount{older, "nothing to undo"}), Fault::Conflict);
}

void TestHandCounts::whatCannotBeIsRefused()
{
    Hall hall;
    QCOMPARE(hall.room.refusal(hall.countOf(5, 121)), Fault::Invalid);
    CountPeople elsewhere = hall.countOf(5);
    elsewhere.zone = hall.room.newId<ZoneId>();
    QCOMPARE(hall.room.refusal(elsewhere), Fault::NotFound);
    CountPeople early = hall.countOf(5);
    early.at = hall.room.clock.at + 60 * kMinute; // a clock that is ahead
    hall.room.done(early);
    QVERIFY(hall.room.find<HandCount>(early.count)->at <= hall.room.clock.at);
    TallyPeople nobody;
    nobody.key = hall.room.newId<HandCountId>();
    nobody.zone = hall.venue.hall;
    nobody.at = hall.room.clock.at;
    QCOMPARE(hall.room.refusal(nobody), Fault::Invalid);
    QCOMPARE(hall.room.refusal(UndoCount{hall.room.newId<HandCountId>(), "gone"}), Fault::NotFound);
}

void TestHandCounts::theNewestCountIsUndone()
{
    Hall hall;
    hall.move(50);
    hall.room.clock.pass(20 * kMinute);
    const HandCountId first = hall.count(30);
    hall.room.clock.pass(10 * kMinute);
    hall.move(5);
    const HandCountId second = hall.count(99);
    hall.room.clock.pass(kMinute);
    hall.move(2);
    hall.move(1, 0, 4); // late, from between the two counts
    QCOMPARE(hall.people(), 101);
    QCOMPARE(hall.room.refusal(UndoCount{first, "not the newest"}), Fault::Conflict);
    hall.room.done(UndoCount{second, "the wrong hall"});
    QCOMPARE(hall.people(), 38);
    const auto fact = hall.room.find<HandCount>(second);
    QVERIFY(fact->isUndone && fact->undoing == "the wrong hall");
    QCOMPARE(hall.room.refusal(UndoCount{second, "again"}), Fault::Conflict);
    QCOMPARE(hall.room.refusal(UndoCount{first, "what came late for it is not known"}), Fault::Conflict);
}

void TestHandCounts::clicksGoBesideScans()
{
    Hall hall;
    hall.move(10);
    hall.tally(5);
    hall.tally(-2);
    QCOMPARE(hall.people(), 13);
    QCOMPARE(scannedIn(hall.occupancy()), std::int64_t{10});
    QCOMPARE(hall.occupancy().clicksIn, std::int64_t{5});
    QCOMPARE(hall.occupancy().clicksOut, std::int64_t{2});
    QCOMPARE(hall.room.all<HandCount>().size(), std::size_t{2});
    hall.tally(4, 500); // a steward's phone that was off line all day
    QCOMPARE(hall.people(), 17);
}

/// The clock alone lets a level fall: nobody passes any more.
void TestHandCounts::levelsAreFactsAndFallByTheClock()
{
    Hall hall;
    LevelClock clock;
    std::vector<CommandRequest> due;
    const auto step = [&] {
        for (const auto &batch : std::exchange(hall.room.batches, {}))
            clock.see(*batch);
        clock.step(hall.room.engine->now(), [&](CommandRequest request) { due.push_back(std::move(request)); });
        const std::size_t came = due.size();
        for (CommandRequest &request : std::exchange(due, {}))
            hall.room.engine->submit(std::move(request));
        while (hall.room.engine->step()) {
        }
        return came;
    };
    hall.move(80);
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Soon);
    hall.move(21);
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Over);
    hall.move(0, 40);
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Over);
    QCOMPARE(step(), std::size_t{0});
    hall.room.clock.pass(kHoldMs - 1);
    QCOMPARE(step(), std::size_t{0});
    hall.room.clock.pass(1);
    QCOMPARE(step(), std::size_t{1});
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Fine);
    QVERIFY(hall.occupancy().levelAt == hall.room.clock.at);
    QCOMPARE(step(), std::size_t{0}); // once

    hall.move(41);
    hall.move(0, 41);
    LevelClock restarted; // knows of it from the document alone
    restarted.take(hall.occupancy());
    hall.room.clock.pass(kHoldMs);
    restarted.step(hall.room.engine->now(), [&](CommandRequest request) { due.push_back(std::move(request)); });
    QCOMPARE(due.size(), std::size_t{1});
    QCOMPARE(due.front().name, std::string("occupancy.settle"));
}

void TestHandCounts::aWarningIsChangedByAnEdit()
{
    Hall hall;
    hall.move(60);
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Fine);
    const auto edit = [&](auto change) {
        const Zone before = *hall.room.find<Zone>(hall.venue.hall);
        Zone after = before;
        change(after);
        EditZone command;
        command.zone = hall.venue.hall;
        command.edits = editsBetween(before, after);
        return command;
    };
    hall.room.done(edit([](Zone &zone) { zone.warnAt = 50; }));
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Soon);
    hall.room.done(edit([](Zone &zone) { zone.fullAt = 55; }));
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Full);
    QCOMPARE(hall.room.refusal(edit([](Zone &zone) { zone.warnAt = 60; })), Fault::Invalid);
    hall.room.done(edit([](Zone &zone) { zone.capacity = 1000; }));
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Fine);
    hall.count(2000);
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Over);
    hall.count(0);
    QCOMPARE(hall.occupancy().level, OccupancyLevel::Fine); // counted, not guessed: no hold
}

void TestHandCounts::stewardsMayCount()
{
    for (const StartingRole &role : startingRoles())
        QVERIFY2(role.permissions.has(Permission::CountPeople), std::string(role.name).c_str());
    Hall hall;
    Actor stranger;
    stranger.id = hall.room.newId<Id>();
    stranger.permissions = {Permission::Everyone, Permission::ViewVenue, Permission::ViewOccupancy};
    hall.room.as(stranger, [&] { QCOMPARE(hall.room.refusal(hall.countOf(1)), Fault::Forbidden); });
}

QTEST_APPLESS_MAIN(TestHandCounts)
#include "tst_handcounts.moc"
