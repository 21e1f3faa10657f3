// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/sqlite/sqlite.h"

#include <sqlite3.h>

namespace gatehouse::sqlite {

namespace {

Fault faultOf(int code)
{
    switch (code) {
    case SQLITE_IOERR_CORRUPTFS:
    case SQLITE_IOERR_DATA:
    case SQLITE_IOERR_SHORT_READ:
        return Fault::Corrupt;
    case SQLITE_IOERR_NOMEM:
        return Fault::Unavailable;
    default:
        break;
    }
    switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
        return Fault::ReadOnly;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM:
    case SQLITE_INTERRUPT:
        return Fault::Unavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        return Fault::Corrupt;
    case SQLITE_CONSTRAINT:
        return Fault::Conflict;
    case SQLITE_TOOBIG:
        return Fault::TooLarge;
    case SQLITE_CANTOPEN:
        return Fault::NotFound;
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return Fault::Forbidden;
    default:
        return Fault::Internal;
    }
}

} // namespace

Failure failureOf(sqlite3 *handle, int code)
{
    std::string detail = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    detail += " (SQLite " + std::to_string(code) + ')';
    return {faultOf(code), std::move(detail), {}};
}

void Statement::Finalise::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

Statement &Statement::bind(int place, std::int64_t value)
{
    if (const int code = sqlite3_bind_int64(m_statement.get(), place, value); code != SQLITE_OK)
        m_bindFault = code;
    return *this;
}

Statement &Statement::bindText(int place, std::string_view text)
{
    // A null pointer would bind NULL, and an empty view may have one.
    const char *const data = text.data() != nullptr ? text.data() : "";
    if (const int code =
            sqlite3_bind_text64(m_statement.get(), place, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        code != SQLITE_OK)
        m_bindFault = code;
    return *this;
}

Statement &Statement::bindBlob(int place, std::string_view bytes)
{
    const char *const data = bytes.data() != nullptr ? bytes.data() : "";
    if (const int code = sqlite3_bind_blob64(m_statement.get(), place, data, bytes.size(), SQLITE_TRANSIENT);
        code != SQLITE_OK)
        m_bindFault = code;
    return *this;
}

Statement &Statement::bindBlobView(int place, std::string_view bytes)
{
    const char *const data = bytes.data() != nullptr ? bytes.data() : "";
    if (const int code = sqlite3_bind_blob64(m_statement.get(), place, data, bytes.size(), SQLITE_STATIC);
        code != SQLITE_OK)
        m_bindFault = code;
    return *this;
}

Statement &Statement::bindNull(int place)
{
    if (const int code = sqlite3_bind_null(m_statement.get(), place); code != SQLITE_OK)
        m_bindFault = code;
    return *this;
}

Result<bool> Statement::step()
{
    if (m_bindFault != 0) {
        const int code = m_bindFault;
        reset();
        return fail(failureOf(sqlite3_db_handle(m_statement.get()), code));
    }
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(m_statement.get());
        return false;
    }
    Failure failure = failureOf(sqlite3_db_handle(m_statement.get()), code);
    reset();
    return fail(std::move(failure));
}

Result<> Statement::run()
{
    for (;;) {
        const auto more = step();
        if (!more)
            return fail(more.error());
        if (!*more)
            return {};
    }
}

void Statement::reset()
{
    m_bindFault = 0;
    sqlite3_reset(m_statement.get());
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

std::string_view Statement::text(int column) const
{
    const auto *const data = reinterpret_cast<const char *>(sqlite3_column_text(m_statement.get(), column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))};
}

std::string_view Statement::blob(int column) const
{
    const auto *const data = static_cast<const char *>(sqlite3_column_blob(m_statement.get(), column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(m_statement.get(), column))};
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

ColumnType Statement::typeOf(int column) const
{
    switch (sqlite3_column_type(m_statement.get(), column)) {
    case SQLITE_NULL:
        return ColumnType::Null;
    case SQLITE_INTEGER:
        return ColumnType::Integer;
    case SQLITE_TEXT:
        return ColumnType::Text;
    default:
        return ColumnType::Other;
    }
}

int Statement::columnCount() const
{
    return sqlite3_column_count(m_statement.get());
}

void Connection::Close::operator()(sqlite3 *handle) const
{
    sqlite3_close_v2(handle);
}

Result<Connection> Connection::open(const std::string &path, Access access)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI;
    switch (access) {
    case Access::ReadOnly:
        flags |= SQLITE_OPEN_READONLY;
        break;
    case Access::ReadWrite:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case Access::Create:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    }
    sqlite3 *handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    Connection connection;
    connection.m_handle.reset(handle);
    if (code != SQLITE_OK)
        return fail(failureOf(handle, code));
    sqlite3_busy_timeout(handle, kBusyTimeoutMs);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    return connection;
}

Result<Statement> Connection::prepare(std::string_view sql)
{
    sqlite3_stmt *statement = nullptr;
    const int code = sqlite3_prepare_v3(m_handle.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        return fail(failureOf(m_handle.get(), code));
    return Statement(statement);
}

Result<> Connection::run(const std::string &sql)
{
    const int code = sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return fail(failureOf(m_handle.get(), code));
    return {};
}

Result<std::int64_t> Connection::number(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return fail(std::move(statement.error()));
    auto row = statement->step();
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return fail(Fault::NotFound, "no row");
    return statement->integer(0);
}

Result<std::string> Connection::text(std::string_view sql)
{
    auto statement = prepare(sql);
    if (!statement)
        return fail(std::move(statement.error()));
    auto row = statement->step();
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return fail(Fault::NotFound, "no row");
    return std::string(statement->text(0));
}

std::int64_t Connection::lastRowKey() const
{
    return sqlite3_last_insert_rowid(m_handle.get());
}

std::int64_t Connection::changeCount() const
{
    return sqlite3_changes64(m_handle.get());
}

bool Connection::isInTransaction() const
{
    return sqlite3_get_autocommit(m_handle.get()) == 0;
}

Result<> Connection::distrust()
{
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(m_handle.get(), SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    return run("PRAGMA cell_size_check = ON");
}

Result<WriteTransaction> WriteTransaction::begin(Connection &connection)
{
    if (auto result = connection.run("BEGIN IMMEDIATE"); !result)
        return fail(std::move(result.error()));
    return WriteTransaction(connection);
}

WriteTransaction::WriteTransaction(WriteTransaction &&other) noexcept : m_connection(other.m_connection)
{
    other.m_connection = nullptr;
}

WriteTransaction::~WriteTransaction()
{
    rollBack();
}

Result<> WriteTransaction::commit()
{
    auto result = m_connection->run("COMMIT");
    if (!result)
        rollBack();
    m_connection = nullptr;
    return result;
}

void WriteTransaction::rollBack()
{
    // A full disk rolls back by itself; rolling back again only says that there is nothing to roll back.
    if (m_connection != nullptr && m_connection->isInTransaction())
        (void)m_connection->run("ROLLBACK");
    m_connection = nullptr;
}

std::string_view version()
{
    return sqlite3_libversion();
}

} // namespace gatehouse::sqlite
