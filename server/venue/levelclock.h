// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/clockwork.h"
#include "shared/venue/venue.h"

#include <unordered_map>

namespace gatehouse {

/// Lets the level of a zone fall when people have been few enough for long enough and nobody passes any more.
class LevelClock final : public Clockwork
{
public:
    /// What waited when the program ended; before the first step.
    void take(const Occupancy &occupancy);

    void see(const Batch &batch) override;
    void step(Instant now, const std::function<void(CommandRequest)> &submit) override;

private:
    std::unordered_map<Id, Instant> m_due; ///< by zone
};

} // namespace gatehouse
