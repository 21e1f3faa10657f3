// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/importdrafts.h"
#include "tests/server/files/realfiles.h"
#include "tests/server/importroom.h"

#include <QTest>

#include <deque>
#include <mutex>

using namespace gatehouse;
using namespace std::literals;

namespace {

std::string talk(const std::string &number, const std::string &title)
{
    return "<room name=\"Hall\"><event id=\"" + number + "\" guid=\"00000000-0000-4000-8000-00000000000" + number
        + "\"><title>" + title
        + "</title><date>2026-08-01T10:00:00+02:00</date><duration>00:50</duration></event></room>\n";
}

std::string schedule(const std::string &talks)
{
    return "<schedule><conference><acronym>test</acronym></conference>\n<day date=\"2026-08-01\">" + talks
        + "</day></schedule>";
}

std::string table(int people)
{
    std::string csv = "Name,Ticket type,Order,Barcode\n";
    for (int each = 0; each < people; ++each) {
        const std::string number = std::to_string(each);
        csv += "Person " + number + ",Day,R" + number + ",code-" + number + "\n";
    }
    return csv;
}

/// A served house in one thread: what the drafts ask of the engine waits until the test lets it.
class DraftRoom : public ImportRoom
{
public:
    explicit DraftRoom(ImportDraftLimits given = {}) : limits(given) { open(); }
    ~DraftRoom() { drafts.reset(); }

    void open()
    {
        stage = std::make_unique<Stage>(*document, keyring->credentialKey(), random);
        drafts = std::make_unique<ImportDrafts>(
            ImportSurroundings{
                [this] { return Result<std::unique_ptr<Reader>>(reader()); }, keyring,
                [this](std::function<void(Engine &)> question) { questions.push_back(std::move(question)); },
                [this](std::function<void()> call) {
                    const std::lock_guard guard(mutex);
                    posts.push_back(std::move(call));
                },
                [this] { return clock.ms; }, *stage, random},
            limits);
        engine->onPublish([this](const std::shared_ptr<const Batch> &batch) {
            const std::lock_guard guard(mutex);
            posts.emplace_back([this, batch] { drafts->see(*batch); });
        });
        if (auto result = drafts->begin(); !result)
            throw std::runtime_error(describe(result.error()));
        askEngine();
    }

    bool takePost()
    {
        std::function<void()> post;
        {
            const std::lock_guard guard(mutex);
            if (posts.empty())
                return false;
            post = std::move(posts.front());
            posts.pop_front();
        }
        post();
        return true;
    }
    bool askEngine()
    {
        if (questions.empty())
            return false;
        const auto question = std::move(questions.front());
        questions.pop_front();
        question(*engine);
        return true;
    }
    /// Until the draft stands so, or nothing goes on any more.
    bool reaches(const ImportDraftId &draft, ImportDraftState state)
    {
        return QTest::qWaitFor([&] {
            while (takePost() || (drafts->standing(draft, actor).state != state && askEngine())) {
            }
            return drafts->standing(draft, actor).state == state;
        });
    }
    /// The engine and its follower too: until an import is done.
    void finish()
    {
        for (bool goesOn = true; goesOn;) {
            goesOn = takePost() || askEngine();
            carryOut();
        }
    }

    Result<> upload(const ImportDraftId &draft, int file, const std::string &name, const std::string &bytes)
    {
        UploadImport piece;
        piece.draft = draft;
        piece.file = file;
        piece.name = name;
        piece.size = std::ssize(bytes);
        do {
            piece.content = Bytes(bytes.substr(static_cast<std::size_t>(piece.offset), kImportPiece));
            auto answer = drafts->upload(piece, actor);
            if (!answer)
                return fail(std::move(answer.error()));
            piece.offset = answer->received;
        } while (piece.offset < piece.size);
        return {};
    }
    ImportDraftId uploaded(const std::string &name, const std::string &bytes)
    {
        const auto draft = newId<ImportDraftId>();
        if (auto result = upload(draft, 0, name, bytes); !result)
            throw std::runtime_error(describe(result.error()));
        return draft;
    }
    ImportDraft planned(const ImportDraftId &draft, Vanished vanished = Vanished::Keep)
    {
        must(drafts->plan({draft, vanished}, actor));
        if (!QTest::qWaitFor([&] {
                while (takePost() || askEngine()) {
                }
                const auto state = drafts->standing(draft, actor).state;
                return state == ImportDraftState::Planned || state == ImportDraftState::Failed;
            }))
            throw std::runtime_error("it is not read");
        return drafts->standing(draft, actor);
    }
    /// From the first byte to the last command.
    ImportReport imported(const std::string &name, const std::string &bytes, Vanished vanished = Vanished::Keep)
    {
        const auto draft = uploaded(name, bytes);
        const ImportDraft plan = planned(draft, vanished);
        if (plan.state != ImportDraftState::Planned)
            throw std::runtime_error(plan.fault + ": " + plan.detail);
        must(drafts->take(draft, actor));
        finish();
        const auto row = find<Import>(plan.import);
        if (!row || row->state != ImportState::Done || row->refused != 0 || row->decidedBy != actor.id)
            throw std::runtime_error("it was not carried out");
        drafts->forget(draft, actor);
        return plan.report;
    }
    std::vector<ImportNote> notes(const ImportDraftId &draft, ImportNoteKind kind)
    {
        return drafts->notes({draft, kind, 0}, actor).notes;
    }
    bool isAnythingStaged() { return !must(stage->imports()).empty(); }

    ImportDraftLimits limits;
    std::unique_ptr<Stage> stage;
    std::deque<std::function<void(Engine &)>> questions;
    std::mutex mutex;
    std::deque<std::function<void()>> posts;
    std::unique_ptr<ImportDrafts> drafts;
};

ImportDraftLimits small()
{
    ImportDraftLimits limits;
    limits.bytesOfOne = 300'000;
    limits.bytesOfAll = 2'000'000;
    limits.drafts = 3;
    limits.values = 5'000;
    limits.lines = 2'000;
    limits.commands = 3'000;
    limits.slice = 16;
    return limits;
}

} // namespace

/// Files that a served event is handed: judged, tried, taken or left, with nothing of them in the document before.
class TestImportDrafts : public QObject
{
    Q_OBJECT

private slots:
    void piecesMakeAFile();
    void whatDoesNotFitIsRefused();
    void nothingHappensBeforeItIsTaken();
    void whatIsTakenIsCarriedOut();
    void theSameFilesAgainChangeOnlyWhatTheirSourceChanged();
    void filesOfARealEvent();
    void whatVanishedIsKeptOrCancelled();
    void aChangedEventIsReadAgain();
    void otherChangesDisturbNothing();
    void oneAfterTheOther();
    void nobodyTakesTheSameTwice();
    void hostileFilesAreRefused_data();
    void hostileFilesAreRefused();
    void itIsStoppedWhileItIsRead();
    void itIsStoppedWhileItIsLaidDown();
    void whatIsDecidedCannotBeStopped();
    void whatNobodyAsksAboutIsForgotten();
    void othersDoNotSeeIt();
    void whatACrashLeftIsForgotten();
    void notesComeInPages();
    void aFolderOfPlansIsOneSource();
};

void TestImportDrafts::piecesMakeAFile()
{
    DraftRoom room;
    UploadImport piece;
    piece.draft = room.newId<ImportDraftId>();
    piece.name = "people.csv";
    piece.size = 10;
    piece.content = Bytes("01234");
    QCOMPARE(room.must(room.drafts->upload(piece, room.actor)).received, 5);
    QCOMPARE(room.must(room.drafts->upload(piece, room.actor)).received, 5); // a repeated one is left out
    QCOMPARE(room.drafts->plan({piece.draft, Vanished::Keep}, room.actor).error().fault, Fault::Invalid); // not whole
    piece.offset = 7; // one in between was lost
    QCOMPARE(room.must(room.drafts->upload(piece, room.actor)).received, 5);
    piece.offset = 5;
    piece.content = Bytes("567890");
    QCOMPARE(room.drafts->upload(piece, room.actor).error().fault, Fault::Invalid); // longer than it said
    piece.content = Bytes("56789");
    QCOMPARE(room.must(room.drafts->upload(piece, room.actor)).received, 10);
    piece.size = 11;
    QCOMPARE(room.drafts->upload(piece, room.actor).error().fault, Fault::Conflict);
    piece.file = 2;
    QCOMPARE(room.drafts->upload(piece, room.actor).error().fault, Fault::Invalid); // the second is not there yet
    QCOMPARE(room.drafts->standing(piece.draft, room.actor).state, ImportDraftState::Collecting);
    QCOMPARE(room.drafts->take(piece.draft, room.actor).error().fault, Fault::Conflict);
}

void TestImportDrafts::whatDoesNotFitIsRefused()
{
    DraftRoom room(small());
    QCOMPARE(room.upload(room.newId<ImportDraftId>(), 0, "a.csv", std::string(300'001, 'x')).error().fault,
             Fault::TooLarge);
    room.uploaded("b.csv", table(3));
    QCOMPARE(room.upload(room.newId<ImportDraftId>(), 0, "c.csv", table(3)).error().fault, Fault::TooMany);
    room.actor.id = room.newId<Id>();
    room.uploaded("d.csv", table(3));
    QCOMPARE(room.upload(room.newId<ImportDraftId>(), 0, "e.csv", table(3)).error().fault, Fault::Overloaded);
}

void TestImportDrafts::nothingHappensBeforeItIsTaken()
{
    DraftRoom room;
    const std::int64_t head = room.engine->head();
    const auto draft = room.uploaded("schedule.xml", schedule(talk("1", "One")));
    const ImportDraft plan = room.planned(draft);
    QCOMPARE(plan.state, ImportDraftState::Planned);
    QCOMPARE(plan.report.sessions, 1);
    QCOMPARE(plan.report.spaces, 1);
    QCOMPARE(plan.report.formats, std::vector{"schedule_xml"s});
    QVERIFY(plan.commands > 0);
    QVERIFY(plan.report.guessed.empty()); // they are asked for page by page
    QCOMPARE(room.engine->head(), head);
    QVERIFY(!room.isAnythingStaged());
    room.drafts->forget(draft, room.actor);
    QCOMPARE(room.drafts->standing(draft, room.actor).state, ImportDraftState::Forgotten);
    QCOMPARE(room.engine->head(), head);
}

void TestImportDrafts::whatIsTakenIsCarriedOut()
{
    DraftRoom room(small());
    const auto draft = room.uploaded("people.csv", table(500));
    const ImportDraft plan = room.planned(draft);
    QCOMPARE(plan.report.attendees, 500);
    QCOMPARE(room.must(room.drafts->take(draft, room.actor)).state, ImportDraftState::Staging);
    QCOMPARE(room.must(room.drafts->take(draft, room.actor)).state, ImportDraftState::Staging); // asked twice
    QVERIFY(room.reaches(draft, ImportDraftState::Decided));
    room.finish();
    const auto row = room.find<Import>(plan.import);
    QVERIFY(row);
    QVERIFY(row->state == ImportState::Done);
    QCOMPARE(row->done, plan.commands);
    QCOMPARE(row->refused, 0);
    QCOMPARE(row->decidedBy, AccountId(room.actor.id));
    QCOMPARE(row->sources, std::vector{"people.csv"s});
    QVERIFY(!room.isAnythingStaged());
    // The same table again: nothing is to be done.
    const auto again = room.uploaded("people.csv", table(500));
    QCOMPARE(room.planned(again).commands, 0);
    QCOMPARE(room.planned(again).report.known, 500);
    QCOMPARE(room.drafts->take(again, room.actor).error().fault, Fault::Conflict);
}

void TestImportDrafts::theSameFilesAgainChangeOnlyWhatTheirSourceChanged()
{
    DraftRoom room;
    QCOMPARE(room.imported("schedule.xml", schedule(talk("1", "One") + talk("2", "Two"))).sessions, 2);
    const auto draft = room.uploaded("schedule.xml", schedule(talk("1", "One, moved up") + talk("2", "Two")));
    const ImportDraft plan = room.planned(draft);
    QCOMPARE(plan.report.sessions, 0);
    QCOMPARE(plan.report.updates, 1);
    const auto changed = room.notes(draft, ImportNoteKind::Changed);
    QCOMPARE(changed.size(), std::size_t{1});
    QVERIFY2(changed.front().what.find("One, moved up") != std::string::npos, changed.front().what.c_str());
}

void TestImportDrafts::filesOfARealEvent()
{
    const auto xml = realFile(QStringLiteral("schedules/emf2016.schedule.xml"));
    const auto ics = realFile(QStringLiteral("schedules/emf2016.ics"));
    const auto camp = realFile(QStringLiteral("schedules/camp2019.schedule.json"));
    if (!xml || !ics || !camp)
        QSKIP("shared/data/schedules is not there");
    DraftRoom room;
    QCOMPARE(room.imported("emf2016.schedule.xml", *xml).sessions, 138);
    const ImportReport further = room.imported("emf2016.ics", *ics);
    QCOMPARE(further.sessions, 212);
    QCOMPARE(further.updates, 0);
    QCOMPARE(room.imported("camp2019.schedule.json", *camp).sessions, 79);
}

void TestImportDrafts::whatVanishedIsKeptOrCancelled()
{
    DraftRoom room;
    room.imported("schedule.xml", schedule(talk("1", "One") + talk("2", "Two")));
    const auto draft = room.uploaded("schedule.xml", schedule(talk("2", "Two")));
    const ImportDraft keeps = room.planned(draft);
    QCOMPARE(keeps.report.missing, 1);
    QCOMPARE(keeps.commands, 0);
    QVERIFY(room.notes(draft, ImportNoteKind::Vanished).front().what.find("\"One\" is not in the file any more") == 0);
    const ImportDraft cancels = room.planned(draft, Vanished::Cancel); // the files are there still
    QCOMPARE(cancels.report.missing, 1);
    QVERIFY(cancels.commands > 0);
    room.must(room.drafts->take(draft, room.actor));
    room.finish();
    int cancelled = 0;
    for (const Session &session : room.all<Session>())
        cancelled += session.state == SessionState::Cancelled ? 1 : 0;
    QCOMPARE(cancelled, 1);
}

void TestImportDrafts::aChangedEventIsReadAgain()
{
    DraftRoom room;
    room.imported("schedule.xml", schedule(talk("1", "One")));
    const auto draft = room.uploaded("schedule.xml", schedule(talk("1", "Theirs")));
    QCOMPARE(room.planned(draft).report.updates, 1);
    const Session before = room.all<Session>().front();
    Session after = before;
    after.title = "Ours";
    room.done(EditSession{before.id, editsBetween(before, after)});
    const std::int64_t head = room.engine->head();
    room.must(room.drafts->take(draft, room.actor));
    QVERIFY(room.reaches(draft, ImportDraftState::Failed));
    QCOMPARE(room.drafts->standing(draft, room.actor).fault, "conflict"s);
    while (room.takePost() || room.askEngine()) {
    }
    QCOMPARE(room.engine->head(), head);
    QVERIFY(!room.isAnythingStaged());
    QCOMPARE(room.planned(draft).report.keeps, 1); // read again, it fits
}

void TestImportDrafts::otherChangesDisturbNothing()
{
    DraftRoom room;
    const auto draft = room.uploaded("schedule.xml", schedule(talk("1", "One")));
    const ImportDraft plan = room.planned(draft);
    AddTrack track;
    track.track = room.newId<TrackId>();
    track.name = "Meanwhile";
    room.done(track);
    room.must(room.drafts->take(draft, room.actor));
    room.finish();
    QVERIFY(room.find<Import>(plan.import)->state == ImportState::Done);
}

void TestImportDrafts::oneAfterTheOther()
{
    DraftRoom room;
    const auto one = room.uploaded("people.csv", table(200));
    const auto two = room.uploaded("schedule.xml", schedule(talk("1", "One")));
    room.must(room.drafts->plan({one, Vanished::Keep}, room.actor));
    QCOMPARE(room.must(room.drafts->plan({two, Vanished::Keep}, room.actor)).state, ImportDraftState::Waiting);
    QCOMPARE(room.drafts->plan({two, Vanished::Keep}, room.actor).error().fault, Fault::Conflict);
    QVERIFY(room.reaches(two, ImportDraftState::Planned));
    QCOMPARE(room.drafts->standing(one, room.actor).state, ImportDraftState::Planned);
    // While one is carried out nothing is read: it would be half of the truth.
    room.must(room.drafts->take(one, room.actor));
    QVERIFY(room.reaches(one, ImportDraftState::Decided));
    QCOMPARE(room.must(room.drafts->plan({two, Vanished::Keep}, room.actor)).state, ImportDraftState::Waiting);
    room.finish();
    QVERIFY(room.reaches(two, ImportDraftState::Planned));
}

void TestImportDrafts::nobodyTakesTheSameTwice()
{
    DraftRoom room;
    const auto one = room.uploaded("people.csv", table(20));
    const auto two = room.uploaded("people.csv", table(20));
    room.planned(one);
    QCOMPARE(room.planned(two).report.attendees, 20);
    room.must(room.drafts->take(one, room.actor));
    room.finish();
    QCOMPARE(room.must(room.drafts->take(two, room.actor)).fault, "conflict"s);
    QCOMPARE(room.planned(two).commands, 0);
}

void TestImportDrafts::hostileFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("fault");
    QTest::newRow("many values in little JSON")
        << "[" + QByteArray("0,").repeated(6'000) + "0]" << QByteArray("too_large");
    QTest::newRow("many short lines") << "Name\n" + QByteArray("a\n").repeated(3'000) << QByteArray("too_large");
    QTest::newRow("more commands than may be") << QByteArray::fromStdString(table(1'900)) << QByteArray("too_large");
    QTest::newRow("no JSON") << QByteArray("{\"features\": [") << QByteArray("malformed");
    QTest::newRow("nothing that is known") << QByteArray("\x7f\x45\x4c\x46\x02\x01") << QByteArray("*");
    QTest::newRow("a zip that is none") << QByteArray("PK\x03\x04nothing at all") << QByteArray("malformed");
    QTest::newRow("a drawing that runs a script")
        << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>") << QByteArray("*");
    QTest::newRow("XML that swells") << QByteArray(
        "<?xml version='1.0'?><!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
        "<schedule><conference><title>&b;</title></conference></schedule>")
                                     << QByteArray("*");
    QTest::newRow("nothing at all") << QByteArray() << QByteArray("*");
}

void TestImportDrafts::hostileFilesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, fault);
    DraftRoom room(small());
    const std::int64_t head = room.engine->head();
    const auto draft = room.uploaded("hostile", bytes.toStdString());
    const ImportDraft plan = room.planned(draft);
    if (fault != "*")
        QCOMPARE(QByteArray::fromStdString(plan.fault), fault);
    if (plan.state == ImportDraftState::Planned) // what is left of it after cleaning is nothing
        QVERIFY(plan.report.sessions == 0 && plan.report.units == 0 && plan.report.attendees == 0);
    else
        QVERIFY2(plan.detail.find("hostile: ") == 0, plan.detail.c_str());
    QCOMPARE(room.engine->head(), head);
}

void TestImportDrafts::itIsStoppedWhileItIsRead()
{
    DraftRoom room;
    const auto draft = room.uploaded("people.csv", table(60'000));
    QCOMPARE(room.must(room.drafts->plan({draft, Vanished::Keep}, room.actor)).state, ImportDraftState::Reading);
    room.drafts->forget(draft, room.actor);
    QCOMPARE(room.drafts->standing(draft, room.actor).state, ImportDraftState::Forgotten);
    const auto next = room.uploaded("schedule.xml", schedule(talk("1", "One")));
    QCOMPARE(room.planned(next).state, ImportDraftState::Planned); // its thread has ended, and was free
}

void TestImportDrafts::itIsStoppedWhileItIsLaidDown()
{
    DraftRoom room(small());
    const auto draft = room.uploaded("people.csv", table(200));
    const ImportDraft plan = room.planned(draft);
    room.must(room.drafts->take(draft, room.actor));
    for (int slice = 0; slice < 5; ++slice) {
        QVERIFY(room.askEngine());
        QVERIFY(room.takePost());
    }
    QVERIFY(room.isAnythingStaged());
    room.drafts->forget(draft, room.actor);
    room.finish();
    QVERIFY(!room.isAnythingStaged());
    QVERIFY(!room.find<Import>(plan.import));
    QCOMPARE(room.all<Ticket>().size(), std::size_t{0});
}

void TestImportDrafts::whatIsDecidedCannotBeStopped()
{
    DraftRoom room(small());
    const auto draft = room.uploaded("people.csv", table(200));
    const ImportDraft plan = room.planned(draft);
    room.must(room.drafts->take(draft, room.actor));
    while (room.drafts->standing(draft, room.actor).done < plan.commands) {
        QVERIFY(room.askEngine());
        QVERIFY(room.takePost());
    }
    QVERIFY(room.askEngine());
    QVERIFY(room.takePost());
    QVERIFY(room.askEngine()); // decided, and nobody has heard of it yet
    room.drafts->forget(draft, room.actor);
    room.finish();
    QVERIFY(room.find<Import>(plan.import)->state == ImportState::Done);
    QCOMPARE(room.all<Ticket>().size(), std::size_t{200});
}

void TestImportDrafts::whatNobodyAsksAboutIsForgotten()
{
    DraftRoom room;
    const auto draft = room.uploaded("people.csv", table(20));
    room.planned(draft);
    room.clock.pass(kImportLeaseMs - 1);
    room.drafts->tidy();
    QCOMPARE(room.drafts->standing(draft, room.actor).state, ImportDraftState::Planned); // asked about
    room.clock.pass(kImportLeaseMs + 1);
    room.drafts->tidy();
    QCOMPARE(room.drafts->standing(draft, room.actor).state, ImportDraftState::Forgotten);
    // What is wanted is finished, whether its desk is there or not.
    const auto wanted = room.uploaded("people.csv", table(20));
    const ImportDraft plan = room.planned(wanted);
    room.must(room.drafts->take(wanted, room.actor));
    room.clock.pass(kImportLeaseMs + 1);
    room.drafts->tidy();
    room.finish();
    QVERIFY(room.find<Import>(plan.import)->state == ImportState::Done);
}

void TestImportDrafts::othersDoNotSeeIt()
{
    DraftRoom room;
    const auto draft = room.uploaded("people.csv", table(20));
    room.planned(draft);
    room.actor.id = room.newId<Id>();
    QCOMPARE(room.drafts->standing(draft, room.actor).state, ImportDraftState::Forgotten);
    QCOMPARE(room.must(room.drafts->take(draft, room.actor)).state, ImportDraftState::Forgotten);
    room.drafts->forget(draft, room.actor);
    QVERIFY(room.notes(draft, ImportNoteKind::Guessed).empty());
}

void TestImportDrafts::whatACrashLeftIsForgotten()
{
    DraftRoom room(small());
    const auto draft = room.uploaded("people.csv", table(200));
    room.planned(draft);
    room.must(room.drafts->take(draft, room.actor));
    QVERIFY(room.askEngine());
    QVERIFY(room.isAnythingStaged());
    room.drafts.reset();
    room.questions.clear(); // the program ended here
    room.posts.clear();
    room.restart();
    room.open();
    QVERIFY(!room.isAnythingStaged());
}

void TestImportDrafts::notesComeInPages()
{
    DraftRoom room;
    std::string csv = "Name,Ticket type,Order,Barcode\n";
    for (int each = 0; each < 450; ++each)
        csv += "Person,Day,R" + std::to_string(each) + ",the-same-code\n";
    const auto draft = room.uploaded("people.csv", csv);
    const ImportDraft plan = room.planned(draft);
    std::vector<ImportNote> all;
    for (;;) {
        const auto page =
            room.drafts->notes({draft, ImportNoteKind::Refused, static_cast<std::int32_t>(all.size())}, room.actor);
        QVERIFY(page.notes.size() <= kImportNotesPage);
        if (page.notes.empty())
            break;
        all.insert(all.end(), page.notes.begin(), page.notes.end());
    }
    QVERIFY(plan.report.refusals >= 449);
    QCOMPARE(std::ssize(all), plan.report.refusals);
    QVERIFY(all.front().line > 0);
}

void TestImportDrafts::aFolderOfPlansIsOneSource()
{
    DraftRoom room;
    const auto draft = room.newId<ImportDraftId>();
    const std::string level =
        R"({"type":"FeatureCollection","features":[{"type":"Feature","id":"11111111-1111-4111-8111-111111111111","feature_type":"level","geometry":{"type":"Polygon","coordinates":[[[13.0,52.0],[13.001,52.0],[13.001,52.001],[13.0,52.001],[13.0,52.0]]]},"properties":{"name":{"en":"Ground"},"ordinal":0,"short_name":{"en":"G"},"category":"unspecified","outdoor":false}}]})";
    const std::string unit =
        R"({"type":"FeatureCollection","features":[{"type":"Feature","id":"22222222-2222-4222-8222-222222222222","feature_type":"unit","geometry":{"type":"Polygon","coordinates":[[[13.0001,52.0001],[13.0005,52.0001],[13.0005,52.0005],[13.0001,52.0005],[13.0001,52.0001]]]},"properties":{"name":{"en":"Hall"},"category":"room","level_id":"11111111-1111-4111-8111-111111111111"}}]})";
    QVERIFY(room.upload(draft, 0, "level.geojson", level));
    QVERIFY(room.upload(draft, 1, "unit.geojson", unit));
    const ImportDraft plan = room.planned(draft);
    QVERIFY2(plan.state == ImportDraftState::Planned, plan.detail.c_str());
    QCOMPARE(plan.report.levels, 1);
    QCOMPARE(plan.report.units, 1);
    const std::vector<std::string> both{"imdf", "imdf"};
    QCOMPARE(plan.report.formats, both);
}

QTEST_GUILESS_MAIN(TestImportDrafts)
#include "tst_importdrafts.moc"
