// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/schedulebuilder.h"

#include "server/files/sourcetext.h"
#include "shared/model/text.h"
#include "shared/programme/programme.h"

#include <QDateTime>
#include <QTimeZone>

#include <charconv>
#include <unordered_map>

namespace gatehouse {

namespace {

constexpr std::size_t kMaxRawText = 200'000; ///< bytes of a text before it is shortened: nobody prints more

std::optional<int> numberOf(std::string_view text)
{
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number >= 0 ? std::optional(number)
                                                                                   : std::nullopt;
}

/// "1:30", "01:30" and "01:30:00" (the seconds are passed over); days in front where there are four parts.
std::optional<int> minutesOf(std::string_view text)
{
    std::vector<int> parts;
    while (parts.size() < 5) {
        const auto colon = text.find(':');
        const auto part = numberOf(text.substr(0, colon));
        if (!part || *part > 100'000)
            return std::nullopt;
        parts.push_back(*part);
        if (colon == std::string_view::npos)
            break;
        text.remove_prefix(colon + 1);
    }
    switch (parts.size()) {
    case 2:
    case 3:
        return parts[1] < 60 ? std::optional(parts[0] * 60 + parts[1]) : std::nullopt;
    case 4:
        return parts[1] < 24 && parts[2] < 60 ? std::optional((parts[0] * 24 + parts[1]) * 60 + parts[2])
                                              : std::nullopt;
    default:
        return std::nullopt;
    }
}

std::optional<std::int32_t> colourOf(std::string_view text)
{
    if (text.size() != 7 || text[0] != '#')
        return std::nullopt;
    std::int32_t colour = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + 7, colour, 16);
    return error == std::errc() && end == text.data() + 7 ? std::optional(colour) : std::nullopt;
}

class Builder
{
public:
    Builder(RawSchedule raw, const ReadOptions &options) : m_raw(std::move(raw)), m_options(options) {}

    Result<ProgrammeFile> run()
    {
        nameSource();
        chooseZone();
        takeRooms();
        for (const RawTrack &track : m_raw.tracks)
            takeTrack(oneLine(track.name), colourOf(track.colour));
        for (const RawEvent &event : m_raw.events)
            takeEvent(event);
        if (m_file.rooms.size() > kMaxFileRooms)
            return fail(Fault::TooLarge, "more than 2,000 rooms");
        if (m_file.tracks.size() > kMaxFileTracks)
            return fail(Fault::TooLarge, "more than 2,000 tracks");
        if (m_file.speakers.size() > kMaxFileSpeakers)
            return fail(Fault::TooLarge, "more than 20,000 people");
        return std::move(m_file);
    }

private:
    void guess(std::string_view path, std::string what)
    {
        m_file.report.guess({m_options.file, m_at ? m_at->line : 0, placed(path), std::move(what)});
    }
    void refuse(std::string_view path, std::string what)
    {
        m_file.report.refuse({m_options.file, m_at ? m_at->line : 0, placed(path), std::move(what)});
    }
    [[nodiscard]] std::string placed(std::string_view path) const
    {
        std::string place = m_at ? m_at->path : std::string();
        if (!path.empty())
            place.append(place.empty() ? "" : "/").append(path);
        return std::string(firstCharacters(place, kMaxReason));
    }

    /// At most `most` characters, and said so.
    std::string fitted(std::string_view path, std::string text, std::size_t most)
    {
        if (characterCount(text) <= most)
            return text;
        guess(path, "longer than " + std::to_string(most) + " characters: shortened");
        return oneLine(firstCharacters(text, most));
    }

    void nameSource()
    {
        std::string name = lowerAscii(oneLine(m_raw.acronym.empty() ? m_raw.title : m_raw.acronym));
        if (name.empty()) {
            name = "unnamed";
            guess("conference", "neither an acronym nor a title: it is known by its file format alone");
        }
        m_isOurs = m_raw.generator == kGenerator;
        m_file.source = "schedule " + std::string(firstCharacters(name, kMaxName - 20));
        m_file.title = std::string(firstCharacters(oneLine(m_raw.title), kMaxName));
    }

    void chooseZone()
    {
        m_zone = QTimeZone(toQString(m_options.zone).toUtf8());
        const std::string name = oneLine(m_raw.zone);
        if (!name.empty()) {
            const QTimeZone zone(toQString(name).toUtf8());
            if (zone.isValid())
                m_zone = zone;
            else
                guess("conference/time_zone_name",
                      "no time zone is called \"" + std::string(firstCharacters(name, 60)) + "\": " + m_options.zone);
        } else if (std::any_of(m_raw.events.begin(), m_raw.events.end(),
                               [](const RawEvent &event) { return event.date.empty() && !event.start.empty(); })) {
            guess("conference/time_zone_name", "none is named: times are taken as those of " + m_options.zone);
        }
        if (!m_zone.isValid())
            m_zone = QTimeZone::utc();
    }

    void takeRooms()
    {
        std::unordered_map<std::string, std::string> byGuid;
        for (const RawRoom &raw : m_raw.rooms) {
            const std::string name = fitted("room", oneLine(raw.name), kMaxName);
            if (name.empty())
                continue;
            FileRoom &room = roomNamed(name, raw.line);
            const std::string guid = lowerAscii(oneLine(raw.guid));
            if (guid.empty() || !room.guid.empty())
                continue;
            const auto [other, isNew] = byGuid.try_emplace(guid, name);
            if (isNew && characterCount(guid) <= kMaxName)
                room.guid = guid;
            else
                m_file.report.guess({m_options.file, raw.line, "room " + name,
                                     "the same guid as room " + other->second + ": told apart by name"});
            if (const auto capacity = numberOf(oneLine(raw.capacity)); capacity && *capacity <= 10'000'000)
                room.capacity = *capacity;
        }
    }

    FileRoom &roomNamed(const std::string &name, std::int64_t line)
    {
        const auto [known, isNew] = m_rooms.try_emplace(name, m_file.rooms.size());
        if (isNew) {
            FileRoom room;
            room.name = name;
            room.order = static_cast<std::int32_t>(m_file.rooms.size());
            room.line = line;
            m_file.rooms.push_back(std::move(room));
        }
        return m_file.rooms[known->second];
    }

    void takeTrack(const std::string &name, std::optional<std::int32_t> colour)
    {
        if (name.empty() || characterCount(name) > kMaxName)
            return;
        const auto [known, isNew] = m_tracks.try_emplace(name, m_file.tracks.size());
        if (isNew)
            m_file.tracks.push_back({name, colour});
        else if (!m_file.tracks[known->second].colour)
            m_file.tracks[known->second].colour = colour;
    }

    void takeEvent(const RawEvent &raw)
    {
        m_at = &raw;
        FileSession session;
        session.line = raw.line;
        session.path = std::string(firstCharacters(raw.path, kMaxReason));
        session.title = oneLine(raw.title);
        if (m_isOurs && session.title.rfind(kCancelledPrefix, 0) == 0) {
            session.title.erase(0, kCancelledPrefix.size());
            session.isCancelled = true;
        } else if (m_isOurs) {
            session.isCancelled = false;
        }
        session.title = fitted("title", session.title, kMaxReason);
        if (session.title.empty())
            return refuse("title", "missing");
        if (!takeKeys(raw, session))
            return;
        session.subtitle = fitted("subtitle", oneLine(raw.subtitle), kMaxReason);
        session.type = fitted("type", oneLine(raw.type), kMaxName);
        session.track = fitted("track", oneLine(raw.track), kMaxName);
        takeTrack(*session.track, std::nullopt);
        takeLanguage(raw, session);
        takeAbstract(raw, session);
        takeUrl(raw, session);
        takePersons(raw, session);
        takeSlot(raw, session);
        keep(std::move(session));
        m_at = nullptr;
    }

    bool takeKeys(const RawEvent &raw, FileSession &session)
    {
        const std::string guid = lowerAscii(oneLine(raw.guid));
        const std::string id = oneLine(raw.id);
        const std::string code = oneLine(raw.code);
        const auto isUsable = [](const std::string &text) { return !text.empty() && characterCount(text) <= 120; };
        const std::string prefix = m_file.source + '#';
        if (isUsable(guid))
            session.keys.push_back(guid);
        if (isUsable(id))
            session.keys.push_back(prefix + id);
        if (isUsable(code))
            session.keys.push_back(prefix + code);
        for (std::string &key : session.keys)
            key = std::string(firstCharacters(key, kMaxName));
        session.number = isUsable(id) ? id : std::string();
        if (session.keys.empty())
            refuse("guid", "neither a guid nor an id: it could not be found again");
        else if (guid.empty())
            noteOnce(m_hasNoGuids, "guid", "missing: such sessions are known by their id");
        return !session.keys.empty();
    }

    void noteOnce(bool &wasNoted, std::string_view path, std::string what)
    {
        if (!std::exchange(wasNoted, true))
            guess(path, std::move(what));
    }

    void takeLanguage(const RawEvent &raw, FileSession &session)
    {
        const std::string language = oneLine(raw.language);
        const bool isGood =
            language.size() <= 35 && std::all_of(language.begin(), language.end(), [](char letter) {
                return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_';
            });
        if (!isGood)
            return guess("language", "no language tag: left out");
        session.language = language;
    }

    std::string plain(std::string_view path, const std::string &raw)
    {
        std::string_view text = raw;
        if (text.size() > kMaxRawText)
            text = firstCharacters(text, kMaxRawText);
        if (m_isOurs || !looksLikeHtml(text))
            return manyLines(text);
        noteOnce(m_hasHtml, path, "HTML: its words are taken as plain text");
        return plainOfHtml(text);
    }

    void takeAbstract(const RawEvent &raw, FileSession &session)
    {
        std::string text = plain("abstract", raw.abstract);
        const std::string description = plain("description", raw.description);
        if (text.empty() || description.find(text) != std::string::npos)
            text = description;
        else if (!description.empty() && text.find(description) == std::string::npos)
            text += "\n\n" + description;
        const std::string_view kept = shortenedTo(text, kMaxSourceAbstract, kMaxSourceAbstractBytes);
        if (kept.size() < text.size()) {
            guess("abstract", "longer than 8000 characters or 24,000 bytes: shortened");
            text = manyLines(kept);
        }
        session.abstract = std::move(text);
    }

    void takeUrl(const RawEvent &raw, FileSession &session)
    {
        const std::string url = oneLine(raw.url);
        if (m_isOurs && url.rfind("urn:uuid:", 0) == 0)
            return; // what schedule.json wants where there is none
        if (!url.empty() && (!isWebAddress(url) || characterCount(url) > 1000))
            return guess("url", "no address of the web: left out");
        session.url = url;
    }

    void takePersons(const RawEvent &raw, FileSession &session)
    {
        if (!raw.hasPersons)
            return;
        session.speakers.emplace();
        for (const RawPerson &person : raw.persons) {
            const std::string key = takePerson(person);
            if (key.empty()
                || std::find(session.speakers->begin(), session.speakers->end(), key) != session.speakers->end())
                continue;
            if (session.speakers->size() == kMaxSessionSpeakers)
                return refuse("persons", "more than 200 people in one session");
            session.speakers->push_back(key);
        }
    }

    /// Its key; empty: left out.
    std::string takePerson(const RawPerson &raw)
    {
        const std::string name = fitted("person", oneLine(raw.name), kMaxName);
        if (name.empty()) {
            refuse("person", "without a name");
            return {};
        }
        const std::string guid = lowerAscii(oneLine(raw.guid));
        const std::string prefix = m_file.source + "#person ";
        std::vector<std::string> keys;
        const auto add = [&keys](const std::string &key) { keys.emplace_back(firstCharacters(key, kMaxName)); };
        if (!guid.empty())
            add(guid);
        if (!raw.code.empty())
            add(prefix + "code " + oneLine(raw.code));
        if (!raw.id.empty())
            add(prefix + oneLine(raw.id));
        if (keys.empty())
            add(prefix + "named " + name);
        const std::string key = keys.front();
        const auto [known, isNew] = m_people.try_emplace(key, m_file.speakers.size());
        if (!isNew) {
            if (m_file.speakers[known->second].name != name)
                guess("person",
                      "the same person as in line " + std::to_string(m_file.speakers[known->second].line)
                          + " under another name: the first one stands");
            return key;
        }
        FileSpeaker speaker;
        speaker.key = key;
        speaker.otherKeys.assign(keys.begin() + 1, keys.end());
        speaker.guid = characterCount(guid) <= kMaxGuid ? guid : std::string();
        speaker.name = name;
        if (raw.hasBiography)
            speaker.biography =
                manyLines(shortenedTo(plain("biography", raw.biography), kMaxSourceAbstract, kMaxSourceAbstractBytes));
        speaker.line = m_at->line;
        speaker.path = placed("person");
        m_file.speakers.push_back(std::move(speaker));
        return key;
    }

    void takeSlot(const RawEvent &raw, FileSession &session)
    {
        if (raw.start.empty() && raw.date.empty())
            return guess("start", "missing: the session is taken without a time");
        const auto startsAt = startOf(raw);
        if (startsAt && (*startsAt < kFirstStart || *startsAt > kLastStart))
            return refuse("start", "before 1970 or after 2199: the session has no place in the programme");
        if (!startsAt)
            return refuse("start",
                          "no time of day and no date that could be read: the session has no place in the programme");
        const auto minutes = lengthOf(raw, *startsAt);
        if (!minutes)
            return refuse("duration",
                          "not between one minute and seven days: the session has no place in the programme");
        FileSlot slot;
        slot.startsAt = *startsAt;
        slot.minutes = *minutes;
        slot.line = raw.line;
        slot.room = fitted("room", oneLine(raw.room), kMaxName);
        if (slot.room.empty())
            return refuse("room", "missing: the session has no place in the programme");
        roomNamed(slot.room, raw.line);
        session.times.push_back(std::move(slot));
    }

    std::optional<Instant> startOf(const RawEvent &raw)
    {
        if (const auto date = Instant::fromString(oneLine(raw.date)))
            return date;
        if (!raw.date.empty())
            guess("date", "not a date with its offset: day and start are taken");
        return localStart(raw);
    }

    /// The day's date, or the night behind it, and the time of day in the zone of the schedule.
    std::optional<Instant> localStart(const RawEvent &raw)
    {
        const RawDay day = raw.day < m_raw.days.size() ? m_raw.days[raw.day] : RawDay();
        QDate date = QDate::fromString(toQString(oneLine(day.date)), Qt::ISODate);
        const auto minutes = minutesOf(oneLine(raw.start));
        if (!date.isValid() || !minutes || *minutes >= 24 * 60)
            return std::nullopt;
        const auto dayChange = minutesOf(oneLine(m_raw.dayChange));
        if (dayChange && *minutes < *dayChange)
            date = date.addDays(1);
        const QTime time(*minutes / 60, *minutes % 60);
        const QDateTime local(date, time, m_zone);
        Instant instant{local.toMSecsSinceEpoch()};
        if (local.time() != time)
            guess("start",
                  "a time that the clocks leave out that day: taken as "
                      + local.toString(QStringLiteral("HH:mm")).toStdString());
        const auto begins = Instant::fromString(day.start);
        if (begins && !dayChange && instant < *begins)
            instant.ms = QDateTime(date.addDays(1), time, m_zone).toMSecsSinceEpoch();
        return instant;
    }

    std::optional<std::int32_t> lengthOf(const RawEvent &raw, Instant startsAt)
    {
        const std::string duration = oneLine(raw.duration);
        auto minutes = minutesOf(duration);
        if (!minutes && !duration.empty()) {
            minutes = numberOf(duration);
            if (minutes)
                guess("duration", "a bare number: taken as minutes");
        }
        if (!minutes) {
            if (const auto end = Instant::fromString(oneLine(raw.end)))
                minutes =
                    static_cast<int>(std::clamp<std::int64_t>((*end - startsAt) / 60'000, 0, kMaxSourceMinutes + 1));
        }
        if (!minutes && duration.empty()) {
            guess("duration", "missing: taken as 30 minutes");
            minutes = 30;
        }
        return minutes && *minutes >= 1 && *minutes <= kMaxSourceMinutes ? std::optional<std::int32_t>(*minutes)
                                                                         : std::nullopt;
    }

    /// The same identity with the same title is a further slot of the same session.
    void keep(FileSession session)
    {
        const auto [known, isNew] = m_sessions.try_emplace(session.keys.front(), m_file.sessions.size());
        if (isNew) {
            for (FileSlot &slot : session.times)
                slot.key = session.keys.front() + "/0";
            m_file.sessions.push_back(std::move(session));
            return;
        }
        FileSession &first = m_file.sessions[known->second];
        if (first.title != session.title)
            return refuse("guid", "the same as line " + std::to_string(first.line) + ", for another session");
        if (first.times.size() + session.times.size() > kMaxFileSlots)
            return refuse("guid", "more than 1000 slots of one session");
        guess("guid", "the same as line " + std::to_string(first.line) + ": a further slot of that session");
        for (FileSlot &slot : session.times) {
            slot.key = session.keys.front() + "/" + std::to_string(first.times.size());
            first.times.push_back(std::move(slot));
        }
    }

    RawSchedule m_raw;
    const ReadOptions &m_options;
    ProgrammeFile m_file;
    QTimeZone m_zone;
    const RawEvent *m_at = nullptr;
    bool m_isOurs = false;
    bool m_hasHtml = false;
    bool m_hasNoGuids = false;
    std::unordered_map<std::string, std::size_t> m_rooms;
    std::unordered_map<std::string, std::size_t> m_tracks;
    std::unordered_map<std::string, std::size_t> m_people;
    std::unordered_map<std::string, std::size_t> m_sessions;
};

} // namespace

Result<ProgrammeFile> builtProgramme(RawSchedule raw, const ReadOptions &options)
{
    return Builder(std::move(raw), options).run();
}

} // namespace gatehouse
