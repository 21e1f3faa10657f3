// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/signing.h"
#include "shared/model/result.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gatehouse {

/// What a signed ticket says, without any personal data. A kiosk that is off line trusts it for what the signature
/// covers.
struct TicketCode {
    std::uint8_t version = 1;
    std::uint32_t keyId = 0;     ///< which of the event's ticket keys signed it
    std::uint32_t eventTag = 0;  ///< the first four bytes of the document's id hash; whose ticket it is
    std::uint64_t serial = 0;    ///< random; names the ticket in revocations
    std::uint16_t category = 0;  ///< number of the product at this event
    std::uint32_t notBefore = 0; ///< Unix seconds, 0: none
    std::uint32_t notAfter = 0;  ///< Unix seconds, 0: none
    std::uint8_t reissue = 0;    ///< counts new issues; a higher one makes the lower ones worthless
    std::uint16_t flags = 0;

    bool operator==(const TicketCode &) const = default;
};

inline constexpr std::size_t kTicketTextLength = 154; ///< characters: "EV1" and the Base32 of 94 bytes

/// "EV1" + Base32( version 1 | key 4 | event 4 | serial 8 | category 2 | not before 4 | not after 4 | reissue 1 | flags
/// 2 | Ed25519 64 ), numbers big-endian; signed is "evticket-v1" and the first 30 bytes.
[[nodiscard]] std::string signTicket(const TicketCode &code, const SigningKey &key);

/// The public key with this id, or null.
using TicketKeys = std::function<const PublicKey *(std::uint32_t keyId)>;

/// Reads and verifies. It does not judge: event, times, revocation and reissue are for the rules of admission.
/// Fault::Malformed with "prefix", "length", "base32" or "version"; Fault::Newer "version"; Fault::NotFound "key"
/// (unknown to this kiosk: perhaps true, ask a person); Fault::Invalid "signature" (forged or damaged).
[[nodiscard]] Result<TicketCode> readTicket(std::string_view text, const TicketKeys &keys);

/// True if the text claims to be one of our signed tickets, so that its failure is not mistaken for an unknown code.
[[nodiscard]] bool looksLikeTicket(std::string_view text);

} // namespace gatehouse
