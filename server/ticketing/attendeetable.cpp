// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/attendeetable.h"

#include "shared/ticketing/ticketing.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace gatehouse {

namespace {

template <class E>
Result<> readAll(Reader &reader, std::unordered_map<Id, E> &into)
{
    return eachRow<E>(reader, [&into](E entity) { into.emplace(entity.id, std::move(entity)); });
}

template <class E>
E found(const std::unordered_map<Id, E> &rows, const Id &id)
{
    const auto at = rows.find(id);
    return at == rows.end() ? E() : at->second;
}

std::string timeText(const std::optional<Instant> &at)
{
    return at ? at->toString() : std::string();
}

} // namespace

std::string csvCell(std::string_view text)
{
    // What Excel, LibreOffice and Google's tables take for the beginning of a formula (OWASP, CSV injection).
    const bool isFormula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    std::string cell = isFormula ? "'" : "";
    cell += text;
    if (cell.find_first_of(",;\"\r\n\t'") == std::string::npos
        && cell == std::string_view(cell).substr(0, cell.find(' ')))
        return cell;
    std::string quoted = "\"";
    for (const char letter : cell) {
        if (letter == '"')
            quoted += '"';
        quoted += letter;
    }
    return quoted + '"';
}

Result<std::string> attendeeTable(Reader &reader, TableMark mark)
{
    std::unordered_map<Id, Product> products;
    std::unordered_map<Id, Attendee> attendees;
    std::unordered_map<Id, AttendeeContact> contacts;
    std::unordered_map<Id, Ticket> tickets;
    auto result = readAll(reader, products);
    if (result)
        result = readAll(reader, attendees);
    if (result)
        result = readAll(reader, contacts);
    if (result)
        result = readAll(reader, tickets);
    if (!result)
        return fail(std::move(result.error()));
    std::vector<const Ticket *> order;
    for (const auto &[id, ticket] : tickets)
        order.push_back(&ticket);
    std::sort(order.begin(), order.end(), [](const Ticket *left, const Ticket *right) {
        return std::tie(left->order, left->position, left->id) < std::tie(right->order, right->position, right->id);
    });
    std::string out = mark == TableMark::ByteOrder ? "\xEF\xBB\xBF" : "";
    out += "order,position,name,romanised,company,email,phone,product,status,code,validFrom,validUntil,"
           "people,attention,needsAttention\r\n";
    for (const Ticket *ticket : order) {
        const Attendee attendee = found(attendees, ticket->attendee);
        const AttendeeContact contact = found(contacts, ticket->attendee);
        const std::string cells[] = {ticket->order,
                                     ticket->order.empty() ? std::string() : std::to_string(ticket->position),
                                     attendee.name,
                                     attendee.romanised,
                                     attendee.company,
                                     contact.mail,
                                     contact.phone,
                                     found(products, ticket->product).name,
                                     std::string(enumNames<TicketState>.at(static_cast<std::size_t>(ticket->state))),
                                     ticket->code,
                                     timeText(ticket->validFrom),
                                     timeText(ticket->validUntil),
                                     ticket->people == 1 ? std::string() : std::to_string(ticket->people),
                                     ticket->attention,
                                     ticket->needsAttention ? "yes" : ""};
        for (std::size_t index = 0; index < std::size(cells); ++index)
            out.append(index == 0 ? "" : ",").append(csvCell(cells[index]));
        out += "\r\n";
    }
    return out;
}

} // namespace gatehouse
