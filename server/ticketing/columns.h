// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/values.h"
#include "shared/ticketing/ticketing.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the columns of other systems' exports mean.
namespace gatehouse {

enum class Column : std::uint8_t {
    Order,
    Position,
    Name,
    Given,
    Family,
    Romanised,
    GivenRomanised,
    FamilyRomanised,
    Mail,
    Phone,
    Company,
    Product,
    Price,
    Status,
    Code,
    Quantity,
    ValidFrom,
    ValidUntil,
    People,
    Attention,
    NeedsAttention,
};
inline constexpr std::size_t kColumnCount = 21;
inline constexpr std::array<std::string_view, kColumnCount> kColumnNames{
    "order",          "position",        "name",          "given",    "family",    "romanised",
    "givenRomanised", "familyRomanised", "mail",          "phone",    "company",   "product",
    "price",          "status",          "code",          "quantity", "validFrom", "validUntil",
    "people",         "attention",       "needsAttention"};

/// Where each column stands in a file.
struct ColumnMap {
    std::array<std::optional<std::size_t>, kColumnCount> at;
    std::vector<std::string> ignored; ///< headers that mean nothing here

    [[nodiscard]] bool has(Column column) const { return at[static_cast<std::size_t>(column)].has_value(); }
    /// Without white space around; empty where there is none.
    [[nodiscard]] std::string value(Column column, const std::vector<std::string> &fields) const;
};

/// By names of English, German, French and Spanish exports, in any case and with any punctuation. The first of two
/// wins.
[[nodiscard]] ColumnMap mapColumns(const std::vector<std::string> &headers);

/// nullopt: not a word that is known.
[[nodiscard]] std::optional<TicketState> ticketStateFor(std::string_view status);

/// "yes", "1", "x", "ja", "oui", "sí": true; empty, "no", "0", "nein", "non": false. nullopt: not a word that is known.
[[nodiscard]] std::optional<bool> yesOrNo(std::string_view text);

/// "$129.00", "129,00 €", "1.290,00", "12900": an amount in hundredths, with a currency where a sign tells it. nullopt:
/// no amount.
struct ReadPrice {
    Money money;
    bool hasDecimals = false;
};
[[nodiscard]] std::optional<ReadPrice> readPrice(std::string_view text);

/// "Sophia" and "Huber" give "Sophia Huber"; "小明" and "王" give "王小明".
[[nodiscard]] std::string joinedName(const std::string &given, const std::string &family);

} // namespace gatehouse
