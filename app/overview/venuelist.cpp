// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/venuelist.h"

#include "app/ui/emptystate.h"
#include "app/ui/listtable.h"
#include "app/ui/valuetable.h"

#include <QHeaderView>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse {
namespace {

enum class Place { Zone, Gate, Space, Lane };

struct VenueRow {
    Id id;
    Place place = Place::Zone;
    QString floor;
    QString name;
    QString people;
    double share = -1;
    QString flow;
    double perMinute = 0;
    State state = State::NoData;
    QString word;
    QString scanned;
    QString detail; ///< silent gates of a zone, lanes of a gate, zone of a space, place of a lane
    Id gate;        ///< of a lane
    bool operator==(const VenueRow &) const = default;
};

QString listed(const QStringList &names)
{
    return names.join(VenueList::tr(", ", "between names"));
}

VenueRow rowOf(const ZoneView &zone, const QString &floor)
{
    VenueRow row;
    row.id = zone.id;
    row.floor = floor;
    row.name = zone.name;
    row.people = peopleOfCapacity(zone);
    row.share = zone.capacity > 0 ? double(zone.people) / zone.capacity : -1;
    row.state = zone.state;
    row.word = zoneWord(zone);
    row.scanned = QLocale().toString(static_cast<qlonglong>(zone.scanned));
    if (!zone.silentGates.isEmpty())
        row.detail = VenueList::tr("Silent: %1", "gates").arg(listed(zone.silentGates));
    return row;
}

VenueRow rowOf(const GateView &gate, const QString &floor)
{
    VenueRow row;
    row.id = gate.id;
    row.place = Place::Gate;
    row.floor = floor;
    row.name = gate.name;
    row.flow = gateFlowWords(gate);
    row.perMinute = gate.inPerMinute + gate.outPerMinute;
    row.state = gateState(gate);
    row.word = gateConditionWord(gate.condition);
    QStringList lanes;
    for (const LaneView &lane : gate.lanes)
        lanes << VenueList::tr("%1 (%2)", "a lane: its direction").arg(lane.name, laneWords(lane));
    row.detail = listed(lanes);
    return row;
}

VenueRow rowOf(const GateView &gate, const LaneView &lane, const QString &floor)
{
    VenueRow row;
    row.id = lane.id;
    row.place = Place::Lane;
    row.floor = floor;
    row.name = VenueList::tr("%1, %2", "a gate, its lane").arg(gate.name, lane.name);
    row.state = lane.state;
    row.word = lane.word;
    row.detail = VenueList::tr("%1, %2", "where a lane leads, where it stands")
                     .arg(laneDirectionWord(lane.direction), lanePlaceWords(lane));
    row.gate = gate.id;
    return row;
}

VenueRow rowOf(const MapSpaceView &space, const QString &floor)
{
    VenueRow row;
    row.id = space.id;
    row.place = Place::Space;
    row.floor = floor;
    row.name = space.name;
    row.state = State::Info;
    row.word = spaceKindWord(space.kind);
    if (space.capacity > 0)
        row.people = VenueList::tr("for %1", "people at most").arg(QLocale().toString(space.capacity));
    if (!space.zoneName.isEmpty())
        row.detail = VenueList::tr("counted in %1", "a zone").arg(space.zoneName);
    return row;
}

QString placeWord(Place place)
{
    switch (place) {
    case Place::Zone:
        return VenueList::tr("Zone");
    case Place::Gate:
        return VenueList::tr("Gate");
    case Place::Space:
        return VenueList::tr("Space");
    case Place::Lane:
        return VenueList::tr("Lane");
    }
    return {};
}

std::vector<ValueColumn<VenueRow>> columns()
{
    return {{.header = VenueList::tr("Name"), .text = [](const VenueRow &row) { return row.name; }},
            {.header = VenueList::tr("Kind"), .text = [](const VenueRow &row) { return placeWord(row.place); }},
            {.header = VenueList::tr("Floor"), .text = [](const VenueRow &row) { return row.floor; }},
            {.header = VenueList::tr("State"),
             .text = [](const VenueRow &row) { return row.word; },
             .sort = [](const VenueRow &row) { return static_cast<int>(row.state); },
             .state = [](const VenueRow &row) { return std::optional(row.state); }},
            {.header = VenueList::tr("People"),
             .text = [](const VenueRow &row) { return row.people; },
             .sort = [](const VenueRow &row) { return row.share; },
             .isFigure = true},
            {.header = VenueList::tr("Flow"),
             .text = [](const VenueRow &row) { return row.flow; },
             .sort = [](const VenueRow &row) { return row.perMinute; },
             .isFigure = true},
            {.header = VenueList::tr("Scanned"),
             .text = [](const VenueRow &row) { return row.scanned; },
             .sort = [](const VenueRow &row) { return QLocale().toLongLong(row.scanned); },
             .isFigure = true},
            {.header = VenueList::tr("Also"), .text = [](const VenueRow &row) { return row.detail; }}};
}

} // namespace

class VenueRows
{
public:
    ValueTable<VenueRow, Id> model{columns(), [](const VenueRow &row) { return row.id; }};
};

VenueList::VenueList(QWidget *parent)
    : QWidget(parent), m_rows(std::make_unique<VenueRows>()),
      m_table(new ListTable(tr("Zones, gates, lanes and spaces"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_table);
    m_table->setModel(&m_rows->model);
    m_table->emptyState()->setWords(QStringLiteral("map"), tr("No zone and no gate yet"),
                                    tr("Import a venue or draw the first zone: then people can be counted in it."));
    m_table->view()->horizontalHeader()->resizeSection(0, 220);
    m_table->view()->horizontalHeader()->resizeSection(3, 250);
    m_table->view()->horizontalHeader()->resizeSection(4, 130);
    m_table->view()->horizontalHeader()->resizeSection(5, 150);
    connect(m_table, &ListTable::rowActivated, this, [this](const QModelIndex &index) {
        const VenueRow &row = m_rows->model.at(index.row());
        switch (row.place) {
        case Place::Zone:
            return emit zoneActivated(row.id);
        case Place::Gate:
            return emit gateActivated(row.id);
        case Place::Space:
            return emit spaceActivated(row.id);
        case Place::Lane:
            return emit gateActivated(row.gate);
        }
    });
}

VenueList::~VenueList() = default;

void VenueList::setView(const MapView &view)
{
    const auto floorName = [&view](const Id &id) {
        for (const FloorView &floor : view.floors)
            if (floor.id == id)
                return floor.name;
        return QString();
    };
    std::vector<VenueRow> rows;
    for (const ZoneView &zone : view.zones)
        rows.push_back(rowOf(zone, floorName(zone.floor)));
    for (const GateView &gate : view.gates) {
        rows.push_back(rowOf(gate, floorName(gate.floor)));
        for (const LaneView &lane : gate.lanes)
            rows.push_back(rowOf(gate, lane, floorName(gate.floor)));
    }
    for (const MapSpaceView &space : view.spaces)
        rows.push_back(rowOf(space, floorName(space.floor)));
    m_rows->model.setRows(std::move(rows));
}

} // namespace gatehouse
