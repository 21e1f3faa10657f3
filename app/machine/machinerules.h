// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/machine/machinewatch.h"

#include <array>
#include <cstdint>

namespace gatehouse {

/// What may end the evening of whoever runs the doors from this machine.
enum class MachineTrouble : std::uint8_t { Battery = 0, Disk = 1, BackupDisk = 2, Memory = 3 };
inline constexpr std::size_t kMachineTroubles = 4;

enum class TroubleLevel : std::uint8_t { None = 0, Soon = 1, Now = 2 };

/// Where a figure that is bad when it is low is bad: at or below. It is well again only above the mark and the band, so
/// that a figure that swings tells its trouble once.
struct LowMarks {
    std::int64_t soon = 0;
    std::int64_t now = 0;
    std::int64_t band = 0;
};
inline constexpr LowMarks kBatteryMarks{50, 20, 5}; ///< percent: half an evening is left; somebody must plug it in now
/// Bytes. An hour of scans is some 30 MB in document and log; the engine keeps a last reserve of 64 MiB.
inline constexpr LowMarks kDiskMarks{2'000'000'000, 500'000'000, 200'000'000};
inline constexpr LowMarks kMemoryMarks{10, 5, 3}; ///< percent of all that programs may still have
/// Of the last minute, something waited for memory: swapping has begun, whatever seems free.
inline constexpr int kStallSoon = 10;
inline constexpr int kStallNow = 40;

/// The next level of such a figure; −1: not known, which is no trouble.
[[nodiscard]] TroubleLevel nextLevel(TroubleLevel level, std::int64_t figure, const LowMarks &marks);

/// What is wrong with the machine, remembered from look to look. A plain value.
class MachineTroubles
{
public:
    /// True: something is worse or better than before.
    bool take(const MachineState &state);
    [[nodiscard]] TroubleLevel level(MachineTrouble trouble) const
    {
        return m_levels[static_cast<std::size_t>(trouble)];
    }
    /// The worst one, the first of several; None: there is none.
    [[nodiscard]] std::pair<MachineTrouble, TroubleLevel> worst() const;

private:
    std::array<TroubleLevel, kMachineTroubles> m_levels{};
};

} // namespace gatehouse
