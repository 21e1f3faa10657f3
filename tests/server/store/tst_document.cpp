// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/document.h"
#include "tests/server/engine/shelf.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QtTest>

using namespace gatehouse;

namespace {

QByteArray checksum(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return {};
    return hash.result();
}

/// A box as the next release has it: one more field has a column.
struct NextBox {
    static constexpr EntitySpec spec{900, "box", Replication::Window};
    BoxId id;
    std::string label;
    std::int32_t count = 0;
    Id shelf;
    Later later;
    static constexpr Field fields[] = {field<&NextBox::label>("label", Flag::Indexed),
                                       field<&NextBox::count>("count", Flag::Optional),
                                       field<&NextBox::shelf>("shelf", Flag::Optional | Flag::Indexed)};
};
Scopes scopesOf(const NextBox &)
{
    return scopes({Scope::everyone()});
}

} // namespace

class tst_Document : public QObject
{
    Q_OBJECT

private:
    static DocumentOptions shelfOptions()
    {
        DocumentOptions options;
        options.entities = shelfEntities();
        return options;
    }

private slots:
    void whatWasMadeOpensAgain()
    {
        ShelfRoom room;
        const Id epoch = room.document->epoch();
        QVERIFY(room.restart());
        QCOMPARE(room.document->id(), room.documentId);
        QCOMPARE(room.document->epoch(), epoch);
        QCOMPARE(*Document::idOf(room.path), room.documentId);
        const QFileInfo file(QString::fromStdString(room.path));
        QVERIFY2(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)), "for nobody else");
        QCOMPARE(Document::create(room.path + "-other/x.gatehouse", {}).error().fault, Fault::Unsupported);
        room.stop();
        QCOMPARE(Document::create(room.path, {}).error().fault, Fault::Conflict);
    }

    void theHouseHasATableForEachEntity()
    {
        QTemporaryDir folder;
        SeededRandom random(1);
        const std::string path = folder.filePath(QStringLiteral("fair.gatehouse")).toStdString();
        auto document = Document::create(path, {makeId(1, random), makeId(1, random), {1}});
        QVERIFY(document);
        const auto tables =
            (*document)->connection().number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'rows!_%' ESCAPE '!' "
                                             "AND type = 'table'");
        QCOMPARE(std::size_t(*tables), (*document)->entities().size());
        QVERIFY(*tables > 5);
    }

    void newerDocumentIsRefusedUntouched()
    {
        ShelfRoom room;
        QVERIFY(room.document->connection().run("PRAGMA user_version = " + std::to_string(kDocumentVersion + 1)));
        room.stop();
        const QString path = QString::fromStdString(room.path);
        const QByteArray before = checksum(path);
        QCOMPARE(Document::open(room.path, shelfOptions()).error().fault, Fault::Newer);
        QCOMPARE(checksum(path), before);
        QVERIFY(!QFile::exists(path + QStringLiteral("-wal")) && !QFile::exists(path + QStringLiteral("-lock")));
    }

    void newerVersionThatIsOnlyInTheLogIsRefusedToo()
    {
        ShelfRoom room;
        QVERIFY(room.document->connection().run("PRAGMA user_version = " + std::to_string(kDocumentVersion + 1)));
        QTemporaryDir other;
        const QString copy = other.filePath(QStringLiteral("copy.gatehouse"));
        QVERIFY(QFile::copy(QString::fromStdString(room.path), copy));
        QVERIFY(QFile::copy(QString::fromStdString(room.path + "-wal"), copy + QStringLiteral("-wal")));
        const QByteArray before = checksum(copy);
        QCOMPARE(Document::open(copy.toStdString(), shelfOptions()).error().fault, Fault::Newer);
        QCOMPARE(checksum(copy), before);
    }

    void whatIsNoDocumentIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("Dear reader");
        QTest::newRow("another program's database")
            << QByteArray("SQLite format 3\0", 16).append(QByteArray(4080, '\0'));
    }
    void whatIsNoDocumentIsRefused()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("x.gatehouse"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QCOMPARE(Document::open(path.toStdString()).error().fault, Fault::Corrupt);
        QVERIFY(QFile::link(path, folder.filePath(QStringLiteral("link.gatehouse"))));
        QCOMPARE(Document::open(folder.filePath(QStringLiteral("link.gatehouse")).toStdString()).error().fault,
                 Fault::Corrupt);
        QCOMPARE(Document::open(folder.filePath(QStringLiteral("none.gatehouse")).toStdString()).error().fault,
                 Fault::NotFound);
    }

    void secondOpenerIsToldWhoHasIt()
    {
        ShelfRoom room;
        const auto second = Document::open(room.path, shelfOptions());
        QVERIFY(!second);
        QCOMPARE(second.error().fault, Fault::Conflict);
        QVERIFY(second.error().detail.find("process " + std::to_string(QCoreApplication::applicationPid()))
                != std::string::npos);
        room.stop();
        QVERIFY(Document::open(room.path, shelfOptions()));
        QVERIFY(!QFile::exists(QString::fromStdString(room.path + "-lock")));
    }

    void foldersWithoutLocksAreRefused_data()
    {
        QTest::addColumn<QByteArray>("folder");
        QTest::addColumn<quint64>("fileSystem");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("a disk") << QByteArray("/srv/events") << quint64(0xef53) << true;
        QTest::newRow("NFS") << QByteArray("/srv/events") << quint64(0x6969) << false;
        QTest::newRow("CIFS") << QByteArray("/srv/events") << quint64(0xff534d42) << false;
        QTest::newRow("FUSE") << QByteArray("/srv/events") << quint64(0x65735546) << false;
        QTest::newRow("Dropbox") << QByteArray("/srv/Dropbox (Team)/fair") << quint64(0xef53) << false;
        QTest::newRow("OneDrive") << QByteArray("/srv/OneDrive - Fair/x") << quint64(0xef53) << false;
        QTest::newRow("iCloud") << QByteArray("/srv/Mobile Documents/x") << quint64(0xef53) << false;
        QTest::newRow("Nextcloud") << QByteArray("/srv/nextcloud") << quint64(0xef53) << false;
        QTest::newRow("a folder about a box") << QByteArray("/srv/my dropbox copy") << quint64(0xef53) << true;
    }
    void foldersWithoutLocksAreRefused()
    {
        QFETCH(QByteArray, folder);
        QFETCH(quint64, fileSystem);
        QFETCH(bool, isGood);
        QCOMPARE(whyNotServedFrom(std::string_view(folder.constData(), std::size_t(folder.size())), fileSystem).empty(),
                 isGood);
    }

    void copyWithoutItsLogIsNoticed()
    {
        ShelfRoom room;
        QCOMPARE(room.run(room.newBox("only in the log")).failure.fault, Fault::None);
        QTemporaryDir other;
        const QString copy = other.filePath(QStringLiteral("copy.gatehouse"));
        QVERIFY(QFile::copy(QString::fromStdString(room.path), copy));
        const auto opened = Document::open(copy.toStdString(), shelfOptions());
        QVERIFY(!opened);
        QCOMPARE(opened.error().fault, Fault::Corrupt);
        QVERIFY(opened.error().detail.find("log is missing") != std::string::npos);
        DocumentOptions anyway = shelfOptions();
        anyway.takesMissingLog = true;
        QVERIFY2(Document::open(copy.toStdString(), anyway), "on request");
    }

    void crashLeavesWhatOpensAgain()
    {
        ShelfRoom room;
        const PutBox put = room.newBox("survives");
        QCOMPARE(room.run(put).failure.fault, Fault::None);
        QTemporaryDir other;
        const QString copy = other.filePath(QStringLiteral("copy.gatehouse"));
        QVERIFY(QFile::copy(QString::fromStdString(room.path), copy));
        QVERIFY(QFile::copy(QString::fromStdString(room.path + "-wal"), copy + QStringLiteral("-wal")));
        auto opened = Document::open(copy.toStdString(), shelfOptions());
        QVERIFY(opened);
        QCOMPARE((*opened)->head()->sequence, std::int64_t{1});
    }

    void foreignCodeIsRefused()
    {
        ShelfRoom room;
        QVERIFY(room.document->connection().run(
            "CREATE TRIGGER evil AFTER INSERT ON journal BEGIN DELETE FROM journal; END"));
        room.stop();
        QCOMPARE(Document::open(room.path, shelfOptions()).error().fault, Fault::Corrupt);
    }

    void numberedStepsRunOnceEach()
    {
        ShelfRoom room;
        room.stop();
        const Migration steps[] = {{1, 2, "CREATE TABLE second (value); INSERT INTO second VALUES (1)"},
                                   {2, 3, "INSERT INTO second VALUES (2)"}};
        DocumentOptions options = shelfOptions();
        options.migrations = steps;
        options.version = 3;
        for (int opening = 0; opening < 2; ++opening) {
            auto document = Document::open(room.path, options);
            QVERIFY(document);
            QCOMPARE(*(*document)->connection().number("SELECT count(*) FROM second"), std::int64_t{2});
            QCOMPARE(*(*document)->connection().number("PRAGMA user_version"), std::int64_t{3});
        }
        QCOMPARE(Document::open(room.path, shelfOptions()).error().fault, Fault::Newer);
    }

    void brokenStepLeavesTheOldVersion()
    {
        ShelfRoom room;
        room.stop();
        const Migration steps[] = {{1, 2, "CREATE TABLE second (value); INSERT INTO nowhere VALUES (1)"}};
        DocumentOptions options = shelfOptions();
        options.migrations = steps;
        options.version = 2;
        QVERIFY(!Document::open(room.path, options));
        auto document = Document::open(room.path, shelfOptions());
        QVERIFY(document);
        QCOMPARE(*(*document)->connection().number("SELECT count(*) FROM sqlite_schema WHERE name = 'second'"),
                 std::int64_t{0});
    }

    void addedColumnIsFilledAndDroppedByOlderPrograms()
    {
        ShelfRoom room;
        PutBox put = room.newBox("old", 7);
        put.shelf = room.documentId;
        QCOMPARE(room.run(put).failure.fault, Fault::None);
        room.stop();
        const EntityType *const next[] = {&entityType<NextBox>()};
        DocumentOptions options;
        options.entities = next;
        {
            auto document = Document::open(room.path, options);
            QVERIFY(document);
            QCOMPARE(*(*document)->connection().number("SELECT count(*) FROM rows_box WHERE f_shelf IS NOT NULL"),
                     std::int64_t{1});
            QVERIFY2(!(*document)->connection().number("SELECT count(f_count) FROM rows_box"),
                     "a column that nobody keeps right");
        }
        QVERIFY(room.restart());
        QCOMPARE(*room.document->connection().number("SELECT f_count FROM rows_box"), std::int64_t{7});
        QVERIFY(!room.document->connection().number("SELECT count(f_shelf) FROM rows_box"));
    }
};

QTEST_GUILESS_MAIN(tst_Document)
#include "tst_document.moc"
