// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/websocketframe.h"
#include "tests/fuzz/fuzz.h"

namespace gatehouse::fuzz {

/// The first byte says in pieces of which size the others arrive: that must make no difference.
void take(std::string_view bytes)
{
    if (bytes.empty())
        return;
    const std::size_t piece = static_cast<unsigned char>(bytes[0]) % 64 + 1;
    GatewayLimits limits;
    limits.message = 4096;
    limits.fragments = 8;
    const auto read = [&limits](std::string_view all, std::size_t most) {
        std::string told;
        WebSocketReader reader(limits);
        while (!all.empty()) {
            std::string_view some = all.substr(0, most);
            all.remove_prefix(some.size());
            while (!some.empty()) {
                const auto kind = reader.read(some);
                require(reader.heldBytes() <= limits.message, "no more is held than a message may have");
                if (kind == WebSocketReader::Kind::NeedsMore)
                    break;
                told += std::to_string(static_cast<int>(kind)) + ' ';
                if (kind == WebSocketReader::Kind::Refused)
                    return told + std::to_string(reader.closeCode());
                told += reader.takePayload().toStdString() + '\n';
            }
        }
        return told;
    };
    require(read(bytes.substr(1), piece) == read(bytes.substr(1), bytes.size()), "pieces make no difference");
}

std::vector<std::string> seeds()
{
    const auto masked = [](unsigned char head, std::string_view text) {
        std::string frame(1, '\x10');
        frame += static_cast<char>(head);
        frame += static_cast<char>(0x80U | text.size());
        frame += "abcd";
        for (std::size_t index = 0; index < text.size(); ++index)
            frame += static_cast<char>(text[index] ^ "abcd"[index % 4]);
        return frame;
    };
    return {masked(0x81, "text"),
            masked(0x82, "bytes"),
            masked(0x89, "ping"),
            masked(0x88,
                   "\x03\xe8"
                   "bye"),
            masked(0x01, "begun"),
            masked(0x80, "ended")};
}

} // namespace gatehouse::fuzz
