// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/programme/programme.h"

#include <span>

namespace gatehouse {

/// How far a slot is at an instant, by its announced delay: nobody presses a button when a session begins or ends.
enum class Phase : std::uint8_t {
    Upcoming,
    Late, ///< planned to have begun; expected later
    Running,
    Overrunning, ///< planned to be over; still running because it began late
    Ended,
};
[[nodiscard]] Phase phaseOf(const Slot &slot, Instant now);

/// What a space shows at an instant.
struct NowAndNext {
    std::vector<const Slot *> running; ///< by expected start; more than one where a space is shared
    const Slot *next = nullptr;        ///< of those that begin later
    /// Cancelled: planned for now, or before what comes next; where nothing comes, the first of those that come later:
    /// who waits for it must hear that it does not take place.
    std::vector<const Slot *> struck;
};

/// `placed` are those of one space; `isCancelled` is asked for each. The pointers are those that were given.
[[nodiscard]] NowAndNext nowAndNext(std::span<const Slot *const> placed,
                                    const std::function<bool(const Slot &)> &isCancelled, Instant now);

} // namespace gatehouse
