// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/document.h"
#include "server/store/rowcache.h"
#include "server/store/schema.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse {

/// A row as it is to be.
struct RowWrite {
    std::int64_t key = 0; ///< 0: a new row
    Id id;
    std::int64_t revision = 0;
    std::string_view scopes;
    std::string_view body;
    std::string_view personal;
    const std::vector<ColumnValue> *values = nullptr; ///< columnValues()
};

struct SenderState {
    std::int64_t last = 0;
    std::int64_t confirmed = 0;
    bool operator==(const SenderState &) const = default;
};

struct StoredAnswer {
    std::string mac; ///< of the command it answered
    std::string answer;
};

struct StagedBytes {
    std::int64_t number = 0;
    std::string command; ///< sealed
};

/// The statements of the one writer, prepared once, and what it knows of rows without asking. A failure means that SQL
/// itself failed; what of the open transaction is left then is unknown, and the caller rolls back. Belongs to the
/// engine's thread.
class Writer
{
public:
    explicit Writer(Document &document);
    ~Writer();
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    [[nodiscard]] Result<> begin();
    /// Within a transaction: whether this opener of the document is still the one that may write.
    [[nodiscard]] Result<bool> isHolder();
    [[nodiscard]] Result<> commit();
    void rollBack();

    [[nodiscard]] Result<FoundRow> find(const EntityType &type, const Id &id);
    [[nodiscard]] Result<std::vector<Id>> idsWhere(const EntityType &type, const Field &field, const ColumnValue &value,
                                                   std::size_t most);
    /// Rows whose plain integer field is above `bound`, the least first.
    [[nodiscard]] Result<std::vector<Id>> idsAbove(const EntityType &type, const Field &field, std::int64_t bound,
                                                   std::size_t most);
    [[nodiscard]] Result<std::vector<Id>> allIds(const EntityType &type, std::size_t most);

    /// A row that is there already may be written as late as commit(), once for all changes of the transaction.
    [[nodiscard]] Result<> writeRow(const EntityType &type, const RowWrite &row);
    [[nodiscard]] Result<> removeRow(const EntityType &type, const Id &id, std::int64_t key);
    [[nodiscard]] Result<> addTombstone(std::string_view scope, std::int64_t sequence, std::uint16_t entity,
                                        const Id &id);
    [[nodiscard]] Result<> appendEntry(std::int64_t sequence, std::string_view hash, std::string_view entry);
    [[nodiscard]] Result<> writeBlob(std::string_view hash, std::string_view content);

    [[nodiscard]] Result<SenderState> sender(const Id &sender);
    [[nodiscard]] Result<> writeSender(const Id &sender, const SenderState &state);
    [[nodiscard]] Result<std::optional<StoredAnswer>> answer(const Id &sender, std::int64_t number);
    [[nodiscard]] Result<> writeAnswer(const Id &sender, std::int64_t number, const StoredAnswer &answer);
    /// Those up to and with this number.
    [[nodiscard]] Result<> forgetAnswers(const Id &sender, std::int64_t upTo);
    [[nodiscard]] Result<std::optional<StoredAnswer>> keyedAnswer(const Id &actor, std::string_view key);
    [[nodiscard]] Result<> writeKeyedAnswer(const Id &actor, std::string_view key, Instant at,
                                            const StoredAnswer &answer);
    [[nodiscard]] Result<> forgetKeyedAnswers(Instant before);

    [[nodiscard]] Result<std::optional<std::int64_t>> cursor(std::string_view follower);
    [[nodiscard]] Result<> writeCursor(std::string_view follower, std::int64_t cursor);
    /// Entries after this sequence, at most so many, as their bytes.
    [[nodiscard]] Result<std::vector<std::string>> entriesAfter(std::int64_t sequence, std::size_t most);

    /// Commands of an import that are yet to be carried out, numbered from 1 and sealed by whoever stages them.
    [[nodiscard]] Result<> writeStaged(const Id &import, std::int64_t number, std::string_view command);
    [[nodiscard]] Result<std::vector<StagedBytes>> stagedAfter(const Id &import, std::int64_t number, std::size_t most);
    [[nodiscard]] Result<std::vector<Id>> stagedImports();
    /// Those up to and with this number.
    [[nodiscard]] Result<> forgetStaged(const Id &import, std::int64_t upTo);

private:
    struct RowStatements;
    [[nodiscard]] Result<RowStatements *> statementsOf(const EntityType &type);
    [[nodiscard]] Result<sqlite::Statement *> kept(sqlite::Statement &statement, std::string_view sql);

    [[nodiscard]] Result<> insertRow(RowStatements &statements, const EntityType &type, const RowWrite &row);
    [[nodiscard]] Result<> updateRow(const WaitingRow &waiting);
    /// Those of a type (nullptr: all), before SQLite is asked about them.
    [[nodiscard]] Result<> writeWaiting(const EntityType *type);

    Document &m_document;
    RowCache m_cache;
    std::map<std::uint16_t, std::unique_ptr<RowStatements>> m_rows;
    struct Kept;
    std::unique_ptr<Kept> m_kept;
};

} // namespace gatehouse
