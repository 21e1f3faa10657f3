// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/ticketing/ticketing.h"

namespace gatehouse {

Scopes scopesOf(const Product &)
{
    return scopes({Scope::everyone()});
}

Scopes scopesOf(const Attendee &attendee)
{
    return scopes({Scope::holders(Permission::ViewAttendees), Scope::person(attendee.id)});
}

Scopes scopesOf(const AttendeeContact &contact)
{
    return scopes({Scope::holders(Permission::ViewContacts), Scope::person(contact.id)});
}

Scopes scopesOf(const Ticket &ticket)
{
    return scopes({Scope::holders(Permission::ViewTickets), Scope::person(ticket.attendee)});
}

Scopes scopesOf(const TicketLogEntry &)
{
    return scopes({Scope::holders(Permission::ViewTickets)});
}

Id personOf(const Attendee &attendee)
{
    return attendee.id;
}

Id personOf(const AttendeeContact &contact)
{
    return contact.id;
}

Id personOf(const Ticket &ticket)
{
    return ticket.attendee;
}

} // namespace gatehouse
