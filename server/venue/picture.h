// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"
#include "shared/venue/venue.h"

#include <string>
#include <string_view>

namespace gatehouse {

inline constexpr std::int64_t kMaxPictureSide = 8192; ///< pixels; 256 MiB decoded, what a kiosk can hold

/// The picture as it may be kept and shown: PNG and JPEG unchanged if they are what they claim and not too large, SVG
/// through the whitelist of shared/plan. Only heads are read here; nothing is decoded on the server. Fault::Invalid,
/// TooLarge.
[[nodiscard]] Result<std::string> acceptedPicture(PlanKind kind, std::string_view content);

} // namespace gatehouse
