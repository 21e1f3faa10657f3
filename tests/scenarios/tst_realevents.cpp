// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/imports/imports.h"
#include "tests/scenarios/rehearsalrun.h"

#include <QStandardPaths>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

/// What an import of real files brings, counted by hand or by a script (see tst_schedules).
struct Brought {
    qint64 sessions = 0;
    qint64 speakers = 0;
    qint64 tickets = 0;
    bool operator==(const Brought &) const = default;
};

QString data(const QString &path)
{
    return qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/../shared/data/"_s + path;
}

} // namespace
Q_DECLARE_METATYPE(Brought)

/// Whole events from elsewhere: their files are imported, people come in by the list, and what was imported is given
/// out again.
class TestRealEvents : public QObject
{
    Q_OBJECT

private slots:
    void fromFilesToFiles_data();
    void fromFilesToFiles();

private:
    void import(const QString &path);
    void exportsAreValid();
    void exportsComeBack();

    std::unique_ptr<ServedEvent> m_event;
    ImportReport m_report; ///< of the last import
};

void TestRealEvents::import(const QString &path)
{
    const ProgramResult result = m_event->tool(u"import"_s, {path, u"--json"_s});
    QVERIFY2(result.exitCode == 0, (result.output + result.errors).constData());
    const auto report = fromJson<ImportReport>(result.output.toStdString(), Strictness::Replica);
    QVERIFY2(report, result.output.constData());
    m_report = *report;
}

/// By the community's schema; the calendar by its own reader, in exportsComeBack().
void TestRealEvents::exportsAreValid()
{
    QStringList words;
    for (const auto *kind : {"--schedule-xml", "--schedule-json", "--ical", "--csv"})
        words << QString::fromLatin1(kind) << m_event->filePath(u"out"_s + QLatin1String(kind));
    const ProgramResult written = m_event->tool(u"export"_s, words);
    QVERIFY2(written.exitCode == 0, (written.output + written.errors).constData());
    QProcess lint;
    lint.start(u"xmllint"_s,
               {u"--noout"_s, u"--schema"_s, data(u"schedules/schedule.xml.xsd"_s),
                m_event->filePath(u"out--schedule-xml"_s)});
    QVERIFY(lint.waitForFinished(60'000));
    const QByteArray told = lint.readAllStandardError();
    QVERIFY2(lint.exitCode() == 0, told.left(2000).constData());
}

/// What was given out finds everything there as it is.
void TestRealEvents::exportsComeBack()
{
    for (const auto *kind : {"--schedule-xml", "--schedule-json", "--ical", "--csv"}) {
        import(m_event->filePath(u"out"_s + QLatin1String(kind)));
        const std::int64_t changes = m_report.sessions + m_report.speakers + m_report.tracks + m_report.spaces
            + m_report.attendees + m_report.tickets + m_report.updates + m_report.missing + m_report.refusals;
        QVERIFY2(changes == 0, (std::string(kind) + ": " + json(m_report)).c_str());
        QVERIFY2(m_report.known > 0, kind);
    }
}

void TestRealEvents::fromFilesToFiles_data()
{
    QTest::addColumn<QStringList>("sources"); ///< one import each
    QTest::addColumn<QList<Brought>>("brought");
    QTest::newRow("FOSDEM 2021, people of the world")
        << QStringList{u"schedules/fosdem2021.schedule.xml"_s, u"attendees/attendees_intl_400.csv"_s}
        << QList<Brought>{{773, 684, 0}, {0, 0, 400}};
    QTest::newRow("DebConf 23, a marketplace's list")
        << QStringList{u"schedules/debconf23.schedule.xml"_s, u"attendees/attendees_marketplace_style_120.csv"_s}
        << QList<Brought>{{117, 87, 0}, {0, 0, 120}};
    QTest::newRow("EMF 2016 twice, a spreadsheet's list")
        << QStringList{u"schedules/emf2016.schedule.xml"_s, u"schedules/emf2016.ics"_s,
                       u"attendees/attendees_semicolon_bom_120.csv"_s}
        << QList<Brought>{{138, 120, 0}, {212, 0, 0}, {0, 0, 120}};
    QTest::newRow("a camp, a convention centre, a German list")
        << QStringList{u"venue/imdf"_s, u"schedules/camp2019.schedule.json"_s, u"attendees/attendees_latin1_20.csv"_s}
        << QList<Brought>{{0, 0, 0}, {79, 90, 0}, {0, 0, 20}};
}

void TestRealEvents::fromFilesToFiles()
{
    QFETCH(QStringList, sources);
    QFETCH(QList<Brought>, brought);
    if (!QFile::exists(data(sources.front())) || QStandardPaths::findExecutable(u"xmllint"_s).isEmpty())
        QSKIP("shared/data or xmllint is not there");
    m_event = std::make_unique<ServedEvent>();
    m_event->writeFile(u"venue.json"_s, smallVenue());
    QCOMPARE(m_event->create({m_event->filePath(u"venue.json"_s)}), QString());
    for (qsizetype index = 0; index < sources.size(); ++index) {
        import(data(sources[index]));
        const Brought one{m_report.sessions, m_report.speakers, m_report.tickets};
        QVERIFY2(one == brought[index], (sources[index].toStdString() + ": " + json(m_report)).c_str());
        QCOMPARE(m_report.updates + m_report.missing, std::int64_t{0});
    }

    QCOMPARE(m_event->serve(), QString());
    RehearsalRun rehearsal;
    rehearsal.start(*m_event,
                    {u"--seed"_s, u"11"_s, u"--speed"_s, u"1000"_s, u"--visits"_s, u"40"_s, u"--arrivals"_s, u"doors"_s,
                     u"--goes-home"_s});
    const RehearsalReport report = rehearsal.ended();
    QCOMPARE(disagreement(report, *m_event), QString());
    QCOMPARE(report.tickets, std::int64_t{brought.back().tickets});
    QVERIFY2(report.admitted > report.tickets / 2, std::to_string(report.admitted).c_str());

    exportsAreValid();
    if (!QTest::currentTestFailed())
        exportsComeBack();
}

QTEST_GUILESS_MAIN(TestRealEvents)
#include "tst_realevents.moc"
