// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/signing.h"

#include <sodium.h>

namespace gatehouse {

std::optional<PublicKey> PublicKey::fromBytes(std::string_view bytes)
{
    PublicKey key;
    if (bytes.size() != key.bytes.size())
        return std::nullopt;
    std::memcpy(key.bytes.data(), bytes.data(), bytes.size());
    return key;
}

SigningKey::~SigningKey()
{
    sodium_memzero(m_secret.data(), m_secret.size());
}

SigningKey SigningKey::make(Random &random)
{
    return fromSeed(SecretKey::make(random));
}

SigningKey SigningKey::fromSeed(const SecretKey &seed)
{
    SigningKey key;
    crypto_sign_seed_keypair(key.m_public.bytes.data(), key.m_secret.data(), seed.data());
    return key;
}

SecretKey SigningKey::seed() const
{
    // libsodium's secret key is the seed followed by the public key.
    return *SecretKey::fromBytes({reinterpret_cast<const char *>(m_secret.data()), SecretKey::kSize});
}

Signature SigningKey::sign(std::string_view message) const
{
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char *>(message.data()),
                         message.size(), m_secret.data());
    return signature;
}

bool verifySignature(const PublicKey &key, std::string_view message, std::string_view signature)
{
    return signature.size() == crypto_sign_BYTES
        && crypto_sign_verify_detached(reinterpret_cast<const unsigned char *>(signature.data()),
                                       reinterpret_cast<const unsigned char *>(message.data()), message.size(),
                                       key.bytes.data())
        == 0;
}

} // namespace gatehouse
