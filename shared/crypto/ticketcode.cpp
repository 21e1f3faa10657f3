// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/ticketcode.h"

#include "shared/crypto/base32.h"

namespace gatehouse {

namespace {
constexpr std::string_view kPrefix = "EV1";
constexpr std::string_view kDomain = "evticket-v1";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kBodyBytes = 30;

template <class T>
void append(std::string &bytes, T value)
{
    for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8)
        bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> shift);
}

template <class T>
void take(std::string_view &bytes, T &value)
{
    std::uint64_t wide = 0;
    for (const char byte : bytes.substr(0, sizeof value))
        wide = (wide << 8) | static_cast<std::uint8_t>(byte);
    value = static_cast<T>(wide);
    bytes.remove_prefix(sizeof value);
}

std::string bodyOf(const TicketCode &code)
{
    std::string bytes;
    append(bytes, code.version);
    append(bytes, code.keyId);
    append(bytes, code.eventTag);
    append(bytes, code.serial);
    append(bytes, code.category);
    append(bytes, code.notBefore);
    append(bytes, code.notAfter);
    append(bytes, code.reissue);
    append(bytes, code.flags);
    return bytes;
}

TicketCode codeOf(std::string_view bytes)
{
    TicketCode code;
    take(bytes, code.version);
    take(bytes, code.keyId);
    take(bytes, code.eventTag);
    take(bytes, code.serial);
    take(bytes, code.category);
    take(bytes, code.notBefore);
    take(bytes, code.notAfter);
    take(bytes, code.reissue);
    take(bytes, code.flags);
    return code;
}

std::string signedBytes(std::string_view body)
{
    return std::string(kDomain).append(body);
}
} // namespace

std::string signTicket(const TicketCode &code, const SigningKey &key)
{
    std::string bytes = bodyOf(code);
    const Signature signature = key.sign(signedBytes(bytes));
    bytes.append(signature.begin(), signature.end());
    return std::string(kPrefix) + toBase32(bytes);
}

bool looksLikeTicket(std::string_view text)
{
    return text.substr(0, kPrefix.size()) == kPrefix;
}

Result<TicketCode> readTicket(std::string_view text, const TicketKeys &keys)
{
    if (!looksLikeTicket(text))
        return fail(Fault::Malformed, "prefix");
    if (text.size() != kTicketTextLength)
        return fail(Fault::Malformed, "length");
    const auto bytes = fromBase32(text.substr(kPrefix.size()));
    if (!bytes)
        return fail(Fault::Malformed, "base32");
    const std::string_view body = std::string_view(*bytes).substr(0, kBodyBytes);
    const TicketCode code = codeOf(body);
    if (code.version != kVersion)
        return fail(code.version > kVersion ? Fault::Newer : Fault::Malformed, "version");
    const PublicKey *key = keys(code.keyId);
    if (!key)
        return fail(Fault::NotFound, "key");
    if (!verifySignature(*key, signedBytes(body), std::string_view(*bytes).substr(kBodyBytes)))
        return fail(Fault::Invalid, "signature");
    return code;
}

} // namespace gatehouse
