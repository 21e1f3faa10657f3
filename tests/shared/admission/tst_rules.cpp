// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/rules.h"
#include "shared/model/json.h"

#include <QFile>
#include <QTest>

#include <set>

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

const ZoneId kFoyer = id<ZoneId>(60);
const ZoneId kHall = id<ZoneId>(61);
const ZoneId kBalcony = id<ZoneId>(62);

/// Days of UTC.
std::int64_t dayOf(Instant at)
{
    return eventDayAt({}, at);
}

ListWindow window(const char *name, std::vector<ProductId> products, std::vector<GateId> gates,
                  std::optional<Instant> from, std::optional<Instant> until)
{
    return {name, std::move(products), std::move(gates), from, until};
}

Question question(const char *name, QuestionKind kind)
{
    Question made;
    made.id = name;
    made.texts = {{{}, std::string(name) + "?"}};
    made.kind = kind;
    return made;
}

Question dietQuestion()
{
    Question made = question("diet", QuestionKind::Choice);
    made.choices = {{"meat", {{{}, "Meat"}, {"de", "Fleisch"}}}, {"none", {{{}, "Nothing"}}}};
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
    std::vector<GivenAnswer> answers;
    bool hasRecord = true;
    bool isUsed = false;
    bool knowsProduct = false;

    Case()
    {
        list.id = id<CheckInListId>(1);
        list.name = "Main";
        record.list = list.id;
        record.product = id<ProductId>(2);
        product.id = record.product;
        gate.id = id<GateId>(3);
        gate.inner = kHall;
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
        passage.day = dayOf(at);
        passage.gate = id<GateId>(9);
        attendance = afterPassage(list, attendance, passage);
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
        attendance = afterPassage(list, attendance, passage);
    }
    void pass(Passage passage)
    {
        isUsed = true;
        passage.scan = id<ScanId>(static_cast<std::uint8_t>(101 + passages++));
        passage.at = kNoon - kHour + passages * kMinute;
        passage.day = dayOf(passage.at);
        attendance = afterPassage(list, attendance, passage);
    }
    void enterZone(const ZoneId &zone)
    {
        Passage passage;
        passage.isMove = attendance.isInside;
        passage.to = zone;
        pass(passage);
    }
    void leaveTo(const ZoneId &zone)
    {
        Passage passage;
        passage.direction = Direction::Exit;
        passage.to = zone;
        pass(passage);
    }
    void enterGroup(std::int32_t people)
    {
        Passage passage;
        passage.group = record.people;
        passage.people = people;
        pass(passage);
    }
    void leaveGroup(std::int32_t people)
    {
        Passage passage;
        passage.direction = Direction::Exit;
        passage.group = record.people;
        passage.people = people;
        pass(passage);
    }
    Verdict decide() { return decideAdmission(list, inputs()); }
    ScanInputs inputs()
    {
        in.list = &list;
        in.record = hasRecord ? &record : nullptr;
        in.attendance = isUsed ? &attendance : nullptr;
        in.gate = &gate;
        in.product = knowsProduct ? &product : nullptr;
        in.answers = &answers;
        in.day = dayOf(in.at);
        return keptInputs(in);
    }
    int passages = 0;
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

// --- the tables: run here, and written to rows.json for whoever else has the rules ---------------------------------

template <class Row>
void refusals(Row row)
{
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

    row(
        "a second entry on the same event day, where one a day is allowed",
        [](Case &c) {
            c.list.mostEntries = 0;
            c.list.mostPerDay = 1;
            c.enter();
        },
        Reason::DayUsed);
    row(
        "a third entry in all, though it is the first of its day",
        [](Case &c) {
            c.list.mostEntries = 2;
            c.list.mostPerDay = 1;
            c.enter(kNoon - 48 * kHour);
            c.enter(kNoon - 24 * kHour);
        },
        Reason::AlreadyRedeemed);
    row(
        "both limits reached: the day's is the one that passes",
        [](Case &c) {
            c.list.mostEntries = 3;
            c.list.mostPerDay = 1;
            c.enter();
        },
        Reason::DayUsed);
    row(
        "into an inner zone from the street",
        [](Case &c) {
            c.list.followsZones = true;
            c.gate.outer = kFoyer;
        },
        Reason::WrongZone);
    row(
        "into an inner zone from a third one",
        [](Case &c) {
            c.list.followsZones = true;
            c.gate.outer = kFoyer;
            c.enterZone(kBalcony);
        },
        Reason::WrongZone);
    row(
        "into an inner zone after having left the outer one",
        [](Case &c) {
            c.list.followsZones = true;
            c.gate.outer = kFoyer;
            c.enterZone(kFoyer);
            c.leave();
        },
        Reason::WrongZone);
    row(
        "into an inner zone twice",
        [](Case &c) {
            c.list.followsZones = true;
            c.gate.outer = kFoyer;
            c.enterZone(kFoyer);
            c.enterZone(kHall);
        },
        Reason::AlreadyRedeemed);
    row(
        "into the outer zone again, since going on into the inner one was no exit",
        [](Case &c) {
            c.list.followsZones = true;
            c.list.allowsReEntry = true;
            c.enterZone(kHall);
        },
        Reason::AlreadyRedeemed);
    row(
        "a re-entry too soon after the entry",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.list.minutesBetween = 30;
            c.enter(kNoon - 30 * kMinute + 1);
            c.leave();
        },
        Reason::TooEarlyAgain);
    row(
        "a second counted entry too soon after the first",
        [](Case &c) {
            c.list.mostEntries = 2;
            c.list.minutesBetween = 30;
            c.enter(kNoon - kMinute);
        },
        Reason::TooEarlyAgain);
    row(
        "a re-entry outside its times",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.list.reEntryTimes = {{std::nullopt, kNoon}, {kNoon + kHour, std::nullopt}};
            c.enter();
            c.leave();
        },
        Reason::Rules);
    row(
        "no window takes the product",
        [](Case &c) { c.list.windows = {window("VIP", {id<ProductId>(50)}, {}, {}, {})}; }, Reason::Product);
    row(
        "a window of the product, at another gate",
        [](Case &c) { c.list.windows = {window("Early", {}, {id<GateId>(50)}, {}, {})}; }, Reason::WrongGate);
    row(
        "the moment a window ends", [](Case &c) { c.list.windows = {window("Early", {}, {}, {}, kNoon)}; },
        Reason::Rules);
    row(
        "the nearest of several windows tells: time before gate before product",
        [](Case &c) {
            c.list.windows = {window("VIP", {id<ProductId>(50)}, {}, {}, {}),
                              window("North", {}, {id<GateId>(50)}, {}, {}), window("Late", {}, {}, kNoon + kHour, {})};
        },
        Reason::Rules);
    row(
        "a required question without an answer", [](Case &c) { c.list.questions = {dietQuestion()}; },
        Reason::Incomplete);
    row(
        "an answer that is none of the choices",
        [](Case &c) {
            c.list.questions = {dietQuestion()};
            c.answers = {{"diet", "stones"}};
        },
        Reason::Incomplete);
    row(
        "words where a number was asked for",
        [](Case &c) {
            c.list.questions = {question("age", QuestionKind::Number)};
            c.answers = {{"age", "twelve"}};
        },
        Reason::Incomplete);
    row(
        "blank words",
        [](Case &c) {
            c.list.questions = {question("plate", QuestionKind::Text)};
            c.answers = {{"plate", " \t"}};
        },
        Reason::Incomplete);
    row(
        "a question is asked last: what nobody can mend comes before",
        [](Case &c) {
            c.list.questions = {dietQuestion()};
            c.enter();
        },
        Reason::AlreadyRedeemed);
    row(
        "a group's code, and nobody says how many come", [](Case &c) { c.record.people = 5; }, Reason::Incomplete);
    row(
        "more of a group than it has",
        [](Case &c) {
            c.record.people = 5;
            c.in.people = 6;
        },
        Reason::AlreadyRedeemed);
    row(
        "more of a group than are left",
        [](Case &c) {
            c.record.people = 5;
            c.enterGroup(3);
            c.in.people = 3;
        },
        Reason::AlreadyRedeemed);
    row(
        "one more of a group that is complete",
        [](Case &c) {
            c.record.people = 5;
            c.enterGroup(5);
            c.in.people = 1;
        },
        Reason::AlreadyRedeemed);
    row(
        "all of a group once more the same day, where one entry a day is allowed",
        [](Case &c) {
            c.record.people = 5;
            c.list.mostEntries = 0;
            c.list.mostPerDay = 1;
            c.enterGroup(5);
            c.in.people = 2;
        },
        Reason::DayUsed);
}

template <class Row>
void admissions(Row row)
{
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

    row("the first entry of another event day", [](Case &c) {
        c.list.mostEntries = 0;
        c.list.mostPerDay = 1;
        c.enter(kNoon - 24 * kHour);
    });
    row(
        "a re-entry does not use up the day",
        [](Case &c) {
            c.list.mostPerDay = 1;
            c.list.allowsReEntry = true;
            c.enter();
            c.leave();
        },
        true);
    row("into an inner zone from the outer one, without using up an entry", [](Case &c) {
        c.list.followsZones = true;
        c.gate.outer = kFoyer;
        c.enterZone(kFoyer);
    });
    row("back into an inner zone after leaving it for the outer one", [](Case &c) {
        c.list.followsZones = true;
        c.gate.outer = kFoyer;
        c.enterZone(kFoyer);
        c.enterZone(kHall);
        c.leaveTo(kFoyer);
    });
    row("into an inner zone, off line: the entry into the outer one may be told later", [](Case &c) {
        c.list.followsZones = true;
        c.gate.outer = kFoyer;
        c.in.view = View::OffLine;
    });
    row("through a gate between zones, where the list does not follow them", [](Case &c) { c.gate.outer = kFoyer; });
    row(
        "a re-entry long enough after the entry",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.list.minutesBetween = 30;
            c.enter(kNoon - 30 * kMinute);
            c.leave();
        },
        true);
    row(
        "a re-entry too soon by a suspect clock",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.list.minutesBetween = 30;
            c.in.isClockSuspect = true;
            c.enter(kNoon - kMinute);
            c.leave();
        },
        true);
    row(
        "a re-entry within its times",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.list.reEntryTimes = {{kNoon - kHour, kNoon}, {kNoon, kNoon + 1}};
            c.enter();
            c.leave();
        },
        true);
    row("a first entry outside the times of re-entry", [](Case &c) {
        c.list.allowsReEntry = true;
        c.list.reEntryTimes = {{kNoon + kHour, std::nullopt}};
    });
    row(
        "after an exit of all, with re-entry",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.list.exitsAllAt = {{kNoon - kMinute}};
            c.enter();
        },
        true);
    row(
        "the very moment of an exit of all",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.list.exitsAllAt = {{kNoon}};
            c.enter();
        },
        true);
    row("a second counted entry is no re-entry, and has no times", [](Case &c) {
        c.list.mostEntries = 2;
        c.list.reEntryTimes = {{kNoon + kHour, std::nullopt}};
        c.enter();
    });
    row("one of several windows suffices", [](Case &c) {
        c.list.windows = {window("VIP", {id<ProductId>(50)}, {}, {}, {}),
                          window("All", {c.record.product}, {c.gate.id}, kNoon, kNoon + 1)};
    });
    row("windows by a suspect clock", [](Case &c) {
        c.list.windows = {window("Late", {}, {}, kNoon + kHour, {})};
        c.in.isClockSuspect = true;
    });
    row("all answers given", [](Case &c) {
        c.list.questions = {dietQuestion(), question("age", QuestionKind::Number), question("dog", QuestionKind::YesNo),
                            question("plate", QuestionKind::Text)};
        c.answers = {{"plate", "W-123 X"}, {"dog", "no"}, {"age", "12"}, {"diet", "meat"}};
    });
    row("a question that need not be answered", [](Case &c) {
        c.list.questions = {dietQuestion()};
        c.list.questions.front().isRequired = false;
    });
    row("a question for another product", [](Case &c) {
        c.list.questions = {dietQuestion()};
        c.list.questions.front().products = {id<ProductId>(50)};
    });
    row(
        "a re-entry is not asked again",
        [](Case &c) {
            c.list.questions = {dietQuestion()};
            c.list.allowsReEntry = true;
            c.enter();
            c.leave();
        },
        true);
    row("all of a group", [](Case &c) {
        c.record.people = 5;
        c.in.people = 5;
    });
    row("the rest of a group", [](Case &c) {
        c.record.people = 5;
        c.enterGroup(3);
        c.in.people = 2;
    });
    row("the last of a group need not be counted", [](Case &c) {
        c.record.people = 5;
        c.enterGroup(4);
    });
    row("a group that an older kiosk let in: one of it", [](Case &c) {
        c.record.people = 5;
        c.in.view = View::LookingBack;
    });
    row(
        "two of a group come back",
        [](Case &c) {
            c.record.people = 5;
            c.list.allowsReEntry = true;
            c.enterGroup(4);
            c.leaveGroup(2);
            c.in.people = 2;
        },
        true);
    row("two of a group come back and one comes for the first time", [](Case &c) {
        c.record.people = 5;
        c.list.allowsReEntry = true;
        c.enterGroup(4);
        c.leaveGroup(2);
        c.in.people = 3;
    });
}

template <class Row>
void ownScans(Row row)
{
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

template <class Row>
void exits(Row row)
{
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

    row(
        "after an exit of all nobody is inside",
        [](Case &c) {
            c.list.exitsAllAt = {{kNoon - kMinute}};
            c.enter();
        },
        Reason::NotInside);
    row(
        "an exit of all before the entry leads nobody out",
        [](Case &c) {
            c.list.exitsAllAt = {{kNoon - 2 * kHour}, {kNoon - kHour}};
            c.enter(kNoon - kHour);
        },
        Reason::None);
    row(
        "of a group, nobody says how many leave",
        [](Case &c) {
            c.record.people = 5;
            c.enterGroup(3);
        },
        Reason::Incomplete);
    row(
        "the last one of a group leaves",
        [](Case &c) {
            c.record.people = 5;
            c.enterGroup(1);
        },
        Reason::None);
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
    void aLateEntryOfTheSameDayIsTheOneThatCounts();
    void anEntryOfAnotherDayIsNoDuplicate();
    void goingOnIntoAnInnerZoneIsToldAsThat();
    void groupsAreCountedInPeople();
    void everybodyHasLeft();
    void rowsOfAnOlderProgramStillCount();
    void saysWhichRule_data();
    void saysWhichRule();
    void keptInputsGiveTheSameVerdict();
    void rowsForOthers();
    void cards_data();
    void cards();
};

void TestRules::refuses_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<Reason>("reason");
    refusals([](const char *name, const Change &change, Reason reason) { QTest::newRow(name) << change << reason; });
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
    admissions([](const char *name, const Change &change, bool isReEntry = false) {
        QTest::newRow(name) << change << isReEntry;
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
    ownScans([](const char *name, const Change &change, bool isOwn) { QTest::newRow(name) << change << isOwn; });
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
    QCOMPARE(afterPassage(c.list, c.attendance, again).entries, c.attendance.entries);
}

void TestRules::exits_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<Reason>("reason");
    ::exits([](const char *name, const Change &change, Reason reason) { QTest::newRow(name) << change << reason; });
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

/// A list, gates and passages of one ticket, out of chance; some clocks are off.
struct RandomHistory {
    CheckInList list;
    std::int32_t group = 1;
    std::vector<Passage> passages;

    explicit RandomHistory(Random &random)
    {
        list.id = id<CheckInListId>(1);
        list.name = "Main";
        list.allowsReEntry = random.below(2) != 0;
        list.mostEntries = static_cast<std::int32_t>(random.below(3));
        list.mostPerDay = static_cast<std::int32_t>(random.below(3));
        list.followsZones = random.below(2) != 0;
        group = random.below(3) == 0 ? 4 : 1;
        for (int count = static_cast<int>(random.below(3)); count > 0; --count)
            list.exitsAllAt.push_back({kNoon + static_cast<std::int64_t>(random.below(40)) * 10 * kMinute});
        std::sort(list.exitsAllAt.begin(), list.exitsAllAt.end());
        std::int64_t minute = 0;
        for (std::uint8_t number = 1; number < 12; ++number) {
            minute += static_cast<std::int64_t>(random.below(4)) * 20;
            passages.push_back(random.below(3) == 0 ? exit(number, minute, number) : entry(number, minute, number));
            Passage &passage = passages.back();
            passage.day = dayOf(passage.at);
            passage.group = group;
            passage.people = 1 + static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(group)));
            const bool isInner = random.below(2) != 0;
            passage.from = isInner ? kFoyer : ZoneId{};
            passage.to = isInner ? kHall : kFoyer;
            if (passage.direction == Direction::Exit)
                std::swap(passage.from, passage.to);
        }
    }
};

void TestRules::oneMoreAtTheEndIsTheSameAsRetelling()
{
    SeededRandom random(7);
    int compared = 0;
    for (int round = 0; round < 2000; ++round) {
        const RandomHistory chance(random);
        Attendance attendance;
        std::vector<Passage> passages;
        for (Passage passage : chance.passages) {
            const History history = retell(chance.list, {}, [&] {
                auto all = passages;
                all.push_back(passage);
                return all;
            }());
            if (!isLatest(attendance, passage))
                continue; // the same minute again: not for the short way
            passage = find(history, static_cast<std::uint8_t>(passage.sequence));
            attendance = afterPassage(chance.list, attendance, passage);
            passages.push_back(passage);
            QVERIFY(attendance == history.attendance);
            QCOMPARE(attendance.isInside, attendance.peopleInside > 0);
            QVERIFY(attendance.peopleInside <= chance.group);
            ++compared;
        }
    }
    QVERIFY(compared > 10'000);
}

void TestRules::aLateEntryOfTheSameDayIsTheOneThatCounts()
{
    CheckInList list;
    list.mostEntries = 0;
    list.mostPerDay = 1;
    const History history = retell(list, {}, {entry(1, 10, 1), entry(2, 0, 2)});
    QVERIFY(find(history, 1).isDuplicate); // happened later, though it was told first
    QVERIFY(find(history, 1).otherScan == id<ScanId>(2));
    QVERIFY(!find(history, 2).isDuplicate);
    QCOMPARE(history.attendance.days.size(), std::size_t(1));
    QCOMPARE(history.attendance.days.front().entries, 1);
    QVERIFY(history.attendance.days.front().firstScan == id<ScanId>(2));
}

void TestRules::anEntryOfAnotherDayIsNoDuplicate()
{
    CheckInList list;
    list.mostEntries = 0;
    list.mostPerDay = 1;
    const auto on = [](Passage passage, std::int64_t day) {
        passage.day = day;
        return passage;
    };
    const std::vector<Passage> told{on(entry(1, 3000, 1), 2), on(entry(2, 0, 2), 0), on(entry(3, 1500, 3), 1),
                                    on(entry(4, 1510, 4), 1)};
    const History history = retell(list, {}, told);
    QVERIFY(!find(history, 1).isDuplicate);
    QVERIFY(!find(history, 2).isDuplicate);
    QVERIFY(!find(history, 3).isDuplicate);
    QVERIFY(find(history, 4).isDuplicate);
    QVERIFY(find(history, 4).otherScan == id<ScanId>(3)); // the day's first, not the ticket's
    QCOMPARE(history.attendance.entries, 3);
    QCOMPARE(history.attendance.days.size(), std::size_t(3));
}

void TestRules::goingOnIntoAnInnerZoneIsToldAsThat()
{
    CheckInList list;
    list.followsZones = true;
    Passage outside = entry(1, 0, 2);
    outside.to = kFoyer;
    Passage inner = entry(2, 5, 1); // told first: the outer gate was off line
    inner.from = kFoyer;
    inner.to = kHall;
    const History early = retell(list, {}, {inner});
    QVERIFY(!find(early, 2).isMove);
    QCOMPARE(early.attendance.entries, 1);
    const History history = retell(list, {}, {find(early, 2), outside});
    QVERIFY(find(history, 2).isMove);
    QVERIFY(!find(history, 2).isDuplicate);
    QCOMPARE(history.attendance.entries, 1);
    QVERIFY(history.attendance.zone == kHall); // entering the hall left the foyer
    Passage back = exit(3, 10, 3);
    back.from = kHall;
    back.to = kFoyer;
    const Attendance inFoyer = afterPassage(list, history.attendance, back);
    QVERIFY(inFoyer.isInside && inFoyer.zone == kFoyer);
    Passage out = exit(4, 11, 4);
    out.from = kFoyer;
    QVERIFY(!afterPassage(list, inFoyer, out).isInside);
}

void TestRules::groupsAreCountedInPeople()
{
    CheckInList list;
    const auto of = [](Passage passage, std::int32_t people) {
        passage.group = 5;
        passage.people = people;
        return passage;
    };
    const History history = retell(list, {}, {of(entry(1, 10, 1), 3), of(entry(2, 0, 2), 3)});
    QVERIFY(!find(history, 2).isDuplicate);
    QVERIFY(find(history, 1).isDuplicate); // two gates let in six of five
    QCOMPARE(history.attendance.entries, 3);
    list.allowsReEntry = true;
    const History again = retell(list, {}, {of(entry(1, 0, 1), 4), of(exit(2, 5, 2), 3), of(entry(3, 9, 3), 4)});
    QCOMPARE(find(again, 3).again, 3);
    QVERIFY(!find(again, 3).isReEntry); // one of them is new
    QVERIFY(!find(again, 3).isDuplicate);
    QCOMPARE(again.attendance.entries, 8);
    QCOMPARE(again.attendance.firstEntries, 5);
    QCOMPARE(again.attendance.peopleInside, 5);
}

void TestRules::everybodyHasLeft()
{
    CheckInList list;
    list.allowsReEntry = true;
    list.exitsAllAt = {{kNoon + 60 * kMinute}};
    const History history = retell(list, {}, {entry(1, 59, 1), entry(2, 60, 2), entry(3, 61, 3)});
    QVERIFY(!find(history, 1).isDuplicate);
    QVERIFY(find(history, 2).isReEntry);   // at that very moment the house is empty
    QVERIFY(find(history, 3).isDuplicate); // nobody is thrown out twice
    const Attendance before = retell(list, {}, {entry(1, 59, 1)}).attendance;
    QVERIFY(atInstant(list, before, kNoon + 60 * kMinute - 1).isInside);
    QVERIFY(!atInstant(list, before, kNoon + 60 * kMinute).isInside);
}

void TestRules::rowsOfAnOlderProgramStillCount()
{
    Case c;
    c.isUsed = true;
    c.attendance.isInside = true; // as written before people were counted
    c.attendance.entries = c.attendance.firstEntries = 1;
    c.attendance.lastAt = c.attendance.firstAt = kNoon - kHour;
    c.list.allowsReEntry = true;
    QCOMPARE(static_cast<int>(c.decide().reason), static_cast<int>(Reason::AlreadyRedeemed));
    Passage leaving = exit(5, -10, 5);
    c.attendance = afterPassage(c.list, c.attendance, leaving);
    QVERIFY(c.decide().isReEntry);
}

void TestRules::saysWhichRule_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("failed");
    const auto row = [](const char *name, const Change &change, const FailedRule &failed) {
        QTest::newRow(name) << change << QByteArray::fromStdString(json(failed));
    };
    const auto failed = [](Rule rule, Instant at = {}, int number = 0, int most = 0, const char *name = "") {
        FailedRule made;
        made.rule = rule;
        made.at = at;
        made.number = number;
        made.most = most;
        made.name = name;
        return made;
    };
    row(
        "the list opens later", [](Case &c) { c.list.opensAt = kNoon + kHour; },
        failed(Rule::ListOpens, kNoon + kHour));
    row(
        "the ticket begins later", [](Case &c) { c.record.validFrom = kNoon + kHour; },
        failed(Rule::TicketBegins, kNoon + kHour));
    row(
        "the nearest window, by its name and time",
        [](Case &c) {
            c.list.windows = {window("Morning", {}, {}, {}, kNoon - 3 * kHour),
                              window("Afternoon", {}, {}, kNoon + kHour, {}),
                              window("North", {}, {id<GateId>(50)}, {}, {})};
        },
        failed(Rule::WindowOpens, kNoon + kHour, 0, 0, "Afternoon"));
    row(
        "entries in all",
        [](Case &c) {
            c.list.mostEntries = 2;
            c.enter();
            c.enter();
        },
        failed(Rule::EntriesUsed, kNoon - kHour, 2, 2));
    row(
        "entries of the day",
        [](Case &c) {
            c.list.mostEntries = 0;
            c.list.mostPerDay = 1;
            c.enter(kNoon - 24 * kHour);
            c.enter();
        },
        failed(Rule::DayEntriesUsed, kNoon - kHour, 1, 1));
    row(
        "when again",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.list.minutesBetween = 90;
            c.enter();
            c.leave();
        },
        failed(Rule::TooEarlyAgain, kNoon + 30 * kMinute));
    row(
        "the next time of re-entry",
        [](Case &c) {
            c.list.allowsReEntry = true;
            c.list.reEntryTimes = {{kNoon + 2 * kHour, std::nullopt}, {kNoon + kHour, std::nullopt}};
            c.enter();
            c.leave();
        },
        failed(Rule::ReEntryTime, kNoon + kHour));
    row(
        "how many of the group are left",
        [](Case &c) {
            c.record.people = 5;
            c.enterGroup(3);
            c.in.people = 4;
        },
        failed(Rule::GroupLeft, kNoon - 59 * kMinute, 2, 5));
    row(
        "how many of the group may come",
        [](Case &c) {
            c.record.people = 5;
            c.enterGroup(2);
        },
        failed(Rule::GroupSize, {}, 3));
    row(
        "how many answers are missing",
        [](Case &c) {
            c.list.questions = {dietQuestion(), question("dog", QuestionKind::YesNo)};
            c.answers = {{"diet", "none"}};
        },
        failed(Rule::Questions, {}, 1));
    FailedRule zone = failed(Rule::NotFromZone);
    zone.zone = kFoyer;
    row(
        "which zone to come from",
        [](Case &c) {
            c.list.followsZones = true;
            c.gate.outer = kFoyer;
        },
        zone);
}

void TestRules::saysWhichRule()
{
    QFETCH(Change, change);
    QFETCH(QByteArray, failed);
    Case c;
    change(c);
    QCOMPARE(QByteArray::fromStdString(json(c.decide().failed)), failed);
}

/// What is kept of a scan tells the same again, from bytes, over random histories; and holds no answer.
void TestRules::keptInputsGiveTheSameVerdict()
{
    SeededRandom random(11);
    std::set<Reason> met;
    for (int round = 0; round < 3000; ++round) {
        const RandomHistory chance(random);
        Case c;
        c.list = chance.list;
        c.list.minutesBetween = random.below(4) == 0 ? 45 : 0;
        c.record.people = chance.group;
        if (random.below(4) == 0)
            c.list.questions = {question("plate", QuestionKind::Text)};
        if (random.below(2) == 0)
            c.answers = {{"plate", "secret-plate"}};
        Attendance attendance;
        for (const Passage &passage : chance.passages) {
            c.gate.outer = passage.direction == Direction::Entry ? passage.from : passage.to;
            c.gate.inner = passage.direction == Direction::Entry ? passage.to : passage.from;
            c.attendance = attendance;
            c.isUsed = !attendance.lastScan.isNull();
            c.in.at = passage.at;
            c.in.direction = passage.direction;
            c.in.people = static_cast<std::int32_t>(random.below(3));
            c.in.view = static_cast<View>(random.below(3));
            const ScanInputs kept = c.inputs();
            const Verdict verdict = decideAdmission(c.in);
            met.insert(verdict.reason);
            const std::string bytes = encoded(kept);
            QVERIFY(bytes.find("secret-plate") == std::string::npos);
            const auto again = decoded<ScanInputs>(bytes);
            const auto rules = decoded<CheckInList>(encoded(c.list));
            QVERIFY(again && rules);
            QVERIFY(decideAdmission(*rules, *again) == verdict);
            const auto text = fromJson<ScanInputs>(json(kept));
            QVERIFY(text && decideAdmission(c.list, *text) == verdict);
            if (verdict.outcome == Outcome::Admitted)
                attendance = afterPassage(c.list, attendance, passageOf(passage.scan, kept, verdict));
        }
    }
    QVERIFY(met.size() >= 7); // every reason that a use can have
}

namespace {

/// One row of rows.json: what the rules are given, and what they say.
struct RuleRow {
    std::string name;
    CheckInList list;
    ScanInputs inputs;
    Verdict verdict;
    static constexpr Field fields[] = {field<&RuleRow::name>("name"), field<&RuleRow::list>("list"),
                                       field<&RuleRow::inputs>("inputs"), field<&RuleRow::verdict>("verdict")};
};

void addRow(std::string &out, const std::string &name, const Change &change, Direction direction)
{
    Case c;
    c.in.direction = direction;
    change(c);
    RuleRow row;
    row.name = name;
    row.inputs = c.inputs();
    row.list = c.list;
    row.verdict = c.decide();
    if (!fromJson<RuleRow>(json(row)))
        return; // a value of a newer program has no name that could be written
    out += json(row) + "\n";
}

std::string allRows()
{
    std::string rows;
    refusals([&](const char *name, const Change &change, Reason) { addRow(rows, name, change, Direction::Entry); });
    admissions(
        [&](const char *name, const Change &change, bool = false) { addRow(rows, name, change, Direction::Entry); });
    ownScans([&](const char *name, const Change &change, bool) { addRow(rows, name, change, Direction::Entry); });
    exits([&](const char *name, const Change &change, Reason) { addRow(rows, name, change, Direction::Exit); });
    return rows;
}

} // namespace

/// One row a line, for the engine in other clothes (tests/shared/wasm). GATEHOUSE_WRITE_PAGES=1 writes them anew.
void TestRules::rowsForOthers()
{
    QFile file(qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/tests/shared/admission/rows.jsonl"));
    const std::string rows = allRows();
    if (qEnvironmentVariableIsSet("GATEHOUSE_WRITE_PAGES")) {
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(file.errorString()));
        file.write(rows.data(), static_cast<qint64>(rows.size()));
        return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    QVERIFY2(file.readAll() == QByteArray::fromStdString(rows),
             "the rows have changed: write them anew with GATEHOUSE_WRITE_PAGES=1");
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
