// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kiosklane.h"

#include <QElapsedTimer>
#include <QLoggingCategory>

Q_LOGGING_CATEGORY(laneLog, "app.kiosk")

namespace gatehouse {

namespace {

/// Answered commands that are looked at after a restart too: their answer may have come without the rows that tell the
/// same.
constexpr std::int64_t kRecallAnswered = 500;
constexpr qint64 kTurnMs = 4; ///< of the window's thread for remembering; a signature takes a tenth of a millisecond

} // namespace

KioskLane::KioskLane(Replica &replica, Random &random, Direction direction, QObject *parent)
    : QObject(parent), m_replica(replica), m_started(direction), m_port(replica),
      m_lane(m_port, random, {{}, {}, {}, direction})
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // somebody stands there and waits
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_lane.step(deviceTime().monotonicMs);
        armTimer();
    });
    m_lane.onShown = [this](const LaneShown &each) { emit shown(each); };
    connect(&m_port, &KioskPort::kept, this, &KioskLane::kept);
    connect(&m_port, &KioskPort::answered, this, [this](const ScanId &scan, const Result<ScanVerdict> &answer) {
        m_lane.answered(scan, answer);
        armTimer();
    });
    connect(&replica, &Replica::statusChanged, this, &KioskLane::statusChanged);
    connect(&replica, &Replica::welcomed, this, &KioskLane::takePlace);
    connect(&replica, &Replica::recalled, this, &KioskLane::startRemembering);
    connect(&replica, &Replica::answered, this, [this](qint64, const QString &name) {
        if (name == QLatin1StringView(RecordScan::spec.name.data(), qsizetype(RecordScan::spec.name.size())))
            --m_waitingScans;
    });
    connect(&m_port, &KioskPort::scanKept, this, [this] { ++m_waitingScans; });
    connect(&replica, &Replica::failed, this, [this] {
        m_isBroken = true;
        emit changed();
    });
    auto &uses = replica.collection<Attendance>();
    connect(&uses, &CollectionBase::changed, this, &KioskLane::learn);
    connect(&uses, &CollectionBase::reset, this, &KioskLane::learnAll);
    auto &devices = replica.collection<Device>();
    connect(&devices, &CollectionBase::changed, this, &KioskLane::takePlace);
    connect(&devices, &CollectionBase::reset, this, &KioskLane::takePlace);
    connect(&replica, &Replica::rowsChanged, this, &KioskLane::changed);
}

void KioskLane::start()
{
    m_replica.start();
    m_replica.recall(kRecallAnswered);
}

KioskLane::Readiness KioskLane::readiness() const
{
    if (m_isBroken)
        return Readiness::Broken;
    if (m_isRevoked)
        return Readiness::Revoked;
    if (!m_isRecalled)
        return Readiness::Starting;
    if (place().list.isNull())
        return m_replica.welcome().epoch.isNull() ? Readiness::NoList : Readiness::Unassigned;
    return m_port.list(place().list) && m_port.keys() ? Readiness::Ready : Readiness::NoList;
}

Result<ScanId> KioskLane::scan(const QString &code)
{
    if (readiness() != Readiness::Ready)
        return fail(Fault::Conflict, "not ready");
    auto scan = m_lane.scan(code.toStdString(), deviceTime().monotonicMs);
    armTimer();
    return scan;
}

Result<ScanId> KioskLane::scanTyped(const QString &code)
{
    return scan(QString::fromStdString(m_port.spelledAsKnown(place().list, code.toStdString())));
}

Result<ScanId> KioskLane::pick(const AdmissionRecordId &record)
{
    if (readiness() != Readiness::Ready)
        return fail(Fault::Conflict, "not ready");
    auto scan = m_lane.pick(record, deviceTime().monotonicMs);
    armTimer();
    return scan;
}

Result<ScanId> KioskLane::complete(const ScanId &scan, std::int32_t people, const std::vector<GivenAnswer> &answers)
{
    if (readiness() != Readiness::Ready)
        return fail(Fault::Conflict, "not ready");
    auto completed = m_lane.complete(scan, people, answers, deviceTime().monotonicMs);
    armTimer();
    return completed;
}

void KioskLane::kept(const ScanId &scan, const Failure &failure)
{
    const bool isKept = failure.fault == Fault::None;
    const bool hasChanged = failure.fault != m_keeping.fault;
    if (hasChanged && !isKept)
        qCCritical(laneLog) << "the disk takes no scan:" << QString::fromStdString(describe(failure));
    m_keeping = failure;
    m_lane.kept(scan, isKept ? Result<>() : fail(failure));
    armTimer();
    if (hasChanged)
        emit changed();
}

void KioskLane::armTimer()
{
    const auto next = m_lane.nextStepMs();
    if (!next)
        m_timer.stop();
    else
        m_timer.start(static_cast<int>(std::max<std::int64_t>(0, *next - deviceTime().monotonicMs)));
}

// --- what the server says of this device
// ----------------------------------------------------------------------------------

void KioskLane::statusChanged()
{
    if (m_lane.nextStepMs() && !m_port.isOnline()) { // nobody waits for an answer that cannot come
        m_lane.step(deviceTime().monotonicMs);
        armTimer();
    }
    takeRevocation();
    emit changed();
}

void KioskLane::takePlace()
{
    const Welcome &welcome = m_replica.welcome();
    Lane::Place place = m_lane.place();
    place.device = DeviceId(welcome.actor);
    place.list = CheckInListId(welcome.list);
    place.gate = GateId(welcome.gate);
    place.direction = direction();
    m_lane.setPlace(place);
    takeRevocation();
    emit changed();
}

/// The control room's word stands above that of whoever started the program; it is kept with the copy, off line too.
Direction KioskLane::direction() const
{
    const Device *own = m_replica.collection<Device>().find(m_replica.welcome().actor);
    switch (own ? own->direction : DeviceDirection::AsStarted) {
    case DeviceDirection::AsStarted:
        return m_started;
    case DeviceDirection::Entry:
        return Direction::Entry;
    case DeviceDirection::Exit:
        return Direction::Exit;
    }
    return m_started;
}

/// Told by a goodbye, or by a welcome that lets it send what it has and nothing else. A device is not given back: the
/// same hardware comes again under a new key.
void KioskLane::takeRevocation()
{
    const ReplicaStatus &status = m_replica.status();
    const bool isTurnedAway = status.state == ReplicaState::Refused && status.refusal.fault == Fault::Revoked;
    const bool mayNothing = m_port.isOnline() && !m_replica.permissions().has(Permission::Scan);
    if (m_isRevoked || (!isTurnedAway && !mayNothing))
        return;
    m_isRevoked = true;
    qCWarning(laneLog) << "this device was revoked: its copy is wiped," << status.waiting << "commands are still sent";
    m_replica.forgetRows();
}

// --- the time before a restart
// --------------------------------------------------------------------------------------------

void KioskLane::startRemembering(const std::vector<OutboxEntry> &commands)
{
    m_toRemember.assign(commands.begin(), commands.end());
    m_waitingScans += static_cast<int>(std::count_if(commands.begin(), commands.end(), [](const OutboxEntry &entry) {
        return entry.name == RecordScan::spec.name && !entry.isAnswered;
    }));
    rememberSome();
}

void KioskLane::rememberSome()
{
    QElapsedTimer turn;
    turn.start();
    while (!m_toRemember.empty()) {
        if (turn.elapsed() >= kTurnMs) {
            QTimer::singleShot(0, this, &KioskLane::rememberSome);
            return;
        }
        remember(m_toRemember.front());
        m_toRemember.pop_front();
    }
    m_lane.endRemembering();
    m_isRecalled = true;
    emit changed();
}

void KioskLane::remember(const OutboxEntry &entry)
{
    if (entry.name == RecordScan::spec.name) {
        if (const auto command = decoded<RecordScan>(entry.body))
            m_lane.remember(*command);
    } else if (entry.name == ShowScans::spec.name) {
        if (const auto command = decoded<ShowScans>(entry.body))
            m_lane.remember(*command);
    }
}

void KioskLane::learn(const QVector<Id> &records)
{
    for (const Id &record : records) {
        if (const Attendance *use = m_replica.collection<Attendance>().find(record))
            m_lane.learned(*use);
    }
}

void KioskLane::learnAll()
{
    m_replica.collection<Attendance>().each([this](const Attendance &use) { m_lane.learned(use); });
}

} // namespace gatehouse
