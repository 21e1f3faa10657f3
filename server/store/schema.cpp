// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/schema.h"

#include "shared/model/codec.h"

#include <algorithm>
#include <memory>

namespace gatehouse {

std::vector<const Field *> plainFields(const EntityType &type)
{
    std::vector<const Field *> plain;
    for (const Field &field : type.table->fields) {
        if (field.is(Flag::Indexed) && !field.is(Flag::Personal))
            plain.push_back(&field);
    }
    return plain;
}

namespace {

ColumnValue integerValue(std::int64_t value)
{
    return {ColumnValue::Type::Integer, value, {}};
}

ColumnValue bytesValue(ColumnValue::Type type, std::string_view bytes)
{
    if (bytes.empty())
        return {};
    return {type, 0, std::string(bytes)};
}

} // namespace

ColumnValue columnValue(const Field &field, const void *entity)
{
    void *member = field.at(const_cast<void *>(entity)); // the accessor serves readers and writers alike
    if (field.optional != nullptr) {
        if (!field.optional->has(member))
            return {};
        member = field.optional->value(member);
    }
    switch (field.kind) {
    case Kind::Bool:
        return integerValue(*static_cast<bool *>(member) ? 1 : 0);
    case Kind::Int32:
        return integerValue(*static_cast<std::int32_t *>(member));
    case Kind::Int64:
        return integerValue(*static_cast<std::int64_t *>(member));
    case Kind::Instant:
        return integerValue(static_cast<Instant *>(member)->ms);
    case Kind::Enum:
        return integerValue(*static_cast<std::uint8_t *>(member));
    case Kind::Id: {
        const auto &id = *static_cast<Id *>(member);
        return id.isNull() ? ColumnValue{} : bytesValue(ColumnValue::Type::Blob, id.view());
    }
    case Kind::Text:
        return bytesValue(ColumnValue::Type::Text, *static_cast<std::string *>(member));
    case Kind::Bytes:
        return bytesValue(ColumnValue::Type::Blob, *static_cast<Bytes *>(member));
    case Kind::Money:
    case Kind::Point:
    case Kind::Points:
    case Kind::Ids:
    case Kind::Texts:
    case Kind::Record:
    case Kind::Records:
    case Kind::Edits:
        break;
    }
    std::string item; // canonical, so that equal values compare equal
    encodeValue(field, entity, item);
    return bytesValue(ColumnValue::Type::Blob, item);
}

std::vector<ColumnValue> columnValues(const EntityType &type, const void *entity)
{
    std::vector<ColumnValue> values;
    for (const Field &field : type.table->fields) {
        if (field.is(Flag::Indexed) && !field.is(Flag::Personal))
            values.push_back(columnValue(field, entity));
    }
    return values;
}

void bindValue(sqlite::Statement &statement, int place, const ColumnValue &value)
{
    switch (value.type) {
    case ColumnValue::Type::Null:
        statement.bindNull(place);
        return;
    case ColumnValue::Type::Integer:
        statement.bind(place, value.integer);
        return;
    case ColumnValue::Type::Text:
        statement.bindText(place, value.bytes);
        return;
    case ColumnValue::Type::Blob:
        statement.bindBlob(place, value.bytes);
        return;
    }
}

ColumnValue readValue(const sqlite::Statement &statement, int column)
{
    switch (statement.typeOf(column)) {
    case sqlite::ColumnType::Null:
        return {};
    case sqlite::ColumnType::Integer:
        return integerValue(statement.integer(column));
    case sqlite::ColumnType::Text:
        return {ColumnValue::Type::Text, 0, std::string(statement.text(column))};
    case sqlite::ColumnType::Other:
        break;
    }
    return {ColumnValue::Type::Blob, 0, std::string(statement.blob(column))};
}

std::string tableName(const EntityType &type)
{
    return "rows_" + std::string(type.spec.name);
}

std::string columnName(const Field &field)
{
    return "f_" + std::string(field.name);
}

std::string firstSchema()
{
    return R"(
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE journal (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, entry BLOB NOT NULL);
CREATE TABLE blobs (hash BLOB NOT NULL UNIQUE, content BLOB NOT NULL);
CREATE TABLE senders (sender BLOB PRIMARY KEY, last INTEGER NOT NULL, confirmed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE answers (sender BLOB NOT NULL, number INTEGER NOT NULL, mac BLOB NOT NULL, answer BLOB NOT NULL,
    PRIMARY KEY (sender, number)) WITHOUT ROWID;
CREATE TABLE keys (actor BLOB NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, mac BLOB NOT NULL, answer BLOB NOT NULL,
    PRIMARY KEY (actor, key)) WITHOUT ROWID;
CREATE INDEX keys_at ON keys (at);
CREATE TABLE tombstones (scope BLOB NOT NULL, seq INTEGER NOT NULL, entity INTEGER NOT NULL, id BLOB NOT NULL,
    PRIMARY KEY (scope, seq, entity, id)) WITHOUT ROWID;
CREATE TABLE followers (name TEXT PRIMARY KEY, cursor INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE staged (import BLOB NOT NULL, number INTEGER NOT NULL, command BLOB NOT NULL, PRIMARY KEY (import, number)) WITHOUT ROWID;
)";
}

namespace {

std::string indexName(const EntityType &type, const std::string &column)
{
    return tableName(type) + '_' + column;
}

std::string createTable(const EntityType &type)
{
    std::string sql = "CREATE TABLE " + tableName(type)
        + " (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, revision INTEGER NOT NULL, scopes BLOB NOT NULL, "
          "body BLOB NOT NULL, personal BLOB);";
    // Only a window is read from its newest end; elsewhere the index would cost each change a page.
    if (type.spec.replication == Replication::Window)
        sql += "CREATE INDEX " + indexName(type, "revision") + " ON " + tableName(type) + " (revision);";
    return sql;
}

Result<std::vector<std::string>> columnsOf(sqlite::Connection &connection, const std::string &table)
{
    auto statement = connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid");
    if (!statement)
        return fail(std::move(statement.error()));
    statement->bindText(1, table);
    std::vector<std::string> columns;
    for (;;) {
        auto row = statement->step();
        if (!row)
            return fail(std::move(row.error()));
        if (!*row)
            return columns;
        columns.emplace_back(statement->text(0));
    }
}

Result<> dropColumn(sqlite::Connection &connection, const EntityType &type, const std::string &column)
{
    // An older program would leave it wrong: dropped, the newer one makes and fills it again.
    if (auto result = connection.run("DROP INDEX IF EXISTS " + indexName(type, column)); !result)
        return result;
    return connection.run("ALTER TABLE " + tableName(type) + " DROP COLUMN " + column);
}

Result<> fillColumns(sqlite::Connection &connection, const EntityType &type, const std::vector<const Field *> &fields)
{
    std::string sets;
    for (std::size_t index = 0; index < fields.size(); ++index)
        sets += (index == 0 ? "" : ", ") + columnName(*fields[index]) + " = ?" + std::to_string(index + 2);
    auto select = connection.prepare("SELECT key, body FROM " + tableName(type));
    auto update = connection.prepare("UPDATE " + tableName(type) + " SET " + sets + " WHERE key = ?1");
    if (!select || !update)
        return fail(select ? update.error() : select.error());
    for (;;) {
        auto row = select->step();
        if (!row)
            return fail(std::move(row.error()));
        if (!*row)
            return {};
        const std::unique_ptr<void, void (*)(void *)> entity(type.table->make(), type.table->destroy);
        if (auto result = decode(*type.table, entity.get(), Part::Open, select->blob(1), Strictness::Replica); !result)
            return fail(Fault::Corrupt, "a row of " + tableName(type) + " is not readable");
        update->bind(1, select->integer(0));
        for (std::size_t index = 0; index < fields.size(); ++index)
            bindValue(*update, static_cast<int>(index) + 2, columnValue(*fields[index], entity.get()));
        if (auto result = update->run(); !result)
            return result;
    }
}

Result<> fitColumns(sqlite::Connection &connection, const EntityType &type)
{
    auto columns = columnsOf(connection, tableName(type));
    if (!columns)
        return fail(std::move(columns.error()));
    const std::vector<const Field *> wanted = plainFields(type);
    for (const std::string &column : *columns) {
        const bool isWanted = !column.starts_with("f_")
            || std::any_of(wanted.begin(), wanted.end(),
                           [&column](const Field *field) { return columnName(*field) == column; });
        if (isWanted)
            continue;
        if (auto result = dropColumn(connection, type, column); !result)
            return result;
    }
    std::vector<const Field *> added;
    for (const Field *field : wanted) {
        const std::string column = columnName(*field);
        if (std::find(columns->begin(), columns->end(), column) != columns->end())
            continue;
        added.push_back(field);
        if (auto result = connection.run("ALTER TABLE " + tableName(type) + " ADD COLUMN " + column); !result)
            return result;
    }
    if (added.empty())
        return {};
    if (auto result = fillColumns(connection, type, added); !result)
        return result;
    for (const Field *field : added) {
        const std::string column = columnName(*field);
        if (auto result = connection.run("CREATE INDEX " + indexName(type, column) + " ON " + tableName(type) + " ("
                                         + column + ')');
            !result)
            return result;
    }
    return {};
}

} // namespace

Result<> fitEntityTables(sqlite::Connection &connection, std::span<const EntityType *const> entities)
{
    for (const EntityType *type : entities) {
        auto columns = columnsOf(connection, tableName(*type));
        if (!columns)
            return fail(std::move(columns.error()));
        if (columns->empty()) {
            if (auto result = connection.run(createTable(*type)); !result)
                return result;
        }
        if (auto result = fitColumns(connection, *type); !result)
            return result;
    }
    return {};
}

} // namespace gatehouse
