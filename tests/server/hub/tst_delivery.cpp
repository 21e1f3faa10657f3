// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/rowwriter.h"
#include "tests/server/hub/hubroom.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::hubtest;

namespace {

Zone zoneNamed(HubRoom &room, const std::string &name)
{
    Zone zone;
    zone.id = room.newId<ZoneId>();
    zone.floor = room.newId<FloorId>();
    zone.name = name;
    return zone;
}

/// About so many bytes of row.
Zone zoneOfSize(HubRoom &room, std::size_t bytes)
{
    Zone zone = zoneNamed(room, "large");
    zone.outline.assign(std::min<std::size_t>(bytes / 10, 1000), Point{1'000'000'000, 1'000'000'000});
    return zone;
}

template <class E>
void put(HubRoom &room, const E &entity)
{
    room.as(room.system, [&] { room.told(putting(entity)); });
}

std::string bytesOf(const Message &message)
{
    return message->bytes.toStdString();
}

} // namespace

/// What a change costs and who is sent it: each audience's bytes are made once, a client applies a batch as one, and
/// who does not take what is sent hurts nobody.
class TestDelivery : public QObject
{
    Q_OBJECT

private slots:
    void aChangeIsEncodedOncePerAudienceNotPerClient();
    void theSameBytesGoToAll();
    void aBurstCostsAClientOneFrame();
    void aLargeBatchComesInFramesThatSayMore();
    void aRowThatChangesItsAudienceLeavesAndArrives();
    void whatNobodyHoldsIsSentToNobody();
    void writtenRowsAreTheFramesThatTheProtocolMakes_data();
    void writtenRowsAreTheFramesThatTheProtocolMakes();
    void aClientThatTakesNothingFallsBehindAndCatchesUp();
    void aClientAboveTheLimitIsClosed();
    void aClientWithoutProgressIsClosed();
    void aClientThatTakesNoPagesIsClosed();
    void allQueuesTogetherAreBounded();
    void presenceIsPushedAndNeverWrittenDown();
    void presenceOfADeviceIsItsOwn();
    void permissionsChangeOnAnOpenConnection();
    void takenBackIsTakenBackAtOnce_data();
    void takenBackIsTakenBackAtOnce();
    void anEventThatIsEditedIsWelcomedByItsNewName();
    void allHearGoodbye();
};

void TestDelivery::aChangeIsEncodedOncePerAudienceNotPerClient()
{
    HubRoom room;
    const std::string viewer = room.tokenOf(room.addAccount("viewer", {Permission::ViewVenue}));
    const std::string counter = room.tokenOf(room.addAccount("counter", {Permission::ViewOccupancy}));
    std::vector<std::unique_ptr<FrameClient>> clients;
    for (int index = 0; index < 40; ++index) {
        clients.push_back(std::make_unique<FrameClient>(room, index % 4 == 0 ? Wire::Json : Wire::Cbor));
        QVERIFY(clients.back()->signIn(index < 30 ? viewer : counter));
        clients.back()->frames.clear();
    }
    const HubFigures before = room.hub->figures();
    put(room, zoneNamed(room, "Hall"));
    HubFigures after = room.hub->figures();
    QCOMPARE(after.deltas - before.deltas, std::uint64_t{30});
    QCOMPARE(after.deltasEncoded - before.deltasEncoded, std::uint64_t{2}); // one for each wire
    for (std::size_t index = 0; index < clients.size(); ++index)
        QCOMPARE(clients[index]->taken<Delta>().size(), index < 30 ? std::size_t{1} : std::size_t{0});
    Product product;
    product.id = room.newId<ProductId>();
    product.name = "for everyone";
    put(room, product);
    after = room.hub->figures();
    QCOMPARE(after.deltas - before.deltas, std::uint64_t{70});
    QCOMPARE(after.deltasEncoded - before.deltasEncoded,
             std::uint64_t{4}); // viewer and counter are sent the same frame
}

void TestDelivery::theSameBytesGoToAll()
{
    HubRoom room;
    const std::string token = room.tokenOf(room.addAccount("viewer", {Permission::ViewVenue}));
    FrameClient one(room);
    FrameClient two(room);
    QVERIFY(one.signIn(token) && two.signIn(token));
    put(room, zoneNamed(room, "Hall"));
    QCOMPARE(one.cable->waiting.size(), std::size_t{1});
    QCOMPARE(one.cable->waiting.front().get(), two.cable->waiting.front().get()); // not even copied
}

void TestDelivery::aBurstCostsAClientOneFrame()
{
    HubRoom room;
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(room.addAccount("viewer", {Permission::ViewVenue}))));
    client.frames.clear();
    const Zone zone = zoneNamed(room, "Hall");
    room.as(room.system, [&] {
        for (int index = 0; index < 30; ++index) {
            room.done(putting(zoneNamed(room, "zone")));
            room.done(putting(zone)); // the same row again and again
        }
    });
    const auto deltas = client.taken<Delta>();
    QCOMPARE(deltas.size(), std::size_t{1});
    QCOMPARE(deltas.front().sequence, room.engine->head());
    QCOMPARE(deltas.front().rows.size(), std::size_t{31}); // each row once
}

void TestDelivery::aLargeBatchComesInFramesThatSayMore()
{
    HubRoom room;
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(room.addAccount("viewer", {Permission::ViewVenue}))));
    client.frames.clear();
    room.as(room.system, [&] {
        for (int index = 0; index < 20; ++index)
            room.done(putting(zoneOfSize(room, 8'000)));
    });
    const auto deltas = client.taken<Delta>();
    QVERIFY(deltas.size() > 2);
    std::size_t rows = 0;
    for (const Delta &delta : deltas) {
        QCOMPARE(delta.more, &delta != &deltas.back());
        QCOMPARE(delta.sequence, room.engine->head());
        rows += delta.rows.size();
    }
    QCOMPARE(rows, std::size_t{20});
}

void TestDelivery::aRowThatChangesItsAudienceLeavesAndArrives()
{
    HubRoom room;
    SmallSale one(room);
    AddCheckInList two;
    two.list = room.newId<CheckInListId>();
    two.name = "Backstage";
    room.done(two);
    std::string keyOne;
    std::string keyTwo;
    room.addDevice(DeviceKind::Kiosk, keyOne, one.list);
    room.addDevice(DeviceKind::Kiosk, keyTwo, two.list);
    AdmissionRecord record;
    record.id = room.newId<AdmissionRecordId>();
    record.list = one.list;
    record.ticket = room.newId<TicketId>();
    record.product = one.product;
    put(room, record);
    FrameClient kioskOne(room);
    FrameClient kioskTwo(room);
    FrameClient office(room); // sees the records of all lists
    QVERIFY(kioskOne.signIn(keyOne, Wants::Kiosk) && kioskTwo.signIn(keyTwo, Wants::Kiosk));
    QVERIFY(office.signIn(room.tokenOf(room.addAccount("office", {Permission::Scan})), Wants::Kiosk));
    const std::pair key{std::int32_t{AdmissionRecord::spec.number}, Id(record.id)};
    QVERIFY(kioskOne.rows.contains(key) && !kioskTwo.rows.contains(key) && office.rows.contains(key));
    for (FrameClient *client : {&kioskOne, &kioskTwo, &office})
        client->frames.clear();
    record.list = two.list;
    put(room, record);
    const auto leaves = kioskOne.taken<Delta>();
    QCOMPARE(leaves.size(), std::size_t{1});
    QVERIFY(leaves.front().rows.front().isGone && leaves.front().rows.front().body.empty());
    QVERIFY(!kioskOne.rows.contains(key));
    QCOMPARE(kioskTwo.taken<Delta>().size(), std::size_t{1});
    QVERIFY(kioskTwo.rows.contains(key));
    const auto stays = office.taken<Delta>();
    QCOMPARE(stays.front().rows.size(), std::size_t{1}); // once, and not as gone
    QVERIFY(office.rows.contains(key));
}

void TestDelivery::whatNobodyHoldsIsSentToNobody()
{
    HubRoom room;
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(room.addAccount("all", startingRoles().front().permissions)),
                          Wants::Live | Wants::Kiosk));
    client.frames.clear();
    AccountSecret secret;
    secret.id = room.newId<AccountId>();
    secret.passwordHash = "$argon2id$";
    put(room, secret);
    Attendee attendee; // asked for, never pushed
    attendee.id = room.newId<AttendeeId>();
    attendee.name = "Ana";
    put(room, attendee);
    QVERIFY(client.taken<Delta>().empty());
    client.send(Ping{});
    QVERIFY(client.taken<Pong>().front().head <= room.engine->head()); // and it does not wait for what never comes
}

void TestDelivery::writtenRowsAreTheFramesThatTheProtocolMakes_data()
{
    QTest::addColumn<Wire>("wire");
    QTest::newRow("CBOR") << Wire::Cbor;
    QTest::newRow("JSON") << Wire::Json;
}

void TestDelivery::writtenRowsAreTheFramesThatTheProtocolMakes()
{
    QFETCH(Wire, wire);
    HubRoom room;
    Delta delta{77, true, {}};
    Page page{3, {}, {}, false};
    RowRun run;
    std::string some;
    Account account;
    account.login = "ana";
    account.name = "Añá <b>";
    const Scopes audience = scopesOf(account);
    for (int index = 0; index < 3; ++index) {
        WireRow row;
        row.entity = Account::spec.number;
        row.id = room.newId<Id>();
        row.revision = 70 + index;
        row.isGone = index == 1;
        some.clear();
        if (row.isGone) {
            writeGone(entityType<Account>(), row.id, row.revision, wire, some);
        } else {
            encodeScopes(audience, row.scopes);
            row.body = Bytes(encoded(account, Part::Open));
            row.personal = Bytes(encoded(account, Part::Personal));
            writeRow(entityType<Account>(), row.id, row.revision, audience, row.body, row.personal, wire, some);
        }
        append(run, some, wire);
        delta.rows.push_back(row);
        page.rows.push_back(row);
    }
    QCOMPARE(bytesOf(deltaOf(77, true, run, wire)), encodeFrame(delta, wire));
    QCOMPARE(bytesOf(pageOf(3, run, {}, false, wire)), encodeFrame(page, wire));
    encodeScopes(audience, page.lost);
    page.isLast = true;
    QCOMPARE(bytesOf(pageOf(3, run, page.lost, true, wire)), encodeFrame(page, wire));
    QCOMPARE(bytesOf(deltaOf(77, false, {}, wire)), encodeFrame(Delta{77, false, {}}, wire));
}

void TestDelivery::aClientThatTakesNothingFallsBehindAndCatchesUp()
{
    HubRoom room;
    const std::string token = room.tokenOf(room.addAccount("viewer", {Permission::ViewVenue}));
    FrameClient slow(room);
    FrameClient quick(room);
    QVERIFY(slow.signIn(token) && quick.signIn(token));
    slow.cable->isStuck = true;
    for (int index = 0; index < 60; ++index) {
        put(room, zoneOfSize(room, 8'000));
        QVERIFY(slow.cable->bytes() < room.limits.behindBytes + 16 * 1024);
        (void)quick.read();
    }
    QCOMPARE(room.hub->figures().behind, std::uint64_t{1});
    QVERIFY(slow.cable->bytes() > room.limits.behindBytes); // it was sent what fits
    QCOMPARE(quick.rows.size(), std::size_t{62}); // the healthy neighbour has everything: event, its own account
    room.pass(1'000);
    QVERIFY(!slow.closedWith());
    slow.cable->isStuck = false; // it takes it all
    (void)slow.read();
    QCOMPARE(room.hub->figures().behind, std::uint64_t{0});
    QVERIFY(slow.rows.size() == quick.rows.size());
    QCOMPARE(slow.sequence, quick.sequence);
}

void TestDelivery::aClientAboveTheLimitIsClosed()
{
    HubRoom room;
    FrameClient slow(room);
    QVERIFY(slow.signIn(room.tokenOf(room.addAccount("viewer", {Permission::ViewVenue}))));
    slow.cable->isStuck = true;
    const auto message = std::make_shared<OutMessage>(
        OutMessage{QByteArray(static_cast<int>(room.limits.unsentBytes), 'x'), Wire::Cbor, {}});
    slow.cable->waiting.push_back(message);
    room.pass(200);
    QVERIFY(!slow.closedWith());
    slow.cable->waiting.push_back(std::make_shared<OutMessage>(OutMessage{QByteArray(1, 'x'), Wire::Cbor, {}}));
    room.pass(200);
    QCOMPARE(slow.closedWith(), std::optional(CloseCode::TooSlow));
    QCOMPARE(slow.cable->waiting.size(), std::size_t{2}); // no goodbye joins what is not taken
    QCOMPARE(room.hub->figures().closedSlow, std::uint64_t{1});
}

void TestDelivery::aClientWithoutProgressIsClosed()
{
    HubRoom room;
    const std::string token = room.tokenOf(room.addAccount("viewer", {Permission::ViewVenue}));
    FrameClient stuck(room);
    FrameClient slow(room);
    FrameClient idle(room);
    QVERIFY(stuck.signIn(token) && slow.signIn(token) && idle.signIn(token));
    stuck.cable->isStuck = slow.cable->isStuck = true;
    for (int index = 0; index < 4; ++index)
        put(room, zoneOfSize(room, 1'000));
    (void)idle.read();
    room.pass(29'000);
    slow.cable->waiting.pop_front(); // it takes a little, again and again
    QVERIFY(!stuck.closedWith());
    room.pass(2'000);
    QCOMPARE(stuck.closedWith(), std::optional(CloseCode::TooSlow));
    QVERIFY(!slow.closedWith());
    room.pass(27'000);
    slow.cable->waiting.pop_front();
    room.pass(29'000);
    QVERIFY(!slow.closedWith());
    room.pass(3'000);
    QCOMPARE(slow.closedWith(), std::optional(CloseCode::TooSlow));
    QVERIFY(!idle.closedWith()); // who has nothing to take is not slow
}

void TestDelivery::aClientThatTakesNoPagesIsClosed()
{
    HubRoom room;
    room.as(room.system, [&] {
        for (int index = 0; index < 60; ++index)
            room.done(putting(zoneOfSize(room, 8'000)));
    });
    room.settle();
    FrameClient client(room);
    client.takesPages = false;
    QVERIFY(client.signIn(room.tokenOf(room.addAccount("viewer", {Permission::ViewVenue}))));
    QCOMPARE(client.taken<Page>().size(), static_cast<std::size_t>(kPageWindow));
    room.pass(29'000);
    QVERIFY(!client.closedWith());
    room.pass(2'000);
    QCOMPARE(client.closedWith(), std::optional(CloseCode::TooSlow)); // what waits for it would wait for ever
}

void TestDelivery::allQueuesTogetherAreBounded()
{
    HubLimits limits;
    limits.queuedBytes = 200 * 1024;
    HubRoom room(limits);
    const std::string token = room.tokenOf(room.addAccount("viewer", {Permission::ViewVenue}));
    std::vector<std::unique_ptr<FrameClient>> slow;
    for (int index = 0; index < 12; ++index) {
        slow.push_back(std::make_unique<FrameClient>(room));
        QVERIFY(slow.back()->signIn(token));
        slow.back()->cable->isStuck = true;
    }
    FrameClient healthy(room);
    QVERIFY(healthy.signIn(token));
    for (int index = 0; index < 40; ++index) {
        put(room, zoneOfSize(room, 8'000));
        (void)healthy.read();
        room.pass(100);
        QVERIFY(room.hub->figures().unsentBytes < limits.queuedBytes + slow.size() * 16 * 1024);
    }
    QCOMPARE(healthy.rows.size(), std::size_t{42});
    for (const auto &client : slow)
        client->cable->isStuck = false;
    for (int round = 0; round < 3; ++round) {
        for (const auto &client : slow)
            (void)client->read();
        room.pass(100);
    }
    for (const auto &client : slow)
        QCOMPARE(client->rows.size(), healthy.rows.size());
}

void TestDelivery::presenceIsPushedAndNeverWrittenDown()
{
    HubRoom room;
    std::string key;
    const DeviceId device = room.addDevice(DeviceKind::Kiosk, key);
    FrameClient desk(room);
    FrameClient other(room);
    QVERIFY(
        desk.signIn(room.tokenOf(room.addAccount("desk", {Permission::ManageDevices})), Wants::Live | Wants::Presence));
    QVERIFY(
        other.signIn(room.tokenOf(room.addAccount("other", {Permission::ViewVenue})), Wants::Live | Wants::Presence));
    FrameClient kiosk(room);
    QVERIFY(kiosk.signIn(key));
    room.pass(1'000);
    (void)desk.taken<Presence>();
    const std::int64_t head = room.engine->head();
    for (int index = 0; index < 20; ++index) {
        kiosk.send(Presence{{DevicePresence{.waiting = index, .batteryPercent = 50, .note = "scanner unplugged"}}});
        room.pass(100);
    }
    auto pushed = desk.taken<Presence>();
    QVERIFY2(pushed.size() >= 1 && pushed.size() <= 3,
             QByteArray::number(static_cast<int>(pushed.size()))); // once a second
    room.pass(1'000);
    for (Presence &more : desk.taken<Presence>())
        pushed.push_back(std::move(more));
    const DevicePresence last = pushed.back().devices.front();
    QVERIFY(last.device == device && last.isConnected);
    QCOMPARE(last.waiting, 19);
    QCOMPARE(last.note, std::string("scanner unplugged"));
    kiosk.hangUp();
    room.pass(1'100);
    QVERIFY(!desk.taken<Presence>().back().devices.front().isConnected);
    QVERIFY(other.taken<Presence>().empty()); // it is not for everyone
    QCOMPARE(room.engine->head(), head);      // and no fact of the event
}

void TestDelivery::presenceOfADeviceIsItsOwn()
{
    HubRoom room;
    std::string key;
    const DeviceId device = room.addDevice(DeviceKind::Kiosk, key);
    FrameClient kiosk(room);
    QVERIFY(kiosk.signIn(key));
    DevicePresence lie{
        .device = room.newId<Id>(), .isConnected = false, .waiting = 7, .batteryPercent = -1, .at = Instant{1}};
    kiosk.send(Presence{{lie, lie}});
    const auto known = room.hub->presence();
    QCOMPARE(known.size(), std::size_t{1});
    QVERIFY(known.front().device == device && known.front().isConnected);
    QCOMPARE(known.front().at, room.clock.at);
    FrameClient person(room); // an account is no device
    QVERIFY(person.signIn(room.tokenOf(room.addAccount("desk", {Permission::ManageDevices}))));
    person.send(Presence{{lie}});
    QCOMPARE(room.hub->presence().size(), std::size_t{1});
    QVERIFY(!person.closedWith());
}

void TestDelivery::permissionsChangeOnAnOpenConnection()
{
    HubRoom room;
    const SmallVenue venue(room);
    const AccountId account = room.addAccount("someone", {Permission::ViewVenue});
    room.addAccount("chief", {Permission::ManageAccounts});
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(account)));
    client.frames.clear();
    OpenGate open;
    open.gate = venue.inner;
    client.command(1, open);
    QCOMPARE(client.answer().fault, Fault::Forbidden);
    const auto count = [&](auto number) {
        return std::count_if(client.rows.begin(), client.rows.end(),
                             [&](const auto &each) { return each.first.first == number; });
    };
    QVERIFY(count(Zone::spec.number) == 2 && count(Occupancy::spec.number) == 0);

    room.setPermissions(account, {Permission::ViewOccupancy, Permission::OperateGates});
    const auto welcomes = client.taken<Welcome>();
    QCOMPARE(welcomes.size(), std::size_t{1});
    QVERIFY(!welcomes.front().isResync);
    QVERIFY(
        Permissions::fromBits(static_cast<std::uint64_t>(welcomes.front().permissions)).has(Permission::OperateGates));
    QVERIFY(count(Zone::spec.number) == 0 && count(Occupancy::spec.number) == 2); // lost and gained
    QVERIFY(!client.closedWith());
    CloseGate close;
    close.gate = venue.inner;
    client.command(2, close);
    QCOMPARE(client.answer().fault, Fault::None);
    FrameClient fresh(room);
    QVERIFY(fresh.signIn(room.tokenOf(account)));
    QCOMPARE(client.rows.size(), fresh.rows.size());
}

void TestDelivery::takenBackIsTakenBackAtOnce_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<int>("code");
    QTest::newRow("a revoked device is closed") << QByteArray("revoke") << static_cast<int>(CloseCode::Forbidden);
    QTest::newRow("a locked account is closed") << QByteArray("lock") << static_cast<int>(CloseCode::Forbidden);
    QTest::newRow("who knew the old password signs in again")
        << QByteArray("password") << static_cast<int>(CloseCode::NotSignedIn);
}

void TestDelivery::takenBackIsTakenBackAtOnce()
{
    QFETCH(QByteArray, how);
    QFETCH(int, code);
    HubRoom room;
    const AccountId account = room.addAccount("someone", {Permission::ViewVenue});
    room.addAccount("chief", {Permission::ManageAccounts});
    std::string key;
    const DeviceId device = room.addDevice(DeviceKind::Kiosk, key);
    FrameClient client(room);
    FrameClient neighbour(room);
    QVERIFY(neighbour.signIn(room.tokenOf(account)));
    QVERIFY(client.signIn(how == "revoke" ? key : room.tokenOf(account)));
    if (how == "revoke") {
        RevokeDevice revoke;
        revoke.device = device;
        revoke.reason = "lost";
        room.told(revoke);
        QVERIFY(!neighbour.closedWith());
    } else if (how == "lock") {
        Account locked = *room.find<Account>(account);
        locked.isLocked = true;
        EditAccount edit;
        edit.account = account;
        edit.edits = editsBetween(*room.find<Account>(account), locked);
        room.told(edit);
    } else {
        SetPassword set;
        set.account = account;
        set.password = "$argon2id$v=19$m=8,t=1,p=1$another";
        room.told(set);
    }
    QVERIFY(client.closedWith());
    QCOMPARE(static_cast<int>(*client.closedWith()), code);
    put(room, zoneNamed(room, "after"));
    QVERIFY(client.taken<Delta>().empty());
}

void TestDelivery::anEventThatIsEditedIsWelcomedByItsNewName()
{
    HubRoom room;
    const std::string token = room.tokenOf(room.addAccount("someone", {Permission::ViewVenue}));
    const Event event = *room.find<Event>(room.event);
    Event changed = event;
    changed.name = "Winterfest";
    changed.isExercise = true;
    EditEvent edit;
    edit.event = room.event;
    edit.edits = editsBetween(event, changed);
    room.told(edit);
    FrameClient client(room);
    QVERIFY(client.signIn(token));
    const Welcome welcome = client.taken<Welcome>().front();
    QCOMPARE(welcome.eventName, std::string("Winterfest"));
    QVERIFY(welcome.isExercise);
}

void TestDelivery::allHearGoodbye()
{
    HubRoom room;
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(room.addAccount("someone", {Permission::ViewVenue}))));
    room.hub->closeAll(CloseCode::GoingAway, Fault::Unavailable, "the server stops");
    QCOMPARE(client.closedWith(), std::optional(CloseCode::GoingAway));
    QCOMPARE(client.taken<Goodbye>().front().fault, Fault::Unavailable);
    QCOMPARE(room.hub->figures().connections, std::uint64_t{0});
}

QTEST_GUILESS_MAIN(TestDelivery)
#include "tst_delivery.moc"
