// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace gatehouse {

/// A token bucket: `burst` at once, `perSecond` in the long run. A value; time is given.
class Bucket
{
public:
    constexpr Bucket(std::int64_t perSecond, std::int64_t burst)
        : m_perSecond(perSecond), m_most(burst * 1000), m_level(m_most)
    {
    }

    /// True if one may pass now.
    [[nodiscard]] bool take(std::int64_t nowMs)
    {
        fill(nowMs);
        if (m_level < 1000)
            return false;
        m_level -= 1000;
        return true;
    }
    /// Milliseconds until the next may pass.
    [[nodiscard]] std::int64_t waitMs(std::int64_t nowMs)
    {
        fill(nowMs);
        return m_level >= 1000 ? 0 : (1000 - m_level + m_perSecond - 1) / m_perSecond;
    }

private:
    void fill(std::int64_t nowMs)
    {
        if (m_at >= 0 && nowMs > m_at)
            m_level = std::min(m_most, m_level + std::min<std::int64_t>(nowMs - m_at, 3'600'000) * m_perSecond);
        m_at = std::max(m_at, nowMs);
    }

    std::int64_t m_perSecond;
    std::int64_t m_most;  ///< thousandths
    std::int64_t m_level; ///< thousandths
    std::int64_t m_at = -1;
};

} // namespace gatehouse
