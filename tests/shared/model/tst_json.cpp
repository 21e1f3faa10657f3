// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/json.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace gatehouse;

namespace {

struct Counted {
    std::int64_t number = 0;
    static constexpr Field fields[] = {field<&Counted::number>("number")};
};

} // namespace

class TestJson : public QObject
{
    Q_OBJECT

private slots:
    void texts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("all kinds") << QByteArray(R"( {"a":[1,-2.5e3,true,false,null,"\u00e9\ud83c\udf9f\n"]} )")
                                   << true;
        QTest::newRow("a name twice") << QByteArray(R"({"role":1,"role":2})") << false;
        QTest::newRow("half a surrogate pair") << QByteArray(R"("\ud800")") << false;
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf{}") << false;
        QTest::newRow("after the value") << QByteArray("{} x") << false;
        QTest::newRow("nothing") << QByteArray() << false;
        QTest::newRow("nested 31 deep") << QByteArray(31, '[') + QByteArray(31, ']') << true;
        QTest::newRow("nested 33 deep") << QByteArray(33, '[') + QByteArray(33, ']') << false;
        QTest::newRow("nested 100,000 deep") << QByteArray(100'000, '[') << false;
        QTest::newRow("not UTF-8") << QByteArray("\"\xff\"") << false;
        QByteArray many = "{";
        for (int index = 0; index < 1100; ++index)
            many += (index ? ",\"n" : "\"n") + QByteArray::number(index) + "\":0";
        QTest::newRow("1,100 names") << many + "}" << false;
    }
    void texts()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isGood);
        QCOMPARE(parseJson(text.toStdString()).has_value(), isGood);
    }

    void integersAreExact()
    {
        QCOMPARE(parseJson("9007199254740991")->integer(), std::optional<std::int64_t>(9007199254740991));
        QVERIFY(!parseJson("9007199254740993")->integer());
        QVERIFY(!parseJson("1e3")->integer());
        QVERIFY(!parseJson("1.0")->integer());
        QVERIFY(!parseJson("-0")->integer());
        QVERIFY(!parseJson("\"1\"")->integer());
        QVERIFY(!parseJson("true")->integer());
    }

    void widerIntegersTravelAsText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isGood");
        const auto row = [](const char *name, const char *value, bool isGood) {
            QTest::newRow(name) << QByteArray(R"({"number":)") + value + "}" << isGood;
        };
        row("the largest number", "9007199254740991", true);
        row("one more as a number", "9007199254740992", false);
        row("one more as text", "\"9007199254740992\"", true);
        row("the least of all", "\"-9223372036854775808\"", true);
        row("beyond 64 bits", "\"9223372036854775808\"", false);
        row("a small number as text", "\"5\"", false);
        row("with a nought before it", "\"09007199254740992\"", false);
        row("with a space", "\" 9007199254740992\"", false);
        row("no number", "\"many\"", false);
    }
    void widerIntegersTravelAsText()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isGood);
        const auto read = fromJson<Counted>(text.toStdString());
        QCOMPARE(read.has_value(), isGood);
        if (read)
            QCOMPARE(json(*read), text.toStdString());
    }

    void stringsCannotEndAScript()
    {
        std::string out;
        writeJsonString(out, "</script>&\"\\\n\x01");
        const std::string wanted = "\"\\u003c/script\\u003e\\u0026\\\"\\\\\\n\\u0001\"";
        QCOMPARE(out, wanted);
    }

    /// The public test suite: what must be refused is refused, what must parse parses (duplicate names aside, which we
    /// refuse).
    void testSuite()
    {
        QDir folder(qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/../shared/data/json"));
        const auto files = folder.entryInfoList({QStringLiteral("*.json")}, QDir::Files);
        if (files.isEmpty())
            QSKIP("the JSON test suite is not beside the project");
        for (const QFileInfo &info : files) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const bool isGood = parseJson(file.readAll().toStdString()).has_value();
            const bool isWanted =
                info.fileName().startsWith(QLatin1Char('y')) && !info.fileName().contains(QLatin1String("duplicated"));
            QVERIFY2(isGood == isWanted, qPrintable(info.fileName()));
        }
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
