// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/access/devicelamp.h"

#include <vector>

/// What the devices desk shows: plain values.
namespace gatehouse {

struct DeviceView {
    Id device;
    QString name;
    DeviceKind kind = DeviceKind::Kiosk;
    Id gate;
    QString gateName;
    Id lane;
    QString laneName;
    Id list;
    QString listName;
    DeviceDirection direction = DeviceDirection::AsStarted;
    bool isStaffed = false;
    DeviceLamp lamp;
    QString does;                   ///< "lets in", "closed"
    QString contact;                ///< "4 s ago"
    std::int64_t contactAgeMs = -1; ///< -1: never; for sorting
    int waiting = 0;
    QString queue; ///< "12 since 4 min"
    QString clock; ///< "+0.3 s ± 0.1 s"
    QString program;
    QString battery;
    QString note; ///< what the device finds wrong
    bool isRevoked = false;
    QString revokedWhy;
    bool operator==(const DeviceView &) const = default;
};

/// Something to choose by name.
struct PlaceChoice {
    Id id;
    QString name;
    bool operator==(const PlaceChoice &) const = default;
};

/// A lane of a gate: offered where the gate is chosen.
struct LaneChoice {
    Id id;
    Id gate;
    QString name;
    bool operator==(const LaneChoice &) const = default;
};

/// What a device can be given to.
struct DeviceChoices {
    std::vector<PlaceChoice> gates;
    std::vector<LaneChoice> lanes; ///< of all gates, in the order of each
    std::vector<PlaceChoice> lists;
    bool operator==(const DeviceChoices &) const = default;
};

/// Name and work of a device, as a person sets them.
struct DeviceWish {
    QString name;
    DeviceKind kind = DeviceKind::Kiosk;
    Id gate;
    Id list;
    DeviceDirection direction = DeviceDirection::AsStarted;
    Id lane;
    bool isStaffed = false;
    bool operator==(const DeviceWish &) const = default;
};
[[nodiscard]] DeviceWish wishOf(const DeviceView &device);
/// Whether people of the team may look for names there at all.
[[nodiscard]] bool mayBeStaffed(DeviceKind kind);

[[nodiscard]] QString deviceKindWords(DeviceKind kind);
[[nodiscard]] QString deviceDirectionWords(DeviceDirection direction);

} // namespace gatehouse
