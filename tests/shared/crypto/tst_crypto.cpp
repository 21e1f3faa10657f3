// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/base32.h"
#include "shared/crypto/digest.h"
#include "shared/crypto/random.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/signing.h"
#include "shared/model/values.h"

#include <QtTest>

using namespace gatehouse;

class TestCrypto : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sha256OfKnownTexts_data();
    void sha256OfKnownTexts();
    void sha256InPieces();
    void keyedHashDependsOnKeyAndText();
    void derivedKeysDiffer();
    void comparesInConstantTime();
    void wipesText();
    void randomBytesDiffer();
    void sealedComesBack_data();
    void sealedComesBack();
    void sealRepeatsWithGivenRandom();
    void unsealRefusesEveryChangedByte();
    void unsealRefuses_data();
    void unsealRefuses();
    void base32OfKnownTexts_data();
    void base32OfKnownTexts();
    void base32Refuses_data();
    void base32Refuses();
    void signsAsRfc8032();
    void seedKeepsKey();
    void wycheproof();
};

namespace {
SecretKey keyOf(char filling)
{
    return *SecretKey::fromBytes(std::string(32, filling));
}
} // namespace

void TestCrypto::initTestCase()
{
    initialiseCrypto();
    initialiseCrypto(); // again does no harm
}

void TestCrypto::sha256OfKnownTexts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("empty text, FIPS 180-4")
        << QByteArray() << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("abc, FIPS 180-4") << QByteArray("abc")
                                     << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

void TestCrypto::sha256OfKnownTexts()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, hash);
    QCOMPARE(toHex(sha256(text.toStdString()).view()), hash.toStdString());
}

void TestCrypto::sha256InPieces()
{
    Sha256 hasher;
    QVERIFY(hasher.add("a").add("").add("bc").finish() == sha256("abc"));
    QVERIFY(hasher.add("abc").finish() == sha256("abc")); // as new after finish()
    QVERIFY(sha256("abc") != sha256("abd"));
}

void TestCrypto::keyedHashDependsOnKeyAndText()
{
    QVERIFY(keyedHash16(keyOf('a'), "x") == keyedHash16(keyOf('a'), "x"));
    QVERIFY(keyedHash16(keyOf('a'), "x") != keyedHash16(keyOf('b'), "x"));
    QVERIFY(keyedHash16(keyOf('a'), "x") != keyedHash16(keyOf('a'), "y"));
}

void TestCrypto::derivedKeysDiffer()
{
    const SecretKey parent = keyOf('p');
    QVERIFY(deriveKey(parent, "one").view() == deriveKey(parent, "one").view());
    QVERIFY(deriveKey(parent, "one").view() != deriveKey(parent, "two").view());
    QVERIFY(deriveKey(parent, "one").view() != deriveKey(keyOf('q'), "one").view());
    QVERIFY(!SecretKey::fromBytes("short"));
    QVERIFY(!SecretKey::fromBytes(std::string(33, 'x')));
}

void TestCrypto::comparesInConstantTime()
{
    QVERIFY(equalInConstantTime("same", "same"));
    QVERIFY(equalInConstantTime("", ""));
    QVERIFY(!equalInConstantTime("same", "sama"));
    QVERIFY(!equalInConstantTime("same", "sam"));
}

void TestCrypto::wipesText()
{
    std::string secret = "a password that is long enough to live on the heap";
    wipe(secret);
    QVERIFY(secret.empty());
}

void TestCrypto::randomBytesDiffer()
{
    SecureRandom random;
    QVERIFY(SecretKey::make(random).view() != SecretKey::make(random).view());
    QVERIFY(random.next() != random.next());
}

void TestCrypto::sealedComesBack_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("Ana");
    QTest::newRow("all bytes and a megabyte") << QByteArray(1 << 20, '\0').append('\xff');
}

void TestCrypto::sealedComesBack()
{
    QFETCH(QByteArray, plain);
    const std::string sealed = seal(keyOf('k'), plain.toStdString(), "row 1");
    QCOMPARE(sealed.size(), static_cast<std::size_t>(plain.size()) + kSealOverhead);
    QCOMPARE(sealed[0], '\1');
    const auto opened = unseal(keyOf('k'), sealed, "row 1");
    QVERIFY(opened);
    QCOMPARE(*opened, plain.toStdString());
    QVERIFY(sealed != seal(keyOf('k'), plain.toStdString(), "row 1")); // another nonce
}

void TestCrypto::sealRepeatsWithGivenRandom()
{
    SeededRandom one(7);
    SeededRandom other(7);
    QVERIFY(seal(keyOf('k'), "x", "", one) == seal(keyOf('k'), "x", "", other));
}

void TestCrypto::unsealRefusesEveryChangedByte()
{
    const std::string sealed = seal(keyOf('k'), "secret", "place");
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string changed = sealed;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        QVERIFY2(!unseal(keyOf('k'), changed, "place"), qPrintable(QString::number(at)));
    }
}

void TestCrypto::unsealRefuses_data()
{
    QTest::addColumn<QByteArray>("sealed");
    QTest::addColumn<char>("key");
    QTest::addColumn<QByteArray>("associated");
    QTest::addColumn<int>("fault");
    const QByteArray good = QByteArray::fromStdString(seal(keyOf('k'), "secret", "place"));
    QTest::newRow("empty") << QByteArray() << 'k' << QByteArray("place") << int(Fault::Malformed);
    QTest::newRow("one byte short of any box")
        << good.left(kSealOverhead - 1) << 'k' << QByteArray("place") << int(Fault::Malformed);
    QTest::newRow("cut") << good.chopped(1) << 'k' << QByteArray("place") << int(Fault::Corrupt);
    QTest::newRow("longer") << good + 'x' << 'k' << QByteArray("place") << int(Fault::Corrupt);
    QTest::newRow("wrong key") << good << 'l' << QByteArray("place") << int(Fault::Corrupt);
    QTest::newRow("wrong place") << good << 'k' << QByteArray("other") << int(Fault::Corrupt);
    QTest::newRow("format of the future")
        << QByteArray(good).replace(0, 1, "\2") << 'k' << QByteArray("place") << int(Fault::Newer);
}

void TestCrypto::unsealRefuses()
{
    QFETCH(QByteArray, sealed);
    QFETCH(char, key);
    QFETCH(QByteArray, associated);
    QFETCH(int, fault);
    const auto opened = unseal(keyOf(key), sealed.toStdString(), associated.toStdString());
    QVERIFY(!opened);
    QCOMPARE(int(opened.error().fault), fault);
}

void TestCrypto::base32OfKnownTexts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    // RFC 4648 §10, padding taken away.
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("f") << QByteArray("f") << QByteArray("MY");
    QTest::newRow("fo") << QByteArray("fo") << QByteArray("MZXQ");
    QTest::newRow("foo") << QByteArray("foo") << QByteArray("MZXW6");
    QTest::newRow("foob") << QByteArray("foob") << QByteArray("MZXW6YQ");
    QTest::newRow("fooba") << QByteArray("fooba") << QByteArray("MZXW6YTB");
    QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("MZXW6YTBOI");
    QTest::newRow("high bytes") << QByteArray("\xff\xff\xff\xff\xff") << QByteArray("77777777");
}

void TestCrypto::base32OfKnownTexts()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    QCOMPARE(toBase32(bytes.toStdString()), text.toStdString());
    const auto back = fromBase32(text.toStdString());
    QVERIFY(back);
    QCOMPARE(*back, bytes.toStdString());
}

void TestCrypto::base32Refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("lower case") << QByteArray("mzxw6");
    QTest::newRow("padding") << QByteArray("MY======");
    QTest::newRow("digit that looks like a letter") << QByteArray("M0");
    QTest::newRow("space") << QByteArray("MZ XQ");
    QTest::newRow("NUL") << QByteArray("MZXQ\0", 5);
    QTest::newRow("bits behind the last byte") << QByteArray("MZ");
    QTest::newRow("impossible length 1") << QByteArray("A");
    QTest::newRow("impossible length 3") << QByteArray("MZA");
    QTest::newRow("impossible length 6") << QByteArray("MZXW6A");
}

void TestCrypto::base32Refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!fromBase32(text.toStdString()));
}

void TestCrypto::signsAsRfc8032()
{
    // RFC 8032 §7.1, test 2.
    const auto seed =
        SecretKey::fromBytes(*fromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    const SigningKey key = SigningKey::fromSeed(*seed);
    QCOMPARE(toHex(key.publicKey().view()),
             std::string("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    const Signature signature = key.sign("\x72");
    const std::string_view bytes(reinterpret_cast<const char *>(signature.data()), signature.size());
    QCOMPARE(toHex(bytes),
             std::string("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                         "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    QVERIFY(verifySignature(key.publicKey(), "\x72", bytes));
    QVERIFY(!verifySignature(key.publicKey(), "\x73", bytes));
    QVERIFY(!verifySignature(key.publicKey(), "\x72", bytes.substr(0, 63)));
    QVERIFY(!verifySignature(key.publicKey(), "\x72", std::string(64, '\0')));
    QVERIFY(!verifySignature(PublicKey{}, "\x72", bytes)); // a point of small order
}

void TestCrypto::seedKeepsKey()
{
    SecureRandom random;
    const SigningKey key = SigningKey::make(random);
    QVERIFY(SigningKey::fromSeed(key.seed()).publicKey() == key.publicKey());
    QVERIFY(SigningKey::make(random).publicKey() != key.publicKey());
    QVERIFY(PublicKey::fromBytes(key.publicKey().view()) == key.publicKey());
    QVERIFY(!PublicKey::fromBytes("short"));
}

void TestCrypto::wycheproof()
{
    QFile file(qEnvironmentVariable("GATEHOUSE_SOURCE")
               + QStringLiteral("/../shared/data/crypto/wycheproof_ed25519_test.json"));
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("the Wycheproof vectors are not on this machine");
    int tried = 0;
    const QJsonArray groups = QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("testGroups")].toArray();
    for (const auto &group : groups) {
        const QJsonObject object = group.toObject();
        const auto bytesOf = [](const QJsonObject &from, const char *name) {
            return *fromHex(from[QLatin1String(name)].toString().toStdString());
        };
        const auto key = PublicKey::fromBytes(bytesOf(object[QStringLiteral("publicKey")].toObject(), "pk"));
        QVERIFY(key);
        for (const auto &row : object[QStringLiteral("tests")].toArray()) {
            const QJsonObject vector = row.toObject();
            const bool shouldHold = vector[QStringLiteral("result")].toString() == QStringLiteral("valid");
            const bool holds = verifySignature(*key, bytesOf(vector, "msg"), bytesOf(vector, "sig"));
            QVERIFY2(holds == shouldHold,
                     qPrintable(QStringLiteral("vector %1").arg(vector[QStringLiteral("tcId")].toInt())));
            ++tried;
        }
    }
    QVERIFY(tried >= 100);
}

QTEST_GUILESS_MAIN(TestCrypto)
#include "tst_crypto.moc"
