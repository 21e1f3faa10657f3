// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/engine/transaction.h"
#include "server/store/backup.h"
#include "server/store/reader.h"

namespace gatehouse {

class ImportDrafts;
class PeopleIndex;

/// How the served document fares, as of the engine's last step.
struct ServedFigures {
    Instant startedAt;
    EngineFigures engine;
    BackupFigures backup;
    std::int64_t backupEveryMs = 0; ///< 0: there is no plan for backups
};

/// What a query sees: whole commits, for one actor. Lives for one query, on the thread of the reader. That the actor
/// may ask at all was looked at before; what of an answer the actor may see is for the query.
struct QueryContext {
    Reader &reader;
    const Keyring &keyring;
    const PeopleIndex *people = nullptr; ///< null: not built (a tool); the search is then Unavailable
    Actor actor;
    const ServedFigures *served = nullptr; ///< null: a tool's
    ImportDrafts *imports = nullptr;       ///< null: a tool's
};

/// How a query is answered, without its type: what server/house makes of `answer(const Q &, QueryContext &)`.
struct QueryHandler {
    const QueryType *type = nullptr;
    Result<> (*run)(const void *query, QueryContext &context, void *answer) = nullptr;
};

template <class Q>
[[nodiscard]] QueryHandler queryHandlerOf()
{
    return {&queryType<Q>(), [](const void *query, QueryContext &context, void *out) -> Result<> {
                auto result = answer(*static_cast<const Q *>(query), context);
                if (!result)
                    return fail(std::move(result.error()));
                *static_cast<typename Q::Answer *>(out) = std::move(*result);
                return {};
            }};
}

} // namespace gatehouse
