// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

/// A small venue in one thread: one authority with the real engine on a real document, kiosks with the real rules, and
/// a network between them that loses, repeats, reorders and cuts. Everything follows from the seed.
namespace gatehouse::simulation {

/// What happens when, in simulated milliseconds. At the same moment in the order in which it was planned.
class Agenda
{
public:
    void plan(std::int64_t afterMs, std::function<void()> what)
    {
        m_planned.emplace(std::pair(m_nowMs + afterMs, m_count++), std::move(what));
    }
    [[nodiscard]] std::int64_t nowMs() const { return m_nowMs; }
    /// False when nothing is planned before this time; then it is that time.
    bool step(std::int64_t untilMs);

private:
    std::int64_t m_nowMs = 0;
    std::uint64_t m_count = 0;
    std::map<std::pair<std::int64_t, std::uint64_t>, std::function<void()>> m_planned;
};

struct Row {
    std::uint16_t entity = 0;
    Id id;
    bool isGone = false;
    std::string body;
};

/// What a kiosk and the authority say to each other: the frames of the protocol as far as the simulation needs them.
struct Message {
    enum class Kind : std::uint8_t { Hello, Welcome, Delta, Heartbeat, Command, Answer };
    Kind kind = Kind::Hello;
    Id epoch;
    std::int64_t first = 0; ///< Hello: cursor; Delta: first sequence; Welcome: the cursor it goes on from
    std::int64_t last = 0;  ///< Delta, Welcome, Heartbeat: last sequence
    std::int64_t helloCount = 0;
    std::int64_t lastNumber = 0;
    std::int64_t confirmed = 0;
    bool isResync = false;
    std::vector<Row> rows;
    std::int64_t number = 0;
    std::string name;
    std::string body;
    Instant at; ///< Command: device's clock; else: server's
    std::int64_t offsetMs = 0;
    CommandOutcome outcome;
};

/// How bad the network is; each seed has its own.
struct Weather {
    std::int64_t lossPerMille = 0;
    std::int64_t repeatPerMille = 0;
    std::int64_t delayMostMs = 50;
};

/// Carries messages between the kiosks and the authority. Delays are chosen for each message, so messages overtake each
/// other.
class Network
{
public:
    Network(Agenda &agenda, Random &chance, Weather weather) : m_agenda(agenda), m_chance(chance), m_weather(weather) {}

    /// `kiosk` names the line; `isUp` its direction: towards the authority.
    void send(int kiosk, bool isUp, const std::function<void()> &deliver);
    /// One direction of a line, or both, is dead until this time.
    void cut(int kiosk, bool isUp, std::int64_t untilMs) { m_deadUntil[{kiosk, isUp}] = untilMs; }
    void setWeather(const Weather &weather) { m_weather = weather; }
    void heal();

private:
    void deliverLater(int kiosk, bool isUp, const std::function<void()> &deliver);
    [[nodiscard]] bool isDead(int kiosk, bool isUp) const;

    Agenda &m_agenda;
    Random &m_chance;
    Weather m_weather;
    std::map<std::pair<int, bool>, std::int64_t> m_deadUntil;
};

} // namespace gatehouse::simulation
