// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/secret.h"

#include <sodium/crypto_hash_sha256.h>

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse {

/// A SHA-256 hash. Raw; toHex(digest.view()) for people.
struct Digest {
    std::array<std::uint8_t, 32> bytes{};

    auto operator<=>(const Digest &) const = default;
    [[nodiscard]] std::string_view view() const { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }
};

[[nodiscard]] Digest sha256(std::string_view bytes);

/// SHA-256 of bytes that come in pieces. Never allocates: the journal uses one per entry.
class Sha256
{
public:
    Sha256();
    Sha256 &add(std::string_view bytes);
    /// Once only; afterwards the object is as new.
    [[nodiscard]] Digest finish();

private:
    crypto_hash_sha256_state m_state;
};

/// BLAKE2b with 16 bytes of result under a key: what is stored or indexed instead of a value that could be guessed (an
/// address, a credential). Without the key nobody can try values.
[[nodiscard]] std::array<std::uint8_t, 16> keyedHash16(const SecretKey &key, std::string_view bytes);

} // namespace gatehouse
