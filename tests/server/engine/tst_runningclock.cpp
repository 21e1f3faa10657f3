// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/runningclock.h"

#include <QtTest>

using namespace gatehouse;

namespace {

class SetClock final : public Clock
{
public:
    Instant wall() override { return at; }
    std::int64_t monotonicMs() override { return ms; }
    Instant at{1'780'000'000'000};
    std::int64_t ms = 5'000;
};

} // namespace

class tst_RunningClock : public QObject
{
    Q_OBJECT

private slots:
    void theWallIsReadOnce()
    {
        const auto machine = std::make_shared<SetClock>();
        RunningClock clock(machine, {});
        machine->ms += 1'000;
        machine->at = machine->at - 3'600'000; // somebody sets it
        QCOMPARE(clock.wall().ms, 1'780'000'001'000);
        QCOMPARE(clock.monotonicMs(), 6'000);
    }
    /// It goes on from the last entry, and does not stand still until the machine's clock has caught up.
    void aMachineThatIsBehindItsJournalGoesOnFromIt()
    {
        const auto machine = std::make_shared<SetClock>();
        machine->at = Instant{0};
        RunningClock clock(machine, Instant{1'780'000'000'000});
        machine->ms += 250;
        QCOMPARE(clock.wall().ms, 1'780'000'000'250);
    }
    void aCopyTellsTheSame()
    {
        const auto machine = std::make_shared<SetClock>();
        RunningClock one(machine, {});
        machine->at = machine->at + 60'000;
        RunningClock other = one;
        QCOMPARE(other.wall(), one.wall());
    }
};

QTEST_GUILESS_MAIN(tst_RunningClock)
#include "tst_runningclock.moc"
