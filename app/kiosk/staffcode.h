// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/crypto/secret.h"
#include "shared/model/result.h"

#include <QString>

#include <chrono>
#include <optional>

namespace gatehouse {

/// The code that leads staff to the self-test and out. Whoever guesses is held up: five wrong codes, then none is taken
/// for five minutes. A value; knows no clock.
class StaffCode
{
public:
    static constexpr int kTries = 5;
    static constexpr std::chrono::minutes kLock{5};
    static constexpr int kFewestDigits = 4;
    static constexpr int kMostDigits = 12;

    enum class Judgement { Right, Wrong, Locked, NoneSet };

    StaffCode() = default; ///< none is set: no code is right
    /// The first line of the file, digits only. Fault::NotFound, Invalid.
    [[nodiscard]] static Result<StaffCode> fromFile(const QString &path, Random &random);
    [[nodiscard]] static Result<StaffCode> fromDigits(const QString &digits, Random &random);

    /// `now` on a clock that only goes forward. A code that is entered while locked counts for nothing.
    [[nodiscard]] Judgement judge(const QString &entered, std::chrono::milliseconds now);
    /// Until codes are taken again; zero: now.
    [[nodiscard]] std::chrono::milliseconds lockedFor(std::chrono::milliseconds now) const;

private:
    [[nodiscard]] SecretKey digestOf(const QString &digits) const;

    SecretKey m_salt;
    std::optional<SecretKey> m_digest; ///< the code itself is not kept
    int m_wrong = 0;
    std::optional<std::chrono::milliseconds> m_lockedUntil;
};

} // namespace gatehouse
