// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admission/handlers.h"
#include "server/keyring/keyring.h"
#include "shared/admission/rules.h"
#include "shared/credential/credential.h"

#include <set>

namespace gatehouse {

namespace {

constexpr std::size_t kMostTickets = 1'000'000; // what an import may bring

template <class Entity, class IdType>
Result<> allExist(const std::vector<IdType> &ids, std::string_view what, Transaction &transaction)
{
    for (const IdType &id : ids) {
        if (!transaction.exists<Entity>(id))
            return fail(Fault::NotFound, std::string(what) + " " + id.toString());
    }
    return {};
}

std::string numbered(std::string_view what, std::size_t index)
{
    return std::string(what) + " " + std::to_string(index + 1);
}

Result<> whyNotWindows(const CheckInList &list, Transaction &transaction)
{
    for (std::size_t index = 0; index < list.windows.size(); ++index) {
        const ListWindow &window = list.windows[index];
        if (window.from && window.until && *window.until <= *window.from)
            return fail(Fault::Invalid, numbered("window", index) + " ends before it begins");
        if (auto result = allExist<Product>(window.products, numbered("window", index) + ": product", transaction);
            !result)
            return result;
        if (auto result = allExist<Gate>(window.gates, numbered("window", index) + ": gate", transaction); !result)
            return result;
    }
    return {};
}

Result<> whyNotReEntryTimes(const CheckInList &list, Transaction &)
{
    for (std::size_t index = 0; index < list.reEntryTimes.size(); ++index) {
        const TimeSpan &time = list.reEntryTimes[index];
        if (time.from && time.until && *time.until <= *time.from)
            return fail(Fault::Invalid, numbered("time of re-entry", index) + " ends before it begins");
    }
    return {};
}

Result<> whyNotQuestion(const Question &question)
{
    if (question.texts.empty())
        return fail(Fault::Invalid, "question " + question.id + " has no words");
    std::set<std::string> choices;
    for (const QuestionChoice &choice : question.choices) {
        if (!choices.insert(choice.id).second)
            return fail(Fault::Invalid, "question " + question.id + " has the choice " + choice.id + " twice");
        if (choice.texts.empty())
            return fail(Fault::Invalid, "question " + question.id + ": choice " + choice.id + " has no words");
    }
    if (question.kind == QuestionKind::Choice && choices.size() < 2)
        return fail(Fault::Invalid, "question " + question.id + " has fewer than two choices");
    return {};
}

Result<> whyNotQuestions(const CheckInList &list, Transaction &transaction)
{
    std::set<std::string> ids;
    for (const Question &question : list.questions) {
        if (!ids.insert(question.id).second)
            return fail(Fault::Invalid, "two questions are called " + question.id);
        if (auto result = whyNotQuestion(question); !result)
            return result;
        if (auto result = allExist<Product>(question.products, "question " + question.id + ": product", transaction);
            !result)
            return result;
    }
    return {};
}

void sortExits(CheckInList &list)
{
    std::sort(list.exitsAllAt.begin(), list.exitsAllAt.end());
    list.exitsAllAt.erase(std::unique(list.exitsAllAt.begin(), list.exitsAllAt.end()), list.exitsAllAt.end());
}

/// Each version is kept for good, also the one that an older program left behind.
void keepRules(const CheckInList &list, Transaction &transaction)
{
    for (const ListRules &known : transaction.where<&ListRules::list>(list.id, 10'000)) {
        if (known.version == list.rulesVersion)
            return;
    }
    ListRules rules;
    rules.id = makeId<ListRulesId>(transaction.now().ms, transaction.random());
    rules.list = list.id;
    rules.version = list.rulesVersion;
    rules.rules = list;
    transaction.put(rules);
}

Result<> whyNotList(const CheckInList &list, Transaction &transaction)
{
    if (list.opensAt && list.closesAt && *list.closesAt <= *list.opensAt)
        return fail(Fault::Invalid, "the list closes before it opens");
    for (const auto check : {whyNotWindows, whyNotReEntryTimes, whyNotQuestions}) {
        if (auto result = check(list, transaction); !result)
            return result;
    }
    if (auto result = allExist<Product>(list.products, "product", transaction); !result)
        return result;
    return allExist<Gate>(list.gates, "gate", transaction);
}

/// The record as the ticket and the list say it must be; its id is the one that exists or a new one.
AdmissionRecord recordOf(const Ticket &ticket, const CheckInList &list, const AdmissionRecord *existing,
                         Transaction &transaction)
{
    AdmissionRecord record;
    if (existing)
        record = *existing;
    else
        record.id = makeId<AdmissionRecordId>(transaction.now().ms, transaction.random());
    record.list = list.id;
    record.ticket = ticket.id;
    record.product = ticket.product;
    record.serial = ticket.serial;
    record.credential = ticket.credential;
    record.reissue = ticket.reissue;
    record.state = ticket.state;
    record.validFrom = ticket.validFrom;
    record.validUntil = ticket.validUntil;
    record.attention = ticket.attention;
    record.people = std::max(ticket.people, 1);
    record.needsAttention = ticket.needsAttention;
    return record;
}

void refresh(const Ticket &ticket, const Product &product, const CheckInList &list,
             const std::vector<AdmissionRecord> &records, Transaction &transaction)
{
    const auto existing = std::find_if(records.begin(), records.end(),
                                       [&](const AdmissionRecord &record) { return record.list == list.id; });
    const bool isThere = existing != records.end();
    if (!takesProduct(list, product)) {
        if (isThere)
            transaction.remove<AdmissionRecord>(existing->id);
        return;
    }
    const AdmissionRecord record = recordOf(ticket, list, isThere ? &*existing : nullptr, transaction);
    if (!isThere || record != *existing)
        transaction.put(record);
}

/// One long command: about 20 µs a ticket. Lists are made before the doors open, so it runs whole. Everything is looked
/// at before the first put, since each look would go through all puts of the command.
void refreshAll(const CheckInList &list, Transaction &transaction)
{
    std::map<ProductId, Product> products;
    for (Product &product : transaction.all<Product>())
        products.emplace(product.id, std::move(product));
    const std::vector<Ticket> tickets = transaction.all<Ticket>(kMostTickets);
    std::vector<std::vector<AdmissionRecord>> records;
    records.reserve(tickets.size());
    for (const Ticket &ticket : tickets)
        records.push_back(transaction.where<&AdmissionRecord::ticket>(ticket.id));
    for (std::size_t index = 0; index < tickets.size(); ++index) {
        const auto product = products.find(tickets[index].product);
        if (product != products.end())
            refresh(tickets[index], product->second, list, records[index], transaction);
    }
}

} // namespace

Result<> handle(const AddCheckInList &command, Transaction &transaction)
{
    if (transaction.exists<CheckInList>(command.list))
        return fail(Fault::Conflict, "the list exists");
    CheckInList list;
    list.id = command.list;
    list.name = command.name;
    list.products = command.products;
    list.gates = command.gates;
    list.takesUnpaid = command.takesUnpaid;
    list.allowsReEntry = command.allowsReEntry;
    list.mostEntries = command.mostEntries;
    list.opensAt = command.opensAt;
    list.closesAt = command.closesAt;
    list.mostPerDay = command.mostPerDay;
    list.windows = command.windows;
    list.followsZones = command.followsZones;
    list.minutesBetween = command.minutesBetween;
    list.reEntryTimes = command.reEntryTimes;
    list.questions = command.questions;
    list.exitsAllAt = command.exitsAllAt;
    sortExits(list);
    list.exitedAllAt = transaction.now(); // nobody is inside yet: what lies before is no concern
    if (auto result = whyNotList(list, transaction); !result)
        return result;
    refreshAll(list, transaction);
    keepRules(list, transaction);
    transaction.put(list);
    return {};
}

Result<> handle(const EditCheckInList &command, Transaction &transaction)
{
    const auto list = transaction.find<CheckInList>(command.list);
    if (!list)
        return fail(Fault::NotFound, "list");
    auto changed = edited(*list, command.edits);
    if (!changed)
        return fail(std::move(changed.error()));
    if (auto result = whyNotList(*changed, transaction); !result)
        return result;
    sortExits(*changed);
    keepRules(*list, transaction);
    ++changed->rulesVersion;
    keepRules(*changed, transaction);
    if (changed->products != list->products)
        refreshAll(*changed, transaction);
    transaction.put(*changed);
    return {};
}

namespace {

/// Whom the list has inside at this moment, by the zone they are in.
std::map<ZoneId, std::int32_t> insideByZone(const CheckInList &list, Instant at, Transaction &transaction)
{
    std::map<GateId, ZoneId> innerZones;
    for (const Gate &gate : transaction.all<Gate>())
        innerZones.emplace(gate.id, gate.inner);
    std::map<ZoneId, std::int32_t> inside;
    for (const Attendance &row : transaction.all<Attendance>(kMostTickets)) {
        if (row.list != list.id || row.lastAt >= at)
            continue;
        const Attendance use = atInstant(list, row, at - 1);
        if (!use.isInside)
            continue;
        const auto gate = innerZones.find(use.lastGate);
        const ZoneId zone = !use.zone.isNull() ? use.zone : gate == innerZones.end() ? ZoneId{} : gate->second;
        inside[zone] += std::max(use.peopleInside, 1);
    }
    return inside;
}

/// Leads out whom the list has inside at this exit; the count of people follows. The rows of the tickets stay as they
/// are: that they are out by now follows from the list's exits.
Result<std::int32_t> leadOut(CheckInList &list, Instant at, Transaction &transaction)
{
    std::int32_t people = 0;
    for (const auto &[zone, count] : insideByZone(list, at, transaction)) {
        people += count;
        if (zone.isNull() || !transaction.exists<Zone>(zone))
            continue;
        LeaveZone leave;
        leave.zone = zone;
        leave.people = count;
        leave.at = at;
        if (auto left = transaction.run(leave); !left)
            return fail(std::move(left.error()));
    }
    list.exitedAllAt = at;
    return people;
}

} // namespace

Result<ExitAll::Answer> handle(const ExitAll &command, Transaction &transaction)
{
    auto list = transaction.find<CheckInList>(command.list);
    if (!list)
        return fail(Fault::NotFound, "list " + command.list.toString());
    // At a limit, the first ones say least.
    if (list->exitsAllAt.size() >= kMaxExits)
        list->exitsAllAt.erase(list->exitsAllAt.begin());
    const Instant at = transaction.now();
    list->exitsAllAt.push_back({at});
    sortExits(*list);
    auto people = leadOut(*list, at, transaction);
    if (!people)
        return fail(std::move(people.error()));
    transaction.put(*list);
    return ExitAll::Answer{*people};
}

Result<RunExits::Answer> handle(const RunExits &, Transaction &transaction)
{
    RunExits::Answer answer;
    for (CheckInList &list : transaction.all<CheckInList>()) {
        const CheckInList before = list;
        while (const auto at = nextExitOfAll(list)) {
            if (*at > transaction.now()) {
                answer.next = std::min(answer.next.value_or(*at), *at);
                break;
            }
            if (auto people = leadOut(list, *at, transaction); !people)
                return fail(std::move(people.error()));
        }
        if (list != before)
            transaction.put(list);
    }
    return answer;
}

Result<> handle(const RefreshRecords &command, Transaction &transaction)
{
    const auto records = transaction.where<&AdmissionRecord::ticket>(command.ticket);
    const auto ticket = transaction.find<Ticket>(command.ticket);
    const auto product = ticket ? transaction.find<Product>(ticket->product) : std::nullopt;
    if (!product) {
        for (const AdmissionRecord &record : records)
            transaction.remove<AdmissionRecord>(record.id);
        return {};
    }
    for (const CheckInList &list : transaction.all<CheckInList>())
        refresh(*ticket, *product, list, records, transaction);
    return {};
}

Result<> handle(const PublishCredentialKeys &command, Transaction &transaction)
{
    const Keyring &keyring = transaction.keyring();
    CredentialKeys keys;
    keys.id = command.event;
    keys.hashKey = Bytes(keyring.credentialKey().view());
    keys.eventTag = eventTagFor(command.event);
    for (const NumberedKey &key : keyring.ticketKeys()) {
        if (!key.isRevoked)
            keys.ticketKeys.push_back(ticketKeyText(key.id, key.key.publicKey()));
    }
    constexpr std::size_t kMostKeys = 8; // the field's limit; the oldest go first
    if (keys.ticketKeys.size() > kMostKeys)
        keys.ticketKeys.erase(keys.ticketKeys.begin(), keys.ticketKeys.end() - kMostKeys);
    transaction.put(keys);
    return {};
}

} // namespace gatehouse
