// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/memoryrows.h"
#include "tests/shared/replica/bench.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::bench;

namespace {

const Id kEpoch = idOf(1000);
const Id kOtherEpoch = idOf(1001);

/// Counts what is written, and fails when told.
class CountedRows final : public RowStore
{
public:
    Result<SavedCursor> load(const std::function<void(KeptRow row)> &visit) override { return rows.load(visit); }
    Result<> save(const RowChanges &changes) override
    {
        if (isFull)
            return fail(Fault::ReadOnly, "full");
        ++saves;
        return rows.save(changes);
    }
    Result<> erase() override { return rows.erase(); }
    MemoryRows rows;
    int saves = 0;
    bool isFull = false;
};

std::vector<std::int64_t> numbers(const std::vector<CommandFrame> &frames)
{
    std::vector<std::int64_t> list;
    for (const CommandFrame &frame : frames)
        list.push_back(frame.number);
    return list;
}

using Numbers = std::vector<std::int64_t>;

} // namespace

class tst_Client : public QObject
{
    Q_OBJECT

private slots:
    void init();

    // Rows
    void aFreshClientShowsAllAtTheHead();
    void aBatchIsShownAsOne();
    void aRowStandsAboveItsGoing();
    void anOlderRevisionChangesNothing();
    void aReturningClientSaysHowFarItGot();
    void aLostScopeTakesItsRows();
    void aScopeThatComesBackInTimeIsKept();
    void aWelcomeMayComeAgain();
    void aResyncReplacesWhatWasHeld();
    void aNewEpochReplacesWhatWasHeld();
    void aBrokenReplacementIsNoCursor();
    void aRowThatCameAndWentIsForgotten();
    void pagesAreTakenOneByOneAndWrittenOnce();
    void aRestartGoesOnFromTheFile();
    void aRestartKnowsTheTimeWhileTheClockRunsOn();
    void halfACatchUpIsNotTheWhole();
    void forgottenRowsAreGoneAndCommandsStay();
    void aFullDiskDoesNotStopTheGate();
    void aNewerEntityIsKeptUnread();

    // Commands
    void commandsGoInOrderAndAreAnsweredOnce();
    void aGapIsFilledOnceTheRestIsAnswered();
    void aPassingFaultIsTriedAgain();
    void aDuplicateAnswerIsDeliveredOnce();
    void aLostAnswerIsAskedForAgain();
    void waitingCommandsSurviveARestart();
    void commandsAreRecalledFromTheFirstThatWaits();
    void afterARestoreEverythingIsSentAgain();
    void anOldOutboxGoesOnUnderANewSender();
    void anOldOutboxThatWentOnAloneLosesNothing_data();
    void anOldOutboxThatWentOnAloneLosesNothing();
    void atMostAHundredAreUnderWay();
    void confirmedFollowsTheDisk();

    // Link
    void theClockIsMeasured();
    void aServerWithAnotherClockIsBelieved();
    void aDeadLinkIsLeftInTime();
    void aLostFrameIsNoticed();
    void reconnectingIsSpread();
    void theServersRetryIsHonoured();
    void aRefusedClientTriesSeldom();
    void anUnreadableFrameEndsTheLink();
    void aNewerFrameIsPassedOver();
    void queriesFailWithTheLink();
    void theOlderProtocolHasNoPresence();

private:
    void goLive(Bench &bench, std::vector<WireRow> rows = {}, std::int64_t head = 10);

    SeededRandom m_random{7};
    std::unique_ptr<Outbox> m_outbox;
};

void tst_Client::init()
{
    m_outbox = memoryOutbox(m_random);
    QVERIFY(m_outbox);
}

void tst_Client::goLive(Bench &bench, std::vector<WireRow> rows, std::int64_t head)
{
    bench.client.goOnline(bench.time);
    bench.settle();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    Welcome greeting = welcome(kEpoch, head, 0);
    greeting.echo = bench.time.wall;
    bench.receive(greeting);
    bench.receive(page(1, std::move(rows), true));
    QCOMPARE(bench.client.status().state, ReplicaState::Live);
}

void tst_Client::aFreshClientShowsAllAtTheHead()
{
    Bench bench(*m_outbox);
    bench.client.goOnline(bench.time);
    bench.settle();
    QVERIFY(bench.isOpen);
    bench.open();
    const auto hellos = bench.taken<Hello>();
    QCOMPARE(hellos.size(), 1U);
    QVERIFY(hellos[0].epoch.isNull() && hellos[0].sequence == 0 && hellos[0].token == "token");
    bench.receive(welcome(kEpoch, 10));
    QCOMPARE(bench.client.status().state, ReplicaState::CatchingUp);
    bench.receive(page(1, {zoneRow(1, 3, "one")}, false));
    QVERIFY2(bench.zones().empty(), "nothing is shown before the head");
    bench.receive(page(2, {zoneRow(2, 9, "two")}, true));
    QCOMPARE(bench.zones().size(), 2U);
    QCOMPARE(bench.client.status().state, ReplicaState::Live);
    QCOMPARE(bench.client.cursor().sequence, 10);
    QCOMPARE(bench.taken<PageTaken>().size(), 2U);
}

void tst_Client::aBatchIsShownAsOne()
{
    Bench bench(*m_outbox);
    goLive(bench, {zoneRow(1, 3, "one")});
    bench.receive(Delta{11, true, {zoneRow(1, 11, "uno")}});
    QCOMPARE(bench.zones().at(idOf(1)), std::string("one"));
    bench.receive(Delta{11, false, {zoneRow(2, 11, "due")}});
    QCOMPARE(bench.zones().at(idOf(1)), std::string("uno"));
    QCOMPARE(bench.zones().size(), 2U);
    QCOMPARE(bench.client.cursor().sequence, 11);
}

void tst_Client::aRowStandsAboveItsGoing()
{
    for (const bool rowFirst : {false, true}) {
        auto outbox = memoryOutbox(m_random);
        Bench bench(*outbox);
        goLive(bench, {zoneRow(1, 3, "one")});
        const WireRow row = zoneRow(1, 11, "uno");
        bench.receive(Delta{11, true, {rowFirst ? row : goneRow(1, 11)}});
        bench.receive(Delta{11, false, {rowFirst ? goneRow(1, 11) : row}});
        QCOMPARE(bench.zones().at(idOf(1)), std::string("uno"));
        bench.receive(Delta{12, false, {goneRow(1, 12)}});
        QVERIFY(bench.zones().empty());
    }
}

void tst_Client::anOlderRevisionChangesNothing()
{
    Bench bench(*m_outbox);
    goLive(bench, {zoneRow(1, 12, "newer than the head")});
    bench.receive(Delta{11, false, {zoneRow(1, 11, "older")}});
    bench.receive(Delta{11, false, {goneRow(1, 11)}});
    QCOMPARE(bench.zones().at(idOf(1)), std::string("newer than the head"));
}

void tst_Client::aReturningClientSaysHowFarItGot()
{
    Bench bench(*m_outbox);
    goLive(bench, {zoneRow(1, 3, "one")});
    bench.receive(Delta{17, false, {zoneRow(1, 17, "uno")}});
    bench.breakLink();
    QCOMPARE(bench.client.status().state, ReplicaState::Offline);
    QVERIFY(bench.passUntilOpen());
    bench.open();
    const auto hellos = bench.taken<Hello>();
    QCOMPARE(hellos.back().sequence, 17);
    QVERIFY(hellos.back().epoch == kEpoch);
    QVERIFY(hellos.back().scopes == scopeBytes(kViewers));
    bench.receive(welcome(kEpoch, 20));
    bench.receive(page(1, {goneRow(1, 19), zoneRow(3, 20, "three")}, true));
    QCOMPARE(bench.zones(), (std::map<Id, std::string>{{idOf(3), "three"}}));
}

void tst_Client::aLostScopeTakesItsRows()
{
    const Scopes both = scopes({Scope::holders(Permission::ViewVenue), Scope::holders(Permission::Scan)});
    const Scopes scanOnly{Scope::holders(Permission::Scan)};
    Bench bench(*m_outbox);
    bench.client.goOnline(bench.time);
    bench.settle();
    bench.open();
    bench.receive(welcome(kEpoch, 10, 0, both));
    bench.receive(
        page(1, {zoneRow(1, 1, "both", both), zoneRow(2, 2, "viewers"), zoneRow(3, 3, "scanners", scanOnly)}, true));
    QCOMPARE(bench.zones().size(), 3U);
    bench.breakLink();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    bench.receive(welcome(kEpoch, 12, 0, scanOnly));
    bench.receive(page(1, {}, true, kViewers));
    QCOMPARE(bench.zones(), (std::map<Id, std::string>{{idOf(1), "both"}, {idOf(3), "scanners"}}));
    QVERIFY(bench.client.cursor().scopes == scopeBytes(scanOnly));

    bench.breakLink();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    bench.receive(welcome(kEpoch, 12, 0, both));
    bench.receive(page(1, {zoneRow(1, 1, "both", both), zoneRow(2, 2, "viewers")}, true));
    QCOMPARE(bench.zones().size(), 3U);
}

void tst_Client::aScopeThatComesBackInTimeIsKept()
{
    Bench bench(*m_outbox);
    goLive(bench, {zoneRow(1, 3, "one")});
    bench.breakLink();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    bench.receive(welcome(kEpoch, 12, 0, {Scope::holders(Permission::Scan)}));
    bench.receive(page(1, {}, false, kViewers));
    bench.breakLink(); // before the last page
    QVERIFY(bench.passUntilOpen());
    bench.open();
    const Hello hello = bench.taken<Hello>().back();
    QVERIFY2(hello.sequence == 10 && hello.scopes == scopeBytes(kViewers), "the cursor is the one whose rows are held");
    bench.receive(welcome(kEpoch, 13, 0, kViewers));
    bench.receive(page(1, {}, true));
    QCOMPARE(bench.zones(), (std::map<Id, std::string>{{idOf(1), "one"}}));
}

void tst_Client::aWelcomeMayComeAgain()
{
    Bench bench(*m_outbox);
    goLive(bench, {zoneRow(1, 3, "one")});
    bench.receive(welcome(kEpoch, 15));
    QCOMPARE(bench.client.status().state, ReplicaState::CatchingUp);
    bench.receive(page(2, {zoneRow(2, 14, "two")}, false));
    bench.receive(welcome(kEpoch, 16));                      // changed again before the pages were through
    bench.receive(page(3, {zoneRow(3, 16, "three")}, true)); // it counts from the cursor: 2 has gone meanwhile
    QCOMPARE(bench.zones(), (std::map<Id, std::string>{{idOf(1), "one"}, {idOf(3), "three"}}));
    QCOMPARE(bench.client.cursor().sequence, 16);
    QCOMPARE(bench.closed, 0);
}

void tst_Client::aResyncReplacesWhatWasHeld()
{
    Bench bench(*m_outbox);
    goLive(bench, {zoneRow(1, 3, "one"), zoneRow(2, 4, "two")});
    bench.breakLink();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    Welcome anew = welcome(kEpoch, 30);
    anew.isResync = true;
    bench.receive(anew);
    bench.receive(page(1, {zoneRow(2, 4, "two")}, false));
    QCOMPARE(bench.zones().size(), 2U);
    bench.receive(page(2, {zoneRow(5, 29, "five")}, true));
    QCOMPARE(bench.zones(), (std::map<Id, std::string>{{idOf(2), "two"}, {idOf(5), "five"}}));
}

void tst_Client::aNewEpochReplacesWhatWasHeld()
{
    Bench bench(*m_outbox);
    goLive(bench, {zoneRow(1, 8, "lost by the restore"), zoneRow(2, 9, "changed since the backup")});
    bench.breakLink();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    bench.receive(welcome(kOtherEpoch, 5));
    bench.receive(page(1, {zoneRow(2, 4, "as in the backup")}, true));
    QCOMPARE(bench.zones(), (std::map<Id, std::string>{{idOf(2), "as in the backup"}}));
    QCOMPARE(bench.client.cursor().sequence, 5);
}

void tst_Client::aBrokenReplacementIsNoCursor()
{
    MemoryRows rows;
    Bench bench(*m_outbox, &rows);
    goLive(bench, {zoneRow(1, 8, "one")});
    bench.breakLink();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    bench.receive(welcome(kOtherEpoch, 5));
    bench.receive(page(1, {zoneRow(2, 4, "two")}, false));
    bench.breakLink();
    QVERIFY2(bench.zones().contains(idOf(1)), "the old rows are shown until the new ones are whole");

    Bench restarted(*m_outbox, &rows);
    QVERIFY(restarted.client.load());
    restarted.client.goOnline(restarted.time);
    restarted.settle();
    restarted.open();
    QVERIFY(restarted.taken<Hello>().back().epoch.isNull());
    restarted.receive(welcome(kOtherEpoch, 6));
    restarted.receive(page(1, {zoneRow(3, 6, "three")}, true));
    QCOMPARE(restarted.zones(), (std::map<Id, std::string>{{idOf(3), "three"}}));
}

void tst_Client::aRowThatCameAndWentIsForgotten()
{
    MemoryRows rows;
    Bench bench(*m_outbox, &rows);
    goLive(bench, {zoneRow(1, 3, "one")});
    bench.breakLink();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    bench.receive(welcome(kEpoch, 20));
    bench.receive(page(1, {zoneRow(1, 3, "one"), zoneRow(2, 15, "came")}, false));
    bench.breakLink(); // and it went before the client returned: nobody sends its tombstone
    Bench restarted(*m_outbox, &rows);
    QVERIFY(restarted.client.load());
    restarted.settle();
    restarted.client.goOnline(restarted.time);
    restarted.settle();
    restarted.open();
    QCOMPARE(restarted.taken<Hello>().back().sequence, 10);
    restarted.receive(welcome(kEpoch, 30));
    restarted.receive(page(1, {}, true));
    QCOMPARE(restarted.zones(), (std::map<Id, std::string>{{idOf(1), "one"}}));
}

void tst_Client::pagesAreTakenOneByOneAndWrittenOnce()
{
    CountedRows rows;
    Bench bench(*m_outbox, &rows);
    bench.client.goOnline(bench.time);
    bench.settle();
    bench.open();
    bench.receive(welcome(kEpoch, 100));
    for (int number = 1; number <= 20; ++number) {
        std::vector<WireRow> content;
        for (int row = 0; row < 50; ++row)
            content.push_back(zoneRow(static_cast<std::uint64_t>(number * 100 + row), number, "zone"));
        bench.receive(page(number, std::move(content), number == 20));
    }
    QCOMPARE(rows.saves, 20);
    QCOMPARE(bench.zones().size(), 1000U);
    QCOMPARE(bench.changes, 1);
    bench.receive(page(22, {}, true));
    QVERIFY2(!bench.isOpen, "a page out of turn means that one was lost");
}

void tst_Client::aRestartGoesOnFromTheFile()
{
    MemoryRows rows;
    {
        Bench bench(*m_outbox, &rows);
        goLive(bench, {zoneRow(1, 3, "one")});
        bench.receive(Delta{12, false, {zoneRow(2, 12, "two")}});
    }
    Bench bench(*m_outbox, &rows);
    QVERIFY(bench.client.load());
    bench.settle();
    QCOMPARE(bench.zones().size(), 2U);
    QVERIFY(bench.client.status().asOf.has_value());
    bench.client.goOnline(bench.time);
    bench.settle();
    bench.open();
    QCOMPARE(bench.taken<Hello>().back().sequence, 12);
}

void tst_Client::aRestartKnowsTheTimeWhileTheClockRunsOn()
{
    MemoryRows rows;
    ClientTime time;
    std::optional<ServerTime> before;
    {
        Bench bench(*m_outbox, &rows, 1, "boot one");
        goLive(bench, {zoneRow(1, 3, "one")});
        time = bench.time;
        before = bench.client.status().clock.serverTimeFor(time.monotonicMs);
        QVERIFY(before);
    }
    time.monotonicMs += 3'600'000;
    time.wall = Instant{0}; // whatever the wall says
    {
        Bench again(*m_outbox, &rows, 1, "boot one");
        QVERIFY(again.client.load());
        const auto after = again.client.status().clock.serverTimeFor(time.monotonicMs);
        QVERIFY(after);
        QCOMPARE(after->at.ms, before->at.ms + 3'600'000);
        QVERIFY(after->errorMs > before->errorMs && after->errorMs < 1'000);
    }
    for (const std::string boot : {"boot two", ""}) { // the clock has begun anew, or cannot be told from another
        Bench other(*m_outbox, &rows, 1, boot);
        QVERIFY(other.client.load());
        QVERIFY(!other.client.status().clock.serverTimeFor(time.monotonicMs));
    }
}

void tst_Client::halfACatchUpIsNotTheWhole()
{
    MemoryRows rows;
    {
        Bench bench(*m_outbox, &rows);
        bench.client.goOnline(bench.time);
        bench.settle();
        bench.open();
        bench.receive(welcome(kEpoch, 10));
        bench.receive(page(1, {zoneRow(1, 3, "one")}, false));
        QVERIFY(!bench.client.status().isWhole);
    }
    Bench bench(*m_outbox, &rows);
    QVERIFY(bench.client.load());
    QVERIFY(!bench.client.status().isWhole); // nor after a restart
    goLive(bench, {zoneRow(1, 3, "one"), zoneRow(2, 4, "two")});
    QVERIFY(bench.client.status().isWhole);
    bench.breakLink();
    QVERIFY(bench.client.status().isWhole); // old, but whole
    QVERIFY(bench.passUntilOpen());
    bench.open();
    const Scopes more{Scope::everyone(), kViewers.front()};
    bench.receive(welcome(kEpoch, 11, 0, more));
    QVERIFY(!bench.client.status().isWhole); // it may see more, and that has yet to come
    bench.receive(page(1, {}, true));
    QVERIFY(bench.client.status().isWhole);
}

void tst_Client::forgottenRowsAreGoneAndCommandsStay()
{
    MemoryRows rows;
    Bench bench(*m_outbox, &rows);
    goLive(bench, {zoneRow(1, 3, "one"), zoneRow(2, 4, "two")});
    QVERIFY(bench.client.send("zone.add", "body", bench.time));
    bench.client.forgetRows(bench.time);
    bench.settle();
    QVERIFY(bench.zones().empty() && !bench.isOpen);
    int kept = 0;
    QVERIFY(rows.load([&](const KeptRow &) { ++kept; }));
    QCOMPARE(kept, 0);
    QVERIFY(bench.passUntilOpen());
    bench.open();
    QVERIFY(bench.taken<Hello>().back().epoch.isNull()); // comes back as one that holds nothing
    bench.receive(welcome(kEpoch, 11, 0, {}));
    QCOMPARE(numbers(bench.taken<CommandFrame>()), Numbers{1});
}

void tst_Client::aFullDiskDoesNotStopTheGate()
{
    CountedRows rows;
    Bench bench(*m_outbox, &rows);
    goLive(bench, {zoneRow(1, 3, "one")});
    rows.isFull = true;
    bench.receive(Delta{11, false, {zoneRow(2, 11, "two"), goneRow(1, 11)}});
    QCOMPARE(bench.zones(), (std::map<Id, std::string>{{idOf(2), "two"}}));
    QCOMPARE(bench.client.status().storing.fault, Fault::ReadOnly);
    rows.isFull = false;
    bench.receive(Delta{12, false, {zoneRow(3, 12, "three")}});
    QCOMPARE(bench.client.status().storing.fault, Fault::None);
    Bench restarted(*m_outbox, &rows);
    QVERIFY(restarted.client.load());
    restarted.settle();
    QCOMPARE(restarted.zones(), (std::map<Id, std::string>{{idOf(2), "two"}, {idOf(3), "three"}}));
}

void tst_Client::aNewerEntityIsKeptUnread()
{
    MemoryRows rows;
    Bench bench(*m_outbox, &rows);
    WireRow unknown = zoneRow(9, 5, "from tomorrow");
    unknown.entity = 250;
    goLive(bench, {unknown, zoneRow(1, 3, "one")});
    QCOMPARE(bench.zones().size(), 1U);
    int kept = 0;
    QVERIFY(rows.load([&](const KeptRow &) { ++kept; }));
    QCOMPARE(kept, 2);
}

void tst_Client::commandsGoInOrderAndAreAnsweredOnce()
{
    Bench bench(*m_outbox);
    QCOMPARE(*bench.client.send("gate.open", "a", bench.time), 1);
    goLive(bench);
    QCOMPARE(*bench.client.send("gate.close", "b", bench.time), 2);
    bench.settle();
    const auto frames = bench.taken<CommandFrame>();
    QCOMPARE(numbers(frames), (Numbers{1, 2}));
    QVERIFY(frames[0].name == "gate.open" && frames[0].body == "a");
    QVERIFY2(frames[1].offsetMs != 0, "the offset was measured by the hello");
    bench.receive(answerTo(1));
    bench.receive(answerTo(2, Fault::Conflict));
    QCOMPARE(bench.answers.size(), 2U);
    QVERIFY(bench.answers[0].name == "gate.open");
    QCOMPARE(bench.answers[1].answer.fault, Fault::Conflict);
    QCOMPARE(bench.client.status().waiting, 0U);
}

void tst_Client::aGapIsFilledOnceTheRestIsAnswered()
{
    Bench bench(*m_outbox);
    goLive(bench);
    for (int index = 0; index < 4; ++index)
        QVERIFY(bench.client.send("gate.open", "x", bench.time));
    bench.settle();
    QCOMPARE(numbers(bench.taken<CommandFrame>()), (Numbers{1, 2, 3, 4}));
    bench.receive(answerTo(1));
    bench.receive(answerTo(2, Fault::Gap)); // for 3: the server never saw 2
    QVERIFY2(bench.taken<CommandFrame>().empty(), "4 is still being answered");
    bench.receive(answerTo(2, Fault::Gap)); // for 4
    // 2 was answered by nobody: one frame is out; the answer never comes
    bench.pass(20'000);
    QCOMPARE(numbers(bench.taken<CommandFrame>()), (Numbers{2, 3, 4}));
    for (int number = 2; number <= 4; ++number)
        bench.receive(answerTo(number));
    QCOMPARE(bench.answers.size(), 4U);
}

void tst_Client::aPassingFaultIsTriedAgain()
{
    Bench bench(*m_outbox);
    goLive(bench);
    for (int index = 0; index < 3; ++index)
        QVERIFY(bench.client.send("gate.open", "x", bench.time));
    bench.settle();
    bench.taken<CommandFrame>();
    bench.receive(answerTo(1, Fault::TooMany, 2'000));
    bench.receive(answerTo(1, Fault::Gap));
    bench.receive(answerTo(1, Fault::Gap));
    QVERIFY(bench.answers.empty());
    bench.pass(1'900);
    QVERIFY2(bench.taken<CommandFrame>().empty(), "not before the server said");
    bench.pass(400);
    QCOMPARE(numbers(bench.taken<CommandFrame>()), (Numbers{1, 2, 3}));
}

void tst_Client::aDuplicateAnswerIsDeliveredOnce()
{
    Bench bench(*m_outbox);
    goLive(bench);
    QVERIFY(bench.client.send("gate.open", "x", bench.time));
    bench.receive(answerTo(1));
    bench.receive(answerTo(1));
    QCOMPARE(bench.answers.size(), 1U);
}

void tst_Client::aLostAnswerIsAskedForAgain()
{
    Bench bench(*m_outbox);
    goLive(bench);
    QVERIFY(bench.client.send("gate.open", "x", bench.time));
    bench.settle();
    bench.taken<CommandFrame>();
    bench.breakLink();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    bench.receive(welcome(kEpoch, 11, 1)); // the server has it, the answer was lost
    QCOMPARE(numbers(bench.taken<CommandFrame>()), (Numbers{1}));
    bench.receive(answerTo(1));
    QCOMPARE(bench.answers.size(), 1U);
}

void tst_Client::waitingCommandsSurviveARestart()
{
    {
        Bench bench(*m_outbox);
        goLive(bench);
        for (int index = 0; index < 3; ++index)
            QVERIFY(bench.client.send("gate.open", "x", bench.time));
        bench.settle();
        bench.receive(answerTo(1));
    }
    Bench bench(*m_outbox);
    QCOMPARE(bench.client.status().waiting, 2U);
    bench.client.goOnline(bench.time);
    bench.settle();
    bench.open();
    bench.receive(welcome(kEpoch, 11, 2));
    QCOMPARE(numbers(bench.taken<CommandFrame>()), (Numbers{2, 3}));
}

void tst_Client::commandsAreRecalledFromTheFirstThatWaits()
{
    Bench bench(*m_outbox);
    goLive(bench, {});
    for (int count = 0; count < 5; ++count)
        QVERIFY(bench.client.send("zone.add", "body", bench.time));
    const auto recalled = [&](std::int64_t answered) {
        bench.client.recall(answered);
        bench.settle();
        Numbers found;
        for (const OutboxEntry &entry : bench.recalled)
            found.push_back(entry.number);
        return found;
    };
    QCOMPARE(recalled(2), (Numbers{1, 2, 3, 4, 5}));
    for (int number = 1; number <= 4; ++number)
        bench.receive(answerTo(number));
    QCOMPARE(recalled(0), (Numbers{5}));
    QCOMPARE(recalled(2), (Numbers{3, 4, 5}));
    bench.receive(answerTo(5));
    QCOMPARE(recalled(1), (Numbers{5}));
    QVERIFY(recalled(0).empty());
}

void tst_Client::afterARestoreEverythingIsSentAgain()
{
    Bench bench(*m_outbox);
    goLive(bench);
    for (int number = 1; number <= 5; ++number) {
        QVERIFY(bench.client.send("gate.open", "x", bench.time));
        bench.receive(answerTo(number));
    }
    bench.breakLink();
    QVERIFY(bench.passUntilOpen());
    bench.open();
    bench.taken<CommandFrame>();
    bench.receive(welcome(kOtherEpoch, 4, 2));
    QCOMPARE(numbers(bench.taken<CommandFrame>()), (Numbers{3, 4, 5}));
    for (int number = 3; number <= 5; ++number)
        bench.receive(answerTo(number));
    QCOMPARE(bench.answers.size(), 5U);
}

void tst_Client::anOldOutboxGoesOnUnderANewSender()
{
    Bench bench(*m_outbox);
    const Id before = m_outbox->sender();
    QVERIFY(bench.client.send("gate.open", "first", bench.time));
    QVERIFY(bench.client.send("gate.close", "second", bench.time));
    bench.client.goOnline(bench.time);
    bench.settle();
    bench.open();
    bench.receive(welcome(kEpoch, 10, 7)); // the server has seven of this sender: the file is an old copy
    QVERIFY(!bench.isOpen);
    QVERIFY(bench.passUntilOpen());
    bench.open();
    QVERIFY(bench.taken<Hello>().back().sender != before);
    bench.receive(welcome(kEpoch, 10, 0));
    const auto frames = bench.taken<CommandFrame>();
    QCOMPARE(numbers(frames), (Numbers{1, 2}));
    QVERIFY(frames[0].body == "first" && frames[1].body == "second");
}

void tst_Client::anOldOutboxThatWentOnAloneLosesNothing_data()
{
    QTest::addColumn<int>("fault");
    QTest::newRow("the answer to that number is forgotten") << static_cast<int>(Fault::Expired);
    QTest::newRow("that number had another content") << static_cast<int>(Fault::Reused);
}

/// It has given more numbers than the server has seen, so that only an answer tells.
void tst_Client::anOldOutboxThatWentOnAloneLosesNothing()
{
    QFETCH(int, fault);
    Bench bench(*m_outbox);
    const Id before = m_outbox->sender();
    for (const char *body : {"first", "second", "third"})
        QVERIFY(bench.client.send("gate.open", body, bench.time));
    bench.client.goOnline(bench.time);
    bench.settle();
    bench.open();
    bench.receive(welcome(kEpoch, 10, 2));
    AnswerFrame used = answerTo(1);
    used.fault = static_cast<Fault>(fault);
    bench.receive(used);
    QVERIFY(!bench.isOpen);
    QCOMPARE(bench.answers.size(), 0U); // nobody is told that it failed: it has not been tried
    QVERIFY(bench.passUntilOpen());
    bench.open();
    QVERIFY(bench.taken<Hello>().back().sender != before);
    bench.taken<CommandFrame>();
    bench.receive(welcome(kEpoch, 10, 0));
    const auto frames = bench.taken<CommandFrame>();
    QCOMPARE(numbers(frames), (Numbers{1, 2, 3}));
    QVERIFY(frames[0].body == "first" && frames[2].body == "third");
    bench.receive(used); // a handler's own refusal, of a number that nobody had used
    QVERIFY(bench.isOpen);
    QCOMPARE(bench.answers.size(), 1U);
}

void tst_Client::atMostAHundredAreUnderWay()
{
    Bench bench(*m_outbox);
    for (int index = 0; index < 250; ++index)
        QVERIFY(bench.client.send("gate.open", "x", bench.time));
    goLive(bench);
    std::int64_t expected = 0;
    std::size_t sent = bench.taken<CommandFrame>().size();
    QCOMPARE(sent, 100U);
    while (expected < 250) {
        bench.receive(answerTo(++expected));
        sent += bench.taken<CommandFrame>().size();
    }
    QCOMPARE(sent, 250U);
    QCOMPARE(bench.answers.size(), 250U);
}

void tst_Client::confirmedFollowsTheDisk()
{
    Bench bench(*m_outbox);
    goLive(bench);
    QVERIFY(bench.client.send("gate.open", "x", bench.time));
    bench.receive(answerTo(1));
    QVERIFY(bench.client.send("gate.open", "x", bench.time));
    bench.settle();
    QCOMPARE(bench.taken<CommandFrame>().back().confirmed, 0);
    bench.pass(300);
    QVERIFY(bench.client.send("gate.open", "x", bench.time));
    bench.settle();
    QCOMPARE(bench.taken<CommandFrame>().back().confirmed, 1);
}

void tst_Client::theClockIsMeasured()
{
    Bench bench(*m_outbox);
    bench.client.goOnline(bench.time);
    bench.settle();
    bench.open();
    const Instant sentAt = bench.taken<Hello>().back().sentAt;
    bench.time.monotonicMs += 100;
    Welcome heard = welcome(kEpoch, 10);
    heard.echo = sentAt;
    heard.serverTime = sentAt + 60'050; // the server is a minute ahead, the answer took 50 ms each way
    bench.receive(heard);
    auto time = bench.client.status().clock.serverTimeFor(bench.time.monotonicMs);
    QVERIFY(time);
    QCOMPARE(time->at - (sentAt + 100), 60'000);
    QCOMPARE(time->errorMs, 51);

    bench.pass(1'000);
    const auto pings = bench.taken<Ping>();
    QCOMPARE(pings.size(), 1U);
    bench.time.monotonicMs += 4;
    bench.time.wall = bench.time.wall + 4;
    bench.receive(Pong{pings[0].sentAt, pings[0].sentAt + 60'101, 10});
    time = bench.client.status().clock.serverTimeFor(bench.time.monotonicMs);
    QCOMPARE(time->errorMs, 3);
    const auto later = bench.client.status().clock.serverTimeFor(bench.time.monotonicMs + 3'600'000);
    QCOMPARE(later->at - time->at, 3'600'000);
    QVERIFY2(later->errorMs > 150, "an hour without measuring is an hour of drift");
}

void tst_Client::aServerWithAnotherClockIsBelieved()
{
    ClockSync sync;
    sync.add(0, 10, Instant{1'000'005}); // the best there ever was
    sync.add(20'000, 20'100, Instant{1'020'048});
    QCOMPARE(sync.serverTimeFor(20'100)->at, Instant{1'020'100});
    sync.beginLink();
    QCOMPARE(sync.serverTimeFor(30'000)->at, Instant{1'030'000}); // nothing better is known yet
    sync.add(40'000, 48'100, Instant{1'036'050}); // it was started anew, eight seconds behind, and answers late
    QCOMPARE(sync.serverTimeFor(48'100)->at, Instant{1'040'100});
    QCOMPARE(sync.serverTimeFor(48'100)->errorMs, 4'051);
}

void tst_Client::aDeadLinkIsLeftInTime()
{
    Bench bench(*m_outbox);
    goLive(bench);
    std::int64_t waited = 0;
    while (bench.isOpen && waited < 100'000) {
        bench.pass(500);
        waited += 500;
    }
    QVERIFY2(waited <= 35'000, QByteArray::number(waited).constData());
    QVERIFY(bench.taken<Ping>().size() >= 2);
}

void tst_Client::aLostFrameIsNoticed()
{
    Bench bench(*m_outbox);
    goLive(bench, {}, 10);
    bench.pass(1'000);
    const Instant asked = bench.taken<Ping>().back().sentAt;
    bench.receive(Pong{asked, bench.time.wall, 10});
    QVERIFY(bench.isOpen);
    bench.pass(20'000);
    bench.receive(Pong{bench.taken<Ping>().back().sentAt, bench.time.wall, 12});
    QVERIFY(!bench.isOpen);
    QVERIFY(bench.passUntilOpen());
    bench.open();
    QCOMPARE(bench.taken<Hello>().back().sequence, 10);
}

void tst_Client::reconnectingIsSpread()
{
    std::set<std::int64_t> waits;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        auto outbox = memoryOutbox(m_random);
        Bench bench(*outbox, nullptr, seed);
        bench.client.goOnline(bench.time);
        bench.settle();
        for (int attempt = 0; attempt < 8; ++attempt) {
            QVERIFY(bench.isOpen);
            bench.breakLink(0);
            const std::int64_t wait = bench.client.status().retryAtMs - bench.time.monotonicMs;
            QVERIFY(wait >= 0 && wait <= 30'000);
            if (attempt == 7)
                waits.insert(wait / 3'000);
            QVERIFY(bench.passUntilOpen());
        }
    }
    QVERIFY2(waits.size() >= 8, "forty clients come back over the whole half minute");
}

void tst_Client::theServersRetryIsHonoured()
{
    Bench bench(*m_outbox);
    goLive(bench);
    bench.receive(Goodbye{Fault::Overloaded, "full", 45'000});
    QVERIFY(!bench.isOpen);
    const std::int64_t wait = bench.client.status().retryAtMs - bench.time.monotonicMs;
    QVERIFY(wait >= 45'000 && wait <= 75'000);
}

void tst_Client::aRefusedClientTriesSeldom()
{
    Bench bench(*m_outbox);
    bench.client.goOnline(bench.time);
    bench.settle();
    bench.open();
    bench.receive(Goodbye{Fault::Revoked, "taken back", 0});
    QCOMPARE(bench.client.status().state, ReplicaState::Refused);
    QCOMPARE(bench.client.status().refusal.fault, Fault::Revoked);
    bench.client.setToken("another", bench.time);
    bench.pass(1);
    QVERIFY2(bench.isOpen, "a new token is tried at once");
    bench.open();
    QVERIFY(bench.taken<Hello>().back().token == "another");
    bench.receive(welcome(kEpoch, 1));
    bench.receive(page(1, {}, true));
    QCOMPARE(bench.client.status().state, ReplicaState::Live);
}

void tst_Client::anUnreadableFrameEndsTheLink()
{
    Bench bench(*m_outbox);
    goLive(bench);
    bench.client.received("nonsense", bench.time);
    bench.settle();
    QVERIFY(!bench.isOpen);
    QCOMPARE(bench.client.status().unreadable, 1U);
}

void tst_Client::aNewerFrameIsPassedOver()
{
    Bench bench(*m_outbox);
    goLive(bench);
    bench.client.received(std::string_view("\x82\x18\x63\x80", 4), bench.time);
    bench.settle();
    QVERIFY(bench.isOpen);
}

void tst_Client::queriesFailWithTheLink()
{
    Bench bench(*m_outbox);
    QVERIFY(bench.client.query("scan.list", "", bench.time) > 0);
    bench.settle();
    QCOMPARE(bench.queryAnswers.size(), 1U);
    goLive(bench);
    const std::int64_t answered = bench.client.query("scan.list", "q", bench.time);
    const std::int64_t late = bench.client.query("scan.list", "q", bench.time);
    (void)bench.client.query("scan.list", "q", bench.time);
    bench.receive(QueryAnswer{answered, Fault::None, {}, {}, Bytes(std::string("body")), {}});
    QVERIFY(bench.queryAnswers.back().answer.body == "body");
    bench.breakLink();
    QCOMPARE(bench.queryAnswers.size(), 4U);
    QCOMPARE(bench.queryAnswers[2].number, late);
    QCOMPARE(bench.queryAnswers[2].answer.fault, Fault::Unavailable);
}

void tst_Client::theOlderProtocolHasNoPresence()
{
    for (const std::int32_t version : {1, 2}) {
        auto outbox = memoryOutbox(m_random);
        Bench bench(*outbox);
        bench.client.goOnline(bench.time);
        bench.settle();
        bench.open();
        Welcome heard = welcome(kEpoch, 1);
        heard.version = version;
        bench.receive(heard);
        bench.receive(page(1, {}, true));
        bench.pass(15'000);
        QCOMPARE(bench.taken<Presence>().empty(), version == 1);
    }
}

QTEST_GUILESS_MAIN(tst_Client)
#include "tst_client.moc"
