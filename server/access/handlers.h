// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "shared/access/accounts.h"

namespace gatehouse {

/// Every change of what an account may do raises its permissionVersion, which ends its older tokens. No change leaves
/// the event without an account that may manage accounts (Conflict).
Result<> handle(const AddRole &command, Transaction &transaction);
Result<> handle(const EditRole &command, Transaction &transaction);
/// A password that is not an Argon2id string is Invalid: hashing takes too long for the engine's thread.
Result<> handle(const AddAccount &command, Transaction &transaction);
Result<> handle(const EditAccount &command, Transaction &transaction);
Result<> handle(const SetPassword &command, Transaction &transaction);
Result<AddDevice::Answer> handle(const AddDevice &command, Transaction &transaction);
Result<> handle(const EditDevice &command, Transaction &transaction);
Result<> handle(const RevokeDevice &command, Transaction &transaction);
Result<> handle(const CallDevice &command, Transaction &transaction);

} // namespace gatehouse
