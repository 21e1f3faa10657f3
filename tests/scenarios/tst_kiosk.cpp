// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/admission.h"
#include "shared/crypto/random.h"
#include "shared/programme/programme.h"
#include "shared/sqlite/sqlite.h"
#include "tests/scenarios/kioskprocess.h"
#include "tests/support/onedoor.h"
#include "tests/support/programs.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <set>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kTickets = 120;
constexpr std::int64_t kReadAgainMs = 2'100; // when the same code is another read

/// A disk of the kiosk's own that can be filled: a small file system where we may mount one, else a limit on the files
/// of the process, which stops them from growing in the same way.
class SmallDisk
{
public:
    explicit SmallDisk(const QString &folder) : m_folder(folder)
    {
        QDir().mkpath(folder);
        m_isMounted = unshare(CLONE_NEWNS) == 0 && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
            && mount("tmpfs", qPrintable(folder), "tmpfs", 0, "size=4m") == 0;
    }
    ~SmallDisk()
    {
        if (m_isMounted)
            umount2(qPrintable(m_folder), MNT_DETACH);
    }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    [[nodiscard]] bool isMounted() const { return m_isMounted; }
    void fill(qint64 pid)
    {
        if (!m_isMounted)
            return limit(pid, 0);
        QFile file(m_folder + u"/filling"_s);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            qFatal("cannot fill the disk");
        while (file.write(QByteArray(4096, 'x')) > 0) {
        }
        while (file.write("x") > 0) {
        }
    }
    void empty(qint64 pid)
    {
        if (m_isMounted)
            QFile::remove(m_folder + u"/filling"_s);
        else
            limit(pid, RLIM_INFINITY);
    }

private:
    static void limit(qint64 pid, rlim_t bytes)
    {
        const rlimit to{bytes, RLIM_INFINITY};
        if (prlimit(static_cast<pid_t>(pid), RLIMIT_FSIZE, &to, nullptr) != 0)
            qFatal("cannot limit the kiosk's files");
    }

    QString m_folder;
    bool m_isMounted = false;
};

} // namespace

/// The real server and the real kiosk, through what happens at doors.
class TestKiosk : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void onLineATicketEntersOnce();
    void withoutTheServerItGoesOnByTheFullRules();
    void aRestartWithoutTheServerKnowsWhatItShowed();
    void killedInABurstNothingThatWasShownIsLost();
    void aFullDiskLetsNobodyIn();
    void aRevokedKioskLosesItsListAndNoScan();
    void aWipedKioskUnderTheSameNameLosesNothing_data();
    void aWipedKioskUnderTheSameNameLosesNothing();
    void twoKiosksDoNotShareAFolder();
    void wrongCallsSayWhatIsWrong();
    void itShowsWhatComesNextAndAnAnnouncedDelay();
    void aNoteForTheStewardReachesTheGate();

private:
    void serve();
    [[nodiscard]] QByteArray addDevice(const QString &name);
    [[nodiscard]] std::map<ScanId, Scan> scans();
    void verify();
    /// Tickets of people who come only to let time pass.
    void letOthersPass(KioskProcess &kiosk, std::int64_t ms);
    void awaitAll(KioskProcess &kiosk);

    std::unique_ptr<ServedEvent> m_event;
    std::vector<ListedTicket> m_tickets; ///< in the order of their orders
    std::size_t m_nextOther = 0;
    DeviceId m_device;
};

void TestKiosk::initTestCase()
{
    initialiseCrypto();
}

void TestKiosk::init()
{
    m_event = std::make_unique<ServedEvent>();
    m_event->writeFile(u"venue.json"_s, oneDoor());
    m_event->writeFile(u"people.csv"_s, doorTickets("DOOR", kTickets));
    QCOMPARE(m_event->create({m_event->filePath(u"people.csv"_s), m_event->filePath(u"venue.json"_s)}), QString());
    serve();
    m_tickets.clear();
    m_nextOther = 60;
    ListTickets query;
    query.most = 200;
    const auto page = m_event->query(query);
    QVERIFY2(page, page ? "" : describe(page.error()).c_str());
    m_tickets = page->tickets;
    std::sort(m_tickets.begin(), m_tickets.end(),
              [](const ListedTicket &one, const ListedTicket &other) { return one.order < other.order; });
    QCOMPARE(m_tickets.size(), static_cast<std::size_t>(kTickets));
}

void TestKiosk::cleanup()
{
    m_event.reset();
}

void TestKiosk::serve()
{
    QCOMPARE(m_event->serve(), QString());
    QCOMPARE(m_event->signIn(), QString());
}

QByteArray TestKiosk::addDevice(const QString &name)
{
    SecureRandom random;
    AddDevice add;
    add.device = m_device = makeId<DeviceId>(QDateTime::currentMSecsSinceEpoch(), random);
    add.name = name.toStdString();
    add.kind = DeviceKind::Kiosk;
    add.gate = doorGate();
    add.list = doorList();
    const auto answer = m_event->command(add);
    return answer ? QByteArray::fromStdString(answer->key) : QByteArray();
}

std::map<ScanId, Scan> TestKiosk::scans()
{
    std::map<ScanId, Scan> all;
    ListScans query;
    query.most = 200;
    for (;;) {
        const auto page = m_event->query(query);
        if (!page)
            qFatal("scans: %s", describe(page.error()).c_str());
        for (const ListedScan &listed : page->scans) {
            all[listed.scan] = listed.row;
            query.below = listed.revision;
        }
        if (page->scans.size() < 200)
            return all;
    }
}

void TestKiosk::verify()
{
    m_event->terminate();
    const auto verified = m_event->tool(u"verify"_s, {u"--json"_s});
    QVERIFY2(verified.exitCode == 0, (verified.output + verified.errors).constData());
}

void TestKiosk::letOthersPass(KioskProcess &kiosk, std::int64_t ms)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms)
        QVERIFY(kiosk.scan(QString::fromStdString(m_tickets[m_nextOther++].code)).outcome == Outcome::Admitted);
}

/// All that the kiosk has shown is with the server.
void TestKiosk::awaitAll(KioskProcess &kiosk)
{
    const std::vector<PrintedVerdict> shown = kiosk.verdicts();
    QVERIFY(awaitTrue(
        [&] {
            const auto held = scans();
            return std::all_of(shown.begin(), shown.end(), [&](const PrintedVerdict &each) {
                return !each.isRecorded || held.contains(each.scan);
            });
        },
        60'000));
    const auto held = scans();
    for (const PrintedVerdict &each : shown) {
        if (each.isRecorded && each.outcome == Outcome::Admitted)
            QVERIFY(held.at(each.scan).isCounted);
    }
}

void TestKiosk::onLineATicketEntersOnce()
{
    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), addDevice(u"Kiosk 1"_s));
    kiosk.start(m_event->httpAddress());
    const QString ticket = QString::fromStdString(m_tickets[0].code);
    const auto first = kiosk.scan(ticket);
    QVERIFY(first.outcome == Outcome::Admitted && first.by == DecidedBy::Server);
    letOthersPass(kiosk, kReadAgainMs);
    const auto second = kiosk.scan(ticket);
    QVERIFY(second.outcome == Outcome::Refused && second.reason == Reason::AlreadyRedeemed);
    QVERIFY(second.by == DecidedBy::Server);
    const auto imported = kiosk.scan(u"DOOR-100001"_s); // the other system's code of the second ticket
    QVERIFY(imported.outcome == Outcome::Admitted);
    awaitAll(kiosk);
    QCOMPARE(kiosk.terminate(), 0);
    verify();
}

void TestKiosk::withoutTheServerItGoesOnByTheFullRules()
{
    SetTicketState block;
    block.ticket = m_tickets[1].ticket;
    block.state = TicketState::Blocked;
    block.reason = "lost";
    QVERIFY(m_event->command(block));
    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), addDevice(u"Kiosk 1"_s));
    kiosk.start(m_event->httpAddress());
    const auto code = [&](std::size_t index) { return QString::fromStdString(m_tickets[index].code); };
    QVERIFY(kiosk.scan(code(0)).outcome == Outcome::Admitted);

    m_event->kill();
    const auto alone = kiosk.scan(code(2));
    QVERIFY(alone.outcome == Outcome::Admitted && alone.by == DecidedBy::Device);
    QVERIFY(kiosk.scan(code(1)).reason == Reason::Blocked);
    QString forged = code(3);
    forged[100] = forged[100] == u'A' ? u'B' : u'A';
    QVERIFY(kiosk.scan(forged).reason == Reason::Invalid);
    QVERIFY(kiosk.scan(u"DOOR-999999"_s).reason == Reason::Invalid);
    QVERIFY(kiosk.scan(u"DOOR-100004"_s).outcome == Outcome::Admitted);
    letOthersPass(kiosk, kReadAgainMs);
    QVERIFY(kiosk.scan(code(0)).reason == Reason::AlreadyRedeemed); // on line before
    QVERIFY(kiosk.scan(code(2)).reason == Reason::AlreadyRedeemed); // by itself
    QVERIFY(kiosk.scan(code(4)).reason == Reason::AlreadyRedeemed); // the same ticket by its other code

    serve();
    awaitAll(kiosk);
    QVERIFY(awaitTrue([&] { return kiosk.scan(code(m_nextOther++)).by == DecidedBy::Server; }, 60'000));
    QCOMPARE(kiosk.terminate(), 0);
    verify();
}

void TestKiosk::aRestartWithoutTheServerKnowsWhatItShowed()
{
    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), addDevice(u"Kiosk 1"_s));
    kiosk.start(m_event->httpAddress());
    const auto code = [&](std::size_t index) { return QString::fromStdString(m_tickets[index].code); };
    QVERIFY(kiosk.scan(code(0)).by == DecidedBy::Server);
    m_event->kill();
    QVERIFY(kiosk.scan(code(1)).by == DecidedBy::Device);
    kiosk.kill();
    kiosk.start(m_event->httpAddress());
    QVERIFY(kiosk.scan(code(1)).reason == Reason::AlreadyRedeemed);
    QVERIFY(kiosk.scan(code(0)).reason == Reason::AlreadyRedeemed);
    const auto fresh = kiosk.scan(code(2));
    QVERIFY(fresh.outcome == Outcome::Admitted && fresh.by == DecidedBy::Device);
    serve();
    awaitAll(kiosk);
    QCOMPARE(kiosk.terminate(), 0);
    for (const auto &[id, scan] : scans())
        QVERIFY(!scan.isClockSuspect); // the clock ran on, also for the one that was started without the server
    verify();
}

void TestKiosk::killedInABurstNothingThatWasShownIsLost()
{
    const int kills = qEnvironmentVariableIntValue("GATEHOUSE_KIOSK_KILLS") > 0
        ? qEnvironmentVariableIntValue("GATEHOUSE_KIOSK_KILLS")
        : 6;
    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), addDevice(u"Kiosk 1"_s));
    SeededRandom chance(20261123);
    std::size_t next = 0;
    for (int kill = 0; kill < kills; ++kill) {
        if (kill == kills / 2) // the second half without the server
            m_event->kill();
        QDir(kiosk.picturesFolder()).removeRecursively();
        QDir().mkpath(kiosk.picturesFolder());
        kiosk.startBeforeFolder(m_event->httpAddress());
        const std::size_t before = kiosk.verdicts().size();
        const std::size_t until = before + 1 + chance.below(5);
        const std::size_t most = next + 40;
        QVERIFY(awaitTrue(
            [&] { // people come one after the other until the plug is pulled
                if (next < most)
                    kiosk.passBy(QString::fromStdString(m_tickets[next++ % kTickets].code));
                return kiosk.verdicts().size() >= until;
            },
            30'000));
        kiosk.kill();
    }
    kiosk.start(m_event->httpAddress());
    if (!m_event->isRunning())
        serve();
    awaitAll(kiosk);
    std::set<ScanId> shown;
    for (const PrintedVerdict &each : kiosk.verdicts())
        QVERIFY(shown.insert(each.scan).second); // nothing is shown twice
    qInfo("%d kills, %zu verdicts shown, 0 lost", kills, shown.size());
    QCOMPARE(kiosk.terminate(), 0);
    verify();
}

void TestKiosk::aFullDiskLetsNobodyIn()
{
    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), addDevice(u"Kiosk 1"_s));
    SmallDisk disk(kiosk.stateFolder());
    qInfo(disk.isMounted() ? "a full file system" : "a limit on files");
    kiosk.start(m_event->httpAddress());
    const auto code = [&](std::size_t index) { return QString::fromStdString(m_tickets[index].code); };
    QVERIFY(kiosk.scan(code(0)).outcome == Outcome::Admitted);
    disk.fill(kiosk.pid());
    for (std::size_t index = 1; index < 6; ++index) {
        const auto refused = kiosk.scan(code(index));
        QVERIFY(refused.outcome == Outcome::Refused && refused.reason == Reason::Error && !refused.isRecorded);
    }
    QVERIFY(kiosk.isRunning());
    disk.empty(kiosk.pid());
    letOthersPass(kiosk, kReadAgainMs);
    QVERIFY(kiosk.scan(code(1)).outcome == Outcome::Admitted); // nothing was used up
    awaitAll(kiosk);
    QCOMPARE(kiosk.terminate(), 0);
    verify();
}

void TestKiosk::aRevokedKioskLosesItsListAndNoScan()
{
    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), addDevice(u"Kiosk 1"_s));
    kiosk.start(m_event->httpAddress());
    const auto code = [&](std::size_t index) { return QString::fromStdString(m_tickets[index].code); };
    QVERIFY(kiosk.scan(code(0)).by == DecidedBy::Server);
    m_event->kill();
    QVERIFY(kiosk.scan(code(1)).by == DecidedBy::Device);
    const ScanId late = kiosk.verdicts().back().scan;
    kiosk.stop(); // it does not come back before it is revoked
    serve();
    RevokeDevice revoke;
    revoke.device = m_device;
    revoke.reason = "stolen";
    QVERIFY(m_event->command(revoke));
    kiosk.go();
    QVERIFY(awaitTrue([&] { return scans().contains(late); }, 60'000));
    QVERIFY(scans().at(late).isQuarantined);
    const std::size_t shown = kiosk.verdicts().size();
    kiosk.holdUp(code(2));
    QVERIFY(awaitTrue(
        [&] { return kiosk.errors().contains("this device was revoked") || kiosk.verdicts().size() > shown; }));
    QCOMPARE(kiosk.terminate(), 0);
    QCOMPARE(kiosk.verdicts().size(), shown);

    const QString rows = kiosk.stateFolder() + u'/' + QString::fromStdString(m_device.toString()) + u"/rows.db"_s;
    auto file = sqlite::Connection::open(rows.toStdString(), sqlite::Access::ReadOnly);
    QVERIFY(file);
    QCOMPARE(file->number("SELECT count(*) FROM held_rows").value_or(-1), 0); // tidy: sql, looks into the kiosk's disk
    verify();
}

void TestKiosk::aWipedKioskUnderTheSameNameLosesNothing_data()
{
    QTest::addColumn<bool>("isAddedAgain");
    QTest::newRow("with the key it had") << false;
    QTest::newRow("added again, the old one still there") << true;
}

void TestKiosk::aWipedKioskUnderTheSameNameLosesNothing()
{
    QFETCH(bool, isAddedAgain);
    const auto code = [&](std::size_t index) { return QString::fromStdString(m_tickets[index].code); };
    const QByteArray key = addDevice(u"Kiosk 1"_s);
    const DeviceId before = m_device;
    std::vector<PrintedVerdict> shown;
    {
        KioskProcess kiosk(m_event->filePath(u"kiosk"_s), key);
        kiosk.start(m_event->httpAddress());
        for (std::size_t index = 0; index < 5; ++index)
            QVERIFY(kiosk.scan(code(index)).outcome == Outcome::Admitted);
        awaitAll(kiosk);
        shown = kiosk.verdicts();
        kiosk.kill();
    }
    QVERIFY(QDir(m_event->filePath(u"kiosk"_s)).removeRecursively()); // its disk is written anew

    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), isAddedAgain ? addDevice(u"Kiosk 1"_s) : key);
    kiosk.start(m_event->httpAddress());
    QVERIFY(kiosk.scan(code(0)).reason == Reason::AlreadyRedeemed); // it holds the list again
    QVERIFY(kiosk.scan(code(5)).outcome == Outcome::Admitted);
    m_event->kill();
    QVERIFY(kiosk.scan(code(6)).by == DecidedBy::Device);
    QVERIFY(kiosk.scan(code(1)).reason == Reason::AlreadyRedeemed); // by the rules that it got again
    serve();
    awaitAll(kiosk);
    const auto held = scans();
    for (const PrintedVerdict &each : shown) // what it did in its former life, though its numbers began anew
        QVERIFY(held.at(each.scan).isCounted && !held.at(each.scan).isQuarantined
                && held.at(each.scan).device == before);
    for (const PrintedVerdict &each : kiosk.verdicts())
        QVERIFY(held.at(each.scan).device == m_device && !held.at(each.scan).isQuarantined);
    QCOMPARE(held.size(), shown.size() + kiosk.verdicts().size());
    QCOMPARE(kiosk.terminate(), 0);
    verify();
}

void TestKiosk::twoKiosksDoNotShareAFolder()
{
    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), addDevice(u"Kiosk 1"_s));
    kiosk.start(m_event->httpAddress());
    QVERIFY(kiosk.scan(QString::fromStdString(m_tickets[0].code)).outcome == Outcome::Admitted);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const auto second =
        runProgram(u"gatehouse-kiosk"_s,
                   {u"--connect"_s, m_event->httpAddress(), u"--key-file"_s, m_event->filePath(u"kiosk/key"_s),
                    u"--folder"_s, kiosk.stateFolder(), u"--camera"_s, u"none"_s});
    QCOMPARE(second.exitCode, 1);
    QVERIFY2(second.errors.contains("another kiosk uses"), second.errors.constData());
    QVERIFY(kiosk.scan(QString::fromStdString(m_tickets[1].code)).outcome == Outcome::Admitted);
}

void TestKiosk::wrongCallsSayWhatIsWrong()
{
    qunsetenv("DISPLAY"); // neither help nor complaint needs a screen
    QCOMPARE(runProgram(u"gatehouse-kiosk"_s, {u"--version"_s}).exitCode, 0);
    QVERIFY(runProgram(u"gatehouse-kiosk"_s, {u"--help"_s}).output.contains("--log-verdicts"));
    const auto nowhere = runProgram(u"gatehouse-kiosk"_s, {});
    QVERIFY(nowhere.exitCode == 2 && nowhere.errors.contains("--connect"));
    const auto keyless = runProgram(u"gatehouse-kiosk"_s, {u"--connect"_s, m_event->httpAddress()});
    QVERIFY(keyless.exitCode == 2 && keyless.errors.contains("--key-file"));
}

void TestKiosk::itShowsWhatComesNextAndAnAnnouncedDelay()
{
    SecureRandom random;
    const Instant now{QDateTime::currentMSecsSinceEpoch()};
    const auto newId = [&](auto id) { return makeId<decltype(id)>(now.ms, random); };
    AddSpace hall;
    hall.space = newId(SpaceId());
    hall.name = "Great hall";
    QVERIFY(m_event->command(hall));
    const auto add = [&](const std::string &title, int startsInMinutes) {
        AddSession session;
        session.session = newId(SessionId());
        session.title = title;
        AddSlot slot;
        slot.slot = newId(SlotId());
        slot.session = session.session;
        slot.space = hall.space;
        slot.startsAt = now + startsInMinutes * 60'000LL;
        slot.minutes = 45;
        const bool isAdded = m_event->command(session) && m_event->command(slot);
        return std::pair(isAdded ? slot.slot : SlotId(), session.session);
    };
    const auto [opening, openingSession] = add("Opening", -5);
    const auto [keynote, keynoteSession] = add("Keynote", 60);
    QVERIFY(!opening.isNull() && !keynote.isNull());

    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), addDevice(u"Kiosk 1"_s));
    kiosk.start(m_event->httpAddress(), {u"--log-programme"_s});
    QVERIFY(awaitTrue([&] { return kiosk.programme().now.size() == 1 && kiosk.programme().next.size() == 1; }));
    QCOMPARE(kiosk.programme().now.front().title, std::string("Opening"));
    QCOMPARE(kiosk.programme().next.front().title, std::string("Keynote"));
    QCOMPARE(kiosk.programme().next.front().space, std::string("Great hall"));
    QVERIFY(kiosk.programme().next.front().expectedAt == kiosk.programme().next.front().startsAt);

    DelaySlot delay;
    delay.slot = keynote;
    delay.minutes = 20;
    delay.reason = "the speaker's train";
    QElapsedTimer told;
    told.start();
    QVERIFY(m_event->command(delay));
    QVERIFY(awaitTrue([&] {
        const auto &next = kiosk.programme().next.front();
        return next.expectedAt - next.startsAt == 20 * 60'000;
    }));
    qInfo("a delay stood on the kiosk after %lld ms", static_cast<long long>(told.elapsed()));
    QVERIFY(told.elapsed() < 5'000);

    // Tickets go on as ever, also without the server; what was told stays.
    QVERIFY(kiosk.scan(QString::fromStdString(m_tickets[0].code)).outcome == Outcome::Admitted);
    m_event->kill();
    QVERIFY(kiosk.scan(QString::fromStdString(m_tickets[1].code)).by == DecidedBy::Device);
    kiosk.kill();
    kiosk.start(m_event->httpAddress(), {u"--log-programme"_s});
    const Instant before = kiosk.programme().at;
    QVERIFY(awaitTrue([&] { return kiosk.programme().at > before; }));
    QCOMPARE(kiosk.programme().next.front().title, std::string("Keynote"));
    QVERIFY(kiosk.programme().next.front().expectedAt - kiosk.programme().next.front().startsAt == 20 * 60'000);

    serve();
    CancelSession cancel;
    cancel.session = keynoteSession;
    QVERIFY(m_event->command(cancel));
    QVERIFY(awaitTrue([&] { return kiosk.programme().next.front().isCancelled; }, 60'000));
    awaitAll(kiosk);
    QCOMPARE(kiosk.terminate(), 0);
    verify();
}

/// What the steward is told is set at a desk and shown at the gate, on line and off line.
void TestKiosk::aNoteForTheStewardReachesTheGate()
{
    const auto code = [&](std::size_t index) { return QString::fromStdString(m_tickets[index].code); };
    KioskProcess kiosk(m_event->filePath(u"kiosk"_s), addDevice(u"Kiosk 1"_s));
    kiosk.start(m_event->httpAddress());
    QVERIFY(kiosk.scan(code(2)).outcome == Outcome::Admitted && !kiosk.verdicts().back().needsAttention);
    for (const std::size_t index : {0U, 1U})
        QVERIFY(m_event->command(SetTicketNote{m_tickets[index].ticket, "A badge waits.", false}));
    const auto online = kiosk.scan(code(0));
    QVERIFY(online.outcome == Outcome::Admitted && online.by == DecidedBy::Server && online.needsAttention);
    m_event->kill();
    const auto alone = kiosk.scan(code(1));
    QVERIFY(alone.outcome == Outcome::Admitted && alone.by == DecidedBy::Device && alone.needsAttention);
    serve();
    awaitAll(kiosk);
    QCOMPARE(kiosk.terminate(), 0);
    verify();
}

QTEST_GUILESS_MAIN(TestKiosk)
#include "tst_kiosk.moc"
