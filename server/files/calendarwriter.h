// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/programmeview.h"

namespace gatehouse {

/// The programme as iCalendar (RFC 5545, 7986): a UID that never changes, a SEQUENCE that rises with the
/// changes of each second and never falls, not even after a restore, what is cancelled as STATUS:CANCELLED, times on
/// the venue's wall clock with its zone described. The same programme gives the same bytes.
[[nodiscard]] std::string calendarText(const ProgrammeView &view);

} // namespace gatehouse
