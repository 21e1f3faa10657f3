// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/base32.h"
#include "shared/crypto/random.h"
#include "shared/crypto/ticketcode.h"

#include <QtTest>

#include <map>

using namespace gatehouse;

class TestTicketCode : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void carriesEveryField_data();
    void carriesEveryField();
    void isTheSameTextForEver();
    void refusesEveryFlippedBit();
    void refusesText_data();
    void refusesText();
    void refusesSignatureOfOtherPurpose();
    void refusesKeyOfOtherEvent();
    void refusesCollidingKeyId();
    void carriesOtherEventsTag();

private:
    [[nodiscard]] Result<TicketCode> read(const std::string &text) const
    {
        return readTicket(text, [this](std::uint32_t id) -> const PublicKey * {
            const auto found = m_keys.find(id);
            return found == m_keys.end() ? nullptr : &found->second;
        });
    }

    SeededRandom m_random{1};
    SigningKey m_key = SigningKey::make(m_random);
    SigningKey m_otherKey = SigningKey::make(m_random);
    std::map<std::uint32_t, PublicKey> m_keys;
    TicketCode m_code;
};

void TestTicketCode::initTestCase()
{
    initialiseCrypto();
    m_code = {.version = 1,
              .keyId = 0x01020304,
              .eventTag = 0xa1a2a3a4,
              .serial = 0x1112131415161718,
              .category = 0x2122,
              .notBefore = 0x31323334,
              .notAfter = 0x41424344,
              .reissue = 0x51,
              .flags = 0x6162};
    m_keys[m_code.keyId] = m_key.publicKey();
}

void TestTicketCode::carriesEveryField_data()
{
    QTest::addColumn<uint>("notBefore");
    QTest::addColumn<uint>("notAfter");
    QTest::addColumn<quint64>("serial");
    QTest::newRow("no limits of time") << 0U << 0U << quint64(1);
    QTest::newRow("the second 1970 began and the last one that fits") << 1U << 0xffffffffU << ~quint64(0);
    QTest::newRow("end before start is for the rules to judge") << 2000U << 1000U << quint64(7);
}

void TestTicketCode::carriesEveryField()
{
    QFETCH(uint, notBefore);
    QFETCH(uint, notAfter);
    QFETCH(quint64, serial);
    TicketCode code = m_code;
    code.notBefore = notBefore;
    code.notAfter = notAfter;
    code.serial = serial;
    const std::string text = signTicket(code, m_key);
    QCOMPARE(text.size(), kTicketTextLength);
    QVERIFY(looksLikeTicket(text));
    const auto back = read(text);
    QVERIFY(back);
    QVERIFY(*back == code);
}

void TestTicketCode::isTheSameTextForEver()
{
    // Printed tickets outlive versions: the layout may never move.
    const auto bytes = fromBase32(signTicket(m_code, m_key).substr(3));
    QVERIFY(bytes);
    QCOMPARE(QByteArray::fromStdString(*bytes).left(30).toHex(),
             QByteArray("0101020304a1a2a3a41112131415161718212231323334414243445161"
                        "62"));
}

void TestTicketCode::refusesEveryFlippedBit()
{
    const std::string good = *fromBase32(signTicket(m_code, m_key).substr(3));
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = good;
            changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
            const auto back = read("EV1" + toBase32(changed));
            QVERIFY2(!back, qPrintable(QStringLiteral("byte %1 bit %2").arg(at).arg(bit)));
            if (at >= 1 && at <= 4)
                QVERIFY(back.error() == (Failure{Fault::NotFound, "key", {}}));
            if (at > 4)
                QVERIFY(back.error() == (Failure{Fault::Invalid, "signature", {}}));
        }
    }
}

void TestTicketCode::refusesText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("fault");
    QTest::addColumn<QByteArray>("detail");
    const QByteArray good = QByteArray::fromStdString(signTicket(m_code, m_key));
    TicketCode future = m_code;
    future.version = 2;
    TicketCode zero = m_code;
    zero.version = 0;
    TicketCode strange = m_code;
    strange.keyId = 99;
    const auto malformed = int(Fault::Malformed);
    QTest::newRow("empty") << QByteArray() << malformed << QByteArray("prefix");
    QTest::newRow("prefix only") << QByteArray("EV1") << malformed << QByteArray("length");
    QTest::newRow("another prefix") << "EV2" + good.mid(3) << malformed << QByteArray("prefix");
    QTest::newRow("lower case all through") << good.toLower() << malformed << QByteArray("prefix");
    QTest::newRow("lower case behind the prefix") << "EV1" + good.mid(3).toLower() << malformed << QByteArray("base32");
    QTest::newRow("trailing byte") << good + 'A' << malformed << QByteArray("length");
    QTest::newRow("trailing space") << good + ' ' << malformed << QByteArray("length");
    QTest::newRow("one short") << good.chopped(1) << malformed << QByteArray("length");
    QTest::newRow("4,296 characters, as many as a QR code holds")
        << "EV1" + QByteArray(4293, 'A') << malformed << QByteArray("length");
    QTest::newRow("two codes merged") << good + good << malformed << QByteArray("length");
    QTest::newRow("bits behind the last byte") << good.chopped(1) + 'B' << malformed << QByteArray("base32");
    QTest::newRow("NUL inside") << QByteArray(good).replace(20, 1, QByteArray(1, '\0')) << malformed
                                << QByteArray("base32");
    QTest::newRow("URL") << QByteArray("https://example.org/t/1") << malformed << QByteArray("prefix");
    QTest::newRow("Wi-Fi") << QByteArray("WIFI:S:guest;T:WPA;P:x;;") << malformed << QByteArray("prefix");
    QTest::newRow("vCard") << QByteArray("BEGIN:VCARD\nFN:A\nEND:VCARD") << malformed << QByteArray("prefix");
    QTest::newRow("SQL") << QByteArray("' OR 1=1--") << malformed << QByteArray("prefix");
    QTest::newRow("script") << QByteArray("<script>") << malformed << QByteArray("prefix");
    QTest::newRow("formula") << QByteArray("=cmd|") << malformed << QByteArray("prefix");
    QTest::newRow("version 0") << QByteArray::fromStdString(signTicket(zero, m_key)) << malformed
                               << QByteArray("version");
    QTest::newRow("version of the future")
        << QByteArray::fromStdString(signTicket(future, m_key)) << int(Fault::Newer) << QByteArray("version");
    QTest::newRow("unknown key") << QByteArray::fromStdString(signTicket(strange, m_key)) << int(Fault::NotFound)
                                 << QByteArray("key");
    QTest::newRow("all zero") << "EV1" + QByteArray(151, 'A') << malformed << QByteArray("version");
}

void TestTicketCode::refusesText()
{
    QFETCH(QByteArray, text);
    QFETCH(int, fault);
    QFETCH(QByteArray, detail);
    const auto back = read(text.toStdString());
    QVERIFY(!back);
    QCOMPARE(int(back.error().fault), fault);
    QCOMPARE(back.error().detail, detail.toStdString());
}

void TestTicketCode::refusesSignatureOfOtherPurpose()
{
    // The same 30 bytes signed without the domain: a signature made for something else.
    std::string bytes = *fromBase32(signTicket(m_code, m_key).substr(3));
    const Signature signature = m_key.sign(bytes.substr(0, 30));
    bytes.replace(30, 64, reinterpret_cast<const char *>(signature.data()), 64);
    const auto back = read("EV1" + toBase32(bytes));
    QVERIFY(!back);
    QCOMPARE(int(back.error().fault), int(Fault::Invalid));
}

void TestTicketCode::refusesKeyOfOtherEvent()
{
    TicketCode code = m_code;
    code.keyId = 0x0a0b0c0d; // a valid signature, but by a key of another event
    const auto back = read(signTicket(code, m_otherKey));
    QVERIFY(!back);
    QVERIFY(back.error() == (Failure{Fault::NotFound, "key", {}}));
}

void TestTicketCode::refusesCollidingKeyId()
{
    const auto back = read(signTicket(m_code, m_otherKey)); // the number of our key, but not our key
    QVERIFY(!back);
    QVERIFY(back.error() == (Failure{Fault::Invalid, "signature", {}}));
}

void TestTicketCode::carriesOtherEventsTag()
{
    TicketCode code = m_code;
    code.eventTag = 0xdeadbeef; // one key set for two events: the rules of admission compare the tag
    const auto back = read(signTicket(code, m_key));
    QVERIFY(back);
    QCOMPARE(back->eventTag, 0xdeadbeefU);
}

QTEST_GUILESS_MAIN(TestTicketCode)
#include "tst_ticketcode.moc"
