// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/id.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// 32 secret bytes for sealing, keyed hashes and derivation. A value; zeroed when it dies. It has no text form and no
/// `==`, so that it is neither logged nor compared in varying time by accident.
class SecretKey
{
public:
    static constexpr std::size_t kSize = 32;

    SecretKey() = default; ///< all zero: only a place to put a key in
    SecretKey(const SecretKey &) = default;
    SecretKey &operator=(const SecretKey &) = default;
    ~SecretKey();

    [[nodiscard]] static SecretKey make(Random &random);
    /// Nothing unless there are exactly 32 bytes. The caller wipes its own copy.
    [[nodiscard]] static std::optional<SecretKey> fromBytes(std::string_view bytes);

    [[nodiscard]] const std::uint8_t *data() const { return m_bytes.data(); }
    [[nodiscard]] std::string_view view() const { return {reinterpret_cast<const char *>(m_bytes.data()), kSize}; }

private:
    std::array<std::uint8_t, kSize> m_bytes{};
};

/// A key for one purpose made from another (BLAKE2b-256, keyed). Same key and purpose, same result; the parent cannot
/// be found from the child. Purposes are constants such as "gatehouse ticket sealing".
[[nodiscard]] SecretKey deriveKey(const SecretKey &parent, std::string_view purpose);

/// Takes the same time wherever the difference lies. Lengths are not secret.
[[nodiscard]] bool equalInConstantTime(std::string_view one, std::string_view other);

/// Zeroes and empties text that held a secret; the compiler cannot leave this out.
void wipe(std::string &secret);

} // namespace gatehouse
