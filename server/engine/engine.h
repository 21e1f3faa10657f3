// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/transaction.h"
#include "server/store/reader.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gatehouse {

class Document;

/// Time and chance come from outside, so that a simulation repeats. Called on the engine's thread only.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant wall() = 0;
    /// Milliseconds since boot, sleep included; never goes back.
    [[nodiscard]] virtual std::int64_t monotonicMs() = 0;
};

/// One command on its way in. Values only: it crosses threads.
struct CommandRequest {
    Actor actor;
    Id sender;                  ///< who numbers it; null: not numbered (HTTP without a key, the program itself)
    std::int64_t number = 0;    ///< with a sender: must be the last one + 1
    std::int64_t confirmed = 0; ///< answers up to this number may be forgotten
    std::string key;            ///< HTTP's Idempotency-Key, kept 48 h; instead of a sender
    std::string name;
    std::string body; ///< Part::All of the command's table
    Instant deviceAt;
    std::int64_t offsetMs = 0;
    std::int64_t cause = 0; ///< sequence of the entry that a follower acts on
    /// What a CommandPreparation made of the body, or why it is refused; never from a client.
    std::optional<Result<std::string>> prepared;
    std::function<void(struct CommandOutcome)> done; ///< called once, on the engine's thread, after the commit
};

/// What became of a command; Fault::None: it is done. A Failure with a passing fault was not stored: the same number
/// may come again.
struct CommandOutcome {
    std::int64_t number = 0;
    Failure failure{Fault::None, {}, {}};
    std::string answer;            ///< Part::All of the answer's table
    std::int64_t sequence = 0;     ///< of its entry; 0: refused
    std::int64_t firstMissing = 0; ///< Fault::Gap
    bool wasRepeat = false;        ///< this number was answered before; the same answer again
};

/// One changed row, as it is published: encoded once, shared by all who send it.
struct ChangedRow {
    const EntityType *type = nullptr;
    Id id;
    std::int64_t revision = 0;
    Scopes before; ///< scopes it had; none: it is new
    Scopes after;  ///< scopes it has; none: it was removed
    std::string body;
    std::string personal; ///< opened
};

/// The changes of one group commit, in the order of their entries; each row once, with its newest state.
struct Batch {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::vector<ChangedRow> rows;
};

struct EngineFigures {
    std::uint64_t commands = 0;
    std::uint64_t refused = 0;
    std::uint64_t commits = 0;
    std::uint64_t repeats = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t queue = 0;
    std::int64_t head = 0;
    double commitSecondsSum = 0;
    double commitSecondsMost = 0;
    bool isReadOnly = false;
};

struct EngineOptions {
    std::size_t groupMost = 512;               ///< commands in one commit
    std::size_t queueMost = 20'000;            ///< then Fault::Overloaded
    std::int64_t walMost = 64LL * 1024 * 1024; ///< bytes; then a checkpoint, idle or not
    /// Guards that a test build may switch off to show that the tests notice; see tests/simulation.
    bool dropsDedupe = false;  ///< a number or key that was used takes effect again
    bool dropsFence = false;   ///< a writer that was replaced writes on
    bool dropsLock = false;    ///< a second program may serve the document
    bool dropsGap = false;     ///< a number is taken before the one in front of it
    bool dropsAnswers = false; ///< an answer is forgotten before its sender has confirmed it
};

/// The one writer of a document. A plain object: step() does what there is to do at this moment and returns;
/// EngineThread (or a simulation) decides when. Not thread safe; submit() of EngineThread is.
class Engine
{
public:
    Engine(Document &document, Keyring &keyring, std::vector<Handler> handlers, Clock &clock, Random &random,
           EngineOptions options = {});
    ~Engine();
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    /// Queues it; the outcome comes from a later step(), or at once when the queue is full.
    void submit(CommandRequest request);
    /// Runs queued commands as one group commit, answers, publishes. True: more is queued. Checkpoints when idle.
    bool step();

    /// What would become of these commands, one after the other: they are run and rolled back. Nothing queued, answered
    /// or published. Fault: of SQL itself, or ReadOnly.
    [[nodiscard]] Result<std::vector<CommandOutcome>> trial(std::span<const CommandRequest> requests);

    /// Called after each commit, on the engine's thread, before the answers.
    void onPublish(std::function<void(std::shared_ptr<const Batch>)> publish);
    /// Called when the document cannot be written any more (true) or can again (false), on the engine's thread, before
    /// the answers that say so.
    void onReadOnly(std::function<void(bool)> tell);

    [[nodiscard]] Instant now();
    [[nodiscard]] std::int64_t head() const;
    [[nodiscard]] Id epoch() const;
    /// The last number taken from a sender; 0: none.
    [[nodiscard]] std::int64_t lastNumber(const Id &sender);
    [[nodiscard]] EngineFigures figures() const;

private:
    class Work;
    std::unique_ptr<Work> m_work;
};

} // namespace gatehouse
