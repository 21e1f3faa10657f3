// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/replica.h"

#include <QString>
#include <QTimeZone>

/// What a window must know of the event that its replica is of: by the event's row, which follows an edit at once, or
/// by the welcome as long as there is none.
namespace gatehouse {

/// UTC where the zone is not known here.
[[nodiscard]] QTimeZone venueZone(Replica &replica);
[[nodiscard]] QString eventName(Replica &replica);

} // namespace gatehouse
