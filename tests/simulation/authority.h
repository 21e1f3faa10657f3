// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/keyring/keyring.h"
#include "server/store/document.h"
#include "shared/crypto/digest.h"
#include "tests/simulation/network.h"

#include <QTemporaryDir>

#include <memory>
#include <set>

namespace gatehouse::simulation {

/// Everything that must not happen, in words; and the hash over all that did.
struct Trace {
    Sha256 hash;
    std::uint64_t events = 0;
    std::vector<std::string> violations;

    void note(std::string_view what, std::int64_t one = 0, std::int64_t two = 0);
    void violate(std::string what)
    {
        if (violations.size() < 20)
            violations.push_back(std::move(what));
    }
};

/// A clock over the agenda, wrong by a fixed amount.
class SimulatedClock final : public Clock
{
public:
    explicit SimulatedClock(const Agenda &agenda, std::int64_t skewMs = 0) : m_agenda(agenda), m_skewMs(skewMs) {}
    Instant wall() override { return {kBeginMs + m_agenda.nowMs() + m_skewMs}; }
    std::int64_t monotonicMs() override { return m_agenda.nowMs(); }
    void setSkew(std::int64_t skewMs) { m_skewMs = skewMs; }

    static constexpr std::int64_t kBeginMs = 1'795'000'000'000; // some day of an event

private:
    const Agenda &m_agenda;
    std::int64_t m_skewMs;
};

/// The one who holds the journal: the real engine on a real document, which crashes, restarts, is restored from a
/// backup and is taken over, and the little of a gateway that kiosks need.
class Authority
{
public:
    Authority(Agenda &agenda, Network &network, Trace &trace, std::uint64_t seed, EngineOptions options);
    ~Authority();

    /// Runs a command of a desk at once, to its end. A refusal is a violation: the desk knows what it does.
    template <class C>
    typename C::Answer command(const C &command)
    {
        auto answer =
            decoded<typename C::Answer>(runDesk(std::string(C::spec.name), encoded(command)), Strictness::Replica);
        return answer ? std::move(*answer) : typename C::Answer{};
    }

    using Deliver = std::function<void(int kiosk, const Message &message)>;
    void onSend(Deliver deliver) { m_deliver = std::move(deliver); }
    /// A message of a kiosk has come.
    void take(int kiosk, const Actor &actor, const Id &sender, const Message &message);

    void crash(); ///< what was queued and who was connected is forgotten; starts again at once
    void backUp();
    void restore();         ///< the disk is lost: the newest backup goes on, under a new epoch
    void tryToServeTwice(); ///< an operator starts a second program on the document
    void
    takeOver(); ///< the lock is lost, a second program takes the document; the first wakes up later and still has work

    [[nodiscard]] Engine &engine() { return *m_engine; }
    [[nodiscard]] Document &document() { return *m_document; }
    [[nodiscard]] const Keyring &keyring() const { return *m_keyring; }
    [[nodiscard]] const std::string &path() const { return m_path; }
    /// A reader of the document as it is now.
    [[nodiscard]] std::unique_ptr<Reader> reader();
    [[nodiscard]] Id newId();
    [[nodiscard]] Instant now() { return m_engine->now(); }
    [[nodiscard]] Random &chance() { return m_random; }

private:
    std::string runDesk(std::string name, std::string body);
    void start(bool takesLock);
    void stop();
    void planStep();
    void publish(const Batch &batch);
    void welcome(int kiosk, const Id &sender, const Message &hello);
    void beat();

    Agenda &m_agenda;
    Network &m_network;
    Trace &m_trace;
    EngineOptions m_options;
    SeededRandom m_random;
    SimulatedClock m_clock;
    QTemporaryDir m_folder;
    MemoryKeyStore m_keyStore;
    Id m_documentId;
    std::string m_path;
    std::string m_backupPath;
    int m_generation = 0; ///< of files
    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Engine> m_engine;
    std::int64_t m_published = 0;
    bool m_isStepPlanned = false;
    int m_life = 0; ///< raised by each start: what an earlier life planned is void
    std::set<int> m_connected;
    Deliver m_deliver;
};

/// What a kiosk may see.
[[nodiscard]] Scopes kioskScopes();
[[nodiscard]] bool goesToKiosks(const EntityType &type);

} // namespace gatehouse::simulation
