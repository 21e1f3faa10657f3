// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/engine/shelf.h"

#include <QFile>
#include <QtTest>

using namespace gatehouse;

namespace {

QByteArray bytesOf(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const Id kSender = *Id::fromBytes("sender-number-01");

} // namespace

class tst_Engine : public QObject
{
    Q_OBJECT

private slots:
    void commandChangesAnswersAndPublishes()
    {
        ShelfRoom room;
        PutBox put = room.newBox("cables", 3);
        put.owner = "Ada";
        const CommandOutcome outcome = room.run(put);
        QCOMPARE(outcome.failure.fault, Fault::None);
        QCOMPARE(outcome.sequence, std::int64_t{1});
        QCOMPARE(decoded<PutBox::Answer>(outcome.answer)->countBefore, -1);
        const auto box = room.stored(put.box);
        QVERIFY(box);
        QVERIFY(box->label == "cables" && box->count == 3 && box->owner == "Ada");
        QCOMPARE(room.batches.size(), std::size_t{1});
        const ChangedRow &row = room.batches[0]->rows.at(0);
        QVERIFY(row.before.empty() && row.after == scopes({Scope::everyone()}) && row.revision == 1);
        QVERIFY2(row.personal.find("Ada") != std::string::npos, "published open");
        QCOMPARE(room.engine->head(), std::int64_t{1});
    }

    void refusalChangesNothing()
    {
        ShelfRoom room;
        AddToBox add;
        add.box = room.newBox("").box;
        add.count = 1;
        const CommandOutcome outcome = room.run(add);
        QCOMPARE(outcome.failure.fault, Fault::NotFound);
        QCOMPARE(outcome.sequence, std::int64_t{0});
        QCOMPARE(room.engine->head(), std::int64_t{0});
        QVERIFY(room.batches.empty());
    }

    void whatIsWrongIsRefused_data()
    {
        QTest::addColumn<int>("fault");
        QTest::newRow("unknown command") << int(Fault::Unknown);
        QTest::newRow("no permission") << int(Fault::Forbidden);
        QTest::newRow("not readable") << int(Fault::Malformed);
        QTest::newRow("too large") << int(Fault::TooLarge);
        QTest::newRow("revoked device") << int(Fault::Forbidden);
        QTest::newRow("row too large") << int(Fault::TooLarge);
    }
    void whatIsWrongIsRefused()
    {
        QFETCH(int, fault);
        ShelfRoom room;
        CommandRequest request = room.request(room.newBox("box"));
        const QByteArray tag = QTest::currentDataTag();
        if (tag == "unknown command")
            request.name = "box.paint";
        else if (tag == "no permission")
            request.actor.permissions = {Permission::Everyone};
        else if (tag == "not readable")
            request.body = "x";
        else if (tag == "too large")
            request.body = std::string(kMaxContent + 1, 'x');
        else if (tag == "revoked device")
            request.actor.isRevokedDevice = true;
        else
            request = room.request(BreakShelf{"large"});
        QCOMPARE(int(room.run(std::move(request)).failure.fault), fault);
        QCOMPARE(room.engine->head(), std::int64_t{0});
    }

    void groupIsOneCommitAndSeesItself()
    {
        ShelfRoom room;
        const PutBox put = room.newBox("tape", 0);
        room.submit(room.request(put));
        for (int index = 0; index < 100; ++index) {
            AddToBox add;
            add.box = put.box;
            add.count = 1;
            room.submit(room.request(add));
        }
        AddToBox tooMuch;
        tooMuch.box = put.box;
        tooMuch.count = -101;
        room.submit(room.request(tooMuch));
        QVERIFY(!room.engine->step());
        QCOMPARE(room.outcomes.size(), std::size_t{102});
        QCOMPARE(room.outcomes.back().failure.fault, Fault::Conflict);
        QCOMPARE(room.engine->figures().commits, std::uint64_t{1});
        QCOMPARE(room.batches.size(), std::size_t{1});
        QCOMPARE(room.batches[0]->rows.size(), std::size_t{1});
        QCOMPARE(room.batches[0]->last, std::int64_t{101});
        QCOMPARE(room.stored(put.box)->count, 100);
    }

    void numberTakesEffectOnce()
    {
        ShelfRoom room;
        const PutBox put = room.newBox("lamps", 1);
        QCOMPARE(room.run(put, kSender, 1).failure.fault, Fault::None);
        AddToBox add;
        add.box = put.box;
        add.count = 5;
        const CommandOutcome first = room.run(add, kSender, 2);
        const CommandOutcome again = room.run(add, kSender, 2);
        QVERIFY(!first.wasRepeat && again.wasRepeat);
        QCOMPARE(again.sequence, first.sequence);
        QCOMPARE(room.stored(put.box)->count, 6);
        QVERIFY(room.restart());
        QVERIFY2(room.run(add, kSender, 2).wasRepeat, "also after a restart");
        QCOMPARE(room.engine->lastNumber(kSender), std::int64_t{2});
        add.count = 6;
        QCOMPARE(room.run(add, kSender, 2).failure.fault, Fault::Reused);
        QCOMPARE(room.stored(put.box)->count, 6);
    }

    void sameNumberTwiceInOneGroup()
    {
        ShelfRoom room;
        const PutBox put = room.newBox("lamps", 1);
        room.submit(room.request(put, kSender, 1));
        room.submit(room.request(put, kSender, 1));
        QVERIFY(!room.engine->step());
        QVERIFY(!room.outcomes[0].wasRepeat && room.outcomes[1].wasRepeat);
        QCOMPARE(decoded<PutBox::Answer>(room.outcomes[1].answer)->countBefore, -1);
    }

    void gapIsAskedFor()
    {
        ShelfRoom room;
        QCOMPARE(room.run(room.newBox("one"), kSender, 1).failure.fault, Fault::None);
        const CommandOutcome outcome = room.run(room.newBox("three"), kSender, 3);
        QCOMPARE(outcome.failure.fault, Fault::Gap);
        QCOMPARE(outcome.firstMissing, std::int64_t{2});
        QCOMPARE(room.engine->head(), std::int64_t{1});
    }

    void permanentRefusalIsStoredPassingOneIsNot()
    {
        ShelfRoom room;
        AddToBox add;
        add.box = room.newBox("").box;
        add.count = 1;
        QCOMPARE(room.run(add, kSender, 1).failure.fault, Fault::NotFound);
        const CommandOutcome again = room.run(add, kSender, 1);
        QVERIFY(again.wasRepeat && again.failure.fault == Fault::NotFound);
        QCOMPARE(room.run(BreakShelf{"busy"}, kSender, 2).failure.fault, Fault::Unavailable);
        QCOMPARE(room.engine->lastNumber(kSender), std::int64_t{1});
        QCOMPARE(room.run(BreakShelf{"not at all"}, kSender, 2).failure.fault, Fault::None);
    }

    void confirmedAnswerIsForgotten()
    {
        ShelfRoom room;
        const PutBox one = room.newBox("one");
        QCOMPARE(room.run(one, kSender, 1).failure.fault, Fault::None);
        CommandRequest two = room.request(room.newBox("two"), kSender, 2);
        two.confirmed = 1;
        QCOMPARE(room.run(two).failure.fault, Fault::None);
        QCOMPARE(room.run(one, kSender, 1).failure.fault, Fault::Expired);
        QVERIFY(room.run(two).wasRepeat);
    }

    void keyWorksOnceFor48Hours()
    {
        ShelfRoom room;
        const PutBox put = room.newBox("keyed");
        CommandRequest request = room.request(put);
        request.key = "order-17";
        QVERIFY(!room.run(request).wasRepeat);
        QVERIFY(room.run(request).wasRepeat);
        CommandRequest other = room.request(room.newBox("other"));
        other.key = "order-17";
        QCOMPARE(room.run(other).failure.fault, Fault::Reused);
        room.clock.pass(49LL * 60 * 60 * 1000);
        QVERIFY(!room.engine->step());
        QCOMPARE(room.run(other).failure.fault, Fault::None);
    }

    void handlerThatBreaksHaltsItsNounOnly()
    {
        ShelfRoom room;
        QCOMPARE(room.run(BreakShelf{"throw"}).failure.fault, Fault::Internal);
        QCOMPARE(room.engine->head(), std::int64_t{0});
        QCOMPARE(room.run(BreakShelf{"not at all"}).failure.fault, Fault::Internal);
        QCOMPARE(room.run(room.newBox("goes on")).failure.fault, Fault::None);
    }

    void commandRunsCommandsInOneEntry()
    {
        ShelfRoom room;
        for (int index = 0; index < 3; ++index)
            room.submit(room.request(room.newBox("old", index)));
        room.submit(room.request(room.newBox("kept")));
        QVERIFY(!room.engine->step());
        const CommandOutcome outcome = room.run(RelabelShelf{"old", "new"});
        QCOMPARE(outcome.failure.fault, Fault::None);
        QCOMPARE(room.batches.back()->rows.size(), std::size_t{3});
        QCOMPARE(room.batches.back()->first, outcome.sequence);
        QCOMPARE(room.batches.back()->last, outcome.sequence);
    }

    void personalPartLiesSealed()
    {
        ShelfRoom room;
        PutBox put = room.newBox("findable");
        put.owner = "Wilhelmina Unfindable";
        QCOMPARE(room.run(put, kSender, 1).failure.fault, Fault::None);
        for (const char *suffix : {"", "-wal"}) {
            const QByteArray bytes = bytesOf(room.path + suffix);
            QVERIFY2(!bytes.contains("Unfindable"), suffix);
        }
        QVERIFY2(bytesOf(room.path + "-wal").contains("findable"), "the search itself works");
        QCOMPARE(room.stored(put.box)->owner, std::string("Wilhelmina Unfindable"));
        QVERIFY(room.keyring->destroyPersonKey(put.box));
        QVERIFY(room.stored(put.box)->owner.empty());
        put.label = "again";
        QCOMPARE(room.run(put).failure.fault, Fault::None);
        QVERIFY2(room.stored(put.box)->owner.empty(), "the erased stay erased");
    }

    void fullDiskIsReadOnlyAndComesBack()
    {
        ShelfRoom room;
        QCOMPARE(room.run(room.newBox("first"), kSender, 1).failure.fault, Fault::None);
        auto &connection = room.document->connection();
        const std::int64_t pages = *connection.number("PRAGMA page_count");
        QVERIFY(connection.run("PRAGMA max_page_count = " + std::to_string(pages + 1)));
        std::int64_t number = 1;
        CommandOutcome outcome;
        std::vector<bool> told;
        room.engine->onReadOnly([&told](bool isReadOnly) { told.push_back(isReadOnly); });
        for (int index = 0; index < 200 && outcome.failure.fault == Fault::None; ++index) {
            PutBox put = room.newBox(std::string(200, 'x'));
            outcome = room.run(put, kSender, ++number);
        }
        QCOMPARE(outcome.failure.fault, Fault::ReadOnly);
        QVERIFY(room.engine->figures().isReadOnly);
        QCOMPARE(told, std::vector{true});
        QCOMPARE(room.run(room.newBox("waits"), kSender, number).failure.fault, Fault::ReadOnly);
        const std::int64_t head = room.engine->head();
        room.clock.pass(2000); // the file is opened anew, and with it the limit is gone
        QCOMPARE(room.run(room.newBox("goes on"), kSender, number).failure.fault, Fault::None);
        QVERIFY(!room.engine->figures().isReadOnly);
        QCOMPARE(told, (std::vector{true, false}));
        QCOMPARE(room.engine->head(), head + 1);
    }

    void oneCommandTooManyDoesNotTakeTheOthersWithIt()
    {
        ShelfRoom room;
        auto &connection = room.document->connection();
        QVERIFY(
            connection.run("PRAGMA max_page_count = " + std::to_string(*connection.number("PRAGMA page_count") + 2)));
        for (int index = 0; index < 100; ++index)
            room.submit(room.request(room.newBox(std::string(200, 'x')), kSender, index + 1));
        while (room.engine->step()) {
        }
        QCOMPARE(room.outcomes.size(), std::size_t{100});
        const auto done = std::count_if(room.outcomes.begin(), room.outcomes.end(), [](const CommandOutcome &outcome) {
            return outcome.failure.fault == Fault::None;
        });
        QVERIFY(done > 0 && done < 100);
        QCOMPARE(room.engine->head(), std::int64_t{done});
        QCOMPARE(*room.reader()->head(), std::int64_t{done});
    }

    void fullQueueAnswersAtOnce()
    {
        EngineOptions options;
        options.queueMost = 2;
        ShelfRoom room(options);
        for (int index = 0; index < 3; ++index)
            room.submit(room.request(room.newBox("box")));
        QCOMPARE(room.outcomes.size(), std::size_t{1});
        QCOMPARE(room.outcomes[0].failure.fault, Fault::Overloaded);
    }

    void replacedWriterIsFenced()
    {
        ShelfRoom room;
        DocumentOptions options;
        options.entities = shelfEntities();
        options.dropsLock = true; // as where a file system lost the lock
        auto second = Document::open(room.path, options);
        QVERIFY(second);
        QCOMPARE(room.run(room.newBox("too late")).failure.fault, Fault::ReadOnly);
        QCOMPARE(room.engine->head(), std::int64_t{0});
    }

    void timeNeverGoesBack()
    {
        ShelfRoom room;
        room.clock.pass(5000);
        QCOMPARE(room.run(room.newBox("one")).failure.fault, Fault::None);
        const Instant at = room.engine->now();
        room.clock.at = room.clock.at - 3'600'000;
        QVERIFY(room.restart());
        QVERIFY(room.engine->now() >= at);
    }

    void logIsWrittenBack()
    {
        EngineOptions options;
        options.walMost = 256 * 1024;
        ShelfRoom room(options);
        for (int index = 0; index < 2000; ++index)
            room.submit(room.request(room.newBox(std::string(200, 'x'))));
        while (room.engine->step()) {
        }
        QVERIFY(room.engine->figures().checkpoints > 0);
        QVERIFY(QFileInfo(QString::fromStdString(room.path + "-wal")).size() < 2'000'000);
    }
};

QTEST_GUILESS_MAIN(tst_Engine)
#include "tst_engine.moc"
