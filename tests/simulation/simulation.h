// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::simulation {

struct Options {
    std::uint64_t seed = 1;
    int minutes = 10; ///< of trouble; then all heals and is compared
    int tickets = 60;
    EngineOptions engine; ///< with a guard dropped, the run must find a violation
};

struct Report {
    std::string traceHash; ///< hexadecimal; the same seed gives the same
    std::uint64_t events = 0;
    std::int64_t entries = 0;
    std::size_t scans = 0;
    std::size_t cards = 0;
    std::vector<std::string> violations;
};

[[nodiscard]] Report run(const Options &options);

} // namespace gatehouse::simulation
