// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/handlers.h"
#include "shared/admission/admission.h"
#include "shared/venue/occupancyrules.h"

namespace gatehouse {

namespace {

constexpr std::int64_t kMostAgeMs = 2 * 60 * 60 * 1000; // a count told later than that is of another crowd
constexpr std::int64_t kFreshMs = 2'000;                // counted just now: nothing has passed that matters
constexpr std::size_t kMostSince = 10'000; // passages read for a late count: some 50 ms of the engine's time

struct Place {
    Zone zone;
    Occupancy occupancy;
};

/// A moment that is ahead of the event's time is taken for now; one too old is refused.
Result<Instant> takenAt(Instant at, Transaction &transaction)
{
    if (transaction.now() - at > kMostAgeMs)
        return fail(Fault::Invalid, "counted more than two hours ago");
    return std::min(at, transaction.now());
}

Result<Place> placeOf(const ZoneId &id, Transaction &transaction)
{
    auto zone = transaction.find<Zone>(id);
    if (!zone)
        return fail(Fault::NotFound, "zone");
    Occupancy occupancy = transaction.find<Occupancy>(id).value_or(Occupancy{});
    occupancy.id = id;
    return Place{std::move(*zone), std::move(occupancy)};
}

/// A new fact by whoever asks.
HandCount factOf(const HandCountId &id, const ZoneId &zone, std::int32_t people, Instant at, Transaction &transaction)
{
    HandCount count;
    count.id = id;
    count.zone = zone;
    count.people = people;
    count.at = at;
    if (transaction.actor().device.isNull())
        count.by = AccountId(transaction.actor().id);
    count.device = DeviceId(transaction.actor().device);
    count.recordedAt = transaction.now();
    return count;
}

void addScan(const Scan &scan, const Gate &gate, const ZoneId &zone, PassagesSince &since)
{
    const std::int32_t inwards = scan.direction == Direction::Entry ? 1 : -1;
    if (gate.inner != zone && gate.outer != zone)
        return;
    since.net += gate.inner == zone ? inwards : -inwards;
    ++since.scans;
}

/// What passed after the moment of a count that is told late.
Result<PassagesSince> passagesAfter(Instant at, const ZoneId &zone, Transaction &transaction)
{
    PassagesSince since;
    if (transaction.now() - at <= kFreshMs)
        return since;
    const auto scans = transaction.after<&Scan::at>(at, kMostSince + 1);
    const auto counts = transaction.after<&HandCount::at>(at, kMostSince + 1);
    if (scans.size() + counts.size() > kMostSince)
        return fail(Fault::Conflict, "too many people have passed since then: count again");
    std::map<GateId, std::optional<Gate>> gates;
    for (const Scan &scan : scans) {
        if (!scan.isCounted)
            continue;
        const auto [gate, isNew] = gates.try_emplace(scan.gate);
        if (isNew)
            gate->second = transaction.find<Gate>(scan.gate);
        if (gate->second)
            addScan(scan, *gate->second, zone, since);
    }
    for (const HandCount &tally : counts) {
        if (!tally.isTally || tally.zone != zone)
            continue;
        since.net += tally.people;
        since.clicks += std::abs(tally.people);
    }
    return since;
}

void keep(Place &place, Transaction &transaction)
{
    settleLevel(place.occupancy, place.zone, transaction.now());
    transaction.put(place.occupancy);
}

/// A count replaces what was believed, so its level needs no hold.
void keepRecounted(Place &place, Transaction &transaction)
{
    resetLevel(place.occupancy, place.zone, transaction.now());
    transaction.put(place.occupancy);
}

} // namespace

Result<CountPeople::Answer> handle(const CountPeople &command, Transaction &transaction)
{
    if (const auto known = transaction.find<HandCount>(command.count)) {
        if (known->isTally || known->zone != command.zone || known->people != command.people)
            return fail(Fault::Reused, "another count has this id");
        return CountPeople::Answer{known->shift};
    }
    const auto at = takenAt(command.at, transaction);
    if (!at)
        return fail(at.error());
    auto place = placeOf(command.zone, transaction);
    if (!place)
        return fail(std::move(place.error()));
    HandCount count = factOf(command.count, command.zone, command.people, *at, transaction);
    count.note = command.note;
    if (isNewestCount(place->occupancy, count.at)) {
        const auto since = passagesAfter(count.at, command.zone, transaction);
        if (!since)
            return fail(since.error());
        startFrom(count, *since, place->occupancy);
        keepRecounted(*place, transaction);
    }
    transaction.put(count);
    return CountPeople::Answer{count.shift};
}

Result<> handle(const TallyPeople &command, Transaction &transaction)
{
    if (const auto known = transaction.find<HandCount>(command.key)) {
        const bool isSame = known->isTally && known->zone == command.zone && known->people == command.delta;
        return isSame ? Result<>() : fail(Fault::Reused, "another count has this key");
    }
    if (command.delta == 0)
        return fail(Fault::Invalid, "nobody passed");
    auto place = placeOf(command.zone, transaction);
    if (!place)
        return fail(std::move(place.error()));
    // However late it is told: who passed has passed.
    const Instant at = std::min(command.at, transaction.now());
    HandCount tally = factOf(command.key, command.zone, command.delta, at, transaction);
    tally.isTally = true;
    passClicked(place->occupancy, command.delta, tally.at);
    keep(*place, transaction);
    transaction.put(tally);
    return {};
}

Result<> handle(const UndoCount &command, Transaction &transaction)
{
    auto count = transaction.find<HandCount>(command.count);
    if (!count || count->isTally)
        return fail(Fault::NotFound, "count");
    if (count->isUndone)
        return fail(Fault::Conflict, "undone already");
    auto place = placeOf(count->zone, transaction);
    if (!place)
        return fail(std::move(place.error()));
    if (place->occupancy.count != count->id)
        return fail(Fault::Conflict, "not the newest count: count again instead");
    startAsBefore(*count, place->occupancy);
    keepRecounted(*place, transaction);
    count->isUndone = true;
    count->undoing = command.reason;
    transaction.put(*count);
    return {};
}

} // namespace gatehouse
