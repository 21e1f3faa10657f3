// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <string>
#include <string_view>

namespace gatehouse {

inline constexpr std::size_t kMaxScan =
    512; ///< characters of one scanned code; ours have 154, imported ones are shorter

/// The one filter that everything from a scanner passes (wedge, HID, serial, camera). Takes away the symbology prefix
/// ("]Q1"), the ECI prefix ("\000026"), the suffix (CR, LF, Tab) and every control character, so that a code with
/// Ctrl+O or ESC in it is only text. The result is not trusted: it is looked up or verified, never run, never a path,
/// never SQL. Fault::TooLarge over kMaxScan; Fault::Malformed "empty" or "not UTF-8"; Fault::Invalid "two codes" for a
/// line break within.
[[nodiscard]] Result<std::string> normaliseScan(std::string_view raw);

} // namespace gatehouse
