// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/writeaheadlog.h"

#include <cstdint>
#include <fstream>
#include <string_view>

namespace gatehouse {

namespace {

// https://www.sqlite.org/fileformat2.html §4.1
constexpr std::size_t kHeaderBytes = 32;
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::uint32_t kMagic = 0x377f0682; // the lowest bit: checksums read words with the highest byte first
constexpr std::uint32_t kLargestPage = 65'536;

enum class Order { LowestFirst, HighestFirst };

std::uint32_t word(std::string_view bytes, std::size_t at, Order order = Order::HighestFirst)
{
    std::uint32_t value = 0;
    for (std::size_t index = 0; index < 4; ++index) {
        const auto byte = static_cast<std::uint8_t>(bytes[at + (order == Order::HighestFirst ? index : 3 - index)]);
        value = (value << 8) | byte;
    }
    return value;
}

struct Checksum {
    std::uint32_t first = 0;
    std::uint32_t second = 0;

    void add(std::string_view bytes, Order order)
    {
        for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
            first += word(bytes, at, order) + second;
            second += word(bytes, at + 4, order) + first;
        }
    }
    [[nodiscard]] bool isAt(std::string_view bytes, std::size_t at) const
    {
        return word(bytes, at) == first && word(bytes, at + 4) == second;
    }
};

bool readExactly(std::ifstream &file, std::string &bytes, std::size_t size)
{
    bytes.resize(size);
    return static_cast<bool>(file.read(bytes.data(), static_cast<std::streamsize>(size)));
}

} // namespace

Result<std::optional<std::string>> firstPageInLog(const std::string &logPath)
{
    std::ifstream file(logPath, std::ios::binary);
    if (!file)
        return fail(Fault::NotFound, logPath);
    std::optional<std::string> committed;
    std::string header;
    if (!readExactly(file, header, kHeaderBytes) || (word(header, 0) & ~1U) != kMagic)
        return committed;
    const Order order = (word(header, 0) & 1) != 0 ? Order::HighestFirst : Order::LowestFirst;
    const std::uint32_t pageBytes = word(header, 8);
    Checksum checksum;
    checksum.add(std::string_view(header).substr(0, 24), order);
    if (pageBytes < 512 || pageBytes > kLargestPage || !checksum.isAt(header, 24))
        return committed;
    const std::string salt = header.substr(16, 8);
    std::optional<std::string> open;
    std::string frame;
    // The log ends with the first frame that is of an older log or was not written whole.
    while (readExactly(file, frame, kFrameHeaderBytes + pageBytes) && frame.compare(8, 8, salt) == 0) {
        checksum.add(std::string_view(frame).substr(0, 8), order);
        checksum.add(std::string_view(frame).substr(kFrameHeaderBytes), order);
        if (!checksum.isAt(frame, 16))
            break;
        if (word(frame, 0) == 1)
            open = frame.substr(kFrameHeaderBytes);
        if (word(frame, 4) != 0 && open) // a commit
            committed = std::exchange(open, std::nullopt);
    }
    return committed;
}

} // namespace gatehouse
