// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulation.h"

#include "shared/crypto/random.h"

#include <QtTest>

using namespace gatehouse;

class tst_Simulation : public QObject
{
    Q_OBJECT

private:
    static constexpr std::int64_t kMinutes = 120;
    static constexpr int kSeeds = 50; ///< as many as fit into some three minutes; GATEHOUSE_SEEDS asks for more

    static simulation::Report run(quint64 seed, std::int64_t minutes)
    {
        simulation::Options options;
        options.seed = seed;
        options.minutes = minutes;
        return simulation::run(options);
    }
    static void mustBeGood(const simulation::Report &report)
    {
        for (const std::string &violation : report.violations)
            qWarning("%s", violation.c_str());
        QVERIFY2(report.violationCount == 0, report.weather.c_str());
    }

private slots:
    void initTestCase() { initialiseCrypto(); }

    void nothingIsLostAndNothingHappensTwice_data()
    {
        QTest::addColumn<quint64>("seed");
        bool isAsked = false;
        const int asked = qEnvironmentVariableIntValue("GATEHOUSE_SEEDS", &isAsked);
        for (quint64 seed = 1; seed <= static_cast<quint64>(isAsked ? asked : kSeeds); ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void nothingIsLostAndNothingHappensTwice()
    {
        QFETCH(quint64, seed);
        const auto report = run(seed, kMinutes);
        mustBeGood(report);
        QVERIFY2(report.scans > 300, "there was something to lose");
    }

    /// Seeds that found something, as long as they were run then: they are run for ever.
    void whatWasFoundStaysMended_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<int>("minutes");
        QTest::newRow("devices measured the hub's wall clock, the engine judged by its own") << quint64(2) << 60;
        QTest::newRow("a server that was started anew had another clock, devices believed the old one")
            << quint64(1) << 60;
    }
    void whatWasFoundStaysMended()
    {
        QFETCH(quint64, seed);
        QFETCH(int, minutes);
        mustBeGood(run(seed, minutes));
    }

    void sameSeedIsTheSameStory()
    {
        const auto one = run(3, 30);
        const auto again = run(3, 30);
        const auto other = run(4, 30);
        QCOMPARE(one.events, again.events);
        QCOMPARE(one.traceHash, again.traceHash);
        QVERIFY(one.traceHash != other.traceHash);
    }
};

QTEST_GUILESS_MAIN(tst_Simulation)
#include "tst_simulation.moc"
