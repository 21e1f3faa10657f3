// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/schedulejson.h"
#include "server/files/schedulexml.h"
#include "tests/server/files/realfiles.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace gatehouse;

namespace {

Result<ProgrammeFile> read(const std::string &bytes, const std::string &zone = "UTC")
{
    const ReadOptions options{"file", zone};
    if (bytes.find_first_not_of(" \t\r\n") != std::string::npos && bytes[bytes.find_first_not_of(" \t\r\n")] == '{') {
        const auto root = parseJson(bytes);
        if (!root)
            return fail(root.error());
        return readScheduleJson(*root, options);
    }
    return readScheduleXml(bytes, options);
}

std::string notes(const std::vector<ImportNote> &list)
{
    std::string all;
    for (const ImportNote &note : list)
        all += std::to_string(note.line) + " " + note.path + ": " + note.what + "\n";
    return all;
}

/// One event within the least that makes a schedule; the event begins in line 3.
std::string withEvent(const std::string &event, const std::string &conference = {}, const std::string &day = {})
{
    return "<schedule><conference><acronym>test</acronym>" + conference + "</conference>\n<day date=\"2026-03-28\" "
        + day + "><room name=\"Hall\">\n" + event + "</room></day></schedule>";
}

std::string oneEvent(const std::string &parts)
{
    return "<event id=\"7\" guid=\"8079583E-8321-506c-95af-fd2903a5f075\"><title>One</title>" + parts + "</event>";
}

} // namespace

class TestSchedules : public QObject
{
    Q_OBJECT

private slots:
    void realFiles_data();
    void realFiles();
    void oneOfDebConf();
    void nightsBelongToTheDayBefore();
    void times_data();
    void times();
    void whatIsTold_data();
    void whatIsTold();
    void hostileFiles_data();
    void hostileFiles();
    void mutatedFilesEnd_data();
    void mutatedFilesEnd();
};

void TestSchedules::realFiles_data()
{
    // Counted by a script with xml.etree and json, not by this reader.
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("sessions");
    QTest::addColumn<int>("speakers");
    QTest::addColumn<int>("appearances");
    QTest::addColumn<int>("tracks");
    QTest::addColumn<int>("rooms");
    QTest::addColumn<int>("minutes");
    QTest::newRow("wafer") << "debconf23.schedule.xml" << 117 << 87 << 143 << 12 << 5 << 8785;
    QTest::newRow("pentabarf") << "fosdem2021.schedule.xml" << 773 << 684 << 818 << 109 << 108 << 27790;
    QTest::newRow("EMF") << "emf2016.schedule.xml" << 138 << 120 << 138 << 0 << 5 << 6885;
    QTest::newRow("frab, JSON") << "camp2019.schedule.json" << 79 << 90 << 96 << 7 << 2 << 3750;
    QTest::newRow("pretalx, JSON") << "democon.schedule.json" << 36 << 27 << 43 << 2 << 2 << 1620;
}

void TestSchedules::realFiles()
{
    QFETCH(QString, name);
    const auto bytes = realFile(QStringLiteral("schedules/") + name);
    if (!bytes)
        QSKIP("shared/data/schedules is not there");
    const auto file = read(*bytes, "Europe/Brussels");
    QVERIFY2(file, file ? "" : describe(file.error()).c_str());
    std::size_t appearances = 0;
    int minutes = 0;
    for (const FileSession &session : file->sessions) {
        QCOMPARE(session.times.size(), std::size_t{1});
        minutes += session.times.front().minutes;
        appearances += session.speakers ? session.speakers->size() : 0;
        QVERIFY(!session.abstract || session.abstract->find("<p>") == std::string::npos);
    }
    QTEST(static_cast<int>(file->sessions.size()), "sessions");
    QTEST(static_cast<int>(file->speakers.size()), "speakers");
    QTEST(static_cast<int>(appearances), "appearances");
    QTEST(static_cast<int>(file->tracks.size()), "tracks");
    QTEST(static_cast<int>(file->rooms.size()), "rooms");
    QTEST(minutes, "minutes");
    QVERIFY2(file->report.refused.empty(), notes(file->report.refused).c_str());
}

void TestSchedules::oneOfDebConf()
{
    const auto bytes = realFile(QStringLiteral("schedules/debconf23.schedule.xml"));
    if (!bytes)
        QSKIP("shared/data/schedules is not there");
    const auto file = read(*bytes);
    QVERIFY(file);
    const FileSession &first = file->sessions.front();
    QCOMPARE(first.keys, (std::vector<std::string>{"455d075f-48c0-2ec2-24b3-f5add30c383a", "schedule debconf23#35"}));
    QCOMPARE(first.title, std::string("Opening Ceremony"));
    QCOMPARE(first.track.value_or("?"), std::string("Community, diversity, local outreach and social context"));
    QCOMPARE(first.abstract.value_or("?"), std::string("Welcome to DebConf23"));
    QCOMPARE(first.times.front().startsAt.toString(), std::string("2023-09-10T05:00:00.000Z"));
    QCOMPARE(first.times.front().room, std::string("Anamudi"));
    QCOMPARE(file->speakers.front().name, std::string("Sruthi Chandran"));
    QVERIFY(first.line > 20);
}

void TestSchedules::nightsBelongToTheDayBefore()
{
    const auto bytes = realFile(QStringLiteral("schedules/camp2019.schedule.json"));
    if (!bytes)
        QSKIP("shared/data/schedules is not there");
    auto text = *bytes;
    // Without the dates that frab adds, day and day change have to tell.
    std::size_t dates = 0;
    for (auto at = text.find("\"date\": \"2019-08-2"); at != std::string::npos;
         at = text.find("\"date\": \"2019-08-2", at + 1)) {
        if (text[at + 19] == 'T' || text[at + 20] == 'T') {
            text.replace(at, 6, "\"hate\"");
            ++dates;
        }
    }
    if (dates == 0)
        QSKIP("the file is written in another way");
    const auto with = read(*bytes);
    const auto without = read(text);
    QVERIFY(with && without);
    QCOMPARE(without->sessions.size(), with->sessions.size());
    for (std::size_t index = 0; index < with->sessions.size(); ++index)
        QCOMPARE(without->sessions[index].times.front().startsAt.toString(),
                 with->sessions[index].times.front().startsAt.toString());
}

void TestSchedules::times_data()
{
    QTest::addColumn<QString>("parts");
    QTest::addColumn<QString>("conference");
    QTest::addColumn<QString>("day");
    QTest::addColumn<QString>("start");
    QTest::addColumn<int>("minutes");
    const QString berlin = QStringLiteral("<time_zone_name>Europe/Berlin</time_zone_name>");
    const QString change = QStringLiteral("<day_change>09:00:00</day_change>");
    QTest::newRow("the date decides")
        << "<date>2026-03-28T10:00:00+01:00</date><start>23:00</start><duration>00:30</duration>"
        << ""
        << ""
        << "2026-03-28T09:00:00.000Z" << 30;
    QTest::newRow("day and start in the zone that is named")
        << "<start>10:00</start><duration>1:05</duration>" << berlin << ""
        << "2026-03-28T09:00:00.000Z" << 65;
    QTest::newRow("before the day change it is the next day")
        << "<start>01:00</start><duration>01:00:00</duration>" << change << ""
        << "2026-03-29T01:00:00.000Z" << 60;
    QTest::newRow("before the day's start it is the next day") << "<start>01:00</start><duration>0:45</duration>"
                                                               << ""
                                                               << "start=\"2026-03-28T08:00:00+00:00\""
                                                               << "2026-03-29T01:00:00.000Z" << 45;
    QTest::newRow("clocks leave 02:30 out") << "<start>02:30</start><duration>0:30</duration>" << berlin + change << ""
                                            << "2026-03-29T01:30:00.000Z" << 30;
    QTest::newRow("after the clocks changed")
        << "<start>03:30</start><duration>0:30</duration>" << berlin + change << ""
        << "2026-03-29T01:30:00.000Z" << 30;
    QTest::newRow("a bare number is minutes") << "<start>10:00</start><duration>45</duration>"
                                              << ""
                                              << ""
                                              << "2026-03-28T10:00:00.000Z" << 45;
    QTest::newRow("no length is half an hour") << "<start>10:00</start>"
                                               << ""
                                               << ""
                                               << "2026-03-28T10:00:00.000Z" << 30;
    QTest::newRow("days in front") << "<start>10:00</start><duration>1:02:03:04</duration>"
                                   << ""
                                   << ""
                                   << "2026-03-28T10:00:00.000Z" << 1440 + 123;
}

void TestSchedules::times()
{
    QFETCH(QString, parts);
    QFETCH(QString, conference);
    QFETCH(QString, day);
    const auto file = read(withEvent(oneEvent(parts.toStdString()), conference.toStdString(), day.toStdString()));
    QVERIFY2(file, file ? "" : describe(file.error()).c_str());
    QCOMPARE(file->sessions.size(), std::size_t{1});
    QVERIFY2(!file->sessions.front().times.empty(), notes(file->report.refused).c_str());
    QTEST(QString::fromStdString(file->sessions.front().times.front().startsAt.toString()), "start");
    QTEST(int(file->sessions.front().times.front().minutes), "minutes");
}

void TestSchedules::whatIsTold_data()
{
    QTest::addColumn<std::string>("event");
    QTest::addColumn<QString>("note");
    const std::string at = "<start>10:00</start><duration>0:30</duration>";
    QTest::newRow("no title") << std::string("<event id=\"7\">" + at + "</event>")
                              << "refused 3 event 7/title: missing";
    QTest::newRow("no identity") << std::string("<event><title>One</title>" + at + "</event>")
                                 << "refused 3 event /guid: neither";
    QTest::newRow("no such time of day") << std::string(
        "<event id=\"7\"><title>One</title><start>25:00</start></event>")
                                         << "refused 3 event 7/start: no time of day";
    QTest::newRow("no length at all") << std::string(
        "<event id=\"7\"><title>One</title><start>10:00</start><duration>0:00</duration></event>")
                                      << "refused 3 event 7/duration: not between";
    QTest::newRow("long before there were congresses")
        << std::string("<event id=\"7\"><title>One</title><date>1666-01-01T10:00:00Z</date></event>")
        << "refused 3 event 7/start: before 1970";
    QTest::newRow("a nameless person") << "<event id=\"7\"><title>One</title>" + at
            + "<persons><person id=\"1\"> </person></persons></event>"
                                       << "refused 3 event 7/person: without a name";
    QTest::newRow("one identity for two")
        << "<event id=\"7\"><title>One</title>" + at + "</event>\n<event id=\"7\"><title>Two</title>" + at + "</event>"
        << "refused 4 event 7/guid: the same as line 3, for another session";
    QTest::newRow("an address that would run")
        << "<event id=\"7\"><title>One</title>" + at + "<url>javascript:alert(1)</url></event>"
        << "guessed 3 event 7/url: no address of the web";
    QTest::newRow("HTML") << "<event id=\"7\"><title>One</title>" + at
            + "<abstract>&lt;p&gt;a&lt;/p&gt;</abstract></event>"
                          << "guessed 3 event 7/abstract: HTML";
    QTest::newRow("no zone") << "<event id=\"7\"><title>One</title>" + at + "</event>"
                             << "guessed 0 conference/time_zone_name: none is named";
}

void TestSchedules::whatIsTold()
{
    QFETCH(std::string, event);
    QFETCH(QString, note);
    const auto file = read(withEvent(event));
    QVERIFY2(file, file ? "" : describe(file.error()).c_str());
    QString all;
    for (const ImportNote &each : file->report.refused)
        all += QString::fromStdString("refused " + notes({each}));
    for (const ImportNote &each : file->report.guessed)
        all += QString::fromStdString("guessed " + notes({each}));
    QVERIFY2(all.contains(note), qPrintable(all));
}

void TestSchedules::hostileFiles_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<QString>("refusal");
    std::string laughs =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE schedule [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
        "<schedule>&b;</schedule>";
    QTest::newRow("a million laughs") << laughs << "invalid: line 2: document types";
    QTest::newRow("a file of ours") << std::string("<!DOCTYPE s SYSTEM \"file:///etc/passwd\"><schedule/>")
                                    << "invalid: line 1: document types";
    std::string deep = "<schedule>";
    for (int depth = 0; depth < 100'000; ++depth)
        deep += "<a>";
    QTest::newRow("nested for ever") << deep << "too_large: line 1: more than 64 nested elements";
    std::string many = "<schedule>";
    for (int count = 0; count < 1'000'001; ++count)
        many += "<a/>";
    QTest::newRow("a million elements") << many + "</schedule>"
                                        << "too_large: line 1: more than 1,000,000 elements";
    std::string wide = "<schedule ";
    for (int count = 0; count < 65; ++count)
        wide += "a" + std::to_string(count) + "=\"\" ";
    QTest::newRow("an element of 65 attributes") << wide + "/>"
                                                 << "too_large: line 1: more than 64 attributes";
    QTest::newRow("a text of a million") << withEvent(
        oneEvent("<abstract>" + std::string(1'000'001, 'x') + "</abstract>"))
                                         << "too_large: line 3: a text of more than";
    QTest::newRow("cut short") << std::string("<schedule>\n<day>") << "malformed: line 2: ";
    QTest::newRow("something else") << std::string("<html/>") << "invalid: line 1: not a schedule";
    QTest::newRow("an encoding nobody reads") << std::string("<?xml version=\"1.0\" encoding=\"utf-7\"?><schedule/>")
                                              << "unsupported: line 1: the encoding utf-7";
    QTest::newRow("not what it says") << std::string(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><schedule>\xFF</schedule>")
                                      << "malformed: line 1: says UTF-8";
    QTest::newRow("NUL") << std::string("<schedule>\n\0</schedule>", 23) << "malformed: line 2: a NUL byte";
    QTest::newRow("a name twice") << std::string(R"({"schedule": {"conference": {}, "conference": {}}})")
                                  << "malformed: ";
    QTest::newRow("JSON nested deeply") << "{\"schedule\": " + std::string(40, '[') + std::string(40, ']') + "}"
                                        << "malformed: ";
    QTest::newRow("JSON without rooms") << std::string(
        R"({"schedule": {"conference": {"days": [{"date": "2026-01-01"}]}}})")
                                        << "invalid: schedule.conference.days[0].rooms: missing";
    QTest::newRow("JSON with a room that is no list")
        << std::string(R"({"schedule": {"conference": {"days": [{"rooms": {"A": 7}}]}}})")
        << "invalid: schedule.conference.days[0].rooms[\"A\"]: not a list";
}

void TestSchedules::hostileFiles()
{
    QFETCH(std::string, bytes);
    QFETCH(QString, refusal);
    QElapsedTimer timer;
    timer.start();
    const auto file = read(bytes);
    QVERIFY(!file);
    const QString told = QString::fromStdString(describe(file.error()));
    QVERIFY2(told.startsWith(refusal), qPrintable(told));
    QVERIFY(timer.elapsed() < 10'000);
}

void TestSchedules::mutatedFilesEnd_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("XML") << "emf2016.schedule.xml";
    QTest::newRow("JSON") << "democon.schedule.json";
}

/// Whatever is done to a file, it is read or refused with a place, and what is read holds together.
void TestSchedules::mutatedFilesEnd()
{
    QFETCH(QString, name);
    const auto bytes = realFile(QStringLiteral("schedules/") + name);
    if (!bytes)
        QSKIP("shared/data/schedules is not there");
    QRandomGenerator random(20261125);
    int readOnes = 0;
    for (int round = 0; round < 120; ++round) {
        std::string mutated = bytes->substr(0, 20'000 + static_cast<std::size_t>(random.bounded(20'000)));
        if (round % 3 != 1)
            mutated = *bytes;
        const int changes = (round % 3 == 0 ? 200 : 1) + random.bounded(20);
        for (int change = 0; change < changes; ++change) {
            const auto at = static_cast<std::size_t>(random.bounded(static_cast<int>(mutated.size())));
            if (round % 3 == 0) { // such that most stay readable
                if (std::isdigit(static_cast<unsigned char>(mutated[at])) != 0
                    && mutated.substr(at < 4 ? 0 : at - 4, 4).find('#') == std::string::npos)
                    mutated[at] = static_cast<char>('0' + random.bounded(10));
                continue;
            }
            switch (random.bounded(3)) {
            case 0:
                mutated[at] = static_cast<char>(random.bounded(256));
                break;
            case 1:
                mutated.erase(at, static_cast<std::size_t>(random.bounded(40)));
                break;
            case 2:
                mutated.insert(at, mutated.substr(at / 2, static_cast<std::size_t>(random.bounded(200))));
                break;
            }
        }
        const auto file = read(mutated);
        if (!file) {
            QVERIFY(!file.error().detail.empty());
            continue;
        }
        ++readOnes;
        for (const FileSession &session : file->sessions) {
            QVERIFY(!session.title.empty() && !session.keys.empty());
            for (const FileSlot &slot : session.times)
                QVERIFY(slot.minutes >= 1 && slot.minutes <= kMaxSourceMinutes && !slot.room.empty());
        }
    }
    QVERIFY(readOnes >= 30);
}

QTEST_GUILESS_MAIN(TestSchedules)
#include "tst_schedules.moc"
