// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/programme/programme.h"

#include <span>

namespace gatehouse {

/// What happens when `slot` is delayed by `minutes` (of its planned start) and those behind it move along: first the
/// slot itself, then in order whoever changes. `others` are the slots of the same space whose sessions take place;
/// those of other spaces and event days are passed over.
///
/// Behind it is who was planned to begin after it was planned to end: what was planned side by side stays so. Later:
/// each is pushed as far as it would overlap, so that gaps swallow the delay; pinned ones stay (an overlap with them is
/// a clash, see clashes.h). Earlier: whoever stood directly behind only because it was delayed too comes forward again,
/// to its planned start at most. Nobody is pushed by more
/// than `minutes`.
[[nodiscard]] std::vector<SlotShift> shiftsOf(const Slot &slot, std::int32_t minutes, std::span<const Slot> others,
                                              const std::vector<EventDay> &days);

} // namespace gatehouse
