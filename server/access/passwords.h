// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/id.h"
#include "shared/model/result.h"

#include <QThreadPool>

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

class QObject;

namespace gatehouse {

inline constexpr std::size_t kMinPassword = 12;  ///< characters (OWASP ASVS 6.2.1)
inline constexpr std::size_t kMaxPassword = 128; ///< characters; at least 64 must be allowed, more only costs hashing

/// What one Argon2id hash costs. Tests use less.
struct PasswordCost {
    std::size_t memoryBytes = std::size_t{64} * 1024 * 1024; ///< RFC 9106's second choice; libsodium runs one lane
    unsigned long long passes = 3;
};

/// May this be somebody's new password? Fault::Invalid "not UTF-8", "too short", "too long" or "too common". No rules
/// of composition: they make passwords worse (NIST SP 800-63B).
[[nodiscard]] Result<> checkNewPassword(std::string_view password);

/// "$argon2id$v=19$m=65536,t=3,p=1$…". Slow by design (about 100 ms): never on an I/O or engine thread.
/// Fault::Overloaded if there is no memory for it.
[[nodiscard]] Result<std::string> hashPassword(std::string_view password, const PasswordCost &cost = {});
/// Slow as well. False for a wrong password and for an encoded text that is none of ours.
[[nodiscard]] bool verifyPassword(std::string_view password, const std::string &encoded);
/// True if the cost has changed since; hash again at the next sign-in.
[[nodiscard]] bool needsRehash(const std::string &encoded, const PasswordCost &cost = {});

/// What looks like hashPassword() of a password, but of none: the hash is random too. Made at once.
[[nodiscard]] std::string nobodysPassword(const PasswordCost &cost, Random &random);

struct PasswordVerdict {
    bool isRight = false;
    bool needsRehash = false; ///< only when right
};

/// Hashes beside the other threads: at most two at once, sixteen waiting, then Fault::TooMany, so that a flood of
/// sign-ins costs neither the memory nor the cores that the gates need. May be called from any thread; `done` runs in
/// the thread of `receiver` (which needs an event loop), and not at all if the receiver dies first. The destructor
/// waits for what runs.
class PasswordHasher
{
public:
    explicit PasswordHasher(PasswordCost cost = {});
    ~PasswordHasher();

    /// A refusal is returned at once; then `done` is not called.
    [[nodiscard]] Result<> hash(std::string password, QObject *receiver, std::function<void(Result<std::string>)> done);
    /// `encoded` absent: no such account. It takes the same time and is never right.
    [[nodiscard]] Result<> verify(std::string password, const std::optional<std::string> &encoded, QObject *receiver,
                                  std::function<void(PasswordVerdict)> done);

private:
    [[nodiscard]] Result<> start(std::function<void()> work, QObject *receiver, std::function<void()> done);

    PasswordCost m_cost;
    std::string m_nobody; ///< as an account's, of no password
    std::atomic<int> m_jobs = 0;
    QThreadPool m_pool;
};

} // namespace gatehouse
