// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/sourcetext.h"

#include <QElapsedTimer>
#include <QTest>

using namespace gatehouse;

class TestSourceText : public QObject
{
    Q_OBJECT

private slots:
    void html_data();
    void html();
    void whatLooksLikeHtml_data();
    void whatLooksLikeHtml();
    void encodings_data();
    void encodings();
    void hostileHtmlEnds_data();
    void hostileHtmlEnds();
    void shortened();
    void uuids();
};

void TestSourceText::html_data()
{
    QTest::addColumn<QString>("html");
    QTest::addColumn<QString>("plain");
    QTest::newRow("paragraphs") << "<p>One\n line.</p>\n<p>Two.</p>"
                                << "One line.\n\nTwo.";
    QTest::newRow("a list") << "Bring:<ul><li>a pen</li><li>paper</li></ul>"
                            << "Bring:\n\n- a pen\n- paper";
    QTest::newRow("a link") << "<p>See <a href=\"https://example.org/x\">the page</a>.</p>"
                            << "See the page (https://example.org/x).";
    QTest::newRow("a link that would run") << "<a href=\"javascript:alert(1)\">click</a>"
                                           << "click";
    QTest::newRow("a link that shows itself") << "<a href='https://example.org'>https://example.org</a>"
                                              << "https://example.org";
    QTest::newRow("entities") << "<p>R&amp;D &lt;3 &eacute; caf&#233; &#x1F600; &#xD800;</p>"
                              << QStringLiteral("R&D <3 &eacute; café 😀 &#xD800;");
    QTest::newRow("scripts are left out") << "<p>a<script>alert('</p>')</script>b</p>"
                                          << "ab";
    QTest::newRow("comments are left out") << "a<!-- <p>hidden</p> -->b"
                                           << "ab";
    QTest::newRow("breaks") << "a<br/>b<br>c"
                            << "a\nb\nc";
    QTest::newRow("smaller than") << "<p>a < b and b > a</p>"
                                  << "a < b and b > a";
    QTest::newRow("a tag never closed") << "<p>a <b"
                                        << "a <b";
}

void TestSourceText::html()
{
    QFETCH(QString, html);
    QTEST(QString::fromStdString(plainOfHtml(html.toStdString())), "plain");
}

void TestSourceText::whatLooksLikeHtml_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isHtml");
    QTest::newRow("plain") << "a < b, c > d" << false;
    QTest::newRow("an address in brackets") << "<https://example.org>" << false;
    QTest::newRow("a template of C++") << "vector<int> of p" << false;
    QTest::newRow("a paragraph") << "<p>a" << true;
    QTest::newRow("an upper case break") << "a<BR />b" << true;
}

void TestSourceText::whatLooksLikeHtml()
{
    QFETCH(QString, text);
    QTEST(looksLikeHtml(text.toStdString()), "isHtml");
}

void TestSourceText::encodings_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("UTF-8") << QByteArray("caf\xC3\xA9") << QStringLiteral("café");
    QTest::newRow("UTF-8 with its mark") << QByteArray("\xEF\xBB\xBF"
                                                       "caf\xC3\xA9")
                                         << QStringLiteral("café");
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFE"
                                          "c\0a\0f\0\xE9\0",
                                          10)
                            << QStringLiteral("café");
    QTest::newRow("UTF-16, big end first") << QByteArray("\xFE\xFF"
                                                         "\0c\0a\0f\0\xE9",
                                                         10)
                                           << QStringLiteral("café");
    QTest::newRow("Latin 1 that says so") << QByteArray("<?xml version='1.0' encoding='ISO-8859-1'?>\xE9")
                                          << QStringLiteral("<?xml version='1.0' encoding='ISO-8859-1'?>é");
    QTest::newRow("windows-1252 that does not say so") << QByteArray("\x80 5") << QStringLiteral("€ 5");
}

void TestSourceText::encodings()
{
    QFETCH(QByteArray, bytes);
    const auto text = decodedText({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    QVERIFY(text);
    QTEST(QString::fromStdString(text->utf8), "text");
}

void TestSourceText::hostileHtmlEnds_data()
{
    QTest::addColumn<std::string>("unit");
    for (const char *unit : {"<a", "<script>", "</", "&", "<!--", "<a href=\"", "&#x41;", "<b>", "<li>"})
        QTest::newRow(unit) << std::string(unit);
}

void TestSourceText::hostileHtmlEnds()
{
    QFETCH(std::string, unit);
    std::string html = "<p>";
    while (html.size() < 200'000)
        html += unit;
    QElapsedTimer timer;
    timer.start();
    QVERIFY(plainOfHtml(html).size() <= html.size());
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

void TestSourceText::shortened()
{
    QCOMPARE(shortenedTo("abc", 2, 100), std::string_view("ab"));
    QCOMPARE(shortenedTo("abc", 5, 5), std::string_view("abc"));
    QCOMPARE(shortenedTo("aäb", 3, 2), std::string_view("a")); // not within the ä
    QCOMPARE(shortenedTo("aäb", 3, 3), std::string_view("aä"));
}

void TestSourceText::uuids()
{
    QVERIFY(isUuid(uuidFor("a")));
    QCOMPARE(uuidFor("a"), uuidFor("a"));
    QVERIFY(uuidFor("a") != uuidFor("b"));
    QVERIFY(!isUuid("8079583e-8321-506c-95af-fd2903a5f07"));
    QVERIFY(!isUuid("8079583e-8321-506c-95af-fd2903a5f07g"));
}

QTEST_GUILESS_MAIN(TestSourceText)
#include "tst_sourcetext.moc"
