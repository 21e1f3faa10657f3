// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/guards.h"

#include <cstdint>
#include <string>
#include <vector>

/// A venue in one thread: an authority with the real engine, hub and store on one of two machines, kiosks with the real
/// lane and client, phones and desks with the real client, and a network between them that breaks in every way that
/// connections break. Everything follows from the seed; a plain model stands beside it.
namespace gatehouse::simulation {

struct Options {
    std::uint64_t seed = 1;
    std::int64_t minutes = 120; ///< of trouble; then all heals and is compared
    Dropped dropped;            ///< with a guard taken away the run must find a violation
};

struct Report {
    std::string traceHash; ///< hexadecimal; the same seed gives the same
    std::uint64_t events = 0;
    std::int64_t simulatedMs = 0;
    std::int64_t entries = 0;
    std::uint64_t scans = 0;
    std::uint64_t lights = 0;
    std::uint64_t offline = 0; ///< lights that a kiosk decided alone
    std::uint64_t refusals = 0;
    std::uint64_t cards = 0;
    std::uint64_t commands = 0; ///< made by devices
    std::uint64_t repeats = 0;  ///< … that the engine was sent again
    std::uint64_t kills = 0;    ///< of the server
    std::uint64_t lives = 0;    ///< restores and moves
    std::uint64_t restarts = 0; ///< of devices
    std::uint64_t connections = 0;
    std::uint64_t messages = 0;
    std::uint64_t lost = 0;
    std::uint64_t partitions = 0; ///< stalls, resets and silent ends
    std::int64_t settledMs = 0;   ///< how long it took after all had healed
    std::string weather;          ///< what befell it, in words
    std::size_t violationCount = 0;
    std::vector<std::string> violations;
};

[[nodiscard]] Report run(const Options &options);

} // namespace gatehouse::simulation
