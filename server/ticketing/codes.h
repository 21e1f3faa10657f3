// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/keyring/keyring.h"
#include "shared/programme/event.h"
#include "shared/ticketing/ticketing.h"

namespace gatehouse {

/// The signed code of a ticket as it is now. The same ticket and key give the same code.
[[nodiscard]] std::string signedCodeFor(const Ticket &ticket, const Product &product, const EventId &event,
                                        const Keyring &keyring);

/// What is stored and looked up instead of an imported code.
[[nodiscard]] Bytes credentialFor(std::string_view code, const Keyring &keyring);

} // namespace gatehouse
