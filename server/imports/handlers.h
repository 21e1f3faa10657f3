// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/imports/imports.h"

namespace gatehouse {

/// Fault::Conflict: an import of this id was decided before.
Result<> handle(const StageImport &command, Transaction &transaction);
/// Deciding twice is no fault.
Result<> handle(const DecideImport &command, Transaction &transaction);
Result<> handle(const DropImport &command, Transaction &transaction);
Result<> handle(const AdvanceImport &command, Transaction &transaction);
Result<> handle(const NoteSource &command, Transaction &transaction);

} // namespace gatehouse
