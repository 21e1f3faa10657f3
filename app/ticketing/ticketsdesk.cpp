// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ticketing/ticketsdesk.h"

#include "app/ticketing/doorform.h"
#include "app/ticketing/paperdialogs.h"
#include "app/ticketing/paperpage.h"
#include "app/ticketing/personcard.h"
#include "app/ui/emptystate.h"
#include "app/ui/icons.h"
#include "app/ui/listtable.h"
#include "app/ui/noticebar.h"
#include "app/ui/valuetable.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

State ticketState(TicketState state)
{
    switch (state) {
    case TicketState::Valid:
        return State::Fine;
    case TicketState::Unpaid:
    case TicketState::Blocked:
        return State::Soon;
    case TicketState::Revoked:
    case TicketState::Cancelled:
        return State::NoData;
    }
    return State::NoData;
}

QString ticketStateWords(TicketState state)
{
    switch (state) {
    case TicketState::Valid:
        return TicketsDesk::tr("valid");
    case TicketState::Unpaid:
        return TicketsDesk::tr("not paid");
    case TicketState::Blocked:
        return TicketsDesk::tr("blocked");
    case TicketState::Revoked:
        return TicketsDesk::tr("revoked");
    case TicketState::Cancelled:
        return TicketsDesk::tr("cancelled");
    }
    return TicketsDesk::tr("unknown");
}

class TicketsRows
{
public:
    /// A person with two tickets stands there twice.
    using Key = std::pair<Id, Id>;
    ValueTable<HitView, Key> hits{
        {{.header = TicketsDesk::tr("Name"), .text = [](const HitView &hit) { return hit.name; }},
         {.header = TicketsDesk::tr("Product"), .text = [](const HitView &hit) { return hit.product; }},
         {.header = TicketsDesk::tr("State"),
          .text = [](const HitView &hit) { return hit.words; },
          .state = [](const HitView &hit) { return std::optional(hit.state); }},
         {.header = TicketsDesk::tr("Order"), .text = [](const HitView &hit) { return hit.order; }},
         {.header = TicketsDesk::tr("Company"), .text = [](const HitView &hit) { return hit.company; }}},
        [](const HitView &hit) { return Key(hit.attendee, hit.ticket); }};
};

TicketsDesk::TicketsDesk(QWidget *parent)
    : QWidget(parent), m_rows(std::make_unique<TicketsRows>()), m_search(new QLineEdit(this)),
      m_add(new QPushButton(lineIcon(u"plus"_s), tr("Somebody at the door"), this)),
      m_toPaper(new QPushButton(lineIcon(u"printer"_s), tr("Paper and files"), this)),
      m_hits(new ListTable(tr("People and tickets found"), this)), m_pages(new QStackedWidget(this)),
      m_card(new PersonCard(this)), m_form(new DoorForm(this)), m_paper(new PaperPage(this)),
      m_notices(new NoticeBar(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    auto *head = new QHBoxLayout;
    head->addWidget(m_search, 1);
    head->addWidget(m_add);
    head->addWidget(m_toPaper);
    outer->addLayout(head);
    m_search->setPlaceholderText(tr("Find a person or a ticket: name, company, order code"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->addAction(lineIcon(u"search"_s), QLineEdit::LeadingPosition);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_hits);
    splitter->addWidget(m_pages);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    outer->addWidget(splitter, 1);
    outer->addWidget(m_notices);
    for (QWidget *page : std::initializer_list<QWidget *>{m_card, m_form, m_paper})
        m_pages->addWidget(page);
    m_hits->setModel(&m_rows->hits);
    m_hits->setFilterVisible(false);
    m_hits->emptyState()->setWords(u"search"_s, tr("Find somebody"),
                                   tr("Type a few letters of a name, a company or an order code."));
    m_hits->setColumnWidths({240, 170, 130, 110});
    m_toPaper->setCheckable(true);

    connect(m_search, &QLineEdit::textChanged, this, &TicketsDesk::searchChanged);
    connect(m_search, &QLineEdit::returnPressed, m_hits, [this] {
        if (m_rows->hits.rowCount() > 0)
            m_hits->setCurrentRow(m_rows->hits.index(0, 0));
    });
    const auto choose = [this](const QModelIndex &index) {
        if (!index.isValid())
            return;
        const HitView &hit = m_rows->hits.at(index.row());
        showCard();
        emit personChosen(hit.attendee, hit.ticket);
    };
    connect(m_hits, &ListTable::currentRowChanged, this, choose);
    connect(m_hits, &ListTable::rowActivated, this, choose);
    connect(m_add, &QPushButton::clicked, this, [this] { showDoorForm(); });
    connect(m_card, &PersonCard::printWanted, this, [this](const Id &ticket) {
        askPrinter(*this, [this, ticket](const auto &printer) { emit ticketPrintWanted(ticket, printer); });
    });
    connect(m_card, &PersonCard::saveWanted, this, [this](const Id &ticket) {
        askPath(*this, u"ticket.pdf"_s, tr("PDF files (*.pdf)"),
                [this, ticket](const QString &path) { emit ticketSaveWanted(ticket, path); });
    });
    connect(m_form, &DoorForm::cancelled, this, &TicketsDesk::showCard);
    connect(m_card, &PersonCard::issueWanted, this, [this](const Id &attendee) {
        const int row = [&] {
            for (int each = 0; each < m_rows->hits.rowCount(); ++each)
                if (m_rows->hits.at(each).attendee == attendee)
                    return each;
            return -1;
        }();
        showDoorForm(attendee, row >= 0 ? m_rows->hits.at(row).name : tr("this person"));
    });
    connect(m_toPaper, &QPushButton::clicked, this, [this](bool isWanted) {
        if (isWanted)
            m_pages->setCurrentWidget(m_paper);
        else
            showCard();
    });
}

TicketsDesk::~TicketsDesk() = default;

void TicketsDesk::searchChanged(const QString &needle)
{
    const QString trimmed = needle.trimmed();
    if (trimmed.isEmpty())
        setHits({}, {}, 0);
    else
        emit searchWanted(trimmed);
}

void TicketsDesk::setHits(const QString &needle, std::vector<HitView> hits, qint64 total)
{
    if (needle != m_search->text().trimmed())
        return;
    const auto shown = static_cast<qint64>(hits.size());
    if (needle.isEmpty())
        m_hits->emptyState()->setWords(u"search"_s, tr("Find somebody"),
                                       tr("Type a few letters of a name, a company or an order code."));
    else
        m_hits->emptyState()->setWords(u"search"_s, tr("Nobody found"),
                                       tr("Try fewer letters or another spelling, or add the person."));
    m_rows->hits.setRows(std::move(hits));
    if (total > shown)
        m_notices->show(State::Info,
                        tr("%1 people match: type more letters to see the others.").arg(QLocale().toString(total)));
}

void TicketsDesk::setPerson(const std::optional<PersonView> &person)
{
    m_card->setPerson(person);
}

void TicketsDesk::showDoorForm(const Id &attendee, const QString &known)
{
    m_toPaper->setChecked(false);
    m_pages->setCurrentWidget(m_form);
    m_form->begin(attendee, known);
}

void TicketsDesk::showCard()
{
    m_toPaper->setChecked(false);
    m_pages->setCurrentWidget(m_card);
}

void TicketsDesk::setMayManage(bool may)
{
    m_add->setVisible(may);
}

} // namespace gatehouse
