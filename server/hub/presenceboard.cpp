// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/presenceboard.h"

namespace gatehouse {

void PresenceBoard::heard(const Id &device, DevicePresence presence, Instant now)
{
    if (m_devices.size() >= m_most && !m_devices.contains(device))
        return;
    presence.device = device;
    presence.isConnected = true;
    presence.at = now;
    m_devices[device] = std::move(presence);
    m_changed.insert(device);
}

void PresenceBoard::left(const Id &device, Instant now)
{
    const auto at = m_devices.find(device);
    if (at == m_devices.end())
        return;
    at->second.isConnected = false;
    at->second.at = now;
    m_changed.insert(device);
}

std::vector<DevicePresence> PresenceBoard::all() const
{
    std::vector<DevicePresence> list;
    for (const auto &[id, presence] : m_devices)
        list.push_back(presence);
    std::sort(list.begin(), list.end(), [](const auto &a, const auto &b) { return a.device < b.device; });
    return list;
}

std::vector<DevicePresence> PresenceBoard::takeChanged()
{
    std::vector<DevicePresence> list;
    for (const Id &id : m_changed)
        list.push_back(m_devices.at(id));
    m_changed.clear();
    std::sort(list.begin(), list.end(), [](const auto &a, const auto &b) { return a.device < b.device; });
    return list;
}

} // namespace gatehouse
