// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/follower.h"
#include "tests/server/engine/shelf.h"

#include <QtTest>

using namespace gatehouse;

namespace {

/// Counts, in a box of its own, how many boxes were put: an effect that shows whether entries were taken once, twice or
/// never.
class Counter final : public Follower
{
public:
    Counter(ShelfRoom &itsRoom, BoxId itsTally) : room(itsRoom), tally(itsTally) {}

    [[nodiscard]] std::string_view name() const override { return "counter"; }

    std::size_t step(const std::vector<JournalEntry> &entries, Instant,
                     const std::function<void(CommandRequest)> &submit) override
    {
        if (isOffLine)
            return 0;
        for (const JournalEntry &entry : entries) {
            taken.push_back(entry.sequence);
            if (entry.command != PutBox::spec.name)
                continue;
            const auto box = decoded<Box>(entry.rows.at(0).personal, Strictness::Replica, Part::Personal);
            owners.push_back(box ? box->owner : std::string());
            AddToBox add;
            add.box = tally;
            add.count = 1;
            CommandRequest request = room.request(add);
            request.cause = entry.sequence;
            submit(std::move(request));
        }
        return entries.size();
    }

    ShelfRoom &room;
    BoxId tally;
    bool isOffLine = false;
    std::vector<std::int64_t> taken;
    std::vector<std::string> owners;
};

void settle(ShelfRoom &room, FollowerRunner &runner)
{
    for (int turn = 0; turn < 20; ++turn) {
        while (room.engine->step()) {
        }
        runner.step();
    }
}

} // namespace

class tst_Follower : public QObject
{
    Q_OBJECT

private slots:
    void effectsFollowTheJournalOnce()
    {
        ShelfRoom room;
        const PutBox tally = room.newBox("tally");
        QCOMPARE(room.run(tally).failure.fault, Fault::None);
        Counter counter(room, tally.box);
        FollowerRunner runner(*room.document, *room.keyring, *room.engine);
        QVERIFY(runner.add(counter));
        PutBox put = room.newBox("one");
        put.owner = "Ada";
        QCOMPARE(room.run(put).failure.fault, Fault::None);
        QCOMPARE(room.run(room.newBox("two")).failure.fault, Fault::None);
        settle(room, runner);
        QCOMPARE(runner.behind("counter"), std::int64_t{0});
        QCOMPARE(room.stored(tally.box)->count, 2);
        QCOMPARE(counter.owners.at(0), std::string("Ada"));
    }

    void waitsWithoutInternetAndGoesOn()
    {
        ShelfRoom room;
        const PutBox tally = room.newBox("tally");
        QCOMPARE(room.run(tally).failure.fault, Fault::None);
        Counter counter(room, tally.box);
        counter.isOffLine = true;
        FollowerRunner runner(*room.document, *room.keyring, *room.engine);
        QVERIFY(runner.add(counter));
        for (int index = 0; index < 600; ++index)
            room.submit(room.request(room.newBox("box")));
        settle(room, runner);
        QCOMPARE(runner.behind("counter"), std::int64_t{600});
        counter.isOffLine = false;
        settle(room, runner);
        QCOMPARE(room.stored(tally.box)->count, 600);
    }

    void entriesThatComeAgainTakeEffectOnce()
    {
        ShelfRoom room;
        const PutBox tally = room.newBox("tally");
        QCOMPARE(room.run(tally).failure.fault, Fault::None);
        {
            Counter counter(room, tally.box);
            FollowerRunner runner(*room.document, *room.keyring, *room.engine);
            QVERIFY(runner.add(counter));
            QCOMPARE(room.run(room.newBox("one")).failure.fault, Fault::None);
            QVERIFY(runner.step());
            while (room.engine->step()) {
            } // the effect is on disk, the cursor is not: here it crashes
        }
        QCOMPARE(room.stored(tally.box)->count, 1);
        QVERIFY(room.restart());
        Counter counter(room, tally.box);
        FollowerRunner runner(*room.document, *room.keyring, *room.engine);
        QVERIFY(runner.add(counter));
        settle(room, runner);
        QCOMPARE(counter.taken.at(0), std::int64_t{2});
        QCOMPARE(room.stored(tally.box)->count, 1);
    }
};

QTEST_GUILESS_MAIN(tst_Follower)
#include "tst_follower.moc"
