// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/venuefile.h"
#include "server/house/sourcestate.h"

namespace gatehouse {

/// The commands that take floor plans in, as planProgramme() does schedules: floors with their drawing, and spaces.
/// Spaces that the plan no longer has are told and stay. Fault::Invalid, TooLarge: a drawing that would not be taken.
[[nodiscard]] Result<std::vector<StagedCommand>> planVenue(const std::string &name, VenueFile file, SourceState &state,
                                                           ImportReport &report);

} // namespace gatehouse
