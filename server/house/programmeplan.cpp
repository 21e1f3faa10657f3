// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/programmeplan.h"

#include "server/files/programmeview.h"
#include "server/files/sourcetext.h"
#include "server/house/sourcemerge.h"

#include <algorithm>

namespace gatehouse {

namespace {

constexpr int kMostParts = kMaxSlotMinutes / 60; ///< none is shorter than an hour

std::string shortened(const std::string &text)
{
    return characterCount(text) > 80 ? std::string(firstCharacters(text, 80)) + "…" : text;
}

class Planner
{
public:
    Planner(const std::string &name, ProgrammeFile file, SourceState &state, ImportReport &report)
        : m_name(name), m_file(std::move(file)), m_state(state), m_report(report)
    {
        for (const auto &[id, session] : m_state.sessions)
            m_sessionsByGuid.insert({{lowerAscii(session.guid), id}, {publicGuid(session.guid, id), id}});
        for (const auto &[id, speaker] : m_state.speakers)
            m_speakersByGuid.insert({{lowerAscii(speaker.guid), id}, {publicGuid(speaker.guid, id), id}});
        for (const auto &[id, slot] : m_state.times)
            m_slotsByGuid.emplace(publicGuid({}, id), id);
        for (const auto &[id, space] : m_state.spaces) {
            m_spacesByName.emplace(space.name, id);
            if (!space.guid.empty())
                m_spacesByGuid.emplace(lowerAscii(space.guid), id);
        }
        for (const auto &[id, track] : m_state.tracks)
            m_tracksByName.emplace(track.name, id);
    }

    std::vector<StagedCommand> run(Vanished vanished)
    {
        for (const FileRoom &room : m_file.rooms)
            takeRoom(room);
        for (const FileTrack &track : m_file.tracks)
            takeTrack(track);
        for (const FileSpeaker &speaker : m_file.speakers)
            takeSpeaker(speaker);
        joinParts();
        gatherFurtherSlots();
        for (const FileSession &session : m_file.sessions)
            takeSession(session);
        findVanished(vanished);
        return std::move(m_commands);
    }

private:
    template <class C>
    void stage(const C &command)
    {
        const std::string where = m_line > 0 ? m_name + ", line " + std::to_string(m_line)
            : m_path.empty()                 ? m_name
                                             : m_name + ", " + m_path;
        m_commands.push_back({std::string(C::spec.name), encoded(command), where, 0});
    }

    [[nodiscard]] ImportNote note(std::string what) const
    {
        return {m_name, m_line, m_path, std::string(firstCharacters(what, kMaxText))};
    }

    /// Keeps the record if it says something new.
    void settle(SourceRecord record)
    {
        if (record.sources.size() < kMaxRecordSources
            && std::find(record.sources.begin(), record.sources.end(), m_file.source) == record.sources.end())
            record.sources.push_back(m_file.source);
        const auto known = m_state.records().find(record.id);
        if (known != m_state.records().end() && known->second == record)
            return;
        stage(NoteSource{record.id, record.kind, record.sources, record.keys, record.said});
        m_state.put(record);
    }

    /// The thing as the source changed it; counts it as known where nothing is to be done.
    template <class E>
    E mergedHere(const E &here, const Wish<E> &wish, SourceRecord &record, const std::string &title)
    {
        bool isChanged = false;
        E now = merged(
            here, wish, m_file.source, record, m_state,
            [&](const std::string &change) {
                isChanged = true;
                m_report.change(note(title + ": " + change));
            },
            [&](const std::string &change) { m_report.keep(note(title + ": " + change)); });
        if (!isChanged)
            ++m_report.known;
        return now;
    }

    template <class E>
    [[nodiscard]] std::optional<Id> existing(const std::unordered_map<Id, E> &things, SourceKind kind,
                                             std::string_view key) const
    {
        for (const Id &id : m_state.knownBy(kind, key)) {
            if (things.contains(id))
                return id;
        }
        return std::nullopt;
    }

    // --- places, tracks, people

    void takeRoom(const FileRoom &room)
    {
        m_line = room.line;
        m_path = "room " + room.name;
        const std::string key = !room.guid.empty() ? room.guid : m_file.source + "#room " + room.name;
        std::optional<Id> id = existing(m_state.spaces, SourceKind::Space, key);
        if (const auto known = m_spacesByGuid.find(room.guid);
            !id && !room.guid.empty() && known != m_spacesByGuid.end())
            id = known->second;
        if (const auto known = m_spacesByName.find(room.name); !id && known != m_spacesByName.end())
            id = known->second;
        Wish<Space> wish;
        wish.say<&Space::name>(room.name);
        wish.sayIf<&Space::capacity>(room.capacity);
        const Id space = id.value_or(idFollowing(m_state.event, "space", key));
        SourceRecord record = m_state.record(space, SourceKind::Space);
        m_state.addKey(record, key);
        m_state.addKey(record, m_file.source + "#room " + room.name);
        if (id) {
            const Space here = m_state.spaces.at(space);
            const Space now = mergedHere(here, wish, record, room.name);
            if (now != here) {
                EditSpace edit{SpaceId(space), editsBetween(here, now)};
                stage(edit);
                m_state.spaces[space] = now;
            }
        } else {
            addSpace(SpaceId(space), room, wish, record);
        }
        m_spaces[room.name] = SpaceId(space);
        settle(std::move(record));
    }

    void addSpace(const SpaceId &id, const FileRoom &room, const Wish<Space> &wish, SourceRecord &record)
    {
        AddSpace add;
        add.space = id;
        add.guid = m_spacesByGuid.contains(room.guid) ? std::string() : room.guid;
        add.name = room.name;
        add.capacity = room.capacity.value_or(0);
        add.order = room.order;
        stage(add);
        noteSaid(wish, m_file.source, record, m_state);
        Space space = wish.value;
        space.id = id;
        space.guid = add.guid;
        space.order = room.order;
        m_state.spaces.emplace(id, space);
        m_spacesByName.emplace(space.name, id);
        if (!space.guid.empty())
            m_spacesByGuid.emplace(space.guid, id);
        ++m_report.spaces;
    }

    void takeTrack(const FileTrack &track)
    {
        m_line = 0;
        m_path = "track " + track.name;
        std::optional<Id> id = existing(m_state.tracks, SourceKind::Track, track.name);
        if (const auto known = m_tracksByName.find(track.name); !id && known != m_tracksByName.end())
            id = known->second;
        Wish<Track> wish;
        wish.say<&Track::name>(track.name);
        wish.sayIf<&Track::colour>(track.colour);
        const TrackId at(id.value_or(idFollowing(m_state.event, "track", track.name)));
        SourceRecord record = m_state.record(at, SourceKind::Track);
        m_state.addKey(record, track.name);
        if (id) {
            const Track here = m_state.tracks.at(at);
            const Track now = mergedHere(here, wish, record, track.name);
            if (now != here) {
                stage(EditTrack{at, editsBetween(here, now)});
                m_state.tracks[at] = now;
            }
        } else {
            AddTrack add{at, track.name, track.colour.value_or(-1)};
            stage(add);
            noteSaid(wish, m_file.source, record, m_state);
            wish.value.id = at;
            m_state.tracks.emplace(at, wish.value);
            m_tracksByName.emplace(track.name, at);
            ++m_report.tracks;
        }
        m_tracks[track.name] = at;
        settle(std::move(record));
    }

    void takeSpeaker(const FileSpeaker &speaker)
    {
        m_line = speaker.line;
        m_path = speaker.path;
        std::optional<Id> id = existing(m_state.speakers, SourceKind::Speaker, speaker.key);
        for (const std::string &key : speaker.otherKeys) {
            if (!id)
                id = existing(m_state.speakers, SourceKind::Speaker, key);
        }
        if (const auto known = m_speakersByGuid.find(speaker.guid);
            !id && !speaker.guid.empty() && known != m_speakersByGuid.end())
            id = known->second;
        Wish<Speaker> wish;
        wish.say<&Speaker::name>(speaker.name);
        wish.sayIf<&Speaker::biography>(speaker.biography);
        const SpeakerId at(id.value_or(idFollowing(m_state.event, "speaker", speaker.key)));
        SourceRecord record = m_state.record(at, SourceKind::Speaker);
        m_state.addKey(record, speaker.key);
        for (const std::string &key : speaker.otherKeys)
            m_state.addKey(record, key);
        if (id) {
            const Speaker here = m_state.speakers.at(at);
            const Speaker now = mergedHere(here, wish, record, "a speaker");
            if (now != here) {
                stage(EditSpeaker{at, editsBetween(here, now)});
                m_state.speakers[at] = now;
            }
        } else {
            AddSpeaker add{at, speaker.guid, speaker.name, speaker.biography.value_or("")};
            stage(add);
            noteSaid(wish, m_file.source, record, m_state);
            wish.value.id = at;
            wish.value.guid = speaker.guid;
            m_state.speakers.emplace(at, wish.value);
            m_speakersByGuid.insert({{speaker.guid, at}, {publicGuid(speaker.guid, at), at}});
            ++m_report.speakers;
        }
        m_speakers[speaker.key] = at;
        settle(std::move(record));
    }

    // --- sessions

    /// What was too long for a schedule.xml stands there in parts that follow each other, see partGuid().
    void joinParts()
    {
        std::unordered_map<std::string, const FileSession *> byGuid;
        for (const FileSession &session : m_file.sessions)
            byGuid.emplace(session.keys.front(), &session);
        std::unordered_set<std::string> joined;
        for (FileSession &session : m_file.sessions) {
            if (session.times.size() != 1 || joined.contains(session.keys.front()))
                continue;
            FileSlot &whole = session.times.front();
            for (int part = 2; part <= kMostParts; ++part) {
                const auto next = byGuid.find(partGuid(session.keys.front(), part));
                if (next == byGuid.end() || next->second->times.size() != 1)
                    break;
                const FileSlot &time = next->second->times.front();
                if (time.room != whole.room || time.startsAt != whole.startsAt + whole.minutes * 60'000LL
                    || time.minutes > kMaxSlotMinutes - whole.minutes)
                    break; // somebody changed it: it is a session of its own
                whole.minutes += time.minutes;
                joined.insert(next->first);
            }
        }
        std::erase_if(m_file.sessions,
                      [&](const FileSession &session) { return joined.contains(session.keys.front()); });
    }

    /// Formats that know one time per session show a further one under an identity of its own: ours are known by it.
    void gatherFurtherSlots()
    {
        std::erase_if(m_file.sessions, [this](const FileSession &session) {
            const auto known = m_slotsByGuid.find(session.keys.front());
            if (known == m_slotsByGuid.end())
                return false;
            const Slot &slot = m_state.times.at(known->second);
            for (FileSlot time : session.times)
                m_further[slot.session].emplace_back(slot.id, std::move(time));
            return true;
        });
    }

    /// nullopt: not here. A null id: it was here and was removed.
    [[nodiscard]] std::optional<Id> sessionFor(const FileSession &session) const
    {
        bool wasHere = false;
        for (const std::string &key : session.keys) {
            if (const auto id = existing(m_state.sessions, SourceKind::Session, key))
                return id;
            wasHere = wasHere || !m_state.knownBy(SourceKind::Session, key).empty();
            if (const auto known = m_sessionsByGuid.find(key); known != m_sessionsByGuid.end())
                return known->second;
        }
        if (const auto id = sessionOfNumber(session))
            return id;
        return wasHere ? std::optional(Id()) : std::nullopt;
    }

    /// Another file of the same system may know a session by its bare number only: title and time must agree.
    [[nodiscard]] std::optional<Id> sessionOfNumber(const FileSession &session) const
    {
        if (session.number.empty())
            return std::nullopt;
        for (const Id &id : m_state.knownBy(SourceKind::Session, "number " + session.number)) {
            const auto here = m_state.sessions.find(id);
            const auto places = m_state.slotsOf.find(id);
            if (here == m_state.sessions.end() || here->second.title != session.title
                || places == m_state.slotsOf.end())
                continue;
            for (const SlotId &slot : places->second) {
                if (!session.times.empty() && m_state.times.at(slot).startsAt == session.times.front().startsAt)
                    return id;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] Wish<Session> wishFor(const FileSession &session) const
    {
        Wish<Session> wish;
        wish.say<&Session::title>(session.title);
        wish.sayIf<&Session::subtitle>(session.subtitle);
        wish.sayIf<&Session::type>(session.type);
        wish.sayIf<&Session::language>(session.language);
        wish.sayIf<&Session::abstract>(session.abstract);
        wish.sayIf<&Session::url>(session.url);
        if (session.track) {
            const auto track = m_tracks.find(*session.track);
            wish.say<&Session::track>(track == m_tracks.end() ? TrackId() : track->second);
        }
        if (session.speakers) {
            std::vector<SpeakerId> speakers;
            for (const std::string &key : *session.speakers) {
                if (const auto speaker = m_speakers.find(key); speaker != m_speakers.end())
                    speakers.push_back(speaker->second);
            }
            wish.say<&Session::speakers>(std::move(speakers));
        }
        if (session.isCancelled)
            wish.say<&Session::state>(*session.isCancelled ? SessionState::Cancelled : SessionState::Planned);
        return wish;
    }

    void takeSession(const FileSession &session)
    {
        m_line = session.line;
        m_path = session.path;
        const std::optional<Id> found = sessionFor(session);
        if (found && found->isNull())
            return m_report.keep(note("\"" + shortened(session.title) + "\" was removed here: it stays away"));
        const SessionId id(found.value_or(idFollowing(m_state.event, "session", session.keys.front())));
        m_seen.insert(id);
        Wish<Session> wish = wishFor(session);
        SourceRecord record = m_state.record(id, SourceKind::Session);
        for (const std::string &key : session.keys)
            m_state.addKey(record, key);
        if (!session.number.empty())
            m_state.addKey(record, "number " + session.number);
        // We called it off when it vanished: it is back.
        const std::size_t state = fieldIndex<&Session::state>();
        if (!session.isCancelled && saidAt(record, m_file.source, state) == m_state.hashOf(cancelledState()))
            wish.say<&Session::state>(SessionState::Planned);
        if (found)
            changeSession(id, wish, record);
        else
            addSession(id, session, wish, record);
        settle(std::move(record));
        takeSlots(id, session);
        // Behind its slots: what is cancelled shows where it would have been.
        if (!found && session.isCancelled.value_or(false))
            cancel(id, {});
    }

    void addSession(const SessionId &id, const FileSession &from, Wish<Session> &wish, SourceRecord &record)
    {
        AddSession add;
        add.session = id;
        add.guid = from.keys.front();
        add.title = wish.value.title;
        add.subtitle = wish.value.subtitle;
        add.type = wish.value.type;
        add.track = wish.value.track;
        add.speakers = wish.value.speakers;
        add.language = wish.value.language;
        add.abstract = wish.value.abstract;
        add.url = wish.value.url;
        stage(add);
        noteSaid(wish, m_file.source, record, m_state);
        Session session = wish.value;
        session.id = id;
        session.guid = add.guid;
        session.state = SessionState::Planned;
        m_state.sessions.emplace(id, session);
        m_sessionsByGuid.insert({{session.guid, id}, {publicGuid(session.guid, id), id}});
        ++m_report.sessions;
    }

    void changeSession(const SessionId &id, const Wish<Session> &wish, SourceRecord &record)
    {
        const Session here = m_state.sessions.at(id);
        Session now = mergedHere(here, wish, record, "\"" + shortened(here.title) + "\"");
        const SessionState state = std::exchange(now.state, here.state);
        if (now != here) {
            stage(EditSession{id, editsBetween(here, now)});
            m_state.sessions[id] = now;
        }
        if (state == SessionState::Cancelled && here.state == SessionState::Planned)
            cancel(id, {});
        if (state == SessionState::Planned && here.state == SessionState::Cancelled) {
            stage(PublishSession{id});
            m_state.sessions[id].state = SessionState::Planned;
        }
    }

    void cancel(const SessionId &id, const std::string &reason)
    {
        stage(CancelSession{id, reason});
        m_state.sessions[id].state = SessionState::Cancelled;
    }

    // --- where and when

    void takeSlots(const SessionId &session, const FileSession &from)
    {
        const std::vector<SlotId> before = m_state.slotsOf[session];
        for (const FileSlot &time : from.times)
            takeSlot(session, time, slotFor(session, time, from.times.size(), before));
        if (const auto further = m_further.find(session); further != m_further.end()) {
            for (const auto &[slot, time] : further->second)
                takeSlot(session, time, slot);
        }
    }

    /// nullopt: not here. A null id: it was here and was removed.
    [[nodiscard]] std::optional<Id> slotFor(const SessionId &session, const FileSlot &time, std::size_t count,
                                            const std::vector<SlotId> &before) const
    {
        if (const auto id = existing(m_state.times, SourceKind::Slot, time.key))
            return id;
        if (!m_state.knownBy(SourceKind::Slot, time.key).empty())
            return Id();
        const auto space = m_spaces.find(time.room);
        for (const bool mustBeThere : {true, false}) {
            for (const SlotId &id : before) {
                const Slot &slot = m_state.times.at(id);
                const bool isThere = space != m_spaces.end() && slot.space == space->second;
                if (!m_seen.contains(id) && slot.startsAt == time.startsAt && (isThere || !mustBeThere))
                    return id;
            }
        }
        if (before.size() == 1 && count == 1 && !m_further.contains(session) && !m_seen.contains(before.front()))
            return before.front();
        return std::nullopt;
    }

    void takeSlot(const SessionId &session, const FileSlot &time, std::optional<Id> found)
    {
        const std::string title = "\"" + shortened(m_state.sessions.at(session).title) + "\"";
        if (found && found->isNull())
            return m_report.keep(note(title + ": its time was removed here and stays away"));
        const auto space = m_spaces.find(time.room);
        if (space == m_spaces.end())
            return m_report.refuse(note(title + ": no room is called \"" + shortened(time.room) + "\""));
        const SlotId id(found.value_or(idFollowing(m_state.event, "slot", session.toString() + time.key)));
        m_seen.insert(id);
        Wish<Slot> wish;
        wish.say<&Slot::space>(space->second);
        wish.say<&Slot::startsAt>(time.startsAt);
        wish.say<&Slot::minutes>(time.minutes);
        SourceRecord record = m_state.record(id, SourceKind::Slot);
        if (!time.key.empty() && !m_further.contains(session))
            m_state.addKey(record, time.key);
        if (found) {
            const Slot here = m_state.times.at(id);
            const Slot now = mergedHere(here, wish, record, title);
            if (now != here) {
                MoveSlot move{id,   now.space, now.startsAt, now.minutes, here.space, here.startsAt, here.minutes,
                              true, {}};
                stage(move);
                m_state.times[id] = now;
            }
        } else {
            stage(AddSlot{id, session, space->second, time.startsAt, time.minutes});
            noteSaid(wish, m_file.source, record, m_state);
            wish.value.id = id;
            wish.value.session = session;
            m_state.times.emplace(id, wish.value);
            m_state.slotsOf[session].push_back(id);
        }
        settle(std::move(record));
    }

    // --- what is not in the file any more

    void findVanished(Vanished vanished)
    {
        m_line = 0;
        std::vector<SourceRecord> lost;
        for (const auto &[id, record] : m_state.records()) {
            const bool isOfSource =
                std::find(record.sources.begin(), record.sources.end(), m_file.source) != record.sources.end();
            if (isOfSource && !m_seen.contains(id)
                && (record.kind == SourceKind::Session || record.kind == SourceKind::Slot))
                lost.push_back(record);
        }
        std::sort(lost.begin(), lost.end(), [](const SourceRecord &left, const SourceRecord &right) {
            return std::tie(left.kind, left.id) < std::tie(right.kind, right.id);
        });
        for (const SourceRecord &record : lost) {
            if (record.kind == SourceKind::Session)
                missSession(record, vanished);
            else
                missSlot(record, vanished);
        }
    }

    void missSession(const SourceRecord &record, Vanished vanished)
    {
        const auto known = m_state.sessions.find(record.id);
        if (known == m_state.sessions.end() || known->second.state == SessionState::Cancelled)
            return;
        m_path = "session " + shortened(known->second.guid);
        const bool isCancelled = vanished == Vanished::Cancel && known->second.state == SessionState::Planned;
        m_report.miss(note("\"" + shortened(known->second.title) + "\" is not in the file any more"
                           + (isCancelled ? ": cancelled" : ": it stays until it is cancelled")));
        if (!isCancelled)
            return;
        // Were the source to bring it back, it takes place after all.
        SourceRecord changed = record;
        setSaid(changed, m_file.source, fieldIndex<&Session::state>(), m_state.hashOf(cancelledState()));
        settle(changed);
        cancel(SessionId(record.id), "No longer in " + m_file.source);
    }

    [[nodiscard]] static std::string cancelledState()
    {
        Session session;
        session.state = SessionState::Cancelled;
        return cborOf(tableOf<Session>().fields[fieldIndex<&Session::state>()], session);
    }

    void missSlot(const SourceRecord &record, Vanished vanished)
    {
        const auto known = m_state.times.find(record.id);
        if (known == m_state.times.end() || !m_seen.contains(known->second.session))
            return; // its session vanished with it, or it was removed here
        const Session &session = m_state.sessions.at(known->second.session);
        if (session.state == SessionState::Cancelled)
            return;
        m_path = "session " + shortened(session.guid);
        m_report.miss(note("\"" + shortened(session.title) + "\": its time "
                           + known->second.startsAt.toString().substr(0, 16) + " is not in the file any more"
                           + (vanished == Vanished::Cancel ? ": taken away" : ": it stays until it is taken away")));
        if (vanished == Vanished::Cancel)
            stage(RemoveSlot{known->second.id});
    }

    const std::string &m_name;
    ProgrammeFile m_file;
    SourceState &m_state;
    ImportReport &m_report;
    std::vector<StagedCommand> m_commands;
    std::unordered_map<std::string, Id> m_sessionsByGuid;
    std::unordered_map<std::string, Id> m_speakersByGuid;
    std::unordered_map<std::string, Id> m_slotsByGuid;
    std::unordered_map<std::string, Id> m_spacesByName;
    std::unordered_map<std::string, Id> m_spacesByGuid;
    std::unordered_map<std::string, Id> m_tracksByName;
    std::unordered_map<std::string, SpaceId> m_spaces; ///< those of the file, by name
    std::unordered_map<std::string, TrackId> m_tracks;
    std::unordered_map<std::string, SpeakerId> m_speakers; ///< by key
    std::unordered_map<Id, std::vector<std::pair<SlotId, FileSlot>>> m_further;
    std::unordered_set<Id> m_seen; ///< sessions and slots that the file has
    std::int64_t m_line = 0;
    std::string m_path;
};

} // namespace

std::vector<StagedCommand> planProgramme(const std::string &name, ProgrammeFile file, Vanished vanished,
                                         SourceState &state, ImportReport &report)
{
    for (ImportNote &guess : file.report.guessed)
        report.guess(std::move(guess));
    for (ImportNote &refusal : file.report.refused)
        report.refuse(std::move(refusal));
    report.guesses += file.report.guesses - static_cast<std::int64_t>(file.report.guessed.size());
    report.refusals += file.report.refusals - static_cast<std::int64_t>(file.report.refused.size());
    return Planner(name, std::move(file), state, report).run(vanished);
}

} // namespace gatehouse
