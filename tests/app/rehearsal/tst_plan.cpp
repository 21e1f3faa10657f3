// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/plan.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace gatehouse;

namespace {

std::vector<std::string> codes(int count)
{
    std::vector<std::string> made;
    for (int index = 0; index < count; ++index)
        made.push_back("EV1" + std::string(150, 'C') + std::to_string(index));
    return made;
}

} // namespace

class TestPlan : public QObject
{
    Q_OBJECT

private slots:
    void aSeedIsARehearsal()
    {
        PlanOptions options;
        const auto one = planRehearsal(codes(1000), options);
        QVERIFY(one == planRehearsal(codes(1000), options));
        options.seed = 2;
        QVERIFY(one != planRehearsal(codes(1000), options));
    }

    void timeGoesForward()
    {
        const auto actions = planRehearsal(codes(500), {});
        QVERIFY(std::is_sorted(actions.begin(), actions.end(),
                               [](const Action &a, const Action &b) { return a.atMs < b.atMs; }));
        QVERIFY(actions.front().atMs >= 0);
    }

    void everybodyEntersOnceAtMost()
    {
        std::map<std::string, int> entries;
        std::map<ActionKind, int> kinds;
        for (const Action &action : planRehearsal(codes(3000), {})) {
            ++kinds[action.kind];
            if (action.kind == ActionKind::Scan)
                QCOMPARE(++entries[action.code], 1);
            QVERIFY(action.kiosk < PlanOptions{}.kiosks);
        }
        QVERIFY(entries.size() > 2600 && entries.size() < 2900); // 8 % do not come
        for (const ActionKind kind :
             {ActionKind::DoubleScan, ActionKind::ForgedScan, ActionKind::UnknownScan, ActionKind::Leave,
              ActionKind::Return, ActionKind::KioskDrops, ActionKind::KioskReturns})
            QVERIFY(kinds[kind] > 0);
    }

    void peopleComeInAWave()
    {
        const PlanOptions options;
        int middle = 0;
        int edges = 0;
        for (const Action &action : planRehearsal(codes(3000), options)) {
            if (action.kind != ActionKind::Scan)
                continue;
            const std::int64_t third = action.atMs * 3 / options.durationMs;
            (third == 1 ? middle : edges) += 1;
        }
        QVERIFY(middle > edges);
    }

    void nothingToDoIsNoPlan()
    {
        PlanOptions options;
        options.kiosks = 0;
        QVERIFY(planRehearsal(codes(10), options).empty());
        options.kiosks = 1;
        options.dropsPerKiosk = 0;
        const auto actions = planRehearsal({}, options);
        QVERIFY(std::all_of(actions.begin(), actions.end(),
                            [](const Action &a) { return a.kind == ActionKind::KioskRestarts; }));
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
