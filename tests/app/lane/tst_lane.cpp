// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lane/lane.h"

#include "shared/crypto/random.h"

#include <QTest>

using namespace gatehouse;

namespace {

/// A device of the test's own making: tables in memory, a link that is up or not, a disk that takes commands or not.
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
    std::optional<AdmissionRecord> recordOfCredential(const CheckInListId &, const Bytes &) const override { return std::nullopt; }
    std::optional<Attendance> attendance(const AdmissionRecordId &record) const override
    {
        const auto at = uses.find(record);
        return at == uses.end() ? std::nullopt : std::optional(at->second);
    }
    Result<std::int64_t> send(const RecordScan &command) override
    {
        if (isDiskFull)
            return fail(Fault::ReadOnly, "disk full");
        scans.push_back(command);
        return ++number;
    }
    Result<std::int64_t> send(const ShowScans &command) override
    {
        if (isDiskFull)
            return fail(Fault::ReadOnly, "disk full");
        told.insert(told.end(), command.shown.begin(), command.shown.end());
        return ++number;
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
    std::int64_t number = 0;
    Instant now{1'790'000'000'000};
    bool online = true;
    bool isDiskFull = false;
};

struct Stand {
    Device device;
    SeededRandom random{2};
    Lane lane{device, random, {makeId<DeviceId>(1, random), device.checkInList.id, device.mainGate.id, Direction::Entry}};
    std::vector<LaneShown> shown;

    Stand()
    {
        lane.onShown = [this](const LaneShown &each) { shown.push_back(each); };
    }
};

} // namespace

class TestLane : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { initialiseCrypto(); }

    void onLineTheServerDecides()
    {
        Stand stand;
        const std::string code = stand.device.issue(11);
        QVERIFY(stand.lane.scan(code, 0));
        QVERIFY(stand.shown.empty());
        ScanVerdict verdict;
        verdict.outcome = Outcome::Admitted;
        verdict.name = "A. Person";
        stand.lane.answered(1, verdict);
        QCOMPARE(stand.shown.size(), std::size_t{1});
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
        QVERIFY(stand.lane.scan(stand.device.issue(11), 1'000));
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
        stand.lane.answered(1, late);
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
        restarted.device.credentialKeys = stand.device.credentialKeys;
        restarted.device.records = stand.device.records;
        restarted.device.checkInList = stand.device.checkInList;
        restarted.device.online = false;
        restarted.device.now = stand.device.now;
        restarted.lane.setPlace(stand.lane.place());
        restarted.lane.remember(stand.device.scans[0]);
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
