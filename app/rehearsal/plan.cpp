// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/plan.h"

#include <algorithm>
#include <numeric>

namespace gatehouse {

namespace {

class Planner
{
public:
    Planner(const std::vector<std::string> &codes, const PlanOptions &options)
        : m_codes(codes), m_options(options), m_random(options.seed)
    {
    }

    std::vector<Action> plan()
    {
        for (m_day = 0; m_day < m_options.days; ++m_day) {
            for (const std::string &code : m_codes) {
                if (m_random.below(100) >= m_options.noShowPercent)
                    arrive(code);
            }
            for (std::uint32_t kiosk = 0; kiosk < m_options.kiosks; ++kiosk)
                trouble(kiosk);
            staff();
        }
        // Equal times keep the order in which they were planned, so that the sort is the same everywhere.
        std::stable_sort(m_actions.begin(), m_actions.end(),
                         [](const Action &a, const Action &b) { return a.atMs < b.atMs; });
        return std::move(m_actions);
    }

private:
    std::int64_t moment(std::int64_t duration)
    {
        return static_cast<std::int64_t>(m_random.below(static_cast<std::uint64_t>(duration)));
    }

    std::int64_t arrivalTime()
    {
        if (!m_options.arrivals.empty())
            return timeByCurve();
        // A wave: the mean of three even draws is highest in the middle.
        return (moment(m_options.durationMs) + moment(m_options.durationMs) + moment(m_options.durationMs)) / 3;
    }

    std::int64_t timeByCurve()
    {
        const auto &parts = m_options.arrivals;
        const auto all = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
        const auto count = static_cast<std::int64_t>(parts.size());
        if (all == 0)
            return moment(m_options.durationMs);
        std::uint64_t drawn = m_random.below(all);
        std::int64_t part = 0;
        while (drawn >= parts[static_cast<std::size_t>(part)])
            drawn -= parts[static_cast<std::size_t>(part++)];
        return (part * m_options.durationMs + moment(m_options.durationMs)) / count;
    }

    /// The lower of two draws: the first kiosks, by the main door, see more people than the last.
    std::uint32_t nearestKiosk()
    {
        return static_cast<std::uint32_t>(std::min(m_random.below(m_options.kiosks), m_random.below(m_options.kiosks)));
    }

    bool chance(std::uint32_t perMille) { return m_random.below(1000) < perMille; }

    void add(std::int64_t atMs, ActionKind kind, std::uint32_t kiosk, std::string code = {})
    {
        m_actions.push_back({std::max<std::int64_t>(atMs, 0) + m_day * (m_options.durationMs + kNightMs), kind, kiosk,
                             std::move(code)});
    }

    void arrive(const std::string &code)
    {
        const std::int64_t at = arrivalTime();
        const std::uint32_t kiosk = nearestKiosk();
        if (chance(m_options.unknownPerMille))
            add(at - 4'000, ActionKind::UnknownScan, kiosk, unknownCode());
        if (chance(m_options.forgedPerMille))
            add(at - 2'000, ActionKind::ForgedScan, kiosk, forged(code));
        add(at, ActionKind::Scan, kiosk, code);
        if (chance(m_options.doublePerMille))
            add(at + 5'000 + moment(300'000), ActionKind::DoubleScan, nearestKiosk(), code);
        std::optional<std::int64_t> insideSince = at;
        if (m_random.below(100) < m_options.leavePercent)
            insideSince = stepOut(code, at);
        if (!insideSince)
            return;
        const std::int64_t lastMs = visitRooms(code, *insideSince);
        if (m_options.goesHome) {
            const std::int64_t closing = std::max(m_options.durationMs, lastMs);
            add(closing + moment(kGoingHomeMs), ActionKind::Leave, nearestKiosk(), code);
        }
    }

    /// When the person is inside again, if at all.
    std::optional<std::int64_t> stepOut(const std::string &code, std::int64_t enteredAt)
    {
        const std::int64_t out = enteredAt + 600'000 + moment(m_options.durationMs / 2);
        add(out, ActionKind::Leave, nearestKiosk(), code);
        if (m_random.below(4) == 0)
            return std::nullopt;
        const std::int64_t again = out + 60'000 + moment(900'000);
        add(again, ActionKind::Return, nearestKiosk(), code);
        return again;
    }

    /// One room after the other, while there is time. Gives when the last was left.
    std::int64_t visitRooms(const std::string &code, std::int64_t insideSince)
    {
        std::int64_t at = insideSince;
        if (m_options.rooms == 0)
            return at;
        std::uint32_t visits = m_options.visits / 100 + (m_random.below(100) < m_options.visits % 100 ? 1 : 0);
        for (; visits > 0 && at + kWalkMs < m_options.durationMs; --visits) {
            const std::uint32_t room = m_options.kiosks + static_cast<std::uint32_t>(m_random.below(m_options.rooms));
            at += kWalkMs + moment(kWalkMs * 2);
            add(at, ActionKind::Visit, room, code);
            at += 10 * 60'000 + moment(50 * 60'000);
            add(at, ActionKind::LeaveRoom, room, code);
        }
        return at;
    }

    void staff()
    {
        const std::uint64_t hours = static_cast<std::uint64_t>(m_options.durationMs) / 3'600'000 + 1;
        for (std::uint64_t each = 0; each < hours * m_options.staffing; ++each) {
            const std::int64_t at = moment(m_options.durationMs);
            const std::uint32_t kiosk = nearestKiosk();
            switch (m_random.below(6)) {
            case 0:
                add(at, ActionKind::StaffClosesGate, kiosk);
                add(at + 120'000 + moment(480'000), ActionKind::StaffOpensGate, kiosk);
                break;
            case 1:
                add(at, ActionKind::StaffUndoes, kiosk);
                break;
            case 2:
                add(at, ActionKind::StaffForces, kiosk);
                break;
            default:
                add(at, ActionKind::StaffReconciles, kiosk);
            }
        }
    }

    /// A ticket of ours with another letter in its signature.
    std::string forged(std::string code)
    {
        if (code.size() < 40)
            return code + "-COPY";
        const std::size_t at = code.size() - 20 - m_random.below(15);
        code[at] = code[at] == 'A' ? 'B' : 'A';
        return code;
    }

    std::string unknownCode()
    {
        std::string code = "XEVENT-";
        for (int digit = 0; digit < 12; ++digit)
            code += static_cast<char>('0' + m_random.below(10));
        return code;
    }

    void trouble(std::uint32_t kiosk)
    {
        for (std::uint32_t drop = 0; drop < m_options.dropsPerKiosk; ++drop) {
            const std::int64_t at = moment(m_options.durationMs);
            add(at, ActionKind::KioskDrops, kiosk);
            add(at + 20'000 + moment(m_options.longestDropMs), ActionKind::KioskReturns, kiosk);
        }
        if (m_options.restarts && m_random.below(2) == 0)
            add(moment(m_options.durationMs), ActionKind::KioskRestarts, kiosk);
    }

    static constexpr std::int64_t kNightMs = 4 * 3'600'000; ///< long enough for the last to leave
    static constexpr std::int64_t kGoingHomeMs = 3'600'000;
    static constexpr std::int64_t kWalkMs = 4 * 60'000;

    const std::vector<std::string> &m_codes;
    const PlanOptions &m_options;
    SeededRandom m_random;
    std::uint32_t m_day = 0;
    std::vector<Action> m_actions;
};

} // namespace

bool isScan(ActionKind kind)
{
    return kind < ActionKind::KioskDrops || kind == ActionKind::Visit || kind == ActionKind::LeaveRoom;
}

bool isStaff(ActionKind kind)
{
    return kind >= ActionKind::StaffClosesGate;
}

std::optional<std::vector<std::uint32_t>> arrivalsNamed(std::string_view name)
{
    using Curve = std::vector<std::uint32_t>;
    if (name == "wave")
        return Curve{};
    if (name == "doors")
        return Curve{30, 22, 14, 9, 6, 5, 4, 3, 3, 2, 1, 1};
    if (name == "peaks")
        return Curve{9, 16, 12, 5, 3, 2, 8, 10, 5, 2, 2, 3, 7, 9, 5, 2};
    if (name == "even")
        return Curve{1};
    return std::nullopt;
}

std::vector<Action> planRehearsal(const std::vector<std::string> &codes, const PlanOptions &options)
{
    if (options.kiosks == 0 || options.durationMs <= 0)
        return {};
    return Planner(codes, options).plan();
}

} // namespace gatehouse
