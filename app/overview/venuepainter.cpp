// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/venuepainter.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr double kLeastLabelled = 34; ///< pixels of a zone's shorter side below which it carries no label

const FloorView *floorOf(const MapView &view, const Id &id)
{
    const auto found =
        std::find_if(view.floors.begin(), view.floors.end(), [&id](const auto &floor) { return floor.id == id; });
    return found == view.floors.end() ? nullptr : &*found;
}

double shareOf(const ZoneView &zone)
{
    return zone.capacity > 0 ? std::clamp(double(zone.people) / zone.capacity, 0.0, 1.0) : 0.2;
}

double areaOf(const QPolygonF &outline)
{
    double twice = 0;
    for (qsizetype corner = 0; corner < outline.size(); ++corner) {
        const QPointF a = outline.at(corner);
        const QPointF b = outline.at((corner + 1) % outline.size());
        twice += a.x() * b.y() - b.x() * a.y();
    }
    return std::abs(twice) / 2;
}

bool isOn(const VenueElement &element, VenueElement::Kind kind, const Id &id)
{
    return element.kind == kind && element.id == id;
}

void paintPlan(QPainter &painter, const FloorView &floor, const VenueLook &look)
{
    const QRectF place = look.toScreen.mapRect(QRectF(0, 0, floor.widthMm, floor.heightMm));
    painter.setPen(QPen(look.theme.line, 1));
    painter.setBrush(look.theme.panel);
    painter.drawRect(place);
    if (floor.plan.isNull())
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setOpacity(look.theme.isDark() ? 0.55 : 0.8); // the plan is the ground, not the figure
    painter.drawImage(place, floor.plan);
    painter.setOpacity(1);
}

void paintZoneFill(QPainter &painter, const ZoneView &zone, const QPolygonF &outline, const VenueLook &look)
{
    const QColor colour = look.theme.state(zone.state);
    QColor fill = colour;
    fill.setAlphaF(static_cast<float>(0.10 + 0.32 * shareOf(zone)));
    painter.setBrush(fill);
    painter.setPen(QPen(colour, 1.4));
    painter.drawPolygon(outline);
    const bool isOver = zone.level == OccupancyLevel::Over && zone.state != State::NoData;
    if (zone.state != State::NoData && !isOver)
        return;
    painter.setPen(Qt::NoPen);
    fill.setAlphaF(0.35f);
    painter.setBrush(QBrush(fill, isOver ? Qt::DiagCrossPattern : Qt::BDiagPattern));
    painter.drawPolygon(outline);
    if (isOver) { // a second line: too many people is told from full without its colour
        painter.setPen(QPen(colour, 4));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolygon(outline);
    }
}

void paintSpace(QPainter &painter, const MapSpaceView &space, const QPolygonF &outline, const VenueLook &look)
{
    const QRectF box = outline.boundingRect();
    painter.setPen(QPen(look.theme.quietText, 1));
    QColor fill = look.theme.quietText;
    fill.setAlphaF(0.25f);
    painter.setBrush(space.kind == SpaceKind::Closed ? QBrush(fill, Qt::Dense6Pattern) : QBrush(Qt::NoBrush));
    painter.drawPolygon(outline);
    const int line = look.theme.pixels(TypeStep::Small);
    if (box.width() < 3 * line || box.height() < 2 * line)
        return;
    const int width = static_cast<int>(box.width()) / 8 * 8 - 8; // in steps, so that zooming does not set every pixel
    const QPixmap &name = look.labels.name(space.name, width, look.theme, painter.device()->devicePixelRatioF());
    painter.drawPixmap(QPointF(std::round(box.left() + 4), std::round(box.top() + 3)), name);
}

double laneSide(const VenueLook &look)
{
    return look.theme.pixels(TypeStep::Small) * 0.8;
}

/// An arrow the way people go; filled where somebody stands there. Around it the state of its devices: a frame in its
/// colour, dashed where one of them is off line, none where there is none.
void paintLane(QPainter &painter, const LaneView &lane, const QRectF &box, const VenueLook &look)
{
    const QPointF middle = box.center();
    const double half = laneSide(look) / 2;
    const auto arrow = [&](double y, double tip) {
        return QPolygonF({middle + QPointF(-half * 0.7, y), middle + QPointF(half * 0.7, y), middle + QPointF(0, tip)});
    };
    const bool hasFocus = isOn(look.focused, VenueElement::Kind::Lane, lane.id);
    const bool isHovered = isOn(look.hovered, VenueElement::Kind::Lane, lane.id);
    if (lane.state != State::NoData || hasFocus || isHovered) {
        QPen frame(hasFocus ? look.theme.accent : look.theme.state(lane.state), hasFocus ? 3 : isHovered ? 2.2 : 1.4);
        if (lane.state == State::Soon)
            frame.setStyle(Qt::DashLine);
        painter.setPen(frame);
        painter.setBrush(look.theme.raised);
        painter.drawRoundedRect(box, 3, 3);
    }
    painter.setPen(QPen(look.theme.text, 1.2));
    painter.setBrush(lane.isStaffed ? QBrush(look.theme.text) : QBrush(look.theme.raised));
    if (lane.direction != LaneDirection::Out)
        painter.drawPolygon(lane.direction == LaneDirection::In ? arrow(-half, half) : arrow(1, half));
    if (lane.direction != LaneDirection::In)
        painter.drawPolygon(lane.direction == LaneDirection::Out ? arrow(half, -half) : arrow(-1, -half));
}

/// A thin line to its gate tells whose lane it is.
void paintLaneLines(QPainter &painter, const GateView &gate, const VenueLook &look)
{
    painter.setPen(QPen(look.theme.quietText, 1, Qt::DotLine));
    for (const LaneView &lane : gate.lanes)
        if (lane.atMm)
            painter.drawLine(look.toScreen.map(gate.atMm), look.toScreen.map(*lane.atMm));
}

void paintLanes(QPainter &painter, const GateView &gate, const VenueLook &look)
{
    const std::vector<QRectF> boxes = laneBoxes(gate, look);
    for (std::size_t index = 0; index < boxes.size(); ++index)
        paintLane(painter, gate.lanes[index], boxes[index], look);
}

/// Where the line through `at` (level, or upright) leaves the polygon on both sides.
std::pair<double, double> stretchAround(const QPolygonF &outline, QPointF at, bool isLevel)
{
    const double line = isLevel ? at.y() : at.x();
    const double middle = isLevel ? at.x() : at.y();
    std::pair<double, double> stretch{middle, middle};
    double below = -1e18;
    double above = 1e18;
    for (qsizetype corner = 0; corner < outline.size(); ++corner) {
        QPointF a = outline.at(corner);
        QPointF b = outline.at((corner + 1) % outline.size());
        if (!isLevel) {
            a = a.transposed();
            b = b.transposed();
        }
        if ((a.y() <= line) == (b.y() <= line))
            continue;
        const double crossing = a.x() + (line - a.y()) * (b.x() - a.x()) / (b.y() - a.y());
        if (crossing <= middle)
            below = std::max(below, crossing);
        else
            above = std::min(above, crossing);
    }
    if (below > -1e18 && above < 1e18)
        stretch = {below, above};
    return stretch;
}

/// A place with room on all sides, also where a zone is L-shaped; a label is about three times as wide as high.
QRectF freeRoom(const QPolygonF &outline)
{
    constexpr int kSteps = 16;
    const QRectF box = outline.boundingRect();
    if (outline.size() == 4)
        return box;
    QRectF best;
    double most = -1;
    for (int step = 0; step < kSteps * kSteps; ++step) {
        const QPointF at(box.left() + box.width() * (step % kSteps + 0.5) / kSteps,
                         box.top()
                             + box.height() * (step / kSteps + 0.5) / kSteps); // NOLINT(bugprone-integer-division)
        if (!outline.containsPoint(at, Qt::OddEvenFill))
            continue;
        const auto level = stretchAround(outline, at, true);
        const auto upright = stretchAround(outline, at, false);
        const double half = std::min(
            {at.x() - level.first, level.second - at.x(), 3 * (at.y() - upright.first), 3 * (upright.second - at.y())});
        const QRectF label(at.x() - half, at.y() - half / 3, 2 * half, 2 * half / 3);
        const bool isInside = outline.containsPoint(label.topLeft(), Qt::OddEvenFill)
            && outline.containsPoint(label.topRight(), Qt::OddEvenFill)
            && outline.containsPoint(label.bottomLeft(), Qt::OddEvenFill)
            && outline.containsPoint(label.bottomRight(), Qt::OddEvenFill);
        if (const double score = isInside ? half : half / 4; score > most) {
            most = score;
            best = label;
        }
    }
    return most < 0 ? box : best;
}

struct LabelLine {
    QString text;
    QFont font;
    QColor colour;
};

std::vector<LabelLine> labelLines(const ZoneView &zone, VenueLabels::Size size, const Theme &theme)
{
    const QFont small = theme.font(TypeStep::Small, QFont::Medium);
    const QColor figureColour = zone.age ? theme.quietText : theme.text;
    const LabelLine state{zoneWord(zone), small, theme.text};
    switch (size) {
    case VenueLabels::Size::Large:
        return {{zone.name, small, theme.text},
                {peopleOfCapacity(zone), theme.font(TypeStep::Title, QFont::DemiBold), figureColour},
                state};
    case VenueLabels::Size::Usual:
        return {{QFontMetrics(small).elidedText(zone.name, Qt::ElideRight, theme.pixels(TypeStep::Small) * 9), small,
                 theme.text},
                {peopleOfCapacity(zone), theme.font(TypeStep::Body, QFont::DemiBold), figureColour},
                state};
    case VenueLabels::Size::FigureOnly:
        return {{QLocale().toString(zone.people), theme.font(TypeStep::Small, QFont::DemiBold), figureColour},
                {zone.capacity > 0 && zone.state != State::NoData ? shareOfCapacity(zone) : stateWord(zone.state),
                 small, theme.text}};
    }
    return {};
}

QPixmap drawnLabel(const std::vector<LabelLine> &lines, State state, const Theme &theme, qreal ratio)
{
    const double shape = theme.pixels(TypeStep::Small) * 0.95;
    const double padding = theme.space(2);
    double width = 0;
    double height = 0;
    for (const LabelLine &line : lines) {
        const bool isLast = &line == &lines.back();
        width = std::max(width, figuresWidth(QFontMetricsF(line.font), line.text) + (isLast ? shape + 4 : 0));
        height += QFontMetricsF(line.font).height();
    }
    const QSizeF size(std::ceil(width + 2 * padding), std::ceil(height + theme.space(2)));
    QPixmap picture((size * ratio).toSize());
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = theme.panel;
    ground.setAlphaF(0.78f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF({}, size), 5, 5);
    double top = theme.space(1);
    for (const LabelLine &line : lines) {
        QRectF row(0, top, size.width(), QFontMetricsF(line.font).height());
        top = row.bottom();
        Qt::Alignment side = Qt::AlignHCenter;
        if (&line == &lines.back()) {
            const double left = (size.width() - figuresWidth(QFontMetricsF(line.font), line.text) - shape - 4) / 2;
            paintStateShape(painter, {left, row.center().y() - shape / 2, shape, shape}, state, theme);
            row.setLeft(left + shape + 4);
            side = Qt::AlignLeft;
        }
        painter.setFont(line.font);
        painter.setPen(line.colour);
        drawFigures(painter, row, side | Qt::AlignVCenter, line.text);
    }
    return picture;
}

void paintZoneLabel(QPainter &painter, const ZoneView &zone, const QPolygonF &outline, const VenueLook &look)
{
    const QRectF box = outline.boundingRect();
    if (std::min(box.width(), box.height()) < kLeastLabelled)
        return;
    const QRectF room = look.toScreen.mapRect(look.labels.room(zone));
    const qreal ratio = painter.device()->devicePixelRatioF();
    for (const auto size : {VenueLabels::Size::Large, VenueLabels::Size::Usual, VenueLabels::Size::FigureOnly}) {
        const QPixmap &picture = look.labels.picture(zone, size, look.theme, ratio);
        const QSizeF shown = QSizeF(picture.size()) / ratio;
        const double slack = size == VenueLabels::Size::Large ? 1.3 : 1.0; // a large label wants air around it
        if (shown.width() * slack > room.width() || shown.height() * slack > room.height())
            continue;
        const QPointF corner = room.center() - QPointF(shown.width(), shown.height()) / 2;
        return painter.drawPixmap(QPointF(std::round(corner.x()), std::round(corner.y())), picture);
    }
    const double shape = look.theme.pixels(TypeStep::Small); // the shape alone still tells the state
    paintStateShape(painter, {room.center().x() - shape / 2, room.center().y() - shape / 2, shape, shape}, zone.state,
                    look.theme);
}

QString gateIcon(GateCondition condition)
{
    switch (condition) {
    case GateCondition::Open:
        return u"door-open"_s;
    case GateCondition::Closed:
        return u"door-closed"_s;
    case GateCondition::Silent:
        return u"wifi-off"_s;
    }
    return {};
}

void paintGate(QPainter &painter, const GateView &gate, const VenueLook &look)
{
    const Theme &theme = look.theme;
    const QRectF box = gateBox(gate, look);
    const State state = gateState(gate);
    const QColor colour = theme.state(state);
    const bool hasFocus = isOn(look.focused, VenueElement::Kind::Gate, gate.id);
    const bool isHovered = isOn(look.hovered, VenueElement::Kind::Gate, gate.id);
    paintLaneLines(painter, gate, look);
    QPen frame(hasFocus ? theme.accent : colour, hasFocus ? 3 : isHovered ? 2.2 : 1.4);
    if (gate.condition == GateCondition::Silent)
        frame.setStyle(Qt::DashLine);
    painter.setPen(frame);
    painter.setBrush(state == State::Now || state == State::Soon ? theme.stateFill(state) : theme.raised);
    painter.drawRoundedRect(box, 5, 5);
    const int icon = theme.pixels(TypeStep::Body) + 2;
    painter.drawPixmap(QPointF(box.left() + 5, box.center().y() - icon / 2.0),
                       linePixmap(gateIcon(gate.condition), colour, icon, painter.device()->devicePixelRatioF()));
    painter.setFont(theme.font(TypeStep::Small, QFont::DemiBold));
    painter.setPen(theme.text);
    drawFigures(painter, box.adjusted(icon + 9, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, gateFlowWords(gate));
    paintLanes(painter, gate, look);
    painter.setFont(theme.font(TypeStep::Small, QFont::DemiBold));
    if (!hasFocus && !isHovered)
        return;
    const QFontMetricsF metrics(painter.font());
    const double width = metrics.horizontalAdvance(gate.name) + 12;
    const QRectF name(box.center().x() - width / 2, box.top() - metrics.height() - 6, width, metrics.height() + 4);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(name, 4, 4);
    painter.setPen(theme.text);
    painter.drawText(name, Qt::AlignCenter, gate.name);
}

} // namespace

const QPixmap &VenueLabels::picture(const ZoneView &zone, Size size, const Theme &theme, qreal ratio)
{
    const QString key = zone.name + QChar(0) + peopleOfCapacity(zone) + QChar(0) + zoneWord(zone) + QChar(0)
        + QChar(u'0' + static_cast<int>(zone.state)) + QChar(u'0' + static_cast<int>(size))
        + (zone.age ? u"old"_s : QString());
    if (const QPixmap *known = m_pictures.object(key))
        return *known;
    return keep(key, drawnLabel(labelLines(zone, size, theme), zone.state, theme, ratio));
}

const QPixmap &VenueLabels::name(const QString &name, int width, const Theme &theme, qreal ratio)
{
    const QString key = name + QChar(1) + QString::number(width);
    if (const QPixmap *known = m_pictures.object(key))
        return *known;
    const QFont font = theme.font(TypeStep::Small);
    const QFontMetricsF metrics(font);
    const double least = std::min(metrics.horizontalAdvance(name), 8 * metrics.averageCharWidth());
    const bool isReadable = least <= width; // "Sta…" tells nothing: the tool tip has it
    const QString shown = isReadable ? metrics.elidedText(name, Qt::ElideRight, width) : QString();
    QPixmap picture((QSizeF(std::max(metrics.horizontalAdvance(shown), 1.0) + 2, metrics.height()) * ratio).toSize());
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setFont(font);
    painter.setPen(theme.quietText);
    painter.drawText(QRectF({}, QSizeF(picture.size()) / ratio), Qt::AlignLeft | Qt::AlignVCenter, shown);
    painter.end();
    return keep(key, picture);
}

const QPixmap &VenueLabels::keep(const QString &key, QPixmap picture)
{
    ++m_drawn;
    const qsizetype kib = 1 + qsizetype(picture.width()) * picture.height() * 4 / 1024;
    auto *made = new QPixmap(std::move(picture)); // the cache owns it
    m_pictures.insert(key, made, kib);
    return *made;
}

const QRectF &VenueLabels::room(const ZoneView &zone)
{
    Room &known = m_rooms[zone.id];
    if (known.outline != zone.outlineMm)
        known = {zone.outlineMm, freeRoom(zone.outlineMm)};
    return known.room;
}

QRectF gateBox(const GateView &gate, const VenueLook &look)
{
    const Theme &theme = look.theme;
    const QFontMetricsF metrics(theme.font(TypeStep::Small, QFont::DemiBold));
    const double width = figuresWidth(metrics, gateFlowWords(gate)) + theme.pixels(TypeStep::Body) + 17;
    const double height = metrics.height() + 8;
    const QPointF at = look.toScreen.map(gate.atMm);
    return {at.x() - width / 2, at.y() - height / 2, width, height};
}

std::vector<QRectF> laneBoxes(const GateView &gate, const VenueLook &look)
{
    const double side = laneSide(look) + 5;
    const double step = side + 1;
    const QRectF box = gateBox(gate, look);
    const auto inRow =
        std::count_if(gate.lanes.begin(), gate.lanes.end(), [](const LaneView &lane) { return !lane.atMm; });
    double left = box.center().x() - step * (static_cast<double>(inRow) - 1) / 2;
    std::vector<QRectF> boxes;
    for (const LaneView &lane : gate.lanes) {
        QPointF middle(left, box.bottom() + side / 2 + 1);
        if (lane.atMm)
            middle = look.toScreen.map(*lane.atMm);
        else
            left += step;
        boxes.emplace_back(middle - QPointF(side, side) / 2, QSizeF(side, side));
    }
    return boxes;
}

void paintMovedLane(QPainter &painter, const LaneView &lane, QPointF middle, const VenueLook &look)
{
    const double side = laneSide(look) + 5;
    paintLane(painter, lane, {middle - QPointF(side, side) / 2, QSizeF(side, side)}, look);
}

void paintVenue(QPainter &painter, const MapView &view, const VenueLook &look, const QRectF &visible)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const FloorView *floor = floorOf(view, look.floor);
    if (!floor)
        return;
    paintPlan(painter, *floor, look);
    std::vector<std::pair<const ZoneView *, QPolygonF>> shown;
    for (const ZoneView &zone : view.zones) {
        if (zone.floor != look.floor || zone.outlineMm.size() < 3)
            continue;
        QPolygonF outline = look.toScreen.map(zone.outlineMm);
        if (outline.boundingRect().intersects(visible))
            shown.emplace_back(&zone, std::move(outline));
    }
    for (const auto &[zone, outline] : shown)
        paintZoneFill(painter, *zone, outline, look);
    for (const MapSpaceView &space : view.spaces) {
        if (space.floor != look.floor || space.outlineMm.size() < 3)
            continue;
        const QPolygonF outline = look.toScreen.map(space.outlineMm);
        if (outline.boundingRect().intersects(visible))
            paintSpace(painter, space, outline, look);
    }
    for (const auto &[zone, outline] : shown)
        paintZoneLabel(painter, *zone, outline, look);
    for (const GateView &gate : view.gates) {
        if (gate.floor != look.floor)
            continue;
        const bool hasPlaced = std::any_of(gate.lanes.begin(), gate.lanes.end(),
                                           [](const LaneView &lane) { return lane.atMm.has_value(); });
        if (hasPlaced || gateBox(gate, look).intersects(visible))
            paintGate(painter, gate, look);
    }
}

void paintVenueAccents(QPainter &painter, const MapView &view, const VenueLook &look)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const ZoneView &zone : view.zones) {
        const bool hasFocus = isOn(look.focused, VenueElement::Kind::Zone, zone.id);
        if (!hasFocus && !isOn(look.hovered, VenueElement::Kind::Zone, zone.id))
            continue;
        painter.setPen(QPen(hasFocus ? look.theme.accent : look.theme.state(zone.state), hasFocus ? 3.5 : 2.8));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolygon(look.toScreen.map(zone.outlineMm));
    }
    for (const MapSpaceView &space : view.spaces) {
        const bool hasFocus = isOn(look.focused, VenueElement::Kind::Space, space.id);
        if (!hasFocus && !isOn(look.hovered, VenueElement::Kind::Space, space.id))
            continue;
        painter.setPen(QPen(hasFocus ? look.theme.accent : look.theme.text, hasFocus ? 3 : 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolygon(look.toScreen.map(space.outlineMm));
    }
    for (const GateView &gate : view.gates) {
        if (isOn(look.focused, VenueElement::Kind::Gate, gate.id)
            || isOn(look.hovered, VenueElement::Kind::Gate, gate.id))
            paintGate(painter, gate, look);
        const bool hasLane = std::any_of(gate.lanes.begin(), gate.lanes.end(), [&look](const LaneView &lane) {
            return isOn(look.focused, VenueElement::Kind::Lane, lane.id)
                || isOn(look.hovered, VenueElement::Kind::Lane, lane.id);
        });
        if (hasLane)
            paintLanes(painter, gate, look);
    }
}

VenueElement venueElementAt(const MapView &view, const VenueLook &look, QPointF at)
{
    for (auto gate = view.gates.rbegin(); gate != view.gates.rend(); ++gate) {
        if (gate->floor != look.floor)
            continue;
        const std::vector<QRectF> boxes = laneBoxes(*gate, look);
        for (std::size_t index = 0; index < boxes.size(); ++index)
            if (boxes[index].contains(at))
                return {VenueElement::Kind::Lane, gate->lanes[index].id};
        if (gateBox(*gate, look).contains(at))
            return {VenueElement::Kind::Gate, gate->id};
    }
    const QPointF mm = look.toScreen.inverted().map(at);
    VenueElement smallest;
    double least = 0;
    const auto offer = [&](VenueElement::Kind kind, const auto &place) {
        if (place.floor != look.floor || !place.outlineMm.containsPoint(mm, Qt::OddEvenFill))
            return;
        const double area = areaOf(place.outlineMm);
        if (smallest.kind != VenueElement::Kind::None && area >= least)
            return;
        smallest = {kind, place.id};
        least = area;
    };
    for (auto zone = view.zones.rbegin(); zone != view.zones.rend(); ++zone)
        offer(VenueElement::Kind::Zone, *zone);
    for (auto space = view.spaces.rbegin(); space != view.spaces.rend(); ++space)
        offer(VenueElement::Kind::Space, *space);
    return smallest;
}

} // namespace gatehouse
