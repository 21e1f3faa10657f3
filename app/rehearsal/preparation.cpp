// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/preparation.h"

#include "shared/replica/replicaworker.h"

#include <set>
#include <tuple>

namespace gatehouse {

namespace {

constexpr std::int32_t kPage = 200;
constexpr int kAgainMs = 250; // after a query that came too soon

bool byName(const Gate *one, const Gate *other)
{
    return std::tie(one->name, one->id) < std::tie(other->name, other->id);
}

} // namespace

Preparation::Preparation(Station &desk, std::uint32_t kiosks, bool withRooms, QString stateFile, Random &random)
    : m_desk(desk), m_kiosks(kiosks), m_withRooms(withRooms), m_stateFile(std::move(stateFile)), m_random(random)
{
}

void Preparation::start(std::function<void(Result<Prepared>)> done)
{
    m_done = std::move(done);
    m_desk.onQueryAnswered = [this](const QueryAnswered &answered) { takeTickets(answered.answer); };
    m_desk.onAnswered = [this](const CommandAnswered &answered) {
        if (const auto at = m_adding.find(answered.number); at != m_adding.end())
            takeKey(at->second, answered.answer);
    };
    askTickets();
}

void Preparation::askTickets()
{
    ListTickets ask;
    ask.most = kPage;
    if (!m_tickets.empty())
        ask.after = m_tickets.back().ticket;
    m_desk.query(ask);
}

void Preparation::takeTickets(const QueryAnswer &answer)
{
    if (isPassing(answer.fault)) {
        QTimer::singleShot(kAgainMs, this, &Preparation::askTickets);
        return;
    }
    if (answer.fault != Fault::None)
        return finish(fail(answer.fault, "the list of tickets: " + answer.detail));
    auto page = decoded<ListTickets::Answer>(answer.body, Strictness::Replica);
    if (!page)
        return finish(fail(std::move(page.error())));
    m_tickets.insert(m_tickets.end(), page->tickets.begin(), page->tickets.end());
    if (page->tickets.size() == static_cast<std::size_t>(kPage))
        askTickets();
    else
        placeKiosks();
}

/// One kiosk after the other, gate by gate; the first gate has one more where it does not come out even.
void Preparation::placeKiosks()
{
    std::sort(m_tickets.begin(), m_tickets.end(), [](const ListedTicket &one, const ListedTicket &other) {
        return std::tie(one.order, one.position, one.ticket) < std::tie(other.order, other.position, other.ticket);
    });
    for (ListedTicket &ticket : m_tickets)
        m_prepared.codes.push_back(std::move(ticket.code));
    const std::vector<const Gate *> gates = entrances();
    const auto events = m_desk.view().all<Event>();
    if (events.empty() || gates.empty())
        return finish(fail(Fault::NotFound, "the event has no gate with a check-in list"));
    if (m_prepared.codes.empty())
        return finish(fail(Fault::NotFound, "the event has no tickets"));
    m_event = events.front()->id;
    auto known = KnownDevices::load(m_stateFile);
    if (!known)
        return finish(fail(std::move(known.error())));
    m_known = std::move(*known);
    for (std::uint32_t kiosk = 0; kiosk < m_kiosks; ++kiosk)
        placeKiosk("Rehearsal kiosk " + std::to_string(kiosk + 1), *gates[kiosk % gates.size()]);
    if (m_withRooms) {
        for (const Gate *door : roomDoors())
            placeKiosk("Rehearsal door " + std::to_string(++m_prepared.rooms), *door);
    }
    std::set<GateId> closed;
    for (const PreparedKiosk &kiosk : m_prepared.kiosks) {
        if (m_desk.view().find<Gate>(kiosk.place.gate)->state == GateState::Closed)
            closed.insert(kiosk.place.gate);
    }
    m_prepared.closedGates.assign(closed.begin(), closed.end());
    for (std::size_t kiosk = 0; kiosk < m_prepared.kiosks.size(); ++kiosk)
        addDevice(kiosk);
    finishIfDone();
}

/// Where the crowd comes in: from the street, where gates lead there; else anywhere that a list is for. By name.
std::vector<const Gate *> Preparation::entrances() const
{
    auto gates = m_desk.view().all<Gate>();
    std::erase_if(gates, [this](const Gate *gate) { return listFor(*gate) == nullptr; });
    const auto isFromStreet = [](const Gate *gate) { return gate->outer.isNull(); };
    if (std::any_of(gates.begin(), gates.end(), isFromStreet))
        std::erase_if(gates, std::not_fn(isFromStreet));
    std::sort(gates.begin(), gates.end(), byName);
    return gates;
}

/// Doors within the house that a list names, by name.
std::vector<const Gate *> Preparation::roomDoors() const
{
    std::vector<const Gate *> doors = m_desk.view().all<Gate>();
    const std::vector<const Gate *> taken = entrances();
    std::erase_if(doors, [&](const Gate *gate) {
        return !listFor(*gate) || std::find(taken.begin(), taken.end(), gate) != taken.end();
    });
    std::sort(doors.begin(), doors.end(), byName);
    return doors;
}

void Preparation::placeKiosk(std::string name, const Gate &gate)
{
    PreparedKiosk prepared;
    prepared.name = std::move(name);
    prepared.place.gate = gate.id;
    prepared.place.list = listFor(gate)->id;
    m_prepared.kiosks.push_back(std::move(prepared));
}

/// The list of this gate that takes the most products; null if none is for it.
const CheckInList *Preparation::listFor(const Gate &gate) const
{
    const CheckInList *best = nullptr;
    const auto width = [](const CheckInList &list) {
        return list.products.empty() ? std::numeric_limits<std::size_t>::max() : list.products.size();
    };
    for (const CheckInList *list : m_desk.view().all<CheckInList>()) {
        const bool isHere =
            list->gates.empty() || std::find(list->gates.begin(), list->gates.end(), gate.id) != list->gates.end();
        if (isHere && (!best || width(*list) > width(*best)))
            best = list;
    }
    return best;
}

/// A known one that still stands where it is needed serves again.
void Preparation::addDevice(std::size_t kiosk)
{
    PreparedKiosk &prepared = m_prepared.kiosks[kiosk];
    if (const KnownDevice *known = m_known.find(m_event, prepared.name)) {
        const Device *device = m_desk.view().find<Device>(known->device);
        if (device && !device->isRevoked && device->gate == prepared.place.gate
            && device->list == prepared.place.list) {
            prepared.place.device = known->device;
            prepared.key = known->key;
            return;
        }
    }
    AddDevice add;
    add.device = prepared.place.device = makeId<DeviceId>(deviceTime().wall.ms, m_random);
    add.name = prepared.name;
    add.kind = DeviceKind::Kiosk;
    add.gate = prepared.place.gate;
    add.list = prepared.place.list;
    if (auto number = m_desk.send(add); number)
        m_adding.emplace(*number, kiosk);
    else
        finish(fail(std::move(number.error())));
}

void Preparation::takeKey(std::size_t kiosk, const AnswerFrame &answer)
{
    m_adding.erase(answer.number);
    if (answer.fault != Fault::None)
        return finish(fail(answer.fault, "adding a device: " + answer.detail));
    const auto added = decoded<AddDevice::Answer>(answer.body, Strictness::Replica);
    if (!added)
        return finish(fail(added.error()));
    PreparedKiosk &prepared = m_prepared.kiosks[kiosk];
    prepared.key = added->key;
    m_known.remember({m_event, prepared.place.device, prepared.name, prepared.key});
    if (m_adding.empty()) {
        if (auto saved = m_known.save(); !saved)
            return finish(fail(std::move(saved.error())));
    }
    finishIfDone();
}

void Preparation::finishIfDone()
{
    if (m_adding.empty())
        finish({});
}

void Preparation::finish(Result<> result)
{
    m_desk.onQueryAnswered = nullptr;
    m_desk.onAnswered = nullptr;
    const auto done = std::exchange(m_done, nullptr);
    if (!done)
        return;
    if (result)
        done(std::move(m_prepared));
    else
        done(fail(std::move(result.error())));
}

} // namespace gatehouse
