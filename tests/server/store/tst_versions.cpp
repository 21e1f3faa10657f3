// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serve/server.h"
#include "server/serve/workbench.h"
#include "server/store/backup.h"
#include "server/store/verify.h"
#include "shared/model/json.h"
#include "shared/protocol/jsonframes.h"
#include "tests/server/house/examples.h"
#include "tests/server/hub/anyrow.h"

#include <QDir>
#include <QTest>

using namespace gatehouse;

namespace {

QString fixtures()
{
    return qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/tests/fixtures");
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        throw std::runtime_error("cannot write " + path.toStdString());
}

/// Every row as one line of JSON, personal parts opened.
std::vector<std::string> rowsOf(Reader &reader)
{
    std::vector<std::string> lines;
    for (const EntityType *type : entityTypes()) {
        std::map<Id, std::string> sorted;
        const auto result = reader.each(*type, [&](const StoredRow &stored) {
            WireRow row;
            row.entity = type->spec.number;
            row.id = stored.id;
            row.revision = stored.revision;
            encodeScopes(stored.scopes, row.scopes);
            row.body = Bytes(stored.body);
            row.personal = Bytes(stored.personal);
            writeJsonRow(row, sorted[stored.id]);
            return true;
        });
        if (!result)
            throw std::runtime_error(describe(result.error()));
        for (const auto &[id, line] : sorted)
            lines.push_back(line);
    }
    return lines;
}

/// A house in which everything was done once, left as a program leaves a document that it closed.
void writeFixture(const QString &folder)
{
    QDir().mkpath(folder);
    write(folder + QStringLiteral("/gatehouse-key"), QByteArray(64, 'a'));
    HouseRoom room;
    Examples examples(room);
    Actor all = room.system;
    all.permissions = Permissions::fromBits(~std::uint64_t{0});
    for (const auto &[name, example] : examples.commands) {
        CommandRequest request;
        request.actor = all;
        request.sender = room.event;
        request.number = room.engine->lastNumber(room.event) + 1;
        request.name = name;
        request.body = example.body;
        request.deviceAt = room.clock.at;
        room.engine->submit(std::move(request));
        while (room.engine->step()) {
        }
    }
    QByteArray rows;
    for (const std::string &line : rowsOf(*room.reader()))
        rows += QByteArray::fromStdString(line) + '\n';
    write(folder + QStringLiteral("/rows.jsonl"), rows);
    // Each opener leaves a name of its own making; the file is to be the same whenever it is made.
    room.engine.reset();
    room.keyring.reset();
    CredentialKeyStore store(folder.toStdString());
    room.must(Keyring::openWithRecoveryCode(Keyring::pathFor(room.path), room.event, room.recoveryCode, store,
                                            room.random))
        .reset();
    room.document.reset();
    auto connection = room.must(sqlite::Connection::open(room.path, sqlite::Access::ReadWrite));
    if (auto result = connection.run(
            "UPDATE meta SET value = zeroblob(16) WHERE name = 'holder'; PRAGMA wal_checkpoint(TRUNCATE)");
        !result)
        throw std::runtime_error(describe(result.error()));
    connection = {};
    write(folder + QStringLiteral("/event.gatehouse"), contentOf(QString::fromStdString(room.path)));
    write(folder + QStringLiteral("/event.keyring"), contentOf(QString::fromStdString(Keyring::pathFor(room.path))));
}

/// Tables with their columns, and indices with theirs, whatever their order: a column that was added later stands
/// behind the others.
std::map<std::string, std::string> schemaOf(sqlite::Connection &connection)
{
    std::map<std::string, std::string> schema;
    const auto collect = [&](const std::string &sql) {
        auto statement = HouseRoom::must(connection.prepare(sql));
        while (*statement.step())
            schema[std::string(statement.text(0))] += std::string(statement.text(1)) + '\n';
    };
    collect("SELECT m.name, p.name || ' ' || p.type || ' ' || p.'notnull' || ' ' || p.pk FROM sqlite_schema m, "
            "pragma_table_info(m.name) p "
            "WHERE m.type = 'table' ORDER BY m.name, p.name");
    collect("SELECT m.name || '.' || l.name, l.'unique' || ' ' || i.name FROM sqlite_schema m, "
            "pragma_index_list(m.name) l, pragma_index_info(l.name) i "
            "WHERE m.type = 'table' ORDER BY l.name, i.seqno");
    return schema;
}

/// What stands in the columns of one entity's rows, but for what a row has from its history: key, revision, seal, and
/// the body, which gains appended fields only when it is put again (what it holds is compared by name above).
std::map<std::string, std::string> columnsOf(sqlite::Connection &connection, const EntityType &type)
{
    std::string columns;
    auto names = HouseRoom::must(
        connection.prepare("SELECT name FROM pragma_table_info('rows_" + std::string(type.spec.name)
                           + "') WHERE name NOT IN ('key', 'id', 'revision', 'personal', 'body') ORDER BY name"));
    while (*names.step())
        columns += ", quote(" + std::string(names.text(0)) + ")";
    auto rows =
        HouseRoom::must(connection.prepare("SELECT hex(id)" + columns + " FROM rows_" + std::string(type.spec.name)));
    std::map<std::string, std::string> found;
    while (*rows.step()) {
        std::string &text = found[std::string(rows.text(0))];
        for (int column = 1; column < rows.columnCount(); ++column)
            text += std::string(rows.text(column)) + '|';
    }
    return found;
}

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

} // namespace

/// Documents of other versions: those that releases have left (tests/fixtures), and one from the future.
///
/// A release that raises kDocumentVersion leaves its own:  GATEHOUSE_WRITE_FIXTURES=1 tests/run --filter
/// server/store/tst_versions
class TestVersions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void theNewestVersionHasAFixture();
    void aFixtureIsMadeTheSameEachTime();
    void fixtureOpensAndNothingIsLost_data() { addFixtures(); }
    void fixtureOpensAndNothingIsLost();
    void fixtureIsAsAFreshDocument_data() { addFixtures(); }
    void fixtureIsAsAFreshDocument();
    void aNewerDocumentIsRefusedUntouched_data();
    void aNewerDocumentIsRefusedUntouched();

private:
    void addFixtures();
    /// A copy to work on; its path.
    QString copyOf(const QString &fixture);

    QTemporaryDir m_folder;
    int m_copies = 0;
};

void TestVersions::initTestCase()
{
    const QString folder = fixtures() + QStringLiteral("/document-%1").arg(kDocumentVersion);
    if (!qEnvironmentVariableIsSet("GATEHOUSE_WRITE_FIXTURES"))
        return;
    QVERIFY2(!QDir(folder).exists(), "this version has a fixture: what a release has left is never written anew");
    writeFixture(folder);
}

void TestVersions::addFixtures()
{
    QTest::addColumn<QString>("fixture");
    for (const QString &name : QDir(fixtures()).entryList({QStringLiteral("document-*")}, QDir::Dirs))
        QTest::newRow(qPrintable(name)) << fixtures() + QLatin1Char('/') + name;
}

QString TestVersions::copyOf(const QString &fixture)
{
    const QString folder = m_folder.filePath(QString::number(++m_copies));
    QDir().mkpath(folder);
    for (const QString &name : filesIn(fixture))
        write(folder + QLatin1Char('/') + name, contentOf(fixture + QLatin1Char('/') + name));
    return folder + QStringLiteral("/event.gatehouse");
}

void TestVersions::theNewestVersionHasAFixture()
{
    QVERIFY2(QFile::exists(fixtures() + QStringLiteral("/document-%1/event.gatehouse").arg(kDocumentVersion)),
             "GATEHOUSE_WRITE_FIXTURES=1 makes it");
}

void TestVersions::aFixtureIsMadeTheSameEachTime()
{
    const QString one = m_folder.filePath(QStringLiteral("one"));
    const QString two = m_folder.filePath(QStringLiteral("two"));
    writeFixture(one);
    writeFixture(two);
    QVERIFY(filesIn(one).size() >= 4);
    for (const QString &name : filesIn(one))
        QVERIFY2(contentOf(one + QLatin1Char('/') + name) == contentOf(two + QLatin1Char('/') + name),
                 qPrintable(name));
}

void TestVersions::fixtureOpensAndNothingIsLost()
{
    QFETCH(QString, fixture);
    const QString path = copyOf(fixture);
    CredentialKeyStore store(QFileInfo(path).path().toStdString());
    auto bench = HouseRoom::must(Workbench::open(path.toStdString(), store));
    std::map<std::string, JsonValue> now;
    for (const std::string &line : rowsOf(bench->reader())) {
        auto row = HouseRoom::must(parseJson(line));
        now[row.find("entity")->text + row.find("id")->text] = std::move(row);
    }
    int rows = 0;
    for (const QByteArray &line : contentOf(fixture + QStringLiteral("/rows.jsonl")).split('\n')) {
        if (line.isEmpty())
            continue;
        const auto was = HouseRoom::must(parseJson(line.toStdString()));
        const auto at = now.find(was.find("entity")->text + was.find("id")->text);
        QVERIFY2(at != now.end(), line.constData());
        ++rows;
        for (const auto &[name, value] : was.find("fields")->members) {
            const JsonValue *is = at->second.find("fields")->find(name);
            QVERIFY2(is, name.c_str());
            QVERIFY2(is->type == value.type && is->text == value.text && is->boolean == value.boolean
                         && is->elements.size() == value.elements.size() && is->members.size() == value.members.size(),
                     (name + " of " + line.toStdString()).c_str());
        }
    }
    QVERIFY(rows > 40);
    // It goes on where it was: the same numbers, the same chain.
    const std::int64_t head = bench->engine().head();
    AddProduct add;
    add.product = makeId<ProductId>(bench->now().ms, bench->random());
    add.name = "Sold today";
    QVERIFY(bench->run(add));
    QCOMPARE(bench->engine().head(), head + 1);
    const Id event = bench->document().id();
    QVERIFY(bench->engine().lastNumber(event) > 30);
    bench.reset();
    SecureRandom random;
    const auto keyring = HouseRoom::must(Keyring::open(Keyring::pathFor(path.toStdString()), event, store, random));
    const auto report = HouseRoom::must(verifyDocument(path.toStdString(), VerifyOptions{keyring.get(), {}, {}}));
    QVERIFY2(report.isGood(), report.faults.empty() ? "" : report.faults.front().what.c_str());
    QCOMPARE(report.entries, head + 1);
}

void TestVersions::fixtureIsAsAFreshDocument()
{
    QFETCH(QString, fixture);
    const QString path = copyOf(fixture);
    CredentialKeyStore store(QFileInfo(path).path().toStdString());
    auto bench = HouseRoom::must(Workbench::open(path.toStdString(), store));
    HouseRoom fresh(anyRowHandlers());
    const auto schema = schemaOf(bench->document().connection());
    QVERIFY(schema.size() > 50);
    QVERIFY(schema == schemaOf(fresh.document->connection()));
    fresh.actor = fresh.system;
    for (const EntityType *type : entityTypes()) { // its rows, put anew by today's program
        const auto result = bench->reader().each(*type, [&](const StoredRow &row) {
            PutAnyRow put;
            put.entity = type->spec.number;
            put.id = row.id;
            put.body = Bytes(row.body);
            put.personal = Bytes(row.personal);
            fresh.done(put);
            return true;
        });
        QVERIFY(result);
        const auto wanted = columnsOf(fresh.document->connection(), *type);
        for (const auto &[id, columns] : columnsOf(bench->document().connection(), *type)) {
            QVERIFY2(wanted.contains(id), std::string(type->spec.name).c_str());
            QVERIFY2(columns == wanted.at(id), std::string(type->spec.name).c_str());
        }
    }
}

void TestVersions::aNewerDocumentIsRefusedUntouched_data()
{
    QTest::addColumn<bool>("isInLog");
    QTest::newRow("whose file says so") << false;
    QTest::newRow("whose log alone says so") << true;
}

void TestVersions::aNewerDocumentIsRefusedUntouched()
{
    QFETCH(bool, isInLog);
    const QString path = copyOf(fixtures() + QStringLiteral("/document-%1").arg(kDocumentVersion));
    const std::string file = path.toStdString();
    const QString folder = QFileInfo(path).path();
    const QString raised = QStringLiteral("PRAGMA user_version = %1").arg(kDocumentVersion + 1);
    {
        auto connection = HouseRoom::must(sqlite::Connection::open(file, sqlite::Access::ReadWrite));
        QVERIFY(connection.run(raised.toStdString()));
        if (!isInLog)
            QVERIFY(connection.run("PRAGMA wal_checkpoint(TRUNCATE)"));
        const QByteArray log = contentOf(path + QStringLiteral("-wal"));
        const QByteArray before = contentOf(path);
        connection = {};
        if (isInLog) { // as a crash leaves it: closing wrote the log back
            write(path, before);
            write(path + QStringLiteral("-wal"), log);
            QVERIFY(!log.isEmpty());
        }
    }
    const QStringList files = filesIn(folder);
    std::map<QString, QByteArray> contents;
    for (const QString &name : files)
        contents[name] = contentOf(folder + QLatin1Char('/') + name);
    CredentialKeyStore store(folder.toStdString());
    SeededRandom random(1);
    const auto faultOf = [](const auto &result) { return result ? Fault::None : result.error().fault; };
    QCOMPARE(faultOf(Document::open(file)), Fault::Newer);
    QCOMPARE(faultOf(Document::check(file)), Fault::Newer);
    QCOMPARE(faultOf(verifyDocument(file)), Fault::Newer);
    QCOMPARE(faultOf(Workbench::open(file, store)), Fault::Newer);
    QCOMPARE(faultOf(restoreBackup(file, file + ".restored", makeId(1, random))), Fault::Newer);
    DocumentOptions looking;
    looking.isServed = false;
    QCOMPARE(faultOf(Document::open(file, looking)), Fault::Newer);
    ServeOptions serve;
    serve.path = file;
    serve.port = 0;
    QCOMPARE(faultOf(Server::open(serve, store)), Fault::Newer);
    QCOMPARE(filesIn(folder), files); // not even a file beside it
    for (const QString &name : files)
        QVERIFY2(contentOf(folder + QLatin1Char('/') + name) == contents[name], qPrintable(name));
}

QTEST_GUILESS_MAIN(TestVersions)
#include "tst_versions.moc"
