// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/serve/servedhouse.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace gatehouse;
using gatehouse::test::RawResponse;

namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonObject parsed(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

} // namespace

/// The description that a server gives of its API: complete, well formed, and true.
class TestOpenApi : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyCommandAndQueryIsDescribed();
    void everyFieldIsDescribed();
    void itIsOpenApiAndTrue();

private:
    /// The same, with what a checker must find wrong.
    [[nodiscard]] QByteArray check(const QJsonObject &description, const QJsonArray &instances, int *exitCode);

    QTemporaryDir m_folder;
    std::unique_ptr<ServedHouse> m_house;
    QJsonObject m_description;
};

void TestOpenApi::initTestCase()
{
    ServeOptions options;
    options.hub.commandBurst = 10'000;
    m_house = std::make_unique<ServedHouse>(options);
    const RawResponse response = m_house->ask("GET", m_house->eventPath + "api/v1/openapi.json");
    QCOMPARE(response.header("Content-Type"), QByteArray("application/json"));
    m_description = parsed(response.body);
    QCOMPARE(m_description.value(QStringLiteral("openapi")).toString(), QStringLiteral("3.1.0"));
}

void TestOpenApi::everyCommandAndQueryIsDescribed()
{
    QStringList wanted{QStringLiteral("/sign-in")};
    for (const CommandType *type : commandTypes()) {
        if (type->spec.permission != Permission::System)
            wanted += QStringLiteral("/commands/") + textOf(type->spec.name);
    }
    for (const QueryType *type : queryTypes())
        wanted += QStringLiteral("/queries/") + textOf(type->spec.name);
    const QJsonObject paths = m_description.value(QStringLiteral("paths")).toObject();
    QCOMPARE(sorted(paths.keys()), sorted(wanted));
    const QString server = m_description.value(QStringLiteral("servers"))
                               .toArray()
                               .first()
                               .toObject()
                               .value(QStringLiteral("url"))
                               .toString();
    QStringList operations;
    for (const QString &path : paths.keys()) {
        const QJsonObject post = paths.value(path).toObject().value(QStringLiteral("post")).toObject();
        operations += post.value(QStringLiteral("operationId")).toString();
        const bool isOpen = path == QLatin1String("/sign-in");
        QCOMPARE(post.contains(QStringLiteral("security")), !isOpen);
        const int status =
            m_house->ask("POST", (server + path).toUtf8(), {}, "{}", "Content-Type: application/json\r\n").status;
        QCOMPARE(status, isOpen ? 400 : 401); // it is where the description says
    }
    QCOMPARE(operations.removeDuplicates(), qsizetype{0});
}

void TestOpenApi::everyFieldIsDescribed()
{
    const QJsonObject schemas =
        m_description.value(QStringLiteral("components")).toObject().value(QStringLiteral("schemas")).toObject();
    const auto check = [&](std::string_view name, const Table &table) {
        const QJsonObject schema = schemas.value(textOf(name)).toObject();
        QStringList fields;
        QStringList required;
        for (const Field &field : table.fields) {
            fields += textOf(field.name);
            if (!field.mayBeUnset())
                required += textOf(field.name);
        }
        QCOMPARE(sorted(schema.value(QStringLiteral("properties")).toObject().keys()), sorted(fields));
        QStringList said;
        for (const auto each : schema.value(QStringLiteral("required")).toArray())
            said += each.toString();
        QCOMPARE(sorted(said), sorted(required));
        QCOMPARE(schema.value(QStringLiteral("additionalProperties")), QJsonValue(false));
    };
    for (const CommandType *type : commandTypes()) {
        if (type->spec.permission == Permission::System)
            continue;
        check(type->spec.name, *type->table);
        check(std::string(type->spec.name) + ".answer", *type->answer);
    }
    for (const QueryType *type : queryTypes()) {
        check(type->spec.name, *type->table);
        check(std::string(type->spec.name) + ".answer", *type->answer);
    }
}

QByteArray TestOpenApi::check(const QJsonObject &description, const QJsonArray &instances, int *exitCode)
{
    const QString path = m_folder.filePath(QStringLiteral("given.json"));
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(QJsonDocument(QJsonObject{{QStringLiteral("description"), description},
                                             {QStringLiteral("instances"), instances}})
                       .toJson());
    file.close();
    QProcess process; // Debian's Python, since Debian's python3-jsonschema is asked
    process.start(
        QStringLiteral("/usr/bin/python3"),
        {qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/tests/server/api/tst_openapi.py"), path});
    process.waitForFinished(60'000);
    *exitCode = process.exitCode();
    return process.readAllStandardOutput() + process.readAllStandardError();
}

void TestOpenApi::itIsOpenApiAndTrue()
{
    QJsonArray instances;
    const auto add = [&](const QString &schema, const QJsonValue &value) {
        instances.append(QJsonObject{{QStringLiteral("schema"), schema}, {QStringLiteral("value"), value}});
    };
    for (const CommandType *type : commandTypes()) {
        if (type->spec.permission == Permission::System)
            continue;
        const QByteArray body =
            jsonBody(*type->table, m_house->examples.commands.at(std::string(type->spec.name)).body);
        const RawResponse done = m_house->post("commands/" + textOf(type->spec.name).toUtf8(), m_house->token, body);
        QVERIFY2(done.status == 200, done.body.constData());
        add(textOf(type->spec.name), parsed(body));
        add(textOf(type->spec.name) + QStringLiteral(".answer"), parsed(done.body).value(QStringLiteral("answer")));
    }
    for (const QueryType *type : queryTypes()) {
        const QByteArray body = jsonBody(*type->table, m_house->examples.queries.at(std::string(type->spec.name)).body);
        const RawResponse answer = m_house->post("queries/" + textOf(type->spec.name).toUtf8(), m_house->token, body);
        QVERIFY2(answer.status == 200, answer.body.constData());
        add(textOf(type->spec.name), parsed(body));
        add(textOf(type->spec.name) + QStringLiteral(".answer"), parsed(answer.body));
    }
    for (const QByteArray &path :
         {QByteArray("commands/floor.add"), QByteArray("commands/no.such"), QByteArray("sign-in")})
        add(QStringLiteral("problem"), parsed(m_house->post(path, m_house->token, "{}").body));
    add(QStringLiteral("problem"), parsed(m_house->ask("POST", "/healthz", {}, "x").body));
    int exitCode = -1;
    const QByteArray said = check(m_description, instances, &exitCode);
    QVERIFY2(exitCode == 0, said.constData());

    // And the checker would notice.
    QJsonArray wrong = instances;
    wrong.append(QJsonObject{{QStringLiteral("schema"), QStringLiteral("gate.open")},
                             {QStringLiteral("value"), QJsonObject{{QStringLiteral("gate"), 7}}}});
    QVERIFY(check(m_description, wrong, &exitCode).contains("not as described: gate.open"));
    QCOMPARE(exitCode, 1);
    QJsonObject broken = m_description;
    broken.remove(QStringLiteral("info"));
    QVERIFY(check(broken, instances, &exitCode).contains("not OpenAPI 3.1"));
    QCOMPARE(exitCode, 1);
}

QTEST_GUILESS_MAIN(TestOpenApi)
#include "tst_openapi.moc"
