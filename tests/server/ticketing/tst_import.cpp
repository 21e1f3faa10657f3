// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/attendeeimport.h"
#include "server/ticketing/peopleindex.h"
#include "shared/model/json.h"
#include "tests/server/fixture.h"

#include <QTest>

#include <set>

using namespace gatehouse;

namespace {

class ImportRoom : public HouseRoom
{
public:
    ImportPlan plan(const std::string &csv) { return must(planImport(csv, must(importTarget(*reader())), *keyring)); }
    ImportReport import(const std::string &csv) { return must(applyImport(plan(csv), *engine, organiser)); }
};

std::string refusals(const ImportReport &report)
{
    std::string all;
    for (const ImportRefusal &refusal : report.refused)
        all += std::to_string(refusal.line) + " " + refusal.field + ": " + refusal.reason + "\n";
    return all;
}

} // namespace

class TestImport : public QObject
{
    Q_OBJECT

private slots:
    void everyDialect_data();
    void everyDialect();
    void theSameFileAgainChangesNothing();
    void theDryRunChangesNothing();
    void whatIsWrongIsToldAndTheRestComes();
    void guessesAreTold();
    void afterACrashTheSameImportDoesTheRest();
    void itCanBeStoppedWhilePlanning();
    void noNamesNoImport();
    void namesakesStayTwo();
    void statesAreTaken();
    void anImportedCodeOpensTheGate();
    void aLargeFileIsReadInTime();
};

void TestImport::everyDialect_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("tickets");
    QTest::newRow("400 of the world") << QStringLiteral("attendees_intl_400.csv") << 400;
    QTest::newRow("a marketplace's") << QStringLiteral("attendees_marketplace_style_120.csv") << 120;
    QTest::newRow("a spreadsheet's") << QStringLiteral("attendees_semicolon_bom_120.csv") << 120;
    QTest::newRow("German, Latin 1") << QStringLiteral("attendees_latin1_20.csv") << 20;
}

void TestImport::everyDialect()
{
    QFETCH(QString, name);
    QFETCH(int, tickets);
    QFile file(qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/../shared/data/attendees/") + name);
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("shared/data/attendees is not there");
    const std::string csv = file.readAll().toStdString();
    ImportRoom room;
    const ImportReport report = room.import(csv);
    QCOMPARE(QByteArray::fromStdString(refusals(report)), QByteArray());
    QCOMPARE(report.tickets, std::int64_t{tickets});
    QCOMPARE(report.attendees, std::int64_t{tickets});
    QCOMPARE(static_cast<int>(room.all<Ticket>().size()), tickets);
    QVERIFY(report.products >= 1);
    for (const Attendee &attendee : room.all<Attendee>())
        QVERIFY(!attendee.name.empty());
    const ImportReport again = room.import(csv);
    QCOMPARE(again.tickets, std::int64_t{0});
    QCOMPARE(again.attendees, std::int64_t{0});
    QCOMPARE(again.products, std::int64_t{0});
    QCOMPARE(again.known, std::int64_t{tickets});
    PeopleIndex index;
    QVERIFY(index.fill(*room.reader()));
    QCOMPARE(static_cast<int>(index.size()), tickets);
    if (tickets == 20) {
        QCOMPARE(index.find("mueller emilia", 5).total, std::size_t{1});
        QCOMPARE(index.find("mueller emilia", 5).lines.at(0).name, std::string("Emilia Müller"));
    }
    if (tickets == 400)
        QCOMPARE(index.find("стоянова", 5).lines.at(0).attendee, index.find("raya stoyanova", 5).lines.at(0).attendee);
    QVERIFY(parseJson(json(report)));
}

void TestImport::theSameFileAgainChangesNothing()
{
    ImportRoom room;
    const std::string csv = "order,pos,name,secret\nR1,1,Ana,aaa\nR1,2,Ben,bbb\n";
    room.import(csv);
    const std::int64_t head = room.engine->head();
    const ImportReport again = room.import(csv);
    QCOMPARE(again.known, std::int64_t{2});
    QCOMPARE(room.engine->head(), head);
    const ImportReport more = room.import(csv + "R2,1,Cem,ccc\n");
    QCOMPARE(more.known, std::int64_t{2});
    QCOMPARE(more.tickets, std::int64_t{1});
}

void TestImport::theDryRunChangesNothing()
{
    ImportRoom room;
    const std::int64_t head = room.engine->head();
    QCOMPARE(room.plan("name\nAna\n").report.tickets, std::int64_t{1});
    QCOMPARE(room.engine->head(), head);
}

void TestImport::whatIsWrongIsToldAndTheRestComes()
{
    ImportRoom room;
    const ImportReport report = room.import("order,pos,name,secret,valid from\n"
                                            "R1,1,Ana,aaa,\n"
                                            "R1,1,Ben,bbb,\n"
                                            "R2,1,Cem,aaa,\n"
                                            "R3,1,,ccc,\n"
                                            "R4,1," + std::string(201, 'x') + ",ddd,\n"
                                            "R5,1,Eva,eee,tomorrow\n"
                                            "R6,1,Fay,fff,2026-06-24T18:00:00+02:00\n");
    QCOMPARE(QByteArray::fromStdString(refusals(report)),
             QByteArray("3 position: the same as line 2\n"
                        "4 code: the same code as line 2\n"
                        "5 name: missing\n"
                        "6 name: longer than 200 characters\n"
                        "7 validFrom: not a time with its offset, such as 2026-06-24T18:00:00+02:00\n"));
    QCOMPARE(report.tickets, std::int64_t{2});
    QCOMPARE(room.all<Ticket>().size(), std::size_t{2});
}

void TestImport::guessesAreTold()
{
    ImportRoom room;
    const ImportReport report = room.plan("first name,last name,email,status,quantity\n"
                                          ",,ana@example.org,paid,1\n"
                                          "Ben,\"B\nB\",,maybe,2\n").report;
    std::set<std::string> fields;
    for (const ImportGuess &guess : report.guessed)
        fields.insert(std::to_string(guess.line) + " " + guess.field);
    QCOMPARE(fields, (std::set<std::string>{"1 product", "2 name", "3 family", "3 quantity", "3 status"}));
}

void TestImport::afterACrashTheSameImportDoesTheRest()
{
    ImportRoom room;
    const std::string csv = "name,email\nAna,a@example.org\nBen,b@example.org\nCem,c@example.org\n";
    const ImportPlan plan = room.plan(csv);
    room.done(plan.products.at(0)); // what had been carried out when the power went
    room.done(plan.rows.at(0).attendee);
    room.done(plan.rows.at(0).ticket);
    room.done(plan.rows.at(1).attendee);
    const ImportReport rest = room.import(csv);
    QCOMPARE(rest.known, std::int64_t{1});
    QCOMPARE(rest.attendees, std::int64_t{1});
    QCOMPARE(rest.tickets, std::int64_t{2});
    QCOMPARE(QByteArray::fromStdString(refusals(rest)), QByteArray());
    QCOMPARE(room.all<Attendee>().size(), std::size_t{3});
    QCOMPARE(room.all<Ticket>().size(), std::size_t{3});
}

void TestImport::itCanBeStoppedWhilePlanning()
{
    ImportRoom room;
    std::string csv = "name\n";
    for (int row = 0; row < 10'000; ++row)
        csv += "Ana\n";
    const auto target = room.must(importTarget(*room.reader()));
    std::size_t calls = 0;
    const auto plan = planImport(csv, target, *room.keyring, [&](std::size_t done, std::size_t all) {
        return ++calls < 3 && done < all;
    });
    QCOMPARE(plan.error().fault, Fault::Unavailable);
    QCOMPARE(calls, std::size_t{3});
}

void TestImport::noNamesNoImport()
{
    ImportRoom room;
    const auto target = room.must(importTarget(*room.reader()));
    QCOMPARE(planImport("colour,size\nred,1\n", target, *room.keyring).error().fault, Fault::Invalid);
    QCOMPARE(planImport("", target, *room.keyring).error().fault, Fault::Invalid);
    QCOMPARE(room.must(planImport("name\n", target, *room.keyring)).report.rows, std::int64_t{0});
}

void TestImport::namesakesStayTwo()
{
    ImportRoom room;
    const std::string csv = "name,email\nAna Ruiz,\nAna Ruiz,\n";
    QCOMPARE(room.import(csv).tickets, std::int64_t{2});
    QCOMPARE(room.import(csv).known, std::int64_t{2});
}

void TestImport::statesAreTaken()
{
    ImportRoom room;
    room.import("order,pos,name,status\nR1,1,A,paid\nR1,2,B,Pending\nR1,3,C,Storniert\nR1,4,D,Not Attending\nR1,5,E,perhaps\n");
    std::map<std::int32_t, TicketState> states;
    for (const Ticket &ticket : room.all<Ticket>())
        states[ticket.position] = ticket.state;
    QCOMPARE(states.at(1), TicketState::Valid);
    QCOMPARE(states.at(2), TicketState::Unpaid);
    QCOMPARE(states.at(3), TicketState::Cancelled);
    QCOMPARE(states.at(4), TicketState::Cancelled);
    QCOMPARE(states.at(5), TicketState::Blocked);
}

void TestImport::anImportedCodeOpensTheGate()
{
    ImportRoom room;
    const SmallVenue venue(room);
    const SmallSale sale(room);
    room.import("order,name,barcode\n9000000000,Ana,90000000007000000000001\n9000000000,Ben,90000000007000000001001\n");
    RecordScan scan;
    scan.scan = room.newId<ScanId>();
    scan.list = sale.list;
    scan.gate = venue.north;
    scan.code = "90000000007000000000001";
    scan.deviceAt = room.clock.at;
    const ScanVerdict verdict = room.done(scan);
    QCOMPARE(verdict.outcome, Outcome::Admitted);
    QCOMPARE(verdict.name, std::string("Ana"));
}

void TestImport::aLargeFileIsReadInTime()
{
    ImportRoom room;
    std::string csv = "order,pos,name,email,ttype,secret\n";
    for (int row = 0; row < 20'000; ++row) {
        const std::string number = std::to_string(row);
        csv += "R" + number + ",1,Ana Ruiz " + number + ",ana" + number + "@example.org,Standard,secret" + number + "\n";
    }
    QElapsedTimer timer;
    timer.start();
    const ImportPlan plan = room.plan(csv);
    const auto planned = timer.restart();
    const ImportReport report = room.must(applyImport(plan, *room.engine, room.organiser));
    qInfo("planned %lld ms, applied %lld ms", static_cast<long long>(planned), static_cast<long long>(timer.elapsed()));
    QCOMPARE(report.refusals, std::int64_t{0});
    QVERIFY(planned < 5000);
}

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
