// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/house/house.h"
#include "shared/replica/memoryrows.h"
#include "tests/simulation/trace.h"

namespace gatehouse::simulation {

/// Sums up rows so that the order in which they came does not matter. Rows of a window are left out: who came later
/// holds fewer of them.
class RowSum
{
public:
    [[nodiscard]] static bool counts(std::int32_t entity)
    {
        const EntityType *type = findEntity(static_cast<std::uint16_t>(entity));
        return type && type->spec.replication != Replication::Window;
    }
    [[nodiscard]] static std::uint64_t of(std::int32_t entity, const Id &id, std::string_view body,
                                          std::string_view personal)
    {
        std::uint64_t sum = mix(0x9e3779b97f4a7c15ULL, static_cast<std::uint64_t>(entity));
        sum = mix(sum, std::hash<std::string_view>{}(id.view()));
        sum = mix(sum, std::hash<std::string_view>{}(body));
        return mix(sum, std::hash<std::string_view>{}(personal));
    }

private:
    static std::uint64_t mix(std::uint64_t sum, std::uint64_t more)
    {
        sum ^= more + 0x9e3779b97f4a7c15ULL + (sum << 6) + (sum >> 2);
        sum *= 0xff51afd7ed558ccdULL;
        return sum ^ (sum >> 33);
    }
};

/// What a device keeps, and what is to be said of it: the sum of its rows, and a cursor that never goes back within a
/// life of the server. [I9, I12]
class WatchedRows final : public RowStore
{
public:
    WatchedRows(RowStore &store, Trace &trace, std::string name)
        : m_store(store), m_trace(trace), m_name(std::move(name))
    {
    }

    [[nodiscard]] Result<SavedCursor> load(const std::function<void(KeptRow row)> &visit) override
    {
        m_sums.clear();
        m_sum = 0;
        auto cursor = m_store.load([&](KeptRow row) {
            add(row);
            visit(std::move(row));
        });
        if (cursor)
            m_cursor = *cursor;
        return cursor;
    }
    [[nodiscard]] Result<> save(const RowChanges &changes) override
    {
        for (const RowKey &key : changes.removes)
            remove(key);
        for (const KeptRow &row : changes.puts)
            add(row);
        const bool isSameLife = !changes.cursor.epoch.isNull() && changes.cursor.epoch == m_cursor.epoch;
        if (isSameLife && changes.cursor.sequence < m_cursor.sequence)
            m_trace.violate("I12: the cursor of " + m_name + " went back from " + std::to_string(m_cursor.sequence)
                            + " to " + std::to_string(changes.cursor.sequence));
        m_cursor = changes.cursor;
        return m_store.save(changes);
    }
    [[nodiscard]] Result<> erase() override
    {
        m_sums.clear();
        m_sum = 0;
        m_cursor = {};
        return m_store.erase();
    }

    [[nodiscard]] std::uint64_t sum() const { return m_sum; }
    [[nodiscard]] std::size_t count() const { return m_sums.size(); }
    [[nodiscard]] const SavedCursor &cursor() const { return m_cursor; }
    [[nodiscard]] const std::unordered_map<RowKey, std::uint64_t> &sums() const { return m_sums; }

private:
    void add(const KeptRow &kept)
    {
        if (!RowSum::counts(kept.row.entity))
            return;
        const std::uint64_t sum = RowSum::of(kept.row.entity, kept.row.id, kept.row.body, kept.row.personal);
        std::uint64_t &held = m_sums[{static_cast<std::uint16_t>(kept.row.entity), kept.row.id}];
        m_sum += sum - held;
        held = sum;
    }
    void remove(const RowKey &key)
    {
        const auto at = m_sums.find(key);
        if (at == m_sums.end())
            return;
        m_sum -= at->second;
        m_sums.erase(at);
    }

    RowStore &m_store;
    Trace &m_trace;
    std::string m_name;
    SavedCursor m_cursor;
    std::unordered_map<RowKey, std::uint64_t> m_sums;
    std::uint64_t m_sum = 0;
};

} // namespace gatehouse::simulation
