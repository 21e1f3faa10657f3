// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/nowandnext.h"

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
    std::erase_if(found.struck, [&](const Slot *slot) {
        return slot->startsAt > now && (found.next == nullptr || found.next->expectedStart() <= slot->startsAt);
    });
    std::sort(found.running.begin(), found.running.end(), comesBefore);
    std::sort(found.struck.begin(), found.struck.end(), comesBefore);
    return found;
}

} // namespace gatehouse
