// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/peopleindex.h"
#include "shared/model/json.h"
#include "tests/server/importroom.h"

#include <QTest>

#include <set>

using namespace gatehouse;

namespace {

std::string refusals(const ImportReport &report)
{
    std::string all;
    for (const ImportNote &refusal : report.refused)
        all += std::to_string(refusal.line) + " " + refusal.path + ": " + refusal.what + "\n";
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
    void whatIsThereAlreadyIsPassedOver();
    void twoTablesAreJudgedAsOne();
    void itCanBeStoppedWhilePlanning();
    void noNamesNoImport();
    void namesakesStayTwo();
    void statesAreTaken();
    void anImportedCodeOpensTheGate();
    void groupsAndNotesComeInEveryLanguage_data();
    void groupsAndNotesComeInEveryLanguage();
    void aGroupThatIsNoneIsRefused();
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
    const ImportReport report = room.importTable(csv);
    QCOMPARE(QByteArray::fromStdString(refusals(report)), QByteArray());
    QCOMPARE(report.tickets, std::int64_t{tickets});
    QCOMPARE(report.attendees, std::int64_t{tickets});
    QCOMPARE(static_cast<int>(room.all<Ticket>().size()), tickets);
    QVERIFY(report.products >= 1);
    for (const Attendee &attendee : room.all<Attendee>())
        QVERIFY(!attendee.name.empty());
    const ImportReport again = room.importTable(csv);
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
    room.importTable(csv);
    const std::int64_t head = room.engine->head();
    const ImportReport again = room.importTable(csv);
    QCOMPARE(again.known, std::int64_t{2});
    QCOMPARE(room.engine->head(), head);
    const ImportReport more = room.importTable(csv + "R2,1,Cem,ccc\n");
    QCOMPARE(more.known, std::int64_t{2});
    QCOMPARE(more.tickets, std::int64_t{1});
}

void TestImport::theDryRunChangesNothing()
{
    ImportRoom room;
    const std::int64_t head = room.engine->head();
    QCOMPARE(room.planTable("name\nAna\n").report.tickets, std::int64_t{1});
    QCOMPARE(room.engine->head(), head);
}

void TestImport::whatIsWrongIsToldAndTheRestComes()
{
    ImportRoom room;
    const ImportReport report = room.importTable("order,pos,name,secret,valid from\n"
                                                 "R1,1,Ana,aaa,\n"
                                                 "R1,1,Ben,bbb,\n"
                                                 "R2,1,Cem,aaa,\n"
                                                 "R3,1,,ccc,\n"
                                                 "R4,1,"
                                                 + std::string(201, 'x')
                                                 + ",ddd,\n"
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
    const ImportReport report = room.planTable("first name,last name,email,status,quantity\n"
                                               ",,ana@example.org,paid,1\n"
                                               "Ben,\"B\nB\",,maybe,2\n")
                                    .report;
    std::set<std::string> fields;
    for (const ImportNote &guess : report.guessed)
        fields.insert(std::to_string(guess.line) + " " + guess.path);
    QCOMPARE(fields, (std::set<std::string>{"1 product", "2 name", "3 family", "3 quantity", "3 status"}));
}

void TestImport::whatIsThereAlreadyIsPassedOver()
{
    ImportRoom room;
    const std::string csv = "name,email\nAna,a@example.org\nBen,b@example.org\nCem,c@example.org\n";
    const ImportPlan plan = room.planTable(csv);
    for (std::size_t index = 0; index < 4; ++index) { // the product, Ana and her ticket, Ben without his
        CommandRequest request;
        request.actor = room.organiser;
        request.name = plan.commands.at(index).name;
        request.body = plan.commands.at(index).body;
        room.engine->submit(std::move(request));
    }
    while (room.engine->step()) {
    }
    const ImportReport rest = room.importTable(csv);
    QCOMPARE(rest.known, std::int64_t{1});
    QCOMPARE(rest.attendees, std::int64_t{1});
    QCOMPARE(rest.tickets, std::int64_t{2});
    QCOMPARE(QByteArray::fromStdString(refusals(rest)), QByteArray());
    QCOMPARE(room.all<Attendee>().size(), std::size_t{3});
    QCOMPARE(room.all<Ticket>().size(), std::size_t{3});
}

void TestImport::twoTablesAreJudgedAsOne()
{
    ImportRoom room;
    const std::string first = "order,pos,name,ticket type,secret\nR1,1,Ana,Day,aaa\n";
    const std::string second =
        "order,pos,name,ticket type,secret\nR1,1,Ana,Day,aaa\nR1,2,Ben,Day,bbb\nR2,1,Cem,Night,aaa\n";
    const ImportReport report = room.import({{"one.csv", first, {}}, {"two.csv", second, {}}});
    QCOMPARE(report.products, std::int64_t{1});
    QCOMPARE(report.tickets, std::int64_t{2});
    QCOMPARE(report.known, std::int64_t{1}); // Ana again
    QCOMPARE(QByteArray::fromStdString(refusals(report)), QByteArray("4 code: the same code as line 2\n"));
    QCOMPARE(room.all<Ticket>().size(), std::size_t{2});
    const ImportReport later = room.importTable("order,pos,name,ticket type,secret\nR2,1,Cem,Night,aaa\n");
    QCOMPARE(QByteArray::fromStdString(refusals(later)), QByteArray("2 code: another ticket has this code\n"));
}

void TestImport::itCanBeStoppedWhilePlanning()
{
    ImportRoom room;
    std::string csv = "name\n";
    for (int row = 0; row < 10'000; ++row)
        csv += "Ana\n";
    std::size_t calls = 0;
    const auto plan = room.planned({{"people.csv", csv, {}}},
                                   [&](std::size_t done, std::size_t all) { return ++calls < 3 && done < all; });
    QCOMPARE(plan.error().fault, Fault::Unavailable);
    QCOMPARE(calls, std::size_t{3});
}

void TestImport::noNamesNoImport()
{
    ImportRoom room;
    QCOMPARE(room.planned({{"x.csv", "colour,size\nred,1\n", {}}}).error().fault, Fault::Invalid);
    QCOMPARE(room.planned({{"x.csv", "", {}}}).error().fault, Fault::Invalid);
    QCOMPARE(room.planTable("name\n").report.rows, std::int64_t{0});
}

void TestImport::namesakesStayTwo()
{
    ImportRoom room;
    const std::string csv = "name,email\nAna Ruiz,\nAna Ruiz,\n";
    QCOMPARE(room.importTable(csv).tickets, std::int64_t{2});
    QCOMPARE(room.importTable(csv).known, std::int64_t{2});
}

void TestImport::statesAreTaken()
{
    ImportRoom room;
    room.importTable(
        "order,pos,name,status\nR1,1,A,paid\nR1,2,B,Pending\nR1,3,C,Storniert\nR1,4,D,Not Attending\nR1,5,E,perhaps\n");
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
    room.importTable(
        "order,name,barcode\n9000000000,Ana,90000000007000000000001\n9000000000,Ben,90000000007000000001001\n");
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
        csv +=
            "R" + number + ",1,Ana Ruiz " + number + ",ana" + number + "@example.org,Standard,secret" + number + "\n";
    }
    QElapsedTimer timer;
    timer.start();
    const ImportPlan plan = room.planTable(csv);
    const auto planned = timer.restart();
    const std::vector<ImportSource> sources{{"people.csv", {}, {}}};
    room.decide(plan, sources);
    room.carryOut();
    qInfo("planned %lld ms, applied %lld ms", static_cast<long long>(planned), static_cast<long long>(timer.elapsed()));
    QCOMPARE(plan.report.refusals, std::int64_t{0});
    QCOMPARE(room.all<Import>().at(0).refused, std::int64_t{0});
    QVERIFY(planned < 5000);
}

void TestImport::groupsAndNotesComeInEveryLanguage_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::newRow("our own") << QByteArray("name,people,attention,needsAttention\nClass 7b,24,A badge waits.,yes\n");
    QTest::newRow("English") << QByteArray("Name;Party Size;Note for staff;Requires attention\n"
                                           "Class 7b;24;A badge waits.;TRUE\n");
    QTest::newRow("German") << QByteArray("Name;Gruppengröße;Hinweis beim Einlass;Benötigt spezielle Aufmerksamkeit\n"
                                          "Class 7b;24;A badge waits.;Ja\n");
    QTest::newRow("French") << QByteArray("Participant\tNombre de personnes\tRemarque\tAttention requise\n"
                                          "Class 7b\t24\tA badge waits.\tOui\n");
    QTest::newRow("Spanish") << QByteArray("Nombre completo,Número de personas,Aviso,Requiere atención\n"
                                           "Class 7b,24,A badge waits.,Sí\n");
    QTest::newRow("ticked") << QByteArray("name,persons,check-in text,check-in attention\n"
                                          "Class 7b,24,A badge waits.,x\n");
}

void TestImport::groupsAndNotesComeInEveryLanguage()
{
    QFETCH(QByteArray, csv);
    ImportRoom room;
    const ImportReport report = room.importTable(csv.toStdString());
    QCOMPARE(QByteArray::fromStdString(refusals(report)), QByteArray());
    const auto tickets = room.all<Ticket>();
    QCOMPARE(tickets.size(), 1U);
    QCOMPARE(tickets.front().people, 24);
    QCOMPARE(QByteArray::fromStdString(tickets.front().attention), QByteArray("A badge waits."));
    QVERIFY(tickets.front().needsAttention);
}

void TestImport::aGroupThatIsNoneIsRefused()
{
    ImportRoom room;
    const ImportReport report = room.importTable("name,people,attention,needs attention\n"
                                                 "Ana,,,\n"
                                                 "Ben,0,,\n"
                                                 "Cem,501,,no\n"
                                                 "Dan,a few,,\n"
                                                 "Eva,500,,perhaps\n"
                                                 "Fay,1,"
                                                 + std::string(501, 'x') + ",\n");
    QCOMPARE(QByteArray::fromStdString(refusals(report)),
             QByteArray("3 people: not a number from 1 to 500\n"
                        "4 people: not a number from 1 to 500\n"
                        "5 people: not a number from 1 to 500\n"
                        "7 attention: longer than 500 characters\n"));
    QCOMPARE(report.tickets, std::int64_t{2});
    for (const Ticket &ticket : room.all<Ticket>())
        QCOMPARE(ticket.needsAttention, ticket.people == 500); // a word that nobody knows: better looked at
}

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
