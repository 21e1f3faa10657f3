// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/rules.h"

#include <QTest>

using namespace gatehouse;

namespace {

constexpr Instant kNoon{1'780'000'000'000};
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

template <class T>
T id(std::uint8_t number)
{
    T made;
    made.bytes[15] = number;
    return made;
}

/// A valid ticket at the right gate, never used, asked on line; each row changes what it is about.
struct Case {
    CheckInList list;
    AdmissionRecord record;
    Attendance attendance;
    Gate gate;
    Product product;
    AdmissionInputs in;
    bool hasRecord = true;
    bool isUsed = false;
    bool knowsProduct = false;

    Case()
    {
        list.id = id<CheckInListId>(1);
        record.list = list.id;
        record.product = id<ProductId>(2);
        product.id = record.product;
        gate.id = id<GateId>(3);
        gate.state = GateState::Open;
        in.gateId = gate.id;
        in.at = kNoon;
        in.code.kind = CodeKind::Signed;
        in.device = id<DeviceId>(4);
    }
    void enter(Instant at, DeviceId device, bool wasShown)
    {
        isUsed = true;
        Passage passage;
        passage.scan = id<ScanId>(100);
        passage.at = at;
        passage.gate = id<GateId>(9);
        attendance = afterPassage(attendance, passage);
        in.lastDevice = device;
        in.wasLastShown = wasShown;
    }
    void enter(Instant at = kNoon - kHour) { enter(at, id<DeviceId>(77), true); }
    void leave(Instant at = kNoon - kMinute)
    {
        isUsed = true;
        Passage passage;
        passage.direction = Direction::Exit;
        passage.at = at;
        attendance = afterPassage(attendance, passage);
    }
    Verdict decide()
    {
        in.list = &list;
        in.record = hasRecord ? &record : nullptr;
        in.attendance = isUsed ? &attendance : nullptr;
        in.gate = &gate;
        in.product = knowsProduct ? &product : nullptr;
        return decideAdmission(in);
    }
};

using Change = std::function<void(Case &)>;

Passage entry(std::uint8_t number, std::int64_t minute, std::int64_t sequence)
{
    Passage passage;
    passage.scan = id<ScanId>(number);
    passage.at = kNoon + minute * kMinute;
    passage.errorMs = 100;
    passage.sequence = sequence;
    return passage;
}

Passage exit(std::uint8_t number, std::int64_t minute, std::int64_t sequence)
{
    Passage passage = entry(number, minute, sequence);
    passage.direction = Direction::Exit;
    return passage;
}

const Passage &find(const History &history, std::uint8_t number)
{
    return *std::find_if(history.passages.begin(), history.passages.end(),
                         [&](const Passage &passage) { return passage.scan == id<ScanId>(number); });
}

} // namespace

Q_DECLARE_METATYPE(Change)
Q_DECLARE_METATYPE(gatehouse::Reason)

class TestRules : public QObject
{
    Q_OBJECT

private slots:
    void refuses_data();
    void refuses();
    void admits_data();
    void admits();
    void earlierReasonsWin_data();
    void earlierReasonsWin();
    void namesTheFirstUse();
    void ownUnseenScanIsLetInWithoutASecondEntry_data();
    void ownUnseenScanIsLetInWithoutASecondEntry();
    void exits_data();
    void exits();
    void retellsWhoWasFirst();
    void uncertainClocksLeaveTheSequence();
    void aLateExitMakesTheNextEntryAReEntry();
    void forcedAndOwnScansAreNoDuplicates();
    void scansUnderOlderRulesKeepTheirFlags();
    void undoingThePrimaryFreesTheDuplicate();
    void oneMoreAtTheEndIsTheSameAsRetelling();
    void cards_data();
    void cards();
};

void TestRules::refuses_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<Reason>("reason");
    const auto row = [](const char *name, Change change, Reason reason) { QTest::newRow(name) << change << reason; };
    row(
        "a forged code",
        [](Case &c) {
            c.in.code.kind = CodeKind::Forged;
            c.hasRecord = false;
        },
        Reason::Invalid);
    row(
        "a forged code of a ticket that exists", [](Case &c) { c.in.code.kind = CodeKind::Forged; }, Reason::Invalid);
    row(
        "another event's ticket",
        [](Case &c) {
            c.in.code.kind = CodeKind::WrongEvent;
            c.hasRecord = false;
        },
        Reason::WrongEvent);
    row(
        "a key that is not known here",
        [](Case &c) {
            c.in.code.kind = CodeKind::UnknownKey;
            c.hasRecord = false;
        },
        Reason::UnknownKey);
    row(
        "an imported code nobody has",
        [](Case &c) {
            c.in.code.kind = CodeKind::Imported;
            c.hasRecord = false;
        },
        Reason::Invalid);
    row(
        "an imported code nobody has, off line",
        [](Case &c) {
            c.in.code.kind = CodeKind::Imported;
            c.hasRecord = false;
            c.in.view = View::OffLine;
        },
        Reason::Invalid);
    row(
        "a picked record that is gone",
        [](Case &c) {
            c.in.code.kind = CodeKind::Picked;
            c.hasRecord = false;
        },
        Reason::Invalid);
    row(
        "a signed ticket the server does not have", [](Case &c) { c.hasRecord = false; }, Reason::Invalid);
    row(
        "a signed ticket the server does not have, told afterwards",
        [](Case &c) {
            c.hasRecord = false;
            c.in.view = View::LookingBack;
        },
        Reason::Invalid);
    row(
        "a ticket of another list",
        [](Case &c) {
            c.hasRecord = false;
            c.in.isOnOtherList = true;
        },
        Reason::Product);
    row(
        "a signed ticket new to the kiosk, of a product the list does not take",
        [](Case &c) {
            c.hasRecord = false;
            c.in.view = View::OffLine;
            c.knowsProduct = true;
            c.list.products = {id<ProductId>(50)};
        },
        Reason::Product);
    row(
        "a signed ticket new to the kiosk, of a category it does not know",
        [](Case &c) {
            c.hasRecord = false;
            c.in.view = View::OffLine;
        },
        Reason::Product);
    row(
        "a signed ticket new to the kiosk, over",
        [](Case &c) {
            c.hasRecord = false;
            c.in.view = View::OffLine;
            c.knowsProduct = true;
            c.in.code.notAfter = kNoon;
        },
        Reason::InvalidTime);
    row(
        "an older issue", [](Case &c) { c.record.reissue = 1; }, Reason::Reissued);
    row(
        "an imported code after a reissue",
        [](Case &c) {
            c.record.reissue = 1;
            c.in.code.kind = CodeKind::Imported;
        },
        Reason::Reissued);
    row(
        "a revoked ticket", [](Case &c) { c.record.state = TicketState::Revoked; }, Reason::Revoked);
    row(
        "a cancelled ticket", [](Case &c) { c.record.state = TicketState::Cancelled; }, Reason::Canceled);
    row(
        "a blocked ticket", [](Case &c) { c.record.state = TicketState::Blocked; }, Reason::Blocked);
    row(
        "an unpaid ticket", [](Case &c) { c.record.state = TicketState::Unpaid; }, Reason::Unpaid);
    row(
        "a state of a newer program", [](Case &c) { c.record.state = static_cast<TicketState>(99); }, Reason::Error);
    row(
        "a product the list does not take", [](Case &c) { c.list.products = {id<ProductId>(50)}; }, Reason::Product);
    row(
        "a gate that is not the list's", [](Case &c) { c.list.gates = {id<GateId>(50)}; }, Reason::WrongGate);
    row(
        "no gate at all where the list names gates",
        [](Case &c) {
            c.list.gates = {c.gate.id};
            c.in.gateId = {};
        },
        Reason::WrongGate);
    row(
        "a closed gate", [](Case &c) { c.gate.state = GateState::Closed; }, Reason::GateClosed);
    row(
        "a closed gate, whatever a suspect clock says",
        [](Case &c) {
            c.gate.state = GateState::Closed;
            c.gate.changedAt = kNoon + kHour;
            c.in.isClockSuspect = true;
        },
        Reason::GateClosed);
    row(
        "before the list opens", [](Case &c) { c.list.opensAt = kNoon + 1; }, Reason::Rules);
    row(
        "the moment the list closes", [](Case &c) { c.list.closesAt = kNoon; }, Reason::Rules);
    row(
        "before the ticket is valid", [](Case &c) { c.record.validFrom = kNoon + 1; }, Reason::InvalidTime);
    row(
        "the moment the ticket ends", [](Case &c) { c.record.validUntil = kNoon; }, Reason::InvalidTime);
    row(
        "a second entry", [](Case &c) { c.enter(); }, Reason::AlreadyRedeemed);
    row(
        "a second entry after an exit, without re-entry",
        [](Case &c) {
            c.enter();
            c.leave();
        },
        Reason::AlreadyRedeemed);
    row(
        "a second entry without an exit, with re-entry",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.enter();
        },
        Reason::AlreadyRedeemed);
    row(
        "a third entry where two are allowed",
        [](Case &c) {
            c.list.mostEntries = 2;
            c.enter();
            c.enter();
        },
        Reason::AlreadyRedeemed);
}

void TestRules::refuses()
{
    QFETCH(Change, change);
    QFETCH(Reason, reason);
    Case c;
    change(c);
    const Verdict verdict = c.decide();
    QCOMPARE(verdict.outcome, Outcome::Refused);
    QCOMPARE(static_cast<int>(verdict.reason), static_cast<int>(reason));
}

void TestRules::admits_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<bool>("isReEntry");
    const auto row = [](const char *name, Change change, bool isReEntry = false) {
        QTest::newRow(name) << change << isReEntry;
    };
    row("a valid ticket", [](Case &) {});
    row("a picked record", [](Case &c) { c.in.code.kind = CodeKind::Picked; });
    row("a picked record of a reissued ticket", [](Case &c) {
        c.in.code.kind = CodeKind::Picked;
        c.record.reissue = 3;
    });
    row("a newer issue than the kiosk has heard of", [](Case &c) {
        c.in.code.reissue = 2;
        c.record.reissue = 1;
    });
    row("an unpaid ticket where the list takes them", [](Case &c) {
        c.record.state = TicketState::Unpaid;
        c.list.takesUnpaid = true;
    });
    row("a listed product at a listed gate", [](Case &c) {
        c.list.products = {c.record.product};
        c.list.gates = {c.gate.id};
    });
    row("a scan from before the gate closed", [](Case &c) {
        c.gate.state = GateState::Closed;
        c.gate.changedAt = kNoon + 1;
    });
    row("the moment the list opens", [](Case &c) { c.list.opensAt = kNoon; });
    row("the moment the ticket begins", [](Case &c) { c.record.validFrom = kNoon; });
    row("outside all hours by a suspect clock", [](Case &c) {
        c.in.isClockSuspect = true;
        c.list.closesAt = kNoon - kHour;
        c.record.validUntil = kNoon - kHour;
    });
    row("a signed ticket that is new to the kiosk", [](Case &c) {
        c.hasRecord = false;
        c.in.view = View::OffLine;
        c.knowsProduct = true;
    });
    row("a validity that was prolonged after the code was signed", [](Case &c) { c.in.code.notAfter = kNoon - kHour; });
    row(
        "a re-entry after an exit",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.enter();
            c.leave();
        },
        true);
    row("a second entry where two are allowed", [](Case &c) {
        c.list.mostEntries = 2;
        c.enter();
    });
    row("a tenth entry where any number is allowed", [](Case &c) {
        c.list.mostEntries = 0;
        for (int i = 0; i < 9; ++i)
            c.enter();
    });
    row("a first entry after an exit that nobody saw enter", [](Case &c) {
        c.list.allowsReEntry = true;
        c.leave();
    });
}

void TestRules::admits()
{
    QFETCH(Change, change);
    QFETCH(bool, isReEntry);
    Case c;
    change(c);
    const Verdict verdict = c.decide();
    QCOMPARE(static_cast<int>(verdict.reason), static_cast<int>(Reason::None));
    QCOMPARE(verdict.outcome, Outcome::Admitted);
    QCOMPARE(verdict.isReEntry, isReEntry);
    QVERIFY(!verdict.isOwn);
}

void TestRules::earlierReasonsWin_data()
{
    QTest::addColumn<int>("from");
    for (int from = 0; from < 11; ++from)
        QTest::addRow("everything wrong from step %d on", from) << from;
}

void TestRules::earlierReasonsWin()
{
    QFETCH(int, from);
    const std::vector<std::pair<Reason, Change>> steps{
        {Reason::Invalid, [](Case &c) { c.in.code.kind = CodeKind::Forged; }},
        {Reason::Reissued, [](Case &c) { c.record.reissue = 1; }},
        {Reason::Revoked, [](Case &c) { c.record.state = TicketState::Revoked; }},
        {Reason::Canceled, [](Case &c) { c.record.state = TicketState::Cancelled; }},
        {Reason::Blocked, [](Case &c) { c.record.state = TicketState::Blocked; }},
        {Reason::Unpaid, [](Case &c) { c.record.state = TicketState::Unpaid; }},
        {Reason::Product, [](Case &c) { c.list.products = {id<ProductId>(50)}; }},
        {Reason::WrongGate, [](Case &c) { c.list.gates = {id<GateId>(50)}; }},
        {Reason::GateClosed, [](Case &c) { c.gate.state = GateState::Closed; }},
        {Reason::Rules, [](Case &c) { c.list.closesAt = kNoon; }},
        {Reason::InvalidTime, [](Case &c) { c.record.validUntil = kNoon; }},
    };
    Case c;
    c.enter(); // already redeemed: what can only be said of a ticket that is otherwise good
    for (auto step = steps.rbegin(); step != steps.rend() - from; ++step)
        step->second(c);
    QCOMPARE(static_cast<int>(c.decide().reason), static_cast<int>(steps[static_cast<std::size_t>(from)].first));
}

void TestRules::namesTheFirstUse()
{
    Case c;
    c.enter(kNoon - kHour);
    const Verdict verdict = c.decide();
    QCOMPARE(verdict.firstAt.ms, (kNoon - kHour).ms);
    QVERIFY(verdict.firstGate == id<GateId>(9));
}

void TestRules::ownUnseenScanIsLetInWithoutASecondEntry_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<bool>("isOwn");
    const auto row = [](const char *name, Change change, bool isOwn) { QTest::newRow(name) << change << isOwn; };
    row(
        "the same device, moments ago, nothing shown", [](Case &c) { c.enter(kNoon - kMinute, c.in.device, false); },
        true);
    row(
        "the same device, but it showed green: a ticket handed back",
        [](Case &c) { c.enter(kNoon - kMinute, c.in.device, true); }, false);
    row(
        "another device", [](Case &c) { c.enter(kNoon - kMinute, id<DeviceId>(77), false); }, false);
    row(
        "two browsers without a device",
        [](Case &c) {
            c.in.device = {};
            c.enter(kNoon - kMinute, {}, false);
        },
        false);
    row(
        "too long ago", [](Case &c) { c.enter(kNoon - kOwnScanMs - 1, c.in.device, false); }, false);
    row(
        "the person has left since",
        [](Case &c) {
            c.enter(kNoon - kMinute, c.in.device, false);
            c.leave(kNoon - 1000);
        },
        false);
}

void TestRules::ownUnseenScanIsLetInWithoutASecondEntry()
{
    QFETCH(Change, change);
    QFETCH(bool, isOwn);
    Case c;
    change(c);
    const Verdict verdict = c.decide();
    QCOMPARE(verdict.isOwn, isOwn);
    QCOMPARE(verdict.outcome, isOwn ? Outcome::Admitted : Outcome::Refused);
    Passage again = entry(101, 0, 2);
    again.isOwn = true;
    QCOMPARE(afterPassage(c.attendance, again).entries, c.attendance.entries);
}

void TestRules::exits_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<Reason>("reason");
    const auto row = [](const char *name, Change change, Reason reason) { QTest::newRow(name) << change << reason; };
    row(
        "who is inside may leave", [](Case &c) { c.enter(); }, Reason::None);
    row(
        "who never entered is told so", [](Case &) {}, Reason::NotInside);
    row(
        "who left is told so",
        [](Case &c) {
            c.enter();
            c.leave();
        },
        Reason::NotInside);
    row(
        "off line, the entry may be somewhere else", [](Case &c) { c.in.view = View::OffLine; }, Reason::None);
    row(
        "told afterwards, the entry may still come", [](Case &c) { c.in.view = View::LookingBack; }, Reason::None);
    row(
        "a revoked ticket does not hold anybody in",
        [](Case &c) {
            c.enter();
            c.record.state = TicketState::Revoked;
        },
        Reason::None);
    row(
        "a closed gate does not hold anybody in",
        [](Case &c) {
            c.enter();
            c.gate.state = GateState::Closed;
        },
        Reason::None);
    row(
        "a closed list does not hold anybody in",
        [](Case &c) {
            c.enter();
            c.list.closesAt = kNoon - kHour;
        },
        Reason::None);
    row(
        "a forged code is no exit", [](Case &c) { c.in.code.kind = CodeKind::Forged; }, Reason::Invalid);
}

void TestRules::exits()
{
    QFETCH(Change, change);
    QFETCH(Reason, reason);
    Case c;
    c.in.direction = Direction::Exit;
    change(c);
    QCOMPARE(static_cast<int>(c.decide().reason), static_cast<int>(reason));
    QCOMPARE(c.decide().outcome, reason == Reason::None ? Outcome::Admitted : Outcome::Refused);
}

void TestRules::retellsWhoWasFirst()
{
    const CheckInList list;
    const History history = retell(list, {}, {entry(1, 10, 1), entry(2, 0, 2)});
    QVERIFY(history.attendance.firstScan == id<ScanId>(2)); // came later, happened earlier
    QVERIFY(!find(history, 2).isDuplicate);
    QVERIFY(find(history, 1).isDuplicate);
    QVERIFY(find(history, 1).otherScan == id<ScanId>(2));
    QCOMPARE(history.attendance.entries, 1); // one ticket, though two people went in
    QVERIFY(history.attendance.isInside);
    QCOMPARE(history.attendance.lastAt.ms, (kNoon + 10 * kMinute).ms);
}

void TestRules::uncertainClocksLeaveTheSequence()
{
    Passage first = entry(1, 10, 1);
    Passage second = entry(2, 0, 2);
    second.isClockSuspect = true;
    QVERIFY(isOrderUncertain(first, second));
    QVERIFY(retell(CheckInList{}, {}, {first, second}).attendance.firstScan == id<ScanId>(1));
    second.isClockSuspect = false;
    first.errorMs = static_cast<std::int32_t>(10 * kMinute); // the intervals touch
    QVERIFY(isOrderUncertain(first, second));
    QVERIFY(retell(CheckInList{}, {}, {first, second}).attendance.firstScan == id<ScanId>(1));
    first.errorMs = static_cast<std::int32_t>(10 * kMinute) - 101;
    QVERIFY(happenedBefore(second, first));
    QVERIFY(retell(CheckInList{}, {}, {first, second}).attendance.firstScan == id<ScanId>(2));
}

void TestRules::aLateExitMakesTheNextEntryAReEntry()
{
    CheckInList list;
    list.allowsReEntry = true;
    QVERIFY(find(retell(list, {}, {entry(1, 0, 1), entry(2, 20, 2)}), 2).isDuplicate);
    const History history = retell(list, {}, {entry(1, 0, 1), entry(2, 20, 2), exit(3, 10, 3)});
    QVERIFY(find(history, 2).isReEntry);
    QVERIFY(!find(history, 2).isDuplicate);
    QCOMPARE(history.attendance.entries, 2);
    QCOMPARE(history.attendance.firstEntries, 1);
    QVERIFY(history.attendance.isInside);
}

void TestRules::forcedAndOwnScansAreNoDuplicates()
{
    Passage forced = entry(2, 1, 2);
    forced.isForced = true;
    Passage own = entry(3, 2, 3);
    own.isOwn = true;
    own.otherScan = id<ScanId>(1);
    const History history = retell(CheckInList{}, {}, {entry(1, 0, 1), forced, own});
    QVERIFY(!find(history, 2).isDuplicate);
    QVERIFY(!find(history, 3).isDuplicate);
    QVERIFY(find(history, 3).otherScan == id<ScanId>(1));
    QCOMPARE(history.attendance.entries, 2); // the first and the forced
}

void TestRules::scansUnderOlderRulesKeepTheirFlags()
{
    Passage second = entry(2, 1, 2);
    second.isSettled = true; // two entries were allowed then
    const History history = retell(CheckInList{}, {}, {entry(1, 0, 1), second, exit(3, 2, 3)});
    QVERIFY(!find(history, 2).isDuplicate);
}

void TestRules::undoingThePrimaryFreesTheDuplicate()
{
    const History before = retell(CheckInList{}, {}, {entry(1, 0, 1), entry(2, 1, 2)});
    QVERIFY(find(before, 2).isDuplicate);
    const History after = retell(CheckInList{}, {}, {find(before, 2)});
    QVERIFY(!find(after, 2).isDuplicate);
    QVERIFY(after.attendance.firstScan == id<ScanId>(2));
}

void TestRules::oneMoreAtTheEndIsTheSameAsRetelling()
{
    SeededRandom random(7);
    for (int round = 0; round < 500; ++round) {
        CheckInList list;
        list.allowsReEntry = random.below(2) != 0;
        list.mostEntries = static_cast<std::int32_t>(random.below(3));
        Attendance attendance;
        std::vector<Passage> passages;
        std::int64_t minute = 0;
        for (std::uint8_t number = 1; number < 12; ++number) {
            minute += static_cast<std::int64_t>(random.below(3));
            Passage passage = random.below(3) == 0 ? exit(number, minute, number) : entry(number, minute, number);
            const History history = retell(list, {}, [&] {
                auto all = passages;
                all.push_back(passage);
                return all;
            }());
            if (!isLatest(attendance, passage))
                continue; // the same minute again: not for the short way
            passage = find(history, number);
            attendance = afterPassage(attendance, passage);
            passages.push_back(passage);
            QVERIFY(attendance == history.attendance);
        }
    }
}

void TestRules::cards_data()
{
    QTest::addColumn<int>("outcome");
    QTest::addColumn<int>("reason");
    QTest::addColumn<int>("shown");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, Outcome outcome, Reason reason, Outcome shown, int kind) {
        QTest::newRow(name) << static_cast<int>(outcome) << static_cast<int>(reason) << static_cast<int>(shown) << kind;
    };
    const auto kind = [](CardKind card) { return static_cast<int>(card); };
    row("both say yes", Outcome::Admitted, Reason::None, Outcome::Admitted, -1);
    row("both say no", Outcome::Refused, Reason::Blocked, Outcome::Refused, -1);
    row("both say no, for other reasons", Outcome::Refused, Reason::Invalid, Outcome::Refused, -1);
    row("let in, though cancelled", Outcome::Refused, Reason::Canceled, Outcome::Admitted,
        kind(CardKind::AdmittedWrongly));
    row("let in twice: for retelling to find", Outcome::Refused, Reason::AlreadyRedeemed, Outcome::Admitted, -1);
    row("turned away for nothing", Outcome::Admitted, Reason::None, Outcome::Refused, kind(CardKind::RefusedWrongly));
    row("a yes nobody saw", Outcome::Admitted, Reason::None, Outcome::Unseen, kind(CardKind::Unseen));
    row("a no nobody saw", Outcome::Refused, Reason::Blocked, Outcome::Unseen, -1);
}

void TestRules::cards()
{
    QFETCH(int, outcome);
    QFETCH(int, reason);
    QFETCH(int, shown);
    QFETCH(int, kind);
    Verdict verdict;
    verdict.outcome = static_cast<Outcome>(outcome);
    verdict.reason = static_cast<Reason>(reason);
    const auto card = cardFor(verdict, Direction::Entry, static_cast<Outcome>(shown));
    QCOMPARE(card ? static_cast<int>(*card) : -1, kind);
    QVERIFY(!cardFor(verdict, Direction::Exit, static_cast<Outcome>(shown)));
}

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
