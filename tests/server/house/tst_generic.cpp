// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/verify.h"
#include "shared/model/json.h"
#include "tests/server/house/examples.h"
#include "tests/server/hub/hubroom.h"
#include "tests/shared/house/filling.h"

#include <QTest>

#include <utility>

using namespace gatehouse;
using namespace gatehouse::hubtest;

namespace {

Permissions allPermissions()
{
    Permissions all;
    for (std::size_t index = 1; index < enumNames<Permission>.size(); ++index) {
        if (static_cast<Permission>(index) != Permission::System)
            all.add(static_cast<Permission>(index));
    }
    return all;
}

using Object = std::unique_ptr<void, void (*)(void *)>;

Object make(const Table &table)
{
    return {table.make(), table.destroy};
}

Object read(const Table &table, std::string_view bytes)
{
    Object object = make(table);
    if (auto result = decode(table, object.get(), Part::All, bytes, Strictness::Command); !result)
        throw std::runtime_error(describe(result.error()));
    return object;
}

std::string written(const Table &table, const Object &object)
{
    std::string bytes;
    encode(table, object.get(), Part::All, bytes);
    return bytes;
}

/// The array of a body with one item replaced.
std::string withItem(const Table &table, std::string_view body, std::size_t place, const std::string &item)
{
    const Object object = read(table, body);
    std::string bytes;
    cbor::writeArray(bytes, table.fields.size());
    for (std::size_t index = 0; index < table.fields.size(); ++index) {
        if (index == place)
            bytes += item;
        else
            encodeValue(table.fields[index], object.get(), bytes);
    }
    return bytes;
}

/// A body with one thing wrong, and the field that must be named for it.
struct Spoilt {
    std::string what;
    std::string body;
    std::string field;
};

/// Everything that can be wrong with one field of this command or query.
std::vector<Spoilt> spoiltOf(const Table &table, std::string_view body)
{
    std::vector<Spoilt> list;
    SeededRandom random(3);
    for (std::size_t place = 0; place < table.fields.size(); ++place) {
        const Field &field = table.fields[place];
        const std::string name(field.name);
        const auto add = [&](const char *what, const std::string &item) {
            list.push_back({what, withItem(table, body, place, item), name});
        };
        std::string item;
        if (!field.mayBeUnset()) {
            cbor::writeNull(item);
            add("unset", item);
        }
        item.clear();
        if (field.kind == Kind::Bool)
            cbor::writeInteger(item, 1);
        else
            cbor::writeBool(item, true);
        add("of the wrong type", item);
        if (field.kind == Kind::Text) {
            for (const std::string_view text : {std::string_view("\xff\xfe"), std::string_view("\xed\xa0\x80"),
                                                std::string_view("\xc0\xaf"), std::string_view("a\0b", 3)}) {
                item.clear();
                cbor::writeText(item, text);
                add("no text", item);
            }
        }
        if (field.kind == Kind::Enum) {
            item.clear();
            cbor::writeUnsigned(item, field.names->names.size());
            add("a value that is not known", item);
        }
        const Object large = read(table, body);
        if (filling::overfill(field, large.get(), random))
            list.push_back({"too large", written(table, large), name});
    }
    return list;
}

bool names(const std::vector<FieldFault> &faults, const std::string &field)
{
    return std::any_of(faults.begin(), faults.end(), [&](const FieldFault &fault) {
        return fault.path == field || fault.path.starts_with(field + "[") || fault.path.starts_with(field + ".");
    });
}

/// The same body with another first id: another command under the same number.
std::string anotherOf(const Table &table, std::string_view body)
{
    SeededRandom random(4);
    const Object other = read(table, body);
    filling::fillField(table.fields[0], other.get(), random);
    return written(table, other);
}

} // namespace

/// Walks all commands, queries and entities on the real engine, document and hub: what holds for all of them holds for
/// a new one from the moment it is declared, and one without an example does not compile.
class TestGeneric : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { m_room->pass(5'000); } // so that no rate stands in the way

    void withoutItsPermissionItIsForbidden_data() { addRequests(); }
    void withoutItsPermissionItIsForbidden();
    void whoMayNothingIsForbiddenEverything_data() { addRequests(); }
    void whoMayNothingIsForbiddenEverything();
    void aDeviceMayWhatItsKindMay_data();
    void aDeviceMayWhatItsKindMay();
    void aRevokedDeviceHandsInFactsAndNothingElse_data() { addRequests(); }
    void aRevokedDeviceHandsInFactsAndNothingElse();
    void theProgramsOwnCommandsAreNobodys_data();
    void theProgramsOwnCommandsAreNobodys();
    void badFieldsAreNamedAndNothingHappens_data() { addRequests(); }
    void badFieldsAreNamedAndNothingHappens();
    void queriesAnswer_data();
    void queriesAnswer();
    void sentTwiceItIsDoneOnce_data();
    void sentTwiceItIsDoneOnce();
    void aKeyIsUsedOnce_data();
    void aKeyIsUsedOnce();
    void laterFieldsAreKept_data();
    void laterFieldsAreKept();
    void unknownValuesAreKeptInAReplica_data();
    void unknownValuesAreKeptInAReplica();
    void theJournalAgreesWithTheRows();

private:
    void addRequests();
    [[nodiscard]] std::string tokenWith(Permissions permissions);
    /// Asks as this client; the fault of the answer.
    [[nodiscard]] Fault ask(FrameClient &client, const std::string &name, const std::string &body);
    [[nodiscard]] CommandOutcome runAs(const Actor &actor, const std::string &name, const std::string &body,
                                       const Id &sender = {}, std::int64_t number = 0, const std::string &key = {});

    std::unique_ptr<HubRoom> m_room;
    std::unique_ptr<Examples> m_examples;
    std::map<std::uint64_t, std::string> m_tokens;
    std::int64_t m_number = 0;
};

void TestGeneric::initTestCase()
{
    m_room = std::make_unique<HubRoom>();
    m_examples = std::make_unique<Examples>(*m_room);
    m_room->settle();
    (void)tokenWith(allPermissions());
}

void TestGeneric::addRequests()
{
    QTest::addColumn<QByteArray>("name");
    for (const CommandType *type : commandTypes())
        QTest::newRow(std::string(type->spec.name).c_str())
            << QByteArray(type->spec.name.data(), static_cast<int>(type->spec.name.size()));
    for (const QueryType *type : queryTypes())
        QTest::newRow(std::string(type->spec.name).c_str())
            << QByteArray(type->spec.name.data(), static_cast<int>(type->spec.name.size()));
}

std::string TestGeneric::tokenWith(Permissions permissions)
{
    const auto [at, isNew] = m_tokens.try_emplace(permissions.bits());
    if (isNew)
        at->second = m_room->tokenOf(m_room->addAccount("account" + std::to_string(m_tokens.size()), permissions));
    return at->second;
}

Fault TestGeneric::ask(FrameClient &client, const std::string &name, const std::string &body)
{
    client.frames.clear();
    if (findQuery(name)) {
        client.send(QueryFrame{++m_number, name, Bytes(body), {}});
        return client.taken<QueryAnswer>().front().fault;
    }
    CommandFrame frame;
    frame.number = client.welcome.lastNumber + 1;
    frame.name = name;
    frame.body = Bytes(body);
    client.send(frame);
    ++client.welcome.lastNumber;
    return client.answer().fault;
}

CommandOutcome TestGeneric::runAs(const Actor &actor, const std::string &name, const std::string &body,
                                  const Id &sender, std::int64_t number, const std::string &key)
{
    CommandRequest request;
    request.actor = actor;
    request.name = name;
    request.body = body;
    request.sender = sender;
    request.number = number;
    request.key = key;
    request.deviceAt = m_room->clock.at;
    CommandOutcome outcome;
    request.done = [&](CommandOutcome came) { outcome = std::move(came); };
    m_room->engine->submit(std::move(request));
    m_room->settle();
    return outcome;
}

void TestGeneric::withoutItsPermissionItIsForbidden()
{
    QFETCH(QByteArray, name);
    const std::string request = name.toStdString();
    const CommandType *command = findCommand(request);
    const Permission needed = command ? command->spec.permission : findQuery(request)->spec.permission;
    QVERIFY(needed != Permission::Nobody);
    if (needed == Permission::Everyone)
        QSKIP("whoever is signed in may: see whoMayNothingIsForbiddenEverything");
    const Permissions others = Permissions::fromBits(allPermissions().bits() & ~Permissions{needed}.bits());
    FrameClient client(*m_room);
    QVERIFY(client.signIn(tokenWith(others)));
    const std::string before = everythingIn(*m_room);
    const std::string body = command ? m_examples->commands.at(request).body : m_examples->queries.at(request).body;
    QCOMPARE(ask(client, request, body), Fault::Forbidden);
    QCOMPARE(ask(client, request, "\x80"), Fault::Forbidden); // it does not even learn what is wrong with it
    QCOMPARE(everythingIn(*m_room), before);
}

void TestGeneric::whoMayNothingIsForbiddenEverything()
{
    QFETCH(QByteArray, name);
    const std::string request = name.toStdString();
    FrameClient client(*m_room);
    QVERIFY(client.signIn(tokenWith({})));
    const std::string before = everythingIn(*m_room);
    const CommandType *command = findCommand(request);
    const Permission needed = command ? command->spec.permission : findQuery(request)->spec.permission;
    if (needed == Permission::Everyone) { // refused for its fields, not for who asks
        QCOMPARE(ask(client, request, "\x80"), Fault::Invalid);
    } else {
        QCOMPARE(ask(client, request,
                     command ? m_examples->commands.at(request).body : m_examples->queries.at(request).body),
                 Fault::Forbidden);
    }
    QCOMPARE(everythingIn(*m_room), before);
}

void TestGeneric::aDeviceMayWhatItsKindMay_data()
{
    QTest::addColumn<DeviceKind>("kind");
    for (std::size_t index = 0; index < enumNames<DeviceKind>.size(); ++index)
        QTest::newRow(std::string(enumNames<DeviceKind>[index]).c_str()) << static_cast<DeviceKind>(index);
}

void TestGeneric::aDeviceMayWhatItsKindMay()
{
    QFETCH(DeviceKind, kind);
    std::string key;
    const DeviceId device = m_room->addDevice(kind, key);
    const Permissions permissions = permissionsOf(*m_room->find<Device>(device));
    FrameClient client(*m_room);
    QVERIFY(client.signIn(key));
    const auto check = [&](const std::string &name, Permission needed) {
        m_room->pass(1'000);
        const Fault fault = ask(client, name, "\x80"); // refused for its fields by whoever may
        QVERIFY2((fault == Fault::Forbidden) != permissions.has(needed),
                 (name + ": " + std::string(faultName(fault))).c_str());
    };
    for (const CommandType *type : commandTypes())
        check(std::string(type->spec.name), type->spec.permission);
    for (const QueryType *type : queryTypes())
        check(std::string(type->spec.name), type->spec.permission);
}

void TestGeneric::aRevokedDeviceHandsInFactsAndNothingElse()
{
    QFETCH(QByteArray, name);
    static std::string key;
    if (key.empty()) {
        RevokeDevice revoke;
        revoke.device = m_room->addDevice(DeviceKind::Kiosk, key);
        revoke.reason = "lost";
        m_room->told(revoke);
    }
    FrameClient client(*m_room);
    QVERIFY(client.signIn(key));
    const bool isFact = name == "scan.record" || name == "scan.show";
    QCOMPARE(ask(client, name.toStdString(), "\x80"), isFact ? Fault::Invalid : Fault::Forbidden);
}

void TestGeneric::theProgramsOwnCommandsAreNobodys_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const CommandType *type : commandTypes()) {
        if (type->spec.permission == Permission::System)
            QTest::newRow(std::string(type->spec.name).c_str())
                << QByteArray(type->spec.name.data(), static_cast<int>(type->spec.name.size()));
    }
}

void TestGeneric::theProgramsOwnCommandsAreNobodys()
{
    QFETCH(QByteArray, name);
    AddRole role; // nobody can be given it
    role.role = m_room->newId<RoleId>();
    role.name = "the program";
    for (const char *permission : {"system", "nobody", "everyone", "superuser"}) {
        role.permissions = {"scan", permission};
        QCOMPARE(m_room->refusal(role), Fault::Invalid);
    }
    Role smuggled;
    smuggled.permissions = {"system", "nobody", "scan"};
    QVERIFY(!permissionsOf(smuggled).has(Permission::System) && !permissionsOf(smuggled).has(Permission::Nobody));
    FrameClient client(*m_room);
    QVERIFY(client.signIn(tokenWith(allPermissions())));
    QCOMPARE(ask(client, name.toStdString(), m_examples->commands.at(name.toStdString()).body), Fault::Forbidden);
}

void TestGeneric::badFieldsAreNamedAndNothingHappens()
{
    QFETCH(QByteArray, name);
    const std::string request = name.toStdString();
    const CommandType *command = findCommand(request);
    const Table &table = command ? *command->table : *findQuery(request)->table;
    const std::string body = command ? m_examples->commands.at(request).body : m_examples->queries.at(request).body;
    Actor all;
    all.id = m_room->newId<Id>();
    all.permissions = allPermissions();
    all.permissions.add(Permission::System);
    const Id sender = m_room->newId<Id>();
    const std::string before = everythingIn(*m_room);
    FrameClient client(*m_room);
    QVERIFY(client.signIn(tokenWith(allPermissions())));
    std::int64_t number = 0;
    for (const Spoilt &spoilt : spoiltOf(table, body)) {
        const std::string what = spoilt.field + " " + spoilt.what;
        if (command) {
            const CommandOutcome outcome = runAs(all, request, spoilt.body, sender, ++number);
            const bool isTooLarge =
                outcome.failure.fault == Fault::TooLarge && spoilt.body.size() > command->spec.bodyLimit;
            QVERIFY2(isTooLarge || outcome.failure.fault == Fault::Invalid,
                     (what + ": " + describe(outcome.failure)).c_str());
            QVERIFY2(isTooLarge || names(outcome.failure.fields, spoilt.field),
                     (what + ": " + describe(outcome.failure)).c_str());
        } else {
            m_room->pass(1'000);
            client.frames.clear();
            client.send(QueryFrame{1, request, Bytes(spoilt.body), {}});
            const QueryAnswer answer = client.taken<QueryAnswer>().front();
            QVERIFY2(answer.fault == Fault::Invalid && !answer.faults.empty(), what.c_str());
        }
    }
    QCOMPARE(everythingIn(*m_room), before);
    if (command) // refusals for good: the numbers are used up
        QCOMPARE(m_room->engine->lastNumber(sender), number);
}

void TestGeneric::queriesAnswer_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const QueryType *type : queryTypes())
        QTest::newRow(std::string(type->spec.name).c_str())
            << QByteArray(type->spec.name.data(), static_cast<int>(type->spec.name.size()));
}

void TestGeneric::queriesAnswer()
{
    QFETCH(QByteArray, name);
    const QueryType &type = *findQuery(name.toStdString());
    std::array<std::string, 2> answers;
    const std::string before = everythingIn(*m_room);
    for (const Wire wire : {Wire::Cbor, Wire::Json}) {
        FrameClient client(*m_room, wire);
        QVERIFY(client.signIn(tokenWith(allPermissions())));
        client.frames.clear();
        client.send(QueryFrame{5, name.toStdString(), Bytes(m_examples->queries.at(name.toStdString()).body), {}});
        const QueryAnswer answer = client.taken<QueryAnswer>().front();
        QVERIFY2(answer.fault == Fault::None, answer.detail.c_str());
        QCOMPARE(answer.number, std::int64_t{5});
        const Object object = make(*type.answer);
        QVERIFY(
            decode(*type.answer, object.get(), Part::All, answer.body, Strictness::Command)); // it keeps its own limits
        answers[static_cast<std::size_t>(wire)] = answer.body;
    }
    QVERIFY(answers[0] == answers[1]);
    QCOMPARE(everythingIn(*m_room), before);
}

void TestGeneric::sentTwiceItIsDoneOnce_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const CommandType *type : commandTypes()) {
        if (type->spec.permission != Permission::System)
            QTest::newRow(std::string(type->spec.name).c_str())
                << QByteArray(type->spec.name.data(), static_cast<int>(type->spec.name.size()));
    }
}

void TestGeneric::sentTwiceItIsDoneOnce()
{
    QFETCH(QByteArray, name);
    const CommandType &type = *findCommand(name.toStdString());
    HubRoom room; // its own: a command like event.edit changes what others stand on
    Examples examples(room);
    room.settle();
    const AccountId account = room.addAccount("chief", allPermissions());
    FrameClient client(room, name.size() % 2 == 0 ? Wire::Cbor : Wire::Json);
    QVERIFY(client.signIn(room.tokenOf(account)));
    client.frames.clear();
    CommandFrame frame;
    frame.number = 1;
    frame.name = name.toStdString();
    frame.body = Bytes(examples.commands.at(frame.name).body);
    const std::int64_t before = room.engine->head();
    client.send(frame);
    const AnswerFrame first = client.answer();
    QVERIFY2(first.fault == examples.commands.at(frame.name).expected, first.detail.c_str());
    QCOMPARE(first.sequence, before + 1);
    const Object object = make(*type.answer);
    QVERIFY(decode(*type.answer, object.get(), Part::All, first.body, Strictness::Command));
    const std::string after = everythingIn(room);
    client.send(frame);
    QCOMPARE(encodeFrame(client.answer(), Wire::Cbor), encodeFrame(first, Wire::Cbor));
    client.hangUp(); // and after the link was lost
    client.connect();
    QVERIFY(client.signIn(room.tokenOf(account)));
    client.frames.clear();
    client.send(frame);
    QCOMPARE(encodeFrame(client.answer(), Wire::Cbor), encodeFrame(first, Wire::Cbor));
    CommandFrame other = frame;
    other.body = Bytes(anotherOf(*type.table, frame.body));
    client.send(other);
    QCOMPARE(client.answer().fault, Fault::Reused);
    frame.number = 3;
    client.send(frame);
    const AnswerFrame gap = client.answer();
    QCOMPARE(gap.fault, Fault::Gap);
    QCOMPARE(gap.number, std::int64_t{2});
    QCOMPARE(everythingIn(room), after);
}

void TestGeneric::aKeyIsUsedOnce_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const CommandType *type : commandTypes())
        QTest::newRow(std::string(type->spec.name).c_str())
            << QByteArray(type->spec.name.data(), static_cast<int>(type->spec.name.size()));
}

/// What HTTP's Idempotency-Key becomes.
void TestGeneric::aKeyIsUsedOnce()
{
    QFETCH(QByteArray, name);
    HouseRoom room;
    Examples examples(room);
    const CommandType &type = *findCommand(name.toStdString());
    Actor all;
    all.id = room.newId<Id>();
    all.permissions = allPermissions();
    all.permissions.add(Permission::System);
    const auto run = [&](const Actor &actor, const std::string &body) {
        CommandRequest request;
        request.actor = actor;
        request.key = "key";
        request.name = name.toStdString();
        request.body = body;
        CommandOutcome outcome;
        request.done = [&](CommandOutcome came) { outcome = std::move(came); };
        room.engine->submit(std::move(request));
        while (room.engine->step()) {
        }
        return outcome;
    };
    const std::string body = examples.commands.at(name.toStdString()).body;
    const CommandOutcome first = run(all, body);
    const std::string after = everythingIn(room);
    QVERIFY(!first.wasRepeat);
    const CommandOutcome second = run(all, body);
    QVERIFY(second.wasRepeat);
    QVERIFY(second.failure == first.failure && second.answer == first.answer && second.sequence == first.sequence);
    QCOMPARE(run(all, anotherOf(*type.table, body)).failure.fault, Fault::Reused);
    QCOMPARE(everythingIn(room), after);
    Actor another = all; // a key is its actor's own
    another.id = room.newId<Id>();
    QVERIFY(!run(another, body).wasRepeat);
    room.clock.pass(49LL * 3'600'000); // and is forgotten after two days
    room.engine->step();
    QVERIFY(!run(all, body).wasRepeat);
}

void TestGeneric::laterFieldsAreKept_data()
{
    QTest::addColumn<int>("number");
    for (const EntityType *type : entityTypes())
        QTest::newRow(std::string(type->spec.name).c_str()) << static_cast<int>(type->spec.number);
}

/// A row that a newer program wrote goes through handler, document, journal and hub with what this program does not
/// know.
void TestGeneric::laterFieldsAreKept()
{
    QFETCH(int, number);
    const EntityType &type = *findEntity(static_cast<std::uint16_t>(number));
    SeededRandom random(12);
    const Object object = make(*type.table);
    filling::fill(*type.table, object.get(), random);
    for (const Field &field : type.table->fields) { // of what it names there is nothing
        if (field.is(Flag::Blob))
            static_cast<Bytes *>(field.at(object.get()))->clear();
    }
    PutAnyRow put;
    put.entity = number;
    put.id = m_room->newId<Id>();
    for (const Part part : {Part::Open, Part::Personal}) {
        if (part == Part::Personal && !type.table->hasPersonal)
            continue;
        Bytes &bytes = part == Part::Open ? put.body : put.personal;
        std::string known;
        encode(*type.table, object.get(), part, known);
        cbor::Reader reader(known);
        std::uint64_t count = 0;
        QVERIFY(reader.array(count));
        cbor::writeArray(bytes, count + 2);
        bytes += known.substr(known.size() - reader.left());
        cbor::writeText(bytes, "from a newer program");
        cbor::writeArray(bytes, 1);
        cbor::writeInteger(bytes, -7);
    }
    FrameClient client(*m_room);
    QVERIFY(client.signIn(tokenWith(allPermissions()), Wants::Live | Wants::Kiosk));
    m_room->as(m_room->system, [&] { m_room->told(put); });
    const auto row = m_room->must(m_room->reader()->find(type, put.id));
    QVERIFY(row && row->body == put.body && row->personal == put.personal);
    (void)client.read();
    const auto sent = client.rows.find({number, put.id});
    const Scopes audience = type.scopes(object.get());
    const bool isOnePersons = std::all_of(audience.begin(), audience.end(),
                                          [](const Scope &scope) { return scope.kind == ScopeKind::Person; });
    const bool isSent = type.spec.replication != Replication::Query && type.spec.replication != Replication::Server
        && !isOnePersons; // of somebody else
    QCOMPARE(sent != client.rows.end(), isSent);
    if (isSent)
        QVERIFY(sent->second.body == put.body && sent->second.personal == put.personal);
}

void TestGeneric::unknownValuesAreKeptInAReplica_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("place");
    for (const EntityType *type : entityTypes()) {
        for (std::size_t place = 0; place < type->table->fields.size(); ++place) {
            const Field &field = type->table->fields[place];
            if (field.kind == Kind::Enum)
                QTest::newRow((std::string(type->spec.name) + "." + std::string(field.name)).c_str())
                    << static_cast<int>(type->spec.number) << static_cast<int>(place);
        }
    }
}

void TestGeneric::unknownValuesAreKeptInAReplica()
{
    QFETCH(int, number);
    QFETCH(int, place);
    const EntityType &type = *findEntity(static_cast<std::uint16_t>(number));
    const Field &field = type.table->fields[static_cast<std::size_t>(place)];
    SeededRandom random(13);
    const Object object = make(*type.table);
    filling::fill(*type.table, object.get(), random);
    void *member = field.at(object.get());
    *static_cast<std::uint8_t *>(field.optional ? field.optional->value(member) : member) = 200;
    std::string body;
    encode(*type.table, object.get(), Part::Open, body);
    const Object strict = make(*type.table);
    QVERIFY(!decode(*type.table, strict.get(), Part::Open, body, Strictness::Command));
    const Object kept = make(*type.table);
    QVERIFY(decode(*type.table, kept.get(), Part::Open, body, Strictness::Replica));
    std::string again;
    encode(*type.table, kept.get(), Part::Open, again);
    QVERIFY(again == body);
    std::string text;
    toJson(*type.table, object.get(), Part::All, text);
    const Object fromText = make(*type.table);
    QVERIFY(fromJson(*type.table, fromText.get(), *parseJson(text), Strictness::Replica));
    again.clear();
    encode(*type.table, fromText.get(), Part::Open, again);
    QVERIFY(again == body);
    QVERIFY(!fromJson(*type.table, make(*type.table).get(), *parseJson(text), Strictness::Command));
}

/// After everything that the tests above did to the one house.
void TestGeneric::theJournalAgreesWithTheRows()
{
    std::int64_t entries = 0;
    const auto report = verifyDocument(m_room->path, VerifyOptions{m_room->keyring.get(), {}, {}});
    QVERIFY(report);
    QVERIFY2(report->isGood(), report->faults.empty() ? "" : report->faults.front().what.c_str());
    entries = report->entries;
    QCOMPARE(entries, m_room->engine->head());
}

QTEST_GUILESS_MAIN(TestGeneric)
#include "tst_generic.moc"
