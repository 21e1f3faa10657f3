// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/programmefile.h"
#include "server/house/sourcestate.h"

namespace gatehouse {

/// The commands that take a schedule in: what is new is added, what the source changed is changed, what was edited
/// here stays, nothing is removed. Adds to the report, and to the state what they will make, so that a further file is
/// judged as if this one had been carried out. `name` is the file's, for the notes.
[[nodiscard]] std::vector<StagedCommand> planProgramme(const std::string &name, ProgrammeFile file, Vanished vanished,
                                                       SourceState &state, ImportReport &report);

} // namespace gatehouse
