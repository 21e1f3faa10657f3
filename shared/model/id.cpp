// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/id.h"

#include <algorithm>

namespace gatehouse {

namespace {
constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford base32: no i, l, o, u

__extension__ using Wide = unsigned __int128;

int digitOf(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = static_cast<char>(c - 'A' + 'a');
    const auto at = kAlphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}
} // namespace

std::string Id::toString() const
{
    // 26 digits of 5 bits are 130 bits: the first digit holds only 3.
    std::string text(26, '0');
    Wide value = 0;
    for (const std::uint8_t byte : bytes)
        value = (value << 8) | byte;
    for (int index = 25; index >= 0; --index) {
        text[static_cast<std::size_t>(index)] = kAlphabet[static_cast<std::size_t>(value & 31)];
        value >>= 5;
    }
    return text;
}

std::optional<Id> Id::fromString(std::string_view text)
{
    if (text.size() != 26 || digitOf(text[0]) > 7)
        return std::nullopt;
    Wide value = 0;
    for (const char c : text) {
        const int digit = digitOf(c);
        if (digit < 0)
            return std::nullopt;
        value = (value << 5) | static_cast<unsigned>(digit);
    }
    Id id;
    for (int index = 15; index >= 0; --index) {
        id.bytes[static_cast<std::size_t>(index)] = static_cast<std::uint8_t>(value & 255);
        value >>= 8;
    }
    return id;
}

std::optional<Id> Id::fromBytes(std::string_view bytes)
{
    if (bytes.size() != 16)
        return std::nullopt;
    Id id;
    std::memcpy(id.bytes.data(), bytes.data(), 16);
    return id;
}

void SeededRandom::fill(void *bytes, std::size_t size)
{
    auto *out = static_cast<std::uint8_t *>(bytes);
    while (size > 0) {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL); // splitmix64, Steele, Lea, Flood 2014
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        z ^= z >> 31;
        const std::size_t part = std::min(size, sizeof z);
        std::memcpy(out, &z, part);
        out += part;
        size -= part;
    }
}

Id makeId(std::int64_t unixMs, Random &random)
{
    Id id;
    for (int index = 5; index >= 0; --index) {
        id.bytes[static_cast<std::size_t>(index)] = static_cast<std::uint8_t>(unixMs & 255);
        unixMs >>= 8;
    }
    random.fill(id.bytes.data() + 6, 10);
    return id;
}

} // namespace gatehouse
