// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/json.h"
#include "tests/server/hub/hubroom.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::hubtest;

namespace {

AddFloor floorNamed(HubRoom &room, const std::string &name)
{
    AddFloor add;
    add.floor = room.newId<FloorId>();
    add.name = name;
    add.widthMm = add.heightMm = 5'000;
    return add;
}

/// A desk that may build, signed in.
struct Builder {
    explicit Builder(HubRoom &room, Wire wire = Wire::Cbor) : client(room, wire)
    {
        token = room.tokenOf(room.addAccount("builder", {Permission::EditVenue, Permission::ViewVenue}));
        if (!client.signIn(token))
            throw std::runtime_error("not welcomed");
        client.frames.clear();
    }
    std::string token;
    FrameClient client;
};

RecordScan scanOf(HubRoom &room, const CheckInListId &list)
{
    RecordScan scan;
    scan.scan = room.newId<ScanId>();
    scan.list = list;
    scan.code = "nothing";
    scan.deviceAt = room.clock.at;
    return scan;
}

} // namespace

/// What a client may ask, how often, and what it is answered.
class TestCommands : public QObject
{
    Q_OBJECT

private slots:
    void aCommandIsAnsweredAfterItsChange();
    void theSameNumberIsAnsweredTheSame();
    void whatCannotBeReadUsesItsNumberUp_data();
    void whatCannotBeReadUsesItsNumberUp();
    void interactiveCommandsAreCounted();
    void reconnectingFillsNoBucket();
    void queriesAreCounted();
    void piecesOfFilesAreCountedApart();
    void unansweredCommandsAreBounded();
    void aHundredThousandScansAreTakenInTheirTime();
    void anOlderProgramIsUnderstood();
    void passwordsAreHashedOnTheWay();
    void commandsWaitBehindAPassword();
    void tooManyPasswordsAreRefusedForNow();
    void nobodyHashesWithoutThePermission();
    void answersFindNobodyAfterwards();
    void queries_data();
    void queries();
};

void TestCommands::aCommandIsAnsweredAfterItsChange()
{
    HubRoom room;
    Builder builder(room);
    builder.client.command(1, floorNamed(room, "Ground"));
    (void)builder.client.read();
    const auto &frames = builder.client.frames;
    QCOMPARE(frames.size(), std::size_t{2});
    const auto *delta = std::get_if<Delta>(&frames[0]);
    const auto *answer = std::get_if<AnswerFrame>(&frames[1]);
    QVERIFY(delta && answer);
    QCOMPARE(delta->sequence, room.engine->head());
    QCOMPARE(answer->sequence, room.engine->head());
    QCOMPARE(answer->number, std::int64_t{1});
    QCOMPARE(answer->name, std::string("floor.add"));
}

void TestCommands::theSameNumberIsAnsweredTheSame()
{
    HubRoom room;
    Builder builder(room);
    const AddFloor add = floorNamed(room, "Ground");
    builder.client.command(1, add);
    const AnswerFrame first = builder.client.answer();
    builder.client.command(1, add);
    const AnswerFrame second = builder.client.answer();
    QCOMPARE(encodeFrame(second, Wire::Cbor), encodeFrame(first, Wire::Cbor));
    QCOMPARE(room.all<Floor>().size(), std::size_t{1});
    builder.client.command(1, floorNamed(room, "Another"));
    QCOMPARE(builder.client.answer().fault, Fault::Reused);
    builder.client.command(5, floorNamed(room, "Far"));
    const AnswerFrame gap = builder.client.answer();
    QCOMPARE(gap.fault, Fault::Gap);
    QCOMPARE(gap.number, std::int64_t{2}); // the first missing
    QCOMPARE(room.all<Floor>().size(), std::size_t{1});
}

void TestCommands::whatCannotBeReadUsesItsNumberUp_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Fault>("fault");
    QTest::newRow("a command that there is not") << QByteArray("floor.sing") << QByteArray("\x80") << Fault::Unknown;
    QTest::newRow("a body that is no array") << QByteArray("floor.add") << QByteArray("\x01") << Fault::Malformed;
    QTest::newRow("a body without its fields") << QByteArray("floor.add") << QByteArray("\x80") << Fault::Invalid;
    QTest::newRow("a command of the program itself")
        << QByteArray("event.found") << QByteArray("\x80") << Fault::Forbidden;
    QTest::newRow("a command it may not give") << QByteArray("device.revoke") << QByteArray("\x80") << Fault::Forbidden;
}

void TestCommands::whatCannotBeReadUsesItsNumberUp()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, body);
    QFETCH(Fault, fault);
    HubRoom room;
    Builder builder(room);
    CommandFrame frame;
    frame.number = 1;
    frame.name = name.toStdString();
    frame.body = Bytes(body.toStdString());
    builder.client.send(frame);
    QCOMPARE(builder.client.answer().fault, fault);
    builder.client.command(2, floorNamed(room, "Ground")); // the queue behind it goes on
    QCOMPARE(builder.client.answer().fault, Fault::None);
    builder.client.send(frame); // and it stays as it was answered
    QCOMPARE(builder.client.answer().fault, fault);
}

void TestCommands::interactiveCommandsAreCounted()
{
    HubRoom room;
    Builder builder(room);
    FrameClient neighbour(room);
    QVERIFY(neighbour.signIn(builder.token));
    neighbour.frames.clear();
    std::int64_t number = 0;
    while (number < room.limits.commandBurst) {
        builder.client.command(++number, floorNamed(room, "floor"));
        QCOMPARE(builder.client.answer().fault, Fault::None);
    }
    const AddFloor next = floorNamed(room, "one more");
    builder.client.command(++number, next);
    AnswerFrame answer = builder.client.answer();
    QCOMPARE(answer.fault, Fault::TooMany);
    QVERIFY(answer.retryAfterMs > 0 && answer.retryAfterMs <= 1'000 / room.limits.commandsPerSecond);
    neighbour.command(1, floorNamed(room, "of another desk"));
    QCOMPARE(neighbour.answer().fault, Fault::None);
    room.clock.pass(answer.retryAfterMs);
    builder.client.command(number, next); // the number was not used up
    QCOMPARE(builder.client.answer().fault, Fault::None);
    builder.client.command(++number, floorNamed(room, "too soon"));
    QCOMPARE(builder.client.answer().fault, Fault::TooMany);
    QVERIFY(room.hub->figures().refused == 2);
}

void TestCommands::reconnectingFillsNoBucket()
{
    HubRoom room;
    Builder builder(room);
    std::int64_t number = 0;
    while (number < room.limits.commandBurst)
        builder.client.command(++number, floorNamed(room, "floor"));
    (void)builder.client.taken<AnswerFrame>();
    builder.client.hangUp();
    builder.client.connect();
    QVERIFY(builder.client.signIn(builder.token));
    builder.client.frames.clear();
    builder.client.command(++number, floorNamed(room, "floor"));
    QCOMPARE(builder.client.answer().fault, Fault::TooMany);
}

void TestCommands::queriesAreCounted()
{
    HubRoom room;
    Builder builder(room);
    const QueryFrame query{7, "blob.get", Bytes(encoded(GetBlob{Bytes("x"), 0})), {}};
    for (std::int64_t index = 0; index < room.limits.queryBurst; ++index)
        builder.client.send(query);
    for (const QueryAnswer &answer : builder.client.taken<QueryAnswer>())
        QCOMPARE(answer.fault, Fault::NotFound);
    builder.client.send(query);
    const auto answers = builder.client.taken<QueryAnswer>();
    QCOMPARE(answers.size(), std::size_t{1});
    QCOMPARE(answers.front().fault, Fault::TooMany);
    QCOMPARE(answers.front().number, std::int64_t{7});
    room.clock.pass(1'000);
    builder.client.send(query);
    QCOMPARE(builder.client.taken<QueryAnswer>().front().fault, Fault::NotFound);
}

void TestCommands::piecesOfFilesAreCountedApart()
{
    HubRoom room;
    Builder builder(room);
    const QueryFrame piece{7, std::string(UploadImport::spec.name), Bytes(encoded(UploadImport{})), {}};
    for (std::int64_t index = 0; index < room.limits.pieceBurst; ++index)
        builder.client.send(piece);
    for (const QueryAnswer &answer : builder.client.taken<QueryAnswer>())
        QVERIFY(answer.fault != Fault::TooMany);
    builder.client.send(piece);
    QCOMPARE(builder.client.taken<QueryAnswer>().front().fault, Fault::TooMany);
    builder.client.send({QueryFrame{8, "blob.get", Bytes(encoded(GetBlob{Bytes("x"), 0})), {}}});
    QCOMPARE(builder.client.taken<QueryAnswer>().front().fault, Fault::NotFound); // who looks up is still answered
    builder.client.hangUp();
    builder.client.connect();
    QVERIFY(builder.client.signIn(builder.token));
    builder.client.frames.clear();
    builder.client.send(piece);
    QCOMPARE(builder.client.taken<QueryAnswer>().front().fault, Fault::TooMany);
}

void TestCommands::unansweredCommandsAreBounded()
{
    HubLimits limits;
    limits.commandBurst = 1'000;
    HubRoom room(limits);
    Builder builder(room);
    room.isEngineHeld = true;
    for (std::int64_t number = 1; number <= 140; ++number)
        builder.client.command(number, floorNamed(room, "floor"));
    QCOMPARE(room.held.size(), limits.commandsUnanswered);
    const auto refused = builder.client.taken<AnswerFrame>();
    QCOMPARE(refused.size(), std::size_t{140} - limits.commandsUnanswered);
    for (const AnswerFrame &answer : refused) {
        QCOMPARE(answer.fault, Fault::Overloaded);
        QVERIFY(answer.retryAfterMs > 0);
    }
    room.isEngineHeld = false;
    for (CommandRequest &request : std::exchange(room.held, {}))
        room.engine->submit(std::move(request));
    room.settle();
    QCOMPARE(builder.client.taken<AnswerFrame>().size(), limits.commandsUnanswered);
    builder.client.command(static_cast<std::int64_t>(limits.commandsUnanswered) + 1, floorNamed(room, "floor"));
    QCOMPARE(builder.client.answer().fault, Fault::None);
}

/// A kiosk that was off line for hours hands in everything at once. Nothing piles up in the server, and nothing is
/// lost.
void TestCommands::aHundredThousandScansAreTakenInTheirTime()
{
    constexpr std::int64_t kScans = 100'000;
    HubRoom room;
    SmallSale sale(room);
    std::string key;
    room.addDevice(DeviceKind::Kiosk, key, sale.list);
    FrameClient kiosk(room);
    QVERIFY(kiosk.signIn(key));
    kiosk.frames.clear();
    room.isEngineHeld = true;
    CommandFrame frame;
    frame.name = RecordScan::spec.name;
    frame.body = Bytes(encoded(scanOf(room, sale.list)));
    std::int64_t overloaded = 0;
    for (frame.number = 1; frame.number <= kScans; ++frame.number) {
        kiosk.sendBytes(encodeFrame(frame, Wire::Cbor));
        overloaded += static_cast<std::int64_t>(kiosk.cable->waiting.size());
        kiosk.cable->waiting.clear();
    }
    QCOMPARE(room.held.size(), room.limits.scansUnanswered);
    QCOMPARE(overloaded, kScans - static_cast<std::int64_t>(room.limits.scansUnanswered));
    room.isEngineHeld = false;
    for (CommandRequest &request : std::exchange(room.held, {}))
        room.engine->submit(std::move(request));
    room.settle();
    QCOMPARE(kiosk.taken<AnswerFrame>().size(), room.limits.scansUnanswered);
    kiosk.command(static_cast<std::int64_t>(room.limits.scansUnanswered) + 1,
                  scanOf(room, sale.list)); // no rate holds it up
    QCOMPARE(kiosk.answer().fault, Fault::None);
}

void TestCommands::anOlderProgramIsUnderstood()
{
    HubRoom room;
    SmallSale sale(room);
    std::string key;
    room.addDevice(DeviceKind::Kiosk, key, sale.list);
    FrameClient kiosk(room);
    QVERIFY(kiosk.signIn(key));
    kiosk.frames.clear();
    // As a device wrote it before scan.record had its last fields, and as one will write it that has more.
    const RecordScan scan = scanOf(room, sale.list);
    const std::string body = encoded(scan);
    cbor::Reader reader(body);
    std::uint64_t count = 0;
    QVERIFY(reader.array(count));
    std::vector<std::string> items;
    for (std::string_view item; reader.item(item);)
        items.emplace_back(item);
    QCOMPARE(items.size(), std::size_t{count});
    const auto send = [&](std::int64_t number, std::size_t fields) {
        CommandFrame frame;
        frame.number = number;
        frame.name = RecordScan::spec.name;
        cbor::writeArray(frame.body, fields);
        for (std::size_t index = 0; index < fields; ++index)
            frame.body += index < items.size() ? items[index] : std::string("\x63new");
        kiosk.send(frame);
        return kiosk.answer();
    };
    QCOMPARE(send(1, 7).fault, Fault::None); // up to the device's time, the last that must be
    QVERIFY(room.find<Scan>(scan.scan).has_value());
    const AnswerFrame missing = send(2, 5);
    QCOMPARE(missing.fault, Fault::Invalid);
    QVERIFY(!missing.faults.empty() && missing.faults.front().path == "direction");
    QCOMPARE(send(3, items.size() + 2).fault, Fault::None);
}

void TestCommands::passwordsAreHashedOnTheWay()
{
    HubRoom room;
    const AccountId chief = room.addAccount("chief", {Permission::ManageAccounts});
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(chief)));
    client.frames.clear();
    AddAccount add;
    add.account = room.newId<AccountId>();
    add.login = "ana";
    add.name = "Ana";
    add.password = "a wholly new horse battery";
    client.command(1, add);
    const AnswerFrame first = client.answer();
    QCOMPARE(first.fault, Fault::None);
    const std::string hash = room.find<AccountSecret>(add.account)->passwordHash;
    QVERIFY(verifyPassword(add.password, hash));
    client.command(1, add); // sent again, and hashed no other way
    QCOMPARE(encodeFrame(client.answer(), Wire::Cbor), encodeFrame(first, Wire::Cbor));
    QCOMPARE(room.hasher.asked, 1);
    SetPassword weak;
    weak.account = add.account;
    weak.password = "password123456";
    client.command(2, weak);
    QCOMPARE(client.answer().fault, Fault::Invalid);
    SetPassword smuggled; // somebody brings a hash of their own
    smuggled.account = add.account;
    smuggled.password = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaA";
    client.command(3, smuggled);
    (void)client.taken<AnswerFrame>();
    QVERIFY(room.find<AccountSecret>(add.account)->passwordHash != smuggled.password);
}

void TestCommands::commandsWaitBehindAPassword()
{
    HubRoom room;
    const AccountId chief = room.addAccount("chief", {Permission::ManageAccounts, Permission::EditVenue});
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(chief)));
    client.frames.clear();
    room.hasher.isHeld = true;
    AddAccount add;
    add.account = room.newId<AccountId>();
    add.login = "ana";
    add.name = "Ana";
    add.password = "a wholly new horse battery";
    client.command(1, add);
    for (std::int64_t number = 2; number <= 40; ++number)
        client.command(number, floorNamed(room, "floor"));
    QVERIFY(client.taken<AnswerFrame>().empty());
    room.hasher.release();
    room.settle();
    const auto answers = client.taken<AnswerFrame>();
    QCOMPARE(answers.size(), std::size_t{40});
    for (std::size_t index = 0; index < answers.size(); ++index) { // in their order, none a gap
        QCOMPARE(answers[index].number, static_cast<std::int64_t>(index) + 1);
        QCOMPARE(answers[index].fault, Fault::None);
    }
}

void TestCommands::tooManyPasswordsAreRefusedForNow()
{
    HubRoom room;
    const AccountId chief = room.addAccount("chief", {Permission::ManageAccounts});
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(chief)));
    client.frames.clear();
    SetPassword set;
    set.account = chief;
    set.password = "a wholly new horse battery";
    room.hasher.isFull = true;
    client.command(1, set);
    const AnswerFrame refused = client.answer();
    QCOMPARE(refused.fault, Fault::TooMany);
    QVERIFY(refused.retryAfterMs > 0);
    room.hasher.isFull = false;
    room.addAccount("other", {Permission::ManageAccounts});
    client.command(1, set);
    QCOMPARE(client.closedWith(),
             std::optional(CloseCode::NotSignedIn)); // it was done: who knew the old one signs in again
}

void TestCommands::nobodyHashesWithoutThePermission()
{
    HubRoom room;
    Builder builder(room);
    AddAccount add;
    add.account = room.newId<AccountId>();
    add.login = "ana";
    add.name = "Ana";
    add.password = "a wholly new horse battery";
    builder.client.command(1, add);
    QCOMPARE(builder.client.answer().fault, Fault::Forbidden);
    QCOMPARE(room.hasher.asked, 0); // a tenth of a second of two cores is not for everyone
}

void TestCommands::answersFindNobodyAfterwards()
{
    HubRoom room;
    Builder builder(room);
    room.isEngineHeld = true;
    builder.client.command(1, floorNamed(room, "floor"));
    builder.client.hangUp();
    room.isEngineHeld = false;
    for (CommandRequest &request : std::exchange(room.held, {}))
        room.engine->submit(std::move(request));
    room.settle();
    QCOMPARE(room.all<Floor>().size(), std::size_t{1}); // what was taken is done
    builder.client.connect();
    QVERIFY(builder.client.signIn(builder.token));
    QCOMPARE(builder.client.welcome.lastNumber, std::int64_t{1});
}

void TestCommands::queries_data()
{
    QTest::addColumn<Wire>("wire");
    QTest::newRow("CBOR") << Wire::Cbor;
    QTest::newRow("JSON") << Wire::Json;
}

void TestCommands::queries()
{
    QFETCH(Wire, wire);
    HubRoom room;
    Builder builder(room, wire);
    const auto ask = [&](const QueryFrame &query) {
        builder.client.send(query);
        const auto answers = builder.client.taken<QueryAnswer>();
        if (answers.size() != 1)
            throw std::runtime_error("not one answer");
        return answers.front();
    };
    QCOMPARE(ask({1, "blob.get", Bytes(encoded(GetBlob{Bytes(std::string(32, 'x')), 0})), {}}).fault, Fault::NotFound);
    QCOMPARE(ask({2, "scan.list", Bytes(encoded(ListScans{})), {}}).fault, Fault::Forbidden);
    QCOMPARE(ask({3, "no.such", {}, {}}).fault, Fault::Unknown);
    const GetBlob tooLong{Bytes(std::string(33, 'x')), 0};
    builder.client.sendBytes(wire == Wire::Cbor
                                 ? encodeFrame(QueryFrame{4, "blob.get", Bytes(encoded(tooLong)), {}}, wire)
                                 : R"({"frame":"query","number":4,"name":"blob.get","fields":)" + json(tooLong) + "}");
    const QueryAnswer wrong = builder.client.taken<QueryAnswer>().front();
    QCOMPARE(wrong.fault, Fault::Invalid);
    QCOMPARE(wrong.faults.size(), std::size_t{1});
    QCOMPARE(wrong.faults.front().path, std::string("hash"));
    QVERIFY(!builder.client.closedWith());
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
