// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/nowandnext.h"

#include <algorithm>

namespace gatehouse {

namespace {

bool comesBefore(const Slot *a, const Slot *b)
{
    return std::make_tuple(a->expectedStart(), a->startsAt, a->id)
        < std::make_tuple(b->expectedStart(), b->startsAt, b->id);
}

} // namespace

Phase phaseOf(const Slot &slot, Instant now)
{
    if (now >= slot.expectedEnd())
        return Phase::Ended;
    if (now >= slot.expectedStart())
        return now >= slot.plannedEnd() ? Phase::Overrunning : Phase::Running;
    return now >= slot.startsAt ? Phase::Late : Phase::Upcoming;
}

NowAndNext nowAndNext(std::span<const Slot *const> placed, const std::function<bool(const Slot &)> &isCancelled,
                      Instant now)
{
    NowAndNext found;
    for (const Slot *slot : placed) {
        const Phase phase = phaseOf(*slot, now);
        if (phase == Phase::Ended)
            continue;
        if (isCancelled(*slot))
            found.struck.push_back(slot);
        else if (phase == Phase::Running || phase == Phase::Overrunning)
            found.running.push_back(slot);
        else if (found.next == nullptr || comesBefore(slot, found.next))
            found.next = slot;
    }
    std::sort(found.running.begin(), found.running.end(), comesBefore);
    std::sort(found.struck.begin(), found.struck.end(), comesBefore);
    const auto later = std::find_if(found.struck.begin(), found.struck.end(),
                                    [now](const Slot *slot) { return slot->startsAt > now; });
    const Slot *const firstLater = later == found.struck.end() ? nullptr : *later;
    std::erase_if(found.struck, [&](const Slot *slot) {
        if (slot->startsAt <= now)
            return false;
        return found.next ? found.next->expectedStart() <= slot->startsAt : slot != firstLater;
    });
    return found;
}

} // namespace gatehouse
