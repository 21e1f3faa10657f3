// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/importroom.h"

#include <QTest>

using namespace gatehouse;

namespace {

std::string people(int count)
{
    std::string csv = "order,pos,name,email,secret\n";
    for (int index = 0; index < count; ++index) {
        const std::string number = std::to_string(index);
        csv += "R" + number + ",1,Ana Ruiz " + number + ",a" + number + "@example.org,code" + number + "\n";
    }
    return csv;
}

std::vector<ImportSource> table(int count)
{
    return {{"people.csv", people(count), {}}};
}

} // namespace

/// What was decided happens: whole, once, in slices, and on from where it was after a crash.
class TestImportFollower : public QObject
{
    Q_OBJECT

private slots:
    void whatIsDecidedHappens();
    void nothingHappensBeforeItIsDecided();
    void gatesAreServedBetweenSlices();
    void afterACrashItGoesOn_data();
    void afterACrashItGoesOn();
    void whatWasChangedMeanwhileIsToldAndTheRestComes();
    void theDiskFullIsWaitedOut();
    void namesDoNotLieOpenWhileTheyWait();
    void aDroppedImportNeverHappens();
};

void TestImportFollower::whatIsDecidedHappens()
{
    ImportRoom room;
    room.import(table(300));
    QCOMPARE(room.all<Ticket>().size(), std::size_t{300});
    const auto imports = room.all<Import>();
    QCOMPARE(imports.size(), std::size_t{1});
    QCOMPARE(imports[0].state, ImportState::Done);
    QCOMPARE(imports[0].done, imports[0].commands);
    QCOMPARE(imports[0].refused, std::int64_t{0});
    QCOMPARE(imports[0].sources, std::vector<std::string>{"people.csv"});
    QVERIFY(room.must(room.follower->stage().read(imports[0].id, 0, 10)).empty());
    const std::int64_t head = room.engine->head();
    room.import(table(300));
    QCOMPARE(room.engine->head(), head);
}

void TestImportFollower::nothingHappensBeforeItIsDecided()
{
    ImportRoom room;
    const ImportPlan plan = room.plan(table(5));
    QVERIFY(room.follower->stage().put(plan.id, plan.commands));
    StageImport staged;
    staged.import = plan.id;
    staged.sources = {"people.csv"};
    staged.hashes = {std::string(64, '0')};
    staged.commands = static_cast<std::int64_t>(plan.commands.size());
    room.as(room.system, [&] { room.done(staged); });
    room.carryOut();
    QVERIFY(room.all<Ticket>().empty());
    room.done(DecideImport{plan.id});
    room.done(DecideImport{plan.id}); // somebody pressed twice
    room.carryOut();
    QCOMPARE(room.all<Ticket>().size(), std::size_t{5});
}

void TestImportFollower::gatesAreServedBetweenSlices()
{
    ImportRoom room;
    const SmallVenue venue(room);
    const SmallSale sale(room);
    const auto sources = table(1000);
    QVERIFY(room.decide(room.plan(sources), sources));
    (void)room.runner->step(); // the first slice is queued
    RecordScan scan;
    scan.scan = room.newId<ScanId>();
    scan.list = sale.list;
    scan.gate = venue.north;
    scan.code = "code999";
    scan.deviceAt = room.clock.at;
    QCOMPARE(room.done(scan).outcome, Outcome::Refused); // served, and not yet there
    QVERIFY(room.all<Ticket>().size() <= ImportFollower::kSlice);
    room.carryOut();
    scan.scan = room.newId<ScanId>();
    QCOMPARE(room.done(scan).outcome, Outcome::Admitted);
}

void TestImportFollower::afterACrashItGoesOn_data()
{
    QTest::addColumn<int>("turns");
    QTest::newRow("before the first slice") << 0;
    QTest::newRow("with a slice queued") << 1;
    QTest::newRow("with a slice on disk, not yet settled") << 2;
    QTest::newRow("in the middle") << 9;
    QTest::newRow("with all but the last note") << 21;
}

void TestImportFollower::afterACrashItGoesOn()
{
    QFETCH(int, turns);
    ImportRoom room;
    const auto sources = table(300);
    QVERIFY(room.decide(room.plan(sources), sources));
    for (int turn = 0; turn < turns; ++turn) {
        if (turn % 2 == 0)
            (void)room.runner->step();
        else
            (void)room.engine->step();
    }
    QVERIFY(room.all<Import>().at(0).state != ImportState::Done);
    room.restart();
    room.carryOut();
    QCOMPARE(room.all<Import>().at(0).state, ImportState::Done);
    QCOMPARE(room.all<Import>().at(0).refused, std::int64_t{0});
    QCOMPARE(room.all<Attendee>().size(), std::size_t{300});
    QCOMPARE(room.all<Ticket>().size(), std::size_t{300});
}

void TestImportFollower::whatWasChangedMeanwhileIsToldAndTheRestComes()
{
    ImportRoom room;
    const SmallVenue venue(room);
    SmallSale sale(room);
    const auto sources = table(3);
    QVERIFY(room.decide(room.plan(sources), sources));
    sale.issue(room, "code1"); // somebody was quicker
    room.carryOut();
    const Import import = room.all<Import>().at(0);
    QCOMPARE(import.state, ImportState::Done);
    QCOMPARE(import.refused, std::int64_t{1});
    QVERIFY(import.refusals.at(0).find("people.csv, line 3: ticket.issue: conflict") == 0);
    QCOMPARE(room.all<Ticket>().size(), std::size_t{3});
}

void TestImportFollower::theDiskFullIsWaitedOut()
{
    ImportRoom room;
    const auto sources = table(200);
    QVERIFY(room.decide(room.plan(sources), sources));
    (void)room.runner->step();
    (void)room.engine->step();
    const auto pages = room.must(room.document->connection().number("PRAGMA page_count"));
    const std::string isFull = "PRAGMA max_page_count = " + std::to_string(pages);
    bool wasReadOnly = false;
    for (int turn = 0; turn < 50; ++turn) {
        QVERIFY(room.document->connection().run(isFull)); // forgotten when the engine opens the file anew
        (void)room.runner->step();
        (void)room.engine->step();
        wasReadOnly = wasReadOnly || room.engine->figures().isReadOnly;
        room.clock.pass(100);
    }
    QVERIFY(wasReadOnly);
    QVERIFY(room.all<Import>().at(0).state == ImportState::Decided);
    QVERIFY(room.document->connection().run("PRAGMA max_page_count = 1073741823"));
    for (int turn = 0; turn < 400; ++turn) { // tried again once a second
        (void)room.runner->step();
        (void)room.engine->step();
        room.clock.pass(100);
    }
    QCOMPARE(room.all<Import>().at(0).state, ImportState::Done);
    QCOMPARE(room.all<Ticket>().size(), std::size_t{200});
    QCOMPARE(room.all<Import>().at(0).refused, std::int64_t{0});
}

void TestImportFollower::namesDoNotLieOpenWhileTheyWait()
{
    ImportRoom room;
    const auto sources = table(50);
    QVERIFY(room.decide(room.plan(sources), sources));
    for (const std::string &path : {room.path, room.path + "-wal"}) {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!bytes.contains("Ana Ruiz") && !bytes.contains("a7@example.org"), path.c_str());
    }
}

void TestImportFollower::aDroppedImportNeverHappens()
{
    ImportRoom room;
    const ImportPlan plan = room.plan(table(5));
    StageImport staged;
    staged.import = plan.id;
    staged.sources = {"people.csv"};
    staged.hashes = {std::string(64, '0')};
    staged.commands = 11;
    room.as(room.system, [&] { room.done(staged); });
    room.done(DropImport{plan.id});
    QCOMPARE(room.refusal(DecideImport{plan.id}), Fault::Conflict);
    const auto sources = table(5);
    QVERIFY(room.decide(plan, sources)); // wanted after all
    QCOMPARE(room.refusal(DropImport{plan.id}), Fault::Conflict);
    room.carryOut();
    QCOMPARE(room.all<Ticket>().size(), std::size_t{5});
}

QTEST_GUILESS_MAIN(TestImportFollower)
#include "tst_importfollower.moc"
