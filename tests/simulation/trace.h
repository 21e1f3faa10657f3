// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/digest.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::simulation {

/// The hash over all that happened, and everything that must not happen, in words.
class Trace
{
public:
    void note(std::string_view what, std::int64_t one = 0, std::int64_t two = 0)
    {
        const std::int64_t numbers[] = {one, two};
        m_hash.add(what).add({reinterpret_cast<const char *>(numbers), sizeof numbers});
        ++m_events;
    }
    void violate(std::string what)
    {
        ++m_violationCount;
        if (m_violations.size() < kMostKept)
            m_violations.push_back(std::move(what));
    }

    [[nodiscard]] std::uint64_t events() const { return m_events; }
    [[nodiscard]] std::size_t violationCount() const { return m_violationCount; }
    [[nodiscard]] const std::vector<std::string> &violations() const { return m_violations; }
    [[nodiscard]] std::string finish(std::string_view last) { return toHex(m_hash.add(last).finish().view()); }

private:
    static constexpr std::size_t kMostKept = 20;
    Sha256 m_hash;
    std::uint64_t m_events = 0;
    std::size_t m_violationCount = 0;
    std::vector<std::string> m_violations;
};

} // namespace gatehouse::simulation
