// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// RFC 4648 §6, upper case, without padding.
[[nodiscard]] std::string toBase32(std::string_view bytes);

/// Only what toBase32() writes: nothing for lower case, other characters, an impossible length, or bits set behind the
/// last byte. So two texts never mean the same bytes.
[[nodiscard]] std::optional<std::string> fromBase32(std::string_view text);

} // namespace gatehouse
