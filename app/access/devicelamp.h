// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/access/accounts.h"
#include "shared/protocol/frames.h"

#include <QString>

namespace gatehouse {

/// How a device stands, from what was last heard of it: its own round trips, not a wish.
struct DeviceLamp {
    State state = State::NoData;
    QString words;
    bool operator==(const DeviceLamp &) const = default;
};

inline constexpr std::int64_t kDeviceSilentMs = 25'000; ///< it speaks every 10 s: two and a half of these
inline constexpr std::int32_t kDeviceSlowMs = 400;      ///< then a kiosk no longer waits for the server's verdict
inline constexpr int kDeviceLowBattery = 20;            ///< per cent

/// `presence` is null for a device that was not heard of since the server started; `now` is the server's time.
[[nodiscard]] DeviceLamp lampOf(const Device &device, const DevicePresence *presence, Instant now);

} // namespace gatehouse
