// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/admission/admission.h"

namespace gatehouse {

Result<> handle(const AddCheckInList &command, Transaction &transaction);
Result<> handle(const EditCheckInList &command, Transaction &transaction);
Result<ExitAll::Answer> handle(const ExitAll &command, Transaction &transaction);
Result<RunExits::Answer> handle(const RunExits &command, Transaction &transaction);
Result<> handle(const RefreshRecords &command, Transaction &transaction);
Result<> handle(const PublishCredentialKeys &command, Transaction &transaction);

/// A scan is a fact: it is refused only when it names a list that is not there (NotFound), or its id was used for
/// another scan (Reused). The same scan told again, by whomever, gets the verdict it got.
Result<ScanVerdict> handle(const RecordScan &command, Transaction &transaction);
Result<> handle(const ShowScans &command, Transaction &transaction);
/// Who may not reconcile may undo only what the own device scanned in the last two minutes (Forbidden).
Result<> handle(const UndoScan &command, Transaction &transaction);
Result<> handle(const ForceAdmit &command, Transaction &transaction);
Result<> handle(const CloseCard &command, Transaction &transaction);

} // namespace gatehouse
