// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/monitoring/metrics.h"

#include <QProcess>
#include <QTest>

using namespace gatehouse;

namespace {

struct Judgement {
    int exitCode = -1;
    QByteArray said;
};

/// What Prometheus' own tool says of a scrape.
Judgement promtool(const QByteArray &text)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("promtool"), {QStringLiteral("check"), QStringLiteral("metrics")});
    if (!process.waitForStarted())
        return {-1, "promtool does not start (package prometheus)"};
    process.write(text);
    process.closeWriteChannel();
    process.waitForFinished();
    return {process.exitCode(), process.readAll()};
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private slots:
    void familiesStandTogether()
    {
        Metrics metrics;
        metrics.count("scans", "Scans", 3, {{"outcome", "admitted"}});
        metrics.gauge("people_inside", "People", 41.5, {{"zone", "hall"}});
        metrics.count("scans", "Scans", 1, {{"outcome", "refused"}});
        const QByteArray text = QByteArray::fromStdString(metrics.text());
        QCOMPARE(text,
                 QByteArray("# HELP gatehouse_scans_total Scans\n"
                            "# TYPE gatehouse_scans_total counter\n"
                            "gatehouse_scans_total{outcome=\"admitted\"} 3\n"
                            "gatehouse_scans_total{outcome=\"refused\"} 1\n"
                            "# HELP gatehouse_people_inside People\n"
                            "# TYPE gatehouse_people_inside gauge\n"
                            "gatehouse_people_inside{zone=\"hall\"} 41.5\n"));
        const Judgement judgement = promtool(text);
        QVERIFY2(judgement.exitCode == 0 && judgement.said.isEmpty(), judgement.said.constData());
    }

    void labelsAreEscaped()
    {
        Metrics metrics;
        metrics.gauge("people_inside", "People", 1, {{"zone", "the \"hall\"\\\nnorth"}});
        const QByteArray text = QByteArray::fromStdString(metrics.text());
        const QByteArray wanted = "{zone=\"the \\\"hall\\\"\\\\\\nnorth\"} 1";
        QVERIFY2(text.contains(wanted), text.constData());
        const Judgement judgement = promtool(text);
        QVERIFY2(judgement.exitCode == 0, judgement.said.constData());
    }

    void nothingIsNothing() { QCOMPARE(Metrics().text(), std::string()); }

    void theJudgeWouldNotice()
    {
        QVERIFY(promtool("gatehouse_scans{outcome=\"admitted\" 3\n").exitCode != 0);
        QVERIFY(!promtool("# HELP gatehouse_scans Scans\n# TYPE gatehouse_scans counter\ngatehouse_scans 3\n")
                     .said.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
