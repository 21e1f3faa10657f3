// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/base32.h"

#include <cstdint>

namespace gatehouse {

namespace {
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int digitOf(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= '2' && c <= '7')
        return c - '2' + 26;
    return -1;
}
} // namespace

std::string toBase32(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() * 8 + 4) / 5);
    std::uint32_t waiting = 0; // its lowest `bits` bits are not written yet
    int bits = 0;
    for (const char byte : bytes) {
        waiting = (waiting << 8) | static_cast<std::uint8_t>(byte);
        for (bits += 8; bits >= 5; bits -= 5)
            text += kAlphabet[(waiting >> (bits - 5)) & 31];
    }
    if (bits > 0)
        text += kAlphabet[(waiting << (5 - bits)) & 31];
    return text;
}

std::optional<std::string> fromBase32(std::string_view text)
{
    std::string bytes;
    bytes.reserve(text.size() * 5 / 8);
    std::uint32_t waiting = 0;
    int bits = 0;
    for (const char c : text) {
        const int digit = digitOf(c);
        if (digit < 0)
            return std::nullopt;
        waiting = (waiting << 5) | static_cast<std::uint32_t>(digit);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(waiting >> bits);
        }
    }
    const bool isWholeDigitTooMany = bits >= 5;
    const bool hasBitsBehind = (waiting & ((1U << bits) - 1)) != 0;
    if (isWholeDigitTooMany || hasBitsBehind)
        return std::nullopt;
    return bytes;
}

} // namespace gatehouse
