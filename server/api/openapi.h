// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse {

/// The HTTP API of a document as an OpenAPI 3.1 description, made from the tables that decode and encode: every command
/// and query with its fields, limits and answer.
[[nodiscard]] std::string openApi(std::string_view slug);

} // namespace gatehouse
