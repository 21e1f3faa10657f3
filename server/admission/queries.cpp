// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admission/queries.h"

#include "shared/admission/rules.h"

namespace gatehouse {

namespace {

constexpr std::size_t kMostBuckets = 1500; // the limit of the answer's field

Result<ListedScan> listed(const StoredRow &row)
{
    auto scan = entityOf<Scan>(row);
    if (!scan)
        return fail(std::move(scan.error()));
    ListedScan line;
    line.scan = ScanId(row.id);
    line.revision = row.revision;
    line.row = std::move(*scan);
    return line;
}

/// Visits what a `visit` of the reader may stop at, and carries a failure out of it.
class Collector
{
public:
    Collector(std::vector<ListedScan> &lines, std::size_t most) : m_lines(lines), m_most(most) {}

    bool operator()(const StoredRow &row)
    {
        auto line = listed(row);
        if (!line) {
            m_failure = std::move(line.error());
            return false;
        }
        m_lines.push_back(std::move(*line));
        return m_lines.size() < m_most;
    }
    [[nodiscard]] Result<> result() const { return m_failure ? Result<>(fail(*m_failure)) : Result<>(); }

private:
    std::vector<ListedScan> &m_lines;
    std::size_t m_most;
    std::optional<Failure> m_failure;
};

template <class E>
const Field &fieldNamed(std::string_view name)
{
    return *tableOf<E>().find(name);
}

Result<std::vector<AdmissionRecordId>> recordsOf(const TicketId &ticket, Reader &reader)
{
    AdmissionRecord sample;
    sample.ticket = ticket;
    std::vector<AdmissionRecordId> records;
    auto result = reader.eachWhere(entityType<AdmissionRecord>(), fieldNamed<AdmissionRecord>("ticket"), &sample,
                                   [&](const StoredRow &row) {
                                       records.emplace_back(row.id);
                                       return true;
                                   });
    if (!result)
        return fail(std::move(result.error()));
    return records;
}

Result<> collectOfTicket(const TicketId &ticket, Collector &collect, Reader &reader)
{
    const auto records = recordsOf(ticket, reader);
    if (!records)
        return fail(records.error());
    for (const AdmissionRecordId &record : *records) {
        Scan sample;
        sample.record = record;
        if (auto result = reader.eachWhere(entityType<Scan>(), fieldNamed<Scan>("record"), &sample, std::ref(collect));
            !result)
            return result;
    }
    return {};
}

void keepNewest(std::vector<ListedScan> &lines, const ListScans &query)
{
    const auto below = std::tie(query.below, query.belowScan);
    std::erase_if(
        lines, [&](const ListedScan &line) { return query.below != 0 && std::tie(line.revision, line.scan) >= below; });
    std::sort(lines.begin(), lines.end(), [](const ListedScan &a, const ListedScan &b) {
        return std::tie(a.revision, a.scan) > std::tie(b.revision, b.scan);
    });
    lines.resize(std::min(lines.size(), static_cast<std::size_t>(query.most)));
}

} // namespace

Result<ListScans::Answer> answer(const ListScans &query, QueryContext &context)
{
    ListScans::Answer answer;
    const bool isOfTicket = !query.ticket.isNull();
    Collector collect(answer.scans, isOfTicket ? 10'000 : static_cast<std::size_t>(query.most));
    auto result = isOfTicket
        ? collectOfTicket(query.ticket, collect, context.reader)
        : context.reader.newest(entityType<Scan>(), {query.below, query.belowScan}, std::ref(collect));
    if (!result)
        return fail(std::move(result.error()));
    if (auto collected = collect.result(); !collected)
        return fail(std::move(collected.error()));
    keepNewest(answer.scans, query);
    return answer;
}

Result<CountArrivals::Answer> answer(const CountArrivals &query, QueryContext &context)
{
    if (query.until <= query.from)
        return fail(Fault::Invalid, "the last moment is not after the first");
    if (static_cast<std::uint64_t>(query.until.ms - query.from.ms) / static_cast<std::uint64_t>(query.stepMs)
        >= kMostBuckets)
        return fail(Fault::TooLarge, "more than 1500 steps");
    CountArrivals::Answer answer;
    auto result = context.reader.countScans(query.from, query.until, query.stepMs,
                                            [&](Instant from, std::int32_t entries, std::int32_t exits) {
                                                answer.buckets.push_back({from, entries, exits});
                                            });
    if (!result)
        return fail(std::move(result.error()));
    return answer;
}

namespace {

Result<TicketUse> useOf(const TicketId &ticket, const AdmissionRecordId &record, Reader &reader)
{
    TicketUse use;
    use.ticket = ticket;
    use.record = record;
    auto row = reader.find(entityType<AdmissionRecord>(), record);
    if (!row || !*row)
        return fail(row ? Failure{Fault::NotFound, {}, {}} : std::move(row.error()));
    const auto kept = entityOf<AdmissionRecord>(**row);
    if (!kept)
        return fail(kept.error());
    use.list = kept->list;
    row = reader.find(entityType<Attendance>(), record);
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return use; // never used
    const auto attendance = entityOf<Attendance>(**row);
    if (!attendance)
        return fail(attendance.error());
    const auto list = findRow<CheckInList>(reader, kept->list);
    if (!list)
        return fail(list.error());
    use.isInside = *list ? isStillInside(**list, *attendance) : attendance->isInside;
    use.entries = attendance->entries;
    use.lastAt = attendance->lastAt;
    use.lastGate = attendance->lastGate;
    return use;
}

} // namespace

Result<GetTicketUse::Answer> answer(const GetTicketUse &query, QueryContext &context)
{
    GetTicketUse::Answer found;
    for (const TicketId &ticket : query.tickets) {
        const auto records = recordsOf(ticket, context.reader);
        if (!records)
            return fail(records.error());
        for (const AdmissionRecordId &record : *records) {
            auto use = useOf(ticket, record, context.reader);
            if (!use)
                return fail(std::move(use.error()));
            if (found.uses.size() < kMaxList)
                found.uses.push_back(std::move(*use));
        }
    }
    return found;
}

namespace {

/// The list as it was in this version; of a list that an older program made, the version that it has now.
Result<std::optional<CheckInList>> rulesOf(const CheckInListId &list, std::int32_t version, Reader &reader)
{
    ListRules sample;
    sample.list = list;
    std::optional<CheckInList> rules;
    auto result =
        reader.eachWhere(entityType<ListRules>(), fieldNamed<ListRules>("list"), &sample, [&](const StoredRow &row) {
            const auto kept = entityOf<ListRules>(row);
            if (kept && kept->version == version)
                rules = kept->rules;
            return !rules;
        });
    if (!result)
        return fail(std::move(result.error()));
    if (rules) {
        rules->id = list;
        return rules;
    }
    auto now = findRow<CheckInList>(reader, list);
    if (now && *now && (*now)->rulesVersion != version)
        return std::optional<CheckInList>();
    return now;
}

} // namespace

Result<GetScanInputs::Answer> answer(const GetScanInputs &query, QueryContext &context)
{
    auto inputs = findRow<ScanInputs>(context.reader, query.scan);
    if (!inputs)
        return fail(std::move(inputs.error()));
    if (!*inputs)
        return fail(Fault::NotFound, "nothing is kept of this scan");
    auto rules = rulesOf((*inputs)->list, (*inputs)->rulesVersion, context.reader);
    if (!rules)
        return fail(std::move(rules.error()));
    if (!*rules)
        return fail(Fault::NotFound, "the rules of that version are not kept");
    GetScanInputs::Answer answer;
    answer.inputs = std::move(**inputs);
    answer.rules = std::move(**rules);
    if (context.actor.permissions.has(Permission::ViewAttendees)) {
        auto given = findRow<ScanAnswers>(context.reader, query.scan);
        if (!given)
            return fail(std::move(given.error()));
        if (*given)
            answer.answers = std::move((*given)->answers);
    }
    return answer;
}

} // namespace gatehouse
