// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace gatehouse {

/// A figure that one I/O thread raises and anyone may read.
class Counter
{
public:
    void add(std::uint64_t amount = 1) { m_value.fetch_add(amount, std::memory_order_relaxed); }
    void subtract(std::uint64_t amount = 1) { m_value.fetch_sub(amount, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_value = 0;
};

/// How many lines about refused clients may still be logged in this second, so that a flood of refusals does not become
/// one of log (the counters tell them all). From any thread.
class LogAllowance
{
public:
    [[nodiscard]] bool take()
    {
        const auto second =
            std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch())
                .count();
        if (m_second.exchange(second, std::memory_order_relaxed) != second)
            m_taken.store(0, std::memory_order_relaxed);
        return m_taken.fetch_add(1, std::memory_order_relaxed) < kLinesPerSecond;
    }

private:
    static constexpr int kLinesPerSecond = 20; ///< more than a person reads
    std::atomic<std::int64_t> m_second = 0;
    std::atomic<int> m_taken = 0;
};

/// What the gateway has seen since it started. Knows no metrics library; whoever publishes them reads the members.
/// "open" and "bytes held" go up and down, everything else only up. Shared by all I/O threads; outlives them.
struct GatewayCounters {
    // Connections
    Counter connectionsAccepted;
    Counter connectionsOpen;
    Counter refusedPerAddress;    ///< over GatewayLimits::connectionsPerAddress
    Counter refusedNotSignedIn;   ///< over GatewayLimits::connectionsNotSignedIn
    Counter refusedNoDescriptors; ///< the process had no descriptor left; accepted and closed at once

    // HTTP
    Counter requests;           ///< heads accepted and handed to the handler
    Counter requestsMalformed;  ///< answered 400, 414, 417, 421, 426, 431, 501 or 505 before any handler saw them
    Counter requestsTooLarge;   ///< 413
    Counter requestsTimedOut;   ///< 408, or closed while idle with a head begun
    Counter requestsOverloaded; ///< 503: no room for unfinished bytes
    Counter answersMissing;     ///< 503 or 500: the handler did not answer
    Counter responsesStalled;   ///< closed: the client did not take the response

    // WebSocket
    Counter upgrades;
    Counter upgradesRefused;
    Counter webSocketsOpen;
    Counter messagesReceived;
    Counter framesSent;
    Counter framesSentDirectly; ///< of these: whole, straight to the kernel
    Counter closedProtocol;     ///< 1002, 1007, 1009, 1013 or a frame deadline: the peer's fault
    Counter closedSlow;         ///< 4008
    Counter closedDead;         ///< no pong

    // Bytes
    Counter bytesReceived;
    Counter bytesSent;
    Counter bytesUnfinished; ///< held now for unfinished heads, bodies and messages
    Counter bytesQueued;     ///< waiting now to be sent to WebSocket peers

    LogAllowance refusalLines;
};

} // namespace gatehouse
