// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/calendarfile.h"

#include "server/files/sourcetext.h"
#include "shared/model/text.h"
#include "shared/programme/programme.h"

#include <QDateTime>
#include <QTimeZone>

#include <libical/ical.h>

#include <map>
#include <memory>
#include <unordered_map>

namespace gatehouse {

namespace {

using namespace std::literals;

struct Freed {
    void operator()(icalcomponent *component) const { icalcomponent_free(component); }
    void operator()(icalrecur_iterator *iterator) const { icalrecur_iterator_free(iterator); }
};

Failure atLine(std::size_t line, Fault fault, std::string_view what)
{
    return {fault, "line " + std::to_string(line) + ": " + std::string(what), {}};
}

/// Line feeds only, whatever ended the lines.
std::string withLineFeeds(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r')
            out += text[at];
        else if (at + 1 == text.size() || text[at + 1] != '\n')
            out += '\n';
    }
    return out;
}

/// What must hold before libical sees a file, and the lines where its events begin.
Result<std::vector<std::int64_t>> eventLines(std::string_view text)
{
    std::vector<std::int64_t> lines;
    std::size_t depth = 0;
    std::size_t unfolded = 0;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const bool isFolded = !line.empty() && (line.front() == ' ' || line.front() == '\t');
        unfolded = isFolded ? unfolded + line.size() : line.size();
        if (unfolded > kMaxCalendarLine)
            return fail(atLine(number, Fault::TooLarge, "a line of more than 1,000,000 bytes"));
        if (isFolded)
            continue;
        const std::string word = lowerAscii(line.substr(0, 20));
        if (word.rfind("begin:", 0) == 0 && ++depth > kMaxCalendarDepth)
            return fail(atLine(number, Fault::TooLarge, "more than 16 nested components"));
        if (word.rfind("end:", 0) == 0 && depth > 0)
            --depth;
        if (word.rfind("begin:vevent", 0) == 0)
            lines.push_back(static_cast<std::int64_t>(number));
        if (lines.size() > kMaxFileSessions)
            return fail(atLine(number, Fault::TooLarge, "more than 20,000 events"));
    }
    return lines;
}

std::optional<std::string> textOf(icalcomponent *component, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(component, kind);
    const char *text = property ? icalproperty_get_value_as_string(property) : nullptr;
    if (!text)
        return std::nullopt;
    icalvalue *value = icalproperty_get_value(property);
    if (value && icalvalue_isa(value) == ICAL_TEXT_VALUE)
        text = icalvalue_get_text(value);
    return std::string(text ? text : "");
}

std::string extension(icalcomponent *component, std::string_view name)
{
    for (icalproperty *property = icalcomponent_get_first_property(component, ICAL_X_PROPERTY); property;
         property = icalcomponent_get_next_property(component, ICAL_X_PROPERTY)) {
        const char *known = icalproperty_get_x_name(property);
        const char *text = icalproperty_get_x(property);
        if (known && text && name == known)
            return oneLine(text);
    }
    return {};
}

std::string zoneNameOf(icalproperty *property)
{
    icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    const char *name = parameter ? icalparameter_get_tzid(parameter) : nullptr;
    return name ? oneLine(name) : std::string();
}

/// "Europe/Stockholm" of "/Europe/Stockholm" and of "/citadel.org/20210210_1/Europe/Stockholm"; a name of Windows as
/// well.
QTimeZone zoneNamed(std::string_view name)
{
    for (;;) {
        const QByteArray id(name.data(), static_cast<qsizetype>(name.size()));
        if (isZoneName(name) && QTimeZone::isTimeZoneIdAvailable(id))
            return QTimeZone(id);
        const auto slash = name.find('/');
        if (slash == std::string_view::npos) {
            const QByteArray known = QTimeZone::windowsIdToDefaultIanaId(id);
            return known.isEmpty() ? QTimeZone() : QTimeZone(known);
        }
        name.remove_prefix(slash + 1);
    }
}

QDateTime wallTime(const icaltimetype &time, const QTimeZone &zone)
{
    return {QDate(time.year, time.month, time.day),
            time.is_date ? QTime(0, 0) : QTime(time.hour, time.minute, std::min(time.second, 59)), zone};
}

/// An event, or one changed instance of it.
struct Entry {
    icalcomponent *component = nullptr;
    std::int64_t line = 0;
    bool isCancelled = false;
    std::string uid;
};

class CalendarReader
{
public:
    CalendarReader(const ReadOptions &options, std::vector<std::int64_t> lines)
        : m_options(options), m_lines(std::move(lines)), m_ownZone(toQString(options.zone).toUtf8())
    {
        if (!m_ownZone.isValid())
            m_ownZone = QTimeZone::utc();
    }

    Result<ProgrammeFile> run(icalcomponent *root)
    {
        m_root = root;
        walk(root, false);
        if (!m_hasCalendar)
            return fail(atLine(1, Fault::Invalid, "not a calendar"));
        nameSource();
        for (const Entry &entry : m_entries) {
            m_line = entry.line;
            m_path = "VEVENT " + std::string(firstCharacters(entry.uid, 100));
            takeEvent(entry);
        }
        takeChanges();
        m_line = 0;
        m_path.clear();
        if (m_others > 0)
            guess({}, std::to_string(m_others) + " tasks, notes and busy times are no sessions: left out");
        if (m_file.rooms.size() > kMaxFileRooms)
            return fail(Fault::TooLarge, "more than 2,000 places");
        return std::move(m_file);
    }

private:
    void guess(std::string_view path, std::string what)
    {
        m_file.report.guess({m_options.file, m_line, placed(path), std::string(firstCharacters(what, kMaxText))});
    }
    void refuse(std::string_view path, std::string what)
    {
        m_file.report.refuse({m_options.file, m_line, placed(path), std::string(firstCharacters(what, kMaxText))});
    }
    [[nodiscard]] std::string placed(std::string_view path) const
    {
        return m_path + (path.empty() || m_path.empty() ? "" : "/") + std::string(path);
    }
    std::string fitted(std::string_view path, std::string text, std::size_t most)
    {
        if (characterCount(text) <= most)
            return text;
        guess(path, "longer than " + std::to_string(most) + " characters: shortened");
        return std::string(firstCharacters(text, most));
    }

    void walk(icalcomponent *component, bool isCancelled)
    {
        const icalcomponent_kind kind = icalcomponent_isa(component);
        if (kind == ICAL_VCALENDAR_COMPONENT) {
            m_hasCalendar = true;
            isCancelled = icalcomponent_get_method(component) == ICAL_METHOD_CANCEL;
            noteName(component);
        } else if (kind == ICAL_VEVENT_COMPONENT) {
            m_hasCalendar = true;
            noteEvent(component, isCancelled);
            return;
        } else if (kind == ICAL_VTODO_COMPONENT || kind == ICAL_VJOURNAL_COMPONENT
                   || kind == ICAL_VFREEBUSY_COMPONENT) {
            ++m_others;
            return;
        }
        for (icalcompiter each = icalcomponent_begin_component(component, ICAL_ANY_COMPONENT);
             icalcompiter_deref(&each); icalcompiter_next(&each))
            walk(icalcompiter_deref(&each), isCancelled);
    }

    void noteName(icalcomponent *calendar)
    {
        for (const std::string &name :
             {extension(calendar, "X-WR-CALNAME"), oneLine(textOf(calendar, ICAL_NAME_PROPERTY).value_or("")),
              oneLine(textOf(calendar, ICAL_PRODID_PROPERTY).value_or(""))}) {
            if (m_name.empty())
                m_name = name;
        }
    }

    void noteEvent(icalcomponent *component, bool isCancelled)
    {
        Entry entry;
        entry.component = component;
        entry.line =
            m_entries.size() + m_changes.size() < m_lines.size() ? m_lines[m_entries.size() + m_changes.size()] : 0;
        entry.isCancelled = isCancelled || icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED;
        entry.uid = oneLine(textOf(component, ICAL_UID_PROPERTY).value_or(""));
        if (isUuid(entry.uid))
            entry.uid = lowerAscii(entry.uid);
        const bool isChange =
            icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY) && !entry.uid.empty();
        (isChange ? m_changes : m_entries).push_back(std::move(entry));
    }

    void nameSource()
    {
        if (m_name.empty())
            m_name = m_options.file;
        m_file.source = "calendar " + lowerAscii(firstCharacters(m_name, kMaxName - 20));
        m_file.title = std::string(firstCharacters(m_name, kMaxName));
    }

    /// A number is only unique among its own; anything else is for everywhere, as the standard asks.
    std::string keyFor(const std::string &uid) const
    {
        const bool isNumber = uid.find_first_not_of("-0123456789") == std::string::npos;
        std::string key = isNumber ? m_file.source + '#' + uid : uid;
        return characterCount(key) <= kMaxName ? key : uuidFor(key);
    }

    void takeEvent(const Entry &entry)
    {
        noteErrors(entry.component);
        FileSession session;
        session.line = entry.line;
        session.path = m_path;
        session.title =
            fitted("SUMMARY", oneLine(textOf(entry.component, ICAL_SUMMARY_PROPERTY).value_or("")), kMaxReason);
        if (session.title.empty())
            return refuse("SUMMARY", "missing");
        std::string uid = entry.uid;
        if (uid.empty()) {
            uid = uuidFor(session.title + "\n" + textOf(entry.component, ICAL_DTSTART_PROPERTY).value_or(""));
            guess("UID", "missing: known by title and time");
        }
        session.keys.push_back(keyFor(uid));
        if (session.keys.front() != uid)
            session.number = std::string(firstCharacters(uid, kMaxName));
        if (const auto [known, isNew] = m_sessions.try_emplace(session.keys.front(), m_file.sessions.size()); !isNew)
            return refuse("UID", "the same as line " + std::to_string(m_file.sessions[known->second].line));
        session.isCancelled = entry.isCancelled;
        takeWords(entry.component, session);
        takeTimes(entry.component, session);
        m_file.sessions.push_back(std::move(session));
    }

    void noteErrors(icalcomponent *component)
    {
        for (icalproperty *error = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY); error;
             error = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
            const char *text = icalproperty_get_xlicerror(error);
            guess({}, "passed over: " + oneLine(text ? text : "a line that cannot be read"));
        }
    }

    void takeWords(icalcomponent *component, FileSession &session)
    {
        if (const auto text = textOf(component, ICAL_DESCRIPTION_PROPERTY)) {
            std::string abstract =
                looksLikeHtml(*text) && !isOurs() ? plainOfHtml(firstCharacters(*text, 200'000)) : manyLines(*text);
            abstract = fitted("DESCRIPTION", std::move(abstract), kMaxSourceAbstract);
            session.abstract = manyLines(shortenedTo(abstract, kMaxSourceAbstract, kMaxSourceAbstractBytes));
        }
        if (const auto text = textOf(component, ICAL_URL_PROPERTY)) {
            if (isWebAddress(oneLine(*text)) && characterCount(*text) <= 1000)
                session.url = oneLine(*text);
            else
                guess("URL", "no address of the web: left out");
        }
        if (const auto text = textOf(component, ICAL_CATEGORIES_PROPERTY)) {
            session.track = fitted("CATEGORIES", oneLine(*text), kMaxName);
            const bool isNew = std::none_of(m_file.tracks.begin(), m_file.tracks.end(),
                                            [&](const FileTrack &track) { return track.name == *session.track; });
            if (isNew && !session.track->empty() && m_file.tracks.size() < kMaxFileTracks)
                m_file.tracks.push_back({*session.track, std::nullopt});
        }
    }

    [[nodiscard]] bool isOurs() const
    {
        const auto product = textOf(m_root, ICAL_PRODID_PROPERTY);
        return product && product->find(kGenerator) != std::string::npos;
    }

    std::string roomOf(icalcomponent *component)
    {
        const auto text = textOf(component, ICAL_LOCATION_PROPERTY);
        const std::string name = fitted("LOCATION", oneLine(text.value_or("")), kMaxName);
        if (!name.empty())
            addRoom(name);
        return name;
    }

    void addRoom(const std::string &name)
    {
        if (std::any_of(m_file.rooms.begin(), m_file.rooms.end(),
                        [&](const FileRoom &room) { return room.name == name; }))
            return;
        FileRoom room;
        room.name = name;
        room.order = static_cast<std::int32_t>(m_file.rooms.size());
        room.line = m_line;
        m_file.rooms.push_back(std::move(room));
    }

    icaltimezone *describedZone(const std::string &name)
    {
        for (icalcompiter each = icalcomponent_begin_component(m_root, ICAL_VCALENDAR_COMPONENT);
             icalcompiter_deref(&each); icalcompiter_next(&each)) {
            if (icaltimezone *zone = icalcomponent_get_timezone(icalcompiter_deref(&each), name.c_str()))
                return zone;
        }
        return icalcomponent_isa(m_root) == ICAL_VCALENDAR_COMPONENT ? icalcomponent_get_timezone(m_root, name.c_str())
                                                                     : nullptr;
    }

    /// Nothing for what is no time, and for one that no event is at.
    std::optional<Instant> instantOf(const icaltimetype &time, const std::string &zoneName)
    {
        const auto instant = anyInstantOf(time, zoneName);
        return instant && *instant >= kFirstStart && *instant <= kLastStart ? instant : std::nullopt;
    }

    std::optional<Instant> anyInstantOf(const icaltimetype &time, const std::string &zoneName)
    {
        if (icaltime_is_null_time(time) || !icaltime_is_valid_time(time)
            || !QDate(time.year, time.month, time.day).isValid())
            return std::nullopt;
        if (icaltime_is_utc(time))
            return Instant{wallTime(time, QTimeZone::utc()).toMSecsSinceEpoch()};
        if (zoneName.empty())
            return Instant{wallTime(time, m_ownZone).toMSecsSinceEpoch()};
        const QTimeZone zone = zoneNamed(zoneName);
        if (zone.isValid())
            return Instant{wallTime(time, zone).toMSecsSinceEpoch()};
        if (icaltimezone *described = describedZone(zoneName))
            return Instant{icaltime_as_timet_with_zone(time, described) * 1000LL};
        if (m_unknownZones.insert({zoneName, true}).second)
            guess("TZID",
                  "no time zone is called \"" + std::string(firstCharacters(zoneName, 60)) + "\": taken as "
                      + m_options.zone);
        return Instant{wallTime(time, m_ownZone).toMSecsSinceEpoch()};
    }

    std::optional<Instant> instantOf(icalproperty *property)
    {
        icalvalue *value = property ? icalproperty_get_value(property) : nullptr;
        if (!value)
            return std::nullopt;
        return instantOf(icalvalue_get_datetime(value), zoneNameOf(property));
    }

    std::optional<std::int32_t> lengthOf(icalcomponent *component, Instant startsAt, bool isDate)
    {
        std::int64_t seconds = 0;
        icalproperty *end = icalcomponent_get_first_property(component, ICAL_DTEND_PROPERTY);
        icalproperty *length = icalcomponent_get_first_property(component, ICAL_DURATION_PROPERTY);
        if (end) {
            const auto endsAt = instantOf(end);
            if (!endsAt || *endsAt < startsAt)
                return std::nullopt;
            seconds = (*endsAt - startsAt) / 1000;
        } else if (length) {
            const icaldurationtype duration = icalproperty_get_duration(length);
            if (icaldurationtype_is_bad_duration(duration) || duration.is_neg || duration.weeks > 100
                || duration.days > 1000)
                return std::nullopt;
            seconds = icaldurationtype_as_int(duration);
        }
        if (seconds == 0 && isDate)
            seconds = 86'400;
        if (seconds == 0) {
            guess("DTEND", "neither an end nor a length: taken as 30 minutes");
            seconds = 1800;
        }
        const std::int64_t minutes = (seconds + 59) / 60;
        return minutes >= 1 && minutes <= kMaxSourceMinutes ? std::optional(static_cast<std::int32_t>(minutes))
                                                            : std::nullopt;
    }

    void takeTimes(icalcomponent *component, FileSession &session)
    {
        icalproperty *start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
        if (!start)
            return guess("DTSTART", "missing: the session is taken without a time");
        const icaltimetype first = icalproperty_get_dtstart(start);
        const auto startsAt = instantOf(first, zoneNameOf(start));
        if (!startsAt)
            return refuse("DTSTART", "not a time: the session has no place in the programme");
        if (icalcomponent_get_next_property(component, ICAL_DTSTART_PROPERTY))
            guess("DTSTART", "twice: the first one stands");
        const auto minutes = lengthOf(component, *startsAt, first.is_date != 0);
        if (!minutes)
            return refuse("DTEND", "not between one minute and seven days: the session has no place in the programme");
        if (first.is_date && !std::exchange(m_hasAllDay, true))
            guess("DTSTART", "a whole day: taken from midnight to midnight");
        std::string room = roomOf(component);
        if (room.empty()) {
            room = m_file.title;
            addRoom(room);
            guess("LOCATION", "missing: taken as a place that is called as the calendar is, \"" + room + "\"");
        }
        std::map<Instant, bool> instants{{*startsAt, true}};
        repeat(component, first, zoneNameOf(start), instants);
        addDates(component, instants);
        const bool isOne = instants.size() == 1;
        for (const auto &[instant, unused] : instants) {
            if (session.times.size() == kMaxFileSlots)
                return refuse("RRULE", "more than 1000 repetitions");
            FileSlot slot;
            slot.key = session.keys.front() + "/" + (isOne ? "0" : instant.toString());
            slot.room = room;
            slot.startsAt = instant;
            slot.minutes = *minutes;
            slot.line = m_line;
            session.times.push_back(std::move(slot));
        }
    }

    /// Follows a rule on the wall clock of the event's zone.
    void repeat(icalcomponent *component, icaltimetype first, const std::string &zoneName,
                std::map<Instant, bool> &instants)
    {
        icalproperty *property = icalcomponent_get_first_property(component, ICAL_RRULE_PROPERTY);
        if (!property)
            return;
        icalrecurrencetype rule = icalproperty_get_rrule(property);
        if (rule.freq == ICAL_NO_RECURRENCE)
            return refuse("RRULE", "not a rule that can be followed: taken once");
        const bool isUtc = icaltime_is_utc(first);
        const bool hasEnd = rule.count > 0 || !icaltime_is_null_time(rule.until);
        std::optional<Instant> until;
        if (!icaltime_is_null_time(rule.until)) {
            until = instantOf(rule.until, icaltime_is_utc(rule.until) ? "" : zoneName);
            if (until && rule.until.is_date)
                until = *until + 86'399'000;
            rule.until = icaltime_null_time();
        }
        first.zone = nullptr;
        const std::unique_ptr<icalrecur_iterator, Freed> iterator(icalrecur_iterator_new(rule, first));
        if (!iterator)
            return refuse("RRULE", "not a rule that can be followed: taken once");
        const Instant begin = instants.begin()->first;
        for (std::size_t count = 0; count <= kMaxFileSlots; ++count) {
            icaltimetype next = icalrecur_iterator_next(iterator.get());
            if (isUtc)
                next.zone = icaltimezone_get_utc_timezone();
            const auto instant = instantOf(next, zoneName);
            if (!instant || (until && *instant > *until))
                break;
            if (!hasEnd && *instant - begin > kCalendarHorizonMs)
                break;
            instants.emplace(*instant, true);
        }
        if (!hasEnd)
            guess("RRULE", "repeats without end: taken for a year");
    }

    void addDates(icalcomponent *component, std::map<Instant, bool> &instants)
    {
        for (icalproperty *property = icalcomponent_get_first_property(component, ICAL_RDATE_PROPERTY); property;
             property = icalcomponent_get_next_property(component, ICAL_RDATE_PROPERTY)) {
            const icaldatetimeperiodtype date = icalproperty_get_rdate(property);
            const auto instant =
                instantOf(icaltime_is_null_time(date.time) ? date.period.start : date.time, zoneNameOf(property));
            if (instant && instants.size() <= kMaxFileSlots)
                instants.emplace(*instant, true);
            else
                guess("RDATE", "not a time: passed over");
        }
        for (icalproperty *property = icalcomponent_get_first_property(component, ICAL_EXDATE_PROPERTY); property;
             property = icalcomponent_get_next_property(component, ICAL_EXDATE_PROPERTY)) {
            if (const auto instant = instantOf(property); instant && instants.size() > 1)
                instants.erase(*instant);
        }
    }

    /// Instances that were moved or called off.
    void takeChanges()
    {
        for (const Entry &entry : m_changes) {
            m_line = entry.line;
            m_path = "VEVENT " + std::string(firstCharacters(entry.uid, 100));
            const auto known = m_sessions.find(keyFor(entry.uid));
            if (known == m_sessions.end()) {
                takeEvent(entry);
                continue;
            }
            changeInstance(entry, m_file.sessions[known->second]);
        }
    }

    void changeInstance(const Entry &entry, FileSession &session)
    {
        const auto original = instantOf(icalcomponent_get_first_property(entry.component, ICAL_RECURRENCEID_PROPERTY));
        auto slot = std::find_if(session.times.begin(), session.times.end(),
                                 [&](const FileSlot &each) { return original && each.startsAt == *original; });
        if (slot == session.times.end())
            return guess("RECURRENCE-ID", "no repetition begins then: passed over");
        if (entry.isCancelled) {
            session.times.erase(slot);
            return;
        }
        icalproperty *start = icalcomponent_get_first_property(entry.component, ICAL_DTSTART_PROPERTY);
        const auto startsAt = start ? instantOf(start) : original;
        const auto minutes = startsAt ? lengthOf(entry.component, *startsAt, false) : std::nullopt;
        if (!minutes)
            return refuse("DTSTART", "a change without a time that could be read");
        slot->startsAt = *startsAt;
        slot->minutes = *minutes;
        if (const std::string room = roomOf(entry.component); !room.empty())
            slot->room = room;
    }

    const ReadOptions &m_options;
    std::vector<std::int64_t> m_lines;
    QTimeZone m_ownZone;
    icalcomponent *m_root = nullptr;
    ProgrammeFile m_file;
    std::string m_name;
    std::vector<Entry> m_entries;
    std::vector<Entry> m_changes;
    std::unordered_map<std::string, std::size_t> m_sessions;
    std::map<std::string, bool> m_unknownZones;
    std::int64_t m_line = 0;
    std::string m_path;
    std::int64_t m_others = 0;
    bool m_hasCalendar = false;
    bool m_hasAllDay = false;
};

} // namespace

Result<ProgrammeFile> readCalendar(std::string_view bytes, const ReadOptions &options)
{
    auto text = decodedText(bytes);
    if (!text)
        return fail(std::move(text.error()));
    const std::string lines = withLineFeeds(text->utf8);
    auto begins = eventLines(lines);
    if (!begins)
        return fail(std::move(begins.error()));
    icalerror_set_errors_are_fatal(false);
    const std::unique_ptr<icalcomponent, Freed> root(icalparser_parse_string(lines.c_str()));
    if (!root)
        return fail(atLine(1, Fault::Malformed, "not a calendar"));
    auto file = CalendarReader(options, std::move(*begins)).run(root.get());
    if (file && text->encoding != "utf-8")
        file->report.guess({options.file, 1, {}, "not UTF-8: read as " + text->encoding});
    return file;
}

} // namespace gatehouse
