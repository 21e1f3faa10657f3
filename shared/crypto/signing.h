// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/secret.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse {

/// An Ed25519 public key (RFC 8032).
struct PublicKey {
    std::array<std::uint8_t, 32> bytes{};

    auto operator<=>(const PublicKey &) const = default;
    [[nodiscard]] std::string_view view() const { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }
    /// Nothing unless there are exactly 32 bytes. Whether they are a point of the curve shows when a signature is
    /// verified.
    [[nodiscard]] static std::optional<PublicKey> fromBytes(std::string_view bytes);
};

using Signature = std::array<std::uint8_t, 64>;

/// An Ed25519 key pair. Zeroed when it dies.
class SigningKey
{
public:
    SigningKey(const SigningKey &) = default;
    SigningKey &operator=(const SigningKey &) = default;
    ~SigningKey();

    [[nodiscard]] static SigningKey make(Random &random);
    /// The seed is all that has to be kept.
    [[nodiscard]] static SigningKey fromSeed(const SecretKey &seed);

    [[nodiscard]] SecretKey seed() const;
    [[nodiscard]] const PublicKey &publicKey() const { return m_public; }
    /// The same message always gives the same signature. Messages carry a constant prefix of their own purpose, so that
    /// a signature made for one is worth nothing for another.
    [[nodiscard]] Signature sign(std::string_view message) const;

private:
    SigningKey() = default;
    PublicKey m_public;
    std::array<std::uint8_t, 64> m_secret{};
};

/// Refuses also what RFC 8032 leaves open: points of small order and signatures whose number is not reduced.
/// `signature` of any length but 64 bytes is simply wrong.
[[nodiscard]] bool verifySignature(const PublicKey &key, std::string_view message, std::string_view signature);

} // namespace gatehouse
