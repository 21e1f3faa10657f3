// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/programme/clashes.h"

namespace gatehouse {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;

/// Two at once, the one that begins first in front; equal beginnings by id, so that a pair is told one way only.
struct Pair {
    const Placement *first = nullptr;
    const Placement *second = nullptr;

    /// Whole minutes, at least one.
    [[nodiscard]] std::int64_t minutesAtOnce() const
    {
        const std::int64_t ms = std::min(first->endsAt, second->endsAt) - second->startsAt;
        return (ms + kMinuteMs - 1) / kMinuteMs;
    }
};

bool startsBefore(const Placement *a, const Placement *b)
{
    return std::tie(a->startsAt, a->slot) < std::tie(b->startsAt, b->slot);
}

/// Visits each pair that is at once. `ordered` by start.
template <class Visitor>
void eachPairAtOnce(std::span<const Placement *const> ordered, Visitor &&visit)
{
    std::vector<const Placement *> running;
    for (const Placement *placement : ordered) {
        std::erase_if(running, [&](const Placement *other) { return other->endsAt <= placement->startsAt; });
        for (const Placement *other : running)
            visit(Pair{other, placement});
        running.push_back(placement);
    }
}

/// Calls `visit` with each run of equal keys, itself ordered by start.
template <class Key, class Visitor>
void eachGroup(std::vector<std::pair<Key, const Placement *>> entries, Visitor &&visit)
{
    std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) {
        return a.first != b.first ? a.first < b.first : startsBefore(a.second, b.second);
    });
    std::vector<const Placement *> group;
    for (std::size_t index = 0; index < entries.size(); ++index) {
        group.push_back(entries[index].second);
        if (index + 1 == entries.size() || entries[index + 1].first != entries[index].first) {
            visit(entries[index].first, std::span<const Placement *const>(group));
            group.clear();
        }
    }
}

void addTurnarounds(std::span<const Placement *const> ordered, std::int32_t turnaroundMinutes,
                    std::vector<Clash> &clashes)
{
    const Placement *last = nullptr; // who leaves last of those so far
    for (const Placement *placement : ordered) {
        if (last != nullptr) {
            const std::int64_t between = placement->startsAt - last->endsAt;
            if (between >= 0 && between < turnaroundMinutes * kMinuteMs)
                clashes.push_back({ClashKind::ShortTurnaround, last->slot, placement->slot, {}, between / kMinuteMs});
        }
        if (last == nullptr || last->endsAt < placement->endsAt)
            last = placement;
    }
}

void addSpaceClashes(std::span<const Placement> placements, std::int32_t turnaroundMinutes, std::vector<Clash> &clashes)
{
    std::vector<std::pair<SpaceId, const Placement *>> bySpace;
    for (const Placement &placement : placements)
        bySpace.emplace_back(placement.space, &placement);
    eachGroup(std::move(bySpace), [&](const SpaceId &, std::span<const Placement *const> ordered) {
        eachPairAtOnce(ordered, [&](const Pair &pair) {
            clashes.push_back({ClashKind::SpaceTaken, pair.first->slot, pair.second->slot, {}, pair.minutesAtOnce()});
        });
        addTurnarounds(ordered, turnaroundMinutes, clashes);
    });
}

void addSpeakerClashes(std::span<const Placement> placements, std::vector<Clash> &clashes)
{
    std::vector<std::pair<SpeakerId, const Placement *>> bySpeaker;
    for (const Placement &placement : placements) {
        for (const SpeakerId &speaker : placement.speakers)
            bySpeaker.emplace_back(speaker, &placement);
    }
    eachGroup(std::move(bySpeaker), [&](const SpeakerId &speaker, std::span<const Placement *const> ordered) {
        eachPairAtOnce(ordered, [&](const Pair &pair) {
            if (pair.first->space != pair.second->space && pair.first->session != pair.second->session)
                clashes.push_back(
                    {ClashKind::SpeakerTwice, pair.first->slot, pair.second->slot, speaker, pair.minutesAtOnce()});
        });
    });
}

} // namespace

Placement placementOf(const Slot &slot, const Session &session, std::int32_t bookmarks, std::int32_t capacity)
{
    return {slot.id,          slot.session, slot.space, slot.expectedStart(), slot.expectedEnd(),
            session.speakers, bookmarks,    capacity};
}

std::vector<Clash> clashesOf(std::span<const Placement> placements, const std::vector<EventDay> &days,
                             std::int32_t turnaroundMinutes)
{
    std::vector<Clash> clashes;
    addSpaceClashes(placements, turnaroundMinutes, clashes);
    addSpeakerClashes(placements, clashes);
    for (const Placement &placement : placements) {
        if (placement.capacity > 0 && placement.bookmarks > placement.capacity)
            clashes.push_back(
                {ClashKind::OverCapacity, placement.slot, {}, {}, placement.bookmarks - placement.capacity});
        if (!days.empty() && (placement.startsAt < days.front().startsAt || placement.endsAt > days.back().endsAt))
            clashes.push_back({ClashKind::OutsideDays, placement.slot, {}, {}, 0});
    }
    std::sort(clashes.begin(), clashes.end());
    return clashes;
}

std::vector<Clash> newClashes(const std::vector<Clash> &before, const std::vector<Clash> &after)
{
    std::vector<Clash> added;
    std::copy_if(after.begin(), after.end(), std::back_inserter(added),
                 [&](const Clash &clash) { return !std::binary_search(before.begin(), before.end(), clash); });
    return added;
}

} // namespace gatehouse
