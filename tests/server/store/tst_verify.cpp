// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/verify.h"
#include "tests/server/engine/shelf.h"

#include <QtTest>

using namespace gatehouse;

namespace {

/// A document with a bit of everything, closed.
struct Sample : ShelfRoom {
    Sample()
    {
        const Id sender = *Id::fromBytes("sender-number-01");
        for (int index = 0; index < 40; ++index) {
            boxes.push_back(newBox("box", index));
            boxes.back().owner = "owner " + std::to_string(index);
            boxes.back().shelf = index % 2 == 0 ? documentId : Id{};
            submit(request(boxes.back(), sender, index + 1));
        }
        for (int index = 0; index < 10; ++index) {
            AddToBox add;
            add.box = boxes[std::size_t(index)].box;
            add.count = 1;
            submit(request(add, sender, 41 + index));
        }
        for (int index = 0; index < 5; ++index)
            submit(request(RemoveBox{boxes[std::size_t(index)].box}));
        PutBox moved = boxes[20];
        moved.shelf = {};
        submit(request(moved));
        while (engine->step()) {
        }
        head = *document->head();
        stop();
    }

    VerifyReport verify(const std::optional<JournalHead> &known = {}) const
    {
        VerifyOptions verifyOptions;
        verifyOptions.entities = shelfEntities();
        verifyOptions.keyring = keyring.get();
        verifyOptions.known = known;
        auto report = verifyDocument(path, verifyOptions);
        return report ? *report : VerifyReport{0, 0, 0, 0, {}, {}, -1};
    }

    bool change(const std::string &sql) const
    {
        auto connection = sqlite::Connection::open(path, sqlite::Access::ReadWrite);
        return connection && connection->run(sql) && connection->run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    std::vector<PutBox> boxes;
    JournalHead head;
};

} // namespace

class tst_Verify : public QObject
{
    Q_OBJECT

private slots:
    void untouchedDocumentIsGood()
    {
        const Sample sample;
        const VerifyReport report = sample.verify(sample.head);
        QVERIFY2(report.isGood(), report.faults.empty() ? "" : report.faults[0].what.c_str());
        QCOMPARE(report.entries, std::int64_t{56});
        QCOMPARE(report.rows, std::int64_t{35});
        QCOMPARE(report.tombstones, std::int64_t{6});
        QVERIFY(report.head.hash == sample.head.hash);
    }

    void anyChangeIsFound_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("flipped byte in an entry") << QByteArray(
            "UPDATE journal SET entry = substr(entry, 1, 60) || char(1) || substr(entry, 62) WHERE seq = 20");
        QTest::newRow("changed hash") << QByteArray("UPDATE journal SET hash = zeroblob(32) WHERE seq = 20");
        QTest::newRow("deleted entry") << QByteArray("DELETE FROM journal WHERE seq = 20");
        QTest::newRow("deleted first entry") << QByteArray("DELETE FROM journal WHERE seq = 1");
        QTest::newRow("deleted last entry") << QByteArray("DELETE FROM journal WHERE seq = 56");
        QTest::newRow("swapped entries") << QByteArray(
            "UPDATE journal SET seq = -1 WHERE seq = 20; UPDATE journal SET seq = 20 WHERE "
            "seq = 21; UPDATE journal SET seq = 21 WHERE seq = -1");
        QTest::newRow("changed body") << QByteArray(
            "UPDATE rows_box SET body = replace(body, 'box', 'fox') WHERE key = 30");
        QTest::newRow("changed scopes") << QByteArray("UPDATE rows_box SET scopes = x'0000' WHERE key = 31");
        QTest::newRow("changed revision") << QByteArray("UPDATE rows_box SET revision = 1 WHERE key = 30");
        QTest::newRow("changed sealed part")
            << QByteArray("UPDATE rows_box SET personal = zeroblob(80) WHERE key = 30");
        QTest::newRow("changed column") << QByteArray("UPDATE rows_box SET f_label = 'fox' WHERE key = 30");
        QTest::newRow("deleted row") << QByteArray("DELETE FROM rows_box WHERE key = 30");
        QTest::newRow("row from nowhere")
            << QByteArray("INSERT INTO rows_box (id, revision, scopes, body) VALUES (zeroblob(16), 3, x'0000', x'80')");
        QTest::newRow("deleted tombstone") << QByteArray("DELETE FROM tombstones WHERE seq = 51");
        QTest::newRow("changed tombstone") << QByteArray("UPDATE tombstones SET seq = 52 WHERE seq = 51");
        QTest::newRow("sender set back") << QByteArray("UPDATE senders SET last = 3");
        QTest::newRow("sender forgotten") << QByteArray("DELETE FROM senders");
        QTest::newRow("changed blob") << QByteArray("INSERT INTO blobs VALUES (zeroblob(32), x'01')");
        QTest::newRow("other document's journal")
            << QByteArray("UPDATE meta SET value = zeroblob(16) WHERE name = 'document'");
    }
    void anyChangeIsFound()
    {
        QFETCH(QByteArray, sql);
        const Sample sample;
        QVERIFY(sample.change(sql.toStdString()));
        QVERIFY(sample.verify().faultCount > 0);
    }

    void cutJournalShowsAgainstANotedHead()
    {
        // With its rows rolled back as well, only someone who noted the head can tell.
        Sample sample;
        const std::string older = sample.folder.filePath(QStringLiteral("older.gatehouse")).toStdString();
        QVERIFY(QFile::copy(QString::fromStdString(sample.path), QString::fromStdString(older)));
        QVERIFY(sample.restart());
        QCOMPARE(sample.run(sample.newBox("newer")).failure.fault, Fault::None);
        const JournalHead noted = *sample.document->head();
        sample.stop();
        QVERIFY(sample.verify(noted).isGood());
        sample.path = older;
        QVERIFY(sample.verify().isGood());
        QCOMPARE(sample.verify(noted).faultCount, std::int64_t{1});
    }

    void everyByteOfTheJournalCounts()
    {
        const Sample sample;
        auto connection = sqlite::Connection::open(sample.path, sqlite::Access::ReadWrite);
        QVERIFY(connection);
        const std::int64_t size = *connection->number("SELECT length(entry) FROM journal WHERE seq = 41");
        for (std::int64_t at = 1; at <= size; ++at) {
            const std::string place = std::to_string(at);
            QVERIFY(connection->run("UPDATE journal SET entry = CAST(substr(entry, 1, " + place
                                    + " - 1) || CASE WHEN substr(entry, " + place
                                    + ", 1) = x'01' THEN x'02' ELSE x'01' END || "
                                      "substr(entry, "
                                    + place + " + 1) AS BLOB) WHERE seq = 41"));
            QVERIFY2(sample.verify().faultCount > 0, place.c_str());
            at += 6; // every seventh is enough for a test of every day
        }
    }
};

QTEST_GUILESS_MAIN(tst_Verify)
#include "tst_verify.moc"
