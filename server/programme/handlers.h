// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/programme/event.h"

namespace gatehouse {

/// Also makes the starting roles and publishes the keys that devices read codes with. Fault::Conflict: the document has
/// an event; Fault::Invalid: no such time zone, or not a slug.
Result<> handle(const FoundEvent &command, Transaction &transaction);
Result<> handle(const EditEvent &command, Transaction &transaction);

} // namespace gatehouse
