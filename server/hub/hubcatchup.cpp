// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/hub.h"

#include <QLoggingCategory>

#include <algorithm>
#include <iterator>

/// How a client is led to one fixed head: pages under credit, read in slices.
namespace gatehouse {

Q_DECLARE_LOGGING_CATEGORY(hubLog)

namespace {

Scopes without(const Scopes &all, const Scopes &those)
{
    Scopes rest;
    std::set_difference(all.begin(), all.end(), those.begin(), those.end(), std::back_inserter(rest));
    return rest;
}

} // namespace

void Hub::startCatchUp(Connection &connection, Cursor from, Moment now)
{
    const Scopes &held = connection.identity.scopes;
    const std::int32_t wants = connection.hello.wants;
    if (m_head - from.sequence > m_limits.sequencesMost && !isQuiet(held, wants, from.sequence)
        && !m_ring.covers(from.sequence))
        from = {};
    const Scopes gained = from.isFresh ? held : without(held, from.scopes);
    CatchUp catchUp;
    catchUp.until = m_head;
    if (!from.isFresh)
        encodeScopes(without(from.scopes, held), catchUp.lost);
    if (!gained.empty()) {
        Scopes shared;
        for (const Scope &scope : gained) {
            if (scope.kind == ScopeKind::Person)
                catchUp.persons.push_back(scope.subject);
            else
                shared.push_back(scope);
        }
        // Who begins may take pages that lead to a recent head, as long as the ring knows what came after; who goes on
        // may not, or it would be led back.
        catchUp.snapshot = m_snapshots.take(shared, wants, connection.wire, m_head,
                                            [&](std::int64_t head) { return from.isFresh && m_ring.covers(head); });
        if (from.isFresh)
            catchUp.until = catchUp.snapshot->head();
        ++m_figures.snapshots;
    }
    catchUp.readTo = from.isFresh || held.size() == gained.size() ? catchUp.until : from.sequence;
    if (catchUp.readTo < catchUp.until && isQuiet(held, wants, from.sequence)) {
        catchUp.readTo = catchUp.until;
        ++m_figures.quietReturns;
    }
    catchUp.from = std::move(from);
    sendWelcome(connection, now, catchUp.from.isFresh, catchUp.until);
    if (catchUp.readTo < catchUp.until && m_ring.covers(catchUp.readTo))
        takeFromRing(catchUp);
    connection.catchUp = std::move(catchUp);
    connection.state = Connection::State::CatchingUp;
    if (!std::exchange(connection.isQueued, true))
        m_catchingUp.push_back(connection.id);
}

void Hub::takeFromRing(CatchUp &catchUp)
{
    catchUp.batches = m_ring.since(catchUp.readTo);
    catchUp.changes = merged(catchUp.batches);
    catchUp.readTo = catchUp.until;
    ++m_figures.ringReturns;
}

/// Until a page is full, or all is written.
void Hub::addRowsOfRing(const Connection &connection, CatchUp &catchUp)
{
    const Scopes &held = connection.identity.scopes;
    while (catchUp.ready.empty() && catchUp.nextChange < catchUp.changes.size()) {
        const MergedChange &change = catchUp.changes[catchUp.nextChange++];
        const ChangedRow &row = *change.row;
        if (!isWanted(row.type->spec.replication, connection.hello.wants))
            continue;
        std::string bytes;
        if (haveCommon(row.after, held))
            writeRow(*row.type, row.id, row.revision, row.after, row.body, row.personal, connection.wire, bytes);
        else if (haveCommon(change.before, held))
            writeGone(*row.type, row.id, row.revision, connection.wire, bytes);
        if (!bytes.empty())
            addRow(catchUp, bytes, connection.wire);
    }
}

void Hub::addRow(CatchUp &catchUp, std::string_view row, Wire wire)
{
    if (catchUp.open.count > 0 && catchUp.open.bytes.size() + row.size() > kPageBytes)
        catchUp.ready.push_back(std::exchange(catchUp.open, {}));
    append(catchUp.open, row, wire);
}

void Hub::sendPage(Connection &connection, Message message)
{
    ++connection.pageNumber;
    ++m_figures.pages;
    post(connection, std::move(message));
}

bool Hub::readChanges(Connection &connection, CatchUp &catchUp, std::size_t &budget)
{
    const std::int64_t until = std::min(catchUp.until, catchUp.readTo + m_limits.sequencesPerRead);
    std::size_t rows = 0;
    const auto result =
        m_around.reader.changes(catchUp.readTo, until, connection.identity.scopes, [&](const StoredRow &row) {
            ++rows;
            if (!isWanted(row.type->spec.replication, connection.hello.wants))
                return true;
            std::string bytes;
            writeRow(row, connection.wire, bytes);
            addRow(catchUp, bytes, connection.wire);
            return true;
        });
    if (!result) {
        qCWarning(hubLog) << "changes cannot be read:" << describe(result.error()).c_str();
        return false;
    }
    catchUp.readTo = until;
    budget -= std::min(budget, rows + 1);
    return true;
}

/// Sends what there is while the client takes it. True: stopped only because the budget is used up.
bool Hub::continueCatchUp(Connection &connection, std::size_t &budget, Moment now)
{
    const auto giveUp = [&] {
        close(connection, CloseCode::GoingAway, Fault::Unavailable, "the document cannot be read", 5'000);
        return false;
    };
    CatchUp &catchUp = *connection.catchUp;
    for (;;) {
        const std::size_t unsent = connection.peer->unsentBytes();
        if (connection.isWindowFull() || unsent > m_limits.behindBytes
            || (unsent > 0 && m_unsentTotal > m_limits.queuedBytes))
            return false;
        if (Snapshot *snapshot = catchUp.snapshot.get()) {
            if (catchUp.nextPage < snapshot->pageCount()) {
                const std::size_t index = catchUp.nextPage++;
                const bool isShared = connection.pageNumber == static_cast<std::int32_t>(index);
                sendPage(connection,
                         isShared
                             ? snapshot->message(index)
                             : pageOf(connection.pageNumber + 1, snapshot->page(index), {}, false, connection.wire));
                continue;
            }
            if (!snapshot->isComplete()) {
                if (budget == 0)
                    return true;
                const auto read = snapshot->read(m_around.reader, budget, m_limits);
                if (!read) {
                    qCWarning(hubLog) << "a snapshot cannot be read:" << describe(read.error()).c_str();
                    return giveUp();
                }
                budget -= std::min(budget, *read);
                continue;
            }
            for (const Id &person : catchUp.persons) {
                if (const RowRun *rows = snapshot->ofPerson(person))
                    catchUp.ready.push_back(*rows);
            }
            catchUp.snapshot.reset();
        }
        if (!catchUp.ready.empty()) {
            sendPage(connection, pageOf(connection.pageNumber + 1, catchUp.ready.front(), {}, false, connection.wire));
            catchUp.ready.pop_front();
            continue;
        }
        if (catchUp.nextChange < catchUp.changes.size()) {
            addRowsOfRing(connection, catchUp);
            continue;
        }
        if (catchUp.readTo < catchUp.until) {
            if (budget == 0)
                return true;
            if (!readChanges(connection, catchUp, budget))
                return giveUp();
            continue;
        }
        sendPage(connection, pageOf(connection.pageNumber + 1, catchUp.open, catchUp.lost, true, connection.wire));
        connection.sentSequence = std::max(connection.sentSequence, catchUp.until);
        connection.coveredTo = catchUp.until;
        connection.catchUp.reset();
        sendMissed(connection, now);
        if (!connection.catchUp)
            return false;
    }
}

void Hub::handle(Connection &connection, const PageTaken &taken)
{
    connection.pagesTaken = std::max(connection.pagesTaken, std::min(taken.number, connection.pageNumber));
    std::size_t budget = m_limits.rowsPerStep / 4;
    if (connection.catchUp)
        (void)continueCatchUp(connection, budget, m_now);
}

bool Hub::stepCatchUps(Moment now)
{
    std::size_t budget = m_limits.rowsPerStep;
    bool hasMore = false;
    for (std::size_t left = m_catchingUp.size(); left > 0; --left) {
        const ConnectionId id = m_catchingUp.front();
        m_catchingUp.pop_front();
        Connection *connection = find(id);
        if (!connection)
            continue;
        connection->isQueued = false;
        if (!connection->catchUp)
            continue;
        hasMore = continueCatchUp(*connection, budget, now) || hasMore;
        if (!connection->isGone && connection->catchUp && !std::exchange(connection->isQueued, true))
            m_catchingUp.push_back(id);
    }
    return hasMore;
}

} // namespace gatehouse
