// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/stage.h"
#include "server/store/reader.h"
#include "shared/imports/imports.h"
#include "shared/programme/programme.h"

#include <span>
#include <unordered_map>
#include <unordered_set>

/// How files that are imported again are held against what is there: what the source said last time, what it says now,
/// and what people here made of it meanwhile.
namespace gatehouse {

class Keyring;

/// The event's time, so that the rows of an import lie together, then a hash of what names the thing: the same thing,
/// the same id.
[[nodiscard]] Id idFollowing(const Id &event, std::string_view kind, std::string_view name);

/// The programme and the venue as the document has them, and as the commands planned so far leave them.
class SourceState
{
public:
    [[nodiscard]] static Result<SourceState> read(Reader &reader, const Keyring &keyring);

    Id event;
    std::string zone;
    std::unordered_map<Id, Floor> floors;
    std::unordered_map<Id, Space> spaces;
    std::unordered_map<Id, Track> tracks;
    std::unordered_map<Id, Speaker> speakers;
    std::unordered_map<Id, Session> sessions;
    std::unordered_map<Id, Slot> times;                  ///< slots
    std::unordered_map<Id, std::vector<SlotId>> slotsOf; ///< by session, in no order

    /// The record of a thing; an empty one where there is none yet.
    [[nodiscard]] SourceRecord record(const Id &thing, SourceKind kind) const;
    /// Things that are known by this key, whether they still exist or not.
    [[nodiscard]] std::vector<Id> knownBy(SourceKind kind, std::string_view key) const;
    [[nodiscard]] const std::unordered_map<Id, SourceRecord> &records() const { return m_records; }

    /// Adds what is not in the record yet.
    void addKey(SourceRecord &record, std::string_view key) const;
    void put(const SourceRecord &record);

    /// Of one value, as `said` holds it.
    [[nodiscard]] std::string hashOf(std::string_view value) const;

private:
    [[nodiscard]] std::string keyHash(SourceKind kind, std::string_view key) const;

    const Keyring *m_keyring = nullptr;
    std::unordered_map<Id, SourceRecord> m_records;
    std::unordered_multimap<std::string, Id> m_byKey;
};

/// A value of the source that differs from ours.
enum class Judgement {
    Same,     ///< nothing to do
    Taken,    ///< the source changed it, nobody here did
    KeptHere, ///< it was edited here; the source says something else
};

/// Judges one value by three: what the source said last (`before`: its hash, empty: nothing), what it says, what is
/// here. What was never said before is not taken over: nobody knows who changed it.
[[nodiscard]] Judgement judged(std::string_view before, std::string_view nowHash, std::string_view hereHash);

/// The hash of what a source said of a field; empty: nothing.
[[nodiscard]] std::string_view saidAt(const SourceRecord &record, std::string_view source, std::size_t field);
/// True where some source said just this.
[[nodiscard]] bool isSaid(const SourceRecord &record, std::size_t field, std::string_view hash);
/// A source that is new to the record is added; beyond kMaxRecordSources nothing is noted.
void setSaid(SourceRecord &record, const std::string &source, std::size_t field, std::string_view hash);

} // namespace gatehouse
