// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/venuelist.h"

#include "app/ui/emptystate.h"
#include "app/ui/listtable.h"
#include "app/ui/valuetable.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse {
namespace {

struct VenueRow {
    Id id;
    bool isGate = false;
    QString floor;
    QString name;
    QString people;
    double share = -1;
    QString flow;
    double perMinute = 0;
    State state = State::NoData;
    QString word;
    bool operator==(const VenueRow &) const = default;
};

VenueRow rowOf(const ZoneView &zone, const QString &floor)
{
    return {zone.id,
            false,
            floor,
            zone.name,
            peopleOfCapacity(zone),
            zone.capacity > 0 ? double(zone.people) / zone.capacity : -1,
            {},
            0,
            zone.state,
            zoneWord(zone)};
}

VenueRow rowOf(const GateView &gate, const QString &floor)
{
    return {gate.id,
            true,
            floor,
            gate.name,
            {},
            -1,
            gateFlowWords(gate),
            gate.inPerMinute + gate.outPerMinute,
            gateState(gate),
            gateConditionWord(gate.condition)};
}

std::vector<ValueColumn<VenueRow>> columns()
{
    return {{.header = VenueList::tr("Name"), .text = [](const VenueRow &row) { return row.name; }},
            {.header = VenueList::tr("Kind"),
             .text = [](const VenueRow &row) { return row.isGate ? VenueList::tr("Gate") : VenueList::tr("Zone"); }},
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
             .isFigure = true}};
}

} // namespace

class VenueRows
{
public:
    ValueTable<VenueRow, Id> model{columns(), [](const VenueRow &row) { return row.id; }};
};

VenueList::VenueList(QWidget *parent)
    : QWidget(parent), m_rows(std::make_unique<VenueRows>()), m_table(new ListTable(tr("Zones and gates"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_table);
    m_table->setModel(&m_rows->model);
    m_table->emptyState()->setWords(QStringLiteral("map"), tr("No zone and no gate yet"),
                                    tr("Import a venue or draw the first zone: then people can be counted in it."));
    m_table->view()->horizontalHeader()->resizeSection(0, 220);
    m_table->view()->horizontalHeader()->resizeSection(3, 150);
    connect(m_table, &ListTable::rowActivated, this, [this](const QModelIndex &index) {
        const VenueRow &row = m_rows->model.at(index.row());
        if (row.isGate)
            emit gateActivated(row.id);
        else
            emit zoneActivated(row.id);
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
    for (const GateView &gate : view.gates)
        rows.push_back(rowOf(gate, floorName(gate.floor)));
    m_rows->model.setRows(std::move(rows));
}

} // namespace gatehouse
