// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/schedulebuilder.h"

namespace gatehouse {

inline constexpr int kMaxXmlDepth = 64;             ///< nested elements; schedules have eight
inline constexpr int kMaxXmlElements = 1'000'000;   ///< the largest real schedule has about 20,000
inline constexpr int kMaxXmlAttributes = 64;        ///< of one element
inline constexpr qsizetype kMaxXmlText = 1'000'000; ///< characters of one element

/// schedule.xml, as pentabarf, frab, pretalx, wafer and EMF write it (community schema: c3voc.de/schedule). Fault with
/// the line: Malformed: no XML; Invalid: document types and entities, or no schedule; TooLarge.
[[nodiscard]] Result<ProgrammeFile> readScheduleXml(std::string_view bytes, const ReadOptions &options);

} // namespace gatehouse
