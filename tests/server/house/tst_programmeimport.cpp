// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/programmeplan.h"
#include "tests/server/files/realfiles.h"
#include "tests/server/importroom.h"

#include <QRandomGenerator>
#include <QTest>

using namespace gatehouse;

namespace {

std::string told(const std::vector<ImportNote> &notes)
{
    std::string all;
    for (const ImportNote &note : notes)
        all += std::to_string(note.line) + " " + note.path + ": " + note.what + "\n";
    return all;
}

struct Talk {
    std::string guid = "00000000-0000-4000-8000-000000000001";
    std::string title = "One";
    std::string start = "2026-08-01T10:00:00+02:00";
    std::string duration = "01:00";
    std::string room = "Hall";
    std::string track = "Science";
    std::string speaker = "<person id=\"1\">Ada</person>";
    std::string abstract = "About it.";

    [[nodiscard]] std::string xml() const
    {
        return "<room name=\"" + room + "\"><event id=\"" + guid.substr(35) + "\" guid=\"" + guid + "\"><title>" + title
            + "</title><date>" + start + "</date><duration>" + duration + "</duration><track>" + track
            + "</track><abstract>" + abstract + "</abstract><persons>" + speaker + "</persons></event></room>\n";
    }
};

std::string scheduleOf(const std::vector<Talk> &talks)
{
    std::string xml = "<schedule><conference><acronym>test</acronym></conference>\n<day date=\"2026-08-01\">";
    for (const Talk &talk : talks)
        xml += talk.xml();
    return xml + "</day></schedule>";
}

class Programme : public ImportRoom
{
public:
    using ImportRoom::import;
    ImportReport import(const std::string &bytes, Vanished vanished = Vanished::Keep)
    {
        const std::vector<ImportSource> sources{{"schedule.xml", bytes, {}}};
        ImportOptions options;
        options.vanished = vanished;
        const ImportPlan plan = must(planImport(sources, *reader(), *keyring, {}, options));
        decide(plan, sources);
        carryOut();
        const auto row = must(reader()->find(entityType<Import>(), plan.id));
        if (row && must(entityOf<Import>(*row)).refused > 0)
            throw std::runtime_error(must(entityOf<Import>(*row)).refusals.front());
        return plan.report;
    }

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
    template <class E>
    E only()
    {
        const auto all = rows<E>();
        if (all.size() != 1)
            throw std::runtime_error(std::to_string(all.size()) + " rows");
        return all.front();
    }
    Session titled(const std::string &title)
    {
        for (const Session &session : rows<Session>()) {
            if (session.title == title)
                return session;
        }
        throw std::runtime_error("no session " + title);
    }
};

} // namespace

class TestProgrammeImport : public QObject
{
    Q_OBJECT

private slots:
    void realFiles_data();
    void realFiles();
    void twoFormatsOfOneEvent();
    void theDryRunChangesNothing();
    void everyFieldArrives();
    void changesOfTheSourceAreTaken();
    void editsHereAreKept();
    void editsOfBothAreKeptHereAndTold();
    void anEditAndAnotherChangeDoNotMix();
    void whatVanishedIsAskedAbout();
    void whatVanishedIsCancelledAndComesBack();
    void aCancellationHereStays();
    void aRemovedDraftStaysAway();
    void aCalendarCancels();
    void aMovedRepetitionMoves();
    void aSecondFileFindsWhatTheFirstMade();
    void twoSourcesDoNotTakeTurns();
    void peopleStayOneAcrossFormats();
    void allOrNothing();
    void whatIsPlannedCanBeCarriedOut();
    void itCanBeStopped();
};

void TestProgrammeImport::realFiles_data()
{
    // Counted by a script, see tst_schedules.
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("sessions");
    QTest::addColumn<int>("speakers");
    QTest::addColumn<int>("tracks");
    QTest::addColumn<int>("spaces");
    QTest::newRow("wafer") << "debconf23.schedule.xml" << 117 << 87 << 12 << 5;
    QTest::newRow("pentabarf") << "fosdem2021.schedule.xml" << 773 << 684 << 109 << 108;
    QTest::newRow("EMF") << "emf2016.schedule.xml" << 138 << 120 << 0 << 5;
    QTest::newRow("EMF's calendar") << "emf2016.ics" << 350 << 0 << 0 << -1;
    QTest::newRow("frab, JSON") << "camp2019.schedule.json" << 79 << 90 << 7 << 2;
    QTest::newRow("pretalx, JSON") << "democon.schedule.json" << 36 << 27 << 2 << 2;
}

void TestProgrammeImport::realFiles()
{
    QFETCH(QString, name);
    QFETCH(int, spaces);
    const auto bytes = realFile(QStringLiteral("schedules/") + name);
    if (!bytes)
        QSKIP("shared/data/schedules is not there");
    Programme room;
    const ImportReport report = room.import(*bytes);
    QTEST(static_cast<int>(report.sessions), "sessions");
    QTEST(static_cast<int>(report.speakers), "speakers");
    QTEST(static_cast<int>(report.tracks), "tracks");
    if (spaces >= 0)
        QCOMPARE(static_cast<int>(report.spaces), spaces);
    QTEST(static_cast<int>(room.rows<Session>().size()), "sessions");
    QTEST(static_cast<int>(room.rows<Slot>().size()), "sessions");
    QTEST(static_cast<int>(room.rows<Speaker>().size()), "speakers");
    const auto head = room.must(room.reader()->head());

    const ImportReport again = room.import(*bytes);
    QCOMPARE(again.sessions + again.speakers + again.tracks + again.spaces, 0);
    QCOMPARE(again.updates + again.missing + again.keeps, 0);
    QCOMPARE(room.must(room.reader()->head()), head);
}

void TestProgrammeImport::twoFormatsOfOneEvent()
{
    const auto xml = realFile(QStringLiteral("schedules/emf2016.schedule.xml"));
    const auto calendar = realFile(QStringLiteral("schedules/emf2016.ics"));
    if (!xml || !calendar)
        QSKIP("shared/data/schedules is not there");
    Programme room;
    QCOMPARE(room.import(*xml).sessions, 138);
    const auto before = room.rows<Session>();
    const ImportReport report = room.import(*calendar);
    QCOMPARE(report.sessions, 212);
    QVERIFY2(report.updates == 0, told(report.changed).c_str());
    QVERIFY2(report.keeps == 0, told(report.kept).c_str());
    const auto after = room.rows<Session>();
    QCOMPARE(after.size(), std::size_t{350});
    for (const Session &session : before)
        QVERIFY(std::find(after.begin(), after.end(), session) != after.end());
}

void TestProgrammeImport::theDryRunChangesNothing()
{
    Programme room;
    const auto head = room.must(room.reader()->head());
    const ImportPlan plan = room.plan({{"schedule.xml", scheduleOf({{}}), {}}});
    QCOMPARE(plan.report.sessions, 1);
    QVERIFY(tryImport(plan, *room.engine));
    QCOMPARE(room.must(room.reader()->head()), head);
    QVERIFY(room.rows<Session>().empty());
}

void TestProgrammeImport::everyFieldArrives()
{
    Programme room;
    room.import(scheduleOf({{}}));
    const auto session = room.only<Session>();
    QCOMPARE(session.guid, Talk().guid);
    QCOMPARE(session.title, std::string("One"));
    QCOMPARE(session.abstract, std::string("About it."));
    QVERIFY(session.state == SessionState::Planned);
    QCOMPARE(session.track, room.only<Track>().id);
    QCOMPARE(session.speakers, std::vector<SpeakerId>{room.only<Speaker>().id});
    QCOMPARE(room.only<Speaker>().name, std::string("Ada"));
    const auto slot = room.only<Slot>();
    QCOMPARE(slot.session, session.id);
    QCOMPARE(slot.space, room.only<Space>().id);
    QCOMPARE(slot.startsAt.toString(), std::string("2026-08-01T08:00:00.000Z"));
    QCOMPARE(slot.minutes, 60);
}

void TestProgrammeImport::changesOfTheSourceAreTaken()
{
    Programme room;
    room.import(scheduleOf({{}}));
    Talk talk;
    talk.title = "One and a half";
    talk.start = "2026-08-01T11:00:00+02:00";
    talk.room = "Tent";
    talk.track = "Art";
    talk.speaker = "<person id=\"1\">Ada L.</person><person id=\"2\">Bob</person>";
    const ImportReport report = room.import(scheduleOf({talk}));
    QCOMPARE(report.sessions, 0);
    QCOMPARE(report.spaces, 1);
    QCOMPARE(report.tracks, 1);
    QCOMPARE(report.speakers, 1);
    const QString changes = QString::fromStdString(told(report.changed));
    for (const char *change : {"title: \"One\" → \"One and a half\"", "name: \"Ada\" → \"Ada L.\"",
                               "startsAt:", "space", "speakers", "track"})
        QVERIFY2(changes.contains(QString::fromUtf8(change)), qPrintable(changes));
    QCOMPARE(report.updates, 6);
    QCOMPARE(report.keeps, 0);
    const auto session = room.only<Session>();
    QCOMPARE(session.title, talk.title);
    QCOMPARE(session.speakers.size(), std::size_t{2});
    const auto slot = room.only<Slot>();
    QCOMPARE(slot.startsAt.toString(), std::string("2026-08-01T09:00:00.000Z"));
    QVERIFY(!slot.movedFrom.isNull()); // announced
}

void TestProgrammeImport::editsHereAreKept()
{
    Programme room;
    room.import(scheduleOf({{}}));
    auto session = room.only<Session>();
    auto edited = session;
    edited.title = "One, as we call it";
    room.done(EditSession{session.id, editsBetween(session, edited)});
    const auto slot = room.only<Slot>();
    room.done(MoveSlot{slot.id, slot.space, slot.startsAt + 1'800'000, slot.minutes, slot.space, slot.startsAt,
                       slot.minutes, true, "late"});
    const ImportReport report = room.import(scheduleOf({{}}));
    QCOMPARE(report.updates, 0);
    QCOMPARE(report.keeps, 2);
    QVERIFY2(told(report.kept).find("title: \"One, as we call it\" → \"One\"") != std::string::npos,
             told(report.kept).c_str());
    QCOMPARE(room.only<Session>().title, edited.title);
    QCOMPARE(room.only<Slot>().startsAt, slot.startsAt + 1'800'000);
}

void TestProgrammeImport::editsOfBothAreKeptHereAndTold()
{
    Programme room;
    room.import(scheduleOf({{}}));
    auto session = room.only<Session>();
    auto edited = session;
    edited.title = "Ours";
    room.done(EditSession{session.id, editsBetween(session, edited)});
    Talk talk;
    talk.title = "Theirs";
    for (int time = 0; time < 2; ++time) { // and again: it is no news, and still not what we have
        const ImportReport report = room.import(scheduleOf({talk}));
        QCOMPARE(report.updates, 0);
        QCOMPARE(report.keeps, 1);
        QCOMPARE(room.only<Session>().title, std::string("Ours"));
    }
    // What people here take back to the source's follows the source again.
    session = room.only<Session>();
    edited.title = "Theirs";
    room.done(EditSession{session.id, editsBetween(session, edited)});
    talk.title = "Theirs, changed";
    QCOMPARE(room.import(scheduleOf({talk})).updates, 1);
    QCOMPARE(room.only<Session>().title, std::string("Theirs, changed"));
}

void TestProgrammeImport::anEditAndAnotherChangeDoNotMix()
{
    Programme room;
    room.import(scheduleOf({{}}));
    auto session = room.only<Session>();
    auto edited = session;
    edited.abstract = "Ours.";
    room.done(EditSession{session.id, editsBetween(session, edited)});
    Talk talk;
    talk.title = "Theirs";
    const ImportReport report = room.import(scheduleOf({talk}));
    QCOMPARE(report.updates, 1);
    QCOMPARE(report.keeps, 1);
    QCOMPARE(room.only<Session>().title, std::string("Theirs"));
    QCOMPARE(room.only<Session>().abstract, std::string("Ours."));
}

void TestProgrammeImport::whatVanishedIsAskedAbout()
{
    Programme room;
    Talk two;
    two.guid.back() = '2';
    two.title = "Two";
    room.import(scheduleOf({{}, two}));
    const ImportReport report = room.import(scheduleOf({two}));
    QCOMPARE(report.missing, 1);
    QVERIFY(report.vanished.front().what.find("\"One\" is not in the file any more: it stays") == 0);
    QVERIFY(room.titled("One").state == SessionState::Planned);
    QCOMPARE(room.rows<Slot>().size(), std::size_t{2});
    // Another event's file says nothing about it.
    std::string other = scheduleOf({});
    other.replace(other.find(">test<"), 6, ">else<");
    QCOMPARE(room.import(other).missing, 0);
}

void TestProgrammeImport::whatVanishedIsCancelledAndComesBack()
{
    Programme room;
    Talk two;
    two.guid.back() = '2';
    two.title = "Two";
    room.import(scheduleOf({{}, two}));
    QCOMPARE(room.import(scheduleOf({two}), Vanished::Cancel).missing, 1);
    QVERIFY(room.titled("One").state == SessionState::Cancelled);
    QCOMPARE(room.titled("One").reason, std::string("No longer in schedule test"));
    QVERIFY(room.titled("Two").state == SessionState::Planned);
    QCOMPARE(room.import(scheduleOf({two}), Vanished::Cancel).missing, 0);
    const ImportReport back = room.import(scheduleOf({{}, two}));
    QCOMPARE(back.updates, 1);
    QCOMPARE(back.sessions, 0);
    QVERIFY(room.titled("One").state == SessionState::Planned);
}

void TestProgrammeImport::aCancellationHereStays()
{
    Programme room;
    room.import(scheduleOf({{}}));
    room.done(CancelSession{room.only<Session>().id, "ill"});
    room.import(scheduleOf({{}}));
    QVERIFY(room.only<Session>().state == SessionState::Cancelled);
    QCOMPARE(room.only<Session>().reason, std::string("ill"));
}

void TestProgrammeImport::aRemovedDraftStaysAway()
{
    Programme room;
    room.import(scheduleOf({{}}));
    room.done(RemoveSlot{room.only<Slot>().id});
    const ImportReport report = room.import(scheduleOf({{}}));
    QCOMPARE(report.keeps, 1);
    QVERIFY(room.rows<Slot>().empty());
}

void TestProgrammeImport::aCalendarCancels()
{
    const std::string calendar = "BEGIN:VCALENDAR\nX-WR-CALNAME:Test\nBEGIN:VEVENT\nUID:one@example.org\nSUMMARY:One\n"
                                 "LOCATION:Hall\nDTSTART:20260801T100000Z\nDURATION:PT1H\n";
    const std::string end = "END:VEVENT\nEND:VCALENDAR\n";
    Programme room;
    room.import(calendar + end);
    QVERIFY(room.only<Session>().state == SessionState::Planned);
    QCOMPARE(room.import(calendar + "STATUS:CANCELLED\n" + end).updates, 1);
    QVERIFY(room.only<Session>().state == SessionState::Cancelled);
    QCOMPARE(room.import(calendar + end).updates, 1);
    QVERIFY(room.only<Session>().state == SessionState::Planned);
}

void TestProgrammeImport::aMovedRepetitionMoves()
{
    const std::string daily =
        "BEGIN:VCALENDAR\nX-WR-CALNAME:Test\nBEGIN:VEVENT\nUID:one@example.org\nSUMMARY:One\n"
        "LOCATION:Hall\nDTSTART:20260801T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n";
    const std::string change = "BEGIN:VEVENT\nUID:one@example.org\nSUMMARY:One\nRECURRENCE-ID:20260802T100000Z\n"
                               "DTSTART:20260802T150000Z\nDURATION:PT1H\nEND:VEVENT\n";
    Programme room;
    room.import(daily + "END:VCALENDAR\n");
    QCOMPARE(room.rows<Slot>().size(), std::size_t{3});
    const ImportReport report = room.import(daily + change + "END:VCALENDAR\n");
    QCOMPARE(report.updates, 1);
    QCOMPARE(report.missing, 0);
    QCOMPARE(room.rows<Slot>().size(), std::size_t{3});
}

void TestProgrammeImport::aSecondFileFindsWhatTheFirstMade()
{
    Programme room;
    Talk two;
    two.guid.back() = '2';
    two.title = "Two";
    const ImportReport report = room.import({{"a.xml", scheduleOf({{}}), {}}, {"b.xml", scheduleOf({{}, two}), {}}});
    QCOMPARE(report.sessions, 2);
    QCOMPARE(report.spaces, 1);
    QCOMPARE(room.rows<Session>().size(), std::size_t{2});
}

/// Each source is held against what it said itself: none undoes what the other one did.
void TestProgrammeImport::twoSourcesDoNotTakeTurns()
{
    Programme room;
    Talk talk;
    talk.speaker.clear(); // numbers of people are each source's own
    std::string other = scheduleOf({talk});
    other.replace(other.find(">test<"), 6, ">else<");
    talk.title = "As the first has it";
    const std::string first = scheduleOf({talk});
    room.import(first);
    QCOMPARE(room.import(other).updates, 1); // new to it, and nobody here had changed it
    QCOMPARE(room.import(first).updates, 0);
    QCOMPARE(room.import(other).updates, 0);
    QCOMPARE(room.only<Session>().title, std::string("One"));
}

/// pretalx gives people a code in JSON, and only a number in XML.
void TestProgrammeImport::peopleStayOneAcrossFormats()
{
    Programme room;
    room.import(
        R"({"schedule":{"conference":{"acronym":"test","days":[{"date":"2026-08-01","rooms":{"Hall":[{"id":1,)"
        R"("guid":"00000000-0000-4000-8000-000000000001","title":"One","date":"2026-08-01T10:00:00+02:00",)"
        R"("duration":"01:00","track":"Science","abstract":"About it.","persons":[{"id":1,"code":"ABCDEF","public_name":"Ada"}]}]}}]}}})");
    const ImportReport report = room.import(scheduleOf({{}}));
    QCOMPARE(report.speakers + report.sessions + report.updates, 0);
    QCOMPARE(room.only<Speaker>().name, std::string("Ada"));
}

void TestProgrammeImport::allOrNothing()
{
    Programme room;
    const auto head = room.must(room.reader()->head());
    QVERIFY(!room.planned({{"a.xml", scheduleOf({{}}), {}}, {"b.xml", "<schedule><day>", {}}}));
    QCOMPARE(room.must(room.reader()->head()), head);
    // What the engine would refuse shows in the trial: the room is gone meanwhile.
    room.import(scheduleOf({{}}));
    Talk later;
    later.title = "Later";
    ImportPlan plan = room.plan({{"a.xml", scheduleOf({later}), {}}});
    auto session = room.only<Session>();
    auto edited = session;
    edited.title = "Meanwhile";
    room.done(EditSession{session.id, editsBetween(session, edited)});
    const auto tried = tryImport(plan, *room.engine);
    QVERIFY(!tried);
    QCOMPARE(tried.error().fault, Fault::Conflict);
    QVERIFY2(tried.error().detail.find("a.xml, line 2: session.edit") == 0, tried.error().detail.c_str());
    QCOMPARE(room.only<Session>().title, std::string("Meanwhile"));
}

/// Whatever is done to a file: it is refused as a whole, or the engine takes all of what was planned.
void TestProgrammeImport::whatIsPlannedCanBeCarriedOut()
{
    const auto whole = realFile(QStringLiteral("schedules/emf2016.schedule.xml"));
    if (!whole)
        QSKIP("shared/data/schedules is not there");
    const std::string few = whole->substr(0, whole->find("<event ", 30'000)) + "</room></day></schedule>";
    Programme room;
    room.import(few);
    QRandomGenerator random(5);
    int planned = 0;
    for (int round = 0; round < 150; ++round) {
        std::string mutated = few;
        for (int change = 0; change < 40; ++change) {
            const auto at = static_cast<std::size_t>(random.bounded(static_cast<int>(mutated.size())));
            const bool isWord = std::isalnum(static_cast<unsigned char>(mutated[at])) != 0;
            const bool isText = mutated.rfind('>', at) != std::string::npos
                && mutated.rfind('>', at) > mutated.rfind('<', at) && mutated.rfind('&', at) + 8 < at;
            if (isWord && (isText || std::isdigit(static_cast<unsigned char>(mutated[at])) != 0))
                mutated[at] =
                    static_cast<char>(random.bounded(2) == 0 ? '0' + random.bounded(10) : 'A' + random.bounded(50));
            if (round % 5 == 0 && isText && isWord)
                mutated.insert(at, std::string(static_cast<std::size_t>(random.bounded(3000)), 'x'));
        }
        const auto plan = room.planned({{"a.xml", mutated, {}}});
        if (!plan)
            continue;
        ++planned;
        const auto tried = tryImport(*plan, *room.engine);
        QVERIFY2(tried, tried ? "" : describe(tried.error()).c_str());
    }
    QVERIFY2(planned > 50, qPrintable(QString::number(planned)));
}

void TestProgrammeImport::itCanBeStopped()
{
    Programme room;
    const auto plan = room.planned({{"a.xml", scheduleOf({{}}), {}}}, [](std::size_t, std::size_t) { return false; });
    QVERIFY(!plan);
    QCOMPARE(plan.error().fault, Fault::Unavailable);
}

QTEST_GUILESS_MAIN(TestProgrammeImport)
#include "tst_programmeimport.moc"
