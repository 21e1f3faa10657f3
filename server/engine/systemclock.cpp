// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/systemclock.h"

#include <ctime>

namespace gatehouse {

namespace {

std::int64_t readMs(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

} // namespace

Instant SystemClock::wall()
{
    return {readMs(CLOCK_REALTIME)};
}

std::int64_t SystemClock::monotonicMs()
{
    return readMs(CLOCK_BOOTTIME);
}

} // namespace gatehouse
