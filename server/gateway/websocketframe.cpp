// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/websocketframe.h"

#include "shared/model/text.h"

#include <algorithm>

namespace gatehouse {

namespace {

constexpr std::size_t kMaxControl = 125; // RFC 6455 §5.5
constexpr std::uint8_t kMasked = 0x80;

std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// Codes that an endpoint may send (RFC 6455 §7.4, and the registry up to 1014).
bool maySend(std::uint16_t code)
{
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
        || (code >= 3000 && code <= 4999);
}

bool isKnown(std::uint8_t opcode)
{
    return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

} // namespace

SharedFrame encodedFrame(Opcode opcode, std::string_view payload)
{
    auto frame = std::make_shared<QByteArray>();
    const auto size = payload.size();
    frame->reserve(static_cast<qsizetype>(size + 10));
    frame->append(static_cast<char>(0x80 | static_cast<std::uint8_t>(opcode)));
    const auto appendNumber = [&](int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
            frame->append(static_cast<char>((static_cast<std::uint64_t>(size) >> shift) & 0xff));
    };
    if (size <= kMaxControl) {
        frame->append(static_cast<char>(size));
    } else if (size <= 0xffff) {
        frame->append(char(126));
        appendNumber(2);
    } else {
        frame->append(char(127));
        appendNumber(8);
    }
    frame->append(payload.data(), static_cast<qsizetype>(size));
    return frame;
}

SharedFrame encodedClose(std::uint16_t code, std::string_view reason)
{
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    auto fitting = reason.substr(0, kMaxControl - 2);
    while (!isUtf8(fitting))
        fitting.remove_suffix(1);
    return encodedFrame(Opcode::Close, payload.append(fitting));
}

WebSocketReader::Kind WebSocketReader::refuse(std::uint16_t code)
{
    m_isRefused = true;
    m_closeCode = code;
    m_message.clear();
    return Kind::Refused;
}

QByteArray WebSocketReader::takePayload()
{
    return std::exchange(m_done, {});
}

WebSocketReader::Kind WebSocketReader::read(std::string_view &bytes)
{
    if (m_isRefused)
        return Kind::Refused;
    while (!bytes.empty()) {
        if (!m_isHeadDone) {
            if (readHead(bytes) == Kind::Refused)
                return Kind::Refused;
            if (!m_isHeadDone)
                return Kind::NeedsMore;
        }
        takePayloadBytes(bytes);
        if (m_left > 0)
            return Kind::NeedsMore;
        const auto kind = finishFrame();
        m_headSize = 0;
        m_isHeadDone = false;
        if (kind != Kind::NeedsMore)
            return kind;
    }
    return Kind::NeedsMore;
}

std::size_t WebSocketReader::headLength() const
{
    const int length = m_head[1] & 0x7f;
    return 2u + (length == 126 ? 2u : length == 127 ? 8u : 0u) + 4u;
}

WebSocketReader::Kind WebSocketReader::readHead(std::string_view &bytes)
{
    while (!bytes.empty()) {
        m_head[m_headSize++] = static_cast<std::uint8_t>(bytes.front());
        bytes.remove_prefix(1);
        if (m_headSize == 2 && checkStart() == Kind::Refused)
            return Kind::Refused;
        if (m_headSize >= 2 && m_headSize == headLength())
            return readLength();
    }
    return Kind::NeedsMore;
}

/// What the first two bytes tell.
WebSocketReader::Kind WebSocketReader::checkStart()
{
    const bool hasExtensionBits = (m_head[0] & 0x70) != 0;
    if (hasExtensionBits || !isKnown(m_head[0] & 0x0f) || !(m_head[1] & kMasked))
        return refuse(kCloseProtocol);
    if (isControl())
        return isFinal() && (m_head[1] & 0x7f) <= kMaxControl ? Kind::NeedsMore : refuse(kCloseProtocol);
    const bool isContinuation = opcode() == Opcode::Continuation;
    if (isContinuation != (m_fragments > 0))
        return refuse(kCloseProtocol);
    if (!isContinuation)
        m_messageOpcode = opcode();
    if (++m_fragments > m_fragmentsMost)
        return refuse(kCloseTooLarge);
    return Kind::NeedsMore;
}

WebSocketReader::Kind WebSocketReader::readLength()
{
    std::uint64_t length = m_head[1] & 0x7f;
    if (length >= 126) {
        const std::size_t bytes = length == 126 ? 2 : 8;
        const std::uint64_t least = length == 126 ? 126 : 0x10000;
        length = 0;
        for (std::size_t index = 0; index < bytes; ++index)
            length = (length << 8) | m_head[2 + index];
        if (length < least || (length >> 63) != 0) // the shortest form, and the top bit clear (§5.2)
            return refuse(kCloseProtocol);
    }
    if (!isControl() && length > m_messageMost - heldBytes())
        return refuse(kCloseTooLarge);
    m_left = static_cast<std::size_t>(length);
    m_taken = 0;
    m_isHeadDone = true;
    return Kind::NeedsMore;
}

void WebSocketReader::takePayloadBytes(std::string_view &bytes)
{
    const auto count = std::min(m_left, bytes.size());
    auto &target = isControl() ? m_control : m_message;
    const auto start = target.size();
    target.append(bytes.data(), static_cast<qsizetype>(count));
    const auto *mask = m_head.data() + headLength() - 4;
    char *payload = target.data() + start;
    for (std::size_t index = 0; index < count; ++index)
        payload[index] = static_cast<char>(payload[index] ^ mask[(m_taken + index) & 3]);
    m_taken += count;
    m_left -= count;
    bytes.remove_prefix(count);
}

WebSocketReader::Kind WebSocketReader::finishFrame()
{
    if (isControl())
        return finishControl();
    if (!isFinal())
        return Kind::NeedsMore;
    m_fragments = 0;
    m_done = std::exchange(m_message, {});
    if (m_messageOpcode == Opcode::Binary)
        return Kind::Binary;
    return isUtf8(view(m_done)) ? Kind::Text : refuse(kCloseBadText);
}

WebSocketReader::Kind WebSocketReader::finishControl()
{
    m_done = std::exchange(m_control, {});
    if (opcode() == Opcode::Ping)
        return Kind::Ping;
    return opcode() == Opcode::Pong ? Kind::Pong : finishClose();
}

WebSocketReader::Kind WebSocketReader::finishClose()
{
    if (m_done.isEmpty()) {
        m_closeCode = kCloseNoCode;
        return Kind::Close;
    }
    if (m_done.size() == 1)
        return refuse(kCloseProtocol);
    m_closeCode =
        static_cast<std::uint16_t>((static_cast<std::uint8_t>(m_done[0]) << 8) | static_cast<std::uint8_t>(m_done[1]));
    m_done.remove(0, 2);
    if (!maySend(m_closeCode))
        return refuse(kCloseProtocol);
    return isUtf8(view(m_done)) ? Kind::Close : refuse(kCloseBadText);
}

} // namespace gatehouse
