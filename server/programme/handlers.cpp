// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/programme/handlers.h"

#include "shared/access/accounts.h"
#include "shared/admission/admission.h"

#include <QTimeZone>

namespace gatehouse {

namespace {

/// The instant at which a wall clock at the venue shows this, or would, where it leaps over it.
Instant instantAt(const QDate &date, std::int32_t minutes, const QTimeZone &zone)
{
    const QDateTime at(date, QTime(minutes / 60, minutes % 60), zone);
    return {at.toMSecsSinceEpoch()};
}

Result<> countDays(Event &event)
{
    event.days.clear();
    if (event.firstDay.empty())
        return {};
    const QDate first = QDate::fromString(QString::fromStdString(event.firstDay), Qt::ISODate);
    if (!first.isValid() || first.year() < 1970 || first.year() > 2200)
        return fail(Fault::Invalid, "the first day is no date");
    const QTimeZone zone(QByteArray::fromStdString(event.zone));
    for (std::int32_t number = 0; number < event.dayCount; ++number) {
        const QDate date = first.addDays(number);
        event.days.push_back({date.toString(Qt::ISODate).toStdString(), instantAt(date, event.cutOffMinutes, zone),
                              instantAt(date.addDays(1), event.cutOffMinutes, zone)});
    }
    return {};
}

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
    const QTimeZone zone(QByteArray::fromStdString(event.zone));
    event.firstDay =
        QDateTime::fromMSecsSinceEpoch(transaction.now().ms, zone).date().toString(Qt::ISODate).toStdString();
    if (auto result = countDays(event); !result)
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
    auto changed = edited(*event, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotEvent(*changed); !result)
        return result;
    if (auto result = countDays(*changed); !result)
        return result;
    transaction.put(*changed);
    return {};
}

} // namespace gatehouse
