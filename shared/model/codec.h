// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/cbor.h"
#include "shared/model/field.h"
#include "shared/model/result.h"

#include <string>
#include <string_view>

namespace gatehouse {

/// Which fields an array of CBOR holds. Positions count within the part.
enum class Part : std::uint8_t {
    All,      ///< every field (commands, queries, frames)
    Open,     ///< those not flagged Personal
    Personal, ///< those flagged Personal
};

/// Who reads. A handler must not act on a value it does not know; a replica keeps it for the program that does.
enum class Strictness : std::uint8_t {
    Command, ///< unknown enum values are refused, unset required fields are refused
    Replica, ///< unknown enum values are kept, missing fields take their defaults
};

/// Appends the fields as one CBOR array, canonical: equal structs give equal bytes.
void encode(const Table &table, const void *object, Part part, std::string &out);

/// Fills a default-made struct from one CBOR array that takes the whole of `bytes`. Checks UTF-8, limits and ranges,
/// and names every bad field. Fault::Malformed if the bytes are no such array; Fault::Invalid with `fields` otherwise.
[[nodiscard]] Result<> decode(const Table &table, void *object, Part part, std::string_view bytes,
                              Strictness strictness);

/// One field's value as a CBOR item (null: unset), and back with the checks of decode().
void encodeValue(const Field &field, const void *object, std::string &out);
[[nodiscard]] Result<> decodeValue(const Field &field, void *object, std::string_view item, Strictness strictness);

/// Applies an edit to an entity. Fault::Conflict, with both values' field named, where the value now there is not the
/// one that was seen; Fault::Invalid for a field that is Fixed, unknown or wrong. Either all fields are changed or
/// none.
[[nodiscard]] Result<> applyEdits(const Table &table, void *object, const EditsBase &edits);

template <class T>
[[nodiscard]] std::string encoded(const T &object, Part part = Part::All)
{
    std::string out;
    encode(tableOf<T>(), &object, part, out);
    return out;
}

template <class T>
[[nodiscard]] Result<T> decoded(std::string_view bytes, Strictness strictness = Strictness::Command,
                                Part part = Part::All)
{
    T object;
    if (auto result = decode(tableOf<T>(), &object, part, bytes, strictness); !result)
        return fail(std::move(result.error()));
    return object;
}

/// The edit that turns `saw` into `now`: only the fields that differ.
template <class E>
[[nodiscard]] EditsOf<E> editsBetween(const E &saw, const E &now)
{
    EditsOf<E> edits;
    const Table &table = tableOf<E>();
    for (std::size_t index = 0; index < table.fields.size(); ++index) {
        FieldEdit edit;
        edit.field = static_cast<std::uint16_t>(index);
        encodeValue(table.fields[index], &saw, edit.saw);
        encodeValue(table.fields[index], &now, edit.now);
        if (edit.saw != edit.now)
            edits.list.push_back(std::move(edit));
    }
    return edits;
}

template <class E>
[[nodiscard]] Result<E> edited(const E &entity, const EditsOf<E> &edits)
{
    E changed = entity;
    if (auto result = applyEdits(tableOf<E>(), &changed, edits); !result)
        return fail(std::move(result.error()));
    return changed;
}

} // namespace gatehouse
