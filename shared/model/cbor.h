// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/// The small part of CBOR (RFC 8949) that Gatehouse writes: definite lengths, shortest integers, no floats, no tags.
/// What is written is therefore canonical, and equal values have equal bytes.
namespace gatehouse::cbor {

enum class Major : std::uint8_t {
    Unsigned = 0,
    Negative = 1,
    Bytes = 2,
    Text = 3,
    Array = 4,
    Map = 5,
    Tag = 6,
    Simple = 7
};

inline constexpr char kNull = static_cast<char>(0xf6);
inline constexpr char kTrue = static_cast<char>(0xf5);
inline constexpr char kFalse = static_cast<char>(0xf4);

inline void writeHead(std::string &out, Major major, std::uint64_t value)
{
    const auto top = static_cast<std::uint8_t>(static_cast<std::uint8_t>(major) << 5);
    char buffer[9];
    std::size_t size = 1;
    if (value < 24) {
        buffer[0] = static_cast<char>(top | value);
    } else {
        std::size_t width = value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x100000000ULL ? 4 : 8;
        buffer[0] = static_cast<char>(top | (width == 1 ? 24 : width == 2 ? 25 : width == 4 ? 26 : 27));
        size += width;
        for (std::size_t index = 0; index < width; ++index)
            buffer[1 + index] = static_cast<char>(value >> (8 * (width - 1 - index)));
    }
    out.append(buffer, size);
}

inline void writeUnsigned(std::string &out, std::uint64_t value)
{
    writeHead(out, Major::Unsigned, value);
}

inline void writeInteger(std::string &out, std::int64_t value)
{
    if (value >= 0)
        writeHead(out, Major::Unsigned, static_cast<std::uint64_t>(value));
    else
        writeHead(out, Major::Negative, ~static_cast<std::uint64_t>(value));
}

inline void writeBool(std::string &out, bool value)
{
    out += value ? kTrue : kFalse;
}
inline void writeNull(std::string &out)
{
    out += kNull;
}
inline void writeArray(std::string &out, std::uint64_t count)
{
    writeHead(out, Major::Array, count);
}

inline void writeBytes(std::string &out, std::string_view bytes)
{
    writeHead(out, Major::Bytes, bytes.size());
    out.append(bytes);
}

inline void writeText(std::string &out, std::string_view text)
{
    writeHead(out, Major::Text, text.size());
    out.append(text);
}

/// Reads from bytes that it does not own. After a false answer the reader stands nowhere in particular; stop.
class Reader
{
public:
    explicit Reader(std::string_view bytes) : m_at(bytes.data()), m_end(bytes.data() + bytes.size()) {}

    [[nodiscard]] bool atEnd() const { return m_at == m_end; }
    [[nodiscard]] const char *position() const { return m_at; }
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(m_end - m_at); }

    /// True, and past it, if the next item is null.
    bool null()
    {
        if (m_at < m_end && *m_at == kNull) {
            ++m_at;
            return true;
        }
        return false;
    }

    bool head(Major &major, std::uint64_t &value)
    {
        if (m_at >= m_end)
            return false;
        const auto first = static_cast<std::uint8_t>(*m_at++);
        major = static_cast<Major>(first >> 5);
        const std::uint8_t info = first & 31;
        if (info < 24) {
            value = info;
            return true;
        }
        if (info > 27)
            return false;
        const std::size_t width = std::size_t{1} << (info - 24);
        if (left() < width)
            return false;
        value = 0;
        for (std::size_t index = 0; index < width; ++index)
            value = (value << 8) | static_cast<std::uint8_t>(*m_at++);
        return true;
    }

    bool integer(std::int64_t &value)
    {
        Major major{};
        std::uint64_t raw = 0;
        if (!head(major, raw) || raw > 0x7fffffffffffffffULL)
            return false;
        if (major == Major::Unsigned)
            value = static_cast<std::int64_t>(raw);
        else if (major == Major::Negative)
            value = static_cast<std::int64_t>(~raw);
        else
            return false;
        return true;
    }

    bool boolean(bool &value)
    {
        if (m_at >= m_end || (*m_at != kTrue && *m_at != kFalse))
            return false;
        value = *m_at++ == kTrue;
        return true;
    }

    bool bytes(std::string_view &value) { return run(Major::Bytes, value); }
    bool text(std::string_view &value) { return run(Major::Text, value); }

    bool array(std::uint64_t &count)
    {
        Major major{};
        return head(major, count) && major == Major::Array && count <= left();
    }

    /// Passes over one whole item, nested at most `depth` deep.
    bool skip(int depth = 32);

    /// The bytes of the next item, which is passed over.
    bool item(std::string_view &raw)
    {
        const char *const from = m_at;
        if (!skip())
            return false;
        raw = {from, static_cast<std::size_t>(m_at - from)};
        return true;
    }

private:
    bool run(Major wanted, std::string_view &value)
    {
        Major major{};
        std::uint64_t size = 0;
        if (!head(major, size) || major != wanted || size > left())
            return false;
        value = {m_at, static_cast<std::size_t>(size)};
        m_at += size;
        return true;
    }

    const char *m_at;
    const char *m_end;
};

} // namespace gatehouse::cbor
