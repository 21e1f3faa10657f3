// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/handlers.h"
#include "server/venue/picture.h"

namespace gatehouse {

Result<> handle(const AddFloor &command, Transaction &transaction)
{
    if (transaction.exists<Floor>(command.floor))
        return fail(Fault::Conflict, "the floor exists");
    Floor floor;
    floor.id = command.floor;
    floor.name = command.name;
    floor.order = command.order;
    floor.widthMm = command.widthMm;
    floor.heightMm = command.heightMm;
    transaction.put(floor);
    return {};
}

Result<> handle(const EditFloor &command, Transaction &transaction)
{
    const auto floor = transaction.find<Floor>(command.floor);
    if (!floor)
        return fail(Fault::NotFound, "floor");
    const auto changed = edited(*floor, command.edits);
    if (!changed)
        return fail(changed.error());
    transaction.put(*changed);
    return {};
}

Result<> handle(const RemoveFloor &command, Transaction &transaction)
{
    if (!transaction.exists<Floor>(command.floor))
        return fail(Fault::NotFound, "floor");
    if (const auto zones = transaction.where<&Zone::floor>(command.floor, 1); !zones.empty())
        return fail(Fault::Conflict, "the zone " + zones.front().name + " lies on it");
    if (const auto spaces = transaction.where<&Space::floor>(command.floor, 1); !spaces.empty())
        return fail(Fault::Conflict, "the space " + spaces.front().name + " lies on it");
    if (const auto gates = transaction.where<&Gate::floor>(command.floor, 1); !gates.empty())
        return fail(Fault::Conflict, "the gate " + gates.front().name + " lies on it");
    transaction.remove<Floor>(command.floor);
    return {};
}

Result<SetFloorPlan> prepared(SetFloorPlan command)
{
    auto picture = acceptedPicture(command.kind, command.content);
    if (!picture)
        return fail(std::move(picture.error()));
    command.content = Bytes(std::move(*picture));
    return command;
}

Result<> handle(const SetFloorPlan &command, Transaction &transaction)
{
    auto floor = transaction.find<Floor>(command.floor);
    if (!floor)
        return fail(Fault::NotFound, "floor");
    std::optional<SetFloorPlan> made;
    if (!transaction.isPrepared()) {
        auto result = prepared(command);
        if (!result)
            return fail(std::move(result.error()));
        made = std::move(*result);
    }
    auto hash = transaction.putBlob((made ? *made : command).content);
    if (!hash)
        return fail(std::move(hash.error()));
    floor->planKind = command.kind;
    floor->plan = std::move(*hash);
    transaction.put(*floor);
    return {};
}

} // namespace gatehouse
