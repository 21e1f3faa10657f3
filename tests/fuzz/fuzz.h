// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What each harness of tests/fuzz/run gives: one parser of ours under libFuzzer.
namespace gatehouse::fuzz {

/// Reads these bytes as whoever sends them would have it; any bytes at all.
void take(std::string_view bytes);

/// Good inputs to start from.
[[nodiscard]] std::vector<std::string> seeds();

/// Something that must hold for every input. Ends the program with what it says, so that the input is kept.
void require(bool holds, const char *what);

} // namespace gatehouse::fuzz
