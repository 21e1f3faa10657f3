// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/backup.h"
#include "server/store/verify.h"
#include "tests/server/engine/shelf.h"

#include <QDir>
#include <QtTest>

using namespace gatehouse;

class tst_Backup : public QObject
{
    Q_OBJECT

private slots:
    void backupWhileItIsWrittenIsWhole()
    {
        ShelfRoom room;
        for (int index = 0; index < 3000; ++index)
            room.submit(room.request(room.newBox(std::string(200, 'x'))));
        while (room.engine->step()) {
        }
        const std::string path = room.folder.filePath(QStringLiteral("copy.gatehouse")).toStdString();
        auto backup = Backup::begin(*room.document, path);
        QVERIFY(backup);
        int steps = 0;
        for (;;) {
            const auto isDone = (*backup)->step();
            QVERIFY(isDone);
            if (*isDone)
                break;
            ++steps;
            QCOMPARE(room.run(room.newBox("meanwhile")).failure.fault, Fault::None);
        }
        QVERIFY2(steps > 0, "more than one step, or nothing is shown");
        QCOMPARE((*backup)->sequence(), room.engine->head());
        VerifyOptions options;
        options.entities = shelfEntities();
        const auto report = verifyDocument(path, options);
        QVERIFY(report && report->isGood());
        QCOMPARE(report->entries, room.engine->head());
        QCOMPARE(Backup::begin(*room.document, path).error().fault, Fault::Conflict);
    }

    void cancelledBackupLeavesNothing()
    {
        ShelfRoom room;
        for (int index = 0; index < 3000; ++index)
            room.submit(room.request(room.newBox(std::string(200, 'x'))));
        while (room.engine->step()) {
        }
        const QString path = room.folder.filePath(QStringLiteral("copy.gatehouse"));
        {
            auto backup = Backup::begin(*room.document, path.toStdString());
            QCOMPARE((*backup)->run([](int, int) { return false; }).error().fault, Fault::Unavailable);
        }
        QCOMPARE(QDir(room.folder.path()).entryList({QStringLiteral("copy*")}).size(), 0);
    }

    void keeperKeepsTheNewest()
    {
        ShelfRoom room;
        QTemporaryDir second;
        BackupPlan plan;
        plan.folder = second.path().toStdString();
        plan.everyMs = 60'000;
        plan.keeps = 3;
        BackupKeeper keeper(*room.document, plan);
        const QString other = second.filePath(QStringLiteral("shelf-mine.gatehouse"));
        QFile file(other);
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int minute = 0; minute < 5; ++minute) {
            while (keeper.step(room.clock.at)) {
            }
            QCOMPARE(keeper.figures().lastAt->ms, room.clock.at.ms);
            const std::string last = keeper.figures().lastPath;
            QVERIFY(!keeper.step(room.clock.at + 1000));
            QCOMPARE(keeper.figures().lastPath, last);
            room.clock.pass(60'000);
        }
        QCOMPARE(QDir(second.path()).entryList(QDir::Files).size(), 3 + 1);
        QVERIFY2(QFile::exists(other), "what it did not make is not its own");
    }

    void keeperSaysWhatFailedAndTriesAgain()
    {
        ShelfRoom room;
        BackupPlan plan;
        plan.folder = room.folder.filePath(QStringLiteral("unplugged/backups")).toStdString();
        BackupKeeper keeper(*room.document, plan);
        QVERIFY(!keeper.step(room.clock.at));
        QVERIFY(!keeper.figures().failure.empty() && !keeper.figures().lastAt);
        QVERIFY(QDir(room.folder.path()).mkdir(QStringLiteral("unplugged")));
        QVERIFY2(!keeper.step(room.clock.at + 1000), "not at once");
        while (keeper.step(room.clock.at + 61'000)) {
        }
        QVERIFY2(keeper.figures().failure.empty() && keeper.figures().lastAt, "it makes its own folder, not the stick");
    }

    void restoredDocumentHasANewEpochAndAsksForTheRest()
    {
        ShelfRoom room;
        const Id sender = *Id::fromBytes("sender-number-01");
        QCOMPARE(room.run(room.newBox("kept"), sender, 1).failure.fault, Fault::None);
        const std::string backupPath = room.folder.filePath(QStringLiteral("copy.gatehouse")).toStdString();
        QVERIFY((*Backup::begin(*room.document, backupPath))->run());
        const PutBox lost = room.newBox("after the backup");
        QCOMPARE(room.run(lost, sender, 2).failure.fault, Fault::None);
        const Id epoch = room.document->epoch();
        room.stop();
        const std::string restored = room.folder.filePath(QStringLiteral("restored.gatehouse")).toStdString();
        const Id newEpoch = makeId(2, room.random);
        QVERIFY(restoreBackup(backupPath, restored, newEpoch));
        QCOMPARE(restoreBackup(backupPath, restored, newEpoch).error().fault, Fault::Conflict);
        room.path = restored;
        QVERIFY(room.restart());
        QVERIFY(room.document->epoch() == newEpoch && epoch != newEpoch);
        QCOMPARE(room.document->id(), room.documentId);
        QCOMPARE(room.engine->lastNumber(sender), std::int64_t{1});
        QCOMPARE(room.run(lost, sender, 2).failure.fault, Fault::None);
        QVERIFY(room.stored(lost.box));
    }

    void damagedBackupIsRefused()
    {
        ShelfRoom room;
        for (int index = 0; index < 500; ++index)
            room.submit(room.request(room.newBox(std::string(200, 'x'))));
        while (room.engine->step()) {
        }
        const std::string backupPath = room.folder.filePath(QStringLiteral("copy.gatehouse")).toStdString();
        QVERIFY((*Backup::begin(*room.document, backupPath))->run());
        QFile file(QString::fromStdString(backupPath));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(4096 * 40));
        file.write(QByteArray(4096 * 8, '\x5a'));
        file.close();
        const std::string restored = room.folder.filePath(QStringLiteral("restored.gatehouse")).toStdString();
        QCOMPARE(restoreBackup(backupPath, restored, makeId(2, room.random)).error().fault, Fault::Corrupt);
        QVERIFY(!QFile::exists(QString::fromStdString(restored)));
    }
};

QTEST_GUILESS_MAIN(tst_Backup)
#include "tst_backup.moc"
