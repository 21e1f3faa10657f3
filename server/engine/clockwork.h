// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

#include <functional>

namespace gatehouse {

/// What falls due by time alone: a hold that ends, a deadline that passes. Told of every commit, asked at every turn of
/// the engine's thread (at least four times a second); what it changes are commands. A plain object on that thread.
class Clockwork
{
public:
    virtual ~Clockwork() = default;
    /// Cheap: called after each commit, before its answers.
    virtual void see(const Batch &batch) = 0;
    virtual void step(Instant now, const std::function<void(CommandRequest)> &submit) = 0;
};

} // namespace gatehouse
