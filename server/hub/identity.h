// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "server/hub/moment.h"
#include "server/store/reader.h"
#include "shared/access/accounts.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse {

class Keyring;

/// How long an access token is good for until sign-ins can be renewed without a password (a later issue): one working day.
inline constexpr std::int64_t kSignInMs = 12 * 3'600'000;

/// Who is at the other end, and what that one may do and see now.
struct Identity {
    Actor actor;
    std::string name;
    bool isDevice = false;
    Scopes scopes;        ///< held
    GateId gate;          ///< device
    CheckInListId list;   ///< device
    std::int64_t permissionVersion = 0;
    Instant expires{std::numeric_limits<std::int64_t>::max()}; ///< of the token
};

/// Says who shows a token: the access token of an account or the key of a device. Looks everything up anew each time, so that what was
/// taken back is taken back at once. One thread, that of the reader.
class Identities
{
public:
    /// `issuer` and `audience` as in tokens of this document.
    Identities(Reader &reader, const Keyring &keyring, std::string issuer, std::string audience);

    /// Fault::NotSignedIn, Expired; Revoked for a locked account. A revoked device is known, without permissions and scopes.
    [[nodiscard]] Result<Identity> identify(std::string_view token, Instant now) const;
    /// The same actor as things stand now. Fault::Revoked if it is locked or gone.
    [[nodiscard]] Result<Identity> refreshed(const Identity &identity) const;
    /// An access token for an account that has shown its password. Fault::NotFound, Revoked.
    [[nodiscard]] Result<std::string> issue(const AccountId &account, Instant now, Random &random, Instant *expires) const;

private:
    [[nodiscard]] Result<Identity> account(const AccountId &id) const;
    [[nodiscard]] Result<Identity> device(const DeviceId &id) const;
    [[nodiscard]] Result<Identity> deviceOfKey(std::string_view key) const;
    [[nodiscard]] Result<Identity> accountOfToken(std::string_view token, Instant now) const;

    Reader &m_reader;
    const Keyring &m_keyring;
    std::string m_issuer;
    std::string m_audience;
};

} // namespace gatehouse
