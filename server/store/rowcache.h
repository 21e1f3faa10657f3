// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/schema.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse {

/// A row as the writer finds it, before anything is opened.
struct RowState {
    std::int64_t key = 0; ///< of SQLite
    std::int64_t revision = 0;
    std::string scopes; ///< encodeScopes()
    std::string body;
    std::string personal; ///< sealed, with its person
};

/// Null: there is none.
using FoundRow = std::shared_ptr<const RowState>;

/// A change that SQLite has yet to be told.
struct WaitingRow {
    const EntityType *type = nullptr;
    Id id;
    FoundRow row;
    std::vector<ColumnValue> values; ///< columnValues()
};

/// What the one writer knows of rows without asking SQLite, and changes of theirs that wait for the end of the
/// transaction: a counter that each of a hundred commands raises is written once. It is right as long as nobody else
/// writes; who takes the document away is seen by Writer::isHolder() first. Belongs to the writer.
class RowCache
{
public:
    /// Nothing: not known.
    [[nodiscard]] std::optional<FoundRow> find(const EntityType &type, const Id &id) const;
    /// What SQLite said.
    void learn(const EntityType &type, const Id &id, FoundRow row);
    /// What it was told, within a transaction: there now, or (null) gone.
    void note(const EntityType &type, const Id &id, FoundRow row);
    /// The same, yet to be told.
    void keepWaiting(const EntityType &type, const Id &id, FoundRow row, std::vector<ColumnValue> values);
    /// Waiting changes in the order in which they came, of this type or (nullptr) of all; they wait no longer.
    [[nodiscard]] std::vector<WaitingRow> takeWaiting(const EntityType *type);

    /// The ids of a type with few rows, all of them in their order; nothing: not known.
    [[nodiscard]] const std::vector<Id> *few(const EntityType &type) const;
    void learnFew(const EntityType &type, std::vector<Id> ids);

    void committed();
    /// What the transaction did is forgotten, what was known before it stays.
    void rolledBack();

private:
    struct Place {
        std::uint16_t entity = 0;
        Id id;
        bool operator==(const Place &) const = default;
    };
    struct PlaceHash {
        std::size_t operator()(const Place &place) const noexcept
        {
            return std::hash<Id>()(place.id) ^ (std::size_t{place.entity} * 0x9e3779b97f4a7c15U);
        }
    };
    struct Slot {
        FoundRow row;
        bool isTouched = false;  ///< by the open transaction
        std::size_t waiting = 0; ///< place in m_waiting + 1; 0: it does not wait
    };

    Slot &slotFor(const EntityType &type, const Id &id, FoundRow row);
    void touch(const Place &place, Slot &slot);
    void stopWaiting(const Place &place, Slot &slot);

    std::unordered_map<Place, Slot, PlaceHash> m_slots;
    std::size_t m_bytes = 0;
    std::vector<Place> m_touched;
    std::vector<WaitingRow> m_waiting;                          ///< those taken have no type
    std::unordered_map<std::uint16_t, std::size_t> m_waitingOf; ///< how many of a type
    std::unordered_map<std::uint16_t, std::vector<Id>> m_few;
};

} // namespace gatehouse
