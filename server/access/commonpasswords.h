// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse {

/// True for what everybody tries first: a common word or two with a few figures and signs before and behind, one short
/// piece again and again, a run of the alphabet, the figures or the keyboard. Valid UTF-8; case does not count.
[[nodiscard]] bool isCommonPassword(std::string_view password);

} // namespace gatehouse
