// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/schedulebuilder.h"

namespace gatehouse {

inline constexpr std::size_t kMaxCalendarLine = 1'000'000;             ///< bytes of one unfolded line
inline constexpr std::size_t kMaxCalendarDepth = 16;                   ///< nested components; real ones have three
inline constexpr std::int64_t kCalendarHorizonMs = 366LL * 86'400'000; ///< how far a rule without end is followed

/// iCalendar (RFC 5545): events with their repetitions, in any zone that is known or described in the file. Read by
/// libical, a C library that has had its faults: meant for the helper process (see readerprogram.h). Fault with the
/// line: Malformed, TooLarge; Invalid: no calendar.
[[nodiscard]] Result<ProgrammeFile> readCalendar(std::string_view bytes, const ReadOptions &options);

} // namespace gatehouse
