// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/placepresenter.h"

#include "app/overview/venuemap.h"
#include "app/ui/figures.h"
#include "shared/crypto/random.h"
#include "shared/house/house.h"
#include "shared/venue/occupancyrules.h"

#include <QLocale>

namespace gatehouse {

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString number(std::int64_t value)
{
    return QLocale().toString(static_cast<qlonglong>(value));
}

} // namespace

PlacePresenter::PlacePresenter(Replica &replica, OverviewDesk &desk, OverviewPresenter &overview, VenueEditor &editor,
                               QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk), m_overview(overview), m_editor(editor)
{
    connect(&desk, &OverviewDesk::zoneActivated, this, &PlacePresenter::showZone);
    connect(&desk, &OverviewDesk::gateActivated, this, &PlacePresenter::showGate);
    connect(&desk, &OverviewDesk::spaceActivated, this, &PlacePresenter::showSpace);
    PlaceCard *card = desk.card();
    connect(card, &PlaceCard::openWanted, this, &PlacePresenter::openGate);
    connect(card, &PlaceCard::closeWanted, this, &PlacePresenter::closeGate);
    connect(card, &PlaceCard::counted, this, &PlacePresenter::count);
    connect(card, &PlaceCard::clicked, this, &PlacePresenter::click);
    connect(card, &PlaceCard::actionWanted, this, [this](const QString &action) {
        const VenueElement place = m_place;
        m_editor.run(action, place, {});
    });
    connect(card, &PlaceCard::left, this, [this] {
        m_place = {};
        m_desk.map()->setFocus();
    });
    connect(&overview, &OverviewPresenter::refreshed, this, &PlacePresenter::refresh);
}

void PlacePresenter::showZone(const Id &zone)
{
    show({VenueElement::Kind::Zone, zone});
}

void PlacePresenter::showGate(const Id &gate)
{
    show({VenueElement::Kind::Gate, gate});
}

void PlacePresenter::showSpace(const Id &space)
{
    show({VenueElement::Kind::Space, space});
}

void PlacePresenter::show(const VenueElement &element)
{
    m_place = element;
    refresh();
}

void PlacePresenter::refresh()
{
    if (m_place.kind == VenueElement::Kind::None)
        return;
    auto view = placeOf(m_place);
    if (!view)
        return m_desk.card()->leave(); // somebody took it away
    view->actions = m_editor.actionsFor(m_place);
    m_desk.showPlace(*view);
}

std::optional<PlaceView> PlacePresenter::placeOf(const VenueElement &element) const
{
    switch (element.kind) {
    case VenueElement::Kind::Zone:
        return zonePlace(element.id);
    case VenueElement::Kind::Gate:
        return gatePlace(element.id);
    case VenueElement::Kind::Space:
        return spacePlace(element.id);
    case VenueElement::Kind::Lane: // shown with its gate
    case VenueElement::Kind::None:
        break;
    }
    return std::nullopt;
}

std::optional<PlaceView> PlacePresenter::spacePlace(const Id &id) const
{
    const auto space = m_overview.space(id);
    if (!space)
        return std::nullopt;
    PlaceView view;
    view.id = id;
    view.title = space->name;
    view.state = State::Info;
    view.word = spaceKindWord(space->kind);
    if (space->capacity > 0)
        view.facts.emplace_back(tr("Holds"), tr("%1 people", "capacity of a space").arg(number(space->capacity)));
    view.facts.emplace_back(tr("Counted in"), space->zoneName.isEmpty() ? tr("no zone") : space->zoneName);
    return view;
}

std::optional<PlaceView> PlacePresenter::zonePlace(const Id &id) const
{
    const Zone *row = m_replica.collection<Zone>().find(id);
    const auto zone = m_overview.zone(id);
    if (!row || !zone)
        return std::nullopt;
    PlaceView view;
    view.id = id;
    view.title = zone->name;
    view.state = zone->state;
    view.word = zoneWord(*zone);
    view.people = zone->people;
    view.mayCount = m_replica.permissions().has(Permission::CountPeople);
    view.facts.emplace_back(
        tr("Inside"),
        zone->band > 0 ? tr("%1, %2", "people, how far that may be off").arg(peopleOfCapacity(*zone), bandWords(*zone))
                       : peopleOfCapacity(*zone));
    if (const Occupancy *occupancy = m_replica.collection<Occupancy>().find(id))
        addCountFacts(*occupancy, view);
    if (const auto thresholds = thresholdsOf(*row))
        view.facts.emplace_back(
            tr("Warns"), tr("from %1, full from %2", "people").arg(number(thresholds->warn), number(thresholds->full)));
    m_replica.collection<Gate>().each([&](const Gate &gate) {
        if (gate.inner != id && gate.outer != id)
            return;
        const auto shown = m_overview.gate(gate.id);
        const QString silence = m_overview.silenceWords(gate.id);
        if (shown)
            view.facts.emplace_back(shown->name, silence.isEmpty() ? gateFlowWords(*shown) : silence);
    });
    return view;
}

void PlacePresenter::addCountFacts(const Occupancy &occupancy, PlaceView &view) const
{
    const auto ago = [this](Instant at) {
        return ageWords(std::chrono::seconds(std::max<std::int64_t>(0, serverNow() - at) / 1000));
    };
    view.facts.emplace_back(tr("Scanned"),
                            tr("%1 (%2 in, %3 out)", "people by scans alone")
                                .arg(number(scannedIn(occupancy)), number(occupancy.entries), number(occupancy.exits)));
    if (occupancy.clicksIn + occupancy.clicksOut > 0)
        view.facts.emplace_back(
            tr("Clicked"),
            tr("%1 in, %2 out", "people by clicker").arg(number(occupancy.clicksIn), number(occupancy.clicksOut)));
    view.facts.emplace_back(
        tr("Counted"),
        occupancy.countedAt.ms == 0
            ? tr("never")
            : tr("%1, %2 ago", "people, age of the count").arg(number(occupancy.counted), ago(occupancy.countedAt)));
    if (const Instant last = std::max(occupancy.at, occupancy.countedAt); last.ms != 0)
        view.facts.emplace_back(tr("Last heard"), tr("%1 ago", "age of what is known").arg(ago(last)));
}

std::optional<PlaceView> PlacePresenter::gatePlace(const Id &id) const
{
    const Gate *row = m_replica.collection<Gate>().find(id);
    const auto gate = m_overview.gate(id);
    if (!row || !gate)
        return std::nullopt;
    PlaceView view;
    view.id = id;
    view.title = gate->name;
    view.state = gateState(*gate);
    view.word = gateConditionWord(gate->condition);
    view.isGate = true;
    view.isOpen = row->state == GateState::Open;
    view.mayOperate = m_replica.permissions().has(Permission::OperateGates);
    view.facts.emplace_back(tr("Leads"), tr("from %1 to %2", "zones").arg(zoneName(row->outer), zoneName(row->inner)));
    if (view.isOpen)
        view.facts.emplace_back(tr("Last minute"), gateFlowWords(*gate));
    if (const GateFlow *flow = m_replica.collection<GateFlow>().find(id))
        view.facts.emplace_back(tr("In all"), tr("%1 in, %2 out", "people").arg(flow->entries).arg(flow->exits));
    if (const QString silence = m_overview.silenceWords(id); !silence.isEmpty())
        view.facts.emplace_back(tr("Silent"), silence);
    if (!row->reason.empty())
        view.facts.emplace_back(tr("Reason"), text(row->reason));
    for (const LaneView &lane : gate->lanes)
        view.facts.emplace_back(lane.name, laneWords(lane));
    for (const auto &[name, word] : m_overview.devicesAt(GateId(id)))
        view.facts.emplace_back(name, word);
    return view;
}

template <class Answer>
void PlacePresenter::tell(const Result<Answer> &answer, const QString &done, std::function<void()> undo)
{
    if (answer)
        m_desk.tell(State::Fine, done, std::move(undo));
    else
        m_desk.tell(State::Soon, tr("That was refused: %1").arg(text(answer.error().detail)));
}

Instant PlacePresenter::serverNow() const
{
    const auto now = m_replica.serverNow();
    return now ? now->at : deviceTime().wall;
}

void PlacePresenter::count(const Id &zone, int people, const QString &note)
{
    SecureRandom random;
    CountPeople command;
    command.count = makeId<HandCountId>(deviceTime().wall.ms, random);
    command.zone = ZoneId(zone);
    command.people = people;
    command.at = serverNow();
    command.note = note.toStdString();
    const QString name = zoneName(command.zone);
    m_replica.send(command, this, [this, id = command.count, people, name](const Result<CountPeople::Answer> &answer) {
        const int shift = answer ? answer->shift : 0;
        const QString counted = tr("%1: %2 people counted", "zone").arg(name, number(people));
        tell(answer,
             shift == 0      ? tr("%1, as expected.", "what was counted").arg(counted)
                 : shift > 0 ? tr("%1, %2 more than expected.", "what was counted").arg(counted, number(shift))
                             : tr("%1, %2 fewer than expected.", "what was counted").arg(counted, number(-shift)),
             [this, id] { undoCount(id); });
    });
}

void PlacePresenter::undoCount(const HandCountId &count)
{
    UndoCount command;
    command.count = count;
    command.reason = tr("Undone at the desk").toStdString();
    m_replica.send(command, this, [this](const Result<Nothing> &answer) {
        tell(answer, tr("The count is undone; the estimate is as it was without it."), {});
    });
}

/// Sent one by one: what was clicked is on disk before the next person passes.
void PlacePresenter::click(const Id &zone, int delta)
{
    SecureRandom random;
    TallyPeople command;
    command.key = makeId<HandCountId>(deviceTime().wall.ms, random);
    command.zone = ZoneId(zone);
    command.delta = delta;
    command.at = serverNow();
    m_replica.send(command, this, [this](const Result<Nothing> &answer) {
        if (!answer)
            tell(answer, {}, {});
    });
}

void PlacePresenter::openGate(const Id &gate)
{
    OpenGate command;
    command.gate = GateId(gate);
    m_replica.send(command, this, [this, gate, name = gateName(gate)](const Result<Nothing> &answer) {
        tell(answer, tr("%1 is open.", "gate").arg(name), [this, gate] { closeGate(gate, tr("Opened by mistake")); });
    });
}

void PlacePresenter::closeGate(const Id &gate, const QString &reason)
{
    CloseGate command;
    command.gate = GateId(gate);
    command.reason = reason.toStdString();
    m_replica.send(command, this, [this, gate, name = gateName(gate)](const Result<Nothing> &answer) {
        tell(answer, tr("%1 is closed. The kiosks there say so.", "gate").arg(name), [this, gate] { openGate(gate); });
    });
}

QString PlacePresenter::zoneName(const ZoneId &zone) const
{
    const Zone *row = m_replica.collection<Zone>().find(zone);
    return row ? text(row->name) : tr("the street");
}

QString PlacePresenter::gateName(const Id &gate) const
{
    const Gate *row = m_replica.collection<Gate>().find(gate);
    return row ? text(row->name) : QString();
}

} // namespace gatehouse
