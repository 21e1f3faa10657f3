// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/values.h"

#include <algorithm>
#include <cstdio>

namespace gatehouse {

namespace {
// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, and back (Howard Hinnant, "chrono-compatible
// low-level date algorithms").
constexpr std::int64_t daysFromCivil(std::int64_t y, unsigned m, unsigned d)
{
    y -= m <= 2;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const auto yoe = static_cast<unsigned>(y - era * 400);
    const unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + static_cast<std::int64_t>(doe) - 719468;
}

constexpr std::array<int, 12> kDaysInMonth = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool isLeap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

/// Reads exactly `count` digits at `at` and moves on.
bool digits(std::string_view text, std::size_t &at, int count, int &value)
{
    value = 0;
    for (int index = 0; index < count; ++index, ++at) {
        if (at >= text.size() || text[at] < '0' || text[at] > '9')
            return false;
        value = value * 10 + (text[at] - '0');
    }
    return true;
}

bool character(std::string_view text, std::size_t &at, std::string_view oneOf)
{
    if (at >= text.size() || oneOf.find(text[at]) == std::string_view::npos)
        return false;
    ++at;
    return true;
}
} // namespace

std::string Instant::toString() const
{
    constexpr std::int64_t kDay = 86'400'000;
    std::int64_t days = ms / kDay;
    std::int64_t rest = ms % kDay;
    if (rest < 0) {
        rest += kDay;
        --days;
    }
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const auto doe = static_cast<unsigned>(days - era * 146097);
    const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const unsigned mp = (5 * doy + 2) / 153;
    const unsigned day = doy - (153 * mp + 2) / 5 + 1;
    const unsigned month = mp < 10 ? mp + 3 : mp - 9;
    const auto year = static_cast<long long>(yoe) + era * 400 + (month <= 2);
    std::array<char, 80> text{};
    (void)std::snprintf(text.data(), text.size(), "%04lld-%02u-%02uT%02d:%02d:%02d.%03dZ", year, month, day,
                        static_cast<int>(rest / 3'600'000), static_cast<int>(rest / 60'000 % 60),
                        static_cast<int>(rest / 1000 % 60), static_cast<int>(rest % 1000));
    return text.data();
}

std::optional<Instant> Instant::fromString(std::string_view text)
{
    std::size_t at = 0;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!digits(text, at, 4, year) || !character(text, at, "-") || !digits(text, at, 2, month)
        || !character(text, at, "-") || !digits(text, at, 2, day) || !character(text, at, "Tt ")
        || !digits(text, at, 2, hour) || !character(text, at, ":") || !digits(text, at, 2, minute)
        || !character(text, at, ":") || !digits(text, at, 2, second))
        return std::nullopt;
    int milliseconds = 0;
    if (character(text, at, ".")) {
        int scale = 100;
        const std::size_t start = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
            milliseconds += (text[at] - '0') * scale;
        if (at == start || at - start > 9)
            return std::nullopt;
    }
    std::int64_t offsetMinutes = 0;
    if (!character(text, at, "Zz")) {
        if (at >= text.size() || (text[at] != '+' && text[at] != '-'))
            return std::nullopt;
        const int sign = text[at++] == '-' ? -1 : 1;
        int offsetHour = 0, offsetMinute = 0;
        if (!digits(text, at, 2, offsetHour) || !character(text, at, ":") || !digits(text, at, 2, offsetMinute)
            || offsetHour > 23 || offsetMinute > 59)
            return std::nullopt;
        offsetMinutes = sign * (offsetHour * 60 + offsetMinute);
    }
    if (at != text.size() || year < 1 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    const int longest = kDaysInMonth[static_cast<std::size_t>(month - 1)] + (month == 2 && isLeap(year) ? 1 : 0);
    if (day > longest)
        return std::nullopt;
    const std::int64_t days = daysFromCivil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
    return Instant{((days * 24 + hour) * 60 + minute - offsetMinutes) * 60'000 + std::int64_t{second} * 1000
                   + milliseconds};
}

bool isZoneName(std::string_view name)
{
    if (name.empty() || name.size() > 64 || name.front() == '/' || name.back() == '/')
        return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-'
            || c == '_' || c == '/';
    });
}

std::string toHex(std::string_view bytes)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

std::optional<std::string> fromHex(std::string_view text)
{
    const auto digit = [](char c) -> int {
        if (c >= '0' && c <= '9')
            return c - '0';
        if (c >= 'a' && c <= 'f')
            return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
            return c - 'A' + 10;
        return -1;
    };
    if (text.size() % 2 != 0)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t index = 0; index < text.size(); index += 2) {
        const int high = digit(text[index]);
        const int low = digit(text[index + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

namespace {
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
}

std::string toBase64Url(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : bytes) {
        buffer = (buffer << 8) | static_cast<std::uint8_t>(c);
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            text += kBase64Url[(buffer >> bits) & 63];
        }
    }
    if (bits > 0)
        text += kBase64Url[(buffer << (6 - bits)) & 63];
    return text;
}

std::optional<std::string> fromBase64Url(std::string_view text)
{
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : text) {
        const auto digit = kBase64Url.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        buffer = (buffer << 6) | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((buffer >> bits) & 255);
        }
    }
    if ((buffer & ((1U << bits) - 1)) != 0)
        return std::nullopt; // one value has one text
    return bytes;
}

} // namespace gatehouse
