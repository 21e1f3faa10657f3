// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/permission.h"
#include "shared/access/scope.h"
#include "shared/model/codec.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// How a noun says what it offers: entities, commands and queries, each declared once beside its struct and walked by
/// storage, replica, API description and the generic tests.
namespace gatehouse {

/// How an entity reaches a replica.
enum class Replication : std::uint8_t {
    Live,   ///< all rows of the client's scopes
    Window, ///< the newest kWindowRows; older ones by query
    Query,  ///< never pushed: asked for by page
    Kiosk,  ///< all rows, only to clients that ask for admission records
    Server, ///< never leaves the server (password hashes)
};

inline constexpr std::size_t kWindowRows = 500; ///< newest rows of each Window entity that a client is sent at first

/// The number stands in journals and on the wire, the name in JSON, tables and messages: neither is ever changed or
/// reused.
struct EntitySpec {
    std::uint16_t number;
    std::string_view name;
    Replication replication;
};

struct CommandSpec {
    std::string_view name; ///< "gate.open"
    Permission permission = Permission::Nobody;
    std::size_t bodyLimit = kMaxContent; ///< bytes of the command's CBOR
};

struct QuerySpec {
    std::string_view name;
    Permission permission = Permission::Nobody;
};

/// The answer of a command or query that has nothing to say.
struct Nothing {
    static constexpr std::array<Field, 0> fields{};
};

/// An entity as the rooms that know no noun see it. Made once for each entity, alive for the whole program.
struct EntityType {
    EntitySpec spec;
    const Table *table = nullptr;
    Id *(*id)(void *entity) = nullptr;
    Scopes (*scopes)(const void *entity) = nullptr;
    Id (*person)(const void *entity) = nullptr; ///< whose key seals the personal part; nullptr: it has none
};

/// An entity is a struct with `spec`, `id`, `fields` (the id is not among them), `later`, and a free function
/// `Scopes scopesOf(const E &)`; one with personal fields also has `laterPersonal` and `Id personOf(const E &)`.
template <class E>
const EntityType &entityType()
{
    static const EntityType type = [] {
        EntityType made;
        made.spec = E::spec;
        made.table = &tableOf<E>();
        made.id = [](void *entity) -> Id * { return &static_cast<E *>(entity)->id; };
        made.scopes = [](const void *entity) { return scopesOf(*static_cast<const E *>(entity)); };
        if constexpr (requires(const E &entity) { personOf(entity); })
            made.person = [](const void *entity) -> Id { return personOf(*static_cast<const E *>(entity)); };
        return made;
    }();
    return type;
}

struct CommandType {
    CommandSpec spec;
    const Table *table = nullptr;
    const Table *answer = nullptr;
};

struct QueryType {
    QuerySpec spec;
    const Table *table = nullptr;
    const Table *answer = nullptr;
};

template <class C>
const CommandType &commandType()
{
    static const CommandType type{C::spec, &tableOf<C>(), &tableOf<typename C::Answer>()};
    return type;
}

template <class Q>
const QueryType &queryType()
{
    static const QueryType type{Q::spec, &tableOf<Q>(), &tableOf<typename Q::Answer>()};
    return type;
}

template <class... Types>
struct TypeList {
    template <class... More>
    constexpr TypeList<Types..., More...> operator+(TypeList<More...>) const
    {
        return {};
    }
    /// Calls visitor.template operator()<T>() for each type in order.
    template <class Visitor>
    static void each(Visitor &&visitor)
    {
        (visitor.template operator()<Types>(), ...);
    }
};

template <class... E>
using EntityList = TypeList<E...>;
template <class... C>
using CommandList = TypeList<C...>;
template <class... Q>
using QueryList = TypeList<Q...>;

} // namespace gatehouse
