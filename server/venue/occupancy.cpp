// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/handlers.h"
#include "shared/venue/occupancyrules.h"

namespace gatehouse {

namespace {

/// Steps are summed and never set, so that undoing gives back what was.
void change(const ZoneId &id, std::int32_t in, std::int32_t out, Instant at, Transaction &transaction)
{
    if (id.isNull())
        return; // the street is not counted
    Occupancy occupancy = transaction.find<Occupancy>(id).value_or(Occupancy{});
    occupancy.id = id;
    passScanned(occupancy, in, out, at);
    if (const auto zone = transaction.find<Zone>(id))
        settleLevel(occupancy, *zone, transaction.now());
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

Result<> handle(const SettleLevel &command, Transaction &transaction)
{
    const auto zone = transaction.find<Zone>(command.zone);
    auto occupancy = transaction.find<Occupancy>(command.zone);
    if (!zone || !occupancy)
        return fail(Fault::NotFound, "zone"); // removed while its time ran
    const Occupancy before = *occupancy;
    settleLevel(*occupancy, *zone, transaction.now());
    if (*occupancy != before)
        transaction.put(*occupancy);
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
