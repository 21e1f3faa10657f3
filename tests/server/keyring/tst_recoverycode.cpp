// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/keyring/recoverycode.h"
#include "shared/crypto/random.h"

#include <QtTest>

using namespace gatehouse;

class TestRecoveryCode : public QObject
{
    Q_OBJECT

private slots:
    void hasItsForm();
    void givesTheSameKey_data();
    void givesTheSameKey();
    void findsEveryWrongCharacter();
    void findsEveryExchange();
    void refuses_data();
    void refuses();
    void isTheSameKeyForEver();

private:
    SeededRandom m_random{3};
    Id m_document = makeId(1, m_random);
    std::string m_code = makeRecoveryCode(m_random);
};

void TestRecoveryCode::hasItsForm()
{
    const QRegularExpression form(QStringLiteral("^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}$"));
    SecureRandom random;
    QSet<QString> seen;
    for (int round = 0; round < 100; ++round) {
        const std::string code = makeRecoveryCode(random);
        QVERIFY(form.match(QString::fromStdString(code)).hasMatch());
        QVERIFY(keyOfRecoveryCode(code, m_document));
        seen.insert(QString::fromStdString(code));
    }
    QCOMPARE(seen.size(), 100);
}

void TestRecoveryCode::givesTheSameKey_data()
{
    QTest::addColumn<QString>("code");
    const QString code = QString::fromStdString(m_code);
    QTest::newRow("as printed") << code;
    QTest::newRow("lower case") << code.toLower();
    QTest::newRow("without hyphens") << QString(code).remove(QLatin1Char('-'));
    QTest::newRow("with spaces and a line end")
        << QString(code).replace(QLatin1Char('-'), QLatin1Char(' ')) + QLatin1Char('\n');
    QTest::newRow("letters that look like figures")
        << QString(code).replace(QLatin1Char('0'), QLatin1Char('O')).replace(QLatin1Char('1'), QLatin1Char('l'));
}

void TestRecoveryCode::givesTheSameKey()
{
    QFETCH(QString, code);
    const auto key = keyOfRecoveryCode(code.toStdString(), m_document);
    QVERIFY(key);
    QVERIFY(key->view() == keyOfRecoveryCode(m_code, m_document)->view());
    Id other = m_document;
    other.bytes[0] ^= 1;
    QVERIFY(key->view() != keyOfRecoveryCode(m_code, other)->view()); // another document, another key
}

void TestRecoveryCode::findsEveryWrongCharacter()
{
    for (std::size_t at = 0; at < m_code.size(); ++at) {
        if (m_code[at] == '-')
            continue;
        for (const char c : std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
            std::string changed = m_code;
            changed[at] = c;
            if (changed == m_code)
                continue;
            const auto key = keyOfRecoveryCode(changed, m_document);
            QVERIFY(!key);
            QVERIFY(key.error() == (Failure{Fault::Invalid, "group " + std::to_string(at / 6 + 1), {}}));
        }
    }
}

void TestRecoveryCode::findsEveryExchange()
{
    int tried = 0;
    for (std::size_t at = 0; at + 1 < m_code.size(); ++at) {
        std::string changed = m_code;
        std::swap(changed[at], changed[at + 1]);
        if (m_code[at] == '-' || m_code[at + 1] == '-' || changed == m_code)
            continue;
        ++tried;
        QVERIFY(!keyOfRecoveryCode(changed, m_document));
    }
    QVERIFY(tried > 20);
    const std::string groupsExchanged = m_code.substr(6, 6) + m_code.substr(0, 6) + m_code.substr(12);
    QVERIFY(!keyOfRecoveryCode(groupsExchanged, m_document));
}

void TestRecoveryCode::refuses_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("detail");
    const QByteArray code = QByteArray::fromStdString(m_code);
    QTest::newRow("nothing") << QByteArray() << QByteArray("length");
    QTest::newRow("one short") << code.chopped(1) << QByteArray("length");
    QTest::newRow("one too many") << code + '0' << QByteArray("length");
    QTest::newRow("a megabyte") << QByteArray(1 << 20, '0') << QByteArray("length");
    QTest::newRow("a sign") << QByteArray(code).replace(0, 1, "?") << QByteArray("characters");
    QTest::newRow("the letter that is left out") << QByteArray(code).replace(0, 1, "U") << QByteArray("characters");
    QTest::newRow("UTF-8") << QByteArray(code).replace(0, 1, "\xc3\x84") << QByteArray("characters");
}

void TestRecoveryCode::refuses()
{
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, detail);
    const auto key = keyOfRecoveryCode(code.toStdString(), m_document);
    QVERIFY(!key);
    QVERIFY(key.error() == (Failure{Fault::Malformed, detail.toStdString(), {}}));
}

void TestRecoveryCode::isTheSameKeyForEver()
{
    // Printed codes outlive versions: neither the check nor the derivation may change.
    const auto key = keyOfRecoveryCode("00001-00002-00003-00004-00005-00006-00007-00008", Id{});
    QVERIFY(key);
    QCOMPARE(QByteArray::fromStdString(std::string(key->view())).toHex().left(16), QByteArray("ded7e4874bab0ea0"));
}

QTEST_GUILESS_MAIN(TestRecoveryCode)
#include "tst_recoverycode.moc"
