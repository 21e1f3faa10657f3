// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/handlers.h"

namespace gatehouse {

namespace {

/// A sum of steps and never set, so that undoing gives back what was; it may pass below nothing where an entry was
/// never scanned.
void change(const ZoneId &zone, std::int32_t in, std::int32_t out, Instant at, Transaction &transaction)
{
    if (zone.isNull())
        return; // the street is not counted
    Occupancy occupancy = transaction.find<Occupancy>(zone).value_or(Occupancy{});
    occupancy.id = zone;
    occupancy.people += in - out;
    occupancy.entries += in;
    occupancy.exits += out;
    occupancy.at = std::max(occupancy.at, at);
    transaction.put(occupancy);
}

} // namespace

Result<> handle(const MovePeople &command, Transaction &transaction)
{
    const auto gate = transaction.find<Gate>(command.gate);
    if (!gate)
        return fail(Fault::NotFound, "gate");
    change(gate->inner, command.entered, command.left, command.at, transaction);
    change(gate->outer, command.left, command.entered, command.at, transaction);
    GateFlow flow = transaction.find<GateFlow>(gate->id).value_or(GateFlow{});
    flow.id = gate->id;
    flow.entries += command.entered;
    flow.exits += command.left;
    flow.at = std::max(flow.at, command.at);
    transaction.put(flow);
    return {};
}

Result<> handle(const LeaveZone &command, Transaction &transaction)
{
    if (!transaction.exists<Zone>(command.zone))
        return fail(Fault::NotFound, "zone");
    change(command.zone, 0, command.people, command.at, transaction);
    return {};
}

} // namespace gatehouse
