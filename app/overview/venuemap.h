// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/sketch.h"
#include "app/overview/venuepainter.h"

#include <QElapsedTimer>
#include <QPixmap>
#include <QWidget>

class QLabel;
class QTimer;
class QToolButton;

namespace gatehouse {

/// The venue seen from above: floor plan, zones by occupancy, gates with their flow. Wheel zooms, dragging pans, F
/// fits; arrows go from element to element, Enter opens, the menu key acts, Page Up and Down change floors; a lane can
/// be dragged. One painted
/// picture, no item per marker: it is drawn anew only when something changed; a gesture moves it and draws it exactly
/// within `kExactMs`; focus, pointer and pulses are drawn over it.
class VenueMap final : public QWidget
{
    Q_OBJECT

public:
    explicit VenueMap(QWidget *parent = nullptr);

    /// The whole picture as a value. The chosen floor, place and focus stay where they still exist.
    void setView(MapView view);
    [[nodiscard]] const MapView &view() const { return m_view; }

    void setFloor(const Id &floor);
    /// Now, or when it comes with a later view: it was just added.
    void showFloorWhenThere(const Id &floor);
    [[nodiscard]] Id floor() const { return m_floor; }
    void focusElement(const VenueElement &element);
    [[nodiscard]] VenueElement focusedElement() const { return m_focused; }

    /// Whether a lane may be dragged to another place; laneMoved() tells where it was let go.
    void setLanesMovable(bool areMovable) { m_areLanesMovable = areMovable; }

    /// Somebody passed this gate: a dot spreads and fades for 0.7 s. At most `kMaxPulses` at once; more are not drawn.
    void pulse(const Id &gate, State state);
    static constexpr std::size_t kMaxPulses = 64;
    static constexpr int kExactMs = 100;

    /// Somebody draws an outline, or chooses a place: by mouse (drag, click, double click) or keyboard (arrows, space,
    /// Enter). Escape ends it.
    void startSketch(Sketch::Kind kind);
    void cancelSketch();
    [[nodiscard]] const Sketch &sketch() const { return m_sketch; }

    void fit();
    void zoom(double factor, QPointF about);
    /// Where a place in millimetres is on the widget now.
    [[nodiscard]] QPointF toScreen(QPointF mm) const;

    [[nodiscard]] QSize sizeHint() const override { return {900, 600}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 240}; }

signals:
    void zoneActivated(const gatehouse::Id &zone);
    void gateActivated(const gatehouse::Id &gate);
    void spaceActivated(const gatehouse::Id &space);
    /// Also over the bare floor, where the element is none.
    void menuWanted(const gatehouse::VenueElement &element, const QPointF &mm, const QPoint &globalPosition);
    void outlineDrawn(const QPolygonF &mm);
    void placeChosen(const QPointF &mm);
    void laneMoved(const gatehouse::Id &lane, const QPointF &mm);
    void sketchCancelled();
    void floorChanged(const gatehouse::Id &floor);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Pulse {
        Id gate;
        State state;
        qint64 startedMs;
    };

    [[nodiscard]] VenueLook look();
    [[nodiscard]] Id firstFloor() const;
    [[nodiscard]] const FloorView *floorView() const;
    void redraw();
    void redrawSoon();
    void paintPulses(QPainter &painter);
    void stepPulses();
    void activate(const VenueElement &element);
    void wantMenu(const VenueElement &element, QPointF at);
    void takeSketch(Sketch::Outcome outcome);
    void tellSketch();
    void placeHint();
    bool sketchKey(QKeyEvent *event);
    void paintSketch(QPainter &painter);
    [[nodiscard]] QPointF toFloor(QPointF at) const { return m_toScreen.inverted().map(at); }
    [[nodiscard]] double reachMm() const;
    void hover(const VenueElement &element);
    [[nodiscard]] const GateView *gateOfLane(const Id &lane) const;
    void paintDraggedLane(QPainter &painter);
    void moveFocus(QPointF direction);
    void changeFloor(int step);
    void buildFloorButtons();
    void placeButtons();
    QToolButton *addButton(const QString &iconName, const QString &name);

    MapView m_view;
    Id m_floor;
    Id m_awaited; ///< floor to be shown when it comes
    QTransform m_toScreen;
    bool m_isFitted = true; ///< follows the widget's size until somebody zooms or pans
    VenueElement m_hovered;
    VenueElement m_focused;
    VenueLabels m_labels;
    Sketch m_sketch;
    QLabel *m_hint; ///< what to do next while something is drawn
    QPixmap m_picture;
    QTransform m_pictureToScreen; ///< what the picture was drawn with
    bool m_isPictureOld = true;
    QTimer *m_gestureTimer; ///< while it runs, the picture is moved and scaled instead of drawn anew
    std::vector<Pulse> m_pulses;
    QElapsedTimer m_clock;
    QTimer *m_pulseTimer;
    QPointF m_pressedAt;
    QPointF m_lastAt;
    bool m_isPanning = false;
    bool m_areLanesMovable = false;
    Id m_dragged; ///< a lane that follows the pointer
    std::vector<QToolButton *> m_zoomButtons;
    std::vector<QToolButton *> m_floorButtons;
};

} // namespace gatehouse
