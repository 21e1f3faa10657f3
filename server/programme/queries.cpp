// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/programme/queries.h"

#include "shared/model/text.h"

namespace gatehouse {

Result<GetDocumentState::Answer> answer(const GetDocumentState &, QueryContext &context)
{
    if (!context.served)
        return fail(Fault::Unavailable, "nobody serves this document");
    const ServedFigures &served = *context.served;
    GetDocumentState::Answer answer;
    answer.startedAt = served.startedAt;
    answer.head = served.engine.head;
    answer.isReadOnly = served.engine.isReadOnly;
    answer.hasBackups = served.backupEveryMs > 0;
    answer.backupEveryMs = served.backupEveryMs;
    answer.backupAt = served.backup.lastAt;
    answer.backupHead = served.backup.lastSequence;
    answer.backupFailure = firstCharacters(served.backup.failure, kMaxReason);
    return answer;
}

} // namespace gatehouse
