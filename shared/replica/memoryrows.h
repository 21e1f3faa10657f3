// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/rowstore.h"

#include <unordered_map>

namespace gatehouse {

/// Rows kept in memory by an object that outlives the replica: for the simulation, whose clients die and come back.
class MemoryRows final : public RowStore
{
public:
    [[nodiscard]] Result<SavedCursor> load(const std::function<void(KeptRow row)> &visit) override
    {
        for (const auto &[key, row] : m_rows)
            visit(row);
        return m_cursor;
    }
    [[nodiscard]] Result<> save(const RowChanges &changes) override
    {
        for (const RowKey &key : changes.removes)
            m_rows.erase(key);
        for (const KeptRow &kept : changes.puts)
            m_rows[{static_cast<std::uint16_t>(kept.row.entity), kept.row.id}] = kept;
        m_cursor = changes.cursor;
        return {};
    }
    [[nodiscard]] Result<> erase() override
    {
        m_rows.clear();
        m_cursor = {};
        return {};
    }

private:
    std::unordered_map<RowKey, KeptRow> m_rows;
    SavedCursor m_cursor;
};

} // namespace gatehouse
