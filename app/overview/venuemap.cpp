// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/venuemap.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr qint64 kPulseMs = 700;
constexpr int kPulseStepMs = 33;
constexpr double kMostPixelsPerMm = 0.5; ///< a person fills the screen: nobody needs more

const LaneView *laneOf(const GateView &gate, const Id &lane)
{
    const auto found =
        std::find_if(gate.lanes.begin(), gate.lanes.end(), [&lane](const LaneView &each) { return each.id == lane; });
    return found == gate.lanes.end() ? nullptr : &*found;
}

QPointF middleOf(const MapView &view, const VenueElement &element)
{
    for (const GateView &gate : view.gates)
        if (const LaneView *lane = element.kind == VenueElement::Kind::Lane ? laneOf(gate, element.id) : nullptr)
            return lane->atMm.value_or(gate.atMm);
    for (const ZoneView &zone : view.zones)
        if (element.kind == VenueElement::Kind::Zone && zone.id == element.id)
            return zone.outlineMm.boundingRect().center();
    for (const GateView &gate : view.gates)
        if (element.kind == VenueElement::Kind::Gate && gate.id == element.id)
            return gate.atMm;
    for (const MapSpaceView &space : view.spaces)
        if (element.kind == VenueElement::Kind::Space && space.id == element.id)
            return space.outlineMm.boundingRect().center();
    return {};
}

std::vector<VenueElement> elementsOn(const MapView &view, const Id &floor)
{
    std::vector<VenueElement> elements;
    for (const ZoneView &zone : view.zones)
        if (zone.floor == floor && zone.outlineMm.size() >= 3)
            elements.push_back({VenueElement::Kind::Zone, zone.id});
    for (const GateView &gate : view.gates) {
        if (gate.floor != floor)
            continue;
        elements.push_back({VenueElement::Kind::Gate, gate.id});
        for (const LaneView &lane : gate.lanes)
            elements.push_back({VenueElement::Kind::Lane, lane.id});
    }
    for (const MapSpaceView &space : view.spaces)
        if (space.floor == floor && space.outlineMm.size() >= 3)
            elements.push_back({VenueElement::Kind::Space, space.id});
    return elements;
}

QString sentenceOf(const MapView &view, const VenueElement &element)
{
    for (const GateView &gate : view.gates)
        if (const LaneView *lane = element.kind == VenueElement::Kind::Lane ? laneOf(gate, element.id) : nullptr)
            return laneSentence(gate, *lane);
    for (const ZoneView &zone : view.zones)
        if (element.kind == VenueElement::Kind::Zone && zone.id == element.id)
            return zoneSentence(zone);
    for (const GateView &gate : view.gates)
        if (element.kind == VenueElement::Kind::Gate && gate.id == element.id)
            return gateSentence(gate);
    for (const MapSpaceView &space : view.spaces)
        if (element.kind == VenueElement::Kind::Space && space.id == element.id)
            return spaceSentence(space);
    return {};
}

} // namespace

VenueMap::VenueMap(QWidget *parent)
    : QWidget(parent), m_hint(plainLabel(this)), m_gestureTimer(new QTimer(this)), m_pulseTimer(new QTimer(this))
{
    m_hint->setAutoFillBackground(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->hide();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Venue map"));
    setAccessibleDescription(
        tr("Arrow keys go from zone to zone and gate to gate. The list beside the map tells the same."));
    m_clock.start();
    m_pulseTimer->setInterval(kPulseStepMs);
    connect(m_pulseTimer, &QTimer::timeout, this, &VenueMap::stepPulses);
    m_gestureTimer->setSingleShot(true);
    m_gestureTimer->setInterval(kExactMs);
    connect(m_gestureTimer, &QTimer::timeout, this, &VenueMap::redraw);
    connect(addButton(u"zoom-in"_s, tr("Zoom in")), &QToolButton::clicked, this,
            [this] { zoom(1.4, rect().center()); });
    connect(addButton(u"zoom-out"_s, tr("Zoom out")), &QToolButton::clicked, this,
            [this] { zoom(1 / 1.4, rect().center()); });
    connect(addButton(u"maximize"_s, tr("Fit the floor")), &QToolButton::clicked, this, &VenueMap::fit);
}

QToolButton *VenueMap::addButton(const QString &iconName, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setIcon(lineIcon(iconName));
    button->setAccessibleName(name);
    button->setToolTip(name);
    m_zoomButtons.push_back(button);
    return button;
}

VenueLook VenueMap::look()
{
    return {themeOf(*this), m_labels, m_toScreen, m_floor, m_hovered, hasFocus() ? m_focused : VenueElement()};
}

/// The ground, where people come in; else the lowest above it; else the first there is.
Id VenueMap::firstFloor() const
{
    const FloorView *best = nullptr;
    for (const FloorView &floor : m_view.floors) {
        if (floor.order >= 0 && (!best || floor.order < best->order))
            best = &floor;
    }
    if (!best && !m_view.floors.empty())
        best = &m_view.floors.front();
    return best ? best->id : Id();
}

const FloorView *VenueMap::floorView() const
{
    for (const FloorView &floor : m_view.floors)
        if (floor.id == m_floor)
            return &floor;
    return nullptr;
}

void VenueMap::setView(MapView view)
{
    const auto sameFloors =
        std::equal(view.floors.begin(), view.floors.end(), m_view.floors.begin(), m_view.floors.end(),
                   [](const FloorView &a, const FloorView &b) {
                       return a.id == b.id && a.name == b.name && a.widthMm == b.widthMm && a.heightMm == b.heightMm;
                   });
    m_view = std::move(view);
    if (!sameFloors) {
        const Id before = m_floor;
        const bool hasCome = std::any_of(m_view.floors.begin(), m_view.floors.end(),
                                         [this](const FloorView &floor) { return floor.id == m_awaited; });
        if (hasCome)
            m_floor = std::exchange(m_awaited, Id());
        else if (!floorView())
            m_floor = firstFloor();
        buildFloorButtons();
        if (m_isFitted || m_floor != before)
            fit();
        if (m_floor != before)
            emit floorChanged(m_floor);
    }
    const auto elements = elementsOn(m_view, m_floor);
    if (std::find(elements.begin(), elements.end(), m_focused) == elements.end())
        m_focused = {};
    redraw();
}

void VenueMap::showFloorWhenThere(const Id &floor)
{
    m_awaited = floor;
    for (const FloorView &known : m_view.floors)
        if (known.id == floor)
            setFloor(std::exchange(m_awaited, Id()));
}

void VenueMap::setFloor(const Id &floor)
{
    if (floor == m_floor)
        return;
    m_floor = floor;
    m_focused = {};
    m_pulses.clear();
    cancelSketch();
    for (QToolButton *button : m_floorButtons)
        button->setChecked(button->property("floor").toString().toStdString() == floor.toString());
    fit();
    emit floorChanged(floor);
}

void VenueMap::focusElement(const VenueElement &element)
{
    m_focused = element;
    setAccessibleDescription(sentenceOf(m_view, element));
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
    const QPointF middle = m_toScreen.map(middleOf(m_view, element));
    if (element.kind != VenueElement::Kind::None && !rect().contains(middle.toPoint())) {
        const QPointF by = QRectF(rect()).center() - middle;
        m_toScreen *= QTransform::fromTranslate(by.x(), by.y());
        m_isFitted = false;
        redraw();
    }
    update();
}

const GateView *VenueMap::gateOfLane(const Id &lane) const
{
    for (const GateView &gate : m_view.gates)
        if (laneOf(gate, lane))
            return &gate;
    return nullptr;
}

void VenueMap::paintDraggedLane(QPainter &painter)
{
    const GateView *gate = m_isPanning && !m_dragged.isNull() ? gateOfLane(m_dragged) : nullptr;
    if (!gate)
        return;
    VenueLook look = this->look();
    look.focused = {VenueElement::Kind::Lane, m_dragged};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look.theme.accent, 1.4, Qt::DotLine));
    painter.drawLine(m_toScreen.map(gate->atMm), m_lastAt);
    paintMovedLane(painter, *laneOf(*gate, m_dragged), m_lastAt, look);
}

void VenueMap::pulse(const Id &gate, State state)
{
    if (m_pulses.size() >= kMaxPulses || !isVisible())
        return;
    m_pulses.push_back({gate, state, m_clock.elapsed()});
    if (!m_pulseTimer->isActive())
        m_pulseTimer->start();
}

void VenueMap::stepPulses()
{
    std::erase_if(m_pulses, [now = m_clock.elapsed()](const Pulse &pulse) { return now - pulse.startedMs > kPulseMs; });
    if (m_pulses.empty())
        m_pulseTimer->stop();
    update();
}

void VenueMap::fit()
{
    m_isFitted = true;
    const FloorView *floor = floorView();
    if (!floor || floor->widthMm <= 0 || floor->heightMm <= 0)
        return redraw();
    const double margin = 24;
    const double scale = std::min((width() - 2 * margin) / floor->widthMm, (height() - 2 * margin) / floor->heightMm);
    m_toScreen =
        QTransform::fromTranslate((width() - floor->widthMm * scale) / 2, (height() - floor->heightMm * scale) / 2);
    m_toScreen.scale(scale, scale);
    redraw();
}

void VenueMap::zoom(double factor, QPointF about)
{
    const FloorView *floor = floorView();
    if (!floor)
        return;
    const double least = std::min(width() / (4.0 * floor->widthMm), height() / (4.0 * floor->heightMm));
    const double scale = std::clamp(m_toScreen.m11() * factor, least, kMostPixelsPerMm);
    const double change = scale / m_toScreen.m11();
    m_toScreen *= QTransform::fromTranslate(-about.x(), -about.y()) * QTransform::fromScale(change, change)
        * QTransform::fromTranslate(about.x(), about.y());
    m_isFitted = false;
    redrawSoon();
}

QPointF VenueMap::toScreen(QPointF mm) const
{
    return m_toScreen.map(mm);
}

void VenueMap::redrawSoon()
{
    if (!m_gestureTimer->isActive())
        m_gestureTimer->start();
    update();
}

void VenueMap::redraw()
{
    m_isPictureOld = true;
    update();
}

void VenueMap::paintEvent(QPaintEvent *)
{
    const qreal ratio = devicePixelRatioF();
    if (m_isPictureOld || m_picture.size() != size() * ratio) {
        m_picture = QPixmap(size() * ratio);
        m_picture.setDevicePixelRatio(ratio);
        m_picture.fill(themeOf(*this).ground);
        QPainter painter(&m_picture);
        VenueLook plain = look();
        plain.hovered = plain.focused = {};
        paintVenue(painter, m_view, plain, rect());
        m_pictureToScreen = m_toScreen;
        m_isPictureOld = false;
    }
    QPainter painter(this);
    if (m_pictureToScreen == m_toScreen) {
        painter.drawPixmap(0, 0, m_picture);
    } else {
        painter.fillRect(rect(), themeOf(*this).ground);
        painter.setTransform(m_pictureToScreen.inverted() * m_toScreen);
        painter.drawPixmap(0, 0, m_picture);
        painter.resetTransform();
    }
    paintVenueAccents(painter, m_view, look());
    paintPulses(painter);
    paintSketch(painter);
    paintDraggedLane(painter);
    if (hasFocus() && m_focused.kind == VenueElement::Kind::None) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(themeOf(*this).accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void VenueMap::paintPulses(QPainter &painter)
{
    if (m_pulses.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const VenueLook look = this->look();
    for (const Pulse &pulse : m_pulses) {
        const auto gate =
            std::find_if(m_view.gates.begin(), m_view.gates.end(), [&](const auto &g) { return g.id == pulse.gate; });
        if (gate == m_view.gates.end() || gate->floor != m_floor)
            continue;
        const double part = std::clamp(double(m_clock.elapsed() - pulse.startedMs) / kPulseMs, 0.0, 1.0);
        QColor colour = look.theme.state(pulse.state);
        colour.setAlphaF(static_cast<float>(0.8 * (1 - part)));
        painter.setPen(QPen(colour, 2.5));
        painter.setBrush(Qt::NoBrush);
        const double grow = 3 + 12 * part;
        painter.drawRoundedRect(gateBox(*gate, look).adjusted(-grow, -grow, grow, grow), 5 + grow, 5 + grow);
    }
}

void VenueMap::resizeEvent(QResizeEvent *)
{
    placeButtons();
    if (m_isFitted)
        fit();
    else
        redraw();
}

void VenueMap::buildFloorButtons()
{
    for (QToolButton *button : m_floorButtons)
        button->deleteLater();
    m_floorButtons.clear();
    if (m_view.floors.size() > 1)
        for (const FloorView &floor : m_view.floors) {
            auto *button = new QToolButton(this);
            button->setText(QString(floor.name).replace(u'&', u"&&"_s));
            button->setCheckable(true);
            button->setAutoExclusive(true);
            button->setChecked(floor.id == m_floor);
            button->setProperty("floor", QString::fromStdString(floor.id.toString()));
            connect(button, &QToolButton::clicked, this, [this, id = floor.id] { setFloor(id); });
            button->show();
            m_floorButtons.push_back(button);
        }
    placeButtons();
}

void VenueMap::placeButtons()
{
    placeHint();
    const Theme &theme = themeOf(*this);
    const int side = theme.space(9);
    int y = height() - theme.space(3) - side;
    for (auto button = m_zoomButtons.rbegin(); button != m_zoomButtons.rend(); ++button, y -= side + theme.space(1))
        (*button)->setGeometry(width() - side - theme.space(3), y, side, side);
    int x = theme.space(3);
    for (QToolButton *button : m_floorButtons) {
        const int width = std::max(button->sizeHint().width() + theme.space(4), side);
        button->setGeometry(x, theme.space(3), width, side);
        x += width + theme.space(1);
    }
}

void VenueMap::wheelEvent(QWheelEvent *event)
{
    zoom(std::pow(1.0015, event->angleDelta().y()), event->position());
    event->accept();
}

void VenueMap::mousePressEvent(QMouseEvent *event)
{
    m_pressedAt = m_lastAt = event->position();
    m_isPanning = false;
    m_dragged = {};
    if (!m_areLanesMovable || event->button() != Qt::LeftButton || m_sketch.kind() != Sketch::Kind::None)
        return;
    const VenueElement element = venueElementAt(m_view, look(), event->position());
    if (element.kind == VenueElement::Kind::Lane)
        m_dragged = element.id;
}

void VenueMap::mouseMoveEvent(QMouseEvent *event)
{
    const bool isDrawing = m_sketch.kind() != Sketch::Kind::None;
    if (isDrawing) {
        m_sketch.setCross(toFloor(event->position()), reachMm());
        update();
    }
    if (!(event->buttons() & (Qt::LeftButton | Qt::MiddleButton)))
        return isDrawing ? void() : hover(venueElementAt(m_view, look(), event->position()));
    if (!m_isPanning && (event->position() - m_pressedAt).manhattanLength() < QApplication::startDragDistance())
        return;
    m_isPanning = true;
    if (isDrawing && (event->buttons() & Qt::LeftButton) != 0)
        return; // a stroke of the drawing, see mouseReleaseEvent()
    const QPointF by = event->position() - m_lastAt;
    m_lastAt = event->position();
    if (!m_dragged.isNull()) {
        setCursor(Qt::ClosedHandCursor);
        return update();
    }
    m_toScreen *= QTransform::fromTranslate(by.x(), by.y());
    m_isFitted = false;
    setCursor(Qt::ClosedHandCursor);
    redrawSoon();
}

void VenueMap::mouseReleaseEvent(QMouseEvent *event)
{
    const bool wasDragged = std::exchange(m_isPanning, false);
    if (m_sketch.kind() != Sketch::Kind::None) {
        setCursor(Qt::CrossCursor);
        if (event->button() == Qt::LeftButton)
            takeSketch(wasDragged ? m_sketch.setBox(toFloor(m_pressedAt), toFloor(event->position()))
                                  : m_sketch.set(toFloor(event->position()), reachMm()));
        return;
    }
    if (const Id lane = std::exchange(m_dragged, Id()); wasDragged && !lane.isNull()) {
        setCursor(Qt::ArrowCursor);
        update();
        if (gateOfLane(lane))
            emit laneMoved(lane, Sketch::onGrid(toFloor(event->position())));
        return;
    }
    if (wasDragged) {
        setCursor(m_hovered.kind == VenueElement::Kind::None ? Qt::ArrowCursor : Qt::PointingHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    const VenueElement element = venueElementAt(m_view, look(), event->position());
    focusElement(element);
    activate(element);
}

void VenueMap::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (m_sketch.kind() == Sketch::Kind::Outline && event->button() == Qt::LeftButton)
        takeSketch(m_sketch.finish());
    else
        QWidget::mouseDoubleClickEvent(event);
}

void VenueMap::startSketch(Sketch::Kind kind)
{
    std::vector<QPointF> magnets;
    const auto add = [&](const auto &places) {
        for (const auto &place : places)
            if (place.floor == m_floor)
                magnets.insert(magnets.end(), place.outlineMm.begin(), place.outlineMm.end());
    };
    if (kind == Sketch::Kind::Outline) {
        add(m_view.zones);
        add(m_view.spaces);
    }
    m_sketch.start(kind, std::move(magnets), toFloor(rect().center()));
    hover({});
    setCursor(Qt::CrossCursor);
    setFocus(Qt::OtherFocusReason);
    tellSketch();
}

void VenueMap::cancelSketch()
{
    if (m_sketch.kind() != Sketch::Kind::None)
        takeSketch(Sketch::Outcome::Cancelled);
}

void VenueMap::takeSketch(Sketch::Outcome outcome)
{
    if (outcome == Sketch::Outcome::Drawing)
        return tellSketch();
    const Sketch::Kind kind = m_sketch.kind();
    const QPolygonF corners = m_sketch.corners();
    m_sketch.stop();
    m_hint->hide();
    setCursor(Qt::ArrowCursor);
    update();
    if (outcome == Sketch::Outcome::Cancelled)
        emit sketchCancelled();
    else if (kind == Sketch::Kind::Outline)
        emit outlineDrawn(corners);
    else
        emit placeChosen(corners.front());
}

void VenueMap::tellSketch()
{
    m_hint->setText(m_sketch.hint());
    m_hint->show();
    placeHint();
    const QPointF at = m_sketch.cross() / 1000;
    setAccessibleDescription(tr("%1 The cross is at %2 m, %3 m; %4 corners are set.")
                                 .arg(m_sketch.hint())
                                 .arg(at.x(), 0, 'f', 1)
                                 .arg(at.y(), 0, 'f', 1)
                                 .arg(m_sketch.corners().size()));
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
    update();
}

/// At the foot, in the middle.
void VenueMap::placeHint()
{
    if (m_hint->isHidden())
        return;
    const Theme &theme = themeOf(*this);
    const QSize size = m_hint->sizeHint() + QSize(theme.space(6), theme.space(3));
    m_hint->setGeometry((width() - size.width()) / 2, height() - size.height() - theme.space(3), size.width(),
                        size.height());
    m_hint->raise();
}

bool VenueMap::sketchKey(QKeyEvent *event)
{
    const double step = (event->modifiers() & Qt::ShiftModifier) != 0 ? Sketch::kGridMm : 10 * Sketch::kGridMm;
    switch (event->key()) {
    case Qt::Key_Left:
        m_sketch.moveCross({-step, 0});
        break;
    case Qt::Key_Right:
        m_sketch.moveCross({step, 0});
        break;
    case Qt::Key_Up:
        m_sketch.moveCross({0, -step});
        break;
    case Qt::Key_Down:
        m_sketch.moveCross({0, step});
        break;
    case Qt::Key_Space:
        takeSketch(m_sketch.set(m_sketch.cross(), 0));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        takeSketch(m_sketch.finish());
        return true;
    case Qt::Key_Backspace:
        m_sketch.takeBack();
        break;
    case Qt::Key_Escape:
        takeSketch(Sketch::Outcome::Cancelled);
        return true;
    default:
        return false;
    }
    tellSketch();
    return true;
}

/// Ten pixels, whatever the zoom.
double VenueMap::reachMm() const
{
    return 10 / std::max(m_toScreen.m11(), 1e-9);
}

void VenueMap::paintSketch(QPainter &painter)
{
    if (m_sketch.kind() == Sketch::Kind::None)
        return;
    const Theme &theme = themeOf(*this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 2));
    QColor fill = theme.accent;
    fill.setAlphaF(0.15f);
    painter.setBrush(fill);
    if (m_isPanning && m_sketch.corners().isEmpty() && m_sketch.kind() == Sketch::Kind::Outline) {
        painter.drawRect(QRectF(m_pressedAt, m_toScreen.map(m_sketch.cross())).normalized());
    } else {
        QPolygonF shown = m_toScreen.map(m_sketch.corners());
        const qsizetype set = shown.size();
        shown << m_toScreen.map(m_sketch.cross());
        painter.drawPolygon(shown);
        painter.setBrush(theme.accent);
        for (qsizetype corner = 0; corner < set; ++corner)
            painter.drawEllipse(shown.at(corner), 4, 4);
    }
    const QPointF cross = m_toScreen.map(m_sketch.cross());
    painter.drawLine(cross - QPointF(9, 0), cross + QPointF(9, 0));
    painter.drawLine(cross - QPointF(0, 9), cross + QPointF(0, 9));
}

void VenueMap::leaveEvent(QEvent *)
{
    hover({});
}

void VenueMap::hover(const VenueElement &element)
{
    if (element == m_hovered)
        return;
    m_hovered = element;
    setCursor(element.kind == VenueElement::Kind::None ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

bool VenueMap::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString sentence = sentenceOf(m_view, venueElementAt(m_view, look(), help->pos()));
        if (sentence.isEmpty())
            QToolTip::hideText();
        else // a tool tip guesses rich text: escaped, it is shown as it is
            QToolTip::showText(help->globalPos(), u"<p>"_s + sentence.toHtmlEscaped() + u"</p>"_s, this);
        return true;
    }
    return QWidget::event(event);
}

void VenueMap::activate(const VenueElement &element)
{
    switch (element.kind) {
    case VenueElement::Kind::Zone:
        emit zoneActivated(element.id);
        break;
    case VenueElement::Kind::Gate:
        emit gateActivated(element.id);
        break;
    case VenueElement::Kind::Space:
        emit spaceActivated(element.id);
        break;
    case VenueElement::Kind::Lane: // what is known of it stands on its gate's card
        if (const GateView *gate = gateOfLane(element.id))
            emit gateActivated(gate->id);
        break;
    case VenueElement::Kind::None:
        break;
    }
}

void VenueMap::wantMenu(const VenueElement &element, QPointF at)
{
    emit menuWanted(element, toFloor(at), mapToGlobal(at.toPoint()));
}

void VenueMap::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_sketch.kind() != Sketch::Kind::None)
        return;
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const bool isBare = m_focused.kind == VenueElement::Kind::None;
        return wantMenu(m_focused, isBare ? QPointF(rect().center()) : m_toScreen.map(middleOf(m_view, m_focused)));
    }
    const VenueElement element = venueElementAt(m_view, look(), event->pos());
    focusElement(element);
    wantMenu(element, event->pos());
}

/// To the nearest element whose way lies within 60 degrees of the direction; the first one where none has the focus.
void VenueMap::moveFocus(QPointF direction)
{
    const auto elements = elementsOn(m_view, m_floor);
    if (elements.empty())
        return;
    if (m_focused.kind == VenueElement::Kind::None)
        return focusElement(elements.front());
    const QPointF from = middleOf(m_view, m_focused);
    const VenueElement *nearest = nullptr;
    double least = 0;
    for (const VenueElement &element : elements) {
        const QPointF way = middleOf(m_view, element) - from;
        const double along = QPointF::dotProduct(way, direction);
        const double length = std::hypot(way.x(), way.y());
        if (element == m_focused || along < 0.5 * length || length == 0)
            continue;
        const double cost = 2 * length - along; // straight ahead before near
        if (!nearest || cost < least) {
            nearest = &element;
            least = cost;
        }
    }
    if (nearest)
        focusElement(*nearest);
}

void VenueMap::changeFloor(int step)
{
    for (std::size_t index = 0; index < m_view.floors.size(); ++index)
        if (m_view.floors[index].id == m_floor) {
            const auto wanted = static_cast<std::ptrdiff_t>(index) + step;
            if (wanted >= 0 && wanted < std::ssize(m_view.floors))
                setFloor(m_view.floors[static_cast<std::size_t>(wanted)].id);
            return;
        }
}

void VenueMap::keyPressEvent(QKeyEvent *event)
{
    if (m_sketch.kind() != Sketch::Kind::None && sketchKey(event))
        return;
    switch (event->key()) {
    case Qt::Key_Left:
        return moveFocus({-1, 0});
    case Qt::Key_Right:
        return moveFocus({1, 0});
    case Qt::Key_Up:
        return moveFocus({0, -1});
    case Qt::Key_Down:
        return moveFocus({0, 1});
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return activate(m_focused);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(1.4, rect().center());
    case Qt::Key_Minus:
        return zoom(1 / 1.4, rect().center());
    case Qt::Key_F:
    case Qt::Key_0:
        return fit();
    case Qt::Key_PageUp:
        return changeFloor(1);
    case Qt::Key_PageDown:
        return changeFloor(-1);
    case Qt::Key_Escape:
        if (!m_dragged.isNull()) { // it stays where it was
            m_dragged = {};
            return update();
        }
        if (m_focused.kind != VenueElement::Kind::None)
            return focusElement({});
        break;
    default:
        break; // the keys above are all of ours
    }
    QWidget::keyPressEvent(event);
}

void VenueMap::focusInEvent(QFocusEvent *)
{
    update();
}

void VenueMap::focusOutEvent(QFocusEvent *)
{
    update();
}

void VenueMap::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange) {
        m_labels.clear();
        placeButtons();
        redraw();
    }
    QWidget::changeEvent(event);
}

} // namespace gatehouse
