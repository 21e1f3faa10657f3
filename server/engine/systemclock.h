// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

namespace gatehouse {

/// The machine's clocks: the wall, and the time since boot with sleep in it. Any thread.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] Instant wall() override;
    [[nodiscard]] std::int64_t monotonicMs() override;
};

} // namespace gatehouse
