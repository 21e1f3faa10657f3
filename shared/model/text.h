// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse {

/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool isUtf8(std::string_view text);

/// Number of Unicode code points of valid UTF-8; the measure of every text limit.
[[nodiscard]] std::size_t characterCount(std::string_view text);

/// At most `count` code points, never cut within one.
[[nodiscard]] std::string_view firstCharacters(std::string_view text, std::size_t count);

/// True if the text has no control characters but tab and line feed, and no U+0000.
[[nodiscard]] bool isPlain(std::string_view text);

} // namespace gatehouse
