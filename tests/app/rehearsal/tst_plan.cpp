// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/plan.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
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

    void aCurveSaysHowManyComeWhen()
    {
        PlanOptions options;
        options.arrivals = {6, 0, 2, 2};
        std::array<int, 4> came{};
        for (const Action &action : planRehearsal(codes(5000), options)) {
            if (action.kind == ActionKind::Scan)
                ++came[static_cast<std::size_t>(action.atMs * 4 / options.durationMs)];
        }
        QCOMPARE(came[1], 0);
        const double all = came[0] + came[2] + came[3];
        QVERIFY(std::abs(came[0] / all - 0.6) < 0.03);
        QVERIFY(std::abs(came[2] / all - 0.2) < 0.03);
        for (const std::string_view name : {"doors", "peaks", "even"})
            QVERIFY(!arrivalsNamed(name)->empty());
        QVERIFY(!arrivalsNamed("flood"));
    }

    /// Whoever enters, here or a room, has left it before entering it again, and at the end nobody is inside.
    void everybodyGoesHome()
    {
        PlanOptions options;
        options.days = 2;
        options.goesHome = true;
        options.rooms = 3;
        options.visits = 150;
        options.doublePerMille = 0;
        std::map<std::pair<std::string, std::uint32_t>, bool> isInside;
        int visits = 0;
        int secondDay = 0;
        for (const Action &action : planRehearsal(codes(800), options)) {
            const bool isEntry = action.kind == ActionKind::Scan || action.kind == ActionKind::Return
                || action.kind == ActionKind::Visit;
            const bool isExit = action.kind == ActionKind::Leave || action.kind == ActionKind::LeaveRoom;
            if (!isEntry && !isExit)
                continue;
            const bool isRoom = action.kind == ActionKind::Visit || action.kind == ActionKind::LeaveRoom;
            QCOMPARE(isRoom, action.kiosk >= options.kiosks);
            QVERIFY(action.kiosk < options.kiosks + options.rooms);
            bool &inside = isInside[{action.code, isRoom ? action.kiosk : 0}];
            QVERIFY(inside != isEntry);
            inside = isEntry;
            visits += action.kind == ActionKind::Visit;
            secondDay += action.atMs >= options.durationMs + 4 * 3'600'000LL && action.kind == ActionKind::Scan;
        }
        QVERIFY(visits > 400);
        QVERIFY(secondDay > 600);
        QVERIFY(std::none_of(isInside.begin(), isInside.end(), [](const auto &each) { return each.second; }));
    }

    void staffHasItsHandsFull()
    {
        PlanOptions options;
        options.staffing = 30;
        std::map<ActionKind, int> kinds;
        for (const Action &action : planRehearsal(codes(10), options))
            ++kinds[action.kind];
        QCOMPARE(kinds[ActionKind::StaffClosesGate], kinds[ActionKind::StaffOpensGate]);
        int all = 0;
        for (const auto &[kind, count] : kinds) {
            QVERIFY(count > 0);
            all += isStaff(kind) && kind != ActionKind::StaffOpensGate ? count : 0;
        }
        QCOMPARE(all, 60); // in two begun hours
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
