// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/codes.h"

#include "shared/credential/credential.h"
#include "shared/crypto/digest.h"

namespace gatehouse {

namespace {

/// 0 means none, so a validity that begins before 1970 has no beginning; one that ends after 2106 has no end.
std::uint32_t unixSeconds(const std::optional<Instant> &instant, std::int64_t roundUpMs)
{
    if (!instant)
        return 0;
    const std::int64_t seconds = (instant->ms + roundUpMs) / 1000;
    return seconds > 0 && seconds <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(seconds)
                                                                               : 0;
}

} // namespace

std::string signedCodeFor(const Ticket &ticket, const Product &product, const EventId &event, const Keyring &keyring)
{
    const NumberedKey &signer = keyring.ticketSigner();
    TicketCode code;
    code.keyId = signer.id;
    code.eventTag = eventTagFor(event);
    code.serial = static_cast<std::uint64_t>(ticket.serial);
    code.category = static_cast<std::uint16_t>(product.category);
    code.notBefore = unixSeconds(ticket.validFrom, 0);
    code.notAfter = unixSeconds(ticket.validUntil, 999);
    code.reissue = static_cast<std::uint8_t>(ticket.reissue);
    return signTicket(code, signer.key);
}

Bytes credentialFor(std::string_view code, const Keyring &keyring)
{
    const auto hash = keyedHash16(keyring.credentialKey(), code);
    return Bytes(std::string_view(reinterpret_cast<const char *>(hash.data()), hash.size()));
}

} // namespace gatehouse
