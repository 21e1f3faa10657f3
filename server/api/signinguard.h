// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/hub/bucket.h"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace gatehouse {

/// How often passwords may be tried (RELIABILITY.md §3.7): 5 a minute for a login, then twice as long each time up to a
/// quarter of an hour; 30 a minute from an address. Logins that do not exist are counted like others. A plain object;
/// time is given.
class SignInGuard
{
public:
    /// 0: may try now, and is counted; else milliseconds to wait.
    [[nodiscard]] std::int64_t attempt(const std::string &login, const std::string &address, std::int64_t nowMs);
    /// The password was right.
    void succeeded(const std::string &login) { m_logins.erase(login); }

private:
    struct Tries {
        std::int32_t count = 0;
        std::int64_t lastMs = 0;
        std::int64_t blockedUntilMs = 0;
    };
    void tidy(std::int64_t nowMs);

    std::unordered_map<std::string, Tries> m_logins;
    std::unordered_map<std::string, Bucket> m_addresses;
};

} // namespace gatehouse
