// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/codec.h"

#include "shared/model/text.h"

#include <cassert>

namespace gatehouse {

namespace {

bool inPart(const Field &field, Part part)
{
    return part == Part::All || field.is(Flag::Personal) == (part == Part::Personal);
}

const Later *laterOf(const Table &table, const void *object, Part part)
{
    const auto access = part == Part::Personal ? table.laterPersonal : table.later;
    return access && part != Part::All ? access(const_cast<void *>(object)) : nullptr;
}

template <class T>
T &as(void *value)
{
    return *static_cast<T *>(value);
}

void encodeEdits(const EditsBase &edits, std::string &out)
{
    cbor::writeArray(out, edits.list.size());
    for (const FieldEdit &edit : edits.list) {
        cbor::writeArray(out, 3);
        cbor::writeUnsigned(out, edit.field);
        out += edit.saw;
        out += edit.now;
    }
}

void encodeKind(const Field &field, void *value, std::string &out)
{
    switch (field.kind) {
    case Kind::Bool:
        cbor::writeBool(out, as<bool>(value));
        return;
    case Kind::Int32:
        cbor::writeInteger(out, as<std::int32_t>(value));
        return;
    case Kind::Int64:
        cbor::writeInteger(out, as<std::int64_t>(value));
        return;
    case Kind::Id:
        if (as<Id>(value).isNull())
            cbor::writeNull(out);
        else
            cbor::writeBytes(out, as<Id>(value).view());
        return;
    case Kind::Instant:
        cbor::writeInteger(out, as<Instant>(value).ms);
        return;
    case Kind::Text:
        if (as<std::string>(value).empty())
            cbor::writeNull(out);
        else
            cbor::writeText(out, as<std::string>(value));
        return;
    case Kind::Bytes:
        if (as<Bytes>(value).empty())
            cbor::writeNull(out);
        else
            cbor::writeBytes(out, as<Bytes>(value));
        return;
    case Kind::Enum:
        cbor::writeUnsigned(out, as<std::uint8_t>(value));
        return;
    case Kind::Money:
        cbor::writeArray(out, 2);
        cbor::writeInteger(out, as<Money>(value).minor);
        cbor::writeText(out, as<Money>(value).code());
        return;
    case Kind::Point:
        cbor::writeArray(out, 2);
        cbor::writeInteger(out, as<Point>(value).xMm);
        cbor::writeInteger(out, as<Point>(value).yMm);
        return;
    case Kind::Points: {
        const auto &points = as<std::vector<Point>>(value);
        cbor::writeArray(out, points.size() * 2);
        for (const Point &point : points) {
            cbor::writeInteger(out, point.xMm);
            cbor::writeInteger(out, point.yMm);
        }
        return;
    }
    case Kind::Ids:
    case Kind::Texts:
    case Kind::Records: {
        const std::size_t count = field.list->size(value);
        cbor::writeArray(out, count);
        for (std::size_t index = 0; index < count; ++index) {
            void *element = field.list->at(value, index);
            if (field.kind == Kind::Ids)
                cbor::writeBytes(out, as<Id>(element).view());
            else if (field.kind == Kind::Texts)
                cbor::writeText(out, as<std::string>(element));
            else
                encode(*field.table(), element, Part::All, out);
        }
        return;
    }
    case Kind::Record:
        encode(*field.table(), value, Part::All, out);
        return;
    case Kind::Edits:
        encodeEdits(as<EditsBase>(value), out);
        return;
    }
}

/// Gathers what is wrong. The path is only built for a bad field.
struct Faults {
    std::vector<FieldFault> list;
    bool isMalformed = false; ///< the bytes after this cannot be found any more

    void add(std::string_view path, std::string_view reason)
    {
        if (list.size() < 64) // enough for a person to mend; a hostile array must not make a book of it
            list.push_back({std::string(path), std::string(reason)});
    }
};

bool decodeArray(const Table &table, void *object, Part part, cbor::Reader &reader, Strictness strictness,
                 Faults &faults, int depth);

/// A wrong kind of item: it is passed over, so that the fields after it are checked too.
bool wrongKind(cbor::Reader &reader, const char *from, const char *end, const Field &field, Faults &faults)
{
    reader = cbor::Reader({from, static_cast<std::size_t>(end - from)});
    faults.add(field.name, "wrong type");
    if (!reader.skip()) {
        faults.isMalformed = true;
        return false;
    }
    return true;
}

std::string_view textFault(std::string_view text, const Field &field)
{
    if (!isUtf8(text))
        return "not UTF-8";
    if (text.size() > field.limit && characterCount(text) > field.limit)
        return "too long";
    if (text.find('\0') != std::string_view::npos)
        return "has U+0000";
    return {};
}

bool decodeEdits(const Field &field, void *value, cbor::Reader &reader, Faults &faults)
{
    auto &edits = as<EditsBase>(value);
    std::uint64_t count = 0;
    if (!reader.array(count))
        return false;
    const std::size_t known = field.table()->fields.size();
    if (count > known)
        faults.add(field.name, "too many");
    for (std::uint64_t index = 0; index < count; ++index) {
        std::uint64_t three = 0;
        std::int64_t place = 0;
        std::string_view saw;
        std::string_view now;
        if (!reader.array(three) || three != 3 || !reader.integer(place) || !reader.item(saw) || !reader.item(now))
            return false;
        if (place < 0 || static_cast<std::uint64_t>(place) >= known) {
            faults.add(field.name, "no such field");
            continue;
        }
        edits.list.push_back({static_cast<std::uint16_t>(place), std::string(saw), std::string(now)});
    }
    return true;
}

bool decodeList(const Field &field, void *value, cbor::Reader &reader, Strictness strictness, Faults &faults, int depth)
{
    assert(field.list);
    std::uint64_t count = 0;
    if (!reader.array(count))
        return false;
    if (count > field.limit) {
        faults.add(field.name, "too many");
        for (std::uint64_t index = 0; index < count; ++index) {
            if (!reader.skip())
                return false;
        }
        return true;
    }
    for (std::uint64_t index = 0; index < count; ++index) {
        void *element = field.list->append(value);
        std::string_view view;
        if (field.kind == Kind::Ids) {
            if (!reader.bytes(view) || view.size() != 16)
                return false;
            std::memcpy(as<Id>(element).bytes.data(), view.data(), 16);
        } else if (field.kind == Kind::Texts) {
            if (!reader.text(view))
                return false;
            Field each = field;
            each.limit = kMaxName;
            if (const auto reason = textFault(view, each); !reason.empty())
                faults.add(field.name, reason);
            as<std::string>(element) = view;
        } else {
            const std::size_t before = faults.list.size();
            if (!decodeArray(*field.table(), element, Part::All, reader, strictness, faults, depth - 1))
                return false;
            for (std::size_t at = before; at < faults.list.size(); ++at)
                faults.list[at].path =
                    std::string(field.name) + "[" + std::to_string(index) + "]." + faults.list[at].path;
        }
    }
    return true;
}

bool decodePoints(const Field &field, void *value, cbor::Reader &reader, Faults &faults)
{
    auto &points = as<std::vector<Point>>(value);
    std::uint64_t count = 0;
    if (!reader.array(count) || count % 2 != 0)
        return false;
    if (count / 2 > field.limit)
        faults.add(field.name, "too many");
    for (std::uint64_t index = 0; index < count; index += 2) {
        std::int64_t x = 0;
        std::int64_t y = 0;
        if (!reader.integer(x) || !reader.integer(y))
            return false;
        if (x != static_cast<std::int32_t>(x) || y != static_cast<std::int32_t>(y))
            faults.add(field.name, "out of range");
        else if (points.size() < field.limit)
            points.push_back({static_cast<std::int32_t>(x), static_cast<std::int32_t>(y)});
    }
    return true;
}

/// False if the item is of another kind; what is of the right kind but not allowed is added to the faults.
bool decodeKind(const Field &field, void *value, cbor::Reader &reader, Strictness strictness, Faults &faults, int depth)
{
    std::int64_t integer = 0;
    std::string_view view;
    switch (field.kind) {
    case Kind::Bool:
        return reader.boolean(as<bool>(value));
    case Kind::Int32:
    case Kind::Int64:
        if (!reader.integer(integer))
            return false;
        if (integer < field.least || integer > field.most)
            faults.add(field.name, "out of range");
        else if (field.kind == Kind::Int32)
            as<std::int32_t>(value) = static_cast<std::int32_t>(integer);
        else
            as<std::int64_t>(value) = integer;
        return true;
    case Kind::Id:
        if (!reader.bytes(view) || view.size() != 16)
            return false;
        std::memcpy(as<Id>(value).bytes.data(), view.data(), 16);
        return true;
    case Kind::Instant:
        if (!reader.integer(integer))
            return false;
        if (integer < -62'135'596'800'000 || integer > 253'402'300'799'999) // years 0001 to 9999
            faults.add(field.name, "out of range");
        else
            as<Instant>(value).ms = integer;
        return true;
    case Kind::Text:
        if (!reader.text(view))
            return false;
        if (const auto reason = textFault(view, field); !reason.empty())
            faults.add(field.name, reason);
        else
            as<std::string>(value).assign(view);
        return true;
    case Kind::Bytes:
        if (!reader.bytes(view))
            return false;
        if (view.size() > field.limit)
            faults.add(field.name, "too long");
        else
            as<Bytes>(value).assign(view);
        return true;
    case Kind::Enum:
        if (!reader.integer(integer) || integer < 0 || integer > 255)
            return false;
        if (strictness == Strictness::Command && static_cast<std::size_t>(integer) >= field.names->names.size())
            faults.add(field.name, "unknown value");
        else
            as<std::uint8_t>(value) = static_cast<std::uint8_t>(integer);
        return true;
    case Kind::Money: {
        std::uint64_t two = 0;
        if (!reader.array(two) || two != 2 || !reader.integer(integer) || !reader.text(view) || view.size() != 3)
            return false;
        for (std::size_t index = 0; index < 3; ++index) {
            if (view[index] < 'A' || view[index] > 'Z') {
                faults.add(field.name, "no currency");
                return true;
            }
            as<Money>(value).currency[index] = view[index];
        }
        as<Money>(value).minor = integer;
        return true;
    }
    case Kind::Point: {
        std::uint64_t two = 0;
        std::int64_t y = 0;
        if (!reader.array(two) || two != 2 || !reader.integer(integer) || !reader.integer(y))
            return false;
        if (integer != static_cast<std::int32_t>(integer) || y != static_cast<std::int32_t>(y))
            faults.add(field.name, "out of range");
        else
            as<Point>(value) = {static_cast<std::int32_t>(integer), static_cast<std::int32_t>(y)};
        return true;
    }
    case Kind::Points:
        return decodePoints(field, value, reader, faults);
    case Kind::Ids:
    case Kind::Texts:
    case Kind::Records:
        return decodeList(field, value, reader, strictness, faults, depth);
    case Kind::Record: {
        const std::size_t before = faults.list.size();
        if (!decodeArray(*field.table(), value, Part::All, reader, strictness, faults, depth - 1))
            return false;
        for (std::size_t at = before; at < faults.list.size(); ++at)
            faults.list[at].path = std::string(field.name) + "." + faults.list[at].path;
        return true;
    }
    case Kind::Edits:
        return decodeEdits(field, value, reader, faults);
    }
    return false;
}

/// Sets the field to "unset"; false if it has no such state.
bool unset(const Field &field, void *member)
{
    if (field.optional) {
        field.optional->reset(member);
        return true;
    }
    switch (field.kind) {
    case Kind::Id:
        as<Id>(member) = Id{};
        return true;
    case Kind::Text:
        as<std::string>(member).clear();
        return true;
    case Kind::Bytes:
        as<Bytes>(member).clear();
        return true;
    case Kind::Points:
        as<std::vector<Point>>(member).clear();
        return true;
    case Kind::Ids:
    case Kind::Texts:
    case Kind::Records:
        field.list->clear(member);
        return true;
    case Kind::Bool:
    case Kind::Int32:
    case Kind::Int64:
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

/// One field's item: null, or a value.
bool decodeField(const Field &field, void *object, cbor::Reader &reader, const char *end, Strictness strictness,
                 Faults &faults, int depth)
{
    void *member = field.at(object);
    if (reader.null()) {
        if (!unset(field, member))
            faults.add(field.name, "wrong type");
        else if (strictness == Strictness::Command && !field.mayBeUnset())
            faults.add(field.name, "missing");
        return true;
    }
    const char *const from = reader.position();
    void *value = field.optional ? field.optional->value(member) : member;
    if (field.list)
        field.list->clear(value);
    else if (field.kind == Kind::Points)
        as<std::vector<Point>>(value).clear();
    if (!decodeKind(field, value, reader, strictness, faults, depth))
        return wrongKind(reader, from, end, field, faults);
    return true;
}

bool decodeArray(const Table &table, void *object, Part part, cbor::Reader &reader, Strictness strictness,
                 Faults &faults, int depth)
{
    std::uint64_t count = 0;
    if (depth == 0 || !reader.array(count))
        return false;
    const char *const end = reader.position() + reader.left();
    for (const Field &field : table.fields) {
        if (!inPart(field, part))
            continue;
        if (count == 0) {
            if (strictness == Strictness::Command && !field.mayBeUnset())
                faults.add(field.name, "missing");
            continue;
        }
        --count;
        if (!decodeField(field, object, reader, end, strictness, faults, depth)) {
            faults.isMalformed = true;
            return false;
        }
    }
    if (count == 0)
        return true;
    const char *const from = reader.position();
    for (std::uint64_t index = 0; index < count; ++index) {
        if (!reader.skip())
            return false;
    }
    if (auto *later = const_cast<Later *>(laterOf(table, object, part))) {
        later->count = static_cast<std::uint32_t>(count);
        later->items.assign(from, static_cast<std::size_t>(reader.position() - from));
    }
    return true;
}

Failure invalid(const Table &table, Faults &&faults)
{
    return {faults.isMalformed ? Fault::Malformed : Fault::Invalid, std::string(table.name), std::move(faults.list)};
}

} // namespace

void encodeValue(const Field &field, const void *object, std::string &out)
{
    void *member = field.at(const_cast<void *>(object));
    if (!field.optional)
        encodeKind(field, member, out);
    else if (field.optional->has(member))
        encodeKind(field, field.optional->value(member), out);
    else
        cbor::writeNull(out);
}

void encode(const Table &table, const void *object, Part part, std::string &out)
{
    const Later *later = laterOf(table, object, part);
    std::size_t count = table.fields.size();
    if (part != Part::All && table.hasPersonal) {
        count = 0;
        for (const Field &field : table.fields)
            count += inPart(field, part);
    } else if (part == Part::Personal) {
        count = 0;
    }
    cbor::writeArray(out, count + (later ? later->count : 0));
    for (const Field &field : table.fields) {
        if (inPart(field, part))
            encodeValue(field, object, out);
    }
    if (later)
        out += later->items;
}

Result<> decode(const Table &table, void *object, Part part, std::string_view bytes, Strictness strictness)
{
    cbor::Reader reader(bytes);
    Faults faults;
    if (!decodeArray(table, object, part, reader, strictness, faults, kMaxDepth) || !reader.atEnd()) {
        faults.isMalformed = true;
        return fail(invalid(table, std::move(faults)));
    }
    if (!faults.list.empty())
        return fail(invalid(table, std::move(faults)));
    return {};
}

Result<> decodeValue(const Field &field, void *object, std::string_view item, Strictness strictness)
{
    cbor::Reader reader(item);
    Faults faults;
    const char *const end = item.data() + item.size();
    if (!decodeField(field, object, reader, end, strictness, faults, kMaxDepth) || !reader.atEnd())
        return fail(Failure{Fault::Malformed, std::string(field.name), std::move(faults.list)});
    if (!faults.list.empty())
        return fail(Failure{Fault::Invalid, std::string(field.name), std::move(faults.list)});
    return {};
}

Result<> applyEdits(const Table &table, void *object, const EditsBase &edits)
{
    // Checked whole before the first change, so that a refusal leaves the entity as it was.
    Failure failure{Fault::None, std::string(table.name), {}};
    for (const FieldEdit &edit : edits.list) {
        if (edit.field >= table.fields.size()) {
            failure.fault = Fault::Invalid;
            failure.fields.push_back({std::to_string(edit.field), "no such field"});
            continue;
        }
        const Field &field = table.fields[edit.field];
        std::string current;
        encodeValue(field, object, current);
        if (field.is(Flag::Fixed)) {
            failure.fault = Fault::Invalid;
            failure.fields.push_back({std::string(field.name), "never changes"});
        } else if (current != edit.saw && current != edit.now) {
            failure.fault = failure.fault == Fault::None ? Fault::Conflict : failure.fault;
            failure.fields.push_back({std::string(field.name), "changed meanwhile"});
        }
    }
    if (failure.fault != Fault::None)
        return fail(std::move(failure));
    for (const FieldEdit &edit : edits.list) {
        const Field &field = table.fields[edit.field];
        if (auto result = decodeValue(field, object, edit.now, Strictness::Command); !result) {
            failure.fault = Fault::Invalid;
            for (FieldFault &each : result.error().fields)
                failure.fields.push_back(std::move(each));
        }
    }
    // The caller works on a copy (see edited()), so a half-changed object is thrown away by the refusal.
    if (failure.fault != Fault::None)
        return fail(std::move(failure));
    return {};
}

} // namespace gatehouse
