// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/id.h"
#include "shared/model/limits.h"
#include "shared/model/values.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

/// How a struct says what it holds: once, in a table of plain descriptors. Storage, CBOR, JSON, validation, table
/// models, CSV and the API description are each one function with one switch over the kind.
namespace gatehouse {

/// What a member is. The numbers are not stored; the order of a table's fields is.
enum class Kind : std::uint8_t {
    Bool,
    Int32,
    Int64,
    Id, ///< null id: unset
    Instant,
    Text,  ///< UTF-8; empty: unset
    Bytes, ///< empty: unset
    Enum,  ///< enum class over std::uint8_t
    Money,
    Point,
    Points,  ///< std::vector<Point>
    Ids,     ///< std::vector of typed ids
    Texts,   ///< std::vector<std::string>
    Record,  ///< a struct with a table of its own
    Records, ///< std::vector of such
    Edits,   ///< changed fields of an entity, each with the value that was seen
};

namespace Flag {
enum : std::uint16_t {
    None = 0,
    Optional = 1,   ///< may be unset (a command that lacks it is still whole)
    Personal = 2,   ///< travels in the sealed part
    Indexed = 4,    ///< has a plain column of its own and an index
    Fixed = 8,      ///< never changed by an edit
    Multiline = 16, ///< text that may hold line feeds
    Blob = 32,      ///< the SHA-256 of bytes that are kept apart
};
}

struct Table;
struct Field;

/// The names of an enum's values, in order from 0. A value beyond them was written by a newer program.
struct EnumNames {
    std::span<const std::string_view> names;
};

/// How to walk a std::vector without knowing its element.
struct ListAccess {
    std::size_t (*size)(const void *list);
    void *(*at)(void *list, std::size_t index);
    void *(*append)(void *list);
    void (*clear)(void *list);
};

/// How to reach the value in a std::optional.
struct OptionalAccess {
    bool (*has)(const void *member);
    void *(*value)(void *member); ///< made if absent
    void (*reset)(void *member);
};

/// One member of a struct. Constexpr data; alive for the whole program.
struct Field {
    std::string_view name;
    void *(*at)(void *object) = nullptr; ///< the member itself
    std::uint32_t limit = 0;             ///< characters, bytes or elements at most; 0: the kind has none
    Kind kind = Kind::Bool;
    std::uint16_t flags = 0;
    std::int64_t least = std::numeric_limits<std::int64_t>::min(); ///< integers
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const OptionalAccess *optional = nullptr;
    const ListAccess *list = nullptr;
    const Table *(*table)() = nullptr; ///< Record, Records; of the entity for Edits
    const EnumNames *names = nullptr;

    [[nodiscard]] constexpr bool is(std::uint16_t flag) const { return (flags & flag) != 0; }
    [[nodiscard]] constexpr bool mayBeUnset() const { return is(Flag::Optional) || optional != nullptr; }
};

/// Fields that a newer program appended: kept as they came, and written back behind the known ones.
struct Later {
    std::uint32_t count = 0;
    std::string items; ///< raw CBOR items
    bool operator==(const Later &) const = default;
};

/// One changed field of an edit: its place in the entity's table, the value that was seen and the new one, each as a
/// CBOR item (null: unset).
struct FieldEdit {
    std::uint16_t field = 0;
    std::string saw;
    std::string now;
    bool operator==(const FieldEdit &) const = default;
};

/// The changed fields of one entity. `E` names the entity's table.
struct EditsBase {
    std::vector<FieldEdit> list;
    bool operator==(const EditsBase &) const = default;
};
template <class E>
struct EditsOf : EditsBase {
};

/// A struct's fields in the order of its CBOR array: fields are only ever appended.
struct Table {
    std::string_view name; ///< of the struct, for messages
    std::span<const Field> fields;
    Later *(*later)(void *object) = nullptr; ///< where fields of a newer program are kept; nullptr: passed over
    Later *(*laterPersonal)(void *object) = nullptr;
    bool hasPersonal = false;
    void *(*make)() = nullptr; ///< a default-made struct, to be given back to destroy()
    void (*destroy)(void *object) = nullptr;

    [[nodiscard]] const Field *find(std::string_view fieldName) const
    {
        for (const Field &field : fields) {
            if (field.name == fieldName)
                return &field;
        }
        return nullptr;
    }
};

template <class T>
const Table &tableOf();

/// The names of an enum, given once beside it: `template <> inline constexpr auto enumNames<Direction> =
/// std::array{"entry"sv, "exit"sv};`
template <class E>
inline constexpr std::array<std::string_view, 0> enumNames{};

namespace detail {

template <class T>
struct IsVector : std::false_type {
};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {
    using Element = T;
};
template <class T>
struct IsOptional : std::false_type {
    using Value = T;
};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {
    using Value = T;
};
template <class T>
struct EditedEntity {
    using Entity = void;
};
template <class E>
struct EditedEntity<EditsOf<E>> {
    using Entity = E;
};

template <class T>
constexpr Kind kindOf()
{
    if constexpr (std::is_same_v<T, bool>)
        return Kind::Bool;
    else if constexpr (std::is_same_v<T, std::int32_t>)
        return Kind::Int32;
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return Kind::Int64;
    else if constexpr (std::is_same_v<T, Instant>)
        return Kind::Instant;
    else if constexpr (std::is_same_v<T, std::string>)
        return Kind::Text;
    else if constexpr (std::is_same_v<T, Bytes>)
        return Kind::Bytes;
    else if constexpr (std::is_same_v<T, Money>)
        return Kind::Money;
    else if constexpr (std::is_same_v<T, Point>)
        return Kind::Point;
    else if constexpr (std::is_same_v<T, std::vector<Point>>)
        return Kind::Points;
    else if constexpr (std::is_same_v<T, std::vector<std::string>>)
        return Kind::Texts;
    else if constexpr (std::is_enum_v<T>) {
        static_assert(sizeof(T) == 1, "enums are over std::uint8_t");
        return Kind::Enum;
    } else if constexpr (std::is_base_of_v<Id, T>)
        return Kind::Id;
    else if constexpr (std::is_base_of_v<EditsBase, T>)
        return Kind::Edits;
    else if constexpr (IsVector<T>::value) {
        if constexpr (std::is_base_of_v<Id, typename IsVector<T>::Element>)
            return Kind::Ids;
        else
            return Kind::Records;
    } else
        return Kind::Record;
}

template <class V>
inline constexpr ListAccess listAccess{
    [](const void *list) { return static_cast<const V *>(list)->size(); },
    [](void *list, std::size_t index) -> void * { return &(*static_cast<V *>(list))[index]; },
    [](void *list) -> void * { return &static_cast<V *>(list)->emplace_back(); },
    [](void *list) { static_cast<V *>(list)->clear(); },
};

template <class O>
inline constexpr OptionalAccess optionalAccess{
    [](const void *member) { return static_cast<const O *>(member)->has_value(); },
    [](void *member) -> void * {
        auto &optional = *static_cast<O *>(member);
        if (!optional)
            optional.emplace();
        return &*optional;
    },
    [](void *member) { static_cast<O *>(member)->reset(); },
};

template <class E>
inline constexpr EnumNames enumNamesOf{std::span<const std::string_view>(enumNames<E>)};

template <class T>
const Table *tablePointer()
{
    return &tableOf<T>();
}

template <class>
struct MemberOf;
template <class C, class M>
struct MemberOf<M C::*> {
    using Class = C;
    using Member = M;
};

template <auto Pointer>
void *memberAt(void *object)
{
    using Class = typename MemberOf<decltype(Pointer)>::Class;
    return &(static_cast<Class *>(object)->*Pointer);
}

constexpr std::uint32_t defaultLimit(Kind kind)
{
    switch (kind) {
    case Kind::Text:
        return kMaxName;
    case Kind::Bytes:
        return 1024;
    case Kind::Points:
    case Kind::Ids:
    case Kind::Texts:
    case Kind::Records:
    case Kind::Edits:
        return kMaxList;
    case Kind::Bool:
    case Kind::Int32:
    case Kind::Int64:
    case Kind::Id:
    case Kind::Instant:
    case Kind::Enum:
    case Kind::Money:
    case Kind::Point:
    case Kind::Record:
        break;
    }
    return 0;
}

} // namespace detail

/// Describes a member: field<&Gate::name>("name", Flag::Indexed, kMaxName). `limit` 0 takes the kind's own.
template <auto Pointer>
constexpr Field field(std::string_view name, std::uint16_t flags = Flag::None, std::uint32_t limit = 0)
{
    using Member = typename detail::MemberOf<decltype(Pointer)>::Member;
    using Value = typename detail::IsOptional<Member>::Value;
    Field field;
    field.name = name;
    field.at = &detail::memberAt<Pointer>;
    field.kind = detail::kindOf<Value>();
    field.flags = flags;
    field.limit = limit != 0 ? limit : detail::defaultLimit(field.kind);
    if constexpr (!std::is_same_v<Member, Value>)
        field.optional = &detail::optionalAccess<Member>;
    if constexpr (detail::IsVector<Value>::value && !std::is_same_v<Value, std::vector<Point>>) {
        field.list = &detail::listAccess<Value>;
        if constexpr (detail::kindOf<Value>() == Kind::Records)
            field.table = &detail::tablePointer<typename detail::IsVector<Value>::Element>;
    }
    if constexpr (detail::kindOf<Value>() == Kind::Record)
        field.table = &detail::tablePointer<Value>;
    if constexpr (detail::kindOf<Value>() == Kind::Edits)
        field.table = &detail::tablePointer<typename detail::EditedEntity<Value>::Entity>;
    if constexpr (detail::kindOf<Value>() == Kind::Enum)
        field.names = &detail::enumNamesOf<Value>;
    if constexpr (detail::kindOf<Value>() == Kind::Int32) {
        field.least = std::numeric_limits<std::int32_t>::min();
        field.most = std::numeric_limits<std::int32_t>::max();
    }
    return field;
}

/// An integer with its range, ends included.
template <auto Pointer>
constexpr Field ranged(std::string_view name, std::int64_t least, std::int64_t most, std::uint16_t flags = Flag::None)
{
    Field described = field<Pointer>(name, flags);
    described.least = least;
    described.most = most;
    return described;
}

/// The table of a struct that has `static constexpr Field fields[]`, and members `later` / `laterPersonal` if it keeps
/// the fields of newer programs.
template <class T>
const Table &tableOf()
{
    static const Table table = [] {
        Table made;
        if constexpr (requires { T::spec.name; })
            made.name = T::spec.name;
        made.fields = std::span<const Field>(T::fields);
        if constexpr (requires(T object) { object.later; })
            made.later = [](void *object) { return &static_cast<T *>(object)->later; };
        if constexpr (requires(T object) { object.laterPersonal; })
            made.laterPersonal = [](void *object) { return &static_cast<T *>(object)->laterPersonal; };
        made.make = []() -> void * { return new T; };
        made.destroy = [](void *object) { delete static_cast<T *>(object); };
        for (const Field &each : made.fields)
            made.hasPersonal = made.hasPersonal || each.is(Flag::Personal);
        return made;
    }();
    return table;
}

} // namespace gatehouse
