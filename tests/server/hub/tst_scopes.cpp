// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/hub/replicadesk.h"
#include "tests/shared/house/filling.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::hubtest;

namespace {

using Shown = std::map<std::pair<std::string, Id>, std::string>;

/// What is shown against what should be, for people.
QByteArray difference(const Shown &shown, const Shown &wanted)
{
    std::string text;
    for (const auto &[key, bytes] : wanted) {
        if (const auto at = shown.find(key); at == shown.end() || at->second != bytes)
            text += key.first + ' ' + key.second.toString() + (at == shown.end() ? " is missing; " : " is another; ");
    }
    for (const auto &[key, bytes] : shown) {
        if (!wanted.contains(key))
            text += key.first + ' ' + key.second.toString() + " is a ghost; ";
    }
    return QByteArray::fromStdString(text);
}

/// Any row of this entity, as a command that puts it.
PutAnyRow anyRow(const EntityType &type, const Id &id, Random &random, const Id &list = {})
{
    const std::unique_ptr<void, void (*)(void *)> object(type.table->make(), type.table->destroy);
    filling::fill(*type.table, object.get(), random);
    if (const Field *field = type.spec.replication == Replication::Kiosk ? type.table->find("list") : nullptr)
        *static_cast<Id *>(field->at(object.get())) = list;
    PutAnyRow put;
    put.entity = type.spec.number;
    put.id = id;
    encode(*type.table, object.get(), Part::Open, put.body);
    if (type.table->hasPersonal)
        encode(*type.table, object.get(), Part::Personal, put.personal);
    return put;
}

bool isReplicated(const EntityType &type)
{
    return type.spec.replication != Replication::Query && type.spec.replication != Replication::Server;
}

/// Who sees rows of an entity: some are for all, some for holders of a permission, and of some (sessions, spaces) each
/// row says so itself.
struct Audience {
    Permission key = Permission::Everyone; ///< shows all of them
    bool hasSomeForAll = false;
    bool isPersonal = false; ///< each row is one person's own, and nobody else's

    /// Whether somebody sees all rows; nullopt: that depends on the rows.
    [[nodiscard]] std::optional<bool> showsAll(bool isHolder) const
    {
        if (isPersonal || (hasSomeForAll && key == Permission::Everyone))
            return !isPersonal;
        return hasSomeForAll && !isHolder ? std::nullopt : std::optional<bool>(isHolder);
    }
};

Audience audienceOf(const EntityType &type)
{
    Audience audience;
    SeededRandom random(1);
    const std::unique_ptr<void, void (*)(void *)> object(type.table->make(), type.table->destroy);
    for (int draw = 0; draw < 32; ++draw) {
        for (const Scope &scope : type.scopes(object.get())) {
            if (scope.kind == ScopeKind::Permission)
                audience.key = scope.permission;
            else if (scope.kind == ScopeKind::Everyone)
                audience.hasSomeForAll = true;
            else if (scope.kind == ScopeKind::Person)
                audience.isPersonal = true;
        }
        filling::fill(*type.table, object.get(), random);
    }
    audience.isPersonal = audience.isPersonal && audience.key == Permission::Everyone && !audience.hasSomeForAll;
    return audience;
}

Permission keyTo(const EntityType &type)
{
    return audienceOf(type).key;
}

/// Some rows of an entity and a client that may or may not see them.
struct Story {
    explicit Story(const EntityType &entity) : type(entity)
    {
        room.addAccount("chief", {Permission::ManageAccounts});
        for (Id &id : ids) {
            id = room.newId<Id>();
            put(id);
        }
        account = room.addAccount("someone", none);
    }
    void put(const Id &id)
    {
        room.as(room.system, [&] { room.told(anyRow(type, id, room.random)); });
    }
    void remove(const Id &id)
    {
        RemoveAnyRow command;
        command.entity = type.spec.number;
        command.id = id;
        room.as(room.system, [&] { room.told(command); });
    }
    /// What may change while nobody looks.
    void change()
    {
        put(ids[0]);
        remove(ids[1]);
        put(room.newId<Id>());
        const Id brief = room.newId<Id>();
        put(brief);
        remove(brief);
    }
    [[nodiscard]] std::string token() { return room.tokenOf(account); }
    [[nodiscard]] Shown fresh()
    {
        ReplicaDesk desk(room, token());
        desk.comeBack(token());
        if (!desk.isLive())
            throw std::runtime_error("a fresh client is not live");
        return desk.shown;
    }
    [[nodiscard]] std::int64_t countIn(const Shown &shown) const
    {
        return std::count_if(shown.begin(), shown.end(),
                             [this](const auto &each) { return each.first.first == type.spec.name; });
    }

    const EntityType &type;
    HubRoom room;
    Permissions none{Permission::ForceAdmit}; ///< shows nothing
    Permissions key{keyTo(type)};
    std::array<Id, 4> ids;
    AccountId account;
};

} // namespace
Q_DECLARE_METATYPE(const EntityType *)

/// Walks all entities that replicate: whatever happens to a client's permissions and to the rows while it is away or
/// looks on, it shows in the end what a fresh client shows.
class TestScopes : public QObject
{
    Q_OBJECT

private slots:
    void everyWayShowsWhatAFreshClientShows_data();
    void everyWayShowsWhatAFreshClientShows();
    void aKioskFollowsItsList_data();
    void aKioskFollowsItsList();
    void bothWiresShowTheSame();
    void whateverHappensAllShowTheSame_data();
    void whateverHappensAllShowTheSame();
};

void TestScopes::everyWayShowsWhatAFreshClientShows_data()
{
    QTest::addColumn<const EntityType *>("type");
    QTest::addColumn<QByteArray>("way");
    for (const EntityType *type : entityTypes()) {
        if (!isReplicated(*type))
            continue;
        for (const char *way :
             {"gained while away", "lost while away", "lost and gained again while away", "changed while away",
              "gained while it looked", "lost while it looked", "changed while it looked"}) {
            QTest::newRow((std::string(type->spec.name) + ", " + way).c_str()) << type << QByteArray(way);
        }
    }
}

void TestScopes::everyWayShowsWhatAFreshClientShows()
{
    QFETCH(const EntityType *, type);
    QFETCH(QByteArray, way);
    Story story(*type);
    const bool isAway = way.endsWith("away");
    const Audience audience = audienceOf(*type);
    if (!way.startsWith("gained"))
        story.room.setPermissions(story.account, story.key);
    ReplicaDesk desk(story.room, story.token());
    desk.comeBack(story.token());
    QVERIFY(desk.isLive());
    const bool sawThem = story.countIn(desk.shown) >= 4;
    QCOMPARE(sawThem, audience.showsAll(!way.startsWith("gained")).value_or(sawThem));
    if (isAway)
        desk.breakLink();
    if (way.startsWith("gained"))
        story.room.setPermissions(story.account, story.key);
    if (way.startsWith("lost"))
        story.room.setPermissions(story.account, story.none);
    story.change();
    if (way.startsWith("lost and gained"))
        story.room.setPermissions(story.account, story.key);
    if (isAway)
        desk.comeBack(story.token());
    else
        desk.pump();
    QVERIFY(desk.isLive());
    QCOMPARE(desk.unreadable(), std::uint64_t{0});
    QCOMPARE(difference(desk.shown, story.fresh()), QByteArray());
    const bool seesThem = story.countIn(desk.shown) >= 4;
    const bool isHolder = way.startsWith("gained") || way.startsWith("changed") || way.startsWith("lost and");
    QCOMPARE(seesThem, audience.showsAll(isHolder).value_or(seesThem));
    story.change(); // and goes on from there
    desk.pump();
    QCOMPARE(difference(desk.shown, story.fresh()), QByteArray());
}

void TestScopes::aKioskFollowsItsList_data()
{
    QTest::addColumn<bool>("isAway");
    QTest::newRow("while it was away") << true;
    QTest::newRow("while it looked") << false;
}

void TestScopes::aKioskFollowsItsList()
{
    QFETCH(bool, isAway);
    HubRoom room;
    std::array<CheckInListId, 2> lists;
    for (CheckInListId &list : lists) {
        AddCheckInList add;
        add.list = list = room.newId<CheckInListId>();
        add.name = "list";
        room.told(add);
        for (const EntityType *type : {&entityType<AdmissionRecord>(), &entityType<Attendance>()}) {
            for (int count = 0; count < 3; ++count)
                room.as(room.system, [&] { room.told(anyRow(*type, room.newId<Id>(), room.random, list)); });
        }
    }
    std::string key;
    const DeviceId id = room.addDevice(DeviceKind::Kiosk, key, lists[0]);
    ReplicaDesk kiosk(room, key);
    kiosk.comeBack(key);
    if (isAway)
        kiosk.breakLink();
    const Device device = *room.find<Device>(id);
    Device moved = device;
    moved.list = lists[1];
    EditDevice edit;
    edit.device = id;
    edit.edits = editsBetween(device, moved);
    room.told(edit);
    if (isAway)
        kiosk.comeBack(key);
    else
        kiosk.pump();
    ReplicaDesk fresh(room, key);
    fresh.comeBack(key);
    QCOMPARE(difference(kiosk.shown, fresh.shown), QByteArray());
    QCOMPARE(std::count_if(kiosk.shown.begin(), kiosk.shown.end(),
                           [](const auto &each) { return each.first.first == "admission_record"; }),
             3);
}

void TestScopes::bothWiresShowTheSame()
{
    HubRoom room;
    for (const EntityType *type : entityTypes()) {
        if (isReplicated(*type))
            room.as(room.system, [&] { room.told(anyRow(*type, room.newId<Id>(), room.random)); });
    }
    AdmissionRecord record; // the numbers of signed codes are 64 random bits
    record.id = room.newId<AdmissionRecordId>();
    record.list = room.newId<CheckInListId>();
    record.ticket = room.newId<TicketId>();
    record.product = room.newId<ProductId>();
    record.serial = std::numeric_limits<std::int64_t>::min() + 5;
    room.as(room.system, [&] { room.told(putting(record)); });
    const std::string token = room.tokenOf(room.addAccount("all", startingRoles().front().permissions));
    ReplicaDesk cbor(room, token);
    ReplicaDesk json(room, token, Wants::Live | Wants::Kiosk, Wire::Json);
    cbor.comeBack(token);
    json.comeBack(token);
    QVERIFY(cbor.isLive() && json.isLive());
    QCOMPARE(json.unreadable(), std::uint64_t{0});
    QCOMPARE(difference(json.shown, cbor.shown), QByteArray());
}

void TestScopes::whateverHappensAllShowTheSame_data()
{
    QTest::addColumn<std::uint64_t>("seed");
    for (std::uint64_t seed = 1; seed <= 60; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << seed;
}

/// Clients with changing permissions, rows of every entity, links that break in the middle of anything, a server that
/// restarts, a ring and slices that are small, and at the end a look at everyone.
void TestScopes::whateverHappensAllShowTheSame()
{
    QFETCH(std::uint64_t, seed);
    SeededRandom random(seed);
    HubLimits limits;
    limits.ringBatches = 1 + random.below(30);
    limits.rowsPerStep = 1 + random.below(12);
    limits.sequencesPerRead = 1 + static_cast<std::int64_t>(random.below(9));
    limits.sequencesMost = 20 + static_cast<std::int64_t>(random.below(60));
    HubRoom room(limits);
    room.addAccount("chief", {Permission::ManageAccounts});
    std::vector<const EntityType *> types;
    for (const EntityType *type : entityTypes()) {
        const bool meansSomething = type == &entityType<Role>() || type == &entityType<Account>()
            || type == &entityType<Device>() || type == &entityType<Event>();
        if (isReplicated(*type) && !meansSomething)
            types.push_back(type);
    }
    const std::array<Id, 2> lists{room.newId<Id>(), room.newId<Id>()};
    std::vector<std::pair<const EntityType *, Id>> rows;
    const auto someone = [&] {
        Permissions permissions{Permission::ForceAdmit};
        for (const EntityType *type : types) {
            if (random.below(2) == 0)
                permissions.add(keyTo(*type));
        }
        return permissions;
    };
    std::vector<AccountId> accounts;
    std::vector<std::unique_ptr<ReplicaDesk>> desks;
    for (int index = 0; index < 3; ++index) {
        accounts.push_back(room.addAccount("desk" + std::to_string(index), someone()));
        desks.push_back(std::make_unique<ReplicaDesk>(room, room.tokenOf(accounts.back())));
    }
    for (int step = 0; step < 150; ++step) {
        const std::size_t which = random.below(desks.size());
        switch (random.below(12)) {
        case 0:
            desks[which]->breakLink();
            break;
        case 1:
            desks[which]->comeBack(room.tokenOf(accounts[which]));
            break;
        case 2:
            room.setPermissions(accounts[which], someone());
            break;
        case 3:
            if (random.below(4) == 0) {
                for (const auto &desk : desks)
                    desk->breakLink();
                room.startHub();
            }
            break;
        case 4:
        case 5:
            desks[which]->readSome(random.below(5));
            break;
        case 6:
            if (!rows.empty()) {
                RemoveAnyRow remove;
                const auto &[type, id] = rows[random.below(rows.size())];
                remove.entity = type->spec.number;
                remove.id = id;
                room.as(room.system, [&] { room.done(remove); });
            }
            break;
        default:
            const EntityType *type = types[random.below(types.size())];
            if (rows.size() < 60 || random.below(3) == 0)
                rows.emplace_back(type, room.newId<Id>());
            const auto &[kind, id] = rows[random.below(rows.size())];
            room.as(room.system,
                    [&, kind = kind, id = id] { room.done(anyRow(*kind, id, random, lists[random.below(2)])); });
        }
        if (random.below(3) == 0)
            room.settle();
    }
    for (std::size_t index = 0; index < desks.size(); ++index) {
        const std::string token = room.tokenOf(accounts[index]);
        desks[index]->breakLink();
        desks[index]->comeBack(token);
        QVERIFY(desks[index]->isLive());
        ReplicaDesk fresh(room, token);
        fresh.comeBack(token);
        QCOMPARE(difference(desks[index]->shown, fresh.shown), QByteArray());
    }
}

QTEST_GUILESS_MAIN(TestScopes)
#include "tst_scopes.moc"
