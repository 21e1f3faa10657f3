// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/document.h"

#include "server/store/files.h"
#include "server/store/schema.h"
#include "server/store/writeaheadlog.h"
#include "shared/crypto/digest.h"
#include "shared/crypto/random.h"
#include "shared/house/house.h"

#include <sqlite3.h>

#include <unistd.h>

namespace gatehouse {

namespace {

/// What the first page of the file says, read without SQLite: nothing is touched.
struct FileHeader {
    std::int32_t applicationId = 0;
    std::int32_t version = 0;
};

std::int32_t bigEndian(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t index = 0; index < 4; ++index)
        value = (value << 8) | static_cast<std::uint8_t>(bytes[at + index]);
    return static_cast<std::int32_t>(value);
}

Result<FileHeader> headerOf(std::string_view bytes)
{
    // https://www.sqlite.org/fileformat.html §1.3
    if (bytes.size() < 100 || !bytes.starts_with(std::string_view("SQLite format 3\0", 16)))
        return fail(Fault::Corrupt, "this is not a Gatehouse document");
    return FileHeader{bigEndian(bytes, 68), bigEndian(bytes, 60)};
}

Result<FileHeader> readHeader(const std::string &path)
{
    auto bytes = readStart(path, 100);
    if (!bytes)
        return fail(std::move(bytes.error()));
    return headerOf(*bytes);
}

Result<> checkHeader(const FileHeader &header, std::int32_t version)
{
    if (header.applicationId != kApplicationId)
        return fail(Fault::Corrupt, "this is not a Gatehouse document");
    if (header.version > version)
        return fail(Fault::Newer,
                    "the document has version " + std::to_string(header.version) + ", this program knows "
                        + std::to_string(version));
    return {};
}

/// Of the newest first page there is: that in the write-ahead log, if it holds one. Then the file's own is old, and
/// half written perhaps, if the power went while the log was written back.
Result<FileHeader> readNewestHeader(const std::string &path)
{
    const auto logSize = fileSize(path + "-wal");
    if (logSize && *logSize > 0) {
        const auto page = firstPageInLog(path + "-wal");
        if (!page)
            return fail(page.error());
        if (*page)
            return headerOf(**page);
    }
    return readHeader(path);
}

/// The file says that it is open, but nobody has it and there is no log: it was copied alone while it was served, or
/// its log was deleted. What it holds is whole, but old.
Result<> checkLogIsThere(const std::string &path)
{
    auto connection = sqlite::Connection::open(uriOf(path) + "?immutable=1", sqlite::Access::ReadOnly);
    if (!connection)
        return fail(std::move(connection.error()));
    auto isOpen = connection->number("SELECT value FROM meta WHERE name = 'isOpen'");
    if (!isOpen)
        return fail(Fault::Corrupt, "the document is damaged: " + isOpen.error().detail);
    if (*isOpen != 0)
        return fail(Fault::Corrupt,
                    "the write-ahead log is missing: this is a copy of a document in use, without what came last");
    return {};
}

constexpr std::int64_t kFrameBytes = 4096 + 24; // a frame of the log: page and header

int countLogPages(void *pages, sqlite3 *, const char *, int count)
{
    *static_cast<int *>(pages) = count;
    return SQLITE_OK;
}

Result<> checkBeforeOpening(const std::string &path, const DocumentOptions &options)
{
    if (auto result = checkRegularFile(path); !result)
        return result;
    auto header = readNewestHeader(path);
    if (!header)
        return fail(std::move(header.error()));
    if (auto result = checkHeader(*header, options.version); !result)
        return result;
    return fileSize(path + "-wal") || options.takesMissingLog ? Result<>{} : checkLogIsThere(path);
}

DocumentOptions completed(DocumentOptions options)
{
    if (options.entities.empty())
        options.entities = entityTypes();
    return options;
}

Result<> checkFolder(const std::string &path)
{
    const std::string why = whyNotServedFrom(folderOf(path));
    if (!why.empty())
        return fail(Fault::Unsupported, why);
    return {};
}

Result<> putMeta(sqlite::Connection &connection, std::string_view name, std::int64_t value)
{
    auto statement = connection.prepare("INSERT OR REPLACE INTO meta VALUES (?1, ?2)");
    if (!statement)
        return fail(std::move(statement.error()));
    return statement->bindText(1, name).bind(2, value).run();
}

Result<> putMeta(sqlite::Connection &connection, std::string_view name, const Id &id)
{
    auto statement = connection.prepare("INSERT OR REPLACE INTO meta VALUES (?1, ?2)");
    if (!statement)
        return fail(std::move(statement.error()));
    return statement->bindText(1, name).bindBlob(2, id.view()).run();
}

Result<Id> metaId(sqlite::Connection &connection, const std::string &name)
{
    auto statement = connection.prepare("SELECT value FROM meta WHERE name = ?1");
    if (!statement)
        return fail(std::move(statement.error()));
    auto row = statement->bindText(1, name).step();
    if (!row)
        return fail(std::move(row.error()));
    const auto id = *row ? Id::fromBytes(statement->blob(0)) : std::nullopt;
    if (!id)
        return fail(Fault::Corrupt, "the document has no " + name);
    return *id;
}

} // namespace

std::string genesisHash(const Id &document)
{
    return std::string(Sha256().add("gatehouse-genesis-1").add(document.view()).finish().view());
}

std::string entryHash(std::string_view hashBefore, std::string_view entry)
{
    return std::string(Sha256().add("gatehouse-journal-1").add(hashBefore).add(entry).finish().view());
}

Document::Document(std::string path, DocumentOptions options) : m_path(std::move(path)), m_options(std::move(options))
{
    SecureRandom().fill(m_holder.bytes.data(), m_holder.bytes.size());
}

Result<> Document::check(const std::string &path, const DocumentOptions &options)
{
    return checkBeforeOpening(path, options);
}

Document::~Document()
{
    if (!m_isMarked || !m_connection.isOpen())
        return;
    const auto isOurs = isHolder();
    if (isOurs && *isOurs)
        (void)putMeta(m_connection, "isOpen", 0); // if it fails, the next opener finds the log and goes on
}

Result<std::unique_ptr<Document>> Document::create(const std::string &path, const NewDocument &begin,
                                                   DocumentOptions options)
{
    options = completed(std::move(options));
    if (auto result = checkFolder(path); !result)
        return fail(std::move(result.error()));
    std::unique_ptr<Document> document(new Document(path, std::move(options)));
    if (!document->m_options.dropsLock) {
        auto lock = DocumentLock::take(path);
        if (!lock)
            return fail(std::move(lock.error()));
        document->m_lock = std::move(*lock);
    }
    if (auto result = makePrivateFile(path); !result)
        return fail(std::move(result.error()));
    auto result = document->begin(begin);
    if (!result) {
        document->m_connection = {};
        ::unlink(path.c_str());
        return fail(std::move(result.error()));
    }
    if (auto synced = syncFolderOf(path); !synced)
        return fail(std::move(synced.error()));
    return document;
}

Result<> Document::begin(const NewDocument &begin)
{
    if (auto result = connect(sqlite::Access::ReadWrite); !result)
        return result;
    {
        auto transaction = sqlite::WriteTransaction::begin(m_connection);
        if (!transaction)
            return fail(std::move(transaction.error()));
        const std::string marks = "PRAGMA application_id = " + std::to_string(kApplicationId)
            + "; PRAGMA user_version = " + std::to_string(m_options.version);
        if (auto result = m_connection.run(firstSchema() + marks); !result)
            return result;
        for (const auto &result :
             {putMeta(m_connection, "document", begin.id), putMeta(m_connection, "epoch", begin.epoch),
              putMeta(m_connection, "term", 1), putMeta(m_connection, "createdAt", begin.createdAt.ms),
              putMeta(m_connection, "isOpen", 0), putMeta(m_connection, "holder", m_holder)}) {
            if (!result)
                return fail(result.error());
        }
        if (auto result = fitEntityTables(m_connection, m_options.entities); !result)
            return result;
        if (auto result = transaction->commit(); !result)
            return result;
    }
    if (auto result = readMeta(); !result)
        return result;
    return markOpen();
}

Result<std::unique_ptr<Document>> Document::open(const std::string &path, DocumentOptions options)
{
    options = completed(std::move(options));
    if (auto result = checkBeforeOpening(path, options); !result)
        return fail(std::move(result.error()));
    std::unique_ptr<Document> document(new Document(path, std::move(options)));
    if (document->m_options.isServed) {
        if (auto result = checkFolder(path); !result)
            return fail(std::move(result.error()));
        if (!document->m_options.dropsLock) {
            auto lock = DocumentLock::take(path);
            if (!lock)
                return fail(std::move(lock.error()));
            document->m_lock = std::move(*lock);
        }
    }
    if (auto result = document->connect(sqlite::Access::ReadWrite); !result)
        return fail(std::move(result.error()));
    if (auto result = document->readMeta(); !result)
        return fail(std::move(result.error()));
    if (!document->m_options.isServed)
        return document;
    if (auto result = document->checkPlace(); !result)
        return fail(std::move(result.error()));
    if (auto result = document->migrate(); !result)
        return fail(std::move(result.error()));
    if (auto result = document->markOpen(); !result)
        return fail(std::move(result.error()));
    return document;
}

/// An event has one home: what was moved away, or has not arrived, is served by nobody.
Result<> Document::checkPlace()
{
    auto arriving = m_connection.number("SELECT count(*) FROM meta WHERE name = 'arriving'");
    if (!arriving)
        return fail(std::move(arriving.error()));
    if (*arriving != 0)
        return fail(Fault::Revoked,
                    "this copy belongs to a move that was not ended: end it on the machine it came from");
    auto movedAt = m_connection.number("SELECT ifnull(max(value), 0) FROM meta WHERE name = 'movedAt'");
    if (!movedAt)
        return fail(std::move(movedAt.error()));
    if (*movedAt != 0 && !m_options.takesMoved)
        return fail(Fault::Revoked,
                    "the event was moved to another machine at " + Instant{*movedAt}.toString() + ": open it there");
    return {};
}

Result<> Document::markMoved(const Id &successor, Instant at)
{
    auto transaction = sqlite::WriteTransaction::begin(m_connection);
    if (!transaction)
        return fail(std::move(transaction.error()));
    for (const auto &result :
         {putMeta(m_connection, "successor", successor), putMeta(m_connection, "movedAt", at.ms)}) {
        if (!result)
            return result;
    }
    if (auto result = transaction->commit(); !result)
        return result;
    return checkpoint(true); // into the file itself: a copy without its log is moved too
}

Result<std::optional<Id>> Document::successor()
{
    auto moved = m_connection.number("SELECT count(*) FROM meta WHERE name = 'successor'");
    if (!moved)
        return fail(std::move(moved.error()));
    if (*moved == 0)
        return std::optional<Id>();
    auto id = metaId(m_connection, "successor");
    if (!id)
        return fail(std::move(id.error()));
    return std::optional<Id>(*id);
}

Result<Id> Document::idOf(const std::string &path)
{
    if (auto result = checkRegularFile(path); !result)
        return fail(std::move(result.error()));
    auto header = readNewestHeader(path);
    if (!header)
        return fail(std::move(header.error()));
    if (auto result = checkHeader(*header, kDocumentVersion); !result)
        return fail(std::move(result.error()));
    const auto read = [](const std::string &uri) -> Result<Id> {
        auto connection = sqlite::Connection::open(uri, sqlite::Access::ReadOnly);
        if (!connection)
            return fail(std::move(connection.error()));
        return metaId(*connection, "document");
    };
    // The id is as old as the file: what a log may hold beside it does not matter, unless its pages are needed in place
    // of some that the power left half written.
    auto id = read(uriOf(path) + "?immutable=1");
    return id || !fileSize(path + "-wal") ? std::move(id) : read(uriOf(path));
}

Result<> Document::connect(sqlite::Access access)
{
    auto connection = sqlite::Connection::open(m_path, access);
    if (!connection)
        return fail(std::move(connection.error()));
    m_connection = std::move(*connection);
    if (auto result = m_connection.distrust(); !result)
        return result;
    // The writer checkpoints by itself; what is deleted is overwritten; a page that a disk garbles under a map would go
    // unseen.
    auto result = m_connection.run(
        std::string("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA mmap_size = 0; "
                    "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; ")
        + (m_options.isDurable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF"));
    // After wal_autocheckpoint, which takes away whatever hook there is.
    sqlite3_wal_hook(m_connection.handle(), countLogPages, &m_logPages);
    if (!result || !m_options.isChecked)
        return result;
    auto check = m_connection.text("PRAGMA quick_check(1)");
    if (!check)
        return fail(std::move(check.error()));
    if (*check != "ok")
        return fail(Fault::Corrupt, "the document is damaged");
    return {};
}

Result<> Document::readMeta()
{
    auto foreign = m_connection.number("SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')");
    if (!foreign)
        return fail(std::move(foreign.error()));
    if (*foreign != 0)
        return fail(Fault::Corrupt, "the document holds code that Gatehouse never writes");
    auto id = metaId(m_connection, "document");
    auto epoch = metaId(m_connection, "epoch");
    auto createdAt = m_connection.number("SELECT value FROM meta WHERE name = 'createdAt'");
    if (!id || !epoch || !createdAt)
        return fail(!id ? id.error() : !epoch ? epoch.error() : createdAt.error());
    m_id = *id;
    m_epoch = *epoch;
    m_createdAt = {*createdAt};
    return {};
}

Result<> Document::migrate()
{
    auto version = m_connection.number("PRAGMA user_version");
    if (!version)
        return fail(std::move(version.error()));
    for (const Migration &migration : m_options.migrations) {
        if (migration.from != *version)
            continue;
        auto transaction = sqlite::WriteTransaction::begin(m_connection);
        if (!transaction)
            return fail(std::move(transaction.error()));
        auto result =
            m_connection.run(std::string(migration.sql) + "; PRAGMA user_version = " + std::to_string(migration.to));
        if (result)
            result = transaction->commit();
        if (!result)
            return result;
        version = migration.to;
    }
    if (*version != m_options.version)
        return fail(Fault::Unsupported, "no way leads from version " + std::to_string(*version));
    auto transaction = sqlite::WriteTransaction::begin(m_connection);
    if (!transaction)
        return fail(std::move(transaction.error()));
    if (auto result = fitEntityTables(m_connection, m_options.entities); !result)
        return result;
    return transaction->commit();
}

Result<> Document::markOpen()
{
    auto transaction = sqlite::WriteTransaction::begin(m_connection);
    if (!transaction)
        return fail(std::move(transaction.error()));
    for (const auto &result : {putMeta(m_connection, "isOpen", 1), putMeta(m_connection, "holder", m_holder)}) {
        if (!result)
            return result;
    }
    if (auto result = transaction->commit(); !result)
        return result;
    // Into the file itself, so that a copy without its log shows (checkLogIsThere).
    if (auto result = m_connection.run("PRAGMA wal_checkpoint(TRUNCATE)"); !result)
        return result;
    m_isMarked = true;
    return {};
}

Result<JournalHead> Document::head()
{
    auto statement = m_connection.prepare("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1");
    if (!statement)
        return fail(std::move(statement.error()));
    auto row = statement->step();
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return JournalHead{0, genesisHash(m_id)};
    return JournalHead{statement->integer(0), std::string(statement->blob(1))};
}

Result<bool> Document::isHolder()
{
    auto holder = metaId(m_connection, "holder");
    if (!holder)
        return fail(std::move(holder.error()));
    return *holder == m_holder;
}

Result<> Document::reopen()
{
    m_connection = {};
    ++m_generation;
    if (auto result = checkRegularFile(m_path); !result)
        return result;
    if (auto result = connect(sqlite::Access::ReadWrite); !result)
        return result;
    auto isOurs = isHolder();
    if (!isOurs)
        return fail(std::move(isOurs.error()));
    if (!*isOurs)
        return fail(Fault::Revoked, "another program has taken the document");
    return readMeta();
}

std::int64_t Document::logBytes() const
{
    return m_logPages * kFrameBytes;
}

Result<> Document::checkpoint(bool wantsEmpty)
{
    sqlite3 *const handle = m_connection.handle();
    int logged = 0;
    int written = 0;
    // A reader in the middle of a catch-up makes TRUNCATE wait: the engine does not, it comes back.
    sqlite3_busy_timeout(handle, 0);
    const int code = sqlite3_wal_checkpoint_v2(
        handle, nullptr, wantsEmpty ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &logged, &written);
    sqlite3_busy_timeout(handle, sqlite::kBusyTimeoutMs);
    if (code == SQLITE_OK && logged == written)
        m_logPages = 0;
    else if (code != SQLITE_OK && code != SQLITE_BUSY)
        return fail(sqlite::failureOf(handle, code));
    return {};
}

} // namespace gatehouse
