// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/network.h"

namespace gatehouse::simulation {

bool Agenda::step(std::int64_t untilMs)
{
    if (m_planned.empty() || m_planned.begin()->first.first > untilMs) {
        m_nowMs = untilMs;
        return false;
    }
    auto planned = m_planned.extract(m_planned.begin());
    m_nowMs = planned.key().first;
    planned.mapped()();
    return true;
}

bool Network::isDead(int kiosk, bool isUp) const
{
    const auto found = m_deadUntil.find({kiosk, isUp});
    return found != m_deadUntil.end() && found->second > m_agenda.nowMs();
}

void Network::deliverLater(int kiosk, bool isUp, const std::function<void()> &deliver)
{
    const auto delay = static_cast<std::int64_t>(m_chance.below(static_cast<std::uint64_t>(m_weather.delayMostMs)) + 1);
    m_agenda.plan(delay, [this, kiosk, isUp, deliver] {
        if (!isDead(kiosk, isUp))
            deliver();
    });
}

void Network::send(int kiosk, bool isUp, const std::function<void()> &deliver)
{
    const bool isLost = static_cast<std::int64_t>(m_chance.below(1000)) < m_weather.lossPerMille;
    const bool isRepeated = static_cast<std::int64_t>(m_chance.below(1000)) < m_weather.repeatPerMille;
    if (isLost || isDead(kiosk, isUp))
        return;
    deliverLater(kiosk, isUp, deliver);
    if (isRepeated)
        deliverLater(kiosk, isUp, deliver);
}

void Network::heal()
{
    m_deadUntil.clear();
    m_weather = {};
}

} // namespace gatehouse::simulation
