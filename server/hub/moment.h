// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/values.h"

#include <cstdint>

namespace gatehouse {

/// When a step happens, given from outside so that a simulation repeats.
struct Moment {
    std::int64_t ms = 0; ///< monotonic, for deadlines and rates
    Instant wall;        ///< for what people and tokens say
};

} // namespace gatehouse
