// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/snapshot.h"

#include "server/hub/changes.h"
#include "shared/house/house.h"

namespace gatehouse {

Snapshot::Snapshot(Scopes scopes, std::int32_t wants, Wire wire, std::int64_t head)
    : m_scopes(std::move(scopes)), m_wants(wants), m_wire(wire), m_head(head)
{
}

bool Snapshot::isFor(const Scopes &scopes, std::int32_t wants, Wire wire) const
{
    return m_scopes == scopes && m_wants == wants && m_wire == wire;
}

std::size_t Snapshot::entityCount()
{
    return entityTypes().size();
}

Result<std::size_t> Snapshot::read(Reader &reader, std::size_t rows, const HubLimits &limits)
{
    std::size_t done = 0;
    while (done < rows && !isComplete()) {
        const EntityType &type = *entityTypes()[m_type];
        if (!isWanted(type.spec.replication, m_wants)) {
            ++m_type;
            continue;
        }
        const auto read = type.spec.replication == Replication::Window ? readWindow(reader, type, limits)
                                                                       : readSlice(reader, type, rows - done);
        if (!read)
            return read;
        done += *read;
    }
    if (isComplete() && m_open.count > 0)
        closePage();
    return done;
}

Result<std::size_t> Snapshot::readWindow(Reader &reader, const EntityType &type, const HubLimits &limits)
{
    std::size_t visits = 0;
    std::size_t taken = 0;
    auto result = reader.newest(type, {}, [&](const StoredRow &row) {
        ++visits;
        if (haveCommon(row.scopes, m_scopes))
            ++taken;
        add(row);
        return taken < kWindowRows && visits < limits.windowVisits;
    });
    if (!result)
        return fail(std::move(result.error()));
    ++m_type;
    return visits;
}

Result<std::size_t> Snapshot::readSlice(Reader &reader, const EntityType &type, std::size_t rows)
{
    std::size_t visits = 0;
    bool isStopped = false;
    auto result = reader.eachFrom(type, m_place, [&](const StoredRow &row) {
        add(row);
        isStopped = ++visits >= rows;
        return !isStopped;
    });
    if (!result)
        return fail(std::move(result.error()));
    if (!isStopped) {
        ++m_type;
        m_place = 0;
    }
    return visits;
}

void Snapshot::add(const StoredRow &row)
{
    const bool isForAll = haveCommon(row.scopes, m_scopes);
    const bool isOfPerson = !isForAll && std::any_of(row.scopes.begin(), row.scopes.end(), [](const Scope &scope) {
        return scope.kind == ScopeKind::Person;
    });
    if (!isForAll && !isOfPerson)
        return;
    std::string bytes;
    writeRow(row, m_wire, bytes);
    m_bytes += bytes.size();
    if (isForAll) {
        if (m_open.count > 0 && m_open.bytes.size() + bytes.size() > kPageBytes)
            closePage();
        append(m_open, bytes, m_wire);
        return;
    }
    for (const Scope &scope : row.scopes) {
        if (scope.kind == ScopeKind::Person)
            append(m_persons[scope.subject], bytes, m_wire);
    }
}

void Snapshot::closePage()
{
    m_pages.push_back({std::exchange(m_open, {}), {}});
}

Message Snapshot::message(std::size_t index)
{
    StoredPage &stored = m_pages[index];
    if (!stored.message) {
        stored.message = pageOf(static_cast<std::int32_t>(index) + 1, stored.rows, {}, false, m_wire);
        m_bytes += static_cast<std::size_t>(stored.message->bytes.size());
    }
    return stored.message;
}

const RowRun *Snapshot::ofPerson(const Id &person) const
{
    const auto at = m_persons.find(person);
    return at == m_persons.end() ? nullptr : &at->second;
}

std::shared_ptr<Snapshot> Snapshots::take(const Scopes &scopes, std::int32_t wants, Wire wire, std::int64_t head,
                                          const std::function<bool(std::int64_t head)> &isUsable)
{
    for (const auto &kept : m_kept) {
        if (kept->isFor(scopes, wants, wire) && (kept->head() == head || isUsable(kept->head())))
            return kept;
    }
    m_kept.push_front(std::make_shared<Snapshot>(scopes, wants, wire, head));
    tidy(isUsable);
    return m_kept.front();
}

void Snapshots::tidy(const std::function<bool(std::int64_t head)> &isUsable)
{
    std::size_t bytes = 0;
    for (auto at = m_kept.begin(); at != m_kept.end();) {
        bytes += (*at)->bytes();
        const bool isFirst = at == m_kept.begin();
        const bool isLarge = bytes > m_limits.cacheBytes || (!isFirst && !isUsable((*at)->head()));
        if (!isFirst && isLarge && at->use_count() == 1)
            at = m_kept.erase(at);
        else
            ++at;
    }
}

} // namespace gatehouse
