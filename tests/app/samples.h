// SPDX-License-Identifier: GPL-3.0-or-later
// Believable values for the pictures: a small congress on its first morning.
#pragma once

#include "app/doors/doorsview.h"
#include "app/kiosk/kioskview.h"
#include "app/overview/arrivalschart.h"
#include "app/overview/nownextlist.h"
#include "app/overview/placecard.h"
#include "app/overview/placeform.h"
#include "app/overview/venueview.h"
#include "app/programme/programmeview.h"
#include "app/ui/feedlist.h"
#include "app/ui/figuretile.h"

#include <vector>

namespace gatehouse {

inline constexpr Instant kSampleNow{1'795'423'287'000}; // 2026-11-23 08:41:27 UTC

std::vector<FigureView> sampleTiles();
std::vector<FeedEntry> sampleFeed();
MapView sampleMap();
PlaceView samplePlace();
PlaceView sampleZone();
FormView sampleForm();
ArrivalsView sampleArrivals();
std::vector<ScanView> sampleScans();
std::vector<FoundView> sampleFound();
ScanFacts sampleFacts(); ///< of the third scan
std::vector<CardView> sampleCards();
KioskNowNext sampleNowNextOfKiosk();
std::vector<std::pair<const char *, KioskView>> sampleKiosks(); ///< with the name of the picture

std::vector<NowNextView> sampleNowNext();
/// A congress of two days in six spaces, at eleven on its first morning.
ProgrammeDeskView sampleProgramme();
/// 500 sessions in 30 spaces.
ProgrammeDeskView largeProgramme();
SessionDetail sampleSession(); ///< the one that is delayed

/// The number as an id, for samples only.
Id sampleId(std::uint8_t number);

} // namespace gatehouse
