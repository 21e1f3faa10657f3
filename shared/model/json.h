// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/codec.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse {

/// A JSON text (RFC 8259), read strictly: UTF-8, no duplicate names, no lone surrogates, no byte order mark, nothing
/// after the value, nested at most kMaxDepth deep. Numbers keep their text, so that nothing is rounded.
struct JsonValue {
    enum class Type : std::uint8_t { Null, Bool, Number, String, Array, Object };
    Type type = Type::Null;
    bool boolean = false;
    std::string text; ///< of a string, or the number as written
    std::vector<JsonValue> elements;
    std::vector<std::pair<std::string, JsonValue>> members;

    // Defined where the pair is complete: clang 14 looks into it too early otherwise.
    JsonValue();
    JsonValue(const JsonValue &);
    JsonValue(JsonValue &&) noexcept;
    JsonValue &operator=(const JsonValue &);
    JsonValue &operator=(JsonValue &&) noexcept;
    ~JsonValue();

    [[nodiscard]] const JsonValue *find(std::string_view name) const;
    /// A whole number within ±(2⁵³ − 1), written without fraction or exponent.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
};

/// Fault::Malformed with the byte at which reading stopped.
[[nodiscard]] Result<JsonValue> parseJson(std::string_view text);

/// Appends a JSON string with quotes, escaping what must be escaped and everything that could end a script element.
void writeJsonString(std::string &out, std::string_view text);

/// Appends one object with the fields by name; unset fields are null. Fields flagged Personal as `part` says.
void toJson(const Table &table, const void *object, Part part, std::string &out);

/// One field's value; unset: null.
void valueToJson(const Field &field, const void *object, std::string &out);

/// Fills a default-made struct from an object. Unknown names are refused, every bad field is named. Absent fields keep
/// their default where the field may be unset, and are "missing" otherwise; null unsets.
[[nodiscard]] Result<> fromJson(const Table &table, void *object, const JsonValue &value, Strictness strictness);

template <class T>
[[nodiscard]] std::string json(const T &object)
{
    std::string out;
    toJson(tableOf<T>(), &object, Part::All, out);
    return out;
}

template <class T>
[[nodiscard]] Result<T> fromJson(std::string_view text, Strictness strictness = Strictness::Command)
{
    auto value = parseJson(text);
    if (!value)
        return fail(std::move(value.error()));
    T object;
    if (auto result = fromJson(tableOf<T>(), &object, *value, strictness); !result)
        return fail(std::move(result.error()));
    return object;
}

} // namespace gatehouse
