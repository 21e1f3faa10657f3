// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/overviewdesk.h"

#include "app/overview/nownextlist.h"
#include "app/overview/venuelist.h"
#include "app/overview/venuemap.h"
#include "app/ui/emptystate.h"
#include "app/ui/icons.h"
#include "app/ui/noticebar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace gatehouse {

OverviewDesk::OverviewDesk(QWidget *parent)
    : QWidget(parent), m_tileRow(new QHBoxLayout), m_asList(new QToolButton(this)), m_pages(new QStackedWidget(this)),
      m_map(new VenueMap(this)), m_list(new VenueList(this)), m_empty(new EmptyState(this)),
      m_chart(new ArrivalsChart(this)), m_nowNext(new NowNextList(this)), m_notices(new NoticeBar(this)),
      m_card(new PlaceCard(m_pages))
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
    m_empty->setWords(
        QStringLiteral("map"), tr("No floor yet"),
        tr("Import a venue with its plan, zones and gates. People are counted as soon as a gate is open."), {});

    m_asList->setIcon(lineIcon(QStringLiteral("list")));
    m_asList->setToolTip(tr("Show the map as a list"));
    m_asList->setAccessibleName(m_asList->toolTip());
    m_asList->setCheckable(true);
    m_asList->setEnabled(false);
    connect(m_asList, &QToolButton::toggled, this, &OverviewDesk::showTwin);
    m_asList->setFixedSize(theme.space(9), theme.space(9));
    m_tileRow->addWidget(m_asList, 0, Qt::AlignBottom);

    m_pages->installEventFilter(this);
    m_card->installEventFilter(this);

    connect(m_map, &VenueMap::zoneActivated, this, &OverviewDesk::zoneActivated);
    connect(m_map, &VenueMap::gateActivated, this, &OverviewDesk::gateActivated);
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
    if (view.floors.empty())
        m_pages->setCurrentWidget(m_empty);
    else if (m_pages->currentWidget() == m_empty)
        showTwin(m_asList->isChecked());
}

void OverviewDesk::showTwin(bool asList)
{
    m_pages->setCurrentWidget(asList ? static_cast<QWidget *>(m_list) : m_map);
}

void OverviewDesk::showPlace(const PlaceView &view)
{
    m_card->setPlace(view);
    placeCard();
}

/// In the upper right corner: floors are chosen in the upper left one, and zoomed in the lower right.
void OverviewDesk::placeCard()
{
    if (m_card->isHidden())
        return;
    const Theme &theme = themeOf(*this);
    const int width = std::min(theme.space(90), m_pages->width() - 2 * theme.space(3));
    const int height =
        std::min(m_card->hasHeightForWidth() ? m_card->heightForWidth(width) : m_card->sizeHint().height(),
                 m_pages->height() - 2 * theme.space(3));
    m_card->setGeometry(m_pages->width() - width - theme.space(3), theme.space(3), width, height);
    m_card->raise();
}

bool OverviewDesk::eventFilter(QObject *watched, QEvent *event)
{
    if ((watched == m_pages && event->type() == QEvent::Resize)
        || (watched == m_card && event->type() == QEvent::LayoutRequest))
        placeCard();
    return QWidget::eventFilter(watched, event);
}

void OverviewDesk::setArrivals(const ArrivalsView &view)
{
    m_chart->setView(view);
}

} // namespace gatehouse
