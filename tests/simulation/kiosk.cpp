// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/kiosk.h"

#include "shared/house/house.h"
#include "shared/model/codec.h"

#include <algorithm>

namespace gatehouse::simulation {

namespace {

constexpr std::int64_t kPatienceMs = 400;  // DESIGN.md §1: then the kiosk decides itself
constexpr std::int64_t kOffLineMs = 5'000; // nothing heard for so long
constexpr std::int64_t kHelloAgainMs = 1'500;
constexpr std::int64_t kWindow = 50; // commands on their way at once

} // namespace

Kiosk::Kiosk(int number, const Door &door, Agenda &agenda, Network &network, Trace &trace, Random &chance,
             Authority &authority)
    : m_number(number), m_door(door), m_agenda(agenda), m_network(network), m_trace(trace), m_chance(chance),
      m_authority(authority)
{
    m_disk.sender = authority.newId();
    m_disk.device = DeviceId(authority.newId());
}

Instant Kiosk::clock() const
{
    return {SimulatedClock::kBeginMs + m_agenda.nowMs() + m_skewMs};
}

bool Kiosk::isOnLine() const
{
    return !m_epoch.isNull() && m_agenda.nowMs() - m_heardMs < kOffLineMs;
}

Actor Kiosk::actor() const
{
    Actor kiosk;
    kiosk.id = m_disk.device;
    kiosk.device = m_disk.device;
    kiosk.permissions = {Permission::Everyone, Permission::Scan, Permission::ViewVenue};
    return kiosk;
}

void Kiosk::send(Message message)
{
    m_network.send(m_number, true, [this, message = std::move(message)] {
        m_authority.take(m_number, actor(), m_disk.sender, message);
    });
}

void Kiosk::sayHello()
{
    Message hello;
    hello.kind = Message::Kind::Hello;
    hello.epoch = m_epoch;
    hello.first = m_cursor;
    hello.helloCount = ++m_helloCount;
    m_helloMs = m_agenda.nowMs();
    send(std::move(hello));
}

void Kiosk::sendCommands()
{
    if (m_epoch.isNull())
        return;
    const auto count = static_cast<std::int64_t>(m_disk.commands.size());
    for (std::int64_t number = m_answered + 1; number <= std::min(count, m_answered + kWindow); ++number) {
        if (m_early.contains(number))
            continue;
        const Command &command = m_disk.commands[static_cast<std::size_t>(number - 1)];
        Message message;
        message.kind = Message::Kind::Command;
        message.epoch = m_epoch;
        message.number = number;
        message.name = command.name;
        message.body = command.body;
        message.at = command.at;
        message.offsetMs = command.offsetMs;
        message.confirmed = m_answered;
        send(std::move(message));
    }
}

void Kiosk::beat()
{
    const bool mayRepeat = m_agenda.nowMs() - m_helloMs >= kHelloAgainMs;
    if (!isOnLine() && mayRepeat)
        sayHello();
    sendCommands();
}

void Kiosk::keep(std::string name, std::string body, const ScanId &scan)
{
    m_disk.commands.push_back({std::move(name), std::move(body), clock(), m_offsetMs, scan});
    m_trace.note("keep", m_number, static_cast<std::int64_t>(m_disk.commands.size()));
}

template <class E>
std::optional<E> Kiosk::replicaOf(const Id &id) const
{
    const auto found = m_rows.find({E::spec.number, id});
    if (found == m_rows.end())
        return std::nullopt;
    auto entity = decoded<E>(found->second, Strictness::Replica, Part::Open);
    if (!entity)
        return std::nullopt;
    static_cast<Id &>(entity->id) = id;
    return std::move(*entity);
}

std::optional<AdmissionRecord> Kiosk::recordOf(const TicketId &ticket) const
{
    for (auto row = m_rows.lower_bound({AdmissionRecord::spec.number, {}});
         row != m_rows.end() && row->first.first == AdmissionRecord::spec.number; ++row) {
        auto record = replicaOf<AdmissionRecord>(row->first.second);
        if (record && record->ticket == ticket)
            return record;
    }
    return std::nullopt;
}

Verdict Kiosk::decide(const AdmissionRecord &record, Direction direction, Instant at) const
{
    const auto list = replicaOf<CheckInList>(m_door.list);
    const auto gate = replicaOf<Gate>(m_door.gate);
    auto attendance = replicaOf<Attendance>(record.id);
    if (const auto own = m_own.find(record.id);
        own != m_own.end() && (!attendance || attendance->lastAt <= own->second.lastAt))
        attendance = own->second;
    if (!list)
        return {};
    AdmissionInputs inputs;
    inputs.list = &*list;
    inputs.record = &record;
    inputs.attendance = attendance ? &*attendance : nullptr;
    inputs.gate = gate ? &*gate : nullptr;
    inputs.gateId = m_door.gate;
    inputs.direction = direction;
    inputs.at = at;
    inputs.isClockSuspect = m_isClockSuspect;
    inputs.view = View::OffLine;
    inputs.device = m_disk.device;
    return decideAdmission(inputs);
}

/// What happened at this gate counts here at once, whether the authority knows it or not.
void Kiosk::remember(const ScanId &scan, const AdmissionRecord &record, Direction direction, Instant at)
{
    const auto stored = replicaOf<Attendance>(record.id);
    auto [own, isNew] = m_own.try_emplace(record.id, stored.value_or(Attendance{}));
    own->second.id = record.id;
    own->second.list = m_door.list;
    Passage passage;
    passage.scan = scan;
    passage.direction = direction;
    passage.at = at;
    passage.gate = m_door.gate;
    const auto list = replicaOf<CheckInList>(m_door.list);
    own->second = afterPassage(list.value_or(CheckInList{}), own->second, passage);
}

void Kiosk::scan(const TicketId &ticket, Direction direction)
{
    const auto record = recordOf(ticket);
    if (!record)
        return; // a kiosk that was never welcomed has no list: it says so and sends people on
    const ScanId scan(makeId(clock().ms, m_chance));
    RecordScan command;
    command.scan = scan;
    command.list = m_door.list;
    command.gate = m_door.gate;
    command.record = record->id;
    command.direction = direction;
    command.deviceAt = clock();
    command.offsetMs = m_offsetMs;
    command.errorMs = 100;
    command.isClockSuspect = m_isClockSuspect;
    m_disk.scans.insert(scan);
    const Instant at = clock() + m_offsetMs;
    if (!isOnLine()) {
        const Verdict verdict = decide(*record, direction, at);
        command.shownOutcome = verdict.outcome;
        command.shownReason = verdict.reason;
        keep(std::string(RecordScan::spec.name), encoded(command), scan);
        if (verdict.outcome == Outcome::Admitted)
            remember(scan, *record, direction, at);
        return;
    }
    m_disk.unseen.insert(scan);
    keep(std::string(RecordScan::spec.name), encoded(command), scan);
    const auto number = static_cast<std::int64_t>(m_disk.commands.size());
    m_asked[number] = [this, scan, record = *record, direction, at](const ScanVerdict &answer) {
        Verdict verdict;
        verdict.outcome = answer.outcome;
        verdict.reason = answer.reason;
        if (verdict.outcome == Outcome::Admitted)
            remember(scan, record, direction, at);
        show(scan, verdict, DecidedBy::Server);
    };
    m_agenda.plan(kPatienceMs, [this, life = m_life, number, scan, record = *record, direction, at] {
        if (life != m_life || m_asked.erase(number) == 0)
            return;
        decideAlone(scan, record, direction, at);
    });
    sendCommands();
}

void Kiosk::decideAlone(const ScanId &scan, const AdmissionRecord &record, Direction direction, Instant at)
{
    const Verdict verdict = decide(record, direction, at);
    if (verdict.outcome == Outcome::Admitted)
        remember(scan, record, direction, at);
    show(scan, verdict, DecidedBy::Device);
}

void Kiosk::show(const ScanId &scan, const Verdict &verdict, DecidedBy by)
{
    if (m_disk.unseen.erase(scan) == 0)
        return;
    m_trace.note("light", m_number, static_cast<std::int64_t>(verdict.outcome));
    ShowScans::Shown shown;
    shown.scan = scan;
    shown.outcome = verdict.outcome;
    shown.reason = verdict.reason;
    shown.by = by;
    shown.at = clock();
    ShowScans command;
    command.shown.push_back(shown);
    keep(std::string(ShowScans::spec.name), encoded(command), {});
    sendCommands();
}

void Kiosk::restart()
{
    m_trace.note("kiosk restarts", m_number);
    ++m_life;
    m_epoch = {};
    m_cursor = 0;
    m_answered = 0;
    m_early.clear();
    m_heardMs = -1'000'000;
    m_rows.clear();
    m_own.clear();
    m_asked.clear();
    // Nobody saw a light for these: that is a fact too.
    const std::set<ScanId> unseen = m_disk.unseen;
    for (const ScanId &scan : unseen) {
        Verdict none;
        none.outcome = Outcome::Unseen;
        show(scan, none, DecidedBy::Device);
    }
}

void Kiosk::setClock(std::int64_t skewMs, bool isSuspect)
{
    m_skewMs = skewMs;
    m_isClockSuspect = isSuspect;
}

void Kiosk::take(const Message &message)
{
    if (message.kind == Message::Kind::Welcome)
        return takeWelcome(message);
    if (message.epoch != m_epoch) {
        if (m_agenda.nowMs() - m_helloMs >= kHelloAgainMs)
            sayHello();
        return;
    }
    m_heardMs = m_agenda.nowMs();
    if (message.kind == Message::Kind::Delta)
        takeDelta(message);
    else if (message.kind == Message::Kind::Answer)
        takeAnswer(message.outcome);
    else if (message.last > m_cursor && m_agenda.nowMs() - m_helloMs >= kHelloAgainMs)
        sayHello(); // a heartbeat tells what deltas were lost
}

void Kiosk::takeWelcome(const Message &message)
{
    if (message.helloCount != m_helloCount)
        return; // of an earlier hello
    const bool isNewLife = message.epoch != m_epoch;
    if (message.isResync)
        m_rows.clear();
    else if (message.first > m_cursor)
        return; // the cursor has been lost since
    if (message.last < m_cursor && !message.isResync && !isNewLife)
        return; // deltas have overtaken it
    m_heardMs = m_agenda.nowMs();
    m_offsetMs = message.at - clock();
    m_epoch = message.epoch;
    apply(message.rows);
    m_cursor = message.last;
    if (isNewLife) {
        // What this life of the server does not hold is sent again, answered or not.
        m_answered = std::min(m_answered, message.lastNumber);
        m_early.clear();
    }
    sendCommands();
}

void Kiosk::apply(const std::vector<Row> &rows)
{
    for (const Row &row : rows) {
        if (row.isGone)
            m_rows.erase({row.entity, row.id});
        else
            m_rows.insert_or_assign({row.entity, row.id}, row.body);
    }
}

void Kiosk::takeDelta(const Message &message)
{
    if (message.last <= m_cursor)
        return; // repeated
    if (message.first > m_cursor + 1) {
        if (m_agenda.nowMs() - m_helloMs >= kHelloAgainMs)
            sayHello(); // a hole: catch up
        return;
    }
    apply(message.rows);
    m_cursor = message.last;
}

void Kiosk::takeAnswer(const CommandOutcome &outcome)
{
    if (outcome.number < 1 || outcome.number > static_cast<std::int64_t>(m_disk.commands.size()))
        return m_trace.violate("an answer to nothing");
    if (outcome.failure.fault == Fault::Gap || isPassing(outcome.failure.fault))
        return; // the beat sends again from the first one that is not answered
    if (outcome.failure.fault != Fault::None && outcome.failure.fault != Fault::Expired)
        m_trace.violate("a fact was refused: " + describe(outcome.failure));
    const Command &command = m_disk.commands[static_cast<std::size_t>(outcome.number - 1)];
    if (outcome.failure.fault == Fault::None && !command.scan.isNull())
        m_acknowledged.insert(command.scan);
    if (outcome.number > m_answered)
        m_early.insert(outcome.number);
    while (m_early.erase(m_answered + 1) == 1)
        ++m_answered;
    auto asked = m_asked.extract(outcome.number);
    if (asked.empty() || outcome.failure.fault != Fault::None)
        return;
    if (const auto verdict = decoded<ScanVerdict>(outcome.answer, Strictness::Replica))
        asked.mapped()(*verdict);
}

void Kiosk::compare(Reader &reader)
{
    if (m_epoch.isNull())
        return;
    std::map<RowKey, std::string> rows;
    const auto result = reader.changes(0, m_cursor, kioskScopes(), [&rows](const StoredRow &row) {
        if (goesToKiosks(*row.type) && !row.isGone)
            rows.insert_or_assign({row.type->spec.number, row.id}, row.body);
        return true;
    });
    if (!result)
        m_trace.violate("compare: " + describe(result.error()));
    else if (rows != m_rows)
        m_trace.violate("kiosk " + std::to_string(m_number) + " differs at " + std::to_string(m_cursor) + ": "
                        + std::to_string(m_rows.size()) + " rows instead of " + std::to_string(rows.size()));
}

std::string Kiosk::state() const
{
    return "kiosk " + std::to_string(m_number) + ": cursor " + std::to_string(m_cursor) + ", answered "
        + std::to_string(m_answered) + " of " + std::to_string(m_disk.commands.size()) + ", unseen "
        + std::to_string(m_disk.unseen.size());
}

} // namespace gatehouse::simulation
