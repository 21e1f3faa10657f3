// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Limits that no single noun owns. Each has a unit and a reason.
namespace gatehouse {

inline constexpr std::uint32_t kMaxName = 200;           ///< characters of a name; the longest real ones have about 120
inline constexpr std::uint32_t kMaxReason = 500;         ///< characters of a reason typed at a desk
inline constexpr std::uint32_t kMaxText = 4000;          ///< characters of free text
inline constexpr std::uint32_t kMaxList = 500;           ///< elements of a list inside one row or command
inline constexpr std::size_t kMaxContent = 32 * 1024;    ///< bytes of one row's content; more is a blob
inline constexpr std::size_t kMaxBlob = 8 * 1024 * 1024; ///< bytes of a blob (a floor plan)
inline constexpr std::size_t kMaxMessage = 64 * 1024;    ///< bytes of one WebSocket message to the server
inline constexpr std::size_t kPageBytes = 60 * 1024;     ///< bytes of rows in one page of a catch-up
inline constexpr int kMaxDepth = 32;                     ///< nesting of outside data
inline constexpr std::uint64_t kMaxJsonInteger =
    9'007'199'254'740'991; ///< 2⁵³ − 1, what every JSON reader holds exactly

} // namespace gatehouse
