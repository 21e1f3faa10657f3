// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/secret.h"
#include "shared/model/values.h"
#include "shared/sqlite/sqlite.h"

#include <map>
#include <optional>
#include <vector>

namespace gatehouse {

/// One command of this sender. Kept for the life of the event: a server restored from a backup may ask for it again.
struct OutboxEntry {
    std::int64_t number = 0;
    std::string name;
    std::string body;
    Instant madeAt;            ///< by the device's clock
    std::int64_t offsetMs = 0; ///< server's clock minus the device's, as measured when it was made
    bool isAnswered = false;
};

/// The commands of one device and tab, on disk before they are sent, numbered 1, 2, 3 … A file of its own, whose bodies
/// are sealed with the device's key; one program at a time. Belongs to one thread.
class Outbox
{
public:
    /// Makes the file, and the sender's id, if there is none; ":memory:" for tests. Fault::Newer: written by a newer
    /// program, left as it is. Fault::Corrupt: damaged, or sealed with another key. Fault::Unavailable: another program
    /// has it open.
    [[nodiscard]] static Result<std::unique_ptr<Outbox>> open(const std::string &path, const SecretKey &deviceKey,
                                                              Random &random, Instant now);

    [[nodiscard]] const Id &sender() const { return m_sender; }
    [[nodiscard]] std::int64_t lastNumber() const { return m_lastNumber; }

    /// The command is on disk when this returns its number. Fault::ReadOnly: the disk is full or fails; no number was
    /// used.
    [[nodiscard]] Result<std::int64_t> append(std::string name, std::string body, Instant madeAt,
                                              std::int64_t offsetMs);
    /// nullopt: never made.
    [[nodiscard]] Result<std::optional<OutboxEntry>> entry(std::int64_t number);

    /// Its answer was taken. Written down by the next flush(), at the latest; lost before that, the answer is asked for
    /// again.
    void markAnswered(std::int64_t number);
    [[nodiscard]] Result<> flush();
    [[nodiscard]] bool hasUnflushed() const { return !m_answered.empty(); }

    [[nodiscard]] bool isWaiting(std::int64_t number) const { return m_waiting.contains(number); }
    [[nodiscard]] std::optional<std::int64_t> firstWaiting() const;
    [[nodiscard]] std::size_t waitingCount() const { return m_waiting.size(); }
    [[nodiscard]] std::optional<Instant> waitingSince() const; ///< when the oldest one was made
    /// All answers up to this number have been taken, and that is on disk.
    [[nodiscard]] std::int64_t confirmed() const;

    /// Guards that a test build may switch off to show that the tests notice; see tests/simulation.
    struct Dropped {
        bool persist = false; ///< a command is sent that is not on disk
        bool confirm = false; ///< answers are confirmed before it is on disk that they were taken
    };
    void drop(const Dropped &dropped) { m_dropped = dropped; }

    /// The server holds numbers that this file never gave (the file is an old copy): what waits goes on under a new
    /// sender, from 1.
    [[nodiscard]] Result<> startAnew(Random &random, Instant now);

private:
    explicit Outbox(const SecretKey &key) : m_key(key) {}
    [[nodiscard]] Result<> prepare(Random &random, Instant now);
    [[nodiscard]] Result<> load();
    [[nodiscard]] Result<> write(const OutboxEntry &entry);
    [[nodiscard]] std::string placeOf(std::int64_t number) const;

    SecretKey m_key;
    sqlite::Connection m_connection;
    sqlite::Statement m_insert;
    sqlite::Statement m_select;
    sqlite::Statement m_answer;
    Id m_sender;
    std::int64_t m_lastNumber = 0;
    std::map<std::int64_t, OutboxEntry> m_waiting;
    std::vector<std::int64_t> m_answered; ///< not yet on disk
    Dropped m_dropped;
};

} // namespace gatehouse
