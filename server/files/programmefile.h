// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/imports/imports.h"
#include "shared/programme/event.h"

#include <optional>
#include <string>
#include <vector>

/// What a schedule of another system says, whatever format it came in: the importer's neutral form. A member that is
/// not set was not said by the file, and says nothing about what the event has.
namespace gatehouse {

inline constexpr std::uint32_t kMaxFileSessions = 20'000; ///< twenty times the largest congress
inline constexpr std::uint32_t kMaxFileSpeakers = 20'000;
inline constexpr std::uint32_t kMaxFileRooms = 2'000;
inline constexpr std::uint32_t kMaxFileTracks = 2'000;
inline constexpr std::uint32_t kMaxFileSlots = 1'000;          ///< of one session
inline constexpr std::uint32_t kMaxFileText = 2'000'000;       ///< characters of one text
inline constexpr std::uint32_t kMaxSourceAbstract = 8000;      ///< characters that are kept
inline constexpr std::size_t kMaxSourceAbstractBytes = 24'000; ///< of them: beside the rest a row holds 32 KiB
inline constexpr Instant kFirstStart{0};                       ///< what begins before 1970 or after 2199 is a slip
inline constexpr Instant kLastStart{7'258'118'399'999};
inline constexpr std::int32_t kMaxSourceMinutes = 7 * 24 * 60;
inline constexpr std::uint32_t kMaxSessionSpeakers = 200;

/// Where and when a session takes place.
struct FileSlot {
    std::string key; ///< identity of the slot within its file
    std::string room;
    Instant startsAt;
    std::int32_t minutes = 0;
    std::int64_t line = 0;
    static constexpr Field fields[] = {field<&FileSlot::key>("key", Flag::None, 1000),
                                       field<&FileSlot::room>("room", Flag::Optional, 1000),
                                       field<&FileSlot::startsAt>("startsAt"), field<&FileSlot::minutes>("minutes"),
                                       field<&FileSlot::line>("line", Flag::Optional)};
    bool operator==(const FileSlot &) const = default;
};

struct FileRoom {
    std::string name; ///< also what slots call it by
    std::string guid; ///< none: the source has only names
    std::optional<std::int32_t> capacity;
    std::int32_t order = 0; ///< in which it stands in the file
    std::int64_t line = 0;
    static constexpr Field fields[] = {field<&FileRoom::name>("name", Flag::None, 1000),
                                       field<&FileRoom::guid>("guid", Flag::Optional),
                                       field<&FileRoom::capacity>("capacity"), field<&FileRoom::order>("order"),
                                       field<&FileRoom::line>("line", Flag::Optional)};
    bool operator==(const FileRoom &) const = default;
};

struct FileTrack {
    std::string name;
    std::optional<std::int32_t> colour;
    static constexpr Field fields[] = {field<&FileTrack::name>("name"), field<&FileTrack::colour>("colour")};
    bool operator==(const FileTrack &) const = default;
};

struct FileSpeaker {
    std::string key;  ///< identity: what sessions call the person by
    std::string guid; ///< none: the source has only numbers or names
    std::string name;
    std::optional<std::string> biography;
    std::int64_t line = 0;
    std::string path;
    std::vector<std::string> otherKeys; ///< what other files of the same source may call the person
    static constexpr Field fields[] = {field<&FileSpeaker::key>("key", Flag::None, 1000),
                                       field<&FileSpeaker::guid>("guid", Flag::Optional),
                                       field<&FileSpeaker::name>("name"),
                                       field<&FileSpeaker::biography>("biography", Flag::Multiline, kMaxFileText),
                                       field<&FileSpeaker::line>("line", Flag::Optional),
                                       field<&FileSpeaker::path>("path", Flag::Optional, kMaxReason),
                                       field<&FileSpeaker::otherKeys>("otherKeys", Flag::Optional, 4)};
    bool operator==(const FileSpeaker &) const = default;
};

struct FileSession {
    std::vector<std::string> keys; ///< identities, the most telling first; the first is what it is stored under
    std::string number;            ///< the bare number a source counts it by; another file of that source may use it
    std::string title;
    std::optional<std::string> subtitle;
    std::optional<std::string> type;
    std::optional<std::string> track;
    std::optional<std::string> language;
    std::optional<std::string> abstract;
    std::optional<std::string> url;
    std::optional<std::vector<std::string>> speakers; ///< their keys
    std::optional<bool> isCancelled;
    std::vector<FileSlot> times; ///< its slots
    std::int64_t line = 0;
    std::string path;
    static constexpr Field fields[] = {field<&FileSession::keys>("keys", Flag::None, 8),
                                       field<&FileSession::number>("number", Flag::Optional),
                                       field<&FileSession::title>("title", Flag::None, kMaxReason),
                                       field<&FileSession::subtitle>("subtitle", Flag::None, kMaxReason),
                                       field<&FileSession::type>("type"),
                                       field<&FileSession::track>("track"),
                                       field<&FileSession::language>("language"),
                                       field<&FileSession::abstract>("abstract", Flag::Multiline, kMaxFileText),
                                       field<&FileSession::url>("url", Flag::None, 1000),
                                       field<&FileSession::speakers>("speakers", Flag::None, kMaxSessionSpeakers),
                                       field<&FileSession::isCancelled>("isCancelled"),
                                       field<&FileSession::times>("times", Flag::Optional, kMaxFileSlots),
                                       field<&FileSession::line>("line", Flag::Optional),
                                       field<&FileSession::path>("path", Flag::Optional, kMaxReason)};
    bool operator==(const FileSession &) const = default;
};

struct ProgrammeFile {
    std::string source; ///< whose schedule it is: what vanished is judged among the sessions of the same one
    std::string title;
    std::vector<FileRoom> rooms;
    std::vector<FileTrack> tracks;
    std::vector<FileSpeaker> speakers;
    std::vector<FileSession> sessions;
    ImportReport report; ///< only its notes
    static constexpr Field fields[] = {field<&ProgrammeFile::source>("source"),
                                       field<&ProgrammeFile::title>("title", Flag::Optional),
                                       field<&ProgrammeFile::rooms>("rooms", Flag::Optional, kMaxFileRooms),
                                       field<&ProgrammeFile::tracks>("tracks", Flag::Optional, kMaxFileTracks),
                                       field<&ProgrammeFile::speakers>("speakers", Flag::Optional, kMaxFileSpeakers),
                                       field<&ProgrammeFile::sessions>("sessions", Flag::Optional, kMaxFileSessions),
                                       field<&ProgrammeFile::report>("report", Flag::Optional)};
};

} // namespace gatehouse
