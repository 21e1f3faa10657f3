// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/link/locallink.h"

namespace gatehouse {

LocalLink::LocalLink(Join join, QObject *parent) : Link(parent), m_join(std::move(join)) {}

void LocalLink::open()
{
    m_line = m_join(*this);
    const quint64 attempt = ++m_attempt;
    // Queued, as a socket would do it: nobody is told that a link is open while still asking for it.
    QMetaObject::invokeMethod(
        this,
        [this, attempt, isJoined = m_line != nullptr] {
            if (attempt != m_attempt)
                return;
            if (isJoined)
                emit opened();
            else
                emit closed(0, QStringLiteral("there is no server in this program"));
        },
        Qt::QueuedConnection);
}

void LocalLink::close()
{
    ++m_attempt;
    m_line.reset();
}

void LocalLink::send(const QByteArray &message)
{
    if (m_line)
        m_line->send(message);
}

void LocalLink::deliver(const QByteArray &message)
{
    if (m_line)
        emit received(message);
}

void LocalLink::hangUp(int code, const QString &reason)
{
    if (!m_line)
        return;
    ++m_attempt;
    m_line.reset();
    emit closed(code, reason);
}

} // namespace gatehouse
