// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/peopleindex.h"
#include "server/ticketing/queries.h"
#include "shared/admission/rules.h"

/// What is printed for the case that nothing works any more: who may come in, and who is inside.
namespace gatehouse {

namespace {

constexpr std::size_t kMostVisits = 5000; ///< rows of one page of the muster list: some 20 ms
/// A page ends early here: a connection with 256 KiB unsent counts as behind.
constexpr std::size_t kMostPageBytes = 128 * 1024;

template <class Line>
std::size_t bytesOf(const Line &line)
{
    constexpr std::size_t kIdsAndFlags = 64;
    return line.name.size() + line.company.size() + kIdsAndFlags;
}

/// Who is inside by which list. Exits of all are a list's, and change no row of a ticket; there are few lists, and each
/// is read once.
class InsideLook
{
public:
    explicit InsideLook(Reader &reader) : m_reader(reader) {}
    void keep(const CheckInList &list) { m_lists.emplace(list.id, list); }

    bool isInside(const Attendance &attendance)
    {
        if (!attendance.isInside)
            return false; // nobody comes in by an exit of all
        auto known = m_lists.find(attendance.list);
        if (known == m_lists.end()) {
            auto list = findRow<CheckInList>(m_reader, attendance.list);
            known = m_lists.emplace(attendance.list, list ? std::move(*list) : std::nullopt).first;
        }
        return known->second ? isStillInside(*known->second, attendance) : attendance.isInside;
    }

private:
    Reader &m_reader;
    std::map<CheckInListId, std::optional<CheckInList>> m_lists;
};

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

Result<std::optional<DoorLine>> doorLineOf(const PeopleIndex::Line &person, const CheckInListId &list, InsideLook &look,
                                           Reader &reader)
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
    line.isInside = *attendance && look.isInside(**attendance);
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
    InsideLook look(context.reader);
    look.keep(**list);
    ListDoor::Answer answer;
    answer.isLast = looked < static_cast<std::size_t>(query.most);
    answer.people = static_cast<std::int64_t>(context.people->size());
    std::size_t bytes = 0;
    for (std::size_t at = 0, next = 0; at < people.size(); at = next) {
        const AttendeeId attendee = people[at].line.attendee;
        while (next < people.size() && people[next].line.attendee == attendee)
            ++next;
        if (next - at > kMaxPaperLines)
            return fail(Fault::TooLarge, "somebody has more than 2000 tickets");
        if (answer.lines.size() + (next - at) > kMaxPaperLines || bytes >= kMostPageBytes) {
            answer.isLast = false; // a person is on one page, whole
            return answer;
        }
        for (std::size_t each = at; each < next; ++each) {
            if (people[each].line.ticket.isNull())
                continue;
            auto line = doorLineOf(people[each], query.list, look, context.reader);
            if (!line)
                return fail(std::move(line.error()));
            if (!*line)
                continue;
            bytes += bytesOf(**line);
            answer.lines.push_back(std::move(**line));
        }
        answer.nextName = people[at].sortKey;
        answer.next = attendee;
        ++answer.looked;
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
    InsideLook look(context.reader);
    MusterCounter counter(context);
    std::size_t visits = 0;
    std::size_t bytes = 0;
    Result<> lines;
    auto read = context.reader.eachFrom(entityType<Attendance>(), answer.next, [&](const StoredRow &row) {
        const auto attendance = entityOf<Attendance>(row);
        Result<std::optional<MusterLine>> line;
        if (!attendance)
            line = fail(attendance.error());
        else if (look.isInside(*attendance))
            line = counter.lineOf(*attendance);
        if (!line)
            lines = fail(std::move(line.error()));
        else if (*line) {
            bytes += bytesOf(**line);
            answer.lines.push_back(std::move(**line));
        }
        answer.isLast = lines && ++visits < kMostVisits && bytes < kMostPageBytes
            && answer.lines.size() < static_cast<std::size_t>(query.most);
        return answer.isLast;
    });
    if (!read || !lines)
        return fail(read ? std::move(lines.error()) : std::move(read.error()));
    return answer;
}

} // namespace gatehouse
