// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <string>

namespace gatehouse::bench {

/// One line of a benchmark's answer: a JSON object. `ratio` above 1: ours is better.
inline void printLine(const std::string &bench, long long size, const std::string &unit, double ours,
                      const std::string &peer, double theirs, double ratio)
{
    std::printf("{\"bench\":\"%s\",\"size\":%lld,\"unit\":\"%s\",\"ours\":%.6g,\"peer\":\"%s\",\"theirs\":%.6g,"
                "\"ratio\":%.3f}\n",
                bench.c_str(), size, unit.c_str(), ours, peer.c_str(), theirs, ratio);
    std::fflush(stdout);
}

} // namespace gatehouse::bench
