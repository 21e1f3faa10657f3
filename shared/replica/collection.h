// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/client.h"

#include <QObject>
#include <QVector>

#include <unordered_map>

namespace gatehouse {

/// The rows of one entity in a window's thread. Changes come as whole batches: while signals are delivered every
/// collection of the replica stands at the same moment.
class CollectionBase : public QObject
{
    Q_OBJECT

public:
    explicit CollectionBase(const EntityType &type) : m_type(type) {}
    [[nodiscard]] const EntityType &type() const { return m_type; }
    [[nodiscard]] virtual std::size_t size() const = 0;

    /// For the replica alone: takes a row in; the signal follows with publish().
    void take(const AppliedRow &row);
    /// For the replica alone: tells what was taken in since the last time.
    void publish();

signals:
    /// These rows were added, changed or removed (find() tells which). Each id once.
    void changed(const QVector<gatehouse::Id> &ids);
    /// So many rows changed that looking at all of them is quicker.
    void reset();

protected:
    virtual void store(const AppliedRow &row) = 0;

private:
    const EntityType &m_type;
    QVector<Id> m_touched;
};

template <class E>
class Collection final : public CollectionBase
{
public:
    using IdType = decltype(E::id);

    Collection() : CollectionBase(entityType<E>()) {}

    /// Until the next turn of the event loop; nullptr: not held.
    [[nodiscard]] const E *find(const Id &id) const
    {
        const auto at = m_rows.find(id);
        return at == m_rows.end() ? nullptr : at->second.value.get();
    }
    /// To keep, or to take to another thread.
    [[nodiscard]] std::shared_ptr<const E> share(const Id &id) const
    {
        const auto at = m_rows.find(id);
        return at == m_rows.end() ? nullptr : at->second.value;
    }
    [[nodiscard]] std::int64_t revision(const Id &id) const
    {
        const auto at = m_rows.find(id);
        return at == m_rows.end() ? 0 : at->second.revision;
    }
    [[nodiscard]] std::size_t size() const override { return m_rows.size(); }
    /// In no order.
    template <class Visitor>
    void each(Visitor &&visitor) const
    {
        for (const auto &[id, row] : m_rows)
            visitor(*row.value);
    }
    [[nodiscard]] std::vector<const E *> all() const
    {
        std::vector<const E *> rows;
        rows.reserve(m_rows.size());
        for (const auto &[id, row] : m_rows)
            rows.push_back(row.value.get());
        return rows;
    }

    /// Called for each row that is here and for each later change, before the signals: what an index by something else
    /// lives from. `before` is null for a new row, `after` for one that goes. Called as long as the collection lives.
    using Indexer = std::function<void(const E *before, const E *after)>;
    void addIndex(Indexer indexer)
    {
        for (const auto &[id, row] : m_rows)
            indexer(nullptr, row.value.get());
        m_indexers.push_back(std::move(indexer));
    }

private:
    struct Row {
        std::shared_ptr<const E> value;
        std::int64_t revision = 0;
    };

    void store(const AppliedRow &row) override
    {
        const auto at = m_rows.find(row.id);
        const std::shared_ptr<const E> before = at == m_rows.end() ? nullptr : at->second.value;
        const auto after = std::static_pointer_cast<const E>(row.value);
        if (after)
            m_rows.insert_or_assign(row.id, Row{after, row.revision});
        else if (before)
            m_rows.erase(at);
        for (const Indexer &indexer : m_indexers)
            indexer(before.get(), after.get());
    }

    std::unordered_map<Id, Row> m_rows;
    std::vector<Indexer> m_indexers;
};

} // namespace gatehouse
