// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/random.h"

#include <sodium.h>

#include <cstdio>
#include <cstdlib>

namespace gatehouse {

void initialiseCrypto()
{
    if (sodium_init() >= 0)
        return;
    (void)std::fputs("the system gives no random bytes\n", stderr);
    std::abort();
}

void SecureRandom::fill(void *bytes, std::size_t size)
{
    randombytes_buf(bytes, size);
}

} // namespace gatehouse
