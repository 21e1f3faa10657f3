// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/tally.h"
#include "shared/crypto/random.h"
#include "tests/support/programs.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kVenue = R"([
{"command":"floor.add","fields":{"floor":{"$id":"ground"},"name":"Ground","order":0,"widthMm":20000,"heightMm":20000}},
{"command":"zone.add","fields":{"zone":{"$id":"hall"},"floor":{"$id":"ground"},"name":"Hall","capacity":500}},
{"command":"gate.add","fields":{"gate":{"$id":"north"},"floor":{"$id":"ground"},"name":"North","at":[1,1],"inner":{"$id":"hall"}}},
{"command":"gate.add","fields":{"gate":{"$id":"south"},"floor":{"$id":"ground"},"name":"South","at":[9,9],"inner":{"$id":"hall"}}},
{"command":"zone.add","fields":{"zone":{"$id":"lounge"},"floor":{"$id":"ground"},"name":"Lounge","capacity":80}},
{"command":"gate.add","fields":{"gate":{"$id":"lounge.door"},"floor":{"$id":"ground"},"name":"Lounge door","at":[5,5],
 "outer":{"$id":"hall"},"inner":{"$id":"lounge"}}},
{"command":"check_in_list.add","fields":{"list":{"$id":"doors"},"name":"Doors","allowsReEntry":true,
 "gates":[{"$id":"north"},{"$id":"south"}]}},
{"command":"check_in_list.add","fields":{"list":{"$id":"rooms"},"name":"Lounge","allowsReEntry":true,
 "gates":[{"$id":"lounge.door"}]}}
])";

QString attendees()
{
    return qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/../shared/data/attendees/attendees_intl_400.csv"_s;
}

std::string countsOf(const std::vector<NamedCount> &counts)
{
    std::string text;
    for (const NamedCount &count : counts)
        text += count.name + " " + std::to_string(count.count) + "; ";
    return text;
}

/// The parts of a report that a seed decides, whatever the machine's load: what happened, not who was asked in time.
std::string story(const RehearsalReport &report)
{
    return "planned " + std::to_string(report.planned) + "; " + countsOf(report.done);
}

} // namespace

/// The 400 attendees of the world come in, through the real programs.
class TestRehearsal : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theSameSeedGivesTheSameRehearsal();
    void aServerKilledTwiceLosesNothing();
    void aRestoredBackupIsFilledByItsDevices();
    void twoStaffedDaysWithRooms();

private:
    void start(const QStringList &more);
    [[nodiscard]] RehearsalReport rehearse(const QStringList &more);
    [[nodiscard]] RehearsalReport ended();
    void serverAgrees(const RehearsalReport &report);
    void doubleAdmitsAreFound(const RehearsalReport &report);

    std::unique_ptr<ServedEvent> m_event;
    QProcess m_rehearsal;
};

void TestRehearsal::init()
{
    if (!QFile::exists(attendees()))
        QSKIP("shared/data/attendees is not there");
    m_event = std::make_unique<ServedEvent>();
    m_event->writeFile(u"venue.json"_s, kVenue);
    QCOMPARE(m_event->create({m_event->filePath(u"venue.json"_s), attendees()}), QString());
    QCOMPARE(m_event->serve(), QString());
}

void TestRehearsal::start(const QStringList &more)
{
    m_rehearsal.setProcessChannelMode(QProcess::SeparateChannels);
    m_rehearsal.start(programPath(u"gatehouse-rehearse"_s),
                      QStringList{u"--connect"_s, m_event->httpAddress(), u"--sign-in"_s, u"organiser"_s,
                                  u"--password-file"_s, m_event->passwordFile(), u"--state"_s,
                                  m_event->filePath(u"devices.json"_s), u"--minutes"_s, u"12"_s, u"--json"_s}
                          + more);
}

RehearsalReport TestRehearsal::ended()
{
    if (!awaitTrue([this] { return m_rehearsal.state() == QProcess::NotRunning; }, 180'000)) {
        m_rehearsal.kill();
        m_rehearsal.waitForFinished();
    }
    const auto report =
        fromJson<RehearsalReport>(m_rehearsal.readAllStandardOutput().toStdString(), Strictness::Replica);
    if (!report) {
        qWarning("%s", m_rehearsal.readAllStandardError().constData());
        return {};
    }
    return *report;
}

RehearsalReport TestRehearsal::rehearse(const QStringList &more)
{
    start(more);
    return ended();
}

/// What the kiosks showed is what the server counted, and the journal holds.
void TestRehearsal::serverAgrees(const RehearsalReport &report)
{
    QVERIFY2(report.isComplete, report.problem.c_str());
    QCOMPARE(report.lostAnswers, std::int64_t{0});
    QCOMPARE(report.notRecorded, std::int64_t{0});
    QCOMPARE(report.serverEntries, report.admitted - report.undone + report.forced);
    QCOMPARE(report.serverExits, report.left);
    if (report.undone + report.forced == 0)
        doubleAdmitsAreFound(report);
    m_event->terminate();
    const ProgramResult verified = m_event->tool(u"verify"_s, {u"--json"_s});
    QVERIFY2(verified.exitCode == 0, (verified.output + verified.errors).constData());
}

void TestRehearsal::doubleAdmitsAreFound(const RehearsalReport &report)
{
    std::int64_t doubles = 0;
    for (const NamedCount &cards : report.cards)
        doubles += cards.name == "double_admit" ? cards.count : 0;
    QCOMPARE(doubles, report.doubleAdmits);
}

void TestRehearsal::theSameSeedGivesTheSameRehearsal()
{
    const RehearsalReport first = rehearse({u"--seed"_s, u"14"_s, u"--speed"_s, u"400"_s});
    serverAgrees(first);
    QVERIFY(first.admitted > 300);
    QVERIFY(first.doubleAdmits > 0); // kiosks that were apart let the same ticket in
    QCOMPARE(first.tickets, std::int64_t{400});
    init();
    const RehearsalReport again = rehearse({u"--seed"_s, u"14"_s, u"--speed"_s, u"200"_s});
    serverAgrees(again);
    QCOMPARE(QByteArray::fromStdString(story(again)), QByteArray::fromStdString(story(first)));
    init();
    const RehearsalReport other = rehearse({u"--seed"_s, u"17"_s, u"--speed"_s, u"400"_s});
    serverAgrees(other);
    QVERIFY(story(other) != story(first));
    qInfo("seed 14: %lld admitted of %lld actions, %lld double admits found, %lld reconnects",
          static_cast<long long>(first.admitted), static_cast<long long>(first.planned),
          static_cast<long long>(first.doubleAdmits), static_cast<long long>(first.reconnects));
}

void TestRehearsal::aServerKilledTwiceLosesNothing()
{
    start({u"--seed"_s, u"18"_s, u"--speed"_s, u"200"_s, u"--keep-going"_s});
    QCOMPARE(m_event->signIn(), QString());
    for (const std::int64_t entries : {60, 200}) {
        QVERIFY(awaitTrue([&] { return m_event->hasEntries(entries) || m_rehearsal.state() == QProcess::NotRunning; },
                          60'000));
        QCOMPARE(m_rehearsal.state(), QProcess::Running);
        m_event->kill();
        QCOMPARE(m_event->serve(), QString());
    }
    serverAgrees(ended());
}

void TestRehearsal::aRestoredBackupIsFilledByItsDevices()
{
    start({u"--seed"_s, u"5"_s, u"--speed"_s, u"200"_s, u"--keep-going"_s});
    QCOMPARE(m_event->signIn(), QString());
    QVERIFY(awaitTrue([&] { return m_event->hasEntries(60); }, 60'000));
    const ProgramResult copied = m_event->tool(u"backup"_s, {m_event->filePath(u"copy.gatehouse"_s)}, false);
    QVERIFY2(copied.exitCode == 0, copied.errors.constData());
    QVERIFY(awaitTrue([&] { return m_event->hasEntries(200); }, 60'000)); // none of these is in the copy
    m_event->kill();
    QCOMPARE(m_event->restoreFrom(m_event->filePath(u"copy.gatehouse"_s)), QString());
    QCOMPARE(m_event->serve(), QString());
    serverAgrees(ended());
}

/// People come in two queues, see a room, go home and come again; gates close and open, and staff looks into what
/// happened.
void TestRehearsal::twoStaffedDaysWithRooms()
{
    const QStringList words{u"--seed"_s,   u"3"_s,  u"--speed"_s,    u"1000"_s,  u"--days"_s,  u"2"_s,
                            u"--visits"_s, u"60"_s, u"--arrivals"_s, u"doors"_s, u"--staff"_s, u"60"_s};
    const RehearsalReport report = rehearse(words);
    serverAgrees(report);
    QVERIFY(report.admitted > 2 * 300);
    QVERIFY(report.undone > 0);
    QVERIFY(report.forced > 0);
    std::map<std::string, std::int64_t> done;
    for (const NamedCount &each : report.done)
        done[each.name] = each.count;
    QVERIFY(done["visit"] > 200);
    QCOMPARE(done["staff_closes_gate"], done["staff_opens_gate"]);
    // All but those whom staff or a closed gate kept from it have gone home.
    QVERIFY2(report.serverInside < report.admitted / 10, std::to_string(report.serverInside).c_str());
}

QTEST_GUILESS_MAIN(TestRehearsal)
#include "tst_rehearsal.moc"
