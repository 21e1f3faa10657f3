// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admission/cards.h"
#include "server/admission/handlers.h"
#include "shared/admission/rules.h"
#include "shared/credential/credential.h"
#include "shared/model/text.h"

namespace gatehouse {

namespace {

constexpr std::size_t kCodeStart = 12;             // characters of an unknown code that people may compare
constexpr std::int64_t kOwnUndoMs = 2 * 60 * 1000; // how long gate staff may undo their own scan

/// What a scan is about: everything that was looked up before its verdict.
struct Subject {
    CheckInList list;
    CodeFacts code;
    std::optional<AdmissionRecord> record;
    std::int64_t recordRevision = 0;
    std::optional<Attendance> attendance;
    std::optional<Gate> gate;
    TicketId ticket; ///< also of a ticket that is not on this list
    ProductId product;
    bool isOnOtherList = false;
    std::vector<EventDay> days;

    [[nodiscard]] std::int32_t group() const { return record ? record->people : 1; }
};

// --- looking up
// ---------------------------------------------------------------------------------------------------------

std::optional<CredentialReader> credentialReader(Transaction &transaction)
{
    const auto keys = transaction.all<CredentialKeys>(1);
    if (keys.empty())
        return std::nullopt;
    return CredentialReader(keys.front());
}

CodeFacts readCode(const RecordScan &command, Transaction &transaction)
{
    if (command.code.empty())
        return {};
    const auto reader = credentialReader(transaction);
    if (reader)
        return reader->read(command.code);
    CodeFacts unreadable;
    unreadable.kind = CodeKind::UnknownKey;
    return unreadable;
}

std::vector<AdmissionRecord> recordsFor(const RecordScan &command, const CodeFacts &code, Transaction &transaction)
{
    switch (code.kind) {
    case CodeKind::Picked:
        if (auto record = transaction.find<AdmissionRecord>(command.record))
            return {std::move(*record)};
        return {};
    case CodeKind::Imported:
        return transaction.where<&AdmissionRecord::credential>(code.credential);
    case CodeKind::Signed:
        return transaction.where<&AdmissionRecord::serial>(code.serial);
    case CodeKind::Forged:
    case CodeKind::UnknownKey:
    case CodeKind::WrongEvent:
        break;
    }
    return {};
}

std::vector<Ticket> ticketsFor(const CodeFacts &code, Transaction &transaction)
{
    if (code.kind == CodeKind::Imported)
        return transaction.where<&Ticket::credential>(code.credential, 1);
    if (code.kind == CodeKind::Signed)
        return transaction.where<&Ticket::serial>(code.serial, 1);
    return {};
}

std::vector<EventDay> eventDays(Transaction &transaction)
{
    auto events = transaction.all<Event>(1);
    return events.empty() ? std::vector<EventDay>() : std::move(events.front().days);
}

void findRecord(Subject &subject, const RecordScan &command, Transaction &transaction)
{
    for (AdmissionRecord &record : recordsFor(command, subject.code, transaction)) {
        if (record.list == command.list)
            subject.record = std::move(record);
    }
    if (subject.record) {
        (void)transaction.find<AdmissionRecord>(subject.record->id, subject.recordRevision);
        subject.attendance = transaction.find<Attendance>(subject.record->id);
        subject.ticket = subject.record->ticket;
        subject.product = subject.record->product;
        return;
    }
    for (const Ticket &ticket : ticketsFor(subject.code, transaction)) {
        subject.isOnOtherList = true;
        subject.ticket = ticket.id;
        subject.product = ticket.product;
    }
}

Subject lookUp(const RecordScan &command, CheckInList list, Transaction &transaction)
{
    Subject subject;
    subject.list = std::move(list);
    subject.code = readCode(command, transaction);
    findRecord(subject, command, transaction);
    if (!command.gate.isNull())
        subject.gate = transaction.find<Gate>(command.gate);
    subject.days = eventDays(transaction);
    return subject;
}

// --- history
// ------------------------------------------------------------------------------------------------------------

/// A light that nobody saw leaves the ticket used, so that it cannot be used elsewhere meanwhile; a red one does not.
bool usesTicket(const Scan &scan, Transaction &transaction)
{
    if (scan.isUndone)
        return false;
    if (scan.isCounted)
        return true;
    if (scan.isQuarantined)
        return false;
    if (scan.outcome != Outcome::Admitted)
        return false;
    const auto shown = transaction.find<ScanShown>(scan.id);
    return !shown || shown->outcome == Outcome::Unseen || shown->outcome == Outcome::Admitted;
}

/// All scans of the record, `current` as it is now, whether it is stored yet or not.
std::map<ScanId, Scan> scansOf(const AdmissionRecordId &record, const Scan *current, Transaction &transaction)
{
    std::map<ScanId, Scan> scans;
    for (Scan &scan : transaction.where<&Scan::record>(record))
        scans.emplace(scan.id, std::move(scan));
    if (current)
        scans.insert_or_assign(current->id, *current);
    return scans;
}

/// What turns scans into passages, beside the list.
struct Terms {
    const CheckInList &list;
    std::vector<EventDay> days;
    std::int32_t group = 1;

    [[nodiscard]] Passage passageOf(const Scan &scan) const { return gatehouse::passageOf(scan, list, days, group); }
};

Terms termsOf(const AdmissionRecordId &id, const CheckInList &list, Transaction &transaction)
{
    const auto record = transaction.find<AdmissionRecord>(id);
    return {list, eventDays(transaction), record ? record->people : 1};
}

std::vector<Passage> passagesOf(const std::map<ScanId, Scan> &scans, const Terms &terms, Transaction &transaction)
{
    std::vector<Passage> passages;
    for (const auto &[id, scan] : scans) {
        if (usesTicket(scan, transaction))
            passages.push_back(terms.passageOf(scan));
    }
    return passages;
}

Attendance emptyAttendance(const AdmissionRecordId &record, const CheckInListId &list)
{
    Attendance attendance;
    attendance.id = record;
    attendance.list = list;
    return attendance;
}

void openDoubleAdmit(const Scan &duplicate, const Passage &passage, const std::map<ScanId, Scan> &scans,
                     const Terms &terms, Transaction &transaction)
{
    const auto other = scans.find(passage.otherScan);
    const bool isUncertain = other != scans.end() && isOrderUncertain(passage, terms.passageOf(other->second));
    openCard(CardKind::DoubleAdmit, duplicate, other == scans.end() ? nullptr : &other->second, isUncertain,
             transaction);
}

void adopt(const Passage &passage, Scan &scan)
{
    scan.isReEntry = passage.isReEntry;
    scan.isDuplicate = passage.isDuplicate;
    scan.otherScan = passage.otherScan;
    scan.again = passage.again;
    scan.isMove = passage.isMove;
}

/// Tells the record's use anew from all its scans, and opens a card for each scan that turns out to be a duplicate.
/// `current` gets its flags and is left for the caller to put; the other scans are put where they changed.
void retellRecord(Scan &current, const CheckInList &list, Transaction &transaction)
{
    if (current.record.isNull())
        return;
    auto scans = scansOf(current.record, &current, transaction);
    const Terms terms = termsOf(current.record, list, transaction);
    const History history =
        retell(list, emptyAttendance(current.record, list.id), passagesOf(scans, terms, transaction));
    for (const Passage &passage : history.passages) {
        Scan &scan = scans.at(passage.scan);
        const Scan before = scan;
        adopt(passage, scan);
        if (scan.isDuplicate && !before.isDuplicate)
            openDoubleAdmit(scan, passage, scans, terms, transaction);
        if (scan.id == current.id)
            adopt(passage, current);
        else if (scan != before)
            transaction.put(scan);
    }
    transaction.put(history.attendance);
}

/// A refused scan stays what it was; only who goes through changes the ticket's use.
void enterHistory(Scan &scan, const Subject &subject, Transaction &transaction)
{
    if (scan.record.isNull() || scan.isQuarantined)
        return;
    const Attendance attendance = subject.attendance.value_or(emptyAttendance(scan.record, scan.list));
    const Passage passage = passageOf(scan, subject.list, subject.days, subject.group());
    const bool isPlain = scan.outcome == Outcome::Admitted && isLatest(attendance, passage);
    if (isPlain && scan.isCounted)
        transaction.put(afterPassage(subject.list, attendance, passage));
    else if (scan.isCounted || usesTicket(scan, transaction))
        retellRecord(scan, subject.list, transaction);
}

// --- people
// -------------------------------------------------------------------------------------------------------------

/// An exit of all, since the scan, has led its people out already: they are no longer there to be counted.
bool haveAllLeftSince(const Scan &scan, const CheckInList &list)
{
    return std::any_of(list.exitsAllAt.begin(), list.exitsAllAt.end(), [&](const ListExit &exit) {
        return scan.at < exit.at && list.exitedAllAt && exit.at <= *list.exitedAllAt;
    });
}

/// Moves the people when it changes whether somebody went through by this scan.
Result<> setCounted(Scan &scan, bool isCounted, Transaction &transaction)
{
    if (scan.isCounted == isCounted)
        return {};
    scan.isCounted = isCounted;
    if (scan.gate.isNull() || !transaction.exists<Gate>(scan.gate))
        return {};
    const auto list = transaction.find<CheckInList>(scan.list);
    if (list && haveAllLeftSince(scan, *list))
        return {};
    const int people = std::max(scan.people, 1);
    const int step = isCounted ? people : -people;
    MovePeople move;
    move.gate = scan.gate;
    (scan.direction == Direction::Entry ? move.entered : move.left) = step;
    move.at = scan.at;
    if (auto moved = transaction.run(move); !moved)
        return fail(std::move(moved.error()));
    return {};
}

// --- deciding
// -----------------------------------------------------------------------------------------------------------

/// A clock that is ahead of the server's by more than its error is wrong, whatever the device believes.
void correctTime(Scan &scan, const RecordScan &command, Instant now)
{
    scan.deviceAt = command.deviceAt;
    scan.errorMs = command.errorMs;
    scan.isClockSuspect = command.isClockSuspect;
    scan.at = command.deviceAt + command.offsetMs;
    if (scan.at.ms > now.ms + kClockDoubtMs)
        scan.isClockSuspect = true;
    scan.at = std::min(scan.at, now);
}

Scan newScan(const RecordScan &command, const Subject &subject, Transaction &transaction)
{
    Scan scan;
    scan.id = command.scan;
    scan.list = command.list;
    scan.gate = command.gate;
    scan.device = DeviceId(transaction.actor().device);
    scan.ticket = subject.ticket;
    scan.product = subject.product;
    if (subject.record)
        scan.record = subject.record->id;
    scan.recordRevision = subject.recordRevision;
    scan.direction = command.direction;
    correctTime(scan, command, transaction.now());
    scan.isLate = command.shownOutcome.has_value();
    scan.isQuarantined = transaction.actor().isRevokedDevice;
    scan.rulesVersion = subject.list.rulesVersion;
    scan.sequence = transaction.sequence();
    if (subject.gate) {
        const bool isEntry = command.direction == Direction::Entry;
        scan.from = isEntry ? subject.gate->outer : subject.gate->inner;
        scan.to = isEntry ? subject.gate->inner : subject.gate->outer;
    }
    if (scan.ticket.isNull())
        scan.codeStart = firstCharacters(command.code, kCodeStart);
    return scan;
}

AdmissionInputs inputsFor(const Subject &subject, const RecordScan &command, const Scan &scan, Instant now)
{
    AdmissionInputs inputs;
    inputs.list = &subject.list;
    inputs.record = subject.record ? &*subject.record : nullptr;
    inputs.attendance = subject.attendance ? &*subject.attendance : nullptr;
    inputs.gate = subject.gate ? &*subject.gate : nullptr;
    inputs.gateId = scan.gate;
    inputs.direction = scan.direction;
    inputs.code = subject.code;
    inputs.isOnOtherList = subject.isOnOtherList;
    inputs.device = scan.device;
    inputs.view = scan.isLate ? View::LookingBack : View::Whole;
    // Asked on line, the server's own clock is as good as any.
    inputs.at = scan.isClockSuspect && !scan.isLate ? now : scan.at;
    inputs.isClockSuspect = scan.isClockSuspect && scan.isLate;
    inputs.day = eventDayAt(subject.days, inputs.at);
    inputs.people = command.people;
    inputs.answers = &command.answers;
    return inputs;
}

/// Whose the last admitted scan was, for the rule of a device's own unseen scan.
void addLastScan(AdmissionInputs &inputs, Transaction &transaction)
{
    if (!inputs.attendance || inputs.attendance->lastScan.isNull())
        return;
    const auto last = transaction.find<Scan>(inputs.attendance->lastScan);
    if (!last || last->isForced || last->direction == Direction::Exit)
        return;
    inputs.lastDevice = last->device;
    const auto shown = transaction.find<ScanShown>(last->id);
    inputs.wasLastShown = shown && shown->outcome == Outcome::Admitted;
}

/// A scan told afterwards is judged by what had happened before it. One that is asked about is judged by what is known
/// now: the person stands at the gate, and no clock may turn a second entry into a first.
ScanInputs inputsOf(const Subject &subject, const RecordScan &command, const Scan &scan, Transaction &transaction)
{
    AdmissionInputs inputs = inputsFor(subject, command, scan, transaction.now());
    Attendance before;
    const Passage passage = passageOf(scan, subject.list, subject.days, subject.group());
    if (scan.isLate && subject.attendance && !isLatest(*subject.attendance, passage)) {
        const auto scans = scansOf(scan.record, nullptr, transaction);
        before = attendanceBefore(subject.list, emptyAttendance(scan.record, scan.list), passage,
                                  passagesOf(scans, {subject.list, subject.days, subject.group()}, transaction));
        inputs.attendance = &before;
    }
    addLastScan(inputs, transaction);
    ScanInputs kept = keptInputs(inputs);
    kept.id = scan.id;
    return kept;
}

void adopt(const Verdict &verdict, Scan &scan)
{
    scan.outcome = verdict.outcome;
    scan.reason = verdict.reason;
    scan.isReEntry = verdict.isReEntry;
    scan.isOwn = verdict.isOwn;
    scan.people = verdict.people;
    scan.again = verdict.again;
    scan.isMove = verdict.isMove;
}

/// Where the device let in against the verdict, as many came as it says.
void adoptPeople(const RecordScan &command, Scan &scan)
{
    if (scan.outcome == Outcome::Refused && command.people > 0)
        scan.people = command.people;
}

/// The clock was not asked, and it would have said no.
bool hangsOnClock(const Subject &subject, const RecordScan &command, const Scan &scan, Transaction &transaction)
{
    if (!scan.isClockSuspect || !scan.isLate || scan.outcome != Outcome::Admitted || scan.direction == Direction::Exit)
        return false;
    AdmissionInputs inputs = inputsFor(subject, command, scan, transaction.now());
    inputs.attendance = nullptr;
    inputs.isClockSuspect = false;
    return decideAdmission(inputs).outcome == Outcome::Refused;
}

// --- answering
// ----------------------------------------------------------------------------------------------------------

Verdict verdictOf(const Scan &scan)
{
    Verdict verdict;
    verdict.outcome = scan.outcome;
    verdict.reason = scan.reason;
    verdict.isReEntry = scan.isReEntry;
    verdict.isOwn = scan.isOwn;
    verdict.people = scan.people;
    verdict.again = scan.again;
    verdict.isMove = scan.isMove;
    return verdict;
}

/// What the rules said of a scan that is told again: with what is missing, and when it may be tried again.
Verdict verdictAgain(const Scan &scan, Transaction &transaction)
{
    Verdict verdict = verdictOf(scan);
    const auto inputs = transaction.find<ScanInputs>(scan.id);
    const auto list = transaction.find<CheckInList>(scan.list);
    if (inputs && list && list->rulesVersion == inputs->rulesVersion && scan.outcome == Outcome::Refused)
        return decideAdmission(*list, *inputs);
    return verdict;
}

std::string attendeeName(const TicketId &ticketId, Transaction &transaction)
{
    if (!transaction.actor().permissions.has(Permission::ViewAttendees))
        return {};
    const auto ticket = transaction.find<Ticket>(ticketId);
    const auto attendee = ticket ? transaction.find<Attendee>(ticket->attendee) : std::nullopt;
    return attendee ? attendee->name : std::string();
}

ScanVerdict answerFor(const Scan &scan, const Verdict &verdict, const AdmissionRecord *record, Transaction &transaction)
{
    ScanVerdict answer;
    answer.outcome = verdict.outcome;
    answer.reason = verdict.reason;
    answer.isReEntry = verdict.isReEntry;
    answer.isOwn = verdict.isOwn;
    answer.firstAt = verdict.firstAt;
    answer.firstGate = verdict.firstGate;
    answer.failed = verdict.failed;
    answer.missing = verdict.missing;
    answer.people = verdict.people;
    answer.again = verdict.again;
    answer.isMove = verdict.isMove;
    if (record) {
        answer.attention = record->attention;
        answer.needsAttention = record->needsAttention || !record->attention.empty();
    }
    if (!scan.ticket.isNull())
        answer.name = attendeeName(scan.ticket, transaction);
    if (const auto product = transaction.find<Product>(scan.product))
        answer.product = product->name;
    return answer;
}

// --- what was shown
// -----------------------------------------------------------------------------------------------------

/// The device's own later scan let the person in instead of this one.
bool wasRepeated(const Scan &scan, Transaction &transaction)
{
    const auto scans = scansOf(scan.record, nullptr, transaction);
    return std::any_of(scans.begin(), scans.end(),
                       [&](const auto &each) { return each.second.isOwn && each.second.otherScan == scan.id; });
}

/// A stored scan of which it is only now known what its device showed.
Result<> applyShown(Scan scan, Outcome shown, Transaction &transaction)
{
    const Verdict verdict = verdictOf(scan);
    if (shown == verdict.outcome || scan.isUndone || scan.isForced || scan.isQuarantined)
        return {}; // as was taken for granted, or as a person has ruled meanwhile
    const auto list = transaction.find<CheckInList>(scan.list);
    if (!list)
        return fail(Fault::Internal, "a scan of no list");
    const bool isRepeated = !scan.record.isNull() && wasRepeated(scan, transaction);
    if (!isRepeated) {
        if (auto result = setCounted(scan, wentThrough(verdict, shown), transaction); !result)
            return result;
    }
    retellRecord(scan, *list, transaction);
    transaction.put(scan);
    if (const auto kind = cardFor(verdict, scan.direction, shown); kind && !isRepeated)
        openCard(*kind, scan, nullptr, false, transaction);
    return {};
}

ScanShown shownOf(const RecordScan &command, Instant at)
{
    ScanShown shown;
    shown.id = command.scan;
    shown.outcome = *command.shownOutcome;
    shown.reason = command.shownReason;
    shown.by = DecidedBy::Device;
    shown.listAgeMs = command.listAgeMs;
    shown.at = at;
    return shown;
}

// --- recording
// ----------------------------------------------------------------------------------------------------------

bool isSameScan(const RecordScan &command, const Scan &scan)
{
    return scan.list == command.list && scan.gate == command.gate && scan.direction == command.direction
        && scan.deviceAt == command.deviceAt;
}

/// Told again: by another sender, or now with what was shown.
Result<ScanVerdict> again(const RecordScan &command, const Scan &scan, Transaction &transaction)
{
    if (!isSameScan(command, scan))
        return fail(Fault::Reused, "another scan has this id");
    if (command.shownOutcome && !transaction.exists<ScanShown>(scan.id)) {
        transaction.put(shownOf(command, scan.at));
        if (auto result = applyShown(scan, *command.shownOutcome, transaction); !result)
            return fail(std::move(result.error()));
    }
    Verdict verdict = verdictAgain(scan, transaction);
    const auto attendance = transaction.find<Attendance>(scan.record);
    if (attendance && (verdict.isOwn || verdict.reason == Reason::AlreadyRedeemed)) {
        verdict.firstAt = attendance->firstAt;
        verdict.firstGate = attendance->firstGate;
    }
    const auto record = transaction.find<AdmissionRecord>(scan.record);
    return answerFor(scan, verdict, record ? &*record : nullptr, transaction);
}

/// The repeat takes the place of the scan that nobody saw: one person, one entry.
Result<> takePlaceOf(const ScanId &unseen, Scan &scan, Transaction &transaction)
{
    scan.otherScan = unseen;
    auto first = transaction.find<Scan>(unseen);
    if (!first || !first->isCounted)
        return {};
    if (auto result = setCounted(*first, false, transaction); !result)
        return result;
    transaction.put(*first);
    return {};
}

/// What was answered, sealed for the person it is about; of nobody known, nothing is kept.
void keepAnswers(const RecordScan &command, const Subject &subject, const ScanInputs &inputs, Transaction &transaction)
{
    const auto ticket = inputs.answered.empty() ? std::nullopt : transaction.find<Ticket>(subject.ticket);
    if (!ticket)
        return;
    ScanAnswers answers;
    answers.id = command.scan;
    answers.attendee = ticket->attendee;
    for (const GivenAnswer &answer : command.answers) {
        if (std::find(inputs.answered.begin(), inputs.answered.end(), answer.question) != inputs.answered.end())
            answers.answers.push_back(answer);
    }
    transaction.put(answers);
}

Result<> takeUp(Scan &scan, const Subject &subject, const RecordScan &command, const Verdict &verdict,
                std::optional<Outcome> shown, Transaction &transaction)
{
    if (scan.isQuarantined) {
        openQuarantineCard(scan, transaction);
        return {};
    }
    if (verdict.isOwn && wentThrough(verdict, shown)) {
        closeUnseenCard(subject.attendance->lastScan, transaction);
        if (auto result = takePlaceOf(subject.attendance->lastScan, scan, transaction); !result)
            return result;
    }
    if (auto result = setCounted(scan, wentThrough(verdict, shown), transaction); !result)
        return result;
    enterHistory(scan, subject, transaction);
    if (const auto kind = shown ? cardFor(verdict, scan.direction, *shown) : std::nullopt)
        openCard(*kind, scan, nullptr, false, transaction);
    if (scan.isCounted && hangsOnClock(subject, command, scan, transaction))
        openCard(CardKind::ClockSuspect, scan, nullptr, false, transaction);
    return {};
}

/// What the device showed may be known before the scan is.
std::optional<Outcome> shownFor(const RecordScan &command, Instant at, Transaction &transaction)
{
    if (const auto known = transaction.find<ScanShown>(command.scan))
        return known->outcome;
    if (command.shownOutcome)
        transaction.put(shownOf(command, at));
    return command.shownOutcome;
}

// --- rulings
// ------------------------------------------------------------------------------------------------------------

Result<Scan> ruledScan(const ScanId &id, const IdOf<ScanRuling> &ruling, Transaction &transaction)
{
    auto scan = transaction.find<Scan>(id);
    if (!scan)
        return fail(Fault::NotFound, "scan");
    if (transaction.exists<ScanRuling>(ruling))
        return fail(Fault::Conflict, "the ruling exists");
    if (scan->isUndone)
        return fail(Fault::Conflict, "undone already");
    return std::move(*scan);
}

template <class Command>
Result<> rule(const Command &command, Scan scan, bool isForced, Transaction &transaction)
{
    ScanRuling ruling;
    ruling.id = command.ruling;
    ruling.scan = scan.id;
    ruling.isForced = isForced;
    ruling.reason = command.reason;
    ruling.by = AccountId(transaction.actor().id);
    ruling.at = transaction.now();
    transaction.put(ruling);
    if (auto result = setCounted(scan, isForced, transaction); !result)
        return result;
    const auto list = transaction.find<CheckInList>(scan.list);
    if (!list)
        return fail(Fault::Internal, "a scan of no list");
    retellRecord(scan, *list, transaction);
    transaction.put(scan);
    return {};
}

bool mayUndo(const Scan &scan, Transaction &transaction)
{
    const Actor &actor = transaction.actor();
    if (actor.permissions.has(Permission::Reconcile) || actor.permissions.has(Permission::System))
        return true;
    const bool isOwn = !actor.device.isNull() && actor.device == scan.device;
    return isOwn && transaction.now().ms - scan.at.ms <= kOwnUndoMs;
}

} // namespace

Result<ScanVerdict> handle(const RecordScan &command, Transaction &transaction)
{
    if (const auto known = transaction.find<Scan>(command.scan))
        return again(command, *known, transaction);
    auto list = transaction.find<CheckInList>(command.list);
    if (!list)
        return fail(Fault::NotFound, "list");
    Subject subject = lookUp(command, std::move(*list), transaction);
    Scan scan = newScan(command, subject, transaction);
    const ScanInputs inputs = inputsOf(subject, command, scan, transaction);
    const Verdict verdict = decideAdmission(subject.list, inputs);
    adopt(verdict, scan);
    adoptPeople(command, scan);
    const auto shown = shownFor(command, scan.at, transaction);
    if (auto result = takeUp(scan, subject, command, verdict, shown, transaction); !result)
        return fail(std::move(result.error()));
    transaction.put(scan);
    transaction.put(inputs);
    keepAnswers(command, subject, inputs, transaction);
    return answerFor(scan, verdict, subject.record ? &*subject.record : nullptr, transaction);
}

Result<> handle(const ShowScans &command, Transaction &transaction)
{
    for (const ShowScans::Shown &each : command.shown) {
        if (transaction.exists<ScanShown>(each.scan))
            continue; // recorded once, never changed
        ScanShown shown;
        shown.id = each.scan;
        shown.outcome = each.outcome;
        shown.reason = each.reason;
        shown.by = each.by;
        shown.listAgeMs = each.listAgeMs;
        shown.at = each.at;
        transaction.put(shown);
        const auto scan = transaction.find<Scan>(each.scan);
        if (!scan)
            continue; // the fact is kept for the scan that may still come
        if (auto result = applyShown(*scan, each.outcome, transaction); !result)
            return result;
    }
    return {};
}

Result<> handle(const UndoScan &command, Transaction &transaction)
{
    auto scan = ruledScan(command.scan, command.ruling, transaction);
    if (!scan)
        return fail(std::move(scan.error()));
    if (!mayUndo(*scan, transaction))
        return fail(Fault::Forbidden, "not the own scan of the last two minutes");
    if (!scan->isCounted && scan->outcome != Outcome::Admitted)
        return fail(Fault::Conflict, "nobody went through");
    scan->isUndone = true;
    return rule(command, std::move(*scan), false, transaction);
}

Result<> handle(const ForceAdmit &command, Transaction &transaction)
{
    auto scan = ruledScan(command.scan, command.ruling, transaction);
    if (!scan)
        return fail(std::move(scan.error()));
    if (scan->isCounted)
        return fail(Fault::Conflict, "went through already");
    scan->isForced = true;
    return rule(command, std::move(*scan), true, transaction);
}

} // namespace gatehouse
