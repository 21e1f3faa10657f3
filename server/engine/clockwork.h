// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

#include <functional>

namespace gatehouse {

/// What a noun does because its time has come, and not because somebody asked: its effects are commands of the program
/// itself. A plain object, stepped with the engine's time; on the engine's thread.
class ClockWork
{
public:
    virtual ~ClockWork() = default;
    /// A commit has changed these rows; before the next step.
    virtual void see(const Batch &batch) = 0;
    /// Several times a second, whether anything happens or not: must cost nothing where nothing is due.
    virtual void step(Instant now, const std::function<void(CommandRequest)> &submit) = 0;
};

} // namespace gatehouse
