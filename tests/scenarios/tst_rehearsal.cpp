// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/rehearsalrun.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

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
    [[nodiscard]] RehearsalReport rehearse(const QStringList &more)
    {
        m_rehearsal.start(*m_event, more);
        return m_rehearsal.ended();
    }

    std::unique_ptr<ServedEvent> m_event;
    RehearsalRun m_rehearsal;
};

void TestRehearsal::init()
{
    if (!QFile::exists(attendees()))
        QSKIP("shared/data/attendees is not there");
    m_event = std::make_unique<ServedEvent>();
    m_event->writeFile(u"venue.json"_s, smallVenue());
    QCOMPARE(m_event->create({m_event->filePath(u"venue.json"_s), attendees()}), QString());
    QCOMPARE(m_event->serve(), QString());
}

void TestRehearsal::theSameSeedGivesTheSameRehearsal()
{
    const RehearsalReport first = rehearse({u"--seed"_s, u"14"_s, u"--speed"_s, u"400"_s});
    QCOMPARE(disagreement(first, *m_event), QString());
    QVERIFY(first.admitted > 300);
    QVERIFY(first.doubleAdmits > 0); // kiosks that were apart let the same ticket in
    QCOMPARE(first.tickets, std::int64_t{400});
    init();
    const RehearsalReport again = rehearse({u"--seed"_s, u"14"_s, u"--speed"_s, u"200"_s});
    QCOMPARE(disagreement(again, *m_event), QString());
    QCOMPARE(QByteArray::fromStdString(story(again)), QByteArray::fromStdString(story(first)));
    init();
    const RehearsalReport other = rehearse({u"--seed"_s, u"17"_s, u"--speed"_s, u"400"_s});
    QCOMPARE(disagreement(other, *m_event), QString());
    QVERIFY(story(other) != story(first));
    qInfo("seed 14: %lld admitted of %lld actions, %lld double admits found, %lld reconnects",
          static_cast<long long>(first.admitted), static_cast<long long>(first.planned),
          static_cast<long long>(first.doubleAdmits), static_cast<long long>(first.reconnects));
}

void TestRehearsal::aServerKilledTwiceLosesNothing()
{
    m_rehearsal.start(*m_event, {u"--seed"_s, u"18"_s, u"--speed"_s, u"200"_s, u"--keep-going"_s});
    QCOMPARE(m_event->signIn(), QString());
    for (const std::int64_t entries : {60, 200}) {
        QVERIFY(awaitTrue([&] { return m_event->hasEntries(entries) || !m_rehearsal.isRunning(); }, 60'000));
        QVERIFY(m_rehearsal.isRunning());
        m_event->kill();
        QCOMPARE(m_event->serve(), QString());
    }
    QCOMPARE(disagreement(m_rehearsal.ended(), *m_event), QString());
}

void TestRehearsal::aRestoredBackupIsFilledByItsDevices()
{
    m_rehearsal.start(*m_event, {u"--seed"_s, u"5"_s, u"--speed"_s, u"200"_s, u"--keep-going"_s});
    QCOMPARE(m_event->signIn(), QString());
    QVERIFY(awaitTrue([&] { return m_event->hasEntries(60); }, 60'000));
    const ProgramResult copied = m_event->tool(u"backup"_s, {m_event->filePath(u"copy.gatehouse"_s)}, false);
    QVERIFY2(copied.exitCode == 0, copied.errors.constData());
    QVERIFY(awaitTrue([&] { return m_event->hasEntries(200); }, 60'000)); // none of these is in the copy
    m_event->kill();
    QCOMPARE(m_event->restoreFrom(m_event->filePath(u"copy.gatehouse"_s)), QString());
    QCOMPARE(m_event->serve(), QString());
    QCOMPARE(disagreement(m_rehearsal.ended(), *m_event), QString());
}

/// People come in two queues, see a room, go home and come again; gates close and open, and staff looks into what
/// happened.
void TestRehearsal::twoStaffedDaysWithRooms()
{
    const QStringList words{u"--seed"_s,   u"3"_s,  u"--speed"_s,    u"1000"_s,  u"--days"_s,  u"2"_s,
                            u"--visits"_s, u"60"_s, u"--arrivals"_s, u"doors"_s, u"--staff"_s, u"60"_s};
    const RehearsalReport report = rehearse(words);
    QCOMPARE(disagreement(report, *m_event), QString());
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
