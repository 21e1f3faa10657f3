// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lane/lane.h"

#include "shared/crypto/scantext.h"

#include <algorithm>

namespace gatehouse {

namespace {

constexpr std::size_t kMaxRecent = 256; // codes remembered against double reads
constexpr std::size_t kMaxTold = 200;   // scans in one ShowScans, as its field says

ShownScan shownScan(const LaneShown &shown, Instant at)
{
    return {shown.scan, shown.verdict.outcome, shown.verdict.reason, shown.by, shown.listAgeMs, at};
}

LaneShown failed(const RecordScan &command, DecidedBy by, bool isRecorded)
{
    LaneShown shown;
    shown.scan = command.scan;
    shown.by = by;
    shown.verdict.reason = Reason::Error;
    shown.isRecorded = isRecorded;
    shown.direction = command.direction;
    return shown;
}

} // namespace

Lane::Lane(LanePort &port, Random &random, const Place &place) : m_port(port), m_random(random), m_place(place) {}

// --- codes
// ----------------------------------------------------------------------------------------------------------------

bool Lane::isDoubleRead(const std::string &code, std::int64_t nowMs)
{
    std::erase_if(m_recent, [&](const auto &each) { return nowMs - each.second >= m_doubleReadMs; });
    const auto [at, isNew] = m_recent.try_emplace(code, nowMs);
    at->second = nowMs;
    if (m_recent.size() > kMaxRecent)
        m_recent.clear();
    return !isNew;
}

Result<ScanId> Lane::scan(std::string_view raw, std::int64_t nowMs)
{
    auto code = normaliseScan(raw);
    if (!code)
        return fail(std::move(code.error()));
    if (isDoubleRead(*code, nowMs))
        return fail(Fault::Conflict, "read twice");

    RecordScan command;
    command.code = *code;
    return ask(std::move(command), nowMs);
}

Result<ScanId> Lane::pick(const AdmissionRecordId &record, std::int64_t nowMs)
{
    if (isDoubleRead(record.toString(), nowMs))
        return fail(Fault::Conflict, "picked twice");
    RecordScan command;
    command.record = record;
    return ask(std::move(command), nowMs);
}

Result<ScanId> Lane::complete(const ScanId &scan, std::int32_t people, const std::vector<GivenAnswer> &answers,
                              std::int64_t nowMs)
{
    if (!m_incomplete || m_incomplete->scan != scan)
        return fail(Fault::NotFound, "nothing to complete");
    RecordScan command = *std::exchange(m_incomplete, std::nullopt);
    command.shownOutcome.reset();
    command.shownReason = Reason::None;
    command.listAgeMs = 0;
    if (people > 0)
        command.people = people;
    for (const GivenAnswer &answer : answers) {
        std::erase_if(command.answers, [&](const GivenAnswer &known) { return known.question == answer.question; });
        command.answers.push_back(answer);
    }
    return ask(std::move(command), nowMs);
}

/// A scan of its own, here and now, of what the command names.
ScanId Lane::ask(RecordScan asked, std::int64_t nowMs)
{
    const ClockReading clock = m_port.clock();
    Attempt attempt;
    attempt.askedMs = nowMs;
    attempt.command = std::move(asked);
    RecordScan &command = attempt.command;
    command.scan = makeId<ScanId>(clock.device.ms, m_random);
    command.list = m_place.list;
    command.gate = m_place.gate;
    command.direction = m_place.direction;
    command.deviceAt = clock.device;
    command.offsetMs = clock.offsetMs;
    command.errorMs = clock.errorMs;
    command.isClockSuspect = clock.isSuspect;
    const ScanId scan = command.scan;
    if (m_port.isOnline()) {
        m_open.push_back(std::move(attempt));
        m_port.send(RecordScan(m_open.back().command)); // a copy: the word on it may come at once
    } else {
        decideAlone(std::move(attempt));
    }
    return scan;
}

Lane::Attempt *Lane::open(const ScanId &scan)
{
    const auto at =
        std::find_if(m_open.begin(), m_open.end(), [&](const Attempt &each) { return each.command.scan == scan; });
    return at == m_open.end() ? nullptr : &*at;
}

void Lane::kept(const ScanId &scan, const Result<> &result)
{
    Attempt *attempt = open(scan);
    if (!attempt) {
        noteUntold(result);
        return;
    }
    if (attempt->stage == Stage::Keeping && result)
        attempt->stage = Stage::Asked;
    else
        settle(scan, result.has_value());
    if (result)
        tellUntold();
}

/// What was decided is on disk and may be shown; or it is not, and then it did not happen.
void Lane::settle(const ScanId &scan, bool isRecorded)
{
    const Attempt attempt = *open(scan);
    std::erase_if(m_open, [&](const Attempt &each) { return each.command.scan == scan; });
    LaneShown shown = attempt.shown;
    if (!isRecorded) {
        takeBackOwn(attempt);
        shown = failed(attempt.command, DecidedBy::Device, false);
        const bool isAsked = attempt.stage != Stage::Keeping && !attempt.command.shownOutcome;
        if (isAsked) // the server has the question, and must hear that nobody saw its answer
            m_untold.push_back(shownScan(shown, m_port.clock().corrected()));
    }
    show(attempt.command, shown);
}

void Lane::show(const RecordScan &command, const LaneShown &shown)
{
    m_incomplete.reset();
    if (shown.verdict.reason == Reason::Incomplete)
        m_incomplete = command;
    if (onShown)
        onShown(shown);
}

void Lane::answered(const ScanId &scan, const Result<ScanVerdict> &answer)
{
    Attempt *attempt = open(scan);
    if (!attempt || attempt->stage != Stage::Asked)
        return;    // decided here meanwhile: what was shown stays, and the server knows of it
    if (!answer) { // refused as a command (a revoked device): nobody was let in
        attempt->shown = failed(attempt->command, DecidedBy::Server, true);
        settle(scan, true);
        return;
    }
    attempt->shown = {scan, DecidedBy::Server, *answer, 0, true, attempt->command.direction};
    Decision decision;
    decision.verdict.outcome = answer->outcome;
    decision.verdict.isReEntry = answer->isReEntry;
    decision.verdict.isOwn = answer->isOwn;
    decision.verdict.people = answer->people;
    decision.verdict.again = answer->again;
    decision.verdict.isMove = answer->isMove;
    if (answer->outcome == Outcome::Admitted) {
        decision.facts = read(attempt->command.code);
        decision.record = recordFor(attempt->command, decision.facts);
    }
    noteOwn(*attempt, decision);
    tell(*attempt);
}

void Lane::step(std::int64_t nowMs)
{
    std::vector<ScanId> late;
    for (const Attempt &attempt : m_open) {
        if (attempt.stage == Stage::Asked && (nowMs - attempt.askedMs >= kAskMs || !m_port.isOnline()))
            late.push_back(attempt.command.scan);
    }
    for (const ScanId &scan : late) {
        if (Attempt *attempt = open(scan))
            decideLate(*attempt);
    }
}

std::optional<std::int64_t> Lane::nextStepMs() const
{
    std::optional<std::int64_t> next;
    for (const Attempt &attempt : m_open) {
        if (attempt.stage == Stage::Asked)
            next = std::min(next.value_or(attempt.askedMs + kAskMs), attempt.askedMs + kAskMs);
    }
    return next;
}

// --- deciding
// -------------------------------------------------------------------------------------------------------------

/// Off line: the scan and what is shown for it go into the outbox as one command.
void Lane::decideAlone(Attempt attempt)
{
    RecordScan &command = attempt.command;
    const Decision decision = decide(command);
    command.shownOutcome = decision.verdict.outcome;
    command.shownReason = decision.verdict.reason;
    command.listAgeMs = m_port.listAgeMs();
    attempt.shown = {command.scan, DecidedBy::Device, shownOf(decision), command.listAgeMs, true, command.direction};
    attempt.stage = Stage::Showing;
    noteOwn(attempt, decision);
    m_open.push_back(std::move(attempt));
    m_port.send(RecordScan(m_open.back().command));
}

/// On line, but no answer in time: the question stays on its way, and what was shown follows it.
void Lane::decideLate(Attempt &attempt)
{
    const Decision decision = decide(attempt.command);
    attempt.shown = {attempt.command.scan,     DecidedBy::Device, shownOf(decision), m_port.listAgeMs(), true,
                     attempt.command.direction};
    noteOwn(attempt, decision);
    tell(attempt);
}

/// What will be shown for a scan that the server was asked about goes to the disk; the light follows it.
void Lane::tell(Attempt &attempt)
{
    attempt.stage = Stage::Showing;
    ShowScans told;
    told.shown.push_back(shownScan(attempt.shown, m_port.clock().corrected()));
    m_port.send(told);
}

/// The disk takes commands again: what it refused to hear of is said now.
void Lane::tellUntold()
{
    if (m_telling > 0 || m_untold.empty())
        return;
    m_telling = std::min(m_untold.size(), kMaxTold);
    ShowScans told;
    told.shown.assign(m_untold.begin(), m_untold.begin() + static_cast<std::ptrdiff_t>(m_telling));
    m_port.send(told);
}

void Lane::noteUntold(const Result<> &result)
{
    const std::size_t count = std::exchange(m_telling, 0);
    if (!result)
        return;
    m_untold.erase(m_untold.begin(), m_untold.begin() + static_cast<std::ptrdiff_t>(count));
    tellUntold();
}

std::optional<AdmissionRecord> Lane::recordFor(const RecordScan &command, const CodeFacts &facts) const
{
    if (facts.kind == CodeKind::Signed)
        return m_port.recordOfSerial(command.list, facts.serial);
    if (facts.kind == CodeKind::Imported)
        return m_port.recordOfCredential(command.list, facts.credential);
    if (facts.kind == CodeKind::Picked) {
        auto record = m_port.record(command.record);
        return record && record->list == command.list ? record : std::nullopt;
    }
    return std::nullopt;
}

CodeFacts Lane::read(const std::string &code) const
{
    if (code.empty())
        return {}; // somebody was picked
    const auto keys = m_port.keys();
    return keys ? CredentialReader(*keys).read(code) : CodeFacts{};
}

Lane::Decision Lane::decide(const RecordScan &command) const
{
    Decision decision;
    const auto list = m_port.list(command.list);
    if (!list || !m_port.keys()) { // a lane without its list can tell nothing apart
        decision.verdict.reason = Reason::Error;
        return decision;
    }
    decision.facts = read(command.code);
    decision.record = recordFor(command, decision.facts);
    const auto use = useOf(list->id, decision);
    const auto gate = m_port.gate(command.gate);
    const bool isUnlisted = decision.facts.kind == CodeKind::Signed && !decision.record;
    const auto product = isUnlisted ? m_port.productOfCategory(decision.facts.category) : std::nullopt;

    AdmissionInputs inputs;
    inputs.list = &*list;
    inputs.record = decision.record ? &*decision.record : nullptr;
    inputs.attendance = use ? &*use : nullptr;
    inputs.gate = gate ? &*gate : nullptr;
    inputs.product = product ? &*product : nullptr;
    inputs.gateId = command.gate;
    inputs.direction = command.direction;
    inputs.at = command.deviceAt + command.offsetMs;
    inputs.isClockSuspect = command.isClockSuspect;
    inputs.view = View::OffLine;
    inputs.code = decision.facts;
    inputs.device = m_place.device;
    inputs.day = m_port.dayOf(inputs.at);
    inputs.people = command.people;
    inputs.answers = &command.answers;
    decision.verdict = decideAdmission(inputs);
    return decision;
}

ScanVerdict Lane::shownOf(const Decision &decision) const
{
    ScanVerdict shown;
    shown.outcome = decision.verdict.outcome;
    shown.reason = decision.verdict.reason;
    shown.isReEntry = decision.verdict.isReEntry;
    shown.isOwn = decision.verdict.isOwn;
    shown.firstAt = decision.verdict.firstAt;
    shown.firstGate = decision.verdict.firstGate;
    shown.failed = decision.verdict.failed;
    shown.missing = decision.verdict.missing;
    shown.people = decision.verdict.people;
    shown.again = decision.verdict.again;
    shown.isMove = decision.verdict.isMove;
    if (decision.record) {
        shown.attention = decision.record->attention;
        shown.needsAttention = decision.record->needsAttention || !decision.record->attention.empty();
        if (const auto product = m_port.product(decision.record->product))
            shown.product = product->name;
    }
    return shown;
}

// --- what this lane did itself
// --------------------------------------------------------------------------------------------

std::optional<Attendance> Lane::copyOf(const std::optional<AdmissionRecord> &record) const
{
    return record ? m_port.attendance(record->id) : std::nullopt;
}

/// Nothing for what is no ticket.
std::optional<Lane::OwnPlace> Lane::ownPlace(const CheckInListId &list, const Decision &decision)
{
    if (decision.record)
        return OwnPlace(list, decision.record->serial);
    if (decision.facts.kind == CodeKind::Signed)
        return OwnPlace(list, decision.facts.serial);
    return std::nullopt;
}

/// What the copy says of a ticket's use, or what this lane did since. Where both changed, the later one: the device's
/// clock may be wrong by years, so it is asked only then.
std::optional<Attendance> Lane::useOf(const CheckInListId &list, const Decision &decision) const
{
    auto copy = copyOf(decision.record);
    const auto place = ownPlace(list, decision);
    const auto own = place ? m_own.find(*place) : m_own.end();
    if (own == m_own.end())
        return copy;
    const bool isCopyAsItWas = !copy || (own->second.base && copy->lastScan == *own->second.base);
    return isCopyAsItWas || copy->lastAt < own->second.use.lastAt ? own->second.use : copy;
}

Lane::OwnUse Lane::ownUse(const RecordScan &command, const Decision &decision) const
{
    Attendance before = useOf(command.list, decision).value_or(Attendance{});
    if (decision.record)
        before.id = decision.record->id;
    Passage passage;
    passage.scan = command.scan;
    passage.direction = command.direction;
    passage.at = command.deviceAt + command.offsetMs;
    passage.errorMs = command.errorMs;
    passage.isClockSuspect = command.isClockSuspect;
    passage.gate = command.gate;
    passage.isReEntry = decision.verdict.isReEntry;
    passage.isOwn = decision.verdict.isOwn;
    passage.day = m_port.dayOf(passage.at);
    passage.group = decision.record ? std::max(decision.record->people, 1) : 1;
    passage.people = std::max(decision.verdict.people, 1);
    passage.again = decision.verdict.again;
    passage.isMove = decision.verdict.isMove;
    if (const auto gate = m_port.gate(command.gate)) {
        const bool isEntry = command.direction == Direction::Entry;
        passage.from = isEntry ? gate->outer : gate->inner;
        passage.to = isEntry ? gate->inner : gate->outer;
    }
    const auto list = m_port.list(command.list);
    const auto copy = copyOf(decision.record);
    return {afterPassage(list.value_or(CheckInList{}), before, passage), copy ? copy->lastScan : ScanId()};
}

/// At once, not when the disk has it: the same ticket may be held before the reader again meanwhile.
void Lane::noteOwn(Attempt &attempt, const Decision &decision)
{
    const auto place = ownPlace(attempt.command.list, decision);
    if (decision.verdict.outcome != Outcome::Admitted || !place || !m_hasMemory)
        return;
    const auto copy = copyOf(decision.record);
    if (copy && copy->lastScan == attempt.command.scan)
        return; // the server's account has come before its answer
    OwnUse use = ownUse(attempt.command, decision);
    if (const auto own = m_own.find(*place); own != m_own.end())
        attempt.before = own->second;
    attempt.own = place;
    if (decision.record)
        m_ownPlaces[decision.record->id] = *place;
    m_own.insert_or_assign(*place, std::move(use));
}

void Lane::takeBackOwn(const Attempt &attempt)
{
    const auto own = attempt.own ? m_own.find(*attempt.own) : m_own.end();
    if (own == m_own.end() || own->second.use.lastScan != attempt.command.scan)
        return;
    if (attempt.before)
        own->second = *attempt.before;
    else
        m_own.erase(own);
}

void Lane::learned(const Attendance &use)
{
    const auto place = m_ownPlaces.find(use.id);
    if (place == m_ownPlaces.end())
        return;
    const auto own = m_own.find(place->second);
    if (own != m_own.end() && own->second.use.lastScan != use.lastScan)
        return; // of before
    if (own != m_own.end())
        m_own.erase(own);
    m_ownPlaces.erase(place);
}

// --- after a restart
// ------------------------------------------------------------------------------------------------------

void Lane::rememberShown(const RecordScan &command)
{
    Decision decision;
    decision.facts = read(command.code);
    decision.record = recordFor(command, decision.facts);
    decision.verdict.outcome = Outcome::Admitted;
    decision.verdict.people = std::max(command.people, 1);
    Attempt attempt;
    attempt.command = command;
    noteOwn(attempt, decision);
    if (attempt.own)
        m_own.at(*attempt.own).base.reset(); // the copy may have come on since
}

void Lane::remember(const RecordScan &command)
{
    if (!command.shownOutcome)
        m_unseen.emplace(command.scan, command);
    else if (*command.shownOutcome == Outcome::Admitted)
        rememberShown(command);
}

void Lane::remember(const ShowScans &command)
{
    for (const ShownScan &each : command.shown) {
        const auto asked = m_unseen.extract(each.scan);
        if (!asked.empty() && each.outcome == Outcome::Admitted)
            rememberShown(asked.mapped());
    }
}

void Lane::endRemembering()
{
    const Instant now = m_port.clock().corrected();
    for (const auto &[scan, command] : std::exchange(m_unseen, {}))
        m_untold.push_back({scan, Outcome::Unseen, Reason::None, DecidedBy::Device, 0, now});
    tellUntold();
}

} // namespace gatehouse
