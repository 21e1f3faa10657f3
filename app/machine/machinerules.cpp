// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/machine/machinerules.h"

#include <algorithm>

namespace gatehouse {

TroubleLevel nextLevel(TroubleLevel level, std::int64_t figure, const LowMarks &marks)
{
    if (figure < 0)
        return TroubleLevel::None;
    const auto levelOf = [&marks](std::int64_t value) {
        return value <= marks.now ? TroubleLevel::Now : value <= marks.soon ? TroubleLevel::Soon : TroubleLevel::None;
    };
    const TroubleLevel worse = levelOf(figure);
    return worse >= level ? worse : std::min(level, levelOf(figure - marks.band));
}

bool MachineTroubles::take(const MachineState &state)
{
    const auto before = m_levels;
    const auto set = [this](MachineTrouble trouble, std::int64_t figure, const LowMarks &marks) {
        auto &level = m_levels[static_cast<std::size_t>(trouble)];
        level = nextLevel(level, figure, marks);
    };
    set(MachineTrouble::Battery, state.isOnBattery ? state.batteryPercent : -1, kBatteryMarks);
    set(MachineTrouble::Disk, state.freeBytes, kDiskMarks);
    set(MachineTrouble::BackupDisk, state.backupFreeBytes, kDiskMarks);
    set(MachineTrouble::Memory, state.memoryPercent, kMemoryMarks);
    auto &memory = m_levels[static_cast<std::size_t>(MachineTrouble::Memory)];
    if (state.memoryStallPercent >= kStallSoon) // an average of a minute: it needs no band of its own
        memory = std::max(memory, state.memoryStallPercent >= kStallNow ? TroubleLevel::Now : TroubleLevel::Soon);
    return m_levels != before;
}

std::pair<MachineTrouble, TroubleLevel> MachineTroubles::worst() const
{
    const auto worst = std::max_element(m_levels.begin(), m_levels.end());
    return {static_cast<MachineTrouble>(worst - m_levels.begin()), *worst};
}

} // namespace gatehouse
