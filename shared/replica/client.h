// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/clocksync.h"
#include "shared/replica/holdings.h"
#include "shared/replica/outbox.h"

#include <deque>
#include <memory>
#include <variant>

namespace gatehouse {

enum class ReplicaState : std::uint8_t {
    Offline,    ///< not wanted, or waiting to try again
    Connecting, ///< link or welcome on its way
    CatchingUp, ///< shows what it held before
    Live,
    Refused, ///< the server does not want this client (`refusal`); tried again, but seldom, or with a new token
};

/// How a replica stands. A value.
struct ReplicaStatus {
    ReplicaState state = ReplicaState::Offline;
    Failure refusal{Fault::None, {}, {}};
    std::optional<Instant> asOf; ///< server's time at which the rows were last known to be current
    bool isWhole = false;        ///< a catch-up has ended since this client may see what it may: nothing is missing,
                                 ///< though it may be old
    std::size_t waiting = 0;     ///< commands without an answer
    std::optional<Instant> waitingSince; ///< when the oldest was made, by this device's clock
    ClockSync clock;
    Failure storing{Fault::None, {}, {}}; ///< why rows are not being kept on disk
    std::int64_t retryAtMs = 0;           ///< Offline, Refused: when the next attempt comes (monotonic)
    std::uint64_t unreadable = 0;         ///< frames and rows that could not be read
};

struct ClientOptions {
    std::string token;
    std::string program; ///< "gatehouse-kiosk 0.1.0"
    std::int32_t wants = Wants::Live;
    Wire wire = Wire::Cbor;
    std::string
        boot; ///< which run of the monotonic clock this is: a measured clock is kept within it; empty: it is not
    /// Guards that a test build may switch off to show that the tests notice; see tests/simulation.
    struct Dropped {
        bool epoch = false;    ///< rows of another life of the server are kept
        bool head = false;     ///< a heartbeat that tells of missing frames is passed over
        bool resend = false;   ///< after a restore of the server only commands without an answer are sent
        bool renumber = false; ///< numbers that the server holds and this outbox never gave are used again
    };
    Dropped dropped;
};

/// A row as it now is, read once; no value: it is gone. Rows are shared between threads and never changed.
struct AppliedRow {
    const EntityType *type = nullptr;
    Id id;
    std::int64_t revision = 0;
    std::shared_ptr<const void> value;
};

// What a client asks of whoever steps it, in order.
struct OpenLink {
};
struct CloseLink {
};
struct SendMessage {
    std::string message;
};
/// Rows changed. Without `isWhole` more of the same change follows, and nothing is to be shown before it has come.
struct RowsApplied {
    std::vector<AppliedRow> rows;
    bool isWhole = true;
};
struct CommandAnswered {
    std::int64_t number = 0;
    std::string name;
    AnswerFrame answer;
};
struct QueryAnswered {
    std::int64_t number = 0;
    QueryAnswer answer;
};
struct Welcomed {
    Welcome welcome;
};
struct PresenceHeard {
    std::vector<DevicePresence> devices;
};
/// Commands that wait go on under new numbers: the first is now 1, in the same order.
struct Renumbered {
    std::vector<std::int64_t> before; ///< before[i] is now i + 1
};
/// The newest commands of this sender, oldest first.
struct Recalled {
    std::vector<OutboxEntry> commands;
};
struct StatusChanged {
};
using ClientAction = std::variant<OpenLink, CloseLink, SendMessage, RowsApplied, CommandAnswered, QueryAnswered,
                                  Welcomed, PresenceHeard, Renumbered, Recalled, StatusChanged>;

/// One client of one server: cursor, catching up, commands and their numbers, clock, reconnecting. A plain object
/// without socket, thread or timer: whoever owns it carries out its actions, tells it what comes in, and steps it at
/// nextStepMs(). One thread.
class Client
{
public:
    /// Outbox, store and random outlive it. Without a store rows live in memory only.
    Client(ClientOptions options, Outbox &outbox, RowStore *store, Random &random);
    ~Client();
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    /// Reads what was kept. On a failure (but Fault::Newer) the caller may give a fresh store.
    [[nodiscard]] Result<> load();

    void goOnline(const ClientTime &now);
    void goOffline(const ClientTime &now);
    /// A fresh token: sent on an open connection, tried at once on a refused one.
    void setToken(std::string token, const ClientTime &now);

    void linkOpened(const ClientTime &now);
    void linkClosed(int code, std::string_view reason, const ClientTime &now);
    void received(std::string_view message, const ClientTime &now);
    void step(const ClientTime &now);
    /// When step() has something to do at the latest (monotonic).
    [[nodiscard]] std::int64_t nextStepMs() const;

    /// On disk before it returns its number; the answer comes as CommandAnswered, also after a restart.
    [[nodiscard]] Result<std::int64_t> send(std::string name, std::string body, const ClientTime &now);
    /// The answer comes as QueryAnswered: Fault::Unavailable if there is no link, it breaks, or 30 s pass.
    [[nodiscard]] std::int64_t query(std::string name, std::string body, const ClientTime &now);
    /// All commands from the first that waits on, and up to `answered` before it, come as Recalled.
    void recall(std::int64_t answered);
    /// Nothing that was copied is held any longer, on disk neither; the link is closed. Commands stay.
    void forgetRows(const ClientTime &now);
    /// How this device is; told to the server when it changes and every 10 s.
    void setPresence(const DevicePresence &own) { m_presence = own; }

    [[nodiscard]] std::vector<ClientAction> takeActions() { return std::exchange(m_actions, {}); }
    [[nodiscard]] ReplicaStatus status() const;
    [[nodiscard]] const SavedCursor &cursor() const { return m_cursor; }
    [[nodiscard]] const Holdings &holdings() const { return m_holdings; }

private:
    enum class Stage { Closed, Opening, Greeting, Greeted };

    // Link
    void connectNow(const ClientTime &now);
    void drop(const ClientTime &now);
    void linkLost(const ClientTime &now);
    void refuse(Failure failure);
    void scheduleRetry(const ClientTime &now);
    void send(const Frame &frame);
    void changed();

    // What comes in
    void handle(const Welcome &welcome, const ClientTime &now);
    void handle(const Page &page, const ClientTime &now);
    void handle(const Delta &delta, const ClientTime &now);
    void handle(const AnswerFrame &answer, const ClientTime &now);
    void handle(const QueryAnswer &answer, const ClientTime &now);
    void handle(const Presence &presence, const ClientTime &now);
    void handle(const Ping &ping, const ClientTime &now);
    void handle(const Pong &pong, const ClientTime &now);
    void handle(const Goodbye &goodbye, const ClientTime &now);
    template <class F>
    void handle(const F &, const ClientTime &)
    {
    } // frames that only a client sends

    // Rows
    void applyRows(const std::vector<WireRow> &rows, std::vector<AppliedRow> &applied);
    void removeRows(const std::vector<RowKey> &keys, std::vector<AppliedRow> &applied);
    [[nodiscard]] std::shared_ptr<const void> read(const EntityType &type, const WireRow &row);
    void save();
    void noteCurrent(const ClientTime &now);
    void noteClock(const ServerTime &time, const ClientTime &now);
    void takeUpClock();

    // Commands
    void beginSending(std::int64_t serverLast);
    void sendCommands(const ClientTime &now);
    bool sendCommand(std::int64_t number);
    void rewindTo(std::int64_t number, const ClientTime &now);
    void flushAnswers(const ClientTime &now);
    [[nodiscard]] bool isOfAnotherCopy(const AnswerFrame &answer) const;
    void renumber(const ClientTime &now);
    void failQueries(std::string_view why);
    void stepGreeted(const ClientTime &now);
    void sendPing(const ClientTime &now);
    void sendPresence(const ClientTime &now);

    ClientOptions m_options;
    Outbox &m_outbox;
    RowStore *m_store;
    Random &m_random;
    std::vector<ClientAction> m_actions;

    bool m_isWanted = false;
    Stage m_stage = Stage::Closed;
    std::int64_t m_deadlineMs = 0; ///< Opening, Greeting: to be done by; Closed: when to try
    std::int64_t m_lastHeardMs = 0;
    std::int64_t m_pingAtMs = 0;
    int m_attempts = 0;
    std::int64_t m_serverRetryMs = 0; ///< as the last goodbye asked
    Failure m_refusal{Fault::None, {}, {}};
    ClockSync m_clock;
    std::deque<ClientTime> m_pings; ///< sent, not yet answered; the hello too

    Welcome m_welcome;
    bool m_isCatchingUp = false;
    std::int32_t m_pageNumber = 0;
    bool m_hasLost = false; ///< a page of this catch-up named lost scopes
    SavedCursor m_cursor;
    Holdings m_holdings;
    std::vector<WireRow> m_batch;     ///< deltas that say `more`
    std::int64_t m_batchSequence = 0; ///< the newest of this connection
    RowChanges m_unsaved;
    Failure m_storing{Fault::None, {}, {}};
    bool m_isStoreGivenUp = false;
    std::int64_t m_savedAsOfMs = 0;
    std::uint64_t m_unreadable = 0;

    std::int64_t m_serverLast = 0;  ///< highest number known to be with the server
    std::int64_t m_heldBefore = 0;  ///< highest number that it held when this link began
    std::int64_t m_next = 1;        ///< to be sent next
    std::int64_t m_outstanding = 0; ///< command frames of this connection without an answer frame
    std::int64_t m_lastAnswerMs = 0;
    std::optional<std::int64_t> m_rewind; ///< go on from here once nothing is outstanding
    std::int64_t m_holdUntilMs = 0;
    int m_passing = 0; ///< passing faults in a row
    std::int64_t m_flushAtMs = 0;

    std::int64_t m_queryNumber = 0;
    std::map<std::int64_t, std::int64_t> m_queries; ///< number, deadline
    DevicePresence m_presence;
    DevicePresence m_presenceSent;
    std::int64_t m_presenceAtMs = 0;
};

} // namespace gatehouse
