// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

#include <algorithm>
#include <memory>

namespace gatehouse {

/// The server's time: what the wall clock said when the program began, never behind the journal, plus what has run
/// since then. Setting the machine's clock changes nothing before the next start. Engine and hub are given the same
/// one: devices measure by the hub what the engine judges their scans by. A value; as many threads as the clock below
/// it.
class RunningClock final : public Clock
{
public:
    /// `notBefore`: the time of the journal's last entry.
    RunningClock(std::shared_ptr<Clock> clock, Instant notBefore)
        : m_clock(std::move(clock)), m_origin(std::max(m_clock->wall(), notBefore) - m_clock->monotonicMs())
    {
    }
    [[nodiscard]] Instant wall() override { return m_origin + m_clock->monotonicMs(); }
    [[nodiscard]] std::int64_t monotonicMs() override { return m_clock->monotonicMs(); }

private:
    std::shared_ptr<Clock> m_clock;
    Instant m_origin; ///< the wall when the clock that runs said nothing
};

/// The one to serve a document with.
[[nodiscard]] inline Result<RunningClock> runningClock(std::shared_ptr<Clock> clock, Reader &reader)
{
    const auto head = reader.head();
    if (!head)
        return fail(head.error());
    const auto last = *head == 0 ? Result<Instant>(Instant{}) : reader.shownSince(*head);
    if (!last)
        return fail(last.error());
    return RunningClock(std::move(clock), *last);
}

} // namespace gatehouse
