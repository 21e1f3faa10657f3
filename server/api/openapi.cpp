// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/openapi.h"

#include "shared/house/house.h"
#include "shared/protocol/frames.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace gatehouse {

namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QJsonObject typed(const char *type)
{
    return {{QStringLiteral("type"), QString::fromLatin1(type)}};
}

QJsonObject reference(const QString &schema)
{
    return {{QStringLiteral("$ref"), QStringLiteral("#/components/schemas/") + schema}};
}

QJsonObject objectOf(const Table &table);

QJsonObject listOf(const QJsonObject &items, std::uint32_t most)
{
    QJsonObject schema = typed("array");
    schema.insert(QStringLiteral("items"), items);
    if (most > 0)
        schema.insert(QStringLiteral("maxItems"), static_cast<qint64>(most));
    return schema;
}

QJsonObject integer(const Field &field)
{
    QJsonObject schema = typed("integer");
    // What JSON cannot hold exactly is not taken; a bound beyond it says nothing.
    const auto most = static_cast<std::int64_t>(kMaxJsonInteger);
    schema.insert(QStringLiteral("minimum"), static_cast<qint64>(std::max(field.least, -most)));
    schema.insert(QStringLiteral("maximum"), static_cast<qint64>(std::min(field.most, most)));
    return schema;
}

QJsonObject textOf(const Field &field)
{
    QJsonObject schema = typed("string");
    schema.insert(QStringLiteral("maxLength"), static_cast<qint64>(field.limit));
    return schema;
}

QJsonObject bytesOf(const Field &field)
{
    QJsonObject schema = typed("string");
    schema.insert(QStringLiteral("contentEncoding"), QStringLiteral("base64url"));
    schema.insert(QStringLiteral("maxLength"), static_cast<qint64>(field.limit) * 4 / 3 + 4);
    return schema;
}

QJsonObject enumOf(const Field &field)
{
    QJsonArray names;
    for (const std::string_view name : field.names->names)
        names.append(text(name));
    QJsonObject schema = typed("string");
    schema.insert(QStringLiteral("enum"), names);
    return schema;
}

QJsonObject schemaOf(const Field &field);

/// Each changed field with the value that was seen and the new one.
QJsonObject editsOf(const Field &field)
{
    QJsonObject properties;
    for (const Field &each : field.table()->fields) {
        if (each.is(Flag::Fixed))
            continue;
        const QJsonObject value{{QStringLiteral("anyOf"), QJsonArray{schemaOf(each), typed("null")}}};
        QJsonObject edit = typed("object");
        edit.insert(QStringLiteral("properties"),
                    QJsonObject{{QStringLiteral("saw"), value}, {QStringLiteral("now"), value}});
        edit.insert(QStringLiteral("required"), QJsonArray{QStringLiteral("saw"), QStringLiteral("now")});
        edit.insert(QStringLiteral("additionalProperties"), false);
        properties.insert(text(each.name), edit);
    }
    QJsonObject schema = typed("object");
    schema.insert(QStringLiteral("properties"), properties);
    schema.insert(QStringLiteral("additionalProperties"), false);
    return schema;
}

QJsonObject schemaOf(const Field &field)
{
    switch (field.kind) {
    case Kind::Bool:
        return typed("boolean");
    case Kind::Int32:
    case Kind::Int64:
        return integer(field);
    case Kind::Id:
        return reference(QStringLiteral("id"));
    case Kind::Instant:
        return reference(QStringLiteral("instant"));
    case Kind::Text:
        return textOf(field);
    case Kind::Bytes:
        return bytesOf(field);
    case Kind::Enum:
        return enumOf(field);
    case Kind::Money:
        return reference(QStringLiteral("money"));
    case Kind::Point:
        return reference(QStringLiteral("point"));
    case Kind::Points:
        return listOf(reference(QStringLiteral("point")), field.limit);
    case Kind::Ids:
        return listOf(reference(QStringLiteral("id")), field.limit);
    case Kind::Texts:
        return listOf(typed("string"), field.limit);
    case Kind::Record:
        return objectOf(*field.table());
    case Kind::Records:
        return listOf(objectOf(*field.table()), field.limit);
    case Kind::Edits:
        return editsOf(field);
    }
    return {};
}

QJsonObject objectOf(const Table &table)
{
    QJsonObject properties;
    QJsonArray required;
    for (const Field &field : table.fields) {
        const QJsonObject value = schemaOf(field);
        if (field.mayBeUnset()) {
            properties.insert(text(field.name),
                              QJsonObject{{QStringLiteral("anyOf"), QJsonArray{value, typed("null")}}});
        } else {
            properties.insert(text(field.name), value);
            required.append(text(field.name));
        }
    }
    QJsonObject schema = typed("object");
    schema.insert(QStringLiteral("properties"), properties);
    if (!required.isEmpty())
        schema.insert(QStringLiteral("required"), required);
    schema.insert(QStringLiteral("additionalProperties"), false);
    return schema;
}

QJsonObject jsonContent(const QJsonObject &schema, const QString &type = QStringLiteral("application/json"))
{
    return {{type, QJsonObject{{QStringLiteral("schema"), schema}}}};
}

QJsonObject answer(const QString &description, const QJsonObject &schema)
{
    return {{QStringLiteral("description"), description}, {QStringLiteral("content"), jsonContent(schema)}};
}

QJsonObject problems()
{
    return {{QStringLiteral("description"), QStringLiteral("Refused; `code` says why and never changes.")},
            {QStringLiteral("content"),
             jsonContent(reference(QStringLiteral("problem")), QStringLiteral("application/problem+json"))}};
}

QString permissionName(Permission permission)
{
    return text(enumNames<Permission>[static_cast<std::size_t>(permission)]);
}

QJsonObject operation(std::string_view name, Permission permission, const QJsonObject &body, const QJsonObject &good)
{
    QJsonObject post;
    post.insert(QStringLiteral("operationId"), text(name));
    post.insert(QStringLiteral("description"),
                QStringLiteral("Needs the permission `%1`.").arg(permissionName(permission)));
    post.insert(QStringLiteral("security"), QJsonArray{QJsonObject{{QStringLiteral("token"), QJsonArray{}}}});
    post.insert(QStringLiteral("requestBody"),
                QJsonObject{{QStringLiteral("required"), true}, {QStringLiteral("content"), jsonContent(body)}});
    post.insert(QStringLiteral("responses"),
                QJsonObject{{QStringLiteral("200"), good}, {QStringLiteral("default"), problems()}});
    return post;
}

QJsonObject idempotencyKey()
{
    QJsonObject schema = typed("string");
    schema.insert(QStringLiteral("minLength"), 1);
    schema.insert(QStringLiteral("maxLength"), 128);
    return {{QStringLiteral("name"), QStringLiteral("Idempotency-Key")},
            {QStringLiteral("in"), QStringLiteral("header")},
            {QStringLiteral("description"),
             QStringLiteral(
                 "The same key with the same body within 48 h takes effect once and is answered the same again.")},
            {QStringLiteral("schema"), schema}};
}

QJsonObject commandAnswer(const QString &schema)
{
    QJsonObject object = typed("object");
    object.insert(QStringLiteral("properties"),
                  QJsonObject{{QStringLiteral("sequence"), typed("integer")},
                              {QStringLiteral("wasRepeat"), typed("boolean")},
                              {QStringLiteral("answer"), reference(schema)}});
    object.insert(QStringLiteral("required"),
                  QJsonArray{QStringLiteral("sequence"), QStringLiteral("wasRepeat"), QStringLiteral("answer")});
    return object;
}

QJsonObject commonSchemas()
{
    QJsonObject id = typed("string");
    id.insert(QStringLiteral("pattern"), QStringLiteral("^[0-9a-hjkmnp-tv-z]{26}$"));
    id.insert(QStringLiteral("description"),
              QStringLiteral("128 bits in Crockford base32, made by whoever makes the thing."));
    QJsonObject instant = typed("string");
    instant.insert(QStringLiteral("format"), QStringLiteral("date-time"));
    QJsonObject money = typed("object");
    QJsonObject currency = typed("string");
    currency.insert(QStringLiteral("pattern"), QStringLiteral("^[A-Z]{3}$"));
    money.insert(QStringLiteral("properties"),
                 QJsonObject{{QStringLiteral("minor"), typed("integer")}, {QStringLiteral("currency"), currency}});
    money.insert(QStringLiteral("required"), QJsonArray{QStringLiteral("minor"), QStringLiteral("currency")});
    QJsonObject point = listOf(typed("integer"), 2);
    point.insert(QStringLiteral("minItems"), 2);
    point.insert(QStringLiteral("description"), QStringLiteral("x and y in millimetres from the floor's top left"));
    QJsonArray codes;
    for (const std::string_view name : enumNames<Fault>)
        codes.append(text(name));
    QJsonObject code = typed("string");
    code.insert(QStringLiteral("description"),
                QStringLiteral("One of these, or a word of the HTTP layer such as body-too-large. Never changes."));
    code.insert(QStringLiteral("examples"), codes);
    QJsonObject wrong = typed("object");
    wrong.insert(QStringLiteral("properties"),
                 QJsonObject{{QStringLiteral("path"), typed("string")}, {QStringLiteral("reason"), typed("string")}});
    QJsonObject problem = typed("object");
    problem.insert(QStringLiteral("properties"),
                   QJsonObject{{QStringLiteral("type"), typed("string")},
                               {QStringLiteral("title"), typed("string")},
                               {QStringLiteral("status"), typed("integer")},
                               {QStringLiteral("detail"), typed("string")},
                               {QStringLiteral("code"), code},
                               {QStringLiteral("fields"), listOf(wrong, 64)}});
    problem.insert(QStringLiteral("required"), QJsonArray{QStringLiteral("status"), QStringLiteral("code")});
    return {{QStringLiteral("id"), id},
            {QStringLiteral("instant"), instant},
            {QStringLiteral("money"), money},
            {QStringLiteral("point"), point},
            {QStringLiteral("problem"), problem}};
}

QJsonObject signInPath()
{
    QJsonObject body = typed("object");
    body.insert(QStringLiteral("properties"),
                QJsonObject{{QStringLiteral("login"), typed("string")}, {QStringLiteral("password"), typed("string")}});
    body.insert(QStringLiteral("required"), QJsonArray{QStringLiteral("login"), QStringLiteral("password")});
    body.insert(QStringLiteral("additionalProperties"), false);
    QJsonObject token = typed("object");
    token.insert(QStringLiteral("properties"),
                 QJsonObject{{QStringLiteral("token"), typed("string")},
                             {QStringLiteral("expires"), reference(QStringLiteral("instant"))}});
    QJsonObject post =
        operation("sign_in", Permission::Everyone, body, answer(QStringLiteral("An access token"), token));
    post.remove(QStringLiteral("security"));
    post.insert(QStringLiteral("description"), QStringLiteral("An access token for an account. Tries are limited."));
    return {{QStringLiteral("post"), post}};
}

} // namespace

std::string openApi(std::string_view slug)
{
    QJsonObject paths{{QStringLiteral("/sign-in"), signInPath()}};
    QJsonObject schemas = commonSchemas();
    for (const CommandType *type : commandTypes()) {
        if (type->spec.permission == Permission::System)
            continue; // the program's own
        const QString name = text(type->spec.name);
        schemas.insert(name, objectOf(*type->table));
        schemas.insert(name + QStringLiteral(".answer"), objectOf(*type->answer));
        QJsonObject post = operation(type->spec.name, type->spec.permission, reference(name),
                                     answer(QStringLiteral("Done"), commandAnswer(name + QStringLiteral(".answer"))));
        post.insert(QStringLiteral("parameters"), QJsonArray{idempotencyKey()});
        paths.insert(QStringLiteral("/commands/") + name, QJsonObject{{QStringLiteral("post"), post}});
    }
    for (const QueryType *type : queryTypes()) {
        const QString name = text(type->spec.name);
        schemas.insert(name, objectOf(*type->table));
        schemas.insert(name + QStringLiteral(".answer"), objectOf(*type->answer));
        paths.insert(QStringLiteral("/queries/") + name,
                     QJsonObject{{QStringLiteral("post"),
                                  operation(type->spec.name, type->spec.permission, reference(name),
                                            answer(QStringLiteral("The answer"),
                                                   reference(name + QStringLiteral(".answer"))))}});
    }
    const QJsonObject token{{QStringLiteral("type"), QStringLiteral("http")},
                            {QStringLiteral("scheme"), QStringLiteral("bearer")}};
    const QJsonObject document{
        {QStringLiteral("openapi"), QStringLiteral("3.1.0")},
        {QStringLiteral("info"),
         QJsonObject{{QStringLiteral("title"), QStringLiteral("Gatehouse")},
                     {QStringLiteral("version"), QStringLiteral("1")},
                     {QStringLiteral("license"),
                      QJsonObject{{QStringLiteral("name"), QStringLiteral("GPL-3.0-or-later")},
                                  {QStringLiteral("identifier"), QStringLiteral("GPL-3.0-or-later")}}}}},
        {QStringLiteral("servers"),
         QJsonArray{QJsonObject{{QStringLiteral("url"), QStringLiteral("/e/%1/api/v1").arg(text(slug))}}}},
        {QStringLiteral("paths"), paths},
        {QStringLiteral("components"),
         QJsonObject{{QStringLiteral("schemas"), schemas},
                     {QStringLiteral("securitySchemes"), QJsonObject{{QStringLiteral("token"), token}}}}}};
    return QJsonDocument(document).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace gatehouse
