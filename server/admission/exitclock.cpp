// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admission/exitclock.h"

#include "shared/admission/rules.h"

namespace gatehouse {

void ExitClock::take(const CheckInList &list)
{
    if (const auto next = nextExitOfAll(list))
        m_due.insert_or_assign(list.id, *next);
    else
        m_due.erase(list.id);
}

void ExitClock::see(const Batch &batch)
{
    for (const ChangedRow &row : batch.rows) {
        if (row.type != &entityType<CheckInList>())
            continue;
        auto list = decoded<CheckInList>(row.body, Strictness::Replica, Part::Open);
        if (!list || row.after.empty()) {
            m_due.erase(CheckInListId(row.id));
            continue;
        }
        list->id = CheckInListId(row.id);
        take(*list);
    }
}

void ExitClock::step(Instant now, const std::function<void(CommandRequest)> &submit)
{
    if (m_isAsking || m_due.empty() || now < m_notBefore)
        return;
    const auto first =
        std::min_element(m_due.begin(), m_due.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    if (first->second > now)
        return;
    m_isAsking = true;
    m_notBefore = now + kRetryMs; // if it does not get through; what was followed is no longer due
    RunExits command;
    command.due = first->second;
    CommandRequest request;
    request.actor.permissions = {Permission::System, Permission::Everyone};
    request.name = RunExits::spec.name;
    request.body = encoded(command);
    request.deviceAt = now;
    request.done = [this](const CommandOutcome &) { m_isAsking = false; };
    submit(std::move(request));
}

} // namespace gatehouse
