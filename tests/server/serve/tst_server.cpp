// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serve/workbench.h"
#include "server/store/backup.h"
#include "server/store/verify.h"
#include "tests/server/serve/servedhouse.h"
#include "tests/support/plainclient.h"
#include "tests/support/programs.h"

#include <QProcess>
#include <QTest>

using namespace gatehouse;
using gatehouse::support::awaitTrue;
using gatehouse::support::PlainClient;
using gatehouse::test::RawClient;
using gatehouse::test::RawResponse;

namespace {

using Rows = std::map<std::pair<std::int32_t, Id>, WireRow>;

/// A client inside the process that says hello and keeps what it is sent.
class LocalClient : public QObject
{
public:
    LocalClient(Server &server, std::string token, const Id &sender) : m_end(server.attachLocal())
    {
        connect(m_end.get(), &LocalEnd::received, this, [this](const QByteArray &message) { take(message); });
        connect(m_end.get(), &LocalEnd::closed, this, [this](quint16 code, const QString &) { closedWith = code; });
        Hello hello;
        hello.token = std::move(token);
        hello.sender = sender;
        hello.wants = Wants::Live | Wants::Kiosk;
        send(hello);
    }
    void send(const Frame &frame) { m_end->send(QByteArray::fromStdString(encodeFrame(frame, Wire::Cbor))); }

    Rows rows;
    bool isCaughtUp = false;
    std::vector<AnswerFrame> answers;
    std::optional<Goodbye> goodbye;
    std::optional<quint16> closedWith;

private:
    void take(const QByteArray &message)
    {
        const auto frame = decodeFrame(message.toStdString(), Wire::Cbor, Strictness::Replica);
        if (!frame)
            return;
        if (const auto *page = std::get_if<Page>(&*frame)) {
            for (const WireRow &row : page->rows)
                rows[{row.entity, row.id}] = row;
            isCaughtUp = isCaughtUp || page->isLast;
            send(PageTaken{page->number});
        } else if (const auto *delta = std::get_if<Delta>(&*frame)) {
            for (const WireRow &row : delta->rows)
                rows[{row.entity, row.id}] = row;
        } else if (const auto *answer = std::get_if<AnswerFrame>(&*frame)) {
            answers.push_back(*answer);
        } else if (const auto *came = std::get_if<Goodbye>(&*frame)) {
            goodbye = *came;
        }
    }

    std::unique_ptr<LocalEnd> m_end;
};

bool sameRows(const Rows &one, const Rows &other)
{
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const auto &a, const auto &b) {
        return a.first == b.first && a.second.revision == b.second.revision && a.second.body == b.second.body
            && a.second.personal == b.second.personal && a.second.scopes == b.second.scopes;
    });
}

QString syncAddress(const ServedHouse &house)
{
    return QStringLiteral("ws://127.0.0.1:%1").arg(house.server->port()) + QString::fromUtf8(house.eventPath)
        + QStringLiteral("sync");
}

AddFloor floorNamed(HouseRoom &room, const std::string &name)
{
    AddFloor add;
    add.floor = room.newId<FloorId>();
    add.name = name;
    add.widthMm = add.heightMm = 5'000;
    return add;
}

/// The value of a figure; nothing if it is not there.
std::optional<double> figure(ServedHouse &house, const QByteArray &name)
{
    for (const QByteArray &line : house.ask("GET", "/metrics", house.token).body.split('\n')) {
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1).toDouble();
    }
    return std::nullopt;
}

/// Another program takes the document, or gives it back.
Id exchangeHolder(const std::string &path, const Id &holder)
{
    auto connection = HouseRoom::must(sqlite::Connection::open(path, sqlite::Access::ReadWrite));
    auto find = HouseRoom::must(connection.prepare("SELECT value FROM meta WHERE name = 'holder'"));
    HouseRoom::must(find.step());
    const Id before = *Id::fromBytes(find.blob(0));
    find.reset();
    auto write = HouseRoom::must(connection.prepare("UPDATE meta SET value = ?1 WHERE name = 'holder'"));
    if (auto result = write.bindBlob(1, holder.view()).run(); !result)
        throw std::runtime_error(describe(result.error()));
    return before;
}

} // namespace

/// A document that is served, from end to end: sockets, figures, backups, a clean end, and who is kept out.
class TestServer : public QObject
{
    Q_OBJECT

private slots:
    void itSaysWhereItIs();
    void aDocumentThatCannotBeWrittenIsReadOnlyAndComesBack();
    void figuresPassPromtool();
    void backupsAreMadeAndTold();
    void aBackupThatFailsIsTold();
    void aTokenForTheOwnersWindow();
    void insideAndOutsideShowTheSame();
    void destructionSaysGoodbye();
    void aSecondOpenerIsRefusedAndAReaderReads();
    void whatCannotBeServedIsSaid_data();
    void whatCannotBeServedIsSaid();
    void aNewLifeOfTheSameDocumentGoesOn();
    void aRestoredDocumentBeginsANewEpoch();
    void garbageDisturbsNobody();
};

void TestServer::itSaysWhereItIs()
{
    ServedHouse house;
    QVERIFY(house.server->port() != 0);
    QCOMPARE(house.server->slug(), std::string("hoehenfest"));
    QCOMPARE(house.server->address(), "http://127.0.0.1:" + std::to_string(house.server->port()) + "/e/hoehenfest/");
    QCOMPARE(house.ask("GET", "/healthz").body, QByteArray("alive\n"));
    QCOMPARE(house.ask("GET", "/readyz").body, QByteArray("ready\n"));
}

void TestServer::aDocumentThatCannotBeWrittenIsReadOnlyAndComesBack()
{
    ServedHouse house;
    const QByteArray body = jsonBody(tableOf<AddFloor>(), encoded(floorNamed(house.room, "Upper")));
    const Id ours = exchangeHolder(house.path, house.room.newId<Id>());
    const RawResponse refused = house.post("commands/floor.add", house.token, body, "Idempotency-Key: k\r\n");
    QCOMPARE(refused.status, 503);
    QVERIFY(refused.body.contains("\"read_only\""));
    QVERIFY(!refused.header("Retry-After").isEmpty());
    QCOMPARE(house.ask("GET", "/readyz").status, 503);
    QCOMPARE(house.ask("GET", "/healthz").status, 200); // alive all the same
    QCOMPARE(figure(house, "gatehouse_read_only"), std::optional(1.0));
    QCOMPARE(house.post("queries/ticket.list", house.token, "{}").status, 200); // and it can be read
    (void)exchangeHolder(house.path, ours);
    QVERIFY(awaitTrue([&] { return house.ask("GET", "/readyz").status == 200; }));
    QCOMPARE(house.post("commands/floor.add", house.token, body, "Idempotency-Key: k\r\n").status,
             200); // the key was not used up
    QCOMPARE(figure(house, "gatehouse_read_only"), std::optional(0.0));
}

void TestServer::figuresPassPromtool()
{
    ServedHouse house;
    LocalClient client(*house.server, house.token.toStdString(), house.room.newId<Id>());
    QVERIFY(awaitTrue([&] { return client.isCaughtUp; }));
    CommandFrame frame;
    frame.number = 1;
    frame.name = RecordScan::spec.name;
    frame.body = Bytes(house.examples.commands.at("scan.record").body);
    client.send(frame);
    QVERIFY(awaitTrue([&] { return client.answers.size() == 1; }));
    const RawResponse response = house.ask("GET", "/metrics", house.token);
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("Content-Type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
    QProcess promtool;
    promtool.setProcessChannelMode(QProcess::MergedChannels);
    promtool.start(QStringLiteral("promtool"), {QStringLiteral("check"), QStringLiteral("metrics")});
    QVERIFY(promtool.waitForStarted());
    promtool.write(response.body);
    promtool.closeWriteChannel();
    QVERIFY(promtool.waitForFinished());
    const QByteArray said = promtool.readAll();
    QVERIFY2(promtool.exitCode() == 0 && said.isEmpty(), said.constData());
    QCOMPARE(figure(house, "gatehouse_connections_signed_in"), std::optional(1.0));
    QCOMPARE(figure(house, "gatehouse_scans_total{outcome=\"admitted\"}"), std::optional(1.0));
    QVERIFY(figure(house, "gatehouse_journal_head").value_or(0) > 50);
    QVERIFY(response.body.contains("gatehouse_sqlite{version=\"3."));
    QVERIFY(!response.body.contains("Ana") && !response.body.contains("chief")); // ids and words, never names
}

void TestServer::backupsAreMadeAndTold()
{
    const QTemporaryDir folder;
    ServeOptions options;
    options.backup = BackupPlan{folder.path().toStdString(), 100, 2};
    ServedHouse house(options);
    QVERIFY(awaitTrue([&] { return house.server->backupFigures().lastAt.has_value(); }));
    const BackupFigures figures = house.server->backupFigures();
    QVERIFY(figures.failure.empty() && figures.lastBytes > 0);
    QVERIFY(figure(house, "gatehouse_backup_timestamp_seconds").value_or(0) > 1'700'000'000);
    QCOMPARE(figure(house, "gatehouse_backup_failed"), std::optional(0.0));
    const auto report = HouseRoom::must(verifyDocument(figures.lastPath));
    QVERIFY(report.isGood());
    QCOMPARE(report.entries, figures.lastSequence);
    QVERIFY(awaitTrue([&] { return house.server->backupFigures().lastPath != figures.lastPath; })); // and again
    QVERIFY(awaitTrue([&] { return QDir(folder.path()).entryList(QDir::Files).size() <= 3; })); // and the old ones go
}

void TestServer::aBackupThatFailsIsTold()
{
    ServeOptions options;
    options.backup = BackupPlan{"/nowhere/at/all", 100, 2};
    ServedHouse house(options);
    QVERIFY(awaitTrue([&] { return !house.server->backupFigures().failure.empty(); }));
    QVERIFY(!house.server->backupFigures().lastAt);
    QCOMPARE(figure(house, "gatehouse_backup_failed"), std::optional(1.0));
    QCOMPARE(figure(house, "gatehouse_backup_timestamp_seconds"), std::optional<double>());
    QCOMPARE(house.ask("GET", "/readyz").status, 200); // the gates go on
}

void TestServer::aTokenForTheOwnersWindow()
{
    ServedHouse house({}, [](HouseRoom &room) {
        AddAccount add;
        add.account = room.newId<AccountId>();
        add.login = "steward";
        add.name = "Steward";
        add.password = HouseRoom::must(hashPassword("a lantern in the window", {8 * 1024, 1}));
        room.done(add);
    });
    const auto token = HouseRoom::must(house.server->localToken());
    QCOMPARE(house.ask("GET", "/metrics", QByteArray::fromStdString(token)).status, 200);
    const auto steward = HouseRoom::must(house.server->localToken("steward"));
    QCOMPARE(house.ask("GET", "/metrics", QByteArray::fromStdString(steward)).status, 403);
    QCOMPARE(house.server->localToken("nobody").error().fault, Fault::NotFound);
}

void TestServer::insideAndOutsideShowTheSame()
{
    ServedHouse house;
    const std::string token = house.token.toStdString();
    LocalClient inside(*house.server, token, house.room.newId<Id>());
    PlainClient outside(token, house.room.newId<Id>());
    outside.setWants(Wants::Live | Wants::Kiosk);
    outside.connectTo(syncAddress(house));
    QVERIFY(awaitTrue([&] { return inside.isCaughtUp && outside.rows().size() == inside.rows.size(); }));
    QVERIFY(inside.rows.size() > 60);
    QVERIFY(sameRows(inside.rows, outside.rows()));
    const AddFloor byInside = floorNamed(house.room, "by the window");
    CommandFrame frame;
    frame.number = 1;
    frame.name = AddFloor::spec.name;
    frame.body = Bytes(encoded(byInside));
    inside.send(frame);
    const AddFloor byOutside = floorNamed(house.room, "by a desk");
    outside.send(byOutside);
    for (const FloorId &floor : {byInside.floor, byOutside.floor}) {
        const std::pair key{std::int32_t{Floor::spec.number}, Id(floor)};
        QVERIFY(awaitTrue([&] { return inside.rows.contains(key) && outside.rows().contains(key); }));
    }
    QVERIFY(awaitTrue([&] { return inside.answers.size() == 1 && outside.waiting() == 0; }));
    QCOMPARE(inside.answers.front().fault, Fault::None);
    QVERIFY(sameRows(inside.rows, outside.rows()));
}

void TestServer::destructionSaysGoodbye()
{
    ServedHouse house;
    LocalClient inside(*house.server, house.token.toStdString(), house.room.newId<Id>());
    PlainClient outside(house.token.toStdString(), house.room.newId<Id>());
    outside.connectTo(syncAddress(house));
    QVERIFY(awaitTrue([&] { return inside.isCaughtUp && outside.welcome().has_value(); }));
    std::vector<AddFloor> floors;
    for (int index = 0; index < 20; ++index) { // what was sent before the end is done
        floors.push_back(floorNamed(house.room, "floor"));
        CommandFrame frame;
        frame.number = index + 1;
        frame.name = AddFloor::spec.name;
        frame.body = Bytes(encoded(floors.back()));
        inside.send(frame);
    }
    house.server.reset();
    QVERIFY(awaitTrue([&] { return inside.closedWith.has_value() && outside.closeCode().has_value(); }));
    QCOMPARE(*inside.closedWith, static_cast<quint16>(CloseCode::GoingAway));
    QCOMPARE(inside.goodbye->fault, Fault::Unavailable);
    QCOMPARE(*outside.closeCode(), static_cast<std::uint16_t>(CloseCode::GoingAway));
    QVERIFY(!QFile::exists(QString::fromStdString(house.path + "-wal"))); // closed cleanly
    QVERIFY(!QFile::exists(QString::fromStdString(house.path + "-lock")));
    const auto reader = HouseRoom::must(openReader(house.path, nullptr));
    for (const AddFloor &floor : floors)
        QVERIFY(HouseRoom::must(reader->find(entityType<Floor>(), floor.floor)).has_value());
}

void TestServer::aSecondOpenerIsRefusedAndAReaderReads()
{
    ServedHouse house;
    ServeOptions again;
    again.path = house.path;
    again.port = 0;
    const auto second = Server::open(again, house.room.keyStore);
    QCOMPARE(second.error().fault, Fault::Conflict);
    QVERIFY(second.error().detail.find("process " + std::to_string(QCoreApplication::applicationPid()))
            != std::string::npos);
    QCOMPARE(Workbench::open(house.path, house.room.keyStore).error().fault, Fault::Conflict);
    QVERIFY(HouseRoom::must(verifyDocument(house.path)).isGood());
    DocumentOptions looking;
    looking.isServed = false;
    {
        auto document = HouseRoom::must(Document::open(house.path, looking));
        QTemporaryDir folder;
        auto backup =
            HouseRoom::must(Backup::begin(*document, folder.filePath(QStringLiteral("copy.gatehouse")).toStdString()));
        QVERIFY(backup->run());
    }
    QCOMPARE(house.ask("GET", "/readyz").status, 200);
    const QByteArray body = jsonBody(tableOf<AddFloor>(), encoded(floorNamed(house.room, "Upper")));
    QCOMPARE(house.post("commands/floor.add", house.token, body).status, 200); // nobody took it away
}

void TestServer::whatCannotBeServedIsSaid_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<Fault>("fault");
    QTest::newRow("a port that is taken") << QByteArray("port") << Fault::Unavailable;
    QTest::newRow("a document without its keyring") << QByteArray("keyring") << Fault::NotFound;
    QTest::newRow("a keyring without its key") << QByteArray("key") << Fault::Forbidden;
    QTest::newRow("no document") << QByteArray("document") << Fault::NotFound;
}

void TestServer::whatCannotBeServedIsSaid()
{
    QFETCH(QByteArray, what);
    QFETCH(Fault, fault);
    ServedHouse house;
    const quint16 port = house.server->port();
    std::unique_ptr<ServedHouse> other;
    ServeOptions options;
    options.path = house.path;
    options.port = 0;
    MemoryKeyStore empty;
    KeyStore *store = &house.room.keyStore;
    if (what == "port") {
        other = std::make_unique<ServedHouse>();
        options.port = other->server->port();
    }
    house.server.reset();
    if (what == "keyring")
        QVERIFY(QFile::remove(QString::fromStdString(Keyring::pathFor(house.path))));
    else if (what == "key")
        store = &empty;
    else if (what == "document")
        options.path += ".none";
    const auto server = Server::open(options, *store);
    QVERIFY(!server);
    QCOMPARE(server.error().fault, fault);
    QVERIFY(!QFile::exists(QString::fromStdString(house.path + "-lock"))); // it lets go of what it took
    if (what == "port" || what == "key") {
        options.port = port;
        QVERIFY(Server::open(options, house.room.keyStore));
    }
}

void TestServer::aNewLifeOfTheSameDocumentGoesOn()
{
    ServedHouse house;
    PlainClient client(house.token.toStdString(), house.room.newId<Id>());
    client.connectTo(syncAddress(house));
    QVERIFY(awaitTrue([&] { return client.welcome().has_value(); }));
    client.send(floorNamed(house.room, "before"));
    QVERIFY(awaitTrue([&] { return client.waiting() == 0; }));
    const Id epoch = client.welcome()->epoch;
    house.server.reset();
    QVERIFY(awaitTrue([&] { return client.closeCode().has_value(); }));
    client.send(floorNamed(house.room, "meanwhile"));
    ServeOptions options;
    options.path = house.path;
    options.port = 0;
    house.server = HouseRoom::must(Server::open(options, house.room.keyStore));
    client.forgetAnswersOnReconnect(); // it sends everything again
    client.connectTo(syncAddress(house));
    QVERIFY(awaitTrue([&] { return client.welcome().has_value() && client.waiting() == 0; }));
    QVERIFY(client.welcome()->epoch == epoch);
    QCOMPARE(client.welcome()->lastNumber, std::int64_t{1});
    QCOMPARE(client.changedAnswers(), 0);
    for (const auto &[number, answer] : client.answers())
        QCOMPARE(answer.fault, Fault::None);
}

void TestServer::aRestoredDocumentBeginsANewEpoch()
{
    ServedHouse house;
    const std::string copy = house.path + ".backup";
    const std::string restored = house.room.folder.filePath(QStringLiteral("restored.gatehouse")).toStdString();
    PlainClient client(house.token.toStdString(), house.room.newId<Id>());
    client.connectTo(syncAddress(house));
    QVERIFY(awaitTrue([&] { return client.welcome().has_value(); }));
    client.send(floorNamed(house.room, "in the backup"));
    QVERIFY(awaitTrue([&] { return client.waiting() == 0; }));
    {
        DocumentOptions looking;
        looking.isServed = false;
        auto document = HouseRoom::must(Document::open(house.path, looking));
        QVERIFY(HouseRoom::must(Backup::begin(*document, copy))->run());
    }
    client.send(floorNamed(house.room, "after the backup"));
    QVERIFY(awaitTrue([&] { return client.waiting() == 0; }));
    const Id epoch = client.welcome()->epoch;
    house.server.reset();
    QVERIFY(awaitTrue([&] { return client.closeCode().has_value(); }));
    QVERIFY(restoreBackup(copy, restored, house.room.newId<Id>()));
    QVERIFY(QFile::copy(QString::fromStdString(Keyring::pathFor(house.path)),
                        QString::fromStdString(Keyring::pathFor(restored))));
    ServeOptions options;
    options.path = restored;
    options.port = 0;
    house.server = HouseRoom::must(Server::open(options, house.room.keyStore));
    client.connectTo(syncAddress(house));
    QVERIFY(awaitTrue([&] { return client.welcome().has_value(); }));
    QVERIFY(client.welcome()->epoch != epoch);
    QVERIFY(client.welcome()->isResync);
    QCOMPARE(client.welcome()->lastNumber, std::int64_t{1}); // what comes after it is sent again
    client.forgetAnswersOnReconnect();
    client.drop();
    client.connectTo(syncAddress(house));
    QVERIFY(awaitTrue([&] {
        return std::count_if(client.rows().begin(), client.rows().end(),
                             [](const auto &row) {
                                 const auto floor = row.first.first == Floor::spec.number
                                     ? decoded<Floor>(row.second.body, Strictness::Replica, Part::Open)
                                     : Result<Floor>(fail(Fault::Unknown));
                                 return floor && floor->name.ends_with("the backup");
                             })
            == 2;
    }));
}

void TestServer::garbageDisturbsNobody()
{
    ServedHouse house;
    PlainClient healthy(house.token.toStdString(), house.room.newId<Id>());
    healthy.connectTo(syncAddress(house));
    QVERIFY(awaitTrue([&] { return healthy.welcome().has_value(); }));
    const qint64 before = gatehouse::test::residentBytes();
    SeededRandom random(5);
    for (int index = 0; index < 200; ++index) {
        RawClient client(house.server->port());
        QByteArray bytes(static_cast<int>(1 + random.below(3'000)), 0);
        random.fill(bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (index % 2 == 0)
            bytes.prepend("GET " + house.eventPath
                          + "sync HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: "
                            "gatehouse.cbor.v1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        client.send(bytes);
    }
    healthy.send(floorNamed(house.room, "still here"));
    QVERIFY(awaitTrue([&] { return healthy.waiting() == 0; }));
    QVERIFY(!healthy.closeCode().has_value());
    QCOMPARE(house.ask("GET", "/readyz").status, 200);
    QVERIFY(gatehouse::test::residentBytes() - before < 16 * 1024 * 1024);
}

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
