// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/schedulejson.h"

#include "server/files/sourcetext.h"

namespace gatehouse {

namespace {

/// Text or number as it stands; anything else is as if it were not there.
std::string textOf(const JsonValue &object, std::string_view name)
{
    const JsonValue *value = object.find(name);
    const bool isText = value && (value->type == JsonValue::Type::String || value->type == JsonValue::Type::Number);
    return isText ? value->text : std::string();
}

const JsonValue *objectIn(const JsonValue &object, std::string_view name)
{
    const JsonValue *value = object.find(name);
    return value && value->type == JsonValue::Type::Object ? value : nullptr;
}

const std::vector<JsonValue> &listIn(const JsonValue &object, std::string_view name)
{
    static const std::vector<JsonValue> none;
    const JsonValue *value = object.find(name);
    return value && value->type == JsonValue::Type::Array ? value->elements : none;
}

RawPerson personOf(const JsonValue &value)
{
    RawPerson person;
    person.id = textOf(value, "id");
    person.guid = textOf(value, "guid");
    person.code = textOf(value, "code");
    for (const char *name : {"public_name", "name", "full_public_name"}) {
        if (person.name.empty())
            person.name = textOf(value, name);
    }
    const JsonValue *biography = value.find("biography");
    person.hasBiography = biography && biography->type == JsonValue::Type::String;
    person.biography = textOf(value, "biography");
    return person;
}

RawEvent eventOf(const JsonValue &value, std::string path)
{
    RawEvent event;
    const std::pair<const char *, std::string RawEvent::*> parts[] = {{"id", &RawEvent::id},
                                                                      {"guid", &RawEvent::guid},
                                                                      {"code", &RawEvent::code},
                                                                      {"date", &RawEvent::date},
                                                                      {"start", &RawEvent::start},
                                                                      {"end", &RawEvent::end},
                                                                      {"duration", &RawEvent::duration},
                                                                      {"title", &RawEvent::title},
                                                                      {"subtitle", &RawEvent::subtitle},
                                                                      {"track", &RawEvent::track},
                                                                      {"type", &RawEvent::type},
                                                                      {"language", &RawEvent::language},
                                                                      {"abstract", &RawEvent::abstract},
                                                                      {"description", &RawEvent::description},
                                                                      {"url", &RawEvent::url}};
    for (const auto &[name, part] : parts)
        event.*part = textOf(value, name);
    const JsonValue *persons = value.find("persons");
    event.hasPersons = persons && persons->type == JsonValue::Type::Array;
    for (const JsonValue &person : listIn(value, "persons")) {
        if (person.type == JsonValue::Type::Object)
            event.persons.push_back(personOf(person));
    }
    event.path = std::move(path);
    return event;
}

class JsonSchedule
{
public:
    Result<RawSchedule> run(const JsonValue &schedule, const JsonValue &conference)
    {
        m_raw.acronym = textOf(conference, "acronym");
        m_raw.title = textOf(conference, "title");
        m_raw.zone = textOf(conference, "time_zone_name");
        m_raw.dayChange = textOf(conference, "day_change");
        if (const JsonValue *generator = objectIn(schedule, "generator"))
            m_raw.generator = textOf(*generator, "name");
        for (const JsonValue &track : listIn(conference, "tracks"))
            m_raw.tracks.push_back({textOf(track, "name"), textOf(track, "color")});
        for (const JsonValue &room : listIn(conference, "rooms"))
            m_raw.rooms.push_back({textOf(room, "name"), textOf(room, "guid"), textOf(room, "capacity"), 0});
        const auto &days = listIn(conference, "days");
        for (std::size_t index = 0; index < days.size(); ++index) {
            if (auto result = takeDay(days[index], "schedule.conference.days[" + std::to_string(index) + "]"); !result)
                return fail(std::move(result.error()));
        }
        return std::move(m_raw);
    }

private:
    Result<> takeDay(const JsonValue &day, const std::string &path)
    {
        m_raw.days.push_back({textOf(day, "date"), textOf(day, "day_start"), textOf(day, "day_end")});
        const JsonValue *rooms = objectIn(day, "rooms");
        if (!rooms)
            return fail(Fault::Invalid, path + ".rooms: missing");
        for (const auto &[name, events] : rooms->members) {
            if (events.type != JsonValue::Type::Array)
                return fail(Fault::Invalid, path + ".rooms[\"" + oneLine(name) + "\"]: not a list");
            m_raw.rooms.push_back({name, {}, {}, 0});
            for (std::size_t index = 0; index < events.elements.size(); ++index) {
                const std::string place = path + ".rooms[\"" + oneLine(name) + "\"][" + std::to_string(index) + "]";
                if (events.elements[index].type != JsonValue::Type::Object)
                    return fail(Fault::Invalid, place + ": not an object");
                if (m_raw.events.size() == kMaxFileSessions)
                    return fail(Fault::TooLarge, place + ": more than 20,000 events");
                RawEvent event = eventOf(events.elements[index], place);
                event.room = name;
                event.day = m_raw.days.size() - 1;
                m_raw.events.push_back(std::move(event));
            }
        }
        return {};
    }

    RawSchedule m_raw;
};

} // namespace

Result<ProgrammeFile> readScheduleJson(const JsonValue &root, const ReadOptions &options)
{
    const JsonValue *schedule = objectIn(root, "schedule");
    const JsonValue *conference = schedule ? objectIn(*schedule, "conference") : nullptr;
    if (!conference)
        return fail(Fault::Invalid, "schedule.conference: missing");
    JsonValue whole = *schedule;
    if (const JsonValue *generator = root.find("generator"); generator && !whole.find("generator"))
        whole.members.emplace_back("generator", *generator); // the schema has it beside the schedule
    auto raw = JsonSchedule().run(whole, *conference);
    if (!raw)
        return fail(std::move(raw.error()));
    return builtProgramme(std::move(*raw), options);
}

} // namespace gatehouse
