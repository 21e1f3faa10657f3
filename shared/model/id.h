// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// 128 bits: 48 bits of Unix milliseconds, then 80 random bits (the ULID layout), so that new rows land beside each
/// other. Made by whoever makes the thing, also off line. All zero means "none". Text form: 26 characters of lower-case
/// Crockford base32.
struct Id {
    std::array<std::uint8_t, 16> bytes{};

    bool operator==(const Id &) const = default;
    /// By hand: the library that the rules are built to WebAssembly with cannot order arrays.
    std::strong_ordering operator<=>(const Id &other) const
    {
        return std::memcmp(bytes.data(), other.bytes.data(), bytes.size()) <=> 0;
    }
    [[nodiscard]] bool isNull() const { return *this == Id{}; }
    explicit operator bool() const { return !isNull(); }

    [[nodiscard]] std::string toString() const;
    [[nodiscard]] std::string_view view() const { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }
    [[nodiscard]] static std::optional<Id> fromString(std::string_view text);
    [[nodiscard]] static std::optional<Id> fromBytes(std::string_view bytes);
};

/// Ids of different things are different types and never mix.
template <class Tag>
struct IdOf : Id {
    auto operator<=>(const IdOf &) const = default;
    IdOf() = default;
    explicit IdOf(const Id &id) : Id(id) {}
};

/// Where random bytes come from; injected, so that a simulation repeats. Not shared between threads.
class Random
{
public:
    virtual ~Random() = default;
    virtual void fill(void *bytes, std::size_t size) = 0;

    [[nodiscard]] std::uint64_t next()
    {
        std::uint64_t value = 0;
        fill(&value, sizeof value);
        return value;
    }
    /// 0 … bound − 1; bound must not be 0. The bias is below 2⁻³² for bounds below 2³².
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return next() % bound; }
};

/// Repeats from a seed (splitmix64); for simulation, rehearsal and tests only, never for keys.
class SeededRandom final : public Random
{
public:
    explicit SeededRandom(std::uint64_t seed) : m_state(seed) {}
    void fill(void *bytes, std::size_t size) override;

private:
    std::uint64_t m_state;
};

/// A new id at this time (Unix milliseconds).
[[nodiscard]] Id makeId(std::int64_t unixMs, Random &random);

template <class T>
[[nodiscard]] T makeId(std::int64_t unixMs, Random &random)
{
    return T(makeId(unixMs, random));
}

} // namespace gatehouse

template <>
struct std::hash<gatehouse::Id> {
    std::size_t operator()(const gatehouse::Id &id) const noexcept
    {
        std::uint64_t low = 0;
        std::memcpy(&low, id.bytes.data() + 8, sizeof low); // the random end
        return static_cast<std::size_t>(low);
    }
};
template <class Tag>
struct std::hash<gatehouse::IdOf<Tag>> : std::hash<gatehouse::Id> {
};
