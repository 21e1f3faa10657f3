// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/tokens.h"
#include "shared/crypto/random.h"
#include "shared/crypto/ticketcode.h"

#include <QtTest>

#include <map>

using namespace gatehouse;

class TestTokens : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void comesBack();
    void comesBackWithoutDevice();
    void headerIsWhatTheStandardsAsk();
    void takesTheOldNameOfTheAlgorithm();
    void refusesEveryChangedCharacter();
    void refusesEverySignatureButTheRight_data();
    void refusesEverySignatureButTheRight();
    void refusesHeader_data();
    void refusesHeader();
    void refusesPayload_data();
    void refusesPayload();
    void refusesForm_data();
    void refusesForm();
    void judgesTime_data();
    void judgesTime();
    void refusesOtherKeys();

private:
    [[nodiscard]] Result<TokenClaims> verify(const std::string &text, std::int64_t now = kNow) const
    {
        const auto keys = [this](std::string_view id) -> const PublicKey * {
            const auto found = m_keys.find(std::string(id));
            return found == m_keys.end() ? nullptr : &found->second;
        };
        return verifyToken(text, keys, {"https://127.0.0.1:7443", "/e/fair", Instant{now * 1000}});
    }
    /// A token signed by our own key over any header and payload.
    [[nodiscard]] std::string forged(const QByteArray &header, const QByteArray &payload) const
    {
        const std::string text = toBase64Url(header.toStdString()) + '.' + toBase64Url(payload.toStdString());
        return text + '.' + textOf(m_key.sign(text));
    }
    [[nodiscard]] static std::string textOf(const Signature &signature)
    {
        return toBase64Url({reinterpret_cast<const char *>(signature.data()), signature.size()});
    }
    [[nodiscard]] QByteArray payload() const
    {
        const QByteArray text = QByteArray::fromStdString(issueToken(m_claims, "k1", m_key));
        return QByteArray::fromStdString(*fromBase64Url(text.split('.')[1].toStdString()));
    }

    static constexpr std::int64_t kNow = 1'800'000'000;
    SeededRandom m_random{1};
    SigningKey m_key = SigningKey::make(m_random);
    SigningKey m_otherKey = SigningKey::make(m_random);
    std::map<std::string, PublicKey> m_keys;
    TokenClaims m_claims;
};

void TestTokens::initTestCase()
{
    initialiseCrypto();
    m_keys["k1"] = m_key.publicKey();
    m_claims.issuer = "https://127.0.0.1:7443";
    m_claims.audience = "/e/fair";
    m_claims.account = makeId(kNow * 1000, m_random);
    m_claims.token = makeId(kNow * 1000, m_random);
    m_claims.signIn = makeId(kNow * 1000, m_random);
    m_claims.device = makeId(kNow * 1000, m_random);
    m_claims.issuedAt = kNow;
    m_claims.expires = kNow + 300;
    m_claims.permissionVersion = 9'007'199'254'740'991;
}

void TestTokens::comesBack()
{
    const auto back = verify(issueToken(m_claims, "k1", m_key));
    QVERIFY(back);
    QVERIFY(*back == m_claims);
}

void TestTokens::comesBackWithoutDevice()
{
    TokenClaims claims = m_claims;
    claims.device.reset();
    const auto back = verify(issueToken(claims, "k1", m_key));
    QVERIFY(back);
    QVERIFY(*back == claims);
}

void TestTokens::headerIsWhatTheStandardsAsk()
{
    const QByteArray text = QByteArray::fromStdString(issueToken(m_claims, "k1", m_key));
    QCOMPARE(QByteArray::fromStdString(*fromBase64Url(text.split('.')[0].toStdString())),
             QByteArray(R"({"alg":"Ed25519","kid":"k1","typ":"at+jwt"})"));
    QVERIFY(text.size() < qsizetype(kMaxToken));
}

void TestTokens::takesTheOldNameOfTheAlgorithm()
{
    QVERIFY(verify(forged(R"({"alg":"EdDSA","kid":"k1","typ":"at+jwt"})", payload())));
}

void TestTokens::refusesEveryChangedCharacter()
{
    const std::string good = issueToken(m_claims, "k1", m_key);
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string changed = good;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        QVERIFY2(!verify(changed), qPrintable(QString::number(at)));
    }
}

void TestTokens::refusesEverySignatureButTheRight_data()
{
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("all zero") << QByteArray(64, '\0');
    QTest::newRow("truncated") << QByteArray(63, '\1');
    QTest::newRow("one too long") << QByteArray(65, '\1');
    // S = 0 with R a point of small order verifies under a lax check of a small-order key.
    QTest::newRow("identity point") << QByteArray(1, '\1') + QByteArray(63, '\0');
}

void TestTokens::refusesEverySignatureButTheRight()
{
    QFETCH(QByteArray, signature);
    const std::string good = issueToken(m_claims, "k1", m_key);
    const auto back = verify(good.substr(0, good.rfind('.') + 1) + toBase64Url(signature.toStdString()));
    QVERIFY(!back);
    QVERIFY(back.error() == (Failure{Fault::NotSignedIn, "signature", {}}));
}

void TestTokens::refusesHeader_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("detail");
    const QByteArray algorithm("algorithm");
    for (const char *name : {"none", "None", "nOnE", "", "HS256", "RS256", "ES256", "ed25519", "EDDSA", "Ed448"})
        QTest::addRow("algorithm '%s'", name)
            << QByteArray(R"({"alg":")") + name + R"(","kid":"k1","typ":"at+jwt"})" << algorithm;
    QTest::newRow("no algorithm") << QByteArray(R"({"kid":"k1","typ":"at+jwt"})") << algorithm;
    QTest::newRow("algorithm is a list") << QByteArray(R"({"alg":["Ed25519"],"kid":"k1","typ":"at+jwt"})") << algorithm;
    QTest::newRow("identity token") << QByteArray(R"({"alg":"Ed25519","kid":"k1","typ":"JWT"})") << QByteArray("type");
    QTest::newRow("refresh token") << QByteArray(R"({"alg":"Ed25519","kid":"k1","typ":"rt+jwt"})")
                                   << QByteArray("type");
    QTest::newRow("no type") << QByteArray(R"({"alg":"Ed25519","kid":"k1"})") << QByteArray("type");
    QTest::newRow("no key") << QByteArray(R"({"alg":"Ed25519","typ":"at+jwt"})") << QByteArray("key");
    QTest::newRow("unknown key") << QByteArray(R"({"alg":"Ed25519","kid":"k2","typ":"at+jwt"})") << QByteArray("key");
    QTest::newRow("path as key") << QByteArray(R"({"alg":"Ed25519","kid":"../../../dev/null","typ":"at+jwt"})")
                                 << QByteArray("key");
    QTest::newRow("SQL as key") << QByteArray(R"({"alg":"Ed25519","kid":"k1' UNION SELECT 'x","typ":"at+jwt"})")
                                << QByteArray("key");
    QTest::newRow("number as key") << QByteArray(R"({"alg":"Ed25519","kid":1,"typ":"at+jwt"})") << QByteArray("key");
    QTest::newRow("critical extension") << QByteArray(R"({"alg":"Ed25519","crit":["exp"],"kid":"k1","typ":"at+jwt"})")
                                        << QByteArray("header");
    QTest::newRow("one key twice") << QByteArray(R"({"alg":"none","alg":"Ed25519","kid":"k1","typ":"at+jwt"})")
                                   << QByteArray("header");
    QTest::newRow("space inside") << QByteArray(R"({"alg": "Ed25519","kid":"k1","typ":"at+jwt"})")
                                  << QByteArray("header");
    QTest::newRow("a list") << QByteArray("[]") << QByteArray("header");
    QTest::newRow("nothing") << QByteArray() << QByteArray("header");
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("header");
    QTest::newRow("deeply nested") << QByteArray(500, '[') + QByteArray(500, ']') << QByteArray("header");
}

void TestTokens::refusesHeader()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, detail);
    const auto back = verify(forged(header, payload())); // the signature is right, and does not help
    QVERIFY(!back);
    QCOMPARE(int(back.error().fault), int(Fault::NotSignedIn));
    QCOMPARE(back.error().detail, detail.toStdString());
}

void TestTokens::refusesPayload_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("detail");
    const QJsonObject good = QJsonDocument::fromJson(payload()).object();
    const auto with = [&good](const char *name, const QJsonValue &value) {
        QJsonObject changed = good;
        if (value.isUndefined())
            changed.remove(QLatin1String(name));
        else
            changed[QLatin1String(name)] = value;
        return QJsonDocument(changed).toJson(QJsonDocument::Compact);
    };
    const QByteArray claims("claims");
    for (const QString &name : good.keys()) {
        const QByteArray latin = name.toLatin1();
        if (latin != "device")
            QTest::addRow("%s missing", latin.constData()) << with(latin, QJsonValue::Undefined) << claims;
        QTest::addRow("%s null", latin.constData()) << with(latin, QJsonValue::Null) << claims;
        QTest::addRow("%s a list", latin.constData()) << with(latin, QJsonArray{good[name]}) << claims;
        QTest::addRow("%s of the wrong kind", latin.constData())
            << with(latin, good[name].isString() ? QJsonValue(1) : QJsonValue(QStringLiteral("1800000300"))) << claims;
    }
    QTest::newRow("issuer of another house")
        << with("iss", QStringLiteral("https://127.0.0.2:7443")) << QByteArray("issuer");
    QTest::newRow("token for another event") << with("aud", QStringLiteral("/e/other")) << QByteArray("audience");
    QTest::newRow("audience is a longer path") << with("aud", QStringLiteral("/e/fair2")) << QByteArray("audience");
    QTest::newRow("account is SQL") << with("sub", QStringLiteral("1' OR 1=1--")) << claims;
    QTest::newRow("account in capitals") << with("sub", good[QStringLiteral("sub")].toString().toUpper()) << claims;
    QTest::newRow("null account") << with("sub", QString(26, QLatin1Char('0'))) << claims;
    QTest::newRow("expiry negative") << with("exp", -1) << claims;
    QTest::newRow("expiry with a fraction") << with("exp", 1800000300.5) << claims;
    QTest::newRow("expiry beyond whole doubles") << with("exp", 1e18) << claims;
    QTest::newRow("expiry true") << with("exp", true) << claims;
    QTest::newRow("nbf as text") << with("nbf", QStringLiteral("0")) << claims;
    QTest::newRow("nbf far ahead") << with("nbf", double(kNow + 31)) << QByteArray("not yet");
    QTest::newRow("issued far ahead") << with("iat", double(kNow + 31)) << QByteArray("not yet");
    QTest::newRow("a claim twice") << payload().replace(payload().size() - 1, 1, ",\"sub\":\"x\"}") << claims;
    QTest::newRow("trailing bytes") << payload() + "{}" << claims;
    QTest::newRow("byte order mark") << "\xef\xbb\xbf" + payload() << claims;
    QTest::newRow("a list") << QByteArray("[]") << claims;
    QTest::newRow("nothing") << QByteArray() << claims;
}

void TestTokens::refusesPayload()
{
    QFETCH(QByteArray, payload);
    QFETCH(QByteArray, detail);
    const auto back = verify(forged(R"({"alg":"Ed25519","kid":"k1","typ":"at+jwt"})", payload));
    QVERIFY(!back);
    QCOMPARE(int(back.error().fault), int(Fault::NotSignedIn));
    QCOMPARE(back.error().detail, detail.toStdString());
}

void TestTokens::refusesForm_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray good = QByteArray::fromStdString(issueToken(m_claims, "k1", m_key));
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("only dots") << QByteArray("..");
    QTest::newRow("two parts") << good.left(good.lastIndexOf('.'));
    QTest::newRow("four parts") << good + ".e30";
    QTest::newRow("five parts, as encrypted ones have") << good + ".e30.e30";
    QTest::newRow("a space behind") << good + ' ';
    QTest::newRow("padding") << good + "==";
    QTest::newRow("over the limit of size") << good + QByteArray(2048, 'A');
    QTest::newRow("a megabyte of dots") << QByteArray(1 << 20, '.');
    QTest::newRow("with its scheme") << "Bearer " + good;
    QTest::newRow("NUL behind") << good + '\0';
    TicketCode ticket;
    QTest::newRow("ticket as token") << QByteArray::fromStdString(signTicket(ticket, m_key));
}

void TestTokens::refusesForm()
{
    QFETCH(QByteArray, text);
    const auto back = verify(text.toStdString());
    QVERIFY(!back);
    QCOMPARE(int(back.error().fault), int(Fault::NotSignedIn));
}

void TestTokens::judgesTime_data()
{
    QTest::addColumn<qint64>("now");
    QTest::addColumn<int>("fault");
    const int good = int(Fault::None);
    QTest::newRow("as issued") << qint64(kNow) << good;
    QTest::newRow("30 s before it was issued") << qint64(kNow - 30) << good;
    QTest::newRow("31 s before it was issued") << qint64(kNow - 31) << int(Fault::NotSignedIn);
    QTest::newRow("1970") << qint64(0) << int(Fault::NotSignedIn);
    QTest::newRow("last second") << qint64(kNow + 299) << good;
    QTest::newRow("last second of the leeway") << qint64(kNow + 329) << good;
    QTest::newRow("past the leeway") << qint64(kNow + 330) << int(Fault::Expired);
    QTest::newRow("a year later") << qint64(kNow + 31'536'000) << int(Fault::Expired);
}

void TestTokens::judgesTime()
{
    QFETCH(qint64, now);
    QFETCH(int, fault);
    const auto back = verify(issueToken(m_claims, "k1", m_key), now);
    QCOMPARE(back ? int(Fault::None) : int(back.error().fault), fault);
}

void TestTokens::refusesOtherKeys()
{
    const auto stranger = verify(issueToken(m_claims, "k1", m_otherKey));
    QVERIFY(!stranger);
    QVERIFY(stranger.error() == (Failure{Fault::NotSignedIn, "signature", {}}));

    // The attacker's own key in the header, and the signature fits it: nobody looks at it.
    const QByteArray key = QByteArray::fromStdString(toBase64Url(m_otherKey.publicKey().view()));
    for (const QByteArray &member : {R"("jwk":{"crv":"Ed25519","kty":"OKP","x":")" + key + R"("},)",
                                     QByteArray(R"("jku":"https://127.0.0.1/k",)")}) {
        const QByteArray header = R"({"alg":"Ed25519",)" + member + R"("kid":"k1","typ":"at+jwt"})";
        const std::string text = toBase64Url(header.toStdString()) + '.' + toBase64Url(payload().toStdString());
        const auto back = verify(text + '.' + textOf(m_otherKey.sign(text)));
        QVERIFY(!back);
        QVERIFY2(back.error() == (Failure{Fault::NotSignedIn, "signature", {}})
                     || back.error() == (Failure{Fault::NotSignedIn, "header", {}}),
                 qPrintable(QString::fromStdString(back.error().detail)));
    }

    // HS256 with our public key as the secret.
    const std::string text =
        toBase64Url(R"({"alg":"HS256","kid":"k1","typ":"at+jwt"})") + '.' + toBase64Url(payload().toStdString());
    const QByteArray mac = QMessageAuthenticationCode::hash(
        QByteArray::fromStdString(text), QByteArray(reinterpret_cast<const char *>(m_key.publicKey().bytes.data()), 32),
        QCryptographicHash::Sha256);
    const auto back = verify(text + '.' + toBase64Url(mac.toStdString()));
    QVERIFY(!back);
    QVERIFY(back.error() == (Failure{Fault::NotSignedIn, "algorithm", {}}));
}

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"
