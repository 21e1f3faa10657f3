// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/frames.h"
#include "shared/venue/occupancyrules.h"

#include <functional>
#include <unordered_map>

namespace gatehouse {

/// What is known of one gate: by its own row, its devices, and how busy its neighbours are.
struct GateSight {
    GateEvidence evidence;
    std::int32_t perHour = 0; ///< its pace so far
};

/// What it is made of; all of it alive during the call only.
struct GateSources {
    std::vector<const Gate *> gates;
    std::vector<const Device *> devices;
    const std::unordered_map<Id, DevicePresence> &presence;
    std::function<const GateFlow *(const GateId &)> flowOf; ///< nullptr: none yet
    std::function<int(const GateId &)> perMinute;           ///< both ways, in the last minute
};

[[nodiscard]] std::unordered_map<Id, GateSight> gateSights(const GateSources &sources);

} // namespace gatehouse
