// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/handlers.h"
#include "shared/venue/occupancyrules.h"

namespace gatehouse {

namespace {

Result<> whyNotZone(const Zone &zone, Transaction &transaction)
{
    if (!transaction.exists<Floor>(zone.floor))
        return fail(Fault::NotFound, "floor");
    if (!zone.outline.empty() && zone.outline.size() < 3)
        return fail(Fault::Invalid, "an outline has three points at least");
    return whyNotThresholds(zone);
}

} // namespace

Result<> handle(const AddZone &command, Transaction &transaction)
{
    if (transaction.exists<Zone>(command.zone))
        return fail(Fault::Conflict, "the zone exists");
    Zone zone;
    zone.id = command.zone;
    zone.floor = command.floor;
    zone.name = command.name;
    zone.capacity = command.capacity;
    zone.outline = command.outline;
    zone.warnAt = command.warnAt;
    zone.fullAt = command.fullAt;
    zone.thresholdUnit = command.thresholdUnit;
    if (auto result = whyNotZone(zone, transaction); !result)
        return result;
    transaction.put(zone);
    Occupancy empty; // so that nobody takes "not known" for "nobody inside"
    empty.id = zone.id;
    empty.at = transaction.now();
    transaction.put(empty);
    return {};
}

Result<> handle(const EditZone &command, Transaction &transaction)
{
    const auto zone = transaction.find<Zone>(command.zone);
    if (!zone)
        return fail(Fault::NotFound, "zone");
    const auto changed = edited(*zone, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotZone(*changed, transaction); !result)
        return result;
    transaction.put(*changed);
    auto occupancy = transaction.find<Occupancy>(changed->id);
    if (occupancy && resetLevel(*occupancy, *changed, transaction.now()))
        transaction.put(*occupancy);
    return {};
}

Result<> handle(const RemoveZone &command, Transaction &transaction)
{
    if (!transaction.exists<Zone>(command.zone))
        return fail(Fault::NotFound, "zone");
    for (const Gate &gate : transaction.all<Gate>()) {
        if (gate.inner == command.zone || gate.outer == command.zone)
            return fail(Fault::Conflict, "a gate leads there");
    }
    if (!transaction.where<&Space::zone>(command.zone, 1).empty())
        return fail(Fault::Conflict, "a space is counted in it");
    if (const auto occupancy = transaction.find<Occupancy>(command.zone); occupancy && peopleIn(*occupancy) > 0)
        return fail(Fault::Conflict, "people are inside");
    transaction.remove<Occupancy>(command.zone);
    transaction.remove<Zone>(command.zone);
    return {};
}

} // namespace gatehouse
