// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/permission.h"
#include "shared/model/id.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// Who may see a row: one of a few kinds of audience. The numbers stand in journals.
enum class ScopeKind : std::uint8_t {
    Everyone = 0,   ///< whoever is signed in
    Permission = 1, ///< holders of a permission
    Zone = 2,       ///< holders of a permission within a zone (or a check-in list) named by `subject`
    Channel = 3,
    Incident = 4,
    Person = 5, ///< one person (account or attendee)
};

/// One audience. Written as kind, permission, and 16 bytes of subject where the kind has one.
struct Scope {
    ScopeKind kind = ScopeKind::Everyone;
    Permission permission = Permission::Nobody; ///< Permission and Zone
    Id subject;                                 ///< Zone, Channel, Incident, Person

    auto operator<=>(const Scope &) const = default;

    [[nodiscard]] static Scope everyone() { return {}; }
    [[nodiscard]] static Scope holders(Permission permission) { return {ScopeKind::Permission, permission, {}}; }
    [[nodiscard]] static Scope within(Permission permission, const Id &zone)
    {
        return {ScopeKind::Zone, permission, zone};
    }
    [[nodiscard]] static Scope person(const Id &person) { return {ScopeKind::Person, Permission::Nobody, person}; }
};

/// A row's audience: sorted, without repeats; empty: the server alone. At most kMaxScopes.
using Scopes = std::vector<Scope>;
inline constexpr std::size_t kMaxScopes = 16;

/// Sorts and removes repeats, so that equal audiences have equal bytes.
[[nodiscard]] Scopes scopes(std::initializer_list<Scope> list);

void encodeScopes(const Scopes &scopes, std::string &out);
/// nullopt if the bytes are no scopes. Kinds of newer programs are refused.
[[nodiscard]] std::optional<Scopes> decodeScopes(std::string_view bytes);

/// "permission:scan", "person:01h…": for logs, pages and JSON.
[[nodiscard]] std::string toString(const Scope &scope);

} // namespace gatehouse

template <>
struct std::hash<gatehouse::Scope> {
    std::size_t operator()(const gatehouse::Scope &scope) const noexcept
    {
        return std::hash<gatehouse::Id>{}(scope.subject) * 31 + static_cast<std::size_t>(scope.kind) * 256
            + static_cast<std::size_t>(scope.permission);
    }
};
