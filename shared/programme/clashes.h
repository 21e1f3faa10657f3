// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/programme/programme.h"

#include <span>

namespace gatehouse {

/// A session where and when it is expected to take place, with what a clash can come from. Cancelled ones are none.
struct Placement {
    SlotId slot;
    SessionId session;
    SpaceId space;
    Instant startsAt; ///< expected: delays count
    Instant endsAt;
    std::vector<SpeakerId> speakers;
    std::int32_t bookmarks = 0; ///< people who want to see the session
    std::int32_t capacity = 0;  ///< of the space; 0: not known
};

[[nodiscard]] Placement placementOf(const Slot &slot, const Session &session, std::int32_t bookmarks,
                                    std::int32_t capacity);

enum class ClashKind : std::uint8_t {
    SpaceTaken,      ///< two sessions at once in one space
    SpeakerTwice,    ///< one person in two places at once
    OverCapacity,    ///< more people want to see it than the space holds
    OutsideDays,     ///< before the first event day or after the last
    ShortTurnaround, ///< less time between two than it takes to clear the space: a warning
};

struct Clash {
    ClashKind kind = ClashKind::SpaceTaken;
    SlotId slot;
    SlotId other;            ///< the later one of two; null where it is about one
    SpeakerId speaker;       ///< SpeakerTwice
    std::int64_t amount = 0; ///< minutes at once, people too many, or minutes between
    auto operator<=>(const Clash &) const = default;
    [[nodiscard]] bool isWarning() const { return kind == ClashKind::ShortTurnaround; }
};

/// Everything that does not fit, in order. Touching ends are no overlap. A session that takes place twice at once (an
/// overflow room) is no clash of its own speakers. `turnaroundMinutes` 0: none is needed. Linear in the placements but
/// for sorting and for the clashes themselves.
[[nodiscard]] std::vector<Clash> clashesOf(std::span<const Placement> placements, const std::vector<EventDay> &days,
                                           std::int32_t turnaroundMinutes);

/// Those of `after` that are not in `before`: what a change brings about.
[[nodiscard]] std::vector<Clash> newClashes(const std::vector<Clash> &before, const std::vector<Clash> &after);

} // namespace gatehouse
