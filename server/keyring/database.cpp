// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/keyring/database.h"

#include <sqlite3.h>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace gatehouse {

namespace {
constexpr std::int64_t kApplicationId = 0x47484b52; // "GHKR"
constexpr std::int64_t kVersion = 1;
constexpr int kBusyMs = 2000; // another process only ever reads, and briefly

constexpr const char *kTables = R"(
    CREATE TABLE properties(name BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE signing_keys(sequence INTEGER PRIMARY KEY AUTOINCREMENT, purpose INTEGER NOT NULL, id INTEGER NOT NULL,
                              revoked INTEGER NOT NULL, sealed BLOB NOT NULL, UNIQUE(purpose, id)) STRICT;
    CREATE TABLE person_keys(person BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE erased_persons(person BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    PRAGMA application_id = 1195920210;
    PRAGMA user_version = 1;
)";
static_assert(kApplicationId == 1195920210 && kVersion == 1);

Fault faultOf(int code)
{
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Fault::Corrupt;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        return Fault::ReadOnly;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Fault::Unavailable;
    default:
        return Fault::Internal;
    }
}

tl::unexpected<Failure> failure(sqlite3 *database, int code)
{
    return fail(faultOf(code), std::string("keyring: ") + (database ? sqlite3_errmsg(database) : sqlite3_errstr(code)));
}

std::string folderOf(const std::string &path)
{
    const auto folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? "." : folder.string();
}
} // namespace

KeyringStatement::KeyringStatement(sqlite3 *database, const char *sql) : m_database(database)
{
    sqlite3_prepare_v2(database, sql, -1, &m_statement, nullptr); // a failure shows in run()
}

KeyringStatement::~KeyringStatement()
{
    sqlite3_finalize(m_statement);
}

KeyringStatement &KeyringStatement::bind(std::string_view blob)
{
    // A null pointer would bind NULL.
    sqlite3_bind_blob64(m_statement, ++m_bound, blob.data() ? blob.data() : "", blob.size(), SQLITE_STATIC);
    return *this;
}

KeyringStatement &KeyringStatement::bind(std::int64_t number)
{
    sqlite3_bind_int64(m_statement, ++m_bound, number);
    return *this;
}

Result<> KeyringStatement::run(const std::function<Result<>()> &eachRow)
{
    if (!m_statement)
        return failure(m_database, sqlite3_errcode(m_database));
    Result<> outcome;
    int code = SQLITE_ROW;
    while (outcome && (code = sqlite3_step(m_statement)) == SQLITE_ROW) {
        if (eachRow)
            outcome = eachRow();
    }
    if (outcome && code != SQLITE_DONE)
        outcome = failure(m_database, code);
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
    m_bound = 0;
    return outcome;
}

std::string_view KeyringStatement::blob(int column) const
{
    const void *bytes = sqlite3_column_blob(m_statement, column);
    return {static_cast<const char *>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

std::int64_t KeyringStatement::number(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

Result<std::unique_ptr<KeyringDatabase>> KeyringDatabase::create(const std::string &path)
{
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST)
        return fail(Fault::Conflict, path + " exists already");
    if (file < 0)
        return fail(Fault::ReadOnly, path + ": " + std::generic_category().message(errno));
    ::close(file);
    auto database = connect(path);
    if (database) {
        if (auto made = (*database)->transact([&] { return (*database)->run(kTables); }); !made)
            database = fail(made.error());
    }
    if (!database)
        return database;
    const int directory = ::open(folderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0) {
        ::fsync(directory); // the name of the file, too, must survive a power cut
        ::close(directory);
    }
    return database;
}

Result<> KeyringDatabase::copyTo(const std::string &path)
{
    // SQLite fills a file that is there and empty: made here, so that its mode is right from the first byte.
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST)
        return fail(Fault::Conflict, path + " exists already");
    if (file < 0)
        return fail(Fault::ReadOnly, path + ": " + std::generic_category().message(errno));
    Result<> copied = KeyringStatement(m_database, "VACUUM INTO CAST(?1 AS TEXT)").bind(path).run();
    if (copied && ::fsync(file) != 0)
        copied = fail(Fault::ReadOnly, path + ": " + std::generic_category().message(errno));
    ::close(file);
    if (!copied)
        ::unlink(path.c_str());
    return copied;
}

Result<std::unique_ptr<KeyringDatabase>> KeyringDatabase::open(const std::string &path)
{
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return fail(Fault::NotFound,
                    path + " is missing; put it back from where the document came, it is not in backups");
    ::chmod(path.c_str(), 0600); // a copy may have lost its mode; if it is not ours to change, opening will tell
    auto database = connect(path);
    if (!database)
        return database;
    if (auto checked = (*database)->check(); !checked)
        return fail(checked.error().fault, path + ": " + checked.error().detail);
    return database;
}

KeyringDatabase::~KeyringDatabase()
{
    sqlite3_close_v2(m_database);
}

Result<std::unique_ptr<KeyringDatabase>> KeyringDatabase::connect(const std::string &path)
{
    sqlite3 *raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    std::unique_ptr<KeyringDatabase> database(new KeyringDatabase(raw));
    if (code != SQLITE_OK)
        return failure(raw, code);
    sqlite3_busy_timeout(raw, kBusyMs);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // Settings of the connection only; the file is not touched before its version is known.
    if (auto set = database->run("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON; "
                                 "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0");
        !set)
        return fail(set.error());
    return database;
}

Result<> KeyringDatabase::run(const char *sql)
{
    const int code = sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return failure(m_database, code);
    return {};
}

Result<std::int64_t> KeyringDatabase::number(const char *sql)
{
    std::int64_t number = 0;
    KeyringStatement statement(m_database, sql);
    auto ran = statement.run([&]() -> Result<> {
        number = statement.number(0);
        return {};
    });
    if (!ran)
        return fail(ran.error());
    return number;
}

Result<> KeyringDatabase::check()
{
    const auto application = number("PRAGMA application_id");
    if (!application)
        return fail(application.error());
    if (*application != kApplicationId)
        return fail(Fault::Corrupt, "not a keyring");
    const auto version = number("PRAGMA user_version");
    if (!version)
        return fail(version.error());
    if (*version > kVersion)
        return fail(Fault::Newer, "keyring of a newer version");
    KeyringStatement statement(m_database, "PRAGMA quick_check(1)");
    return statement.run([&]() -> Result<> {
        if (statement.blob(0) != "ok")
            return fail(Fault::Corrupt, "damaged: " + std::string(statement.blob(0)));
        return {};
    });
}

Result<> KeyringDatabase::transact(const std::function<Result<>()> &work)
{
    if (auto begun = run("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE"); !begun)
        return begun;
    Result<> outcome = work();
    if (outcome)
        outcome = run("COMMIT");
    if (!outcome && sqlite3_get_autocommit(m_database) == 0)
        (void)run("ROLLBACK"); // what failed is told already
    return outcome;
}

Result<> KeyringDatabase::emptyLog()
{
    const int code = sqlite3_wal_checkpoint_v2(m_database, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code != SQLITE_OK)
        return failure(m_database, code);
    return {};
}

Result<std::string> KeyringDatabase::property(std::string_view name)
{
    std::optional<std::string> value;
    KeyringStatement statement(m_database, "SELECT value FROM properties WHERE name = ?1");
    auto ran = statement.bind(name).run([&]() -> Result<> {
        value = statement.blob(0);
        return {};
    });
    if (!ran)
        return fail(ran.error());
    if (!value)
        return fail(Fault::Corrupt, "keyring without " + std::string(name));
    return *value;
}

Result<> KeyringDatabase::setProperty(std::string_view name, std::string_view value)
{
    KeyringStatement statement(m_database, "INSERT OR REPLACE INTO properties(name, value) VALUES(?1, ?2)");
    return statement.bind(name).bind(value).run();
}

Result<std::vector<KeyringDatabase::SigningRow>> KeyringDatabase::signingKeys()
{
    std::vector<SigningRow> rows;
    KeyringStatement statement(m_database, "SELECT purpose, id, revoked, sealed FROM signing_keys ORDER BY sequence");
    auto ran = statement.run([&]() -> Result<> {
        rows.push_back({statement.number(0), static_cast<std::uint32_t>(statement.number(1)), statement.number(2) != 0,
                        std::string(statement.blob(3))});
        return {};
    });
    if (!ran)
        return fail(ran.error());
    return rows;
}

Result<> KeyringDatabase::putSigningKey(const SigningRow &row)
{
    KeyringStatement statement(m_database,
                               "INSERT INTO signing_keys(purpose, id, revoked, sealed) VALUES(?1, ?2, ?3, ?4) "
                               "ON CONFLICT(purpose, id) DO UPDATE SET revoked = ?3, sealed = ?4");
    return statement.bind(row.purpose).bind(row.id).bind(row.isRevoked ? 1 : 0).bind(row.sealed).run();
}

Result<> KeyringDatabase::eachPersonKey(const std::function<Result<>(std::string_view, std::string_view)> &take)
{
    KeyringStatement statement(m_database, "SELECT person, sealed FROM person_keys");
    return statement.run([&] { return take(statement.blob(0), statement.blob(1)); });
}

Result<> KeyringDatabase::eachErased(const std::function<Result<>(std::string_view)> &take)
{
    KeyringStatement statement(m_database, "SELECT person FROM erased_persons");
    return statement.run([&] { return take(statement.blob(0)); });
}

std::unique_ptr<KeyringStatement> KeyringDatabase::personKeyAdder()
{
    return std::make_unique<KeyringStatement>(m_database, "INSERT INTO person_keys(person, sealed) VALUES(?1, ?2)");
}

Result<> KeyringDatabase::erasePerson(std::string_view person)
{
    KeyringStatement remove(m_database, "DELETE FROM person_keys WHERE person = ?1");
    if (auto removed = remove.bind(person).run(); !removed)
        return removed;
    KeyringStatement remember(m_database, "INSERT OR IGNORE INTO erased_persons(person) VALUES(?1)");
    return remember.bind(person).run();
}

} // namespace gatehouse
