// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/commonpasswords.h"
#include "server/access/passwords.h"
#include "shared/crypto/random.h"

#include <QtTest>

#include <ctime>
#include <limits>
#include <memory>

using namespace gatehouse;

class TestPasswords : public QObject
{
    Q_OBJECT

private slots:
    void checksNewPasswords_data();
    void checksNewPasswords();
    void hashesAndVerifies();
    void verifiesOtherComposition();
    void refusesEncoded_data();
    void refusesEncoded();
    void tellsWhenToHashAgain();
    void hashesBeside();
    void nobodysPasswordLooksLikeAnyOther();
    void unknownAccountIsNeverRight();
    void unknownAccountCostsTheSame();
    void refusesAFlood();
    void forgetsDeadReceivers();
    void answersInReceiversThread();
};

namespace {
constexpr PasswordCost kCheap{.memoryBytes = 64 * 1024, .passes = 1};
const std::string kPassword = "correct pony battery clip";
} // namespace

void TestPasswords::checksNewPasswords_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QByteArray>("refusal");
    const QByteArray good;
    QTest::newRow("eleven characters") << QByteArray("jk3-Vd.q9Rz") << QByteArray("too short");
    QTest::newRow("twelve characters") << QByteArray("jk3-Vd.q9Rz!") << good;
    QTest::newRow("eleven characters of four bytes")
        << QByteArray("\xf0\x9f\x8e\x9f").repeated(11) << QByteArray("too short");
    QTest::newRow("a sentence in lower case") << QByteArray("the gate squeaks at noon") << good;
    QTest::newRow("Greek") << QByteArray("η πύλη τρίζει το μεσημέρι") << good;
    QTest::newRow("64 characters") << QByteArray("jk3-Vd.q").repeated(7) + "unlike-it" << good;
    QTest::newRow("128 characters") << QByteArray("jk3-Vd.q").repeated(15) + "unlike-i" << good;
    QTest::newRow("129 characters") << QByteArray("jk3-Vd.q").repeated(15) + "unlike-it" << QByteArray("too long");
    QTest::newRow("not UTF-8") << QByteArray("jk3-Vd.q9Rz!\xff") << QByteArray("not UTF-8");
    const QByteArray common("too common");
    for (const char *password : {"passwordpassword",
                                 "Password2024!",
                                 "P@ssw0rd1234",
                                 "pa55w0rd!!!!",
                                 "123456789012",
                                 "000000000000",
                                 "qwertyuiop[]",
                                 "qwertyuiop12",
                                 "qwertyuiopasdf",
                                 "1q2w3e4r5t6y",
                                 "abcabcabcabc",
                                 "abcdefghijkl",
                                 "lkjihgfedcba",
                                 "zyxwvutsrqpo",
                                 "Welcome-2026!!",
                                 "administrator",
                                 "ADMINISTRATOR1",
                                 "iloveyou2024",
                                 "letmein12345",
                                 "aaaaaaaaaaaa",
                                 "correcthorsebatterystaple",
                                 "Correct Horse Battery Staple",
                                 "gatehouse2026",
                                 "controlroom!!",
                                 "Summer2026!!!",
                                 "qwerty123456",
                                 "20261123-0930",
                                 "change me 2026"})
        QTest::addRow("%s", password) << QByteArray(password) << common;
}

void TestPasswords::checksNewPasswords()
{
    QFETCH(QByteArray, password);
    QFETCH(QByteArray, refusal);
    const auto checked = checkNewPassword(password.toStdString());
    QCOMPARE(checked ? std::string() : checked.error().detail, refusal.toStdString());
    if (!checked)
        QCOMPARE(int(checked.error().fault), int(Fault::Invalid));
}

void TestPasswords::hashesAndVerifies()
{
    const auto encoded = hashPassword(kPassword);
    QVERIFY(encoded);
    QVERIFY(encoded->rfind("$argon2id$v=19$m=65536,t=3,p=1$", 0) == 0);
    QVERIFY(*encoded != *hashPassword(kPassword)); // another salt
    QVERIFY(verifyPassword(kPassword, *encoded));
    QVERIFY(!verifyPassword(kPassword + "x", *encoded));
    QVERIFY(!verifyPassword("", *encoded));
}

void TestPasswords::verifiesOtherComposition()
{
    const auto encoded = hashPassword("caf\xc3\xa9 caf\xc3\xa9 caf\xc3\xa9", kCheap);
    QVERIFY(verifyPassword("cafe\xcc\x81 cafe\xcc\x81 cafe\xcc\x81", *encoded));
}

void TestPasswords::refusesEncoded_data()
{
    QTest::addColumn<QByteArray>("encoded");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("plain text") << QByteArray::fromStdString(kPassword);
    QTest::newRow("another scheme") << QByteArray("$2b$12$WApznUPhDubN0oeveSXHp.Rk0rMpTEjO0RzL4uUK0nrVxM6kGkoRC");
    QTest::newRow("a terabyte of memory") << QByteArray(
        "$argon2id$v=19$m=1073741824,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    QTest::newRow("endless passes") << QByteArray(
        "$argon2id$v=19$m=8192,t=4294967295,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    QTest::newRow("far too long") << QByteArray("$argon2id$v=19$m=64,t=1,p=1$") + QByteArray(1000, 'A');
}

void TestPasswords::refusesEncoded()
{
    QFETCH(QByteArray, encoded);
    QVERIFY(!verifyPassword(kPassword, encoded.toStdString()));
    QVERIFY(needsRehash(encoded.toStdString()));
}

void TestPasswords::tellsWhenToHashAgain()
{
    const auto encoded = hashPassword(kPassword, kCheap);
    QVERIFY(!needsRehash(*encoded, kCheap));
    QVERIFY(needsRehash(*encoded, {.memoryBytes = 128 * 1024, .passes = 1}));
    QVERIFY(needsRehash(*encoded, {.memoryBytes = 64 * 1024, .passes = 2}));
}

void TestPasswords::hashesBeside()
{
    PasswordHasher hasher(kCheap);
    std::string encoded;
    QVERIFY(hasher.hash(kPassword, this, [&](const Result<std::string> &result) { encoded = result.value(); }));
    QTRY_VERIFY(!encoded.empty());
    int right = 0;
    int wrong = 0;
    const auto count = [&](PasswordVerdict verdict) { ++(verdict.isRight ? right : wrong); };
    QVERIFY(hasher.verify(kPassword, encoded, this, count));
    QVERIFY(hasher.verify("something else", encoded, this, count));
    QTRY_COMPARE(right + wrong, 2);
    QCOMPARE(right, 1);
    PasswordHasher dearer({.memoryBytes = 128 * 1024, .passes = 1});
    bool again = false;
    QVERIFY(dearer.verify(kPassword, encoded, this, [&](PasswordVerdict verdict) { again = verdict.needsRehash; }));
    QTRY_VERIFY(again);
}

void TestPasswords::nobodysPasswordLooksLikeAnyOther()
{
    SeededRandom random(1);
    for (const PasswordCost &cost : {kCheap, PasswordCost()}) {
        const std::string nobody = nobodysPassword(cost, random);
        const auto somebody = hashPassword(kPassword, cost);
        QVERIFY(somebody);
        QCOMPARE(nobody.size(), somebody->size());
        QCOMPARE(nobody.substr(0, nobody.find(",p=1$")), somebody->substr(0, somebody->find(",p=1$")));
        QVERIFY(!needsRehash(nobody, cost)); // it can be read, and costs as much
        QVERIFY(!verifyPassword(kPassword, nobody));
        QVERIFY(nobody != nobodysPassword(cost, random));
    }
}

void TestPasswords::unknownAccountIsNeverRight()
{
    PasswordHasher hasher(kCheap);
    std::optional<PasswordVerdict> verdict;
    QVERIFY(hasher.verify("", std::nullopt, this, [&](PasswordVerdict answer) { verdict = answer; }));
    QTRY_VERIFY(verdict.has_value());
    QVERIFY(!verdict->isRight);
    QVERIFY(!verdict->needsRehash);
}

void TestPasswords::unknownAccountCostsTheSame()
{
    PasswordHasher hasher({.memoryBytes = 16 * 1024 * 1024, .passes = 2});
    const std::string encoded = *hashPassword(kPassword, {.memoryBytes = 16 * 1024 * 1024, .passes = 2});
    const auto timeOf = [&](const std::optional<std::string> &known) {
        std::clock_t best =
            std::numeric_limits<std::clock_t>::max(); // work done, which a loaded machine does not stretch
        for (int round = 0; round < 7; ++round) {
            QEventLoop loop;
            const std::clock_t before = std::clock();
            if (hasher.verify("wrong", known, this, [&](PasswordVerdict) { loop.quit(); }))
                loop.exec();
            best = std::min(best, std::clock() - before);
        }
        return double(best);
    };
    const double known = timeOf(encoded);
    const double unknown = timeOf(std::nullopt);
    // Without the stand-in an unknown account costs a hundredth.
    QVERIFY2(unknown > known / 2 && unknown < known * 2, qPrintable(QStringLiteral("%1 %2").arg(known).arg(unknown)));
}

void TestPasswords::refusesAFlood()
{
    PasswordHasher hasher({.memoryBytes = 8 * 1024 * 1024, .passes = 1});
    int taken = 0;
    int refused = 0;
    int answered = 0;
    for (int round = 0; round < 200; ++round) {
        const auto started = hasher.verify("x", std::nullopt, this, [&](PasswordVerdict) { ++answered; });
        if (started) {
            ++taken;
            continue;
        }
        QCOMPARE(int(started.error().fault), int(Fault::TooMany));
        ++refused;
    }
    QVERIFY2(taken >= 18, qPrintable(QString::number(taken)));
    QVERIFY(refused > 0);
    QTRY_COMPARE(answered, taken);
    QVERIFY(hasher.verify("x", std::nullopt, this, [&](PasswordVerdict) { ++answered; })); // room again
    QTRY_COMPARE(answered, taken + 1);
}

void TestPasswords::forgetsDeadReceivers()
{
    PasswordHasher hasher({.memoryBytes = 8 * 1024 * 1024, .passes = 1});
    bool called = false;
    {
        QObject receiver;
        QVERIFY(hasher.verify("x", std::nullopt, &receiver, [&](PasswordVerdict) { called = true; }));
    }
    int answered = 0;
    for (int round = 0; round < 3; ++round)
        QVERIFY(hasher.verify("x", std::nullopt, this, [&](PasswordVerdict) { ++answered; }));
    QTRY_COMPARE(answered, 3);
    QVERIFY(!called);
}

void TestPasswords::answersInReceiversThread()
{
    PasswordHasher hasher(kCheap);
    QThread thread;
    QObject receiver;
    receiver.moveToThread(&thread);
    thread.start();
    std::atomic<QThread *> answeredIn = nullptr;
    QVERIFY(
        hasher.verify("x", std::nullopt, &receiver, [&](PasswordVerdict) { answeredIn = QThread::currentThread(); }));
    QTRY_COMPARE(answeredIn.load(), &thread);
    thread.quit();
    thread.wait();
}

QTEST_GUILESS_MAIN(TestPasswords)
#include "tst_passwords.moc"
