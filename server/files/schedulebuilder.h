// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/files/programmefile.h"
#include "shared/model/result.h"

#include <string>
#include <string_view>
#include <vector>

/// What schedule.xml and schedule.json have in common: frab's words, read from either and judged in one place.
namespace gatehouse {

struct RawPerson {
    std::string id;
    std::string guid;
    std::string code; ///< pretalx
    std::string name;
    std::string biography;
    bool hasBiography = false;
};

/// An event as the file has it; empty: not said.
struct RawEvent {
    std::string id;
    std::string guid;
    std::string code;
    std::string date; ///< ISO 8601 with an offset
    std::string start;
    std::string end;
    std::string duration;
    std::string room;
    std::string title;
    std::string subtitle;
    std::string track;
    std::string type;
    std::string language;
    std::string abstract;
    std::string description;
    std::string url;
    std::vector<RawPerson> persons;
    bool hasPersons = false;
    std::size_t day = 0; ///< which of RawSchedule::days
    std::int64_t line = 0;
    std::string path;
};

struct RawDay {
    std::string date;
    std::string start; ///< ISO 8601 with an offset
    std::string end;
};

struct RawRoom {
    std::string name;
    std::string guid;
    std::string capacity;
    std::int64_t line = 0;
};

struct RawTrack {
    std::string name;
    std::string colour; ///< "#rrggbb"
};

struct RawSchedule {
    std::string generator;
    std::string acronym;
    std::string title;
    std::string zone; ///< IANA
    std::string dayChange;
    std::vector<RawDay> days;
    std::vector<RawRoom> rooms;
    std::vector<RawTrack> tracks;
    std::vector<RawEvent> events;
};

/// What a reader must know of the event, and who is asked.
struct ReadOptions {
    std::string file; ///< name, for the notes
    std::string zone; ///< IANA name of the event's own zone, for files that name none
};

/// What Gatehouse writes as the generator: such texts are plain, never HTML.
inline constexpr std::string_view kGenerator = "Gatehouse";
/// Before the title of what was cancelled, in formats that have no other way to say so.
inline constexpr std::string_view kCancelledPrefix = "CANCELLED: ";

/// Judges a schedule: what is guessed or left out is told in the report. An event without title or identity is
/// refused, not the file. Fault::TooLarge.
[[nodiscard]] Result<ProgrammeFile> builtProgramme(RawSchedule raw, const ReadOptions &options);

} // namespace gatehouse
