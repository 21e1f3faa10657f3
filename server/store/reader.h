// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/spec.h"
#include "shared/model/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

class Keyring;

/// A row as it lies in the document.
struct StoredRow {
    const EntityType *type = nullptr;
    Id id;
    std::int64_t revision = 0;
    bool isGone = false;
    Scopes scopes;
    std::string body;     ///< Part::Open
    std::string personal; ///< Part::Personal, opened; empty if it has none or the person was erased
};

/// Where a row stands in order of revisions. One command may change several rows of a type: then the id decides.
struct RowPlace {
    std::int64_t revision = 0; ///< 0: above all
    Id id;
};

/// A second, read-only look at a document for queries and catch-up: sees whole commits only. Never writes or
/// checkpoints. Lives and dies on the thread that made it.
class Reader
{
public:
    virtual ~Reader() = default;

    /// Sequence of the last entry.
    [[nodiscard]] virtual Result<std::int64_t> head() = 0;
    /// Since when a row of this revision is as it is: when its entry was made, or when this life of the document began
    /// (a restore, a move), whichever was later. Fault::NotFound for a sequence that there is not.
    [[nodiscard]] virtual Result<Instant> shownSince(std::int64_t sequence) = 0;
    [[nodiscard]] virtual Result<std::optional<StoredRow>> find(const EntityType &type, const Id &id) = 0;
    /// Rows of a type in order of their row keys, until `visit` says false. newest() goes in order of falling revision
    /// and id, below a place.
    [[nodiscard]] virtual Result<> each(const EntityType &type,
                                        const std::function<bool(const StoredRow &)> &visit) = 0;
    /// As each(), but begins behind `place` (0: at the first row), which moves on with every visit: a long read in
    /// slices. What is changed between two slices is seen as it is then; what was added may be missed, so follow with
    /// changes().
    [[nodiscard]] virtual Result<> eachFrom(const EntityType &type, std::int64_t &place,
                                            const std::function<bool(const StoredRow &)> &visit) = 0;
    /// Rows in order of their ids, from behind `after`: pages that a client asks for one by one.
    [[nodiscard]] virtual Result<> eachAfter(const EntityType &type, const Id &after,
                                             const std::function<bool(const StoredRow &)> &visit) = 0;
    [[nodiscard]] virtual Result<> newest(const EntityType &type, const RowPlace &below,
                                          const std::function<bool(const StoredRow &)> &visit) = 0;
    /// Rows whose indexed field equals the sample's.
    [[nodiscard]] virtual Result<> eachWhere(const EntityType &type, const Field &field, const void *sample,
                                             const std::function<bool(const StoredRow &)> &visit) = 0;
    /// What changed after `after` up to `until`, for these scopes: newest state of each row with a scope among them,
    /// and isGone for rows that left them. From the journal where little changed, else from the tables; Query and
    /// Server entities are left out. Exactly the state at `until`, also if the document is already further.
    [[nodiscard]] virtual Result<> changes(std::int64_t after, std::int64_t until, const Scopes &scopes,
                                           const std::function<bool(const StoredRow &)> &visit) = 0;
    /// A piece of a blob. Fault::NotFound.
    [[nodiscard]] virtual Result<std::string> blob(std::string_view hash, std::int64_t offset, std::size_t most,
                                                   std::int64_t *size) = 0;
    /// SQL of one entity's plain columns is not offered: what queries need beyond this is asked for here by name.
    /// Scans by which people went through, per bucket: calls visit(bucket start, entries, exits).
    [[nodiscard]] virtual Result<>
    countScans(Instant from, Instant until, std::int64_t stepMs,
               const std::function<void(Instant, std::int32_t, std::int32_t)> &visit) = 0;
};

template <class E>
[[nodiscard]] Result<E> entityOf(const StoredRow &row)
{
    E entity;
    if (auto result = decode(tableOf<E>(), &entity, Part::Open, row.body, Strictness::Replica); !result)
        return fail(std::move(result.error()));
    if (!row.personal.empty()) {
        if (auto result = decode(tableOf<E>(), &entity, Part::Personal, row.personal, Strictness::Replica); !result)
            return fail(std::move(result.error()));
    }
    static_cast<Id &>(entity.id) = row.id;
    return entity;
}

/// Nothing where there is no such row; a fault of the document is passed on.
template <class E>
[[nodiscard]] Result<std::optional<E>> findRow(Reader &reader, const Id &id)
{
    auto row = reader.find(entityType<E>(), id);
    if (!row)
        return fail(std::move(row.error()));
    if (!*row || (*row)->isGone)
        return std::optional<E>();
    auto entity = entityOf<E>(**row);
    if (!entity)
        return fail(std::move(entity.error()));
    return std::optional<E>(std::move(*entity));
}

/// All rows of an entity, each given to `take` with its id; ends at the first that cannot be read.
template <class E, class Take>
[[nodiscard]] Result<> eachRow(Reader &reader, const Take &take)
{
    std::optional<Failure> failure;
    auto result = reader.each(entityType<E>(), [&](const StoredRow &row) {
        auto entity = entityOf<E>(row);
        if (entity)
            take(std::move(*entity));
        else
            failure = std::move(entity.error());
        return !failure;
    });
    return !result || !failure ? std::move(result) : Result<>(fail(std::move(*failure)));
}

} // namespace gatehouse
