// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admission/handlers.h"
#include "server/keyring/keyring.h"
#include "shared/admission/rules.h"
#include "shared/credential/credential.h"

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

Result<> whyNotList(const CheckInList &list, Transaction &transaction)
{
    if (list.opensAt && list.closesAt && *list.closesAt <= *list.opensAt)
        return fail(Fault::Invalid, "the list closes before it opens");
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
    if (auto result = whyNotList(list, transaction); !result)
        return result;
    refreshAll(list, transaction);
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
    ++changed->rulesVersion;
    if (changed->products != list->products)
        refreshAll(*changed, transaction);
    transaction.put(*changed);
    return {};
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
