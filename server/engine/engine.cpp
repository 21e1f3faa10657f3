// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/engine.h"

#include "server/engine/answer.h"
#include "server/engine/commandtransaction.h"
#include "server/keyring/keyring.h"
#include "shared/model/codec.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <exception>
#include <map>
#include <set>
#include <span>

namespace gatehouse {

namespace {

constexpr std::int64_t kProbeMs = 1000;                     // how often a read-only document is tried again
constexpr std::int64_t kIdleLogBytes = 1024 * 1024;         // less is not worth an idle checkpoint
constexpr std::int64_t kEmptyLogBytes = 16LL * 1024 * 1024; // an idle log of this size is also emptied
constexpr std::int64_t kKeyLifeMs = 48LL * 60 * 60 * 1000;  // RELIABILITY.md §4.2
constexpr std::int64_t kKeySweepMs = 60LL * 60 * 1000;
constexpr std::size_t kMaxSendersKept = 50'000; // ~5 MB; more are read again

/// Facts are taken from a revoked device too: what happened at its gate happened.
bool isFact(std::string_view command)
{
    return command == "scan.record" || command == "scan.show";
}

bool mayRun(const Actor &actor, const CommandSpec &spec)
{
    if (actor.isRevokedDevice)
        return isFact(spec.name);
    if (spec.permission == Permission::Nobody)
        return false;
    return spec.permission == Permission::Everyone || actor.permissions.has(spec.permission);
}

std::string_view nounOf(std::string_view command)
{
    return command.substr(0, command.find('.'));
}

/// A struct known only by its table.
class Struct
{
public:
    explicit Struct(const Table &table) : m_table(table), m_object(table.make()) {}
    ~Struct() { m_table.destroy(m_object); }
    Struct(const Struct &) = delete;
    Struct &operator=(const Struct &) = delete;
    [[nodiscard]] void *get() const { return m_object; }

private:
    const Table &m_table;
    void *m_object;
};

CommandOutcome refusal(const CommandRequest &request, Failure failure)
{
    CommandOutcome outcome;
    outcome.number = request.number;
    outcome.failure = std::move(failure);
    return outcome;
}

/// The rows of a group: each once, in its newest state, with the scopes it had before the group.
class BatchRows
{
public:
    void add(ChangedRow row)
    {
        std::string key(row.id.view());
        key += static_cast<char>(row.type->spec.number >> 8);
        key += static_cast<char>(row.type->spec.number & 0xff);
        const auto [place, isNew] = m_places.try_emplace(std::move(key), m_rows.size());
        if (!isNew) {
            ChangedRow &older = m_rows[place->second];
            row.before = std::move(older.before);
            older.type = nullptr;
            place->second = m_rows.size();
        }
        m_rows.push_back(std::move(row));
    }

    [[nodiscard]] std::vector<ChangedRow> take()
    {
        std::erase_if(m_rows, [](const ChangedRow &row) { return row.type == nullptr; });
        m_places.clear();
        return std::move(m_rows);
    }

private:
    std::vector<ChangedRow> m_rows;
    std::unordered_map<std::string, std::size_t> m_places;
};

/// What a group has changed in memory: kept apart until it is on disk.
struct Group {
    JournalHead head;
    Instant lastAt;
    std::unordered_map<Id, SenderState> senders;
    std::set<std::string, std::less<>> halted;
    BatchRows rows;
    bool hasWritten = false;
    std::uint64_t repeats = 0;
    std::uint64_t refused = 0;
};

} // namespace

class Engine::Work
{
public:
    Work(Document &openDocument, Keyring &openKeyring, std::vector<Handler> list, Clock &givenClock,
         Random &givenRandom, EngineOptions given)
        : document(openDocument), keyring(openKeyring), clock(givenClock), random(givenRandom), options(given),
          answers(openKeyring.credentialKey()), writer(std::make_unique<Writer>(openDocument)),
          startWall(givenClock.wall()), startMs(givenClock.monotonicMs())
    {
        for (const Handler &handler : list)
            handlers.emplace(handler.type->spec.name, handler);
        if (auto result = readHead(); !result)
            becomeReadOnly(result.error());
    }

    Document &document;
    Keyring &keyring;
    Clock &clock;
    Random &random;
    EngineOptions options;
    AnswerSeal answers;
    std::unique_ptr<Writer> writer;
    std::unordered_map<std::string_view, Handler> handlers;
    std::deque<CommandRequest> queue;
    std::function<void(std::shared_ptr<const Batch>)> publish;
    std::function<void(bool)> tellReadOnly;
    EngineFigures figures;

    JournalHead head;
    Instant lastAt; ///< of the last entry
    std::unordered_map<Id, SenderState> senders;
    std::set<std::string, std::less<>> halted;
    Instant startWall;
    std::int64_t startMs;
    std::int64_t probeAtMs = 0;
    std::int64_t sweepAtMs = 0;
    Failure readOnlyFailure;

    Instant now()
    {
        const Instant running = startWall + (clock.monotonicMs() - startMs);
        return std::max(running, lastAt);
    }

    Result<> readHead()
    {
        auto read = document.head();
        if (!read)
            return fail(std::move(read.error()));
        head = std::move(*read);
        senders.clear();
        figures.head = head.sequence;
        if (head.sequence == 0)
            return {};
        auto last = writer->entriesAfter(head.sequence - 1, 1);
        if (!last)
            return fail(std::move(last.error()));
        auto entry = last->empty() ? Result<Entry>(fail(Fault::Corrupt, "no last entry")) : decodeEntry(last->front());
        if (!entry)
            return fail(std::move(entry.error()));
        lastAt = entry->serverTime;
        return {};
    }

    void becomeReadOnly(Failure failure)
    {
        readOnlyFailure = std::move(failure);
        probeAtMs = clock.monotonicMs() + kProbeMs;
        setReadOnly(true);
    }

    void setReadOnly(bool isReadOnly)
    {
        if (std::exchange(figures.isReadOnly, isReadOnly) != isReadOnly && tellReadOnly)
            tellReadOnly(isReadOnly);
    }

    /// Nothing in memory is trusted after an I/O error: reads the file anew and tries a small write of its own.
    void probe()
    {
        if (clock.monotonicMs() < probeAtMs)
            return;
        probeAtMs = clock.monotonicMs() + kProbeMs;
        writer.reset();
        auto result = document.reopen();
        writer = std::make_unique<Writer>(document);
        if (result)
            result = readHead();
        if (result)
            result = tryWrite();
        if (result)
            setReadOnly(false);
        else
            readOnlyFailure = std::move(result.error());
    }

    Result<> tryWrite()
    {
        auto result = writer->begin();
        if (result)
            result = writer->writeCursor("engine.probe", head.sequence);
        if (result)
            result = writer->commit();
        if (!result)
            writer->rollBack();
        return result;
    }

    /// [head of the group's own] A sender's state: of this group, of memory, of disk.
    Result<SenderState> senderState(Group &group, const Id &sender)
    {
        if (const auto found = group.senders.find(sender); found != group.senders.end())
            return found->second;
        if (const auto found = senders.find(sender); found != senders.end())
            return found->second;
        auto state = writer->sender(sender);
        if (state) {
            if (senders.size() >= kMaxSendersKept)
                senders.clear();
            senders.emplace(sender, *state);
        }
        return state;
    }

    // What follows answers an outcome, or a failure of SQL itself, which ends the group.

    Result<CommandOutcome> process(const CommandRequest &request, Group &group)
    {
        if (!request.sender.isNull())
            return processNumbered(request, group);
        if (!request.key.empty())
            return processKeyed(request, group);
        return carryOut(request, group);
    }

    Result<CommandOutcome> processNumbered(const CommandRequest &request, Group &group)
    {
        auto state = senderState(group, request.sender);
        if (!state)
            return fail(std::move(state.error()));
        if (request.number < 1)
            return refusal(request, {Fault::Invalid, "commands are numbered from 1", {}});
        if (request.number > state->last + 1 && !options.dropsGap) {
            CommandOutcome outcome = refusal(request, {Fault::Gap, std::to_string(state->last + 1), {}});
            outcome.firstMissing = state->last + 1;
            return outcome;
        }
        const bool isRepeat = request.number <= state->last;
        if (isRepeat && !options.dropsDedupe)
            return repeated(request, group, writer->answer(request.sender, request.number));
        auto outcome = carryOut(request, group);
        if (!outcome || isPassing(outcome->failure.fault) || isRepeat)
            return outcome;
        const StoredAnswer stored = answers.close(answers.macOf(request), *outcome, random);
        if (auto result = writer->writeAnswer(request.sender, request.number, stored); !result)
            return fail(std::move(result.error()));
        state->last = request.number;
        const std::int64_t confirmed = options.dropsAnswers ? request.number - 1 : request.confirmed;
        if (confirmed > state->confirmed) {
            state->confirmed = std::min(confirmed, request.number - 1);
            if (auto result = writer->forgetAnswers(request.sender, state->confirmed); !result)
                return fail(std::move(result.error()));
        }
        group.senders[request.sender] = *state;
        group.hasWritten = true;
        return outcome;
    }

    Result<CommandOutcome> processKeyed(const CommandRequest &request, Group &group)
    {
        auto stored = writer->keyedAnswer(request.actor.id, request.key);
        if (!stored)
            return fail(std::move(stored.error()));
        if (*stored && !options.dropsDedupe)
            return repeated(request, group, std::move(stored));
        auto outcome = carryOut(request, group);
        if (!outcome || isPassing(outcome->failure.fault) || *stored)
            return outcome;
        const StoredAnswer answer = answers.close(answers.macOf(request), *outcome, random);
        if (auto result = writer->writeKeyedAnswer(request.actor.id, request.key, now(), answer); !result)
            return fail(std::move(result.error()));
        group.hasWritten = true;
        return outcome;
    }

    Result<CommandOutcome> repeated(const CommandRequest &request, Group &group,
                                    Result<std::optional<StoredAnswer>> stored)
    {
        if (!stored)
            return fail(std::move(stored.error()));
        ++group.repeats;
        if (!*stored)
            return refusal(request, {Fault::Expired, "its answer was confirmed and is forgotten", {}});
        if ((*stored)->mac != answers.macOf(request))
            return refusal(request, {Fault::Reused, "this number or key was used before with other content", {}});
        auto outcome = answers.open(**stored);
        if (!outcome)
            return fail(std::move(outcome.error()));
        outcome->number = request.number;
        outcome->wasRepeat = true;
        return outcome;
    }

    Result<CommandOutcome> carryOut(const CommandRequest &request, Group &group)
    {
        const auto handler = handlers.find(request.name);
        if (handler == handlers.end())
            return refusal(request, {Fault::Unknown, "no such command", {}});
        const CommandType &type = *handler->second.type;
        if (!mayRun(request.actor, type.spec))
            return refusal(request, {Fault::Forbidden, std::string(type.spec.name), {}});
        if (halted.contains(nounOf(type.spec.name)) || group.halted.contains(nounOf(type.spec.name)))
            return refusal(
                request,
                {Fault::Internal, "halted after a broken invariant: " + std::string(nounOf(type.spec.name)), {}});
        if (request.body.size() > type.spec.bodyLimit)
            return refusal(request, {Fault::TooLarge, std::to_string(request.body.size()) + " bytes", {}});
        if (request.prepared && !*request.prepared)
            return refusal(request, request.prepared->error());
        const std::string &body = request.prepared ? **request.prepared : request.body;
        const Struct command(*type.table);
        if (auto result = decode(*type.table, command.get(), Part::All, body, Strictness::Command); !result)
            return refusal(request, std::move(result.error()));

        const Instant at = std::max(now(), group.lastAt);
        CommandTransaction transaction({*writer, keyring, random, handlers}, request, at, group.head.sequence + 1);
        const Struct answer(*type.answer);
        if (auto result = run(handler->second, command.get(), transaction, answer.get()); !result) {
            if (transaction.sqlFailure())
                return fail(*transaction.sqlFailure());
            if (result.error().fault == Fault::Internal)
                group.halted.emplace(nounOf(type.spec.name));
            return refusal(request, std::move(result.error()));
        }
        CommandOutcome outcome;
        outcome.number = request.number;
        encode(*type.answer, answer.get(), Part::All, outcome.answer);
        outcome.sequence = transaction.sequence();
        if (auto result = append(request, transaction, group); !result)
            return fail(std::move(result.error()));
        return outcome;
    }

    /// The handler, and what stands against its puts.
    Result<> run(const Handler &handler, const void *command, CommandTransaction &transaction, void *answer)
    {
        Result<> result;
        try {
            result = handler.run(command, transaction, answer);
        } catch (const std::exception &exception) {
            result = fail(Fault::Internal, exception.what());
        } catch (...) {
            result = fail(Fault::Internal, "an unknown exception");
        }
        if (transaction.sqlFailure())
            return fail(*transaction.sqlFailure());
        if (transaction.putFailure() && (result || transaction.putFailure()->fault == Fault::Internal))
            return fail(*transaction.putFailure());
        return result;
    }

    Result<> append(const CommandRequest &request, CommandTransaction &transaction, Group &group)
    {
        if (auto result = transaction.seal(); !result)
            return result;
        Entry entry;
        entry.sequence = transaction.sequence();
        entry.hashBefore = group.head.hash;
        entry.serverTime = transaction.now();
        entry.deviceTime = request.deviceAt;
        entry.offsetMs = request.offsetMs;
        entry.actor = request.actor.id;
        entry.device = request.actor.device;
        entry.sender = request.sender;
        entry.number = request.number;
        entry.command = request.name;
        entry.cause = request.cause;
        entry.changes = transaction.entryChanges();
        std::string bytes;
        encodeEntry(entry, bytes);
        std::string hash = entryHash(group.head.hash, bytes);
        if (auto result = writer->appendEntry(entry.sequence, hash, bytes); !result)
            return result;
        if (auto result = transaction.write(); !result)
            return result;
        group.head = {entry.sequence, std::move(hash)};
        group.lastAt = entry.serverTime;
        group.hasWritten = true;
        for (ChangedRow &row : transaction.takeRows())
            group.rows.add(std::move(row));
        return {};
    }

    /// Runs the requests as one SQL transaction. On a failure of SQL everything is rolled back and nobody answered.
    Result<> runGroup(std::span<const CommandRequest> requests, std::vector<CommandOutcome> &outcomes)
    {
        Group group;
        group.head = head;
        group.lastAt = lastAt;
        outcomes.clear();
        auto result = fillGroup(requests, group, outcomes);
        if (result && group.hasWritten)
            result = commitGroup(group);
        else
            writer->rollBack();
        if (!result) {
            writer->rollBack();
            return result;
        }
        adopt(group);
        return {};
    }

    Result<std::vector<CommandOutcome>> trial(std::span<const CommandRequest> requests)
    {
        if (figures.isReadOnly)
            return fail(Fault::ReadOnly, readOnlyFailure.detail);
        Group group;
        group.head = head;
        group.lastAt = lastAt;
        std::vector<CommandOutcome> outcomes;
        auto result = fillGroup(requests, group, outcomes);
        writer->rollBack();
        if (!result)
            return fail(std::move(result.error()));
        return outcomes;
    }

    Result<> fillGroup(std::span<const CommandRequest> requests, Group &group, std::vector<CommandOutcome> &outcomes)
    {
        if (auto result = writer->begin(); !result)
            return result;
        if (!options.dropsFence) {
            auto isHolder = writer->isHolder();
            if (!isHolder)
                return fail(std::move(isHolder.error()));
            if (!*isHolder)
                return fail(Fault::ReadOnly, "another program has taken the document");
        }
        for (const CommandRequest &request : requests) {
            auto outcome = process(request, group);
            if (!outcome)
                return fail(std::move(outcome.error()));
            group.refused += outcome->failure.fault != Fault::None ? 1 : 0;
            outcomes.push_back(std::move(*outcome));
        }
        return {};
    }

    Result<> commitGroup(Group &group)
    {
        for (const auto &[sender, state] : group.senders) {
            if (auto result = writer->writeSender(sender, state); !result)
                return result;
        }
        // First the keys, then what they seal: after a crash between them there is a key too many, never a box too
        // many.
        if (auto result = keyring.flush(); !result)
            return result;
        const auto begin = std::chrono::steady_clock::now();
        if (auto result = writer->commit(); !result)
            return result;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        ++figures.commits;
        figures.commitSecondsSum += seconds;
        figures.commitSecondsMost = std::max(figures.commitSecondsMost, seconds);
        return {};
    }

    void adopt(Group &group)
    {
        const std::int64_t first = head.sequence + 1;
        head = std::move(group.head);
        lastAt = group.lastAt;
        halted.merge(group.halted);
        for (const auto &[sender, state] : group.senders)
            senders.insert_or_assign(sender, state);
        figures.repeats += group.repeats;
        figures.refused += group.refused;
        figures.head = head.sequence;
        if (head.sequence < first || !publish)
            return;
        auto batch = std::make_shared<Batch>();
        batch->first = first;
        batch->last = head.sequence;
        batch->rows = group.rows.take();
        publish(std::move(batch));
    }

    void answerAll(std::vector<CommandRequest> &requests, std::vector<CommandOutcome> outcomes)
    {
        figures.commands += requests.size();
        for (std::size_t index = 0; index < requests.size(); ++index) {
            if (requests[index].done)
                requests[index].done(std::move(outcomes[index]));
        }
    }

    void refuseAll(std::vector<CommandRequest> &requests, const Failure &failure)
    {
        std::vector<CommandOutcome> outcomes;
        for (const CommandRequest &request : requests)
            outcomes.push_back(refusal(request, failure));
        figures.refused += requests.size();
        answerAll(requests, std::move(outcomes));
    }

    std::vector<CommandRequest> drain()
    {
        const std::size_t count = std::min(queue.size(), options.groupMost);
        std::vector<CommandRequest> requests(
            std::make_move_iterator(queue.begin()),
            std::make_move_iterator(queue.begin() + static_cast<std::ptrdiff_t>(count)));
        queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(count));
        return requests;
    }

    void runRequests(std::vector<CommandRequest> requests)
    {
        std::vector<CommandOutcome> outcomes;
        outcomes.reserve(requests.size());
        if (runGroup(requests, outcomes))
            return answerAll(requests, std::move(outcomes));
        // SQLite rolls everything back where the disk is full: one command at a time, so that one too many does not
        // take the others with it.
        for (CommandRequest &request : requests) {
            std::vector<CommandRequest> one;
            one.push_back(std::move(request));
            runAlone(std::move(one));
        }
    }

    void runAlone(std::vector<CommandRequest> one)
    {
        if (figures.isReadOnly)
            return refuseAll(one, {Fault::ReadOnly, readOnlyFailure.detail, {}});
        std::vector<CommandOutcome> outcomes;
        auto result = runGroup(one, outcomes);
        if (result)
            return answerAll(one, std::move(outcomes));
        const Fault fault = result.error().fault;
        if (fault == Fault::Unavailable)
            return refuseAll(one, result.error());
        if (fault == Fault::Conflict || fault == Fault::Internal || fault == Fault::TooLarge) {
            halted.emplace(nounOf(one.front().name)); // our own statements contradict each other: a bug of this noun
            return refuseAll(one, {Fault::Internal, result.error().detail, {}});
        }
        becomeReadOnly(result.error());
        refuseAll(one, {Fault::ReadOnly, result.error().detail, {}});
    }

    void beIdle()
    {
        if (clock.monotonicMs() >= sweepAtMs) {
            sweepAtMs = clock.monotonicMs() + kKeySweepMs;
            if (!writer->forgetKeyedAnswers(now() - kKeyLifeMs))
                sweepAtMs = clock.monotonicMs() + kProbeMs;
        }
        if (document.logBytes() >= kIdleLogBytes)
            checkpoint(document.logBytes() >= kEmptyLogBytes);
    }

    void checkpoint(bool wantsEmpty)
    {
        ++figures.checkpoints;
        if (auto result = document.checkpoint(wantsEmpty); !result)
            becomeReadOnly(result.error());
    }
};

Engine::Engine(Document &document, Keyring &keyring, std::vector<Handler> handlers, Clock &clock, Random &random,
               EngineOptions options)
    : m_work(std::make_unique<Work>(document, keyring, std::move(handlers), clock, random, options))
{
}

Engine::~Engine() = default;

void Engine::submit(CommandRequest request)
{
    if (m_work->queue.size() < m_work->options.queueMost) {
        m_work->queue.push_back(std::move(request));
        return;
    }
    std::vector<CommandRequest> one;
    one.push_back(std::move(request));
    m_work->refuseAll(one, {Fault::Overloaded, "too many commands are waiting", {}});
}

bool Engine::step()
{
    if (m_work->figures.isReadOnly)
        m_work->probe();
    if (m_work->queue.empty()) {
        if (!m_work->figures.isReadOnly)
            m_work->beIdle();
        return false;
    }
    std::vector<CommandRequest> requests = m_work->drain();
    if (m_work->figures.isReadOnly)
        m_work->refuseAll(requests, {Fault::ReadOnly, m_work->readOnlyFailure.detail, {}});
    else
        m_work->runRequests(std::move(requests));
    if (!m_work->figures.isReadOnly && m_work->document.logBytes() >= m_work->options.walMost)
        m_work->checkpoint(true);
    return !m_work->queue.empty();
}

Result<std::vector<CommandOutcome>> Engine::trial(std::span<const CommandRequest> requests)
{
    return m_work->trial(requests);
}

void Engine::onPublish(std::function<void(std::shared_ptr<const Batch>)> publish)
{
    m_work->publish = std::move(publish);
}

void Engine::onReadOnly(std::function<void(bool)> tell)
{
    m_work->tellReadOnly = std::move(tell);
}

Instant Engine::now()
{
    return m_work->now();
}

std::int64_t Engine::head() const
{
    return m_work->head.sequence;
}

Id Engine::epoch() const
{
    return m_work->document.epoch();
}

std::int64_t Engine::lastNumber(const Id &sender)
{
    Group none;
    const auto state = m_work->senderState(none, sender);
    return state ? state->last : 0;
}

EngineFigures Engine::figures() const
{
    EngineFigures figures = m_work->figures;
    figures.queue = m_work->queue.size();
    return figures;
}

} // namespace gatehouse
