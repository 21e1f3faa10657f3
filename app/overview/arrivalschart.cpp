// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/arrivalschart.h"

#include "app/ui/emptystate.h"
#include "app/ui/figures.h"
#include "app/ui/theme.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QDateTimeAxis>
#include <QEvent>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace gatehouse {
namespace {

/// An even first digit and zeros, not below `value`: where a scale may end that is halved by a line.
int roundedUp(int value)
{
    const double step = std::pow(10, std::floor(std::log10(std::max(value, 10))));
    for (const double factor : {1.0, 2.0, 4.0, 6.0, 8.0, 10.0})
        if (value <= factor * step)
            return static_cast<int>(factor * step);
    return value;
}

/// Qt Charts writes a time in the zone of the machine: moved by the difference, it shows the venue's wall clock.
qint64 shownMs(Instant instant, const QTimeZone &zone)
{
    const QDateTime wall = QDateTime::fromMSecsSinceEpoch(instant.ms, zone);
    return QDateTime(wall.date(), wall.time(), Qt::LocalTime).toMSecsSinceEpoch();
}

constexpr qreal kShortMs = 7 * 60'000; // below, two marks of the axis would have the same minute

} // namespace

std::vector<ArrivalsMinute> thinned(const std::vector<ArrivalsMinute> &minutes, std::size_t most)
{
    if (minutes.size() <= most || most == 0)
        return minutes;
    const std::size_t step = (minutes.size() + most - 1) / most;
    std::vector<ArrivalsMinute> fewer;
    for (std::size_t from = 0; from < minutes.size(); from += step) {
        const std::size_t to = std::min(from + step, minutes.size());
        std::int64_t sum = 0;
        for (std::size_t at = from; at < to; ++at)
            sum += minutes[at].arrivals;
        fewer.push_back({minutes[from].minute, static_cast<int>(sum / static_cast<std::int64_t>(to - from)),
                         minutes[to - 1].inside});
    }
    return fewer;
}

ArrivalsChart::ArrivalsChart(QWidget *parent)
    : QWidget(parent), m_repaint(new QTimer(this)), m_pages(new QStackedWidget(this)), m_empty(new EmptyState(this)),
      m_chart(new QChart), m_chartView(new QChartView(m_chart, this)), m_arrivals(new QLineSeries(this)),
      m_area(new QAreaSeries(m_arrivals)), m_inside(new QLineSeries), m_capacity(new QLineSeries),
      m_time(new QDateTimeAxis), m_perMinute(new QValueAxis), m_people(new QValueAxis)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_pages);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_chartView);
    m_empty->setWords(QStringLiteral("chart-line"), tr("No arrivals yet"),
                      tr("The chart begins with the first person who comes in from the street."), {});
    m_chartView->setFrameShape(QFrame::NoFrame);
    m_chartView->setFocusPolicy(Qt::TabFocus);
    m_chartView->setRenderHint(QPainter::Antialiasing);
    m_area->setName(tr("Arrivals per minute"));
    m_inside->setName(tr("Inside"));
    m_capacity->setName(tr("Capacity"));
    m_time->setFormat(QStringLiteral("HH:mm"));
    m_perMinute->setLabelFormat(QStringLiteral("%d"));
    m_people->setLabelFormat(QStringLiteral("%d"));
    m_chart->addAxis(m_time, Qt::AlignBottom);
    m_chart->addAxis(m_perMinute, Qt::AlignLeft);
    m_chart->addAxis(m_people, Qt::AlignRight);
    for (QAbstractSeries *series : {static_cast<QAbstractSeries *>(m_area), static_cast<QAbstractSeries *>(m_inside),
                                    static_cast<QAbstractSeries *>(m_capacity)}) {
        m_chart->addSeries(series);
        series->attachAxis(m_time);
        series->attachAxis(series == m_area ? static_cast<QAbstractAxis *>(m_perMinute) : m_people);
    }
    m_chart->setMargins({4, 0, 4, 0});
    m_chart->setBackgroundRoundness(0);
    m_chart->legend()->setAlignment(Qt::AlignTop);
    m_repaint->setSingleShot(true);
    m_repaint->setInterval(kRepaintMs);
    connect(m_repaint, &QTimer::timeout, this, &ArrivalsChart::apply);
    applyLook();
}

void ArrivalsChart::setView(ArrivalsView view)
{
    m_view = std::move(view);
    if (isVisible() && !m_repaint->isActive())
        m_repaint->start();
}

void ArrivalsChart::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    apply();
}

void ArrivalsChart::apply()
{
    const auto minutes = thinned(m_view.minutes, kMaxPoints);
    m_pages->setCurrentWidget(minutes.empty() ? static_cast<QWidget *>(m_empty) : m_chartView);
    QList<QPointF> arrivals;
    QList<QPointF> inside;
    int mostArrivals = 0;
    int mostInside = m_view.capacity;
    for (const ArrivalsMinute &minute : minutes) {
        const auto x = static_cast<qreal>(shownMs(minute.minute, m_view.zone));
        arrivals.append({x, qreal(minute.arrivals)});
        inside.append({x, qreal(minute.inside)});
        mostArrivals = std::max(mostArrivals, minute.arrivals);
        mostInside = std::max(mostInside, minute.inside);
    }
    m_arrivals->replace(arrivals);
    m_inside->replace(inside);
    m_capacity->setVisible(m_view.capacity > 0);
    if (!minutes.empty()) {
        const QPointF first = inside.first();
        const QPointF last = inside.last();
        const bool isShort = last.x() - first.x() < kShortMs;
        m_time->setFormat(isShort ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
        m_capacity->replace(QList<QPointF>{{first.x(), qreal(m_view.capacity)}, {last.x(), qreal(m_view.capacity)}});
        m_time->setRange(QDateTime::fromMSecsSinceEpoch(qint64(first.x())),
                         QDateTime::fromMSecsSinceEpoch(std::max(qint64(last.x()), qint64(first.x()) + 60'000)));
    } else {
        m_capacity->replace(QList<QPointF>());
    }
    m_perMinute->setRange(0, roundedUp(mostArrivals));
    m_people->setRange(0, roundedUp(mostInside + mostInside / 20));
    setAccessibleName(tr("Arrivals per minute and people inside"));
    setAccessibleDescription(summary());
}

QString ArrivalsChart::summary() const
{
    if (m_view.minutes.empty())
        return tr("No arrivals yet.");
    const auto highest = std::max_element(m_view.minutes.begin(), m_view.minutes.end(),
                                          [](const auto &a, const auto &b) { return a.arrivals < b.arrivals; });
    const ArrivalsMinute &newest = m_view.minutes.back();
    const QLocale locale;
    return tr("%1 arrivals in the minute of %2, at most %3 at %4, %5 people inside.")
        .arg(locale.toString(newest.arrivals), clockTime(newest.minute, m_view.zone),
             locale.toString(highest->arrivals), clockTime(highest->minute, m_view.zone),
             locale.toString(newest.inside));
}

void ArrivalsChart::applyLook()
{
    const Theme &theme = themeOf(*this);
    m_chart->setBackgroundBrush(theme.panel);
    m_chart->setBackgroundPen(Qt::NoPen);
    m_chartView->setBackgroundBrush(theme.panel);
    QColor fill = theme.state(State::Info);
    m_area->setPen(QPen(fill, 1.5));
    fill.setAlphaF(0.35f);
    m_area->setBrush(fill);
    m_inside->setPen(QPen(theme.state(State::Fine), 2.5));
    m_capacity->setPen(QPen(theme.state(State::Now), 1.5, Qt::DashLine)); // dashes: not by colour alone
    m_chart->legend()->setLabelColor(theme.quietText);
    m_chart->legend()->setFont(theme.font(TypeStep::Small));
    for (QAbstractAxis *axis : {static_cast<QAbstractAxis *>(m_time), static_cast<QAbstractAxis *>(m_perMinute),
                                static_cast<QAbstractAxis *>(m_people)}) {
        axis->setLabelsColor(theme.quietText);
        axis->setLabelsFont(theme.font(TypeStep::Small));
        axis->setLinePenColor(theme.line);
        axis->setGridLineColor(theme.line);
    }
    m_time->setGridLineVisible(false);
    m_people->setGridLineVisible(false);
    m_time->setTickCount(7);
    m_perMinute->setTickCount(3);
    m_people->setTickCount(3);
}

void ArrivalsChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange)
        applyLook();
    QWidget::changeEvent(event);
}

} // namespace gatehouse
