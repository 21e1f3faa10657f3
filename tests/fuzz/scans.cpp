// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/random.h"
#include "shared/crypto/scantext.h"
#include "shared/crypto/ticketcode.h"
#include "shared/model/text.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

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

/// The same with a control character before each ASCII character; those are never within another one.
std::string disturbed(std::string_view bytes)
{
    std::string text;
    for (const char each : bytes) {
        if (static_cast<unsigned char>(each) < 0x80)
            text += '\x1d';
        text += each;
    }
    return text;
}

} // namespace

/// What a scanner sends: cleaned text is clean, control characters change nothing wherever they stand, and no bytes but
/// those that were signed are a ticket.
void take(std::string_view bytes)
{
    const auto text = normaliseScan(bytes);
    const std::string more = disturbed(bytes);
    if (more.size() <= kMaxScan * 4) { // where the disturbed one is not too long as it came
        const auto same = normaliseScan(more);
        require(same.has_value() == text.has_value()
                    && (text ? *same == *text : same.error().fault == text.error().fault),
                "a control character changes nothing");
    }
    if (!text)
        return;
    require(isUtf8(*text) && characterCount(*text) <= kMaxScan, "a clean code is UTF-8 and not too long");
    require(
        std::none_of(text->begin(), text->end(), [](char each) { return (each >= 0 && each < ' ') || each == 0x7f; }),
        "a clean code has no control characters");
    const auto publicKey = key().publicKey();
    const auto ticket = readTicket(*text, [&](std::uint32_t) { return &publicKey; });
    if (ticket)
        require(signTicket(*ticket, key()) == *text, "only what was signed is read");
}

std::vector<std::string> seeds()
{
    TicketCode code;
    code.serial = 7;
    return {signTicket(code, key()), "]Q3DOOR-100001\r\n", "\x1d]Q3DOOR-100001\r\n", "\\000026DOOR-1",
            "\x1D"
            "01040"};
}

} // namespace gatehouse::fuzz
