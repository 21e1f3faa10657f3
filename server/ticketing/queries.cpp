// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/queries.h"

#include "server/ticketing/codes.h"
#include "server/ticketing/peopleindex.h"

namespace gatehouse {

namespace {

template <class E>
Result<E> findEntity(const Id &id, Reader &reader)
{
    const auto row = reader.find(entityType<E>(), id);
    if (!row)
        return fail(row.error());
    if (!*row || (*row)->isGone)
        return fail(Fault::NotFound, std::string(E::spec.name));
    return entityOf<E>(**row);
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

} // namespace gatehouse
