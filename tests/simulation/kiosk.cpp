// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/kiosk.h"

#include <algorithm>

namespace gatehouse::simulation {

namespace {

constexpr std::int64_t kRecallAnswered = 500;      // as app/kiosk
constexpr std::int64_t kDiskMs = 3;                // until the window hears from the disk
constexpr std::int64_t kExitDoubtMs = 20 * 60'000; // an exit may have been judged by a clock that far off

} // namespace

Kiosk::Kiosk(World &world, DeviceSetup setup, Model &model, int number)
    : Device(world, std::move(setup)), m_model(model), m_number(number)
{
}

// --- the program's life
// ----------------------------------------------------------------------------------------------------

void Kiosk::began()
{
    ++m_run;
    m_isRecalled = false;
    m_lane = std::make_unique<Lane>(static_cast<LanePort &>(*this), random(), m_place);
    if (world().dropped.has(Guard::DoubleRead))
        m_lane->setDoubleReadMs(0);
    if (world().dropped.has(Guard::OwnUse))
        m_lane->dropMemory();
    m_lane->onShown = [this](const LaneShown &each) { shown(each); };
    recall(kRecallAnswered);
}

void Kiosk::ended()
{
    ++m_run;
    m_lane.reset();
    m_asked.clear();
    m_place = {};
}

void Kiosk::welcomed(const Welcome &welcome)
{
    m_place.device = DeviceId(welcome.actor);
    m_place.list = CheckInListId(welcome.list);
    m_place.gate = GateId(welcome.gate);
    if (m_lane)
        m_lane->setPlace(m_place);
}

void Kiosk::recalled(const std::vector<OutboxEntry> &commands)
{
    if (!world().dropped.has(Guard::Remember)) {
        for (const OutboxEntry &entry : commands) {
            if (entry.name == RecordScan::spec.name)
                m_lane->remember(*decoded<RecordScan>(entry.body));
            else if (entry.name == ShowScans::spec.name)
                m_lane->remember(*decoded<ShowScans>(entry.body));
        }
        m_lane->endRemembering();
    }
    m_isRecalled = true;
}

void Kiosk::renumbered(const std::vector<std::int64_t> &before)
{
    std::map<std::int64_t, ScanId> asked;
    for (std::size_t index = 0; index < before.size(); ++index) {
        if (const auto at = m_asked.find(before[index]); at != m_asked.end())
            asked.emplace(static_cast<std::int64_t>(index) + 1, at->second);
    }
    m_asked = std::move(asked);
}

// --- scans
// ----------------------------------------------------------------------------------------------------------------

void Kiosk::present(std::size_t ticket, Direction direction)
{
    if (!isRunning() || !m_isRecalled || m_lane->isBusy() || m_place.list.isNull() || !list(m_place.list) || !keys())
        return;
    m_place.direction = direction;
    m_lane->setPlace(m_place);
    m_presented = ticket;
    const auto scan = m_lane->scan(m_model.tickets[ticket].code, monotonicMs());
    if (scan && direction == Direction::Exit) // its light may come after that of an entry elsewhere
        m_model.tickets[ticket].lastExitMs = world().agenda.nowMs();
    if (scan && random().below(8) == 0) { // the reader reads it again while it is held there
        ++m_model.doubleReads;
        if (m_lane->scan(m_model.tickets[ticket].code, monotonicMs()))
            world().trace.violate("I2: a code that was held there once became two scans at " + name());
    }
    m_presented.reset();
    world().trace.note("presents", m_number, static_cast<std::int64_t>(ticket));
    planLane();
}

void Kiosk::send(const RecordScan &command)
{
    if (m_presented) {
        SeenScan seen;
        seen.kiosk = m_number;
        seen.ticket = *m_presented;
        seen.direction = command.direction;
        seen.atMs = world().agenda.nowMs();
        seen.restores = m_model.restores;
        if (!command.shownOutcome && cable() && cable()->connection != 0)
            seen.serverAt = world().serverNow();
        m_model.scans.emplace(command.scan, std::move(seen));
    }
    const auto number = sendNamed(std::string(RecordScan::spec.name), encoded(command));
    if (!number)
        return;
    m_asked.emplace(*number, command.scan);
    keptLater(command.scan);
}

void Kiosk::send(const ShowScans &command)
{
    if (sendNamed(std::string(ShowScans::spec.name), encoded(command)))
        keptLater(command.shown.front().scan);
}

/// The link's thread holds the disk; the window hears of it a little later.
void Kiosk::keptLater(const ScanId &scan)
{
    world().agenda.plan(kDiskMs, place(), [this, run = m_run, scan] {
        if (run != m_run)
            return;
        m_lane->kept(scan, {});
        planLane();
    });
}

void Kiosk::planLane()
{
    const auto next = m_lane ? m_lane->nextStepMs() : std::nullopt;
    if (!next)
        return;
    world().agenda.plan(std::max<std::int64_t>(1, *next - monotonicMs()), place(), [this, run = m_run] {
        if (run == m_run)
            m_lane->step(monotonicMs());
    });
}

void Kiosk::answered(const CommandAnswered &answered)
{
    const AnswerFrame &answer = answered.answer;
    const auto asked = m_asked.extract(answered.number);
    if (answer.fault != Fault::None)
        world().trace.violate("I2: a fact was refused: " + answered.name + ": " + std::string(faultName(answer.fault))
                              + " " + answer.detail);
    if (asked.empty())
        return;
    if (answer.fault == Fault::None)
        m_model.acknowledged.insert(asked.mapped());
    Result<ScanVerdict> verdict = fail(answer.fault, answer.detail);
    if (answer.fault == Fault::None)
        verdict = decoded<ScanVerdict>(answer.body, Strictness::Replica);
    m_lane->answered(asked.mapped(), verdict);
    planLane();
}

void Kiosk::shown(const LaneShown &shown)
{
    world().trace.note("light", m_number, static_cast<std::int64_t>(shown.verdict.outcome));
    if (!shown.isRecorded)
        return world().trace.violate("I1: " + name() + " shows what its disk did not take");
    if (shown.verdict.outcome == Outcome::Refused && shown.verdict.reason == Reason::None)
        world().trace.violate("I21: " + name() + " refuses without a reason");
    const auto scan = m_model.scans.find(shown.scan);
    if (scan == m_model.scans.end())
        return world().trace.violate("I6: a light for a scan that nobody made");
    if (scan->second.light)
        world().trace.violate("I2: two lights for one scan at " + name());
    ++m_model.lights;
    m_model.refusals += shown.verdict.outcome == Outcome::Refused ? 1 : 0;
    m_model.offline += shown.by == DecidedBy::Device ? 1 : 0;
    scan->second.light = shown.verdict.outcome;
    m_model.tickets[scan->second.ticket].story += "\n        at " + std::to_string(world().agenda.nowMs()) + " "
        + name() + (scan->second.direction == Direction::Entry ? " entry" : " exit")
        + (shown.verdict.outcome == Outcome::Admitted ? " admitted" : " refused")
        + (shown.by == DecidedBy::Server ? " by the server" : " alone") + (shown.verdict.isReEntry ? " again" : "")
        + " " + shown.scan.toString().substr(24);
    if (shown.verdict.outcome == Outcome::Admitted)
        noteLight(scan->second, shown);
}

/// [I7] One kiosk lets a ticket in once, whatever the network does, until somebody went out with it.
void Kiosk::noteLight(const SeenScan &scan, const LaneShown &shown)
{
    SeenTicket &ticket = m_model.tickets[scan.ticket];
    const std::int64_t nowMs = world().agenda.nowMs();
    if (scan.direction == Direction::Exit) {
        ++ticket.exits;
        return;
    }
    ++ticket.entries;
    const auto before = ticket.lastEntryMs.find(m_number);
    const bool mayAgain = before == ticket.lastEntryMs.end() || ticket.isRuled || shown.verdict.isOwn
        || (ticket.lastExitMs >= 0 && ticket.lastExitMs >= before->second - kExitDoubtMs);
    if (!mayAgain)
        world().trace.violate("I7: " + name() + " lets ticket " + std::to_string(scan.ticket)
                              + " in twice, though nobody went out:" + ticket.story);
    ticket.lastEntryMs[m_number] = nowMs;
    // [I13] An answer that was on its way then is too old for a lane. A restore may have to hear of it again.
    const bool isKnown =
        ticket.isRevoked && nowMs - ticket.revokedMs > 2 * kAskMs && ticket.revokedIn == m_model.restores;
    if (isKnown && shown.by == DecidedBy::Server)
        world().trace.violate("I13: a revoked ticket is admitted by the server");
}

void Kiosk::rowsChanged(const std::vector<AppliedRow> &rows)
{
    for (const AppliedRow &row : rows) {
        if (row.type == &entityType<Attendance>() && row.value && m_lane)
            m_lane->learned(*static_cast<const Attendance *>(row.value.get()));
    }
}

void Kiosk::statusChanged()
{
    if (!m_lane || !m_lane->nextStepMs() || isOnline())
        return;
    m_lane->step(monotonicMs()); // nobody waits for an answer that cannot come
}

// --- what the lane asks
// ---------------------------------------------------------------------------------------------------

bool Kiosk::isOnline() const
{
    const ReplicaState state = status().state;
    return state == ReplicaState::Live || state == ReplicaState::CatchingUp;
}

std::int64_t Kiosk::listAgeMs() const
{
    const ReplicaStatus now = status();
    if (now.state == ReplicaState::Live || !now.asOf)
        return 0;
    return std::max<std::int64_t>(0, serverTime() - *now.asOf);
}

ClockReading Kiosk::clock() const
{
    const ClientTime now = time();
    const ClockSync sync = status().clock;
    ClockReading reading;
    reading.device = now.wall;
    reading.offsetMs = sync.offsetMs(now);
    if (const auto server = sync.serverTimeFor(now.monotonicMs))
        reading.errorMs = static_cast<std::int32_t>(std::min<std::int64_t>(server->errorMs, kClockDoubtMs));
    else
        reading.isSuspect = true;
    return reading;
}

std::optional<CredentialKeys> Kiosk::keys() const
{
    const auto all = view().all<CredentialKeys>();
    return all.empty() ? std::nullopt : std::optional(*all.front());
}

std::optional<CheckInList> Kiosk::list(const CheckInListId &id) const
{
    return status().isWhole ? view().copy<CheckInList>(id) : std::nullopt;
}

std::optional<Gate> Kiosk::gate(const GateId &id) const
{
    return view().copy<Gate>(id);
}

std::optional<Product> Kiosk::product(const ProductId &id) const
{
    return view().copy<Product>(id);
}

std::optional<Product> Kiosk::productOfCategory(std::int32_t category) const
{
    for (const Product *each : view().all<Product>()) {
        if (each->isAdmitting && each->category == category)
            return *each;
    }
    return std::nullopt;
}

std::optional<AdmissionRecord> Kiosk::recordOfSerial(const CheckInListId &list, std::int64_t serial) const
{
    return view().recordOfSerial(list, serial);
}

std::optional<AdmissionRecord> Kiosk::recordOfCredential(const CheckInListId &list, const Bytes &credential) const
{
    return view().recordOfCredential(list, credential);
}

std::optional<AdmissionRecord> Kiosk::record(const AdmissionRecordId &id) const
{
    return view().copy<AdmissionRecord>(id);
}

std::optional<Attendance> Kiosk::attendance(const AdmissionRecordId &record) const
{
    return view().copy<Attendance>(record);
}

std::int64_t Kiosk::dayOf(Instant at) const
{
    const auto events = view().all<Event>();
    return eventDayAt(events.empty() ? std::vector<EventDay>() : events.front()->days, at);
}

} // namespace gatehouse::simulation
