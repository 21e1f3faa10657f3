// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/id.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
    Visit,         ///< through a door within the house
    LeaveRoom,
    StaffClosesGate, ///< of the kiosk
    StaffOpensGate,
    StaffUndoes,     ///< the kiosk's last admission: the person turned back at the door
    StaffForces,     ///< the kiosk's last refusal: somebody looked, and lets the person in
    StaffReconciles, ///< closes the oldest card of the reconciliation desk
};

/// True for what a person with a code does at a kiosk.
[[nodiscard]] bool isScan(ActionKind kind);
/// True for what somebody does at a desk.
[[nodiscard]] bool isStaff(ActionKind kind);

/// One thing that happens, at a time of the rehearsal.
struct Action {
    std::int64_t atMs = 0; ///< since the start, before speeding up
    ActionKind kind = ActionKind::Scan;
    std::uint32_t kiosk = 0; ///< those at the doors of rooms come behind those of the entrances
    std::string code;        ///< what is scanned; empty for the kiosk's own troubles
    bool operator==(const Action &) const = default;
};

struct PlanOptions {
    std::uint64_t seed = 1;
    std::uint32_t kiosks = 6;
    std::int64_t durationMs = 90 * 60'000; ///< doors open to the last arrival
    /// How many come in each of so many equal parts of that time; empty: a wave that is highest in its middle.
    std::vector<std::uint32_t> arrivals;
    std::uint32_t days = 1;     ///< the same people again, four hours after the last arrival
    bool goesHome = false;      ///< within an hour after the last arrival the house empties
    std::uint32_t rooms = 0;    ///< kiosks at doors within the house
    std::uint32_t visits = 0;   ///< of rooms, by a hundred people
    std::uint32_t staffing = 0; ///< things that staff does in an hour
    std::uint32_t noShowPercent = 8;
    std::uint32_t doublePerMille = 12;
    std::uint32_t forgedPerMille = 6;
    std::uint32_t unknownPerMille = 10;
    std::uint32_t leavePercent = 6; ///< of those inside; most come back
    std::uint32_t dropsPerKiosk = 2;
    bool restarts = true; ///< every other kiosk loses its power once
    std::int64_t longestDropMs = 6 * 60'000;
};

inline constexpr std::size_t kMaxArrivalParts = 1440;

/// Curves that have a name: "wave"; "doors": a queue that stood before they opened; "peaks": morning, midday and
/// evening; "even". nullopt: no such name.
[[nodiscard]] std::optional<std::vector<std::uint32_t>> arrivalsNamed(std::string_view name);

/// Everything that will happen, in order of time: the same seed and the same codes give the same rehearsal, to the last
/// scan. Each person has a kiosk that is nearest, and the crowd is not the same at all of them.
[[nodiscard]] std::vector<Action> planRehearsal(const std::vector<std::string> &codes, const PlanOptions &options);

} // namespace gatehouse
