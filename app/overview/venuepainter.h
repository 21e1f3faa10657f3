// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/venueview.h"

#include <QCache>
#include <QPixmap>
#include <QTransform>

#include <unordered_map>

class QPainter;

namespace gatehouse {

/// What the pointer or the keyboard is on.
struct VenueElement {
    enum class Kind { None, Zone, Gate, Space, Lane };
    Kind kind = Kind::None;
    Id id;
    bool operator==(const VenueElement &) const = default;
};

/// The labels of zones as pictures, so that a new frame need not set type again: shaping text is what costs. Emptied by
/// its owner when the theme changes.
class VenueLabels
{
public:
    enum class Size { Large, Usual, FigureOnly };

    /// The label in device pixels of `ratio`; valid until the next call.
    const QPixmap &picture(const ZoneView &zone, Size size, const Theme &theme, qreal ratio);
    /// The name of a space, within so many pixels.
    const QPixmap &name(const QString &name, int width, const Theme &theme, qreal ratio);
    void clear() { m_pictures.clear(); }
    /// Where in the zone a label has room, in millimetres; worked out once for each outline.
    const QRectF &room(const ZoneView &zone);
    /// How often text was set since it was made: a picture of what has not changed sets none.
    [[nodiscard]] int drawn() const { return m_drawn; }

private:
    struct Room {
        QPolygonF outline;
        QRectF room;
    };

    std::unordered_map<Id, Room> m_rooms;
    const QPixmap &keep(const QString &key, QPixmap picture);

    QCache<QString, QPixmap> m_pictures{64 * 1024}; ///< cost in KiB: some 2,000 labels
    int m_drawn = 0;
};

/// How to draw: where, and what stands out.
struct VenueLook {
    const Theme &theme;
    VenueLabels &labels;
    QTransform toScreen; ///< from millimetres
    Id floor;
    VenueElement hovered;
    VenueElement focused;
};

/// Draws plan, zones, spaces, labels and gates with their lanes of one floor. The map keeps the result as a picture.
void paintVenue(QPainter &painter, const MapView &view, const VenueLook &look, const QRectF &visible);

/// Draws what stands out (pointer, focus) over that picture.
void paintVenueAccents(QPainter &painter, const MapView &view, const VenueLook &look);

/// The topmost element at a place on the screen: a lane, a gate, else the smallest of zones and spaces.
[[nodiscard]] VenueElement venueElementAt(const MapView &view, const VenueLook &look, QPointF at);

/// The box in which a gate is drawn, on the screen.
[[nodiscard]] QRectF gateBox(const GateView &gate, const VenueLook &look);

/// Where each lane of a gate is drawn, on the screen, in their order: at its place, or in a row beneath the gate.
[[nodiscard]] std::vector<QRectF> laneBoxes(const GateView &gate, const VenueLook &look);

/// One lane somewhere else than where it stands: while somebody moves it.
void paintMovedLane(QPainter &painter, const LaneView &lane, QPointF middle, const VenueLook &look);

} // namespace gatehouse
