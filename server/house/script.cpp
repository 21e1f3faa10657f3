// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/house/script.h"

#include "shared/crypto/digest.h"
#include "shared/house/house.h"
#include "shared/model/json.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTimeZone>

namespace gatehouse {

namespace {

/// The event's time first, as in every id that is made.
Id idFor(const Id &event, std::string_view word)
{
    const Digest digest = Sha256().add("gatehouse script ").add(event.view()).add("id\n").add(word).finish();
    Id id = event;
    std::copy_n(digest.bytes.begin(), 10, id.bytes.begin() + 6);
    return id;
}

const JsonValue *onlyMember(const JsonValue &value, std::string_view name)
{
    const bool isReference = value.type == JsonValue::Type::Object && value.members.size() == 1
        && value.members.front().first == name && value.members.front().second.type == JsonValue::Type::String;
    return isReference ? &value.members.front().second : nullptr;
}

JsonValue textValue(std::string text)
{
    JsonValue value;
    value.type = JsonValue::Type::String;
    value.text = std::move(text);
    return value;
}

/// "2 25:30": day from 1, and the venue's wall clock, beyond 24 hours in the night behind it.
Result<Instant> instantAt(const std::string &text, const ScriptEvent &event)
{
    static const QRegularExpression form(QStringLiteral("^([1-9][0-9]?) ([0-4][0-9]):([0-5][0-9])$"));
    const auto match = form.match(QString::fromStdString(text));
    if (!match.hasMatch())
        return fail(Fault::Invalid, "\"$at\" takes \"DAY HH:MM\", not " + text);
    const QDate first = QDate::fromString(QString::fromStdString(event.firstDay), Qt::ISODate);
    if (!first.isValid())
        return fail(Fault::Invalid, "\"$at\" in an event without a first day");
    const int hours = match.captured(2).toInt();
    const QDateTime at(first.addDays(match.captured(1).toInt() - 1 + hours / 24),
                       QTime(hours % 24, match.captured(3).toInt()), QTimeZone(QByteArray::fromStdString(event.zone)));
    return Instant{at.toMSecsSinceEpoch()};
}

/// Puts ids, instants and contents where the script refers to them.
Result<> resolve(JsonValue &value, const ScriptEvent &event, const ScriptFiles &files)
{
    if (const JsonValue *word = onlyMember(value, "$id")) {
        value = textValue(idFor(event.id, word->text).toString());
        return {};
    }
    if (const JsonValue *what = onlyMember(value, "$event")) {
        if (what->text != "id")
            return fail(Fault::Invalid, "\"$event\" takes \"id\", not " + what->text);
        value = textValue(event.id.toString());
        return {};
    }
    if (const JsonValue *path = onlyMember(value, "$file")) {
        const auto content = files(path->text);
        if (!content)
            return fail(content.error());
        value = textValue(toBase64Url(*content));
        return {};
    }
    if (const JsonValue *moment = onlyMember(value, "$at")) {
        const auto at = instantAt(moment->text, event);
        if (!at)
            return fail(at.error());
        value = textValue(at->toString());
        return {};
    }
    for (JsonValue &element : value.elements) {
        if (auto result = resolve(element, event, files); !result)
            return result;
    }
    for (auto &[name, member] : value.members) {
        if (auto result = resolve(member, event, files); !result)
            return result;
    }
    return {};
}

class Struct
{
public:
    explicit Struct(const Table &table) : m_table(table), m_object(table.make()) {}
    ~Struct() { m_table.destroy(m_object); }
    Struct(const Struct &) = delete;
    Struct &operator=(const Struct &) = delete;
    [[nodiscard]] void *get() const { return m_object; }

private:
    const Table &m_table;
    void *m_object;
};

Result<ScriptCommand> readCommand(JsonValue &value, const ScriptEvent &event, const ScriptFiles &files)
{
    const JsonValue *name = value.find("command");
    const JsonValue *fields = value.find("fields");
    if (!name || name->type != JsonValue::Type::String || !fields || value.members.size() != 2)
        return fail(Fault::Invalid, "not {\"command\": …, \"fields\": …}");
    ScriptCommand command;
    command.type = findCommand(name->text);
    if (!command.type)
        return fail(Fault::Unknown, "no command is called " + name->text);
    JsonValue resolved = *fields;
    if (auto result = resolve(resolved, event, files); !result)
        return fail(std::move(result.error()));
    const Table &table = *command.type->table;
    const Struct object(table);
    if (auto result = fromJson(table, object.get(), resolved, Strictness::Command); !result)
        return fail(std::move(result.error()));
    encode(table, object.get(), Part::All, command.body);
    if (command.body.size() > command.type->spec.bodyLimit)
        return fail(Fault::TooLarge, name->text);
    return command;
}

Failure atCommand(std::size_t index, std::string_view name, Failure failure)
{
    failure.detail = "command " + std::to_string(index + 1) + " (" + std::string(name) + "): " + failure.detail;
    return failure;
}

Result<std::string> readFile(const std::string &folder, std::string_view path)
{
    const QString relative = QDir::cleanPath(QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size())));
    if (QDir::isAbsolutePath(relative) || relative == QStringLiteral("..")
        || relative.startsWith(QStringLiteral("../")))
        return fail(Fault::Forbidden, "a path out of the script's folder");
    QFile file(QDir(QString::fromStdString(folder)).filePath(relative));
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::NotFound, relative.toStdString());
    if (file.size() > static_cast<qint64>(kMaxBlob))
        return fail(Fault::TooLarge, relative.toStdString());
    return file.readAll().toStdString();
}

} // namespace

ScriptFiles filesBeside(const std::string &folder)
{
    return [folder](std::string_view path) { return readFile(folder, path); };
}

Result<CommandScript> readScript(std::string_view json, const ScriptEvent &event, const ScriptFiles &files)
{
    if (json.size() > kMaxScriptBytes)
        return fail(Fault::TooLarge, "a script of more than 16 MiB");
    auto list = parseJson(json);
    if (!list)
        return fail(std::move(list.error()));
    if (list->type != JsonValue::Type::Array)
        return fail(Fault::Invalid, "not a list of commands");
    if (list->elements.size() > kMaxScriptCommands)
        return fail(Fault::TooLarge, "more than 100,000 commands");
    CommandScript script;
    for (std::size_t index = 0; index < list->elements.size(); ++index) {
        auto command = readCommand(list->elements[index], event, files);
        if (!command) {
            const JsonValue *name = list->elements[index].find("command");
            return fail(atCommand(index, name ? name->text : "?", std::move(command.error())));
        }
        script.commands.push_back(std::move(*command));
    }
    return script;
}

} // namespace gatehouse
