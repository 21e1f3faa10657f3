// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/placepresenter.h"

#include "app/overview/venuemap.h"
#include "app/ui/noticebar.h"
#include "shared/house/house.h"

namespace gatehouse {

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace

PlacePresenter::PlacePresenter(Replica &replica, OverviewDesk &desk, OverviewPresenter &overview, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk), m_overview(overview)
{
    connect(&desk, &OverviewDesk::zoneActivated, this, &PlacePresenter::showZone);
    connect(&desk, &OverviewDesk::gateActivated, this, &PlacePresenter::showGate);
    connect(desk.card(), &PlaceCard::openWanted, this, &PlacePresenter::openGate);
    connect(desk.card(), &PlaceCard::closeWanted, this, &PlacePresenter::closeGate);
    connect(desk.card(), &PlaceCard::left, this, [this] {
        m_place = {};
        m_desk.map()->setFocus();
    });
    connect(&overview, &OverviewPresenter::refreshed, this, &PlacePresenter::refresh);
    connect(desk.notices(), &NoticeBar::actionWanted, this, [this] {
        if (const auto undo = std::exchange(m_undo, nullptr))
            undo();
    });
}

void PlacePresenter::showZone(const Id &zone)
{
    m_place = zone;
    m_isGate = false;
    refresh();
}

void PlacePresenter::showGate(const Id &gate)
{
    m_place = gate;
    m_isGate = true;
    refresh();
}

void PlacePresenter::refresh()
{
    if (m_place.isNull())
        return;
    const auto view = m_isGate ? gatePlace(m_place) : zonePlace(m_place);
    if (view)
        m_desk.showPlace(*view);
    else
        m_desk.card()->leave(); // somebody took it away
}

std::optional<PlaceView> PlacePresenter::zonePlace(const Id &id) const
{
    const auto zone = m_overview.zone(id);
    if (!zone)
        return std::nullopt;
    PlaceView view;
    view.id = id;
    view.title = zone->name;
    view.state = zone->state;
    view.word = zoneWord(*zone);
    view.facts.emplace_back(tr("Inside"), peopleOfCapacity(*zone));
    m_replica.collection<Gate>().each([&](const Gate &gate) {
        if (gate.inner != id && gate.outer != id)
            return;
        if (const auto shown = m_overview.gate(gate.id))
            view.facts.emplace_back(shown->name, gateFlowWords(*shown));
    });
    return view;
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
    if (!gate->note.isEmpty())
        view.facts.emplace_back(tr("Reason"), gate->note);
    for (const auto &[name, word] : m_overview.devicesAt(GateId(id)))
        view.facts.emplace_back(name, word);
    return view;
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

void PlacePresenter::tell(const Result<Nothing> &answer, const QString &done, std::function<void()> undo)
{
    m_undo = answer ? std::move(undo) : nullptr;
    if (answer)
        m_desk.notices()->show(State::Fine, done, tr("Undo"));
    else
        m_desk.notices()->show(State::Soon, tr("That was refused: %1").arg(text(answer.error().detail)));
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
