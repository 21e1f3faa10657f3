// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/handlers.h"

namespace gatehouse {

Result<> handle(const AddAttendee &command, Transaction &transaction)
{
    if (transaction.exists<Attendee>(command.attendee))
        return fail(Fault::Conflict, "the attendee exists");
    Attendee attendee;
    attendee.id = command.attendee;
    attendee.name = command.name;
    attendee.romanised = command.romanised;
    attendee.company = command.company;
    transaction.put(attendee);
    if (command.mail.empty() && command.phone.empty())
        return {};
    AttendeeContact contact;
    contact.id = command.attendee;
    contact.mail = command.mail;
    contact.phone = command.phone;
    transaction.put(contact);
    return {};
}

Result<> handle(const EditAttendee &command, Transaction &transaction)
{
    const auto attendee = transaction.find<Attendee>(command.attendee);
    if (!attendee)
        return fail(Fault::NotFound, "attendee");
    const auto changed = edited(*attendee, command.edits);
    if (!changed)
        return fail(changed.error());
    transaction.put(*changed);
    return {};
}

} // namespace gatehouse
