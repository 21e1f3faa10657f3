// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/hub/peer.h"
#include "shared/model/id.h"
#include "tests/simulation/agenda.h"

#include <array>
#include <deque>
#include <memory>
#include <optional>

/// A network as clients of a server meet it: connections that carry whole messages in order, or stop doing so. No
/// single message is lost or overtaken within a connection, as WebSocket over TCP has it. What is lost is what is on
/// its way when a connection breaks; what comes late is what a stalled or half-open connection still holds beside the
/// one that replaced it; what comes twice is what a client sends again because it heard nothing.
namespace gatehouse::simulation {

class Cable;

enum class Way : std::uint8_t { Up = 0, Down = 1 }; ///< towards the server, towards the device

/// The stretch between one device and the server.
struct Path {
    std::int64_t latencyMs = 5;
    std::int64_t jitterMs = 20;
    std::array<std::int64_t, 2> stalledUntilMs{}; ///< by way; what is sent meanwhile waits and comes afterwards

    [[nodiscard]] std::int64_t stalledUntil(Way way) const { return stalledUntilMs[static_cast<std::size_t>(way)]; }
};

/// The device's end. Told nothing more once it has hung up.
class DeviceEnd
{
public:
    virtual ~DeviceEnd() = default;
    virtual void opened() = 0;
    virtual void received(std::string_view message) = 0;
    virtual void closed(int code, std::string_view reason) = 0;
};

/// The machine that listens.
class ServerEnd
{
public:
    virtual ~ServerEnd() = default;
    enum class Door { Open, Refuses, Silent };
    [[nodiscard]] virtual Door door() const = 0;
    virtual void accept(const std::shared_ptr<Cable> &cable) = 0;
    virtual void received(Cable &cable, std::string_view message) = 0;
    virtual void hungUp(Cable &cable) = 0;
    virtual void drained(Cable &cable) = 0;
};

struct NetworkFigures {
    std::uint64_t connections = 0;
    std::uint64_t messages = 0; ///< delivered
    std::uint64_t lost = 0;
    std::uint64_t resets = 0;
    std::uint64_t stalls = 0;
    std::uint64_t deaf = 0;
    std::uint64_t starved = 0;
};

/// One connection, or an attempt at one.
class Cable : public std::enable_shared_from_this<Cable>
{
public:
    Cable(Agenda &agenda, ServerEnd &server, NetworkFigures &figures, Path &path, Place place, std::uint64_t seed);

    // The device's
    void open(DeviceEnd &device);
    void sendUp(std::string message);
    /// What was sent still goes its way, and the farewell behind it.
    void hangUp();

    // The server's
    void sendDown(Message message);
    void closeDown(int code, std::string_view reason);
    /// Sent down and not taken, beyond what the system's own buffers hold.
    [[nodiscard]] std::size_t unsentBytes() const;
    /// Its process died (the system says so to the other side), or its machine (nobody says anything).
    void serverDied(bool isSilent);
    /// It gave up on a silent connection.
    void serverDropped();

    // The weather's
    void reset();  ///< a middlebox forgets it and says so to both
    void goDeaf(); ///< … and says nothing: whatever is sent from now on is lost
    void starve(); ///< no changes come down from now on: what a hub that lost track of a client looks like

    [[nodiscard]] bool isInUse() const { return m_device != nullptr; }
    [[nodiscard]] bool isStarved() const { return m_isStarved; }
    [[nodiscard]] Place place() const { return m_place; }
    [[nodiscard]] std::int64_t heardAtMs() const { return m_heardAtMs; } ///< by the server
    std::uint64_t connection = 0; ///< the hub's number for it; 0: none, or no longer

private:
    struct Item {
        enum class Kind : std::uint8_t { Open, Message, Close };
        Kind kind = Kind::Message;
        std::int64_t readyMs = 0;
        std::string up;
        Message down;
        int code = 0;
    };
    using Queue = std::deque<Item>;

    void push(Way way, Item item);
    void planPump(Way way);
    void pump(Way way);
    void deliverUp(Item &item);
    void deliverDown(Item &item);
    [[nodiscard]] bool isEaten(const Item &item) const;
    [[nodiscard]] Queue &queue(Way way) { return m_queues[static_cast<std::size_t>(way)]; }
    void clear(Way way);

    Agenda &m_agenda;
    ServerEnd &m_server;
    NetworkFigures &m_figures;
    Path &m_path;
    Place m_place;
    SeededRandom m_chance;
    DeviceEnd *m_device = nullptr;
    std::array<Queue, 2> m_queues;
    std::array<bool, 2> m_isPumpPlanned{};
    std::size_t m_downBytes = 0;
    std::int64_t m_heardAtMs = 0;
    bool m_isDeaf = false;
    bool m_isStarved = false;
};

/// The hub's end of a cable.
class CablePeer final : public Peer
{
public:
    explicit CablePeer(std::shared_ptr<Cable> cable) : m_cable(std::move(cable)) {}
    void send(Message message) override { m_cable->sendDown(std::move(message)); }
    [[nodiscard]] std::size_t unsentBytes() const override { return m_cable->unsentBytes(); }
    void close(CloseCode code, std::string_view reason) override { m_cable->closeDown(static_cast<int>(code), reason); }

private:
    std::shared_ptr<Cable> m_cable;
};

} // namespace gatehouse::simulation
