// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/hub/hublimits.h"
#include "server/hub/rowwriter.h"

#include <list>
#include <optional>
#include <unordered_map>

namespace gatehouse {

/// Everything that holders of these scopes see, as encoded pages: read once in slices and shared by all who begin or
/// gain the same scopes at about the same time (a hall full of kiosks after a power cut). Rows of single persons lie
/// apart, by person.
class Snapshot
{
public:
    /// `scopes` without persons; `head` is the sequence that it leads to: rows may be newer, never older.
    Snapshot(Scopes scopes, std::int32_t wants, Wire wire, std::int64_t head);

    [[nodiscard]] bool isFor(const Scopes &scopes, std::int32_t wants, Wire wire) const;
    [[nodiscard]] std::int64_t head() const { return m_head; }
    [[nodiscard]] bool isComplete() const { return m_type >= entityCount(); }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

    /// Reads on: about `rows` more, and answers how many. A failure of the document is final for this snapshot.
    [[nodiscard]] Result<std::size_t> read(Reader &reader, std::size_t rows, const HubLimits &limits);

    /// Pages that are ready; the last one only once all is read.
    [[nodiscard]] std::size_t pageCount() const { return m_pages.size(); }
    [[nodiscard]] const RowRun &page(std::size_t index) const { return m_pages[index].rows; }
    /// The page as a message that is the same for all who get it under its own number (index + 1).
    [[nodiscard]] Message message(std::size_t index);
    /// Encoded rows that only this person sees.
    [[nodiscard]] const RowRun *ofPerson(const Id &person) const;

private:
    struct StoredPage {
        RowRun rows;
        Message message;
    };

    [[nodiscard]] static std::size_t entityCount();
    void add(const StoredRow &row);
    void closePage();
    [[nodiscard]] Result<std::size_t> readWindow(Reader &reader, const EntityType &type, const HubLimits &limits);
    [[nodiscard]] Result<std::size_t> readSlice(Reader &reader, const EntityType &type, std::size_t rows);

    Scopes m_scopes;
    std::int32_t m_wants;
    Wire m_wire;
    std::int64_t m_head;
    std::size_t m_type = 0;   ///< index of the entity being read
    std::int64_t m_place = 0; ///< in its table
    std::vector<StoredPage> m_pages;
    RowRun m_open;
    std::unordered_map<Id, RowRun> m_persons;
    std::size_t m_bytes = 0;
};

/// The snapshots that are worth keeping.
class Snapshots
{
public:
    explicit Snapshots(const HubLimits &limits) : m_limits(limits) {}

    /// One that `isUsable` (its head is still covered by the ring), or a new one that leads to `head`.
    [[nodiscard]] std::shared_ptr<Snapshot> take(const Scopes &scopes, std::int32_t wants, Wire wire, std::int64_t head,
                                                 const std::function<bool(std::int64_t head)> &isUsable);
    /// Forgets those that nobody uses and nobody could use, and the oldest while they are too large together.
    void tidy(const std::function<bool(std::int64_t head)> &isUsable);

private:
    const HubLimits &m_limits;
    std::list<std::shared_ptr<Snapshot>> m_kept; ///< newest first
};

} // namespace gatehouse
