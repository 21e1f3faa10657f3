// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/writer.h"

#include <algorithm>
#include <utility>

namespace gatehouse {

using sqlite::Statement;

struct Writer::RowStatements {
    Statement find;
    Statement insert;
    Statement update;
    Statement remove;
    Statement all;
    std::map<std::string, Statement> where; ///< by column
    std::map<std::string, Statement> above; ///< by column
};

struct Writer::Kept {
    Statement begin, holder, commit, tombstone, entry, blob, sender, writeSender, answer, writeAnswer, forgetAnswers,
        keyedAnswer, writeKeyedAnswer, forgetKeyedAnswers, cursor, writeCursor, entries, writeStaged, staged,
        stagedImports, forgetStaged;
};

namespace {

Result<std::vector<Id>> readIds(Statement &statement)
{
    std::vector<Id> ids;
    for (;;) {
        auto row = statement.step();
        if (!row)
            return fail(std::move(row.error()));
        if (!*row)
            return ids;
        if (const auto id = Id::fromBytes(statement.blob(0)))
            ids.push_back(*id);
    }
}

Result<std::optional<StoredAnswer>> readAnswer(Statement &statement)
{
    auto row = statement.step();
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return std::optional<StoredAnswer>();
    StoredAnswer answer{std::string(statement.blob(0)), std::string(statement.blob(1))};
    statement.reset();
    return std::optional<StoredAnswer>(std::move(answer));
}

constexpr std::size_t kFew = 16; ///< rows of a type whose ids are known without asking

FoundRow stateOf(const RowWrite &row, std::int64_t key)
{
    return std::make_shared<const RowState>(
        RowState{key, row.revision, std::string(row.scopes), std::string(row.body), std::string(row.personal)});
}

/// All but the first place. What is bound must live until the statement has run.
void bindRow(Statement &statement, std::int64_t revision, std::string_view scopes, std::string_view body,
             std::string_view personal, const std::vector<ColumnValue> &values)
{
    statement.bind(2, revision).bindBlobView(3, scopes).bindBlobView(4, body);
    if (personal.empty())
        statement.bindNull(5);
    else
        statement.bindBlobView(5, personal);
    int place = 5;
    for (const ColumnValue &value : values)
        bindValue(statement, ++place, value);
}

std::string insertSql(const EntityType &type)
{
    std::string columns = "id, revision, scopes, body, personal";
    std::string places = "?1, ?2, ?3, ?4, ?5";
    int place = 5;
    for (const Field *field : plainFields(type)) {
        columns += ", " + columnName(*field);
        places += ", ?" + std::to_string(++place);
    }
    return "INSERT INTO " + tableName(type) + " (" + columns + ") VALUES (" + places + ')';
}

std::string updateSql(const EntityType &type)
{
    std::string sets = "revision = ?2, scopes = ?3, body = ?4, personal = ?5";
    int place = 5;
    for (const Field *field : plainFields(type))
        sets += ", " + columnName(*field) + " = ?" + std::to_string(++place);
    return "UPDATE " + tableName(type) + " SET " + sets + " WHERE key = ?1";
}

} // namespace

Writer::Writer(Document &document) : m_document(document), m_kept(std::make_unique<Kept>()) {}

Writer::~Writer()
{
    rollBack();
}

Result<Statement *> Writer::kept(Statement &statement, std::string_view sql)
{
    if (!statement.isPrepared()) {
        auto prepared = m_document.connection().prepare(sql);
        if (!prepared)
            return fail(std::move(prepared.error()));
        statement = std::move(*prepared);
    }
    return &statement;
}

Result<Writer::RowStatements *> Writer::statementsOf(const EntityType &type)
{
    auto &statements = m_rows[type.spec.number];
    if (statements)
        return statements.get();
    auto made = std::make_unique<RowStatements>();
    const std::string table = tableName(type);
    const std::pair<Statement *, std::string> wanted[] = {
        {&made->find, "SELECT key, revision, scopes, body, personal FROM " + table + " WHERE id = ?1"},
        {&made->insert, insertSql(type)},
        {&made->update, updateSql(type)},
        {&made->remove, "DELETE FROM " + table + " WHERE key = ?1"},
        {&made->all, "SELECT id FROM " + table + " ORDER BY key LIMIT ?1"}};
    for (const auto &[statement, sql] : wanted) {
        auto prepared = m_document.connection().prepare(sql);
        if (!prepared)
            return fail(std::move(prepared.error()));
        *statement = std::move(*prepared);
    }
    statements = std::move(made);
    return statements.get();
}

Result<> Writer::begin()
{
    auto statement = kept(m_kept->begin, "BEGIN IMMEDIATE");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->run();
}

Result<bool> Writer::isHolder()
{
    auto statement = kept(m_kept->holder, "SELECT value FROM meta WHERE name = 'holder'");
    if (!statement)
        return fail(std::move(statement.error()));
    auto row = (*statement)->step();
    if (!row)
        return fail(std::move(row.error()));
    const bool isOurs = *row && (*statement)->blob(0) == m_document.holder().view();
    (*statement)->reset();
    return isOurs;
}

Result<> Writer::commit()
{
    if (auto result = writeWaiting(nullptr); !result)
        return result;
    auto statement = kept(m_kept->commit, "COMMIT");
    if (!statement)
        return fail(std::move(statement.error()));
    if (auto result = (*statement)->run(); !result)
        return result;
    m_cache.committed();
    return {};
}

void Writer::rollBack()
{
    m_cache.rolledBack();
    if (m_document.connection().isOpen() && m_document.connection().isInTransaction())
        (void)m_document.connection().run("ROLLBACK");
}

Result<FoundRow> Writer::find(const EntityType &type, const Id &id)
{
    if (auto known = m_cache.find(type, id))
        return std::move(*known);
    auto statements = statementsOf(type);
    if (!statements)
        return fail(std::move(statements.error()));
    Statement &find = (*statements)->find;
    auto row = find.bindBlob(1, id.view()).step();
    if (!row)
        return fail(std::move(row.error()));
    FoundRow state;
    if (*row) {
        state = std::make_shared<const RowState>(RowState{find.integer(0), find.integer(1), std::string(find.blob(2)),
                                                          std::string(find.blob(3)), std::string(find.blob(4))});
        find.reset();
    }
    m_cache.learn(type, id, state);
    return state;
}

Result<std::vector<Id>> Writer::idsWhere(const EntityType &type, const Field &field, const ColumnValue &value,
                                         std::size_t most)
{
    if (auto result = writeWaiting(&type); !result)
        return fail(std::move(result.error()));
    auto statements = statementsOf(type);
    if (!statements)
        return fail(std::move(statements.error()));
    const std::string column = columnName(field);
    auto statement = kept((*statements)->where[column],
                          "SELECT id FROM " + tableName(type) + " WHERE " + column + " IS ?1 ORDER BY key LIMIT ?2");
    if (!statement)
        return fail(std::move(statement.error()));
    bindValue(**statement, 1, value);
    return readIds((*statement)->bind(2, static_cast<std::int64_t>(most)));
}

Result<std::vector<Id>> Writer::idsAbove(const EntityType &type, const Field &field, std::int64_t bound,
                                         std::size_t most)
{
    if (auto result = writeWaiting(&type); !result)
        return fail(std::move(result.error()));
    auto statements = statementsOf(type);
    if (!statements)
        return fail(std::move(statements.error()));
    const std::string column = columnName(field);
    auto statement =
        kept((*statements)->above[column],
             "SELECT id FROM " + tableName(type) + " WHERE " + column + " > ?1 ORDER BY " + column + " LIMIT ?2");
    if (!statement)
        return fail(std::move(statement.error()));
    return readIds((*statement)->bind(1, bound).bind(2, static_cast<std::int64_t>(most)));
}

Result<std::vector<Id>> Writer::allIds(const EntityType &type, std::size_t most)
{
    if (const std::vector<Id> *few = m_cache.few(type))
        return std::vector<Id>(few->begin(), few->begin() + static_cast<std::ptrdiff_t>(std::min(most, few->size())));
    auto statements = statementsOf(type);
    if (!statements)
        return fail(std::move(statements.error()));
    const std::size_t asked = std::max(most, kFew + 1);
    auto ids = readIds((*statements)->all.bind(1, static_cast<std::int64_t>(asked)));
    if (!ids)
        return ids;
    if (ids->size() <= kFew)
        m_cache.learnFew(type, *ids);
    if (ids->size() > most)
        ids->resize(most);
    return ids;
}

Result<> Writer::writeRow(const EntityType &type, const RowWrite &row)
{
    auto statements = statementsOf(type);
    if (!statements)
        return fail(std::move(statements.error()));
    if (row.key == 0)
        return insertRow(**statements, type, row);
    m_cache.keepWaiting(type, row.id, stateOf(row, row.key), *row.values);
    return {};
}

Result<> Writer::insertRow(RowStatements &statements, const EntityType &type, const RowWrite &row)
{
    statements.insert.bindBlob(1, row.id.view());
    bindRow(statements.insert, row.revision, row.scopes, row.body, row.personal, *row.values);
    if (auto result = statements.insert.run(); !result)
        return result;
    m_cache.note(type, row.id, stateOf(row, m_document.connection().lastRowKey()));
    return {};
}

Result<> Writer::updateRow(const WaitingRow &waiting)
{
    auto statements = statementsOf(*waiting.type);
    if (!statements)
        return fail(std::move(statements.error()));
    const RowState &row = *waiting.row;
    Statement &update = (*statements)->update.bind(1, row.key);
    bindRow(update, row.revision, row.scopes, row.body, row.personal, waiting.values);
    return update.run();
}

Result<> Writer::writeWaiting(const EntityType *type)
{
    for (const WaitingRow &waiting : m_cache.takeWaiting(type)) {
        if (auto result = updateRow(waiting); !result)
            return result;
    }
    return {};
}

Result<> Writer::removeRow(const EntityType &type, const Id &id, std::int64_t key)
{
    auto statements = statementsOf(type);
    if (!statements)
        return fail(std::move(statements.error()));
    if (auto result = (*statements)->remove.bind(1, key).run(); !result)
        return result;
    m_cache.note(type, id, nullptr);
    return {};
}

Result<> Writer::addTombstone(std::string_view scope, std::int64_t sequence, std::uint16_t entity, const Id &id)
{
    auto statement = kept(m_kept->tombstone, "INSERT INTO tombstones VALUES (?1, ?2, ?3, ?4)");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->bindBlob(1, scope).bind(2, sequence).bind(3, entity).bindBlob(4, id.view()).run();
}

Result<> Writer::appendEntry(std::int64_t sequence, std::string_view hash, std::string_view entry)
{
    auto statement = kept(m_kept->entry, "INSERT INTO journal VALUES (?1, ?2, ?3)");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->bind(1, sequence).bindBlob(2, hash).bindBlobView(3, entry).run();
}

Result<> Writer::writeBlob(std::string_view hash, std::string_view content)
{
    auto statement = kept(m_kept->blob, "INSERT OR IGNORE INTO blobs VALUES (?1, ?2)");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->bindBlob(1, hash).bindBlobView(2, content).run();
}

Result<SenderState> Writer::sender(const Id &sender)
{
    auto statement = kept(m_kept->sender, "SELECT last, confirmed FROM senders WHERE sender = ?1");
    if (!statement)
        return fail(std::move(statement.error()));
    auto row = (*statement)->bindBlob(1, sender.view()).step();
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return SenderState{};
    const SenderState state{(*statement)->integer(0), (*statement)->integer(1)};
    (*statement)->reset();
    return state;
}

Result<> Writer::writeSender(const Id &sender, const SenderState &state)
{
    auto statement = kept(m_kept->writeSender,
                          "INSERT INTO senders VALUES (?1, ?2, ?3) ON CONFLICT (sender) DO UPDATE "
                          "SET last = ?2, confirmed = ?3");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->bindBlob(1, sender.view()).bind(2, state.last).bind(3, state.confirmed).run();
}

Result<std::optional<StoredAnswer>> Writer::answer(const Id &sender, std::int64_t number)
{
    auto statement = kept(m_kept->answer, "SELECT mac, answer FROM answers WHERE sender = ?1 AND number = ?2");
    if (!statement)
        return fail(std::move(statement.error()));
    return readAnswer((*statement)->bindBlob(1, sender.view()).bind(2, number));
}

Result<> Writer::writeAnswer(const Id &sender, std::int64_t number, const StoredAnswer &answer)
{
    auto statement = kept(m_kept->writeAnswer, "INSERT INTO answers VALUES (?1, ?2, ?3, ?4)");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)
        ->bindBlob(1, sender.view())
        .bind(2, number)
        .bindBlob(3, answer.mac)
        .bindBlob(4, answer.answer)
        .run();
}

Result<> Writer::forgetAnswers(const Id &sender, std::int64_t upTo)
{
    auto statement = kept(m_kept->forgetAnswers, "DELETE FROM answers WHERE sender = ?1 AND number <= ?2");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->bindBlob(1, sender.view()).bind(2, upTo).run();
}

Result<std::optional<StoredAnswer>> Writer::keyedAnswer(const Id &actor, std::string_view key)
{
    auto statement = kept(m_kept->keyedAnswer, "SELECT mac, answer FROM keys WHERE actor = ?1 AND key = ?2");
    if (!statement)
        return fail(std::move(statement.error()));
    return readAnswer((*statement)->bindBlob(1, actor.view()).bindText(2, key));
}

Result<> Writer::writeKeyedAnswer(const Id &actor, std::string_view key, Instant at, const StoredAnswer &answer)
{
    auto statement = kept(m_kept->writeKeyedAnswer, "INSERT INTO keys VALUES (?1, ?2, ?3, ?4, ?5)");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)
        ->bindBlob(1, actor.view())
        .bindText(2, key)
        .bind(3, at.ms)
        .bindBlob(4, answer.mac)
        .bindBlob(5, answer.answer)
        .run();
}

Result<> Writer::forgetKeyedAnswers(Instant before)
{
    auto statement = kept(m_kept->forgetKeyedAnswers, "DELETE FROM keys WHERE at < ?1");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->bind(1, before.ms).run();
}

Result<std::optional<std::int64_t>> Writer::cursor(std::string_view follower)
{
    auto statement = kept(m_kept->cursor, "SELECT cursor FROM followers WHERE name = ?1");
    if (!statement)
        return fail(std::move(statement.error()));
    auto row = (*statement)->bindText(1, follower).step();
    if (!row)
        return fail(std::move(row.error()));
    if (!*row)
        return std::optional<std::int64_t>();
    const std::int64_t cursor = (*statement)->integer(0);
    (*statement)->reset();
    return std::optional<std::int64_t>(cursor);
}

Result<> Writer::writeCursor(std::string_view follower, std::int64_t cursor)
{
    auto statement =
        kept(m_kept->writeCursor, "INSERT INTO followers VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET cursor = ?2");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->bindText(1, follower).bind(2, cursor).run();
}

Result<std::vector<std::string>> Writer::entriesAfter(std::int64_t sequence, std::size_t most)
{
    auto statement = kept(m_kept->entries, "SELECT entry FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2");
    if (!statement)
        return fail(std::move(statement.error()));
    (*statement)->bind(1, sequence).bind(2, static_cast<std::int64_t>(most));
    std::vector<std::string> entries;
    for (;;) {
        auto row = (*statement)->step();
        if (!row)
            return fail(std::move(row.error()));
        if (!*row)
            return entries;
        entries.emplace_back((*statement)->blob(0));
    }
}

Result<> Writer::writeStaged(const Id &import, std::int64_t number, std::string_view command)
{
    auto statement = kept(m_kept->writeStaged, "INSERT INTO staged VALUES (?1, ?2, ?3)");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->bindBlob(1, import.view()).bind(2, number).bindBlob(3, command).run();
}

Result<std::vector<StagedBytes>> Writer::stagedAfter(const Id &import, std::int64_t number, std::size_t most)
{
    auto statement =
        kept(m_kept->staged,
             "SELECT number, command FROM staged WHERE import = ?1 AND number > ?2 ORDER BY number LIMIT ?3");
    if (!statement)
        return fail(std::move(statement.error()));
    (*statement)->bindBlob(1, import.view()).bind(2, number).bind(3, static_cast<std::int64_t>(most));
    std::vector<StagedBytes> staged;
    for (;;) {
        auto row = (*statement)->step();
        if (!row)
            return fail(std::move(row.error()));
        if (!*row)
            return staged;
        staged.push_back({(*statement)->integer(0), std::string((*statement)->blob(1))});
    }
}

Result<std::vector<Id>> Writer::stagedImports()
{
    auto statement = kept(m_kept->stagedImports, "SELECT DISTINCT import FROM staged");
    if (!statement)
        return fail(std::move(statement.error()));
    return readIds(**statement);
}

Result<> Writer::forgetStaged(const Id &import, std::int64_t upTo)
{
    auto statement = kept(m_kept->forgetStaged, "DELETE FROM staged WHERE import = ?1 AND number <= ?2");
    if (!statement)
        return fail(std::move(statement.error()));
    return (*statement)->bindBlob(1, import.view()).bind(2, upTo).run();
}

} // namespace gatehouse
