// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/calendarwriter.h"
#include "server/files/schedulewriter.h"
#include "server/house/publicprogramme.h"
#include "server/store/backup.h"
#include "shared/model/text.h"
#include "tests/server/files/realfiles.h"
#include "tests/server/importroom.h"

#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace gatehouse;

namespace {

using Write = std::string (*)(const ProgrammeView &);

class Programme : public ImportRoom
{
public:
    using ImportRoom::import;
    ImportReport import(const std::string &bytes) { return ImportRoom::import({{"file", bytes, {}}}); }
    std::string written(Write write) { return write(must(publicProgramme(*reader()))); }
    template <class E>
    std::vector<E> rows()
    {
        std::vector<E> all;
        (void)reader()->each(entityType<E>(), [&](const StoredRow &row) {
            all.push_back(must(entityOf<E>(row)));
            return true;
        });
        return all;
    }
    /// One session with everything a session may have.
    void fill()
    {
        track = newId<TrackId>();
        done(AddTrack{track, "Science & <Art>", 0x336699});
        speaker = newId<SpeakerId>();
        done(AddSpeaker{speaker, {}, "Zoë \"Z\" Ünal", "Writes."});
        AddSpace hall;
        hall.space = newId<SpaceId>();
        hall.name = "Hall; 1, 2";
        done(hall);
        space = hall.space;
        AddSession add;
        add.session = newId<SessionId>();
        add.title = "On 日本語日本語日本語日本語日本語日本語日本語日本語日本語 & more; a, b\\c";
        add.subtitle = "sub";
        add.type = "talk";
        add.track = track;
        add.speakers = {speaker};
        add.language = "de";
        add.abstract = "First <b>line</b>.\n\nSecond, with \"quotes\"; and a \\ too.";
        add.url = "https://example.org/?a=1&b=2";
        done(add);
        session = add.session;
        slot = newId<SlotId>();
        done(AddSlot{slot, session, space, Instant{1'785'578'400'000}, 90}); // 2026-08-01T10:00Z
    }
    /// One that lasts longer than an XML file can say.
    void fillLong()
    {
        AddSession add;
        add.session = newId<SessionId>();
        add.title = "Exhibition";
        done(add);
        done(AddSlot{newId<SlotId>(), add.session, space, Instant{1'785'585'600'000}, kMaxSlotMinutes});
    }
    TrackId track;
    SpeakerId speaker;
    SpaceId space;
    SessionId session;
    SlotId slot;
};

QString lineOf(const std::string &text, const char *name)
{
    const QRegularExpression line(QStringLiteral("^%1[^\\r\\n]*").arg(QLatin1String(name)),
                                  QRegularExpression::MultilineOption);
    return line.match(QString::fromStdString(text)).captured();
}

std::int64_t sequenceOf(const std::string &calendar)
{
    return lineOf(calendar, "SEQUENCE:").mid(9).toLongLong();
}

} // namespace

Q_DECLARE_METATYPE(Write)

class TestProgrammeExport : public QObject
{
    Q_OBJECT

private slots:
    void aRoundTripChangesNothing_data();
    void aRoundTripChangesNothing();
    void ownSessionsComeBackUnchanged_data();
    void ownSessionsComeBackUnchanged();
    void theXmlIsValid_data();
    void theXmlIsValid();
    void theJsonIsValid_data();
    void theJsonIsValid();
    void sequencesRise();
    void noSequenceFallsAfterARestore();
    void whatLastsTooLongStandsInParts();
    void aPartThatWasMovedIsASessionOfItsOwn();
    void whatIsCancelledStays();
    void linesAreFoldedBetweenCharacters();
    void theZoneIsDescribed();
    void draftsAreNotGivenOut();
    void nightsBelongToTheEventDay();
    void theSameProgrammeGivesTheSameBytes();

private:
    void everyFormatOfEveryFile();
};

void TestProgrammeExport::everyFormatOfEveryFile()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<Write>("write");
    for (const char *name : {"debconf23.schedule.xml", "fosdem2021.schedule.xml", "emf2016.schedule.xml", "emf2016.ics",
                             "camp2019.schedule.json", "democon.schedule.json"}) {
        QTest::addRow("%s as XML", name) << QString::fromLatin1(name) << Write(scheduleXml);
        QTest::addRow("%s as JSON", name) << QString::fromLatin1(name) << Write(scheduleJson);
        QTest::addRow("%s as iCalendar", name) << QString::fromLatin1(name) << Write(calendarText);
    }
}

void TestProgrammeExport::aRoundTripChangesNothing_data()
{
    everyFormatOfEveryFile();
}

void TestProgrammeExport::aRoundTripChangesNothing()
{
    QFETCH(QString, name);
    QFETCH(Write, write);
    const auto bytes = realFile(QStringLiteral("schedules/") + name);
    if (!bytes)
        QSKIP("shared/data/schedules is not there");
    Programme room;
    room.import(*bytes);
    const auto sessions = room.rows<Session>();
    const auto times = room.rows<Slot>();
    const auto speakers = room.rows<Speaker>();
    const ImportReport report = room.import(room.written(write));
    QCOMPARE(report.sessions + report.speakers + report.spaces + report.tracks, 0);
    std::string notes;
    for (const auto *list : {&report.changed, &report.kept, &report.vanished, &report.refused})
        for (const ImportNote &note : *list)
            notes += note.path + ": " + note.what + "\n";
    QVERIFY2(report.updates + report.keeps + report.missing + report.refusals == 0, notes.c_str());
    QVERIFY(room.rows<Session>() == sessions);
    QVERIFY(room.rows<Slot>() == times);
    QVERIFY(room.rows<Speaker>() == speakers);
}

void TestProgrammeExport::ownSessionsComeBackUnchanged_data()
{
    QTest::addColumn<Write>("write");
    QTest::newRow("XML") << Write(scheduleXml);
    QTest::newRow("JSON") << Write(scheduleJson);
    QTest::newRow("iCalendar") << Write(calendarText);
}

void TestProgrammeExport::ownSessionsComeBackUnchanged()
{
    QFETCH(Write, write);
    Programme room;
    room.fill();
    room.done(AddSlot{room.newId<SlotId>(), room.session, room.space, Instant{1'785'600'000'000}, 30}); // a second time
    room.fillLong();
    const auto sessions = room.rows<Session>();
    const auto times = room.rows<Slot>();
    const ImportReport report = room.import(room.written(write));
    QCOMPARE(report.sessions + report.speakers + report.spaces + report.tracks + report.updates + report.keeps, 0);
    QVERIFY(room.rows<Session>() == sessions);
    QVERIFY(room.rows<Slot>() == times);
}

void TestProgrammeExport::theXmlIsValid_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"", "debconf23.schedule.xml", "fosdem2021.schedule.xml", "emf2016.ics",
                             "camp2019.schedule.json", "democon.schedule.json"})
        QTest::addRow("%s", *name ? name : "one of ours") << QString::fromLatin1(name);
    QTest::newRow("an empty programme") << QStringLiteral("-");
}

/// By xmllint, with the community's own schema.
void TestProgrammeExport::theXmlIsValid()
{
    QFETCH(QString, name);
    const QString schema =
        qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/../shared/data/schedules/schedule.xml.xsd");
    if (!QFile::exists(schema) || QStandardPaths::findExecutable(QStringLiteral("xmllint")).isEmpty())
        QSKIP("no schema or no xmllint");
    Programme room;
    if (name.isEmpty()) {
        room.fill();
        room.fillLong();
    } else if (name != QStringLiteral("-")) {
        room.import(realFile(QStringLiteral("schedules/") + name).value_or(""));
    }
    QProcess lint;
    lint.start(QStringLiteral("xmllint"),
               {QStringLiteral("--noout"), QStringLiteral("--schema"), schema, QStringLiteral("-")});
    lint.write(QByteArray::fromStdString(room.written(scheduleXml)));
    lint.closeWriteChannel();
    QVERIFY(lint.waitForFinished(60'000));
    const QByteArray told = lint.readAllStandardError().left(2000);
    QVERIFY2(lint.exitCode() == 0, told.constData());
}

void TestProgrammeExport::theJsonIsValid_data()
{
    theXmlIsValid_data();
}

/// By python3-jsonschema, with the community's own schema.
void TestProgrammeExport::theJsonIsValid()
{
    QFETCH(QString, name);
    const QString schema =
        qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/../shared/data/schedules/schedule.schema.json");
    if (!QFile::exists(schema))
        QSKIP("no schema");
    Programme room;
    if (name.isEmpty())
        room.fill();
    else if (name != QStringLiteral("-"))
        room.import(realFile(QStringLiteral("schedules/") + name).value_or(""));
    QProcess python;
    python.start(
        QStringLiteral("python3"),
        {QStringLiteral("-c"),
         QStringLiteral("import json, sys, jsonschema\n"
                        "jsonschema.Draft6Validator(json.load(open(sys.argv[1]))).validate(json.load(sys.stdin))\n"),
         schema});
    python.write(QByteArray::fromStdString(room.written(scheduleJson)));
    python.closeWriteChannel();
    QVERIFY(python.waitForFinished(60'000));
    const QByteArray told = python.readAllStandardError();
    if (told.contains("No module named"))
        QSKIP("python3-jsonschema is not there");
    QVERIFY2(python.exitCode() == 0, told.right(1500).constData());
}

void TestProgrammeExport::sequencesRise()
{
    Programme room;
    room.fill();
    const std::string first = room.written(calendarText);
    QVERIFY(sequenceOf(first) > 0);
    const auto slot = room.rows<Slot>().front();
    room.clock.pass(60'000);
    room.done(MoveSlot{slot.id, slot.space, slot.startsAt + 600'000, 90, slot.space, slot.startsAt, 90, true, "late"});
    const std::string second = room.written(calendarText);
    QVERIFY(sequenceOf(second) > sequenceOf(first));
    QCOMPARE(lineOf(second, "UID:"), lineOf(first, "UID:"));
    QVERIFY(lineOf(second, "LAST-MODIFIED:") != lineOf(first, "LAST-MODIFIED:"));
    QCOMPARE(lineOf(second, "DTSTART;TZID"), QStringLiteral("DTSTART;TZID=Europe/Berlin:20260801T121000"));
    room.clock.pass(1000);
    room.done(CancelSession{room.session, "ill"});
    QVERIFY(sequenceOf(room.written(calendarText)) > sequenceOf(second));
}

/// What was given out after the backup is forgotten by the restored document, not by those who have it.
void TestProgrammeExport::noSequenceFallsAfterARestore()
{
    Programme room;
    room.fill();
    const std::string backup = room.folder.filePath(QStringLiteral("copy.gatehouse")).toStdString();
    QVERIFY((*Backup::begin(*room.document, backup))->run());
    const std::string before = room.written(calendarText);
    const auto slot = room.rows<Slot>().front();
    for (std::int64_t step = 1; step <= 20; ++step) {
        room.clock.pass(60'000);
        room.done(MoveSlot{slot.id, slot.space, slot.startsAt + step * 60'000, 90, slot.space,
                           slot.startsAt + (step - 1) * 60'000, 90, true, "late"});
    }
    const std::string lost = room.written(calendarText);
    QVERIFY(sequenceOf(lost) > sequenceOf(before));
    room.clock.pass(1000);
    const std::string restored = room.folder.filePath(QStringLiteral("restored.gatehouse")).toStdString();
    QVERIFY(restoreBackup(backup, restored, room.newId<Id>()));
    const auto reader = Programme::must(openReader(restored, room.keyring.get()));
    const std::string after = calendarText(Programme::must(publicProgramme(*reader)));
    QCOMPARE(lineOf(after, "DTSTART;TZID"), lineOf(before, "DTSTART;TZID")); // it is the old plan again
    QVERIFY2(sequenceOf(after) > sequenceOf(lost), qPrintable(lineOf(lost, "SEQUENCE:") + lineOf(after, "SEQUENCE:")));
}

void TestProgrammeExport::whatLastsTooLongStandsInParts()
{
    Programme room;
    room.fill();
    room.fillLong();
    const std::string xml = room.written(scheduleXml);
    QVERIFY(xml.find("<duration>96:00</duration>") != std::string::npos);
    QVERIFY(xml.find("<duration>72:00</duration>") != std::string::npos);
    QVERIFY(room.written(scheduleJson).find("\"duration\":\"168:00\"") != std::string::npos);
    Programme other; // one who has never seen it joins them
    other.import(xml);
    QCOMPARE(other.rows<Session>().size(), room.rows<Session>().size());
    std::int32_t longest = 0;
    for (const Slot &slot : other.rows<Slot>())
        longest = std::max(longest, slot.minutes);
    QCOMPARE(longest, kMaxSlotMinutes);
}

void TestProgrammeExport::aPartThatWasMovedIsASessionOfItsOwn()
{
    Programme room;
    room.fill();
    room.fillLong();
    std::string xml = room.written(scheduleXml);
    const std::size_t length = xml.find("<duration>96:00");
    xml.replace(length, 15, "<duration>95:00");
    Programme other;
    other.import(xml);
    QCOMPARE(other.rows<Session>().size(), room.rows<Session>().size() + 1);
}

void TestProgrammeExport::whatIsCancelledStays()
{
    Programme room;
    room.fill();
    room.done(CancelSession{room.session, "ill"});
    QCOMPARE(lineOf(room.written(calendarText), "STATUS:"), QStringLiteral("STATUS:CANCELLED"));
    for (const Write write : {Write(scheduleXml), Write(scheduleJson)})
        QVERIFY(room.written(write).find("CANCELLED: On ") != std::string::npos);
    for (const Write write : {Write(scheduleXml), Write(scheduleJson), Write(calendarText)}) {
        const ImportReport report = room.import(room.written(write));
        QCOMPARE(report.updates + report.keeps + report.sessions, 0);
    }
    QVERIFY(room.rows<Session>().front().state == SessionState::Cancelled);
}

void TestProgrammeExport::linesAreFoldedBetweenCharacters()
{
    Programme room;
    room.fill();
    const std::string calendar = room.written(calendarText);
    bool wasFolded = false;
    for (const QByteArray &line : QByteArray::fromStdString(calendar).split('\n')) {
        QVERIFY2(line.size() <= 76, line.constData()); // its carriage return is one
        QVERIFY(isUtf8({line.constData(), static_cast<std::size_t>(line.size())}));
        wasFolded = wasFolded || line.startsWith(' ');
        QVERIFY(line.isEmpty() || line.endsWith('\r'));
    }
    QVERIFY(wasFolded);
}

void TestProgrammeExport::theZoneIsDescribed()
{
    Programme room;
    room.fill();
    room.done(AddSlot{room.newId<SlotId>(), room.session, room.space, Instant{1'793'500'000'000},
                      30}); // 2026-11-01, in winter
    const std::string calendar = room.written(calendarText);
    QVERIFY(calendar.find("BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\n"
                          "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n")
            != std::string::npos);
    QVERIFY(calendar.find("BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n")
            != std::string::npos);
}

void TestProgrammeExport::draftsAreNotGivenOut()
{
    Programme room;
    room.fill();
    AddSpeaker secret{room.newId<SpeakerId>(), {}, "Secret Guest", {}};
    room.done(secret);
    AddSession draft;
    draft.session = room.newId<SessionId>();
    draft.title = "Hidden";
    draft.speakers = {secret.speaker};
    draft.isDraft = true;
    room.done(draft);
    room.done(AddSlot{room.newId<SlotId>(), draft.session, room.space, Instant{1'785'600'000'000}, 30});
    for (const Write write : {Write(scheduleXml), Write(scheduleJson), Write(calendarText)}) {
        const std::string text = room.written(write);
        QVERIFY(text.find("Hidden") == std::string::npos);
        QVERIFY(text.find("Secret") == std::string::npos);
    }
}

void TestProgrammeExport::nightsBelongToTheEventDay()
{
    Programme room;
    room.fill();
    const auto event = room.rows<Event>().front();
    auto changed = event;
    changed.cutOffMinutes = 4 * 60;
    room.done(EditEvent{event.id, editsBetween(event, changed)});
    room.done(
        AddSlot{room.newId<SlotId>(), room.session, room.space, Instant{1'785'628'800'000}, 30}); // 02:00 next day
    const std::string xml = room.written(scheduleXml);
    QCOMPARE(QString::fromStdString(xml).count(QStringLiteral("<day ")), 1);
    QVERIFY(xml.find("date=\"2026-08-01\" start=\"2026-08-01T04:00:00+02:00\" end=\"2026-08-02T04:00:00+02:00\"")
            != std::string::npos);
    QVERIFY(xml.find("<date>2026-08-02T02:00:00+02:00</date><start>02:00</start>") != std::string::npos);
}

void TestProgrammeExport::theSameProgrammeGivesTheSameBytes()
{
    Programme room;
    room.fill();
    const std::string before = room.written(scheduleXml) + room.written(scheduleJson) + room.written(calendarText);
    AddFloor floor;
    floor.floor = room.newId<FloorId>();
    floor.name = "Elsewhere";
    floor.widthMm = floor.heightMm = 10'000;
    room.done(floor); // no part of the programme
    QCOMPARE(room.written(scheduleXml) + room.written(scheduleJson) + room.written(calendarText), before);
}

QTEST_GUILESS_MAIN(TestProgrammeExport)
#include "tst_programmeexport.moc"
