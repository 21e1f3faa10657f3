// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ticketing/columns.h"
#include "server/ticketing/csv.h"

#include <QTest>

using namespace gatehouse;

namespace {

using Records = std::vector<std::vector<std::string>>;

Result<Records> read(std::string_view bytes)
{
    const auto text = readCsvText(bytes);
    if (!text)
        return fail(text.error());
    CsvReader reader(text->text, text->delimiter);
    Records records;
    CsvRecord record;
    for (;;) {
        const auto has = reader.next(record);
        if (!has)
            return fail(has.error());
        if (!*has)
            return records;
        records.push_back(record.fields);
    }
}

} // namespace

Q_DECLARE_METATYPE(Records)

class TestCsv : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void spectrum_data();
    void spectrum();
    void refusesWhatIsTooMuch();
    void knowsTheEncoding();
    void tellsLines();
    void prices_data();
    void prices();
    void columnsOfSeveralLanguages();
    void namesAreJoinedAsTheirScriptDoes();
};

void TestCsv::reads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Records>("records");
    const auto row = [](const char *name, const char *text, const Records &records) {
        QTest::newRow(name) << QByteArray(text) << records;
    };
    row("semicolons", "a;b\r\n1;2\r\n", {{"a", "b"}, {"1", "2"}});
    row("tabs", "a\tb\n1\t2", {{"a", "b"}, {"1", "2"}});
    row("bars", "a|b\n1|2", {{"a", "b"}, {"1", "2"}});
    row("a delimiter within quotes does not count", "\"a;;;\",b\n1,2", {{"a;;;", "b"}, {"1", "2"}});
    row("a byte order mark", "\xEF\xBB\xBF\"a\",b\n", {{"a", "b"}});
    row("bare carriage returns", "a,b\r1,2\r", {{"a", "b"}, {"1", "2"}});
    row("blank lines at the end", "a,b\n1,2\n\n\r\n\n", {{"a", "b"}, {"1", "2"}});
    row("a quote within an unquoted field", "a,b\n5\" pipe,2", {{"a", "b"}, {"5\" pipe", "2"}});
    row("text behind a closing quote", "a,b\n\"x\"y,2", {{"a", "b"}, {"xy", "2"}});
    row("an empty last field", "a,b\n1,", {{"a", "b"}, {"1", ""}});
    row("rows of other lengths", "a,b\n1\n1,2,3", {{"a", "b"}, {"1"}, {"1", "2", "3"}});
    row("nothing", "", {});
    row("line breaks only", "\n\r\n\n", {});
}

void TestCsv::reads()
{
    QFETCH(QByteArray, text);
    QFETCH(Records, records);
    const auto got = read(text.toStdString());
    QVERIFY(got);
    QVERIFY(*got == records);
}

void TestCsv::spectrum_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/../shared/data/csv"));
    for (const QString &name : folder.entryList({QStringLiteral("*.csv")}))
        QTest::newRow(qPrintable(name)) << folder.filePath(name);
    if (folder.entryList({QStringLiteral("*.csv")}).isEmpty())
        QTest::newRow("absent") << QString();
}

void TestCsv::spectrum()
{
    QFETCH(QString, path);
    if (path.isEmpty())
        QSKIP("shared/data/csv is not there");
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto got = read(file.readAll().toStdString());
    QVERIFY(got);
    QFile expectedFile(QString(path).replace(QStringLiteral(".csv"), QStringLiteral(".expected.json")));
    QVERIFY(expectedFile.open(QIODevice::ReadOnly));
    const QJsonDocument expected = QJsonDocument::fromJson(expectedFile.readAll());
    if (!expected.isArray())
        QSKIP("its expected records are those of another file");
    QCOMPARE(static_cast<qsizetype>(got->size()), expected.array().size() + 1);
    const bool isCrLf = path.contains(QStringLiteral("newlines_crlf"));
    for (std::size_t row = 1; row < got->size(); ++row) {
        const QJsonObject object = expected.array().at(static_cast<qsizetype>(row) - 1).toObject();
        for (std::size_t column = 0; column < got->front().size(); ++column) {
            QString value = object.value(QString::fromStdString(got->front()[column])).toString();
            if (isCrLf)
                value.replace(QStringLiteral("\r\n"), QStringLiteral("\n")); // the stored file has lost them
            QCOMPARE(QString::fromStdString(got->at(row).at(column)), value);
        }
    }
}

void TestCsv::refusesWhatIsTooMuch()
{
    QCOMPARE(read("a,b\n\"never closed,2").error().fault, Fault::Malformed);
    QCOMPARE(read("a,b\n" + std::string(kMaxCsvRecord + 2, 'x')).error().fault, Fault::TooLarge);
    QCOMPARE(read("a,b\n\"" + std::string(kMaxCsvRecord + 2, 'x')).error().fault, Fault::TooLarge);
    QCOMPARE(read(std::string(kMaxCsvColumns + 1, ',')).error().fault, Fault::TooLarge);
    QCOMPARE(read(std::string_view("a\0b", 3)).error().fault, Fault::Malformed);
    std::string rows = "a\n";
    for (std::size_t row = 0; row <= kMaxCsvRows; ++row)
        rows += "1\n";
    QCOMPARE(read(rows).error().fault, Fault::TooLarge);
}

void TestCsv::knowsTheEncoding()
{
    const auto latin = readCsvText("M\xFCller;\x80\n");
    QCOMPARE(latin->encoding, std::string("windows-1252"));
    QCOMPARE(latin->text, std::string("Müller;€\n"));
    const auto wide = readCsvText(std::string_view("\xFF\xFE"
                                                   "a\0,\0\xFC\0",
                                                   8));
    QCOMPARE(wide->encoding, std::string("utf-16"));
    QCOMPARE(wide->text, std::string("a,ü"));
}

void TestCsv::tellsLines()
{
    CsvReader reader("a,b\r\n\"x\r\ny\",2\r\n\r\n3,4\r\n", ',');
    CsvRecord record;
    std::vector<std::size_t> lines;
    while (*reader.next(record))
        lines.push_back(record.line);
    QCOMPARE(lines, (std::vector<std::size_t>{1, 2, 5}));
}

void TestCsv::prices_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("minor");
    QTest::addColumn<QByteArray>("currency");
    const auto row = [](const char *text, int minor, const char *currency = "XXX") {
        QTest::newRow(text) << QByteArray(text) << minor << QByteArray(currency);
    };
    row("$129.00", 12900, "USD");
    row("129,00", 12900);
    row("129,00 €", 12900, "EUR");
    row("1.290,00", 129000);
    row("1,290.50", 129050);
    row("1,290", 129000);
    row("0", 0);
    row("£5", 500, "GBP");
    row("CHF 1'000.00", 100000, "CHF");
    row("free", -1);
    row("", -1);
    row("-5.00", -1);
    row("99999999999999999999", -1);
}

void TestCsv::prices()
{
    QFETCH(QByteArray, text);
    QFETCH(int, minor);
    QFETCH(QByteArray, currency);
    const auto price = readPrice(text.toStdString());
    QCOMPARE(price ? static_cast<int>(price->money.minor) : -1, minor);
    if (price)
        QCOMPARE(QByteArray::fromStdString(std::string(price->money.code())), currency);
}

void TestCsv::columnsOfSeveralLanguages()
{
    const ColumnMap german = mapColumns({"Nachname", "Vorname", "E-Mail", "Ticketart", "Schuhgröße"});
    QVERIFY(german.has(Column::Family) && german.has(Column::Given) && german.has(Column::Mail)
            && german.has(Column::Product));
    QCOMPARE(german.ignored, std::vector<std::string>{"Schuhgröße"});
    const ColumnMap marketplace = mapColumns({"Order #", "Attendee #", "Barcode", "Attendee Status"});
    QVERIFY(marketplace.has(Column::Order) && marketplace.has(Column::Code) && marketplace.has(Column::Status));
    QVERIFY(!marketplace.has(Column::Name)); // a number of an attendee is not the name
    QVERIFY(mapColumns({"Attendee name: Given name", "PRÉNOM"}).has(Column::Given));
}

void TestCsv::namesAreJoinedAsTheirScriptDoes()
{
    QCOMPARE(joinedName("Sophia", "Huber"), std::string("Sophia Huber"));
    QCOMPARE(joinedName("小明", "王"), std::string("王小明"));
    QCOMPARE(joinedName("", "Huber"), std::string("Huber"));
    QCOMPARE(joinedName("محمد", "الحسن"), std::string("محمد الحسن"));
}

QTEST_GUILESS_MAIN(TestCsv)
#include "tst_csv.moc"
