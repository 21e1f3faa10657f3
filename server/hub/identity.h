// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "server/hub/moment.h"
#include "server/store/reader.h"
#include "shared/access/accounts.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse {

class Keyring;

/// How long an access token is good for until sign-ins can be renewed without a password (a later issue): one working
/// day.
inline constexpr std::int64_t kSignInMs = 12 * 3'600'000;

/// Who is at the other end, and what that one may do and see now.
struct Identity {
    Actor actor;
    std::string name;
    bool isDevice = false;
    Scopes scopes;      ///< held
    GateId gate;        ///< device
    CheckInListId list; ///< device
    std::int64_t permissionVersion = 0;
    Instant expires{std::numeric_limits<std::int64_t>::max()}; ///< of the token
};

/// Says who shows a token: the access token of an account or the key of a device. What was looked up is remembered
/// until forget(), so that a hall that comes back at once costs the document nothing. One thread, that of the reader.
class Identities
{
public:
    /// `issuer` and `audience` as in tokens of this document.
    Identities(Reader &reader, const Keyring &keyring, std::string issuer, std::string audience);

    /// Fault::NotSignedIn, Expired; Revoked for a locked account. A revoked device is known, without permissions and
    /// scopes.
    [[nodiscard]] Result<Identity> identify(std::string_view token, Instant now) const;
    /// The same actor as things stand now. Fault::Revoked if it is locked or gone.
    [[nodiscard]] Result<Identity> refreshed(const Identity &identity) const;
    /// An access token for an account that has shown its password. Fault::NotFound, Revoked.
    [[nodiscard]] Result<std::string> issue(const AccountId &account, Instant now, Random &random,
                                            Instant *expires) const;
    /// Accounts, roles, devices or their secrets have changed: what was taken back is taken back from now on. Whoever
    /// delivers changes calls this before anybody acts on them.
    void forget();

private:
    [[nodiscard]] Result<Identity> known(const Id &id, Result<Identity> (Identities::*find)(const Id &id) const) const;
    [[nodiscard]] Result<Bytes> keyHashOf(const Id &device) const;
    [[nodiscard]] Result<Identity> findAccount(const Id &id) const;
    [[nodiscard]] Result<Identity> findDevice(const Id &id) const;
    [[nodiscard]] Result<Identity> account(const AccountId &id) const;
    [[nodiscard]] Result<Identity> device(const DeviceId &id) const;
    [[nodiscard]] Result<Identity> deviceOfKey(std::string_view key) const;
    [[nodiscard]] Result<Identity> accountOfToken(std::string_view token, Instant now) const;

    Reader &m_reader;
    const Keyring &m_keyring;
    std::string m_issuer;
    std::string m_audience;
    mutable std::unordered_map<Id, Identity> m_known;
    mutable std::unordered_map<Id, Bytes> m_keyHashes; ///< of devices
};

} // namespace gatehouse
