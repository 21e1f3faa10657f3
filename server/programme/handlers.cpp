// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/programme/handlers.h"

#include "shared/access/accounts.h"
#include "shared/admission/admission.h"

#include <QTimeZone>

namespace gatehouse {

namespace {

Result<> whyNotEvent(const Event &event)
{
    if (!isZoneName(event.zone) || !QTimeZone::isTimeZoneIdAvailable(QByteArray::fromStdString(event.zone)))
        return fail(Fault::Invalid, "no such time zone");
    if (!isSlug(event.slug))
        return fail(Fault::Invalid, "not a slug");
    return {};
}

Result<> addStartingRoles(Transaction &transaction)
{
    for (const StartingRole &starting : startingRoles()) {
        AddRole role;
        role.role = makeId<RoleId>(transaction.now().ms, transaction.random());
        role.name = starting.name;
        role.permissions = permissionNames(starting.permissions);
        if (auto added = transaction.run(role); !added)
            return fail(std::move(added.error()));
    }
    return {};
}

} // namespace

Result<> handle(const FoundEvent &command, Transaction &transaction)
{
    if (!transaction.all<Event>(1).empty())
        return fail(Fault::Conflict, "the document has an event");
    Event event;
    event.id = command.event;
    event.name = command.name;
    event.zone = command.zone;
    event.slug = command.slug;
    if (auto result = whyNotEvent(event); !result)
        return result;
    transaction.put(event);
    if (auto result = addStartingRoles(transaction); !result)
        return result;
    PublishCredentialKeys keys;
    keys.event = event.id;
    if (auto published = transaction.run(keys); !published)
        return fail(std::move(published.error()));
    return {};
}

Result<> handle(const EditEvent &command, Transaction &transaction)
{
    const auto event = transaction.find<Event>(command.event);
    if (!event)
        return fail(Fault::NotFound, "event");
    const auto changed = edited(*event, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotEvent(*changed); !result)
        return result;
    transaction.put(*changed);
    return {};
}

} // namespace gatehouse
