// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/shift.h"

namespace gatehouse {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;

/// A slot as it stands before and after.
struct Placed {
    const Slot *slot = nullptr;
    std::int32_t delayMinutes = 0;

    [[nodiscard]] Instant endBefore() const { return slot->expectedEnd(); }
    [[nodiscard]] Instant endAfter() const { return slot->plannedEnd() + delayMinutes * kMinuteMs; }
    [[nodiscard]] bool isMoved() const { return delayMinutes != slot->delayMinutes; }
};

/// Whole minutes of delay with which `slot` begins no earlier than `end`; never before its planned start.
std::int32_t delayUntil(const Slot &slot, Instant end)
{
    const std::int64_t late = end - slot.startsAt;
    return late <= 0 ? 0
                     : static_cast<std::int32_t>(std::min<std::int64_t>((late + kMinuteMs - 1) / kMinuteMs, 1 << 30));
}

/// The first of `before` pushes also where its delay stays as it is: those behind may have been left overlapped.
std::int32_t pushed(const Slot &slot, std::span<const Placed> before)
{
    std::int32_t delay = slot.delayMinutes;
    for (const Placed &other : before) {
        if ((other.isMoved() || &other == before.data()) && other.slot->plannedEnd() <= slot.startsAt)
            delay = std::max(delay, delayUntil(slot, other.endAfter()));
    }
    return delay;
}

std::int32_t pulled(const Slot &slot, std::span<const Placed> before)
{
    bool stoodBehind = false;
    std::int32_t least = 0;
    for (const Placed &other : before) {
        if (other.slot->plannedEnd() > slot.startsAt)
            continue;
        stoodBehind = stoodBehind || (other.isMoved() && delayUntil(slot, other.endBefore()) == slot.delayMinutes);
        least = std::max(least, delayUntil(slot, other.endAfter()));
    }
    return stoodBehind ? std::min(least, slot.delayMinutes) : slot.delayMinutes;
}

} // namespace

std::vector<SlotShift> shiftsOf(const Slot &slot, std::int32_t minutes, std::span<const Slot> others,
                                const std::vector<EventDay> &days)
{
    const std::int64_t day = eventDayAt(days, slot.startsAt);
    std::vector<const Slot *> ordered;
    for (const Slot &other : others) {
        if (other.id != slot.id && other.space == slot.space && eventDayAt(days, other.startsAt) == day)
            ordered.push_back(&other);
    }
    std::sort(ordered.begin(), ordered.end(),
              [](const Slot *a, const Slot *b) { return std::tie(a->startsAt, a->id) < std::tie(b->startsAt, b->id); });
    std::vector<Placed> placed{{&slot, minutes}};
    std::vector<SlotShift> shifts{{slot.id, minutes}};
    for (const Slot *other : ordered) {
        Placed &next = placed.emplace_back(Placed{other, other->delayMinutes});
        if (other->isPinned)
            continue;
        const std::span<const Placed> before(placed.data(), placed.size() - 1);
        next.delayMinutes = minutes >= slot.delayMinutes ? pushed(*other, before) : pulled(*other, before);
        if (next.isMoved())
            shifts.push_back({other->id, next.delayMinutes});
    }
    return shifts;
}

} // namespace gatehouse
