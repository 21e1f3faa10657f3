// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/clockwork.h"
#include "server/engine/runningclock.h"
#include "server/hub/hub.h"
#include "server/keyring/keyring.h"
#include "server/store/document.h"
#include "server/store/sqlitereader.h"
#include "tests/simulation/guards.h"
#include "tests/simulation/network.h"
#include "tests/simulation/trace.h"

#include <memory>

namespace gatehouse::simulation {

/// A server's clock over the agenda: the wall can be set, what runs since boot cannot.
class ServerClock final : public Clock
{
public:
    explicit ServerClock(const Agenda &agenda) : m_agenda(agenda) {}
    Instant wall() override { return {kBeginMs + m_agenda.nowMs() + m_skewMs}; }
    std::int64_t monotonicMs() override { return m_agenda.nowMs(); }
    void setSkew(std::int64_t skewMs) { m_skewMs = skewMs; }
    [[nodiscard]] std::int64_t skewMs() const { return m_skewMs; }

    static constexpr std::int64_t kBeginMs = 1'795'000'000'000; // some day of an event

private:
    const Agenda &m_agenda;
    std::int64_t m_skewMs = 0;
};

struct AuthorityFigures {
    std::uint64_t kills = 0;
    std::uint64_t restores = 0;
    std::uint64_t moves = 0;
    std::uint64_t takeovers = 0;
    std::uint64_t commands = 0; ///< taken by engines
    std::uint64_t repeats = 0;
    std::uint64_t commits = 0;
    std::uint64_t deltas = 0;
    std::uint64_t snapshots = 0;
    std::uint64_t ringReturns = 0;
    std::uint64_t closedSlow = 0;
};

/// The one who holds the journal: the real engine and the real hub on a real document, without threads and sockets, on
/// one of two machines. It dies and comes back, is restored from a backup and moved to the other machine.
///
/// What there is of a second seat is what the product has: a backup that becomes another life of the event, a move that
/// closes the document behind itself, the lock, and the fence against a writer that was replaced. There is no running
/// replication to a spare, and nothing that stops the machine whose backup was restored elsewhere from serving its old
/// document again: that one's disk is taken as lost here.
class Authority final : public ServerEnd, private EngineLink, private PasswordLink
{
public:
    Authority(Agenda &agenda, Trace &trace, std::string folder, std::uint64_t seed, const Dropped &dropped,
              const HubLimits &limits);
    ~Authority() override;

    /// Runs a command of the program itself at once, to its end. A refusal is a violation.
    template <class C>
    typename C::Answer command(const C &command)
    {
        auto answer =
            decoded<typename C::Answer>(runNow(std::string(C::spec.name), encoded(command)), Strictness::Replica);
        return answer ? std::move(*answer) : typename C::Answer{};
    }
    void start();

    // What befalls it
    void kill(bool isSilent); ///< the process ends (or the machine: silent); what was not committed is gone
    void backUp();
    void restore(); ///< the disk is lost: the newest backup goes on, as another life of the event
    void move();    ///< stops, moves to the other machine, goes on there; the old one tries to come back
    void tryToServeTwice();
    void takeOver(); ///< the lock is lost, a second program takes the document; the first wakes up and still has work
    void setClock(std::int64_t skewMs);
    [[nodiscard]] bool isRunning() const { return m_engine != nullptr; }

    // ServerEnd
    [[nodiscard]] Door door() const override { return isRunning() ? Door::Open : m_closedDoor; }
    void accept(const std::shared_ptr<Cable> &cable) override;
    void received(Cable &cable, std::string_view message) override;
    void hungUp(Cable &cable) override;
    void drained(Cable &cable) override;

    [[nodiscard]] Engine &engine() { return *m_engine; }
    [[nodiscard]] Hub &hub() { return *m_hub; }
    [[nodiscard]] Document &document() { return *m_document; }
    [[nodiscard]] const Keyring &keyring() const { return *m_keyring; }
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] const Id &epoch() const { return m_epoch; } ///< of the life that runs, or will
    [[nodiscard]] std::unique_ptr<Reader> reader();
    [[nodiscard]] std::string tokenFor(const AccountId &account);
    [[nodiscard]] Id newId() { return makeId(m_machineClock->wall().ms, m_random); }
    [[nodiscard]] Id eventId() const { return m_event; }
    [[nodiscard]] AuthorityFigures figures() const;
    /// How often it began another life: what was acknowledged before may have to be told again.
    [[nodiscard]] int lives() const { return m_lives; }

private:
    struct Surroundings;

    // EngineLink
    void submit(CommandRequest request) override;
    void askLastNumber(const Id &sender, std::function<void(std::int64_t)> done) override;
    // PasswordLink
    [[nodiscard]] Result<> hash(std::string, std::function<void(Result<std::string>)>) override
    {
        return fail(Fault::Unavailable);
    }

    std::string runNow(std::string name, std::string body);
    void open(bool takesLock);
    void close(bool isSilent);
    [[nodiscard]] DocumentOptions documentOptions() const;
    void startLater(std::int64_t afterMs);
    void planTurn();
    void turn();
    void planHub(std::int64_t afterMs);
    void tick();
    void see(const std::shared_ptr<const Batch> &batch);
    void dropSilent();
    void tryTheOldOne(const std::string &path);
    [[nodiscard]] Moment now();

    Agenda &m_agenda;
    Trace &m_trace;
    std::string m_folder;
    Dropped m_dropped;
    HubLimits m_limits;
    SeededRandom m_random;
    std::shared_ptr<ServerClock> m_machineClock;
    std::unique_ptr<RunningClock> m_clock; ///< of this life
    MemoryKeyStore m_keyStore;
    Id m_event;
    Id m_epoch;
    std::string m_path;
    std::string m_keyringPath;
    std::string m_backupPath;
    int m_generation = 0; ///< of files
    int m_machine = 0;

    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Engine> m_engine;
    std::vector<std::unique_ptr<Clockwork>> m_clockworks;
    std::unique_ptr<Reader> m_hubReader;
    std::unique_ptr<Identities> m_identities;
    std::unique_ptr<Hub> m_hub;
    std::map<ConnectionId, std::shared_ptr<Cable>> m_cables;

    Door m_closedDoor = Door::Refuses;
    int m_life = 0; ///< raised by each start and end: what an earlier one planned is void
    int m_lives = 0;
    std::int64_t m_published = 0;
    Instant m_newest; ///< of the last entry that was published
    bool m_isTurnPlanned = false;
    bool m_isHubPlanned = false;
    AuthorityFigures m_figures;
};

} // namespace gatehouse::simulation
