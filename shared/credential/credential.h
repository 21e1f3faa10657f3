// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/rules.h"
#include "shared/crypto/secret.h"
#include "shared/crypto/signing.h"
#include "shared/crypto/ticketcode.h"

#include <map>

/// What a scanned code says, with the keys of an event: the same for the server and every device.
namespace gatehouse {

/// The event field of signed codes: the first four bytes of the SHA-256 of its id.
[[nodiscard]] std::uint32_t eventTagFor(const Id &event);

/// "keyId:base64url", as CredentialKeys::ticketKeys keeps a public key, and back. nullopt: not readable.
[[nodiscard]] std::string ticketKeyText(std::uint32_t keyId, const PublicKey &key);
[[nodiscard]] std::optional<std::pair<std::uint32_t, PublicKey>> ticketKeyFromText(std::string_view text);

/// Reads codes with one event's keys. A value.
class CredentialReader
{
public:
    /// Keys that cannot be read are passed over: codes signed by them are then of an unknown key.
    explicit CredentialReader(const CredentialKeys &keys);

    /// `code` as normaliseScan() left it. Says what kind of code it is; whose it is, is for the caller to look up by
    /// the serial (Signed) or the credential (Imported).
    [[nodiscard]] CodeFacts read(std::string_view code) const;

private:
    [[nodiscard]] CodeFacts imported(std::string_view code) const;

    SecretKey m_hashKey;
    std::uint32_t m_eventTag = 0;
    std::map<std::uint32_t, PublicKey> m_ticketKeys;
};

} // namespace gatehouse
