// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"
#include "shared/venue/venue.h"

/// How people in a zone are estimated, how far the figure may be off, and when a zone counts as full: pure functions,
/// whole numbers only, asked by handlers and screens alike.
namespace gatehouse {

// --- what the estimate is made of ---------------------------------------------------------------------------------

/// The estimate as people are told it: never below nobody.
[[nodiscard]] std::int32_t peopleIn(const Occupancy &occupancy);
/// What scans alone say: entries less exits.
[[nodiscard]] std::int64_t scannedIn(const Occupancy &occupancy);

/// Scanned passages (negative: one is taken back). One from before the last hand count does not shift the estimate:
/// whoever counted has seen its person.
void passScanned(Occupancy &occupancy, std::int32_t in, std::int32_t out, Instant at);
/// A clicker's step: in, or out where negative.
void passClicked(Occupancy &occupancy, std::int32_t delta, Instant at);

/// Passages after a moment, for a count that is told later than it was made.
struct PassagesSince {
    std::int32_t net = 0;
    std::int64_t scans = 0;
    std::int64_t clicks = 0;
};
/// False: a newer count stands, so this one is kept and changes nothing.
[[nodiscard]] bool isNewestCount(const Occupancy &occupancy, Instant at);
/// Takes the count as the new start, and writes into it what undoing needs.
void startFrom(HandCount &count, const PassagesSince &since, Occupancy &occupancy);
/// As if the count had never been; it must be the one that `occupancy` starts from.
void startAsBefore(const HandCount &count, Occupancy &occupancy);

// --- thresholds ---------------------------------------------------------------------------------------------------

inline constexpr std::int32_t kWarnPercent = 80; ///< of the capacity, where a zone does not say otherwise
inline constexpr std::int32_t kFullPercent = 100;
inline constexpr std::int32_t kBandPercent = 5; ///< a level falls only when so many fewer are inside: "fires at 100 %,
                                                ///< clears at 95 %"
inline constexpr std::int64_t kHoldMs = 30'000; ///< and when that has lasted: a burst through a gate lasts seconds

/// In people. `over` is the first figure that is too many.
struct Thresholds {
    std::int32_t warn = 0;
    std::int32_t full = 0;
    std::int32_t over = 0;
    std::int32_t band = 1;
    bool operator==(const Thresholds &) const = default;
};
/// nullopt: the zone has neither capacity nor thresholds in people, so it is never full.
[[nodiscard]] std::optional<Thresholds> thresholdsOf(const Zone &zone);
/// Fault::Invalid with the reason: percent out of 1 to 200, or a warning that is not below full.
[[nodiscard]] Result<> whyNotThresholds(const Zone &zone);
[[nodiscard]] OccupancyLevel levelFor(std::int32_t people, const Thresholds &thresholds);
/// Brings the level up to the people inside: rises at once, falls after the band and the hold. True: the level is
/// another one.
bool settleLevel(Occupancy &occupancy, const Zone &zone, Instant now);
/// The same without band and hold, where a person has just changed the thresholds.
bool resetLevel(Occupancy &occupancy, const Zone &zone, Instant now);
/// When the clock should look again; nullopt: only when people pass.
[[nodiscard]] std::optional<Instant> settleDue(const Occupancy &occupancy);

// --- how far off --------------------------------------------------------------------------------------------------

/// Shares in thousandths. Misses go one way and do not even out, so they add up as they are, not as roots.
struct ErrorRates {
    /// Of a count of a whole zone by eye. A field experiment with 25 counters found a median error of 7 % for people
    /// who pass; a zone that is walked through once stands still better than a stream does.
    std::int32_t count = 50;
    /// Of scanned passages: those who pass unseen beside a scan, and exits that nobody scans. A proposal, to be held
    /// against the shifts that hand counts show (HandCount::shift).
    std::int32_t scan = 20;
    /// Of clicked passages. "Pedestrian Counting Methods at Intersections", Transportation Research Record 2002 (2007):
    /// clickers miss 8 to 25 %, most at the beginning and when tired.
    std::int32_t click = 100;
};

/// A gate into the zone of which nothing is heard, though people may pass it.
struct SilentGate {
    std::int64_t silentMs = 0;
    std::int32_t perHour = 0; ///< what passed it until then, both ways
};

/// Plus or minus so many people: count × its rate + passages since × theirs + what the silent gates let through
/// meanwhile at the pace they had. Grows with every passage and every silent minute, shrinks with a count.
[[nodiscard]] std::int32_t errorBand(const Occupancy &occupancy, const std::vector<SilentGate> &silent,
                                     const ErrorRates &rates = {});
/// People per hour, both ways, from when it opened to its last passage; 0 where it is too young to tell.
[[nodiscard]] std::int32_t pacePerHour(const Gate &gate, const GateFlow &flow);

inline constexpr std::int64_t kOffLineMs = 60'000; ///< two beats missed and time for one reconnect
inline constexpr std::int64_t kQuietMs = 5 * 60'000;
inline constexpr std::int32_t kBusyPerMinute = 3; ///< at another gate of the same zone

enum class Silence : std::uint8_t {
    None = 0,
    OffLine = 1, ///< no device of the gate is connected
    Quiet = 2,   ///< connected, but no scan for long while other gates are busy
};
/// What is known of a gate and its devices.
struct GateEvidence {
    bool isOpen = false;
    std::int32_t devices = 0; ///< none: people there are not scanned, so nothing can fall silent
    std::int32_t connected = 0;
    Instant contactAt;                ///< last word of any of its devices
    Instant passageAt;                ///< last passage, or its opening
    std::int32_t othersPerMinute = 0; ///< the busiest other open gate of its zones
};
[[nodiscard]] Silence silenceOf(const GateEvidence &gate, Instant now);
/// How long nothing was heard; 0: it is not silent.
[[nodiscard]] std::int64_t silentFor(const GateEvidence &gate, Instant now);

} // namespace gatehouse
