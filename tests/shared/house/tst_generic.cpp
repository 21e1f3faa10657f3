// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shared/house/filling.h"

#include "shared/house/house.h"
#include "shared/model/json.h"
#include "shared/protocol/frames.h"

#include <QSet>
#include <QTest>

#include <memory>

using namespace gatehouse;
using namespace gatehouse::filling;

namespace {

using Object = std::unique_ptr<void, void (*)(void *)>;

Object make(const Table &table)
{
    return {table.make(), table.destroy};
}

/// Every table that meets outside bytes, with the name that a failure shows.
struct Named {
    std::string name;
    const Table *table;
};

std::vector<Named> allTables()
{
    std::vector<Named> tables;
    for (const EntityType *type : entityTypes())
        tables.push_back({"entity " + std::string(type->spec.name), type->table});
    for (const CommandType *type : commandTypes()) {
        tables.push_back({"command " + std::string(type->spec.name), type->table});
        tables.push_back({"answer of " + std::string(type->spec.name), type->answer});
    }
    for (const QueryType *type : queryTypes()) {
        tables.push_back({"query " + std::string(type->spec.name), type->table});
        tables.push_back({"answer of " + std::string(type->spec.name), type->answer});
    }
    FrameList::each([&]<class F>() { tables.push_back({"frame " + std::string(F::spec.name), &tableOf<F>()}); });
    return tables;
}

void addRows()
{
    QTest::addColumn<const Table *>("table");
    for (const Named &named : allTables())
        QTest::newRow(named.name.c_str()) << named.table;
}

std::string encodeAll(const Table &table, const Object &object)
{
    std::string bytes;
    encode(table, object.get(), Part::All, bytes);
    return bytes;
}

bool names(const Failure &failure, std::string_view field)
{
    return std::any_of(failure.fields.begin(), failure.fields.end(), [&](const FieldFault &fault) {
        return fault.path == field || fault.path.starts_with(std::string(field) + "[")
            || fault.path.starts_with(std::string(field) + ".");
    });
}

} // namespace
Q_DECLARE_METATYPE(const Table *)

/// Walks all lists of entities, commands, queries and frames: a new one is tested from the moment it is declared.
class TestGeneric : public QObject
{
    Q_OBJECT

private slots:
    void comesBack_data() { addRows(); }
    void comesBack()
    {
        QFETCH(const Table *, table);
        SeededRandom random(5);
        for (int round = 0; round < 50; ++round) {
            const Object object = make(*table);
            fill(*table, object.get(), random);
            const std::string bytes = encodeAll(*table, object);

            const Object fromCbor = make(*table);
            const auto read = decode(*table, fromCbor.get(), Part::All, bytes, Strictness::Command);
            QVERIFY2(read, read ? "" : describe(read.error()).c_str());
            QVERIFY(encodeAll(*table, fromCbor) == bytes);

            std::string text;
            toJson(*table, object.get(), Part::All, text);
            const auto value = parseJson(text);
            QVERIFY2(value, text.c_str());
            const Object fromText = make(*table);
            const auto readText = fromJson(*table, fromText.get(), *value, Strictness::Command);
            QVERIFY2(readText, readText ? "" : describe(readText.error()).c_str());
            QVERIFY2(encodeAll(*table, fromText) == bytes, text.c_str());
        }
    }

    void missingFieldIsNamed_data() { addRows(); }
    void missingFieldIsNamed()
    {
        QFETCH(const Table *, table);
        SeededRandom random(6);
        const Object object = make(*table);
        fill(*table, object.get(), random);
        std::string text;
        toJson(*table, object.get(), Part::All, text);
        for (const Field &field : table->fields) {
            auto value = parseJson(text);
            QVERIFY(value);
            std::erase_if(value->members, [&](const auto &member) { return member.first == field.name; });
            const Object back = make(*table);
            const auto read = fromJson(*table, back.get(), *value, Strictness::Command);
            QCOMPARE(read.has_value(), field.mayBeUnset());
            if (!read)
                QVERIFY2(names(read.error(), field.name), describe(read.error()).c_str());
        }
    }

    void wrongTypeIsNamed_data() { addRows(); }
    void wrongTypeIsNamed()
    {
        QFETCH(const Table *, table);
        SeededRandom random(7);
        const Object object = make(*table);
        fill(*table, object.get(), random);
        for (std::size_t wrong = 0; wrong < table->fields.size(); ++wrong) {
            std::string bytes;
            cbor::writeArray(bytes, table->fields.size());
            for (std::size_t index = 0; index < table->fields.size(); ++index) {
                const Field &field = table->fields[index];
                if (index != wrong)
                    encodeValue(field, object.get(), bytes);
                else if (field.kind == Kind::Bool)
                    cbor::writeInteger(bytes, 1);
                else
                    cbor::writeBool(bytes, true);
            }
            const Object back = make(*table);
            const auto read = decode(*table, back.get(), Part::All, bytes, Strictness::Command);
            QVERIFY(!read);
            QVERIFY2(names(read.error(), table->fields[wrong].name), describe(read.error()).c_str());
        }
    }

    void oversizeIsNamed_data() { addRows(); }
    void oversizeIsNamed()
    {
        QFETCH(const Table *, table);
        SeededRandom random(8);
        for (const Field &field : table->fields) {
            const Object object = make(*table);
            fill(*table, object.get(), random);
            if (!overfill(field, object.get(), random))
                continue;
            const Object back = make(*table);
            const auto read = decode(*table, back.get(), Part::All, encodeAll(*table, object), Strictness::Command);
            QVERIFY2(!read, std::string(field.name).c_str());
            QVERIFY2(names(read.error(), field.name), describe(read.error()).c_str());
        }
    }

    void whatIsNoTextIsNamed_data() { addRows(); }
    void whatIsNoTextIsNamed()
    {
        QFETCH(const Table *, table);
        SeededRandom random(11);
        for (const Field &field : table->fields) {
            if (field.kind != Kind::Text)
                continue;
            for (const std::string_view bad :
                 {std::string_view("\xff"), std::string_view("\xc0\xaf"), std::string_view("\xed\xa0\x80"),
                  std::string_view("\xf4\x90\x80\x80"), std::string_view("a\0b", 3), std::string_view("\xe2\x82")}) {
                const Object object = make(*table);
                fill(*table, object.get(), random);
                void *member = field.at(object.get());
                *static_cast<std::string *>(field.optional ? field.optional->value(member) : member) = bad;
                const Object back = make(*table);
                const auto read = decode(*table, back.get(), Part::All, encodeAll(*table, object), Strictness::Replica);
                QVERIFY2(!read, std::string(field.name).c_str());
                QVERIFY2(names(read.error(), field.name), describe(read.error()).c_str());
            }
        }
    }

    void unknownNamesInJsonAreNamed_data() { addRows(); }
    void unknownNamesInJsonAreNamed()
    {
        QFETCH(const Table *, table);
        SeededRandom random(12);
        const Object object = make(*table);
        fill(*table, object.get(), random);
        std::string text;
        toJson(*table, object.get(), Part::All, text);
        for (const char *name : {"__proto__", "constructor", "Name", ""}) {
            auto value = parseJson(text);
            QVERIFY(value);
            value->members.emplace_back(name, JsonValue());
            const Object back = make(*table);
            const auto read = fromJson(*table, back.get(), *value, Strictness::Command);
            QVERIFY2(!read, name);
            QVERIFY2(names(read.error(), name), describe(read.error()).c_str());
        }
    }

    void olderAndNewerProgramsUnderstandEachOther_data()
    {
        QTest::addColumn<const Table *>("table");
        for (const EntityType *type : entityTypes())
            QTest::newRow(std::string(type->spec.name).c_str()) << type->table;
    }
    void olderAndNewerProgramsUnderstandEachOther()
    {
        QFETCH(const Table *, table);
        SeededRandom random(9);
        const Object object = make(*table);
        fill(*table, object.get(), random);
        for (const Part part : {Part::Open, Part::Personal}) {
            std::string bytes;
            encode(*table, object.get(), part, bytes);
            cbor::Reader reader(bytes);
            std::uint64_t count = 0;
            QVERIFY(reader.array(count));
            const std::string items(reader.position(), reader.left());

            std::string newer; // two fields that this program does not know
            cbor::writeArray(newer, count + 2);
            newer += items;
            cbor::writeText(newer, "later");
            cbor::writeArray(newer, 1);
            cbor::writeInteger(newer, 1);
            const Object kept = make(*table);
            if (part == Part::Personal && !table->hasPersonal)
                continue;
            QVERIFY(decode(*table, kept.get(), part, newer, Strictness::Replica));
            std::string again;
            encode(*table, kept.get(), part, again);
            QVERIFY(again == newer);

            std::string older; // a document from before any field was known
            cbor::writeArray(older, 0);
            const Object empty = make(*table);
            QVERIFY(decode(*table, empty.get(), part, older, Strictness::Replica));
        }
    }

    void numbersAndNamesAreTheirOwn()
    {
        QSet<int> numbers;
        QSet<QByteArray> entityNames;
        for (const EntityType *type : entityTypes()) {
            numbers.insert(type->spec.number);
            entityNames.insert(QByteArray(type->spec.name.data(), static_cast<int>(type->spec.name.size())));
            QCOMPARE(findEntity(type->spec.number), type);
            QCOMPARE(findEntity(type->spec.name), type);
        }
        QCOMPARE(static_cast<std::size_t>(numbers.size()), entityTypes().size());
        QCOMPARE(static_cast<std::size_t>(entityNames.size()), entityTypes().size());
        QSet<QByteArray> commands;
        for (const CommandType *type : commandTypes()) {
            commands.insert(QByteArray(type->spec.name.data(), static_cast<int>(type->spec.name.size())));
            QVERIFY(type->spec.permission != Permission::Nobody); // a command that forgot its permission is for nobody
        }
        QCOMPARE(static_cast<std::size_t>(commands.size()), commandTypes().size());
        QVERIFY(!findEntity(std::uint16_t{999}));
        QVERIFY(!findCommand("no.such"));
    }

    void everyRowHasAnAudienceOrIsTheServersAlone()
    {
        SeededRandom random(10);
        for (const EntityType *type : entityTypes()) {
            const Object object = make(*type->table);
            fill(*type->table, object.get(), random);
            const Scopes held = type->scopes(object.get());
            QCOMPARE(held.empty(), type->spec.replication == Replication::Server);
            QVERIFY(held.size() <= kMaxScopes);
            QVERIFY(std::is_sorted(held.begin(), held.end()));
            std::string bytes;
            encodeScopes(held, bytes);
            QVERIFY(decodeScopes(bytes) == held);
            QCOMPARE(type->table->hasPersonal, type->person != nullptr);
        }
    }
};

QTEST_GUILESS_MAIN(TestGeneric)
#include "tst_generic.moc"
