// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/rowstore.h"

#include <optional>
#include <unordered_map>

namespace gatehouse {

/// Which rows a replica holds, in which revision and with which scopes: the rules by which pages and batches change a
/// copy. Knows no bodies. A plain object.
///
/// Each catch-up has a generation. A row that came with a catch-up that never ended, and that the next one does not
/// name, has gone meanwhile: nobody sends a tombstone for a row that came and went.
class Holdings
{
public:
    /// As it was kept.
    void load(const KeptRow &kept);
    void loaded(std::int64_t completedGeneration);

    /// A catch-up begins; `replaces`: what it does not name goes.
    void beginCatchUp(bool replaces);
    /// A row as it is now. False: what is held is newer. True: it counts, with generation().
    [[nodiscard]] bool put(const WireRow &row);
    /// False: not held, or held newer.
    [[nodiscard]] bool remove(const RowKey &key, std::int64_t revision);
    /// Forgets the rows that stand in none of these scopes, and answers which.
    [[nodiscard]] std::vector<RowKey> dropOutside(const Scopes &held);
    /// The catch-up is whole: forgets what it should have named, and answers which.
    [[nodiscard]] std::vector<RowKey> endCatchUp();

    [[nodiscard]] std::int64_t generationOf(const RowKey &key) const;
    [[nodiscard]] std::int64_t completedGeneration() const { return m_completed; }
    [[nodiscard]] std::size_t size() const { return m_rows.size(); }

private:
    struct Held {
        std::int64_t revision = 0;
        std::int64_t generation = 0;
        std::uint32_t scopes = 0; ///< place in m_scopes
    };
    [[nodiscard]] std::uint32_t scopesPlace(const Bytes &scopes);
    template <class Condition>
    std::vector<RowKey> forgetWhere(Condition &&condition);

    std::unordered_map<RowKey, Held> m_rows;
    std::vector<Scopes> m_scopes; ///< the few audiences that there are, each once
    std::unordered_map<std::string, std::uint32_t> m_scopePlaces;
    std::int64_t m_generation = 0;
    std::int64_t m_completed = 0;
    bool m_replaces = false;
};

/// The rows of one batch, each once: a row stands above an isGone, a newer revision above an older.
[[nodiscard]] std::vector<WireRow> mergedBatch(std::vector<WireRow> rows);

} // namespace gatehouse
