// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/engine/enginethread.h"
#include "server/engine/systemclock.h"
#include "shared/crypto/random.h"
#include "tests/server/engine/shelf.h"

#include <QSignalSpy>
#include <QThread>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace gatehouse;

class tst_EngineThread : public QObject
{
    Q_OBJECT

private:
    static std::unique_ptr<EngineThread> threadOf(ShelfRoom &room, std::optional<BackupPlan> plan = {})
    {
        room.engine.reset();
        EngineParts parts;
        parts.document = std::move(room.document);
        parts.keyring = std::shared_ptr<Keyring>(std::move(room.keyring));
        parts.handlers = shelfHandlers();
        parts.clock = std::make_unique<SystemClock>();
        parts.random = std::make_unique<SecureRandom>();
        parts.backup = std::move(plan);
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
