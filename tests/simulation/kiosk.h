// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/rules.h"
#include "tests/simulation/authority.h"

#include <map>
#include <set>

namespace gatehouse::simulation {

/// What every kiosk of the simulated venue scans for.
struct Door {
    CheckInListId list;
    GateId gate;
};

/// One gate's kiosk: asks on line, decides by the rules of shared/admission when no answer comes, keeps every command
/// on disk before anybody sees a light, and sends all of them until they are answered.
class Kiosk
{
public:
    Kiosk(int number, const Door &door, Agenda &agenda, Network &network, Trace &trace, Random &chance,
          Authority &authority);

    /// A person holds a ticket to the scanner.
    void scan(const TicketId &ticket, Direction direction);
    /// A message of the authority has come.
    void take(const Message &message);
    /// Power is gone and comes back: memory and whatever lit up are lost, the disk is not.
    void restart();
    void setClock(std::int64_t skewMs, bool isSuspect);
    /// Sends what there is to send; called every now and then.
    void beat();

    [[nodiscard]] bool isSettled(const Id &epoch, std::int64_t head) const
    {
        return m_epoch == epoch && m_cursor == head && m_answered == std::int64_t(m_disk.commands.size())
            && m_disk.unseen.empty();
    }
    /// Holds the replica against the document as it was at the cursor.
    void compare(Reader &reader);
    [[nodiscard]] const Id &epoch() const { return m_epoch; }
    /// Scans that were answered as done: must be in the document.
    [[nodiscard]] const std::set<ScanId> &acknowledged() const { return m_acknowledged; }
    [[nodiscard]] const std::set<ScanId> &made() const { return m_disk.scans; }
    [[nodiscard]] const Id &sender() const { return m_disk.sender; }
    [[nodiscard]] std::string state() const;

private:
    struct Command {
        std::string name;
        std::string body;
        Instant at;
        std::int64_t offsetMs = 0;
        ScanId scan;
    };
    /// What a restart leaves.
    struct Disk {
        Id sender;
        DeviceId device;
        std::vector<Command> commands; ///< all of the event: number − 1
        std::set<ScanId> scans;
        std::set<ScanId> unseen; ///< asked, and no light yet
    };
    using RowKey = std::pair<std::uint16_t, Id>;

    [[nodiscard]] Instant clock() const;
    [[nodiscard]] bool isOnLine() const;
    [[nodiscard]] Actor actor() const;
    void send(Message message);
    void sendCommands();
    void sayHello();
    void keep(std::string name, std::string body, const ScanId &scan);
    void show(const ScanId &scan, const Verdict &verdict, DecidedBy by);
    void decideAlone(const ScanId &scan, const AdmissionRecord &record, Direction direction, Instant at);
    [[nodiscard]] Verdict decide(const AdmissionRecord &record, Direction direction, Instant at) const;
    void remember(const ScanId &scan, const AdmissionRecord &record, Direction direction, Instant at);
    void takeWelcome(const Message &message);
    void takeDelta(const Message &message);
    void takeAnswer(const CommandOutcome &outcome);
    void apply(const std::vector<Row> &rows);
    [[nodiscard]] std::optional<AdmissionRecord> recordOf(const TicketId &ticket) const;
    template <class E>
    [[nodiscard]] std::optional<E> replicaOf(const Id &id) const;

    int m_number;
    Door m_door;
    Agenda &m_agenda;
    Network &m_network;
    Trace &m_trace;
    Random &m_chance;
    Authority &m_authority;
    Disk m_disk;
    std::set<ScanId> m_acknowledged; ///< the test's own note, not the kiosk's
    std::int64_t m_skewMs = 0;
    bool m_isClockSuspect = false;

    // Memory.
    int m_life = 0;
    Id m_epoch;
    std::int64_t m_cursor = 0;
    std::int64_t m_helloCount = 0;
    std::int64_t m_answered = 0;    ///< all up to this number
    std::set<std::int64_t> m_early; ///< answered beyond it
    std::int64_t m_heardMs = -1'000'000;
    std::int64_t m_helloMs = -1'000'000;
    std::int64_t m_offsetMs = 0;
    std::map<RowKey, std::string> m_rows;
    std::map<Id, Attendance> m_own; ///< by record: use that the replica may not know yet
    std::map<std::int64_t, std::function<void(const ScanVerdict &)>> m_asked; ///< by number
};

} // namespace gatehouse::simulation
