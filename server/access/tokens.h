// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/signing.h"
#include "shared/model/id.h"
#include "shared/model/result.h"
#include "shared/model/values.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

inline constexpr std::chrono::minutes kTokenLife{5};    ///< how long an access token is good for
inline constexpr std::chrono::seconds kTokenLeeway{30}; ///< how far clocks may differ
inline constexpr std::size_t kMaxToken = 2048;          ///< bytes; ours have about 500

/// What an access token says (RFC 9068). Whether account, device and sign-in still stand is for the caller to ask.
struct TokenClaims {
    std::string issuer;
    std::string audience;                ///< one document's address; a token for one event is nothing at another
    std::string client = "gatehouse";    ///< which program asked
    Id account;                          ///< `sub`
    Id token;                            ///< `jti`
    Id signIn;                           ///< `sid`; signing out ends all tokens with it
    std::int64_t issuedAt = 0;           ///< Unix seconds
    std::int64_t expires = 0;            ///< Unix seconds
    std::uint64_t permissionVersion = 0; ///< revision of the account's rights when it was issued
    std::optional<Id> device;

    bool operator==(const TokenClaims &) const = default;
};

/// A JWT with `typ` at+jwt and `alg` Ed25519 (RFC 9864).
[[nodiscard]] std::string issueToken(const TokenClaims &claims, std::string_view keyId, const SigningKey &key);

/// The public key with this id, or null. The id comes from outside: look it up in a map, nowhere else.
using TokenKeys = std::function<const PublicKey *(std::string_view keyId)>;

struct TokenExpectation {
    std::string issuer;
    std::string audience;
    Instant now;
    std::chrono::seconds leeway = kTokenLeeway;
};

/// Everything must be as issueToken() writes it, down to the byte order of the JSON. The key decides the algorithm,
/// never the header; keys and addresses in the header are not looked at. Fault::Expired once its time is over;
/// everything else is Fault::NotSignedIn, with a detail for the log ("form", "header", "type", "algorithm", "key",
/// "signature", "claims", "issuer", "audience", "not yet").
[[nodiscard]] Result<TokenClaims> verifyToken(std::string_view text, const TokenKeys &keys,
                                              const TokenExpectation &expected);

} // namespace gatehouse
