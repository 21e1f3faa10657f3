// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/calendarwriter.h"

#include "server/files/schedulebuilder.h"
#include "server/files/sourcetext.h"

#include <QDateTime>
#include <QTimeZone>

namespace gatehouse {

namespace {

constexpr std::size_t kMostOctets = 75; ///< of a line, RFC 5545 §3.1

/// Folded, never within a character.
void line(std::string &out, std::string_view text)
{
    std::size_t most = kMostOctets;
    while (text.size() > most) {
        std::size_t cut = most;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U)
            --cut;
        out.append(text.substr(0, cut)).append("\r\n ");
        text.remove_prefix(cut);
        most = kMostOctets - 1; // the space is one
    }
    out.append(text).append("\r\n");
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char letter : text) {
        if (letter == '\\' || letter == ';' || letter == ',')
            out += '\\';
        if (letter == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(letter) >= 0x20 || letter == '\t')
            out += letter;
    }
    return out;
}

std::string wallText(const QDateTime &time)
{
    return time.toString(QStringLiteral("yyyyMMddTHHmmss")).toStdString();
}

std::string utcText(Instant at)
{
    return wallText(QDateTime::fromMSecsSinceEpoch(at.ms, Qt::UTC)) + "Z";
}

std::string offsetText(int seconds)
{
    char text[32];
    const int all = std::abs(seconds);
    std::snprintf(text, sizeof text, "%c%02d%02d", seconds < 0 ? '-' : '+', all / 3600 % 24, all / 60 % 60);
    return text;
}

class Calendar
{
public:
    explicit Calendar(const ProgrammeView &view) : m_view(view), m_zone(toQString(view.event.zone).toUtf8())
    {
        m_hasZone = m_zone.isValid() && view.event.zone != "UTC";
        if (!m_zone.isValid())
            m_zone = QTimeZone::utc();
    }

    std::string run()
    {
        const auto appearances = m_view.appearances();
        add("BEGIN:VCALENDAR");
        add("VERSION:2.0");
        add("PRODID:-//" + std::string(kGenerator) + "//Programme//EN");
        add("CALSCALE:GREGORIAN");
        add("METHOD:PUBLISH");
        add("NAME:" + escaped(m_view.event.name));
        add("X-WR-CALNAME:" + escaped(m_view.event.name));
        add("REFRESH-INTERVAL;VALUE=DURATION:PT5M");
        add("X-PUBLISHED-TTL:PT5M");
        if (m_hasZone && !appearances.empty())
            describeZone(appearances.front().slot->startsAt, appearances.back().slot->expectedEnd());
        for (const Appearance &one : appearances)
            addEvent(one);
        add("END:VCALENDAR");
        return std::move(m_out);
    }

private:
    void add(const std::string &text) { line(m_out, text); }

    /// The zone as it was from before the first to after the last time: an observance for each change between.
    void describeZone(Instant from, Instant until)
    {
        const QDateTime begin = QDateTime::fromMSecsSinceEpoch(from.ms, m_zone).addDays(-1);
        const QDateTime end = QDateTime::fromMSecsSinceEpoch(until.ms, m_zone).addDays(8);
        add("BEGIN:VTIMEZONE");
        add("TZID:" + m_view.event.zone);
        const QTimeZone::OffsetData before = m_zone.previousTransition(begin);
        if (before.atUtc.isValid())
            addObservance(before);
        else
            addStanding(begin);
        for (const QTimeZone::OffsetData &change : m_zone.transitions(begin, end))
            addObservance(change);
        add("END:VTIMEZONE");
    }

    void addObservance(const QTimeZone::OffsetData &change)
    {
        const int before = m_zone.offsetFromUtc(change.atUtc.addSecs(-1));
        observance(change.daylightTimeOffset != 0, wallText(change.atUtc.addSecs(before)), before, change.offsetFromUtc,
                   change.abbreviation);
    }

    void addStanding(const QDateTime &at)
    {
        observance(false, "19700101T000000", at.offsetFromUtc(), at.offsetFromUtc(), m_zone.abbreviation(at));
    }

    void observance(bool isDaylight, const std::string &start, int before, int after, const QString &name)
    {
        const std::string kind = isDaylight ? "DAYLIGHT" : "STANDARD";
        add("BEGIN:" + kind);
        add("DTSTART:" + start);
        add("TZOFFSETFROM:" + offsetText(before));
        add("TZOFFSETTO:" + offsetText(after));
        add("TZNAME:" + escaped(name.toStdString()));
        add("END:" + kind);
    }

    [[nodiscard]] std::string timeText(const std::string &name, Instant at) const
    {
        if (!m_hasZone)
            return name + ":" + utcText(at);
        return name + ";TZID=" + m_view.event.zone + ":" + wallText(QDateTime::fromMSecsSinceEpoch(at.ms, m_zone));
    }

    void addEvent(const Appearance &one)
    {
        const Session &session = *one.session;
        const Track *track = m_view.track(session.track);
        add("BEGIN:VEVENT");
        add("UID:" + one.guid);
        add("DTSTAMP:" + utcText(one.changedAt));
        add("LAST-MODIFIED:" + utcText(one.changedAt));
        add("SEQUENCE:" + std::to_string(one.sequence));
        add("STATUS:" + std::string(session.state == SessionState::Cancelled ? "CANCELLED" : "CONFIRMED"));
        add("SUMMARY:" + escaped(session.title));
        add(timeText("DTSTART", one.slot->expectedStart()));
        add(timeText("DTEND", one.slot->expectedEnd()));
        add("LOCATION:" + escaped(one.space->name));
        if (!session.abstract.empty())
            add("DESCRIPTION:" + escaped(session.abstract));
        if (track)
            add("CATEGORIES:" + escaped(track->name));
        if (!session.url.empty())
            add("URL:" + session.url);
        add("END:VEVENT");
    }

    const ProgrammeView &m_view;
    QTimeZone m_zone;
    bool m_hasZone = false;
    std::string m_out;
};

} // namespace

std::string calendarText(const ProgrammeView &view)
{
    return Calendar(view).run();
}

} // namespace gatehouse
