// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulation.h"

#include "shared/crypto/random.h"

#include <QtTest>

using namespace gatehouse;

class tst_Simulation : public QObject
{
    Q_OBJECT

private:
    static constexpr std::int64_t kCiMinutes = 120;

    static simulation::Report run(quint64 seed, std::int64_t minutes, std::optional<simulation::Guard> dropped = {})
    {
        simulation::Options options;
        options.seed = seed;
        options.minutes = minutes;
        options.dropped.guard = dropped;
        return simulation::run(options);
    }

private slots:
    void initTestCase() { initialiseCrypto(); }

    void nothingIsLostAndNothingHappensTwice_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 50; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void nothingIsLostAndNothingHappensTwice()
    {
        QFETCH(quint64, seed);
        const auto report = run(seed, kCiMinutes);
        for (const std::string &violation : report.violations)
            qWarning("%s", violation.c_str());
        QCOMPARE(report.violationCount, std::size_t(0));
        QVERIFY2(report.scans > 300, "there was something to lose");
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

    /// A guard that can be taken away unnoticed is guarded by nothing.
    void droppedGuardIsNoticed_data()
    {
        QTest::addColumn<int>("guard");
        for (const simulation::GuardName &each : simulation::kGuards)
            QTest::newRow(each.name.data()) << static_cast<int>(each.guard);
    }
    void droppedGuardIsNoticed()
    {
        QFETCH(int, guard);
        bool wasNoticed = false;
        for (quint64 seed = 1; seed <= 20 && !wasNoticed; ++seed)
            wasNoticed = run(seed, 60, static_cast<simulation::Guard>(guard)).violationCount > 0;
        QVERIFY(wasNoticed);
    }
};

QTEST_GUILESS_MAIN(tst_Simulation)
#include "tst_simulation.moc"
