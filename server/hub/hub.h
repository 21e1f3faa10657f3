// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/access/passwords.h"
#include "server/hub/connection.h"
#include "server/hub/inbox.h"
#include "server/hub/ports.h"
#include "server/hub/presenceboard.h"
#include "shared/house/house.h"

#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace gatehouse {

/// What a hub works with; all outlive it. The reader is of the hub's thread.
struct HubSurroundings {
    EngineLink &engine;
    Reader &reader;
    Identities &identities;
    PasswordLink &passwords;
    QueryRunner queries;
    Id epoch;
    std::string program; ///< "gatehouse-server 0.1.0"
};

struct HubFigures {
    std::uint64_t connections = 0;
    std::uint64_t signedIn = 0;
    std::uint64_t devices = 0; ///< connected
    std::uint64_t behind = 0;
    std::uint64_t catchingUp = 0;
    std::uint64_t unsentBytes = 0;
    std::uint64_t deltas = 0;        ///< frames sent
    std::uint64_t deltasEncoded = 0; ///< frames made: each is sent to many
    std::uint64_t pages = 0;
    std::uint64_t commands = 0;
    std::uint64_t refused = 0; ///< commands and queries over a rate or bound
    std::uint64_t queries = 0;
    std::uint64_t closedSlow = 0;
    std::uint64_t closedForbidden = 0;
    std::uint64_t snapshots = 0;    ///< catch-ups that began with everything
    std::uint64_t ringReturns = 0;  ///< catch-ups served without the document
    std::uint64_t quietReturns = 0; ///< catch-ups with nothing to send
};

/// Who is connected, what each may see, and what each is sent: the policy between the engine's batches and the clients'
/// links. A plain object that knows no socket, thread or clock: its shell tells it what came in and steps it. All calls
/// from one thread; other threads post to its inbox.
class Hub
{
public:
    Hub(HubSurroundings surroundings, std::int64_t head, HubLimits limits = {});
    ~Hub();
    Hub(const Hub &) = delete;
    Hub &operator=(const Hub &) = delete;

    [[nodiscard]] ConnectionId attach(std::unique_ptr<Peer> peer, Wire wire, Moment now);
    /// One message of a client. The connection may be gone afterwards.
    void received(ConnectionId connection, std::string_view message, Moment now);
    /// The client hung up. Unknown ones are ignored.
    void disconnected(ConnectionId connection, Moment now);
    /// The client has taken most of what waited.
    void drained(ConnectionId connection, Moment now);
    /// Does what there is to do: delivers what was posted, sends pages, keeps deadlines. True: call again soon, there
    /// is more.
    bool step(Moment now);
    /// Goodbye to all.
    void closeAll(CloseCode code, Fault fault, std::string_view detail);

    /// Called with each batch before clients are sent it, in the hub's thread.
    void onDeliver(std::function<void(const Batch &)> call) { m_onDeliver = std::move(call); }

    [[nodiscard]] const std::shared_ptr<HubInbox> &inbox() const { return m_inbox; }
    /// Sequence of the newest batch delivered.
    [[nodiscard]] std::int64_t head() const { return m_head; }
    [[nodiscard]] HubFigures figures() const;
    [[nodiscard]] const HubLimits &limits() const { return m_limits; }
    [[nodiscard]] std::vector<DevicePresence> presence() const { return m_presence.all(); }

    /// The command's body with its password hashed, if it is one that has a password; else as it is. `ready` is called
    /// in the hub's thread, maybe at once; with Fault::TooMany if too many are being hashed.
    void preparePassword(const std::string &name, std::string body, std::function<void(Result<std::string>)> ready);

private:
    struct Group;

    // What comes in
    void handle(Connection &connection, const Hello &hello, Moment now);
    void handle(Connection &connection, const PageTaken &taken);
    void handle(Connection &connection, const CommandFrame &command, Moment now);
    void handle(Connection &connection, const QueryFrame &query, Moment now);
    void handle(Connection &connection, const Presence &presence, Moment now);
    void handle(Connection &connection, const Ping &ping, Moment now);
    void handle(Connection &connection, const Renew &renew, Moment now);
    void greet(Connection &connection, std::int64_t lastNumber, Moment now);

    // Commands
    void submit(Connection &connection, const CommandFrame &command, std::string body);
    void hashThenSubmit(Connection &connection, const CommandFrame &command);
    void releaseHeld(Connection &connection);
    void answered(ConnectionId id, bool isScan, const std::string &name, const std::vector<FieldFault> &unread,
                  CommandOutcome outcome);
    void refuse(Connection &connection, std::int64_t number, Fault fault, std::string detail,
                std::int64_t retryAfterMs);

    // What is published
    void deliver(const std::vector<SharedBatch> &batches, Moment now);
    void noteScopes(const std::vector<MergedChange> &changes);
    void refreshIdentities(const std::vector<MergedChange> &changes, std::int64_t headBefore, Moment now);
    void refreshIdentity(Connection &connection, std::int64_t headBefore, Moment now);
    void readEvent();
    /// The groups point into the changes.
    [[nodiscard]] std::vector<Group> grouped(const std::vector<MergedChange> &changes) const;
    void sendGroups(const std::vector<Group> &groups, std::int64_t headBefore);
    [[nodiscard]] std::vector<Message> framesOf(const std::vector<Group> &groups,
                                                const std::vector<std::uint32_t> &wanted, Wire wire);
    [[nodiscard]] bool sendDeltas(Connection &connection, const std::vector<Message> &frames);
    void sendMissed(Connection &connection, Moment now);

    // Catching up
    void startCatchUp(Connection &connection, Cursor from, Moment now);
    void takeFromRing(CatchUp &catchUp);
    void addRowsOfRing(const Connection &connection, CatchUp &catchUp);
    [[nodiscard]] bool isQuiet(const Scopes &scopes, std::int32_t wants, std::int64_t since) const;
    bool continueCatchUp(Connection &connection, std::size_t &budget, Moment now);
    [[nodiscard]] bool readChanges(Connection &connection, CatchUp &catchUp, std::size_t &budget);
    void addRow(CatchUp &catchUp, std::string_view row, Wire wire);
    void sendPage(Connection &connection, Message message);
    void sendWelcome(Connection &connection, Moment now, bool isResync, std::int64_t head);
    bool stepCatchUps(Moment now);

    // Deadlines, presence, closing
    void noteProgress(Moment now);
    void checkDeadlines(Moment now);
    void pushPresence(Moment now);
    void send(Connection &connection, const Frame &frame);
    void post(Connection &connection, Message message);
    void close(Connection &connection, CloseCode code, Fault fault, std::string_view detail,
               std::int64_t retryAfterMs = 0);
    void drop(Connection &connection, Moment now);
    void sweep();
    void hold(Connection &connection);
    void release(Connection &connection);
    [[nodiscard]] Connection *find(ConnectionId id);

    HubSurroundings m_around;
    HubLimits m_limits;
    std::shared_ptr<HubInbox> m_inbox;
    std::int64_t m_head;
    std::int64_t m_knownSince; ///< m_lastOf says all from here on
    BatchRing m_ring;
    Snapshots m_snapshots;
    PresenceBoard m_presence;
    std::int64_t m_presencePushedMs = std::numeric_limits<std::int64_t>::min() / 2;

    ConnectionId m_nextId = 1;
    std::map<ConnectionId, std::unique_ptr<Connection>> m_connections;
    std::unordered_map<Id, ConnectionId> m_bySender;
    std::unordered_map<Id, Buckets> m_rates; ///< of senders that hung up: coming back fills no bucket
    std::unordered_map<Scope, std::unordered_set<Connection *>> m_holders;
    std::unordered_map<Scope, std::array<std::int64_t, 2>> m_lastOf; ///< last sequence: live, kiosk
    std::deque<ConnectionId> m_catchingUp;
    std::vector<ConnectionId> m_swept;
    std::uint64_t m_mark = 0;
    std::int64_t m_checkedMs = std::numeric_limits<std::int64_t>::min() / 2;
    std::size_t m_unsentTotal = 0; ///< of all: counted at every tick, and whatever is sent in between
    Moment m_now;                  ///< of the call that runs

    /// Password commands by the digest of what came: the same one sent again must be hashed the same, or the engine
    /// would take it for another under a number or key that was used. Forgotten now and then; a repeat after that is
    /// refused as reused.
    std::unordered_map<std::string, std::string> m_hashed;

    std::function<void(const Batch &)> m_onDeliver;
    std::string m_eventName;
    std::string m_zone;
    std::string m_slug;
    bool m_isExercise = false;
    HubFigures m_figures;
};

/// The id under which the engine numbers a client's commands: the client's own, bound to the actor, so that nobody can
/// use up or read the numbers of another by naming its sender.
[[nodiscard]] Id boundSender(const Id &actor, const Id &sender);

} // namespace gatehouse
