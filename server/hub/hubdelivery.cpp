// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/hub.h"

#include "shared/programme/event.h"

#include <QLoggingCategory>

/// What the hub does with published batches: who may see what now, and one frame for each who may.
namespace gatehouse {

Q_DECLARE_LOGGING_CATEGORY(hubLog)

namespace {

enum class Form : std::uint32_t { Row = 0, Gone = 1 };

std::uint32_t wanted(std::size_t group, Form form)
{
    return static_cast<std::uint32_t>(group * 2) + static_cast<std::uint32_t>(form);
}

bool saysWhoMayWhat(const ChangedRow &row)
{
    return row.type == &entityType<Role>() || row.type == &entityType<Account>() || row.type == &entityType<Device>()
        || row.type == &entityType<DeviceSecret>();
}

} // namespace

/// Changes of one audience: written once for each wire, then copied into the frames of all who see them.
struct Hub::Group {
    Replication replication = Replication::Live;
    const Scopes *before = nullptr;
    const Scopes *after = nullptr;
    std::vector<const ChangedRow *> rows;
    mutable std::array<std::array<std::vector<RowRun>, 2>, 2> written; ///< by wire and form, in runs of at most a frame

    const std::vector<RowRun> &runs(Wire wire, Form form, std::size_t mostBytes) const
    {
        auto &made = written[static_cast<std::size_t>(wire)][static_cast<std::size_t>(form)];
        if (!made.empty())
            return made;
        made.emplace_back();
        for (const ChangedRow *row : rows) {
            std::string bytes;
            if (form == Form::Row)
                writeRow(*row->type, row->id, row->revision, row->after, row->body, row->personal, wire, bytes);
            else
                writeGone(*row->type, row->id, row->revision, wire, bytes);
            if (made.back().count > 0 && made.back().bytes.size() + bytes.size() > mostBytes)
                made.emplace_back();
            append(made.back(), bytes, wire);
        }
        return made;
    }
};

void Hub::deliver(const std::vector<SharedBatch> &batches, Moment now)
{
    const std::int64_t headBefore = m_head;
    for (const SharedBatch &batch : batches) {
        if (std::any_of(batch->rows.begin(), batch->rows.end(), saysWhoMayWhat))
            m_around.identities.forget();
        m_ring.add(batch);
        if (m_onDeliver)
            m_onDeliver(*batch);
    }
    m_head = batches.back()->last;
    const std::vector<MergedChange> changes = merged(batches);
    noteScopes(changes);
    refreshIdentities(changes, headBefore, now);
    sendGroups(grouped(changes), headBefore);
}

void Hub::noteScopes(const std::vector<MergedChange> &changes)
{
    for (const MergedChange &change : changes) {
        const Replication replication = change.row->type->spec.replication;
        if (replication == Replication::Query || replication == Replication::Server)
            continue;
        const std::size_t place = replication == Replication::Kiosk ? 1 : 0;
        for (const Scopes *scopes : {&change.before, &change.row->after}) {
            for (const Scope &scope : *scopes)
                m_lastOf[scope][place] = m_head;
        }
    }
}

bool Hub::isQuiet(const Scopes &scopes, std::int32_t wants, std::int64_t since) const
{
    if (since >= m_head)
        return true;
    if (since < m_knownSince)
        return false;
    return std::none_of(scopes.begin(), scopes.end(), [&](const Scope &scope) {
        const auto at = m_lastOf.find(scope);
        return at != m_lastOf.end()
            && (((wants & Wants::Live) != 0 && at->second[0] > since)
                || ((wants & Wants::Kiosk) != 0 && at->second[1] > since));
    });
}

void Hub::refreshIdentities(const std::vector<MergedChange> &changes, std::int64_t headBefore, Moment now)
{
    std::unordered_set<Id> actors;
    bool haveRolesChanged = false;
    for (const MergedChange &change : changes) {
        const EntityType *type = change.row->type;
        if (type == &entityType<Role>())
            haveRolesChanged = true;
        else if (type == &entityType<Account>() || type == &entityType<Device>())
            actors.insert(change.row->id);
        else if (type == &entityType<Event>())
            readEvent();
    }
    if (actors.empty() && !haveRolesChanged)
        return;
    for (auto &[id, connection] : m_connections) {
        if (connection->isGone || connection->state == Connection::State::AwaitingHello)
            continue;
        if (actors.contains(connection->identity.actor.id) || (haveRolesChanged && !connection->identity.isDevice))
            refreshIdentity(*connection, headBefore, now);
    }
}

void Hub::refreshIdentity(Connection &connection, std::int64_t headBefore, Moment now)
{
    const Identity &was = connection.identity;
    auto is = m_around.identities.refreshed(was);
    if (!is) {
        const Fault fault = is.error().fault;
        return close(connection, fault == Fault::Revoked ? CloseCode::Forbidden : CloseCode::GoingAway, fault,
                     is.error().detail);
    }
    if (is->actor.isRevokedDevice && !was.actor.isRevokedDevice)
        return close(connection, CloseCode::Forbidden, Fault::Revoked, "the device was revoked");
    const bool mayTheSame = is->actor.permissions == was.actor.permissions && is->scopes == was.scopes;
    if (mayTheSame && is->permissionVersion != was.permissionVersion) // a new password, or locked and unlocked
        return close(connection, CloseCode::NotSignedIn, Fault::Expired, "sign in again");
    if (mayTheSame && is->name == was.name && is->gate == was.gate && is->list == was.list)
        return;
    Cursor from;
    if (connection.catchUp)
        from = connection.catchUp->from;
    else
        from = {connection.state == Connection::State::Live ? headBefore : connection.coveredTo, was.scopes, false};
    release(connection);
    connection.identity = std::move(*is);
    hold(connection);
    if (connection.isSignedIn())
        startCatchUp(connection, std::move(from), now);
}

std::vector<Hub::Group> Hub::grouped(const std::vector<MergedChange> &changes) const
{
    struct Audience {
        bool isKiosk;
        const Scopes *before;
        const Scopes *after;
        bool operator<(const Audience &other) const
        {
            return std::tie(isKiosk, *before, *after) < std::tie(other.isKiosk, *other.before, *other.after);
        }
    };
    std::vector<Group> groups;
    std::map<Audience, std::size_t> places;
    for (const MergedChange &change : changes) {
        const Replication replication = change.row->type->spec.replication;
        if (replication == Replication::Query || replication == Replication::Server)
            continue;
        const bool isKiosk = replication == Replication::Kiosk;
        const auto [at, isNew] = places.try_emplace({isKiosk, &change.before, &change.row->after}, groups.size());
        if (isNew) {
            Group &group = groups.emplace_back();
            group.replication = isKiosk ? Replication::Kiosk : Replication::Live;
            group.before = &change.before;
            group.after = &change.row->after;
        }
        groups[at->second].rows.push_back(change.row);
    }
    return groups;
}

void Hub::sendGroups(const std::vector<Group> &groups, std::int64_t headBefore)
{
    std::vector<Connection *> touched;
    const auto offer = [&](const Scopes &scopes, std::size_t index, Form form) {
        for (const Scope &scope : scopes) {
            const auto holders = m_holders.find(scope);
            if (holders == m_holders.end())
                continue;
            for (Connection *connection : holders->second) {
                // Once each, and a row stands above a farewell: who sees it afterwards was offered it first.
                if (connection->mark == m_mark || connection->state != Connection::State::Live
                    || !isWanted(groups[index].replication, connection->hello.wants))
                    continue;
                connection->mark = m_mark;
                if (connection->deliveries.empty())
                    touched.push_back(connection);
                connection->deliveries.push_back(wanted(index, form));
            }
        }
    };
    for (std::size_t index = 0; index < groups.size(); ++index) {
        ++m_mark;
        offer(*groups[index].after, index, Form::Row);
        offer(*groups[index].before, index, Form::Gone);
    }

    std::array<std::map<std::vector<std::uint32_t>, std::vector<Message>>, 2> made;
    for (Connection *connection : touched) {
        std::vector<std::uint32_t> deliveries = std::exchange(connection->deliveries, {});
        const auto [at, isNew] = made[static_cast<std::size_t>(connection->wire)].try_emplace(std::move(deliveries));
        if (isNew)
            at->second = framesOf(groups, at->first, connection->wire);
        if (!sendDeltas(*connection, at->second)) {
            connection->state = Connection::State::Behind;
            connection->coveredTo = headBefore;
        }
    }
}

std::vector<Message> Hub::framesOf(const std::vector<Group> &groups, const std::vector<std::uint32_t> &wantedGroups,
                                   Wire wire)
{
    std::vector<Message> frames;
    RowRun open;
    for (const std::uint32_t each : wantedGroups) {
        for (const RowRun &run : groups[each / 2].runs(wire, static_cast<Form>(each % 2), m_limits.deltaBytes)) {
            if (open.count > 0 && open.bytes.size() + run.bytes.size() > m_limits.deltaBytes)
                frames.push_back(deltaOf(m_head, true, std::exchange(open, {}), wire));
            if (wire == Wire::Json && open.count > 0)
                open.bytes += ',';
            open.bytes += run.bytes;
            open.count += run.count;
        }
    }
    frames.push_back(deltaOf(m_head, false, open, wire));
    m_figures.deltasEncoded += frames.size();
    return frames;
}

/// False, and nothing sent, if the connection has too much waiting to take these.
bool Hub::sendDeltas(Connection &connection, const std::vector<Message> &frames)
{
    const std::size_t unsent = connection.peer->unsentBytes();
    std::size_t bytes = 0;
    for (const Message &frame : frames)
        bytes += static_cast<std::size_t>(frame->bytes.size());
    if (unsent > m_limits.behindBytes || unsent + bytes > m_limits.unsentBytes
        || (unsent > 0 && m_unsentTotal > m_limits.queuedBytes))
        return false;
    for (const Message &frame : frames)
        post(connection, frame);
    m_figures.deltas += frames.size();
    connection.sentSequence = m_head;
    return true;
}

void Hub::sendMissed(Connection &connection, Moment now)
{
    if (isQuiet(connection.identity.scopes, connection.hello.wants, connection.coveredTo)) {
        connection.state = Connection::State::Live;
        return;
    }
    if (m_ring.covers(connection.coveredTo)) {
        const std::vector<SharedBatch> batches = m_ring.since(connection.coveredTo);
        const std::vector<MergedChange> changes = merged(batches);
        const std::vector<Group> groups = grouped(changes);
        std::vector<std::uint32_t> deliveries;
        for (std::size_t index = 0; index < groups.size(); ++index) {
            if (!isWanted(groups[index].replication, connection.hello.wants))
                continue;
            if (haveCommon(*groups[index].after, connection.identity.scopes))
                deliveries.push_back(wanted(index, Form::Row));
            else if (haveCommon(*groups[index].before, connection.identity.scopes))
                deliveries.push_back(wanted(index, Form::Gone));
        }
        if (deliveries.empty() || sendDeltas(connection, framesOf(groups, deliveries, connection.wire))) {
            connection.state = Connection::State::Live;
            return;
        }
    }
    startCatchUp(connection, {connection.coveredTo, connection.identity.scopes, false}, now);
}

} // namespace gatehouse
