// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <QString>

#include <string>
#include <string_view>

/// Texts of other systems made into ours.
namespace gatehouse {

/// A file as text, whatever encoding it came in: a byte order mark decides, else what an XML declaration says, else
/// UTF-8. `encoding` is told in lower case. Fault::Malformed: not a text of that encoding, or NUL within.
struct DecodedText {
    std::string utf8;
    std::string encoding; ///< "utf-8", "utf-16" or "windows-1252" (of which ISO-8859-1 is the part that matters)
};
[[nodiscard]] Result<DecodedText> decodedText(std::string_view bytes);

/// One line: control characters and runs of white space are one space, none at the ends.
[[nodiscard]] std::string oneLine(std::string_view text);
/// Paragraphs: line ends are line feeds, other control characters are left out, no white space at the ends.
[[nodiscard]] std::string manyLines(std::string_view text);

/// At most so many characters and bytes, never cut within a character: a row holds 32 KiB, whatever the script.
[[nodiscard]] std::string_view shortenedTo(std::string_view text, std::size_t characters, std::size_t bytes);

/// True where the text has tags of HTML.
[[nodiscard]] bool looksLikeHtml(std::string_view text);
/// HTML as plain text: paragraphs by empty lines, list items with a hyphen, addresses of links in brackets behind
/// their words. Nothing of it is loaded or run.
[[nodiscard]] std::string plainOfHtml(std::string_view html);

/// Lower case letters and digits for comparing what people type differently; ASCII only.
[[nodiscard]] std::string lowerAscii(std::string_view text);
/// "8079583e-8321-506c-95af-fd2903a5f075", any case.
[[nodiscard]] bool isUuid(std::string_view text);
/// A UUID (RFC 9562 version 8) that follows from a text.
[[nodiscard]] std::string uuidFor(std::string_view text);

[[nodiscard]] QString toQString(std::string_view utf8);

} // namespace gatehouse
