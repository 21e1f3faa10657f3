// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/random.h"
#include "shared/crypto/scantext.h"
#include "shared/crypto/ticketcode.h"
#include "tests/fuzz/fuzz.h"

namespace gatehouse::fuzz {

namespace {

const SigningKey &key()
{
    static const SigningKey one = [] {
        SeededRandom random(1);
        return SigningKey::make(random);
    }();
    return one;
}

} // namespace

/// What a scanner sends: cleaned text is clean, and no bytes but those that were signed are a ticket.
void take(std::string_view bytes)
{
    const auto text = normaliseScan(bytes);
    if (!text)
        return;
    const auto again = normaliseScan(*text);
    require(again.has_value() && *again == *text, "a clean code is clean");
    const auto publicKey = key().publicKey();
    const auto ticket = readTicket(*text, [&](std::uint32_t) { return &publicKey; });
    if (ticket)
        require(signTicket(*ticket, key()) == *text, "only what was signed is read");
}

std::vector<std::string> seeds()
{
    TicketCode code;
    code.serial = 7;
    return {signTicket(code, key()), "]Q3DOOR-100001\r\n", "\\000026DOOR-1",
            "\x1D"
            "01040"};
}

} // namespace gatehouse::fuzz
