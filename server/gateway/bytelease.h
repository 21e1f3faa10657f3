// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/gatewaycounters.h"

#include <cstddef>
#include <utility>

namespace gatehouse {

/// One holder's part of the bytes that all connections of the process may hold together. The sum is a counter of
/// GatewayCounters; several threads may overshoot the limit by what they take at the same instant, which is little.
class ByteLease
{
public:
    ByteLease(Counter &total, std::size_t limit) : m_total(&total), m_limit(limit) {}
    ~ByteLease() { release(); }
    ByteLease(const ByteLease &) = delete;
    ByteLease &operator=(const ByteLease &) = delete;

    /// Holds this many bytes instead of what was held. False, and nothing changed, when all together would hold too
    /// much.
    [[nodiscard]] bool hold(std::size_t bytes)
    {
        if (bytes > m_held && m_total->value() + (bytes - m_held) > m_limit)
            return false;
        m_total->add(bytes - m_held); // wraps round when less: unsigned arithmetic makes that a subtraction
        m_held = bytes;
        return true;
    }
    void release() { m_total->subtract(std::exchange(m_held, 0)); }

private:
    Counter *m_total;
    std::size_t m_limit;
    std::size_t m_held = 0;
};

} // namespace gatehouse
