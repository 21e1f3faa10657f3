// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskview.h"

namespace gatehouse {

inline constexpr std::size_t kMostLine = 4096; ///< bytes that a pipe takes at once

/// What visitors are told of the programme as a line of JSON, for programs that follow a kiosk. What would make it
/// longer than kMostLine is left out, from the end.
[[nodiscard]] std::string programmeLine(const KioskNowNext &nowNext, Instant at);

} // namespace gatehouse
