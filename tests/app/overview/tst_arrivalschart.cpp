// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/overview/arrivalschart.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QLineSeries>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

std::vector<ArrivalsMinute> minutes(int count)
{
    std::vector<ArrivalsMinute> made;
    for (int minute = 0; minute < count; ++minute)
        made.push_back({Instant{1'795'420'800'000 + minute * 60'000LL}, minute % 50, minute * 2}); // from 08:00 UTC
    return made;
}

} // namespace

class TestArrivalsChart : public QObject
{
    Q_OBJECT

private slots:
    void thinsToWhatQtChartsBears();
    void tellsTheSameInWordsAndInTheVenuesTime();
    void repaintsAtMostFourTimesASecond();
};

void TestArrivalsChart::thinsToWhatQtChartsBears()
{
    QCOMPARE(thinned(minutes(1000), 1000), minutes(1000));
    const auto fewer = thinned(minutes(1001), 1000);
    QCOMPARE(fewer.size(), std::size_t(501));
    QCOMPARE(fewer.front().arrivals, 0); // the mean of 0 and 1, whole
    QCOMPARE(fewer.front().inside, 2);
    QCOMPARE(fewer.back().inside, 2000);
    QVERIFY(thinned(minutes(100'000), 1000).size() <= 1000);
    QVERIFY(thinned({}, 1000).empty());
}

void TestArrivalsChart::tellsTheSameInWordsAndInTheVenuesTime()
{
    ArrivalsChart chart;
    QCOMPARE(chart.summary(), u"No arrivals yet."_s);
    chart.setView({minutes(60), 4200, QTimeZone("Europe/Berlin")});
    QCOMPARE(chart.summary(), u"9 arrivals in the minute of 09:59, at most 49 at 09:49, 118 people inside."_s);
}

void TestArrivalsChart::repaintsAtMostFourTimesASecond()
{
    ArrivalsChart chart;
    chart.resize(600, 240);
    chart.show();
    auto *view = chart.findChild<QChartView *>();
    const auto *area = qobject_cast<QAreaSeries *>(view->chart()->series().front());
    int replaced = 0;
    connect(area->upperSeries(), &QXYSeries::pointsReplaced, this, [&replaced] { ++replaced; });
    for (int turn = 1; turn <= 40; ++turn)
        chart.setView({minutes(turn), 100, QTimeZone::utc()});
    QTRY_COMPARE(area->upperSeries()->count(), 40);
    QCOMPARE(replaced, 1);
    chart.hide();
    chart.setView({minutes(50), 100, QTimeZone::utc()});
    QCOMPARE(area->upperSeries()->count(), 40); // a hidden chart costs nothing
    chart.show();
    QCOMPARE(area->upperSeries()->count(), 50);
}

QTEST_MAIN(TestArrivalsChart)
#include "tst_arrivalschart.moc"
