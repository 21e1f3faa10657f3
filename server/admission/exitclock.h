// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/clockwork.h"
#include "shared/admission/admission.h"

#include <map>

namespace gatehouse {

/// Follows the exits of all that lists have planned, when their time has come: once each, also those that fell into a
/// time in which nothing ran.
class ExitClock final : public Clockwork
{
public:
    static constexpr std::int64_t kRetryMs = 5'000; ///< after a passing fault: the disk takes nothing just now

    /// A list that the document holds already, or has become another.
    void take(const CheckInList &list);
    void see(const Batch &batch) override;
    void step(Instant now, const std::function<void(CommandRequest)> &submit) override;

private:
    std::map<CheckInListId, Instant> m_due; ///< the next exit of each list that has one
    Instant m_notBefore;
    bool m_isAsking = false;
};

} // namespace gatehouse
