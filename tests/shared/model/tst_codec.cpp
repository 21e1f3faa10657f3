// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/codec.h"
#include "shared/model/json.h"

#include <QTest>

using namespace gatehouse;

namespace gatehouse {

enum class Colour : std::uint8_t { Red = 0, Green = 1 };
template <>
inline constexpr auto enumNames<Colour> = std::array<std::string_view, 2>{"red", "green"};

struct ThingTag;

struct Part2 {
    std::string label;
    std::int32_t weight = 0;
    static constexpr Field fields[] = {field<&Part2::label>("label"), ranged<&Part2::weight>("weight", 0, 10)};
    bool operator==(const Part2 &) const = default;
};

struct Thing {
    IdOf<ThingTag> id;
    std::string name;
    std::int64_t size = 0;
    bool isOn = false;
    Colour colour = Colour::Red;
    std::optional<Instant> until;
    Money price;
    Point at;
    std::vector<Point> outline;
    std::vector<Part2> parts;
    std::vector<std::string> words;
    Bytes key;
    std::string secret;
    Later later;
    Later laterPersonal;
    static constexpr Field fields[] = {field<&Thing::name>("name", Flag::None, 8),
                                       ranged<&Thing::size>("size", -5, 1'000'000'000'000),
                                       field<&Thing::isOn>("isOn"),
                                       field<&Thing::colour>("colour"),
                                       field<&Thing::until>("until"),
                                       field<&Thing::price>("price"),
                                       field<&Thing::at>("at"),
                                       field<&Thing::outline>("outline", Flag::Optional, 4),
                                       field<&Thing::parts>("parts", Flag::Optional, 3),
                                       field<&Thing::words>("words", Flag::Optional, 3),
                                       field<&Thing::key>("key", Flag::Optional, 4),
                                       field<&Thing::secret>("secret", Flag::Personal | Flag::Optional)};
    bool operator==(const Thing &) const = default;
};

/// The same thing as an older program knew it.
struct OldThing {
    std::string name;
    std::int64_t size = 0;
    Later later;
    static constexpr Field fields[] = {field<&OldThing::name>("name", Flag::None, 8),
                                       ranged<&OldThing::size>("size", -5, 1'000'000'000'000)};
};

struct EditThing {
    EditsOf<Thing> edits;
    static constexpr Field fields[] = {field<&EditThing::edits>("edits")};
};

} // namespace gatehouse

namespace {

Thing sample()
{
    Thing thing;
    thing.name = "Łódź";
    thing.size = 123456789012;
    thing.isOn = true;
    thing.colour = Colour::Green;
    thing.until = Instant{1'795'426'200'250};
    thing.price = {1250, {'E', 'U', 'R'}};
    thing.at = {-5, 7};
    thing.outline = {{0, 0}, {1000, 0}, {1000, 2000}};
    thing.parts = {{"a", 1}, {"b", 10}};
    thing.words = {"x", "ÿ"};
    thing.key = Bytes(std::string_view("\x00\x01\x02", 3));
    thing.secret = "nobody's business";
    return thing;
}

std::string faultsOf(const Failure &failure)
{
    std::string text;
    for (const FieldFault &fault : failure.fields)
        text += fault.path + ":" + fault.reason + ";";
    return text;
}

} // namespace

class TestCodec : public QObject
{
    Q_OBJECT

private slots:
    void cborComesBack()
    {
        const Thing thing = sample();
        const std::string bytes = encoded(thing);
        const auto back = decoded<Thing>(bytes);
        QVERIFY2(back, back ? "" : describe(back.error()).c_str());
        QVERIFY(*back == thing);
        QCOMPARE(encoded(*back), bytes);
    }

    void partsTogetherAreTheWhole()
    {
        const Thing thing = sample();
        const std::string open = encoded(thing, Part::Open);
        QVERIFY(open.find("nobody") == std::string::npos);
        Thing back;
        QVERIFY(decode(tableOf<Thing>(), &back, Part::Open, open, Strictness::Replica));
        QVERIFY(back.secret.empty());
        QVERIFY(decode(tableOf<Thing>(), &back, Part::Personal, encoded(thing, Part::Personal), Strictness::Replica));
        QVERIFY(back == thing);
    }

    void laterFieldsAreKept()
    {
        const Thing thing = sample();
        const std::string bytes = encoded(thing, Part::Open);
        OldThing old;
        QVERIFY(decode(tableOf<OldThing>(), &old, Part::Open, bytes, Strictness::Replica));
        QCOMPARE(old.name, thing.name);
        QCOMPARE(old.later.count, 9U);
        QCOMPARE(encoded(old, Part::Open), bytes);
        old.name = "new";
        Thing back;
        QVERIFY(decode(tableOf<Thing>(), &back, Part::Open, encoded(old, Part::Open), Strictness::Replica));
        QCOMPARE(back.name, std::string("new"));
        QVERIFY(back.parts == thing.parts);
    }

    void earlierDocumentsLackTheLastFields()
    {
        OldThing old;
        old.name = "old";
        old.size = 4;
        Thing thing;
        QVERIFY(decode(tableOf<Thing>(), &thing, Part::Open, encoded(old, Part::Open), Strictness::Replica));
        QCOMPARE(thing.name, std::string("old"));
        QVERIFY(!thing.until);
    }

    void everyBadFieldIsNamed()
    {
        std::string bytes;
        cbor::writeArray(bytes, 12);
        cbor::writeText(bytes, "nine char"); // 9 of 8
        cbor::writeInteger(bytes, -6);
        cbor::writeText(bytes, "true");
        cbor::writeUnsigned(bytes, 2);
        cbor::writeNull(bytes);
        cbor::writeArray(bytes, 2);
        cbor::writeInteger(bytes, 1);
        cbor::writeText(bytes, "eur");
        cbor::writeArray(bytes, 2);
        cbor::writeInteger(bytes, 1);
        cbor::writeInteger(bytes, 1LL << 40);
        cbor::writeArray(bytes, 10);
        for (int index = 0; index < 10; ++index)
            cbor::writeInteger(bytes, index);
        cbor::writeArray(bytes, 1);
        cbor::writeArray(bytes, 2);
        cbor::writeNull(bytes);
        cbor::writeInteger(bytes, 11);
        cbor::writeArray(bytes, 1);
        cbor::writeText(bytes, "\xff");
        cbor::writeBytes(bytes, "12345");
        cbor::writeInteger(bytes, 1);
        const auto back = decoded<Thing>(bytes);
        QVERIFY(!back);
        QCOMPARE(back.error().fault, Fault::Invalid);
        QCOMPARE(faultsOf(back.error()),
                 std::string(
                     "name:too long;size:out of range;isOn:wrong type;colour:unknown value;price:no currency;at:out of "
                     "range;outline:too many;parts[0].label:missing;parts[0].weight:out of range;words:not "
                     "UTF-8;key:too long;secret:wrong type;"));
    }

    void aReplicaKeepsAnUnknownEnumValue()
    {
        Thing thing = sample();
        thing.colour = static_cast<Colour>(9);
        const auto strict = decoded<Thing>(encoded(thing));
        QVERIFY(!strict);
        QCOMPARE(faultsOf(strict.error()), std::string("colour:unknown value;"));
        const auto kept = decoded<Thing>(encoded(thing), Strictness::Replica);
        QVERIFY(kept);
        QVERIFY(*kept == thing);
        QVERIFY(json(*kept).find("\"unknown:9\"") != std::string::npos);
    }

    void damagedBytesNeverPass()
    {
        const std::string bytes = encoded(sample());
        for (std::size_t length = 0; length < bytes.size(); ++length)
            QVERIFY(!decoded<Thing>(bytes.substr(0, length)));
        QVERIFY(!decoded<Thing>(bytes + "x"));
        SeededRandom random(11);
        for (int round = 0; round < 20'000; ++round) { // must not crash; what passes must be within its limits
            std::string damaged = bytes;
            damaged[random.below(damaged.size())] = static_cast<char>(random.next());
            if (const auto back = decoded<Thing>(damaged)) {
                QVERIFY(back->parts.size() <= 3 && back->outline.size() <= 4);
                const auto again = decoded<Thing>(encoded(*back));
                QVERIFY(again && *again == *back);
            }
        }
    }

    void deepNestingIsRefused()
    {
        std::string bytes(100'000, static_cast<char>(0x81));
        QVERIFY(!decoded<Thing>(bytes));
        cbor::Reader reader(bytes);
        QVERIFY(!reader.skip());
    }

    void editsCarryWhatChanged()
    {
        const Thing saw = sample();
        Thing now = saw;
        now.name = "new";
        now.until.reset();
        now.parts = {{"c", 3}};
        const auto edits = editsBetween(saw, now);
        QCOMPARE(edits.list.size(), std::size_t{3});
        const auto result = edited(saw, edits);
        QVERIFY(result);
        QVERIFY(*result == now);

        Thing other = saw; // somebody else changed another field: both stand
        other.size = 5;
        const auto merged = edited(other, edits);
        QVERIFY(merged);
        QCOMPARE(merged->size, 5);
        QCOMPARE(merged->name, std::string("new"));

        other.name = "theirs"; // the same field: refused, and named
        const auto refused = edited(other, edits);
        QVERIFY(!refused);
        QCOMPARE(refused.error().fault, Fault::Conflict);
        QCOMPARE(faultsOf(refused.error()), std::string("name:changed meanwhile;"));

        const auto twice = edited(*result, edits); // made again: nothing to do
        QVERIFY(twice);
        QVERIFY(*twice == now);
    }

    void anEditMustFitTheField()
    {
        const Thing saw = sample();
        Thing now = saw;
        now.name = "far too long a name";
        const auto refused = edited(saw, editsBetween(saw, now));
        QVERIFY(!refused);
        QCOMPARE(refused.error().fault, Fault::Invalid);
        QCOMPARE(faultsOf(refused.error()), std::string("name:too long;"));
    }

    void jsonComesBack()
    {
        const Thing thing = sample();
        const auto back = fromJson<Thing>(json(thing));
        QVERIFY2(back, back ? "" : describe(back.error()).c_str());
        QVERIFY(*back == thing);
    }

    void jsonEditsComeBack()
    {
        const Thing saw = sample();
        Thing now = saw;
        now.name = "new";
        now.until.reset();
        now.isOn = false;
        const EditThing command{editsBetween(saw, now)};
        const auto back = fromJson<EditThing>(json(command));
        QVERIFY2(back, back ? "" : describe(back.error()).c_str());
        QVERIFY(back->edits == command.edits);
    }

    void jsonNamesEveryBadField()
    {
        const auto back = fromJson<Thing>(
            R"({"name":"nine char","size":1.5,"isOn":1,"colour":"blue","until":"today","price":{"minor":1},"at":[1],
                "outline":null,"parts":[{"label":"a","weight":99,"extra":1}],"words":["\u0000"],"key":"!","other":true})");
        QVERIFY(!back);
        QCOMPARE(
            faultsOf(back.error()),
            std::string(
                "other:no such field;name:too long;size:wrong type;isOn:wrong type;colour:unknown value;until:wrong "
                "type;price:wrong type;at:wrong type;parts[0].extra:no such field;parts[0].weight:out of "
                "range;words:has U+0000;key:wrong type;"));
        const auto missing = fromJson<Thing>("{}");
        QVERIFY(!missing);
        QCOMPARE(faultsOf(missing.error()),
                 std::string("name:missing;size:missing;isOn:missing;colour:missing;price:missing;at:missing;"));
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
