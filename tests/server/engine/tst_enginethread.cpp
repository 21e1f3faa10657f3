// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/enginethread.h"
#include "server/engine/systemclock.h"
#include "shared/crypto/random.h"
#include "tests/server/engine/shelf.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QThread>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

using namespace gatehouse;

namespace {

/// A preparation that stands still until it is let go, or its thread is to end; what it makes says that it was there.
struct SlowLook {
    static inline std::atomic<int> begun{0};
    static inline QSemaphore gate{0};

    static Result<std::string> prepare(std::string_view body)
    {
        ++begun;
        while (!gate.tryAcquire(1, 1) && !QThread::currentThread()->isInterruptionRequested()) {
        }
        auto put = decoded<PutBox>(body);
        if (!put)
            return fail(std::move(put.error()));
        if (put->label == "refused")
            return fail(Fault::Invalid, "not a box that may be shown");
        put->label = "looked at";
        return encoded(*put);
    }
    static CommandPreparation preparation() { return {&commandType<PutBox>(), prepare}; }
    static void begin()
    {
        begun = 0;
        gate.acquire(gate.available());
    }
};

/// Who was answered, in order; from the engine's thread.
class Answers
{
public:
    CommandRequest noting(CommandRequest request, const std::string &name)
    {
        request.done = [this, name](const CommandOutcome &outcome) {
            const std::lock_guard guard(m_mutex);
            m_names.push_back(name + (outcome.failure.fault == Fault::None ? "" : " refused"));
            last = outcome;
        };
        return request;
    }
    std::vector<std::string> names()
    {
        const std::lock_guard guard(m_mutex);
        return m_names;
    }
    CommandOutcome last;

private:
    std::mutex m_mutex;
    std::vector<std::string> m_names;
};

using Names = std::vector<std::string>;

} // namespace

class tst_EngineThread : public QObject
{
    Q_OBJECT

private:
    static std::unique_ptr<EngineThread> threadOf(ShelfRoom &room, std::optional<BackupPlan> plan = {},
                                                  std::vector<CommandPreparation> preparations = {})
    {
        room.engine.reset();
        EngineParts parts;
        parts.document = std::move(room.document);
        parts.keyring = std::shared_ptr<Keyring>(std::move(room.keyring));
        parts.handlers = shelfHandlers();
        parts.clock = std::make_unique<SystemClock>();
        parts.random = std::make_unique<SecureRandom>();
        parts.backup = std::move(plan);
        parts.preparations = std::move(preparations);
        return std::make_unique<EngineThread>(std::move(parts));
    }

private slots:
    void manyThreadsSubmitAndAllAreAnswered()
    {
        ShelfRoom room;
        const auto thread = threadOf(room);
        std::int64_t published = 0;
        connect(thread.get(), &EngineThread::published, this, [&published](const std::shared_ptr<const Batch> &batch) {
            QCOMPARE(batch->first, published + 1);
            published = batch->last;
        });
        thread->start();
        constexpr int kThreads = 4;
        constexpr int kEach = 250;
        std::atomic<int> done{0};
        std::vector<std::thread> callers;
        for (int caller = 0; caller < kThreads; ++caller) {
            callers.emplace_back([&room, &thread, &done, caller] {
                SeededRandom random(static_cast<std::uint64_t>(caller) + 100);
                const Id sender = makeId(1, random);
                for (int number = 1; number <= kEach; ++number) {
                    PutBox put;
                    put.box = makeId<BoxId>(1, random);
                    put.label = "box";
                    CommandRequest request = room.request(put, sender, number);
                    request.done = [&done](const CommandOutcome &outcome) {
                        done += outcome.failure.fault == Fault::None ? 1 : 0;
                    };
                    thread->submit(std::move(request));
                }
            });
        }
        for (std::thread &caller : callers)
            caller.join();
        QTRY_COMPARE(done.load(), kThreads * kEach);
        QTRY_COMPARE(published, std::int64_t{kThreads * kEach});
        QTRY_COMPARE(thread->figures().head, std::int64_t{kThreads * kEach});
        QVERIFY2(thread->figures().commits < kThreads * kEach, "they share commits");
    }

    void questionsRunOnItsThread()
    {
        ShelfRoom room;
        const auto thread = threadOf(room);
        thread->start();
        std::atomic<bool> wasElsewhere{false};
        std::atomic<std::int64_t> last{-1};
        thread->ask([&](Engine &engine) {
            wasElsewhere = QThread::currentThread() != qApp->thread();
            last = engine.lastNumber(room.documentId);
        });
        QTRY_COMPARE(last.load(), std::int64_t{0});
        QVERIFY(wasElsewhere);
    }

    void endingRunsWhatIsQueued()
    {
        ShelfRoom room;
        auto thread = threadOf(room);
        std::atomic<int> done{0};
        for (int index = 0; index < 50; ++index) {
            CommandRequest request = room.request(room.newBox("last"));
            request.done = [&done](const CommandOutcome &) { ++done; };
            thread->submit(std::move(request));
        }
        thread->start();
        thread.reset();
        QCOMPARE(done.load(), 50);
        QVERIFY2(!QFile::exists(QString::fromStdString(room.path + "-wal")), "closed cleanly");
    }

    /// A slow look at one sender's command holds that sender's next ones, and nobody else.
    void aSlowLookKeepsNobodyElseWaiting()
    {
        ShelfRoom room;
        SlowLook::begin();
        const auto thread = threadOf(room, {}, {SlowLook::preparation()});
        thread->start();
        const Id slow = makeId(1, room.random);
        const Id quick = makeId(1, room.random);
        const PutBox box = room.newBox("slow");
        AddToBox add;
        add.box = box.box;
        add.count = 2;
        Answers answers;
        thread->submit(answers.noting(room.request(box, slow, 1), "slow 1"));
        thread->submit(answers.noting(room.request(add, slow, 2), "slow 2"));
        thread->submit(answers.noting(room.request(room.newBox("next"), slow, 3), "slow 3"));
        QTRY_COMPARE(SlowLook::begun.load(), 1);
        for (int number = 1; number <= 20; ++number)
            thread->submit(answers.noting(room.request(BreakShelf{"not at all"}, quick, number), "quick"));
        QTRY_COMPARE(answers.names(), Names(20, "quick"));
        QCOMPARE(SlowLook::begun.load(), 1);
        SlowLook::gate.release();
        QTRY_COMPARE(answers.names().size(), std::size_t{22});
        QTRY_COMPARE(SlowLook::begun.load(), 2); // one at a time
        SlowLook::gate.release();
        QTRY_COMPARE(answers.names().size(), std::size_t{23});
        const Names names = answers.names();
        QCOMPARE(Names(names.end() - 3, names.end()), Names({"slow 1", "slow 2", "slow 3"}));
        QCOMPARE(room.reader()->find(entityType<Box>(), box.box)->value().revision, 22);
    }

    void whatALookRefusesIsRefusedForGood()
    {
        ShelfRoom room;
        SlowLook::begin();
        SlowLook::gate.release(2);
        const auto thread = threadOf(room, {}, {SlowLook::preparation()});
        thread->start();
        const Id sender = makeId(1, room.random);
        const PutBox box = room.newBox("refused");
        Answers answers;
        thread->submit(answers.noting(room.request(box, sender, 1), "first"));
        QTRY_COMPARE(answers.names(), Names({"first refused"}));
        QCOMPARE(answers.last.failure.fault, Fault::Invalid);
        thread->submit(answers.noting(room.request(box, sender, 1), "again"));
        QTRY_COMPARE(answers.names().size(), std::size_t{2});
        QVERIFY(answers.last.wasRepeat); // the same number with the same body, as it was sent
        QCOMPARE(answers.last.failure.fault, Fault::Invalid);
        thread->submit(answers.noting(room.request(BreakShelf{"not at all"}, sender, 2), "next"));
        QTRY_COMPARE(answers.names().size(), std::size_t{3});
        QCOMPARE(answers.names().back(), std::string("next"));
    }

    void whoMayNotGetsNoLook()
    {
        ShelfRoom room;
        SlowLook::begin();
        const auto thread = threadOf(room, {}, {SlowLook::preparation()});
        thread->start();
        CommandRequest request = room.request(room.newBox("a stranger's"));
        request.actor.permissions = {Permission::Everyone};
        Answers answers;
        thread->submit(answers.noting(std::move(request), "stranger"));
        QTRY_COMPARE(answers.names(), Names({"stranger refused"}));
        QCOMPARE(answers.last.failure.fault, Fault::Forbidden);
        QCOMPARE(SlowLook::begun.load(), 0);
    }

    void tooManyLooksAreRefusedUntilThereIsRoom()
    {
        ShelfRoom room;
        SlowLook::begin();
        auto thread = threadOf(room, {}, {SlowLook::preparation()});
        thread->start();
        Answers answers;
        for (std::size_t index = 0; index < kMaxPreparing; ++index)
            thread->submit(answers.noting(room.request(room.newBox("one of many")), "waits"));
        thread->submit(answers.noting(room.request(room.newBox("one too many")), "too many"));
        QTRY_COMPARE(answers.names(), Names({"too many refused"}));
        QCOMPARE(answers.last.failure.fault, Fault::Overloaded);
        QTRY_COMPARE(SlowLook::begun.load(), 1);
        thread.reset(); // the one that runs ends; the others come again
        const Names names = answers.names();
        QCOMPARE(std::size_t(std::count(names.begin(), names.end(), "waits refused")), kMaxPreparing - 1);
        QCOMPARE(std::count(names.begin(), names.end(), "waits"), 1);
    }

    void backupsAreMadeByThemselves()
    {
        ShelfRoom room;
        QTemporaryDir second;
        BackupPlan plan;
        plan.folder = second.path().toStdString();
        const auto thread = threadOf(room, plan);
        thread->start();
        QTRY_VERIFY(thread->backupFigures().lastAt.has_value());
        QVERIFY(Document::check(thread->backupFigures().lastPath));
    }
};

QTEST_GUILESS_MAIN(tst_EngineThread)
#include "tst_enginethread.moc"
