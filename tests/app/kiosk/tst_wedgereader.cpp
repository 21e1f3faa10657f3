// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/kiosk/kioskface.h"
#include "app/kiosk/wedgereader.h"
#include "shared/crypto/random.h"
#include "shared/crypto/ticketcode.h"

#include <QLineEdit>
#include <QShortcut>
#include <QSignalSpy>
#include <QWindow>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A line edit with shortcuts that must never fire, and keys with the time that the test wants.
class Typist
{
public:
    Typist()
        : m_open(QKeySequence(u"Ctrl+O"_s), &m_edit), m_escape(QKeySequence(Qt::Key_Escape), &m_edit),
          m_opened(&m_open, &QShortcut::activated), m_escaped(&m_escape, &QShortcut::activated)
    {
        m_edit.show();
        m_edit.activateWindow();
        m_edit.setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&m_edit));
    }

    void press(int key, const QString &text = {}, Qt::KeyboardModifiers modifiers = {}, quint64 afterMs = 5)
    {
        m_nowMs += afterMs;
        QKeyEvent over(QEvent::ShortcutOverride, key, modifiers, text);
        over.setTimestamp(m_nowMs);
        QCoreApplication::sendEvent(m_edit.windowHandle(), &over);
        QKeyEvent down(QEvent::KeyPress, key, modifiers, text);
        down.setTimestamp(m_nowMs);
        QCoreApplication::sendEvent(m_edit.windowHandle(), &down);
        QKeyEvent up(QEvent::KeyRelease, key, modifiers, text);
        up.setTimestamp(m_nowMs);
        QCoreApplication::sendEvent(m_edit.windowHandle(), &up);
    }

    /// As a scanner types bytes: control characters as Control with a letter.
    void type(const QString &text, quint64 gapMs = 5)
    {
        for (const QChar character : text) {
            if (character == u'\r' || character == u'\n')
                press(Qt::Key_Return, u"\r"_s, {}, gapMs);
            else if (character == u'\t')
                press(Qt::Key_Tab, u"\t"_s, {}, gapMs);
            else if (character == u'\x1b')
                press(Qt::Key_Escape, u"\x1b"_s, {}, gapMs);
            else if (character < u' ')
                press(Qt::Key_A + character.unicode() - 1, character, Qt::ControlModifier, gapMs);
            else
                press(character.toUpper().unicode(), character,
                      character.isUpper() ? Qt::ShiftModifier : Qt::NoModifier, gapMs);
        }
    }

    QLineEdit m_edit;
    QShortcut m_open;
    QShortcut m_escape;
    QSignalSpy m_opened;
    QSignalSpy m_escaped;
    quint64 m_nowMs = 1000;
};

QString signedTicket()
{
    SecureRandom random;
    TicketCode code;
    code.serial = 4711;
    return QString::fromStdString(signTicket(code, SigningKey::make(random)));
}

} // namespace

class TestWedgeReader : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { initialiseCrypto(); }
    void codesFromBytes_data();
    void codesFromBytes();
    void silenceEndsACode();
    void tooSlowIsNobodysCode();
    void aLongStallBetweenKeysIsTwoCodes();
    void boundIsKept();
    void prefixAndSuffixAreTakenAway();
    void capsLockIsPutRight();
    void controlsNeverAct();
    void realTypingIsHandedOn();
    void aBurstOnThePadIsNotTyped();
};

void TestWedgeReader::codesFromBytes_data()
{
    QTest::addColumn<QString>("bytes");
    QTest::addColumn<QStringList>("codes");
    QTest::newRow("ends by Enter") << u"ABCD-1\r"_s << QStringList{u"ABCD-1"_s};
    QTest::newRow("ends by Tab") << u"ABCD-1\t"_s << QStringList{u"ABCD-1"_s};
    QTest::newRow("ends by CR and LF") << u"ABCD-1\r\n"_s << QStringList{u"ABCD-1"_s};
    QTest::newRow("two codes in one burst are two")
        << u"FIRST-1\rSECOND-2\r"_s << QStringList{u"FIRST-1"_s, u"SECOND-2"_s};
    QTest::newRow("too short") << u"ABC\r"_s << QStringList{};
    QTest::newRow("nothing but Enter") << u"\r\r\r"_s << QStringList{};
    QTest::newRow("Ctrl+O, Escape and Ctrl+C within") << u"AB\u000fCD\u001bEF\u0003G\r"_s << QStringList{u"ABCDEFG"_s};
    QTest::newRow("quotes and tags are text") << u"' OR 1=1--<script>\r"_s << QStringList{u"' OR 1=1--<script>"_s};
    QTest::newRow("other scripts") << u"Übergang-Ж7\r"_s << QStringList{u"Übergang-Ж7"_s};
    QTest::newRow("a letter case of another system stays") << u"abcd-1\r"_s << QStringList{u"abcd-1"_s};
    QStringList fifty;
    for (int count = 0; count < 50; ++count)
        fifty << u"SAME-1"_s;
    QTest::newRow("the same fifty times is left to the lane") << u"SAME-1\r"_s.repeated(50) << fifty;
}

void TestWedgeReader::codesFromBytes()
{
    QFETCH(QString, bytes);
    QFETCH(QStringList, codes);
    Typist typist;
    WedgeReader reader;
    QStringList read;
    connect(&reader, &WedgeReader::codeRead, this, [&](const QString &code) { read << code; });
    typist.type(bytes);
    QCOMPARE(read, codes);
    QVERIFY(typist.m_edit.text().isEmpty());
    QCOMPARE(typist.m_opened.size() + typist.m_escaped.size(), 0);
}

void TestWedgeReader::silenceEndsACode()
{
    Typist typist;
    WedgeSettings settings;
    settings.endMs = 30;
    WedgeReader reader(settings);
    QSignalSpy codes(&reader, &WedgeReader::codeRead);
    typist.type(u"ABCD-1"_s);
    QCOMPARE(codes.size(), 0);
    QTRY_COMPARE(codes.size(), 1);
    QCOMPARE(codes.first().first().toString(), u"ABCD-1"_s);
}

void TestWedgeReader::tooSlowIsNobodysCode()
{
    Typist typist;
    WedgeReader reader;
    QSignalSpy codes(&reader, &WedgeReader::codeRead);
    typist.type(u"ABCDEFGH\r"_s, 101);
    QCOMPARE(codes.size(), 0);
    QVERIFY(typist.m_edit.text().isEmpty()); // and no visitor types into a page without a pad
    typist.type(u"ABCDEFGH\r"_s, 100);
    QCOMPARE(codes.size(), 1);
}

void TestWedgeReader::aLongStallBetweenKeysIsTwoCodes()
{
    Typist typist;
    WedgeReader reader;
    QSignalSpy codes(&reader, &WedgeReader::codeRead);
    typist.type(u"FIRST-1"_s);
    typist.press(Qt::Key_S, u"S"_s, Qt::ShiftModifier, 400);
    typist.type(u"ECOND-2\r"_s);
    QCOMPARE(codes.size(), 2);
    QCOMPARE(codes.last().first().toString(), u"SECOND-2"_s);
}

void TestWedgeReader::boundIsKept()
{
    Typist typist;
    WedgeReader reader;
    QSignalSpy codes(&reader, &WedgeReader::codeRead);
    typist.type(QString(4296, u'A') + u'\r', 1);
    QCOMPARE(codes.size(), 1);
    const QString code = codes.first().first().toString();
    QCOMPARE(code.size(), qsizetype(kMaxScan) + 1);
    QVERIFY(!normaliseScan(code.toStdString())); // and is refused as too long, not taken for its beginning
    codes.clear();
    typist.type(QString(kMaxScan, u'A') + u'\r', 1);
    QVERIFY(normaliseScan(codes.first().first().toString().toStdString()));
}

void TestWedgeReader::prefixAndSuffixAreTakenAway()
{
    Typist typist;
    WedgeSettings settings;
    settings.prefix = u"~"_s;
    settings.suffix = u"#"_s;
    WedgeReader reader(settings);
    QSignalSpy codes(&reader, &WedgeReader::codeRead);
    typist.type(u"~ABCD-1#\rEFGH-2\r"_s);
    QCOMPARE(codes.size(), 2);
    QCOMPARE(codes.first().first().toString(), u"ABCD-1"_s);
    QCOMPARE(codes.last().first().toString(), u"EFGH-2"_s);
}

void TestWedgeReader::capsLockIsPutRight()
{
    Typist typist;
    WedgeReader reader;
    QSignalSpy codes(&reader, &WedgeReader::codeRead);
    const QString ticket = signedTicket();
    typist.type(ticket.toLower() + u'\r' + u"]q1"_s + ticket.toLower() + u'\r' + ticket + u'\r');
    QCOMPARE(codes.size(), 3);
    for (const auto &code : codes)
        QCOMPARE(code.first().toString(), ticket);
    QCOMPARE(WedgeReader::withoutCapsLock(u"ev1abc"_s), u"ev1abc"_s); // not one of ours
}

void TestWedgeReader::controlsNeverAct()
{
    Typist typist;
    WedgeReader reader;
    for (const bool isTyping : {false, true}) {
        reader.setTyping(isTyping);
        typist.press(Qt::Key_O, u"\x0f"_s, Qt::ControlModifier, 300);
        typist.press(Qt::Key_F4, {}, Qt::AltModifier, 300);
        typist.press(Qt::Key_R, u"r"_s, Qt::MetaModifier, 300);
        typist.press(Qt::Key_F11, {}, {}, 300);
        typist.press(Qt::Key_V, u"\x16"_s, Qt::ControlModifier, 300);
        typist.press(Qt::Key_P, u"\x10"_s, Qt::ControlModifier, 300);
    }
    QCOMPARE(typist.m_opened.size(), 0);
    QVERIFY(typist.m_edit.isVisible());
    QVERIFY(typist.m_edit.text().isEmpty());
}

void TestWedgeReader::realTypingIsHandedOn()
{
    Typist typist;
    WedgeReader reader;
    reader.setTyping(true);
    QSignalSpy codes(&reader, &WedgeReader::codeRead);
    QSignalSpy entered(&typist.m_edit, &QLineEdit::returnPressed);
    typist.type(u"AB"_s, 150);
    QTRY_COMPARE(typist.m_edit.text(), u"AB"_s); // the last key is held for one gap
    typist.type(u"7"_s, 150);
    typist.press(Qt::Key_Backspace, u"\b"_s, {}, 150);
    typist.type(u"c"_s, 150);
    typist.type(u"\r"_s, 150);
    QTRY_COMPARE(entered.size(), 1);
    QCOMPARE(typist.m_edit.text(), u"ABc"_s);
    QCOMPARE(codes.size(), 0);
}

void TestWedgeReader::aBurstOnThePadIsNotTyped()
{
    Typist typist;
    WedgeReader reader;
    reader.setTyping(true);
    QSignalSpy codes(&reader, &WedgeReader::codeRead);
    typist.type(u"A\u001bBC\u000fD-1\r"_s);
    QCOMPARE(codes.size(), 1);
    QCOMPARE(codes.first().first().toString(), u"ABCD-1"_s);
    QVERIFY(typist.m_edit.text().isEmpty());
    QCOMPARE(typist.m_escaped.size() + typist.m_opened.size(), 0);
}

QTEST_MAIN(TestWedgeReader)
#include "tst_wedgereader.moc"
