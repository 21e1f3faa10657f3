// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/hubshell.h"

namespace gatehouse {

HubShell::HubShell(HubSurroundings surroundings, std::int64_t head, std::shared_ptr<Clock> clock, HubLimits limits,
                   QObject *parent)
    : QObject(parent), m_clock(std::move(clock)), m_hub(std::move(surroundings), head, limits)
{
    m_hub.inbox()->onPost([this] { QMetaObject::invokeMethod(this, &HubShell::step, Qt::QueuedConnection); });
    connect(&m_timer, &QTimer::timeout, this, &HubShell::step);
    m_timer.start(100);
}

HubShell::~HubShell()
{
    m_hub.inbox()->onPost({});
}

ConnectionId HubShell::attach(std::unique_ptr<Peer> peer, Wire wire)
{
    return m_hub.attach(std::move(peer), wire, now());
}

void HubShell::received(ConnectionId connection, const QByteArray &message)
{
    m_hub.received(connection, {message.constData(), static_cast<std::size_t>(message.size())}, now());
}

void HubShell::drained(ConnectionId connection)
{
    m_hub.drained(connection, now());
}

void HubShell::disconnected(ConnectionId connection)
{
    m_hub.disconnected(connection, now());
}

void HubShell::step()
{
    // Between two slices of a long catch-up everybody else gets a turn.
    if (m_hub.step(now()))
        QMetaObject::invokeMethod(this, &HubShell::step, Qt::QueuedConnection);
}

} // namespace gatehouse
