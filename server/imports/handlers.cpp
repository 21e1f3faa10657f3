// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/imports/handlers.h"

#include <algorithm>

namespace gatehouse {

Result<> handle(const StageImport &command, Transaction &transaction)
{
    const auto before = transaction.find<Import>(command.import);
    if (before && (before->state == ImportState::Decided || before->state == ImportState::Done))
        return fail(Fault::Conflict, "this import was decided before");
    Import import;
    import.id = command.import;
    import.sources = command.sources;
    import.hashes = command.hashes;
    import.commands = command.commands;
    import.stagedAt = transaction.now();
    transaction.put(import);
    return {};
}

Result<> handle(const DecideImport &command, Transaction &transaction)
{
    auto import = transaction.find<Import>(command.import);
    if (!import)
        return fail(Fault::NotFound, "import");
    if (import->state == ImportState::Dropped)
        return fail(Fault::Conflict, "the import was dropped");
    if (import->state != ImportState::Staged)
        return {};
    import->state = ImportState::Decided;
    import->decidedBy = AccountId(transaction.actor().id);
    transaction.put(*import);
    return {};
}

Result<> handle(const DropImport &command, Transaction &transaction)
{
    auto import = transaction.find<Import>(command.import);
    if (!import)
        return fail(Fault::NotFound, "import");
    if (import->state == ImportState::Decided || import->state == ImportState::Done)
        return fail(Fault::Conflict, "the import is under way or done");
    if (import->state == ImportState::Dropped)
        return {};
    import->state = ImportState::Dropped;
    import->endedAt = transaction.now();
    transaction.put(*import);
    return {};
}

Result<> handle(const AdvanceImport &command, Transaction &transaction)
{
    auto import = transaction.find<Import>(command.import);
    if (!import)
        return fail(Fault::NotFound, "import");
    if (import->state != ImportState::Decided)
        return fail(Fault::Conflict, "the import is not under way");
    import->done = std::clamp(command.done, import->done, import->commands);
    import->refused += command.refused;
    for (const std::string &refusal : command.refusals) {
        if (import->refusals.size() < kMaxKeptRefusals)
            import->refusals.push_back(refusal);
    }
    if (import->done == import->commands) {
        import->state = ImportState::Done;
        import->endedAt = transaction.now();
    }
    transaction.put(*import);
    return {};
}

Result<> handle(const NoteSource &command, Transaction &transaction)
{
    if (command.said.size() > command.sources.size() * kSaidFields * kSaidBytes)
        return fail(Fault::Invalid, "more was said than there are sources");
    SourceRecord record;
    record.id = command.record;
    record.kind = command.kind;
    record.sources = command.sources;
    record.keys = command.keys;
    record.said = command.said;
    transaction.put(record);
    return {};
}

} // namespace gatehouse
