// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/identity.h"

#include "server/access/tokens.h"
#include "server/keyring/keyring.h"
#include "shared/crypto/digest.h"

namespace gatehouse {

namespace {

constexpr std::string_view kDeviceKeyStart = "gkd1.";
constexpr std::size_t kMostKnown = 20'000; // some MB; more are looked up again

} // namespace

Identities::Identities(Reader &reader, const Keyring &keyring, std::string issuer, std::string audience)
    : m_reader(reader), m_keyring(keyring), m_issuer(std::move(issuer)), m_audience(std::move(audience))
{
}

Result<Identity> Identities::identify(std::string_view token, Instant now) const
{
    return token.starts_with(kDeviceKeyStart) ? deviceOfKey(token) : accountOfToken(token, now);
}

Result<Identity> Identities::refreshed(const Identity &identity) const
{
    auto now = identity.isDevice ? device(DeviceId(identity.actor.id)) : account(AccountId(identity.actor.id));
    if (!now)
        return now;
    now->expires = identity.expires;
    now->actor.device = identity.actor.device;
    return now;
}

Result<std::string> Identities::issue(const AccountId &id, Instant now, Random &random, Instant *expires) const
{
    const auto found = account(id);
    if (!found)
        return fail(found.error());
    TokenClaims claims;
    claims.issuer = m_issuer;
    claims.audience = m_audience;
    claims.account = id;
    claims.token = makeId(now.ms, random);
    claims.signIn = makeId(now.ms, random);
    claims.issuedAt = now.ms / 1000;
    claims.expires = (now.ms + kSignInMs) / 1000;
    claims.permissionVersion = static_cast<std::uint64_t>(found->permissionVersion);
    *expires = Instant{claims.expires * 1000};
    const NumberedKey &signer = m_keyring.tokenSigner();
    return issueToken(claims, Keyring::tokenKeyName(signer.id), signer.key);
}

void Identities::forget()
{
    m_known.clear();
    m_keyHashes.clear();
}

Result<Identity> Identities::known(const Id &id, Result<Identity> (Identities::*find)(const Id &id) const) const
{
    if (const auto at = m_known.find(id); at != m_known.end())
        return at->second;
    auto identity = (this->*find)(id);
    if (!identity)
        return identity;
    if (m_known.size() >= kMostKnown)
        m_known.clear();
    m_known.emplace(id, *identity);
    return identity;
}

Result<Identity> Identities::account(const AccountId &id) const
{
    return known(id, &Identities::findAccount);
}

Result<Identity> Identities::device(const DeviceId &id) const
{
    return known(id, &Identities::findDevice);
}

Result<Identity> Identities::findAccount(const Id &id) const
{
    auto account = findRow<Account>(m_reader, id);
    if (!account)
        return fail(std::move(account.error()));
    if (!*account || (*account)->isLocked)
        return fail(Fault::Revoked, "account " + id.toString());
    Identity identity;
    identity.actor.id = id;
    identity.actor.permissions.add(Permission::Everyone);
    for (const RoleId &roleId : (*account)->roles) {
        auto role = findRow<Role>(m_reader, roleId);
        if (!role)
            return fail(std::move(role.error()));
        if (*role)
            identity.actor.permissions.add(permissionsOf(**role));
    }
    identity.name = (*account)->name;
    identity.scopes = heldScopes(identity.actor.permissions, id);
    identity.permissionVersion = (*account)->permissionVersion;
    return identity;
}

Result<Identity> Identities::findDevice(const Id &id) const
{
    auto device = findRow<Device>(m_reader, id);
    if (!device)
        return fail(std::move(device.error()));
    if (!*device)
        return fail(Fault::Revoked, "device " + id.toString());
    Identity identity;
    identity.isDevice = true;
    identity.actor.id = id;
    identity.actor.device = id;
    identity.actor.permissions = permissionsOf(**device);
    identity.actor.isRevokedDevice = (*device)->isRevoked;
    identity.name = (*device)->name;
    identity.scopes = heldScopes(**device);
    identity.gate = (*device)->gate;
    identity.list = (*device)->list;
    return identity;
}

Result<Identity> Identities::deviceOfKey(std::string_view key) const
{
    const std::string_view rest = key.substr(kDeviceKeyStart.size());
    const std::size_t dot = rest.find('.');
    const auto id = dot == std::string_view::npos ? std::nullopt : Id::fromString(rest.substr(0, dot));
    const auto secret = id ? fromBase64Url(rest.substr(dot + 1)) : std::nullopt;
    if (!secret || secret->size() != SecretKey::kSize)
        return fail(Fault::NotSignedIn, "device key");
    const auto kept = keyHashOf(*id);
    if (!kept)
        return fail(kept.error());
    if (!equalInConstantTime(*kept, sha256(*secret).view()))
        return fail(Fault::NotSignedIn, "device key");
    return device(DeviceId(*id));
}

Result<Bytes> Identities::keyHashOf(const Id &device) const
{
    if (const auto at = m_keyHashes.find(device); at != m_keyHashes.end())
        return at->second;
    auto kept = findRow<DeviceSecret>(m_reader, device);
    if (!kept)
        return fail(std::move(kept.error()));
    if (!*kept)
        return fail(Fault::NotSignedIn, "device key");
    if (m_keyHashes.size() >= kMostKnown)
        m_keyHashes.clear();
    return m_keyHashes.emplace(device, std::move((*kept)->keyHash)).first->second;
}

Result<Identity> Identities::accountOfToken(std::string_view token, Instant now) const
{
    const auto claims = verifyToken(token, [this](std::string_view keyId) { return m_keyring.tokenKey(keyId); },
                                    {m_issuer, m_audience, now});
    if (!claims)
        return fail(claims.error());
    auto identity = account(AccountId(claims->account));
    if (!identity)
        return identity;
    // What the account may do has changed since: whoever holds the token shows the password again.
    if (static_cast<std::uint64_t>(identity->permissionVersion) != claims->permissionVersion)
        return fail(Fault::Expired, "permissions have changed");
    identity->expires = Instant{claims->expires * 1000};
    if (claims->device)
        identity->actor.device = *claims->device;
    return identity;
}

} // namespace gatehouse
