// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/query.h"
#include "shared/programme/event.h"

namespace gatehouse {

[[nodiscard]] Result<GetDocumentState::Answer> answer(const GetDocumentState &query, QueryContext &context);

} // namespace gatehouse
