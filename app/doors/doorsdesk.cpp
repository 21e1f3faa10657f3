// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doors/doorsdesk.h"

#include "app/admission/verdictwords.h"
#include "app/doors/cardlist.h"
#include "app/doors/listsview.h"
#include "app/doors/scandetail.h"
#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/listtable.h"
#include "app/ui/noticebar.h"
#include "app/ui/valuetable.h"

#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

State scanState(const ScanView &scan)
{
    if (scan.isUndone)
        return State::NoData;
    if (scan.isForced || (scan.outcome == Outcome::Admitted && scan.isDuplicate))
        return State::Soon;
    const State state = verdictState(scan.outcome, scan.reason);
    const bool needsSomebody =
        scan.reason == Reason::Blocked || scan.reason == Reason::Revoked || scan.reason == Reason::Error;
    return state == State::Now && !needsSomebody ? State::Soon
                                                 : state; // the gate has dealt with it: the desk stays calm
}

QString scanWords(const ScanView &scan)
{
    if (scan.isUndone)
        return DoorsDesk::tr("Undone");
    if (scan.isForced)
        return DoorsDesk::tr("Admitted anyway");
    if (scan.outcome == Outcome::Admitted && scan.isDuplicate)
        return DoorsDesk::tr("Admitted twice");
    if (scan.outcome == Outcome::Admitted && scan.isExit)
        return scan.people > 1 ? DoorsDesk::tr("%n left", nullptr, scan.people) : DoorsDesk::tr("Left");
    if (scan.outcome == Outcome::Admitted && scan.people > 1)
        return DoorsDesk::tr("Admitted, %n people", nullptr, scan.people);
    return outcomeWord(scan.outcome);
}

QString scanReasonWords(const ScanView &scan)
{
    QStringList words;
    if (scan.outcome == Outcome::Refused)
        words += reasonWords(scan.reason);
    if (scan.isLate)
        words += DoorsDesk::tr("came late from an off-line kiosk");
    return words.join(u", "_s);
}

class DoorsRows
{
public:
    QTimeZone zone = QTimeZone::utc();
    ValueTable<ScanView, Id> scans{
        {{.header = DoorsDesk::tr("Time"),
          .text = [this](const ScanView &scan) { return clockWithSeconds(scan.at, zone); },
          .sort = [](const ScanView &scan) { return QVariant::fromValue<qint64>(scan.at.ms); }},
         {.header = DoorsDesk::tr("Gate"), .text = [](const ScanView &scan) { return scan.gate; }},
         {.header = DoorsDesk::tr("Verdict"),
          .text = [](const ScanView &scan) { return scanWords(scan); },
          .state = [](const ScanView &scan) { return std::optional(scanState(scan)); }},
         {.header = DoorsDesk::tr("Ticket"), .text = [](const ScanView &scan) { return scan.ticket; }},
         {.header = DoorsDesk::tr("Reason"), .text = [](const ScanView &scan) { return scanReasonWords(scan); }},
         {.header = DoorsDesk::tr("Device"), .text = [](const ScanView &scan) { return scan.device; }}},
        [](const ScanView &scan) { return scan.scan; }};
    ValueTable<FoundView, Id> found{
        {{.header = DoorsDesk::tr("Name"), .text = [](const FoundView &hit) { return hit.name; }},
         {.header = DoorsDesk::tr("Product"), .text = [](const FoundView &hit) { return hit.product; }},
         {.header = DoorsDesk::tr("State"),
          .text = [](const FoundView &hit) { return hit.words; },
          .state = [](const FoundView &hit) { return std::optional(hit.state); }},
         {.header = DoorsDesk::tr("Code"), .text = [](const FoundView &hit) { return hit.code; }}},
        [](const FoundView &hit) { return hit.record; }};
};

DoorsDesk::DoorsDesk(QWidget *parent)
    : QWidget(parent), m_rows(std::make_unique<DoorsRows>()), m_search(new QLineEdit(this)),
      m_pages(new QStackedWidget(this)), m_desk(new QSplitter(Qt::Horizontal, this)), m_whole(new QStackedWidget(this)),
      m_scans(new ListTable(tr("Scans, newest first"), this)), m_found(new ListTable(tr("People found"), this)),
      m_lists(new ListsView(this)), m_detail(new ScanDetail(this)), m_cards(new CardList(this)),
      m_notices(new NoticeBar(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    m_search->setPlaceholderText(tr("Find a person or a ticket: name, code, order"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->addAction(lineIcon(u"search"_s), QLineEdit::LeadingPosition);
    auto *head = new QHBoxLayout;
    auto *lists = new QPushButton(lineIcon(u"list"_s), tr("Check-in lists"), this);
    auto *older = new QPushButton(tr("Older scans"), this);
    head->addWidget(m_search, 1);
    head->addWidget(older);
    head->addWidget(lists);
    auto *scansPage = new QWidget(m_whole);
    auto *page = new QVBoxLayout(scansPage);
    page->setContentsMargins({});
    page->addLayout(head);
    QSplitter *splitter = m_desk;
    auto *side = new QWidget(splitter);
    auto *sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(theme.space(2), 0, 0, 0);
    sideColumn->addWidget(m_detail, 2);
    sideColumn->addWidget(m_cards, 3);
    splitter->addWidget(m_pages);
    splitter->addWidget(side);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    page->addWidget(splitter, 1);
    m_whole->addWidget(scansPage);
    m_whole->addWidget(m_lists);
    outer->addWidget(m_whole, 1);
    outer->addWidget(m_notices);
    connect(lists, &QPushButton::clicked, this, &DoorsDesk::showLists);
    connect(older, &QPushButton::clicked, this, &DoorsDesk::olderWanted);
    connect(m_lists, &ListsView::left, this, [this] { m_whole->setCurrentIndex(0); });

    m_pages->addWidget(m_scans);
    m_pages->addWidget(m_found);
    m_scans->setModel(&m_rows->scans);
    m_found->setModel(&m_rows->found);
    m_found->setFilterVisible(false);
    m_scans->emptyState()->setWords(u"door-open"_s, tr("No scan yet"),
                                    tr("Open a gate and pair a kiosk with it: scans show here as they come."));
    m_found->emptyState()->setWords(u"search"_s, tr("Nobody found"),
                                    tr("Try fewer letters, another spelling, or the code of the ticket."));
    // Why is what people look for: it has most of the room, and what is still cut there is told whole by its tool tip.
    m_scans->setColumnRooms({{80, 0}, {95, 2}, {160, 0}, {130, 2}, {200, 4}, {75, 1}});
    m_found->setColumnRooms({{200, 4}, {160, 3}, {220, 3}, {100, 1}});

    auto *undo = new QAction(lineIcon(u"undo-2"_s), tr("Undo…"), this);
    auto *force = new QAction(lineIcon(u"log-in"_s), tr("Admit anyway…"), this);
    connect(undo, &QAction::triggered, m_detail, &ScanDetail::askUndo);
    connect(force, &QAction::triggered, m_detail, &ScanDetail::askForce);
    m_scans->addRowAction(undo);
    m_scans->addRowAction(force);
    connect(m_search, &QLineEdit::textChanged, this, &DoorsDesk::searchChanged);
    connect(m_scans, &ListTable::currentRowChanged, this, &DoorsDesk::showChosen);
    connect(&m_rows->scans, &QAbstractItemModel::dataChanged, this, &DoorsDesk::showChosen);
    connect(m_found, &ListTable::rowActivated, this,
            [this](const QModelIndex &index) { emit admitWanted(m_rows->found.at(index.row()).record); });
    connect(m_detail, &ScanDetail::undoWanted, this, &DoorsDesk::undoWanted);
    connect(m_detail, &ScanDetail::forceWanted, this, &DoorsDesk::forceWanted);
    connect(m_detail, &ScanDetail::whyWanted, this, &DoorsDesk::whyWanted);
    connect(m_cards, &CardList::closeWanted, this, &DoorsDesk::cardCloseWanted);
}

DoorsDesk::~DoorsDesk() = default;

void DoorsDesk::setZone(const QTimeZone &zone)
{
    m_rows->zone = zone;
}

void DoorsDesk::showLists()
{
    m_whole->setCurrentWidget(m_lists);
}

void DoorsDesk::setScans(std::vector<ScanView> scans)
{
    m_rows->scans.setRows(std::move(scans));
}

void DoorsDesk::searchChanged(const QString &needle)
{
    const QString trimmed = needle.trimmed();
    if (trimmed.isEmpty()) {
        m_rows->found.setRows({});
        m_pages->setCurrentWidget(m_scans);
    } else {
        emit searchWanted(trimmed);
    }
}

void DoorsDesk::setFound(const QString &needle, std::vector<FoundView> found)
{
    if (needle != m_search->text().trimmed())
        return;
    m_rows->found.setRows(std::move(found));
    m_pages->setCurrentWidget(m_found);
}

void DoorsDesk::showChosen()
{
    const QModelIndex index = m_scans->currentRow();
    if (!index.isValid())
        return m_detail->setScan({}, m_rows->zone);
    const ScanView &scan = m_rows->scans.at(index.row());
    const bool isNew = scan.scan != m_detail->scan();
    m_detail->setScan(scan, m_rows->zone);
    if (isNew)
        emit scanChosen(scan.scan);
}

void DoorsDesk::setFacts(const ScanFacts &facts)
{
    m_detail->setFacts(facts);
}

void DoorsDesk::setCards(const std::vector<CardView> &cards)
{
    m_cards->setCards(cards, m_rows->zone);
}

void DoorsDesk::chooseScan(const Id &scan)
{
    if (const int row = m_rows->scans.rowOf(scan); row >= 0)
        m_scans->setCurrentRow(m_rows->scans.index(row, 0));
}

} // namespace gatehouse
