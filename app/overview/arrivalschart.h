// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/values.h"

#include <QTimeZone>
#include <QWidget>

#include <vector>

class QAreaSeries;
class QChart;
class QChartView;
class QDateTimeAxis;
class QLineSeries;
class QStackedWidget;
class QTimer;
class QValueAxis;

namespace gatehouse {

class EmptyState;

/// One minute of arrivals. `inside` is the count at its end.
struct ArrivalsMinute {
    Instant minute;
    int arrivals = 0;
    int inside = 0;
    bool operator==(const ArrivalsMinute &) const = default;
};

struct ArrivalsView {
    std::vector<ArrivalsMinute> minutes; ///< in order of time
    int capacity = 0;                    ///< of the venue; 0: not limited
    QTimeZone zone = QTimeZone::utc();   ///< the axes show the wall clock of the venue
};

/// At most `most` minutes: several are taken together (arrivals as their mean, inside as the last) where there are
/// more.
[[nodiscard]] std::vector<ArrivalsMinute> thinned(const std::vector<ArrivalsMinute> &minutes, std::size_t most);

/// Arrivals per minute, and people inside against capacity, over one axis of time. Repaints at most four times a second
/// and only while it is seen.
class ArrivalsChart final : public QWidget
{
    Q_OBJECT

public:
    explicit ArrivalsChart(QWidget *parent = nullptr);

    static constexpr std::size_t kMaxPoints = 1000; ///< Qt Charts slows down past some two thousand
    static constexpr int kRepaintMs = 250;

    void setView(ArrivalsView view);
    /// What assistive technology reads: the newest minute, the highest one, people inside.
    [[nodiscard]] QString summary() const;

    [[nodiscard]] QSize sizeHint() const override { return {900, 220}; }

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void apply();
    void applyLook();

    ArrivalsView m_view;
    QTimer *m_repaint;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QChart *m_chart;
    QChartView *m_chartView;
    QLineSeries *m_arrivals;
    QAreaSeries *m_area;
    QLineSeries *m_inside;
    QLineSeries *m_capacity;
    QDateTimeAxis *m_time;
    QValueAxis *m_perMinute;
    QValueAxis *m_people;
};

} // namespace gatehouse
