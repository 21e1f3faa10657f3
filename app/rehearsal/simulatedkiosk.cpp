// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/simulatedkiosk.h"

#include "shared/replica/replicaworker.h"

namespace gatehouse {

SimulatedKiosk::SimulatedKiosk(ClientOptions options, LinkMaker makeLink, Random &random, const Lane::Place &place,
                               std::int64_t doubleReadMs)
    : m_random(random), m_place(place), m_doubleReadMs(doubleReadMs),
      m_station(std::move(options), std::move(makeLink), random)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // the 400 ms of a question are what is rehearsed
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_lane->step(deviceTime().monotonicMs);
        armTimer();
    });
    m_station.onAnswered = [this](const CommandAnswered &command) { answered(command); };
    m_station.onChanged = [this] {
        if (isBusy() && !isOnline()) // nobody waits for an answer that cannot come
            m_timer.start(0);
    };
    makeLane();
}

void SimulatedKiosk::makeLane()
{
    m_lane = std::make_unique<Lane>(static_cast<LanePort &>(*this), m_random, m_place);
    m_lane->setDoubleReadMs(m_doubleReadMs);
    m_lane->onShown = [this](const LaneShown &shown) {
        if (onShown)
            onShown(shown);
    };
}

Result<> SimulatedKiosk::open()
{
    return m_station.open();
}

Result<ScanId> SimulatedKiosk::scan(const std::string &code, Direction direction)
{
    m_place.direction = direction;
    m_lane->setPlace(m_place);
    auto scan = m_lane->scan(code, deviceTime().monotonicMs);
    armTimer();
    return scan;
}

void SimulatedKiosk::restart()
{
    m_timer.stop();
    m_asked.clear();
    makeLane();
    for (const OutboxEntry &entry : m_station.waitingCommands())
        remember(entry);
    m_lane->endRemembering();
    m_station.restart();
}

void SimulatedKiosk::remember(const OutboxEntry &entry)
{
    if (entry.name == RecordScan::spec.name) {
        if (const auto command = decoded<RecordScan>(entry.body))
            m_lane->remember(*command);
    } else if (entry.name == ShowScans::spec.name) {
        if (const auto command = decoded<ShowScans>(entry.body))
            m_lane->remember(*command);
    }
}

void SimulatedKiosk::answered(const CommandAnswered &answered)
{
    const AnswerFrame &answer = answered.answer;
    if (answer.fault != Fault::None && onRefused)
        onRefused({answer.fault, answered.name + ": " + answer.detail, {}});
    Result<ScanVerdict> verdict = fail(answer.fault, answer.detail);
    const bool isVerdict = answered.name == RecordScan::spec.name;
    if (isVerdict && answer.fault == Fault::None)
        verdict = decoded<ScanVerdict>(answer.body, Strictness::Replica);
    if (onSequence)
        onSequence(answer.sequence, verdict && verdict->outcome == Outcome::Admitted);
    if (const auto asked = m_asked.extract(answered.number); !asked.empty())
        m_lane->answered(asked.mapped(), verdict);
    armTimer();
}

void SimulatedKiosk::armTimer()
{
    const auto next = m_lane->nextStepMs();
    if (!next)
        m_timer.stop();
    else
        m_timer.start(static_cast<int>(std::max<std::int64_t>(0, *next - deviceTime().monotonicMs)));
}

// --- what the lane asks
// ---------------------------------------------------------------------------------------------------

bool SimulatedKiosk::isOnline() const
{
    const ReplicaState state = m_station.status().state;
    return state == ReplicaState::Live || state == ReplicaState::CatchingUp;
}

std::int64_t SimulatedKiosk::listAgeMs() const
{
    const ReplicaStatus status = m_station.status();
    if (status.state == ReplicaState::Live || !status.asOf)
        return 0;
    const ClockReading now = clock();
    return std::max<std::int64_t>(0, now.corrected() - *status.asOf);
}

ClockReading SimulatedKiosk::clock() const
{
    const ClientTime now = deviceTime();
    const ClockSync sync = m_station.status().clock;
    ClockReading reading;
    reading.device = now.wall;
    reading.offsetMs = sync.offsetMs(now);
    if (const auto server = sync.serverTimeFor(now.monotonicMs))
        reading.errorMs = static_cast<std::int32_t>(std::min<std::int64_t>(server->errorMs, kClockDoubtMs));
    else
        reading.isSuspect = true;
    return reading;
}

std::optional<CredentialKeys> SimulatedKiosk::keys() const
{
    const auto all = m_station.view().all<CredentialKeys>();
    return all.empty() ? std::nullopt : std::optional(*all.front());
}

std::optional<CheckInList> SimulatedKiosk::list(const CheckInListId &id) const
{
    return m_station.view().copy<CheckInList>(id);
}

std::optional<Gate> SimulatedKiosk::gate(const GateId &id) const
{
    return m_station.view().copy<Gate>(id);
}

std::optional<Product> SimulatedKiosk::product(const ProductId &id) const
{
    return m_station.view().copy<Product>(id);
}

std::optional<Product> SimulatedKiosk::productOfCategory(std::int32_t category) const
{
    for (const Product *product : m_station.view().all<Product>()) {
        if (product->isAdmitting && product->category == category)
            return *product;
    }
    return std::nullopt;
}

std::optional<AdmissionRecord> SimulatedKiosk::recordOfSerial(const CheckInListId &list, std::int64_t serial) const
{
    return m_station.view().recordOfSerial(list, serial);
}

std::optional<AdmissionRecord> SimulatedKiosk::recordOfCredential(const CheckInListId &list,
                                                                  const Bytes &credential) const
{
    return m_station.view().recordOfCredential(list, credential);
}

std::optional<AdmissionRecord> SimulatedKiosk::record(const AdmissionRecordId &id) const
{
    return m_station.view().copy<AdmissionRecord>(id);
}

std::int64_t SimulatedKiosk::dayOf(Instant at) const
{
    const auto events = m_station.view().all<Event>();
    return eventDayAt(events.empty() ? std::vector<EventDay>() : events.front()->days, at);
}

std::optional<Attendance> SimulatedKiosk::attendance(const AdmissionRecordId &record) const
{
    return m_station.view().copy<Attendance>(record);
}

// The station's outbox is in memory: what it took is kept.

void SimulatedKiosk::send(const RecordScan &command)
{
    const auto number = m_station.send(command);
    if (number)
        m_asked.emplace(*number, command.scan);
    m_lane->kept(command.scan, number ? Result<>() : fail(number.error()));
}

void SimulatedKiosk::send(const ShowScans &command)
{
    const auto number = m_station.send(command);
    m_lane->kept(command.shown.front().scan, number ? Result<>() : fail(number.error()));
}

} // namespace gatehouse
