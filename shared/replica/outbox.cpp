// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/outbox.h"

#include "shared/crypto/seal.h"

namespace gatehouse {

namespace {

constexpr std::int64_t kFormat = 1;
constexpr const char *kSettings =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "PRAGMA temp_store = MEMORY";
constexpr const char *kTables =
    "CREATE TABLE sender (id BLOB NOT NULL);"
    "CREATE TABLE commands (number INTEGER PRIMARY KEY, name TEXT NOT NULL, body BLOB NOT NULL,"
    " made_at INTEGER NOT NULL, offset_ms INTEGER NOT NULL, is_answered INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX waiting ON commands (number) WHERE is_answered = 0;"
    "PRAGMA user_version = 1";

} // namespace

Result<std::unique_ptr<Outbox>> Outbox::open(const std::string &path, const SecretKey &deviceKey, Random &random,
                                             Instant now)
{
    auto connection = sqlite::Connection::open(path, sqlite::Access::Create);
    if (!connection)
        return fail(std::move(connection.error()));
    std::unique_ptr<Outbox> outbox(new Outbox(deviceKey));
    outbox->m_connection = std::move(*connection);
    if (auto result = outbox->prepare(random, now); !result)
        return fail(std::move(result.error()));
    if (auto result = outbox->load(); !result)
        return fail(std::move(result.error()));
    return outbox;
}

Result<> Outbox::prepare(Random &random, Instant now)
{
    auto version = m_connection.number("PRAGMA user_version");
    if (!version)
        return fail(std::move(version.error()));
    if (*version > kFormat)
        return fail(Fault::Newer, "outbox of format " + std::to_string(*version));
    if (auto result = m_connection.run(kSettings); !result)
        return result;
    auto transaction =
        sqlite::WriteTransaction::begin(m_connection); // also takes the lock, for as long as the file is open
    if (!transaction)
        return fail(std::move(transaction.error()));
    if (*version == 0) {
        if (auto result = m_connection.run(kTables); !result)
            return result;
        auto insert = m_connection.prepare("INSERT INTO sender VALUES (?1)");
        if (!insert)
            return fail(std::move(insert.error()));
        if (auto result = insert->bindBlob(1, makeId(now.ms, random).view()).run(); !result)
            return result;
    }
    return transaction->commit();
}

Result<> Outbox::load()
{
    auto sender = m_connection.prepare("SELECT id FROM sender");
    auto insert = m_connection.prepare("INSERT INTO commands VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    auto select =
        m_connection.prepare("SELECT name, body, made_at, offset_ms, is_answered FROM commands WHERE number = ?1");
    auto answer = m_connection.prepare("UPDATE commands SET is_answered = 1 WHERE number = ?1");
    auto waiting = m_connection.prepare("SELECT number FROM commands WHERE is_answered = 0 ORDER BY number");
    for (auto *each : {&sender, &insert, &select, &answer, &waiting}) {
        if (!*each)
            return fail(std::move(each->error()));
    }
    const auto hasSender = sender->step();
    const auto id = hasSender && *hasSender ? Id::fromBytes(sender->blob(0)) : std::nullopt;
    if (!id)
        return fail(Fault::Corrupt, "outbox without a sender");
    m_sender = *id;
    m_insert = std::move(*insert);
    m_select = std::move(*select);
    m_answer = std::move(*answer);
    auto last = m_connection.number("SELECT coalesce(max(number), 0) FROM commands");
    if (!last)
        return fail(std::move(last.error()));
    m_lastNumber = *last;
    for (;;) {
        auto row = waiting->step();
        if (!row)
            return fail(std::move(row.error()));
        if (!*row)
            return {};
        auto found = entry(waiting->integer(0));
        if (!found)
            return fail(std::move(found.error()));
        m_waiting.emplace(waiting->integer(0), std::move(**found));
    }
}

std::string Outbox::placeOf(std::int64_t number) const
{
    return std::string(m_sender.view()) + std::to_string(number);
}

Result<> Outbox::write(const OutboxEntry &entry)
{
    const std::string body = seal(m_key, entry.body, placeOf(entry.number));
    return m_insert.bind(1, entry.number)
        .bindText(2, entry.name)
        .bindBlobView(3, body)
        .bind(4, entry.madeAt.ms)
        .bind(5, entry.offsetMs)
        .bind(6, entry.isAnswered ? 1 : 0)
        .run();
}

Result<std::int64_t> Outbox::append(std::string name, std::string body, Instant madeAt, std::int64_t offsetMs)
{
    OutboxEntry entry{m_lastNumber + 1, std::move(name), std::move(body), madeAt, offsetMs, false};
    if (m_dropped.persist) {
        m_waiting.emplace(++m_lastNumber, std::move(entry));
        return m_lastNumber;
    }
    auto transaction = sqlite::WriteTransaction::begin(m_connection);
    if (!transaction)
        return fail(std::move(transaction.error()));
    if (auto result = write(entry); !result)
        return fail(std::move(result.error()));
    if (auto result = transaction->commit(); !result)
        return fail(std::move(result.error()));
    const std::int64_t number = ++m_lastNumber;
    m_waiting.emplace(number, std::move(entry));
    return number;
}

Result<std::optional<OutboxEntry>> Outbox::entry(std::int64_t number)
{
    if (const auto at = m_waiting.find(number); at != m_waiting.end())
        return at->second;
    auto row = m_select.bind(1, number).step();
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return std::nullopt;
    auto body = unseal(m_key, m_select.blob(1), placeOf(number));
    OutboxEntry entry{number,
                      std::string(m_select.text(0)),
                      {},
                      Instant{m_select.integer(2)},
                      m_select.integer(3),
                      m_select.integer(4) != 0};
    m_select.reset();
    if (!body)
        return fail(std::move(body.error()));
    entry.body = std::move(*body);
    return entry;
}

void Outbox::markAnswered(std::int64_t number)
{
    if (m_waiting.erase(number) > 0)
        m_answered.push_back(number);
}

Result<> Outbox::flush()
{
    if (m_answered.empty())
        return {};
    auto transaction = sqlite::WriteTransaction::begin(m_connection);
    if (!transaction)
        return fail(std::move(transaction.error()));
    for (const std::int64_t number : m_answered) {
        if (auto result = m_answer.bind(1, number).run(); !result)
            return result;
    }
    if (auto result = transaction->commit(); !result)
        return result;
    m_answered.clear();
    return {};
}

std::optional<std::int64_t> Outbox::firstWaiting() const
{
    return m_waiting.empty() ? std::nullopt : std::optional(m_waiting.begin()->first);
}

std::optional<Instant> Outbox::waitingSince() const
{
    return m_waiting.empty() ? std::nullopt : std::optional(m_waiting.begin()->second.madeAt);
}

std::int64_t Outbox::confirmed() const
{
    std::int64_t before = m_waiting.empty() ? m_lastNumber + 1 : m_waiting.begin()->first;
    for (const std::int64_t number : m_answered) {
        if (!m_dropped.confirm)
            before = std::min(before, number);
    }
    return before - 1;
}

Result<> Outbox::startAnew(Random &random, Instant now)
{
    const Id before = m_sender;
    const auto undo = [&](Failure failure) {
        m_sender = before;
        return fail(std::move(failure));
    };
    std::map<std::int64_t, OutboxEntry> waiting;
    for (const auto &[number, entry] : m_waiting) {
        const auto next = static_cast<std::int64_t>(waiting.size()) + 1;
        waiting.emplace(next, entry).first->second.number = next;
    }
    auto transaction = sqlite::WriteTransaction::begin(m_connection);
    if (!transaction)
        return fail(std::move(transaction.error()));
    m_sender = makeId(now.ms, random);
    auto rename = m_connection.prepare("UPDATE sender SET id = ?1");
    if (!rename)
        return undo(std::move(rename.error()));
    if (auto result = rename->bindBlob(1, m_sender.view()).run(); !result)
        return undo(std::move(result.error()));
    if (auto result = m_connection.run("DELETE FROM commands"); !result)
        return undo(std::move(result.error()));
    for (const auto &[number, entry] : waiting) {
        if (auto result = write(entry); !result)
            return undo(std::move(result.error()));
    }
    if (auto result = transaction->commit(); !result)
        return undo(std::move(result.error()));
    m_waiting = std::move(waiting);
    m_answered.clear();
    m_lastNumber = static_cast<std::int64_t>(m_waiting.size());
    return {};
}

} // namespace gatehouse
