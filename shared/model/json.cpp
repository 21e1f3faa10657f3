// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/model/json.h"

#include "shared/model/text.h"

#include <array>
#include <charconv>
#include <memory>

namespace gatehouse {

namespace {

constexpr std::size_t kMaxMembers = 1000; // no struct of ours has so many; it bounds the search for duplicates

class JsonReader
{
public:
    explicit JsonReader(std::string_view text) : m_text(text) {}

    Result<JsonValue> read()
    {
        JsonValue value;
        if (!isUtf8(m_text))
            return fail(Fault::Malformed, "not UTF-8");
        if (readValue(value, kMaxDepth)) {
            space();
            if (m_at == m_text.size())
                return value;
        }
        return fail(Fault::Malformed, (m_reason.empty() ? "not JSON" : m_reason) + " at byte " + std::to_string(m_at));
    }

private:
    void space()
    {
        while (m_at < m_text.size() && std::string_view(" \t\n\r").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }

    bool take(char c)
    {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    bool takeWord(std::string_view word)
    {
        if (m_text.substr(m_at, word.size()) != word)
            return false;
        m_at += word.size();
        return true;
    }

    bool readValue(JsonValue &value, int depth)
    {
        space();
        if (depth == 0) {
            m_reason = "nested too deep";
            return false;
        }
        if (m_at >= m_text.size())
            return false;
        switch (m_text[m_at]) {
        case '{':
            return readObject(value, depth);
        case '[':
            return readArray(value, depth);
        case '"':
            value.type = JsonValue::Type::String;
            return readString(value.text);
        case 't':
            value.type = JsonValue::Type::Bool;
            value.boolean = true;
            return takeWord("true");
        case 'f':
            value.type = JsonValue::Type::Bool;
            return takeWord("false");
        case 'n':
            return takeWord("null");
        default:
            value.type = JsonValue::Type::Number;
            return readNumber(value.text);
        }
    }

    bool readObject(JsonValue &value, int depth)
    {
        value.type = JsonValue::Type::Object;
        ++m_at;
        space();
        if (take('}'))
            return true;
        do {
            space();
            std::string name;
            if (m_at >= m_text.size() || m_text[m_at] != '"' || !readString(name))
                return false;
            space();
            if (!take(':'))
                return false;
            if (value.find(name) || value.members.size() >= kMaxMembers) {
                m_reason = value.find(name) ? "a name twice in one object" : "too many names in one object";
                return false;
            }
            JsonValue member;
            if (!readValue(member, depth - 1))
                return false;
            value.members.emplace_back(std::move(name), std::move(member));
            space();
        } while (take(','));
        return take('}');
    }

    bool readArray(JsonValue &value, int depth)
    {
        value.type = JsonValue::Type::Array;
        ++m_at;
        space();
        if (take(']'))
            return true;
        do {
            if (!readValue(value.elements.emplace_back(), depth - 1))
                return false;
            space();
        } while (take(','));
        return take(']');
    }

    bool digits()
    {
        const std::size_t from = m_at;
        while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9')
            ++m_at;
        return m_at > from;
    }

    bool readNumber(std::string &text)
    {
        const std::size_t from = m_at;
        take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (take('e') || take('E')) {
            if (!take('+'))
                take('-');
            if (!digits())
                return false;
        }
        text = m_text.substr(from, m_at - from);
        return true;
    }

    bool fourHex(unsigned &value)
    {
        value = 0;
        if (m_text.size() - m_at < 4)
            return false;
        const auto result = std::from_chars(m_text.data() + m_at, m_text.data() + m_at + 4, value, 16);
        if (result.ec != std::errc{} || result.ptr != m_text.data() + m_at + 4)
            return false;
        m_at += 4;
        return true;
    }

    bool readEscape(std::string &out)
    {
        if (m_at >= m_text.size())
            return false;
        constexpr std::string_view kShort = "\"\\/bfnrt";
        constexpr std::string_view kMeaning = "\"\\/\b\f\n\r\t";
        const char c = m_text[m_at++];
        if (const auto at = kShort.find(c); at != std::string_view::npos) {
            out += kMeaning[at];
            return true;
        }
        unsigned code = 0;
        if (c != 'u' || !fourHex(code))
            return false;
        if (code >= 0xd800 && code < 0xdc00) {
            unsigned low = 0;
            if (!take('\\') || !take('u') || !fourHex(low) || low < 0xdc00 || low > 0xdfff) {
                m_reason = "half a surrogate pair";
                return false;
            }
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        } else if (code >= 0xdc00 && code < 0xe000) {
            m_reason = "half a surrogate pair";
            return false;
        }
        appendUtf8(out, code);
        return true;
    }

    static void appendUtf8(std::string &out, unsigned code)
    {
        if (code < 0x80) {
            out += static_cast<char>(code);
        } else if (code < 0x800) {
            out += static_cast<char>(0xc0 | (code >> 6));
            out += static_cast<char>(0x80 | (code & 63));
        } else if (code < 0x10000) {
            out += static_cast<char>(0xe0 | (code >> 12));
            out += static_cast<char>(0x80 | ((code >> 6) & 63));
            out += static_cast<char>(0x80 | (code & 63));
        } else {
            out += static_cast<char>(0xf0 | (code >> 18));
            out += static_cast<char>(0x80 | ((code >> 12) & 63));
            out += static_cast<char>(0x80 | ((code >> 6) & 63));
            out += static_cast<char>(0x80 | (code & 63));
        }
    }

    bool readString(std::string &out)
    {
        ++m_at;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c == '"')
                return true;
            if (static_cast<std::uint8_t>(c) < 0x20)
                return false;
            if (c != '\\')
                out += c;
            else if (!readEscape(out))
                return false;
        }
        return false;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_reason;
};

template <class T>
T &as(void *value)
{
    return *static_cast<T *>(value);
}

constexpr std::string_view kUnknownValue = "unknown:";

std::string_view enumName(const Field &field, std::uint8_t value, std::string &room)
{
    if (value < field.names->names.size())
        return field.names->names[value];
    room = std::string(kUnknownValue) + std::to_string(value);
    return room;
}

bool isExactInJson(std::int64_t value)
{
    constexpr auto kMost = static_cast<std::int64_t>(kMaxJsonInteger);
    return value <= kMost && value >= -kMost;
}

/// What every reader of JSON holds exactly is a number; the rest (the random bits of a ticket's number) its digits as
/// text.
void writeInteger(std::int64_t value, std::string &out)
{
    const std::string digits = std::to_string(value);
    out += isExactInJson(value) ? digits : '"' + digits + '"';
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || text != std::to_string(value))
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> wideInteger(const JsonValue &value)
{
    if (value.type != JsonValue::Type::String)
        return value.integer();
    const auto wide = wholeNumber(value.text);
    return wide && !isExactInJson(*wide) ? wide : std::nullopt; // each value has one spelling
}

/// The number in "unknown:200", which is how a value of a newer program is written; 255, which no enum has, for any
/// other word. Both are decoded as values that are not known: refused in a command, kept in a replica.
std::uint64_t unknownValue(std::string_view word, std::size_t known)
{
    constexpr std::uint64_t kNoValue = 255;
    const bool hasNumber = word.starts_with(kUnknownValue);
    const auto number = hasNumber ? wholeNumber(word.substr(kUnknownValue.size())) : std::nullopt;
    const bool isUnknown =
        number && *number >= static_cast<std::int64_t>(known) && *number <= static_cast<std::int64_t>(kNoValue);
    return isUnknown ? static_cast<std::uint64_t>(*number) : kNoValue;
}

void writeEdits(const Field &field, const EditsBase &edits, std::string &out);

void writeKind(const Field &field, void *value, std::string &out)
{
    std::string room;
    switch (field.kind) {
    case Kind::Bool:
        out += as<bool>(value) ? "true" : "false";
        return;
    case Kind::Int32:
        out += std::to_string(as<std::int32_t>(value));
        return;
    case Kind::Int64:
        writeInteger(as<std::int64_t>(value), out);
        return;
    case Kind::Id:
        out += as<Id>(value).isNull() ? "null" : '"' + as<Id>(value).toString() + '"';
        return;
    case Kind::Instant:
        out += '"' + as<Instant>(value).toString() + '"';
        return;
    case Kind::Text:
        if (as<std::string>(value).empty())
            out += "null";
        else
            writeJsonString(out, as<std::string>(value));
        return;
    case Kind::Bytes:
        out += as<Bytes>(value).empty() ? "null" : '"' + toBase64Url(as<Bytes>(value)) + '"';
        return;
    case Kind::Enum:
        writeJsonString(out, enumName(field, as<std::uint8_t>(value), room));
        return;
    case Kind::Money:
        out += "{\"minor\":" + std::to_string(as<Money>(value).minor) + ",\"currency\":\""
            + std::string(as<Money>(value).code()) + "\"}";
        return;
    case Kind::Point:
        out += '[' + std::to_string(as<Point>(value).xMm) + ',' + std::to_string(as<Point>(value).yMm) + ']';
        return;
    case Kind::Points: {
        out += '[';
        bool first = true;
        for (const Point &point : as<std::vector<Point>>(value)) {
            out += (first ? "[" : ",[") + std::to_string(point.xMm) + ',' + std::to_string(point.yMm) + ']';
            first = false;
        }
        out += ']';
        return;
    }
    case Kind::Ids:
    case Kind::Texts:
    case Kind::Records:
        out += '[';
        for (std::size_t index = 0; index < field.list->size(value); ++index) {
            void *element = field.list->at(value, index);
            if (index > 0)
                out += ',';
            if (field.kind == Kind::Ids)
                out += '"' + as<Id>(element).toString() + '"';
            else if (field.kind == Kind::Texts)
                writeJsonString(out, as<std::string>(element));
            else
                toJson(*field.table(), element, Part::All, out);
        }
        out += ']';
        return;
    case Kind::Record:
        toJson(*field.table(), value, Part::All, out);
        return;
    case Kind::Edits:
        writeEdits(field, as<EditsBase>(value), out);
        return;
    }
}

void writeValue(const Field &field, const void *object, std::string &out)
{
    void *member = field.at(const_cast<void *>(object));
    if (field.optional && !field.optional->has(member))
        out += "null";
    else
        writeKind(field, field.optional ? field.optional->value(member) : member, out);
}

struct Faults {
    std::vector<FieldFault> list;
    void add(const std::string &path, std::string_view reason)
    {
        if (list.size() < 64)
            list.push_back({path, std::string(reason)});
    }
};

void readObject(const Table &table, void *object, const JsonValue &value, Strictness strictness,
                const std::string &path, Faults &faults);

/// CBOR is the one place where limits are checked: a JSON value becomes a CBOR item first. False: wrong type.
bool itemOf(const Field &field, const JsonValue &value, std::string &out)
{
    using Type = JsonValue::Type;
    switch (field.kind) {
    case Kind::Bool:
        if (value.type != Type::Bool)
            return false;
        cbor::writeBool(out, value.boolean);
        return true;
    case Kind::Int32:
    case Kind::Int64:
        if (const auto integer = wideInteger(value)) { // what 32 bits cannot hold is refused as out of range
            cbor::writeInteger(out, *integer);
            return true;
        }
        return false;
    case Kind::Id:
        if (value.type != Type::String)
            return false;
        if (const auto id = Id::fromString(value.text)) {
            cbor::writeBytes(out, id->view());
            return true;
        }
        return false;
    case Kind::Instant:
        if (value.type != Type::String)
            return false;
        if (const auto instant = Instant::fromString(value.text)) {
            cbor::writeInteger(out, instant->ms);
            return true;
        }
        return false;
    case Kind::Text:
        if (value.type != Type::String)
            return false;
        if (value.text.empty())
            cbor::writeNull(out);
        else
            cbor::writeText(out, value.text);
        return true;
    case Kind::Bytes:
        if (value.type != Type::String)
            return false;
        if (const auto bytes = fromBase64Url(value.text)) {
            cbor::writeBytes(out, *bytes);
            return true;
        }
        return false;
    case Kind::Enum:
        if (value.type != Type::String)
            return false;
        for (std::size_t index = 0; index < field.names->names.size(); ++index) {
            if (field.names->names[index] == value.text) {
                cbor::writeUnsigned(out, index);
                return true;
            }
        }
        cbor::writeUnsigned(out, unknownValue(value.text, field.names->names.size()));
        return true;
    case Kind::Money: {
        const JsonValue *minor = value.find("minor");
        const JsonValue *currency = value.find("currency");
        if (value.members.size() != 2 || !minor || !currency || !minor->integer() || currency->type != Type::String)
            return false;
        cbor::writeArray(out, 2);
        cbor::writeInteger(out, *minor->integer());
        cbor::writeText(out, currency->text);
        return true;
    }
    case Kind::Point:
        if (value.type != Type::Array || value.elements.size() != 2 || !value.elements[0].integer()
            || !value.elements[1].integer())
            return false;
        cbor::writeArray(out, 2);
        cbor::writeInteger(out, *value.elements[0].integer());
        cbor::writeInteger(out, *value.elements[1].integer());
        return true;
    case Kind::Points:
        if (value.type != Type::Array)
            return false;
        cbor::writeArray(out, value.elements.size() * 2);
        for (const JsonValue &point : value.elements) {
            if (point.type != Type::Array || point.elements.size() != 2 || !point.elements[0].integer()
                || !point.elements[1].integer())
                return false;
            cbor::writeInteger(out, *point.elements[0].integer());
            cbor::writeInteger(out, *point.elements[1].integer());
        }
        return true;
    case Kind::Ids:
    case Kind::Texts:
        if (value.type != Type::Array)
            return false;
        cbor::writeArray(out, value.elements.size());
        for (const JsonValue &element : value.elements) {
            if (element.type != Type::String)
                return false;
            if (field.kind == Kind::Texts) {
                cbor::writeText(out, element.text);
            } else if (const auto id = Id::fromString(element.text)) {
                cbor::writeBytes(out, id->view());
            } else {
                return false;
            }
        }
        return true;
    case Kind::Record:
    case Kind::Records:
    case Kind::Edits:
        return false; // read as objects, see readField
    }
    return false;
}

/// {"name": {"saw": …, "now": …}}
void readEdits(const Field &field, EditsBase &edits, const JsonValue &value, const std::string &path, Faults &faults)
{
    if (value.type != JsonValue::Type::Object) {
        faults.add(path, "wrong type");
        return;
    }
    const Table &table = *field.table();
    for (const auto &member : value.members) {
        const std::string &name = member.first;
        const JsonValue &change = member.second;
        const Field *edited = table.find(name);
        const JsonValue *saw = change.find("saw");
        const JsonValue *now = change.find("now");
        if (!edited) {
            faults.add(path + "." + name, "no such field");
            continue;
        }
        if (!saw || !now || change.members.size() != 2) {
            faults.add(path + "." + name, "wants saw and now");
            continue;
        }
        FieldEdit edit;
        edit.field = static_cast<std::uint16_t>(edited - table.fields.data());
        const auto item = [&](const JsonValue &side, std::string &out) {
            if (side.type == JsonValue::Type::Null)
                cbor::writeNull(out);
            else if (!itemOf(*edited, side, out))
                faults.add(path + "." + name, "wrong type");
        };
        item(*saw, edit.saw);
        item(*now, edit.now);
        edits.list.push_back(std::move(edit));
    }
}

void readField(const Field &field, void *object, const JsonValue &value, Strictness strictness, const std::string &path,
               Faults &faults)
{
    const std::string here = path + std::string(field.name);
    void *member = field.at(object);
    if (value.type != JsonValue::Type::Null) {
        if (field.kind == Kind::Record) {
            readObject(*field.table(), field.optional ? field.optional->value(member) : member, value, strictness,
                       here + ".", faults);
            return;
        }
        if (field.kind == Kind::Edits) {
            readEdits(field, as<EditsBase>(member), value, here, faults);
            return;
        }
        if (field.kind == Kind::Records) {
            if (value.type != JsonValue::Type::Array) {
                faults.add(here, "wrong type");
            } else if (value.elements.size() > field.limit) {
                faults.add(here, "too many");
            } else {
                for (std::size_t index = 0; index < value.elements.size(); ++index)
                    readObject(*field.table(), field.list->append(member), value.elements[index], strictness,
                               here + "[" + std::to_string(index) + "].", faults);
            }
            return;
        }
    }
    std::string item;
    if (value.type == JsonValue::Type::Null) {
        cbor::writeNull(item);
    } else if (!itemOf(field, value, item)) {
        faults.add(here, "wrong type");
        return;
    }
    if (auto result = decodeValue(field, object, item, strictness); !result) {
        for (const FieldFault &each : result.error().fields)
            faults.add(path + each.path, each.reason);
        if (result.error().fields.empty())
            faults.add(here, "wrong type");
    }
}

void readObject(const Table &table, void *object, const JsonValue &value, Strictness strictness,
                const std::string &path, Faults &faults)
{
    if (value.type != JsonValue::Type::Object) {
        faults.add(path.empty() ? std::string(table.name) : path.substr(0, path.size() - 1), "wrong type");
        return;
    }
    for (const auto &[name, member] : value.members) {
        if (!table.find(name))
            faults.add(path + name, "no such field");
    }
    for (const Field &field : table.fields) {
        if (const JsonValue *member = value.find(field.name))
            readField(field, object, *member, strictness, path, faults);
        else if (strictness == Strictness::Command && !field.mayBeUnset())
            faults.add(path + std::string(field.name), "missing");
    }
}

void writeEdits(const Field &field, const EditsBase &edits, std::string &out)
{
    // The values stand as CBOR items: a scratch entity turns them into values again.
    const Table &table = *field.table();
    const std::unique_ptr<void, void (*)(void *)> scratch(table.make(), table.destroy);
    out += '{';
    bool first = true;
    for (const FieldEdit &edit : edits.list) {
        if (edit.field >= table.fields.size())
            continue;
        const Field &edited = table.fields[edit.field];
        const auto writeItem = [&](const std::string &item) {
            if (item == std::string_view(&cbor::kNull, 1)
                || !decodeValue(edited, scratch.get(), item, Strictness::Replica))
                out += "null";
            else
                writeValue(edited, scratch.get(), out);
        };
        if (!first)
            out += ',';
        first = false;
        writeJsonString(out, edited.name);
        out += ":{\"saw\":";
        writeItem(edit.saw);
        out += ",\"now\":";
        writeItem(edit.now);
        out += '}';
    }
    out += '}';
}

} // namespace

JsonValue::JsonValue() = default;
JsonValue::JsonValue(const JsonValue &) = default;
JsonValue::JsonValue(JsonValue &&) noexcept = default;
JsonValue &JsonValue::operator=(const JsonValue &) = default;
JsonValue &JsonValue::operator=(JsonValue &&) noexcept = default;
JsonValue::~JsonValue() = default;

const JsonValue *JsonValue::find(std::string_view name) const
{
    for (const auto &[memberName, value] : members) {
        if (memberName == name)
            return &value;
    }
    return nullptr;
}

std::optional<std::int64_t> JsonValue::integer() const
{
    const auto value = type == Type::Number ? wholeNumber(text) : std::nullopt;
    return value && isExactInJson(*value) ? value : std::nullopt;
}

Result<JsonValue> parseJson(std::string_view text)
{
    return JsonReader(text).read();
}

void writeJsonString(std::string &out, std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || c == '<' || c == '>' || c == '&' || byte == 0x7f) {
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void toJson(const Table &table, const void *object, Part part, std::string &out)
{
    out += '{';
    bool first = true;
    for (const Field &field : table.fields) {
        if (part != Part::All && field.is(Flag::Personal) != (part == Part::Personal))
            continue;
        if (!first)
            out += ',';
        first = false;
        writeJsonString(out, field.name);
        out += ':';
        writeValue(field, object, out);
    }
    out += '}';
}

void valueToJson(const Field &field, const void *object, std::string &out)
{
    writeValue(field, object, out);
}

Result<> fromJson(const Table &table, void *object, const JsonValue &value, Strictness strictness)
{
    Faults faults;
    readObject(table, object, value, strictness, {}, faults);
    if (!faults.list.empty())
        return fail(Failure{Fault::Invalid, std::string(table.name), std::move(faults.list)});
    return {};
}

} // namespace gatehouse
