// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/nownextlist.h"

#include "app/ui/emptystate.h"
#include "app/ui/listtable.h"
#include "app/ui/valuetable.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse {

class NowNextRows
{
public:
    ValueTable<NowNextView, Id> table{
        {{.header = NowNextList::tr("Space"), .text = [](const NowNextView &row) { return row.name; }},
         {.header = NowNextList::tr("State"),
          .text = [](const NowNextView &row) { return row.word; },
          .state = [](const NowNextView &row) { return std::optional(row.state); }},
         {.header = NowNextList::tr("Now"), .text = [](const NowNextView &row) { return row.now; }},
         {.header = NowNextList::tr("Next"), .text = [](const NowNextView &row) { return row.next; }}},
        [](const NowNextView &row) { return row.space; }};
};

NowNextList::NowNextList(QWidget *parent)
    : QWidget(parent), m_rows(std::make_unique<NowNextRows>()), m_table(new ListTable(tr("Now and next"), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_table);
    m_table->setModel(&m_rows->table);
    m_table->setFilterVisible(false);
    for (const int column : {2, 3}) // what runs and what comes share the room
        m_table->view()->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    m_table->emptyState()->setWords(QStringLiteral("calendar-days"), tr("Nothing more today"),
                                    tr("What runs and what comes next shows here, space by space."));
    connect(m_table, &ListTable::rowActivated, this, [this](const QModelIndex &index) {
        if (const Id slot = m_rows->table.at(index.row()).slot; !slot.isNull())
            emit slotActivated(slot);
    });
}

NowNextList::~NowNextList() = default;

void NowNextList::setRows(std::vector<NowNextView> rows)
{
    const bool wasEmpty = m_rows->table.rowCount() == 0;
    m_rows->table.setRows(std::move(rows));
    if (!wasEmpty || m_rows->table.rowCount() == 0)
        return;
    m_table->view()->resizeColumnsToContents();
}

const std::vector<NowNextView> &NowNextList::rows() const
{
    return m_rows->table.rows();
}

} // namespace gatehouse
