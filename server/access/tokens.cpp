// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/tokens.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace gatehouse {

namespace {
constexpr std::string_view kType = "at+jwt";
constexpr std::string_view kAlgorithm = "Ed25519";
constexpr std::string_view kOldAlgorithm = "EdDSA"; // RFC 8037's name of the same; also other houses' libraries know it

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

/// An object written exactly as compact() writes it: so no key twice, no other spelling of anything, nothing behind.
Result<QJsonObject> canonicalObject(std::string_view part, const char *detail)
{
    const auto bytes = fromBase64Url(part);
    if (!bytes || toBase64Url(*bytes) != part)
        return fail(Fault::NotSignedIn, "form");
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromRawData(bytes->data(), static_cast<qsizetype>(bytes->size())));
    if (!document.isObject() || compact(document.object()) != *bytes)
        return fail(Fault::NotSignedIn, detail);
    return document.object();
}

struct TokenParts {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
    std::string_view signedPart;
};

std::optional<TokenParts> split(std::string_view text)
{
    const auto first = text.find('.');
    const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (text.size() > kMaxToken || second == std::string_view::npos
        || text.find('.', second + 1) != std::string_view::npos)
        return std::nullopt;
    return TokenParts{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1),
                      text.substr(0, second)};
}

/// Collects claims; one that is missing or of another kind spoils the whole.
class ClaimReader
{
public:
    explicit ClaimReader(const QJsonObject &claims) : m_claims(claims) {}
    [[nodiscard]] bool isGood() const { return m_isGood; }

    void read(const char *name, std::string &text)
    {
        const QJsonValue value = valueOf(name);
        if (value.isString() && !value.toString().isEmpty())
            text = value.toString().toStdString();
        else
            m_isGood = false;
    }

    void read(const char *name, Id &id)
    {
        std::string text;
        read(name, text);
        const auto found = Id::fromString(text);
        if (found && found->toString() == text && !found->isNull())
            id = *found;
        else
            m_isGood = false;
    }

    void read(const char *name, std::optional<Id> &id)
    {
        if (!valueOf(name).isUndefined())
            read(name, id.emplace());
    }

    /// A whole number from 0 to 2⁵³ − 1.
    template <class Number>
    void readNumber(const char *name, Number &number)
    {
        constexpr double kLargest = 9007199254740991.0;
        const QJsonValue value = valueOf(name);
        const double wide = value.toDouble(-1);
        if (value.isDouble() && wide >= 0 && wide <= kLargest && wide == std::floor(wide))
            number = static_cast<Number>(wide);
        else
            m_isGood = false;
    }

private:
    [[nodiscard]] QJsonValue valueOf(const char *name) const { return m_claims.value(QLatin1String(name)); }

    const QJsonObject &m_claims;
    bool m_isGood = true;
};

Result<TokenClaims> claimsOf(const QJsonObject &object)
{
    TokenClaims claims;
    ClaimReader reader(object);
    reader.read("iss", claims.issuer);
    reader.read("aud", claims.audience);
    reader.read("client_id", claims.client);
    reader.read("sub", claims.account);
    reader.read("jti", claims.token);
    reader.read("sid", claims.signIn);
    reader.readNumber("iat", claims.issuedAt);
    reader.readNumber("exp", claims.expires);
    reader.readNumber("perm_version", claims.permissionVersion);
    reader.read("device", claims.device);
    if (!reader.isGood())
        return fail(Fault::NotSignedIn, "claims");
    return claims;
}

/// The key that the header names, once type and algorithm are the only ones we know.
Result<const PublicKey *> keyFor(const QJsonObject &header, const TokenKeys &keys)
{
    if (header.value(QLatin1String("typ")) != QJsonValue(textOf(kType)))
        return fail(Fault::NotSignedIn, "type");
    const QJsonValue algorithm = header.value(QLatin1String("alg"));
    if (algorithm != QJsonValue(textOf(kAlgorithm)) && algorithm != QJsonValue(textOf(kOldAlgorithm)))
        return fail(Fault::NotSignedIn, "algorithm");
    if (header.contains(QLatin1String("crit"))) // extensions that must be understood; we know none (RFC 7515 §4.1.11)
        return fail(Fault::NotSignedIn, "header");
    const PublicKey *key = keys(header.value(QLatin1String("kid")).toString().toStdString());
    if (!key)
        return fail(Fault::NotSignedIn, "key");
    return key;
}

Result<> checkTimes(const QJsonObject &object, const TokenClaims &claims, const TokenExpectation &expected)
{
    const std::int64_t now = expected.now.ms / 1000;
    const std::int64_t leeway = expected.leeway.count();
    if (claims.expires + leeway <= now)
        return fail(Fault::Expired, "token");
    std::int64_t notBefore = claims.issuedAt;
    if (object.contains(QLatin1String("nbf"))) {
        ClaimReader reader(object);
        reader.readNumber("nbf", notBefore);
        if (!reader.isGood())
            return fail(Fault::NotSignedIn, "claims");
    }
    if (notBefore - leeway > now || claims.issuedAt - leeway > now)
        return fail(Fault::NotSignedIn, "not yet");
    return {};
}
} // namespace

std::string issueToken(const TokenClaims &claims, std::string_view keyId, const SigningKey &key)
{
    const QJsonObject header{{QStringLiteral("alg"), textOf(kAlgorithm)},
                             {QStringLiteral("kid"), textOf(keyId)},
                             {QStringLiteral("typ"), textOf(kType)}};
    QJsonObject payload{{QStringLiteral("iss"), textOf(claims.issuer)},
                        {QStringLiteral("aud"), textOf(claims.audience)},
                        {QStringLiteral("client_id"), textOf(claims.client)},
                        {QStringLiteral("sub"), textOf(claims.account.toString())},
                        {QStringLiteral("jti"), textOf(claims.token.toString())},
                        {QStringLiteral("sid"), textOf(claims.signIn.toString())},
                        {QStringLiteral("iat"), static_cast<qint64>(claims.issuedAt)},
                        {QStringLiteral("exp"), static_cast<qint64>(claims.expires)},
                        {QStringLiteral("perm_version"), static_cast<qint64>(claims.permissionVersion)}};
    if (claims.device)
        payload[QStringLiteral("device")] = textOf(claims.device->toString());
    std::string text = toBase64Url(compact(header)) + '.' + toBase64Url(compact(payload));
    const Signature signature = key.sign(text);
    text += '.' + toBase64Url({reinterpret_cast<const char *>(signature.data()), signature.size()});
    return text;
}

Result<TokenClaims> verifyToken(std::string_view text, const TokenKeys &keys, const TokenExpectation &expected)
{
    const auto parts = split(text);
    if (!parts)
        return fail(Fault::NotSignedIn, "form");
    const auto header = canonicalObject(parts->header, "header");
    if (!header)
        return fail(header.error());
    const auto key = keyFor(*header, keys);
    if (!key)
        return fail(key.error());
    const auto signature = fromBase64Url(parts->signature);
    if (!signature || toBase64Url(*signature) != parts->signature
        || !verifySignature(**key, parts->signedPart, *signature))
        return fail(Fault::NotSignedIn, "signature");
    const auto payload = canonicalObject(parts->payload, "claims");
    if (!payload)
        return fail(payload.error());
    auto claims = claimsOf(*payload);
    if (!claims)
        return claims;
    if (claims->issuer != expected.issuer)
        return fail(Fault::NotSignedIn, "issuer");
    if (claims->audience != expected.audience)
        return fail(Fault::NotSignedIn, "audience");
    if (auto inTime = checkTimes(*payload, *claims, expected); !inTime)
        return fail(inTime.error());
    return claims;
}

} // namespace gatehouse
