// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/secret.h"

#include <sodium.h>

namespace gatehouse {

SecretKey::~SecretKey()
{
    sodium_memzero(m_bytes.data(), m_bytes.size());
}

SecretKey SecretKey::make(Random &random)
{
    SecretKey key;
    random.fill(key.m_bytes.data(), kSize);
    return key;
}

std::optional<SecretKey> SecretKey::fromBytes(std::string_view bytes)
{
    if (bytes.size() != kSize)
        return std::nullopt;
    SecretKey key;
    std::memcpy(key.m_bytes.data(), bytes.data(), kSize);
    return key;
}

SecretKey deriveKey(const SecretKey &parent, std::string_view purpose)
{
    std::array<char, SecretKey::kSize> bytes{};
    crypto_generichash(reinterpret_cast<unsigned char *>(bytes.data()), bytes.size(),
                       reinterpret_cast<const unsigned char *>(purpose.data()), purpose.size(), parent.data(),
                       SecretKey::kSize);
    SecretKey key = *SecretKey::fromBytes({bytes.data(), bytes.size()});
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

bool equalInConstantTime(std::string_view one, std::string_view other)
{
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

void wipe(std::string &secret)
{
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

} // namespace gatehouse
