// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/topbar.h"

#include "app/ui/figures.h"
#include "app/ui/icons.h"

#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QPushButton>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

State linkState(LinkCondition link)
{
    switch (link) {
    case LinkCondition::Connected:
        return State::Fine;
    case LinkCondition::Connecting:
        return State::Soon;
    case LinkCondition::Offline:
        return State::Now;
    }
    return State::NoData;
}

QString linkWords(const TopBarView &view)
{
    switch (view.link) {
    case LinkCondition::Connected:
        return view.waiting > 0 ? TopBar::tr("Sending %n", "commands", view.waiting) : TopBar::tr("Connected");
    case LinkCondition::Connecting:
        return TopBar::tr("Connecting …");
    case LinkCondition::Offline:
        return view.waiting > 0 ? TopBar::tr("Off line, %n waiting", "commands", view.waiting) : TopBar::tr("Off line");
    }
    return {};
}

/// One cell: a caption over a figure, with a shape where a state matters.
struct Cell {
    QString caption;
    QString figure;
    State state;
    bool hasShape;
};

int severity(State state)
{
    return state == State::Now ? 2 : state == State::Soon ? 1 : 0;
}

/// Backup, or what is wrong with this machine where that is worse: one place for what may end the evening.
Cell safetyCell(const TopBarView &view)
{
    if (severity(view.machineState) > severity(view.safetyState))
        return {TopBar::tr("This machine"), view.machine, view.machineState, true};
    return {TopBar::tr("Backup"), view.safety.isEmpty() ? TopBar::tr("–", "nothing is known") : view.safety,
            view.safetyState, true};
}

} // namespace

TopBar::TopBar(QWidget *parent) : QWidget(parent), m_search(new QPushButton(this))
{
    m_search->setIcon(lineIcon(u"search"_s));
    m_search->setText(tr("Search or do … (Ctrl+K)"));
    m_search->setAccessibleName(tr("Search and command palette"));
    m_search->setFocusPolicy(Qt::TabFocus);
    connect(m_search, &QPushButton::clicked, this, &TopBar::paletteWanted);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize TopBar::sizeHint() const
{
    const Theme &theme = themeOf(*this);
    return {1200, theme.pixels(TypeStep::Small) + theme.pixels(TypeStep::Title) + theme.space(5)};
}

void TopBar::setView(const TopBarView &view)
{
    m_view = view;
    setAccessibleName(tr("Top bar"));
    setAccessibleDescription(tr("%1, %2 people inside, %3 of %4 devices off line, %5", "event, people, devices, link")
                                 .arg(view.eventName, QLocale().toString(view.inside),
                                      QLocale().toString(view.devicesOffline), QLocale().toString(view.devices),
                                      linkWords(view)));
    if (!view.fullZones.isEmpty())
        setAccessibleDescription(
            tr("%1. %2", "the bar, then zones that are full").arg(accessibleDescription(), view.fullZones));
    if (severity(view.machineState) > 0)
        setAccessibleDescription(
            tr("%1. This machine: %2", "the bar, then what is wrong").arg(accessibleDescription(), view.machine));
    QStringList beside;
    if (!view.fullZones.isEmpty())
        beside << view.fullZones;
    if (!view.machine.isEmpty())
        beside << tr("This machine: %1").arg(view.machine);
    setToolTip(beside.isEmpty() ? QString()
                                : u"<p>"_s + beside.join(u'\n').toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</p>"_s);
    update();
}

void TopBar::place()
{
    const Theme &theme = themeOf(*this);
    const int width =
        std::min(std::max(m_search->sizeHint().width() + theme.space(4), this->width() / 6), this->width() / 3);
    const int height = this->height() - theme.space(4);
    m_search->setGeometry(this->width() - width - theme.space(3), theme.space(2), width, height);
}

void TopBar::resizeEvent(QResizeEvent *)
{
    place();
}

void TopBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange) {
        updateGeometry();
        place();
    }
    QWidget::changeEvent(event);
}

void TopBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.panel);
    painter.setPen(theme.line);
    painter.drawLine(0, height() - 1, width(), height() - 1);

    // Fixed places, whatever stands in them: shares of the room left of the search.
    const double room = m_search->geometry().left() - theme.space(3);
    const double pad = theme.space(4);
    painter.setFont(theme.font(TypeStep::Title, QFont::DemiBold));
    painter.setPen(theme.text);
    QRectF name(pad, 0, room * 0.26 - pad, height());
    if (m_view.isExercise) {
        const QString word = tr("EXERCISE");
        painter.setFont(theme.font(TypeStep::Body, QFont::Bold));
        const double width = QFontMetricsF(painter.font()).horizontalAdvance(word) + theme.space(5);
        const QRectF banner(pad, height() / 2.0 - theme.space(4), width, theme.space(8));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.state(State::Info));
        painter.drawRoundedRect(banner, 4, 4);
        painter.setPen(theme.onState(State::Info));
        painter.drawText(banner, Qt::AlignCenter, word);
        name.setLeft(banner.right() + theme.space(3));
        painter.setFont(theme.font(TypeStep::Title, QFont::DemiBold));
        painter.setPen(theme.text);
    }
    painter.drawText(
        name, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(m_view.eventName, Qt::ElideRight, static_cast<int>(name.width())));

    const QLocale locale;
    const QString inside = m_view.capacity > 0
        ? tr("%1 / %2", "people inside, capacity").arg(locale.toString(m_view.inside), locale.toString(m_view.capacity))
        : locale.toString(m_view.inside);
    const State devices = m_view.devices == 0 ? State::NoData : m_view.devicesOffline > 0 ? State::Soon : State::Fine;
    const Cell cells[] = {{tr("Venue time"), clockWithSeconds(m_view.now, m_view.zone), State::Fine, false},
                          {tr("Inside"), inside, m_view.insideState, true},
                          {tr("Devices off line"),
                           tr("%1 of %2").arg(locale.toString(m_view.devicesOffline), locale.toString(m_view.devices)),
                           devices, true},
                          safetyCell(m_view),
                          {tr("Link"), linkWords(m_view), linkState(m_view.link), true}};
    const double width = room * 0.74 / std::size(cells);
    double left = room * 0.26;
    for (const Cell &cell : cells) {
        const QRectF place(left + theme.space(3), theme.space(2), width - theme.space(4), height() - theme.space(4));
        painter.setPen(theme.line);
        painter.drawLine(QPointF(left, theme.space(2)), QPointF(left, height() - theme.space(2)));
        painter.setFont(theme.font(TypeStep::Small));
        painter.setPen(theme.quietText);
        painter.drawText(
            place, Qt::AlignTop | Qt::AlignLeft,
            painter.fontMetrics().elidedText(cell.caption, Qt::ElideRight, static_cast<int>(place.width())));
        painter.setFont(theme.font(TypeStep::Title, QFont::DemiBold));
        QRectF figure = place;
        if (cell.hasShape) {
            const double side = theme.pixels(TypeStep::Body);
            const double line = QFontMetricsF(painter.font()).height();
            paintStateShape(painter, {place.left(), place.bottom() - line / 2 - side / 2, side, side}, cell.state,
                            theme);
            figure.setLeft(place.left() + side + theme.space(1) + 2);
        }
        for (const auto step : {TypeStep::Body, TypeStep::Small}) // with large text rather smaller than cut
            if (figuresWidth(QFontMetricsF(painter.font()), cell.figure) > figure.width())
                painter.setFont(theme.font(step, QFont::DemiBold));
        painter.setPen(cell.hasShape && (cell.state == State::Now || cell.state == State::Soon)
                           ? theme.state(cell.state)
                           : theme.text);
        drawFigures(
            painter, figure, Qt::AlignBottom | Qt::AlignLeft,
            painter.fontMetrics().elidedText(cell.figure, Qt::ElideRight, static_cast<int>(figure.width()) + 4));
        left += width;
    }
}

} // namespace gatehouse
