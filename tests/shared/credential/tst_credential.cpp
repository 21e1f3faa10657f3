// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/credential/credential.h"
#include "shared/crypto/digest.h"
#include "shared/crypto/random.h"

#include <QTest>

using namespace gatehouse;

class TestCredential : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void ourCodeTellsItsFacts();
    void otherCodes_data();
    void otherCodes();
    void keyTextComesBack();
    void damagedKeysArePassedOver();

private:
    TicketCode code() const;

    SeededRandom m_random{1};
    SigningKey m_key = SigningKey::make(m_random);
    SigningKey m_stranger = SigningKey::make(m_random);
    SecretKey m_hashKey = SecretKey::make(m_random);
    CredentialKeys m_keys;
    Id m_event = makeId(1, m_random);
};

void TestCredential::init()
{
    initialiseCrypto();
    m_keys = {};
    m_keys.hashKey = Bytes(m_hashKey.view());
    m_keys.eventTag = eventTagFor(m_event);
    m_keys.ticketKeys = {ticketKeyText(7, m_key.publicKey())};
}

TicketCode TestCredential::code() const
{
    TicketCode code;
    code.keyId = 7;
    code.eventTag = eventTagFor(m_event);
    code.serial = 0xFEDCBA9876543210;
    code.category = 3;
    code.notAfter = 1'800'000'000;
    code.reissue = 2;
    return code;
}

void TestCredential::ourCodeTellsItsFacts()
{
    const CodeFacts facts = CredentialReader(m_keys).read(signTicket(code(), m_key));
    QCOMPARE(static_cast<int>(facts.kind), static_cast<int>(CodeKind::Signed));
    QCOMPARE(static_cast<std::uint64_t>(facts.serial), std::uint64_t{0xFEDCBA9876543210});
    QCOMPARE(facts.category, 3);
    QCOMPARE(facts.reissue, 2);
    QVERIFY(!facts.notBefore);
    QCOMPARE(facts.notAfter->ms, std::int64_t{1'800'000'000'000});
}

void TestCredential::otherCodes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const std::string &text, CodeKind kind) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << static_cast<int>(kind);
    };
    init();
    row("signed by a stranger with our key's number", signTicket(code(), m_stranger), CodeKind::Forged);
    TicketCode unknown = code();
    unknown.keyId = 8;
    row("signed by a key that is not known", signTicket(unknown, m_stranger), CodeKind::UnknownKey);
    TicketCode other = code();
    ++other.eventTag;
    row("another event's, by a key of ours", signTicket(other, m_key), CodeKind::WrongEvent);
    other.keyId = 8;
    row("another event's, by a key of its own", signTicket(other, m_stranger), CodeKind::WrongEvent);
    std::string changed = signTicket(code(), m_key);
    changed[30] = changed[30] == 'A' ? 'B' : 'A';
    row("one character changed", changed, CodeKind::Forged);
    row("cut short", signTicket(code(), m_key).substr(0, 100), CodeKind::Imported);
    row("another system's that begins like ours", "EV1-000-17", CodeKind::Imported);
    row("another system's", "5qmovsgxlcy6xjjnhqinhgw4", CodeKind::Imported);
    row("digits only", "90000000007000000000001", CodeKind::Imported);
}

void TestCredential::otherCodes()
{
    QFETCH(QByteArray, text);
    QFETCH(int, kind);
    const CodeFacts facts = CredentialReader(m_keys).read(text.toStdString());
    QCOMPARE(static_cast<int>(facts.kind), kind);
    QCOMPARE(facts.credential.size(), facts.kind == CodeKind::Imported ? std::size_t{16} : std::size_t{0});
}

void TestCredential::keyTextComesBack()
{
    const auto key = ticketKeyFromText(ticketKeyText(4'000'000'000, m_key.publicKey()));
    QVERIFY(key);
    QCOMPARE(key->first, 4'000'000'000U);
    QVERIFY(key->second == m_key.publicKey());
    for (const char *bad : {"", ":", "7", "7:", "7:short", "x:AAAA", "99999999999:AAAA"})
        QVERIFY2(!ticketKeyFromText(bad), bad);
}

void TestCredential::damagedKeysArePassedOver()
{
    m_keys.ticketKeys = {"nonsense", ticketKeyText(7, m_key.publicKey())};
    QCOMPARE(static_cast<int>(CredentialReader(m_keys).read(signTicket(code(), m_key)).kind),
             static_cast<int>(CodeKind::Signed));
}

QTEST_GUILESS_MAIN(TestCredential)
#include "tst_credential.moc"
