// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kioskport.h"

namespace gatehouse {

namespace {

std::string serialPlace(const CheckInListId &list, std::int64_t serial)
{
    return std::string(list.view()) + std::to_string(serial);
}

std::string credentialPlace(const CheckInListId &list, const Bytes &credential)
{
    return std::string(list.view()) + std::string(credential);
}

std::string ticketPlace(const CheckInListId &list, const TicketId &ticket)
{
    return std::string(list.view()) + std::string(ticket.view());
}

/// A row may have taken the place over since: then it stays.
void forget(std::unordered_map<std::string, AdmissionRecordId> &places, const std::string &place,
            const AdmissionRecordId &id)
{
    const auto at = places.find(place);
    if (at != places.end() && at->second == id)
        places.erase(at);
}

std::optional<AdmissionRecordId> found(const std::unordered_map<std::string, AdmissionRecordId> &places,
                                       const std::string &place)
{
    const auto at = places.find(place);
    return at == places.end() ? std::nullopt : std::optional(at->second);
}

} // namespace

void AdmissionIndex::change(const AdmissionRecord *before, const AdmissionRecord *after)
{
    if (before) {
        forget(m_bySerial, serialPlace(before->list, before->serial), before->id);
        forget(m_byCredential, credentialPlace(before->list, before->credential), before->id);
        forget(m_byTicket, ticketPlace(before->list, before->ticket), before->id);
    }
    if (!after)
        return;
    m_bySerial[serialPlace(after->list, after->serial)] = after->id;
    m_byTicket[ticketPlace(after->list, after->ticket)] = after->id;
    if (!after->credential.empty())
        m_byCredential[credentialPlace(after->list, after->credential)] = after->id;
}

std::optional<AdmissionRecordId> AdmissionIndex::ofSerial(const CheckInListId &list, std::int64_t serial) const
{
    return found(m_bySerial, serialPlace(list, serial));
}

std::optional<AdmissionRecordId> AdmissionIndex::ofCredential(const CheckInListId &list, const Bytes &credential) const
{
    return found(m_byCredential, credentialPlace(list, credential));
}

std::optional<AdmissionRecordId> AdmissionIndex::ofTicket(const CheckInListId &list, const TicketId &ticket) const
{
    return found(m_byTicket, ticketPlace(list, ticket));
}

KioskPort::KioskPort(Replica &replica, QObject *parent) : QObject(parent), m_replica(replica)
{
    m_replica.collection<AdmissionRecord>().addIndex(
        [this](const AdmissionRecord *before, const AdmissionRecord *after) { m_index.change(before, after); });
}

template <class E>
std::optional<E> KioskPort::copy(const Id &id) const
{
    const E *row = m_replica.collection<E>().find(id);
    return row ? std::optional<E>(*row) : std::nullopt;
}

bool KioskPort::isOnline() const
{
    const ReplicaState state = m_replica.status().state;
    return state == ReplicaState::Live || state == ReplicaState::CatchingUp;
}

std::int64_t KioskPort::listAgeMs() const
{
    return m_replica.dataAgeMs().value_or(0);
}

ClockReading KioskPort::clock() const
{
    const ClientTime now = deviceTime();
    const ClockSync &sync = m_replica.status().clock;
    ClockReading reading;
    reading.device = now.wall;
    reading.offsetMs = sync.offsetMs(now);
    if (const auto server = sync.serverTimeFor(now.monotonicMs))
        reading.errorMs = static_cast<std::int32_t>(std::min<std::int64_t>(server->errorMs, kClockDoubtMs));
    else
        reading.isSuspect = true;
    return reading;
}

std::optional<CredentialKeys> KioskPort::keys() const
{
    const auto all = m_replica.collection<CredentialKeys>().all();
    return all.empty() ? std::nullopt : std::optional(*all.front());
}

std::optional<CheckInList> KioskPort::list(const CheckInListId &id) const
{
    return m_replica.status().isWhole ? copy<CheckInList>(id) : std::nullopt;
}

std::optional<Gate> KioskPort::gate(const GateId &id) const
{
    return copy<Gate>(id);
}

std::optional<Product> KioskPort::product(const ProductId &id) const
{
    return copy<Product>(id);
}

std::optional<Product> KioskPort::productOfCategory(std::int32_t category) const
{
    for (const Product *product : m_replica.collection<Product>().all()) {
        if (product->isAdmitting && product->category == category)
            return *product;
    }
    return std::nullopt;
}

std::optional<AdmissionRecord> KioskPort::recordOfSerial(const CheckInListId &list, std::int64_t serial) const
{
    const auto id = m_index.ofSerial(list, serial);
    return id ? copy<AdmissionRecord>(*id) : std::nullopt;
}

std::optional<AdmissionRecord> KioskPort::recordOfCredential(const CheckInListId &list, const Bytes &credential) const
{
    const auto id = m_index.ofCredential(list, credential);
    return id ? copy<AdmissionRecord>(*id) : std::nullopt;
}

std::optional<AdmissionRecord> KioskPort::record(const AdmissionRecordId &id) const
{
    return copy<AdmissionRecord>(id);
}

std::int64_t KioskPort::dayOf(Instant at) const
{
    const auto events = m_replica.collection<Event>().all();
    return eventDayAt(events.empty() ? std::vector<EventDay>() : events.front()->days, at);
}

std::optional<AdmissionRecord> KioskPort::recordOfTicket(const CheckInListId &list, const TicketId &ticket) const
{
    const auto id = m_index.ofTicket(list, ticket);
    return id ? copy<AdmissionRecord>(*id) : std::nullopt;
}

std::optional<Attendance> KioskPort::attendance(const AdmissionRecordId &record) const
{
    return copy<Attendance>(record);
}

std::string KioskPort::spelledAsKnown(const CheckInListId &list, const std::string &typed) const
{
    const auto known = keys();
    if (!known)
        return typed;
    const CredentialReader reader(*known);
    const auto isKnown = [&](const std::string &code) {
        const CodeFacts facts = reader.read(code);
        return facts.kind != CodeKind::Imported || m_index.ofCredential(list, facts.credential);
    };
    const std::string lower = QString::fromStdString(typed).toLower().toStdString();
    return !isKnown(typed) && isKnown(lower) ? lower : typed;
}

void KioskPort::tellKept(const ScanId &scan, const Result<std::int64_t> &number)
{
    emit kept(scan, number ? Failure{Fault::None, {}, {}} : number.error());
}

void KioskPort::send(const RecordScan &command)
{
    m_replica.send(
        command, this, [this, scan = command.scan](const Result<ScanVerdict> &answer) { emit answered(scan, answer); },
        [this, scan = command.scan](const Result<std::int64_t> &number) {
            if (number)
                emit scanKept();
            tellKept(scan, number);
        });
}

void KioskPort::send(const ShowScans &command)
{
    m_replica.send(command, this, {}, [this, scan = command.shown.front().scan](const Result<std::int64_t> &number) {
        tellKept(scan, number);
    });
}

} // namespace gatehouse
