// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/clocksync.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace gatehouse {

namespace {
constexpr std::size_t kSamples = 8;
constexpr std::int64_t kDriftDivisor = 20'000; // 50 ppm, what a bare quartz may be off
} // namespace

void ClockSync::add(std::int64_t sentMs, std::int64_t receivedMs, Instant serverTime)
{
    if (receivedMs < sentMs)
        return;
    if (std::exchange(m_isNewLink, false))
        m_samples.clear();
    m_samples.push_back({sentMs + (receivedMs - sentMs) / 2, serverTime, receivedMs - sentMs});
    if (m_samples.size() > kSamples)
        m_samples.pop_front();
}

std::int64_t ClockSync::errorAt(const Sample &sample, std::int64_t monotonicMs)
{
    return sample.roundTripMs / 2 + 1 + std::abs(monotonicMs - sample.middleMs) / kDriftDivisor;
}

std::optional<ServerTime> ClockSync::serverTimeFor(std::int64_t monotonicMs) const
{
    if (m_samples.empty())
        return std::nullopt;
    const auto best = std::min_element(m_samples.begin(), m_samples.end(), [&](const Sample &one, const Sample &other) {
        return errorAt(one, monotonicMs) < errorAt(other, monotonicMs);
    });
    return ServerTime{best->serverTime + (monotonicMs - best->middleMs), errorAt(*best, monotonicMs)};
}

std::int64_t ClockSync::offsetMs(const ClientTime &now) const
{
    const auto time = serverTimeFor(now.monotonicMs);
    return time ? time->at - now.wall : 0;
}

std::int32_t ClockSync::roundTripMs() const
{
    return m_samples.empty()
        ? 0
        : static_cast<std::int32_t>(std::min<std::int64_t>(m_samples.back().roundTripMs, 3'600'000));
}

} // namespace gatehouse
