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
    Id list;
    QString listName;
    DeviceDirection direction = DeviceDirection::AsStarted;
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

/// Name and work of a device, as a person sets them.
struct DeviceWish {
    QString name;
    DeviceKind kind = DeviceKind::Kiosk;
    Id gate;
    Id list;
    DeviceDirection direction = DeviceDirection::AsStarted;
    bool operator==(const DeviceWish &) const = default;
};

[[nodiscard]] QString deviceKindWords(DeviceKind kind);
[[nodiscard]] QString deviceDirectionWords(DeviceDirection direction);

} // namespace gatehouse
