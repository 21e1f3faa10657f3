// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace gatehouse {

/// What one client may cost (RELIABILITY.md §3.7). A value; tests give smaller ones.
struct HubLimits {
    std::int64_t helloMs = 5'000;                   ///< to sign in
    std::int32_t heartbeatMs = 20'000;              ///< how often a client is to ping
    std::size_t behindBytes = 256 * 1024;           ///< unsent: no more deltas
    std::size_t drainedBytes = 64 * 1024;           ///< unsent: it may catch up
    std::size_t unsentBytes = 1024 * 1024;          ///< unsent: closed
    std::int64_t stallMs = 30'000;                  ///< without a byte taken: closed
    std::size_t queuedBytes = 256ULL * 1024 * 1024; ///< unsent of all: nobody with something unsent gets more
    std::int64_t commandsPerSecond = 20;            ///< interactive, of one sender
    std::int64_t commandBurst = 60;
    std::size_t commandsUnanswered = 128; ///< interactive, in the engine
    std::size_t scansUnanswered = 512;    ///< in the engine
    std::size_t commandsHeld = 64;        ///< behind a password that is being hashed
    std::int64_t queriesPerSecond = 20;
    std::int64_t queryBurst = 60;
    std::int64_t piecesPerSecond = 100; ///< of files to be imported: 4.7 MiB
    std::int64_t pieceBurst = 100;
    std::int64_t presenceMs = 1'000;   ///< between two pushes
    std::size_t presenceMost = 20'000; ///< devices remembered
    std::size_t ringBatches = 4'096;   ///< recent batches kept to serve short returns
    std::size_t ringBytes = 32 * 1024 * 1024;
    std::size_t rowsPerStep = 2'000;               ///< read for catch-ups before other work gets its turn
    std::int64_t sequencesPerRead = 1'024;         ///< of one look at what changed: some 10 ms
    std::int64_t sequencesMost = 100'000;          ///< who is further behind begins anew, from pages that many share
    std::size_t windowVisits = 10'000;             ///< rows looked at for the newest of a Window entity
    std::size_t cacheBytes = 128ULL * 1024 * 1024; ///< encoded snapshots shared by fresh clients
    std::size_t deltaBytes = 60 * 1024;            ///< of rows in one delta frame
    bool dropsEpoch = false;                       ///< a negative control, see EngineOptions: takes any life's cursor
};

} // namespace gatehouse
