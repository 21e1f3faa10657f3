// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/queries.h"

#include "server/ticketing/codes.h"
#include "server/ticketing/peopleindex.h"

#include <map>

namespace gatehouse {

namespace {

template <class E>
Result<E> findEntity(const Id &id, Reader &reader)
{
    auto row = findRow<E>(reader, id);
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return fail(Fault::NotFound, std::string(E::spec.name));
    return std::move(**row);
}

Result<Event> theEvent(Reader &reader)
{
    Result<Event> event = fail(Fault::NotFound, "event");
    auto result = reader.each(entityType<Event>(), [&](const StoredRow &row) {
        event = entityOf<Event>(row);
        return false;
    });
    if (!result)
        return fail(std::move(result.error()));
    return event;
}

/// Puts tickets on a list until it is full.
class TicketLister
{
public:
    TicketLister(const EventId &event, QueryContext &context) : m_event(event), m_context(context) {}

    Result<> add(const StoredRow &row, std::vector<ListedTicket> &lines)
    {
        const auto ticket = entityOf<Ticket>(row);
        if (!ticket)
            return fail(ticket.error());
        const auto product = productOf(*ticket);
        if (!product)
            return fail(product.error());
        lines.push_back({ticket->id, signedCodeFor(*ticket, *product, m_event, m_context.keyring), ticket->product,
                         ticket->state, ticket->order, ticket->position});
        return {};
    }

private:
    /// An event has many tickets of few products.
    Result<Product> productOf(const Ticket &ticket)
    {
        if (const auto known = m_products.find(ticket.product); known != m_products.end())
            return known->second;
        auto product = findEntity<Product>(ticket.product, m_context.reader);
        if (product)
            m_products.emplace(ticket.product, *product);
        return product;
    }

    EventId m_event;
    QueryContext &m_context;
    std::map<ProductId, Product> m_products;
};

} // namespace

Result<FindAttendees::Answer> answer(const FindAttendees &query, QueryContext &context)
{
    if (!context.people)
        return fail(Fault::Unavailable, "no index of people");
    auto found = context.people->find(query.text, static_cast<std::size_t>(query.most));
    FindAttendees::Answer answer;
    answer.total = static_cast<std::int64_t>(found.total);
    answer.found = std::move(found.lines);
    return answer;
}

Result<GetTicketHolders::Answer> answer(const GetTicketHolders &query, QueryContext &context)
{
    if (!context.people)
        return fail(Fault::Unavailable, "no index of people");
    GetTicketHolders::Answer answer;
    for (const TicketId &ticket : query.tickets) {
        if (auto holder = context.people->holderOf(ticket))
            answer.holders.push_back(std::move(*holder));
    }
    return answer;
}

Result<GetTicketCode::Answer> answer(const GetTicketCode &query, QueryContext &context)
{
    const auto ticket = findEntity<Ticket>(query.ticket, context.reader);
    if (!ticket)
        return fail(ticket.error());
    const auto product = findEntity<Product>(ticket->product, context.reader);
    if (!product)
        return fail(product.error());
    const auto event = theEvent(context.reader);
    if (!event)
        return fail(event.error());
    GetTicketCode::Answer answer;
    answer.code = signedCodeFor(*ticket, *product, event->id, context.keyring);
    return answer;
}

Result<ListTickets::Answer> answer(const ListTickets &query, QueryContext &context)
{
    const auto event = theEvent(context.reader);
    if (!event)
        return fail(event.error());
    TicketLister lister(event->id, context);
    ListTickets::Answer answer;
    Result<> added;
    auto read = context.reader.eachAfter(entityType<Ticket>(), query.after, [&](const StoredRow &row) {
        added = lister.add(row, answer.tickets);
        return added && answer.tickets.size() < static_cast<std::size_t>(query.most);
    });
    if (!read)
        return fail(std::move(read.error()));
    if (!added)
        return fail(std::move(added.error()));
    return answer;
}

namespace {

constexpr std::size_t kMostCardTickets = 50; ///< the limits of the answer's fields
constexpr std::size_t kMostCardEntries = 50;

template <class E>
Result<std::vector<E>> rowsWhere(std::string_view field, const E &sample, std::size_t most, Reader &reader)
{
    std::vector<E> rows;
    Result<> read;
    auto result = reader.eachWhere(entityType<E>(), *tableOf<E>().find(field), &sample, [&](const StoredRow &row) {
        auto entity = entityOf<E>(row);
        if (entity)
            rows.push_back(std::move(*entity));
        else
            read = fail(std::move(entity.error()));
        return read && rows.size() < most;
    });
    if (!result || !read)
        return fail(result ? std::move(read.error()) : std::move(result.error()));
    return rows;
}

Result<CardTicket> cardTicketOf(Ticket ticket, Reader &reader)
{
    CardTicket card;
    card.ticket = ticket.id;
    card.hasImportedCode = !ticket.credential.empty();
    ticket.code.clear();
    ticket.credential.clear();
    ticket.serial = 0; // of the signed code, whose showing is a command of its own
    card.row = std::move(ticket);
    TicketLogEntry sample;
    sample.ticket = card.ticket;
    auto log = rowsWhere("ticket", sample, 10'000, reader);
    if (!log)
        return fail(std::move(log.error()));
    std::sort(log->begin(), log->end(), [](const TicketLogEntry &a, const TicketLogEntry &b) {
        return std::tie(a.at, a.id) < std::tie(b.at, b.id);
    });
    if (log->size() > kMostCardEntries)
        log->erase(log->begin(), log->end() - kMostCardEntries);
    card.log = std::move(*log);
    return card;
}

} // namespace

Result<GetAttendee::Answer> answer(const GetAttendee &query, QueryContext &context)
{
    const auto attendee = findEntity<Attendee>(query.attendee, context.reader);
    if (!attendee)
        return fail(attendee.error());
    GetAttendee::Answer answer;
    answer.attendee = attendee->id;
    answer.name = attendee->name;
    answer.romanised = attendee->romanised;
    answer.company = attendee->company;
    if (context.actor.permissions.has(Permission::ViewContacts)) {
        if (const auto contact = findEntity<AttendeeContact>(query.attendee, context.reader)) {
            answer.mail = contact->mail;
            answer.phone = contact->phone;
        }
    }
    if (!context.actor.permissions.has(Permission::ViewTickets))
        return answer;
    Ticket sample;
    sample.attendee = attendee->id;
    auto tickets = rowsWhere("attendee", sample, kMostCardTickets, context.reader);
    if (!tickets)
        return fail(std::move(tickets.error()));
    std::sort(tickets->begin(), tickets->end(), [](const Ticket &a, const Ticket &b) { return a.id < b.id; });
    for (Ticket &ticket : *tickets) {
        auto card = cardTicketOf(std::move(ticket), context.reader);
        if (!card)
            return fail(std::move(card.error()));
        answer.tickets.push_back(std::move(*card));
    }
    return answer;
}

} // namespace gatehouse
