// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/hub/hubroom.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::hubtest;

namespace {

const Permissions kViewer{Permission::ViewVenue};

Hello helloWith(const std::string &token, const Id &sender)
{
    Hello hello;
    hello.token = token;
    hello.sender = sender;
    hello.wants = Wants::Live;
    return hello;
}

/// Why the hub said goodbye; None if it did not.
Fault farewell(FrameClient &client)
{
    const auto goodbyes = client.taken<Goodbye>();
    return goodbyes.empty() ? Fault::None : goodbyes.back().fault;
}

} // namespace

/// Who is let in, as whom, and for how long.
class TestSignIn : public QObject
{
    Q_OBJECT

private slots:
    void aClientThatSaysNothingIsClosedAfterFiveSeconds();
    void whatIsNoHelloIsRefused_data();
    void whatIsNoHelloIsRefused();
    void refused_data();
    void refused();
    void aSecondHelloIsRefused();
    void theVersionBeforeIsServed();
    void aCursorThatCannotBeIsAnsweredWithEverything_data();
    void aCursorThatCannotBeIsAnsweredWithEverything();
    void theSameSenderAgainReplacesTheFirst();
    void nobodyTakesTheNumbersOfAnother();
    void aSignInEndsWithItsTokenUnlessItIsRenewed();
    void aTokenOfSomebodyElseRenewsNothing();
    void theWelcomeSaysWhatTheServerHolds();
    void aRevokedDeviceMayOnlyHandInItsScans();
    void whatIsRememberedOfADeviceIsForgottenWithItsSecret();
};

void TestSignIn::aClientThatSaysNothingIsClosedAfterFiveSeconds()
{
    HubRoom room;
    FrameClient silent(room);
    room.pass(5'000);
    QVERIFY(!silent.closedWith());
    room.pass(200);
    QCOMPARE(silent.closedWith(), std::optional(CloseCode::NotSignedIn));
    QCOMPARE(farewell(silent), Fault::NotSignedIn);
    QCOMPARE(room.hub->figures().connections, std::uint64_t{0});
}

void TestSignIn::whatIsNoHelloIsRefused_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<Fault>("fault");
    const auto frame = [](const char *name, const Frame &frame, Fault fault) {
        QTest::newRow(name) << QByteArray::fromStdString(encodeFrame(frame, Wire::Cbor)) << fault;
    };
    QTest::newRow("bytes that are no frame") << QByteArray("\xff\x00\x01", 3) << Fault::Malformed;
    QTest::newRow("nothing") << QByteArray() << Fault::Malformed;
    QTest::newRow("a frame of a newer program") << QByteArray("\x82\x18\xc8\x80", 4) << Fault::Unknown;
    frame("a ping before the hello", Ping{}, Fault::NotSignedIn);
    frame("a command before the hello", CommandFrame{.number = 1, .name = "gate.open"}, Fault::NotSignedIn);
    frame("a query before the hello", QueryFrame{.number = 1, .name = "blob.get"}, Fault::NotSignedIn);
    Hello back;
    back.token = "x";
    back.sequence = -1;
    frame("a cursor before the beginning", back, Fault::Invalid);
    Hello nobody;
    frame("a hello without token and sender", nobody, Fault::Invalid);
}

void TestSignIn::whatIsNoHelloIsRefused()
{
    QFETCH(QByteArray, message);
    QFETCH(Fault, fault);
    HubRoom room;
    FrameClient neighbour(room);
    QVERIFY(neighbour.signIn(room.tokenOf(room.addAccount("neighbour", kViewer))));
    FrameClient client(room);
    client.sendBytes({message.constData(), static_cast<std::size_t>(message.size())});
    QCOMPARE(client.closedWith(), std::optional(CloseCode::ProtocolError));
    QCOMPARE(farewell(client), fault);
    neighbour.send(Ping{Instant{5}});
    QCOMPARE(neighbour.taken<Pong>().size(), std::size_t{1});
}

void TestSignIn::refused_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const char *how, Fault fault, CloseCode code) {
        QTest::newRow(name) << QByteArray(how) << fault << static_cast<int>(code);
    };
    row("no token at all is none of ours", "nonsense", Fault::NotSignedIn, CloseCode::NotSignedIn);
    row("a token of another event", "elsewhere", Fault::NotSignedIn, CloseCode::NotSignedIn);
    row("a token whose time is over", "expired", Fault::Expired, CloseCode::NotSignedIn);
    row("a token from before the permissions changed", "changed", Fault::Expired, CloseCode::NotSignedIn);
    row("a token of a locked account", "locked", Fault::Revoked, CloseCode::Forbidden);
    row("a device key with another secret", "device", Fault::NotSignedIn, CloseCode::NotSignedIn);
    row("the key of a device that there is not", "stranger", Fault::NotSignedIn, CloseCode::NotSignedIn);
    row("only newer versions", "newer", Fault::Newer, CloseCode::ProtocolError);
    row("only older versions", "older", Fault::Unsupported, CloseCode::ProtocolError);
    row("versions the wrong way round", "crossed", Fault::Newer, CloseCode::ProtocolError);
}

void TestSignIn::refused()
{
    QFETCH(QByteArray, how);
    QFETCH(Fault, fault);
    QFETCH(int, code);
    HubRoom room;
    const AccountId account = room.addAccount("someone", kViewer);
    room.addAccount("chief", {Permission::ManageAccounts});
    std::string key;
    room.addDevice(DeviceKind::Kiosk, key);
    FrameClient client(room);
    Hello hello = helloWith(room.tokenOf(account), client.sender);
    if (how == "nonsense")
        hello.token = "a.b.c";
    else if (how == "elsewhere")
        hello.token = room.must(Identities(*room.identityReader, *room.keyring, "gatehouse", "gatehouse:another")
                                    .issue(account, room.clock.at, room.random, &hello.sentAt));
    else if (how == "expired")
        room.clock.pass(kSignInMs + 31'000); // and the leeway for clocks
    else if (how == "changed")
        room.setPermissions(account, {Permission::Scan});
    else if (how == "locked") {
        Account changed = *room.find<Account>(account);
        changed.isLocked = true;
        EditAccount edit;
        edit.account = account;
        edit.edits = editsBetween(*room.find<Account>(account), changed);
        room.told(edit);
    } else if (how == "device")
        hello.token = key.substr(0, key.rfind('.') + 1) + std::string(43, 'A');
    else if (how == "stranger")
        hello.token = "gkd1." + room.newId<Id>().toString() + key.substr(key.rfind('.'));
    else if (how == "newer")
        hello.minVersion = hello.maxVersion = kProtocolVersion + 1;
    else if (how == "older")
        hello.minVersion = hello.maxVersion = kOldestProtocolVersion - 1;
    else if (how == "crossed")
        hello.minVersion = kProtocolVersion + 3, hello.maxVersion = kOldestProtocolVersion;
    client.send(hello);
    QCOMPARE(farewell(client), fault);
    QCOMPARE(static_cast<int>(client.closedWith().value_or(CloseCode::GoingAway)), code);
    QVERIFY(!client.cable->isSignedIn);
    QCOMPARE(room.hub->figures().connections, std::uint64_t{0});
}

void TestSignIn::aSecondHelloIsRefused()
{
    HubRoom room;
    const std::string token = room.tokenOf(room.addAccount("someone", kViewer));
    FrameClient client(room);
    QVERIFY(client.signIn(token));
    client.send(helloWith(token, client.sender));
    QCOMPARE(client.closedWith(), std::optional(CloseCode::ProtocolError));
    QCOMPARE(farewell(client), Fault::Malformed);
}

void TestSignIn::theVersionBeforeIsServed()
{
    HubRoom room;
    const std::string token =
        room.tokenOf(room.addAccount("chief", {Permission::ManageDevices, Permission::ViewVenue}));
    std::string key;
    room.addDevice(DeviceKind::Kiosk, key);
    FrameClient older(room);
    Hello hello = helloWith(token, older.sender);
    hello.maxVersion = kOldestProtocolVersion;
    hello.wants = Wants::Live | Wants::Presence;
    older.send(hello);
    const auto welcome = older.read();
    QVERIFY(welcome);
    QCOMPARE(welcome->version, kOldestProtocolVersion);
    QVERIFY(!older.rows.empty());
    FrameClient device(room);
    QVERIFY(device.signIn(key));
    room.pass(2'000);
    QVERIFY(older.taken<Presence>().empty()); // it does not know the frame
    FrameClient newest(room);
    hello.sender = newest.sender;
    hello.maxVersion = kProtocolVersion + 5;
    newest.send(hello);
    QCOMPARE(newest.read()->version, kProtocolVersion);
    QVERIFY(!newest.taken<Presence>().empty());
}

void TestSignIn::aCursorThatCannotBeIsAnsweredWithEverything_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::newRow("of another epoch") << QByteArray("epoch");
    QTest::newRow("beyond the head") << QByteArray("head");
    QTest::newRow("with scopes that are none") << QByteArray("scopes");
    QTest::newRow("none at all") << QByteArray("none");
}

void TestSignIn::aCursorThatCannotBeIsAnsweredWithEverything()
{
    QFETCH(QByteArray, what);
    HubRoom room;
    const SmallVenue venue(room);
    room.settle();
    const std::string token = room.tokenOf(room.addAccount("someone", kViewer));
    FrameClient client(room);
    QVERIFY(client.signIn(token));
    const auto wanted = client.rows;
    client.hangUp();
    client.connect();
    client.frames.clear();
    if (what == "epoch")
        client.epoch = room.newId<Id>();
    else if (what == "head")
        client.sequence = room.engine->head() + 1;
    else if (what == "scopes")
        client.scopes = Bytes("\x09\x09");
    else
        client.epoch = {};
    client.rows[{Zone::spec.number, room.newId<Id>()}] = {}; // what it should not have
    client.signIn(token);
    const auto welcomes = client.taken<Welcome>();
    QCOMPARE(welcomes.size(), std::size_t{1});
    QVERIFY(welcomes.front().isResync);
    QCOMPARE(client.rows.size(), wanted.size());
    QVERIFY(client.epoch == room.document->epoch());
    QCOMPARE(client.sequence, room.engine->head());
}

void TestSignIn::theSameSenderAgainReplacesTheFirst()
{
    HubRoom room;
    const std::string token = room.tokenOf(room.addAccount("someone", kViewer));
    FrameClient first(room);
    QVERIFY(first.signIn(token));
    FrameClient second(room);
    second.sender = first.sender;
    QVERIFY(second.signIn(token));
    QCOMPARE(first.closedWith(), std::optional(CloseCode::Replaced));
    QVERIFY(!second.closedWith());
    FrameClient other(room); // another person may happen to have the same sender
    other.sender = first.sender;
    QVERIFY(other.signIn(room.tokenOf(room.addAccount("other", kViewer))));
    QVERIFY(!second.closedWith());
}

void TestSignIn::nobodyTakesTheNumbersOfAnother()
{
    HubRoom room;
    const SmallVenue venue(room);
    std::string key;
    std::string otherKey;
    room.addDevice(DeviceKind::Kiosk, key);
    room.addDevice(DeviceKind::Kiosk, otherKey);
    SmallSale sale(room);
    RecordScan scan;
    scan.scan = room.newId<ScanId>();
    scan.list = sale.list;
    scan.code = "nothing";
    scan.deviceAt = room.clock.at;
    FrameClient kiosk(room);
    QVERIFY(kiosk.signIn(key));
    kiosk.command(1, scan);
    QCOMPARE(kiosk.answer().fault, Fault::None);
    FrameClient thief(room); // a kiosk that comes under the id of another
    thief.sender = kiosk.sender;
    QVERIFY(thief.signIn(otherKey));
    thief.frames.clear();
    scan.scan = room.newId<ScanId>();
    thief.command(1, scan);
    QCOMPARE(thief.answer().fault, Fault::None); // its own number 1
    kiosk.command(2, scan);
    QCOMPARE(kiosk.answer().fault, Fault::None); // nothing was used up
    QVERIFY(!kiosk.closedWith());
}

void TestSignIn::aSignInEndsWithItsTokenUnlessItIsRenewed()
{
    HubRoom room;
    const AccountId account = room.addAccount("someone", kViewer);
    FrameClient one(room);
    FrameClient two(room);
    QVERIFY(one.signIn(room.tokenOf(account)));
    QVERIFY(two.signIn(room.tokenOf(account)));
    room.clock.pass(kSignInMs - 10'000);
    two.send(Renew{room.tokenOf(account)});
    room.pass(9'000);
    QVERIFY(!one.closedWith());
    room.pass(2'000);
    QCOMPARE(one.closedWith(), std::optional(CloseCode::NotSignedIn));
    QCOMPARE(farewell(one), Fault::Expired);
    QVERIFY(!two.closedWith());
}

void TestSignIn::aTokenOfSomebodyElseRenewsNothing()
{
    HubRoom room;
    const AccountId other = room.addAccount("other", {Permission::ManageAccounts});
    FrameClient client(room);
    QVERIFY(client.signIn(room.tokenOf(room.addAccount("someone", kViewer))));
    client.send(Renew{room.tokenOf(other)});
    QCOMPARE(client.closedWith(), std::optional(CloseCode::NotSignedIn));
    QCOMPARE(farewell(client), Fault::Forbidden);
}

void TestSignIn::theWelcomeSaysWhatTheServerHolds()
{
    HubRoom room;
    const SmallVenue venue(room);
    SmallSale sale(room);
    std::string key;
    const DeviceId device = room.addDevice(DeviceKind::Kiosk, key, sale.list);
    FrameClient client(room);
    client.signIn(key, Wants::Live | Wants::Kiosk);
    RecordScan scan;
    scan.scan = room.newId<ScanId>();
    scan.list = sale.list;
    scan.code = "nothing";
    scan.deviceAt = room.clock.at;
    client.command(1, scan);
    client.hangUp();
    client.connect();
    Hello hello = helloWith(key, client.sender);
    hello.sentAt = Instant{77};
    client.frames.clear();
    client.send(hello);
    const Welcome welcome = client.taken<Welcome>().front();
    QCOMPARE(welcome.lastNumber, std::int64_t{1});
    QCOMPARE(welcome.echo, Instant{77});
    QCOMPARE(welcome.serverTime, room.clock.at);
    QVERIFY(welcome.actor == device && welcome.list == sale.list && welcome.epoch == room.document->epoch());
    QCOMPARE(welcome.eventName, std::string("Höhenfest"));
    QCOMPARE(welcome.zone, std::string("Europe/Berlin"));
    QCOMPARE(welcome.slug, std::string("hoehenfest"));
    const auto permissions = Permissions::fromBits(static_cast<std::uint64_t>(welcome.permissions));
    QVERIFY(permissions.has(Permission::Scan) && !permissions.has(Permission::ManageTickets));
    QVERIFY(decodeScopes(welcome.scopes) == heldScopes(*room.find<Device>(device)));
}

void TestSignIn::aRevokedDeviceMayOnlyHandInItsScans()
{
    HubRoom room;
    const SmallVenue venue(room);
    SmallSale sale(room);
    std::string key;
    RevokeDevice revoke;
    revoke.device = room.addDevice(DeviceKind::Kiosk, key, sale.list);
    revoke.reason = "lost";
    room.told(revoke);
    FrameClient client(room);
    QVERIFY(client.signIn(key, Wants::Live | Wants::Kiosk));
    const Welcome welcome = client.taken<Welcome>().front();
    QCOMPARE(welcome.permissions, std::int64_t{0});
    QVERIFY(welcome.scopes.empty());
    QVERIFY(client.rows.empty());
    RecordScan scan;
    scan.scan = room.newId<ScanId>();
    scan.list = sale.list;
    scan.code = "nothing";
    scan.deviceAt = room.clock.at;
    client.command(1, scan);
    QCOMPARE(client.answer().fault, Fault::None);
    QVERIFY(room.find<Scan>(scan.scan)->isQuarantined);
    OpenGate open;
    open.gate = venue.inner;
    client.command(2, open);
    QCOMPARE(client.answer().fault, Fault::Forbidden);
    client.send(QueryFrame{1, "scan.arrivals", Bytes(encoded(CountArrivals{{}, {1}, 1'000})), {}});
    QCOMPARE(client.taken<QueryAnswer>().front().fault, Fault::Forbidden);
}

void TestSignIn::whatIsRememberedOfADeviceIsForgottenWithItsSecret()
{
    HubRoom room;
    std::string key;
    const DeviceId device = room.addDevice(DeviceKind::Kiosk, key);
    FrameClient client(room);
    QVERIFY(client.signIn(key));
    DeviceSecret other; // as if it had been given another key
    other.id = device;
    other.keyHash = Bytes(std::string(32, 'x'));
    room.as(room.system, [&] { room.told(putting(other)); });
    FrameClient again(room);
    QVERIFY(!again.signIn(key));
    QCOMPARE(again.closedWith(), std::optional(CloseCode::NotSignedIn));
}

QTEST_GUILESS_MAIN(TestSignIn)
#include "tst_signin.moc"
