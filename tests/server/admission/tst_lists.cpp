// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/admission/exitclock.h"
#include "shared/admission/rules.h"
#include "tests/server/admission/doors.h"

#include <QTest>
#include <QTimeZone>

using namespace gatehouse;

namespace {

/// Berlin's wall clock.
Instant berlin(const char *text)
{
    QDateTime at = QDateTime::fromString(QLatin1StringView(text), QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    at.setTimeZone(QTimeZone("Europe/Berlin"));
    return {at.toMSecsSinceEpoch()};
}

/// Doors whose list can be changed, at a time that can be set.
struct ListedDoors : Doors {
    CheckInList list() { return *room.find<CheckInList>(sale.list); }
    CommandOutcome tryEdit(const std::function<void(CheckInList &)> &change)
    {
        EditCheckInList edit;
        edit.list = sale.list;
        CheckInList now = list();
        const CheckInList saw = now;
        change(now);
        edit.edits = editsBetween(saw, now);
        return room.run(edit);
    }
    void edit(const std::function<void(CheckInList &)> &change)
    {
        const auto outcome = tryEdit(change);
        if (outcome.failure.fault != Fault::None)
            throw std::runtime_error(describe(outcome.failure));
    }
    void editEvent(const std::function<void(Event &)> &change)
    {
        Event now = *room.find<Event>(room.event);
        const Event saw = now;
        change(now);
        EditEvent edit;
        edit.event = room.event;
        edit.edits = editsBetween(saw, now);
        room.done(edit);
    }
    void goTo(Instant at) { room.clock.pass(at - room.clock.at); }
    ScanVerdict north_(Direction direction = Direction::Entry, std::int32_t people = 0)
    {
        RecordScan command = scanOf(sale.signedCode, venue.north, direction);
        command.people = people;
        const ScanVerdict verdict = scan(north, command);
        show(north, command.scan, verdict.outcome);
        return verdict;
    }
    void issueGroup(std::int32_t people)
    {
        AddAttendee add;
        add.attendee = room.newId<AttendeeId>();
        add.name = "Class 7b";
        room.done(add);
        IssueTicket issue;
        issue.ticket = room.newId<TicketId>();
        issue.attendee = add.attendee;
        issue.product = sale.product;
        issue.people = people;
        sale.signedCode = room.done(issue).code;
    }
    GetScanInputs::Answer inputsOf(const ScanId &scan) { return HouseRoom::must(room.ask(GetScanInputs{scan})); }
    int people(const ZoneId &zone)
    {
        const auto row = room.find<Occupancy>(zone);
        return row ? row->people : 0;
    }
};

Question plateQuestion()
{
    Question question;
    question.id = "plate";
    question.texts = {{"", "Number plate?"}, {"de", "Kennzeichen?"}};
    question.kind = QuestionKind::Text;
    return question;
}

int reasonOf(const ScanVerdict &verdict)
{
    return static_cast<int>(verdict.reason);
}

int number(Reason reason)
{
    return static_cast<int>(reason);
}

} // namespace

/// What a check-in list may ask for, on the real engine: event days, zones, exits of all, groups, questions, and what
/// is kept of each verdict.
class TestLists : public QObject
{
    Q_OBJECT

private slots:
    void onceADayIsOnceAnEventDay();
    void twoGatesApartOnOneDay();
    void enteringAZoneLeavesTheOneBefore();
    void groupsAreCountedByPeople();
    void anExitOfAllByCommand();
    void plannedExitsRunOnceAndOnTime();
    void plannedExitsOnDaysWithAnotherLength_data();
    void plannedExitsOnDaysWithAnotherLength();
    void newsFromBeforeAnExitOfAllCountsNobodyIn();
    void answersAreAskedKeptAndSealed();
    void whyIsToldLongAfterwards();
    void bytesOfAScan();
    void wrongListsAreRefused_data();
    void wrongListsAreRefused();
};

void TestLists::onceADayIsOnceAnEventDay()
{
    ListedDoors doors;
    doors.goTo(berlin("2026-06-05 12:00:00"));
    doors.editEvent([](Event &event) {
        event.firstDay = "2026-06-05";
        event.dayCount = 3;
        event.cutOffMinutes = 5 * 60; // the night belongs to the evening before
    });
    doors.edit([](CheckInList &list) {
        list.mostEntries = 0;
        list.mostPerDay = 1;
    });
    doors.sale.issue(doors.room);
    doors.goTo(berlin("2026-06-05 21:00:00"));
    QCOMPARE(doors.enterNorth().outcome, Outcome::Admitted);
    doors.goTo(berlin("2026-06-06 01:30:00"));
    const ScanVerdict night = doors.enterSouth();
    QCOMPARE(reasonOf(night), number(Reason::DayUsed));
    QVERIFY(night.failed.rule == Rule::DayEntriesUsed);
    QCOMPARE(night.firstAt.ms, berlin("2026-06-05 21:00:00").ms);
    doors.goTo(berlin("2026-06-06 05:00:00"));
    QCOMPARE(doors.enterSouth().outcome, Outcome::Admitted);
    QCOMPARE(doors.attendance().days.size(), std::size_t(2));
    QCOMPARE(doors.attendance().days.back().day, 1);
}

/// Both kiosks were off line; the later entry came first. One card, and it names the day's first entry.
void TestLists::twoGatesApartOnOneDay()
{
    ListedDoors doors;
    doors.edit([](CheckInList &list) {
        list.mostEntries = 0;
        list.mostPerDay = 1;
    });
    doors.sale.issue(doors.room);
    doors.room.clock.pass(60 * kMinute);
    QCOMPARE(doors.enterNorth().outcome, Outcome::Admitted); // an earlier day
    doors.room.clock.pass(24 * 60 * kMinute);
    const RecordScan later = doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.north), Outcome::Admitted, 10);
    const RecordScan earlier =
        doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.south), Outcome::Admitted, 20);
    doors.scan(doors.north, later);
    doors.scan(doors.south, earlier);
    QVERIFY(doors.stored(later.scan).isDuplicate);
    QVERIFY(!doors.stored(earlier.scan).isDuplicate);
    QVERIFY(doors.stored(later.scan).otherScan == earlier.scan);
    QCOMPARE(doors.cards().size(), std::size_t(1));
    QVERIFY(doors.cards().front() == CardKind::DoubleAdmit);
    QCOMPARE(doors.attendance().days.size(), std::size_t(2));
    QCOMPARE(doors.attendance().days.back().entries, 1);
}

void TestLists::enteringAZoneLeavesTheOneBefore()
{
    ListedDoors doors;
    const GateId street = doors.venue.addGate(doors.room, "Street", {}, doors.venue.foyer);
    doors.edit([](CheckInList &list) { list.followsZones = true; });
    doors.sale.issue(doors.room);
    const Actor lane = doors.deviceAt(street);
    const Actor inner = doors.deviceAt(doors.venue.inner);
    const auto at = [&](const Actor &kiosk, const GateId &gate, Direction direction = Direction::Entry) {
        return doors.scan(kiosk, doors.scanOf(doors.sale.signedCode, gate, direction));
    };
    const ScanVerdict early = at(inner, doors.venue.inner);
    QCOMPARE(reasonOf(early), number(Reason::WrongZone));
    QVERIFY(early.failed.zone == doors.venue.foyer);
    QCOMPARE(at(lane, street).outcome, Outcome::Admitted);
    QCOMPARE(doors.people(doors.venue.foyer), 1);
    const ScanVerdict on = at(inner, doors.venue.inner);
    QCOMPARE(on.outcome, Outcome::Admitted);
    QVERIFY(on.isMove);
    QCOMPARE(doors.people(doors.venue.foyer), 0); // entering B left A
    QCOMPARE(doors.people(doors.venue.hall), 1);
    QVERIFY(doors.attendance().zone == doors.venue.hall);
    QCOMPARE(doors.attendance().entries, 1); // and used up no entry
    QCOMPARE(reasonOf(at(lane, street)), number(Reason::AlreadyRedeemed));
    QCOMPARE(at(inner, doors.venue.inner, Direction::Exit).outcome, Outcome::Admitted);
    QCOMPARE(doors.people(doors.venue.foyer), 1);
    QCOMPARE(at(inner, doors.venue.inner).outcome, Outcome::Admitted); // and in again, from the foyer
    CountArrivals count;
    count.from = doors.room.clock.at - 60 * kMinute;
    count.until = doors.room.clock.at;
    count.stepMs = 60 * kMinute;
    const auto arrivals = HouseRoom::must(doors.room.ask(count));
    QCOMPARE(arrivals.buckets.size(), std::size_t(1)); // from zone to zone nobody arrives or goes
    QCOMPARE(arrivals.buckets.front().entries, 1);
    QCOMPARE(arrivals.buckets.front().exits, 0);
    QVERIFY(doors.cards().empty());
}

void TestLists::groupsAreCountedByPeople()
{
    ListedDoors doors;
    doors.edit([](CheckInList &list) { list.allowsReEntry = true; });
    doors.issueGroup(5);
    const ScanVerdict asked = doors.north_();
    QCOMPARE(reasonOf(asked), number(Reason::Incomplete));
    QVERIFY(asked.failed.rule == Rule::GroupSize);
    QCOMPARE(asked.failed.number, 5);
    QVERIFY(asked.missing.empty());
    QCOMPARE(doors.north_(Direction::Entry, 3).outcome, Outcome::Admitted);
    QCOMPARE(doors.inside(), 3);
    QCOMPARE(doors.north_(Direction::Entry, 3).failed.number, 2); // two are left
    QCOMPARE(doors.north_(Direction::Entry, 2).people, 2);
    QCOMPARE(doors.inside(), 5);
    QCOMPARE(reasonOf(doors.north_(Direction::Entry, 1)), number(Reason::AlreadyRedeemed));
    QCOMPARE(doors.north_(Direction::Exit, 4).outcome, Outcome::Admitted);
    QCOMPARE(doors.inside(), 1);
    const ScanVerdict back = doors.north_(Direction::Entry, 4);
    QVERIFY(back.isReEntry);
    QCOMPARE(doors.inside(), 5);
    UndoScan undo;
    undo.ruling = doors.room.newId<IdOf<ScanRuling>>();
    undo.scan = doors.last;
    undo.reason = "they did not come";
    doors.room.done(undo);
    QCOMPARE(doors.inside(), 1);
    QCOMPARE(doors.attendance().peopleInside, 1);
    QCOMPARE(doors.attendance().firstEntries, 5);
    CountArrivals count;
    count.from = doors.room.clock.at - 60 * kMinute;
    count.until = doors.room.clock.at;
    count.stepMs = 60 * kMinute;
    const auto arrivals = HouseRoom::must(doors.room.ask(count));
    QCOMPARE(arrivals.buckets.size(), std::size_t(1));
    QCOMPARE(arrivals.buckets.front().exits, 4);
}

void TestLists::anExitOfAllByCommand()
{
    ListedDoors doors;
    doors.edit([](CheckInList &list) { list.allowsReEntry = true; });
    doors.issueGroup(4);
    QCOMPARE(doors.north_(Direction::Entry, 4).outcome, Outcome::Admitted);
    const std::string group = doors.sale.signedCode;
    doors.sale.issue(doors.room);
    QCOMPARE(doors.enterSouth().outcome, Outcome::Admitted);
    QCOMPARE(doors.inside(), 5);
    const auto version = doors.list().rulesVersion;
    const TicketId ticket = doors.stored(doors.last).ticket;
    QVERIFY(HouseRoom::must(doors.room.ask(GetTicketUse{{ticket}})).uses.at(0).isInside);
    QCOMPARE(doors.room.done(ExitAll{doors.sale.list, "closing time"}).people, 5);
    QCOMPARE(doors.inside(), 0);
    QVERIFY(!HouseRoom::must(doors.room.ask(GetTicketUse{{ticket}})).uses.at(0).isInside);
    QCOMPARE(doors.list().rulesVersion, version); // a fact, not a rule
    doors.room.clock.pass(1000);
    QCOMPARE(doors.room.done(ExitAll{doors.sale.list, "once more"}).people, 0);
    QCOMPARE(doors.inside(), 0);
    doors.room.clock.pass(1000);
    QCOMPARE(reasonOf(doors.north_(Direction::Exit)), number(Reason::NotInside));
    QVERIFY(doors.enterNorth().isReEntry);
    QCOMPARE(doors.inside(), 1);
    QCOMPARE(doors.room.refusal(ExitAll{doors.room.newId<CheckInListId>(), "nowhere"}), Fault::NotFound);
}

namespace {

/// The clock of planned exits, on the room's engine: how many commands it gave until nothing is due.
int runExits(ListedDoors &doors, ExitClock &clock)
{
    int given = 0;
    for (int turn = 0; turn < 10; ++turn) {
        for (const auto &batch : std::exchange(doors.room.batches, {}))
            clock.see(*batch);
        clock.step(doors.room.clock.at, [&](CommandRequest request) {
            ++given;
            doors.room.engine->submit(std::move(request));
        });
        while (doors.room.engine->step()) {
        }
    }
    return given;
}

} // namespace

void TestLists::plannedExitsRunOnceAndOnTime()
{
    ListedDoors doors;
    ExitClock clock;
    const Instant four = doors.room.clock.at + 240 * kMinute;
    doors.edit([&](CheckInList &list) {
        list.allowsReEntry = true;
        list.exitsAllAt = {{four + 1440 * kMinute}, {four}}; // in any order
    });
    QVERIFY(doors.list().exitsAllAt.front().at == four);
    doors.sale.issue(doors.room);
    doors.enterNorth();
    doors.goTo(four - 1);
    QCOMPARE(runExits(doors, clock), 0);
    QCOMPARE(doors.inside(), 1);
    doors.goTo(four);
    QCOMPARE(runExits(doors, clock), 1);
    QCOMPARE(doors.inside(), 0);
    QVERIFY(doors.list().exitedAllAt == four);
    doors.room.clock.pass(kMinute);
    QVERIFY(doors.enterNorth().isReEntry); // who comes back is not thrown out again
    QCOMPARE(runExits(doors, clock), 0);
    QCOMPARE(doors.inside(), 1);
    // Nothing ran over the second one: a new program follows it when it starts.
    doors.goTo(four + 3 * 1440 * kMinute);
    ExitClock restarted;
    const auto reader = doors.room.reader();
    QVERIFY(eachRow<CheckInList>(*reader, [&restarted](const CheckInList &list) { restarted.take(list); }));
    QCOMPARE(runExits(doors, restarted), 1);
    QCOMPARE(doors.inside(), 0);
    QCOMPARE(runExits(doors, restarted), 0);
}

void TestLists::plannedExitsOnDaysWithAnotherLength_data()
{
    QTest::addColumn<QByteArray>("enters");
    QTest::addColumn<QByteArray>("exit");
    QTest::addColumn<int>("minutes");
    const auto row = [](const char *name, const char *enters, const char *exit, int minutes) {
        QTest::newRow(name) << QByteArray(enters) << QByteArray(exit) << minutes;
    };
    row("23 hours: clocks go forward", "2027-03-28 01:59:00", "2027-03-28 04:00:00", 61);
    row("25 hours: clocks go back", "2026-10-25 01:59:00", "2026-10-25 04:00:00", 181);
    row("an entry a minute before", "2026-07-01 03:59:00", "2026-07-01 04:00:00", 1);
}

void TestLists::plannedExitsOnDaysWithAnotherLength()
{
    QFETCH(QByteArray, enters);
    QFETCH(QByteArray, exit);
    QFETCH(int, minutes);
    ListedDoors doors;
    ExitClock clock;
    const Instant at = berlin(exit.constData());
    doors.goTo(berlin(enters.constData()));
    QCOMPARE((at - doors.room.clock.at) / kMinute, minutes);
    doors.edit([&](CheckInList &list) {
        list.allowsReEntry = true;
        list.exitsAllAt = {{at}};
    });
    doors.sale.issue(doors.room);
    doors.enterNorth();
    int runs = 0;
    for (Instant now = doors.room.clock.at; now < at + 2 * 60 * kMinute; now = now + 10 * kMinute) {
        doors.goTo(now);
        runs += runExits(doors, clock);
        QCOMPARE(doors.inside(), doors.room.clock.at < at ? 1 : 0);
    }
    QCOMPARE(runs, 1);
}

void TestLists::newsFromBeforeAnExitOfAllCountsNobodyIn()
{
    ListedDoors doors;
    doors.edit([](CheckInList &list) { list.allowsReEntry = true; });
    doors.sale.issue(doors.room);
    doors.room.clock.pass(60 * kMinute);
    doors.room.done(ExitAll{doors.sale.list, "closing time"});
    doors.room.clock.pass(5 * kMinute);
    // A kiosk that was off line tells of an entry from before.
    doors.scan(doors.north, doors.shown(doors.scanOf(doors.sale.signedCode, doors.venue.north), Outcome::Admitted, 10));
    QCOMPARE(doors.inside(), 0);
    QVERIFY(!atInstant(doors.list(), doors.attendance(), doors.room.clock.at).isInside);
    QVERIFY(doors.enterSouth().isReEntry);
    QCOMPARE(doors.inside(), 1);
    QVERIFY(doors.cards().empty());
}

void TestLists::answersAreAskedKeptAndSealed()
{
    ListedDoors doors;
    doors.edit([](CheckInList &list) { list.questions = {plateQuestion()}; });
    doors.sale.issue(doors.room);
    const ScanVerdict asked = doors.enterNorth();
    QCOMPARE(reasonOf(asked), number(Reason::Incomplete));
    QCOMPARE(asked.missing, std::vector<std::string>{"plate"});
    QCOMPARE(doors.inside(), 0);
    RecordScan again = doors.scanOf(doors.sale.signedCode, doors.venue.north);
    again.answers = {{"plate", "W-4711 X"}, {"not asked", "secret-extra"}};
    QCOMPARE(doors.scan(doors.north, again).outcome, Outcome::Admitted);
    QCOMPARE(doors.inside(), 1);

    const auto kept = doors.inputsOf(again.scan);
    QCOMPARE(kept.inputs.answered, std::vector<std::string>{"plate"});
    QCOMPARE(kept.answers, (std::vector<GivenAnswer>{{"plate", "W-4711 X"}}));
    Actor usher = doors.room.organiser;
    usher.permissions = {Permission::ViewScans};
    doors.room.as(usher, [&] { QVERIFY(doors.inputsOf(again.scan).answers.empty()); });
    // Nothing of it lies open in the document: neither in rows nor in the journal.
    doors.room.engine.reset();
    doors.room.document.reset();
    for (const QString &name : QDir(doors.room.folder.path()).entryList(QDir::Files)) {
        QFile file(doors.room.folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!bytes.contains("W-4711"), qPrintable(name));
        QVERIFY2(!bytes.contains("secret-extra"), qPrintable(name));
    }
}

/// The list has changed since, the ticket too: the verdict of that evening is told by what was known that evening.
void TestLists::whyIsToldLongAfterwards()
{
    ListedDoors doors;
    const Instant opens = doors.room.clock.at + 60 * kMinute;
    doors.edit([&](CheckInList &list) { list.opensAt = opens; });
    const TicketId ticket = doors.sale.issue(doors.room);
    const ScanVerdict refused = doors.enterNorth();
    QVERIFY(refused.failed.rule == Rule::ListOpens);
    QVERIFY(refused.failed.at == opens);
    const ScanId scan = doors.last;
    const auto version = doors.stored(scan).rulesVersion;
    doors.edit([](CheckInList &list) { list.opensAt.reset(); });
    doors.edit([](CheckInList &list) { list.mostEntries = 7; });
    doors.room.done(SetTicketState{ticket, TicketState::Blocked, "test"});
    doors.room.clock.pass(30LL * 1440 * kMinute);

    const auto kept = doors.inputsOf(scan);
    QCOMPARE(kept.rules.rulesVersion, version);
    QVERIFY(kept.rules.opensAt == opens);
    const Verdict again = decideAdmission(kept.rules, kept.inputs);
    QCOMPARE(again.outcome, Outcome::Refused);
    QVERIFY(again.failed == refused.failed);
    QVERIFY(kept.inputs.ticket->state == TicketState::Valid);
    QCOMPARE(doors.room.ask(GetScanInputs{doors.room.newId<ScanId>()}).error().fault, Fault::NotFound);
}

/// What a scan costs on disk and on the wire; figures for the README, and a bound that says when they grow.
void TestLists::bytesOfAScan()
{
    ListedDoors doors;
    doors.sale.issue(doors.room);
    doors.enterNorth();
    const Scan scan = doors.stored(doors.last);
    const auto inputs = doors.room.find<ScanInputs>(doors.last);
    QVERIFY(inputs);
    const std::size_t scanBytes = encoded(scan, Part::Open).size();
    const std::size_t inputBytes = encoded(*inputs, Part::Open).size();
    doors.enterSouth();
    const std::size_t secondBytes = encoded(*doors.room.find<ScanInputs>(doors.last), Part::Open).size();
    qInfo("scan row %zu bytes, inputs of a first entry %zu, of a second %zu", scanBytes, inputBytes, secondBytes);
    QVERIFY(inputBytes < 200);
    QVERIFY(secondBytes < 300);
}

void TestLists::wrongListsAreRefused_data()
{
    using Change = std::function<void(CheckInList &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const Change &change, const char *says) {
        QTest::newRow(name) << change << QByteArray(says);
    };
    row(
        "a window that ends before it begins",
        [](CheckInList &list) {
            list.windows = {{}, {"x", {}, {}, Instant{5}, Instant{5}}};
        },
        "window 2");
    row(
        "a window of a gate that is not there",
        [](CheckInList &list) {
            list.windows = {{"x", {}, {GateId(Id{{1}})}, {}, {}}};
        },
        "window 1: gate");
    row(
        "a time of re-entry that ends before it begins",
        [](CheckInList &list) {
            list.reEntryTimes = {{Instant{5}, Instant{4}}};
        },
        "time of re-entry 1");
    row(
        "two questions of one name",
        [](CheckInList &list) {
            list.questions = {plateQuestion(), plateQuestion()};
        },
        "plate");
    row(
        "a question without words",
        [](CheckInList &list) {
            list.questions = {plateQuestion()};
            list.questions.front().texts.clear();
        },
        "plate has no words");
    row(
        "a choice of one",
        [](CheckInList &list) {
            list.questions = {plateQuestion()};
            list.questions.front().kind = QuestionKind::Choice;
            list.questions.front().choices = {{"a", {{"", "A"}}}};
        },
        "fewer than two");
    row(
        "the same choice twice",
        [](CheckInList &list) {
            list.questions = {plateQuestion()};
            list.questions.front().kind = QuestionKind::Choice;
            list.questions.front().choices = {{"a", {{"", "A"}}}, {"a", {{"", "B"}}}};
        },
        "twice");
    row(
        "a question for a product that is not there",
        [](CheckInList &list) {
            list.questions = {plateQuestion()};
            list.questions.front().products = {ProductId(Id{{1}})};
        },
        "product");
}

void TestLists::wrongListsAreRefused()
{
    QFETCH(std::function<void(CheckInList &)>, change);
    QFETCH(QByteArray, says);
    ListedDoors doors;
    const auto outcome = doors.tryEdit(change);
    QVERIFY(outcome.failure.fault == Fault::Invalid || outcome.failure.fault == Fault::NotFound);
    QVERIFY2(QByteArray::fromStdString(describe(outcome.failure)).contains(says), describe(outcome.failure).c_str());
    QCOMPARE(doors.list().rulesVersion, 1);
}

QTEST_GUILESS_MAIN(TestLists)
#include "tst_lists.moc"
