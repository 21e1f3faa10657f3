// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/venue/levelclock.h"

#include "shared/venue/occupancyrules.h"

namespace gatehouse {

void LevelClock::take(const Occupancy &occupancy)
{
    if (const auto due = settleDue(occupancy))
        m_due[occupancy.id] = *due;
    else
        m_due.erase(occupancy.id);
}

void LevelClock::see(const Batch &batch)
{
    for (const ChangedRow &row : batch.rows) {
        if (row.type != &entityType<Occupancy>())
            continue;
        auto occupancy = row.after.empty() ? Result<Occupancy>(Occupancy{})
                                           : decoded<Occupancy>(row.body, Strictness::Replica, Part::Open);
        if (!occupancy)
            continue;
        occupancy->id = ZoneId(row.id);
        take(*occupancy);
    }
}

void LevelClock::step(Instant now, const std::function<void(CommandRequest)> &submit)
{
    for (auto due = m_due.begin(); due != m_due.end();) {
        if (due->second > now) {
            ++due;
            continue;
        }
        SettleLevel settle;
        settle.zone = ZoneId(due->first);
        CommandRequest request;
        request.actor.permissions = {Permission::System};
        request.name = SettleLevel::spec.name;
        request.body = encoded(settle);
        request.deviceAt = now;
        submit(std::move(request));
        due = m_due.erase(due); // what it changes is seen, and due again where it must wait on
    }
}

} // namespace gatehouse
