// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/programme/programme.h"

#include <string>
#include <unordered_map>
#include <vector>

/// The programme as it is given out: to other systems' files and feeds.
namespace gatehouse {

/// One session at one time, as formats have it that know no more than that.
struct Appearance {
    const Session *session = nullptr;
    const Slot *slot = nullptr;
    const Space *space = nullptr;
    std::string guid;          ///< of the session; further slots of the same one have their own
    std::int64_t number = 0;   ///< unique, from 1; follows from the guid as far as it can
    std::int64_t sequence = 0; ///< rises with the changes of session or slot, and never falls; see ProgrammeView::since
    Instant changedAt;         ///< when people last had to hear of a change; else when it was made
};

/// What everyone may see: no drafts. Owns its rows.
struct ProgrammeView {
    Event event;
    std::vector<Space> spaces; ///< in the programme's order
    std::vector<Track> tracks;
    std::vector<Speaker> speakers;
    std::vector<Session> sessions;
    std::vector<Slot> slotRows;
    std::unordered_map<Id, std::int64_t> revisions; ///< of sessions and slots
    /// Since when they are shown so: when they were changed, or when this life of the document began, whichever was
    /// later. After a restore revisions count again from where the backup was; this goes on.
    std::unordered_map<Id, Instant> since;
    std::int64_t version = 0; ///< the latest revision of any of its rows

    /// In order of time, space and title. Points into the view.
    [[nodiscard]] std::vector<Appearance> appearances() const;
    [[nodiscard]] const Speaker *speaker(const SpeakerId &id) const;
    [[nodiscard]] const Track *track(const TrackId &id) const;
};

/// A UUID for a thing whatever its source calls it: its guid where that is one, else one that follows from its id.
[[nodiscard]] std::string publicGuid(const std::string &guid, const Id &id);
/// What the parts of an appearance are called that is too long for a format; `part` counts from 2.
[[nodiscard]] std::string partGuid(const std::string &guid, int part);
/// A number from 1 to 2³¹ − 1 that follows from a guid.
[[nodiscard]] std::int64_t publicNumber(std::string_view guid);

} // namespace gatehouse
