// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/verify.h"

#include "server/store/entry.h"
#include "server/store/files.h"
#include "server/store/schema.h"
#include "shared/crypto/digest.h"
#include "shared/house/house.h"
#include "shared/model/codec.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

namespace gatehouse {

namespace {

using sqlite::Statement;

/// 16 bytes that stand for a row's content while the whole journal is held against the tables.
using Content = std::array<std::uint8_t, 16>;

Content contentOf(std::string_view scopes, std::string_view body, std::string_view personal)
{
    // The lengths are hashed too, so that no byte can move from one part to the next.
    const std::uint32_t sizes[] = {static_cast<std::uint32_t>(scopes.size()), static_cast<std::uint32_t>(body.size())};
    const Digest digest = Sha256()
                              .add({reinterpret_cast<const char *>(sizes), sizeof sizes})
                              .add(scopes)
                              .add(body)
                              .add(personal)
                              .finish();
    Content content;
    std::copy_n(digest.bytes.begin(), content.size(), content.begin());
    return content;
}

struct RowName {
    Id id;
    std::uint16_t entity = 0;
    bool operator==(const RowName &) const = default;
};

struct RowNameHash {
    std::size_t operator()(const RowName &name) const noexcept { return std::hash<Id>{}(name.id) * 31 + name.entity; }
};

/// What the journal says a row is now.
struct Expected {
    std::int64_t revision = 0;
    Content content{};
    bool isGone = false;
    bool wasFound = false;
};

constexpr std::int64_t kTellEvery = 256; // entries: some milliseconds

class Verification
{
public:
    Verification(sqlite::Connection &connection, const VerifyOptions &options)
        : m_connection(connection), m_options(options),
          m_entities(options.entities.empty() ? entityTypes() : options.entities)
    {
        for (const EntityType *type : m_entities) {
            const auto &fields = type->table->fields;
            if (std::any_of(fields.begin(), fields.end(), [](const Field &field) { return field.is(Flag::Blob); }))
                m_typesWithBlobs.emplace(type->spec.number, type);
        }
    }

    Result<VerifyReport> run()
    {
        for (const auto step :
             {&Verification::walkJournal, &Verification::compareRows, &Verification::compareTombstones,
              &Verification::checkBlobs, &Verification::checkSenders}) {
            auto result = (this->*step)();
            if (!result && result.error().fault != Fault::Corrupt)
                return fail(std::move(result.error()));
            if (!result)
                add(0, result.error().detail); // what is left may still be read
        }
        return std::move(m_report);
    }

private:
    void add(std::int64_t sequence, std::string what)
    {
        ++m_report.faultCount;
        if (m_report.faults.size() < kMaxVerifyFaults)
            m_report.faults.push_back({sequence, std::move(what)});
    }

    /// Calls visit(statement) for each row of the answer.
    template <class RowVisit>
    Result<> visitRows(const std::string &sql, RowVisit visit)
    {
        auto statement = m_connection.prepare(sql);
        if (!statement)
            return fail(std::move(statement.error()));
        for (;;) {
            auto more = statement->step();
            if (!more)
                return fail(std::move(more.error()));
            if (!*more)
                return {};
            visit(*statement);
        }
    }

    Result<> walkJournal()
    {
        auto statement = m_connection.prepare("SELECT value FROM meta WHERE name = 'document'");
        if (!statement)
            return fail(std::move(statement.error()));
        auto row = statement->step();
        if (!row)
            return fail(std::move(row.error()));
        const auto document = *row ? Id::fromBytes(statement->blob(0)) : std::nullopt;
        statement->reset();
        if (!document)
            add(0, "the document has no id");
        m_report.head = {0, genesisHash(document.value_or(Id{}))};
        auto total = m_connection.number("SELECT ifnull(max(seq), 0) FROM journal");
        if (!total)
            return fail(std::move(total.error()));
        bool isWanted = true;
        auto result = visitRows("SELECT seq, hash, entry FROM journal ORDER BY seq", [&](const Statement &entry) {
            if (isWanted)
                walkEntry(entry.integer(0), entry.blob(1), entry.blob(2));
            if (m_options.progress && m_report.entries % kTellEvery == 0)
                isWanted = isWanted && m_options.progress(m_report.entries, *total);
        });
        if (result && !isWanted)
            return fail(Fault::Unavailable, "cancelled");
        if (result && m_options.known)
            checkKnownHead(*m_options.known);
        return result;
    }

    void walkEntry(std::int64_t sequence, std::string_view hash, std::string_view bytes)
    {
        ++m_report.entries;
        if (sequence != m_report.head.sequence + 1)
            add(sequence, "entries before it are missing");
        if (entryHash(m_report.head.hash, bytes) != hash)
            add(sequence, "the entry does not follow from the one before, or was changed");
        const auto entry = decodeEntry(bytes);
        if (!entry)
            add(sequence, entry.error().detail);
        else
            walkChanges(sequence, *entry);
        m_report.head = {sequence, std::string(hash)};
        if (m_options.known && m_options.known->sequence == sequence)
            m_hashAtKnown = hash;
    }

    void checkKnownHead(const JournalHead &known)
    {
        if (known.sequence > m_report.head.sequence)
            add(known.sequence, "the journal was cut short: it ends at " + std::to_string(m_report.head.sequence));
        else if (known.sequence > 0 && m_hashAtKnown != known.hash)
            add(known.sequence, "the journal is not the one that was noted");
    }

    void walkChanges(std::int64_t sequence, const Entry &entry)
    {
        if (entry.sequence != sequence)
            add(sequence, "the entry says that it is number " + std::to_string(entry.sequence));
        if (entry.hashBefore != m_report.head.hash)
            add(sequence, "the entry names another one before it");
        if (!entry.sender.isNull()) {
            auto &last = m_lastNumbers[entry.sender];
            if (entry.number <= last)
                add(sequence, "a sender's number took effect twice");
            last = std::max(last, entry.number);
        }
        for (const EntryChange &change : entry.changes)
            walkChange(sequence, change);
    }

    void walkChange(std::int64_t sequence, const EntryChange &change)
    {
        const auto [at, isNew] = m_expected.try_emplace(RowName{change.id, change.entity});
        Expected &expected = at->second;
        const std::int64_t revision = expected.isGone ? 0 : expected.revision;
        if (change.revisionBefore != revision)
            add(sequence,
                "a change rests on revision " + std::to_string(change.revisionBefore) + " of "
                    + nameOf(change.entity, change.id) + ", which had " + std::to_string(revision));
        if (isNew || expected.isGone)
            ++m_alive;
        expected.revision = sequence;
        expected.isGone = !change.scopesAfter;
        if (expected.isGone)
            --m_alive;
        else
            expected.content = contentOf(*change.scopesAfter, change.body, change.personal);
        expectTombstones(sequence, change);
        expectBlobs(sequence, change);
        if (m_options.keyring != nullptr && !openPersonal(m_options.keyring, change.entity, change.id, change.personal))
            add(sequence, "the personal part of " + nameOf(change.entity, change.id) + " does not open");
    }

    /// What a row names lies apart, and is kept as long as the entry that named it.
    void expectBlobs(std::int64_t sequence, const EntryChange &change)
    {
        const auto type = m_typesWithBlobs.find(change.entity);
        if (type == m_typesWithBlobs.end() || change.body.empty())
            return;
        const Table &table = *type->second->table;
        const std::unique_ptr<void, void (*)(void *)> entity(table.make(), table.destroy);
        if (!decode(table, entity.get(), Part::Open, change.body, Strictness::Replica))
            return add(sequence, nameOf(change.entity, change.id) + " is not readable");
        for (const Field &field : table.fields) {
            if (!field.is(Flag::Blob))
                continue;
            if (const auto &hash = *static_cast<const Bytes *>(field.at(entity.get())); !hash.empty())
                m_blobsExpected.try_emplace(hash, sequence);
        }
    }

    // Tombstones come in another order from the table than from the journal: both are summed up, each by its hash.

    void expectTombstones(std::int64_t sequence, const EntryChange &change)
    {
        if (change.scopesBefore.empty())
            return;
        const auto before = decodeScopes(change.scopesBefore);
        const auto after = decodeScopes(change.scopesAfter.value_or(std::string_view()));
        if (!before || !after)
            return add(sequence, "scopes are not readable");
        for (const Scope &scope : *before) {
            if (std::find(after->begin(), after->end(), scope) != after->end())
                continue;
            std::string bytes;
            encodeScopes({scope}, bytes);
            m_tombstoneSum += tombstoneHash(bytes, sequence, change.entity, change.id.view());
            ++m_tombstonesExpected;
        }
    }

    static std::uint64_t tombstoneHash(std::string_view scope, std::int64_t sequence, std::int64_t entity,
                                       std::string_view id)
    {
        std::string bytes(reinterpret_cast<const char *>(&sequence), sizeof sequence);
        bytes.append(reinterpret_cast<const char *>(&entity), sizeof entity);
        bytes += id;
        bytes += scope;
        const Digest digest = sha256(bytes);
        std::uint64_t sum = 0;
        std::copy_n(digest.bytes.begin(), sizeof sum, reinterpret_cast<std::uint8_t *>(&sum));
        return sum;
    }

    Result<> compareTombstones()
    {
        std::uint64_t sum = 0;
        auto result = visitRows("SELECT scope, seq, entity, id FROM tombstones", [this, &sum](const Statement &row) {
            ++m_report.tombstones;
            sum += tombstoneHash(row.blob(0), row.integer(1), row.integer(2), row.blob(3));
        });
        if (result && (sum != m_tombstoneSum || m_report.tombstones != m_tombstonesExpected))
            add(0, "the tombstones are not those of the journal");
        return result;
    }

    [[nodiscard]] std::string nameOf(std::uint16_t entity, const Id &id) const
    {
        const auto type = std::find_if(m_entities.begin(), m_entities.end(),
                                       [entity](const EntityType *each) { return each->spec.number == entity; });
        return (type == m_entities.end() ? "entity " + std::to_string(entity) : std::string((*type)->spec.name)) + ' '
            + id.toString();
    }

    Result<> compareRows()
    {
        for (const EntityType *type : m_entities) {
            if (auto result = compareTable(*type); !result)
                return result;
        }
        if (m_found == m_alive)
            return {};
        for (const auto &[name, expected] : m_expected) {
            const bool isKnown =
                std::any_of(m_entities.begin(), m_entities.end(),
                            [&name = name](const EntityType *type) { return type->spec.number == name.entity; });
            if (!expected.isGone && !expected.wasFound && isKnown)
                add(expected.revision, nameOf(name.entity, name.id) + " is missing");
        }
        return {};
    }

    Result<> compareTable(const EntityType &type)
    {
        std::set<std::string, std::less<>> held; // a document of an older program has not all of them yet
        auto listed = visitRows("PRAGMA table_info(" + tableName(type) + ")",
                                [&held](const Statement &row) { held.emplace(row.text(1)); });
        if (!listed || held.empty()) // without its table, each row that the journal knows is missing
            return listed;
        std::string columns = "id, revision, scopes, body, personal";
        std::vector<const Field *> plain = plainFields(type);
        std::erase_if(plain, [&held](const Field *field) { return !held.contains(columnName(*field)); });
        for (const Field *field : plain)
            columns += ", " + columnName(*field);
        return visitRows("SELECT " + columns + " FROM " + tableName(type),
                         [this, &type, &plain](const Statement &row) { compareRow(type, plain, row); });
    }

    void compareRow(const EntityType &type, const std::vector<const Field *> &plain, const Statement &row)
    {
        ++m_report.rows;
        const auto id = Id::fromBytes(row.blob(0));
        const auto found = id ? m_expected.find({*id, type.spec.number}) : m_expected.end();
        if (found == m_expected.end() || found->second.isGone || found->second.wasFound)
            return add(0, "a row of " + tableName(type) + " that the journal does not know");
        Expected &expected = found->second;
        expected.wasFound = true;
        ++m_found;
        if (expected.revision != row.integer(1) || expected.content != contentOf(row.blob(2), row.blob(3), row.blob(4)))
            return add(expected.revision, nameOf(type.spec.number, *id) + " is not what the journal says");
        if (!plain.empty() && !columnsAgree(type, plain, row))
            add(expected.revision, "the columns of " + nameOf(type.spec.number, *id) + " are not those of its body");
    }

    static bool columnsAgree(const EntityType &type, const std::vector<const Field *> &plain, const Statement &row)
    {
        const std::unique_ptr<void, void (*)(void *)> entity(type.table->make(), type.table->destroy);
        if (!decode(*type.table, entity.get(), Part::Open, row.blob(3), Strictness::Replica))
            return false;
        for (std::size_t index = 0; index < plain.size(); ++index) {
            if (readValue(row, static_cast<int>(index) + 5) != columnValue(*plain[index], entity.get()))
                return false;
        }
        return true;
    }

    Result<> checkBlobs()
    {
        auto result = visitRows("SELECT hash, content FROM blobs", [this](const Statement &row) {
            ++m_report.blobs;
            if (sha256(row.blob(1)).view() != row.blob(0))
                add(0, "the blob " + toHex(row.blob(0)) + " was changed");
            m_blobsExpected.erase(std::string(row.blob(0)));
        });
        for (const auto &[hash, sequence] : m_blobsExpected)
            add(sequence, "the blob " + toHex(hash) + " is missing");
        return result;
    }

    /// Numbers of refused commands are in no entry: a sender may be further than the journal, never behind it.
    Result<> checkSenders()
    {
        auto result = visitRows("SELECT sender, last FROM senders", [this](const Statement &row) {
            const auto sender = Id::fromBytes(row.blob(0));
            const auto found = sender ? m_lastNumbers.find(*sender) : m_lastNumbers.end();
            if (found == m_lastNumbers.end())
                return;
            if (row.integer(1) < found->second)
                add(0, "the last number of sender " + sender->toString() + " is behind the journal");
            m_lastNumbers.erase(found);
        });
        for (const auto &[sender, last] : m_lastNumbers)
            add(0, "sender " + sender.toString() + " is missing");
        return result;
    }

    sqlite::Connection &m_connection;
    const VerifyOptions &m_options;
    std::span<const EntityType *const> m_entities;
    VerifyReport m_report;
    std::string m_hashAtKnown;
    std::unordered_map<RowName, Expected, RowNameHash> m_expected;
    std::unordered_map<Id, std::int64_t> m_lastNumbers;
    std::int64_t m_alive = 0;
    std::int64_t m_found = 0;
    std::map<std::uint16_t, const EntityType *> m_typesWithBlobs;
    std::map<std::string, std::int64_t> m_blobsExpected; ///< by hash, with the first entry that names it
    std::uint64_t m_tombstoneSum = 0;
    std::int64_t m_tombstonesExpected = 0;
};

} // namespace

Result<VerifyReport> verifyDocument(const std::string &path, const VerifyOptions &options)
{
    if (auto result = Document::check(path); !result)
        return fail(std::move(result.error()));
    // Without a log there is nothing that SQLite would have to write beside the file: a stick may be read-only.
    const bool hasLog = fileSize(path + "-wal").has_value();
    auto connection = sqlite::Connection::open(hasLog ? path : uriOf(path) + "?immutable=1", sqlite::Access::ReadOnly);
    if (!connection)
        return fail(std::move(connection.error()));
    if (auto result = connection->distrust(); !result)
        return fail(std::move(result.error()));
    if (auto result = connection->run("PRAGMA mmap_size = 0; PRAGMA cache_size = -65536; BEGIN"); !result)
        return fail(std::move(result.error()));
    auto check = connection->text("PRAGMA quick_check(1)");
    if (!check)
        return fail(std::move(check.error()));
    auto report = Verification(*connection, options).run();
    if (report && *check != "ok") {
        ++report->faultCount;
        report->faults.insert(report->faults.begin(), {0, "SQLite finds the file damaged: " + *check});
    }
    return report;
}

} // namespace gatehouse
