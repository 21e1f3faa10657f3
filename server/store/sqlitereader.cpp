// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/sqlitereader.h"

#include "server/store/entry.h"
#include "server/store/schema.h"
#include "shared/admission/admission.h"
#include "shared/house/house.h"
#include "shared/model/codec.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace gatehouse {

namespace {

constexpr std::int64_t kJournalScanMost = 20'000; // entries; beyond, the tables are quicker (a change or two an entry)

constexpr int kKeyColumn = 5;

using sqlite::Statement;
using Visit = std::function<bool(const StoredRow &)>;

bool areAnyOf(const Scopes &audience, const std::unordered_set<Scope> &held)
{
    return std::any_of(audience.begin(), audience.end(), [&held](const Scope &scope) { return held.contains(scope); });
}

bool isReplicated(const EntityType &type)
{
    return type.spec.replication != Replication::Query && type.spec.replication != Replication::Server;
}

struct RowName {
    std::uint16_t entity = 0;
    Id id;
    bool operator==(const RowName &) const = default;
};

struct RowNameHash {
    std::size_t operator()(const RowName &name) const noexcept { return std::hash<Id>{}(name.id) * 31 + name.entity; }
};

/// What happened to a row between two sequences.
struct RowHistory {
    std::int64_t firstBefore = 0;          ///< revision it had before the first of the changes
    std::string firstScopes;               ///< and its scopes
    std::vector<std::string> scopesBefore; ///< of each of the changes: where it came and went, pages may have held it
    std::int64_t lastSequence = 0;         ///< of the last change
    bool isGone = false;
};

class SqliteReader final : public Reader
{
public:
    SqliteReader(sqlite::Connection connection, const Keyring *keyring, std::span<const EntityType *const> entities)
        : m_connection(std::move(connection)), m_keyring(keyring)
    {
        for (const EntityType *type : entities)
            m_types.emplace(type->spec.number, type);
    }

    Result<std::int64_t> head() override { return m_connection.number("SELECT ifnull(max(seq), 0) FROM journal"); }

    Result<Instant> shownSince(std::int64_t sequence) override
    {
        if (!m_lifeBegan) {
            auto began = readLife();
            if (!began)
                return fail(std::move(began.error()));
            m_lifeBegan = *began;
        }
        auto statement = keptSql("SELECT entry FROM journal WHERE seq = ?1");
        if (!statement)
            return fail(std::move(statement.error()));
        auto row = (*statement)->bind(1, sequence).step();
        if (!row || !*row)
            return row ? fail(Fault::NotFound, "entry " + std::to_string(sequence)) : fail(std::move(row.error()));
        auto entry = decodeEntry((*statement)->blob(0));
        const Instant at = entry ? entry->serverTime : Instant();
        (*statement)->reset();
        return entry ? Result<Instant>(std::max(at, *m_lifeBegan)) : fail(std::move(entry.error()));
    }

    Result<std::optional<StoredRow>> find(const EntityType &type, const Id &id) override
    {
        std::optional<StoredRow> found;
        auto statement = kept(type, " WHERE id = ?1");
        if (!statement)
            return fail(std::move(statement.error()));
        (*statement)->bindBlob(1, id.view());
        auto result = visitRows(type, **statement, [&found](const StoredRow &row) {
            found = row;
            return true;
        });
        if (!result)
            return fail(std::move(result.error()));
        return found;
    }

    Result<> each(const EntityType &type, const Visit &visit) override
    {
        auto statement = kept(type, " ORDER BY key");
        if (!statement)
            return fail(std::move(statement.error()));
        return visitRows(type, **statement, visit);
    }

    Result<> eachFrom(const EntityType &type, std::int64_t &place, const Visit &visit) override
    {
        auto statement = kept(type, " WHERE key > ?1 ORDER BY key");
        if (!statement)
            return fail(std::move(statement.error()));
        Statement &rows = **statement;
        rows.bind(1, place);
        return visitRows(type, rows, [&rows, &place, &visit](const StoredRow &row) {
            place = rows.integer(kKeyColumn);
            return visit(row);
        });
    }

    Result<> eachAfter(const EntityType &type, const Id &after, const Visit &visit) override
    {
        auto statement = kept(type, " WHERE id > ?1 ORDER BY id");
        if (!statement)
            return fail(std::move(statement.error()));
        (*statement)->bindBlob(1, after.view());
        return visitRows(type, **statement, visit);
    }

    Result<> newest(const EntityType &type, const RowPlace &below, const Visit &visit) override
    {
        auto statement = kept(type, " WHERE (revision, id) < (?1, ?2) ORDER BY revision DESC, id DESC");
        if (!statement)
            return fail(std::move(statement.error()));
        (*statement)->bind(1, below.revision > 0 ? below.revision : std::numeric_limits<std::int64_t>::max());
        (*statement)->bindBlob(2, below.id.view());
        return visitRows(type, **statement, visit);
    }

    Result<> eachWhere(const EntityType &type, const Field &field, const void *sample, const Visit &visit) override
    {
        auto statement = kept(type, " WHERE " + columnName(field) + " IS ?1 ORDER BY key");
        if (!statement)
            return fail(std::move(statement.error()));
        bindValue(**statement, 1, columnValue(field, sample));
        return visitRows(type, **statement, visit);
    }

    Result<> changes(std::int64_t after, std::int64_t until, const Scopes &scopes, const Visit &visit) override
    {
        if (after >= until)
            return {};
        const std::unordered_set<Scope> held(scopes.begin(), scopes.end());
        // One look: what is read belongs together, whatever the writer does meanwhile.
        if (auto result = m_connection.run("BEGIN"); !result)
            return result;
        auto result = until - after <= kJournalScanMost ? changesOfJournal(after, until, held, visit)
                                                        : changesOfTables(after, until, held, visit);
        (void)m_connection.run("COMMIT");
        return result;
    }

    Result<std::string> blob(std::string_view hash, std::int64_t offset, std::size_t most, std::int64_t *size) override
    {
        auto statement = keptSql("SELECT length(content), substr(content, ?2, ?3) FROM blobs WHERE hash = ?1");
        if (!statement)
            return fail(std::move(statement.error()));
        (*statement)->bindBlob(1, hash).bind(2, offset + 1).bind(3, static_cast<std::int64_t>(most));
        auto row = (*statement)->step();
        if (!row)
            return fail(std::move(row.error()));
        if (!*row)
            return fail(Fault::NotFound, "no such blob");
        if (size != nullptr)
            *size = (*statement)->integer(0);
        std::string piece((*statement)->blob(1));
        (*statement)->reset();
        return piece;
    }

    Result<> countScans(Instant from, Instant until, std::int64_t stepMs,
                        const std::function<void(Instant, std::int32_t, std::int32_t)> &visit) override
    {
        const EntityType &type = entityType<Scan>();
        auto statement = keptSql("SELECT body FROM " + tableName(type) + " WHERE f_at >= ?1 AND f_at < ?2");
        if (!statement)
            return fail(std::move(statement.error()));
        (*statement)->bind(1, from.ms).bind(2, until.ms);
        std::map<std::int64_t, std::pair<std::int32_t, std::int32_t>> buckets;
        for (;;) {
            auto row = (*statement)->step();
            if (!row)
                return fail(std::move(row.error()));
            if (!*row)
                break;
            const auto scan = decoded<Scan>((*statement)->blob(0), Strictness::Replica, Part::Open);
            if (!scan || !scan->isCounted || scan->isMove)
                continue; // from zone to zone nobody arrives or goes
            auto &bucket = buckets[(scan->at - from) / stepMs];
            (scan->direction == Direction::Entry ? bucket.first : bucket.second) += std::max(scan->people, 1);
        }
        for (const auto &[bucket, counts] : buckets)
            visit(from + bucket * stepMs, counts.first, counts.second);
        return {};
    }

private:
    /// An epoch is made at the moment it names: the first 48 bits of its id.
    Result<Instant> readLife()
    {
        auto statement = keptSql("SELECT value FROM meta WHERE name = 'epoch'");
        if (!statement)
            return fail(std::move(statement.error()));
        auto row = (*statement)->step();
        if (!row || !*row)
            return row ? fail(Fault::Corrupt, "the document has no epoch") : fail(std::move(row.error()));
        const auto epoch = Id::fromBytes((*statement)->blob(0));
        (*statement)->reset();
        if (!epoch)
            return fail(Fault::Corrupt, "the epoch is damaged");
        Instant began;
        for (std::size_t byte = 0; byte < 6; ++byte)
            began.ms = began.ms << 8 | epoch->bytes[byte];
        return began;
    }

    Result<Statement *> keptSql(const std::string &sql)
    {
        Statement &statement = m_statements[sql];
        if (!statement.isPrepared()) {
            auto prepared = m_connection.prepare(sql);
            if (!prepared)
                return fail(std::move(prepared.error()));
            statement = std::move(*prepared);
        }
        return &statement;
    }

    Result<Statement *> kept(const EntityType &type, const std::string &rest)
    {
        return keptSql("SELECT id, revision, scopes, body, personal, key FROM " + tableName(type) + rest);
    }

    Result<StoredRow> readRow(const EntityType &type, const Statement &statement)
    {
        const auto id = Id::fromBytes(statement.blob(0));
        auto scopes = decodeScopes(statement.blob(2));
        if (!id || !scopes)
            return fail(Fault::Corrupt, "a damaged row of " + tableName(type));
        auto personal = openPersonal(m_keyring, type.spec.number, *id, statement.blob(4));
        if (!personal)
            return fail(std::move(personal.error()));
        return StoredRow{&type,
                         *id,
                         statement.integer(1),
                         false,
                         std::move(*scopes),
                         std::string(statement.blob(3)),
                         std::move(*personal)};
    }

    Result<> visitRows(const EntityType &type, Statement &statement, const Visit &visit)
    {
        for (;;) {
            auto more = statement.step();
            if (!more)
                return fail(std::move(more.error()));
            if (!*more)
                return {};
            auto row = readRow(type, statement);
            if (!row || !visit(*row)) {
                statement.reset();
                return row ? Result<>{} : fail(std::move(row.error()));
            }
        }
    }

    Result<std::string> entryBytes(std::int64_t sequence)
    {
        auto statement = keptSql("SELECT entry FROM journal WHERE seq = ?1");
        if (!statement)
            return fail(std::move(statement.error()));
        auto row = (*statement)->bind(1, sequence).step();
        if (!row)
            return fail(std::move(row.error()));
        if (!*row)
            return fail(Fault::Corrupt, "entry " + std::to_string(sequence) + " is missing");
        std::string bytes((*statement)->blob(0));
        (*statement)->reset();
        return bytes;
    }

    /// Calls visit(entry, change) for the entries after `after` up to `until`.
    template <class ChangeVisit>
    Result<> scanJournal(std::int64_t after, std::int64_t until, ChangeVisit visitChange)
    {
        auto statement = keptSql("SELECT entry FROM journal WHERE seq > ?1 AND seq <= ?2 ORDER BY seq");
        if (!statement)
            return fail(std::move(statement.error()));
        (*statement)->bind(1, after).bind(2, until);
        for (;;) {
            auto more = (*statement)->step();
            if (!more)
                return fail(std::move(more.error()));
            if (!*more)
                return {};
            auto entry = decodeEntry((*statement)->blob(0));
            if (!entry) {
                (*statement)->reset();
                return fail(std::move(entry.error()));
            }
            for (const EntryChange &change : entry->changes)
                visitChange(*entry, change);
        }
    }

    /// The rows that changed, in the order of their last change.
    struct Histories {
        std::unordered_map<RowName, RowHistory, RowNameHash> rows;

        void add(const Entry &entry, const EntryChange &change)
        {
            const auto [at, isNew] = rows.try_emplace(RowName{change.entity, change.id});
            if (isNew) {
                at->second.firstBefore = change.revisionBefore;
                at->second.firstScopes = change.scopesBefore;
            }
            auto &known = at->second.scopesBefore;
            if (std::find(known.begin(), known.end(), change.scopesBefore) == known.end())
                known.emplace_back(change.scopesBefore);
            at->second.lastSequence = entry.sequence;
            at->second.isGone = !change.scopesAfter;
        }
    };

    /// A row as an entry left it. `isGone` where it removed the row.
    Result<StoredRow> rowOfEntry(const EntityType &type, const Entry &entry, const EntryChange &change)
    {
        StoredRow row{&type, change.id, entry.sequence, !change.scopesAfter, {}, {}, {}};
        if (row.isGone)
            return row;
        auto scopes = decodeScopes(*change.scopesAfter);
        auto personal = openPersonal(m_keyring, change.entity, change.id, change.personal);
        if (!scopes || !personal)
            return fail(Fault::Corrupt, "entry " + std::to_string(entry.sequence) + " is not readable");
        row.scopes = std::move(*scopes);
        row.body = change.body;
        row.personal = std::move(*personal);
        return row;
    }

    Result<> visitAsOf(std::int64_t sequence, const RowName &name, const Visit &visit)
    {
        const auto bytes = entryBytes(sequence);
        if (!bytes)
            return fail(bytes.error());
        const auto entry = decodeEntry(*bytes);
        if (!entry)
            return fail(entry.error());
        for (const EntryChange &change : entry->changes) {
            if (change.entity != name.entity || change.id != name.id)
                continue;
            auto row = rowOfEntry(*m_types.at(name.entity), *entry, change);
            if (!row)
                return fail(std::move(row.error()));
            visit(*row);
            return {};
        }
        return fail(Fault::Corrupt, "entry " + std::to_string(sequence) + " lacks a row");
    }

    Result<> changesOfJournal(std::int64_t after, std::int64_t until, const std::unordered_set<Scope> &held,
                              const Visit &visit)
    {
        Histories histories;
        if (auto result = scanJournal(
                after, until,
                [&histories](const Entry &entry, const EntryChange &change) { histories.add(entry, change); });
            !result)
            return result;
        bool goesOn = true;
        Result<> inner;
        auto result = scanJournal(after, until, [&](const Entry &entry, const EntryChange &change) {
            const auto type = m_types.find(change.entity);
            if (!goesOn || !inner || type == m_types.end() || !isReplicated(*type->second))
                return;
            const RowHistory &history = histories.rows.at({change.entity, change.id});
            if (history.lastSequence != entry.sequence)
                return;
            auto row = rowOfEntry(*type->second, entry, change);
            if (!row)
                inner = fail(std::move(row.error()));
            else
                goesOn = visitIfHeld(*row, history, held, visit);
        });
        return result ? inner : result;
    }

    /// A row in a held scope, or the news that it is in none any more, if it was in one.
    bool visitIfHeld(StoredRow &row, const RowHistory &history, const std::unordered_set<Scope> &held,
                     const Visit &visit)
    {
        if (!row.isGone && areAnyOf(row.scopes, held))
            return visit(row);
        const bool wasHeld =
            std::any_of(history.scopesBefore.begin(), history.scopesBefore.end(), [&held](const std::string &bytes) {
                const auto before = decodeScopes(bytes);
                return before && areAnyOf(*before, held);
            });
        if (!wasHeld)
            return true;
        return visit(StoredRow{row.type, row.id, row.revision, true, {}, {}, {}});
    }

    Result<> changesOfTables(std::int64_t after, std::int64_t until, const std::unordered_set<Scope> &held,
                             const Visit &visit)
    {
        // What is already further than `until` is taken from the entries that made it so.
        Histories later;
        if (auto result =
                scanJournal(until, std::numeric_limits<std::int64_t>::max(),
                            [&later](const Entry &entry, const EntryChange &change) { later.add(entry, change); });
            !result)
            return result;
        bool goesOn = true;
        std::unordered_set<RowName, RowNameHash> seen;
        const Visit visitHeld = [&](const StoredRow &row) {
            if (areAnyOf(row.scopes, held) && !row.isGone) {
                seen.insert({row.type->spec.number, row.id});
                goesOn = visit(row);
            }
            return goesOn;
        };
        for (const auto &[number, type] : m_types) {
            if (!isReplicated(*type) || !goesOn)
                continue;
            auto statement = kept(*type, " WHERE revision > ?1 AND revision <= ?2");
            if (!statement)
                return fail(std::move(statement.error()));
            (*statement)->bind(1, after).bind(2, until);
            if (auto result = visitRows(*type, **statement, visitHeld); !result)
                return result;
        }
        for (const auto &[name, history] : later.rows) {
            const auto type = m_types.find(name.entity);
            if (!goesOn || history.firstBefore <= after || type == m_types.end() || !isReplicated(*type->second))
                continue;
            if (auto result = visitAsOf(history.firstBefore, name, visitHeld); !result)
                return result;
        }
        return goesOn ? tombstonesOf(after, until, held, seen, later, visit) : Result<>{};
    }

    Result<> tombstonesOf(std::int64_t after, std::int64_t until, const std::unordered_set<Scope> &held,
                          std::unordered_set<RowName, RowNameHash> &seen, const Histories &later, const Visit &visit)
    {
        auto statement = keptSql("SELECT entity, id, seq FROM tombstones WHERE scope = ?1 AND seq > ?2 AND seq <= ?3");
        if (!statement)
            return fail(std::move(statement.error()));
        for (const Scope &scope : held) {
            std::string bytes;
            encodeScopes({scope}, bytes);
            (*statement)->bindBlob(1, bytes).bind(2, after).bind(3, until);
            for (;;) {
                auto more = (*statement)->step();
                if (!more)
                    return fail(std::move(more.error()));
                if (!*more)
                    break;
                const auto id = Id::fromBytes((*statement)->blob(1));
                const RowName name{static_cast<std::uint16_t>((*statement)->integer(0)), id.value_or(Id{})};
                const auto type = m_types.find(name.entity);
                if (type == m_types.end() || !isReplicated(*type->second) || !seen.insert(name).second
                    || isHeldAsOf(later, name, held))
                    continue;
                if (!visit(StoredRow{type->second, name.id, (*statement)->integer(2), true, {}, {}, {}})) {
                    (*statement)->reset();
                    return {};
                }
            }
        }
        return {};
    }

    /// Whether a row that changed after `until` was in a held scope at `until`, and so was not gone.
    static bool isHeldAsOf(const Histories &later, const RowName &name, const std::unordered_set<Scope> &held)
    {
        const auto found = later.rows.find(name);
        if (found == later.rows.end())
            return false;
        const auto before = decodeScopes(found->second.firstScopes);
        return before && areAnyOf(*before, held);
    }

    sqlite::Connection m_connection;
    const Keyring *m_keyring;
    std::optional<Instant> m_lifeBegan;
    std::map<std::uint16_t, const EntityType *> m_types;
    std::unordered_map<std::string, Statement> m_statements; ///< by their SQL; die before the connection
};

} // namespace

Result<std::unique_ptr<Reader>> openReader(const std::string &path, const Keyring *keyring,
                                           std::span<const EntityType *const> entities)
{
    auto connection = sqlite::Connection::open(path, sqlite::Access::ReadOnly);
    if (!connection)
        return fail(std::move(connection.error()));
    if (auto result = connection->distrust(); !result)
        return fail(std::move(result.error()));
    if (auto result = connection->run("PRAGMA query_only = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY");
        !result)
        return fail(std::move(result.error()));
    return std::make_unique<SqliteReader>(std::move(*connection), keyring, entities.empty() ? entityTypes() : entities);
}

} // namespace gatehouse
