// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/sqlite/sqlite.h"

#include <QtTest>

using namespace gatehouse;

class tst_Sqlite : public QObject
{
    Q_OBJECT

private slots:
    void valuesComeBackAsTheyWent()
    {
        auto connection = sqlite::Connection::open(":memory:", sqlite::Access::Create);
        QVERIFY(connection);
        QVERIFY(connection->run("CREATE TABLE kept (number INTEGER, words TEXT, bytes BLOB)"));
        auto insert = connection->prepare("INSERT INTO kept VALUES (?1, ?2, ?3)");
        QVERIFY(insert);
        const std::string bytes("\0\1\2", 3);
        QVERIFY(
            insert->bind(1, std::int64_t{-9'000'000'000'000'000'000}).bindText(2, "Grüße").bindBlob(3, bytes).run());
        QVERIFY(insert->bind(1, 0).bindText(2, {}).bindBlobView(3, {}).run());
        auto select = connection->prepare("SELECT number, words, bytes FROM kept ORDER BY rowid");
        QVERIFY(select && *select->step());
        QCOMPARE(select->integer(0), std::int64_t{-9'000'000'000'000'000'000});
        QVERIFY(select->text(1) == "Grüße" && select->blob(2) == bytes);
        QVERIFY(*select->step());
        QVERIFY2(!select->isNull(1) && !select->isNull(2), "empty is not null");
        QVERIFY(!*select->step());
    }

    void faultsSayWhatHappened()
    {
        QTemporaryDir directory;
        const std::string path = directory.filePath(QStringLiteral("one.db")).toStdString();
        QCOMPARE(sqlite::Connection::open(path, sqlite::Access::ReadOnly).error().fault, Fault::NotFound);
        auto connection = sqlite::Connection::open(path, sqlite::Access::Create);
        QVERIFY(connection && connection->run("CREATE TABLE kept (value UNIQUE); INSERT INTO kept VALUES (1)"));
        QCOMPARE(connection->run("INSERT INTO kept VALUES (1)").error().fault, Fault::Conflict);
        QVERIFY(connection->run("PRAGMA max_page_count = 4"));
        QCOMPARE(connection->run("INSERT INTO kept VALUES (zeroblob(1000000))").error().fault, Fault::ReadOnly);
        auto reader = sqlite::Connection::open(path, sqlite::Access::ReadOnly);
        QVERIFY(reader);
        QCOMPARE(reader->run("INSERT INTO kept VALUES (2)").error().fault, Fault::ReadOnly);

        QFile foreign(directory.filePath(QStringLiteral("two.db")));
        QVERIFY(foreign.open(QIODevice::WriteOnly));
        foreign.write(QByteArray(4096, 'x'));
        foreign.close();
        auto bad = sqlite::Connection::open(foreign.fileName().toStdString(), sqlite::Access::ReadOnly);
        QVERIFY(bad);
        QCOMPARE(bad->number("SELECT count(*) FROM sqlite_schema").error().fault, Fault::Corrupt);
    }

    void whatIsNotCommittedIsGone()
    {
        auto connection = sqlite::Connection::open(":memory:", sqlite::Access::Create);
        QVERIFY(connection && connection->run("CREATE TABLE kept (value)"));
        {
            auto transaction = sqlite::WriteTransaction::begin(*connection);
            QVERIFY(transaction && connection->run("INSERT INTO kept VALUES (1)"));
        }
        QCOMPARE(*connection->number("SELECT count(*) FROM kept"), 0);
        auto transaction = sqlite::WriteTransaction::begin(*connection);
        QVERIFY(transaction && connection->run("INSERT INTO kept VALUES (1)") && transaction->commit());
        QCOMPARE(*connection->number("SELECT count(*) FROM kept"), 1);
    }
};

QTEST_GUILESS_MAIN(tst_Sqlite)
#include "tst_sqlite.moc"
