// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/commandtransaction.h"

#include "server/keyring/keyring.h"
#include "shared/crypto/digest.h"
#include "shared/crypto/seal.h"
#include "shared/model/codec.h"

#include <algorithm>

namespace gatehouse {

namespace {

constexpr int kMaxCommandDepth = 8; // a command that runs a command …; deeper is a circle

std::string placeKey(const EntityType &type, const Id &id)
{
    std::string key(id.view());
    key += static_cast<char>(type.spec.number >> 8);
    key += static_cast<char>(type.spec.number & 0xff);
    return key;
}

/// The bytes of a personal part in which nothing is set: such a part needs no seal and no key.
std::string emptyPersonal(const EntityType &type)
{
    void *const entity = type.table->make();
    std::string bytes;
    encode(*type.table, entity, Part::Personal, bytes);
    type.table->destroy(entity);
    return bytes;
}

Scopes inOrder(Scopes scopes)
{
    std::sort(scopes.begin(), scopes.end());
    scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
    return scopes;
}

Result<> readParts(const EntityType &type, std::string_view body, std::string_view personal, void *entity)
{
    if (auto result = decode(*type.table, entity, Part::Open, body, Strictness::Replica); !result)
        return result;
    if (personal.empty())
        return {};
    return decode(*type.table, entity, Part::Personal, personal, Strictness::Replica);
}

} // namespace

CommandTransaction::CommandTransaction(const TransactionRoom &room, const CommandRequest &request, Instant now,
                                       std::int64_t sequence)
    : m_room(room), m_request(request), m_now(now), m_sequence(sequence)
{
}

Result<Bytes> CommandTransaction::putBlob(std::string_view content)
{
    if (content.size() > kMaxBlob)
        return fail(Fault::TooLarge, "a blob of " + std::to_string(content.size()) + " bytes");
    std::string hash(sha256(content).view());
    m_blobs.try_emplace(hash, content);
    return Bytes(std::move(hash));
}

BufferedRow *CommandTransaction::buffered(const EntityType &type, const Id &id)
{
    if (m_rows.empty())
        return nullptr;
    const auto found = m_places.find(placeKey(type, id));
    return found == m_places.end() ? nullptr : &m_rows[found->second];
}

BufferedRow *CommandTransaction::buffer(const EntityType &type, const Id &id)
{
    if (BufferedRow *row = buffered(type, id))
        return row;
    auto before = m_room.writer.find(type, id);
    if (!before) {
        m_sqlFailure = std::move(before.error());
        return nullptr;
    }
    m_places.emplace(placeKey(type, id), m_rows.size());
    BufferedRow &row = m_rows.emplace_back();
    row.type = &type;
    row.id = id;
    row.before = std::move(*before);
    row.isRemoved = true; // until something is put
    return &row;
}

bool CommandTransaction::readStored(const EntityType &type, const Id &id, const RowState &row, void *entity)
{
    auto personal = openPersonal(&m_room.keyring, type.spec.number, id, row.personal);
    if (personal && readParts(type, row.body, *personal, entity))
        return true;
    m_sqlFailure = Failure{Fault::Corrupt, "a row of " + std::string(type.spec.name) + " is not readable", {}};
    return false;
}

bool CommandTransaction::findRow(const EntityType &type, const Id &id, void *entity, std::int64_t *revision)
{
    if (m_sqlFailure)
        return false;
    if (BufferedRow *row = buffered(type, id)) {
        if (row->isRemoved || !readParts(type, row->body, row->personal, entity))
            return false;
        if (revision != nullptr)
            *revision = m_sequence;
    } else {
        auto stored = m_room.writer.find(type, id);
        if (!stored) {
            m_sqlFailure = std::move(stored.error());
            return false;
        }
        if (!*stored || !readStored(type, id, **stored, entity))
            return false;
        if (revision != nullptr)
            *revision = (*stored)->revision;
    }
    *type.id(entity) = id;
    return true;
}

std::vector<Id> CommandTransaction::idsWhere(const EntityType &type, const Field &field, const void *sample,
                                             std::size_t most)
{
    const std::vector<const Field *> plain = plainFields(type);
    const auto at = std::find(plain.begin(), plain.end(), &field);
    if (at == plain.end()) {
        refusePut(Fault::Internal, std::string(field.name) + " is not indexed");
        return {};
    }
    const ColumnValue value = columnValue(field, sample);
    auto ids = m_room.writer.idsWhere(type, field, value, most + m_rows.size());
    if (!ids) {
        m_sqlFailure = std::move(ids.error());
        return {};
    }
    std::erase_if(*ids, [this, &type](const Id &id) { return buffered(type, id) != nullptr; });
    const auto column = static_cast<std::size_t>(at - plain.begin());
    for (const BufferedRow &row : m_rows) {
        if (row.type == &type && !row.isRemoved && row.values[column] == value)
            ids->push_back(row.id);
    }
    if (ids->size() > most)
        ids->resize(most);
    return std::move(*ids);
}

std::vector<Id> CommandTransaction::idsAbove(const EntityType &type, const Field &field, std::int64_t bound,
                                             std::size_t most)
{
    const std::vector<const Field *> plain = plainFields(type);
    const auto at = std::find(plain.begin(), plain.end(), &field);
    if (at == plain.end()) {
        refusePut(Fault::Internal, std::string(field.name) + " is not indexed");
        return {};
    }
    auto ids = m_room.writer.idsAbove(type, field, bound, most + m_rows.size());
    if (!ids) {
        m_sqlFailure = std::move(ids.error());
        return {};
    }
    std::erase_if(*ids, [this, &type](const Id &id) { return buffered(type, id) != nullptr; });
    const auto column = static_cast<std::size_t>(at - plain.begin());
    for (const BufferedRow &row : m_rows) {
        if (row.type == &type && !row.isRemoved && row.values[column].integer > bound)
            ids->push_back(row.id);
    }
    if (ids->size() > most)
        ids->resize(most);
    return std::move(*ids);
}

std::vector<Id> CommandTransaction::allIds(const EntityType &type, std::size_t most)
{
    auto ids = m_room.writer.allIds(type, most + m_rows.size());
    if (!ids) {
        m_sqlFailure = std::move(ids.error());
        return {};
    }
    std::erase_if(*ids, [this, &type](const Id &id) { return buffered(type, id) != nullptr; });
    for (const BufferedRow &row : m_rows) {
        if (row.type == &type && !row.isRemoved)
            ids->push_back(row.id);
    }
    if (ids->size() > most)
        ids->resize(most);
    return std::move(*ids);
}

void CommandTransaction::refusePut(Fault fault, std::string detail)
{
    if (!m_putFailure)
        m_putFailure = Failure{fault, std::move(detail), {}};
}

void CommandTransaction::putRow(const EntityType &type, const void *entity)
{
    ++m_puts;
    const Id id = *type.id(const_cast<void *>(entity)); // the accessor serves readers and writers alike
    if (id.isNull())
        return refusePut(Fault::Internal, "a " + std::string(type.spec.name) + " without an id");
    BufferedRow *const row = buffer(type, id);
    if (row == nullptr)
        return;
    row->isRemoved = false;
    row->body.clear();
    encode(*type.table, entity, Part::Open, row->body);
    row->scopes = inOrder(type.scopes(entity));
    row->scopeBytes.clear();
    encodeScopes(row->scopes, row->scopeBytes);
    row->values = columnValues(type, entity);
    row->personal.clear();
    row->person = {};
    if (type.table->hasPersonal && type.person != nullptr) {
        encode(*type.table, entity, Part::Personal, row->personal);
        row->person = type.person(entity);
        if (row->personal == emptyPersonal(type))
            row->personal.clear();
    }
    if (row->body.size() > kMaxContent || row->personal.size() > kMaxContent)
        refusePut(Fault::TooLarge, "a " + std::string(type.spec.name) + " of more than 32 KiB");
    if (row->scopes.size() > kMaxScopes)
        refusePut(Fault::Internal, "too many scopes of a " + std::string(type.spec.name));
    if (!row->personal.empty() && row->person.isNull())
        refusePut(Fault::Internal, "personal fields of nobody in a " + std::string(type.spec.name));
}

void CommandTransaction::removeRow(const EntityType &type, const Id &id)
{
    ++m_puts;
    BufferedRow *const row = buffer(type, id);
    if (row == nullptr)
        return;
    row->isRemoved = true;
    row->scopes.clear();
    row->scopeBytes.clear();
    row->body.clear();
    row->personal.clear();
}

Result<> CommandTransaction::runCommand(const CommandType &type, const void *command, void *answer)
{
    const auto handler = m_room.handlers.find(type.spec.name);
    if (handler == m_room.handlers.end())
        return fail(Fault::Internal, "no handler for " + std::string(type.spec.name));
    if (m_depth >= kMaxCommandDepth)
        return fail(Fault::Internal, "commands run each other in a circle at " + std::string(type.spec.name));
    const std::size_t puts = m_puts;
    ++m_depth;
    auto result = handler->second.run(command, *this, answer);
    --m_depth;
    if (!result && m_puts != puts)
        refusePut(Fault::Internal, std::string(type.spec.name) + " put and then refused");
    return result;
}

Result<> CommandTransaction::seal()
{
    for (BufferedRow &row : m_rows) {
        row.sealed.clear();
        if (row.isRemoved || row.personal.empty())
            continue;
        const auto key = m_room.keyring.personKeyFor(row.person);
        if (!key && key.error().fault == Fault::Revoked) {
            row.personal.clear(); // of the erased nothing is kept, whoever sends it again
            continue;
        }
        if (!key)
            return fail(key.error());
        row.sealed = sealedPersonal(
            row.person,
            gatehouse::seal(*key, row.personal, placeOfPersonal(row.type->spec.number, row.id), m_room.random));
    }
    // Put and removed within one command, or removed without having been there: nothing happened to it.
    std::erase_if(m_rows, [](const BufferedRow &row) { return row.isRemoved && !row.before; });
    m_places.clear();
    return {};
}

std::vector<EntryChange> CommandTransaction::entryChanges() const
{
    std::vector<EntryChange> changes;
    changes.reserve(m_rows.size());
    for (const BufferedRow &row : m_rows) {
        EntryChange &change = changes.emplace_back();
        change.entity = row.type->spec.number;
        change.id = row.id;
        if (row.before) {
            change.revisionBefore = row.before->revision;
            change.scopesBefore = row.before->scopes;
        }
        if (!row.isRemoved)
            change.scopesAfter = row.scopeBytes;
        change.body = row.body;
        change.personal = row.sealed;
    }
    return changes;
}

Result<> CommandTransaction::writeTombstones(const BufferedRow &row)
{
    if (!row.before || row.before->scopes == row.scopeBytes)
        return {};
    const auto before = decodeScopes(row.before->scopes);
    if (!before)
        return fail(Fault::Corrupt, "the scopes of a row are not readable");
    for (const Scope &scope : *before) {
        if (std::binary_search(row.scopes.begin(), row.scopes.end(), scope))
            continue;
        std::string bytes;
        encodeScopes({scope}, bytes);
        if (auto result = m_room.writer.addTombstone(bytes, m_sequence, row.type->spec.number, row.id); !result)
            return result;
    }
    return {};
}

Result<> CommandTransaction::write()
{
    for (const auto &[hash, content] : m_blobs) {
        if (auto result = m_room.writer.writeBlob(hash, content); !result)
            return result;
    }
    for (const BufferedRow &row : m_rows) {
        const std::int64_t key = row.before ? row.before->key : 0;
        auto result = row.isRemoved
            ? m_room.writer.removeRow(*row.type, row.id, key)
            : m_room.writer.writeRow(*row.type,
                                     {key, row.id, m_sequence, row.scopeBytes, row.body, row.sealed, &row.values});
        if (result)
            result = writeTombstones(row);
        if (!result)
            return result;
    }
    return {};
}

std::vector<ChangedRow> CommandTransaction::takeRows()
{
    std::vector<ChangedRow> rows;
    rows.reserve(m_rows.size());
    for (BufferedRow &row : m_rows) {
        ChangedRow &changed = rows.emplace_back();
        changed.type = row.type;
        changed.id = row.id;
        changed.revision = m_sequence;
        if (row.before)
            changed.before = decodeScopes(row.before->scopes).value_or(Scopes{});
        changed.after = std::move(row.scopes);
        changed.body = std::move(row.body);
        changed.personal = std::move(row.personal);
    }
    m_rows.clear();
    return rows;
}

} // namespace gatehouse
