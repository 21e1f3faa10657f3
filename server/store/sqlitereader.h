// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/reader.h"

#include <span>

namespace gatehouse {

/// A reader of the document at this path, on the calling thread. The keyring opens personal parts and must outlive it;
/// without one they come empty. `entities` empty: those of the house.
[[nodiscard]] Result<std::unique_ptr<Reader>> openReader(const std::string &path, const Keyring *keyring,
                                                         std::span<const EntityType *const> entities = {});

} // namespace gatehouse
