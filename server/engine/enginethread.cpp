// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/enginethread.h"

#include "server/keyring/keyring.h"
#include "server/store/document.h"

#include <QLoggingCategory>
#include <QThread>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace gatehouse {

namespace {

Q_LOGGING_CATEGORY(log, "server.engine", QtInfoMsg)

constexpr auto kIdle = std::chrono::milliseconds(250); // then idle work: checkpoints, followers that wait, backups

} // namespace

class EngineThread::Loop
{
public:
    struct WantedBackup {
        std::string path;
        std::function<bool(int, int)> progress;
        std::function<void(Result<>)> done;
    };

    Loop(EngineParts given, EngineThread &owner)
        : parts(std::move(given)), thread(owner), documentPath(parts.document->path()),
          documentId(parts.document->id()), epoch(parts.document->epoch())
    {
    }

    EngineParts parts;
    EngineThread &thread;
    const std::string documentPath;
    const Id documentId;
    const Id epoch;
    std::function<void(std::shared_ptr<const Batch>)> publish;

    void submit(CommandRequest request)
    {
        const std::lock_guard guard(mutex);
        requests.push_back(std::move(request));
        wake.notify_one();
    }

    void ask(std::function<void(Engine &)> question)
    {
        const std::lock_guard guard(mutex);
        questions.push_back(std::move(question));
        wake.notify_one();
    }

    void setBackup(std::optional<BackupPlan> plan)
    {
        const std::lock_guard guard(mutex);
        newPlan = std::move(plan);
        hasNewPlan = true;
        wake.notify_one();
    }

    void backUp(WantedBackup wanted)
    {
        const std::lock_guard guard(mutex);
        wantedBackups.push_back(std::move(wanted));
        wake.notify_one();
    }

    void stop()
    {
        const std::lock_guard guard(mutex);
        isStopping = true;
        wake.notify_one();
    }

    EngineFigures figures() const
    {
        const std::lock_guard guard(figuresMutex);
        return lastFigures;
    }

    BackupFigures backupFigures() const
    {
        const std::lock_guard guard(figuresMutex);
        return lastBackup;
    }

    void run()
    {
        {
            Engine engine(*parts.document, *parts.keyring, std::move(parts.handlers), *parts.clock, *parts.random,
                          parts.options);
            engine.onPublish([this](std::shared_ptr<const Batch> batch) {
                for (const auto &clockwork : parts.clockworks)
                    clockwork->see(*batch);
                if (publish)
                    publish(batch);
                emit thread.published(std::move(batch));
            });
            engine.onReadOnly([this](bool isReadOnly) { tellReadOnly(isReadOnly); });
            FollowerRunner runner(*parts.document, *parts.keyring, engine);
            for (const auto &follower : parts.followers) {
                if (auto result = runner.add(*follower); !result)
                    qCCritical(log, "follower not started: %s", describe(result.error()).c_str());
            }
            std::optional<BackupKeeper> keeper;
            if (parts.backup)
                keeper.emplace(*parts.document, *parts.backup);
            note(engine, keeper);
            emit thread.ready();
            while (turn(engine, runner, keeper)) {
            }
            endBackups();
        }
        parts.clockworks.clear();
        parts.followers.clear(); // what they hold of the document goes before it
        parts.document.reset();  // its connection dies where it worked
    }

private:
    /// False: all is done and nobody wants more.
    bool turn(Engine &engine, FollowerRunner &runner, std::optional<BackupKeeper> &keeper)
    {
        std::vector<CommandRequest> newRequests;
        std::vector<std::function<void(Engine &)>> newQuestions;
        bool ends = false;
        {
            std::unique_lock lock(mutex);
            if (!hasMore)
                wake.wait_for(lock, kIdle, [this] {
                    return isStopping || hasNewPlan || !requests.empty() || !questions.empty()
                        || !wantedBackups.empty();
                });
            if (std::exchange(hasNewPlan, false))
                takePlan(keeper);
            for (; !wantedBackups.empty(); wantedBackups.pop_front())
                backupQueue.push_back(std::move(wantedBackups.front()));
            newRequests.swap(requests);
            newQuestions.swap(questions);
            ends = isStopping;
        }
        for (CommandRequest &request : newRequests)
            engine.submit(std::move(request));
        for (const auto &question : newQuestions)
            question(engine);
        for (const auto &clockwork : parts.clockworks)
            clockwork->step(engine.now(), [&engine](CommandRequest request) { engine.submit(std::move(request)); });
        hasMore = engine.step();
        hasMore = runner.step() || hasMore;
        if (keeper)
            hasMore = keeper->step(engine.now()) || hasMore;
        if (!ends)
            hasMore = stepBackup() || hasMore;
        note(engine, keeper);
        return !ends || hasMore || !newRequests.empty() || !newQuestions.empty();
    }

    /// Called with the lock held: the keeper is the thread's own, the plan is not.
    void takePlan(std::optional<BackupKeeper> &keeper)
    {
        keeper.reset();
        if (newPlan)
            keeper.emplace(*parts.document, *newPlan);
        else {
            const std::lock_guard guard(figuresMutex);
            lastBackup = {};
        }
    }

    /// True: there is more of it to do.
    bool stepBackup()
    {
        if (backupQueue.empty())
            return false;
        WantedBackup &wanted = backupQueue.front();
        if (!running) {
            auto begun = Backup::begin(*parts.document, wanted.path);
            if (!begun)
                return endBackup(fail(std::move(begun.error())));
            running = std::move(*begun);
        }
        auto isDone = running->step();
        if (!isDone)
            return endBackup(fail(std::move(isDone.error())));
        if (*isDone)
            return endBackup({});
        if (wanted.progress && !wanted.progress(running->pagesDone(), running->pages()))
            return endBackup(fail(Fault::Unavailable, "cancelled"));
        return true;
    }

    bool endBackup(Result<> outcome)
    {
        running.reset();
        WantedBackup ended = std::move(backupQueue.front());
        backupQueue.pop_front();
        ended.done(std::move(outcome));
        return !backupQueue.empty();
    }

    void endBackups()
    {
        running.reset();
        const std::lock_guard guard(mutex);
        for (auto *queue : {&backupQueue, &wantedBackups})
            for (WantedBackup &wanted : *queue)
                wanted.done(fail(Fault::Unavailable, "the document is closed"));
    }

    void note(const Engine &engine, const std::optional<BackupKeeper> &keeper)
    {
        const std::lock_guard guard(figuresMutex);
        lastFigures = engine.figures();
        if (keeper)
            lastBackup = keeper->figures();
    }

    /// Seen by figures() before anyone hears of it in an answer.
    void tellReadOnly(bool isReadOnly)
    {
        if (isReadOnly)
            qCCritical(log, "the document cannot be written: disk full or failing; commands are refused until it can");
        else
            qCWarning(log, "the document can be written again");
        const std::lock_guard guard(figuresMutex);
        lastFigures.isReadOnly = isReadOnly;
    }

    std::mutex mutex; ///< guards what stands below, up to isStopping
    std::condition_variable wake;
    std::vector<CommandRequest> requests;
    std::vector<std::function<void(Engine &)>> questions;
    std::deque<WantedBackup> wantedBackups;
    std::optional<BackupPlan> newPlan;
    bool hasNewPlan = false;
    bool isStopping = false;
    bool hasMore = false;                 ///< the engine's thread only
    std::deque<WantedBackup> backupQueue; ///< the engine's thread only
    std::unique_ptr<Backup> running;      ///< of the first one; the engine's thread only
    mutable std::mutex figuresMutex;
    EngineFigures lastFigures;
    BackupFigures lastBackup;
};

EngineThread::EngineThread(EngineParts parts, QObject *parent)
    : QObject(parent), m_loop(std::make_unique<Loop>(std::move(parts), *this))
{
    qRegisterMetaType<std::shared_ptr<const Batch>>();
    if (auto preparations = std::move(m_loop->parts.preparations); !preparations.empty())
        m_preparer = std::make_unique<Preparer>(std::move(preparations),
                                                [this](CommandRequest request) { m_loop->submit(std::move(request)); });
}

EngineThread::~EngineThread()
{
    m_preparer.reset();
    if (!m_thread)
        return;
    m_loop->stop();
    m_thread->wait();
}

void EngineThread::submit(CommandRequest request)
{
    if (m_preparer)
        m_preparer->submit(std::move(request));
    else
        m_loop->submit(std::move(request));
}

void EngineThread::ask(std::function<void(Engine &)> question)
{
    m_loop->ask(std::move(question));
}

void EngineThread::setBackup(std::optional<BackupPlan> plan)
{
    m_loop->setBackup(std::move(plan));
}

void EngineThread::backUp(std::string path, std::function<bool(int, int)> progress, std::function<void(Result<>)> done)
{
    m_loop->backUp({std::move(path), std::move(progress), std::move(done)});
}

void EngineThread::onPublish(std::function<void(std::shared_ptr<const Batch>)> publish)
{
    m_loop->publish = std::move(publish);
}

void EngineThread::start()
{
    m_thread.reset(QThread::create([this] { m_loop->run(); }));
    m_thread->setObjectName(QStringLiteral("engine"));
    m_thread->start();
}

EngineFigures EngineThread::figures() const
{
    return m_loop->figures();
}

BackupFigures EngineThread::backupFigures() const
{
    return m_loop->backupFigures();
}

const std::string &EngineThread::documentPath() const
{
    return m_loop->documentPath;
}

const Id &EngineThread::documentId() const
{
    return m_loop->documentId;
}

const Id &EngineThread::epoch() const
{
    return m_loop->epoch;
}

const Keyring &EngineThread::keyring() const
{
    return *m_loop->parts.keyring;
}

std::shared_ptr<const Keyring> EngineThread::sharedKeyring() const
{
    return m_loop->parts.keyring;
}

} // namespace gatehouse
