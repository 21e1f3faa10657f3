// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/text.h"

#include <cstdint>
#include <cstring>

namespace gatehouse {

bool isUtf8(std::string_view text)
{
    const auto *at = reinterpret_cast<const std::uint8_t *>(text.data());
    const auto *const end = at + text.size();
    const auto follows = [&](int index) { return (at[index] & 0xc0) == 0x80; };
    while (at < end) {
        if (end - at >= 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, at, 8);
            if ((eight & 0x8080808080808080ULL) == 0) {
                at += 8;
                continue;
            }
        }
        const std::uint8_t first = *at;
        if (first < 0x80) {
            ++at;
        } else if (first >= 0xc2 && first <= 0xdf) {
            if (end - at < 2 || !follows(1))
                return false;
            at += 2;
        } else if (first >= 0xe0 && first <= 0xef) {
            if (end - at < 3 || !follows(1) || !follows(2) || (first == 0xe0 && at[1] < 0xa0)
                || (first == 0xed && at[1] > 0x9f))
                return false;
            at += 3;
        } else if (first >= 0xf0 && first <= 0xf4) {
            if (end - at < 4 || !follows(1) || !follows(2) || !follows(3) || (first == 0xf0 && at[1] < 0x90)
                || (first == 0xf4 && at[1] > 0x8f))
                return false;
            at += 4;
        } else {
            return false;
        }
    }
    return true;
}

std::size_t characterCount(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text)
        count += (static_cast<std::uint8_t>(c) & 0xc0) != 0x80;
    return count;
}

std::string_view firstCharacters(std::string_view text, std::size_t count)
{
    for (std::size_t index = 0; index < text.size(); ++index) {
        if ((static_cast<std::uint8_t>(text[index]) & 0xc0) != 0x80) {
            if (count == 0)
                return text.substr(0, index);
            --count;
        }
    }
    return text;
}

bool isPlain(std::string_view text)
{
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        if ((byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7f)
            return false;
    }
    return true;
}

} // namespace gatehouse
