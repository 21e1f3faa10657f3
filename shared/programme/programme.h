// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/programme/event.h"
#include "shared/venue/venue.h"

/// What happens when and where: tracks, sessions, the people who appear in them, and slots that put a session into a
/// space at a time.
namespace gatehouse {

struct Track;
struct Session;
struct Speaker;
struct Slot;
struct Bookmark;
struct SessionInterest;
using TrackId = IdOf<Track>;
using SessionId = IdOf<Session>;
using SpeakerId = IdOf<Speaker>;
using SlotId = IdOf<Slot>;
using BookmarkId = IdOf<Bookmark>;

inline constexpr std::uint32_t kMaxAbstract = 8000; ///< characters; the longest of real schedules have about 5,000
inline constexpr std::size_t kMaxSessions =
    20'000; ///< looked at by one command; the largest of real schedules have about 1,000
inline constexpr std::int32_t kMaxSlotMinutes = 7 * 24 * 60; ///< an exhibition runs for days
inline constexpr std::int32_t kMaxDelayMinutes = 24 * 60;
inline constexpr std::size_t kMaxSlotsOfSpace = 10'000; ///< looked at by one command: 62 days with 160 a day

/// A theme of sessions.
struct Track {
    static constexpr EntitySpec spec{11, "track", Replication::Live};
    TrackId id;
    std::string name;
    std::int32_t colour = -1; ///< 0xRRGGBB; −1: the screen chooses
    Later later;
    static constexpr Field fields[] = {field<&Track::name>("name"),
                                       ranged<&Track::colour>("colour", -1, 0xffffff, Flag::Optional)};
    bool operator==(const Track &) const = default;
};

enum class SessionState : std::uint8_t {
    Draft = 0, ///< only those who edit the programme see it
    Planned = 1,
    Cancelled = 2, ///< stays where it was, struck out
};
template <>
inline constexpr auto enumNames<SessionState> = std::array<std::string_view, 3>{"draft", "planned", "cancelled"};

/// One item of the programme.
struct Session {
    static constexpr EntitySpec spec{12, "session", Replication::Live};
    SessionId id;
    std::string guid; ///< identity at its source; the same one again is the same session
    std::string title;
    std::string subtitle;
    std::string type; ///< its form: talk, workshop, set
    TrackId track;
    std::vector<SpeakerId> speakers;
    std::string language; ///< BCP 47
    std::string abstract; ///< plain text or Markdown, never HTML
    std::string url;      ///< https or http
    SessionState state = SessionState::Planned;
    std::string reason; ///< why it was cancelled; public
    Instant changedAt;  ///< of the last change that people should hear of; 0: it stands as it was added
    Later later;
    static constexpr Field fields[] = {
        field<&Session::guid>("guid", Flag::Optional | Flag::Indexed | Flag::Fixed, kMaxGuid),
        field<&Session::title>("title", Flag::None, kMaxReason),
        field<&Session::subtitle>("subtitle", Flag::Optional, kMaxReason),
        field<&Session::type>("type", Flag::Optional),
        field<&Session::track>("track", Flag::Optional | Flag::Indexed),
        field<&Session::speakers>("speakers", Flag::Optional, 200),
        field<&Session::language>("language", Flag::Optional, 35),
        field<&Session::abstract>("abstract", Flag::Optional | Flag::Multiline, kMaxAbstract),
        field<&Session::url>("url", Flag::Optional, 1000),
        field<&Session::state>("state", Flag::Optional | Flag::Fixed),
        field<&Session::reason>("reason", Flag::Optional | Flag::Fixed, kMaxReason),
        field<&Session::changedAt>("changedAt", Flag::Optional | Flag::Fixed)};
    bool operator==(const Session &) const = default;
};

/// A person who appears in sessions. The name is sealed at rest like every name, and public once the person stands in a
/// session that is: who was only thought of is nobody's business.
struct Speaker {
    static constexpr EntitySpec spec{13, "speaker", Replication::Live};
    SpeakerId id;
    std::string guid;
    std::string name;
    std::string biography;
    bool isPublic = false; ///< appears, or once appeared, in a session that is no draft
    Later later;
    Later laterPersonal;
    static constexpr Field fields[] = {
        field<&Speaker::guid>("guid", Flag::Optional | Flag::Indexed | Flag::Fixed, kMaxGuid),
        field<&Speaker::name>("name", Flag::Personal),
        field<&Speaker::biography>("biography", Flag::Personal | Flag::Optional | Flag::Multiline, kMaxAbstract),
        field<&Speaker::isPublic>("isPublic", Flag::Optional | Flag::Fixed)};
    bool operator==(const Speaker &) const = default;
};

/// A session placed in a space and a time. Instants are UTC: wall clocks are for files and screens, which know the
/// venue's zone.
struct Slot {
    static constexpr EntitySpec spec{15, "slot", Replication::Live};
    SlotId id;
    SessionId session;
    SpaceId space;
    Instant startsAt;              ///< as planned
    std::int32_t minutes = 0;      ///< planned length, real minutes
    std::int32_t delayMinutes = 0; ///< announced: it is expected to begin so much later
    std::string reason;            ///< of the delay or move; public
    bool isPinned = false;         ///< a bulk shift leaves it where it is (a curfew, a live broadcast)
    bool isDraft = false;          ///< follows its session, so that the audience is right
    SpaceId movedFrom;             ///< where people were first told to go; none: there, or it never was public
    std::optional<Instant> movedFromAt;
    Instant changedAt; ///< of the last delay or move that people should hear of; 0: none
    Later later;
    static constexpr Field fields[] = {
        field<&Slot::session>("session", Flag::Indexed | Flag::Fixed),
        field<&Slot::space>("space", Flag::Indexed | Flag::Fixed),
        field<&Slot::startsAt>("startsAt", Flag::Indexed | Flag::Fixed),
        ranged<&Slot::minutes>("minutes", 1, kMaxSlotMinutes, Flag::Fixed),
        ranged<&Slot::delayMinutes>("delayMinutes", 0, kMaxDelayMinutes, Flag::Optional | Flag::Fixed),
        field<&Slot::reason>("reason", Flag::Optional | Flag::Fixed, kMaxReason),
        field<&Slot::isPinned>("isPinned", Flag::Optional | Flag::Fixed),
        field<&Slot::isDraft>("isDraft", Flag::Optional | Flag::Fixed),
        field<&Slot::movedFrom>("movedFrom", Flag::Optional | Flag::Fixed),
        field<&Slot::movedFromAt>("movedFromAt", Flag::Optional | Flag::Fixed),
        field<&Slot::changedAt>("changedAt", Flag::Optional | Flag::Fixed)};
    bool operator==(const Slot &) const = default;

    [[nodiscard]] Instant plannedEnd() const { return startsAt + minutes * 60'000LL; }
    [[nodiscard]] Instant expectedStart() const { return startsAt + delayMinutes * 60'000LL; }
    [[nodiscard]] Instant expectedEnd() const { return startsAt + (delayMinutes + minutes) * 60'000LL; }
};

/// A person wants to see a session: known to that person alone.
struct Bookmark {
    static constexpr EntitySpec spec{16, "bookmark", Replication::Live};
    BookmarkId id; ///< follows from person and session, so that there is one of each
    SessionId session;
    AccountId account;
    Later later;
    static constexpr Field fields[] = {field<&Bookmark::session>("session", Flag::Indexed | Flag::Fixed),
                                       field<&Bookmark::account>("account", Flag::Indexed | Flag::Fixed)};
    bool operator==(const Bookmark &) const = default;
};

/// How many want to see a session (same id as the session): a narrow row, since it changes with every bookmark.
struct SessionInterest {
    static constexpr EntitySpec spec{17, "session_interest", Replication::Live};
    SessionId id;
    std::int32_t bookmarks = 0;
    Later later;
    static constexpr Field fields[] = {field<&SessionInterest::bookmarks>("bookmarks", Flag::Fixed)};
    bool operator==(const SessionInterest &) const = default;
};

[[nodiscard]] Scopes scopesOf(const Track &track);
[[nodiscard]] Scopes scopesOf(const Session &session);
[[nodiscard]] Scopes scopesOf(const Speaker &speaker);
[[nodiscard]] Scopes scopesOf(const Slot &slot);
[[nodiscard]] Scopes scopesOf(const Bookmark &bookmark);
[[nodiscard]] Scopes scopesOf(const SessionInterest &interest);
[[nodiscard]] Id personOf(const Speaker &speaker);

/// The one bookmark that this person has of this session.
[[nodiscard]] BookmarkId bookmarkIdOf(const SessionId &session, const AccountId &account);
/// http or https with a host, and nothing in it that a page must not be given.
[[nodiscard]] bool isWebAddress(std::string_view text);
/// Letters, digits and hyphens as BCP 47 has them: "de", "pt-BR". Whether the language exists is not asked.
[[nodiscard]] bool isLanguageTag(std::string_view text);

struct AddTrack {
    static constexpr CommandSpec spec{"track.add", Permission::EditProgramme};
    using Answer = Nothing;
    TrackId track;
    std::string name;
    std::int32_t colour = -1;
    static constexpr Field fields[] = {field<&AddTrack::track>("track"), field<&AddTrack::name>("name"),
                                       ranged<&AddTrack::colour>("colour", -1, 0xffffff, Flag::Optional)};
};

struct EditTrack {
    static constexpr CommandSpec spec{"track.edit", Permission::EditProgramme};
    using Answer = Nothing;
    TrackId track;
    EditsOf<Track> edits;
    static constexpr Field fields[] = {field<&EditTrack::track>("track"), field<&EditTrack::edits>("edits")};
};

/// Sessions of it lose their track.
struct RemoveTrack {
    static constexpr CommandSpec spec{"track.remove", Permission::EditProgramme};
    using Answer = Nothing;
    TrackId track;
    static constexpr Field fields[] = {field<&RemoveTrack::track>("track")};
};

struct AddSession {
    static constexpr CommandSpec spec{"session.add", Permission::EditProgramme, 64 * 1024};
    using Answer = Nothing;
    SessionId session;
    std::string guid;
    std::string title;
    std::string subtitle;
    std::string type;
    TrackId track;
    std::vector<SpeakerId> speakers;
    std::string language;
    std::string abstract;
    std::string url;
    bool isDraft = false;
    static constexpr Field fields[] = {
        field<&AddSession::session>("session"),
        field<&AddSession::guid>("guid", Flag::Optional, kMaxGuid),
        field<&AddSession::title>("title", Flag::None, kMaxReason),
        field<&AddSession::subtitle>("subtitle", Flag::Optional, kMaxReason),
        field<&AddSession::type>("type", Flag::Optional),
        field<&AddSession::track>("track", Flag::Optional),
        field<&AddSession::speakers>("speakers", Flag::Optional, 200),
        field<&AddSession::language>("language", Flag::Optional, 35),
        field<&AddSession::abstract>("abstract", Flag::Optional | Flag::Multiline, kMaxAbstract),
        field<&AddSession::url>("url", Flag::Optional, 1000),
        field<&AddSession::isDraft>("isDraft", Flag::Optional)};
};

struct EditSession {
    static constexpr CommandSpec spec{"session.edit", Permission::EditProgramme, 64 * 1024};
    using Answer = Nothing;
    SessionId session;
    EditsOf<Session> edits;
    static constexpr Field fields[] = {field<&EditSession::session>("session"), field<&EditSession::edits>("edits")};
};

/// A draft becomes planned; a cancelled one takes place after all.
struct PublishSession {
    static constexpr CommandSpec spec{"session.publish", Permission::EditProgramme};
    using Answer = Nothing;
    SessionId session;
    static constexpr Field fields[] = {field<&PublishSession::session>("session")};
};

struct CancelSession {
    static constexpr CommandSpec spec{"session.cancel", Permission::EditProgramme};
    using Answer = Nothing;
    SessionId session;
    std::string reason;
    static constexpr Field fields[] = {field<&CancelSession::session>("session"),
                                       field<&CancelSession::reason>("reason", Flag::Optional, kMaxReason)};
};

/// With its slots. Only what was never public: else it is cancelled (Fault::Conflict).
struct RemoveSession {
    static constexpr CommandSpec spec{"session.remove", Permission::EditProgramme};
    using Answer = Nothing;
    SessionId session;
    static constexpr Field fields[] = {field<&RemoveSession::session>("session")};
};

struct AddSpeaker {
    static constexpr CommandSpec spec{"speaker.add", Permission::EditProgramme, 64 * 1024};
    using Answer = Nothing;
    SpeakerId speaker;
    std::string guid;
    std::string name;
    std::string biography;
    static constexpr Field fields[] = {
        field<&AddSpeaker::speaker>("speaker"), field<&AddSpeaker::guid>("guid", Flag::Optional, kMaxGuid),
        field<&AddSpeaker::name>("name"),
        field<&AddSpeaker::biography>("biography", Flag::Optional | Flag::Multiline, kMaxAbstract)};
};

struct EditSpeaker {
    static constexpr CommandSpec spec{"speaker.edit", Permission::EditProgramme, 64 * 1024};
    using Answer = Nothing;
    SpeakerId speaker;
    EditsOf<Speaker> edits;
    static constexpr Field fields[] = {field<&EditSpeaker::speaker>("speaker"), field<&EditSpeaker::edits>("edits")};
};

/// Sessions lose the speaker.
struct RemoveSpeaker {
    static constexpr CommandSpec spec{"speaker.remove", Permission::EditProgramme};
    using Answer = Nothing;
    SpeakerId speaker;
    static constexpr Field fields[] = {field<&RemoveSpeaker::speaker>("speaker")};
};

/// Clashes are shown by the screen before (see clashes.h) and are no reason to refuse: two sessions share a hall when
/// people say so.
struct AddSlot {
    static constexpr CommandSpec spec{"slot.add", Permission::EditProgramme};
    using Answer = Nothing;
    SlotId slot;
    SessionId session;
    SpaceId space;
    Instant startsAt;
    std::int32_t minutes = 0;
    static constexpr Field fields[] = {field<&AddSlot::slot>("slot"), field<&AddSlot::session>("session"),
                                       field<&AddSlot::space>("space"), field<&AddSlot::startsAt>("startsAt"),
                                       ranged<&AddSlot::minutes>("minutes", 1, kMaxSlotMinutes)};
};

/// Elsewhere, at another time, or of another length. With `isAnnounced` people hear of it, and it shows where it was;
/// without, a slip is mended. The values that were seen must still stand (Fault::Conflict). A new start is a new
/// promise: an announced delay is over.
struct MoveSlot {
    static constexpr CommandSpec spec{"slot.move", Permission::EditProgramme};
    using Answer = Nothing;
    SlotId slot;
    SpaceId space;
    Instant startsAt;
    std::int32_t minutes = 0;
    SpaceId sawSpace;
    Instant sawStartsAt;
    std::int32_t sawMinutes = 0;
    bool isAnnounced = true;
    std::string reason;
    static constexpr Field fields[] = {field<&MoveSlot::slot>("slot"),
                                       field<&MoveSlot::space>("space"),
                                       field<&MoveSlot::startsAt>("startsAt"),
                                       ranged<&MoveSlot::minutes>("minutes", 1, kMaxSlotMinutes),
                                       field<&MoveSlot::sawSpace>("sawSpace"),
                                       field<&MoveSlot::sawStartsAt>("sawStartsAt"),
                                       ranged<&MoveSlot::sawMinutes>("sawMinutes", 1, kMaxSlotMinutes),
                                       field<&MoveSlot::isAnnounced>("isAnnounced", Flag::Optional),
                                       field<&MoveSlot::reason>("reason", Flag::Optional, kMaxReason)};
};

/// One slot and the delay it has then: what a delay does, as it is shown before and as it is carried out.
struct SlotShift {
    SlotId slot;
    std::int32_t delayMinutes = 0;
    static constexpr Field fields[] = {field<&SlotShift::slot>("slot"),
                                       ranged<&SlotShift::delayMinutes>("delayMinutes", 0, kMaxDelayMinutes)};
    bool operator==(const SlotShift &) const = default;
};

/// Begins later than planned; 0: on time after all. With `following` those behind it in the same space and event day
/// move along (see shiftsOf()). `previewed` is what the screen showed would happen: where it would be something else by
/// now, nothing happens (Fault::Conflict).
struct DelaySlot {
    static constexpr CommandSpec spec{"slot.delay", Permission::EditProgramme};
    using Answer = Nothing;
    SlotId slot;
    std::int32_t minutes = 0;
    bool following = false;
    std::string reason;
    std::vector<SlotShift> previewed;
    static constexpr Field fields[] = {field<&DelaySlot::slot>("slot"),
                                       ranged<&DelaySlot::minutes>("minutes", 0, kMaxDelayMinutes),
                                       field<&DelaySlot::following>("following", Flag::Optional),
                                       field<&DelaySlot::reason>("reason", Flag::Optional, kMaxReason),
                                       field<&DelaySlot::previewed>("previewed", Flag::Optional)};
};

struct PinSlot {
    static constexpr CommandSpec spec{"slot.pin", Permission::EditProgramme};
    using Answer = Nothing;
    SlotId slot;
    bool isPinned = false;
    static constexpr Field fields[] = {field<&PinSlot::slot>("slot"), field<&PinSlot::isPinned>("isPinned")};
};

struct RemoveSlot {
    static constexpr CommandSpec spec{"slot.remove", Permission::EditProgramme};
    using Answer = Nothing;
    SlotId slot;
    static constexpr Field fields[] = {field<&RemoveSlot::slot>("slot")};
};

/// For the account that asks; again does no harm. Fault::Forbidden for a device.
struct SetBookmark {
    static constexpr CommandSpec spec{"bookmark.set", Permission::Everyone};
    using Answer = Nothing;
    SessionId session;
    bool isSet = true;
    static constexpr Field fields[] = {field<&SetBookmark::session>("session"),
                                       field<&SetBookmark::isSet>("isSet", Flag::Optional)};
};

using ProgrammeEntities = EntityList<Event, Track, Session, Speaker, Slot, Bookmark, SessionInterest>;
using ProgrammeCommands = CommandList<FoundEvent, EditEvent, AddTrack, EditTrack, RemoveTrack, AddSession, EditSession,
                                      PublishSession, CancelSession, RemoveSession, AddSpeaker, EditSpeaker,
                                      RemoveSpeaker, AddSlot, MoveSlot, DelaySlot, PinSlot, RemoveSlot, SetBookmark>;
using ProgrammeQueries = QueryList<GetDocumentState>;

} // namespace gatehouse
