// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/overviewdesk.h"

#include "app/overview/nownextlist.h"
#include "app/overview/venuelist.h"
#include "app/overview/venuemap.h"
#include "app/ui/emptystate.h"
#include "app/ui/icons.h"
#include "app/ui/noticebar.h"

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

OverviewDesk::OverviewDesk(QWidget *parent)
    : QWidget(parent), m_tileRow(new QHBoxLayout), m_asList(new QToolButton(this)), m_pages(new QStackedWidget(this)),
      m_map(new VenueMap(this)), m_list(new VenueList(this)), m_empty(new EmptyState(this)),
      m_chart(new ArrivalsChart(this)), m_nowNext(new NowNextList(this)), m_notices(new NoticeBar(this)),
      m_card(new PlaceCard(m_pages)), m_form(new PlaceForm(m_pages)), m_change(new QToolButton(this))
{
    const Theme &theme = themeOf(*this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    column->addLayout(m_tileRow);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_pages);
    auto *below = new QSplitter(Qt::Horizontal, splitter);
    below->addWidget(m_chart);
    below->addWidget(m_nowNext);
    below->setStretchFactor(0, 1);
    below->setStretchFactor(1, 1);
    below->setChildrenCollapsible(false);
    below->setSizes({600, 600});
    m_nowNext->hide();
    splitter->addWidget(below);
    splitter->setStretchFactor(0, 4);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    column->addWidget(splitter, 1);
    column->addWidget(m_notices);
    m_chart->setMinimumHeight(theme.space(45));

    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_map);
    m_pages->addWidget(m_list);
    m_empty->setWords(QStringLiteral("map"), tr("No floor yet"),
                      tr("Import a venue with its plan, zones and gates, or add a floor and draw on it. People are "
                         "counted as soon as "
                         "a gate is open."));
    connect(m_empty, &EmptyState::actionWanted, this, [this] { emit actionWanted(u"floor.add"_s); });

    m_asList->setIcon(lineIcon(QStringLiteral("list")));
    m_asList->setToolTip(tr("Show the map as a list"));
    m_asList->setAccessibleName(m_asList->toolTip());
    m_asList->setCheckable(true);
    m_asList->setEnabled(false);
    connect(m_asList, &QToolButton::toggled, this, &OverviewDesk::showTwin);
    m_asList->setFixedSize(theme.space(9), theme.space(9));
    auto *corner = new QVBoxLayout;
    corner->addStretch();
    corner->addWidget(m_change);
    corner->addWidget(m_asList);
    m_tileRow->addLayout(corner);
    m_change->setIcon(lineIcon(u"pencil"_s));
    m_change->setToolTip(tr("Change the venue: floors, zones, spaces, gates"));
    m_change->setAccessibleName(m_change->toolTip());
    m_change->setPopupMode(QToolButton::InstantPopup);
    m_change->setMenu(new QMenu(m_change));
    m_change->setFixedSize(theme.space(9), theme.space(9));
    m_change->hide();

    m_pages->installEventFilter(this);
    m_card->installEventFilter(this);
    m_form->installEventFilter(this);
    connect(m_form, &PlaceForm::left, this, [this] { m_map->setFocus(); });
    connect(m_notices, &NoticeBar::actionWanted, this, [this] {
        if (const auto undo = std::exchange(m_undo, nullptr))
            undo();
    });

    connect(m_map, &VenueMap::zoneActivated, this, &OverviewDesk::zoneActivated);
    connect(m_map, &VenueMap::gateActivated, this, &OverviewDesk::gateActivated);
    connect(m_map, &VenueMap::spaceActivated, this, &OverviewDesk::spaceActivated);
    connect(m_list, &VenueList::spaceActivated, this, &OverviewDesk::spaceActivated);
    connect(m_list, &VenueList::zoneActivated, this, &OverviewDesk::zoneActivated);
    connect(m_list, &VenueList::gateActivated, this, &OverviewDesk::gateActivated);
}

void OverviewDesk::setNowNextShown(bool isShown)
{
    m_nowNext->setVisible(isShown);
}

void OverviewDesk::setTiles(const std::vector<FigureView> &tiles)
{
    while (m_tiles.size() > tiles.size()) {
        delete m_tiles.back();
        m_tiles.pop_back();
    }
    while (m_tiles.size() < tiles.size()) {
        auto *tile = new FigureTile(this);
        connect(tile, &FigureTile::activated, this,
                [this, index = static_cast<int>(m_tiles.size())] { emit tileActivated(index); });
        m_tileRow->insertWidget(static_cast<int>(m_tiles.size()), tile, 1);
        m_tiles.push_back(tile);
    }
    for (std::size_t index = 0; index < tiles.size(); ++index)
        m_tiles[index]->setView(tiles[index]);
}

void OverviewDesk::setMap(const MapView &view)
{
    m_map->setView(view);
    m_list->setView(view);
    m_asList->setEnabled(!view.floors.empty());
    if (view.floors.empty() && m_form->isHidden())
        m_pages->setCurrentWidget(m_empty);
    else if (m_pages->currentWidget() == m_empty)
        showTwin(m_asList->isChecked());
}

void OverviewDesk::showTwin(bool asList)
{
    m_pages->setCurrentWidget(asList ? static_cast<QWidget *>(m_list) : m_map);
}

void OverviewDesk::showMap()
{
    m_asList->setChecked(false);
    m_pages->setCurrentWidget(m_map);
}

void OverviewDesk::showPlace(const PlaceView &view)
{
    if (!m_form->isHidden())
        return; // somebody is typing in its place
    m_card->setPlace(view);
    placeOver(m_card);
}

void OverviewDesk::ask(const FormView &view)
{
    m_card->leave();
    if (m_pages->currentWidget() == m_empty)
        m_pages->setCurrentWidget(m_map);
    m_form->ask(view);
    placeOver(m_form);
}

/// In the upper right corner: floors are chosen in the upper left one, and zoomed in the lower right.
void OverviewDesk::placeOver(QWidget *panel)
{
    if (panel->isHidden())
        return;
    const Theme &theme = themeOf(*this);
    const int width = std::min(theme.space(90), m_pages->width() - 2 * theme.space(3));
    const int height = std::min(panel->hasHeightForWidth() ? panel->heightForWidth(width) : panel->sizeHint().height(),
                                m_pages->height() - 2 * theme.space(3));
    panel->setGeometry(m_pages->width() - width - theme.space(3), theme.space(3), width, height);
    panel->raise();
}

bool OverviewDesk::eventFilter(QObject *watched, QEvent *event)
{
    const bool isLaidOut = event->type() == QEvent::LayoutRequest;
    if ((watched == m_pages && event->type() == QEvent::Resize) || (watched == m_card && isLaidOut))
        placeOver(m_card);
    if ((watched == m_pages && event->type() == QEvent::Resize) || (watched == m_form && isLaidOut))
        placeOver(m_form);
    return QWidget::eventFilter(watched, event);
}

void OverviewDesk::setActions(const std::vector<PlaceAction> &actions)
{
    if (actions == m_actions)
        return;
    m_actions = actions;
    m_change->setVisible(!actions.empty());
    m_change->menu()->clear();
    for (const PlaceAction &action : actions)
        m_change->menu()->addAction(lineIcon(action.iconName), action.text, this,
                                    [this, id = action.id] { emit actionWanted(id); });
    m_empty->setWords(u"map"_s, tr("No floor yet"),
                      tr("Import a venue with its plan, zones and gates, or add a floor and draw on it. People are "
                         "counted as soon as a gate is open."),
                      actions.empty() ? QString() : tr("Add a floor"));
}

void OverviewDesk::offer(const std::vector<PlaceAction> &actions, const QPoint &globalPosition,
                         std::function<void(const QString &)> chosen)
{
    if (actions.empty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const PlaceAction &action : actions)
        menu->addAction(lineIcon(action.iconName), action.text, this, [chosen, id = action.id] { chosen(id); });
    menu->popup(globalPosition);
}

void OverviewDesk::tell(State state, const QString &text, std::function<void()> undo)
{
    m_undo = std::move(undo);
    m_notices->show(state, text, m_undo ? tr("Undo") : QString());
}

void OverviewDesk::choosePlan()
{
    auto *dialog = new QFileDialog(this, tr("Picture of the floor"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Pictures (*.svg *.png *.jpg *.jpeg)"));
    connect(dialog, &QFileDialog::fileSelected, this, &OverviewDesk::planChosen);
    dialog->open();
}

void OverviewDesk::setArrivals(const ArrivalsView &view)
{
    m_chart->setView(view);
}

} // namespace gatehouse
