// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/secret.h"
#include "shared/model/result.h"

#include <string>
#include <string_view>

namespace gatehouse {

/// A new code such as "7KQ2M-…": eight groups of five characters without I, L, O, U. In each group four are random
/// (160 bits in all) and the fifth checks them and the group's place.
[[nodiscard]] std::string makeRecoveryCode(Random &random);

/// The key that a code stands for at one document. Takes lower case, missing or other hyphens, O for 0, I and L for 1.
/// Fault::Malformed "length" or "characters"; Fault::Invalid "group 3" for a slip of the pen there.
[[nodiscard]] Result<SecretKey> keyOfRecoveryCode(std::string_view code, const Id &document);

} // namespace gatehouse
