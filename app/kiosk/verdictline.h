// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lane/lane.h"

namespace gatehouse {

/// What was shown for one scan as a line of JSON, for programs that follow a kiosk. No name and no code: it may be
/// logged.
[[nodiscard]] std::string verdictLine(const LaneShown &shown, Instant at);

} // namespace gatehouse
