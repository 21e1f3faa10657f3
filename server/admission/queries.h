// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/query.h"
#include "shared/admission/admission.h"

namespace gatehouse {

[[nodiscard]] Result<ListScans::Answer> answer(const ListScans &query, QueryContext &context);
[[nodiscard]] Result<CountArrivals::Answer> answer(const CountArrivals &query, QueryContext &context);
[[nodiscard]] Result<GetScanInputs::Answer> answer(const GetScanInputs &query, QueryContext &context);
Result<GetTicketUse::Answer> answer(const GetTicketUse &query, QueryContext &context);

} // namespace gatehouse
