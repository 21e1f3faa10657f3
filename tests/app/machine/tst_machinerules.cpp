// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/machine/machinerules.h"

#include <QTest>

using namespace gatehouse;

Q_DECLARE_METATYPE(gatehouse::MachineState)

class TestMachineRules : public QObject
{
    Q_OBJECT

private slots:
    void aFigureThatSwingsTellsItsTroubleOnce();
    void whatIsWrong_data();
    void whatIsWrong();
    void theWorstComesFirst();
};

void TestMachineRules::aFigureThatSwingsTellsItsTroubleOnce()
{
    using enum TroubleLevel;
    constexpr LowMarks marks{50, 20, 5};
    struct Step {
        int figure;
        TroubleLevel level;
    };
    const Step steps[] = {{100, None}, {51, None}, {50, Soon}, {51, Soon}, {55, Soon}, {56, None}, {20, Now}, {21, Now},
                          {25, Now},   {26, Soon}, {20, Now},  {80, None}, {-1, None}, {0, Now},   {-1, None}};
    TroubleLevel level = None;
    for (const Step &step : steps) {
        level = nextLevel(level, step.figure, marks);
        QVERIFY2(level == step.level, qPrintable(QString::number(step.figure)));
    }
}

void TestMachineRules::whatIsWrong_data()
{
    QTest::addColumn<MachineState>("state");
    QTest::addColumn<int>("trouble");
    QTest::addColumn<int>("level");
    const auto row = [](const char *name, auto change, MachineTrouble trouble, TroubleLevel level) {
        MachineState state;
        change(state);
        QTest::newRow(name) << state << static_cast<int>(trouble) << static_cast<int>(level);
    };
    using enum MachineTrouble;
    using enum TroubleLevel;
    row(
        "nothing is known", [](MachineState &) {}, Battery, None);
    row(
        "a low battery that is charged", [](MachineState &state) { state.batteryPercent = 3; }, Battery, None);
    row(
        "half a battery", [](MachineState &state) { state.batteryPercent = 50, state.isOnBattery = true; }, Battery,
        Soon);
    row(
        "nearly empty", [](MachineState &state) { state.batteryPercent = 12, state.isOnBattery = true; }, Battery, Now);
    row(
        "a full disk", [](MachineState &state) { state.freeBytes = 400'000'000; }, Disk, Now);
    row(
        "a disk that fills", [](MachineState &state) { state.freeBytes = 1'900'000'000; }, Disk, Soon);
    row(
        "a backup disk that fills", [](MachineState &state) { state.backupFreeBytes = 1'900'000'000; }, BackupDisk,
        Soon);
    row(
        "little memory", [](MachineState &state) { state.memoryPercent = 9; }, Memory, Soon);
    row(
        "memory seems free, but all wait for it",
        [](MachineState &state) { state.memoryPercent = 40, state.memoryStallPercent = 55; }, Memory, Now);
}

void TestMachineRules::whatIsWrong()
{
    QFETCH(MachineState, state);
    QFETCH(int, trouble);
    QFETCH(int, level);
    MachineTroubles troubles;
    QCOMPARE(troubles.take(state), level != 0);
    QCOMPARE(static_cast<int>(troubles.level(static_cast<MachineTrouble>(trouble))), level);
    QCOMPARE(static_cast<int>(troubles.worst().second), level);
    QVERIFY(!troubles.take(state)); // told once
    QCOMPARE(troubles.take(MachineState()), level != 0);
}

void TestMachineRules::theWorstComesFirst()
{
    MachineTroubles troubles;
    MachineState state;
    state.isOnBattery = true;
    state.batteryPercent = 45;
    state.freeBytes = 100;
    troubles.take(state);
    QCOMPARE(troubles.worst().first, MachineTrouble::Disk);
    QCOMPARE(troubles.worst().second, TroubleLevel::Now);
}

QTEST_APPLESS_MAIN(TestMachineRules)
#include "tst_machinerules.moc"
