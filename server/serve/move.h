// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/keyring/keystore.h"
#include "server/store/document.h"

#include <functional>
#include <string>

namespace gatehouse {

/// What is being done while an event moves, in this order.
enum class MoveStep {
    Copying,  ///< the document, under a new epoch; nobody can serve the copy yet
    Checking, ///< every row of the copy against its journal, and its end against what stood here
    Keys,     ///< the keyring, sealed for the way
    Fencing,  ///< from now on nobody serves it here; only then the copy may be served
};

/// False: stop. Before Fencing nothing has changed then; Fencing is not asked any more.
using MoveProgress = std::function<bool(MoveStep step, std::int64_t done, std::int64_t total)>;

struct MoveWish {
    std::string path;       ///< of the document, which nobody serves
    std::string folder;     ///< where document and keyring go: a stick, another disk
    std::string passphrase; ///< opens the keyring there; empty: the recovery code does
};

struct MovedEvent {
    std::string document; ///< the copies
    std::string keyring;
    std::string keyFile; ///< what the passphrase opens; empty: there is none
    JournalHead head;    ///< the last entry, the same here and there
    Id epoch;            ///< of the life that begins there
    std::int64_t rows = 0;
};

/// Moves an event to another machine: two files (three with a passphrase) in a folder, checked, and the document here
/// closed for good. At no moment can both be served, and a crash between closing here and releasing there is mended by
/// calling it again with the same folder. Fault::Conflict: it is served, or a file of that name is in the folder;
/// NotFound: no folder; Revoked: it was moved before, to another place; Corrupt: the copy is not what stood here; those
/// of Keyring::open(). Blocks.
[[nodiscard]] Result<MovedEvent> moveEvent(const MoveWish &wish, KeyStore &store, const MoveProgress &progress = {});
/// The same with a clock and random bytes of the caller's own, for the simulation.
[[nodiscard]] Result<MovedEvent> moveEvent(const MoveWish &wish, KeyStore &store, Clock &clock, Random &random,
                                           const MoveProgress &progress);

} // namespace gatehouse
