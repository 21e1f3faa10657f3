// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/jsonframes.h"

#include "shared/house/house.h"
#include "shared/model/json.h"

namespace gatehouse {

namespace {

using Scratch = std::unique_ptr<void, void (*)(void *)>;

Scratch scratchFor(const Table &table)
{
    return {table.make(), table.destroy};
}

// --- which table the body of a frame is of, and what JSON calls it
// ----------------------------------------------------

template <class Type>
const Table *requestOf(const Type *type)
{
    return type ? type->table : nullptr;
}

template <class Type>
const Table *answerOf(const Type *type)
{
    return type ? type->answer : nullptr;
}

template <class F>
const Table *bodyTable(std::string_view)
{
    return nullptr;
}
template <>
const Table *bodyTable<CommandFrame>(std::string_view name)
{
    return requestOf(findCommand(name));
}
template <>
const Table *bodyTable<QueryFrame>(std::string_view name)
{
    return requestOf(findQuery(name));
}
template <>
const Table *bodyTable<AnswerFrame>(std::string_view name)
{
    return answerOf(findCommand(name));
}
template <>
const Table *bodyTable<QueryAnswer>(std::string_view name)
{
    return answerOf(findQuery(name));
}

template <class F>
constexpr bool isRequest = std::is_same_v<F, CommandFrame> || std::is_same_v<F, QueryFrame>;
template <class F>
constexpr bool isAnswer = std::is_same_v<F, AnswerFrame> || std::is_same_v<F, QueryAnswer>;
template <class F>
constexpr bool hasBody = isRequest<F> || isAnswer<F>;
template <class F>
constexpr std::string_view bodyName = isRequest<F> ? "fields" : "answer";

bool isScopes(const Field &field)
{
    return field.kind == Kind::Bytes && (field.name == "scopes" || field.name == "lost");
}

// --- writing
// ----------------------------------------------------------------------------------------------------------

void writeScopes(std::string_view bytes, std::string &out)
{
    out += '[';
    bool first = true;
    for (const Scope &scope : decodeScopes(bytes).value_or(Scopes{})) {
        if (!first)
            out += ',';
        first = false;
        writeJsonString(out, toString(scope));
    }
    out += ']';
}

/// The struct in `bytes` as an object; null if it cannot be read.
void writeBody(const Table *table, std::string_view bytes, std::string &out)
{
    if (!table || bytes.empty()) {
        out += "null";
        return;
    }
    const Scratch scratch = scratchFor(*table);
    if (decode(*table, scratch.get(), Part::All, bytes, Strictness::Replica))
        toJson(*table, scratch.get(), Part::All, out);
    else
        out += "null";
}

void writeRowFields(const EntityType *type, const WireRow &row, std::string &out)
{
    if (!type || row.isGone) {
        out += "null";
        return;
    }
    const Scratch scratch = scratchFor(*type->table);
    bool isRead = decode(*type->table, scratch.get(), Part::Open, row.body, Strictness::Replica).has_value();
    if (isRead && !row.personal.empty())
        isRead = decode(*type->table, scratch.get(), Part::Personal, row.personal, Strictness::Replica).has_value();
    if (isRead)
        toJson(*type->table, scratch.get(), Part::All, out);
    else
        out += "null";
}

void writeRow(const WireRow &row, std::string &out)
{
    const EntityType *type = row.entity >= 0 ? findEntity(static_cast<std::uint16_t>(row.entity)) : nullptr;
    out += "{\"entity\":";
    if (type)
        writeJsonString(out, type->spec.name);
    else
        out += std::to_string(row.entity);
    out += ",\"id\":";
    writeJsonString(out, row.id.toString());
    out += ",\"revision\":" + std::to_string(row.revision) + ",\"isGone\":" + (row.isGone ? "true" : "false")
        + ",\"scopes\":";
    writeScopes(row.scopes, out);
    out += ",\"fields\":";
    writeRowFields(type, row, out);
    out += '}';
}

void writeRows(const std::vector<WireRow> &rows, std::string &out)
{
    out += '[';
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (index > 0)
            out += ',';
        writeRow(rows[index], out);
    }
    out += ']';
}

template <class F>
void writeField(const F &frame, const Field &field, std::string &out)
{
    void *const member = field.at(const_cast<F *>(&frame));
    if constexpr (hasBody<F>) {
        if (field.name == "body") {
            writeJsonString(out, bodyName<F>);
            out += ':';
            writeBody(bodyTable<F>(frame.name), frame.body, out);
            return;
        }
    }
    writeJsonString(out, field.name);
    out += ':';
    if (isScopes(field))
        writeScopes(*static_cast<const Bytes *>(member), out);
    else if (field.kind == Kind::Records && field.table() == &tableOf<WireRow>())
        writeRows(*static_cast<const std::vector<WireRow> *>(member), out);
    else
        valueToJson(field, &frame, out);
}

// --- reading: names become what the frame's table holds
// -----------------------------------------------------------------

JsonValue textValue(std::string text)
{
    JsonValue value;
    value.type = JsonValue::Type::String;
    value.text = std::move(text);
    return value;
}

JsonValue bytesValue(std::string_view bytes)
{
    return bytes.empty() ? JsonValue{} : textValue(toBase64Url(bytes));
}

Failure invalid(std::string_view frame, std::string path, std::string_view reason)
{
    return {Fault::Invalid, std::string(frame), {{std::move(path), std::string(reason)}}};
}

JsonValue *member(JsonValue &value, std::string_view name)
{
    return const_cast<JsonValue *>(value.find(name));
}

Result<> readScopes(JsonValue &value, const std::string &path)
{
    if (value.type == JsonValue::Type::Null)
        return {};
    std::string bytes;
    if (value.type != JsonValue::Type::Array)
        return fail(invalid({}, path, "wrong type"));
    for (const JsonValue &element : value.elements) {
        const auto scope = element.type == JsonValue::Type::String ? scopeNamed(element.text) : std::nullopt;
        if (!scope)
            return fail(invalid({}, path, "no such scope"));
        encodeScopes({*scope}, bytes);
    }
    value = bytesValue(bytes);
    return {};
}

/// Splits `fields` into the parts that a row carries.
Result<> readRowFields(JsonValue &row, const EntityType &type, const std::string &path, Strictness strictness)
{
    JsonValue *const fields = member(row, "fields");
    if (!fields || fields->type == JsonValue::Type::Null)
        return {};
    const Table &table = *type.table;
    const Scratch scratch = scratchFor(table);
    if (auto result = fromJson(table, scratch.get(), *fields, strictness); !result) {
        for (FieldFault &each : result.error().fields)
            each.path.insert(0, path + "fields.");
        return result;
    }
    std::string open;
    std::string personal;
    encode(table, scratch.get(), Part::Open, open);
    if (table.hasPersonal) {
        // A person who was erased has no personal part: it reads as one in which nothing is set.
        std::string unset;
        encode(table, scratchFor(table).get(), Part::Personal, unset);
        encode(table, scratch.get(), Part::Personal, personal);
        if (personal == unset)
            personal.clear();
    }
    row.members.emplace_back("body", bytesValue(open));
    row.members.emplace_back("personal", bytesValue(personal));
    return {};
}

Result<> readRow(JsonValue &row, const std::string &path, Strictness strictness)
{
    if (row.type != JsonValue::Type::Object)
        return fail(invalid({}, path, "wrong type"));
    for (const std::string_view name : {"body", "personal"}) {
        if (row.find(name))
            return fail(invalid({}, path + std::string(name), "no such field"));
    }
    JsonValue *const entity = member(row, "entity");
    if (entity && entity->type == JsonValue::Type::String) {
        const EntityType *type = findEntity(entity->text);
        if (!type)
            return fail(invalid({}, path + "entity", "unknown value"));
        entity->type = JsonValue::Type::Number;
        entity->text = std::to_string(type->spec.number);
        if (auto result = readRowFields(row, *type, path, strictness); !result)
            return result;
    }
    std::erase_if(row.members, [](const auto &each) { return each.first == "fields"; });
    JsonValue *const scopes = member(row, "scopes");
    return scopes ? readScopes(*scopes, path + "scopes") : Result<>{};
}

Result<> readRows(JsonValue &rows, Strictness strictness)
{
    for (std::size_t index = 0; index < rows.elements.size(); ++index) {
        if (auto result = readRow(rows.elements[index], "rows[" + std::to_string(index) + "].", strictness); !result)
            return result;
    }
    return {};
}

/// Bytes from which no struct can be read: what a request becomes whose fields are wrong.
Bytes unreadable()
{
    return Bytes(std::string(1, cbor::kNull));
}

/// The object `fields` or `answer` as the body's bytes.
template <class F>
Result<Bytes> readBody(const JsonValue &object, std::string_view name, std::vector<FieldFault> *unread,
                       Strictness strictness)
{
    const Table *const table = bodyTable<F>(name);
    if (!table || object.type == JsonValue::Type::Null)
        return Bytes();
    const Scratch scratch = scratchFor(*table);
    if (auto result = fromJson(*table, scratch.get(), object, strictness); !result) {
        if (!unread)
            return fail(std::move(result.error()));
        *unread = std::move(result.error().fields);
        return unreadable();
    }
    std::string bytes;
    encode(*table, scratch.get(), Part::All, bytes);
    return Bytes(std::move(bytes));
}

std::optional<JsonValue> taken(JsonValue &value, std::string_view name)
{
    const auto at =
        std::find_if(value.members.begin(), value.members.end(), [&](const auto &each) { return each.first == name; });
    if (at == value.members.end())
        return std::nullopt;
    JsonValue found = std::move(at->second);
    value.members.erase(at);
    return found;
}

template <class F>
Result<> readNamedParts(JsonValue &value, Strictness strictness)
{
    for (const Field &field : tableOf<F>().fields) {
        JsonValue *const part = member(value, field.name);
        if (!part)
            continue;
        Result<> result;
        if (isScopes(field))
            result = readScopes(*part, std::string(field.name));
        else if (field.kind == Kind::Records && field.table() == &tableOf<WireRow>())
            result = readRows(*part, strictness);
        if (!result)
            return result;
    }
    return {};
}

template <class F>
Result<Frame> read(JsonValue &value, Strictness strictness)
{
    F frame;
    std::optional<JsonValue> body;
    if constexpr (hasBody<F>) {
        if (value.find("body"))
            return fail(invalid(F::spec.name, "body", "no such field"));
        body = taken(value, bodyName<F>);
    }
    if (auto result = readNamedParts<F>(value, strictness); !result)
        return fail(std::move(result.error()));
    if (auto result = fromJson(tableOf<F>(), &frame, value, strictness); !result)
        return fail(std::move(result.error()));
    if constexpr (hasBody<F>) {
        std::vector<FieldFault> *unread = nullptr;
        if constexpr (isRequest<F>) {
            unread = &frame.unread;
            if (!body) {
                body.emplace();
                body->type = JsonValue::Type::Object; // a command without fields needs none
            }
        }
        if (body) {
            auto bytes = readBody<F>(*body, frame.name, unread, strictness);
            if (!bytes)
                return fail(std::move(bytes.error()));
            frame.body = std::move(*bytes);
        }
    }
    return frame;
}

std::optional<Permission> permissionNamed(std::string_view name)
{
    for (std::size_t index = 0; index < enumNames<Permission>.size(); ++index) {
        if (enumNames<Permission>[index] == name)
            return static_cast<Permission>(index);
    }
    return std::nullopt;
}

} // namespace

std::optional<Scope> scopeNamed(std::string_view name)
{
    const auto colon = name.find(':');
    const std::string_view kind = name.substr(0, colon);
    std::string_view rest = colon == std::string_view::npos ? std::string_view() : name.substr(colon + 1);
    if (kind == "everyone")
        return colon == std::string_view::npos ? std::optional(Scope::everyone()) : std::nullopt;
    Scope scope;
    if (kind == "permission" || kind == "zone") {
        const auto second = rest.find(':');
        const auto permission = permissionNamed(rest.substr(0, second));
        if (!permission || (second == std::string_view::npos) != (kind == "permission"))
            return std::nullopt;
        if (kind == "permission")
            return Scope::holders(*permission);
        scope.permission = *permission;
        rest.remove_prefix(second + 1);
        scope.kind = ScopeKind::Zone;
    } else if (kind == "channel") {
        scope.kind = ScopeKind::Channel;
    } else if (kind == "incident") {
        scope.kind = ScopeKind::Incident;
    } else if (kind == "person") {
        scope.kind = ScopeKind::Person;
    } else {
        return std::nullopt;
    }
    const auto subject = Id::fromString(rest);
    if (!subject)
        return std::nullopt;
    scope.subject = *subject;
    return scope;
}

void writeJsonRow(const WireRow &row, std::string &out)
{
    writeRow(row, out);
}

void writeJsonScopes(std::string_view bytes, std::string &out)
{
    writeScopes(bytes, out);
}

std::string jsonOfFrame(const Frame &frame)
{
    return std::visit(
        []<class F>(const F &each) {
            std::string out = "{\"frame\":";
            writeJsonString(out, F::spec.name);
            for (const Field &field : tableOf<F>().fields) {
                out += ',';
                writeField(each, field, out);
            }
            out += '}';
            return out;
        },
        frame);
}

Result<Frame> frameOfJson(std::string_view message, Strictness strictness)
{
    auto value = parseJson(message);
    if (!value)
        return fail(std::move(value.error()));
    const auto name = value->type == JsonValue::Type::Object ? taken(*value, "frame") : std::nullopt;
    if (!name || name->type != JsonValue::Type::String)
        return fail(Fault::Malformed, "not a frame");
    Result<Frame> frame = fail(Fault::Unknown, "frame " + name->text.substr(0, 64));
    FrameList::each([&]<class F>() {
        if (F::spec.name == name->text)
            frame = read<F>(*value, strictness);
    });
    return frame;
}

} // namespace gatehouse
