// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/signinguard.h"

namespace gatehouse {

namespace {
constexpr std::int32_t kFreeTries = 5;
constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kLongestMs = 15 * kMinuteMs;
constexpr std::int64_t kAddressBurst = 30;
constexpr std::size_t kMostRemembered = 20'000; // some MB; a flood of made-up logins cannot grow it further
} // namespace

std::int64_t SignInGuard::attempt(const std::string &login, const std::string &address, std::int64_t nowMs)
{
    tidy(nowMs);
    // 30 a minute is one in two seconds: the bucket of one a second is given half the time.
    Bucket &bucket = m_addresses.try_emplace(address, 1, kAddressBurst).first->second;
    if (!bucket.take(nowMs / 2))
        return bucket.waitMs(nowMs / 2) * 2;
    Tries &tries = m_logins[login];
    if (nowMs < tries.blockedUntilMs)
        return tries.blockedUntilMs - nowMs;
    if (tries.count < kFreeTries && nowMs - tries.lastMs > kMinuteMs)
        tries.count = 0;
    tries.lastMs = nowMs;
    if (++tries.count >= kFreeTries) {
        const std::int32_t doublings = std::min(tries.count - kFreeTries, 10);
        tries.blockedUntilMs = nowMs + std::min(kLongestMs, kMinuteMs << doublings);
    }
    return 0;
}

void SignInGuard::tidy(std::int64_t nowMs)
{
    if (m_logins.size() > kMostRemembered)
        std::erase_if(m_logins, [&](const auto &each) { return nowMs - each.second.lastMs > kLongestMs; });
    if (m_logins.size() > kMostRemembered)
        m_logins.clear();
    if (m_addresses.size() > kMostRemembered)
        m_addresses.clear();
}

} // namespace gatehouse
