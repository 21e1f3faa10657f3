// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/calendarfile.h"
#include "server/files/readerprogram.h"
#include "tests/server/files/realfiles.h"

#include <QRandomGenerator>
#include <QTest>

using namespace gatehouse;

namespace {

/// As the importer reads them: by the helper program.
Result<ProgrammeFile> read(const std::string &bytes, const std::string &zone = "Europe/Berlin")
{
    return readCalendarApart(bytes, {"file.ics", zone}, readerProgram());
}

std::string calendar(const std::string &event)
{
    return "BEGIN:VCALENDAR\nX-WR-CALNAME:Test\nBEGIN:VEVENT\nUID:one@example.org\nSUMMARY:One\nLOCATION:Hall\n" + event
        + "\nEND:VEVENT\nEND:VCALENDAR\n";
}

std::string startsOf(const ProgrammeFile &file)
{
    std::string all;
    for (const FileSession &session : file.sessions) {
        for (const FileSlot &slot : session.times)
            all +=
                (all.empty() ? "" : " ") + slot.startsAt.toString().substr(0, 16) + "+" + std::to_string(slot.minutes);
    }
    return all;
}

std::string notes(const ImportReport &report)
{
    std::string all;
    for (const ImportNote &note : report.guessed)
        all += "guessed " + std::to_string(note.line) + " " + note.path + ": " + note.what + "\n";
    for (const ImportNote &note : report.refused)
        all += "refused " + std::to_string(note.line) + " " + note.path + ": " + note.what + "\n";
    return all;
}

} // namespace

class TestCalendars : public QObject
{
    Q_OBJECT

private slots:
    void realFiles_data();
    void realFiles();
    void refusedFiles_data();
    void refusedFiles();
    void times_data();
    void times();
    void whatIsTold_data();
    void whatIsTold();
    void aChangedInstanceMoves();
    void mutatedFilesEnd();
};

void TestCalendars::realFiles_data()
{
    // Worked out from the files by hand (the EMF's by counting BEGIN:VEVENT).
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("sessions");
    QTest::addColumn<int>("times");
    QTest::addColumn<int>("refused");
    QTest::newRow("EMF") << "schedules/emf2016.ics" << 350 << 350 << 0;
    QTest::newRow("Google, with alarms") << "ical/alarm_google_future.ics" << 1 << 1 << 0;
    QTest::newRow("New York described") << "ical/america_new_york.ics" << 1 << 1 << 0;
    QTest::newRow("byte order mark, empty") << "ical/bom_calendar.ics" << 0 << 0 << 0;
    QTest::newRow("a start that is none, no title") << "ical/broken_dtstart.ics" << 0 << 0 << 1;
    QTest::newRow("too many semicolons") << "ical/broken_ical.ics" << 1 << 1 << 0;
    QTest::newRow("umlauts, one without title") << "ical/created_calendar_with_unicode_fields.ics" << 2 << 2 << 1;
    QTest::newRow("no calendar around it") << "ical/event_with_unicode_fields.ics" << 1 << 1 << 0;
    QTest::newRow("weekly, five left out")
        << "ical/event_with_recurrence_exdates_on_different_lines.ics" << 1 << 10 << 0;
    QTest::newRow("whole days") << "ical/example.ics" << 3 << 3 << 0;
    QTest::newRow("a length beyond reason") << "ical/invalid_duration.ics" << 1 << 0 << 1;
    QTest::newRow("a line that is none") << "ical/issue_104_broken_calendar.ics" << 1 << 1 << 0;
    QTest::newRow("two calendars") << "ical/issue_1050_multiple_calendars.ics" << 2 << 0 << 0;
    QTest::newRow("a rule that is none") << "ical/issue_1081_invalid_rrule_freq.ics" << 1 << 1 << 0;
    QTest::newRow("twice a week until, two left out") << "ical/issue_112_missing_tzinfo_on_exdate.ics" << 1 << 11 << 0;
    QTest::newRow("a zone with a slash, weekly for ever")
        << "ical/issue_466_convert_tzid_with_slash.ics" << 1 << 53 << 0;
    QTest::newRow("zones without description") << "ical/issue_722_missing_timezones.ics" << 1 << 2 << 2;
    QTest::newRow("a zone of its own") << "ical/pacific_fiji.ics" << 1 << 1 << 0;
    QTest::newRow("no event at all") << "ical/parsing_error_in_UTC_offset.ics" << 0 << 0 << 0;
    QTest::newRow("daily, one more, one moved") << "ical/rfc_7265_appendix_example_2_ical.ics" << 1 << 6 << 0;
    QTest::newRow("four days in Vienna") << "ical/timezoned.ics" << 1 << 1 << 0;
    QTest::newRow("every working day for ever") << "ical/x_location.ics" << 1 << 261 << 0;
}

void TestCalendars::realFiles()
{
    QFETCH(QString, name);
    const auto bytes = realFile(name);
    if (!bytes)
        QSKIP("shared/data is not there");
    const auto file = read(*bytes);
    QVERIFY2(file, file ? "" : describe(file.error()).c_str());
    int times = 0;
    for (const FileSession &session : file->sessions)
        times += static_cast<int>(session.times.size());
    QTEST(static_cast<int>(file->sessions.size()), "sessions");
    QTEST(times, "times");
    QTEST(static_cast<int>(file->report.refusals), "refused");
}

void TestCalendars::refusedFiles_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<QString>("refusal");
    for (const char *name : {"big_bad_calendar", "fuzz_testcase_invalid_month", "small_bad_calendar"})
        QTest::newRow(name) << realFile(QStringLiteral("ical/%1.ics").arg(QLatin1String(name))).value_or("nothing")
                            << "malformed: line 1: not a calendar";
    QTest::newRow("NUL")
        << realFile(QStringLiteral("ical/fuzz_testcase_0_char_in_component_name.ics")).value_or(std::string("\0", 1))
        << "malformed: line 1: a NUL byte";
    std::string deep;
    for (int depth = 0; depth < 17; ++depth)
        deep += "BEGIN:VCALENDAR\n";
    QTest::newRow("nested") << deep << "too_large: line 17: more than 16";
    QTest::newRow("a line of a million") << "BEGIN:VCALENDAR\nX:" + std::string(1'000'001, 'x')
                                         << "too_large: line 2: a line of more";
    std::string folded = "BEGIN:VCALENDAR\nX:a\n";
    for (int line = 0; line < 20'000; ++line)
        folded += " " + std::string(60, 'x') + "\n";
    QTest::newRow("a folded line of a million") << folded << "too_large: line 16396: a line of more";
    QTest::newRow("a card") << std::string("BEGIN:VCARD\nEND:VCARD\n") << "invalid: line 1: not a calendar";
}

void TestCalendars::refusedFiles()
{
    QFETCH(std::string, bytes);
    QFETCH(QString, refusal);
    const auto file = read(bytes);
    QVERIFY(!file);
    const QString told = QString::fromStdString(describe(file.error()));
    QVERIFY2(told.startsWith(refusal), qPrintable(told));
}

void TestCalendars::times_data()
{
    QTest::addColumn<std::string>("event");
    QTest::addColumn<std::string>("starts");
    const auto row = [](const char *name, const std::string &event, const std::string &starts) {
        QTest::newRow(name) << event << starts;
    };
    row("UTC", "DTSTART:20260301T100000Z\nDTEND:20260301T113000Z", "2026-03-01T10:00+90");
    row("the event's own zone", "DTSTART:20260301T100000\nDURATION:PT1H", "2026-03-01T09:00+60");
    row("a zone by name", "DTSTART;TZID=America/New_York:20260301T100000\nDURATION:PT1H", "2026-03-01T15:00+60");
    row("a zone of Windows", "DTSTART;TZID=\"W. Europe Standard Time\":20260301T100000\nDURATION:PT1H",
        "2026-03-01T09:00+60");
    row("a zone nobody knows", "DTSTART;TZID=Mars/Olympus:20260301T100000\nDURATION:PT1H", "2026-03-01T09:00+60");
    row("across the clocks' change",
        "DTSTART;TZID=Europe/Berlin:20260329T010000\nDTEND;TZID=Europe/Berlin:20260329T040000", "2026-03-29T00:00+120");
    row("weekly across the clocks' change",
        "DTSTART;TZID=Europe/Berlin:20260322T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2",
        "2026-03-22T09:00+60 2026-03-29T08:00+60");
    row("a whole day", "DTSTART;VALUE=DATE:20260301", "2026-02-28T23:00+1440");
    row("two whole days", "DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260303", "2026-02-28T23:00+2880");
    row("until, as UTC",
        "DTSTART;TZID=Europe/Berlin:20260301T000000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260301T230000Z",
        "2026-02-28T23:00+60 2026-03-01T23:00+60");
    row("ends before it begins", "DTSTART:20260301T100000Z\nDTEND:20260301T090000Z", "");
    row("a rule that never comes true",
        "DTSTART:20260301T100000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-03-01T10:00+60");
}

void TestCalendars::times()
{
    QFETCH(std::string, event);
    QFETCH(std::string, starts);
    const auto file = read(calendar(event));
    QVERIFY2(file, file ? "" : describe(file.error()).c_str());
    QCOMPARE(startsOf(*file), starts);
}

void TestCalendars::whatIsTold_data()
{
    QTest::addColumn<std::string>("event");
    QTest::addColumn<QString>("note");
    const std::string at = "DTSTART:20260301T100000Z\nDURATION:PT1H\n";
    const auto row = [](const char *name, const std::string &event, const char *note) {
        QTest::newRow(name) << event << QString::fromLatin1(note);
    };
    row("no start", "X-A:b", "guessed 3 VEVENT one@example.org/DTSTART: missing");
    row("no end", "DTSTART:20260301T100000Z", "guessed 3 VEVENT one@example.org/DTEND: neither");
    row("an address that would run", at + "URL:javascript:alert(1)",
        "guessed 3 VEVENT one@example.org/URL: no address");
    row("an unknown zone", "DTSTART;TZID=Mars/Olympus:20260301T100000\nDURATION:PT1H", "/TZID: no time zone is called");
    row("for ever", at + "RRULE:FREQ=DAILY", "/RRULE: repeats without end");
    row("too often", at + "RRULE:FREQ=SECONDLY;COUNT=5000", "refused 3 VEVENT one@example.org/RRULE: more than 1000");
    row("the same again", at + "END:VEVENT\nBEGIN:VEVENT\nUID:one@example.org\nSUMMARY:Two\n" + at,
        "refused 10 VEVENT one@example.org/UID: the same as line 3");
}

void TestCalendars::whatIsTold()
{
    QFETCH(std::string, event);
    QFETCH(QString, note);
    const auto file = read(calendar(event));
    QVERIFY2(file, file ? "" : describe(file.error()).c_str());
    QVERIFY2(QString::fromStdString(notes(file->report)).contains(note), notes(file->report).c_str());
}

void TestCalendars::aChangedInstanceMoves()
{
    const std::string change = "END:VEVENT\nBEGIN:VEVENT\nUID:one@example.org\nSUMMARY:One\n";
    const auto file =
        read(calendar("DTSTART:20260301T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n" + change
                      + "RECURRENCE-ID:20260302T100000Z\nDTSTART:20260302T150000Z\nDURATION:PT2H\nLOCATION:Tent\n"
                      + change + "RECURRENCE-ID:20260303T100000Z\nSTATUS:CANCELLED"));
    QVERIFY2(file, file ? "" : describe(file.error()).c_str());
    QCOMPARE(startsOf(*file), std::string("2026-03-01T10:00+60 2026-03-02T15:00+120"));
    QCOMPARE(file->sessions.front().times.back().room, std::string("Tent"));
    QCOMPARE(file->sessions.front().times.back().key, std::string("one@example.org/2026-03-02T10:00:00.000Z"));
    QCOMPARE(file->sessions.front().isCancelled, std::optional(false));
}

void TestCalendars::mutatedFilesEnd()
{
    const auto bytes = realFile(QStringLiteral("ical/x_location.ics"));
    if (!bytes)
        QSKIP("shared/data is not there");
    QRandomGenerator random(7);
    int readOnes = 0;
    for (int round = 0; round < 100; ++round) {
        std::string mutated = *bytes;
        for (int change = 0; change < 1 + round % 8; ++change) {
            const auto at = static_cast<std::size_t>(random.bounded(static_cast<int>(mutated.size())));
            if (random.bounded(2) == 0)
                mutated[at] = static_cast<char>(1 + random.bounded(127));
            else
                mutated.insert(at, mutated.substr(at / 2, static_cast<std::size_t>(random.bounded(60))));
        }
        const auto file = read(mutated);
        if (file) {
            ++readOnes;
            continue;
        }
        QVERIFY(!file.error().detail.empty());
        QVERIFY2(file.error().fault == Fault::Malformed || file.error().fault == Fault::Invalid,
                 describe(file.error()).c_str());
    }
    QVERIFY(readOnes > 30);
}

QTEST_GUILESS_MAIN(TestCalendars)
#include "tst_calendars.moc"
