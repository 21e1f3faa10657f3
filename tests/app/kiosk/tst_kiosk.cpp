// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kiosk.h"
#include "app/kiosk/programmepanel.h"
#include "app/ui/theme.h"
#include "tests/app/kiosk/codepictures.h"
#include "tests/app/kiosk/scriptedgate.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::bench;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A whole kiosk on the test's screen, at a scripted server.
struct Stand {
    explicit Stand(GateRoom &at, KioskOptions options = {}) : replica(at.options(), at.thread())
    {
        options.places = {at.folder.path(), at.folder.filePath(u"power"_s), at.folder.filePath(u"input"_s)};
        kiosk = std::make_unique<Kiosk>(replica, random, face, std::move(options));
        QObject::connect(kiosk.get(), &Kiosk::shown, &face, [this](const LaneShown &each) { shown.push_back(each); });
        face.resize(1280, 800);
        face.show();
        kiosk->start();
    }
    [[nodiscard]] bool isOpen() const
    {
        return kiosk->health().readiness == KioskLane::Readiness::Ready && kiosk->view().closure == KioskClosure::None
            && replica.status().state == ReplicaState::Live;
    }
    void type(const std::string &code)
    {
        for (const char key : code)
            QTest::keyClick(face.windowHandle(), key);
        QTest::keyClick(face.windowHandle(), Qt::Key_Return);
    }
    [[nodiscard]] bool shows(const QString &part) const
    {
        const auto labels = face.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->isVisible() && label->text().contains(part); });
    }
    void press(const QString &text)
    {
        for (QPushButton *button : face.findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == text)
                return button->click();
        }
        QFAIL(qPrintable(u"no button "_s + text));
    }
    void enterStaffCode(const QString &code)
    {
        QWidget *page = face.findChild<AttractPage *>();
        for (int touch = 0; touch < 5; ++touch)
            QTest::mouseClick(page, Qt::LeftButton, {}, {5, 5});
        for (const QChar digit : code)
            press(QString(digit));
        press(u"Enter"_s);
    }

    SecureRandom random;
    Replica replica;
    KioskFace face;
    std::unique_ptr<Kiosk> kiosk;
    std::vector<LaneShown> shown;
};

/// A hall, a session that runs and one that comes; beside them what is nobody's business.
struct HallProgramme {
    HallProgramme()
    {
        hall.id = SpaceId(idOf(920));
        hall.name = "Hall";
        backstage.id = SpaceId(idOf(921));
        backstage.name = "Backstage";
        backstage.kind = SpaceKind::Closed;
        add(930, "Opening", hall, -10);
        add(931, "Next one", hall, 50);
        add(932, "Not yet decided", hall, 30);
        sessions.back().state = SessionState::Draft;
        placed.back().isDraft = true;
        add(933, "Meet the crew", backstage, 90);
    }
    void add(std::uint64_t number, const std::string &title, const Space &space, int startsInMinutes)
    {
        Session session;
        session.id = SessionId(idOf(number));
        session.title = title;
        Slot slot;
        slot.id = SlotId(idOf(number + 20));
        slot.session = session.id;
        slot.space = space.id;
        slot.startsAt = Instant{QDateTime::currentMSecsSinceEpoch() + startsInMinutes * 60'000LL};
        slot.minutes = 45;
        sessions.push_back(session);
        placed.push_back(slot);
    }
    void publish(GateRoom &room) const
    {
        room.onServer([this](ScriptedGate &server) {
            server.rows.push_back(GateEvent::row(hall));
            server.rows.push_back(GateEvent::row(backstage));
            for (const Session &session : sessions)
                server.rows.push_back(GateEvent::row(session));
            for (const Slot &slot : placed)
                server.rows.push_back(GateEvent::row(slot));
        });
    }

    Space hall;
    Space backstage;
    std::vector<Session> sessions;
    std::vector<Slot> placed;
};

QStringList titlesOf(const std::vector<KioskSession> &sessions)
{
    QStringList titles;
    for (const KioskSession &session : sessions)
        titles += session.title;
    return titles;
}

void goAway(ScriptedGate &server)
{
    server.isReachable = false;
    server.hangUp();
}

} // namespace

class TestKiosk : public QObject
{
    Q_OBJECT

public:
    static void initMain() { chooseMediaBackend(); }

private slots:
    void aScannedTicketIsShownAndForgotten();
    void aTypedCodeIsChecked();
    void whatIsNoCodeIsSaidToBeNone();
    void aSlowAnswerIsAnnounced();
    void theNextTicketTakesTheScreen();
    void withoutTheServerItSaysSo();
    void aClosedGateIsShownWithItsReason();
    void aRevokedKioskSaysSo();
    void aKioskThatIsNotReadySaysSo();
    void visitorsChooseALanguageForAWhile();
    void staffGetInWithTheirCodeAndTryTheReader();
    void guessersAreHeldUp();
    void theControlRoomHearsOfTheCamera();
    void peopleLeaveAtAnExit();
    void theControlRoomTurnsItRoundAndCallsItByName();
    void aGroupIsAskedHowManyComeIn();
    void questionsAreAskedInTheChosenLanguage();
    void whatIsAskedIsForgottenWhenNobodyAnswers();
    void aStaffedLaneFindsPeopleByName();
    void theSearchNeedsTheNetwork();
    void withoutTheGrantThereIsNoSearch();
    void visitorsSeeWhatRunsAndComes();
    void aDelayAndACancellationAppear();
    void theProgrammeStaysWithoutTheServer();
    void aTicketDoesNotWaitForTheProgramme();
    void itTellsItsLaneAndFollowsAChange();
};

void TestKiosk::aScannedTicketIsShownAndForgotten()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    QVERIFY(stand.shows(u"Fest · North gate"_s));
    stand.type(code);
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict);
    QCOMPARE(stand.shown.size(), 1U);
    QCOMPARE(stand.face.findChild<VerdictPage *>()->headline(), u"Welcome"_s);
    QTest::mouseClick(stand.face.findChild<VerdictPage *>(), Qt::LeftButton);
    QCOMPARE(stand.face.page(), KioskPage::Attract);
    QVERIFY(stand.kiosk->view().verdict == KioskVerdict());
}

void TestKiosk::aTypedCodeIsChecked()
{
    GateRoom room;
    room.event.import(11, "k7rm-2fa9");
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    stand.press(u"Type the code instead"_s);
    for (const QChar key : u"K7RM-2FA9"_s)
        stand.press(QString(key));
    stand.press(u"Check the ticket"_s);
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict);
    room.onServer([](const ScriptedGate &server) { QVERIFY(server.scans.at(0).code == "k7rm-2fa9"); });
}

void TestKiosk::whatIsNoCodeIsSaidToBeNone()
{
    GateRoom room;
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    stand.type(std::string(600, 'A'));
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict);
    QVERIFY(stand.shown.at(0).verdict.reason == Reason::Invalid && stand.shown.at(0).scan.isNull());
    QCOMPARE(room.scanCount(), 0U);
}

void TestKiosk::aSlowAnswerIsAnnounced()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    room.onServer([](ScriptedGate &server) { server.isMute = true; });
    QSignalSpy pages(&stand.face, &KioskFace::pageChanged);
    stand.type(code);
    QTRY_COMPARE(stand.face.page(), KioskPage::Reading);
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict); // by itself
    QVERIFY(stand.shown.at(0).by == DecidedBy::Device);
    QCOMPARE(pages.size(), 2);
}

void TestKiosk::theNextTicketTakesTheScreen()
{
    GateRoom room;
    const std::string first = room.event.issue(11);
    const std::string second = room.event.issue(12);
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    stand.type(first);
    QTRY_COMPARE(stand.shown.size(), 1U);
    room.onServer([](ScriptedGate &server) {
        server.decide = [](const RecordScan &) {
            ScanVerdict verdict;
            verdict.reason = Reason::AlreadyRedeemed;
            verdict.firstAt = Instant{1'790'000'000'000};
            verdict.firstGate = GateId(idOf(902));
            return verdict;
        };
    });
    stand.type(second);
    QTRY_COMPARE(stand.shown.size(), 2U);
    QCOMPARE(stand.face.page(), KioskPage::Verdict);
    QVERIFY(stand.face.findChild<VerdictPage *>()->advice().contains(u"North gate"_s));
}

void TestKiosk::withoutTheServerItSaysSo()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    QVERIFY(!stand.shows(u"Off line"_s));
    room.onServer(goAway);
    QTRY_VERIFY_WITH_TIMEOUT(stand.shows(u"Off line · nothing is waiting"_s), 10'000);
    stand.type(code);
    QTRY_COMPARE(stand.shown.size(), 1U);
    QTRY_VERIFY(stand.shows(u"1 scan waiting"_s) || stand.shows(u"1 scan(s) waiting"_s));
    room.onServer([](ScriptedGate &server) { server.isReachable = true; });
    QTRY_VERIFY_WITH_TIMEOUT(!stand.shows(u"Off line"_s) && stand.replica.status().waiting == 0, 30'000);
}

void TestKiosk::aClosedGateIsShownWithItsReason()
{
    GateRoom room;
    room.event.gate.state = GateState::Closed;
    room.event.gate.reason = "Full. Please use the south gate.";
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.shows(u"This entrance is closed"_s));
    QVERIFY(stand.shows(u"Full. Please use the south gate."_s));
    room.event.gate.state = GateState::Open;
    room.onServer([&](ScriptedGate &server) { server.reply(Delta{11, false, {GateEvent::row(room.event.gate, 11)}}); });
    QTRY_VERIFY(stand.shows(u"Hold your ticket to the reader"_s));
}

void TestKiosk::aRevokedKioskSaysSo()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    room.onServer([](ScriptedGate &server) {
        server.isReachable = false;
        server.reply(Goodbye{Fault::Revoked, "the device was revoked", 0});
    });
    QTRY_VERIFY(stand.shows(u"This kiosk is no longer in use"_s));
    QTRY_COMPARE(stand.kiosk->health().tickets, 0U);
    stand.type(code);
    QVERIFY(stand.shown.empty());
}

void TestKiosk::aKioskThatIsNotReadySaysSo()
{
    GateRoom room;
    room.onServer([](ScriptedGate &server) { server.isReachable = false; });
    Stand stand(room);
    QTRY_VERIFY(stand.shows(u"This kiosk is not ready yet"_s));
    QVERIFY(stand.shows(u"Please use another entrance."_s));
}

void TestKiosk::visitorsChooseALanguageForAWhile()
{
    GateRoom room;
    room.publish();
    KioskOptions options;
    options.language = u"fr"_s;
    Stand stand(room, std::move(options));
    QTRY_VERIFY(stand.shows(u"Présentez votre billet au lecteur"_s));
    stand.press(u"Deutsch"_s);
    QCOMPARE(stand.kiosk->language(), u"de"_s);
    QTRY_VERIFY(stand.shows(u"Halten Sie Ihr Ticket an den Leser"_s));
    for (int second = 1; second < Kiosk::kLanguageStays.count(); ++second)
        stand.kiosk->tick();
    QCOMPARE(stand.kiosk->language(), u"de"_s);
    stand.kiosk->tick();
    QTRY_COMPARE(stand.kiosk->language(), u"fr"_s);
}

void TestKiosk::staffGetInWithTheirCodeAndTryTheReader()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.publish();
    KioskOptions options;
    SeededRandom random(1);
    options.staffCode = *StaffCode::fromDigits(u"4711"_s, random);
    Stand stand(room, std::move(options));
    QTRY_VERIFY(stand.isOpen());
    stand.enterStaffCode(u"4712"_s);
    QCOMPARE(stand.face.page(), KioskPage::StaffCode);
    QVERIFY(stand.shows(u"This code is wrong."_s));
    stand.press(u"Cancel"_s);
    stand.enterStaffCode(u"4711"_s);
    QCOMPARE(stand.face.page(), KioskPage::SelfTest);
    QVERIFY(!stand.kiosk->health().lastReadMs);
    stand.type(code); // to try the scanner uses nobody's ticket up
    QTRY_VERIFY(stand.kiosk->health().lastReadMs);
    QCOMPARE(stand.face.page(), KioskPage::SelfTest);
    QCOMPARE(room.scanCount(), 0U);
    QSignalSpy exits(stand.kiosk.get(), &Kiosk::exitWanted);
    stand.press(u"End the kiosk"_s);
    QCOMPARE(exits.size(), 1);
}

void TestKiosk::guessersAreHeldUp()
{
    GateRoom room;
    room.publish();
    KioskOptions options;
    SeededRandom random(1);
    options.staffCode = *StaffCode::fromDigits(u"4711"_s, random);
    Stand stand(room, std::move(options));
    QTRY_VERIFY(stand.isOpen());
    for (int guess = 0; guess < StaffCode::kTries; ++guess) {
        stand.enterStaffCode(u"0000"_s);
        if (guess + 1 < StaffCode::kTries)
            stand.press(u"Cancel"_s);
    }
    QVERIFY(stand.shows(u"Too many wrong codes. Try again in 5 minute"_s));
    stand.press(u"Cancel"_s);
    stand.enterStaffCode(u"4711"_s);
    QCOMPARE(stand.face.page(), KioskPage::StaffCode);
}

void TestKiosk::theControlRoomHearsOfTheCamera()
{
    GateRoom room;
    room.publish();
    KioskOptions options;
    options.camera = makeCamera(room.folder.filePath(u"held.png"_s));
    Stand stand(room, std::move(options));
    QTRY_VERIFY(stand.isOpen());
    const auto note = [&] {
        std::string note;
        room.onServer([&](const ScriptedGate &server) { note = server.presence.note; });
        return note;
    };
    QTRY_COMPARE(note(), std::string("camera missing"));
    QVERIFY(codePicture(QString::fromStdString(room.event.codeOf(11))).save(room.folder.filePath(u"held.png"_s)));
    QTRY_COMPARE(note(), std::string());
    QTRY_COMPARE(stand.shown.size(), 1U);
}

void TestKiosk::peopleLeaveAtAnExit()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.publish();
    KioskOptions options;
    options.direction = Direction::Exit;
    Stand stand(room, std::move(options));
    QTRY_VERIFY(stand.isOpen());
    QVERIFY(stand.shows(u"This is an exit"_s));
    stand.type(code);
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict);
    QCOMPARE(stand.face.findChild<VerdictPage *>()->headline(), u"Goodbye"_s);
    room.onServer([](const ScriptedGate &server) { QVERIFY(server.scans.at(0).direction == Direction::Exit); });
}

void TestKiosk::theControlRoomTurnsItRoundAndCallsItByName()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.publish();
    room.onServer([](ScriptedGate &server) {
        Device own;
        own.id = DeviceId(server.greeting.actor);
        own.name = "North 1";
        own.direction = DeviceDirection::Exit;
        DeviceCall call;
        call.id = IdOf<DeviceCall>(server.greeting.actor);
        call.calledAt = {QDateTime::currentMSecsSinceEpoch()};
        server.rows.push_back(GateEvent::row(own));
        server.rows.push_back(GateEvent::row(call));
    });
    Stand stand(room); // started for entries
    QTRY_VERIFY(stand.isOpen());
    QTRY_VERIFY(stand.shows(u"This is an exit"_s));
    QTRY_COMPARE(stand.kiosk->view().calledName, u"North 1"_s);
    const bool wasBright = stand.kiosk->view().isCallBright;
    stand.kiosk->tick();
    QVERIFY(stand.kiosk->view().isCallBright != wasBright);
    for (int second = 0; second < Kiosk::kCallStays.count(); ++second)
        stand.kiosk->tick();
    QVERIFY(stand.kiosk->view().calledName.isEmpty());
    stand.type(code);
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict);
    room.onServer([](const ScriptedGate &server) { QVERIFY(server.scans.at(0).direction == Direction::Exit); });
    DevicePresence told;
    QTRY_VERIFY((room.onServer([&](const ScriptedGate &server) { told = server.presence; }),
                 told.mode == DeviceMode::Exit && told.selfTest == SelfTestState::Fine));
}

void TestKiosk::aGroupIsAskedHowManyComeIn()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.event.records.front().people = 5;
    room.publish();
    room.onServer([](ScriptedGate &server) {
        server.decide = [](const RecordScan &scan) {
            ScanVerdict verdict;
            verdict.people = scan.people;
            verdict.outcome = scan.people > 0 ? Outcome::Admitted : Outcome::Refused;
            if (scan.people == 0) {
                verdict.reason = Reason::Incomplete;
                verdict.failed.rule = Rule::GroupSize;
                verdict.failed.number = 5;
            }
            return verdict;
        };
    });
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    stand.type(code);
    QTRY_COMPARE(stand.face.page(), KioskPage::Ask);
    QVERIFY(stand.shows(u"How many of you come in now?"_s));
    stand.press(u"3"_s);
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict);
    QCOMPARE(stand.kiosk->view().verdict.people, 3);
    room.onServer([](const ScriptedGate &server) {
        QCOMPARE(server.scans.size(), std::size_t(2));
        QCOMPARE(server.scans.at(1).people, 3);
        QVERIFY(server.scans.at(1).code == server.scans.at(0).code);
    });
}

void TestKiosk::questionsAreAskedInTheChosenLanguage()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    Question diet;
    diet.id = "diet";
    diet.texts = {{{}, "What do you eat?"}, {"de", "Was essen Sie?"}};
    diet.kind = QuestionKind::Choice;
    diet.choices = {{"meat", {{{}, "Meat"}, {"de", "Fleisch"}}}, {"none", {{{}, "Nothing"}, {"de", "Nichts"}}}};
    Question plate;
    plate.id = "plate";
    plate.texts = {{{}, "Number plate?"}};
    plate.kind = QuestionKind::Text;
    room.event.list.questions = {diet, plate};
    room.publish();
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    room.onServer(goAway); // off line, the kiosk asks by itself
    QTRY_VERIFY_WITH_TIMEOUT(stand.shows(u"Off line"_s), 10'000);
    stand.press(u"Deutsch"_s);
    stand.type(code);
    QTRY_COMPARE(stand.face.page(), KioskPage::Ask);
    QVERIFY(stand.shows(u"Was essen Sie?"_s));
    stand.press(u"Nichts"_s);
    QVERIFY(stand.shows(u"Number plate?"_s));
    QTest::keyClicks(stand.face.focusWidget(), u"w-12 x"_s);
    QTest::keyClick(stand.face.focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict);
    QVERIFY(stand.shown.back().verdict.outcome == Outcome::Admitted);
    QVERIFY(stand.kiosk->view().ask == KioskAsk());
}

void TestKiosk::whatIsAskedIsForgottenWhenNobodyAnswers()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.publish();
    room.onServer([](ScriptedGate &server) {
        server.decide = [](const RecordScan &) {
            ScanVerdict verdict;
            verdict.reason = Reason::Incomplete;
            verdict.failed.rule = Rule::GroupSize;
            verdict.failed.number = 30;
            return verdict;
        };
    });
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    stand.type(code);
    QTRY_COMPARE(stand.face.page(), KioskPage::Ask);
    stand.press(u"2"_s); // too many for buttons: typed
    QCOMPARE(stand.face.findChild<AskPage *>()->typed(), u"2"_s);
    for (int second = 0; second < (KioskFace::kIdle + KioskFace::kCountdown).count(); ++second)
        stand.face.tick();
    QCOMPARE(stand.face.page(), KioskPage::Attract);
    QVERIFY(stand.face.findChild<AskPage *>()->typed().isEmpty());
    QCOMPARE(room.scanCount(), 1U);
}

namespace {

/// A server that grants the search, and knows two people of one name.
void grantSearch(GateRoom &room)
{
    room.onServer([&room](ScriptedGate &server) {
        server.greeting.permissions |= static_cast<std::int64_t>(Permissions{Permission::ViewAttendees}.bits());
        server.search =
            [tickets = std::pair(room.event.record(11).ticket, room.event.record(12).ticket)](const FindAttendees &) {
                FindAttendees::Answer answer;
                answer.total = 2;
                answer.found.resize(2);
                answer.found[0].name = answer.found[1].name = "Anna Müller";
                answer.found[0].attendee = AttendeeId(idOf(801));
                answer.found[1].attendee = AttendeeId(idOf(802));
                answer.found[0].company = "Bell & Sons";
                answer.found[0].product = ProductId(idOf(903));
                answer.found[0].order = "R1001";
                answer.found[0].ticket = tickets.first;
                answer.found[1].order = "R1002";
                answer.found[1].ticket = tickets.second;
                return answer;
            };
    });
}

KioskOptions withStaffCode()
{
    KioskOptions options;
    SeededRandom random(1);
    options.staffCode = *StaffCode::fromDigits(u"4711"_s, random);
    return options;
}

} // namespace

void TestKiosk::aStaffedLaneFindsPeopleByName()
{
    GateRoom room;
    (void)room.event.issue(11);
    room.publish(); // the other ticket is of another list
    grantSearch(room);
    Stand stand(room, withStaffCode());
    QTRY_VERIFY(stand.isOpen());
    stand.enterStaffCode(u"4711"_s);
    stand.press(u"Find by name"_s);
    QCOMPARE(stand.face.page(), KioskPage::Search);
    QTest::keyClicks(stand.face.focusWidget(), u"mul"_s);
    const QString line = u"Anna Müller  ·  Bell && Sons · R1001  ·  Day ticket  ·  not seen yet"_s;
    const auto has = [&](const QString &text) {
        const auto buttons = stand.face.findChildren<QPushButton *>();
        return std::any_of(buttons.begin(), buttons.end(),
                           [&](const QPushButton *button) { return button->isVisible() && button->text() == text; });
    };
    QTRY_VERIFY(has(line));
    QVERIFY(has(u"Anna Müller  ·  R1002  ·  not on this list"_s));
    stand.press(line);
    QVERIFY(stand.shows(u"Bell & Sons · R1001"_s)); // once more, before anybody is let in
    QCOMPARE(room.scanCount(), 0U);
    stand.press(u"Check the ticket"_s);
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict);
    room.onServer([&room](const ScriptedGate &server) {
        QVERIFY(server.scans.at(0).code.empty());
        QVERIFY(server.scans.at(0).record == room.event.record(11).id);
    });
    QTest::mouseClick(stand.face.findChild<VerdictPage *>(), Qt::LeftButton);
    QCOMPARE(stand.face.page(), KioskPage::Search); // the next one
    QVERIFY(stand.face.findChild<SearchPage *>()->typed().isEmpty());
    QTest::keyClicks(stand.face.focusWidget(), u"mul"_s);
    QTRY_VERIFY(has(line));
    for (int second = 0; second < (KioskFace::kStaffIdle + KioskFace::kCountdown).count(); ++second)
        stand.face.tick();
    QCOMPARE(stand.face.page(), KioskPage::Attract); // names do not stay where nobody stands
    QVERIFY(stand.kiosk->view().search == KioskSearch());
    stand.press(u"Type the code instead"_s); // and the staff code is asked for again
    QCOMPARE(stand.face.page(), KioskPage::Typing);
}

void TestKiosk::theSearchNeedsTheNetwork()
{
    GateRoom room;
    (void)room.event.issue(11);
    room.publish();
    grantSearch(room);
    Stand stand(room, withStaffCode());
    QTRY_VERIFY(stand.isOpen());
    room.onServer(goAway);
    QTRY_VERIFY_WITH_TIMEOUT(stand.shows(u"Off line"_s), 10'000);
    stand.enterStaffCode(u"4711"_s);
    stand.press(u"Find by name"_s);
    QVERIFY(stand.shows(u"The search needs the network"_s));
}

void TestKiosk::withoutTheGrantThereIsNoSearch()
{
    GateRoom room;
    room.publish();
    Stand stand(room, withStaffCode());
    QTRY_VERIFY(stand.isOpen());
    stand.enterStaffCode(u"4711"_s);
    QCOMPARE(stand.face.page(), KioskPage::SelfTest);
    for (const QPushButton *button : stand.face.findChildren<QPushButton *>())
        QVERIFY(!button->isVisible() || button->text() != u"Find by name"_s);
}

void TestKiosk::visitorsSeeWhatRunsAndComes()
{
    GateRoom room;
    room.publish();
    HallProgramme().publish(room);
    Stand stand(room);
    QTRY_COMPARE(titlesOf(stand.kiosk->view().nowNext.now), QStringList(u"Opening"_s));
    QCOMPARE(titlesOf(stand.kiosk->view().nowNext.next), QStringList({u"Next one"_s, u"Meet the crew"_s}));
    QVERIFY(stand.kiosk->view().nowNext.next.at(1).space.isEmpty()); // where the crew meets is not for this screen
    QTRY_VERIFY(stand.face.findChild<ProgrammePanel *>()->isVisible());
    QVERIFY(stand.face.findChild<ProgrammePanel *>()->lines().join(u'\n').contains(u"Opening"_s));
}

void TestKiosk::aDelayAndACancellationAppear()
{
    GateRoom room;
    room.publish();
    HallProgramme programme;
    programme.publish(room);
    Stand stand(room);
    QTRY_COMPARE(stand.kiosk->view().nowNext.next.size(), 2U);
    QSignalSpy told(stand.kiosk.get(), &Kiosk::nowNextShown);
    Slot late = programme.placed.at(1);
    late.delayMinutes = 20;
    Session off = programme.sessions.at(3);
    off.state = SessionState::Cancelled;
    room.onServer([&](ScriptedGate &server) {
        server.reply(Delta{11, false, {GateEvent::row(late, 11), GateEvent::row(off, 11)}});
    });
    QTRY_COMPARE(told.size(), 1);
    const auto &next = stand.kiosk->view().nowNext.next;
    QCOMPARE(titlesOf(next), QStringList({u"Next one"_s, u"Meet the crew"_s}));
    QCOMPARE(next.at(0).expectedAt - next.at(0).startsAt, 20 * 60'000);
    QVERIFY(!next.at(0).isCancelled && next.at(1).isCancelled);
    QVERIFY(stand.face.findChild<ProgrammePanel *>()->accessibleDescription().contains(u"20 minutes later"_s));
}

void TestKiosk::theProgrammeStaysWithoutTheServer()
{
    GateRoom room;
    room.publish();
    HallProgramme().publish(room);
    {
        Stand stand(room);
        QTRY_COMPARE(stand.kiosk->view().nowNext.next.size(), 2U);
        room.onServer(goAway);
        QTRY_VERIFY_WITH_TIMEOUT(stand.shows(u"Off line"_s), 10'000);
        QVERIFY(stand.face.findChild<ProgrammePanel *>()->isVisible());
    }
    Stand again(room); // started anew, and nobody answers
    QTRY_COMPARE(titlesOf(again.kiosk->view().nowNext.now), QStringList(u"Opening"_s));
    QTRY_VERIFY(again.face.findChild<ProgrammePanel *>()->isVisible());
}

/// While a verdict stands there, nothing of the programme is looked at.
void TestKiosk::aTicketDoesNotWaitForTheProgramme()
{
    GateRoom room;
    const std::string code = room.event.issue(11);
    room.publish();
    HallProgramme programme;
    programme.publish(room);
    Stand stand(room);
    QTRY_VERIFY(stand.isOpen());
    QTRY_COMPARE(stand.kiosk->view().nowNext.next.size(), 2U);
    QSignalSpy told(stand.kiosk.get(), &Kiosk::nowNextShown);
    stand.type(code);
    QTRY_COMPARE(stand.face.page(), KioskPage::Verdict);
    Slot late = programme.placed.at(1);
    late.delayMinutes = 20;
    room.onServer([&](ScriptedGate &server) { server.reply(Delta{11, false, {GateEvent::row(late, 11)}}); });
    QTRY_COMPARE(stand.replica.collection<Slot>().find(late.id)->delayMinutes, 20);
    stand.kiosk->tick();
    QCOMPARE(told.size(), 0);
    QTest::mouseClick(stand.face.findChild<VerdictPage *>(), Qt::LeftButton);
    stand.kiosk->tick();
    QCOMPARE(told.size(), 1);
}

void TestKiosk::itTellsItsLaneAndFollowsAChange()
{
    GateRoom room;
    room.publish();
    GateLane one;
    one.id = LaneId(idOf(940));
    one.gate = room.event.gate.id;
    one.name = "Lane 1";
    GateLane two = one;
    two.id = LaneId(idOf(941));
    two.name = "Lane 2";
    Device own;
    own.name = "North 1";
    own.gate = room.event.gate.id;
    own.lane = one.id;
    room.onServer([&](ScriptedGate &server) {
        own.id = DeviceId(server.greeting.actor);
        for (const WireRow &row : {GateEvent::row(one), GateEvent::row(two), GateEvent::row(own)})
            server.rows.push_back(row);
    });
    Stand stand(room);
    QTRY_VERIFY(stand.shows(u"Fest · North gate · Lane 1"_s));
    own.lane = two.id;
    room.onServer([&](ScriptedGate &server) { server.reply(Delta{11, false, {GateEvent::row(own, 11)}}); });
    QTRY_VERIFY_WITH_TIMEOUT(stand.shows(u"Fest · North gate · Lane 2"_s), 1'000);
}

QTEST_MAIN(TestKiosk)
#include "tst_kiosk.moc"
