// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/venue/venue.h"

namespace gatehouse {

Result<> handle(const AddFloor &command, Transaction &transaction);
Result<> handle(const EditFloor &command, Transaction &transaction);
/// Fault::Invalid: not a picture of that kind, or none that may be shown; Fault::TooLarge: more than 8192 pixels a
/// side.
Result<> handle(const SetFloorPlan &command, Transaction &transaction);
Result<> handle(const AddZone &command, Transaction &transaction);
Result<> handle(const EditZone &command, Transaction &transaction);
Result<> handle(const RemoveZone &command, Transaction &transaction);
Result<> handle(const AddSpace &command, Transaction &transaction);
Result<> handle(const EditSpace &command, Transaction &transaction);
Result<> handle(const RemoveSpace &command, Transaction &transaction);
Result<> handle(const AddGate &command, Transaction &transaction);
Result<> handle(const EditGate &command, Transaction &transaction);
/// Refused while it is open or a check-in list names it.
Result<> handle(const RemoveGate &command, Transaction &transaction);
Result<> handle(const OpenGate &command, Transaction &transaction);
Result<> handle(const CloseGate &command, Transaction &transaction);
Result<> handle(const MovePeople &command, Transaction &transaction);
Result<> handle(const LeaveZone &command, Transaction &transaction);

} // namespace gatehouse
