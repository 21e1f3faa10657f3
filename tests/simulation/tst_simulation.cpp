// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulation.h"

#include <QtTest>

using namespace gatehouse;

class tst_Simulation : public QObject
{
    Q_OBJECT

private:
    static simulation::Report run(quint64 seed, const EngineOptions &engine = {})
    {
        simulation::Options options;
        options.seed = seed;
        options.engine = engine;
        return simulation::run(options);
    }

private slots:
    void nothingIsLostAndNothingHappensTwice_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 10; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void nothingIsLostAndNothingHappensTwice()
    {
        QFETCH(quint64, seed);
        const auto report = run(seed);
        for (const std::string &violation : report.violations)
            qWarning("%s", violation.c_str());
        QVERIFY(report.violations.empty());
        QVERIFY2(report.scans > 50, "there was something to lose");
    }

    void sameSeedIsTheSameStory()
    {
        const auto one = run(3);
        const auto again = run(3);
        const auto other = run(4);
        QCOMPARE(one.events, again.events);
        QCOMPARE(one.traceHash, again.traceHash);
        QVERIFY(one.traceHash != other.traceHash);
    }

    /// A guard that can be taken away unnoticed is guarded by nothing.
    void droppedGuardIsNoticed_data()
    {
        QTest::addColumn<QByteArray>("guard");
        QTest::newRow("numbers take effect twice") << QByteArray("dedupe");
        QTest::newRow("a stale writer or cursor is taken") << QByteArray("fence");
        QTest::newRow("two programs serve one document") << QByteArray("lock");
    }
    void droppedGuardIsNoticed()
    {
        QFETCH(QByteArray, guard);
        EngineOptions engine;
        engine.dropsDedupe = guard == "dedupe";
        engine.dropsFence = guard == "fence";
        engine.dropsLock = guard == "lock";
        bool wasNoticed = false;
        for (quint64 seed = 1; seed <= 5 && !wasNoticed; ++seed)
            wasNoticed = !run(seed, engine).violations.empty();
        QVERIFY(wasNoticed);
    }
};

QTEST_GUILESS_MAIN(tst_Simulation)
#include "tst_simulation.moc"
