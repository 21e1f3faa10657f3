// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace gatehouse {

/// One prepared statement of the keyring. Bound from left to right; blobs must live until it is run.
class KeyringStatement
{
public:
    KeyringStatement(sqlite3 *database, const char *sql);
    ~KeyringStatement();
    KeyringStatement(const KeyringStatement &) = delete;
    KeyringStatement &operator=(const KeyringStatement &) = delete;

    KeyringStatement &bind(std::string_view blob);
    KeyringStatement &bind(std::int64_t number);
    /// Runs to the end and is ready to be bound again; `eachRow` stops it by a failure.
    [[nodiscard]] Result<> run(const std::function<Result<>()> &eachRow = {});
    /// Of the row that `eachRow` is called for; valid until it returns.
    [[nodiscard]] std::string_view blob(int column) const;
    [[nodiscard]] std::int64_t number(int column) const;

private:
    sqlite3 *m_database;
    sqlite3_stmt *m_statement = nullptr;
    int m_bound = 0;
};

/// The keyring's SQLite file: mode 0600, write-ahead log, full durability, deleted content overwritten.
class KeyringDatabase
{
public:
    /// An empty file with the tables. Fault::Conflict if there is a file already.
    [[nodiscard]] static Result<std::unique_ptr<KeyringDatabase>> create(const std::string &path);
    /// Fault::NotFound, Fault::Corrupt or Fault::Newer. Never makes a file.
    [[nodiscard]] static Result<std::unique_ptr<KeyringDatabase>> open(const std::string &path);
    ~KeyringDatabase();
    KeyringDatabase(const KeyringDatabase &) = delete;
    KeyringDatabase &operator=(const KeyringDatabase &) = delete;

    /// All of it or nothing, durable when it returns.
    [[nodiscard]] Result<> transact(const std::function<Result<>()> &work);
    /// Empties the write-ahead log, so that no older page lives on in it. Fault::Unavailable while another process
    /// reads.
    [[nodiscard]] Result<> emptyLog();

    /// The whole of it into a file of its own, synced. Fault::Conflict if there is one.
    [[nodiscard]] Result<> copyTo(const std::string &path);

    [[nodiscard]] Result<std::string> property(std::string_view name);
    [[nodiscard]] Result<> setProperty(std::string_view name, std::string_view value);

    struct SigningRow {
        std::int64_t purpose = 0;
        std::uint32_t id = 0;
        bool isRevoked = false;
        std::string sealed;
    };
    [[nodiscard]] Result<std::vector<SigningRow>> signingKeys(); ///< oldest first
    [[nodiscard]] Result<> putSigningKey(const SigningRow &row);

    [[nodiscard]] Result<>
    eachPersonKey(const std::function<Result<>(std::string_view person, std::string_view sealed)> &take);
    [[nodiscard]] Result<> eachErased(const std::function<Result<>(std::string_view person)> &take);
    /// A statement to add many: person, sealed.
    [[nodiscard]] std::unique_ptr<KeyringStatement> personKeyAdder();
    [[nodiscard]] Result<> erasePerson(std::string_view person);

private:
    explicit KeyringDatabase(sqlite3 *database) : m_database(database) {}
    [[nodiscard]] static Result<std::unique_ptr<KeyringDatabase>> connect(const std::string &path);
    [[nodiscard]] Result<> run(const char *sql);
    [[nodiscard]] Result<std::int64_t> number(const char *sql);
    [[nodiscard]] Result<> check();

    sqlite3 *m_database;
};

} // namespace gatehouse
