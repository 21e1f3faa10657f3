// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite's C API with owners and results: the hot path of documents, replicas and outboxes. An object belongs to one
/// thread at a time. Statements must die before their connection.
namespace gatehouse::sqlite {

/// "3.40.1": of the library that runs, which may not be the one that was built against.
[[nodiscard]] std::string_view version();

inline constexpr int kBusyTimeoutMs = 5000; ///< as long as the longest checkpoint that was measured on a slow disk

enum class Access : std::uint8_t {
    ReadOnly,  ///< Fault::NotFound if there is no file
    ReadWrite, ///< the same
    Create,    ///< made if there is none
};

enum class ColumnType : std::uint8_t { Null, Integer, Text, Other };

/// A prepared statement. Bindings are copied; what the columns show lives until the next step() or reset().
class Statement
{
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt *statement) : m_statement(statement) {}

    /// Places count from 1. A wrong place is a bug and shows in step().
    Statement &bind(int place, std::int64_t value);
    Statement &bindText(int place, std::string_view text);
    Statement &bindBlob(int place, std::string_view bytes);
    /// The bytes must live until the statement is reset.
    Statement &bindBlobView(int place, std::string_view bytes);
    Statement &bindNull(int place);

    /// True: there is a row. After false or a failure the statement is reset.
    [[nodiscard]] Result<bool> step();
    /// To the end, rows passed over; resets.
    [[nodiscard]] Result<> run();
    void reset();

    /// Columns count from 0.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string_view blob(int column) const;
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] ColumnType typeOf(int column) const;
    [[nodiscard]] int columnCount() const;

    [[nodiscard]] bool isPrepared() const { return m_statement != nullptr; }

private:
    struct Finalise {
        void operator()(sqlite3_stmt *statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalise> m_statement;
    int m_bindFault = 0;
};

/// One database file, a file: URI, or ":memory:".
class Connection
{
public:
    Connection() = default;
    /// Extended result codes are on, the busy timeout is 5 s, attaching and loading of code are off.
    [[nodiscard]] static Result<Connection> open(const std::string &path, Access access);

    /// Kept statements are prepared once and used for long.
    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    /// One or more statements without values; rows are passed over.
    [[nodiscard]] Result<> run(const std::string &sql);
    /// First column of the first row. Fault::NotFound if there is none.
    [[nodiscard]] Result<std::int64_t> number(std::string_view sql);
    [[nodiscard]] Result<std::string> text(std::string_view sql);

    [[nodiscard]] std::int64_t lastRowKey() const;
    [[nodiscard]] std::int64_t changeCount() const; ///< rows changed by the last statement
    [[nodiscard]] bool isInTransaction() const;
    [[nodiscard]] bool isOpen() const { return m_handle != nullptr; }
    [[nodiscard]] sqlite3 *handle() const { return m_handle.get(); }

    /// For a file from elsewhere: its own triggers, views and damaged cells may do no harm.
    [[nodiscard]] Result<> distrust();

private:
    struct Close {
        void operator()(sqlite3 *handle) const;
    };
    std::unique_ptr<sqlite3, Close> m_handle;
};

/// Begins at once as the writer (never a deferred read that turns into a write and is then told that it is too late),
/// and rolls back unless it was committed.
class WriteTransaction
{
public:
    [[nodiscard]] static Result<WriteTransaction> begin(Connection &connection);
    WriteTransaction(WriteTransaction &&other) noexcept;
    WriteTransaction &operator=(WriteTransaction &&) = delete;
    ~WriteTransaction();
    /// On failure it is rolled back.
    [[nodiscard]] Result<> commit();
    void rollBack();

private:
    explicit WriteTransaction(Connection &connection) : m_connection(&connection) {}
    Connection *m_connection;
};

/// What a result code means to us: full and I/O errors ReadOnly, busy Unavailable, damage Corrupt, a constraint
/// Conflict. The detail is SQLite's own text; it names tables and columns, never values.
[[nodiscard]] Failure failureOf(sqlite3 *handle, int code);

} // namespace gatehouse::sqlite
