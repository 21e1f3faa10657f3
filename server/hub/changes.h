// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace gatehouse {

/// What a client asked to be sent, as bits of Wants, against what an entity is.
[[nodiscard]] bool isWanted(Replication replication, std::int32_t wants);
[[nodiscard]] bool haveCommon(const Scopes &one, const Scopes &other);

using SharedBatch = std::shared_ptr<const Batch>;

/// One row over several batches: where it was before each of them, and as the last one left it.
struct MergedChange {
    const ChangedRow *row = nullptr; ///< newest; of a batch that whoever holds this keeps alive
    Scopes before; ///< that it was in at some time; also where it came and went, for pages may have held it
};

/// Each row of these consecutive batches once, in the order in which they first appear.
[[nodiscard]] std::vector<MergedChange> merged(std::span<const SharedBatch> batches);

/// Recent batches, so that who was away for a moment is served without the document.
class BatchRing
{
public:
    BatchRing(std::size_t mostBatches, std::size_t mostBytes) : m_mostBatches(mostBatches), m_mostBytes(mostBytes) {}

    void add(SharedBatch batch);
    /// True if since() knows everything after this sequence.
    [[nodiscard]] bool covers(std::int64_t sequence) const;
    [[nodiscard]] std::vector<SharedBatch> since(std::int64_t sequence) const;

private:
    std::size_t m_mostBatches;
    std::size_t m_mostBytes;
    std::size_t m_bytes = 0;
    std::deque<std::pair<SharedBatch, std::size_t>> m_batches;
    std::int64_t m_from = 0; ///< sequence before the oldest one held
    bool m_hasBegun = false;
};

} // namespace gatehouse
