// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/imports/imports.h"
#include "shared/model/json.h"
#include "shared/ticketing/ticketing.h"
#include "tests/support/programs.h"

#include <QTest>

#include <csignal>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

ImportReport reportOf(const ProgramResult &result)
{
    const auto report = fromJson<ImportReport>(result.output.toStdString(), Strictness::Replica);
    return report ? *report : ImportReport{.refusals = -1};
}

QByteArray people(int count)
{
    QByteArray csv = "order,pos,name,email,ttype,secret\n";
    for (int index = 0; index < count; ++index) {
        const QByteArray number = QByteArray::number(index);
        csv += "R" + number + ",1,Ana Ruiz " + number + ",ana" + number + "@example.org,Day,secret-" + number + "\n";
    }
    return csv;
}

} // namespace

/// gatehouse-server import, as people and scripts call it.
class TestImport : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyDialect_data();
    void everyDialect();
    void aDryRunChangesNothing();
    void whatIsWrongIsToldByLine();
    void aListThatIsRefusedAnywhereComesNotAtAll();
    void refused_data();
    void refused();
    void aServedDocumentIsLeftAlone();
    void killedInTheMiddleItGoesOnAtTheNextStart();

private:
    [[nodiscard]] ProgramResult import(const QStringList &arguments)
    {
        return m_event->tool(u"import"_s, arguments + QStringList{u"--json"_s});
    }
    [[nodiscard]] std::int64_t entries()
    {
        const auto report = parseJson(verified().trimmed().toStdString());
        return report && report->find("entries") ? report->find("entries")->integer().value_or(-1) : -1;
    }
    [[nodiscard]] QByteArray verified() { return m_event->tool(u"verify"_s, {u"--json"_s}).output; }

    std::unique_ptr<ServedEvent> m_event;
};

void TestImport::init()
{
    m_event = std::make_unique<ServedEvent>();
    QCOMPARE(m_event->create({}), QString());
}

void TestImport::everyDialect_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("attendees");
    QTest::newRow("400 of the world") << u"attendees_intl_400.csv"_s << 400;
    QTest::newRow("a marketplace's") << u"attendees_marketplace_style_120.csv"_s << 120;
    QTest::newRow("a spreadsheet's") << u"attendees_semicolon_bom_120.csv"_s << 120;
    QTest::newRow("German, Latin 1") << u"attendees_latin1_20.csv"_s << 20;
}

void TestImport::everyDialect()
{
    QFETCH(QString, name);
    QFETCH(int, attendees);
    const QString file = qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/../shared/data/attendees/"_s + name;
    if (!QFile::exists(file))
        QSKIP("shared/data/attendees is not there");
    const ProgramResult result = import({file});
    QCOMPARE(result.exitCode, 0);
    const ImportReport report = reportOf(result);
    QCOMPARE(report.attendees, std::int64_t{attendees});
    QCOMPARE(report.tickets, std::int64_t{attendees});
    QCOMPARE(report.refusals, std::int64_t{0});
    const ImportReport again = reportOf(import({file}));
    QCOMPARE(again.known, std::int64_t{attendees});
    QCOMPARE(again.tickets, std::int64_t{0});
    QVERIFY(verified().contains("\"good\":true"));
}

void TestImport::aDryRunChangesNothing()
{
    m_event->writeFile(u"people.csv"_s, people(30));
    const QByteArray before = verified();
    const ProgramResult dry = import({m_event->filePath(u"people.csv"_s), u"--dry-run"_s});
    QCOMPARE(dry.exitCode, 0);
    QCOMPARE(reportOf(dry).tickets, std::int64_t{30});
    QCOMPARE(verified(), before);
}

void TestImport::whatIsWrongIsToldByLine()
{
    m_event->writeFile(u"people.csv"_s, "order,pos,name,secret\nR1,1,Ana,aaa\nR1,1,Ben,bbb\nR2,1,,ccc\nR3,1,Eva,ddd\n");
    const ProgramResult result = import({m_event->filePath(u"people.csv"_s)});
    QCOMPARE(result.exitCode, 0);
    const ImportReport report = reportOf(result);
    QCOMPARE(report.tickets, std::int64_t{2});
    QCOMPARE(report.refused.size(), std::size_t{2});
    QCOMPARE(report.refused[0], (ImportNote{"people.csv", 3, "position", "the same as line 2"}));
    QCOMPARE(report.refused[1], (ImportNote{"people.csv", 4, "name", "missing"}));
    const ProgramResult words = m_event->tool(u"import"_s, {m_event->filePath(u"people.csv"_s)});
    QVERIFY(words.output.contains("2 rows were known"));
    QVERIFY(words.output.contains("refused: people.csv, line 4, name: missing"));
}

void TestImport::aListThatIsRefusedAnywhereComesNotAtAll()
{
    m_event->writeFile(
        u"venue.json"_s,
        R"([{"command":"floor.add","fields":{"floor":{"$id":"g"},"name":"G","order":0,"widthMm":5000,"heightMm":5000}},
        {"command":"zone.add","fields":{"zone":{"$id":"z"},"floor":{"$id":"nowhere"},"name":"Z","capacity":5}}])");
    const QByteArray before = verified();
    const ProgramResult result = import({m_event->filePath(u"venue.json"_s)});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("nothing was changed: not_found: venue.json, command 2: zone.add"),
             result.errors.constData());
    QCOMPARE(verified(), before);
}

void TestImport::refused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("nothing that could be a name")
        << QByteArray("colour,size\nred,1\n") << QByteArray("no column is a name");
    QTest::newRow("an empty file") << QByteArray() << QByteArray("no column is a name");
    QTest::newRow("a list that is cut off") << QByteArray("[{\"command\":") << QByteArray("malformed: source");
    QTest::newRow("a quote that is never closed")
        << QByteArray("name\n\"Ana\nBen\n") << QByteArray("malformed: source");
}

void TestImport::refused()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, why);
    m_event->writeFile(u"source"_s, content);
    const ProgramResult result = import({m_event->filePath(u"source"_s)});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains(why), result.errors.constData());
    const ProgramResult missing = import({m_event->filePath(u"nowhere.csv"_s)});
    QCOMPARE(missing.exitCode, 1);
    QVERIFY(missing.errors.contains("nowhere.csv"));
}

void TestImport::aServedDocumentIsLeftAlone()
{
    m_event->writeFile(u"people.csv"_s, people(3));
    QCOMPARE(m_event->serve(), QString());
    const ProgramResult result = import({m_event->filePath(u"people.csv"_s)});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("conflict"), result.errors.constData());
}

void TestImport::killedInTheMiddleItGoesOnAtTheNextStart()
{
    constexpr int kPeople = 6000;
    m_event->writeFile(u"people.csv"_s, people(kPeople));
    const QStringList call =
        QStringList{u"import"_s, m_event->file(), m_event->filePath(u"people.csv"_s)} + m_event->keyOptions();
    const std::int64_t before = entries();
    // Killed while it reads, while it stages, and while it carries out what was decided.
    bool wasDecided = false;
    for (const int mostMs : {20, 60, 120, 200, 300, 400, 500, 700, 1000, 1500, 2000}) {
        QProcess importer;
        importer.start(programPath(u"gatehouse-server"_s), call);
        QVERIFY(importer.waitForStarted());
        (void)importer.waitForFinished(mostMs);
        QVERIFY2(importer.state() == QProcess::Running, "it was done before it could be killed");
        importer.kill();
        importer.waitForFinished();
        const std::int64_t now = entries();
        wasDecided = now > before;
        QVERIFY2(wasDecided || now == before, "half of something undecided");
        if (wasDecided)
            break;
    }
    QVERIFY(wasDecided);
    QVERIFY(entries() < before + 2 * kPeople);
    QCOMPARE(m_event->serve(), QString()); // rolls it forward by itself
    QCOMPARE(m_event->signIn(), QString());
    FindAttendees last;
    last.text = "Ana Ruiz " + std::to_string(kPeople - 1);
    QVERIFY(awaitTrue(
        [&] {
            const auto found = m_event->query(last);
            return found && found->total == 1;
        },
        60'000));
    m_event->terminate();
    QVERIFY(verified().contains("\"good\":true"));
    const ImportReport again = reportOf(import({m_event->filePath(u"people.csv"_s)}));
    QCOMPARE(again.known, std::int64_t{kPeople}); // all, once
    QCOMPARE(again.refusals, std::int64_t{0});
}

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
