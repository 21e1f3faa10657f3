// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doors/listsview.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/reasonline.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

ListsView::ListsView(QWidget *parent)
    : QWidget(parent), m_names(new QListWidget(this)), m_form(new ListForm(this)), m_state(plainLabel(this)),
      m_new(new QPushButton(lineIcon(u"plus"_s), tr("New list"), this)),
      m_apply(new QPushButton(lineIcon(u"check"_s), tr("Apply to all gates"), this)),
      m_discard(new QPushButton(tr("Discard"), this)),
      m_exitAll(new QPushButton(lineIcon(u"door-open"_s), tr("Everybody has left…"), this)),
      m_reason(new ReasonLine(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    auto *head = new QHBoxLayout;
    auto *back = new QPushButton(lineIcon(u"arrow-left"_s), tr("Back to the scans"), this);
    head->addWidget(back);
    head->addWidget(steppedLabel(this, TypeStep::Title, QFont::DemiBold, Tone::Usual, tr("Check-in lists")), 1);
    head->addWidget(m_new);
    outer->addLayout(head);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_names);
    auto *scroll = new QScrollArea(splitter);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(m_form);
    splitter->addWidget(scroll);
    splitter->setStretchFactor(1, 4);
    splitter->setChildrenCollapsible(false);
    outer->addWidget(splitter, 1);
    outer->addWidget(m_reason);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(theme.space(2));
    foot->addWidget(m_state, 1);
    foot->addWidget(m_exitAll);
    foot->addWidget(m_discard);
    foot->addWidget(m_apply);
    outer->addLayout(foot);
    m_state->setWordWrap(true);
    m_names->setAccessibleName(tr("Check-in lists"));
    m_names->setMinimumWidth(theme.space(40));
    m_reason->hide();
    connect(back, &QPushButton::clicked, this, &ListsView::left);
    connect(m_new, &QPushButton::clicked, this, &ListsView::startNew);
    connect(m_names, &QListWidget::currentRowChanged, this, &ListsView::showCurrent);
    connect(m_form, &ListForm::edited, this, &ListsView::showState);
    connect(m_discard, &QPushButton::clicked, this, [this] {
        if (m_isNew)
            return showCurrent();
        const CheckInList *now = find(m_saw.id);
        show(now ? *now : m_saw);
    });
    connect(m_apply, &QPushButton::clicked, this, [this] { emit applyWanted(m_saw, m_form->list()); });
    connect(m_exitAll, &QPushButton::clicked, this, [this] {
        m_reason->show();
        m_reason->ask(tr("Whoever “%1” has inside is counted out. Why?").arg(QString::fromStdString(m_saw.name)),
                      tr("Count everybody out"),
                      {tr("The house is empty"), tr("End of the day"), tr("Counted by hand")});
    });
    connect(m_reason, &ReasonLine::cancelled, m_reason, &QWidget::hide);
    connect(m_reason, &ReasonLine::given, this, [this](const QString &reason) {
        m_reason->hide();
        emit exitAllWanted(m_saw.id, reason);
    });
    showState();
}

const CheckInList *ListsView::find(const Id &list) const
{
    const auto at =
        std::find_if(m_lists.begin(), m_lists.end(), [&](const CheckInList &each) { return each.id == list; });
    return at == m_lists.end() ? nullptr : &*at;
}

void ListsView::setLists(const std::vector<CheckInList> &lists)
{
    const Id chosen = m_saw.id;
    m_lists = lists;
    const QSignalBlocker blocker(m_names);
    m_names->clear();
    for (const CheckInList &list : m_lists)
        m_names->addItem(QString::fromStdString(list.name));
    const CheckInList *now = find(chosen);
    if (now)
        m_names->setCurrentRow(static_cast<int>(now - m_lists.data()));
    if (m_isNew || (m_isEdited && now))
        return showState(); // what somebody is typing stays
    if (now && (*now == m_saw || now->rulesVersion < m_saw.rulesVersion))
        return showState();
    if (!now && !m_lists.empty())
        m_names->setCurrentRow(0);
    showCurrent();
}

void ListsView::setMayEdit(bool mayEdit)
{
    m_mayEdit = mayEdit;
    m_form->setEnabled(mayEdit);
    showState();
}

void ListsView::choose(const CheckInListId &list)
{
    if (const CheckInList *found = find(list))
        m_names->setCurrentRow(static_cast<int>(found - m_lists.data()));
}

void ListsView::applied(const CheckInListId &list)
{
    m_isNew = false;
    m_isEdited = false;
    // The answer comes before the row: until that is here, what was sent is what counts.
    const bool isNew = m_saw.id.isNull();
    CheckInList sent = m_form->list();
    sent.id = list;
    if (!isNew)
        ++sent.rulesVersion;
    show(sent);
}

void ListsView::startNew()
{
    {
        const QSignalBlocker blocker(m_names);
        m_names->setCurrentRow(-1);
    }
    CheckInList fresh;
    fresh.name = tr("New list").toStdString();
    m_isNew = true;
    show(fresh);
    m_isNew = true;
    showState();
}

void ListsView::showCurrent()
{
    const int row = m_names->currentRow();
    m_isNew = false;
    if (row >= 0 && row < static_cast<int>(m_lists.size()))
        show(m_lists[static_cast<std::size_t>(row)]);
    else
        showState();
}

void ListsView::show(const CheckInList &list)
{
    m_saw = list;
    m_form->setList(list);
    m_pristine = m_form->list();
    showState();
}

void ListsView::showState()
{
    const CheckInList *now = find(m_saw.id);
    const bool isThere = m_isNew || now;
    m_isEdited = isThere && (m_isNew || m_form->list() != m_pristine);
    m_form->setVisible(isThere);
    m_apply->setEnabled(m_mayEdit && m_isEdited);
    m_discard->setEnabled(m_isEdited);
    m_new->setEnabled(m_mayEdit);
    m_exitAll->setEnabled(now != nullptr);
    const bool isOlder = now && m_isEdited && now->rulesVersion > m_saw.rulesVersion;
    if (!isThere)
        m_state->setText(tr("No check-in list yet. A list says which tickets count where and when."));
    else if (isOlder)
        m_state->setText(tr("Somebody else has changed this list meanwhile. Discard to see it."));
    else if (m_isEdited)
        m_state->setText(tr("Not applied yet: the gates go by the former rules."));
    else
        m_state->setText(tr("Rules of version %1, in force at all its gates.").arg(m_saw.rulesVersion));
}

} // namespace gatehouse
