// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/staffcode.h"
#include "shared/crypto/random.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;
using Judgement = StaffCode::Judgement;

class TestStaffCode : public QObject
{
    Q_OBJECT

private slots:
    void fourToTwelveDigitsAreACode_data();
    void fourToTwelveDigitsAreACode();
    void aRightCodeIsTakenAndAWrongOneIsNot();
    void whoGuessesIsHeldUp();
    void withoutACodeNobodyIsStaff();
    void itComesFromTheFirstLineOfAFile();
};

void TestStaffCode::fourToTwelveDigitsAreACode_data()
{
    QTest::addColumn<QString>("digits");
    QTest::addColumn<bool>("isCode");
    QTest::newRow("nothing") << u""_s << false;
    QTest::newRow("three") << u"123"_s << false;
    QTest::newRow("four") << u"1234"_s << true;
    QTest::newRow("twelve") << u"123456789012"_s << true;
    QTest::newRow("thirteen") << u"1234567890123"_s << false;
    QTest::newRow("letters") << u"12ab"_s << false;
    QTest::newRow("digits that no key types") << u"١٢٣٤"_s << false;
}

void TestStaffCode::fourToTwelveDigitsAreACode()
{
    QFETCH(QString, digits);
    QFETCH(bool, isCode);
    SeededRandom random(1);
    QCOMPARE(StaffCode::fromDigits(digits, random).has_value(), isCode);
}

void TestStaffCode::aRightCodeIsTakenAndAWrongOneIsNot()
{
    SeededRandom random(1);
    StaffCode code = *StaffCode::fromDigits(u"4711"_s, random);
    QVERIFY(code.judge(u"4712"_s, 0ms) == Judgement::Wrong);
    QVERIFY(code.judge(u"47110"_s, 0ms) == Judgement::Wrong);
    QVERIFY(code.judge(u"4711"_s, 0ms) == Judgement::Right);
}

void TestStaffCode::whoGuessesIsHeldUp()
{
    SeededRandom random(1);
    StaffCode code = *StaffCode::fromDigits(u"4711"_s, random);
    for (int round = 0; round < 2; ++round) {
        const auto start = std::chrono::milliseconds(round * 3'600'000);
        for (int guess = 1; guess < StaffCode::kTries; ++guess)
            QVERIFY(code.judge(u"0000"_s, start) == Judgement::Wrong);
        QVERIFY(code.judge(u"0000"_s, start) == Judgement::Locked);
        QVERIFY(code.judge(u"4711"_s, start + StaffCode::kLock - 1ms) == Judgement::Locked);
        QVERIFY(code.lockedFor(start + 1min) == StaffCode::kLock - 1min);
        QVERIFY(code.judge(u"0000"_s, start + StaffCode::kLock) == Judgement::Wrong);
        QVERIFY(code.judge(u"4711"_s, start + StaffCode::kLock) == Judgement::Right); // and counts anew
    }
    for (int guess = 1; guess < StaffCode::kTries; ++guess)
        QVERIFY(code.judge(u"0000"_s, 2h) == Judgement::Wrong);
}

void TestStaffCode::withoutACodeNobodyIsStaff()
{
    StaffCode none;
    QVERIFY(none.judge(u""_s, 0ms) == Judgement::NoneSet);
    QVERIFY(none.judge(u"0000"_s, 0ms) == Judgement::NoneSet);
}

void TestStaffCode::itComesFromTheFirstLineOfAFile()
{
    SeededRandom random(1);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"code"_s);
    QCOMPARE(StaffCode::fromFile(path, random).error().fault, Fault::NotFound);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("4711\r\nthe back door\n") > 0);
    file.close();
    auto code = StaffCode::fromFile(path, random);
    QVERIFY(code && code->judge(u"4711"_s, 0ms) == Judgement::Right);
}

QTEST_GUILESS_MAIN(TestStaffCode)
#include "tst_staffcode.moc"
