// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/gatesights.h"

namespace gatehouse {

namespace {

using Sights = std::unordered_map<Id, GateSight>;

GateSight ownSight(const Gate &gate, const GateFlow *flow)
{
    GateSight sight;
    sight.evidence.isOpen = gate.state == GateState::Open;
    sight.evidence.passageAt = gate.changedAt;
    if (flow) {
        sight.evidence.passageAt = std::max(gate.changedAt, flow->at);
        sight.perHour = pacePerHour(gate, *flow);
    }
    return sight;
}

void noteDevice(const Device &device, const std::unordered_map<Id, DevicePresence> &presence, Sights &sights)
{
    const auto sight = sights.find(device.gate);
    if (device.isRevoked || sight == sights.end())
        return;
    GateEvidence &evidence = sight->second.evidence;
    ++evidence.devices;
    const auto at = presence.find(device.id);
    if (at == presence.end())
        return;
    evidence.connected += at->second.isConnected ? 1 : 0;
    evidence.contactAt = std::max(evidence.contactAt, at->second.at);
}

/// The two busiest gates of a zone: of the busiest one the other is the second.
struct Busiest {
    GateId gate;
    int first = 0;
    int second = 0;
};

void noteBusyOthers(const GateSources &sources, Sights &sights)
{
    std::unordered_map<Id, Busiest> byZone;
    for (const Gate *gate : sources.gates) {
        const int perMinute = sources.perMinute(gate->id);
        for (const ZoneId &zone : {gate->inner, gate->outer}) {
            Busiest &busiest = byZone[zone];
            if (perMinute > busiest.first)
                busiest = {gate->id, perMinute, busiest.first};
            else
                busiest.second = std::max(busiest.second, perMinute);
        }
    }
    for (const Gate *gate : sources.gates) {
        for (const ZoneId &zone : {gate->inner, gate->outer}) {
            if (zone.isNull())
                continue; // gates that only share the street are no neighbours
            const Busiest &busiest = byZone[zone];
            std::int32_t &others = sights[gate->id].evidence.othersPerMinute;
            others = std::max<std::int32_t>(others, busiest.gate == gate->id ? busiest.second : busiest.first);
        }
    }
}

} // namespace

std::unordered_map<Id, GateSight> gateSights(const GateSources &sources)
{
    Sights sights;
    for (const Gate *gate : sources.gates)
        sights.emplace(gate->id, ownSight(*gate, sources.flowOf(gate->id)));
    for (const Device *device : sources.devices)
        noteDevice(*device, sources.presence, sights);
    noteBusyOthers(sources, sights);
    return sights;
}

} // namespace gatehouse
