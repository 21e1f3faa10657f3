// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/api/api.h"

#include "server/api/openapi.h"
#include "server/files/calendarwriter.h"
#include "server/files/schedulewriter.h"
#include "server/gateway/socketpeer.h"
#include "server/house/publicprogramme.h"
#include "shared/house/house.h"
#include "shared/model/json.h"

#include <QLoggingCategory>

namespace gatehouse {

namespace {

Q_LOGGING_CATEGORY(apiLog, "server.api", QtInfoMsg)

constexpr std::string_view kApiPath = "api/v1/";
constexpr std::size_t kStrangerBody = 4 * kKiB; // a login and a password
constexpr std::size_t kMaxKey = 128;            // characters of an Idempotency-Key
constexpr std::size_t kMostRates = 20'000;

HttpResponse tooMany(std::int64_t waitMs)
{
    HttpResponse response = HttpResponse::problem(Failure{Fault::TooMany, {}, {}});
    response.set("Retry-After", retryAfter(std::chrono::milliseconds(waitMs)));
    return response;
}

HttpResponse refusal(const Failure &failure)
{
    HttpResponse response = HttpResponse::problem(failure);
    if (response.status == 401)
        response.set("WWW-Authenticate", "Bearer");
    if (response.status == 503 || response.status == 429)
        response.set("Retry-After", "1");
    return response;
}

bool isGet(const HttpHead &head)
{
    return head.method == HttpMethod::Get || head.method == HttpMethod::Head;
}

HttpResponse wrongMethod(const char *allowed)
{
    HttpResponse response = HttpResponse::problem(405, "method");
    response.set("Allow", allowed);
    return response;
}

/// "application/json", perhaps with "; charset=utf-8": what a page of another origin cannot send without being asked
/// first.
bool isJson(const HttpHead &head)
{
    const std::string type = lowerCase(head.header("content-type").value_or(std::string_view()));
    std::string plain;
    std::copy_if(type.begin(), type.end(), std::back_inserter(plain),
                 [](char c) { return c != ' ' && c != '\t' && c != '"'; });
    return plain == "application/json" || plain == "application/json;charset=utf-8";
}

bool isKey(std::string_view key)
{
    return !key.empty() && key.size() <= kMaxKey
        && std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

HttpResponse wrongContent()
{
    return HttpResponse::problem(415, "content_type", "application/json is read here");
}

/// A struct of the table, filled from the JSON of a request, as CBOR.
Result<std::string> bodyOf(const Table &table, std::string_view text)
{
    auto value = parseJson(text);
    if (!value)
        return fail(std::move(value.error()));
    const std::unique_ptr<void, void (*)(void *)> object(table.make(), table.destroy);
    if (auto result = fromJson(table, object.get(), *value, Strictness::Command); !result)
        return fail(std::move(result.error()));
    std::string body;
    encode(table, object.get(), Part::All, body);
    return body;
}

/// Back again; an empty answer is an empty object.
std::string jsonOf(const Table &table, std::string_view body)
{
    const std::unique_ptr<void, void (*)(void *)> object(table.make(), table.destroy);
    std::string out;
    if (body.empty() || !decode(table, object.get(), Part::All, body, Strictness::Replica))
        return "{}";
    toJson(table, object.get(), Part::All, out);
    return out;
}

HttpResponse startPage()
{
    return HttpResponse::content(
        "text/html; charset=utf-8",
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Gatehouse</title>\n"
        "<h1>Gatehouse</h1>\n<p>An event is served here. The pages for phones are not part of this "
        "version yet; kiosks and desks connect with their own programs.</p></html>\n");
}

} // namespace

Api::Api(ApiSurroundings surroundings, QObject *parent)
    : QObject(parent), m_around(std::move(surroundings)), m_eventPath("/e/" + m_around.slug + "/"),
      m_description(openApi(m_around.slug))
{
}

Result<Identity> Api::identityOf(const HttpHead &head) const
{
    const auto token = head.bearerToken();
    if (!token)
        return fail(Fault::NotSignedIn, "no token");
    auto identity = m_around.identities.identify(*token, m_around.shell.now().wall);
    if (identity && identity->actor.isRevokedDevice)
        return fail(Fault::Revoked, "the device was revoked");
    return identity;
}

std::size_t Api::bodyLimitFor(const HttpHead &head)
{
    const std::string commands = m_eventPath + std::string(kApiPath) + "commands/";
    if (!identityOf(head))
        return kStrangerBody;
    std::size_t limit = 256 * kKiB;
    if (head.path.starts_with(commands)) {
        if (const CommandType *type = findCommand(std::string_view(head.path).substr(commands.size())))
            limit = std::max(limit, type->spec.bodyLimit * 3 / 2); // base64url, and names
    }
    return limit;
}

void Api::handle(HttpRequest request, HttpResponder responder)
{
    const std::string &path = request.head.path;
    const std::string inApi = m_eventPath + std::string(kApiPath);
    if (path.starts_with(inApi))
        return handleApi(request, path.substr(inApi.size()), responder);
    if (path == m_eventPath + "sync") {
        HttpResponse response = HttpResponse::problem(426, "upgrade", "a WebSocket is spoken here");
        return responder.send(std::move(response.set("Upgrade", "websocket")));
    }
    if (path == m_eventPath + "schedule.xml" || path == m_eventPath + "calendar.ics")
        return isGet(request.head) ? sendProgramme(std::string_view(path).substr(m_eventPath.size()), responder)
                                   : responder.send(wrongMethod("GET, HEAD"));
    const bool isKnown =
        path == "/" || path == m_eventPath || path == "/healthz" || path == "/readyz" || path == "/metrics";
    if (!isKnown)
        return responder.send(HttpResponse::problem(404, "not_found"));
    if (!isGet(request.head))
        return responder.send(wrongMethod("GET, HEAD"));
    if (path == "/healthz")
        return responder.send(HttpResponse::text("alive\n"));
    if (path == "/readyz")
        return responder.send(m_around.isReady() ? HttpResponse::text("ready\n")
                                                 : HttpResponse::text("not ready\n", 503));
    if (path == "/metrics")
        return sendMetrics(request.head, responder);
    responder.send(startPage());
}

/// For everyone, without a token: it holds what everyone may see.
void Api::sendProgramme(std::string_view file, const HttpResponder &responder)
{
    const auto head = m_around.reader.head();
    if (!head)
        return responder.send(refusal(head.error()));
    // At the doors the head moves with every scan: once a second is often enough, whoever asks how often.
    constexpr std::int64_t kGivenMs = 1000;
    const std::int64_t now = m_around.shell.now().ms;
    if (m_given.head < 0 || (*head != m_given.head && now - m_given.atMs >= kGivenMs)) {
        const auto view = publicProgramme(m_around.reader);
        if (!view)
            return responder.send(refusal(view.error()));
        m_given = {*head, now, scheduleXml(*view), calendarText(*view)};
    }
    const bool isCalendar = file == "calendar.ics";
    const std::string &body = isCalendar ? m_given.calendar : m_given.xml;
    HttpResponse response =
        HttpResponse::content(isCalendar ? "text/calendar; charset=utf-8" : "application/xml; charset=utf-8", body);
    response.set("ETag", entityTag(body));
    response.set("Cache-Control", "public, max-age=60");
    responder.send(std::move(response));
}

void Api::handleApi(const HttpRequest &request, const std::string &path, const HttpResponder &responder)
{
    if (path == "openapi.json")
        return responder.send(isGet(request.head) ? HttpResponse::json(m_description) : wrongMethod("GET, HEAD"));
    const bool isCommand = path.starts_with("commands/");
    const bool isQuery = path.starts_with("queries/");
    if (!isCommand && !isQuery && path != "sign-in")
        return responder.send(HttpResponse::problem(404, "not_found"));
    if (request.head.method != HttpMethod::Post)
        return responder.send(wrongMethod("POST"));
    if (path == "sign-in")
        return isJson(request.head) ? signIn(request, responder) : responder.send(wrongContent());
    const auto identity = identityOf(request.head);
    if (!identity)
        return responder.send(refusal({identity.error().fault, {}, {}}));
    responder.markSignedIn();
    if (const std::int64_t waitMs = throttle(*identity); waitMs > 0)
        return responder.send(tooMany(waitMs));
    if (!isJson(request.head))
        responder.send(wrongContent());
    else if (isCommand)
        runCommand(path.substr(9), request, *identity, responder);
    else
        runQuery(path.substr(8), request, *identity, responder);
}

std::int64_t Api::throttle(const Identity &identity)
{
    if (m_rates.size() > kMostRates)
        m_rates.clear();
    const HubLimits &limits = m_around.shell.hub().limits();
    Bucket &bucket =
        m_rates.try_emplace(identity.actor.id, limits.commandsPerSecond, limits.commandBurst).first->second;
    const std::int64_t now = m_around.shell.now().ms;
    return bucket.take(now) ? 0 : bucket.waitMs(now);
}

// --- sign-in
// -------------------------------------------------------------------------------------------------------------

void Api::signIn(const HttpRequest &request, const HttpResponder &responder)
{
    const auto value = parseJson(request.body);
    const JsonValue *login = value ? value->find("login") : nullptr;
    const JsonValue *password = value ? value->find("password") : nullptr;
    if (!login || !password || login->type != JsonValue::Type::String || password->type != JsonValue::Type::String
        || value->members.size() != 2)
        return responder.send(HttpResponse::problem(Failure{Fault::Malformed, "login and password, two texts", {}}));
    if (!isLogin(login->text) || password->text.size() > kMaxPassword * 4)
        return responder.send(refusal({Fault::NotSignedIn, {}, {}}));
    const std::string address = request.head.peer.toString().toStdString();
    if (const std::int64_t waitMs = m_guard.attempt(login->text, address, m_around.shell.now().ms); waitMs > 0)
        return responder.send(tooMany(waitMs));

    AccountId account;
    std::optional<std::string> hash;
    Account sample;
    sample.login = login->text;
    const auto found = m_around.reader.eachWhere(entityType<Account>(), *tableOf<Account>().find("login"), &sample,
                                                 [&](const StoredRow &row) {
                                                     const auto entity = entityOf<Account>(row);
                                                     if (entity && entity->login == login->text && !entity->isLocked)
                                                         account = AccountId(row.id);
                                                     return false;
                                                 });
    if (found && account) {
        const auto row = m_around.reader.find(entityType<AccountSecret>(), account);
        if (row && *row) {
            if (const auto secret = entityOf<AccountSecret>(**row))
                hash = secret->passwordHash;
        }
    }
    // An account that does not exist or is locked costs the same time and gets the same answer.
    auto started = m_around.passwords.verify(password->text, hash, this,
                                             [this, login = login->text, account, responder](PasswordVerdict verdict) {
                                                 onVerified(login, account, verdict, responder);
                                             });
    if (!started)
        responder.send(tooMany(1'000));
}

void Api::onVerified(const std::string &login, const AccountId &account, PasswordVerdict verdict,
                     const HttpResponder &responder)
{
    if (!verdict.isRight) {
        qCInfo(apiLog) << "a wrong password or login";
        return responder.send(refusal({Fault::NotSignedIn, {}, {}}));
    }
    m_guard.succeeded(login);
    Instant expires;
    const auto token = m_around.identities.issue(account, m_around.shell.now().wall, m_around.random, &expires);
    if (!token)
        return responder.send(refusal({Fault::NotSignedIn, {}, {}}));
    HttpResponse response =
        HttpResponse::json("{\"token\":\"" + *token + "\",\"expires\":\"" + expires.toString() + "\"}");
    responder.send(std::move(response.set("Cache-Control", "no-store")));
}

// --- commands and queries
// ------------------------------------------------------------------------------------------------

void Api::runCommand(const std::string &name, const HttpRequest &request, const Identity &identity,
                     const HttpResponder &responder)
{
    const CommandType *type = findCommand(name);
    if (!type || type->spec.permission == Permission::System)
        return responder.send(HttpResponse::problem(Failure{Fault::Unknown, "no such command", {}}));
    if (!identity.actor.permissions.has(type->spec.permission))
        return responder.send(refusal({Fault::Forbidden, {}, {}}));
    const auto key = request.head.header("idempotency-key");
    if (key && !isKey(*key))
        return responder.send(
            HttpResponse::problem(Failure{Fault::Invalid, {}, {{"Idempotency-Key", "1 to 128 printable characters"}}}));
    auto body = bodyOf(*type->table, request.body);
    if (!body)
        return responder.send(refusal(body.error()));
    if (body->size() > type->spec.bodyLimit)
        return responder.send(refusal({Fault::TooLarge, {}, {}}));
    CommandRequest command;
    command.actor = identity.actor;
    command.name = name;
    command.deviceAt = m_around.shell.now().wall;
    if (key)
        command.key = std::string(*key);
    m_around.shell.hub().preparePassword(
        name, std::move(*body),
        [this, type, command = std::move(command), responder](Result<std::string> prepared) mutable {
            if (!prepared)
                return responder.send(refusal(prepared.error()));
            command.body = std::move(*prepared);
            submit(*type, std::move(command), responder);
        });
}

void Api::submit(const CommandType &type, CommandRequest request, const HttpResponder &responder)
{
    // The responder stays in this thread; the outcome comes to it by the hub's inbox.
    request.done = [inbox = m_around.shell.hub().inbox(), waiting = std::make_shared<HttpResponder>(responder),
                    table = type.answer](CommandOutcome outcome) mutable {
        inbox->call([waiting = std::move(waiting), table, outcome = std::move(outcome)] {
            if (outcome.failure.fault != Fault::None)
                return waiting->send(refusal(outcome.failure));
            waiting->send(HttpResponse::json("{\"sequence\":" + std::to_string(outcome.sequence)
                                             + ",\"wasRepeat\":" + (outcome.wasRepeat ? "true" : "false")
                                             + ",\"answer\":" + jsonOf(*table, outcome.answer) + "}"));
        });
    };
    m_around.engine.submit(std::move(request));
}

void Api::runQuery(const std::string &name, const HttpRequest &request, const Identity &identity,
                   const HttpResponder &responder)
{
    const QueryType *type = findQuery(name);
    if (!type)
        return responder.send(HttpResponse::problem(Failure{Fault::Unknown, "no such query", {}}));
    if (!identity.actor.permissions.has(type->spec.permission))
        return responder.send(refusal({Fault::Forbidden, {}, {}}));
    const auto body = bodyOf(*type->table, request.body);
    if (!body)
        return responder.send(refusal(body.error()));
    const auto answer = m_around.queries(*type, *body, identity.actor);
    if (!answer)
        return responder.send(refusal(answer.error()));
    responder.send(HttpResponse::json(jsonOf(*type->answer, *answer)));
}

void Api::sendMetrics(const HttpHead &head, const HttpResponder &responder)
{
    const auto identity = identityOf(head);
    if (!identity)
        return responder.send(refusal({identity.error().fault, {}, {}}));
    if (!identity->actor.permissions.has(Permission::ViewMetrics))
        return responder.send(refusal({Fault::Forbidden, {}, {}}));
    responder.markSignedIn();
    responder.send(HttpResponse::content("text/plain; version=0.0.4; charset=utf-8", m_around.metrics()));
}

// --- WebSocket
// -----------------------------------------------------------------------------------------------------------

UpgradeAnswer Api::acceptUpgrade(const HttpHead &head)
{
    if (head.path != m_eventPath + "sync")
        return HttpResponse::problem(404, "not_found");
    if (!isOwnOrigin(head))
        return HttpResponse::problem(403, "origin");
    const auto subprotocol = chosenSubprotocol(head, kSubprotocols);
    if (!subprotocol)
        return HttpResponse::problem(400, "subprotocol", "gatehouse.cbor.v1 or gatehouse.json.v1");
    return AcceptedUpgrade{*subprotocol};
}

void Api::upgraded(std::unique_ptr<WebSocketPeer> peer, const HttpHead &)
{
    SocketPeer::attach(std::move(peer), m_around.shell);
}

} // namespace gatehouse
