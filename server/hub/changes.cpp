// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/changes.h"

#include "shared/protocol/frames.h"

#include <iterator>

namespace gatehouse {

bool isWanted(Replication replication, std::int32_t wants)
{
    switch (replication) {
    case Replication::Live:
    case Replication::Window:
        return (wants & Wants::Live) != 0;
    case Replication::Kiosk:
        return (wants & Wants::Kiosk) != 0;
    case Replication::Query:
    case Replication::Server:
        break;
    }
    return false;
}

bool haveCommon(const Scopes &one, const Scopes &other)
{
    auto left = one.begin();
    auto right = other.begin();
    while (left != one.end() && right != other.end()) {
        const auto order = *left <=> *right;
        if (order == 0)
            return true;
        if (order < 0)
            ++left;
        else
            ++right;
    }
    return false;
}

namespace {

/// Both are in order, and stay so.
void addAll(const Scopes &more, Scopes &scopes)
{
    Scopes joined;
    std::set_union(scopes.begin(), scopes.end(), more.begin(), more.end(), std::back_inserter(joined));
    scopes = std::move(joined);
}

} // namespace

std::vector<MergedChange> merged(std::span<const SharedBatch> batches)
{
    struct Key {
        const EntityType *type;
        Id id;
        bool operator==(const Key &) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key &key) const noexcept
        {
            return std::hash<Id>{}(key.id) ^ (std::size_t{key.type->spec.number} << 48);
        }
    };
    std::vector<MergedChange> changes;
    std::unordered_map<Key, std::size_t, KeyHash> places;
    for (const SharedBatch &batch : batches) {
        for (const ChangedRow &row : batch->rows) {
            const auto [at, isNew] = places.try_emplace({row.type, row.id}, changes.size());
            if (isNew) {
                changes.push_back({&row, row.before});
                continue;
            }
            changes[at->second].row = &row;
            addAll(row.before, changes[at->second].before);
        }
    }
    std::erase_if(changes,
                  [](const MergedChange &change) { return change.before.empty() && change.row->after.empty(); });
    return changes;
}

void BatchRing::add(SharedBatch batch)
{
    if (!m_hasBegun) {
        m_from = batch->first - 1;
        m_hasBegun = true;
    }
    std::size_t bytes = sizeof(Batch);
    for (const ChangedRow &row : batch->rows)
        bytes += sizeof row + row.body.size() + row.personal.size();
    m_bytes += bytes;
    m_batches.emplace_back(std::move(batch), bytes);
    while (m_batches.size() > 1 && (m_batches.size() > m_mostBatches || m_bytes > m_mostBytes)) {
        m_from = m_batches.front().first->last;
        m_bytes -= m_batches.front().second;
        m_batches.pop_front();
    }
}

bool BatchRing::covers(std::int64_t sequence) const
{
    return m_hasBegun && sequence >= m_from;
}

std::vector<SharedBatch> BatchRing::since(std::int64_t sequence) const
{
    const auto from = std::partition_point(m_batches.begin(), m_batches.end(),
                                           [&](const auto &each) { return each.first->last <= sequence; });
    std::vector<SharedBatch> batches;
    for (auto at = from; at != m_batches.end(); ++at)
        batches.push_back(at->first);
    return batches;
}

} // namespace gatehouse
