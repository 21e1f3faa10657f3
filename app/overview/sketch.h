// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QPolygonF>
#include <QString>

#include <vector>

namespace gatehouse {

/// What somebody draws on the map: corners of an outline, or one place. Plain state without a widget; in millimetres of
/// the floor.
class Sketch
{
public:
    enum class Kind { None, Outline, Place };
    /// What became of a step.
    enum class Outcome { Drawing, Finished, Cancelled };

    static constexpr double kGridMm = 100; ///< everything lies on it: nobody places a wall to the millimetre by hand

    void start(Kind kind, std::vector<QPointF> magnets, QPointF cross);
    void stop();
    [[nodiscard]] Kind kind() const { return m_kind; }

    /// A click, or the space bar. `reachMm`: how near is near. Finished: a place, or the first corner once more.
    Outcome set(QPointF mm, double reachMm);
    /// A rectangle between two corners, drawn in one stroke.
    Outcome setBox(QPointF from, QPointF to);
    /// Enter, or a double click: fewer than three corners are no outline.
    Outcome finish();
    /// Backspace.
    void takeBack();

    void moveCross(QPointF byMm) { m_cross = snapped(m_cross + byMm, 0); }
    void setCross(QPointF mm, double reachMm) { m_cross = snapped(mm, reachMm); }
    [[nodiscard]] QPointF cross() const { return m_cross; }
    [[nodiscard]] const QPolygonF &corners() const { return m_corners; }
    /// What to do next, for people.
    [[nodiscard]] QString hint() const;
    [[nodiscard]] static QPointF onGrid(QPointF mm);

private:
    [[nodiscard]] QPointF snapped(QPointF mm, double reachMm) const;

    Kind m_kind = Kind::None;
    QPolygonF m_corners;
    QPointF m_cross;
    std::vector<QPointF> m_magnets; ///< corners of what is there: walls that touch shall touch
};

} // namespace gatehouse
