// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/query.h"
#include "shared/ticketing/ticketing.h"

namespace gatehouse {

[[nodiscard]] Result<FindAttendees::Answer> answer(const FindAttendees &query, QueryContext &context);
[[nodiscard]] Result<GetTicketHolders::Answer> answer(const GetTicketHolders &query, QueryContext &context);
[[nodiscard]] Result<GetTicketCode::Answer> answer(const GetTicketCode &query, QueryContext &context);
[[nodiscard]] Result<ListTickets::Answer> answer(const ListTickets &query, QueryContext &context);
[[nodiscard]] Result<GetAttendee::Answer> answer(const GetAttendee &query, QueryContext &context);
[[nodiscard]] Result<ListDoor::Answer> answer(const ListDoor &query, QueryContext &context);
[[nodiscard]] Result<ListInside::Answer> answer(const ListInside &query, QueryContext &context);

} // namespace gatehouse
