// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/client.h"
#include "shared/replica/memoryrows.h"
#include "tests/server/hub/hubroom.h"

namespace gatehouse::hubtest {

/// The client that desks and kiosks really use, on a hub: what it shows is collected, and its link breaks when the test
/// says so.
class ReplicaDesk
{
public:
    ReplicaDesk(HubRoom &room, const std::string &token, std::int32_t wants = Wants::Live | Wants::Kiosk,
                Wire wire = Wire::Cbor)
        : m_room(room), m_wire(wire),
          m_outbox(HouseRoom::must(Outbox::open(":memory:", SecretKey(), room.random, Instant{1}))),
          m_client(ClientOptions{token, "desk", wants, wire}, *m_outbox, &m_rows, room.random)
    {
    }
    ~ReplicaDesk() { breakLink(); }

    /// Connects and reads until nothing more comes.
    void comeBack(const std::string &token)
    {
        m_client.setToken(token, time());
        m_client.goOnline(time());
        pump();
    }
    /// As a pulled cable: nothing is said.
    void breakLink()
    {
        if (m_cable)
            m_room.hub->disconnected(m_connection, m_room.now());
        m_cable.reset();
        m_client.goOffline(time());
        (void)m_client.takeActions();
    }
    /// Carries out what the client asks for and hands it what has come.
    void pump()
    {
        for (int quiet = 0; quiet < 2; ++quiet) {
            if (carryOut() + readAll() > 0)
                quiet = -1;
            m_room.settle();
        }
    }
    /// At most so many messages are read; the rest is on its way.
    void readSome(std::size_t messages)
    {
        (void)carryOut();
        m_room.settle();
        for (; messages > 0 && m_cable && !m_cable->waiting.empty(); --messages) {
            readOne();
            (void)carryOut();
            m_room.settle();
        }
    }

    [[nodiscard]] bool isLive() const { return m_client.status().state == ReplicaState::Live; }
    [[nodiscard]] std::uint64_t unreadable() const { return m_client.status().unreadable; }
    [[nodiscard]] const Client &client() const { return m_client; }

    /// What a screen would show: every row, as its fields' bytes.
    std::map<std::pair<std::string, Id>, std::string> shown;

private:
    [[nodiscard]] ClientTime time() const { return {m_room.clock.ms, m_room.clock.at}; }

    int carryOut()
    {
        int done = 0;
        for (ClientAction &action : m_client.takeActions()) {
            ++done;
            if (std::holds_alternative<OpenLink>(action)) {
                m_cable = std::make_shared<Cable>();
                m_connection = m_room.hub->attach(std::make_unique<CablePeer>(m_cable), m_wire, m_room.now());
                m_client.linkOpened(time());
            } else if (std::holds_alternative<CloseLink>(action)) {
                m_room.hub->disconnected(m_connection, m_room.now());
                m_cable.reset();
            } else if (const auto *message = std::get_if<SendMessage>(&action)) {
                m_room.hub->received(m_connection, message->message, m_room.now());
            } else if (const auto *rows = std::get_if<RowsApplied>(&action)) {
                for (const AppliedRow &row : rows->rows)
                    show(row);
            }
        }
        return done;
    }
    int readAll()
    {
        int count = 0;
        for (; m_cable && !m_cable->waiting.empty(); ++count)
            readOne();
        if (m_cable && m_cable->closedWith && m_cable->waiting.empty()) {
            const int code = static_cast<int>(*m_cable->closedWith);
            m_cable.reset();
            m_client.linkClosed(code, "", time());
            ++count;
        }
        return count;
    }
    void readOne()
    {
        const Message message = m_cable->waiting.front();
        m_cable->waiting.pop_front();
        m_client.received({message->bytes.constData(), static_cast<std::size_t>(message->bytes.size())}, time());
    }
    void show(const AppliedRow &row)
    {
        const std::pair key{std::string(row.type->spec.name), row.id};
        if (!row.value) {
            shown.erase(key);
            return;
        }
        std::string bytes;
        encode(*row.type->table, row.value.get(), Part::All, bytes);
        shown[key] = bytes;
    }

    HubRoom &m_room;
    Wire m_wire;
    std::unique_ptr<Outbox> m_outbox;
    MemoryRows m_rows;
    Client m_client;
    std::shared_ptr<Cable> m_cable;
    ConnectionId m_connection = 0;
};

} // namespace gatehouse::hubtest
