// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/programmeview.h"
#include "server/store/reader.h"

namespace gatehouse {

/// The programme as everyone may see it: without drafts, and without people who only stand in drafts.
[[nodiscard]] Result<ProgrammeView> publicProgramme(Reader &reader);

} // namespace gatehouse
