// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/spec.h"
#include "shared/sqlite/sqlite.h"

#include <span>
#include <string>
#include <vector>

namespace gatehouse {

/// The value of a field in its plain column: what a query compares, and nothing else. Derived from the body.
struct ColumnValue {
    enum class Type : std::uint8_t { Null, Integer, Text, Blob };
    Type type = Type::Null;
    std::int64_t integer = 0;
    std::string bytes;
    bool operator==(const ColumnValue &) const = default;
};

/// The fields that have a plain column. A personal field never has: its text would lie open.
[[nodiscard]] std::vector<const Field *> plainFields(const EntityType &type);
[[nodiscard]] ColumnValue columnValue(const Field &field, const void *entity);
[[nodiscard]] std::vector<ColumnValue> columnValues(const EntityType &type, const void *entity);
void bindValue(sqlite::Statement &statement, int place, const ColumnValue &value);
[[nodiscard]] ColumnValue readValue(const sqlite::Statement &statement, int column);

[[nodiscard]] std::string tableName(const EntityType &type);
[[nodiscard]] std::string columnName(const Field &field);

/// The tables that are of no entity, as version 1 made them.
[[nodiscard]] std::string firstSchema();
/// Brings the tables of the entities to today's fields: adds tables, adds and fills columns, drops columns that this
/// program would not keep right. Within the caller's transaction.
[[nodiscard]] Result<> fitEntityTables(sqlite::Connection &connection, std::span<const EntityType *const> entities);

} // namespace gatehouse
