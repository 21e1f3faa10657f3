// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/preparer.h"
#include "server/engine/query.h"

#include <vector>

/// The one place of `server` that knows all nouns.
namespace gatehouse {

/// A handler for every command; a command without one does not compile.
[[nodiscard]] std::vector<Handler> houseHandlers();
/// For the commands that need a slow look before the engine.
[[nodiscard]] std::vector<CommandPreparation> housePreparations();
/// One for every query, likewise.
[[nodiscard]] std::vector<QueryHandler> houseQueryHandlers();

} // namespace gatehouse
