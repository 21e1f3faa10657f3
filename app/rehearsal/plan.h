// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/id.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse {

enum class ActionKind : std::uint8_t {
    Scan,        ///< a ticket at a kiosk, for the first time
    DoubleScan,  ///< the same code again at another kiosk: a copy, or a friend's picture of it
    ForgedScan,  ///< looks like one of ours, its signature does not hold
    UnknownScan, ///< a code of some other event
    Leave,       ///< goes out
    Return,      ///< comes back in
    KioskDrops,  ///< loses its network
    KioskReturns,
    KioskRestarts, ///< power cut: back at once, with what its disk holds
};

/// One thing that happens, at a time of the rehearsal.
struct Action {
    std::int64_t atMs = 0; ///< since the start, before speeding up
    ActionKind kind = ActionKind::Scan;
    std::uint32_t kiosk = 0;
    std::string code; ///< what is scanned; empty for the kiosk's own troubles
    bool operator==(const Action &) const = default;
};

struct PlanOptions {
    std::uint64_t seed = 1;
    std::uint32_t kiosks = 6;
    std::int64_t durationMs = 90 * 60'000; ///< doors open to the last arrival
    std::uint32_t noShowPercent = 8;
    std::uint32_t doublePerMille = 12;
    std::uint32_t forgedPerMille = 6;
    std::uint32_t unknownPerMille = 10;
    std::uint32_t leavePercent = 6; ///< of those inside; most come back
    std::uint32_t dropsPerKiosk = 2;
    std::int64_t longestDropMs = 6 * 60'000;
};

/// Everything that will happen, in order of time: the same seed and the same codes give the same rehearsal, to the last
/// scan. People come in a wave that is highest in the middle of the doors' time; each has a kiosk that is nearest, and
/// the crowd is not the same at all of them.
[[nodiscard]] std::vector<Action> planRehearsal(const std::vector<std::string> &codes, const PlanOptions &options);

} // namespace gatehouse
