// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/connectionbook.h"

namespace gatehouse {

struct ConnectionEntry::Tally {
    GatewayCounters &counters;
    QHash<QHostAddress, int> byAddress;
    int open = 0;
    int notSignedIn = 0;
};

ConnectionEntry::ConnectionEntry(std::shared_ptr<Tally> tally, QHostAddress address)
    : m_tally(std::move(tally)), m_address(std::move(address))
{
    ++m_tally->byAddress[m_address];
    ++m_tally->open;
    ++m_tally->notSignedIn;
    m_tally->counters.connectionsOpen.add();
}

ConnectionEntry &ConnectionEntry::operator=(ConnectionEntry &&other) noexcept
{
    if (this != &other) {
        release();
        m_tally = std::move(other.m_tally);
        m_address = other.m_address;
        m_isSignedIn = other.m_isSignedIn;
    }
    return *this;
}

void ConnectionEntry::markSignedIn()
{
    if (m_tally && !m_isSignedIn)
        --m_tally->notSignedIn;
    m_isSignedIn = true;
}

void ConnectionEntry::release()
{
    if (!m_tally)
        return;
    const auto place = m_tally->byAddress.find(m_address);
    if (--*place == 0)
        m_tally->byAddress.erase(place);
    --m_tally->open;
    if (!m_isSignedIn)
        --m_tally->notSignedIn;
    m_tally->counters.connectionsOpen.subtract();
    m_tally.reset();
}

ConnectionBook::ConnectionBook(const GatewayLimits &limits, GatewayCounters &counters)
    : m_limits(limits), m_counters(counters), m_tally(new ConnectionEntry::Tally{counters, {}, 0, 0})
{
}

std::optional<ConnectionEntry> ConnectionBook::enter(const QHostAddress &address)
{
    const auto plain = plainAddress(address);
    const int most = plain.isLoopback() ? m_limits.connectionsFromThisMachine : m_limits.connectionsPerAddress;
    if (m_tally->byAddress.value(plain) >= most) {
        m_counters.refusedPerAddress.add();
        return std::nullopt;
    }
    if (m_tally->notSignedIn >= m_limits.connectionsNotSignedIn) {
        m_counters.refusedNotSignedIn.add();
        return std::nullopt;
    }
    return ConnectionEntry(m_tally, plain);
}

int ConnectionBook::open() const
{
    return m_tally->open;
}

int ConnectionBook::notSignedIn() const
{
    return m_tally->notSignedIn;
}

QHostAddress plainAddress(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

} // namespace gatehouse
