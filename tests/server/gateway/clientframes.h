// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <array>
#include <cstdint>

namespace gatehouse::test {

/// A client frame with any first byte and any declared length, right or wrong.
inline QByteArray rawFrame(int firstByte, std::uint64_t declared, const QByteArray &payload, bool isMasked = true)
{
    static constexpr std::array<char, 4> mask{0x11, 0x22, char(0xee), 0x44};
    QByteArray frame(1, static_cast<char>(firstByte));
    const int maskBit = isMasked ? 0x80 : 0;
    const int lengthBytes = declared <= 125 ? 0 : declared <= 0xffff ? 2 : 8;
    frame += static_cast<char>(maskBit
                               | (lengthBytes == 0       ? static_cast<int>(declared)
                                      : lengthBytes == 2 ? 126
                                                         : 127));
    for (int shift = 8 * (lengthBytes - 1); shift >= 0; shift -= 8)
        frame += static_cast<char>((declared >> shift) & 0xff);
    if (!isMasked)
        return frame + payload;
    frame += QByteArray(mask.data(), 4);
    for (qsizetype index = 0; index < payload.size(); ++index)
        frame += static_cast<char>(payload[index] ^ mask[static_cast<std::size_t>(index % 4)]);
    return frame;
}

/// A well-formed client frame; the first byte is FIN (0x80) and opcode.
inline QByteArray frame(int firstByte, const QByteArray &payload)
{
    return rawFrame(firstByte, static_cast<std::uint64_t>(payload.size()), payload);
}

inline QByteArray closeFrame(int code, const QByteArray &reason = {})
{
    QByteArray payload;
    payload += static_cast<char>(code >> 8);
    payload += static_cast<char>(code & 0xff);
    return frame(0x88, payload + reason);
}

struct BadFrames {
    const char *name;
    QByteArray bytes;
    int code; ///< with which they are refused
};

/// What RELIABILITY.md §3.10 lists as B20 to B28, and its neighbours.
inline QList<BadFrames> badFrames()
{
    const QByteArray kib(1024, 'k');
    return {
        {"unmasked (B20)", rawFrame(0x82, 5, "hello", false), 1002},
        {"unmasked close", rawFrame(0x88, 0, {}, false), 1002},
        {"RSV1 (B21)", frame(0xc2, "x"), 1002},
        {"RSV2", frame(0xa2, "x"), 1002},
        {"RSV3", frame(0x92, "x"), 1002},
        {"opcode 3 (B22)", frame(0x83, "x"), 1002},
        {"opcode 11", frame(0x8b, "x"), 1002},
        {"fragmented ping (B23)", frame(0x09, "x"), 1002},
        {"ping of 126 (B23)", frame(0x89, QByteArray(126, 'p')), 1002},
        {"continuation first (B24)", frame(0x80, "x"), 1002},
        {"new data frame inside fragments (B24)", frame(0x02, "x") + frame(0x82, "y"), 1002},
        {"continuation after the end", frame(0x82, "x") + frame(0x80, "y"), 1002},
        {"declared 2^31-2 (B25)", rawFrame(0x82, 2'147'483'646, "x"), 1009},
        {"declared 2^63 (B25)", rawFrame(0x82, std::uint64_t{1} << 63, "x"), 1002},
        {"declared 2^63-1", rawFrame(0x82, (std::uint64_t{1} << 63) - 1, "x"), 1009},
        {"one byte over the message", rawFrame(0x82, 65'537, "x"), 1009},
        {"one byte over the message, in fragments",
         frame(0x02, kib.repeated(32)) + frame(0x00, kib.repeated(32)) + frame(0x80, "x"), 1009},
        {"a length longer than needed", QByteArray::fromHex("82fe000511223344") + "hello", 1002},
        {"a length much longer than needed", QByteArray::fromHex("82ff000000000000000511223344") + "hello", 1002},
        {"33 fragments (B26)", frame(0x02, "x") + frame(0x00, "x").repeated(32), 1009},
        {"100,000 fragments (B26)", frame(0x02, "x") + frame(0x00, "x").repeated(99'999), 1009},
        {"empty fragments without end", frame(0x02, {}) + frame(0x00, {}).repeated(40), 1009},
        {"invalid UTF-8", frame(0x81, "a\xc3("), 1007},
        {"invalid UTF-8 across frames (B27)", frame(0x01, "a\xe2\x82") + frame(0x80, "("), 1007},
        {"half a character at the end", frame(0x81, "a\xe2\x82"), 1007},
        {"a surrogate", frame(0x81, "\xed\xa0\x80"), 1007},
        {"close with 1 byte (B28)", frame(0x88, "x"), 1002},
        {"close with code 1005 (B28)", closeFrame(1005), 1002},
        {"close with code 1006", closeFrame(1006), 1002},
        {"close with code 999", closeFrame(999), 1002},
        {"close with code 2000", closeFrame(2000), 1002},
        {"close with code 5000", closeFrame(5000), 1002},
        {"close with bad text", closeFrame(1000, "\xff"), 1007},
    };
}

} // namespace gatehouse::test
