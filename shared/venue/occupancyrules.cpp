// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/venue/occupancyrules.h"

#include <algorithm>
#include <cstdlib>

namespace gatehouse {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kYoungMs = 60'000; // a gate's pace over less than a minute is chance

std::int32_t shareUp(std::int64_t whole, std::int32_t percent)
{
    return static_cast<std::int32_t>((whole * percent + 99) / 100);
}

/// A passage from before the count was seen by whoever counted.
void pass(Occupancy &occupancy, std::int32_t net, Instant at)
{
    if (at > occupancy.countedAt)
        occupancy.people += net;
    else if (at > occupancy.countBeforeAt)
        occupancy.late += net;
    occupancy.at = std::max(occupancy.at, at);
}

} // namespace

std::int32_t peopleIn(const Occupancy &occupancy)
{
    return std::max(occupancy.people, 0);
}

std::int64_t scannedIn(const Occupancy &occupancy)
{
    return occupancy.entries - occupancy.exits;
}

void passScanned(Occupancy &occupancy, std::int32_t in, std::int32_t out, Instant at)
{
    occupancy.entries += in;
    occupancy.exits += out;
    if (at > occupancy.countedAt)
        occupancy.scansSince += in + out;
    pass(occupancy, in - out, at);
}

void passClicked(Occupancy &occupancy, std::int32_t delta, Instant at)
{
    (delta > 0 ? occupancy.clicksIn : occupancy.clicksOut) += std::abs(delta);
    if (at > occupancy.countedAt)
        occupancy.clicksSince += std::abs(delta);
    pass(occupancy, delta, at);
}

bool isNewestCount(const Occupancy &occupancy, Instant at)
{
    return at >= occupancy.countedAt;
}

void startFrom(HandCount &count, const PassagesSince &since, Occupancy &occupancy)
{
    count.shift = count.people + since.net - occupancy.people;
    count.previousAt = occupancy.countedAt;
    count.previousCounted = occupancy.counted;
    count.previousScans = occupancy.scansSince - since.scans;
    count.previousClicks = occupancy.clicksSince - since.clicks;
    occupancy.people = count.people + since.net;
    occupancy.count = count.id;
    occupancy.counted = count.people;
    occupancy.countBeforeAt = count.previousAt;
    occupancy.countedAt = count.at;
    occupancy.scansSince = since.scans;
    occupancy.clicksSince = since.clicks;
    occupancy.late = 0;
}

void startAsBefore(const HandCount &count, Occupancy &occupancy)
{
    occupancy.people += occupancy.late - count.shift;
    occupancy.count = {}; // what came late for the count before is not known any more: that one can only be corrected
    occupancy.counted = count.previousCounted;
    occupancy.countedAt = count.previousAt;
    occupancy.countBeforeAt = count.previousAt;
    occupancy.scansSince += count.previousScans;
    occupancy.clicksSince += count.previousClicks;
    occupancy.late = 0;
}

std::optional<Thresholds> thresholdsOf(const Zone &zone)
{
    const bool isPercent = zone.thresholdUnit == ThresholdUnit::Percent;
    if (zone.capacity <= 0 && (isPercent || zone.fullAt <= 0))
        return std::nullopt;
    const auto people = [&](std::int32_t given, std::int32_t percent) {
        if (isPercent || given <= 0)
            return shareUp(zone.capacity > 0 ? zone.capacity : zone.fullAt, isPercent && given > 0 ? given : percent);
        return given;
    };
    Thresholds thresholds;
    thresholds.full = people(zone.fullAt, kFullPercent);
    thresholds.warn = std::min(people(zone.warnAt, kWarnPercent), thresholds.full);
    thresholds.over = std::max(thresholds.full, zone.capacity) + 1;
    thresholds.band = std::max(1, shareUp(thresholds.full, kBandPercent));
    return thresholds;
}

Result<> whyNotThresholds(const Zone &zone)
{
    constexpr std::int32_t kMostPercent = 200; // more is a slip of the finger
    if (zone.thresholdUnit == ThresholdUnit::Percent && (zone.warnAt > kMostPercent || zone.fullAt > kMostPercent))
        return fail(Fault::Invalid, "thresholds are 1 to 200 percent of the capacity");
    if (zone.warnAt > 0 && zone.fullAt > 0 && zone.warnAt >= zone.fullAt)
        return fail(Fault::Invalid, "the warning must come before full");
    return {};
}

OccupancyLevel levelFor(std::int32_t people, const Thresholds &thresholds)
{
    if (people >= thresholds.over)
        return OccupancyLevel::Over;
    if (people >= thresholds.full)
        return OccupancyLevel::Full;
    return people >= thresholds.warn ? OccupancyLevel::Soon : OccupancyLevel::Fine;
}

namespace {

bool changeLevel(Occupancy &occupancy, OccupancyLevel level, Instant now)
{
    occupancy.calmSince = {};
    if (level == occupancy.level)
        return false;
    occupancy.level = level;
    occupancy.levelAt = now;
    return true;
}

} // namespace

bool settleLevel(Occupancy &occupancy, const Zone &zone, Instant now)
{
    const auto thresholds = thresholdsOf(zone);
    if (!thresholds)
        return changeLevel(occupancy, OccupancyLevel::Fine, now);
    const OccupancyLevel risen = levelFor(peopleIn(occupancy), *thresholds);
    if (risen > occupancy.level)
        return changeLevel(occupancy, risen, now);
    const OccupancyLevel fallen = levelFor(peopleIn(occupancy) + thresholds->band, *thresholds);
    if (fallen >= occupancy.level)
        return changeLevel(occupancy, occupancy.level, now);
    if (occupancy.calmSince.ms == 0)
        occupancy.calmSince = now;
    return now - occupancy.calmSince >= kHoldMs && changeLevel(occupancy, fallen, now);
}

bool resetLevel(Occupancy &occupancy, const Zone &zone, Instant now)
{
    const auto thresholds = thresholdsOf(zone);
    return changeLevel(occupancy, thresholds ? levelFor(peopleIn(occupancy), *thresholds) : OccupancyLevel::Fine, now);
}

std::optional<Instant> settleDue(const Occupancy &occupancy)
{
    return occupancy.calmSince.ms == 0 ? std::nullopt : std::optional(occupancy.calmSince + kHoldMs);
}

std::int32_t errorBand(const Occupancy &occupancy, const std::vector<SilentGate> &silent, const ErrorRates &rates)
{
    const std::int64_t thousandths = std::int64_t{occupancy.counted} * rates.count
        + std::max<std::int64_t>(occupancy.scansSince, 0) * rates.scan + occupancy.clicksSince * rates.click;
    std::int64_t band = (thousandths + 999) / 1000;
    for (const SilentGate &gate : silent)
        band += (gate.silentMs / 1000 * gate.perHour + 3599) / 3600;
    return static_cast<std::int32_t>(std::min<std::int64_t>(band, 10'000'000));
}

std::int32_t pacePerHour(const Gate &gate, const GateFlow &flow)
{
    const std::int64_t open = flow.at - gate.changedAt;
    const std::int64_t passages = flow.entries + flow.exits;
    if (gate.state != GateState::Open || open < kYoungMs || passages <= 0)
        return 0;
    return static_cast<std::int32_t>(std::min<std::int64_t>(passages * kHourMs / open, 100'000));
}

namespace {

/// Before any of its devices was heard there is nothing to measure from but its opening.
Instant heardAt(const GateEvidence &gate)
{
    return std::max(gate.contactAt, gate.passageAt);
}

} // namespace

Silence silenceOf(const GateEvidence &gate, Instant now)
{
    if (!gate.isOpen || gate.devices == 0)
        return Silence::None;
    if (gate.connected == 0)
        return now - heardAt(gate) >= kOffLineMs ? Silence::OffLine : Silence::None;
    const bool isQuiet = gate.othersPerMinute >= kBusyPerMinute && now - gate.passageAt >= kQuietMs;
    return isQuiet ? Silence::Quiet : Silence::None;
}

std::int64_t silentFor(const GateEvidence &gate, Instant now)
{
    switch (silenceOf(gate, now)) {
    case Silence::None:
        break;
    case Silence::OffLine:
        return std::max<std::int64_t>(0, now - heardAt(gate));
    case Silence::Quiet:
        return now - gate.passageAt;
    }
    return 0;
}

} // namespace gatehouse
