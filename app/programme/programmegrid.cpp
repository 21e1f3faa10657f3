// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/programmegrid.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QApplication>
#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QTextLayout>
#include <QToolTip>

#include <cmath>
#include <set>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr int kUsualFirstHour = 9; ///< shown of a day on which nothing is placed yet
constexpr int kUsualHours = 9;
constexpr int kTopPad = 10; ///< pixels, so that the first hour can be read

QColor blend(const QColor &one, const QColor &other, double share)
{
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {part(one.red(), other.red()), part(one.green(), other.green()), part(one.blue(), other.blue())};
}

/// The full hour by the wall clock at or before this instant: zones of half and quarter hours have theirs.
Instant hourBefore(Instant at, const QTimeZone &zone)
{
    const QTime time = QDateTime::fromMSecsSinceEpoch(at.ms, zone).time();
    return at - (time.minute() * kMinuteMs + time.second() * 1000 + time.msec());
}

/// At most so many lines; the last one is shortened where it does not hold the rest.
QStringList brokenIn(const QString &text, const QFont &font, double width, int most)
{
    const QFontMetricsF metrics(font);
    if (most == 1 || metrics.horizontalAdvance(text) <= width)
        return {metrics.elidedText(text, Qt::ElideRight, width)};
    QTextLayout layout(text, font);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(width);
    layout.endLayout();
    const QString first = text.left(line.textLength());
    return {first, metrics.elidedText(text.mid(line.textLength()), Qt::ElideRight, width)};
}

} // namespace

ProgrammeGrid::ProgrammeGrid(QWidget *parent) : QAbstractScrollArea(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Programme of the day, spaces by time"));
    viewport()->setMouseTracking(true);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
}

void ProgrammeGrid::setView(const ProgrammeView &view, int day)
{
    const bool isOtherDay = day != m_day || m_view.days.empty() != view.days.empty();
    m_view = view;
    m_day = day;
    if (!m_drag.isMoving)
        m_drag = {};
    place();
    if (isOtherDay)
        verticalScrollBar()->setValue(0);
    viewport()->update();
}

bool ProgrammeGrid::isOnDay(const SlotView &slot) const
{
    if (m_day < 0 || static_cast<std::size_t>(m_day) >= m_view.days.size())
        return true;
    const DayView &day = m_view.days[static_cast<std::size_t>(m_day)];
    return slot.endsAt > day.startsAt && slot.startsAt < day.endsAt;
}

void ProgrammeGrid::place()
{
    m_boxes.clear();
    if (m_view.spaces.size() > kMostInOrder) {
        std::set<Id> used;
        for (const SlotView &slot : m_view.placed) {
            if (isOnDay(slot))
                used.insert(slot.space);
        }
        std::stable_partition(m_view.spaces.begin(), m_view.spaces.end(),
                              [&](const SpaceView &space) { return used.contains(space.id); });
    }
    for (const SlotView &slot : m_view.placed) {
        const auto space = std::find_if(m_view.spaces.begin(), m_view.spaces.end(),
                                        [&](const SpaceView &known) { return known.id == slot.space; });
        if (space == m_view.spaces.end())
            continue;
        if (!isOnDay(slot))
            continue;
        m_boxes.push_back({slot, static_cast<int>(space - m_view.spaces.begin()), 0, 1});
    }
    std::stable_sort(m_boxes.begin(), m_boxes.end(), [](const Box &a, const Box &b) {
        return std::tie(a.column, a.slot.startsAt) < std::tie(b.column, b.slot.startsAt);
    });
    if (m_drag.isMoving
        && (m_drag.box >= static_cast<int>(m_boxes.size())
            || m_boxes[static_cast<std::size_t>(m_drag.box)].slot.slot != m_chosen))
        m_drag = {};
    assignLanes();
    fitRange();
    fitBars();
}

/// Those that overlap, directly or through others, share the width of their column.
void ProgrammeGrid::assignLanes()
{
    std::size_t first = 0; // of the cluster
    Instant clusterEnd;
    std::vector<Instant> laneEnds;
    const auto closeCluster = [&](std::size_t end) {
        for (std::size_t index = first; index < end; ++index)
            m_boxes[index].lanes = static_cast<int>(laneEnds.size());
        laneEnds.clear();
        first = end;
    };
    for (std::size_t index = 0; index < m_boxes.size(); ++index) {
        Box &box = m_boxes[index];
        if (index > first && (box.column != m_boxes[first].column || box.slot.startsAt >= clusterEnd))
            closeCluster(index);
        const auto free =
            std::find_if(laneEnds.begin(), laneEnds.end(), [&](Instant end) { return end <= box.slot.startsAt; });
        box.lane = static_cast<int>(free - laneEnds.begin());
        if (free == laneEnds.end())
            laneEnds.push_back(box.slot.endsAt);
        else
            *free = box.slot.endsAt;
        clusterEnd = index == first ? box.slot.endsAt : std::max(clusterEnd, box.slot.endsAt);
    }
    closeCluster(m_boxes.size());
}

/// Full hours around what is placed; never more than the day.
void ProgrammeGrid::fitRange()
{
    const bool hasDay = m_day >= 0 && static_cast<std::size_t>(m_day) < m_view.days.size();
    DayView day;
    if (hasDay)
        day = m_view.days[static_cast<std::size_t>(m_day)];
    else
        day = {{}, m_view.now - 12 * kHourMs, m_view.now + 12 * kHourMs};
    if (m_boxes.empty()) {
        QDateTime morning = QDateTime::fromMSecsSinceEpoch(day.startsAt.ms, m_view.zone);
        morning.setTime(QTime(kUsualFirstHour, 0));
        m_from = {morning.toMSecsSinceEpoch()};
        m_until = m_from + kUsualHours * kHourMs;
        return;
    }
    Instant first = day.endsAt;
    Instant last = day.startsAt;
    for (const Box &box : m_boxes) {
        first = std::min({first, box.slot.startsAt, box.slot.plannedStart});
        last = std::max(last, box.slot.endsAt);
    }
    m_from = hourBefore(std::max(first, day.startsAt), m_view.zone);
    m_until = hourBefore(std::min(last, day.endsAt) + kHourMs - 1, m_view.zone);
    if (m_until - m_from < 4 * kHourMs)
        m_until = m_from + 4 * kHourMs;
}

double ProgrammeGrid::pixelsPerMinute() const
{
    return themeOf(*this).pixels(TypeStep::Body) / 8.0; // a quarter of an hour holds one line
}

int ProgrammeGrid::rulerWidth() const
{
    const Theme &theme = themeOf(*this);
    return static_cast<int>(figuresWidth(QFontMetricsF(theme.font(TypeStep::Small)), u"00:00"_s)) + theme.space(4);
}

int ProgrammeGrid::headHeight() const
{
    const Theme &theme = themeOf(*this);
    return QFontMetrics(theme.font(TypeStep::Body, QFont::DemiBold)).height()
        + QFontMetrics(theme.font(TypeStep::Small)).height() + theme.space(2);
}

double ProgrammeGrid::columnWidth() const
{
    const double least = themeOf(*this).pixels(TypeStep::Body) * 10;
    const double room = viewport()->width() - rulerWidth();
    return std::max(least, room / static_cast<double>(std::max<std::size_t>(m_view.spaces.size(), 1)));
}

double ProgrammeGrid::yOf(Instant at) const
{
    return headHeight() + kTopPad
        + static_cast<double>(at - m_from) / static_cast<double>(kMinuteMs) * pixelsPerMinute()
        - verticalScrollBar()->value();
}

Instant ProgrammeGrid::instantAt(int y) const
{
    const double minutes = (y - headHeight() - kTopPad + verticalScrollBar()->value()) / pixelsPerMinute();
    return m_from + static_cast<std::int64_t>(minutes) * kMinuteMs;
}

int ProgrammeGrid::columnAt(int x) const
{
    const int column = static_cast<int>((x - rulerWidth() + horizontalScrollBar()->value()) / columnWidth());
    return std::clamp(column, 0, std::max(static_cast<int>(m_view.spaces.size()) - 1, 0));
}

QRectF ProgrammeGrid::rectOf(const Box &box, Instant startsAt, Instant endsAt) const
{
    const double width = (columnWidth() - 6) / box.lanes;
    const double left = rulerWidth() + box.column * columnWidth() - horizontalScrollBar()->value() + 3;
    return {left + box.lane * width, yOf(startsAt) + 1, width - 2, std::max(yOf(endsAt) - yOf(startsAt) - 2, 6.0)};
}

QRect ProgrammeGrid::rectOf(const Id &slot) const
{
    const int box = boxOf(slot);
    if (box < 0)
        return {};
    const Box &found = m_boxes[static_cast<std::size_t>(box)];
    return rectOf(found, found.slot.startsAt, found.slot.endsAt).toAlignedRect();
}

QPoint ProgrammeGrid::pointAt(const Id &space, Instant at) const
{
    for (std::size_t column = 0; column < m_view.spaces.size(); ++column) {
        if (m_view.spaces[column].id == space)
            return {static_cast<int>(rulerWidth() + (static_cast<double>(column) + 0.5) * columnWidth())
                        - horizontalScrollBar()->value(),
                    static_cast<int>(yOf(at))};
    }
    return {};
}

void ProgrammeGrid::fitBars()
{
    const double height = static_cast<double>(m_until - m_from) / static_cast<double>(kMinuteMs) * pixelsPerMinute();
    const int page = viewport()->height() - headHeight();
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(height) + 2 * kTopPad - page));
    verticalScrollBar()->setPageStep(std::max(page, 1));
    verticalScrollBar()->setSingleStep(static_cast<int>(15 * pixelsPerMinute()));
    const double width = columnWidth() * static_cast<double>(m_view.spaces.size());
    const int room = viewport()->width() - rulerWidth();
    horizontalScrollBar()->setRange(0, std::max(0, static_cast<int>(width) - room));
    horizontalScrollBar()->setPageStep(std::max(room, 1));
    horizontalScrollBar()->setSingleStep(static_cast<int>(columnWidth() / 3));
}

void ProgrammeGrid::showNow()
{
    verticalScrollBar()->setValue(verticalScrollBar()->value()
                                  + static_cast<int>(yOf(m_view.now) - headHeight() - viewport()->height() / 3.0));
}

int ProgrammeGrid::boxAt(const QPoint &point) const
{
    if (point.x() < rulerWidth() || point.y() < headHeight())
        return -1;
    for (std::size_t index = 0; index < m_boxes.size(); ++index) {
        const Box &box = m_boxes[index];
        if (rectOf(box, box.slot.startsAt, box.slot.endsAt).contains(point))
            return static_cast<int>(index);
    }
    return -1;
}

int ProgrammeGrid::boxOf(const Id &key) const
{
    for (std::size_t index = 0; index < m_boxes.size(); ++index) {
        if (m_boxes[index].slot.slot == key)
            return static_cast<int>(index);
    }
    return -1;
}

/// Brings it into sight, names and hours apart.
void ProgrammeGrid::choose(const Id &key)
{
    m_chosen = key;
    const int box = boxOf(key);
    if (box >= 0) {
        const QRect rect = rectOf(key);
        const auto shift = [](QScrollBar *bar, int low, int high, int from, int to) {
            if (low < from)
                bar->setValue(bar->value() - (from - low));
            else if (high > to)
                bar->setValue(bar->value() + std::min(high - to, low - from));
        };
        shift(verticalScrollBar(), rect.top(), rect.bottom(), headHeight() + 4, viewport()->height() - 4);
        shift(horizontalScrollBar(), rect.left(), rect.right(), rulerWidth() + 4, viewport()->width() - 4);
        setAccessibleDescription(accessibleWords(m_boxes[static_cast<std::size_t>(box)].slot));
    }
    viewport()->update();
}

void ProgrammeGrid::chooseBox(int box)
{
    if (box < 0)
        return;
    const Id slot = m_boxes[static_cast<std::size_t>(box)].slot.slot;
    choose(slot);
    emit slotChosen(slot);
}

QString ProgrammeGrid::accessibleWords(const SlotView &slot) const
{
    return tr("%1, %2 to %3, %4, %5", "title, start, end, space, how it stands")
        .arg(slot.title, clockTime(slot.startsAt, m_view.zone), clockTime(slot.endsAt, m_view.zone), slot.spaceName,
             slotWords(slot));
}

// --- painting ------------------------------------------------------------------------------------------------------

void ProgrammeGrid::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), theme.ground);
    paintHours(painter, theme);
    paintNow(painter, theme, 255);
    const QRectF middle(rulerWidth(), headHeight(), viewport()->width() - rulerWidth(),
                        viewport()->height() - headHeight());
    painter.save();
    painter.setClipRect(middle);
    for (const Box &box : m_boxes) {
        const QRectF rect = rectOf(box, box.slot.startsAt, box.slot.endsAt);
        if (rect.intersects(middle))
            paintBox(painter, box, rect, theme);
    }
    if (m_drag.isMoving)
        paintDrag(painter, theme);
    painter.restore();
    paintNow(painter, theme, 90); // the words beneath stay legible
    paintHead(painter, theme);
    if (hasFocus() && m_boxes.empty()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
    }
}

void ProgrammeGrid::paintHours(QPainter &painter, const Theme &theme) const
{
    painter.setFont(theme.font(TypeStep::Small));
    const int ruler = rulerWidth();
    for (Instant at = m_from; at <= m_until; at = at + kHourMs / 2) {
        const bool isHour = (at - m_from) % kHourMs == 0;
        const double y = std::round(yOf(at)) + 0.5;
        if (y < headHeight() - 20 || y > viewport()->height() + 20)
            continue;
        painter.setPen(QPen(isHour ? theme.line : blend(theme.ground, theme.line, 0.45), 1));
        painter.drawLine(QPointF(ruler, y), QPointF(viewport()->width(), y));
        if (!isHour)
            continue;
        painter.setPen(theme.quietText);
        drawFigures(painter, QRectF(0, y - 10, ruler - theme.space(2), 20), Qt::AlignRight | Qt::AlignVCenter,
                    clockTime(at, m_view.zone));
    }
    painter.setPen(QPen(theme.line, 1));
    for (std::size_t column = 0; column <= m_view.spaces.size(); ++column) {
        const double x =
            std::round(ruler + static_cast<double>(column) * columnWidth() - horizontalScrollBar()->value()) + 0.5;
        if (x >= ruler)
            painter.drawLine(QPointF(x, headHeight()), QPointF(x, viewport()->height()));
    }
}

void ProgrammeGrid::paintHead(QPainter &painter, const Theme &theme) const
{
    painter.fillRect(QRect(0, 0, viewport()->width(), headHeight()), theme.panel);
    painter.setPen(theme.line);
    painter.drawLine(0, headHeight() - 1, viewport()->width(), headHeight() - 1);
    painter.setClipRect(QRect(rulerWidth(), 0, viewport()->width() - rulerWidth(), headHeight()));
    const QFontMetrics bold(theme.font(TypeStep::Body, QFont::DemiBold));
    for (std::size_t column = 0; column < m_view.spaces.size(); ++column) {
        const SpaceView &space = m_view.spaces[column];
        const QRectF cell(rulerWidth() + static_cast<double>(column) * columnWidth() - horizontalScrollBar()->value()
                              + theme.space(2),
                          theme.space(1), columnWidth() - theme.space(3), headHeight() - theme.space(2));
        painter.setFont(theme.font(TypeStep::Body, QFont::DemiBold));
        painter.setPen(theme.text);
        painter.drawText(cell, Qt::AlignLeft | Qt::AlignTop,
                         bold.elidedText(space.name, Qt::ElideRight, static_cast<int>(cell.width())));
        if (space.capacity <= 0)
            continue;
        painter.setFont(theme.font(TypeStep::Small));
        painter.setPen(theme.quietText);
        painter.drawText(cell, Qt::AlignLeft | Qt::AlignBottom,
                         tr("holds %1", "people in a space").arg(QLocale().toString(space.capacity)));
    }
    painter.setClipping(false);
}

void ProgrammeGrid::paintNow(QPainter &painter, const Theme &theme, int alpha) const
{
    if (m_view.now < m_from || m_view.now > m_until)
        return;
    const double y = std::round(yOf(m_view.now));
    if (y < headHeight())
        return;
    QColor line = theme.accent;
    line.setAlpha(alpha);
    painter.setPen(QPen(line, 2));
    painter.drawLine(QPointF(rulerWidth(), y), QPointF(viewport()->width(), y));
    painter.setFont(theme.font(TypeStep::Small, QFont::DemiBold));
    const QRectF label(2, y - theme.pixels(TypeStep::Small) * 0.75, rulerWidth() - 4,
                       theme.pixels(TypeStep::Small) * 1.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(label, 4, 4);
    painter.setPen(theme.onAccent);
    drawFigures(painter, label, Qt::AlignCenter, clockTime(m_view.now, m_view.zone));
}

void ProgrammeGrid::paintBox(QPainter &painter, const Box &box, const QRectF &rect, const Theme &theme) const
{
    const SlotView &slot = box.slot;
    const bool isChosen = slot.slot == m_chosen;
    const QColor track = slot.colour.isValid() ? slot.colour : theme.line;
    const bool isFaint = slot.isCancelled || slot.phase == Phase::Ended;
    QPainterPath shape;
    shape.addRoundedRect(rect, 4, 4);
    painter.fillPath(shape, blend(theme.panel, track, isFaint ? 0.06 : theme.isDark() ? 0.26 : 0.18));
    if (slot.isCancelled) {
        painter.setBrush(
            QBrush(blend(theme.panel, theme.line, theme.scheme() == ColourScheme::HighContrast ? 0.35 : 1.0),
                   Qt::BDiagPattern));
        painter.setPen(Qt::NoPen);
        painter.drawPath(shape);
    }
    QPen edge(isChosen ? theme.accent : blend(theme.line, track, 0.4), isChosen ? 2.5 : 1);
    if (slot.isDraft)
        edge.setStyle(Qt::DashLine);
    painter.setPen(edge);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
    if (slot.colour.isValid() && !slot.isCancelled) {
        painter.save();
        painter.setClipPath(shape, Qt::IntersectClip);
        painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), track);
        painter.restore();
    }
    if (isChosen && hasFocus()) {
        painter.setPen(QPen(theme.text, 1, Qt::DotLine));
        painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), 3, 3);
    }
    paintWords(painter, slot, rect.adjusted(theme.space(2) + 1, 2, -theme.space(1), -2), theme);
}

/// The title first, in two lines where there is room; then the mark, the times and who appears. What has only one line
/// has its mark at the end of it.
void ProgrammeGrid::paintWords(QPainter &painter, const SlotView &slot, const QRectF &inside, const Theme &theme) const
{
    painter.save();
    painter.setClipRect(inside, Qt::IntersectClip);
    QFont titleFont = theme.font(
        inside.height() < theme.pixels(TypeStep::Body) * 1.2 ? TypeStep::Small : TypeStep::Body, QFont::DemiBold);
    titleFont.setStrikeOut(slot.isCancelled);
    const QFontMetricsF title(titleFont);
    const QFontMetricsF small(theme.font(TypeStep::Small));
    const QColor ink = slot.isCancelled || slot.phase == Phase::Ended ? theme.quietText : theme.text;
    const double mark = markWidth(slot, theme);
    const bool isOneLine = inside.height() < title.height() + small.height();
    const bool showsMark = mark > 0 && (!isOneLine || mark < inside.width() * 0.7);
    double y = inside.top();
    if (isOneLine && showsMark)
        paintMark(painter, slot, {inside.right() - mark, y + (title.height() - small.height()) / 2}, theme);
    const double width = std::max(inside.width() - (isOneLine && showsMark ? mark + 4 : 0), 10.0);
    const bool hasRoom = inside.height() >= 2 * title.height() + (showsMark ? 2 : 1) * small.height();
    painter.setFont(titleFont);
    painter.setPen(ink);
    for (const QString &line : brokenIn(slot.title, titleFont, width, hasRoom ? 2 : 1)) {
        painter.drawText(QPointF(inside.left(), y + title.ascent()), line);
        y += title.height();
    }
    if (!isOneLine && showsMark) {
        paintMark(painter, slot, {inside.left(), y}, theme);
        y += small.height();
    }
    painter.setFont(theme.font(TypeStep::Small));
    painter.setPen(ink);
    const QString times = tr("%1–%2", "start and end of a session")
                              .arg(clockTime(slot.startsAt, m_view.zone), clockTime(slot.endsAt, m_view.zone));
    for (const QString &line : {times, slot.speakers}) {
        if (line.isEmpty() || y + small.height() > inside.bottom() + 1)
            continue;
        painter.drawText(QPointF(inside.left(), y + small.ascent()),
                         small.elidedText(line, Qt::ElideRight, inside.width()));
        y += small.height();
    }
    painter.restore();
}

/// Of lock, shape and word; 0: it needs no mark.
double ProgrammeGrid::markWidth(const SlotView &slot, const Theme &theme) const
{
    const double side = theme.pixels(TypeStep::Small);
    const double lock = slot.isPinned ? side + 4 : 0;
    if (!hasSlotMark(slot))
        return lock;
    return lock + side + 6 + QFontMetricsF(theme.font(TypeStep::Small)).horizontalAdvance(slotWords(slot));
}

void ProgrammeGrid::paintMark(QPainter &painter, const SlotView &slot, QPointF at, const Theme &theme) const
{
    const QFontMetricsF small(theme.font(TypeStep::Small));
    const double side = theme.pixels(TypeStep::Small);
    const double top = at.y() + (small.height() - side) / 2;
    if (slot.isPinned) {
        painter.drawPixmap(QPointF(at.x(), top),
                           linePixmap(u"lock"_s, theme.quietText, static_cast<int>(side), devicePixelRatioF()));
        at.rx() += side + 4;
    }
    if (!hasSlotMark(slot))
        return;
    paintStateShape(painter, {at.x(), top, side, side}, slotState(slot), theme);
    painter.setFont(theme.font(TypeStep::Small));
    painter.setPen(theme.text);
    painter.drawText(QPointF(at.x() + side + 4, at.y() + small.ascent()), slotWords(slot));
}

void ProgrammeGrid::paintDrag(QPainter &painter, const Theme &theme) const
{
    const Box &box = m_boxes[static_cast<std::size_t>(m_drag.box)];
    Box ghost = box;
    ghost.column = m_drag.column;
    ghost.lane = 0;
    ghost.lanes = 1;
    const QRectF rect = rectOf(ghost, m_drag.startsAt, m_drag.startsAt + (box.slot.endsAt - box.slot.startsAt));
    painter.setPen(QPen(theme.accent, 2, Qt::DashLine));
    painter.setBrush(QColor(theme.accent.red(), theme.accent.green(), theme.accent.blue(), 60));
    painter.drawRoundedRect(rect, 4, 4);
    painter.setFont(theme.font(TypeStep::Body, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(rect.adjusted(theme.space(2), 2, -2, -2), Qt::AlignLeft | Qt::AlignTop,
                     clockTime(m_drag.startsAt, m_view.zone));
}

// --- pointer and keys ----------------------------------------------------------------------------------------------

void ProgrammeGrid::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int box = boxAt(event->pos());
    chooseBox(box);
    const bool mayDrag = box >= 0 && m_view.mayEdit && !m_boxes[static_cast<std::size_t>(box)].slot.isCancelled;
    m_drag = {};
    if (mayDrag) {
        m_drag.isPressed = true;
        m_drag.from = event->pos();
        m_drag.box = boxOf(m_chosen); // choosing may have brought a new view
    }
}

void ProgrammeGrid::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_drag.isPressed || m_drag.box < 0)
        return;
    if (!m_drag.isMoving && (event->pos() - m_drag.from).manhattanLength() < QApplication::startDragDistance())
        return;
    m_drag.isMoving = true;
    const SlotView &slot = m_boxes[static_cast<std::size_t>(m_drag.box)].slot;
    const double minutes = (event->pos().y() - m_drag.from.y()) / pixelsPerMinute();
    const std::int64_t snap = kSnapMinutes * kMinuteMs;
    const std::int64_t wanted = slot.plannedStart - m_from + static_cast<std::int64_t>(minutes) * kMinuteMs;
    m_drag.startsAt = m_from + (wanted + snap / 2) / snap * snap;
    m_drag.column = columnAt(event->pos().x());
    viewport()->update();
}

void ProgrammeGrid::mouseReleaseEvent(QMouseEvent *)
{
    const Drag drag = std::exchange(m_drag, {});
    viewport()->update();
    if (!drag.isMoving || drag.box < 0)
        return;
    const SlotView slot = m_boxes[static_cast<std::size_t>(drag.box)].slot;
    const Id space = m_view.spaces[static_cast<std::size_t>(drag.column)].id;
    if (space != slot.space || drag.startsAt != slot.plannedStart)
        emit moveWanted(slot.slot, space, drag.startsAt);
}

void ProgrammeGrid::mouseDoubleClickEvent(QMouseEvent *event)
{
    const bool isFree = event->pos().x() >= rulerWidth() && event->pos().y() >= headHeight() && boxAt(event->pos()) < 0
        && !m_view.spaces.empty();
    if (!isFree || !m_view.mayEdit)
        return;
    const std::int64_t snap = 15 * kMinuteMs;
    const Instant at = m_from + (instantAt(event->pos().y()) - m_from) / snap * snap;
    emit addWanted(m_view.spaces[static_cast<std::size_t>(columnAt(event->pos().x()))].id, at);
}

void ProgrammeGrid::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
        step(event->key());
        return;
    case Qt::Key_Escape:
        if (m_drag.isPressed) {
            m_drag = {};
            viewport()->update();
            return;
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

/// Up and down within the column; left and right to whatever is nearest in time in the next column that has something.
void ProgrammeGrid::step(int key)
{
    if (m_boxes.empty())
        return;
    const int current = boxOf(m_chosen);
    const int last = static_cast<int>(m_boxes.size()) - 1;
    if (current < 0 || key == Qt::Key_Home || key == Qt::Key_End)
        return chooseBox(key == Qt::Key_End ? last : 0);
    const Box &from = m_boxes[static_cast<std::size_t>(current)];
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
        const int next = current + (key == Qt::Key_Down ? 1 : -1);
        if (next >= 0 && next <= last && m_boxes[static_cast<std::size_t>(next)].column == from.column)
            chooseBox(next);
        return;
    }
    const bool isRight = key == Qt::Key_Right;
    int best = -1;
    for (int index = 0; index <= last; ++index) {
        const Box &box = m_boxes[static_cast<std::size_t>(index)];
        if (isRight ? box.column <= from.column : box.column >= from.column)
            continue;
        const auto distance = [&](int which) {
            const Box &other = m_boxes[static_cast<std::size_t>(which)];
            return std::make_pair(std::abs(other.column - from.column),
                                  std::abs(other.slot.startsAt - from.slot.startsAt));
        };
        if (best < 0 || distance(index) < distance(best))
            best = index;
    }
    chooseBox(best);
}

void ProgrammeGrid::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ProgrammeGrid::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitBars();
}

void ProgrammeGrid::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        fitBars();
        viewport()->update();
    }
}

bool ProgrammeGrid::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int box = boxAt(help->pos());
        if (box >= 0)
            QToolTip::showText(help->globalPos(),
                               accessibleWords(m_boxes[static_cast<std::size_t>(box)].slot).toHtmlEscaped(),
                               viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace gatehouse
