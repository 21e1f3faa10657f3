// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/codes.h"
#include "server/ticketing/handlers.h"
#include "shared/admission/admission.h"

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
    if (ticket->state == TicketState::Revoked || ticket->state == TicketState::Cancelled)
        return fail(Fault::Conflict, "revoked and cancelled are final");
    if (ticket->reissue >= kMostReissues)
        return fail(Fault::Conflict, "reissued 255 times");
    const auto product = transaction.find<Product>(ticket->product);
    if (!product)
        return fail(Fault::Internal, "a ticket of no product");
    ++ticket->reissue;
    return putAndSign(*ticket, *product, transaction);
}

} // namespace gatehouse
