// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/network.h"

#include <algorithm>

namespace gatehouse::simulation {

namespace {

constexpr std::size_t kSystemBuffer = 64 * 1024; // of a socket, below what the hub knows of
constexpr int kAbnormal = 1006;                  // RFC 6455 7.1.5: closed without a farewell

} // namespace

bool Agenda::step(std::int64_t untilMs)
{
    if (m_planned.empty() || m_planned.begin()->first.atMs > untilMs) {
        m_nowMs = untilMs;
        return false;
    }
    auto planned = m_planned.extract(m_planned.begin());
    m_nowMs = planned.key().atMs;
    planned.mapped()();
    return true;
}

Cable::Cable(Agenda &agenda, ServerEnd &server, NetworkFigures &figures, Path &path, Place place, std::uint64_t seed)
    : m_agenda(agenda), m_server(server), m_figures(figures), m_path(path), m_place(place), m_chance(seed),
      m_heardAtMs(agenda.nowMs())
{
}

// --- the two ends
// ----------------------------------------------------------------------------------------------------------

void Cable::open(DeviceEnd &device)
{
    ++m_figures.connections;
    m_device = &device;
    push(Way::Up, {.kind = Item::Kind::Open});
}

void Cable::sendUp(std::string message)
{
    if (m_device)
        push(Way::Up, {.kind = Item::Kind::Message, .up = std::move(message)});
}

void Cable::hangUp()
{
    if (!std::exchange(m_device, nullptr))
        return;
    clear(Way::Down);
    push(Way::Up, {.kind = Item::Kind::Close});
}

void Cable::sendDown(Message message)
{
    m_downBytes += static_cast<std::size_t>(message->bytes.size());
    push(Way::Down, {.kind = Item::Kind::Message, .down = std::move(message)});
}

void Cable::closeDown(int code, std::string_view)
{
    connection = 0;
    push(Way::Down, {.kind = Item::Kind::Close, .code = code});
}

std::size_t Cable::unsentBytes() const
{
    return m_downBytes - std::min(m_downBytes, kSystemBuffer);
}

void Cable::serverDied(bool isSilent)
{
    connection = 0;
    clear(Way::Up);
    if (isSilent)
        goDeaf();
    else
        push(Way::Down, {.kind = Item::Kind::Close, .code = kAbnormal});
}

void Cable::serverDropped()
{
    connection = 0;
    clear(Way::Down);
    push(Way::Down, {.kind = Item::Kind::Close, .code = kAbnormal});
}

// --- the weather
// -----------------------------------------------------------------------------------------------------------

void Cable::reset()
{
    ++m_figures.resets;
    clear(Way::Up);
    clear(Way::Down);
    push(Way::Up, {.kind = Item::Kind::Close});
    push(Way::Down, {.kind = Item::Kind::Close, .code = kAbnormal});
}

void Cable::goDeaf()
{
    if (std::exchange(m_isDeaf, true))
        return;
    ++m_figures.deaf;
    clear(Way::Up);
    m_figures.lost += queue(Way::Down).size();
    queue(Way::Down).clear(); // its bytes stay unsent: nobody ever takes them
}

void Cable::starve()
{
    ++m_figures.starved;
    m_isStarved = true;
}

void Cable::clear(Way way)
{
    m_figures.lost += queue(way).size();
    queue(way).clear();
    if (way == Way::Down)
        m_downBytes = 0;
}

// --- on the way
// ------------------------------------------------------------------------------------------------------------

void Cable::push(Way way, Item item)
{
    if (m_isDeaf) {
        ++m_figures.lost;
        return;
    }
    const auto jitter = static_cast<std::int64_t>(
        m_chance.below(static_cast<std::uint64_t>(std::max<std::int64_t>(1, m_path.jitterMs))));
    item.readyMs = std::max(m_agenda.nowMs(), m_path.stalledUntil(way)) + m_path.latencyMs + jitter;
    if (!queue(way).empty())
        item.readyMs = std::max(item.readyMs, queue(way).back().readyMs);
    queue(way).push_back(std::move(item));
    planPump(way);
}

void Cable::planPump(Way way)
{
    if (queue(way).empty() || std::exchange(m_isPumpPlanned[static_cast<std::size_t>(way)], true))
        return;
    const std::int64_t readyMs = std::max(queue(way).front().readyMs,
                                          m_path.stalledUntil(way) > m_agenda.nowMs() ? m_path.stalledUntil(way) : 0);
    m_agenda.plan(readyMs - m_agenda.nowMs(), way == Way::Up ? kServer : m_place,
                  [self = shared_from_this(), way] { self->pump(way); });
}

void Cable::pump(Way way)
{
    m_isPumpPlanned[static_cast<std::size_t>(way)] = false;
    while (!queue(way).empty() && queue(way).front().readyMs <= m_agenda.nowMs()
           && m_path.stalledUntil(way) <= m_agenda.nowMs()) {
        Item item = std::move(queue(way).front());
        queue(way).pop_front();
        if (way == Way::Up)
            deliverUp(item);
        else
            deliverDown(item);
    }
    planPump(way);
}

void Cable::deliverUp(Item &item)
{
    if (item.kind == Item::Kind::Open) {
        if (m_server.door() == ServerEnd::Door::Silent)
            return goDeaf();
        if (m_server.door() == ServerEnd::Door::Refuses)
            return push(Way::Down, {.kind = Item::Kind::Close, .code = 0});
        m_heardAtMs = m_agenda.nowMs();
        m_server.accept(shared_from_this());
        return push(Way::Down, {.kind = Item::Kind::Open});
    }
    if (connection == 0)
        return; // its server has gone, and the device will hear of it
    m_heardAtMs = m_agenda.nowMs();
    ++m_figures.messages;
    if (item.kind == Item::Kind::Message)
        m_server.received(*this, item.up);
    else
        m_server.hungUp(*this);
}

bool Cable::isEaten(const Item &item) const
{
    if (!m_isStarved || item.kind != Item::Kind::Message)
        return false;
    const auto frame = decodeFrame({item.down->bytes.constData(), static_cast<std::size_t>(item.down->bytes.size())},
                                   item.down->wire, Strictness::Replica);
    return frame && std::holds_alternative<Delta>(*frame);
}

void Cable::deliverDown(Item &item)
{
    if (item.down) {
        const auto size = static_cast<std::size_t>(item.down->bytes.size());
        const bool wasLong = m_downBytes > kSystemBuffer;
        m_downBytes -= std::min(m_downBytes, size);
        if (wasLong && connection != 0)
            m_server.drained(*this);
    }
    if (!m_device)
        return;
    if (isEaten(item)) {
        ++m_figures.lost;
        return;
    }
    ++m_figures.messages;
    switch (item.kind) {
    case Item::Kind::Open:
        return m_device->opened();
    case Item::Kind::Message:
        return m_device->received({item.down->bytes.constData(), static_cast<std::size_t>(item.down->bytes.size())});
    case Item::Kind::Close:
        return std::exchange(m_device, nullptr)->closed(item.code, {});
    }
}

} // namespace gatehouse::simulation
