// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// A moment: milliseconds since 1970-01-01T00:00:00Z, without leap seconds. From year 0001 to 9999.
struct Instant {
    std::int64_t ms = 0;

    auto operator<=>(const Instant &) const = default;
    /// RFC 3339 with milliseconds and Z: "2026-11-23T09:30:00.000Z".
    [[nodiscard]] std::string toString() const;
    /// RFC 3339, any offset, up to nine digits of fraction (cut to milliseconds).
    [[nodiscard]] static std::optional<Instant> fromString(std::string_view text);
};

inline constexpr Instant operator+(Instant instant, std::int64_t ms)
{
    return {instant.ms + ms};
}
inline constexpr Instant operator-(Instant instant, std::int64_t ms)
{
    return {instant.ms - ms};
}
inline constexpr std::int64_t operator-(Instant later, Instant earlier)
{
    return later.ms - earlier.ms;
}

/// An amount in whole minor units ("cents") of an ISO 4217 currency. Never a floating point number.
struct Money {
    std::int64_t minor = 0;
    std::array<char, 3> currency{'X', 'X', 'X'}; ///< ISO 4217; XXX: none

    bool operator==(const Money &) const = default;
    /// By hand, as that of Id.
    std::strong_ordering operator<=>(const Money &other) const
    {
        return minor != other.minor ? minor <=> other.minor : code().compare(other.code()) <=> 0;
    }
    [[nodiscard]] std::string_view code() const { return {currency.data(), currency.size()}; }
};

/// A place on a floor, in millimetres from its origin (top left; x to the right, y down). Whole numbers, so that every
/// machine decides alike; ±2,147 km is room enough.
struct Point {
    std::int32_t xMm = 0;
    std::int32_t yMm = 0;
    auto operator<=>(const Point &) const = default;
};

/// Bytes that are not text. A type of its own, so that text is never taken for bytes.
struct Bytes : std::string {
    using std::string::string;
    Bytes() = default;
    explicit Bytes(std::string bytes) : std::string(std::move(bytes)) {}
    explicit Bytes(std::string_view bytes) : std::string(bytes) {}
};

/// True for a name that looks like one of the IANA zone database ("Europe/London"): letters, digits, + - _ and /, at
/// most 64. Whether the zone exists is for the one to say who has the database.
[[nodiscard]] bool isZoneName(std::string_view name);

/// Lower-case hexadecimal.
[[nodiscard]] std::string toHex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> fromHex(std::string_view text);
/// RFC 4648 §5 without padding.
[[nodiscard]] std::string toBase64Url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> fromBase64Url(std::string_view text);

} // namespace gatehouse
