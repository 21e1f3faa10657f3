// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/venue/venue.h"

namespace gatehouse {

Result<> handle(const AddFloor &command, Transaction &transaction);
Result<> handle(const EditFloor &command, Transaction &transaction);
Result<> handle(const RemoveFloor &command, Transaction &transaction);
/// Fault::Invalid: not a picture of that kind, or none that may be shown; Fault::TooLarge: more than 8192 pixels a
/// side.
Result<> handle(const SetFloorPlan &command, Transaction &transaction);
/// With the picture as it may be kept: up to two seconds for a large drawing. Faults as above.
[[nodiscard]] Result<SetFloorPlan> prepared(SetFloorPlan command);
Result<> handle(const AddZone &command, Transaction &transaction);
Result<> handle(const EditZone &command, Transaction &transaction);
Result<> handle(const RemoveZone &command, Transaction &transaction);
Result<> handle(const AddSpace &command, Transaction &transaction);
Result<> handle(const EditSpace &command, Transaction &transaction);
Result<> handle(const RemoveSpace &command, Transaction &transaction);
Result<> handle(const AddGate &command, Transaction &transaction);
Result<> handle(const EditGate &command, Transaction &transaction);
/// Refused while it is open, has lanes, a device stands there or a check-in list names it.
Result<> handle(const RemoveGate &command, Transaction &transaction);
Result<> handle(const OpenGate &command, Transaction &transaction);
Result<> handle(const CloseGate &command, Transaction &transaction);
Result<> handle(const AddLane &command, Transaction &transaction);
Result<> handle(const EditLane &command, Transaction &transaction);
Result<> handle(const RemoveLane &command, Transaction &transaction);
/// Facts: a count older than the newest one is kept and changes nothing. Invalid: more than two hours old; Conflict: so
/// many people passed since that it says nothing any more.
Result<CountPeople::Answer> handle(const CountPeople &command, Transaction &transaction);
Result<> handle(const TallyPeople &command, Transaction &transaction);
Result<> handle(const UndoCount &command, Transaction &transaction);
Result<> handle(const SettleLevel &command, Transaction &transaction);
Result<> handle(const MovePeople &command, Transaction &transaction);
Result<> handle(const LeaveZone &command, Transaction &transaction);

} // namespace gatehouse
