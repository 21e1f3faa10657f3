// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/scantext.h"

#include "shared/model/text.h"

#include <algorithm>

namespace gatehouse {

namespace {
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// AIM symbology identifier (ISO/IEC 15424) of the codes we read: ]A Code 39, ]C Code 128, ]E EAN, ]L PDF417, ]Q QR,
/// ]d Data Matrix, ]z Aztec.
bool hasSymbologyPrefix(std::string_view text)
{
    constexpr std::string_view kSymbologies = "ACELQdz";
    return text.size() >= 3 && text[0] == ']' && kSymbologies.find(text[1]) != std::string_view::npos
        && isDigit(text[2]);
}

/// Extended channel interpretation as scanners send it: a backslash and six digits ("\000026" announces UTF-8).
bool hasEciPrefix(std::string_view text)
{
    return text.size() >= 7 && text[0] == '\\' && std::all_of(text.begin() + 1, text.begin() + 7, isDigit);
}

std::string_view withoutPrefixes(std::string_view text)
{
    if (hasSymbologyPrefix(text))
        text.remove_prefix(3);
    if (hasEciPrefix(text))
        text.remove_prefix(7);
    return text;
}

std::string_view withoutLineEnds(std::string_view text)
{
    const auto first = text.find_first_not_of("\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of("\r\n") - first + 1);
}

/// Without C0 but line ends, DEL and, in UTF-8 (C2 80 … C2 9F), C1. The text is valid UTF-8, so C2 is always a lead
/// byte.
std::string withoutControls(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == 0xc2 && static_cast<unsigned char>(text[at + 1]) < 0xa0)
            ++at;
        else if ((byte >= 0x20 && byte != 0x7f) || byte == '\r' || byte == '\n')
            clean += text[at];
    }
    return clean;
}
} // namespace

Result<std::string> normaliseScan(std::string_view raw)
{
    // A character has at most four bytes; prefixes and suffix are generously allowed for.
    if (raw.size() > kMaxScan * 4 + 16)
        return fail(Fault::TooLarge, "scan");
    if (!isUtf8(raw))
        return fail(Fault::Malformed, "not UTF-8");
    const std::string text = withoutControls(raw); // first: a prefix may stand behind some
    std::string clean(withoutPrefixes(withoutLineEnds(text)));
    if (clean.find_first_of("\r\n") != std::string::npos)
        return fail(Fault::Invalid, "two codes");
    if (clean.empty())
        return fail(Fault::Malformed, "empty");
    if (characterCount(clean) > kMaxScan)
        return fail(Fault::TooLarge, "scan");
    return clean;
}

} // namespace gatehouse
