// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/gatewaylimits.h"

#include <QByteArray>
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace gatehouse {

enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// Codes of a closing handshake that the gateway itself uses (RFC 6455 §7.4.1); the 4000s are ours.
enum WebSocketCode : std::uint16_t {
    kCloseNormal = 1000,
    kCloseGoingAway = 1001,
    kCloseProtocol = 1002,
    kCloseNoCode = 1005,   ///< never sent: the peer closed without saying why
    kCloseVanished = 1006, ///< never sent: the connection broke or went silent
    kCloseBadText = 1007,
    kClosePolicy = 1008,
    kCloseTooLarge = 1009,
    kCloseTryLater = 1013,
    kCloseSlow = 4008, ///< too much unsent, or nothing taken for too long: come back and catch up
};

/// Bytes of one frame, ready for the wire and for as many peers as like.
using SharedFrame = std::shared_ptr<const QByteArray>;

/// One final, unmasked server frame (RFC 6455 §5.2). Control payloads are at most 125 bytes.
[[nodiscard]] SharedFrame encodedFrame(Opcode opcode, std::string_view payload);
/// A close frame; a reason is cut to what fits.
[[nodiscard]] SharedFrame encodedClose(std::uint16_t code, std::string_view reason);

/// Reads the frames of one client out of bytes, strictly: masked, no extension bits, known opcodes, shortest lengths,
/// whole and short control frames, no more than GatewayLimits::message bytes and ::fragments frames a message, text in
/// UTF-8. Knows no socket and no clock. Holds no memory between messages.
class WebSocketReader
{
public:
    enum class Kind { NeedsMore, Text, Binary, Ping, Pong, Close, Refused };

    explicit WebSocketReader(const GatewayLimits &limits)
        : m_messageMost(limits.message), m_fragmentsMost(limits.fragments)
    {
    }

    /// Takes bytes from the front until something is complete (call again for the rest) or none are left. After Refused
    /// it reads no more.
    [[nodiscard]] Kind read(std::string_view &bytes);

    /// The message, or the payload of the ping; the reason of the close.
    [[nodiscard]] QByteArray takePayload();
    /// Of a Close: its code, kCloseNoCode if it had none. Of Refused: the code to close with.
    [[nodiscard]] std::uint16_t closeCode() const { return m_closeCode; }
    /// True from the first byte of a message (or frame) to its last.
    [[nodiscard]] bool isMidMessage() const { return m_headSize > 0 || m_fragments > 0; }
    [[nodiscard]] std::size_t heldBytes() const { return static_cast<std::size_t>(m_message.size()); }

private:
    Kind refuse(std::uint16_t code);
    Kind readHead(std::string_view &bytes);
    Kind checkStart();
    Kind readLength();
    Kind finishFrame();
    Kind finishControl();
    Kind finishClose();
    void takePayloadBytes(std::string_view &bytes);
    [[nodiscard]] Opcode opcode() const { return static_cast<Opcode>(m_head[0] & 0x0f); }
    [[nodiscard]] bool isFinal() const { return (m_head[0] & 0x80) != 0; }
    [[nodiscard]] bool isControl() const { return (m_head[0] & 0x08) != 0; }
    [[nodiscard]] std::size_t headLength() const;

    std::size_t m_messageMost;
    int m_fragmentsMost;
    std::array<std::uint8_t, 14> m_head{}; ///< of the frame being read: two bytes, length, mask
    std::uint8_t m_headSize = 0;           ///< bytes of it read
    bool m_isHeadDone = false;
    bool m_isRefused = false;
    Opcode m_messageOpcode = Opcode::Binary; ///< Text or Binary, of the message in hand
    int m_fragments = 0;                     ///< frames begun of the message in hand
    std::size_t m_left = 0;                  ///< payload bytes still to come of this frame
    std::size_t m_taken = 0;                 ///< payload bytes of this frame read; the place in its mask
    std::uint16_t m_closeCode = 0;
    QByteArray m_message;
    QByteArray m_control;
    QByteArray m_done; ///< for takePayload()
};

} // namespace gatehouse
