// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/admission/doors.h"

#include <QTest>

#include <set>

using namespace gatehouse;

namespace {

using Cards = std::vector<CardKind>;

} // namespace

class TestAdmissionHandlers : public QObject
{
    Q_OBJECT

private slots:
    void aTicketIsLetInOnce();
    void anImportedCodeAdmits();
    void aPickedRecordAdmits();
    void whatIsRefusedIsKept();
    void theSameScanHasOneEffect();
    void anotherScanUnderTheSameIdIsRefused();
    void whatWasShownCountsNotWhatWasDecided();
    void aDoubleAdmissionOpensOneCard();
    void aLateEarlierScanBecomesTheEntry();
    void aThirdAdmissionIsASecondCard();
    void anUncertainOrderIsSaidOnTheCard();
    void cancelledMeanwhileAndInOpensACard();
    void turnedAwayForNothingFreesTheTicket();
    void anUnseenLightAndTheOwnSecondScan();
    void theLateNewsOfAGreenLightCountsNobodyTwice();
    void aDoubtfulClockOpensACard();
    void aClockAheadNeverMovesTheEventsTime();
    void aRevokedDeviceIsQuarantined();
    void exitsAndReEntries();
    void undoTakesBackPeopleAndEntry();
    void undoByGateStaffIsTheirOwnAndSoon();
    void forceLetsInWithAReason();
    void listsKeepTheirRecordsInStep();
    void editingTheRulesRaisesTheirVersion();
    void keysArePublishedForDevices();
    void namesAreForThoseWhoMaySeeThem();
    void pagesOfScansLeaveNoneOut();
    void scansAreListedAndCounted();
    void everythingAtOnceAddsUp();
};

void TestAdmissionHandlers::aTicketIsLetInOnce()
{
    Doors doors;
    doors.sale.issue(doors.room);
    QCOMPARE(doors.enterNorth().outcome, Outcome::Admitted);
    const Instant first = doors.stored(doors.last).at;
    const ScanVerdict second = doors.enterSouth();
    QCOMPARE(second.outcome, Outcome::Refused);
    QCOMPARE(second.reason, Reason::AlreadyRedeemed);
    QVERIFY(second.firstAt == first);
    QVERIFY(second.firstGate == doors.venue.north);
    QCOMPARE(second.product, std::string("Standard"));
    QCOMPARE(doors.inside(), 1);
    QCOMPARE(doors.attendance().entries, 1);
    QVERIFY(doors.cards().empty());
}

void TestAdmissionHandlers::anImportedCodeAdmits()
{
    Doors doors;
    doors.sale.issue(doors.room, "5qmovsgxlcy6xjjnhqinhgw4");
    QCOMPARE(doors.scan(doors.north, doors.scanOf("5qmovsgxlcy6xjjnhqinhgw4", doors.venue.north)).outcome,
             Outcome::Admitted);
    QCOMPARE(doors.scan(doors.north, doors.scanOf("5QMOVSGXLCY6XJJNHQINHGW4", doors.venue.north)).reason,
             Reason::Invalid);
}

void TestAdmissionHandlers::aPickedRecordAdmits()
{
    Doors doors;
    doors.sale.issue(doors.room);
    RecordScan scan = doors.scanOf("", doors.venue.north);
    scan.record = doors.room.all<AdmissionRecord>().front().id;
    QCOMPARE(doors.scan(doors.north, scan).outcome, Outcome::Admitted);
}

void TestAdmissionHandlers::whatIsRefusedIsKept()
{
    Doors doors;
    QCOMPARE(doors.scan(doors.north, doors.scanOf("somebody-elses-code", doors.venue.north)).reason, Reason::Invalid);
    const Scan scan = doors.stored(doors.last);
    QCOMPARE(scan.codeStart, std::string("somebody-els"));
    QVERIFY(scan.record.isNull());
    QVERIFY(!scan.isCounted);
    QCOMPARE(doors.inside(), 0);
}

void TestAdmissionHandlers::theSameScanHasOneEffect()
{
    Doors doors;
    doors.sale.issue(doors.room);
    const RecordScan scan = doors.scanOf(doors.sale.signedCode, doors.venue.north);
    QCOMPARE(doors.scan(doors.north, scan).outcome, Outcome::Admitted);
    const Scan before = doors.stored(scan.scan);
    QCOMPARE(doors.scan(doors.south, scan).outcome, Outcome::Admitted); // told again by another sender
    QVERIFY(doors.stored(scan.scan) == before);
    QCOMPARE(doors.inside(), 1);
    QCOMPARE(doors.attendance().entries, 1);
}

void TestAdmissionHandlers::anotherScanUnderTheSameIdIsRefused()
{
    Doors doors;
    doors.sale.issue(doors.room);
    RecordScan scan = doors.scanOf(doors.sale.signedCode, doors.venue.north);
    doors.scan(doors.north, scan);
    scan.direction = Direction::Exit;
    doors.room.actor = doors.north;
    QCOMPARE(doors.room.refusal(scan), Fault::Reused);
}

void TestAdmissionHandlers::whatWasShownCountsNotWhatWasDecided()
{
    Doors doors;
    doors.sale.issue(doors.room);
    const RecordScan scan = doors.scanOf(doors.sale.signedCode, doors.venue.north);
    doors.scan(doors.north, scan);
    QCOMPARE(doors.inside(), 1);
    doors.show(doors.north, scan.scan, Outcome::Refused, DecidedBy::Device); // the answer came too late
    QCOMPARE(doors.inside(), 0);
    QCOMPARE(doors.stored(scan.scan).outcome, Outcome::Admitted);
    doors.show(doors.north, scan.scan, Outcome::Admitted); // recorded once, never changed
    QCOMPARE(doors.inside(), 0);
    QCOMPARE(doors.room.find<ScanShown>(scan.scan)->outcome, Outcome::Refused);
}

void TestAdmissionHandlers::aDoubleAdmissionOpensOneCard()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.enterNorth();
    const ScanId first = doors.last;
    RecordScan late = doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted);
    const ScanVerdict verdict = doors.scan(doors.south, late);
    QCOMPARE(verdict.reason, Reason::AlreadyRedeemed);
    doors.scan(doors.south, late); // told again
    QCOMPARE(doors.cards(), Cards{CardKind::DoubleAdmit});
    const Card card = doors.room.all<Card>().front();
    QVERIFY(card.scan == late.scan);
    QVERIFY(card.otherScan == first);
    QVERIFY(card.gate == doors.venue.south);
    QVERIFY(card.otherGate == doors.venue.north);
    QVERIFY(doors.stored(late.scan).isDuplicate);
    QVERIFY(!doors.stored(first).isDuplicate);
    QCOMPARE(doors.inside(), 2);             // people
    QCOMPARE(doors.attendance().entries, 1); // tickets
}

void TestAdmissionHandlers::aLateEarlierScanBecomesTheEntry()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.room.clock.pass(10 * kMinute);
    doors.enterNorth();
    const ScanId online = doors.last;
    const RecordScan late = doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted, 5);
    QCOMPARE(doors.scan(doors.south, late).outcome, Outcome::Admitted);
    QVERIFY(doors.attendance().firstScan == late.scan);
    QVERIFY(doors.stored(online).isDuplicate);
    QVERIFY(doors.stored(online).otherScan == late.scan);
    QCOMPARE(doors.stored(online).outcome, Outcome::Admitted); // what was shown does not change
    QVERIFY(!doors.stored(late.scan).isDuplicate);
    QCOMPARE(doors.cards(), Cards{CardKind::DoubleAdmit});
    QVERIFY(doors.room.all<Card>().front().scan == online);
    QVERIFY(!doors.room.all<Card>().front().isOrderUncertain);
    QCOMPARE(doors.inside(), 2);
}

void TestAdmissionHandlers::aThirdAdmissionIsASecondCard()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.room.clock.pass(30 * kMinute);
    doors.enterNorth();
    doors.scan(doors.south, doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted, 10));
    doors.scan(doors.south, doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted, 20));
    QCOMPARE(doors.cards(), (Cards{CardKind::DoubleAdmit, CardKind::DoubleAdmit}));
    int duplicates = 0;
    for (const Scan &scan : doors.room.all<Scan>())
        duplicates += scan.isDuplicate ? 1 : 0;
    QCOMPARE(duplicates, 2);
    QCOMPARE(doors.inside(), 3);
    QCOMPARE(doors.attendance().entries, 1);
}

void TestAdmissionHandlers::anUncertainOrderIsSaidOnTheCard()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.room.clock.pass(10 * kMinute);
    doors.enterNorth();
    RecordScan late = doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted, 5);
    late.errorMs = static_cast<std::int32_t>(6 * kMinute);
    doors.scan(doors.south, late);
    QVERIFY(doors.stored(late.scan).isDuplicate); // by the sequence
    QVERIFY(doors.room.all<Card>().front().isOrderUncertain);
}

void TestAdmissionHandlers::cancelledMeanwhileAndInOpensACard()
{
    Doors doors;
    SetTicketState cancel;
    cancel.ticket = doors.sale.issue(doors.room);
    cancel.state = TicketState::Cancelled;
    doors.room.done(cancel);
    const ScanVerdict verdict = doors.scan(
        doors.south, doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted, 1));
    QCOMPARE(verdict.reason, Reason::Canceled);
    QCOMPARE(doors.cards(), Cards{CardKind::AdmittedWrongly});
    QCOMPARE(doors.inside(), 1); // the person is in
    QCOMPARE(doors.attendance().entries, 1);
    QVERIFY(doors.stored(doors.last).isLate);
}

void TestAdmissionHandlers::turnedAwayForNothingFreesTheTicket()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.enterNorth();
    doors.show(doors.north, doors.last, Outcome::Refused, DecidedBy::Device);
    QCOMPARE(doors.cards(), Cards{CardKind::RefusedWrongly});
    QCOMPARE(doors.attendance().entries, 0);
    QCOMPARE(doors.enterSouth().outcome, Outcome::Admitted);
    QCOMPARE(doors.inside(), 1);
}

void TestAdmissionHandlers::anUnseenLightAndTheOwnSecondScan()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.enterNorth();
    doors.show(doors.north, doors.last, Outcome::Unseen);
    QCOMPARE(doors.cards(), Cards{CardKind::Unseen});
    QCOMPARE(doors.inside(), 0);
    QCOMPARE(doors.enterSouth().reason, Reason::AlreadyRedeemed); // elsewhere it stays used
    const ScanVerdict again = doors.enterNorth();
    QCOMPARE(again.outcome, Outcome::Admitted);
    QVERIFY(again.isOwn);
    QCOMPARE(doors.inside(), 1);
    QCOMPARE(doors.attendance().entries, 1);
    QVERIFY(doors.room.all<Card>().front().isClosed);
    doors.show(doors.north, doors.last, Outcome::Admitted);
    QCOMPARE(doors.enterNorth().reason, Reason::AlreadyRedeemed); // handed back over the fence
}

void TestAdmissionHandlers::theLateNewsOfAGreenLightCountsNobodyTwice()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.enterNorth();
    const ScanId first = doors.last;
    QVERIFY(doors.enterNorth().isOwn); // before the device said what it showed
    QCOMPARE(doors.inside(), 1);
    QVERIFY(!doors.stored(first).isCounted);
    doors.show(doors.north, first, Outcome::Admitted);
    doors.show(doors.north, doors.last, Outcome::Admitted);
    QCOMPARE(doors.inside(), 1);
    QCOMPARE(doors.attendance().entries, 1);
    QVERIFY(doors.cards().empty());
}

void TestAdmissionHandlers::aDoubtfulClockOpensACard()
{
    Doors doors;
    doors.sale.issue(doors.room);
    EditCheckInList edit;
    edit.list = doors.sale.list;
    const CheckInList list = *doors.room.find<CheckInList>(edit.list);
    CheckInList closed = list;
    closed.closesAt = doors.room.clock.at - 60 * kMinute;
    edit.edits = editsBetween(list, closed);
    doors.room.done(edit);
    RecordScan late = doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.north), Outcome::Admitted, 1);
    late.isClockSuspect = true;
    QCOMPARE(doors.scan(doors.north, late).outcome, Outcome::Admitted);
    QCOMPARE(doors.cards(), Cards{CardKind::ClockSuspect});
    // On line the server's own clock decides.
    doors.sale.issue(doors.room);
    RecordScan asked = doors.scanOf(doors.sale.signedCode, doors.venue.north);
    asked.isClockSuspect = true;
    QCOMPARE(doors.scan(doors.north, asked).reason, Reason::Rules);
}

void TestAdmissionHandlers::aClockAheadNeverMovesTheEventsTime()
{
    Doors doors;
    doors.sale.issue(doors.room);
    RecordScan scan = doors.scanOf(doors.sale.signedCode, doors.venue.north);
    const Instant now = doors.room.clock.at;
    scan.deviceAt = now + 24 * 60 * kMinute;
    doors.scan(doors.north, scan);
    const Scan stored = doors.stored(scan.scan);
    QVERIFY(stored.at == now);
    QVERIFY(stored.isClockSuspect);
    QVERIFY(stored.deviceAt == scan.deviceAt); // kept as it was said
}

void TestAdmissionHandlers::aRevokedDeviceIsQuarantined()
{
    Doors doors;
    doors.sale.issue(doors.room);
    Actor revoked = doors.south;
    revoked.permissions = {};
    revoked.isRevokedDevice = true;
    doors.scan(revoked, doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted, 2));
    const ScanId quarantined = doors.last;
    doors.scan(revoked, doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted, 1));
    QVERIFY(doors.stored(quarantined).isQuarantined);
    QCOMPARE(doors.cards(), Cards{CardKind::Quarantined}); // one for the device
    QCOMPARE(doors.inside(), 0);                           // kept, not trusted
    QCOMPARE(doors.enterNorth().outcome, Outcome::Admitted);
    ForceAdmit force;
    force.ruling = doors.room.newId<IdOf<ScanRuling>>();
    force.scan = quarantined;
    force.reason = "The steward remembers her";
    doors.room.done(force);
    QCOMPARE(doors.inside(), 2);
}

void TestAdmissionHandlers::exitsAndReEntries()
{
    Doors doors;
    doors.sale.issue(doors.room);
    const auto leave = [&] {
        return doors.scan(doors.south, doors.scanOf(doors.sale.signedCode, doors.venue.south, Direction::Exit));
    };
    QCOMPARE(leave().reason, Reason::NotInside);
    doors.enterNorth();
    QCOMPARE(leave().outcome, Outcome::Admitted);
    QCOMPARE(doors.inside(), 0);
    QCOMPARE(doors.enterNorth().reason, Reason::AlreadyRedeemed);
    EditCheckInList edit;
    edit.list = doors.sale.list;
    const CheckInList list = *doors.room.find<CheckInList>(edit.list);
    CheckInList open = list;
    open.allowsReEntry = true;
    edit.edits = editsBetween(list, open);
    doors.room.done(edit);
    const ScanVerdict again = doors.enterNorth();
    QCOMPARE(again.outcome, Outcome::Admitted);
    QVERIFY(again.isReEntry);
    QCOMPARE(doors.inside(), 1);
    QCOMPARE(doors.attendance().entries, 2);
    QCOMPARE(doors.attendance().firstEntries, 1);
}

void TestAdmissionHandlers::undoTakesBackPeopleAndEntry()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.enterNorth();
    UndoScan undo;
    undo.ruling = doors.room.newId<IdOf<ScanRuling>>();
    undo.scan = doors.last;
    undo.reason = "The turnstile did not turn";
    doors.room.done(undo);
    QCOMPARE(doors.inside(), 0);
    QCOMPARE(doors.room.find<GateFlow>(doors.venue.north)->entries, std::int64_t{0});
    QVERIFY(doors.stored(undo.scan).isUndone);
    QCOMPARE(doors.room.find<ScanRuling>(undo.ruling)->reason, undo.reason);
    undo.ruling = doors.room.newId<IdOf<ScanRuling>>();
    QCOMPARE(doors.room.refusal(undo), Fault::Conflict);
    QCOMPARE(doors.enterSouth().outcome, Outcome::Admitted);
    QCOMPARE(doors.attendance().entries, 1);
    undo.scan = doors.room.newId<ScanId>();
    QCOMPARE(doors.room.refusal(undo), Fault::NotFound);
}

void TestAdmissionHandlers::undoByGateStaffIsTheirOwnAndSoon()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.enterNorth();
    UndoScan undo;
    undo.ruling = doors.room.newId<IdOf<ScanRuling>>();
    undo.scan = doors.last;
    undo.reason = "Wrong row";
    Actor staff = doors.south;
    staff.permissions.add(Permission::UndoScan);
    doors.room.as(staff, [&] { QCOMPARE(doors.room.refusal(undo), Fault::Forbidden); });
    staff = doors.north;
    staff.permissions.add(Permission::UndoScan);
    doors.room.clock.pass(3 * kMinute);
    doors.room.as(staff, [&] { QCOMPARE(doors.room.refusal(undo), Fault::Forbidden); });
    doors.enterSouth(); // refused: nobody went in
    undo.scan = doors.last;
    QCOMPARE(doors.room.refusal(undo), Fault::Conflict);
}

void TestAdmissionHandlers::forceLetsInWithAReason()
{
    Doors doors;
    doors.sale.issue(doors.room, {}, TicketState::Blocked);
    QCOMPARE(doors.enterNorth().reason, Reason::Blocked);
    ForceAdmit force;
    force.ruling = doors.room.newId<IdOf<ScanRuling>>();
    force.scan = doors.last;
    force.reason = "The blocking was a mistake";
    doors.room.done(force);
    QCOMPARE(doors.inside(), 1);
    QVERIFY(doors.stored(force.scan).isForced);
    QCOMPARE(doors.stored(force.scan).outcome, Outcome::Refused); // what was decided stays told
    QCOMPARE(doors.attendance().entries, 1);
    QVERIFY(doors.cards().empty());
    force.ruling = doors.room.newId<IdOf<ScanRuling>>();
    QCOMPARE(doors.room.refusal(force), Fault::Conflict);
}

void TestAdmissionHandlers::listsKeepTheirRecordsInStep()
{
    Doors doors;
    const TicketId ticket = doors.sale.issue(doors.room);
    QCOMPARE(doors.room.all<AdmissionRecord>().size(), std::size_t{1});
    AddProduct mug;
    mug.product = doors.room.newId<ProductId>();
    mug.name = "Mug";
    mug.isAdmitting = false;
    doors.room.done(mug);
    AddCheckInList mugs;
    mugs.list = doors.room.newId<CheckInListId>();
    mugs.name = "Mugs";
    mugs.products = {mug.product};
    doors.room.done(mugs);
    QCOMPARE(doors.room.all<AdmissionRecord>().size(), std::size_t{1});
    RecordScan scan = doors.scanOf(doors.sale.signedCode, doors.venue.north);
    scan.list = mugs.list;
    QCOMPARE(doors.scan(doors.north, scan).reason, Reason::Product);
    EditCheckInList edit;
    edit.list = mugs.list;
    const CheckInList list = *doors.room.find<CheckInList>(mugs.list);
    CheckInList both = list;
    both.products = {mug.product, doors.sale.product};
    edit.edits = editsBetween(list, both);
    doors.room.done(edit);
    QCOMPARE(doors.room.all<AdmissionRecord>().size(), std::size_t{2});
    SetTicketState block;
    block.ticket = ticket;
    block.state = TicketState::Blocked;
    doors.room.done(block);
    for (const AdmissionRecord &record : doors.room.all<AdmissionRecord>())
        QCOMPARE(record.state, TicketState::Blocked);
}

void TestAdmissionHandlers::editingTheRulesRaisesTheirVersion()
{
    Doors doors;
    const CheckInList list = *doors.room.find<CheckInList>(doors.sale.list);
    CheckInList changed = list;
    changed.name = "Front";
    EditCheckInList edit;
    edit.list = list.id;
    edit.edits = editsBetween(list, changed);
    doors.room.done(edit);
    QCOMPARE(doors.room.find<CheckInList>(list.id)->rulesVersion, list.rulesVersion + 1);
    changed.gates = {doors.room.newId<GateId>()};
    edit.edits = editsBetween(*doors.room.find<CheckInList>(list.id), [&] {
        auto to = *doors.room.find<CheckInList>(list.id);
        to.gates = changed.gates;
        return to;
    }());
    QCOMPARE(doors.room.refusal(edit), Fault::NotFound);
}

void TestAdmissionHandlers::keysArePublishedForDevices()
{
    Doors doors;
    const auto keys = doors.room.find<CredentialKeys>(doors.room.event);
    QVERIFY(keys);
    QCOMPARE(keys->hashKey.size(), std::size_t{32});
    QCOMPARE(keys->ticketKeys.size(), std::size_t{1});
    PublishCredentialKeys publish;
    publish.event = doors.room.event;
    QCOMPARE(doors.room.refusal(publish), Fault::Forbidden); // for the program itself
}

void TestAdmissionHandlers::namesAreForThoseWhoMaySeeThem()
{
    Doors doors;
    doors.sale.issue(doors.room);
    QCOMPARE(doors.enterNorth().name, std::string());
    QCOMPARE(doors.room.done(doors.scanOf(doors.sale.signedCode, doors.venue.north)).name, std::string("Ana Ruiz"));
}

void TestAdmissionHandlers::pagesOfScansLeaveNoneOut()
{
    Doors doors;
    doors.sale.issue(doors.room);
    doors.room.clock.pass(60 * kMinute);
    doors.enterNorth();
    doors.scan(
        doors.south,
        doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted, 30)); // changes both
    const auto all = doors.room.ask(ListScans{});
    QCOMPARE(all->scans.size(), std::size_t{2});
    QCOMPARE(all->scans.at(0).revision, all->scans.at(1).revision);
    ListScans list;
    list.most = 1;
    std::set<Id> seen;
    for (;;) {
        const auto page = doors.room.ask(list);
        if (page->scans.empty())
            break;
        seen.insert(page->scans.front().scan);
        list.below = page->scans.front().revision;
        list.belowScan = page->scans.front().scan;
    }
    QCOMPARE(seen.size(), std::size_t{2});
}

void TestAdmissionHandlers::scansAreListedAndCounted()
{
    Doors doors;
    const Instant begin = doors.room.clock.at;
    const TicketId first = doors.sale.issue(doors.room);
    doors.enterNorth();
    doors.enterNorth();
    doors.sale.issue(doors.room);
    doors.enterSouth();
    ListScans list;
    const auto all = doors.room.ask(list);
    QCOMPARE(all->scans.size(), std::size_t{3});
    QVERIFY(all->scans.at(0).revision > all->scans.at(1).revision);
    list.below = all->scans.at(0).revision;
    list.most = 1;
    QVERIFY(doors.room.ask(list)->scans.at(0).scan == all->scans.at(1).scan);
    list = {};
    list.ticket = first;
    QCOMPARE(doors.room.ask(list)->scans.size(), std::size_t{2});
    CountArrivals count;
    count.from = begin;
    count.until = doors.room.clock.at + 1;
    const auto buckets = doors.room.ask(count)->buckets;
    int entries = 0;
    for (const auto &bucket : buckets)
        entries += bucket.entries;
    QCOMPARE(entries, 2);
    count.until = count.from;
    QCOMPARE(doors.room.ask(count).error().fault, Fault::Invalid);
    count.until = count.from + std::int64_t{1501} * 60'000;
    QCOMPARE(doors.room.ask(count).error().fault, Fault::TooLarge);
}

/// Scans of three devices in any order, on line, late and repeated: the sums hold whatever happened.
void TestAdmissionHandlers::everythingAtOnceAddsUp()
{
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        Doors doors;
        SeededRandom chance(seed);
        std::vector<std::string> codes;
        for (int ticket = 0; ticket < 5; ++ticket) {
            doors.sale.issue(doors.room);
            codes.push_back(doors.sale.signedCode);
        }
        std::vector<RecordScan> told;
        for (int step = 0; step < 60; ++step) {
            const bool isNorth = chance.below(2) == 0;
            const Actor &kiosk = isNorth ? doors.north : doors.south;
            const GateId gate = isNorth ? doors.venue.north : doors.venue.south;
            RecordScan scan = doors.scanOf(codes[chance.below(codes.size())], gate,
                                           chance.below(4) == 0 ? Direction::Exit : Direction::Entry);
            scan.isClockSuspect = chance.below(8) == 0;
            const auto way = chance.below(5);
            if (way == 0 && !told.empty())
                scan = told[chance.below(told.size())];
            else if (way == 1)
                scan = doors.shown(scan, static_cast<Outcome>(chance.below(3)),
                                   static_cast<std::int64_t>(chance.below(3)));
            doors.scan(kiosk, scan);
            if (way == 2)
                doors.show(kiosk, scan.scan, static_cast<Outcome>(chance.below(3)));
            told.push_back(scan);
            doors.room.clock.pass(static_cast<std::int64_t>(chance.below(2 * kMinute)));
        }
        int counted = 0;
        int duplicates = 0;
        std::map<AdmissionRecordId, int> entries;
        for (const Scan &scan : doors.room.all<Scan>()) {
            if (scan.isCounted)
                counted += scan.direction == Direction::Entry ? 1 : -1;
            duplicates += scan.isDuplicate && scan.isCounted ? 1 : 0;
        }
        int cards = 0;
        std::set<ScanId> carded;
        for (const Card &card : doors.room.all<Card>()) {
            cards += card.kind == CardKind::DoubleAdmit ? 1 : 0;
            if (card.kind == CardKind::DoubleAdmit)
                QVERIFY(carded.insert(card.scan).second);
        }
        QCOMPARE(doors.inside(), counted);
        QVERIFY2(cards >= duplicates, qPrintable(QString::number(seed)));
        for (const Attendance &attendance : doors.room.all<Attendance>())
            QVERIFY(attendance.firstEntries <= 1);
        for (const Scan &scan : doors.room.all<Scan>()) {
            if (scan.isDuplicate)
                QVERIFY(carded.contains(scan.id));
        }
    }
}

QTEST_GUILESS_MAIN(TestAdmissionHandlers)
#include "tst_handlers.moc"
