// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/keyring/recoverycode.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gatehouse {

namespace {
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford base32
constexpr std::size_t kGroups = 8;
constexpr std::size_t kRandomInGroup = 4;
constexpr std::size_t kDigits = kGroups * (kRandomInGroup + 1);

/// x times a digit in GF(32), x⁵ + x² + 1.
unsigned timesX(unsigned digit)
{
    digit <<= 1;
    return digit & 32 ? digit ^ 0b100101 : digit;
}

/// Finds every single wrong digit, every two neighbours exchanged and every two groups exchanged.
unsigned checkDigit(std::size_t group, const std::uint8_t *digits)
{
    unsigned check = 0;
    for (std::size_t index = 0; index < kRandomInGroup; ++index)
        check = timesX(check ^ digits[index]);
    return check ^ static_cast<unsigned>(group + 1);
}

int digitOf(char c)
{
    if (c >= 'a' && c <= 'z')
        c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    const auto at = kAlphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

Result<std::array<std::uint8_t, kDigits>> digitsOf(std::string_view code)
{
    std::array<std::uint8_t, kDigits> digits{};
    std::size_t count = 0;
    for (const char c : code) {
        if (std::string_view(" -\t\r\n").find(c) != std::string_view::npos)
            continue;
        const int digit = digitOf(c);
        if (digit < 0)
            return fail(Fault::Malformed, "characters");
        if (count == kDigits)
            return fail(Fault::Malformed, "length");
        digits[count++] = static_cast<std::uint8_t>(digit);
    }
    if (count != kDigits)
        return fail(Fault::Malformed, "length");
    return digits;
}
} // namespace

std::string makeRecoveryCode(Random &random)
{
    std::string code;
    for (std::size_t group = 0; group < kGroups; ++group) {
        std::array<std::uint8_t, kRandomInGroup> digits{};
        random.fill(digits.data(), digits.size());
        for (std::uint8_t &digit : digits)
            digit &= 31;
        if (group > 0)
            code += '-';
        for (const std::uint8_t digit : digits)
            code += kAlphabet[digit];
        code += kAlphabet[checkDigit(group, digits.data())];
    }
    return code;
}

Result<SecretKey> keyOfRecoveryCode(std::string_view code, const Id &document)
{
    auto digits = digitsOf(code);
    if (!digits)
        return fail(digits.error());
    for (std::size_t group = 0; group < kGroups; ++group) {
        const std::uint8_t *first = digits->data() + group * (kRandomInGroup + 1);
        if (checkDigit(group, first) != first[kRandomInGroup])
            return fail(Fault::Invalid, "group " + std::to_string(group + 1));
    }
    // 160 random bits cannot be tried, so a fast hash is enough. The purpose hashes all the digits; the parent is
    // constant.
    std::string purpose = "gatehouse recovery code v1" + std::string(document.view());
    purpose.append(reinterpret_cast<const char *>(digits->data()), digits->size());
    const SecretKey key = deriveKey(SecretKey(), purpose);
    wipe(purpose);
    return key;
}

} // namespace gatehouse
