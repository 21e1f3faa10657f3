// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/handlers.h"

namespace gatehouse {

Result<> handle(const AddLane &command, Transaction &transaction)
{
    constexpr std::size_t kMostLanes = 100; // at one gate
    if (transaction.exists<GateLane>(command.lane))
        return fail(Fault::Conflict, "the lane exists");
    if (!transaction.exists<Gate>(command.gate))
        return fail(Fault::NotFound, "gate");
    if (transaction.where<&GateLane::gate>(command.gate, kMostLanes).size() >= kMostLanes)
        return fail(Fault::TooLarge, "a gate has at most 100 lanes");
    GateLane lane;
    lane.id = command.lane;
    lane.gate = command.gate;
    lane.name = command.name;
    lane.direction = command.direction;
    lane.isStaffed = command.isStaffed;
    lane.order = command.order;
    lane.at = command.at;
    transaction.put(lane);
    return {};
}

Result<> handle(const EditLane &command, Transaction &transaction)
{
    const auto lane = transaction.find<GateLane>(command.lane);
    if (!lane)
        return fail(Fault::NotFound, "lane");
    const auto changed = edited(*lane, command.edits);
    if (!changed)
        return fail(changed.error());
    transaction.put(*changed);
    return {};
}

Result<> handle(const RemoveLane &command, Transaction &transaction)
{
    if (!transaction.exists<GateLane>(command.lane))
        return fail(Fault::NotFound, "lane");
    for (const Device &device : transaction.all<Device>()) {
        if (device.lane == command.lane && !device.isRevoked)
            return fail(Fault::Conflict, device.name + " serves it");
    }
    transaction.remove<GateLane>(command.lane);
    return {};
}

} // namespace gatehouse
