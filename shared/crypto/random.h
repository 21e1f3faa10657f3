// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/id.h"

namespace gatehouse {

/// Call once at the start of every program, before threads; again does no harm. Stops the program if the system gives
/// no random bytes: nothing safe can be done without them. Everything in this folder also works without it, some
/// slower.
void initialiseCrypto();

/// The system's random bytes. Unlike other sources, one object may be used by several threads.
class SecureRandom final : public Random
{
public:
    void fill(void *bytes, std::size_t size) override;
};

} // namespace gatehouse
