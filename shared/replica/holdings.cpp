// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/holdings.h"

namespace gatehouse {

namespace {

RowKey keyOf(const WireRow &row)
{
    return {static_cast<std::uint16_t>(row.entity), row.id};
}

bool haveCommon(const Scopes &one, const Scopes &other)
{
    return std::any_of(one.begin(), one.end(),
                       [&](const Scope &scope) { return std::find(other.begin(), other.end(), scope) != other.end(); });
}

} // namespace

void Holdings::load(const KeptRow &kept)
{
    m_rows[keyOf(kept.row)] = {kept.row.revision, kept.generation, scopesPlace(kept.row.scopes)};
    m_generation = std::max(m_generation, kept.generation);
}

void Holdings::loaded(std::int64_t completedGeneration)
{
    m_completed = completedGeneration;
    m_generation = std::max(m_generation, completedGeneration);
}

std::uint32_t Holdings::scopesPlace(const Bytes &scopes)
{
    const auto [at, isNew] = m_scopePlaces.try_emplace(scopes, static_cast<std::uint32_t>(m_scopes.size()));
    if (isNew)
        m_scopes.push_back(decodeScopes(scopes).value_or(Scopes{}));
    return at->second;
}

void Holdings::beginCatchUp(bool replaces)
{
    ++m_generation;
    m_replaces = replaces;
}

bool Holdings::put(const WireRow &row)
{
    const auto [at, isNew] = m_rows.try_emplace(keyOf(row));
    Held &held = at->second;
    // What is held from before a replacement counts for nothing: in another epoch revisions start anew.
    const bool isReplaced = m_replaces && held.generation < m_generation;
    if (!isNew && !isReplaced && row.revision < held.revision)
        return false;
    // The same row told again keeps its generation: a catch-up that breaks off must not put in doubt what was held
    // before it.
    const bool isSame = !isNew && !isReplaced && row.revision == held.revision && held.generation <= m_completed;
    held = {row.revision, isSame ? held.generation : m_generation, scopesPlace(row.scopes)};
    return true;
}

bool Holdings::remove(const RowKey &key, std::int64_t revision)
{
    const auto at = m_rows.find(key);
    if (at == m_rows.end() || at->second.revision > revision)
        return false;
    m_rows.erase(at);
    return true;
}

template <class Condition>
std::vector<RowKey> Holdings::forgetWhere(Condition &&condition)
{
    std::vector<RowKey> forgotten;
    for (auto at = m_rows.begin(); at != m_rows.end();) {
        if (condition(at->second)) {
            forgotten.push_back(at->first);
            at = m_rows.erase(at);
        } else {
            ++at;
        }
    }
    return forgotten;
}

std::vector<RowKey> Holdings::dropOutside(const Scopes &held)
{
    std::vector<bool> isOutside;
    for (const Scopes &each : m_scopes)
        isOutside.push_back(!haveCommon(each, held));
    return forgetWhere([&](const Held &row) { return isOutside[row.scopes]; });
}

std::vector<RowKey> Holdings::endCatchUp()
{
    const std::int64_t from = m_replaces ? std::numeric_limits<std::int64_t>::min() : m_completed + 1;
    m_completed = m_generation;
    m_replaces = false;
    return forgetWhere([&](const Held &row) { return row.generation >= from && row.generation < m_generation; });
}

std::int64_t Holdings::generationOf(const RowKey &key) const
{
    const auto at = m_rows.find(key);
    return at == m_rows.end() ? 0 : at->second.generation;
}

std::vector<WireRow> mergedBatch(std::vector<WireRow> rows)
{
    std::unordered_map<RowKey, std::size_t> places;
    std::vector<WireRow> merged;
    merged.reserve(rows.size());
    for (WireRow &row : rows) {
        const auto [at, isNew] = places.try_emplace(keyOf(row), merged.size());
        if (isNew) {
            merged.push_back(std::move(row));
            continue;
        }
        WireRow &before = merged[at->second];
        const bool isAbove = before.isGone != row.isGone ? before.isGone : row.revision > before.revision;
        if (isAbove)
            before = std::move(row);
    }
    return merged;
}

} // namespace gatehouse
