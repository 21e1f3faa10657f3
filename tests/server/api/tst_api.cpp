// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/serve/servedhouse.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace gatehouse;
using gatehouse::test::RawClient;
using gatehouse::test::RawResponse;

namespace {

QJsonObject objectOf(const RawResponse &response)
{
    return QJsonDocument::fromJson(response.body).object();
}

QString codeOf(const RawResponse &response)
{
    return objectOf(response).value(QStringLiteral("code")).toString();
}

ServeOptions withoutRates()
{
    ServeOptions options;
    options.hub.commandBurst = 100'000;
    return options;
}

QByteArray nameOf(std::string_view name)
{
    return {name.data(), static_cast<int>(name.size())};
}

} // namespace

/// The HTTP face, over a real socket, of a house in which everything can be done.
class TestApi : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void nothingAnswersWithoutAToken_data() { addRequests(true); }
    void nothingAnswersWithoutAToken();
    void badTokensAreNoTokens_data();
    void badTokensAreNoTokens();
    void whatAnswersStrangers_data();
    void whatAnswersStrangers();
    void commands_data();
    void commands();
    void queries_data();
    void queries();
    void aKeyWithAnotherBodyIsRefused_data() { commands_data(); }
    void aKeyWithAnotherBodyIsRefused();
    void withoutPermissionItIsForbidden();
    void theProgramsOwnCommandsAreNotThere();
    void wrongKeysAreNamed_data();
    void wrongKeysAreNamed();
    void badJsonIsRefused_data();
    void badJsonIsRefused();
    void theJsonTestSuite();
    void idsAreTexts_data();
    void idsAreTexts();
    void problemsAreProblems();
    void otherContentIsNotRead_data();
    void otherContentIsNotRead();
    void bodiesAreLimited_data();
    void bodiesAreLimited();
    void methods_data();
    void methods();
    void upgrades_data();
    void upgrades();
    void aPasswordIsNeverKept();
    void aDeviceUsesItsKey();
    void signIn();
    void wrongSignInsAreAllAnsweredTheSame_data();
    void wrongSignInsAreAllAnsweredTheSame();
    void anUnknownLoginTakesAsLong();
    void triesAreLimited();
    void requestsAreLimited();

private:
    void addRequests(bool withSystem);

    std::unique_ptr<ServedHouse> m_house;
    QByteArray m_viewer; ///< may see the venue
    QByteArray m_device;
    QByteArray m_revoked;
};

void TestApi::initTestCase()
{
    m_house = std::make_unique<ServedHouse>(withoutRates(), [this](HouseRoom &room) {
        AddRole role;
        role.role = room.newId<RoleId>();
        role.name = "viewer";
        role.permissions = {"view_venue"};
        room.done(role);
        for (const char *login : {"viewer", "locked"}) {
            AddAccount add;
            add.account = room.newId<AccountId>();
            add.login = login;
            add.name = login;
            add.password = HouseRoom::must(hashPassword(ServedHouse::kPassword));
            add.roles = {role.role};
            room.done(add);
        }
        for (const Account &account : room.all<Account>()) {
            if (account.login != "locked")
                continue;
            Account locked = account;
            locked.isLocked = true;
            EditAccount edit;
            edit.account = account.id;
            edit.edits = editsBetween(account, locked);
            room.done(edit);
        }
        for (QByteArray *key : {&m_device, &m_revoked}) {
            AddDevice add;
            add.device = room.newId<DeviceId>();
            add.name = "Kiosk";
            *key = QByteArray::fromStdString(room.done(add).key);
            if (key == &m_revoked)
                room.done(RevokeDevice{add.device, "lost"});
        }
    });
    m_viewer = QByteArray::fromStdString(HouseRoom::must(m_house->server->localToken("viewer")));
}

void TestApi::addRequests(bool withSystem)
{
    QTest::addColumn<QByteArray>("path");
    for (const CommandType *type : commandTypes()) {
        if (withSystem || type->spec.permission != Permission::System)
            QTest::newRow(std::string(type->spec.name).c_str()) << "commands/" + nameOf(type->spec.name);
    }
    for (const QueryType *type : queryTypes())
        QTest::newRow(std::string(type->spec.name).c_str()) << "queries/" + nameOf(type->spec.name);
}

void TestApi::nothingAnswersWithoutAToken()
{
    QFETCH(QByteArray, path);
    const RawResponse response = m_house->post(path, {}, "{}");
    QCOMPARE(response.status, 401);
    QCOMPARE(response.header("WWW-Authenticate"), QByteArray("Bearer"));
    QCOMPARE(codeOf(response), QStringLiteral("not_signed_in"));
}

void TestApi::badTokensAreNoTokens_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &header, const char *code) {
        QTest::newRow(name) << header << QByteArray(code);
    };
    row("nonsense", "Bearer nonsense", "not_signed_in");
    row("another scheme", "Basic YTpi", "not_signed_in");
    row("cut short", "Bearer " + m_house->token.chopped(4), "not_signed_in");
    row("a byte changed", "Bearer " + QByteArray(m_house->token).replace(m_house->token.size() - 10, 1, "_"),
        "not_signed_in");
    row("no algorithm", "Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + m_house->token.split('.')[1] + ".",
        "not_signed_in");
    row("a device without its secret", "Bearer " + m_device.left(m_device.lastIndexOf('.') + 1) + QByteArray(43, 'A'),
        "not_signed_in");
    row("a revoked device", "Bearer " + m_revoked, "revoked");
}

void TestApi::badTokensAreNoTokens()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, code);
    for (const QByteArray &target : {m_house->eventPath + "api/v1/queries/scan.list", QByteArray("/metrics")}) {
        const bool isMetrics = target == "/metrics";
        const RawResponse response =
            m_house->ask(isMetrics ? "GET" : "POST", target, {}, isMetrics ? QByteArray() : QByteArray("{}"),
                         "Content-Type: application/json\r\nAuthorization: " + header + "\r\n");
        QCOMPARE(response.status, 401);
        QCOMPARE(codeOf(response), QString::fromUtf8(code));
    }
}

void TestApi::whatAnswersStrangers_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &target, int status) {
        QTest::newRow(name) << target << status;
    };
    row("alive", "/healthz", 200);
    row("ready", "/readyz", 200);
    row("the start page", "/", 200);
    row("the event's start page", m_house->eventPath, 200);
    row("the description of the API", m_house->eventPath + "api/v1/openapi.json", 200);
    row("the public programme", m_house->eventPath + "schedule.xml", 200);
    row("the public calendar", m_house->eventPath + "calendar.ics", 200);
    row("no other event's calendar", "/e/another/calendar.ics", 404);
    row("no figures", "/metrics", 401);
    row("no other event", "/e/another/api/v1/openapi.json", 404);
    row("nothing beside the API", m_house->eventPath + "api/v2/commands/gate.open", 404);
    row("no file", "/etc/passwd", 404);
    row("the socket is no page", m_house->eventPath + "sync", 426);
}

void TestApi::whatAnswersStrangers()
{
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    const RawResponse response = m_house->ask("GET", target);
    QCOMPARE(response.status, status);
    QCOMPARE(m_house->ask("HEAD", target).status, status);
    QCOMPARE(response.header("X-Content-Type-Options"), QByteArray("nosniff"));
}

void TestApi::commands_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const CommandType *type : commandTypes()) {
        if (type->spec.permission != Permission::System)
            QTest::newRow(std::string(type->spec.name).c_str()) << nameOf(type->spec.name);
    }
}

void TestApi::commands()
{
    QFETCH(QByteArray, name);
    const CommandType &type = *findCommand(name.toStdString());
    const QByteArray body = jsonBody(*type.table, m_house->examples.commands.at(name.toStdString()).body);
    const QByteArray key = "Idempotency-Key: once-" + name + "\r\n";
    const RawResponse first = m_house->post("commands/" + name, m_house->token, body, key);
    QVERIFY2(first.status == 200, first.body.constData());
    QCOMPARE(first.header("Content-Type"), QByteArray("application/json"));
    const QJsonObject done = objectOf(first);
    QCOMPARE(done.keys(),
             (QStringList{QStringLiteral("answer"), QStringLiteral("sequence"), QStringLiteral("wasRepeat")}));
    QVERIFY(done.value(QStringLiteral("sequence")).toInt() > 0 && !done.value(QStringLiteral("wasRepeat")).toBool());
    QCOMPARE(done.value(QStringLiteral("answer")).toObject().size(),
             static_cast<qsizetype>(type.answer->fields.size()));
    const QJsonObject again = objectOf(m_house->post("commands/" + name, m_house->token, body, key));
    QVERIFY(again.value(QStringLiteral("wasRepeat")).toBool());
    QCOMPARE(again.value(QStringLiteral("sequence")), done.value(QStringLiteral("sequence")));
    QCOMPARE(again.value(QStringLiteral("answer")), done.value(QStringLiteral("answer")));
}

void TestApi::queries_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const QueryType *type : queryTypes())
        QTest::newRow(std::string(type->spec.name).c_str()) << nameOf(type->spec.name);
}

void TestApi::queries()
{
    QFETCH(QByteArray, name);
    const QueryType &type = *findQuery(name.toStdString());
    const RawResponse response =
        m_house->post("queries/" + name, m_house->token,
                      jsonBody(*type.table, m_house->examples.queries.at(name.toStdString()).body));
    QVERIFY2(response.status == 200, response.body.constData());
    const std::unique_ptr<void, void (*)(void *)> answer(type.answer->make(), type.answer->destroy);
    const auto value = parseJson(response.body.toStdString());
    QVERIFY(value);
    const auto read = fromJson(*type.answer, answer.get(), *value, Strictness::Command);
    QVERIFY2(read, read ? "" : describe(read.error()).c_str());
}

void TestApi::aKeyWithAnotherBodyIsRefused()
{
    QFETCH(QByteArray, name);
    const CommandType &type = *findCommand(name.toStdString());
    const std::unique_ptr<void, void (*)(void *)> other(type.table->make(), type.table->destroy);
    QVERIFY(decode(*type.table, other.get(), Part::All, m_house->examples.commands.at(name.toStdString()).body,
                   Strictness::Command));
    std::string body = R"({"shown":[]})"; // those that do not begin with an id
    if (type.table->fields[0].kind == Kind::Id) {
        *static_cast<Id *>(type.table->fields[0].at(other.get())) = m_house->room.newId<Id>();
        body.clear();
        toJson(*type.table, other.get(), Part::All, body);
    } else if (name == "ticket.show_codes") {
        body = R"({"tickets":["01j0000000010000000000000a"],"use":"file"})";
    }
    const RawResponse response = m_house->post("commands/" + name, m_house->token, QByteArray::fromStdString(body),
                                               "Idempotency-Key: once-" + name + "\r\n"); // which commands() used
    QCOMPARE(response.status, 422);
    QCOMPARE(codeOf(response), QStringLiteral("reused"));
}

void TestApi::withoutPermissionItIsForbidden()
{
    RawResponse response = m_house->post("commands/gate.open", m_viewer, "{}");
    QCOMPARE(response.status, 403);
    QCOMPARE(codeOf(response), QStringLiteral("forbidden"));
    response = m_house->post("queries/scan.list", m_viewer, "{}");
    QCOMPARE(response.status, 403);
    QCOMPARE(m_house->ask("GET", "/metrics", m_viewer).status, 403);
    QCOMPARE(m_house->ask("GET", "/metrics", m_house->token).status, 200);
}

void TestApi::theProgramsOwnCommandsAreNotThere()
{
    for (const CommandType *type : commandTypes()) {
        if (type->spec.permission != Permission::System)
            continue;
        const RawResponse response = m_house->post("commands/" + nameOf(type->spec.name), m_house->token, "{}");
        QCOMPARE(response.status, 404);
        QCOMPARE(response.body,
                 m_house->post("commands/no.such", m_house->token, "{}").body); // not even that there is one
    }
    QCOMPARE(m_house->post("queries/no.such", m_house->token, "{}").status, 404);
}

void TestApi::wrongKeysAreNamed_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("one character") << QByteArray("k") << true;
    QTest::newRow("128 characters") << QByteArray(128, 'k') << true;
    QTest::newRow("129 characters") << QByteArray(129, 'k') << false;
    QTest::newRow("a space within") << QByteArray("a b") << false;
    QTest::newRow("not ASCII") << QByteArray("schl\xc3\xbcssel") << false;
}

void TestApi::wrongKeysAreNamed()
{
    QFETCH(QByteArray, key);
    QFETCH(bool, isGood);
    const RawResponse response =
        m_house->post("commands/gate.open", m_house->token, R"({"gate":"01j0000000010000000000000a"})",
                      "Idempotency-Key: " + key + "\r\n");
    QCOMPARE(response.status, isGood ? 404 : 422); // there is no such gate
    if (!isGood)
        QCOMPARE(objectOf(response)
                     .value(QStringLiteral("fields"))
                     .toArray()
                     .first()
                     .toObject()
                     .value(QStringLiteral("path"))
                     .toString(),
                 QStringLiteral("Idempotency-Key"));
}

void TestApi::badJsonIsRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char *name, const QByteArray &body, int status, const char *field = "") {
        QTest::newRow(name) << body << status << QByteArray(field);
    };
    const QByteArray good =
        R"("floor":"01j0000000010000000000000a","name":"A","order":0,"widthMm":5000,"heightMm":5000)";
    const auto with = [&](const char *before, const char *after) {
        return '{' + QByteArray(good).replace(before, after) + '}';
    };
    row("nothing", "", 400);
    row("no JSON", "{", 400);
    row("nested 33 deep", QByteArray(33, '[') + QByteArray(33, ']'), 400);
    row("nested 100,000 deep", QByteArray(100'000, '['), 400);
    row("a name twice", '{' + good + R"(,"name":"B"})", 400);
    row("a number that is none", with("5000", "1e999"), 422, "widthMm");
    row("minus nought", with(":0,", ":-0,"), 422, "order");
    row("a fraction", with("5000", "5000.0"), 422, "widthMm");
    row("an exponent", with("5000", "5e3"), 422, "widthMm");
    row("2^53 + 1", with("5000", "9007199254740993"), 422, "widthMm");
    row("three thousand million for 32 bits", with("5000", "3000000000"), 422, "widthMm");
    row("a number as text", with("5000", "\"5000\""), 422, "widthMm");
    row("half a surrogate pair", with("\"A\"", "\"\\ud800\""), 400);
    row("U+0000", with("\"A\"", "\"a\\u0000b\""), 422, "name");
    row("a byte order mark", "\xef\xbb\xbf{" + good + "}", 400);
    row("bytes that are no UTF-8", with("\"A\"", "\"\xff\""), 400);
    row("a text of 201 characters", with("\"A\"", '"' + QByteArray(201, 'x') + '"'), 422, "name");
    row("a text of 100,000 characters", with("\"A\"", '"' + QByteArray(100'000, 'x') + '"'), 422, "name");
    row("an unknown field", '{' + good + R"(,"colour":"red"})", 422, "colour");
    row("a field of the language", '{' + good + R"(,"__proto__":{"isAdmin":true}})", 422, "__proto__");
    row("another field of the language", '{' + good + R"(,"constructor":1})", 422, "constructor");
    row("a list where an object is", "[" + QByteArray("1") + "]", 422);
    row("an object where a text is", with("\"A\"", "{}"), 422, "name");
    row("a list where a text is", with("\"A\"", "[\"A\"]"), 422, "name");
    row("a list of 100,000", "[" + QByteArray("1,").repeated(99'999) + "1]", 422);
    row("bytes behind the value", '{' + good + "} {}", 400);
    row("a missing field", R"({"floor":"01j0000000010000000000000a"})", 422, "name");
    row("null where a value must be", with("\"A\"", "null"), 422, "name");
    row("an empty text where one must be", with("\"A\"", "\"\""), 422, "name");
}

void TestApi::badJsonIsRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, field);
    const RawResponse response = m_house->post("commands/floor.add", m_house->token, body);
    QVERIFY2(response.status == status, response.head + response.body);
    QCOMPARE(codeOf(response), status == 400 ? QStringLiteral("malformed") : QStringLiteral("invalid"));
    QStringList named;
    for (const auto each : objectOf(response).value(QStringLiteral("fields")).toArray())
        named += each.toObject().value(QStringLiteral("path")).toString();
    QVERIFY2(field.isEmpty() || named.contains(QString::fromUtf8(field)), response.body.constData());
}

void TestApi::theJsonTestSuite()
{
    const QDir folder(qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/../shared/data/json"));
    const auto files = folder.entryInfoList({QStringLiteral("*.json")}, QDir::Files);
    if (files.isEmpty())
        QSKIP("the JSON test suite is not beside the project");
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const RawResponse response = m_house->post("commands/floor.add", m_house->token, file.readAll());
        const bool isJson =
            info.fileName().startsWith(QLatin1Char('y')) && !info.fileName().contains(QLatin1String("duplicated"));
        QVERIFY2(response.status == (isJson ? 422 : 400), qPrintable(info.fileName()));
    }
}

void TestApi::idsAreTexts_data()
{
    QTest::addColumn<QByteArray>("id");
    const auto row = [](const char *name, const char *id) { QTest::newRow(name) << QByteArray(id); };
    row("a number", "1");
    row("a short text", "\"1\"");
    row("a fraction", "1.0");
    row("true", "true");
    row("null", "null");
    row("nothing set", "\"00000000000000000000000000\"");
    row("letters that are none of its", "\"01j000000001000000000000il\"");
    row("one character too many", "\"01j0000000010000000000000aa\"");
    row("more than 128 bits", "\"zzzzzzzzzzzzzzzzzzzzzzzzzz\"");
    row("a path", "\"../../../../etc/passwd\"");
    row("a statement", "\"' OR 1=1 --\"");
}

void TestApi::idsAreTexts()
{
    QFETCH(QByteArray, id);
    const RawResponse response = m_house->post("commands/gate.open", m_house->token, "{\"gate\":" + id + "}");
    QVERIFY2(response.status == 422, response.body.constData());
    QCOMPARE(objectOf(response)
                 .value(QStringLiteral("fields"))
                 .toArray()
                 .first()
                 .toObject()
                 .value(QStringLiteral("path"))
                 .toString(),
             QStringLiteral("gate"));
}

void TestApi::problemsAreProblems()
{
    const RawResponse response = m_house->post("commands/floor.add", m_house->token, "{}");
    QCOMPARE(response.header("Content-Type"), QByteArray("application/problem+json"));
    const QJsonObject problem = objectOf(response);
    QCOMPARE(problem.value(QStringLiteral("type")).toString(), QStringLiteral("about:blank"));
    QCOMPARE(problem.value(QStringLiteral("title")).toString(), QStringLiteral("Unprocessable Content"));
    QCOMPARE(problem.value(QStringLiteral("status")).toInt(), response.status);
    QCOMPARE(problem.value(QStringLiteral("code")).toString(), QStringLiteral("invalid"));
    const QJsonArray fields = problem.value(QStringLiteral("fields")).toArray();
    QCOMPARE(fields.size(), qsizetype{5}); // every one that is missing, at once
    QCOMPARE(fields.first().toObject().keys(), (QStringList{QStringLiteral("path"), QStringLiteral("reason")}));
    QCOMPARE(
        m_house->post("commands/floor.edit", m_house->token, R"({"floor":"01j0000000010000000000000a","edits":{}})")
            .status,
        404);
    QCOMPARE(m_house
                 ->post("queries/scan.arrivals", m_house->token,
                        R"({"from":"2026-01-01T00:00:00Z","until":"2026-12-01T00:00:00Z","stepMs":1000})")
                 .status,
             413);
}

void TestApi::otherContentIsNotRead_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isRead");
    const auto row = [](const char *name, const char *type, bool isRead) {
        QTest::newRow(name) << QByteArray(type) << isRead;
    };
    row("JSON", "Content-Type: application/json\r\n", true);
    row("JSON in UTF-8", "Content-Type: application/json; charset=utf-8\r\n", true);
    row("JSON in capitals", "Content-Type: Application/JSON;charset=\"UTF-8\"\r\n", true);
    row("JSON in another encoding", "Content-Type: application/json; charset=utf-16\r\n", false);
    row("none", "", false);
    row("text, as a form of another page sends it", "Content-Type: text/plain\r\n", false);
    row("a form", "Content-Type: application/x-www-form-urlencoded\r\n", false);
    row("something that begins alike", "Content-Type: application/json-seq\r\n", false);
}

void TestApi::otherContentIsNotRead()
{
    QFETCH(QByteArray, type);
    QFETCH(bool, isRead);
    const QByteArray api = m_house->eventPath + "api/v1/";
    QCOMPARE(m_house->ask("POST", api + "commands/floor.add", m_house->token, "{}", type).status, isRead ? 422 : 415);
    QCOMPARE(m_house->ask("POST", api + "queries/blob.get", m_house->token, "{}", type).status, isRead ? 422 : 415);
    QCOMPARE(m_house->ask("POST", api + "sign-in", {}, "{}", type).status, isRead ? 400 : 415);
}

void TestApi::bodiesAreLimited_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("isSignedIn");
    QTest::addColumn<int>("bytes");
    QTest::addColumn<bool>("isRead");
    QTest::newRow("a stranger's sign-in") << QByteArray("sign-in") << false << 4'000 << true;
    QTest::newRow("a stranger's 5 KiB") << QByteArray("sign-in") << false << 5'000 << false;
    QTest::newRow("a stranger's command") << QByteArray("commands/floor.set_plan") << false << 5'000 << false;
    QTest::newRow("a command of 250 KiB") << QByteArray("commands/floor.add") << true << 250'000 << true;
    QTest::newRow("a command of 270 KiB") << QByteArray("commands/floor.add") << true << 270'000 << false;
    QTest::newRow("a plan of 9 MiB") << QByteArray("commands/floor.set_plan") << true << 9'000'000 << true;
    QTest::newRow("a plan of 13 MiB") << QByteArray("commands/floor.set_plan") << true << 13'000'000 << false;
}

void TestApi::bodiesAreLimited()
{
    QFETCH(QByteArray, path);
    QFETCH(bool, isSignedIn);
    QFETCH(int, bytes);
    QFETCH(bool, isRead);
    QByteArray request = "POST " + m_house->eventPath + "api/v1/" + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    if (isSignedIn)
        request += "Authorization: Bearer " + m_house->token + "\r\n";
    RawClient client(m_house->server->port());
    // What is too large is refused by what it says, before it comes.
    const RawResponse response = client.ask(request + "Content-Length: " + QByteArray::number(bytes) + "\r\n\r\n"
                                            + (isRead ? QByteArray(bytes, ' ') : QByteArray()));
    QCOMPARE(response.status, isRead ? 400 : 413);
    QVERIFY(isRead || codeOf(response) == QStringLiteral("body-too-large"));
}

void TestApi::methods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("allowed");
    const QByteArray api = m_house->eventPath + "api/v1/";
    QTest::newRow("a command is posted") << QByteArray("GET") << api + "commands/gate.open" << QByteArray("POST");
    QTest::newRow("a command is not put") << QByteArray("PUT") << api + "commands/gate.open" << QByteArray("POST");
    QTest::newRow("a query is posted") << QByteArray("GET") << api + "queries/scan.list" << QByteArray("POST");
    QTest::newRow("a sign-in is posted") << QByteArray("GET") << api + "sign-in" << QByteArray("POST");
    QTest::newRow("the description is read") << QByteArray("POST") << api + "openapi.json" << QByteArray("GET, HEAD");
    QTest::newRow("health is read") << QByteArray("DELETE") << QByteArray("/healthz") << QByteArray("GET, HEAD");
    QTest::newRow("the programme is read")
        << QByteArray("POST") << m_house->eventPath + "schedule.xml" << QByteArray("GET, HEAD");
    QTest::newRow("figures are read") << QByteArray("POST") << QByteArray("/metrics") << QByteArray("GET, HEAD");
}

void TestApi::methods()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, allowed);
    const RawResponse response = m_house->ask(method, target, m_house->token);
    QCOMPARE(response.status, 405);
    QCOMPARE(response.header("Allow"), allowed);
}

void TestApi::upgrades_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("status");
    const QByteArray sync = m_house->eventPath + "sync";
    const QByteArray cbor = "Sec-WebSocket-Protocol: gatehouse.cbor.v1\r\n";
    const QByteArray own = "Origin: http://localhost\r\n";
    const auto row = [](const char *name, const QByteArray &target, const QByteArray &headers, int status) {
        QTest::newRow(name) << target << headers << status;
    };
    row("of a program", sync, cbor, 101);
    row("of a page of ours", sync, cbor + own, 101);
    row("in JSON", sync, "Sec-WebSocket-Protocol: gatehouse.json.v1\r\n", 101);
    row("of a page of another house", sync, cbor + "Origin: http://evil.example\r\n", 403);
    row("of a page without a name", sync, cbor + "Origin: null\r\n", 403);
    row("without a subprotocol", sync, {}, 400);
    row("with a subprotocol of others", sync, "Sec-WebSocket-Protocol: mqtt\r\n", 400);
    row("of another event", "/e/another/sync", cbor, 404);
    row("of a page", "/", cbor, 404);
}

void TestApi::upgrades()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, headers);
    QFETCH(int, status);
    RawClient client(m_house->server->port());
    const RawResponse response =
        client.ask("GET " + target
                   + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                   + headers + "\r\n");
    QCOMPARE(response.status, status);
}

void TestApi::aPasswordIsNeverKept()
{
    const QByteArray password = "seven very small boats";
    const QByteArray account = QByteArray::fromStdString(m_house->room.newId<Id>().toString());
    const QByteArray body = R"({"account":")" + account + R"(","login":"boats","name":"Boats","password":")" + password
        + R"(","roles":[]})";
    QCOMPARE(m_house->post("commands/account.add", m_house->token, body).status, 200);
    const RawResponse signedIn = m_house->post("sign-in", {}, R"({"login":"boats","password":")" + password + R"("})");
    QCOMPARE(signedIn.status, 200);
    for (const char *end : {"", "-wal"}) {
        QFile file(QString::fromStdString(m_house->path + end));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains(password));
    }
    const QByteArray weak = R"({"account":")" + account + R"(","password":"password123456"})";
    const RawResponse refused = m_house->post("commands/account.set_password", m_house->token, weak);
    QCOMPARE(refused.status, 422);
    QVERIFY(!refused.body.contains("password123456"));
}

void TestApi::aDeviceUsesItsKey()
{
    const QByteArray body = jsonBody(tableOf<CountArrivals>(), m_house->examples.queries.at("scan.arrivals").body);
    QCOMPARE(m_house->post("queries/scan.arrivals", m_device, body).status, 403); // a kiosk does not count
    QCOMPARE(m_house->post("commands/scan.show", m_device, R"({"shown":[]})").status, 200);
    QCOMPARE(m_house->post("commands/scan.show", m_revoked, R"({"shown":[]})").status, 401);
}

void TestApi::signIn()
{
    const QByteArray body = QByteArray(R"({"login":"viewer","password":")") + ServedHouse::kPassword + R"("})";
    const RawResponse response = m_house->post("sign-in", {}, body);
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("Cache-Control"), QByteArray("no-store"));
    const QJsonObject signedIn = objectOf(response);
    const QByteArray token = signedIn.value(QStringLiteral("token")).toString().toUtf8();
    const auto expires = Instant::fromString(signedIn.value(QStringLiteral("expires")).toString().toStdString());
    QVERIFY(expires && expires->ms > QDateTime::currentMSecsSinceEpoch());
    QCOMPARE(m_house->post("queries/blob.get", token, "{}").status, 422);
    QCOMPARE(m_house->post("queries/scan.list", token, "{}").status, 403);
}

void TestApi::wrongSignInsAreAllAnsweredTheSame_data()
{
    QTest::addColumn<QByteArray>("login");
    QTest::addColumn<QByteArray>("password");
    QTest::newRow("a wrong password") << QByteArray("viewer") << QByteArray("not the password at all");
    QTest::newRow("nobody of that name") << QByteArray("nobody") << QByteArray(ServedHouse::kPassword);
    QTest::newRow("a locked account with its password") << QByteArray("locked") << QByteArray(ServedHouse::kPassword);
    QTest::newRow("what is no login") << QByteArray("Viewer' --") << QByteArray(ServedHouse::kPassword);
    QTest::newRow("no password") << QByteArray("viewer") << QByteArray();
    QTest::newRow("a password of 3,000 characters") << QByteArray("viewer") << QByteArray(3'000, 'x');
}

void TestApi::wrongSignInsAreAllAnsweredTheSame()
{
    QFETCH(QByteArray, login);
    QFETCH(QByteArray, password);
    const RawResponse response =
        m_house->post("sign-in", {}, R"({"login":")" + login + R"(","password":")" + password + R"("})");
    QCOMPARE(response.status, 401);
    QCOMPARE(codeOf(response), QStringLiteral("not_signed_in"));
    static const QByteArray first = response.body;
    QCOMPARE(response.body, first);
}

void TestApi::anUnknownLoginTakesAsLong()
{
    const auto quickest = [this](const QByteArray &login) {
        qint64 least = std::numeric_limits<qint64>::max();
        for (int index = 0; index < 3; ++index) {
            QElapsedTimer timer;
            timer.start();
            (void)m_house->post("sign-in", {}, R"({"login":")" + login + R"(","password":"a wrong one, but long"})");
            least = std::min(least, timer.nsecsElapsed());
        }
        return least;
    };
    const qint64 known = quickest("chief");
    const qint64 unknown = quickest("whoever");
    QVERIFY2(unknown * 3 > known && unknown < known * 3, QByteArray::number(known) + " " + QByteArray::number(unknown));
}

void TestApi::triesAreLimited()
{
    ServedHouse house;
    QElapsedTimer timer;
    timer.start();
    const QByteArray wrong = R"({"login":"chief","password":"not the password at all"})";
    for (int index = 0; index < 5; ++index)
        QCOMPARE(house.post("sign-in", {}, wrong).status, 401);
    RawResponse response = house.post("sign-in", {}, wrong);
    QCOMPARE(response.status, 429);
    QCOMPARE(codeOf(response), QStringLiteral("too_many"));
    QVERIFY(response.header("Retry-After").toInt() > 50 && response.header("Retry-After").toInt() <= 60);
    const QByteArray right = QByteArray(R"({"login":"chief","password":")") + ServedHouse::kPassword + R"("})";
    QCOMPARE(house.post("sign-in", {}, right).status, 429); // the right one neither: it would be told from a wrong one
    QCOMPARE(house.post("sign-in", {}, R"({"login":"another","password":"not the password at all"})").status, 401);
    int answered = 0;
    while (house.post("sign-in", {}, R"({"login":"l)" + QByteArray::number(answered) + R"(","password":"p"})").status
               == 401
           && answered < 400)
        ++answered;
    const qint64 most = 30 + timer.elapsed() / 2'000; // an address in all: thirty, and thirty a minute
    QVERIFY2(answered < most, QByteArray::number(answered));
}

void TestApi::requestsAreLimited()
{
    ServeOptions options;
    options.hub.commandBurst = 5;
    options.hub.commandsPerSecond = 1;
    ServedHouse house(options);
    for (int index = 0; index < 5; ++index)
        QCOMPARE(house.post("queries/blob.get", house.token, "{}").status, 422);
    const RawResponse response = house.post("queries/blob.get", house.token, "{}");
    QCOMPARE(response.status, 429);
    QCOMPARE(response.header("Retry-After"), QByteArray("1"));
}

QTEST_GUILESS_MAIN(TestApi)
#include "tst_api.moc"
