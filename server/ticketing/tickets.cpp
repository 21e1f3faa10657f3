// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/codes.h"
#include "server/ticketing/handlers.h"
#include "shared/admission/rules.h"

namespace gatehouse {

namespace {

constexpr std::int32_t kMostReissues = 255; // one byte of the signed code

std::string placeOf(const Ticket &ticket)
{
    return "order " + ticket.order + " position " + std::to_string(ticket.position);
}

Result<> whyNotIssued(const IssueTicket &command, Transaction &transaction)
{
    if (transaction.exists<Ticket>(command.ticket))
        return fail(Fault::Conflict, "the ticket exists");
    if (!transaction.exists<Attendee>(command.attendee))
        return fail(Fault::NotFound, "attendee");
    if (command.validFrom && command.validUntil && *command.validUntil <= *command.validFrom)
        return fail(Fault::Invalid, "the ticket ends before it begins");
    if (command.order.empty())
        return {};
    for (const Ticket &other : transaction.where<&Ticket::order>(command.order, 10'000)) {
        if (other.position == command.position)
            return fail(Fault::Conflict, placeOf(other) + " has a ticket");
    }
    return {};
}

Result<> setCredential(Ticket &ticket, const std::string &code, Transaction &transaction)
{
    if (code.empty())
        return {};
    ticket.code = code;
    ticket.credential = credentialFor(code, transaction.keyring());
    for (const Ticket &other : transaction.where<&Ticket::credential>(ticket.credential, 1))
        return fail(Fault::Conflict, "the code is that of " + placeOf(other));
    return {};
}

/// Random, so that nobody can guess another ticket's; never 0, which means none.
std::int64_t newSerial(Transaction &transaction)
{
    for (;;) {
        const auto serial = static_cast<std::int64_t>(transaction.random().next());
        if (serial != 0 && transaction.where<&Ticket::serial>(serial, 1).empty())
            return serial;
    }
}

/// One line more in the ticket's log: by whom this command runs, now.
void putLog(TicketLogEntry entry, Transaction &transaction)
{
    entry.id = makeId<IdOf<TicketLogEntry>>(transaction.now().ms, transaction.random());
    entry.at = transaction.now();
    entry.by = transaction.actor().id;
    transaction.put(entry);
}

Result<IssueTicket::Answer> putAndSign(const Ticket &ticket, const Product &product, Transaction &transaction)
{
    const auto events = transaction.all<Event>(1);
    if (events.empty())
        return fail(Fault::Conflict, "the event is not founded");
    transaction.put(ticket);
    RefreshRecords refresh;
    refresh.ticket = ticket.id;
    if (auto refreshed = transaction.run(refresh); !refreshed)
        return fail(std::move(refreshed.error()));
    IssueTicket::Answer answer;
    answer.code = signedCodeFor(ticket, product, events.front().id, transaction.keyring());
    return answer;
}

/// What a ticket's state may become. Revoked and cancelled tickets stay so: a person who should enter gets a new one.
Result<> whyNotState(TicketState from, TicketState to)
{
    if (from == to)
        return fail(Fault::Conflict, "the ticket is in that state");
    if (from == TicketState::Revoked || from == TicketState::Cancelled)
        return fail(Fault::Conflict, "revoked and cancelled are final");
    if (to == TicketState::Unpaid)
        return fail(Fault::Conflict, "only a new ticket is unpaid");
    return {};
}

Result<> whyNotReissued(const Ticket &ticket)
{
    if (ticket.state == TicketState::Revoked || ticket.state == TicketState::Cancelled)
        return fail(Fault::Conflict, "revoked and cancelled are final");
    if (ticket.reissue >= kMostReissues)
        return fail(Fault::Conflict, "reissued 255 times");
    return {};
}

/// Then a second person could not come in with it, and the first one not out.
bool isHolderInside(const Ticket &ticket, Transaction &transaction)
{
    for (const AdmissionRecord &record : transaction.where<&AdmissionRecord::ticket>(ticket.id)) {
        const auto attendance = transaction.find<Attendance>(record.id);
        const auto list = transaction.find<CheckInList>(record.list);
        if (attendance && list && isStillInside(*list, *attendance))
            return true;
    }
    return false;
}

/// "D-7KQ2M": short enough to be called across a counter; letters and digits that are not taken for each other.
std::string newDoorOrder(Transaction &transaction)
{
    constexpr std::string_view letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (std::size_t length = 5;; ++length) { // longer only when short ones are used up
        std::string order = "D-";
        for (std::size_t index = 0; index < length; ++index)
            order += letters[transaction.random().below(letters.size())];
        if (transaction.where<&Ticket::order>(order, 1).empty())
            return order;
    }
}

TicketDeed deedOf(CodeUse use)
{
    switch (use) {
    case CodeUse::Screen:
        return TicketDeed::Shown;
    case CodeUse::Print:
        return TicketDeed::Printed;
    case CodeUse::File:
        return TicketDeed::Exported;
    }
    return TicketDeed::Shown;
}

} // namespace

Result<IssueTicket::Answer> handle(const IssueTicket &command, Transaction &transaction)
{
    const auto product = transaction.find<Product>(command.product);
    if (!product)
        return fail(Fault::NotFound, "product");
    if (auto result = whyNotIssued(command, transaction); !result)
        return fail(std::move(result.error()));
    Ticket ticket;
    ticket.id = command.ticket;
    ticket.attendee = command.attendee;
    ticket.product = command.product;
    ticket.order = command.order;
    ticket.position = command.position;
    ticket.state = command.state;
    ticket.validFrom = command.validFrom;
    ticket.validUntil = command.validUntil;
    ticket.attention = command.attention;
    ticket.people = command.people;
    ticket.needsAttention = command.needsAttention;
    if (auto result = setCredential(ticket, command.code, transaction); !result)
        return fail(std::move(result.error()));
    ticket.serial = newSerial(transaction);
    return putAndSign(ticket, *product, transaction);
}

Result<> handle(const SetTicketState &command, Transaction &transaction)
{
    auto ticket = transaction.find<Ticket>(command.ticket);
    if (!ticket)
        return fail(Fault::NotFound, "ticket");
    if (auto result = whyNotState(ticket->state, command.state); !result)
        return result;
    ticket->state = command.state;
    transaction.put(*ticket);
    putLog({.ticket = ticket->id, .deed = TicketDeed::StateSet, .state = command.state, .reason = command.reason},
           transaction);
    RefreshRecords refresh;
    refresh.ticket = ticket->id;
    if (auto refreshed = transaction.run(refresh); !refreshed)
        return fail(std::move(refreshed.error()));
    return {};
}

Result<> handle(const SetTicketNote &command, Transaction &transaction)
{
    auto ticket = transaction.find<Ticket>(command.ticket);
    if (!ticket)
        return fail(Fault::NotFound, "ticket");
    if (ticket->state == TicketState::Revoked || ticket->state == TicketState::Cancelled)
        return fail(Fault::Conflict, "revoked and cancelled are final");
    if (ticket->attention == command.attention && ticket->needsAttention == command.needsAttention)
        return {};
    ticket->attention = command.attention;
    ticket->needsAttention = command.needsAttention;
    transaction.put(*ticket);
    putLog({.ticket = ticket->id, .deed = TicketDeed::NoteSet, .reason = command.attention}, transaction);
    RefreshRecords refresh;
    refresh.ticket = ticket->id;
    if (auto refreshed = transaction.run(refresh); !refreshed)
        return fail(std::move(refreshed.error()));
    return {};
}

Result<IssueTicket::Answer> handle(const ReissueTicket &command, Transaction &transaction)
{
    auto ticket = transaction.find<Ticket>(command.ticket);
    if (!ticket)
        return fail(Fault::NotFound, "ticket");
    if (auto result = whyNotReissued(*ticket); !result)
        return fail(std::move(result.error()));
    const auto product = transaction.find<Product>(ticket->product);
    if (!product)
        return fail(Fault::Internal, "a ticket of no product");
    ++ticket->reissue;
    putLog({.ticket = ticket->id, .deed = TicketDeed::Reissued, .reason = command.reason}, transaction);
    return putAndSign(*ticket, *product, transaction);
}

Result<IssueTicket::Answer> handle(const ReassignTicket &command, Transaction &transaction)
{
    auto ticket = transaction.find<Ticket>(command.ticket);
    if (!ticket)
        return fail(Fault::NotFound, "ticket");
    if (!transaction.exists<Attendee>(command.attendee))
        return fail(Fault::NotFound, "attendee");
    if (ticket->attendee == command.attendee)
        return fail(Fault::Conflict, "the ticket is this person's already");
    if (auto result = whyNotReissued(*ticket); !result)
        return fail(std::move(result.error()));
    if (isHolderInside(*ticket, transaction))
        return fail(Fault::Conflict, "its holder is inside");
    const auto product = transaction.find<Product>(ticket->product);
    if (!product)
        return fail(Fault::Internal, "a ticket of no product");
    putLog({.ticket = ticket->id,
            .deed = TicketDeed::Reassigned,
            .from = ticket->attendee,
            .to = command.attendee,
            .reason = command.reason},
           transaction);
    ticket->attendee = command.attendee;
    ticket->code.clear(); // the text was the earlier holder's; its hash stays, so that a gate says "reissued" of it
    ++ticket->reissue;
    return putAndSign(*ticket, *product, transaction);
}

Result<AddAtDoor::Answer> handle(const AddAtDoor &command, Transaction &transaction)
{
    AddAttendee attendee;
    attendee.attendee = command.attendee;
    attendee.name = command.name;
    attendee.company = command.company;
    attendee.mail = command.mail;
    if (auto added = transaction.run(attendee); !added)
        return fail(std::move(added.error()));
    IssueTicket issue;
    issue.ticket = command.ticket;
    issue.attendee = command.attendee;
    issue.product = command.product;
    issue.order = newDoorOrder(transaction);
    issue.position = 1;
    issue.state = command.isPaid ? TicketState::Valid : TicketState::Unpaid;
    issue.attention = command.attention;
    issue.people = command.people;
    issue.needsAttention = command.needsAttention;
    auto issued = transaction.run(issue);
    if (!issued)
        return fail(std::move(issued.error()));
    putLog({.ticket = command.ticket, .deed = TicketDeed::Issued, .state = issue.state}, transaction);
    AddAtDoor::Answer answer;
    answer.code = std::move(issued->code);
    answer.order = std::move(issue.order);
    return answer;
}

Result<ShowTicketCodes::Answer> handle(const ShowTicketCodes &command, Transaction &transaction)
{
    const auto events = transaction.all<Event>(1);
    if (events.empty())
        return fail(Fault::Conflict, "the event is not founded");
    const bool mayName = transaction.actor().permissions.has(Permission::ViewAttendees);
    ShowTicketCodes::Answer answer;
    for (const TicketId &id : command.tickets) {
        const auto ticket = transaction.find<Ticket>(id);
        const auto product = ticket ? transaction.find<Product>(ticket->product) : std::nullopt;
        if (!product)
            continue;
        ShownCode shown;
        shown.ticket = id;
        shown.code = signedCodeFor(*ticket, *product, events.front().id, transaction.keyring());
        if (const auto holder = mayName ? transaction.find<Attendee>(ticket->attendee) : std::nullopt) {
            shown.name = holder->name;
            shown.company = holder->company;
        }
        shown.product = ticket->product;
        shown.order = ticket->order;
        shown.position = ticket->position;
        shown.state = ticket->state;
        answer.codes.push_back(std::move(shown));
        putLog({.ticket = id, .deed = deedOf(command.use)}, transaction);
    }
    return answer;
}

} // namespace gatehouse
