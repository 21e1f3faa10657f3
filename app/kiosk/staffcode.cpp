// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/staffcode.h"

#include <QFile>

#include <algorithm>

namespace gatehouse {

Result<StaffCode> StaffCode::fromFile(const QString &path, Random &random)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::NotFound, path.toStdString() + ": " + file.errorString().toStdString());
    return fromDigits(QString::fromUtf8(file.readLine(256)).trimmed(), random);
}

Result<StaffCode> StaffCode::fromDigits(const QString &digits, Random &random)
{
    const bool areDigits =
        std::all_of(digits.begin(), digits.end(), [](QChar each) { return each >= u'0' && each <= u'9'; });
    if (!areDigits || digits.size() < kFewestDigits || digits.size() > kMostDigits)
        return fail(Fault::Invalid, "a staff code is 4 to 12 digits");
    StaffCode code;
    code.m_salt = SecretKey::make(random);
    code.m_digest = code.digestOf(digits);
    return code;
}

SecretKey StaffCode::digestOf(const QString &digits) const
{
    return deriveKey(m_salt, "gatehouse staff code " + digits.toStdString());
}

std::chrono::milliseconds StaffCode::lockedFor(std::chrono::milliseconds now) const
{
    return m_lockedUntil ? std::max(*m_lockedUntil - now, std::chrono::milliseconds{0}) : std::chrono::milliseconds{0};
}

StaffCode::Judgement StaffCode::judge(const QString &entered, std::chrono::milliseconds now)
{
    if (!m_digest)
        return Judgement::NoneSet;
    if (lockedFor(now).count() > 0)
        return Judgement::Locked;
    if (equalInConstantTime(digestOf(entered).view(), m_digest->view())) {
        m_wrong = 0;
        return Judgement::Right;
    }
    if (++m_wrong < kTries)
        return Judgement::Wrong;
    m_wrong = 0;
    m_lockedUntil = now + kLock;
    return Judgement::Locked;
}

} // namespace gatehouse
