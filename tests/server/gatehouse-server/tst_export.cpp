// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/imports/imports.h"
#include "shared/model/json.h"
#include "tests/support/programs.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

ImportReport reportOf(const ProgramResult &result)
{
    const auto report = fromJson<ImportReport>(result.output.toStdString(), Strictness::Replica);
    return report ? *report : ImportReport{.refusals = -1};
}

QByteArray schedule(const QByteArray &title)
{
    return "<schedule><conference><acronym>test</acronym></conference><day date=\"2026-08-01\"><room name=\"Hall\">\n"
           "<event id=\"1\" guid=\"8079583e-8321-506c-95af-fd2903a5f075\"><title>"
        + title
        + "</title><date>2026-08-01T10:00:00+02:00</date><duration>1:00</duration></event></room></day></schedule>";
}

} // namespace

/// gatehouse-server export, and import of the same formats, as people and scripts call them.
class TestExport : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyFormat();
    void attendeesComeBack();
    void refused_data();
    void refused();
    void reimportsTellWhatChanged();
    void aFolderOfFloorPlans();
    void servedItIsGivenToEveryone();

private:
    [[nodiscard]] ProgramResult tool(const QString &verb, const QStringList &arguments)
    {
        return m_event->tool(verb, arguments + QStringList{u"--json"_s});
    }
    [[nodiscard]] QByteArray written(const QString &name)
    {
        QFile file(m_event->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    std::unique_ptr<ServedEvent> m_event;
};

void TestExport::init()
{
    m_event = std::make_unique<ServedEvent>();
    QCOMPARE(m_event->create({}), QString());
}

void TestExport::everyFormat()
{
    m_event->writeFile(u"in.xml"_s, schedule("One"));
    QCOMPARE(reportOf(tool(u"import"_s, {m_event->filePath(u"in.xml"_s)})).sessions, 1);
    const ProgramResult result = tool(u"export"_s,
                                      {u"--schedule-xml"_s, m_event->filePath(u"a.xml"_s), u"--schedule-json"_s,
                                       m_event->filePath(u"a.json"_s), u"--ical"_s, m_event->filePath(u"a.ics"_s)});
    QCOMPARE(result.exitCode, 0);
    const auto report = parseJson(result.output.trimmed().toStdString());
    QVERIFY(report && report->find("files")->elements.size() == 3);
    QVERIFY(written(u"a.xml"_s).contains("<title>One</title>"));
    QVERIFY(written(u"a.json"_s).contains("\"title\":\"One\""));
    QVERIFY(written(u"a.ics"_s).contains("SUMMARY:One\r\n"));
    for (const QString &name : {u"a.xml"_s, u"a.json"_s, u"a.ics"_s}) {
        const ImportReport again = reportOf(tool(u"import"_s, {m_event->filePath(name)}));
        QCOMPARE(again.sessions + again.updates + again.keeps + again.missing + again.refusals, 0);
    }
}

void TestExport::attendeesComeBack()
{
    m_event->writeFile(
        u"people.csv"_s,
        "order,pos,name,email,phone,ttype,secret\nR1,1,\"=HYPERLINK(\"\"x\"\")\",a@example.org,+49 30 1,Day,aaaa1111\n"
        "R1,2,\"Müller, \"\"Ana\"\"\",,,Day,bbbb2222\n");
    QCOMPARE(reportOf(tool(u"import"_s, {m_event->filePath(u"people.csv"_s)})).tickets, 2);
    QCOMPARE(tool(u"export"_s,
                  {u"--csv"_s, m_event->filePath(u"out.csv"_s), u"--csv-bom"_s, m_event->filePath(u"bom.csv"_s)})
                 .exitCode,
             0);
    const QByteArray csv = written(u"out.csv"_s);
    QVERIFY2(csv.contains(",\"'=HYPERLINK(\"\"x\"\")\","), csv.constData());
    QVERIFY2(csv.contains(",\"'+49 30 1\","), csv.constData());
    QCOMPARE(written(u"bom.csv"_s), "\xEF\xBB\xBF" + csv);
    ServedEvent other;
    QCOMPARE(other.create({}), QString());
    other.writeFile(u"in.csv"_s, written(u"bom.csv"_s));
    const ImportReport report = reportOf(other.tool(u"import"_s, {other.filePath(u"in.csv"_s), u"--json"_s}));
    QCOMPARE(report.tickets, 2);
    QCOMPARE(report.refusals, 0);
    QCOMPARE(other.tool(u"export"_s, {u"--csv"_s, other.filePath(u"out.csv"_s)}).exitCode, 0);
    QFile file(other.filePath(u"out.csv"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), csv); // names and telephone numbers as they were
}

void TestExport::refused_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("nothing wanted") << u"export"_s << QStringList() << 2;
    QTest::newRow("an unknown format") << u"export"_s << QStringList{u"--pdf"_s, u"x"_s} << 2;
    QTest::newRow("no such folder") << u"export"_s << QStringList{u"--ical"_s, u"/nowhere/a.ics"_s} << 1;
    QTest::newRow("an unknown fate") << u"import"_s << QStringList{u"x.xml"_s, u"--vanished"_s, u"burn"_s} << 2;
}

void TestExport::refused()
{
    QFETCH(QString, verb);
    QFETCH(QStringList, arguments);
    const ProgramResult result = m_event->tool(verb, arguments);
    QTEST(result.exitCode, "exitCode");
    QVERIFY(!result.errors.isEmpty());
}

void TestExport::reimportsTellWhatChanged()
{
    m_event->writeFile(u"in.xml"_s, schedule("One"));
    QCOMPARE(tool(u"import"_s, {m_event->filePath(u"in.xml"_s)}).exitCode, 0);
    m_event->writeFile(u"in.xml"_s, schedule("Two"));
    const QByteArray words = m_event->tool(u"import"_s, {m_event->filePath(u"in.xml"_s), u"--dry-run"_s}).output;
    QVERIFY2(words.contains("Would import nothing new; 1 values changed"), words.constData());
    QVERIFY2(words.contains("changed: in.xml, line 2, event 1: \"One\": title: \"One\" \xE2\x86\x92 \"Two\""),
             words.constData());
    QCOMPARE(reportOf(tool(u"import"_s, {m_event->filePath(u"in.xml"_s)})).updates, 1);
    m_event->writeFile(u"in.xml"_s, "<schedule><conference><acronym>test</acronym></conference><day/></schedule>");
    const ImportReport report =
        reportOf(tool(u"import"_s, {m_event->filePath(u"in.xml"_s), u"--vanished"_s, u"cancel"_s}));
    QCOMPARE(report.missing, 1);
    QCOMPARE(tool(u"export"_s, {u"--ical"_s, m_event->filePath(u"a.ics"_s)}).exitCode, 0);
    QVERIFY(written(u"a.ics"_s).contains("STATUS:CANCELLED\r\nSUMMARY:Two"));
    const ProgramResult verified = m_event->tool(u"verify"_s, {u"--json"_s});
    QVERIFY(verified.output.contains("\"good\":true"));
}

void TestExport::aFolderOfFloorPlans()
{
    const QString folder = qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/../shared/data/venue/imdf"_s;
    if (!QFile::exists(folder))
        QSKIP("shared/data/venue is not there");
    const ImportReport report = reportOf(tool(u"import"_s, {folder}));
    QCOMPARE(report.levels, 4);
    QCOMPARE(report.units, 289);
    QCOMPARE(report.spaces, 99); // 74 rooms, 18 named by what they offer, 5 marks of that, 2 occupants
}

void TestExport::servedItIsGivenToEveryone()
{
    m_event->writeFile(u"in.xml"_s, schedule("One"));
    QCOMPARE(tool(u"import"_s, {m_event->filePath(u"in.xml"_s)}).exitCode, 0);
    QCOMPARE(m_event->serve(), QString());
    QNetworkAccessManager web;
    const auto get = [&](const QByteArray &name, const QByteArray &tag) {
        QNetworkRequest request(QUrl(m_event->httpAddress() + QString::fromLatin1(name)));
        if (!tag.isEmpty())
            request.setRawHeader("If-None-Match", tag);
        std::unique_ptr<QNetworkReply> reply(web.get(request));
        (void)awaitTrue([&] { return reply->isFinished(); });
        return reply;
    };
    const auto xml = get("schedule.xml", {});
    QCOMPARE(xml->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    QVERIFY(xml->readAll().contains("<title>One</title>"));
    QVERIFY(xml->rawHeader("Content-Type").startsWith("application/xml"));
    const auto calendar = get("calendar.ics", {});
    QVERIFY(calendar->readAll().contains("SUMMARY:One"));
    QVERIFY(calendar->rawHeader("Content-Type").startsWith("text/calendar"));
    const QByteArray tag = calendar->rawHeader("ETag");
    QVERIFY(!tag.isEmpty());
    QCOMPARE(get("calendar.ics", tag)->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 304);
    // Also while it is served, a tool may write the files.
    QCOMPARE(tool(u"export"_s, {u"--schedule-xml"_s, m_event->filePath(u"a.xml"_s)}).exitCode, 0);
    QVERIFY(written(u"a.xml"_s).contains("<title>One</title>"));
}

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
