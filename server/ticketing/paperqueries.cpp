// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/peopleindex.h"
#include "server/ticketing/queries.h"
#include "shared/admission/rules.h"

/// What is printed for the case that nothing works any more: who may come in, and who is inside.
namespace gatehouse {

namespace {

constexpr std::size_t kMostVisits = 5000; ///< rows of one page of the muster list: some 20 ms
constexpr std::size_t kMostLines = 2000;  ///< the limit of the answer's field

/// Exits of all are a list's, and change no row of a ticket.
bool isInside(const Attendance &attendance, Reader &reader)
{
    const auto list = findRow<CheckInList>(reader, attendance.list);
    return list && *list ? isStillInside(**list, attendance) : attendance.isInside;
}

/// The ticket's record on this list; none: the list does not take it.
Result<std::optional<AdmissionRecordId>> recordOn(const CheckInListId &list, const TicketId &ticket, Reader &reader)
{
    AdmissionRecord sample;
    sample.ticket = ticket;
    std::optional<AdmissionRecordId> found;
    Result<> read;
    auto result = reader.eachWhere(entityType<AdmissionRecord>(), *tableOf<AdmissionRecord>().find("ticket"), &sample,
                                   [&](const StoredRow &row) {
                                       const auto record = entityOf<AdmissionRecord>(row);
                                       if (!record)
                                           read = fail(record.error());
                                       else if (record->list == list)
                                           found = AdmissionRecordId(row.id);
                                       return read.has_value() && !found;
                                   });
    if (!result || !read)
        return fail(result ? std::move(read.error()) : std::move(result.error()));
    return found;
}

/// The first character, whole.
std::string initialOf(const std::string &folded)
{
    std::size_t length = folded.empty() ? 0 : 1;
    while (length < folded.size() && (static_cast<unsigned char>(folded[length]) & 0xC0U) == 0x80U)
        ++length;
    return folded.substr(0, length);
}

Result<std::optional<DoorLine>> doorLineOf(const PeopleIndex::Line &person, const CheckInListId &list, Reader &reader)
{
    const auto record = recordOn(list, person.line.ticket, reader);
    if (!record)
        return fail(record.error());
    if (!*record)
        return std::optional<DoorLine>();
    const auto attendance = findRow<Attendance>(reader, **record);
    if (!attendance)
        return fail(attendance.error());
    DoorLine line;
    line.name = person.line.name;
    line.company = person.line.company;
    line.ticket = person.line.ticket;
    line.product = person.line.product;
    line.order = person.line.order;
    line.state = person.line.state;
    line.isInside = *attendance && isInside(**attendance, reader);
    line.wasInside = *attendance && (*attendance)->entries > 0;
    line.initial = initialOf(person.sortKey);
    return std::optional<DoorLine>(std::move(line));
}

/// One who is inside, with what is known of the place.
class MusterCounter
{
public:
    explicit MusterCounter(QueryContext &context) : m_context(context) {}

    Result<std::optional<MusterLine>> lineOf(const Attendance &attendance)
    {
        const auto record = findRow<AdmissionRecord>(m_context.reader, attendance.id);
        if (!record)
            return fail(record.error());
        if (!*record)
            return std::optional<MusterLine>(); // the ticket left the list
        MusterLine line;
        line.ticket = (*record)->ticket;
        line.product = (*record)->product;
        line.gate = attendance.lastGate;
        line.since = attendance.lastAt;
        if (const auto holder = m_context.people->holderOf(line.ticket)) {
            line.name = holder->name;
            line.company = holder->company;
        }
        // Where zones are followed, the gate may have led the other way.
        const auto zone = attendance.zone.isNull() ? zoneBehind(attendance.lastGate) : Result<ZoneId>(attendance.zone);
        if (!zone)
            return fail(zone.error());
        line.zone = *zone;
        return std::optional<MusterLine>(std::move(line));
    }

private:
    /// Many come through few gates.
    Result<ZoneId> zoneBehind(const GateId &gate)
    {
        if (gate.isNull())
            return ZoneId();
        if (const auto known = m_zones.find(gate); known != m_zones.end())
            return known->second;
        const auto row = findRow<Gate>(m_context.reader, gate);
        if (!row)
            return fail(row.error());
        return m_zones[gate] = *row ? (*row)->inner : ZoneId();
    }

    QueryContext &m_context;
    std::map<GateId, ZoneId> m_zones;
};

} // namespace

Result<ListDoor::Answer> answer(const ListDoor &query, QueryContext &context)
{
    if (!context.people)
        return fail(Fault::Unavailable, "no index of people");
    const auto list = findRow<CheckInList>(context.reader, query.list);
    if (!list)
        return fail(list.error());
    if (!*list)
        return fail(Fault::NotFound, "list");
    std::size_t looked = 0;
    const auto people =
        context.people->page(query.afterName, query.after, static_cast<std::size_t>(query.most), &looked);
    ListDoor::Answer answer;
    answer.isLast = looked < static_cast<std::size_t>(query.most);
    for (const PeopleIndex::Line &person : people) {
        answer.nextName = person.sortKey;
        answer.next = person.line.attendee;
        if (person.line.ticket.isNull())
            continue;
        auto line = doorLineOf(person, query.list, context.reader);
        if (!line)
            return fail(std::move(line.error()));
        if (!*line)
            continue;
        if (answer.lines.size() == kMostLines)
            return fail(Fault::TooLarge, "more than 2000 tickets on a page: ask for fewer people");
        answer.lines.push_back(std::move(**line));
    }
    return answer;
}

Result<ListInside::Answer> answer(const ListInside &query, QueryContext &context)
{
    if (!context.people)
        return fail(Fault::Unavailable, "no index of people");
    if (!context.actor.permissions.has(Permission::ViewScans))
        return fail(Fault::Forbidden, "who is inside is known by scans: view_scans is needed");
    ListInside::Answer answer;
    answer.next = query.place;
    answer.isLast = true;
    std::size_t visits = 0;
    std::vector<Attendance> inside;
    Result<> decodes;
    auto read = context.reader.eachFrom(entityType<Attendance>(), answer.next, [&](const StoredRow &row) {
        auto attendance = entityOf<Attendance>(row);
        if (!attendance)
            decodes = fail(std::move(attendance.error()));
        else if (attendance->isInside && isInside(*attendance, context.reader))
            inside.push_back(std::move(*attendance));
        answer.isLast = decodes && ++visits < kMostVisits && inside.size() < static_cast<std::size_t>(query.most);
        return answer.isLast;
    });
    if (!read || !decodes)
        return fail(read ? std::move(decodes.error()) : std::move(read.error()));
    MusterCounter counter(context);
    for (const Attendance &attendance : inside) {
        auto line = counter.lineOf(attendance);
        if (!line)
            return fail(std::move(line.error()));
        if (*line)
            answer.lines.push_back(std::move(**line));
    }
    return answer;
}

} // namespace gatehouse
