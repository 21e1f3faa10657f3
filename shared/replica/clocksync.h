// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/values.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace gatehouse {

/// A moment as this device tells it. The monotonic clock runs through sleep and is never set.
struct ClientTime {
    std::int64_t monotonicMs = 0;
    Instant wall;
};

/// A moment as the server would tell it, give or take.
struct ServerTime {
    Instant at;
    std::int64_t errorMs = 0;
};

/// Maps this device's monotonic clock to the server's time, from the best of the last few round trips. A value.
class ClockSync
{
public:
    /// A question went out at `sentMs` and its answer, made at `serverTime`, came back at `receivedMs` (monotonic).
    void add(std::int64_t sentMs, std::int64_t receivedMs, Instant serverTime);
    void clear() { m_samples.clear(); }
    /// The server may have begun anew with another clock: what was measured before holds until the first answer of this
    /// link, however coarse that is, and no longer.
    void beginLink() { m_isNewLink = true; }

    /// nullopt: never measured.
    [[nodiscard]] std::optional<ServerTime> serverTimeFor(std::int64_t monotonicMs) const;
    /// Server's clock minus this device's; 0: never measured.
    [[nodiscard]] std::int64_t offsetMs(const ClientTime &now) const;
    [[nodiscard]] std::int32_t roundTripMs() const; ///< of the last one; 0: never measured

private:
    struct Sample {
        std::int64_t middleMs = 0;
        Instant serverTime;
        std::int64_t roundTripMs = 0;
    };
    [[nodiscard]] static std::int64_t errorAt(const Sample &sample, std::int64_t monotonicMs);

    std::deque<Sample> m_samples;
    bool m_isNewLink = false;
};

} // namespace gatehouse
