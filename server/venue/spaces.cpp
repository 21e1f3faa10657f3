// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/handlers.h"

#include "shared/programme/programme.h"

namespace gatehouse {

namespace {

Result<> whyNotSpace(const Space &space, Transaction &transaction)
{
    if (!space.floor.isNull() && !transaction.exists<Floor>(space.floor))
        return fail(Fault::NotFound, "floor");
    if (!space.zone.isNull() && !transaction.exists<Zone>(space.zone))
        return fail(Fault::NotFound, "zone");
    if (!space.outline.empty() && space.outline.size() < 3)
        return fail(Fault::Invalid, "an outline has three points at least");
    if (!space.outline.empty() && space.floor.isNull())
        return fail(Fault::Invalid, "an outline lies on a floor");
    return {};
}

} // namespace

Result<> handle(const AddSpace &command, Transaction &transaction)
{
    if (transaction.exists<Space>(command.space))
        return fail(Fault::Conflict, "the space exists");
    if (!command.guid.empty() && !transaction.where<&Space::guid>(command.guid, 1).empty())
        return fail(Fault::Conflict, "a space with this guid exists");
    Space space;
    space.id = command.space;
    space.guid = command.guid;
    space.name = command.name;
    space.kind = command.kind;
    space.floor = command.floor;
    space.zone = command.zone;
    space.capacity = command.capacity;
    space.outline = command.outline;
    space.order = command.order;
    if (auto result = whyNotSpace(space, transaction); !result)
        return result;
    transaction.put(space);
    return {};
}

Result<> handle(const EditSpace &command, Transaction &transaction)
{
    const auto space = transaction.find<Space>(command.space);
    if (!space)
        return fail(Fault::NotFound, "space");
    const auto changed = edited(*space, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotSpace(*changed, transaction); !result)
        return result;
    transaction.put(*changed);
    return {};
}

Result<> handle(const RemoveSpace &command, Transaction &transaction)
{
    if (!transaction.exists<Space>(command.space))
        return fail(Fault::NotFound, "space");
    if (!transaction.where<&Slot::space>(command.space, 1).empty())
        return fail(Fault::Conflict, "a session is placed there");
    transaction.remove<Space>(command.space);
    return {};
}

} // namespace gatehouse
