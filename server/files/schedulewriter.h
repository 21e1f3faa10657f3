// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/programmeview.h"

namespace gatehouse {

/// schedule.xml as the community's XSD wants it, and schedule.json as its JSON Schema does: what takes place where and
/// when, days cut where the event cuts them. What is cancelled stays, with a word before its title. The XSD takes no
/// duration from 100 hours on: what lasts longer stands in schedule.xml in parts of four days, see partGuid(). The same
/// programme gives the same bytes.
[[nodiscard]] std::string scheduleXml(const ProgrammeView &view);
[[nodiscard]] std::string scheduleJson(const ProgrammeView &view);

} // namespace gatehouse
