// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/programme/programme.h"

namespace gatehouse {

/// Also makes the starting roles and publishes the keys that devices read codes with. Fault::Conflict: the document has
/// an event; Fault::Invalid: no such time zone, or not a slug.
Result<> handle(const FoundEvent &command, Transaction &transaction);
Result<> handle(const EditEvent &command, Transaction &transaction);

Result<> handle(const AddTrack &command, Transaction &transaction);
Result<> handle(const EditTrack &command, Transaction &transaction);
Result<> handle(const RemoveTrack &command, Transaction &transaction);

/// Fault::Conflict: the id or guid is taken; Fault::NotFound: no such track or speaker; Fault::Invalid: a speaker
/// twice, not a language, not an address.
Result<> handle(const AddSession &command, Transaction &transaction);
Result<> handle(const EditSession &command, Transaction &transaction);
Result<> handle(const PublishSession &command, Transaction &transaction);
Result<> handle(const CancelSession &command, Transaction &transaction);
Result<> handle(const RemoveSession &command, Transaction &transaction);

Result<> handle(const AddSpeaker &command, Transaction &transaction);
Result<> handle(const EditSpeaker &command, Transaction &transaction);
Result<> handle(const RemoveSpeaker &command, Transaction &transaction);

/// Fault::Invalid: before 1970 or after 2199.
Result<> handle(const AddSlot &command, Transaction &transaction);
Result<> handle(const MoveSlot &command, Transaction &transaction);
Result<> handle(const DelaySlot &command, Transaction &transaction);
Result<> handle(const PinSlot &command, Transaction &transaction);
Result<> handle(const RemoveSlot &command, Transaction &transaction);

Result<> handle(const SetBookmark &command, Transaction &transaction);

} // namespace gatehouse
