// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/machine/keepawake.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace gatehouse {

KeepAwake::KeepAwake(QDBusConnection bus, QObject *parent) : QObject(parent), m_bus(std::move(bus)) {}

void KeepAwake::wish(bool isWished, const QString &why)
{
    if (isWished == m_isWished)
        return;
    m_isWished = isWished;
    if (isWished)
        return ask(why);
    m_lock = {}; // closing it is giving it back
    stand(Standing::Idle);
}

/// org.freedesktop.login1(5): Inhibit(what, who, why, mode) answers with a file descriptor.
void KeepAwake::ask(const QString &why)
{
    if (!m_bus.isConnected())
        return stand(Standing::Refused, QStringLiteral("no system bus"));
    stand(Standing::Asking);
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
        QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
    call.setArguments(
        {QStringLiteral("sleep:idle:handle-lid-switch"), QStringLiteral("Gatehouse"), why, QStringLiteral("block")});
    auto *answer = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *answer;
        if (!m_isWished || m_standing != Standing::Asking)
            return; // the wish has gone meanwhile; the descriptor closes with the reply
        if (reply.isError())
            return stand(Standing::Refused, reply.error().message());
        m_lock = reply.value();
        stand(Standing::Held);
    });
}

void KeepAwake::stand(Standing standing, const QString &refusal)
{
    m_refusal = refusal;
    if (std::exchange(m_standing, standing) != standing)
        emit changed();
}

} // namespace gatehouse
