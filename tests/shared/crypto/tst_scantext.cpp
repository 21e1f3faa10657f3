// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/scantext.h"

#include <QtTest>

using namespace gatehouse;

class TestScanText : public QObject
{
    Q_OBJECT

private slots:
    void normalises_data();
    void normalises();
    void refuses_data();
    void refuses();
};

void TestScanText::normalises_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QByteArray>("clean");
    QTest::newRow("plain code is untouched") << QByteArray("EV1ABC") << QByteArray("EV1ABC");
    QTest::newRow("suffix CR LF") << QByteArray("EV1ABC\r\n") << QByteArray("EV1ABC");
    QTest::newRow("suffix Tab") << QByteArray("EV1ABC\t") << QByteArray("EV1ABC");
    QTest::newRow("line end of the code before") << QByteArray("\nEV1ABC") << QByteArray("EV1ABC");
    QTest::newRow("lower case stays, imported secrets have it") << QByteArray("abCD9+/=") << QByteArray("abCD9+/=");
    QTest::newRow("symbology prefix") << QByteArray("]Q1EV1ABC\r") << QByteArray("EV1ABC");
    QTest::newRow("ECI prefix") << QByteArray("\\000026EV1ABC") << QByteArray("EV1ABC");
    QTest::newRow("both prefixes") << QByteArray("]Q2\\000026EV1ABC") << QByteArray("EV1ABC");
    QTest::newRow("symbology prefix behind control characters")
        << QByteArray("\x1d\x02]Q1EV1ABC\r") << QByteArray("EV1ABC");
    QTest::newRow("control characters within both prefixes") << QByteArray("]\x1bQ1\x1d\\0000\x02"
                                                                           "26EV1ABC")
                                                             << QByteArray("EV1ABC");
    QTest::newRow("suffix behind and before control characters")
        << QByteArray("\x02\nEV1ABC\r\x03") << QByteArray("EV1ABC");
    QTest::newRow("backslash without six digits is content") << QByteArray("\\00026X") << QByteArray("\\00026X");
    QTest::newRow("bracket that is no symbology is content") << QByteArray("]x1ABC") << QByteArray("]x1ABC");
    QTest::newRow("Ctrl+O, ESC, NUL, DEL vanish") << QByteArray("A\x0f"
                                                                "B\x1b"
                                                                "C\0D\x7f",
                                                                8)
                                                  << QByteArray("ABCD");
    QTest::newRow("GS1 separator vanishes") << QByteArray("01\x1d"
                                                          "21")
                                            << QByteArray("0121");
    QTest::newRow("C1 control in UTF-8 vanishes") << QByteArray("A\xc2\x9b"
                                                                "B\xc2\xa0")
                                                  << QByteArray("AB\xc2\xa0");
    QTest::newRow("UTF-8 stays") << QByteArray("Zo\xc3\xab \xf0\x9f\x8e\x9f")
                                 << QByteArray("Zo\xc3\xab \xf0\x9f\x8e\x9f");
    QTest::newRow("SQL is only text") << QByteArray("' OR 1=1--") << QByteArray("' OR 1=1--");
    QTest::newRow("script is only text") << QByteArray("<script>") << QByteArray("<script>");
    QTest::newRow("URL is only text") << QByteArray("https://example.org/?t=1")
                                      << QByteArray("https://example.org/?t=1");
    QTest::newRow("512 characters fit") << QByteArray(512, 'A') << QByteArray(512, 'A');
    QTest::newRow("512 characters of four bytes fit")
        << QByteArray("\xf0\x9f\x8e\x9f").repeated(512) << QByteArray("\xf0\x9f\x8e\x9f").repeated(512);
}

void TestScanText::normalises()
{
    QFETCH(QByteArray, raw);
    QFETCH(QByteArray, clean);
    const auto text = normaliseScan(raw.toStdString());
    QVERIFY(text);
    QCOMPARE(*text, clean.toStdString());
}

void TestScanText::refuses_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("fault");
    QTest::newRow("empty") << QByteArray() << int(Fault::Malformed);
    QTest::newRow("only line ends") << QByteArray("\r\n\t\r\n") << int(Fault::Malformed);
    QTest::newRow("only control characters") << QByteArray("\x1b\x0f\x01") << int(Fault::Malformed);
    QTest::newRow("only a prefix") << QByteArray("]Q1\r\n") << int(Fault::Malformed);
    QTest::newRow("only a prefix behind a control character") << QByteArray("\x1d]Q1\r\n") << int(Fault::Malformed);
    QTest::newRow("not UTF-8") << QByteArray("AB\xff") << int(Fault::Malformed);
    QTest::newRow("cut UTF-8") << QByteArray("AB\xc2") << int(Fault::Malformed);
    QTest::newRow("overlong NUL") << QByteArray("A\xc0\x80") << int(Fault::Malformed);
    QTest::newRow("two codes in one read") << QByteArray("EV1ABC\r\nEV1DEF\r\n") << int(Fault::Invalid);
    QTest::newRow("vCard has lines") << QByteArray("BEGIN:VCARD\nFN:A\nEND:VCARD") << int(Fault::Invalid);
    QTest::newRow("513 characters") << QByteArray(513, 'A') << int(Fault::TooLarge);
    QTest::newRow("4,296 characters") << QByteArray(4296, 'A') << int(Fault::TooLarge);
}

void TestScanText::refuses()
{
    QFETCH(QByteArray, raw);
    QFETCH(int, fault);
    const auto text = normaliseScan(raw.toStdString());
    QVERIFY(!text);
    QCOMPARE(int(text.error().fault), fault);
}

QTEST_GUILESS_MAIN(TestScanText)
#include "tst_scantext.moc"
