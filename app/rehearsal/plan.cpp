// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/plan.h"

#include <algorithm>

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
        for (const std::string &code : m_codes) {
            if (m_random.below(100) >= m_options.noShowPercent)
                arrive(code);
        }
        for (std::uint32_t kiosk = 0; kiosk < m_options.kiosks; ++kiosk)
            trouble(kiosk);
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

    /// A wave: the mean of three even draws is highest in the middle.
    std::int64_t arrivalTime()
    {
        return (moment(m_options.durationMs) + moment(m_options.durationMs) + moment(m_options.durationMs)) / 3;
    }

    /// The lower of two draws: the first kiosks, by the main door, see more people than the last.
    std::uint32_t nearestKiosk()
    {
        return static_cast<std::uint32_t>(std::min(m_random.below(m_options.kiosks), m_random.below(m_options.kiosks)));
    }

    bool chance(std::uint32_t perMille) { return m_random.below(1000) < perMille; }

    void add(std::int64_t atMs, ActionKind kind, std::uint32_t kiosk, std::string code = {})
    {
        m_actions.push_back({atMs, kind, kiosk, std::move(code)});
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
        if (m_random.below(100) < m_options.leavePercent)
            stepOut(code, at);
    }

    void stepOut(const std::string &code, std::int64_t enteredAt)
    {
        const std::int64_t out = enteredAt + 600'000 + moment(m_options.durationMs / 2);
        add(out, ActionKind::Leave, nearestKiosk(), code);
        if (m_random.below(4) != 0)
            add(out + 60'000 + moment(900'000), ActionKind::Return, nearestKiosk(), code);
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
        if (m_random.below(2) == 0)
            add(moment(m_options.durationMs), ActionKind::KioskRestarts, kiosk);
    }

    const std::vector<std::string> &m_codes;
    const PlanOptions &m_options;
    SeededRandom m_random;
    std::vector<Action> m_actions;
};

} // namespace

std::vector<Action> planRehearsal(const std::vector<std::string> &codes, const PlanOptions &options)
{
    if (options.kiosks == 0 || options.durationMs <= 0)
        return {};
    auto actions = Planner(codes, options).plan();
    for (Action &action : actions)
        action.atMs = std::max<std::int64_t>(action.atMs, 0);
    return actions;
}

} // namespace gatehouse
