// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/preparer.h"

#include <QThread>

#include <condition_variable>
#include <mutex>
#include <unordered_map>

namespace gatehouse {

namespace {

void refuse(const CommandRequest &request, Fault fault, std::string detail)
{
    CommandOutcome outcome;
    outcome.number = request.number;
    outcome.failure = {fault, std::move(detail), {}};
    if (request.done)
        request.done(std::move(outcome));
}

} // namespace

/// What submitters and the thread share. Requests are passed on with the lock held: so they keep their order.
class Preparer::Room
{
public:
    Room(std::vector<CommandPreparation> preparations, std::function<void(CommandRequest)> pass)
        : m_preparations(std::move(preparations)), m_pass(std::move(pass))
    {
    }

    void submit(CommandRequest request)
    {
        const std::lock_guard guard(m_mutex);
        const CommandPreparation *preparation = preparationFor(request);
        const auto line = request.sender.isNull() ? m_lines.end() : m_lines.find(request.sender);
        if (line != m_lines.end())
            return waitBehind(std::move(request), line->second);
        if (!preparation)
            return m_pass(std::move(request));
        if (m_queue.size() >= kMaxPreparing)
            return refuse(request, Fault::Overloaded, "many drawings are being looked at");
        if (!request.sender.isNull())
            m_lines.try_emplace(request.sender);
        enqueue(std::move(request), *preparation);
    }

    void run()
    {
        for (;;) {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_isStopping || !m_queue.empty(); });
            if (m_isStopping)
                return;
            const Waiting &first = m_queue.front(); // stays where it is, whatever is put behind it
            lock.unlock();
            auto prepared = first.preparation->prepare(first.request.body);
            lock.lock();
            CommandRequest request = std::move(m_queue.front().request);
            m_queue.pop_front();
            request.prepared = std::move(prepared);
            const Id sender = request.sender;
            m_pass(std::move(request));
            if (!sender.isNull())
                goOn(sender);
        }
    }

    void stop()
    {
        const std::lock_guard guard(m_mutex);
        m_isStopping = true;
        m_wake.notify_one();
    }

    /// After the thread has ended.
    void refuseAll()
    {
        for (const Waiting &waiting : m_queue)
            refuse(waiting.request, Fault::Unavailable, "the document is closed");
        for (const auto &[sender, line] : m_lines)
            for (const CommandRequest &request : line)
                refuse(request, Fault::Unavailable, "the document is closed");
    }

private:
    struct Waiting {
        CommandRequest request;
        const CommandPreparation *preparation = nullptr;
    };
    using Line = std::deque<CommandRequest>;

    /// None for what the engine refuses anyway.
    [[nodiscard]] const CommandPreparation *preparationFor(const CommandRequest &request) const
    {
        for (const CommandPreparation &each : m_preparations) {
            const CommandSpec &spec = each.type->spec;
            if (spec.name == request.name)
                return request.body.size() <= spec.bodyLimit && !request.prepared && !request.actor.isRevokedDevice
                        && request.actor.permissions.has(spec.permission)
                    ? &each
                    : nullptr;
        }
        return nullptr;
    }

    void waitBehind(CommandRequest request, Line &line)
    {
        if (m_behind >= kMaxBehindPreparing)
            return refuse(request, Fault::Overloaded, "many commands wait for a drawing to be looked at");
        ++m_behind;
        line.push_back(std::move(request));
    }

    void enqueue(CommandRequest request, const CommandPreparation &preparation)
    {
        m_queue.push_back({std::move(request), &preparation});
        m_wake.notify_one();
    }

    /// What waited behind it, up to the next that must be prepared.
    void goOn(const Id &sender)
    {
        const auto line = m_lines.find(sender);
        while (!line->second.empty()) {
            CommandRequest request = std::move(line->second.front());
            line->second.pop_front();
            --m_behind;
            if (const CommandPreparation *preparation = preparationFor(request))
                return enqueue(std::move(request), *preparation);
            m_pass(std::move(request));
        }
        m_lines.erase(line);
    }

    const std::vector<CommandPreparation> m_preparations;
    const std::function<void(CommandRequest)> m_pass;
    std::mutex m_mutex; ///< guards what stands below
    std::condition_variable m_wake;
    std::deque<Waiting> m_queue;          ///< the first one is being prepared
    std::unordered_map<Id, Line> m_lines; ///< of senders with one in the queue: what is behind it
    std::size_t m_behind = 0;             ///< in all lines
    bool m_isStopping = false;
};

Preparer::Preparer(std::vector<CommandPreparation> preparations, std::function<void(CommandRequest)> pass)
    : m_room(std::make_unique<Room>(std::move(preparations), std::move(pass)))
{
    m_thread.reset(QThread::create([this] { m_room->run(); }));
    m_thread->setObjectName(QStringLiteral("prepare"));
    m_thread->start();
}

Preparer::~Preparer()
{
    m_room->stop();
    m_thread->requestInterruption();
    m_thread->wait();
    m_room->refuseAll();
}

void Preparer::submit(CommandRequest request)
{
    m_room->submit(std::move(request));
}

} // namespace gatehouse
