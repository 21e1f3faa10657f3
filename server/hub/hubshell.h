// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/hub/hub.h"

#include <QObject>
#include <QTimer>

namespace gatehouse {

/// A hub in an event loop: gives it the time, steps it when something was posted and ten times a second. Lives in the
/// I/O thread.
class HubShell final : public QObject
{
    Q_OBJECT
public:
    /// `clock`: the server's time, the same as the engine's; see RunningClock.
    HubShell(HubSurroundings surroundings, std::int64_t head, std::shared_ptr<Clock> clock, HubLimits limits = {},
             QObject *parent = nullptr);
    ~HubShell() override;

    [[nodiscard]] Hub &hub() { return m_hub; }
    [[nodiscard]] Moment now() const { return {m_clock->monotonicMs(), m_clock->wall()}; }

    [[nodiscard]] ConnectionId attach(std::unique_ptr<Peer> peer, Wire wire);
    void received(ConnectionId connection, const QByteArray &message);
    void drained(ConnectionId connection);
    void disconnected(ConnectionId connection);

private:
    void step();

    std::shared_ptr<Clock> m_clock;
    Hub m_hub;
    QTimer m_timer;
};

} // namespace gatehouse
