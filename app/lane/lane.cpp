// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lane/lane.h"

#include "shared/crypto/scantext.h"

#include <algorithm>

namespace gatehouse {

namespace {

constexpr std::size_t kMaxRecent = 256; // codes remembered against double reads

std::string keyOf(const CodeFacts &facts)
{
    return facts.kind == CodeKind::Signed ? "s" + std::to_string(facts.serial) : "c" + std::string(facts.credential);
}

} // namespace

Lane::Lane(LanePort &port, Random &random, const Place &place) : m_port(port), m_random(random), m_place(place) {}

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

    const ClockReading clock = m_port.clock();
    RecordScan command;
    command.scan = makeId<ScanId>(clock.device.ms, m_random);
    command.list = m_place.list;
    command.gate = m_place.gate;
    command.code = *code;
    command.direction = m_place.direction;
    command.deviceAt = clock.device;
    command.offsetMs = clock.offsetMs;
    command.errorMs = clock.errorMs;
    command.isClockSuspect = clock.isSuspect;
    const ScanId scan = command.scan;
    if (m_port.isOnline())
        ask(std::move(command), nowMs);
    else
        decideAlone(std::move(command));
    return scan;
}

void Lane::ask(RecordScan command, std::int64_t nowMs)
{
    const auto number = m_port.send(command);
    if (!number) {
        showNotRecorded(command);
        return;
    }
    m_open.push_back({*number, std::move(command), nowMs});
}

void Lane::answered(std::int64_t number, const Result<ScanVerdict> &answer)
{
    const auto at = std::find_if(m_open.begin(), m_open.end(), [&](const Question &each) { return each.number == number; });
    if (at == m_open.end())
        return; // decided here meanwhile: what was shown stays, and the server knows of it
    const Question question = *at;
    m_open.erase(at);
    if (!answer) { // refused as a command (a revoked device): nobody was let in
        ScanVerdict verdict;
        verdict.reason = Reason::Error;
        show({question.command.scan, DecidedBy::Server, verdict, 0, true});
        return;
    }
    LaneShown shown{question.command.scan, DecidedBy::Server, *answer, 0, true};
    ShowScans told;
    told.shown.push_back({shown.scan, shown.verdict.outcome, shown.verdict.reason, shown.by, 0, m_port.clock().corrected()});
    if (!m_port.send(told))
        showNotRecorded(question.command);
    else
        show(std::move(shown));
}

void Lane::step(std::int64_t nowMs)
{
    while (!m_open.empty() && (nowMs - m_open.front().askedMs >= kAskMs || !m_port.isOnline())) {
        const Question question = std::move(m_open.front());
        m_open.erase(m_open.begin());
        decideLate(question);
    }
}

std::optional<std::int64_t> Lane::nextStepMs() const
{
    return m_open.empty() ? std::nullopt : std::optional(m_open.front().askedMs + kAskMs);
}

/// Off line: the scan and what is shown for it go into the outbox as one command.
void Lane::decideAlone(RecordScan command)
{
    const Decision decision = decide(command);
    command.shownOutcome = decision.verdict.outcome;
    command.shownReason = decision.verdict.reason;
    command.listAgeMs = m_port.listAgeMs();
    if (!m_port.send(command)) {
        showNotRecorded(command);
        return;
    }
    noteOwn(command, decision);
    show({command.scan, DecidedBy::Device, shownOf(decision), command.listAgeMs, true});
}

/// On line, but no answer in time: the question stays on its way, and what was shown follows it.
void Lane::decideLate(const Question &question)
{
    const Decision decision = decide(question.command);
    const std::int64_t age = m_port.listAgeMs();
    ShowScans told;
    told.shown.push_back({question.command.scan, decision.verdict.outcome, decision.verdict.reason, DecidedBy::Device, age,
                          m_port.clock().corrected()});
    if (!m_port.send(told)) {
        showNotRecorded(question.command);
        return;
    }
    noteOwn(question.command, decision);
    show({question.command.scan, DecidedBy::Device, shownOf(decision), age, true});
}

std::optional<AdmissionRecord> Lane::recordFor(const CheckInListId &list, const CodeFacts &facts) const
{
    if (facts.kind == CodeKind::Signed)
        return m_port.recordOfSerial(list, facts.serial);
    if (facts.kind == CodeKind::Imported)
        return m_port.recordOfCredential(list, facts.credential);
    return std::nullopt;
}

Lane::Decision Lane::decide(const RecordScan &command)
{
    Decision decision;
    const auto list = m_port.list(command.list);
    const auto keys = m_port.keys();
    if (!list || !keys) { // a lane without its list can tell nothing apart
        decision.verdict.reason = Reason::Error;
        return decision;
    }
    decision.facts = CredentialReader(*keys).read(command.code);
    decision.record = recordFor(list->id, decision.facts);
    const auto use = useOf(decision.record, decision.facts);
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
    decision.verdict = decideAdmission(inputs);
    return decision;
}

/// What the replica says of a ticket's use, or what this lane did since.
std::optional<Attendance> Lane::useOf(const std::optional<AdmissionRecord> &record, const CodeFacts &facts) const
{
    auto use = record ? m_port.attendance(record->id) : std::nullopt;
    const auto own = m_own.find(keyOf(facts));
    if (own != m_own.end() && (!use || use->lastAt < own->second.lastAt))
        return own->second;
    return use;
}

void Lane::noteOwn(const RecordScan &command, const Decision &decision)
{
    const CodeFacts &facts = decision.facts;
    if (decision.verdict.outcome != Outcome::Admitted || (facts.kind != CodeKind::Signed && facts.kind != CodeKind::Imported))
        return;
    Attendance before = useOf(decision.record, facts).value_or(Attendance{});
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
    m_own[keyOf(facts)] = afterPassage(before, passage);
}

void Lane::remember(const RecordScan &command)
{
    const auto keys = m_port.keys();
    if (!keys || command.shownOutcome != Outcome::Admitted)
        return;
    Decision decision;
    decision.facts = CredentialReader(*keys).read(command.code);
    decision.record = recordFor(command.list, decision.facts);
    decision.verdict.outcome = Outcome::Admitted;
    noteOwn(command, decision);
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
    if (decision.record) {
        shown.attention = decision.record->attention;
        if (const auto product = m_port.product(decision.record->product))
            shown.product = product->name;
    }
    return shown;
}

void Lane::show(LaneShown shown)
{
    if (onShown)
        onShown(shown);
}

void Lane::showNotRecorded(const RecordScan &command)
{
    LaneShown shown;
    shown.scan = command.scan;
    shown.verdict.reason = Reason::Error;
    shown.isRecorded = false;
    show(std::move(shown));
}

} // namespace gatehouse
