// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/imports/importfollower.h"

#include "shared/model/text.h"

#include <QLoggingCategory>

namespace gatehouse {

namespace {

Q_LOGGING_CATEGORY(log, "server.imports", QtInfoMsg)

/// The import that this entry decided; nothing where it is about something else.
std::optional<Import> decidedBy(const JournalEntry &entry)
{
    if (entry.command != DecideImport::spec.name)
        return std::nullopt;
    for (const ChangedRow &row : entry.rows) {
        if (row.type->spec.number != Import::spec.number)
            continue;
        auto import = decoded<Import>(row.body, Strictness::Replica, Part::Open);
        if (!import)
            return std::nullopt;
        import->id = ImportId(row.id);
        return std::move(*import);
    }
    return std::nullopt; // decided again: nothing changed
}

Actor importer(const Import &import)
{
    Actor actor;
    actor.id = import.decidedBy;
    actor.permissions = Permissions::fromBits(~std::uint64_t{0}); // whether it may be was asked when it was decided
    return actor;
}

} // namespace

std::size_t ImportFollower::step(const std::vector<JournalEntry> &entries, Instant now, const Submit &submit)
{
    (void)now;
    for (std::size_t index = 0; index < entries.size(); ++index) {
        const auto import = decidedBy(entries[index]);
        if (!import || isDone(*import, entries[index], submit)) {
            if (import)
                m_work.reset();
            continue;
        }
        return index;
    }
    return entries.size();
}

bool ImportFollower::isDone(const Import &import, const JournalEntry &entry, const Submit &submit)
{
    if (!m_work || m_work->cause != entry.sequence) {
        m_work.emplace();
        m_work->import = import;
        m_work->cause = entry.sequence;
    }
    if (m_work->isClosed)
        return true;
    if (m_work->isClosing || !settleSlice())
        return false;
    const auto slice = m_stage.read(import.id, m_work->done, kSlice);
    if (!slice) {
        qCCritical(log, "a staged import cannot be read: %s", describe(slice.error()).c_str());
        return false;
    }
    if (slice->empty()) {
        m_work->done = import.commands;
        m_work->isClosing = true;
        tell(entry.serverTime, submit);
        return false;
    }
    m_work->done = slice->front().number - 1; // what is not there any more was done before a crash
    submitSlice(*slice, entry.serverTime, submit);
    if (m_work->done - m_work->told >= kTellEvery)
        tell(entry.serverTime, submit);
    return false;
}

/// Takes away what was carried out. False: the disk does not take that just now.
bool ImportFollower::settleSlice()
{
    if (!m_work->mustRepeat && m_work->sliceEnd > m_work->done) {
        if (!m_stage.forget(m_work->import.id, m_work->sliceEnd))
            return false;
        m_work->done = m_work->sliceEnd;
    }
    m_work->mustRepeat = false;
    return true;
}

void ImportFollower::submitSlice(const std::vector<StagedCommand> &slice, Instant at, const Submit &submit)
{
    m_work->sliceEnd = slice.back().number;
    for (const StagedCommand &command : slice) {
        CommandRequest request;
        request.actor = importer(m_work->import);
        request.sender = m_work->import.id;
        request.number = command.number;
        request.confirmed = m_work->done;
        request.name = command.name;
        request.body = command.body;
        if (command.isPrepared)
            request.prepared = command.body;
        request.deviceAt = at;
        request.cause = m_work->cause;
        request.done = [this, cause = m_work->cause, where = command.where,
                        name = command.name](const CommandOutcome &outcome) {
            if (!m_work || m_work->cause != cause || outcome.failure.fault == Fault::None)
                return;
            if (isPassing(outcome.failure.fault))
                m_work->mustRepeat = true;
            else if (!outcome.wasRepeat)
                noteRefusal(where, name, outcome.failure);
        };
        submit(std::move(request));
    }
}

void ImportFollower::tell(Instant at, const Submit &submit)
{
    AdvanceImport advance;
    advance.import = m_work->import.id;
    advance.done = m_work->done;
    advance.refusals = std::exchange(m_work->refusals, {});
    advance.refused = std::exchange(m_work->refused, 0);
    m_work->told = m_work->done;
    CommandRequest request;
    request.actor = importer(m_work->import);
    request.key = "import/" + m_work->import.id.toString() + '/' + std::to_string(m_work->done);
    request.name = AdvanceImport::spec.name;
    request.body = encoded(advance);
    request.deviceAt = at;
    request.cause = m_work->cause;
    request.done = [this, cause = m_work->cause](const CommandOutcome &outcome) {
        if (!m_work || m_work->cause != cause || !m_work->isClosing)
            return;
        m_work->isClosing = false;
        m_work->isClosed = !isPassing(outcome.failure.fault);
    };
    submit(std::move(request));
}

void ImportFollower::noteRefusal(const std::string &where, const std::string &name, const Failure &failure)
{
    ++m_work->refused;
    if (m_work->refusals.size() < kMaxKeptRefusals)
        m_work->refusals.emplace_back(firstCharacters(where + ": " + name + ": " + describe(failure), kMaxName));
}

} // namespace gatehouse
