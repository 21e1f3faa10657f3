// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/query.h"
#include "shared/venue/venue.h"

namespace gatehouse {

[[nodiscard]] Result<GetBlob::Answer> answer(const GetBlob &query, QueryContext &context);

} // namespace gatehouse
