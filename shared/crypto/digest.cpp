// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/digest.h"

#include <sodium.h>

namespace gatehouse {

namespace {
const unsigned char *raw(std::string_view bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}
} // namespace

Digest sha256(std::string_view bytes)
{
    Digest digest;
    crypto_hash_sha256(digest.bytes.data(), raw(bytes), bytes.size());
    return digest;
}

Sha256::Sha256()
{
    crypto_hash_sha256_init(&m_state);
}

Sha256 &Sha256::add(std::string_view bytes)
{
    crypto_hash_sha256_update(&m_state, raw(bytes), bytes.size());
    return *this;
}

Digest Sha256::finish()
{
    Digest digest;
    crypto_hash_sha256_final(&m_state, digest.bytes.data());
    crypto_hash_sha256_init(&m_state);
    return digest;
}

std::array<std::uint8_t, 16> keyedHash16(const SecretKey &key, std::string_view bytes)
{
    std::array<std::uint8_t, 16> hash{};
    crypto_generichash(hash.data(), hash.size(), raw(bytes), bytes.size(), key.data(), SecretKey::kSize);
    return hash;
}

} // namespace gatehouse
