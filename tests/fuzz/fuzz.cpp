// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz.h"

#include "shared/crypto/random.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace gatehouse::fuzz {

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

} // namespace gatehouse::fuzz

/// With GATEHOUSE_SEEDS it writes its seeds into that folder and ends.
extern "C" int LLVMFuzzerInitialize(int * /*argc*/, char *** /*argv*/)
{
    gatehouse::initialiseCrypto();
    const char *folder = std::getenv("GATEHOUSE_SEEDS");
    if (!folder)
        return 0;
    int number = 0;
    for (const std::string &seed : gatehouse::fuzz::seeds()) {
        std::ofstream file(std::string(folder) + "/seed" + std::to_string(number++), std::ios::binary);
        file.write(seed.data(), static_cast<std::streamsize>(seed.size()));
    }
    std::exit(0);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    gatehouse::fuzz::take({reinterpret_cast<const char *>(bytes), size});
    return 0;
}
