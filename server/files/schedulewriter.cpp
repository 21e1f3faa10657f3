// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/schedulewriter.h"

#include "server/files/schedulebuilder.h"
#include "server/files/sourcetext.h"
#include "shared/model/json.h"

#include <QDateTime>
#include <QTimeZone>

#include <deque>
#include <limits>
#include <map>
#include <unordered_set>

namespace gatehouse {

namespace {

/// The XSD has two digits for the hours of a duration (99:59): what is longer is given in parts of four days.
constexpr std::int32_t kMostXmlMinutes = 99 * 60 + 59;
constexpr std::int32_t kXmlPartMinutes = 96 * 60;
constexpr std::int32_t kAnyMinutes = std::numeric_limits<std::int32_t>::max(); ///< the JSON Schema has any number

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char letter : text) {
        switch (letter) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            if (static_cast<unsigned char>(letter) >= 0x20 || letter == '\n' || letter == '\t')
                out += letter;
        }
    }
    return out;
}

std::string element(const char *name, std::string_view text)
{
    return "<" + std::string(name) + ">" + escaped(text) + "</" + name + ">";
}

/// An event day with what happens in it, by room.
struct Day {
    QDateTime startsAt;
    QDateTime endsAt;
    std::map<std::int32_t, std::vector<Appearance>> rooms; ///< by the place of the space in the view
};

class Schedule
{
public:
    /// `most`: minutes; what lasts longer appears in parts, one behind the other.
    Schedule(const ProgrammeView &view, std::int32_t most) : m_view(view), m_zone(toQString(view.event.zone).toUtf8())
    {
        if (!m_zone.isValid())
            m_zone = QTimeZone::utc();
        for (std::size_t index = 0; index < view.spaces.size(); ++index)
            m_places.emplace(view.spaces[index].id, static_cast<std::int32_t>(index));
        const std::vector<Appearance> all = view.appearances();
        for (const Appearance &one : all)
            m_numbers.insert(one.number);
        for (const Appearance &one : all) {
            if (one.slot->minutes > most)
                addParts(one);
            else
                add(one);
        }
        if (m_days.empty())
            addDay(QDate::fromString(toQString(view.event.firstDay), Qt::ISODate));
    }

    [[nodiscard]] const std::map<QDate, Day> &days() const { return m_days; }
    [[nodiscard]] const Space &space(std::int32_t place) const
    {
        return m_view.spaces[static_cast<std::size_t>(place)];
    }
    [[nodiscard]] QDateTime local(Instant at) const { return QDateTime::fromMSecsSinceEpoch(at.ms, m_zone); }
    [[nodiscard]] std::string firstDate() const { return isoDate(m_days.begin()->first); }
    [[nodiscard]] std::string lastDate() const { return isoDate(m_days.rbegin()->first); }

    /// Four characters at least, no hyphens: what both schemas take.
    [[nodiscard]] std::string acronym() const
    {
        std::string word = m_view.event.slug;
        std::replace(word.begin(), word.end(), '-', '_');
        while (word.size() < 4)
            word += '_';
        return word;
    }

    [[nodiscard]] static std::string isoDate(const QDate &date) { return date.toString(Qt::ISODate).toStdString(); }

    /// With its offset, never "Z" alone: the day and the hour are those of the venue.
    [[nodiscard]] static std::string isoTime(const QDateTime &time)
    {
        const int offset = time.offsetFromUtc();
        const int minutes = std::abs(offset) / 60;
        char text[32];
        std::snprintf(text, sizeof text, "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60 % 24, minutes % 60);
        return time.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")).toStdString() + text;
    }

    [[nodiscard]] static std::string duration(std::int32_t minutes)
    {
        char text[32];
        std::snprintf(text, sizeof text, "%02d:%02d", minutes / 60, minutes % 60);
        return text;
    }

    [[nodiscard]] std::string title(const Appearance &one) const
    {
        return (one.session->state == SessionState::Cancelled ? std::string(kCancelledPrefix) : std::string())
            + one.session->title;
    }

    [[nodiscard]] std::string track(const Appearance &one) const
    {
        const Track *track = m_view.track(one.session->track);
        return track ? track->name : std::string();
    }

    [[nodiscard]] std::vector<const Speaker *> speakers(const Appearance &one) const
    {
        std::vector<const Speaker *> all;
        for (const SpeakerId &id : one.session->speakers) {
            const Speaker *speaker = m_view.speaker(id);
            if (speaker && !speaker->name.empty()) // an erased person has none
                all.push_back(speaker);
        }
        return all;
    }

private:
    void add(const Appearance &one)
    {
        dayOf(one.slot->expectedStart()).rooms[m_places.at(one.space->id)].push_back(one);
    }

    /// The first has the guid of the whole; those behind it follow from it, so that a reader may join them again.
    void addParts(const Appearance &whole)
    {
        std::int32_t done = 0;
        for (int part = 1; done < whole.slot->minutes; ++part) {
            Slot slot = *whole.slot;
            slot.startsAt = slot.startsAt + done * 60'000LL;
            slot.minutes = std::min(kXmlPartMinutes, whole.slot->minutes - done);
            done += slot.minutes;
            m_parts.push_back(slot);
            Appearance one = whole;
            one.slot = &m_parts.back();
            if (part > 1) {
                one.guid = partGuid(whole.guid, part);
                one.number = publicNumber(one.guid);
                while (!m_numbers.insert(one.number).second)
                    ++one.number;
            }
            add(one);
        }
    }

    [[nodiscard]] QDateTime cutOff(const QDate &date) const
    {
        return {date, QTime(0, 0).addSecs(m_view.event.cutOffMinutes * 60), m_zone};
    }

    Day &addDay(QDate date)
    {
        if (!date.isValid())
            date = QDate(1970, 1, 1);
        Day &day = m_days[date];
        day.startsAt = cutOff(date);
        day.endsAt = cutOff(date.addDays(1));
        return day;
    }

    Day &dayOf(Instant at)
    {
        const QDateTime start = local(at);
        QDate date = start.date();
        if (start < cutOff(date))
            date = date.addDays(-1);
        return addDay(date);
    }

    const ProgrammeView &m_view;
    QTimeZone m_zone;
    std::unordered_map<Id, std::int32_t> m_places;
    std::unordered_set<std::int64_t> m_numbers; ///< that are taken
    std::deque<Slot> m_parts;                   ///< of those that last too long
    std::map<QDate, Day> m_days;
};

std::string colourOf(const Track &track)
{
    char text[8];
    std::snprintf(text, sizeof text, "#%06x", static_cast<unsigned>(track.colour) & 0xffffffU);
    return text;
}

std::string eventXml(const Schedule &schedule, const Appearance &one)
{
    const Session &session = *one.session;
    const QDateTime start = schedule.local(one.slot->expectedStart());
    std::string xml = "<event guid=\"" + one.guid + "\" id=\"" + std::to_string(one.number) + "\">\n";
    xml += element("room", one.space->name) + element("title", schedule.title(one))
        + element("subtitle", session.subtitle);
    xml += element("type", session.type) + element("date", Schedule::isoTime(start));
    xml += element("start", start.toString(QStringLiteral("HH:mm")).toStdString());
    xml += element("duration", Schedule::duration(one.slot->minutes)) + element("abstract", session.abstract);
    xml += element("track", schedule.track(one)) + element("language", session.language) + "\n<persons>";
    for (const Speaker *speaker : schedule.speakers(one)) {
        const std::string guid = publicGuid(speaker->guid, speaker->id);
        xml += "<person id=\"" + std::to_string(publicNumber(guid)) + "\" guid=\"" + guid + "\">"
            + escaped(speaker->name) + "</person>";
    }
    xml += "</persons>\n";
    if (!session.url.empty())
        xml += element("url", session.url) + "\n";
    return xml + "</event>\n";
}

class JsonText
{
public:
    void open(char bracket)
    {
        comma();
        out += bracket;
        m_isFirst = true;
    }
    void close(char bracket)
    {
        out += bracket;
        m_isFirst = false;
    }
    void name(std::string_view text)
    {
        comma();
        writeJsonString(out, text);
        out += ':';
        m_isFirst = true;
    }
    void text(std::string_view value)
    {
        comma();
        writeJsonString(out, value);
    }
    void number(std::int64_t value)
    {
        comma();
        out += std::to_string(value);
    }
    void member(std::string_view key, std::string_view value)
    {
        name(key);
        text(value);
    }
    void member(std::string_view key, std::int64_t value)
    {
        name(key);
        number(value);
    }
    std::string out;

private:
    void comma()
    {
        if (!m_isFirst)
            out += ',';
        m_isFirst = false;
    }
    bool m_isFirst = true;
};

/// Lower case letters, digits and hyphens.
std::string slugOf(const Schedule &schedule, const Appearance &one)
{
    return schedule.acronym() + "-" + std::to_string(one.number) + "-" + slugFor(one.session->title);
}

void eventJson(const Schedule &schedule, const Appearance &one, JsonText &json)
{
    const Session &session = *one.session;
    const QDateTime start = schedule.local(one.slot->expectedStart());
    json.open('{');
    json.member("guid", one.guid);
    json.member("id", one.number);
    json.member("date", Schedule::isoTime(start));
    json.member("start", start.toString(QStringLiteral("HH:mm")).toStdString());
    json.member("duration", Schedule::duration(one.slot->minutes));
    json.member("room", one.space->name);
    json.member("slug", slugOf(schedule, one));
    json.member("url", session.url.empty() ? "urn:uuid:" + one.guid : session.url); // the schema wants one
    json.member("title", schedule.title(one));
    json.member("subtitle", session.subtitle);
    json.member("track", schedule.track(one));
    json.member("type", session.type);
    json.member("language", session.language);
    json.member("abstract", session.abstract);
    json.member("description", "");
    json.name("persons");
    json.open('[');
    for (const Speaker *speaker : schedule.speakers(one)) {
        const std::string guid = publicGuid(speaker->guid, speaker->id);
        json.open('{');
        json.member("id", publicNumber(guid));
        json.member("guid", guid);
        json.member("public_name", speaker->name);
        if (!speaker->biography.empty())
            json.member("biography", speaker->biography);
        json.close('}');
    }
    json.close(']');
    json.name("links");
    json.open('[');
    json.close(']');
    json.close('}');
}

void roomsJson(const ProgrammeView &view, JsonText &json)
{
    json.name("rooms");
    json.open('[');
    for (const Space &space : view.spaces) {
        json.open('{');
        json.member("name", space.name);
        json.member("guid", publicGuid(space.guid, space.id));
        if (space.capacity > 0)
            json.member("capacity", space.capacity);
        json.close('}');
    }
    json.close(']');
    json.name("tracks");
    json.open('[');
    for (const Track &track : view.tracks) {
        json.open('{');
        json.member("name", track.name);
        if (track.colour >= 0)
            json.member("color", colourOf(track));
        json.close('}');
    }
    json.close(']');
}

void daysJson(const Schedule &schedule, JsonText &json)
{
    json.name("days");
    json.open('[');
    std::int64_t index = 0;
    for (const auto &[date, day] : schedule.days()) {
        json.open('{');
        json.member("index", ++index);
        json.member("date", Schedule::isoDate(date));
        json.member("day_start", Schedule::isoTime(day.startsAt));
        json.member("day_end", Schedule::isoTime(day.endsAt));
        json.name("rooms");
        json.open('{');
        std::map<std::string, std::vector<Appearance>> rooms; // two spaces of one name are one room here
        for (const auto &[place, appearances] : day.rooms) {
            auto &room = rooms[schedule.space(place).name];
            room.insert(room.end(), appearances.begin(), appearances.end());
        }
        for (const auto &[name, appearances] : rooms) {
            json.name(name);
            json.open('[');
            for (const Appearance &one : appearances)
                eventJson(schedule, one, json);
            json.close(']');
        }
        json.close('}');
        json.close('}');
    }
    json.close(']');
}

} // namespace

std::string scheduleXml(const ProgrammeView &view)
{
    const Schedule schedule(view, kMostXmlMinutes);
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<schedule>\n<generator name=\""
        + std::string(kGenerator) + "\" version=\"" GATEHOUSE_VERSION "\"/>\n";
    xml += element("version", "r" + std::to_string(view.version)) + "\n<conference>\n"
        + element("title", view.event.name) + element("acronym", schedule.acronym())
        + element("start", schedule.firstDate()) + element("end", schedule.lastDate())
        + element("days", std::to_string(schedule.days().size())) + element("timeslot_duration", "00:05")
        + element("time_zone_name", view.event.zone) + "\n";
    for (const Track &track : view.tracks)
        xml += "<track name=\"" + escaped(track.name) + "\""
            + (track.colour >= 0 ? " color=\"" + colourOf(track) + "\"" : "") + "/>\n";
    xml += "</conference>\n";
    int index = 0;
    for (const auto &[date, day] : schedule.days()) {
        xml += "<day index=\"" + std::to_string(++index) + "\" date=\"" + Schedule::isoDate(date) + "\" start=\""
            + Schedule::isoTime(day.startsAt) + "\" end=\"" + Schedule::isoTime(day.endsAt) + "\">\n";
        for (const auto &[place, appearances] : day.rooms) {
            const Space &space = schedule.space(place);
            xml += "<room name=\"" + escaped(space.name) + "\" guid=\"" + publicGuid(space.guid, space.id) + "\">\n";
            for (const Appearance &one : appearances)
                xml += eventXml(schedule, one);
            xml += "</room>\n";
        }
        xml += "</day>\n";
    }
    return xml + "</schedule>\n";
}

std::string scheduleJson(const ProgrammeView &view)
{
    const Schedule schedule(view, kAnyMinutes);
    JsonText json;
    json.open('{');
    json.member("$schema", "https://c3voc.de/schedule/schema.json");
    json.name("generator");
    json.open('{');
    json.member("name", kGenerator);
    json.member("version", GATEHOUSE_VERSION);
    json.close('}');
    json.name("schedule");
    json.open('{');
    json.member("version", "r" + std::to_string(view.version));
    json.name("conference");
    json.open('{');
    json.member("acronym", schedule.acronym());
    json.member("title", view.event.name);
    json.member("start", schedule.firstDate());
    json.member("end", schedule.lastDate());
    json.member("daysCount", static_cast<std::int64_t>(schedule.days().size()));
    json.member("timeslot_duration", "00:05");
    json.member("time_zone_name", view.event.zone);
    roomsJson(view, json);
    daysJson(schedule, json);
    json.close('}');
    json.close('}');
    json.close('}');
    return json.out + "\n";
}

} // namespace gatehouse
