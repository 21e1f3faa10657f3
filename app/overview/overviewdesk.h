// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/arrivalschart.h"
#include "app/overview/placecard.h"
#include "app/overview/placeform.h"
#include "app/overview/venueview.h"
#include "app/ui/figuretile.h"

#include <QWidget>

#include <functional>

class QBoxLayout;
class QStackedWidget;
class QToolButton;

namespace gatehouse {

class EmptyState;
class NoticeBar;
class NowNextList;
class VenueList;
class VenueMap;

/// The desk one looks at all day: figures on top, the map (or its list twin) in the middle, arrivals and what runs now
/// beneath.
class OverviewDesk final : public QWidget
{
    Q_OBJECT

public:
    explicit OverviewDesk(QWidget *parent = nullptr);

    void setTiles(const std::vector<FigureView> &tiles);
    void setMap(const MapView &view);
    void setArrivals(const ArrivalsView &view);
    [[nodiscard]] VenueMap *map() const { return m_map; }
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }
    /// Beside the arrivals, where the event has a programme.
    [[nodiscard]] NowNextList *nowNext() const { return m_nowNext; }
    void setNowNextShown(bool isShown);
    /// Over the map's corner, until it is left.
    void showPlace(const PlaceView &view);
    [[nodiscard]] PlaceCard *card() const { return m_card; }
    /// In the card's place, while something is added or changed.
    void ask(const FormView &view);
    [[nodiscard]] PlaceForm *form() const { return m_form; }
    /// Beside the map: what may be added and changed; none: the button is not there.
    void setActions(const std::vector<PlaceAction> &actions);
    /// Opens a menu; `chosen` is told the id, if any.
    void offer(const std::vector<PlaceAction> &actions, const QPoint &globalPosition,
               std::function<void(const QString &)> chosen);
    /// `undo` may be empty; while the notice stands, its button calls it.
    void tell(State state, const QString &text, std::function<void()> undo = {});
    /// The map instead of its twin, to draw on.
    void showMap();
    /// Asks for the picture of a floor plan; planChosen() follows.
    void choosePlan();

signals:
    void zoneActivated(const gatehouse::Id &zone);
    void gateActivated(const gatehouse::Id &gate);
    void spaceActivated(const gatehouse::Id &space);
    void tileActivated(int tile);
    void actionWanted(const QString &action);
    void planChosen(const QString &path);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showTwin(bool asList);
    void placeOver(QWidget *panel);

    QBoxLayout *m_tileRow;
    std::vector<FigureTile *> m_tiles;
    QToolButton *m_asList;
    QStackedWidget *m_pages;
    VenueMap *m_map;
    VenueList *m_list;
    EmptyState *m_empty;
    ArrivalsChart *m_chart;
    NowNextList *m_nowNext;
    NoticeBar *m_notices;
    PlaceCard *m_card;
    PlaceForm *m_form;
    QToolButton *m_change;
    std::vector<PlaceAction> m_actions;
    std::function<void()> m_undo; ///< of the notice that stands
};

} // namespace gatehouse
