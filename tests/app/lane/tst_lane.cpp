// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lane/lane.h"

#include "shared/crypto/random.h"

#include <QTest>

#include <deque>

using namespace gatehouse;

namespace {

/// A device of the test's own making: tables in memory, a link that is up or not, a disk that takes commands at once,
/// later, or not at all.
class Device final : public LanePort
{
public:
    Device() : m_random(1), signer(SigningKey::make(m_random))
    {
        const Id event = makeId(1, m_random);
        credentialKeys.id = event;
        Bytes hashKey;
        hashKey.resize(32, 'k');
        credentialKeys.hashKey = hashKey;
        credentialKeys.eventTag = eventTagFor(event);
        credentialKeys.ticketKeys = {ticketKeyText(7, signer.publicKey())};
        checkInList.id = makeId<CheckInListId>(1, m_random);
        checkInList.name = "Main";
        mainGate.id = makeId<GateId>(1, m_random);
        mainGate.state = GateState::Open;
        day.id = makeId<ProductId>(1, m_random);
        day.name = "Day ticket";
    }

    bool isOnline() const override { return online; }
    std::int64_t listAgeMs() const override { return online ? 0 : 90'000; }
    ClockReading clock() const override { return {now, 0, 5, false}; }
    std::optional<CredentialKeys> keys() const override { return credentialKeys; }
    std::optional<CheckInList> list(const CheckInListId &) const override { return checkInList; }
    std::optional<Gate> gate(const GateId &) const override { return mainGate; }
    std::optional<Product> product(const ProductId &) const override { return day; }
    std::optional<Product> productOfCategory(std::int32_t) const override { return day; }
    std::optional<AdmissionRecord> recordOfSerial(const CheckInListId &, std::int64_t serial) const override
    {
        const auto at = records.find(serial);
        return at == records.end() ? std::nullopt : std::optional(at->second);
    }
    std::optional<AdmissionRecord> recordOfCredential(const CheckInListId &, const Bytes &credential) const override
    {
        for (const auto &[serial, record] : records) {
            if (record.credential == credential)
                return record;
        }
        return std::nullopt;
    }
    std::optional<AdmissionRecord> record(const AdmissionRecordId &id) const override
    {
        for (const auto &[serial, record] : records) {
            if (record.id == id)
                return record;
        }
        return std::nullopt;
    }
    std::int64_t dayOf(Instant at) const override { return eventDayAt({}, at); }
    std::optional<Attendance> attendance(const AdmissionRecordId &record) const override
    {
        const auto at = uses.find(record);
        return at == uses.end() ? std::nullopt : std::optional(at->second);
    }
    void send(const RecordScan &command) override
    {
        keep(command.scan, [this, command] { scans.push_back(command); });
    }
    void send(const ShowScans &command) override
    {
        keep(command.shown.front().scan,
             [this, command] { told.insert(told.end(), command.shown.begin(), command.shown.end()); });
    }
    void keep(const ScanId &scan, std::function<void()> write)
    {
        onDisk.push_back([this, scan, write = std::move(write)] {
            if (!isDiskFull)
                write();
            lane->kept(scan, isDiskFull ? fail(Fault::ReadOnly, "disk full") : Result<>());
        });
        if (!isDiskSlow)
            finishWriting();
    }
    /// The disk is done with all that it was given, and with what that leads to.
    void finishWriting()
    {
        while (!onDisk.empty()) {
            const auto write = std::move(onDisk.front());
            onDisk.pop_front();
            write();
        }
    }

    std::string issue(std::int64_t serial)
    {
        AdmissionRecord record;
        record.id = makeId<AdmissionRecordId>(2, m_random);
        record.list = checkInList.id;
        record.ticket = makeId<TicketId>(2, m_random);
        record.product = day.id;
        record.serial = serial;
        records[serial] = record;
        return codeOf(serial);
    }
    std::string codeOf(std::int64_t serial) const
    {
        TicketCode code;
        code.keyId = 7;
        code.eventTag = static_cast<std::uint32_t>(credentialKeys.eventTag);
        code.serial = static_cast<std::uint64_t>(serial);
        return signTicket(code, signer);
    }

private:
    SeededRandom m_random;

public:
    SigningKey signer;
    CredentialKeys credentialKeys;
    CheckInList checkInList;
    Gate mainGate;
    Product day;
    std::map<std::int64_t, AdmissionRecord> records;
    std::map<AdmissionRecordId, Attendance> uses;
    std::vector<RecordScan> scans;
    std::vector<ShowScans::Shown> told;
    std::deque<std::function<void()>> onDisk; ///< on the way there
    Lane *lane = nullptr;
    Instant now{1'790'000'000'000};
    bool online = true;
    bool isDiskFull = false;
    bool isDiskSlow = false;
};

struct Stand {
    Device device;
    SeededRandom random{2};
    Lane lane{
        device, random, {makeId<DeviceId>(1, random), device.checkInList.id, device.mainGate.id, Direction::Entry}};
    std::vector<LaneShown> shown;

    Stand()
    {
        device.lane = &lane;
        lane.onShown = [this](const LaneShown &each) { shown.push_back(each); };
    }
    /// As after a power cut: the same device and its disk, a lane that knows nothing yet.
    void restartAs(Stand &before)
    {
        device.credentialKeys = before.device.credentialKeys;
        device.records = before.device.records;
        device.uses = before.device.uses;
        device.checkInList = before.device.checkInList;
        device.now = before.device.now;
        device.online = false;
        lane.setPlace(before.lane.place());
    }
    ScanId scanned(const std::string &code, std::int64_t nowMs)
    {
        const auto scan = lane.scan(code, nowMs);
        return scan ? *scan : ScanId();
    }
};

ScanVerdict admitted()
{
    ScanVerdict verdict;
    verdict.outcome = Outcome::Admitted;
    return verdict;
}

} // namespace

class TestLane : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { initialiseCrypto(); }

    void onLineTheServerDecides()
    {
        Stand stand;
        const ScanId scan = stand.scanned(stand.device.issue(11), 0);
        QVERIFY(stand.shown.empty() && stand.lane.isBusy());
        ScanVerdict verdict = admitted();
        verdict.name = "A. Person";
        stand.lane.answered(scan, verdict);
        QCOMPARE(stand.shown.size(), std::size_t{1});
        QVERIFY(!stand.lane.isBusy());
        QVERIFY(stand.shown[0].by == DecidedBy::Server);
        QVERIFY(stand.shown[0].verdict == verdict);
        QCOMPARE(stand.device.told.size(), std::size_t{1}); // what was shown is recorded before it is shown
        QVERIFY(stand.device.told[0].outcome == Outcome::Admitted);
        stand.lane.step(5'000);
        QCOMPARE(stand.shown.size(), std::size_t{1});
    }

    void withoutAnAnswerInTimeTheLaneDecides()
    {
        Stand stand;
        const ScanId scan = stand.scanned(stand.device.issue(11), 1'000);
        QCOMPARE(stand.lane.nextStepMs(), std::optional<std::int64_t>(1'400));
        stand.lane.step(1'399);
        QVERIFY(stand.shown.empty());
        stand.lane.step(1'400);
        QCOMPARE(stand.shown.size(), std::size_t{1});
        QVERIFY(stand.shown[0].by == DecidedBy::Device);
        QVERIFY(stand.shown[0].verdict.outcome == Outcome::Admitted);
        QVERIFY(stand.device.told[0].by == DecidedBy::Device);
        ScanVerdict late; // a shown verdict never changes
        late.reason = Reason::Blocked;
        stand.lane.answered(scan, late);
        QCOMPARE(stand.shown.size(), std::size_t{1});
    }

    void offLineTheSameTicketEntersOnce()
    {
        Stand stand;
        stand.device.online = false;
        const std::string code = stand.device.issue(11);
        QVERIFY(stand.lane.scan(code, 0));
        QVERIFY(stand.shown[0].verdict.outcome == Outcome::Admitted);
        QCOMPARE(stand.device.scans[0].shownOutcome, std::optional(Outcome::Admitted));
        QCOMPARE(stand.device.scans[0].listAgeMs, std::int64_t{90'000});
        stand.device.now = stand.device.now + 600'000;
        QVERIFY(stand.lane.scan(code, 600'000));
        QVERIFY(stand.shown[1].verdict.reason == Reason::AlreadyRedeemed);

        Stand restarted; // after a crash the outbox tells what this lane did
        restarted.restartAs(stand);
        restarted.lane.remember(stand.device.scans[0]);
        restarted.lane.endRemembering();
        QVERIFY(restarted.device.told.empty());
        QVERIFY(restarted.lane.scan(code, 0));
        QVERIFY(restarted.shown[0].verdict.reason == Reason::AlreadyRedeemed);
    }

    void offLineTheFullRulesHold_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("reason");
        QTest::newRow("blocked") << static_cast<int>(TicketState::Blocked) << static_cast<int>(Reason::Blocked);
        QTest::newRow("revoked") << static_cast<int>(TicketState::Revoked) << static_cast<int>(Reason::Revoked);
        QTest::newRow("unpaid") << static_cast<int>(TicketState::Unpaid) << static_cast<int>(Reason::Unpaid);
        QTest::newRow("cancelled") << static_cast<int>(TicketState::Cancelled) << static_cast<int>(Reason::Canceled);
    }
    void offLineTheFullRulesHold()
    {
        QFETCH(int, state);
        QFETCH(int, reason);
        Stand stand;
        stand.device.online = false;
        const std::string code = stand.device.issue(11);
        stand.device.records[11].state = static_cast<TicketState>(state);
        QVERIFY(stand.lane.scan(code, 0));
        QVERIFY(stand.shown[0].verdict.outcome == Outcome::Refused);
        QCOMPARE(static_cast<int>(stand.shown[0].verdict.reason), reason);
    }

    void offLineQuestionsAreAskedToo()
    {
        Stand stand;
        stand.device.online = false;
        Question question;
        question.id = "plate";
        question.texts = {{{}, "Plate?"}};
        question.kind = QuestionKind::Text;
        stand.device.checkInList.questions = {question};
        const std::string code = stand.device.issue(11);
        const ScanId first = stand.scanned(code, 0);
        QVERIFY(stand.shown[0].verdict.reason == Reason::Incomplete);
        QVERIFY(stand.shown[0].verdict.missing == std::vector<std::string>{"plate"});
        QVERIFY(stand.device.scans[0].shownReason == Reason::Incomplete); // a fact of its own
        const auto second = stand.lane.complete(first, 0, {{"plate", "W 1"}}, 100);
        QVERIFY(second && *second != first);
        QVERIFY(stand.shown[1].verdict.outcome == Outcome::Admitted);
        QVERIFY(stand.device.scans[1].answers == (std::vector<GivenAnswer>{{"plate", "W 1"}}));
        QVERIFY(stand.device.scans[1].code == stand.device.scans[0].code);
        QVERIFY(stand.lane.complete(first, 0, {}, 200).error().fault == Fault::NotFound); // once
        stand.scanned(code, 10'000);
        QVERIFY(stand.shown[2].verdict.reason == Reason::AlreadyRedeemed);
    }

    void whatNobodyCompletesIsForgotten()
    {
        Stand stand;
        stand.device.online = false;
        const std::string code = stand.device.issue(11);
        stand.device.records[11].people = 4;
        const ScanId scan = stand.scanned(code, 0);
        QVERIFY(stand.shown[0].verdict.failed.rule == Rule::GroupSize);
        stand.lane.forgetIncomplete();
        QVERIFY(stand.lane.complete(scan, 2, {}, 100).error().fault == Fault::NotFound);
    }

    void offLineAGroupComesInParts()
    {
        Stand stand;
        stand.device.online = false;
        const std::string code = stand.device.issue(11);
        stand.device.records[11].people = 5;
        QVERIFY(stand.lane.complete(stand.scanned(code, 0), 3, {}, 100));
        QCOMPARE(stand.shown[1].verdict.people, 3);
        const ScanId rest = stand.scanned(code, 10'000);
        QCOMPARE(stand.shown[2].verdict.failed.number, 2); // what this lane did itself counts at once
        QVERIFY(stand.lane.complete(rest, 2, {}, 10'100));
        QVERIFY(stand.shown[3].verdict.outcome == Outcome::Admitted);
        QCOMPARE(stand.device.scans[3].people, 2);
        stand.scanned(code, 20'000);
        QVERIFY(stand.shown[4].verdict.reason == Reason::AlreadyRedeemed);

        Stand restarted;
        restarted.restartAs(stand);
        restarted.lane.remember(stand.device.scans[1]);
        restarted.lane.endRemembering();
        restarted.scanned(code, 0);
        QCOMPARE(restarted.shown[0].verdict.failed.number, 2); // three are in
    }

    void offLineTheEventDayCounts()
    {
        Stand stand;
        stand.device.online = false;
        stand.device.checkInList.mostEntries = 0;
        stand.device.checkInList.mostPerDay = 1;
        const std::string code = stand.device.issue(11);
        stand.scanned(code, 0);
        stand.scanned(code, 10'000);
        QVERIFY(stand.shown[1].verdict.reason == Reason::DayUsed);
        stand.device.now = stand.device.now + 86'400'000;
        stand.scanned(code, 20'000);
        QVERIFY(stand.shown[2].verdict.outcome == Outcome::Admitted);
    }

    /// The exit of all lies ahead when the list comes: the kiosk follows it without hearing of it.
    void offLineEverybodyHasLeftAtItsTime()
    {
        Stand stand;
        stand.device.online = false;
        stand.device.checkInList.allowsReEntry = true;
        stand.device.checkInList.exitsAllAt = {{stand.device.now + 60'000}};
        const std::string code = stand.device.issue(11);
        stand.scanned(code, 0);
        stand.scanned(code, 10'000);
        QVERIFY(stand.shown[1].verdict.reason == Reason::AlreadyRedeemed);
        stand.device.now = stand.device.now + 60'000;
        stand.scanned(code, 20'000);
        QVERIFY(stand.shown[2].verdict.isReEntry);
    }

    void whoIsPickedIsJudgedByTheSameRules()
    {
        Stand stand;
        stand.device.online = false;
        (void)stand.device.issue(11);
        const AdmissionRecordId record = stand.device.records[11].id;
        QVERIFY(stand.lane.pick(record, 0));
        QVERIFY(stand.shown[0].verdict.outcome == Outcome::Admitted);
        QVERIFY(stand.device.scans[0].code.empty() && stand.device.scans[0].record == record);
        QVERIFY(stand.lane.pick(record, 100).error().fault == Fault::Conflict); // pressed twice
        QVERIFY(stand.lane.pick(record, 10'000));
        QVERIFY(stand.shown[1].verdict.reason == Reason::AlreadyRedeemed);
        stand.device.records[11].state = TicketState::Blocked;
        QVERIFY(stand.lane.pick(record, 20'000));
        QVERIFY(stand.shown[2].verdict.reason == Reason::Blocked);
    }

    void onLineTheServerSaysWhatIsMissing()
    {
        Stand stand;
        const std::string code = stand.device.issue(11);
        const ScanId first = stand.scanned(code, 0);
        ScanVerdict incomplete;
        incomplete.reason = Reason::Incomplete;
        incomplete.failed.rule = Rule::GroupSize;
        incomplete.failed.number = 3;
        stand.lane.answered(first, incomplete);
        const auto second = stand.lane.complete(first, 2, {}, 500);
        QVERIFY(second);
        QCOMPARE(stand.device.scans[1].people, 2);
        ScanVerdict questions = incomplete;
        questions.failed.rule = Rule::Questions;
        questions.missing = {"dog"};
        stand.lane.answered(*second, questions);
        QVERIFY(stand.lane.complete(*second, 0, {{"dog", "no"}}, 900));
        QCOMPARE(stand.device.scans[2].people, 2); // as was said before
        QVERIFY(stand.device.scans[2].answers.size() == 1);
    }

    void eachOfATicketsCodesUsesTheTicket()
    {
        Stand stand;
        stand.device.online = false;
        const std::string own = stand.device.issue(11);
        const std::string imported = "OTHER-SYSTEM-11";
        stand.device.records[11].credential = CredentialReader(stand.device.credentialKeys).read(imported).credential;
        stand.scanned(imported, 0);
        stand.scanned(own, 10);
        QVERIFY(stand.shown[0].verdict.outcome == Outcome::Admitted);
        QVERIFY(stand.shown[1].verdict.reason == Reason::AlreadyRedeemed);
    }

    void onAnotherListItMayEnterAgain()
    {
        Stand stand;
        stand.device.online = false;
        const std::string code = stand.device.issue(11);
        stand.scanned(code, 0);
        Lane::Place other = stand.lane.place();
        other.list = stand.device.checkInList.id = makeId<CheckInListId>(2, stand.random);
        stand.lane.setPlace(other);
        stand.scanned(code, 10'000);
        QVERIFY(stand.shown[1].verdict.outcome == Outcome::Admitted);
    }

    void aForgedCodeIsRefusedOffLine()
    {
        Stand stand;
        stand.device.online = false;
        std::string code = stand.device.issue(11);
        code[100] = code[100] == 'A' ? 'B' : 'A';
        QVERIFY(stand.lane.scan(code, 0));
        QVERIFY(stand.shown[0].verdict.outcome == Outcome::Refused);
        QVERIFY(stand.shown[0].verdict.reason == Reason::Invalid);
    }

    void oneReadIsOneScan()
    {
        Stand stand;
        stand.device.online = false;
        const std::string code = stand.device.issue(11);
        QVERIFY(stand.lane.scan(code + "\r\n", 0));
        for (int again = 1; again < 50; ++again) {
            const auto read = stand.lane.scan(code, again * 20);
            QVERIFY(!read);
            QCOMPARE(read.error().fault, Fault::Conflict);
        }
        QVERIFY(stand.lane.scan(stand.device.issue(12), 300)); // the next person's code goes through
        QCOMPARE(stand.device.scans.size(), std::size_t{2});
    }

    void nothingIsShownAsDoneThatIsNotOnDisk()
    {
        for (const bool isOnline : {true, false}) {
            Stand stand;
            stand.device.online = isOnline;
            stand.device.isDiskFull = true;
            const std::string code = stand.device.issue(11);
            QVERIFY(stand.lane.scan(code, 0));
            QCOMPARE(stand.shown.size(), std::size_t{1});
            QVERIFY(!stand.shown[0].isRecorded);
            QVERIFY(stand.shown[0].verdict.outcome == Outcome::Refused);
            stand.device.isDiskFull = false; // room again: the ticket was not used
            stand.device.online = false;
            QVERIFY(stand.lane.scan(code, 10'000));
            QVERIFY(stand.shown[1].verdict.outcome == Outcome::Admitted);
        }
    }

    void noLightTurnsBeforeTheDiskHasIt()
    {
        for (const bool isOnline : {true, false}) {
            Stand stand;
            stand.device.online = isOnline;
            stand.device.isDiskSlow = true;
            const ScanId scan = stand.scanned(stand.device.issue(11), 0);
            if (isOnline) {
                stand.lane.step(10'000); // the question is not even on disk: nothing may be decided on it
                QVERIFY(stand.device.told.empty());
                stand.device.finishWriting();
                stand.lane.answered(scan, admitted());
            }
            QVERIFY(stand.shown.empty() && stand.lane.isBusy());
            stand.device.finishWriting();
            QCOMPARE(stand.shown.size(), std::size_t{1});
            QVERIFY(stand.shown[0].verdict.outcome == Outcome::Admitted && stand.shown[0].isRecorded);
        }
    }

    void aSlowDiskDoesNotHoldTheQuestionLonger()
    {
        Stand stand;
        stand.device.isDiskSlow = true;
        stand.scanned(stand.device.issue(11), 0);
        QVERIFY(!stand.lane.nextStepMs());
        stand.device.finishWriting(); // after 700 ms
        QCOMPARE(stand.lane.nextStepMs(), std::optional(kAskMs));
        stand.lane.step(700);
        stand.device.finishWriting();
        QCOMPARE(stand.shown.size(), std::size_t{1});
        QVERIFY(stand.shown[0].by == DecidedBy::Device);
    }

    void whileTheDiskWritesTheSameTicketDoesNotEnterAgain()
    {
        Stand stand;
        stand.device.online = false;
        stand.device.isDiskSlow = true;
        const std::string code = stand.device.issue(11);
        stand.scanned(code, 0);
        stand.scanned(code, kDoubleReadMs + 1);
        stand.device.finishWriting();
        QCOMPARE(stand.shown.size(), std::size_t{2});
        QVERIFY(stand.shown[0].verdict.outcome == Outcome::Admitted);
        QVERIFY(stand.shown[1].verdict.reason == Reason::AlreadyRedeemed);
    }

    void whatTheDiskRefusedToHearIsToldOnceThereIsRoom()
    {
        Stand stand;
        const ScanId scan = stand.scanned(stand.device.issue(11), 0);
        stand.device.isDiskFull = true;
        stand.lane.answered(scan, admitted());
        QCOMPARE(stand.shown.size(), std::size_t{1});
        QVERIFY(!stand.shown[0].isRecorded && stand.shown[0].verdict.reason == Reason::Error);
        stand.scanned(stand.device.issue(12), 10); // refused too: the server never hears of it
        QCOMPARE(stand.shown.size(), std::size_t{2});
        QVERIFY(stand.device.told.empty());
        stand.device.isDiskFull = false;
        stand.scanned(stand.device.issue(13), 20);
        QCOMPARE(stand.device.told.size(), std::size_t{1});
        QVERIFY(stand.device.told[0].scan == scan);
        QVERIFY(stand.device.told[0].outcome == Outcome::Refused && stand.device.told[0].reason == Reason::Error);
    }

    void whatTheServerLetInIsUsedBeforeTheCopyKnows()
    {
        Stand stand;
        const std::string code = stand.device.issue(11);
        stand.lane.answered(stand.scanned(code, 0), admitted());
        stand.device.online = false;   // the link broke before the new attendance came
        stand.device.now = Instant{0}; // and the clock says 1970
        stand.scanned(code, 60'000);
        QVERIFY(stand.shown[1].verdict.reason == Reason::AlreadyRedeemed);
    }

    void whatTheCopyHasLearnedIsItsOwnToTell()
    {
        Stand stand;
        const std::string code = stand.device.issue(11);
        const ScanId scan = stand.scanned(code, 0);
        stand.lane.answered(scan, admitted());
        Attendance use;
        use.id = stand.device.records[11].id;
        use.entries = use.firstEntries = 1;
        use.isInside = true;
        use.lastScan = scan;
        use.lastAt = stand.device.now;
        stand.device.uses[use.id] = use;
        stand.lane.learned(use);
        // A person undoes the scan: the copy hears of it, and nothing here says otherwise.
        stand.device.uses[use.id] = Attendance{use.id};
        stand.lane.learned(stand.device.uses[use.id]);
        stand.device.online = false;
        stand.scanned(code, 60'000);
        QVERIFY(stand.shown[1].verdict.outcome == Outcome::Admitted);
    }

    void afterARestartWhatWasShownStandsAndWhatWasNotIsTold()
    {
        Stand stand;
        const std::string shownCode = stand.device.issue(11);
        const std::string unseenCode = stand.device.issue(12);
        stand.scanned(shownCode, 0);
        stand.lane.step(kAskMs); // decided alone, told in a command of its own
        const ScanId unseen = stand.scanned(unseenCode, 1'000);
        QCOMPARE(stand.shown.size(), std::size_t{1});

        Stand restarted;
        restarted.restartAs(stand);
        restarted.lane.remember(stand.device.scans[0]);
        ShowScans told;
        told.shown = stand.device.told;
        restarted.lane.remember(told);
        restarted.lane.remember(stand.device.scans[1]);
        restarted.lane.endRemembering();
        QCOMPARE(restarted.device.told.size(), std::size_t{1});
        QVERIFY(restarted.device.told[0].scan == unseen && restarted.device.told[0].outcome == Outcome::Unseen);
        restarted.scanned(shownCode, 0);
        QVERIFY(restarted.shown[0].verdict.reason == Reason::AlreadyRedeemed);
        restarted.scanned(unseenCode, 10); // nobody saw a light: the person may enter
        QVERIFY(restarted.shown[1].verdict.outcome == Outcome::Admitted);
    }

    void afterARestartANewerAccountInTheCopyCounts()
    {
        Stand stand;
        stand.device.online = false;
        stand.device.checkInList.allowsReEntry = true;
        const std::string code = stand.device.issue(11);
        stand.scanned(code, 0);
        Attendance left; // meanwhile the person left through another gate
        left.id = stand.device.records[11].id;
        left.entries = left.firstEntries = 1;
        left.lastAt = stand.device.now + 60'000;
        left.lastScan = ScanId(makeId(1, stand.random));
        stand.device.uses[left.id] = left;
        Stand restarted;
        restarted.restartAs(stand);
        restarted.lane.remember(stand.device.scans[0]);
        restarted.lane.endRemembering();
        restarted.device.now = stand.device.now + 120'000;
        restarted.scanned(code, 0);
        QVERIFY(restarted.shown[0].verdict.outcome == Outcome::Admitted && restarted.shown[0].verdict.isReEntry);
    }

    void hostileCodesAreOnlyCodes_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::newRow("nothing") << QByteArray("\r\n");
        QTest::newRow("binary") << QByteArray("\xff\xfe\x00\x01", 4);
        QTest::newRow("huge") << QByteArray(5000, 'A');
        QTest::newRow("SQL") << QByteArray("' OR 1=1--");
        QTest::newRow("an address") << QByteArray("https://example.org/?x=<script>");
    }
    void hostileCodesAreOnlyCodes()
    {
        QFETCH(QByteArray, raw);
        Stand stand;
        stand.device.online = false;
        if (stand.lane.scan(raw.toStdString(), 0))
            QVERIFY(stand.shown[0].verdict.outcome == Outcome::Refused);
        QVERIFY(stand.lane.scan(stand.device.issue(11), 10)); // and the lane goes on
        QVERIFY(stand.shown.back().verdict.outcome == Outcome::Admitted);
    }
};

QTEST_GUILESS_MAIN(TestLane)
#include "tst_lane.moc"
