// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/schedulexml.h"

#include "server/files/sourcetext.h"

#include <QXmlStreamReader>

#include <algorithm>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

std::int64_t lineAt(const std::string &text, std::size_t at)
{
    return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
}

/// Walks over elements within limits.
class XmlWalk
{
public:
    explicit XmlWalk(const QString &text) : m_reader(text) {}

    /// Into the next child of the element we are in; false behind its end.
    bool enterChild()
    {
        while (isGood() && !m_reader.atEnd()) {
            step();
            if (m_reader.isStartElement())
                return isGood();
            if (m_reader.isEndElement())
                return false;
        }
        return false;
    }

    /// The text of the element we are in, what is nested left out; afterwards we are behind it.
    std::string text()
    {
        QString out;
        for (int depth = 0; isGood() && !m_reader.atEnd();) {
            step();
            if (m_reader.isStartElement())
                ++depth;
            else if (m_reader.isEndElement() && depth-- == 0)
                break;
            else if (m_reader.isCharacters() && depth == 0)
                out += m_reader.text();
            if (out.size() > kMaxXmlText)
                refuse(Fault::TooLarge, "a text of more than 1,000,000 characters");
        }
        return out.toStdString();
    }

    void skip() { (void)text(); }

    [[nodiscard]] QString name() const { return m_reader.name().toString(); }
    [[nodiscard]] std::string attribute(QLatin1String attributeName) const
    {
        return m_reader.attributes().value(attributeName).toString().toStdString();
    }
    [[nodiscard]] std::int64_t line() const { return m_reader.lineNumber(); }
    [[nodiscard]] bool isGood() const { return !m_failure; }
    [[nodiscard]] Failure failure() const { return *m_failure; }
    void refuse(Fault fault, const std::string &what)
    {
        if (!m_failure)
            m_failure = Failure{fault, "line " + std::to_string(line()) + ": " + what, {}};
    }

private:
    void step()
    {
        m_reader.readNext();
        if (m_reader.hasError())
            return refuse(Fault::Malformed, m_reader.errorString().toStdString());
        if (m_reader.isDTD() || m_reader.isEntityReference())
            return refuse(Fault::Invalid, "document types and entities are not taken");
        if (m_reader.isEndElement())
            --m_depth;
        if (!m_reader.isStartElement())
            return;
        if (++m_depth > kMaxXmlDepth)
            refuse(Fault::TooLarge, "more than 64 nested elements");
        if (++m_elements > kMaxXmlElements)
            refuse(Fault::TooLarge, "more than 1,000,000 elements");
        if (m_reader.attributes().size() > kMaxXmlAttributes)
            refuse(Fault::TooLarge, "more than 64 attributes");
    }

    QXmlStreamReader m_reader;
    std::optional<Failure> m_failure;
    int m_depth = 0;
    int m_elements = 0;
};

class ScheduleReader
{
public:
    explicit ScheduleReader(const QString &text) : m_walk(text) {}

    Result<RawSchedule> run()
    {
        if (!m_walk.enterChild() && m_walk.isGood())
            m_walk.refuse(Fault::Malformed, "no element");
        if (m_walk.isGood() && m_walk.name() != u"schedule"_s)
            m_walk.refuse(Fault::Invalid, "not a schedule");
        while (m_walk.enterChild()) {
            const QString name = m_walk.name();
            if (name == u"generator"_s) {
                m_raw.generator = m_walk.attribute("name"_L1);
                m_walk.skip();
            } else if (name == u"conference"_s) {
                readConference();
            } else if (name == u"day"_s) {
                readDay();
            } else {
                m_walk.skip();
            }
        }
        if (!m_walk.isGood())
            return fail(m_walk.failure());
        return std::move(m_raw);
    }

private:
    void readConference()
    {
        while (m_walk.enterChild()) {
            const QString name = m_walk.name();
            if (name == u"track"_s) {
                const std::string colour = m_walk.attribute("color"_L1);
                std::string title = m_walk.attribute("name"_L1);
                const std::string text = m_walk.text();
                m_raw.tracks.push_back({title.empty() ? text : title, colour});
                continue;
            }
            std::string text = m_walk.text();
            if (name == u"title"_s)
                m_raw.title = std::move(text);
            else if (name == u"acronym"_s)
                m_raw.acronym = std::move(text);
            else if (name == u"time_zone_name"_s)
                m_raw.zone = std::move(text);
            else if (name == u"day_change"_s)
                m_raw.dayChange = std::move(text);
        }
    }

    void readDay()
    {
        m_raw.days.push_back({m_walk.attribute("date"_L1), m_walk.attribute("start"_L1), m_walk.attribute("end"_L1)});
        while (m_walk.enterChild()) {
            if (m_walk.name() == u"room"_s)
                readRoom();
            else
                m_walk.skip();
        }
    }

    void readRoom()
    {
        m_raw.rooms.push_back({m_walk.attribute("name"_L1), m_walk.attribute("guid"_L1), {}, m_walk.line()});
        const std::string room = m_raw.rooms.back().name;
        while (m_walk.enterChild()) {
            if (m_walk.name() == u"event"_s)
                readEvent(room);
            else
                m_walk.skip();
        }
    }

    void readEvent(const std::string &room)
    {
        if (m_raw.events.size() == kMaxFileSessions)
            return m_walk.refuse(Fault::TooLarge, "more than 20,000 events");
        RawEvent event;
        event.id = m_walk.attribute("id"_L1);
        event.guid = m_walk.attribute("guid"_L1);
        event.code = m_walk.attribute("code"_L1);
        event.line = m_walk.line();
        event.path = "event " + oneLine(event.id.empty() ? event.guid : event.id);
        event.room = room;
        event.day = m_raw.days.size() - 1;
        while (m_walk.enterChild()) {
            if (m_walk.name() == u"persons"_s)
                readPersons(event);
            else
                readPart(event);
        }
        m_raw.events.push_back(std::move(event));
    }

    void readPart(RawEvent &event)
    {
        static const QHash<QString, std::string RawEvent::*> parts{{u"date"_s, &RawEvent::date},
                                                                   {u"start"_s, &RawEvent::start},
                                                                   {u"duration"_s, &RawEvent::duration},
                                                                   {u"title"_s, &RawEvent::title},
                                                                   {u"subtitle"_s, &RawEvent::subtitle},
                                                                   {u"track"_s, &RawEvent::track},
                                                                   {u"type"_s, &RawEvent::type},
                                                                   {u"language"_s, &RawEvent::language},
                                                                   {u"abstract"_s, &RawEvent::abstract},
                                                                   {u"description"_s, &RawEvent::description},
                                                                   {u"url"_s, &RawEvent::url}};
        const auto part = parts.constFind(m_walk.name());
        const bool isRoom = m_walk.name() == u"room"_s;
        std::string text = m_walk.text();
        if (part != parts.constEnd())
            event.*part.value() = std::move(text);
        else if (isRoom && event.room.empty())
            event.room = std::move(text);
    }

    void readPersons(RawEvent &event)
    {
        event.hasPersons = true;
        while (m_walk.enterChild()) {
            RawPerson person;
            person.id = m_walk.attribute("id"_L1);
            person.guid = m_walk.attribute("guid"_L1);
            person.code = m_walk.attribute("code"_L1);
            const bool isPerson = m_walk.name() == u"person"_s;
            person.name = m_walk.text();
            if (isPerson)
                event.persons.push_back(std::move(person));
        }
    }

    XmlWalk m_walk;
    RawSchedule m_raw;
};

} // namespace

Result<ProgrammeFile> readScheduleXml(std::string_view bytes, const ReadOptions &options)
{
    auto text = decodedText(bytes);
    if (!text)
        return fail(std::move(text.error()));
    // Before the reader sees it: Qt 6.4's may never return from entities that name each other (CVE-2023-38197).
    for (const char *type : {"<!DOCTYPE", "<!ENTITY"}) {
        if (const auto at = text->utf8.find(type); at != std::string::npos)
            return fail(Fault::Invalid,
                        "line " + std::to_string(lineAt(text->utf8, at))
                            + ": document types and entities are not taken");
    }
    auto raw = ScheduleReader(toQString(text->utf8)).run();
    if (!raw)
        return fail(std::move(raw.error()));
    auto file = builtProgramme(std::move(*raw), options);
    if (file && text->encoding != "utf-8")
        file->report.guess({options.file, 1, {}, "not UTF-8: read as " + text->encoding});
    return file;
}

} // namespace gatehouse
