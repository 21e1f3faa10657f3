// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gatehouse {

/// The protocol as a page of Markdown, made from the very tables that encode and decode: shared/protocol/PROTOCOL.md.
[[nodiscard]] std::string describeProtocol();

} // namespace gatehouse
