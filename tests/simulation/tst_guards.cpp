// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/random.h"
#include "tests/simulation/simulation.h"

#include <QtTest>

using namespace gatehouse;

/// A guard that can be taken away unnoticed is guarded by nothing: without any one of them the simulation must fail
/// within a few seeds.
class tst_Guards : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { initialiseCrypto(); }

    void isMissed_data()
    {
        QTest::addColumn<int>("guard");
        for (const simulation::GuardName &each : simulation::kGuards)
            QTest::newRow(each.name.data()) << static_cast<int>(each.guard);
    }
    void isMissed()
    {
        QFETCH(int, guard);
        constexpr quint64 kMostSeeds = 20;
        simulation::Options options;
        options.minutes = 60;
        options.dropped.guard = static_cast<simulation::Guard>(guard);
        std::string noticed;
        for (options.seed = 1; options.seed <= kMostSeeds && noticed.empty(); ++options.seed) {
            const simulation::Report report = simulation::run(options);
            if (report.violationCount > 0)
                noticed = report.violations.front();
        }
        QVERIFY2(!noticed.empty(), "nobody noticed");
    }
};

QTEST_GUILESS_MAIN(tst_Guards)
#include "tst_guards.moc"
