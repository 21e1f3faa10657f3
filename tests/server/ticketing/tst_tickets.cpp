// SPDX-License-Identifier: GPL-3.0-or-later
// Tickets in people's hands: given to others, sold at the door, shown, and the lists on paper.
#include "server/ticketing/peopleindex.h"
#include "tests/server/fixture.h"

#include <QTest>

#include <set>

using namespace gatehouse;

namespace {

RecordScan scanOf(HouseRoom &room, const SmallSale &sale, const std::string &code, const GateId &gate = {})
{
    RecordScan scan;
    scan.scan = room.newId<ScanId>();
    scan.list = sale.list;
    scan.gate = gate;
    scan.code = code;
    scan.deviceAt = room.clock.at;
    return scan;
}

AttendeeId newPerson(HouseRoom &room, const std::string &name)
{
    AddAttendee add;
    add.attendee = room.newId<AttendeeId>();
    add.name = name;
    room.done(add);
    return add.attendee;
}

ReassignTicket reassigning(const TicketId &ticket, const AttendeeId &attendee)
{
    ReassignTicket reassign;
    reassign.ticket = ticket;
    reassign.attendee = attendee;
    reassign.reason = "ill";
    return reassign;
}

AddAtDoor atDoor(HouseRoom &room, const ProductId &product, const std::string &name, bool isPaid)
{
    AddAtDoor add;
    add.attendee = room.newId<AttendeeId>();
    add.ticket = room.newId<TicketId>();
    add.product = product;
    add.name = name;
    add.isPaid = isPaid;
    return add;
}

std::vector<DoorLine> wholeDoorList(HouseRoom &room, const CheckInListId &list, std::int32_t most, int *pages)
{
    PeopleIndex people;
    if (!people.fill(*room.reader()))
        throw std::runtime_error("no index");
    ListDoor ask;
    ask.list = list;
    ask.most = most;
    std::vector<DoorLine> lines;
    for (*pages = 1;; ++*pages) {
        const auto page = HouseRoom::must(room.ask(ask, &people));
        lines.insert(lines.end(), page.lines.begin(), page.lines.end());
        if (page.isLast)
            return lines;
        ask.afterName = page.nextName;
        ask.after = page.next;
    }
}

class TestTickets : public QObject
{
    Q_OBJECT

private slots:
    void aTicketGivenToAnotherHasANewCode_data();
    void aTicketGivenToAnotherHasANewCode();
    void reassigningIsRefused();
    void itsHolderMustNotBeInside();
    void whatWasDoneStandsInTheLog();
    void somebodyAtTheDoorGetsPersonAndTicketInOne();
    void aGroupIsAddedAtTheDoor();
    void theStewardsNoteIsSetAndTakenAway();
    void refusedAtTheDoorLeavesNobodyBehind();
    void whoSawACodeIsKept();
    void namesAreForThoseWhoMaySeeThem();
    void theDoorListGoesByFoldedNames();
    void pagesOfLongNamesEndEarly();
    void theMusterListKnowsWhoIsInsideAndWhere();
};

void TestTickets::aTicketGivenToAnotherHasANewCode_data()
{
    QTest::addColumn<QByteArray>("imported");
    QTest::newRow("a signed code") << QByteArray();
    QTest::newRow("an imported code") << QByteArray("IMPORTED-1");
}

void TestTickets::aTicketGivenToAnotherHasANewCode()
{
    QFETCH(QByteArray, imported);
    HouseRoom room;
    const SmallVenue venue(room);
    SmallSale sale(room);
    const TicketId ticket = sale.issue(room, imported.toStdString());
    const std::string before = imported.isEmpty() ? sale.signedCode : imported.toStdString();
    const AttendeeId sister = newPerson(room, "Eva Ruiz");
    const std::string after = room.done(reassigning(ticket, sister)).code;

    QCOMPARE(room.done(scanOf(room, sale, before, venue.north)).reason, Reason::Reissued);
    QCOMPARE(room.done(scanOf(room, sale, after, venue.north)).outcome, Outcome::Admitted);
    const auto row = room.find<Ticket>(ticket);
    QVERIFY(row->attendee == sister);
    QVERIFY(row->code.empty());
}

void TestTickets::reassigningIsRefused()
{
    HouseRoom room;
    SmallSale sale(room);
    const TicketId ticket = sale.issue(room);
    const AttendeeId sister = newPerson(room, "Eva Ruiz");
    QCOMPARE(room.refusal(reassigning(ticket, room.find<Ticket>(ticket)->attendee)), Fault::Conflict);
    QCOMPARE(room.refusal(reassigning(ticket, room.newId<AttendeeId>())), Fault::NotFound);
    QCOMPARE(room.refusal(reassigning(room.newId<TicketId>(), sister)), Fault::NotFound);
    ReassignTicket silent = reassigning(ticket, sister);
    silent.reason.clear();
    QCOMPARE(room.refusal(silent), Fault::Invalid);
    SetTicketState revoke;
    revoke.ticket = ticket;
    revoke.state = TicketState::Revoked;
    room.done(revoke);
    QCOMPARE(room.refusal(reassigning(ticket, sister)), Fault::Conflict);
}

void TestTickets::itsHolderMustNotBeInside()
{
    HouseRoom room;
    const SmallVenue venue(room);
    SmallSale sale(room);
    const TicketId ticket = sale.issue(room);
    const AttendeeId sister = newPerson(room, "Eva Ruiz");
    room.done(scanOf(room, sale, sale.signedCode, venue.north));
    QCOMPARE(room.refusal(reassigning(ticket, sister)), Fault::Conflict);
    RecordScan leaves = scanOf(room, sale, sale.signedCode, venue.north);
    leaves.direction = Direction::Exit;
    room.clock.pass(60'000);
    leaves.deviceAt = room.clock.at;
    room.done(leaves);
    QCOMPARE(room.refusal(reassigning(ticket, sister)), Fault::None);
}

void TestTickets::whatWasDoneStandsInTheLog()
{
    HouseRoom room;
    SmallSale sale(room);
    const TicketId ticket = sale.issue(room);
    const AttendeeId first = room.find<Ticket>(ticket)->attendee;
    const AttendeeId sister = newPerson(room, "Eva Ruiz");
    room.done(ReissueTicket{ticket, "phone lost"});
    room.clock.pass(1000);
    room.done(reassigning(ticket, sister));
    room.clock.pass(1000);
    room.done(SetTicketState{ticket, TicketState::Blocked, "charged back"});
    room.clock.pass(1000);
    room.done(ShowTicketCodes{{ticket}, CodeUse::Screen});

    const auto card = HouseRoom::must(room.ask(GetAttendee{sister}));
    QCOMPARE(QByteArray::fromStdString(card.name), QByteArray("Eva Ruiz"));
    QCOMPARE(card.tickets.size(), 1U);
    const auto &log = card.tickets.front().log;
    QCOMPARE(log.size(), 4U);
    QCOMPARE(log[0].deed, TicketDeed::Reissued);
    QCOMPARE(QByteArray::fromStdString(log[0].reason), QByteArray("phone lost"));
    QCOMPARE(log[1].deed, TicketDeed::Reassigned);
    QVERIFY(log[1].from == first && log[1].to == sister);
    QCOMPARE(log[2].deed, TicketDeed::StateSet);
    QCOMPARE(log[2].state, TicketState::Blocked);
    QCOMPARE(log[3].deed, TicketDeed::Shown);
    for (const TicketLogEntry &entry : log)
        QVERIFY(entry.by == room.organiser.id);
    QVERIFY(HouseRoom::must(room.ask(GetAttendee{first})).tickets.empty());
    QCOMPARE(room.ask(GetAttendee{room.newId<AttendeeId>()}).error().fault, Fault::NotFound);
}

void TestTickets::somebodyAtTheDoorGetsPersonAndTicketInOne()
{
    HouseRoom room;
    const SmallVenue venue(room);
    SmallSale sale(room);
    const auto paid = room.done(atDoor(room, sale.product, "Ana Ruiz", true));
    const auto unpaid = room.done(atDoor(room, sale.product, "Eva Ruiz", false));
    QVERIFY(QString::fromStdString(paid.order).startsWith(QStringLiteral("D-")));
    QVERIFY(paid.order != unpaid.order);
    QCOMPARE(room.done(scanOf(room, sale, paid.code, venue.north)).outcome, Outcome::Admitted);
    QCOMPARE(room.done(scanOf(room, sale, unpaid.code, venue.north)).reason, Reason::Unpaid);
}

void TestTickets::aGroupIsAddedAtTheDoor()
{
    HouseRoom room;
    const SmallVenue venue(room);
    SmallSale sale(room);
    AddAtDoor add = atDoor(room, sale.product, "Class 7b", true);
    add.people = 3;
    add.needsAttention = true;
    const auto code = room.done(add).code;
    QCOMPARE(room.done(scanOf(room, sale, code, venue.north)).reason, Reason::Incomplete); // how many come?
    RecordScan scan = scanOf(room, sale, code, venue.north);
    scan.people = 2;
    const auto two = room.done(scan);
    QVERIFY(two.outcome == Outcome::Admitted && two.people == 2 && two.needsAttention);
    scan = scanOf(room, sale, code, venue.north);
    scan.people = 2;
    const auto more = room.done(scan);
    QVERIFY(more.outcome == Outcome::Refused && more.failed.rule == Rule::GroupLeft && more.failed.number == 1);
    add = atDoor(room, sale.product, "Nobody", true);
    add.people = 501;
    QCOMPARE(room.refusal(add), Fault::Invalid);
}

void TestTickets::theStewardsNoteIsSetAndTakenAway()
{
    HouseRoom room;
    const SmallVenue venue(room);
    SmallSale sale(room);
    const TicketId ticket = sale.issue(room);
    room.done(SetTicketNote{ticket, "A badge waits.", false});
    const auto told = room.done(scanOf(room, sale, sale.signedCode, venue.north));
    QCOMPARE(QByteArray::fromStdString(told.attention), QByteArray("A badge waits."));
    QVERIFY(told.outcome == Outcome::Admitted && told.needsAttention);
    for (const AdmissionRecord &record : room.all<AdmissionRecord>()) // what kiosks decide by off line
        QCOMPARE(QByteArray::fromStdString(record.attention), QByteArray("A badge waits."));
    const auto revision = room.find<Ticket>(ticket);
    room.done(SetTicketNote{ticket, "A badge waits.", false}); // the same again says nothing
    room.done(SetTicketNote{ticket, {}, true});
    QVERIFY(room.find<Ticket>(ticket)->attention.empty() && room.find<Ticket>(ticket)->needsAttention);
    room.done(SetTicketNote{ticket, {}, false});
    QVERIFY(!room.find<Ticket>(ticket)->needsAttention);
    const auto log = HouseRoom::must(room.ask(GetAttendee{revision->attendee})).tickets.front().log;
    QCOMPARE(std::count_if(log.begin(), log.end(),
                           [](const TicketLogEntry &entry) { return entry.deed == TicketDeed::NoteSet; }),
             3);
    QCOMPARE(room.refusal(SetTicketNote{room.newId<TicketId>(), "x", false}), Fault::NotFound);
    room.done(SetTicketState{ticket, TicketState::Revoked, "refunded"});
    QCOMPARE(room.refusal(SetTicketNote{ticket, "x", false}), Fault::Conflict);
}

void TestTickets::refusedAtTheDoorLeavesNobodyBehind()
{
    HouseRoom room;
    SmallSale sale(room);
    QCOMPARE(room.refusal(atDoor(room, room.newId<ProductId>(), "Ana Ruiz", true)), Fault::NotFound);
    QVERIFY(room.all<Attendee>().empty());
}

void TestTickets::whoSawACodeIsKept()
{
    HouseRoom room;
    SmallSale sale(room);
    const TicketId one = sale.issue(room);
    const std::string code = sale.signedCode;
    const TicketId other = sale.issue(room);
    const auto shown = room.done(ShowTicketCodes{{other, room.newId<TicketId>(), one}, CodeUse::Print}).codes;
    QCOMPARE(shown.size(), 2U);
    QVERIFY(shown[0].ticket == other && shown[1].ticket == one);
    QCOMPARE(QByteArray::fromStdString(shown[1].code), QByteArray::fromStdString(code)); // a reprint, not a new one
    const auto log = room.all<TicketLogEntry>();
    QCOMPARE(log.size(), 2U);
    QCOMPARE(log.front().deed, TicketDeed::Printed);
}

void TestTickets::namesAreForThoseWhoMaySeeThem()
{
    HouseRoom room;
    SmallSale sale(room);
    const TicketId ticket = sale.issue(room);
    Actor cashier = room.organiser;
    cashier.permissions = {Permission::Everyone, Permission::ManageTickets};
    room.as(cashier, [&] {
        const auto shown = room.done(ShowTicketCodes{{ticket}, CodeUse::Screen}).codes;
        QVERIFY(shown.front().name.empty() && !shown.front().code.empty());
    });
    Actor reader = room.organiser;
    reader.permissions = {Permission::Everyone, Permission::ViewAttendees};
    room.as(reader, [&] {
        const auto card = HouseRoom::must(room.ask(GetAttendee{room.find<Ticket>(ticket)->attendee}));
        QVERIFY(!card.name.empty() && card.mail.empty() && card.tickets.empty());
        PeopleIndex people;
        QVERIFY(people.fill(*room.reader()));
        QCOMPARE(room.ask(ListInside{}, &people).error().fault, Fault::Forbidden);
    });
}

void TestTickets::theDoorListGoesByFoldedNames()
{
    HouseRoom room;
    SmallSale sale(room);
    for (const char *name : {"Øyvind Berg", "oscar Ek", "Ágnes Nagy", "zoë Ögren", "王小明", "Adam Abel"})
        room.done(atDoor(room, sale.product, name, true));
    AddProduct other;
    other.product = room.newId<ProductId>();
    other.name = "Parking";
    other.isAdmitting = false;
    room.done(other);
    room.done(atDoor(room, other.product, "Bea Carr", true)); // on no list
    for (const std::int32_t most : {1, 2, 4, 500}) {
        int pages = 0;
        const auto lines = wholeDoorList(room, sale.list, most, &pages);
        QStringList names;
        for (const DoorLine &line : lines)
            names += QString::fromStdString(line.name);
        QCOMPARE(names,
                 QStringList({QStringLiteral("Adam Abel"), QStringLiteral("Ágnes Nagy"), QStringLiteral("oscar Ek"),
                              QStringLiteral("Øyvind Berg"), QStringLiteral("zoë Ögren"), QStringLiteral("王小明")}));
        QCOMPARE(QByteArray::fromStdString(lines[3].initial), QByteArray("o"));
        QVERIFY(pages >= 7 / most);
    }
    PeopleIndex people;
    QVERIFY(people.fill(*room.reader()));
    QCOMPARE(room.ask(ListDoor{room.newId<CheckInListId>()}, &people).error().fault, Fault::NotFound);
    const auto page = HouseRoom::must(room.ask(ListDoor{sale.list, {}, {}, 4}, &people));
    QCOMPARE(page.looked, 4);
    QCOMPARE(page.people, 7); // whoever is on no list among them
}

/// What is sent at once stays below what makes a connection one that is behind.
void TestTickets::pagesOfLongNamesEndEarly()
{
    HouseRoom room;
    SmallSale sale(room);
    std::string name;
    while (name.size() < 590)
        name += "王";
    for (int each = 100; each < 500; ++each)
        room.done(atDoor(room, sale.product, name + std::to_string(each), true));
    PeopleIndex people;
    QVERIFY(people.fill(*room.reader()));
    ListDoor ask;
    ask.list = sale.list;
    ask.most = kMaxPaperLines;
    const auto first = HouseRoom::must(room.ask(ask, &people));
    QVERIFY(!first.isLast);
    QVERIFY(encoded(first).size() < 256 * 1024);
    int pages = 0;
    const auto lines = wholeDoorList(room, sale.list, kMaxPaperLines, &pages);
    QCOMPARE(pages, 2);
    QCOMPARE(lines.size(), std::size_t{400});
    std::set<TicketId> tickets;
    for (const DoorLine &line : lines)
        tickets.insert(line.ticket);
    QCOMPARE(tickets.size(), std::size_t{400}); // each once
}

void TestTickets::theMusterListKnowsWhoIsInsideAndWhere()
{
    HouseRoom room;
    const SmallVenue venue(room);
    SmallSale sale(room);
    std::vector<TicketId> tickets;
    for (int each = 0; each < 5; ++each) {
        tickets.push_back(sale.issue(room));
        RecordScan scan = scanOf(room, sale, sale.signedCode, venue.north);
        room.done(scan);
        room.clock.pass(1000);
    }
    RecordScan leaves = scanOf(room, sale, sale.signedCode, venue.north); // the last one goes
    leaves.direction = Direction::Exit;
    room.done(leaves);
    PeopleIndex people;
    QVERIFY(people.fill(*room.reader()));
    for (const std::int32_t most : {1, 2, 200}) {
        ListInside ask;
        ask.most = most;
        std::vector<MusterLine> inside;
        for (;;) {
            const auto page = HouseRoom::must(room.ask(ask, &people));
            inside.insert(inside.end(), page.lines.begin(), page.lines.end());
            if (page.isLast)
                break;
            ask.place = page.next;
        }
        QCOMPARE(inside.size(), 4U);
        for (const MusterLine &line : inside) {
            QVERIFY(line.zone == venue.hall && line.gate == venue.north);
            QVERIFY(line.ticket != tickets.back() && !line.name.empty());
        }
    }
    room.done(ExitAll{sale.list, "the house is empty"});
    QVERIFY(HouseRoom::must(room.ask(ListInside{}, &people)).lines.empty());
}

} // namespace

QTEST_GUILESS_MAIN(TestTickets)
#include "tst_tickets.moc"
