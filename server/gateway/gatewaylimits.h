// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>

namespace gatehouse {

inline constexpr std::size_t kKiB = 1024;
inline constexpr std::size_t kMiB = 1024 * kKiB;

/// What one listener and its connections may cost us. Each figure is a promise with a test (RELIABILITY.md §3.7); tests
/// give smaller ones. A plain value, copied into whoever needs it.
struct GatewayLimits {
    using Ms = std::chrono::milliseconds;

    // Connections
    int backlog = 4096; ///< waiting in the kernel: a whole hall reconnects at once (the kernel caps it at somaxconn)
    int connectionsPerAddress = 20; ///< open from one address: a phone needs 2, a desk about 6
    int connectionsFromThisMachine =
        20'000; ///< from loopback: rehearsals and benches run there, and a local process can hurt us anyway
    int connectionsNotSignedIn =
        2'000; ///< open in all, before sign-in: what one thread carries without the others feeling it

    // HTTP request
    std::size_t requestLine = 4 * kKiB; ///< bytes; our longest path with a query is below 1 KiB
    std::size_t head = 16 * kKiB;       ///< bytes with the request line; browsers stay below 8 KiB
    std::size_t headerCount = 64;       ///< browsers send about 20
    std::size_t body = 256 * kKiB;      ///< bytes where the handler says nothing else: four times the largest command
    std::size_t bodyMost = 50 * kMiB;   ///< bytes whatever the handler says: an import
    Ms headDeadline{5'000};             ///< from the first byte (or the connection) to the end of the head, absolute
    Ms bodyGrace{5'000};                ///< free time for the body; after it the minimum rate counts
    std::size_t bodyRate = 1 * kKiB;    ///< bytes a second on average since the grace ended: slower than any real link
    Ms bodyDeadline{600'000};           ///< absolute, for the whole body: 50 MiB at 0.7 Mbit/s
    Ms answerDeadline{60'000};          ///< for the handler; then 503, so that no connection waits for ever
    Ms idleDeadline{15'000};            ///< a kept connection between two requests
    Ms lingerDeadline{1'000};           ///< reading on after a refusal, so that the answer is not lost in a reset
    std::size_t lingerBytes = 256 * kKiB;   ///< bytes thrown away while lingering
    std::size_t responseUnsent = 64 * kKiB; ///< bytes still unsent above which the next pipelined request waits
    std::size_t response = 64 * kMiB;       ///< bytes of one response body: the largest import handed back

    // WebSocket
    std::size_t message = 64 * kKiB; ///< bytes of one message from a client, and of one of its frames
    int fragments = 32;              ///< frames of one message: no client of ours fragments at all
    Ms frameDeadline{5'000};         ///< from the first byte of a message to its last, absolute
    Ms pingInterval{22'000};         ///< silence before a ping: below the 30 s of the shortest middlebox timeouts
    Ms pongDeadline{10'000};         ///< after a ping; a dead peer is seen within 22 + 10 s, promised are 35 s
    Ms closeDeadline{2'000};         ///< for the peer's side of a closing handshake
    std::size_t behind = 256 * kKiB; ///< bytes unsent above which a peer gets no more deltas and catches up later
    std::size_t unsent = 1 * kMiB;   ///< bytes unsent above which a peer is closed with 4008
    Ms stallDeadline{30'000};        ///< without a byte taken by a peer that has bytes waiting: closed

    // All connections of the process together
    std::size_t unfinished = 64 * kMiB; ///< bytes of unfinished heads, bodies and messages
    std::size_t queued = 256 * kMiB;    ///< bytes waiting to be sent
};

} // namespace gatehouse
