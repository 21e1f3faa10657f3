// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"

#include <vector>

/// The one place of `server` that knows all nouns.
namespace gatehouse {

/// A handler for every command; a command without one does not compile.
[[nodiscard]] std::vector<Handler> houseHandlers();

} // namespace gatehouse
