// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/schedulebuilder.h"
#include "shared/model/json.h"

namespace gatehouse {

/// schedule.json, as frab and pretalx write it. Fault with the path: Invalid: no schedule; TooLarge. `root` is what
/// parseJson() made of the file.
[[nodiscard]] Result<ProgrammeFile> readScheduleJson(const JsonValue &root, const ReadOptions &options);

} // namespace gatehouse
