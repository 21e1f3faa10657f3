// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/sketch.h"

#include <QCoreApplication>
#include <QLineF>

#include <cmath>

namespace gatehouse {

namespace {

constexpr qsizetype kMostCorners = 1000; // as many as an outline may have
constexpr double kLeastBoxMm = 500;      // a smaller stroke is a click that slipped

} // namespace

QPointF Sketch::onGrid(QPointF mm)
{
    return {std::round(mm.x() / kGridMm) * kGridMm, std::round(mm.y() / kGridMm) * kGridMm};
}

void Sketch::start(Kind kind, std::vector<QPointF> magnets, QPointF cross)
{
    m_kind = kind;
    m_corners.clear();
    m_magnets = std::move(magnets);
    m_cross = onGrid(cross);
}

void Sketch::stop()
{
    m_kind = Kind::None;
    m_corners.clear();
    m_magnets.clear();
}

QPointF Sketch::snapped(QPointF mm, double reachMm) const
{
    for (const QPointF &magnet : m_magnets)
        if (QLineF(magnet, mm).length() <= reachMm)
            return magnet;
    return onGrid(mm);
}

Sketch::Outcome Sketch::set(QPointF mm, double reachMm)
{
    const QPointF at = snapped(mm, reachMm);
    if (m_kind == Kind::Place) {
        m_corners = QPolygonF({at});
        return Outcome::Finished;
    }
    if (m_corners.size() >= 3 && QLineF(m_corners.front(), mm).length() <= std::max(reachMm, kGridMm / 2))
        return Outcome::Finished;
    if (m_corners.size() < kMostCorners && (m_corners.isEmpty() || m_corners.back() != at))
        m_corners << at;
    return Outcome::Drawing;
}

Sketch::Outcome Sketch::setBox(QPointF from, QPointF to)
{
    const QRectF box = QRectF(onGrid(from), onGrid(to)).normalized();
    if (m_kind != Kind::Outline || !m_corners.isEmpty() || box.width() < kLeastBoxMm || box.height() < kLeastBoxMm)
        return Outcome::Drawing;
    m_corners = QPolygonF({box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()});
    return Outcome::Finished;
}

Sketch::Outcome Sketch::finish()
{
    if (m_kind == Kind::Place)
        return set(m_cross, 0);
    return m_corners.size() >= 3 ? Outcome::Finished : Outcome::Drawing;
}

void Sketch::takeBack()
{
    if (!m_corners.isEmpty())
        m_corners.removeLast();
}

QString Sketch::hint() const
{
    if (m_kind == Kind::Place)
        return QCoreApplication::translate("gatehouse::Sketch",
                                           "Click the place, or move the cross with the arrow keys and press Enter.");
    if (m_corners.isEmpty())
        return QCoreApplication::translate(
            "gatehouse::Sketch", "Drag a rectangle or click the corners. By keyboard: arrow keys, space for a corner.");
    if (m_corners.size() < 3)
        return QCoreApplication::translate("gatehouse::Sketch", "Next corner. Backspace takes the last one back.");
    return QCoreApplication::translate("gatehouse::Sketch", "Enter or the first corner once more closes the outline.");
}

} // namespace gatehouse
