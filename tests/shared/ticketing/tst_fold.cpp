// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/id.h"
#include "shared/ticketing/fold.h"

#include <QTest>

using namespace gatehouse;

class TestFold : public QObject
{
    Q_OBJECT

private slots:
    void same_data();
    void same();
    void aBeginningStaysABeginning();
    void indexes_data();
    void indexes();
    void survivesAnything();
    void tableIsSorted();
};

void TestFold::same_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    const auto row = [](const char *name, const char *one, const char *other) {
        QTest::newRow(name) << QByteArray(one) << QByteArray(other);
    };
    row("umlaut and plain", "Müller", "muller");
    row("umlaut and two letters", "Müller", "MUELLER");
    row("two letters and plain", "Mueller", "Muller");
    row("composed and decomposed", "Mu\xCC\x88ller", "Müller");
    row("sharp s", "Weiß", "weiss");
    row("capital sharp s", "WEIẞ", "weiss");
    row("stroke", "Łódź", "lodz");
    row("o with stroke", "Sørensen", "sorensen");
    row("o with stroke in two letters", "Sørensen", "Soerensen");
    row("a with ring in two letters", "Ångström", "Aangstroem");
    row("ligature", "Æsop", "aesop");
    row("Vietnamese", "Nguyễn Thị Hường", "nguyen thi huong");
    row("Vietnamese, decomposed", "Nguye\xCC\x82\xCC\x83n", "nguyen");
    row("Turkish dotted capital", "İbrahim", "ibrahim");
    row("Turkish dotless small", "Işık", "isik");
    row("Icelandic", "Þór Guðmundsson", "thor gudmundsson");
    row("Czech", "Dvořák Žižka", "dvorak zizka");
    row("Romanian", "Ștefan Țepeș", "stefan tepes");
    row("Greek with accent and final sigma", "Γιώργος", "ΓΙΩΡΓΟΣ");
    row("Cyrillic", "Фёдор", "ФЕДОР");
    row("Armenian capitals", "ԱՐԱՄ", "արամ");
    row("Hebrew with points", "שָׁלוֹם", "שלום");
    row("Hebrew final letter", "אברהם", "אברהמ");
    row("Arabic with signs", "مُحَمَّد", "محمد");
    row("Arabic alef forms", "أحمد", "احمد");
    row("Persian keyboard", "علی", "علي");
    row("katakana and hiragana", "タナカ", "たなか");
    row("half-width katakana with voicing", "ｶﾞ", "が");
    row("full-width Latin", "Ｔａｎａｋａ", "tanaka");
    row("Hangul, decomposed", "\xE1\x84\x80\xE1\x85\xB5\xE1\x86\xB7", "김");
    row("joiners and direction marks",
        "\xE2\x80\x8F"
        "An"
        "\xE2\x80\x8D"
        "na",
        "anna");
    row("spaces and commas", "  Huber,\tSophia ", "huber sophia");
}

void TestFold::same()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QCOMPARE(QByteArray::fromStdString(folded(one.toStdString())),
             QByteArray::fromStdString(folded(other.toStdString())));
    QVERIFY(!folded(one.toStdString()).empty());
}

void TestFold::aBeginningStaysABeginning()
{
    for (const std::string name : {"Mueller", "Michael", "Aaron", "Joel", "Uwe", "Oelaae"}) {
        const std::string whole = folded(name);
        for (std::size_t length = 1; length <= name.size(); ++length)
            QVERIFY2(whole.rfind(folded(name.substr(0, length)), 0) == 0, name.c_str());
    }
}

void TestFold::indexes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("word");
    const auto row = [](const char *name, const char *text, const char *word) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(word);
    };
    row("apostrophe apart", "O'Brien", "brien");
    row("apostrophe in one piece", "O’Brien", "obrien");
    row("hyphen in one piece", "Jean-Luc", "jeanluc");
    row("the middle of a Han name", "王小明", "小明");
    row("the last letter of a Han name", "王小明", "明");
    row("Thai without spaces", "สมชาย", "ชาย");
    row("Han beside Latin", "株式会社Sample", "sample");
    row("Arabic without its article", "الحسن", "حسن");
    row("order code with a hyphen", "AB-12", "ab12");
}

void TestFold::indexes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, word);
    const auto words = indexWords(text.toStdString());
    QVERIFY(std::find(words.begin(), words.end(), word.toStdString()) != words.end());
}

void TestFold::survivesAnything()
{
    SeededRandom random(3);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(random.below(40), '\0');
        random.fill(bytes.data(), bytes.size());
        (void)indexWords(bytes);
    }
    QVERIFY(indexWords("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7").size() == 1); // a family is one word
    QVERIFY(foldedWords(" ,.-'").empty());
    QVERIFY(foldedWords("").empty());
}

void TestFold::tableIsSorted()
{
    for (std::size_t at = 1; at < detail::kFoldTableSize; ++at)
        QVERIFY(detail::kFoldTable[at - 1].from < detail::kFoldTable[at].from);
}

QTEST_GUILESS_MAIN(TestFold)
#include "tst_fold.moc"
