// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/shared/house/filling.h"

#include <algorithm>

namespace gatehouse::filling {

namespace {

template <class T>
T &as(void *value)
{
    return *static_cast<T *>(value);
}

std::string words(Random &random, std::size_t characters)
{
    static constexpr std::array<std::string_view, 8> kLetters = {"a", "ß", "Ł", "東", "ש", "🎟", "'", " "};
    std::string text = "x";
    for (std::size_t index = 1; index < characters; ++index)
        text += kLetters[random.below(kLetters.size())];
    return text;
}

void fillId(Id &id, Random &random)
{
    id = makeId(static_cast<std::int64_t>(random.below(2'000'000'000'000)), random);
}

std::int64_t within(std::int64_t least, std::int64_t most, Random &random)
{
    const std::uint64_t span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
    const std::uint64_t at = span == ~std::uint64_t{0} ? random.next() >> 12 : random.below(span + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + at);
}

void fillValue(const Field &field, void *value, Random &random)
{
    switch (field.kind) {
    case Kind::Bool:
        as<bool>(value) = random.below(2) == 1;
        return;
    case Kind::Int32:
        as<std::int32_t>(value) = static_cast<std::int32_t>(within(field.least, field.most, random));
        return;
    case Kind::Int64: // JSON holds 2⁵³ − 1
        as<std::int64_t>(value) = within(std::max<std::int64_t>(field.least, -9'000'000'000'000'000),
                                         std::min<std::int64_t>(field.most, 9'000'000'000'000'000), random);
        return;
    case Kind::Id:
        fillId(as<Id>(value), random);
        return;
    case Kind::Instant:
        as<Instant>(value).ms = static_cast<std::int64_t>(random.below(4'000'000'000'000));
        return;
    case Kind::Text:
        as<std::string>(value) = words(random, 1 + random.below(std::min<std::uint32_t>(field.limit, 40)));
        return;
    case Kind::Bytes: {
        auto &bytes = as<Bytes>(value);
        bytes.resize(1 + random.below(std::min<std::uint32_t>(field.limit, 32)));
        random.fill(bytes.data(), bytes.size());
        return;
    }
    case Kind::Enum:
        as<std::uint8_t>(value) = static_cast<std::uint8_t>(random.below(field.names->names.size()));
        return;
    case Kind::Money:
        as<Money>(value) = {within(-1'000'000, 1'000'000, random), {'C', 'H', 'F'}};
        return;
    case Kind::Point:
        as<Point>(value) = {static_cast<std::int32_t>(random.next()), static_cast<std::int32_t>(random.next())};
        return;
    case Kind::Points:
        as<std::vector<Point>>(value).assign(1 + random.below(std::min<std::uint32_t>(field.limit, 6)), {1, -2});
        return;
    case Kind::Ids:
    case Kind::Texts:
    case Kind::Records:
        field.list->clear(value);
        for (std::uint64_t count = 1 + random.below(std::min<std::uint32_t>(field.limit, 3)); count > 0; --count) {
            void *element = field.list->append(value);
            if (field.kind == Kind::Ids)
                fillId(as<Id>(element), random);
            else if (field.kind == Kind::Texts)
                as<std::string>(element) = words(random, 5);
            else
                fill(*field.table(), element, random);
        }
        return;
    case Kind::Record:
        fill(*field.table(), value, random);
        return;
    case Kind::Edits:
        return; // made from two entities, see editsBetween()
    }
}

} // namespace

void fillField(const Field &field, void *object, Random &random)
{
    void *member = field.at(object);
    fillValue(field, field.optional ? field.optional->value(member) : member, random);
}

void fill(const Table &table, void *object, Random &random)
{
    for (const Field &field : table.fields)
        fillField(field, object, random);
}

bool overfill(const Field &field, void *object, Random &random)
{
    void *member = field.at(object);
    void *value = field.optional ? field.optional->value(member) : member;
    switch (field.kind) {
    case Kind::Text:
        as<std::string>(value) = words(random, field.limit + 1);
        return true;
    case Kind::Bytes:
        as<Bytes>(value).assign(field.limit + 1, 'b');
        return true;
    case Kind::Points:
        as<std::vector<Point>>(value).assign(field.limit + 1, {});
        return true;
    case Kind::Int32:
        if (field.most >= 2'147'483'647)
            return false;
        as<std::int32_t>(value) = static_cast<std::int32_t>(field.most + 1);
        return true;
    case Kind::Int64:
        if (field.most >= 9'000'000'000'000'000)
            return false;
        as<std::int64_t>(value) = field.most + 1;
        return true;
    case Kind::Ids:
    case Kind::Texts:
    case Kind::Records:
        field.list->clear(value);
        for (std::uint32_t count = 0; count <= field.limit; ++count) {
            void *element = field.list->append(value);
            if (field.kind == Kind::Records)
                fill(*field.table(), element, random);
        }
        return true;
    case Kind::Bool:
    case Kind::Id:
    case Kind::Instant:
    case Kind::Enum:
    case Kind::Money:
    case Kind::Point:
    case Kind::Record:
    case Kind::Edits:
        return false;
    }
    return false;
}

} // namespace gatehouse::filling
