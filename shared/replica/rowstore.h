// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/frames.h"

#include <functional>
#include <vector>

namespace gatehouse {

/// Which row of which entity.
struct RowKey {
    std::uint16_t entity = 0;
    Id id;
    bool operator==(const RowKey &) const = default;
};

/// How far a replica has read, and what it must remember to go on from there, also off line.
struct SavedCursor {
    Id epoch; ///< none: what is held belongs to no cursor (a first catch-up that did not end)
    std::int64_t sequence = 0;
    Bytes scopes;                ///< encodeScopes()
    std::int64_t generation = 0; ///< of the last catch-up that ended
    Instant asOf;                ///< server's time at which the rows were known to be current
    Bytes welcome;               ///< the last one, as its fields' CBOR
    // The clock as last measured: good as long as the monotonic clock runs on, so through a restart of the program.
    Bytes boot;               ///< which run of the monotonic clock
    std::int64_t clockMs = 0; ///< then this clock said so much …
    Instant clockAt;          ///< … and the server this
    std::int64_t clockErrorMs = 0;
    static constexpr Field fields[] = {field<&SavedCursor::epoch>("epoch", Flag::Optional),
                                       field<&SavedCursor::sequence>("sequence"),
                                       field<&SavedCursor::scopes>("scopes", Flag::Optional, 8192),
                                       field<&SavedCursor::generation>("generation"),
                                       field<&SavedCursor::asOf>("asOf"),
                                       field<&SavedCursor::welcome>("welcome", Flag::Optional, 64 * 1024),
                                       field<&SavedCursor::boot>("boot", Flag::Optional, 64),
                                       field<&SavedCursor::clockMs>("clockMs", Flag::Optional),
                                       field<&SavedCursor::clockAt>("clockAt", Flag::Optional),
                                       field<&SavedCursor::clockErrorMs>("clockErrorMs", Flag::Optional)};
};

/// A row and the catch-up that it came with.
struct KeptRow {
    WireRow row;
    std::int64_t generation = 0;
};

/// What one page or one batch changes: written as one.
struct RowChanges {
    std::vector<KeptRow> puts;
    std::vector<RowKey> removes;
    SavedCursor cursor;
};

/// Where a replica keeps its rows between two runs of the program. Belongs to one thread.
class RowStore
{
public:
    virtual ~RowStore() = default;
    /// Everything kept; a fresh cursor if there is nothing.
    [[nodiscard]] virtual Result<SavedCursor> load(const std::function<void(KeptRow row)> &visit) = 0;
    /// All or nothing: rows and cursor in one transaction.
    [[nodiscard]] virtual Result<> save(const RowChanges &changes) = 0;
    /// Rows and cursor are gone, also from where they lay.
    [[nodiscard]] virtual Result<> erase() = 0;
};

} // namespace gatehouse

template <>
struct std::hash<gatehouse::RowKey> {
    std::size_t operator()(const gatehouse::RowKey &key) const noexcept
    {
        return std::hash<gatehouse::Id>{}(key.id) ^ (static_cast<std::size_t>(key.entity) * 0x9e3779b97f4a7c15ULL);
    }
};
