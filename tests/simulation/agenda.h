// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>

namespace gatehouse::simulation {

/// Who something happens to: the server, the world around all, or a device.
using Place = std::uint32_t;
inline constexpr Place kServer = 0;
inline constexpr Place kWorld = 1;
inline constexpr Place kFirstDevice = 2;

/// What happens when, in simulated milliseconds. At the same moment in the order of places, and at one place in the
/// order in which it was planned: so the story does not hang on the order in which a hub walks its connections.
class Agenda
{
public:
    void plan(std::int64_t afterMs, Place place, std::function<void()> what)
    {
        m_planned.emplace(Key{m_nowMs + (afterMs > 0 ? afterMs : 0), place, m_count++}, std::move(what));
    }
    [[nodiscard]] std::int64_t nowMs() const { return m_nowMs; }
    [[nodiscard]] std::size_t size() const { return m_planned.size(); }
    /// False when nothing is planned up to this time; then it is that time.
    bool step(std::int64_t untilMs);

private:
    struct Key {
        std::int64_t atMs = 0;
        Place place = 0;
        std::uint64_t count = 0;
        auto operator<=>(const Key &) const = default;
    };
    std::int64_t m_nowMs = 0;
    std::uint64_t m_count = 0;
    std::map<Key, std::function<void()>> m_planned;
};

} // namespace gatehouse::simulation
