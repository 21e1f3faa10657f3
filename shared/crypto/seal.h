// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/secret.h"
#include "shared/model/result.h"

#include <string>
#include <string_view>

namespace gatehouse {

inline constexpr std::size_t kSealOverhead = 1 + 24 + 16; ///< bytes that a seal adds: format, nonce, tag

/// Encrypts and authenticates (XChaCha20-Poly1305, IETF). `associated` is not stored but must be the same to unseal: it
/// ties the box to its place, for instance the row's id, so that boxes cannot be swapped.
/// Layout: format byte 1 | nonce 24 | ciphertext with its tag 16.
[[nodiscard]] std::string seal(const SecretKey &key, std::string_view plain, std::string_view associated);
/// The same with a given source for the nonce, so that a simulation repeats. With real keys only ever SecureRandom: a
/// nonce used twice gives both texts away.
[[nodiscard]] std::string seal(const SecretKey &key, std::string_view plain, std::string_view associated,
                               Random &random);

/// Fault::Malformed: shorter than any box. Fault::Newer: a format byte we do not know. Fault::Corrupt: wrong key, wrong
/// `associated`, or changed bytes; nothing tells which.
[[nodiscard]] Result<std::string> unseal(const SecretKey &key, std::string_view sealed, std::string_view associated);

} // namespace gatehouse
