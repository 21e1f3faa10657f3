// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/programmedesk.h"

#include "app/programme/eventform.h"
#include "app/programme/namespanel.h"
#include "app/programme/placeforms.h"
#include "app/programme/programmegrid.h"
#include "app/programme/sessioncard.h"
#include "app/programme/sessionform.h"
#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/icons.h"
#include "app/ui/listtable.h"
#include "app/ui/noticebar.h"
#include "app/ui/valuetable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kUsualMinutes = 45; ///< of a session that is placed for the first time

} // namespace

class ProgrammeRows
{
public:
    QTimeZone zone = QTimeZone::utc();

    [[nodiscard]] QString dayOf(const SlotView &slot) const
    {
        return slot.isPlaced()
            ? QLocale().toString(QDateTime::fromMSecsSinceEpoch(slot.startsAt.ms, zone).date(), u"ddd d MMM"_s)
            : QString();
    }
    [[nodiscard]] QString timesOf(const SlotView &slot) const
    {
        return slot.isPlaced() ? ProgrammeDesk::tr("%1–%2", "start and end of a session")
                                     .arg(clockTime(slot.startsAt, zone), clockTime(slot.endsAt, zone))
                               : QString();
    }

    ValueTable<SlotView, Id> list{
        {{.header = ProgrammeDesk::tr("Day"),
          .text = [this](const SlotView &slot) { return dayOf(slot); },
          .sort = [](const SlotView &slot) { return QVariant::fromValue<qint64>(slot.startsAt.ms); }},
         {.header = ProgrammeDesk::tr("Time"),
          .text = [this](const SlotView &slot) { return timesOf(slot); },
          .sort = [](const SlotView &slot) { return QVariant::fromValue<qint64>(slot.startsAt.ms); }},
         {.header = ProgrammeDesk::tr("Space"), .text = [](const SlotView &slot) { return slot.spaceName; }},
         {.header = ProgrammeDesk::tr("State"),
          .text = [](const SlotView &slot) { return slotWords(slot); },
          .state = [](const SlotView &slot) { return std::optional(slotState(slot)); }},
         {.header = ProgrammeDesk::tr("Title"), .text = [](const SlotView &slot) { return slot.title; }},
         {.header = ProgrammeDesk::tr("Speakers"), .text = [](const SlotView &slot) { return slot.speakers; }},
         {.header = ProgrammeDesk::tr("Track"), .text = [](const SlotView &slot) { return slot.track; }}},
        [](const SlotView &slot) { return slot.key(); }};
};

ProgrammeDesk::ProgrammeDesk(QWidget *parent)
    : QWidget(parent), m_rows(std::make_unique<ProgrammeRows>()), m_days(new QTabBar(this)),
      m_asList(new QToolButton(this)), m_now(new QPushButton(lineIcon(u"clock"_s), tr("Now"), this)),
      m_add(new QPushButton(lineIcon(u"plus"_s), tr("Add a session"), this)), m_more(new QToolButton(this)),
      m_eventAction(nullptr), m_splitter(new QSplitter(Qt::Horizontal, this)), m_pages(new QStackedWidget(m_splitter)),
      m_empty(new EmptyState(this)), m_grid(new ProgrammeGrid(this)), m_list(new ListTable(tr("All sessions"), this)),
      m_side(new QStackedWidget(m_splitter)), m_card(new SessionCard(this)), m_form(new SessionForm(this)),
      m_event(new EventForm(this)), m_tracks(new NamesPanel(NameKind::Track, this)),
      m_speakers(new NamesPanel(NameKind::Speaker, this)), m_spaces(new NamesPanel(NameKind::Space, this)),
      m_notices(new NoticeBar(this))
{
    const Theme &theme = themeOf(*this);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    buildBar();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_grid);
    m_pages->addWidget(m_list);
    for (QWidget *page : std::initializer_list<QWidget *>{m_card, m_form, m_event, m_tracks, m_speakers, m_spaces})
        m_side->addWidget(page);
    m_side->setContentsMargins(theme.space(2), 0, 0, 0);
    m_splitter->addWidget(m_pages);
    m_splitter->addWidget(m_side);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({1000, 340});
    outer->addWidget(m_splitter, 1);
    outer->addWidget(m_notices);
    m_list->setModel(&m_rows->list);
    m_list->emptyState()->setWords(u"calendar-days"_s, tr("No session yet"),
                                   tr("Sessions show here when there are some."));
    m_list->view()->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);

    wireCard();
    wirePanels();
    connect(m_grid, &ProgrammeGrid::slotChosen, this, &ProgrammeDesk::chooseFromView);
    connect(m_grid, &ProgrammeGrid::moveWanted, this, &ProgrammeDesk::askMoveTo);
    connect(m_grid, &ProgrammeGrid::addWanted, this, &ProgrammeDesk::addAt);
    connect(m_list, &ListTable::currentRowChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            chooseFromView(m_rows->list.at(index.row()).key());
    });
    connect(m_empty, &EmptyState::actionWanted, this, [this] {
        if (m_view.spaces.empty())
            showNames(NameKind::Space);
        else
            askAdd();
    });
    setMayManageEvent(false);
    setView({});
}

ProgrammeDesk::~ProgrammeDesk() = default;

void ProgrammeDesk::buildBar()
{
    auto *bar = new QHBoxLayout;
    m_days->setExpanding(false);
    m_days->setDrawBase(false);
    m_days->setUsesScrollButtons(true);
    m_days->setAccessibleName(tr("Event days"));
    QSizePolicy daysPolicy = m_days->sizePolicy();
    daysPolicy.setHorizontalPolicy(QSizePolicy::Expanding);
    daysPolicy.setRetainSizeWhenHidden(true);
    m_days->setSizePolicy(daysPolicy);
    bar->addWidget(m_days, 1);
    bar->addWidget(m_now);
    m_asList->setIcon(lineIcon(u"list"_s));
    m_asList->setCheckable(true);
    m_asList->setToolTip(tr("Show the programme as a list"));
    m_asList->setAccessibleName(m_asList->toolTip());
    const int side = themeOf(*this).space(9);
    m_asList->setFixedSize(side, side);
    bar->addWidget(m_asList);
    bar->addWidget(m_add);
    m_more->setIcon(lineIcon(u"settings"_s));
    m_more->setToolTip(tr("Spaces, tracks, speakers, event"));
    m_more->setAccessibleName(m_more->toolTip());
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setFixedSize(side, side);
    auto *menu = new QMenu(m_more);
    menu->addAction(tr("Spaces…"), this, [this] { showNames(NameKind::Space); });
    menu->addAction(tr("Tracks…"), this, [this] { showNames(NameKind::Track); });
    menu->addAction(tr("Speakers…"), this, [this] { showNames(NameKind::Speaker); });
    m_eventAction = menu->addAction(tr("The event…"), this, &ProgrammeDesk::eventFormWanted);
    m_more->setMenu(menu);
    bar->addWidget(m_more);
    static_cast<QVBoxLayout *>(layout())->addLayout(bar);
    connect(m_days, &QTabBar::currentChanged, this, [this](int day) {
        m_day = day;
        m_wasDayChosen = true;
        m_grid->setView(m_view, m_day);
    });
    connect(m_asList, &QToolButton::toggled, this, &ProgrammeDesk::showRightPage);
    connect(m_now, &QPushButton::clicked, this, &ProgrammeDesk::showNow);
    connect(m_add, &QPushButton::clicked, this, &ProgrammeDesk::askAdd);
}

void ProgrammeDesk::wireCard()
{
    connect(m_card, &SessionCard::editWanted, this, &ProgrammeDesk::editWanted);
    connect(m_card, &SessionCard::publishWanted, this, &ProgrammeDesk::publishWanted);
    connect(m_card, &SessionCard::cancelWanted, this, &ProgrammeDesk::cancelWanted);
    connect(m_card, &SessionCard::removeWanted, this, &ProgrammeDesk::removeWanted);
    connect(m_card, &SessionCard::pinWanted, this, &ProgrammeDesk::pinWanted);
    connect(m_card, &SessionCard::unplaceWanted, this, &ProgrammeDesk::unplaceWanted);
    connect(m_card->delayForm(), &DelayForm::previewWanted, this, &ProgrammeDesk::delayPreviewWanted);
    connect(m_card->moveForm(), &MoveForm::previewWanted, this, &ProgrammeDesk::movePreviewWanted);
    connect(m_card->delayForm(), &DelayForm::wanted, this, [this](const DelayWish &wish) {
        m_card->closeForms();
        emit delayWanted(wish);
    });
    connect(m_card->moveForm(), &MoveForm::wanted, this, [this](const MoveWish &wish) {
        m_card->closeForms();
        emit moveWanted(wish);
    });
}

void ProgrammeDesk::wirePanels()
{
    connect(m_form, &SessionForm::wanted, this, &ProgrammeDesk::saveWanted);
    connect(m_form, &SessionForm::cancelled, this, &ProgrammeDesk::showCard);
    connect(m_event, &EventForm::wanted, this, &ProgrammeDesk::eventSaveWanted);
    connect(m_event, &EventForm::cancelled, this, &ProgrammeDesk::showCard);
    for (const auto &[kind, panel] : {std::pair(NameKind::Track, m_tracks), std::pair(NameKind::Speaker, m_speakers),
                                      std::pair(NameKind::Space, m_spaces)}) {
        connect(panel, &NamesPanel::left, this, &ProgrammeDesk::showCard);
        connect(panel, &NamesPanel::addWanted, this,
                [this, kind = kind](const QString &name) { emit nameAddWanted(kind, name); });
        connect(panel, &NamesPanel::editWanted, this,
                [this, kind = kind](const NameView &name) { emit nameEditWanted(kind, name); });
        connect(panel, &NamesPanel::removeWanted, this,
                [this, kind = kind](const Id &id) { emit nameRemoveWanted(kind, id); });
    }
}

int ProgrammeDesk::dayOf(Instant at) const
{
    for (std::size_t day = 0; day < m_view.days.size(); ++day) {
        if (at >= m_view.days[day].startsAt && at < m_view.days[day].endsAt)
            return static_cast<int>(day);
    }
    return -1;
}

const SlotView *ProgrammeDesk::find(const Id &key) const
{
    for (const auto *list : {&m_view.placed, &m_view.waiting}) {
        for (const SlotView &slot : *list) {
            if (slot.key() == key)
                return &slot;
        }
    }
    return nullptr;
}

void ProgrammeDesk::setView(const ProgrammeView &view)
{
    m_view = view;
    showDays();
    m_rows->zone = view.zone;
    std::vector<SlotView> rows = view.placed;
    rows.insert(rows.end(), view.waiting.begin(), view.waiting.end());
    const bool wasEmpty = m_rows->list.rowCount() == 0;
    m_rows->list.setRows(std::move(rows));
    if (wasEmpty && m_rows->list.rowCount() > 0) {
        m_list->view()->resizeColumnsToContents();
        m_list->view()->setColumnWidth(4, themeOf(*this).space(80));
    }
    m_grid->setView(view, m_day);
    m_card->setChoices(view.spaces, view.days, view.zone);
    m_form->setChoices(view.spaces, view.days, view.zone);
    std::vector<NameView> spaces;
    for (const SpaceView &space : view.spaces)
        spaces.push_back({space.id, space.name, {}, {}, space.capacity});
    m_spaces->setNames(spaces);
    m_add->setVisible(view.mayEdit);
    m_more->setVisible(view.mayEdit);
    showRightPage();
}

void ProgrammeDesk::showDays()
{
    const QSignalBlocker quiet(m_days);
    while (m_days->count() > static_cast<int>(m_view.days.size()))
        m_days->removeTab(m_days->count() - 1);
    for (std::size_t day = 0; day < m_view.days.size(); ++day) {
        const int tab = static_cast<int>(day);
        if (tab >= m_days->count())
            m_days->addTab(m_view.days[day].label);
        else if (m_days->tabText(tab) != m_view.days[day].label)
            m_days->setTabText(tab, m_view.days[day].label);
    }
    if (!m_wasDayChosen)
        m_day = std::max(dayOf(m_view.now), 0);
    m_day = std::clamp(m_day, 0, std::max(m_days->count() - 1, 0));
    m_days->setCurrentIndex(m_day);
    m_now->setEnabled(dayOf(m_view.now) >= 0);
}

void ProgrammeDesk::setNames(const std::vector<NameView> &tracks, const std::vector<NameView> &speakers)
{
    m_form->setNames(tracks, speakers);
    m_tracks->setNames(tracks);
    m_speakers->setNames(speakers);
}

void ProgrammeDesk::setDetail(const std::optional<SessionDetail> &detail)
{
    m_card->setDetail(detail);
}

void ProgrammeDesk::setDelayPreview(const ProgrammePreview &preview)
{
    m_card->delayForm()->setPreview(preview);
}

void ProgrammeDesk::setMovePreview(const ProgrammePreview &preview)
{
    m_card->moveForm()->setPreview(preview);
}

void ProgrammeDesk::setMayManageEvent(bool mayManage)
{
    m_eventAction->setVisible(mayManage);
}

bool ProgrammeDesk::isList() const
{
    return m_asList->isChecked() || m_isNarrow;
}

void ProgrammeDesk::showRightPage()
{
    const bool hasSessions = !m_view.placed.empty() || !m_view.waiting.empty();
    if (m_view.spaces.empty() && !hasSessions)
        m_empty->setWords(u"calendar-days"_s, tr("No space yet"),
                          tr("Add the rooms and stages in which something takes place, or import a schedule. Sessions "
                             "are placed in them afterwards."),
                          m_view.mayEdit ? tr("Add a space") : QString());
    else if (!hasSessions)
        m_empty->setWords(u"calendar-days"_s, tr("No session yet"),
                          tr("Add the first session, or import a schedule. A session is a draft until it is published: "
                             "only those who edit the programme see it."),
                          m_view.mayEdit ? tr("Add a session") : QString());
    if (!hasSessions)
        m_pages->setCurrentWidget(m_empty);
    else
        m_pages->setCurrentWidget(isList() ? static_cast<QWidget *>(m_list) : m_grid);
    m_days->setVisible(!isList());
    m_asList->setEnabled(!m_isNarrow);
}

void ProgrammeDesk::showList(bool asList)
{
    m_asList->setChecked(asList);
}

void ProgrammeDesk::showNow()
{
    const int day = dayOf(m_view.now);
    if (day < 0)
        return;
    m_days->setCurrentIndex(day);
    m_grid->showNow();
}

void ProgrammeDesk::choose(const Id &key)
{
    const SlotView *slot = find(key);
    if (slot && slot->isPlaced()) {
        if (const int day = dayOf(slot->startsAt); day >= 0)
            m_days->setCurrentIndex(day);
    }
    chooseFromView(key);
}

void ProgrammeDesk::chooseFromView(const Id &key)
{
    const bool isOther = m_chosen != key;
    m_chosen = key;
    if (m_grid->chosen() != key)
        m_grid->choose(key);
    const int row = m_rows->list.rowOf(key);
    if (row >= 0 && m_list->currentRow().row() != row) {
        const QSignalBlocker quiet(m_list);
        m_list->setCurrentRow(m_rows->list.index(row, 0));
    }
    if (isOther || m_side->currentWidget() == m_card) {
        m_side->setCurrentWidget(m_card);
        if (isOther)
            emit keyChosen(key);
    }
}

void ProgrammeDesk::askMoveTo(const Id &slot, const Id &space, Instant startsAt)
{
    const SlotView *found = find(slot);
    if (!found)
        return;
    choose(slot);
    m_side->setCurrentWidget(m_card);
    MoveWish wish;
    wish.space = space;
    wish.startsAt = startsAt;
    wish.minutes = static_cast<int>((found->endsAt - found->startsAt) / 60'000);
    m_card->askMove(wish);
}

void ProgrammeDesk::addAt(const Id &space, Instant startsAt)
{
    SessionWish wish;
    wish.place = MoveWish{{}, {}, space, startsAt, kUsualMinutes, false, {}};
    askEdit(wish);
}

void ProgrammeDesk::askAdd()
{
    if (!m_view.mayEdit)
        return;
    askEdit({});
}

void ProgrammeDesk::askEdit(const SessionWish &wish)
{
    m_side->setCurrentWidget(m_form);
    m_form->ask(wish);
}

void ProgrammeDesk::askDelay()
{
    m_side->setCurrentWidget(m_card);
    m_card->askDelay();
}

void ProgrammeDesk::askMove()
{
    m_side->setCurrentWidget(m_card);
    m_card->askMove();
}

void ProgrammeDesk::askCancel()
{
    m_side->setCurrentWidget(m_card);
    m_card->askCancel();
}

void ProgrammeDesk::askEvent(const EventWish &event)
{
    m_side->setCurrentWidget(m_event);
    m_event->ask(event);
}

void ProgrammeDesk::showNames(NameKind kind)
{
    if (!m_view.mayEdit)
        return;
    NamesPanel *panel = kind == NameKind::Track ? m_tracks : kind == NameKind::Speaker ? m_speakers : m_spaces;
    m_side->setCurrentWidget(panel);
    panel->begin();
}

void ProgrammeDesk::showCard()
{
    m_side->setCurrentWidget(m_card);
    m_grid->setFocus();
}

void ProgrammeDesk::refuseForm(const QString &words)
{
    if (m_side->currentWidget() == m_event)
        m_event->setRefusal(words);
    else
        m_form->setRefusal(words);
}

void ProgrammeDesk::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < themeOf(*this).pixels(TypeStep::Body) * 56;
    if (isNarrow == m_isNarrow)
        return;
    m_isNarrow = isNarrow;
    m_splitter->setOrientation(isNarrow ? Qt::Vertical : Qt::Horizontal);
    showRightPage();
}

} // namespace gatehouse
