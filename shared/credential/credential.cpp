// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/credential/credential.h"

#include "shared/crypto/base32.h"
#include "shared/crypto/digest.h"

#include <charconv>

namespace gatehouse {

namespace {

constexpr std::size_t kPrefixLength = 3; // "EV1"
constexpr std::size_t kTagOffset = 5;    // behind version and key

std::uint32_t bigEndian(std::string_view bytes)
{
    std::uint32_t value = 0;
    for (const char byte : bytes.substr(0, sizeof value))
        value = (value << 8) | static_cast<std::uint8_t>(byte);
    return value;
}

/// The event that an unverified code claims to be of: enough to refuse it with the right word, never to admit it.
std::optional<std::uint32_t> claimedEvent(std::string_view code)
{
    const auto bytes = fromBase32(code.substr(kPrefixLength));
    if (!bytes || bytes->size() < kTagOffset + sizeof(std::uint32_t))
        return std::nullopt;
    return bigEndian(std::string_view(*bytes).substr(kTagOffset));
}

std::optional<Instant> instantOf(std::uint32_t unixSeconds)
{
    if (unixSeconds == 0)
        return std::nullopt;
    return Instant{std::int64_t{unixSeconds} * 1000};
}

CodeFacts only(CodeKind kind)
{
    CodeFacts facts;
    facts.kind = kind;
    return facts;
}

CodeFacts factsOf(const TicketCode &code)
{
    CodeFacts facts;
    facts.kind = CodeKind::Signed;
    facts.serial = static_cast<std::int64_t>(code.serial);
    facts.category = code.category;
    facts.reissue = code.reissue;
    facts.notBefore = instantOf(code.notBefore);
    facts.notAfter = instantOf(code.notAfter);
    return facts;
}

} // namespace

std::uint32_t eventTagFor(const Id &event)
{
    return bigEndian(sha256(event.view()).view());
}

std::string ticketKeyText(std::uint32_t keyId, const PublicKey &key)
{
    return std::to_string(keyId) + ":" + toBase64Url(key.view());
}

std::optional<std::pair<std::uint32_t, PublicKey>> ticketKeyFromText(std::string_view text)
{
    std::uint32_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc() || end == text.data() + text.size() || *end != ':')
        return std::nullopt;
    const auto bytes = fromBase64Url(text.substr(static_cast<std::size_t>(end - text.data()) + 1));
    const auto key = bytes ? PublicKey::fromBytes(*bytes) : std::nullopt;
    if (!key)
        return std::nullopt;
    return std::pair(id, *key);
}

CredentialReader::CredentialReader(const CredentialKeys &keys) : m_eventTag(static_cast<std::uint32_t>(keys.eventTag))
{
    if (const auto hashKey = SecretKey::fromBytes(keys.hashKey))
        m_hashKey = *hashKey;
    for (const std::string &text : keys.ticketKeys) {
        if (const auto key = ticketKeyFromText(text))
            m_ticketKeys.insert(*key);
    }
}

CodeFacts CredentialReader::read(std::string_view code) const
{
    if (!looksLikeTicket(code))
        return imported(code);
    const auto ticket = readTicket(code, [this](std::uint32_t keyId) -> const PublicKey * {
        const auto at = m_ticketKeys.find(keyId);
        return at == m_ticketKeys.end() ? nullptr : &at->second;
    });
    if (ticket)
        return ticket->eventTag == m_eventTag ? factsOf(*ticket) : only(CodeKind::WrongEvent);
    if (ticket.error().fault == Fault::Malformed)
        return imported(code); // another system's code that only begins like ours
    if (const auto claimed = claimedEvent(code); claimed && *claimed != m_eventTag)
        return only(CodeKind::WrongEvent);
    return only(ticket.error().fault == Fault::Invalid ? CodeKind::Forged : CodeKind::UnknownKey);
}

CodeFacts CredentialReader::imported(std::string_view code) const
{
    const auto hash = keyedHash16(m_hashKey, code);
    CodeFacts facts;
    facts.kind = CodeKind::Imported;
    facts.credential = Bytes(std::string_view(reinterpret_cast<const char *>(hash.data()), hash.size()));
    return facts;
}

} // namespace gatehouse
