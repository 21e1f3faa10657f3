// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/frames.h"

#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace gatehouse {

/// How the devices are, as last heard. In memory only: presence is no fact of the event. Bounded.
class PresenceBoard
{
public:
    explicit PresenceBoard(std::size_t most) : m_most(most) {}

    /// What a device says of itself; its id and the time are set here.
    void heard(const Id &device, DevicePresence presence, Instant now);
    void left(const Id &device, Instant now);
    [[nodiscard]] std::vector<DevicePresence> all() const;
    /// Those that changed since the last call.
    [[nodiscard]] std::vector<DevicePresence> takeChanged();
    [[nodiscard]] bool hasChanged() const { return !m_changed.empty(); }

private:
    std::size_t m_most;
    std::unordered_map<Id, DevicePresence> m_devices;
    std::unordered_set<Id> m_changed;
};

} // namespace gatehouse
