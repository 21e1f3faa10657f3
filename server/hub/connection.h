// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/hub/bucket.h"
#include "server/hub/changes.h"
#include "server/hub/identity.h"
#include "server/hub/peer.h"
#include "server/hub/snapshot.h"

#include <deque>
#include <optional>

namespace gatehouse {

using ConnectionId = std::uint64_t;

/// How far a client has read.
struct Cursor {
    std::int64_t sequence = 0;
    Scopes scopes;
    bool isFresh = true; ///< it holds nothing that counts: another epoch, or none
};

/// What a client is being sent until it stands at one fixed head.
struct CatchUp {
    Cursor from;
    std::int64_t until = 0;
    std::shared_ptr<Snapshot> snapshot; ///< of scopes gained
    std::size_t nextPage = 0;           ///< of the snapshot
    std::vector<Id> persons;            ///< gained scopes of single persons
    std::int64_t readTo = 0;            ///< changes up to here have been read
    std::vector<SharedBatch> batches;   ///< recent ones, shared with all who missed them, and
    std::vector<MergedChange> changes;  ///< what they amount to: written page by page, as the client takes them
    std::size_t nextChange = 0;
    std::deque<RowRun> ready; ///< pages of this client's own
    RowRun open;
    std::string lost; ///< encoded scopes
};

/// What one sender may ask for.
struct Buckets {
    explicit Buckets(const HubLimits &limits)
        : commands(limits.commandsPerSecond, limits.commandBurst), queries(limits.queriesPerSecond, limits.queryBurst),
          pieces(limits.piecesPerSecond, limits.pieceBurst)
    {
    }

    Bucket commands; ///< interactive ones
    Bucket queries;
    Bucket pieces; ///< of files to be imported
};

/// One client of the hub: who it is, how far it has been told, what it still waits for.
struct Connection {
    enum class State {
        AwaitingHello,
        Greeting, ///< knows who it is; the engine is asked for the sender's last number
        CatchingUp,
        Live,   ///< has been sent everything up to the hub's head
        Behind, ///< too much unsent: gets nothing until it has drained, then everything since `coveredTo`
    };

    Connection(ConnectionId connectionId, std::unique_ptr<Peer> link, Wire wireOfLink, std::int64_t nowMs,
               const HubLimits &limits)
        : id(connectionId), peer(std::move(link)), wire(wireOfLink), openedMs(nowMs), progressMs(nowMs), rates(limits)
    {
    }

    ConnectionId id;
    std::unique_ptr<Peer> peer;
    Wire wire;
    State state = State::AwaitingHello;
    bool isGone = false; ///< closed; swept at the end of the call

    std::int64_t openedMs;
    std::int64_t progressMs; ///< when the client last took a byte or a page, or had nothing to take
    std::size_t unsentBefore = 0;

    Hello hello;
    std::int32_t version = kProtocolVersion;
    Identity identity;
    Id sender; ///< hello's, bound to the actor
    std::int64_t lastNumber = 0;

    std::int64_t sentSequence = 0; ///< of the last frame that has one: the client's cursor once it has read all
    std::int64_t coveredTo = 0;    ///< while not Live: everything up to here was sent
    std::optional<CatchUp> catchUp;
    bool isQueued = false; ///< among those that the next step goes on with
    std::int32_t pageNumber = 0;
    std::int32_t pagesTaken = 0;
    std::int32_t pagesTakenBefore = 0; ///< at the last tick

    Buckets rates;
    std::size_t commandsOut = 0;
    std::size_t scansOut = 0;
    bool isHashing = false;
    std::deque<CommandFrame> held; ///< behind a password that is being hashed
    bool wantsPresence = false;

    std::uint64_t mark = 0;                ///< of the last delivery that looked at it
    std::vector<std::uint32_t> deliveries; ///< scratch: what this delivery has for it

    /// It is sent no further page before it has taken one.
    [[nodiscard]] bool isWindowFull() const { return catchUp && pageNumber - pagesTaken >= kPageWindow; }
    [[nodiscard]] bool isSignedIn() const { return state != State::AwaitingHello && state != State::Greeting; }
};

} // namespace gatehouse
