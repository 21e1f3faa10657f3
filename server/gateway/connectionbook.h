// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/gatewaycounters.h"
#include "server/gateway/gatewaylimits.h"

#include <QHash>
#include <QHostAddress>
#include <memory>
#include <optional>

namespace gatehouse {

class ConnectionBook;

/// A connection's line in the book; crossed out when destroyed. Move only. Lives in the book's thread; may outlive the
/// book.
class ConnectionEntry
{
public:
    ConnectionEntry() = default;
    ConnectionEntry(ConnectionEntry &&other) noexcept = default;
    ConnectionEntry &operator=(ConnectionEntry &&other) noexcept;
    ~ConnectionEntry() { release(); }

    [[nodiscard]] const QHostAddress &address() const { return m_address; }
    /// No longer counts among those that have not signed in. Signing in twice changes nothing.
    void markSignedIn();

private:
    friend class ConnectionBook;
    struct Tally;
    ConnectionEntry(std::shared_ptr<Tally> tally, QHostAddress address);
    void release();

    std::shared_ptr<Tally> m_tally; ///< null when moved from
    QHostAddress m_address;
    bool m_isSignedIn = false;
};

/// Counts the open connections of one listener by address and by sign-in, and refuses what is over the limits.
/// Addresses are whole: a venue's network gives all its phones one IPv6 prefix. One thread.
class ConnectionBook
{
public:
    ConnectionBook(const GatewayLimits &limits, GatewayCounters &counters);

    /// Nothing when the address, or all who have not signed in, have reached their limit; the counters say which.
    [[nodiscard]] std::optional<ConnectionEntry> enter(const QHostAddress &address);
    [[nodiscard]] int open() const;
    [[nodiscard]] int notSignedIn() const;

private:
    GatewayLimits m_limits;
    GatewayCounters &m_counters;
    std::shared_ptr<ConnectionEntry::Tally> m_tally;
};

/// The address as people know it: an IPv4 peer of a socket that listens on both families comes as ::ffff:a.b.c.d.
[[nodiscard]] QHostAddress plainAddress(const QHostAddress &address);

} // namespace gatehouse
