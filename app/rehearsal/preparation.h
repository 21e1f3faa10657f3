// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lane/lane.h"
#include "app/rehearsal/knowndevices.h"
#include "app/rehearsal/station.h"

namespace gatehouse {

/// A kiosk to be, with its key and where it stands.
struct PreparedKiosk {
    std::string name;
    std::string key;
    Lane::Place place;
};

struct Prepared {
    std::vector<std::string> codes; ///< of all tickets, in order of their orders: the same people give the same order
    std::vector<PreparedKiosk> kiosks; ///< those of the entrances, then one for each door of a room
    std::uint32_t rooms = 0;           ///< how many of them stand at doors of rooms
    std::vector<GateId> closedGates;
};

/// Finds out what the event has and adds what a rehearsal needs: reads the tickets' codes, places kiosks at the gates,
/// adds their devices where none are known. One thread; one use.
class Preparation : public QObject
{
    Q_OBJECT

public:
    /// `desk` and `random` outlive it. `stateFile`: see KnownDevices. `withRooms`: kiosks also at doors within the
    /// house.
    Preparation(Station &desk, std::uint32_t kiosks, bool withRooms, QString stateFile, Random &random);

    /// Once the desk is on line; `done` comes once, later.
    void start(std::function<void(Result<Prepared>)> done);

private:
    void askTickets();
    void takeTickets(const QueryAnswer &answer);
    void placeKiosks();
    [[nodiscard]] std::vector<const Gate *> entrances() const;
    [[nodiscard]] std::vector<const Gate *> roomDoors() const;
    void placeKiosk(std::string name, const Gate &gate);
    [[nodiscard]] const CheckInList *listFor(const Gate &gate) const;
    void addDevice(std::size_t kiosk);
    void takeKey(std::size_t kiosk, const AnswerFrame &answer);
    void finishIfDone();
    void finish(Result<> result);

    Station &m_desk;
    std::uint32_t m_kiosks;
    bool m_withRooms;
    QString m_stateFile;
    Random &m_random;
    std::function<void(Result<Prepared>)> m_done;
    std::vector<ListedTicket> m_tickets;
    KnownDevices m_known;
    EventId m_event;
    Prepared m_prepared;
    std::map<std::int64_t, std::size_t> m_adding; ///< command → kiosk
};

} // namespace gatehouse
