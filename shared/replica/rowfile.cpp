// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/rowfile.h"

#include "shared/crypto/seal.h"

#include <cstdio>

namespace gatehouse {

namespace {

constexpr std::int64_t kFormat = 1;
// NORMAL: a power cut may take back the last pages, together with the cursor that counts them; they come again.
constexpr const char *kSettings =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
    "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY";
constexpr const char *kTables =
    "CREATE TABLE held_rows (entity INTEGER NOT NULL, id BLOB NOT NULL, revision INTEGER NOT NULL, generation INTEGER "
    "NOT NULL,"
    " scopes BLOB NOT NULL, body BLOB NOT NULL, personal BLOB NOT NULL, PRIMARY KEY (entity, id)) WITHOUT ROWID;"
    "CREATE TABLE cursors (key INTEGER PRIMARY KEY CHECK (key = 1), value BLOB NOT NULL);"
    "PRAGMA user_version = 1";
constexpr std::string_view kCursorPlace = "cursor";

std::string placeOf(std::int64_t entity, const Id &id)
{
    return std::to_string(entity) + std::string(id.view());
}

} // namespace

Result<std::unique_ptr<RowFile>> RowFile::open(const std::string &path, const SecretKey &deviceKey)
{
    std::unique_ptr<RowFile> file(new RowFile(path, deviceKey));
    if (auto result = file->connect(); !result)
        return fail(std::move(result.error()));
    return file;
}

Result<> RowFile::connect()
{
    auto connection = sqlite::Connection::open(m_path, sqlite::Access::Create);
    if (!connection)
        return fail(std::move(connection.error()));
    m_connection = std::move(*connection);
    return prepare();
}

Result<> RowFile::prepare()
{
    auto version = m_connection.number("PRAGMA user_version");
    if (!version)
        return fail(std::move(version.error()));
    if (*version > kFormat)
        return fail(Fault::Newer, "rows of format " + std::to_string(*version));
    if (auto result = m_connection.run(kSettings); !result)
        return result;
    auto transaction = sqlite::WriteTransaction::begin(m_connection);
    if (!transaction)
        return fail(std::move(transaction.error()));
    if (*version == 0) {
        if (auto result = m_connection.run(kTables); !result)
            return result;
    }
    if (auto result = transaction->commit(); !result)
        return result;
    auto put = m_connection.prepare("INSERT OR REPLACE INTO held_rows VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    auto remove = m_connection.prepare("DELETE FROM held_rows WHERE entity = ?1 AND id = ?2");
    auto cursor = m_connection.prepare("INSERT OR REPLACE INTO cursors VALUES (1, ?1)");
    for (auto *each : {&put, &remove, &cursor}) {
        if (!*each)
            return fail(std::move(each->error()));
    }
    m_put = std::move(*put);
    m_remove = std::move(*remove);
    m_cursor = std::move(*cursor);
    return {};
}

Result<SavedCursor> RowFile::loadCursor()
{
    auto select = m_connection.prepare("SELECT value FROM cursors");
    if (!select)
        return fail(std::move(select.error()));
    auto row = select->step();
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return SavedCursor{};
    auto plain = unseal(m_key, select->blob(0), kCursorPlace);
    if (!plain)
        return fail(std::move(plain.error()));
    return decoded<SavedCursor>(*plain, Strictness::Replica);
}

Result<SavedCursor> RowFile::load(const std::function<void(KeptRow row)> &visit)
{
    auto cursor = loadCursor();
    auto select =
        m_connection.prepare("SELECT entity, id, revision, generation, scopes, body, personal FROM held_rows");
    if (!cursor || !select)
        return cursor ? fail(std::move(select.error())) : cursor;
    for (;;) {
        auto row = select->step();
        if (!row)
            return fail(std::move(row.error()));
        if (!*row)
            return cursor;
        KeptRow kept;
        const auto id = Id::fromBytes(select->blob(1));
        if (!id)
            return fail(Fault::Corrupt, "a row without an id");
        kept.row.entity = static_cast<std::int32_t>(select->integer(0));
        kept.row.id = *id;
        kept.row.revision = select->integer(2);
        kept.generation = select->integer(3);
        kept.row.scopes = Bytes(select->blob(4));
        kept.row.body = Bytes(select->blob(5));
        if (!select->blob(6).empty()) {
            auto personal = unseal(m_key, select->blob(6), placeOf(kept.row.entity, *id));
            if (!personal)
                return fail(std::move(personal.error()));
            kept.row.personal = Bytes(std::move(*personal));
        }
        visit(std::move(kept));
    }
}

Result<> RowFile::put(const KeptRow &kept)
{
    const WireRow &row = kept.row;
    std::string personal;
    if (!row.personal.empty())
        personal = seal(m_key, row.personal, placeOf(row.entity, row.id));
    return m_put.bind(1, row.entity)
        .bindBlobView(2, row.id.view())
        .bind(3, row.revision)
        .bind(4, kept.generation)
        .bindBlobView(5, row.scopes)
        .bindBlobView(6, row.body)
        .bindBlobView(7, personal)
        .run();
}

Result<> RowFile::save(const RowChanges &changes)
{
    auto transaction = sqlite::WriteTransaction::begin(m_connection);
    if (!transaction)
        return fail(std::move(transaction.error()));
    for (const RowKey &key : changes.removes) {
        if (auto result = m_remove.bind(1, key.entity).bindBlobView(2, key.id.view()).run(); !result)
            return result;
    }
    for (const KeptRow &kept : changes.puts) {
        if (auto result = put(kept); !result)
            return result;
    }
    const std::string cursor = seal(m_key, encoded(changes.cursor), kCursorPlace);
    if (auto result = m_cursor.bindBlobView(1, cursor).run(); !result)
        return result;
    return transaction->commit();
}

/// Freed pages are zeroed (secure_delete), and the log that still holds them is cut to nothing.
Result<> RowFile::overwrite()
{
    auto transaction = sqlite::WriteTransaction::begin(m_connection);
    if (!transaction)
        return fail(std::move(transaction.error()));
    if (auto result = m_connection.run("DELETE FROM held_rows; DELETE FROM cursors"); !result)
        return result;
    if (auto result = transaction->commit(); !result)
        return result;
    return m_connection.run("PRAGMA wal_checkpoint(TRUNCATE)");
}

Result<> RowFile::erase()
{
    if (overwrite())
        return {};
    for (auto *statement : {&m_put, &m_remove, &m_cursor})
        *statement = {};
    m_connection = {};
    for (const char *end : {"", "-wal", "-shm"})
        (void)std::remove((m_path + end).c_str()); // what is not there need not go
    return connect();
}

} // namespace gatehouse
