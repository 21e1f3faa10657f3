// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/seal.h"

#include "shared/crypto/random.h"

#include <sodium.h>

namespace gatehouse {

namespace {
constexpr unsigned char kFormat = 1;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealOverhead == 1 + kNonce + kTag);
} // namespace

std::string seal(const SecretKey &key, std::string_view plain, std::string_view associated)
{
    SecureRandom random;
    return seal(key, plain, associated, random);
}

std::string seal(const SecretKey &key, std::string_view plain, std::string_view associated, Random &random)
{
    std::string sealed(kSealOverhead + plain.size(), '\0');
    auto *out = reinterpret_cast<unsigned char *>(sealed.data());
    out[0] = kFormat;
    random.fill(out + 1, kNonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        out + 1 + kNonce, nullptr, reinterpret_cast<const unsigned char *>(plain.data()), plain.size(),
        reinterpret_cast<const unsigned char *>(associated.data()), associated.size(), nullptr, out + 1, key.data());
    return sealed;
}

Result<std::string> unseal(const SecretKey &key, std::string_view sealed, std::string_view associated)
{
    if (sealed.size() < kSealOverhead)
        return fail(Fault::Malformed, "sealed box is too short");
    const auto *in = reinterpret_cast<const unsigned char *>(sealed.data());
    if (in[0] != kFormat)
        return fail(Fault::Newer, "sealed box of an unknown format");
    std::string plain(sealed.size() - kSealOverhead, '\0');
    const int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char *>(plain.data()), nullptr, nullptr, in + 1 + kNonce, sealed.size() - 1 - kNonce,
        reinterpret_cast<const unsigned char *>(associated.data()), associated.size(), in + 1, key.data());
    if (refused != 0)
        return fail(Fault::Corrupt, "sealed box does not open with this key");
    return plain;
}

} // namespace gatehouse
