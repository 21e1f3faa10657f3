// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/hub.h"

#include "shared/crypto/digest.h"
#include "shared/programme/event.h"

#include <QLoggingCategory>

namespace gatehouse {

Q_LOGGING_CATEGORY(hubLog, "server.hub", QtInfoMsg)

namespace {

constexpr std::int64_t kTickMs = 100;        // how often deadlines and queues are looked at
constexpr std::int64_t kTryAgainMs = 5'000;  // after a fault of the document
constexpr std::size_t kMaxDetail = 900;      // bytes; the frame takes 1000 characters
constexpr std::size_t kHashedMost = 1'000;   // password commands remembered
constexpr std::size_t kBucketsMost = 20'000; // of senders that hung up

/// Cut at the start of a character.
std::string shortened(std::string_view detail)
{
    std::size_t size = std::min(detail.size(), kMaxDetail);
    while (size < detail.size() && size > 0 && (static_cast<std::uint8_t>(detail[size]) & 0xc0) == 0x80)
        --size;
    return std::string(detail.substr(0, size));
}

/// Hashing costs a core a tenth of a second: only for whom the engine would let do it.
bool mayNeedHash(const CommandFrame &command, const Actor &actor)
{
    return (command.name == AddAccount::spec.name && actor.permissions.has(AddAccount::spec.permission))
        || (command.name == SetPassword::spec.name && actor.permissions.has(SetPassword::spec.permission));
}

bool isScanCommand(std::string_view name)
{
    return name == RecordScan::spec.name || name == ShowScans::spec.name;
}

CloseCode closeCodeFor(Fault fault)
{
    if (fault == Fault::Revoked || fault == Fault::Forbidden)
        return CloseCode::Forbidden;
    return fault == Fault::NotSignedIn || fault == Fault::Expired ? CloseCode::NotSignedIn : CloseCode::GoingAway;
}

std::vector<WireFault> wireFaults(const std::vector<FieldFault> &faults, const std::vector<FieldFault> &more = {})
{
    std::vector<WireFault> wire;
    for (const auto *list : {&faults, &more}) {
        for (const FieldFault &fault : *list) {
            if (wire.size() < 64)
                wire.push_back({fault.path, fault.reason});
        }
    }
    return wire;
}

} // namespace

Id boundSender(const Id &actor, const Id &sender)
{
    const Digest digest = Sha256().add("gatehouse sender 1").add(actor.view()).add(sender.view()).finish();
    return *Id::fromBytes(digest.view().substr(0, 16));
}

Hub::Hub(HubSurroundings surroundings, std::int64_t head, HubLimits limits)
    : m_around(std::move(surroundings)), m_limits(limits), m_inbox(std::make_shared<HubInbox>()), m_head(head),
      m_knownSince(head), m_ring(m_limits.ringBatches, m_limits.ringBytes), m_snapshots(m_limits),
      m_presence(m_limits.presenceMost)
{
    readEvent();
}

Hub::~Hub()
{
    m_inbox->onPost({});
}

// --- connections
// ---------------------------------------------------------------------------------------------------------

ConnectionId Hub::attach(std::unique_ptr<Peer> peer, Wire wire, Moment now)
{
    const ConnectionId id = m_nextId++;
    m_connections.emplace(id, std::make_unique<Connection>(id, std::move(peer), wire, now.ms, m_limits));
    return id;
}

void Hub::received(ConnectionId id, std::string_view message, Moment now)
{
    Connection *connection = find(id);
    if (!connection)
        return;
    m_now = now;
    auto frame = decodeFrame(message, connection->wire, Strictness::Command);
    if (!frame) {
        close(*connection, CloseCode::ProtocolError, frame.error().fault, describe(frame.error()));
    } else if (!connection->isSignedIn() && !std::holds_alternative<Hello>(*frame)) {
        close(*connection, CloseCode::ProtocolError, Fault::NotSignedIn, "hello comes first");
    } else {
        std::visit(
            [&]<class F>(const F &each) {
                if constexpr (std::is_same_v<F, PageTaken>)
                    handle(*connection, each);
                else if constexpr (requires { handle(*connection, each, now); })
                    handle(*connection, each, now);
                else if constexpr (!std::is_same_v<F, Pong>)
                    close(*connection, CloseCode::ProtocolError, Fault::Malformed, "a frame that only servers send");
            },
            *frame);
    }
    sweep();
}

void Hub::disconnected(ConnectionId id, Moment now)
{
    if (Connection *connection = find(id))
        drop(*connection, now);
    sweep();
}

void Hub::closeAll(CloseCode code, Fault fault, std::string_view detail)
{
    for (auto &[id, connection] : m_connections) {
        if (!connection->isGone)
            close(*connection, code, fault, detail);
    }
    sweep();
}

Connection *Hub::find(ConnectionId id)
{
    const auto at = m_connections.find(id);
    return at == m_connections.end() || at->second->isGone ? nullptr : at->second.get();
}

void Hub::send(Connection &connection, const Frame &frame)
{
    post(connection, messageOf(frame, connection.wire));
}

void Hub::post(Connection &connection, Message message)
{
    const std::size_t before = connection.peer->unsentBytes();
    connection.peer->send(std::move(message));
    const std::size_t after = connection.peer->unsentBytes();
    m_unsentTotal += after - std::min(before, after);
}

void Hub::close(Connection &connection, CloseCode code, Fault fault, std::string_view detail, std::int64_t retryAfterMs)
{
    if (code == CloseCode::TooSlow)
        ++m_figures.closedSlow; // a goodbye would only join what is not taken
    else
        send(connection, Goodbye{fault, shortened(detail), retryAfterMs});
    if (code == CloseCode::Forbidden)
        ++m_figures.closedForbidden;
    qCDebug(hubLog) << "connection" << connection.id << "closed with" << static_cast<int>(code)
                    << QString::fromUtf8(faultName(fault).data(), static_cast<qsizetype>(faultName(fault).size()));
    connection.peer->close(code, faultName(fault));
    drop(connection, m_now);
}

void Hub::drop(Connection &connection, Moment now)
{
    release(connection);
    const auto sender = m_bySender.find(connection.sender);
    const bool isNewest = sender != m_bySender.end() && sender->second == connection.id;
    if (isNewest) {
        m_bySender.erase(sender);
        if (m_rates.size() >= kBucketsMost)
            m_rates.clear();
        m_rates.insert_or_assign(connection.sender, connection.rates);
    }
    if (isNewest && connection.identity.isDevice)
        m_presence.left(connection.identity.actor.id, now.wall);
    connection.catchUp.reset();
    connection.isGone = true;
    m_swept.push_back(connection.id);
}

void Hub::sweep()
{
    for (const ConnectionId id : std::exchange(m_swept, {}))
        m_connections.erase(id);
}

void Hub::hold(Connection &connection)
{
    for (const Scope &scope : connection.identity.scopes)
        m_holders[scope].insert(&connection);
}

void Hub::release(Connection &connection)
{
    for (const Scope &scope : connection.identity.scopes) {
        const auto at = m_holders.find(scope);
        if (at == m_holders.end())
            continue;
        at->second.erase(&connection);
        if (at->second.empty())
            m_holders.erase(at);
    }
}

// --- sign-in
// -------------------------------------------------------------------------------------------------------------

void Hub::handle(Connection &connection, const Hello &hello, Moment now)
{
    if (connection.state != Connection::State::AwaitingHello)
        return close(connection, CloseCode::ProtocolError, Fault::Malformed, "a second hello");
    connection.version = std::min(hello.maxVersion, kProtocolVersion);
    if (connection.version < std::max(hello.minVersion, kOldestProtocolVersion))
        return close(connection, CloseCode::ProtocolError,
                     hello.minVersion > kProtocolVersion ? Fault::Newer : Fault::Unsupported,
                     "protocol " + std::to_string(kOldestProtocolVersion) + " to " + std::to_string(kProtocolVersion)
                         + " is spoken here");
    auto identity = m_around.identities.identify(hello.token, now.wall);
    if (!identity)
        return close(connection, closeCodeFor(identity.error().fault), identity.error().fault, {}, kTryAgainMs);
    connection.identity = std::move(*identity);
    connection.hello = hello;
    connection.hello.token.clear();
    connection.wantsPresence = connection.version >= 2 && (hello.wants & Wants::Presence) != 0;
    connection.sender = boundSender(connection.identity.actor.id, hello.sender);
    if (const auto older = m_bySender.find(connection.sender); older != m_bySender.end()) {
        if (Connection *replaced = find(older->second))
            close(*replaced, CloseCode::Replaced, Fault::Conflict, "the same sender connected again");
    }
    if (auto rates = m_rates.extract(connection.sender)) {
        connection.rates = rates.mapped();
    }
    m_bySender[connection.sender] = connection.id;
    connection.state = Connection::State::Greeting;
    connection.peer->markSignedIn();
    hold(connection);
    m_around.engine.askLastNumber(connection.sender,
                                  [this, inbox = m_inbox, id = connection.id](std::int64_t lastNumber) {
                                      inbox->call([this, id, lastNumber] {
                                          if (Connection *greeted = find(id))
                                              greet(*greeted, lastNumber, m_now);
                                      });
                                  });
}

void Hub::greet(Connection &connection, std::int64_t lastNumber, Moment now)
{
    connection.lastNumber = lastNumber;
    const Hello &hello = connection.hello;
    Cursor cursor;
    const auto scopes = decodeScopes(hello.scopes);
    const bool isOfThisLife = hello.epoch == m_around.epoch || (m_limits.dropsEpoch && !hello.epoch.isNull());
    if (isOfThisLife && hello.sequence <= m_head && scopes) {
        cursor.isFresh = false;
        cursor.sequence = hello.sequence;
        cursor.scopes = *scopes;
        std::sort(cursor.scopes.begin(), cursor.scopes.end());
        cursor.scopes.erase(std::unique(cursor.scopes.begin(), cursor.scopes.end()), cursor.scopes.end());
    }
    connection.sentSequence = cursor.isFresh ? 0 : cursor.sequence;
    connection.state = Connection::State::CatchingUp;
    qCInfo(hubLog) << (connection.identity.isDevice ? "device" : "account")
                   << connection.identity.actor.id.toString().c_str() << "signed in as connection" << connection.id;
    if (connection.identity.isDevice)
        m_presence.heard(connection.identity.actor.id, DevicePresence{.program = hello.program}, now.wall);
    startCatchUp(connection, std::move(cursor), now);
    if (connection.wantsPresence && connection.identity.actor.permissions.has(Permission::ManageDevices))
        send(connection, Presence{m_presence.all()});
}

void Hub::sendWelcome(Connection &connection, Moment now, bool isResync, std::int64_t head)
{
    const Identity &identity = connection.identity;
    Welcome welcome;
    welcome.version = connection.version;
    welcome.epoch = m_around.epoch;
    welcome.head = head;
    welcome.serverTime = now.wall;
    welcome.echo = connection.hello.sentAt;
    welcome.actor = identity.actor.id;
    welcome.actorName = identity.name;
    welcome.permissions = static_cast<std::int64_t>(identity.actor.permissions.bits());
    encodeScopes(identity.scopes, welcome.scopes);
    welcome.lastNumber = connection.lastNumber;
    welcome.heartbeatMs = m_limits.heartbeatMs;
    welcome.eventName = m_eventName;
    welcome.zone = m_zone;
    welcome.slug = m_slug;
    welcome.program = m_around.program;
    welcome.isResync = isResync;
    welcome.gate = identity.gate;
    welcome.list = identity.list;
    welcome.isExercise = m_isExercise;
    send(connection, welcome);
}

void Hub::handle(Connection &connection, const Renew &renew, Moment now)
{
    auto identity = m_around.identities.identify(renew.token, now.wall);
    if (!identity)
        return close(connection, closeCodeFor(identity.error().fault), identity.error().fault, {});
    if (identity->actor.id != connection.identity.actor.id)
        return close(connection, CloseCode::NotSignedIn, Fault::Forbidden, "a token of somebody else");
    connection.identity.expires = identity->expires;
    connection.identity.permissionVersion = identity->permissionVersion;
}

void Hub::handle(Connection &connection, const Ping &ping, Moment now)
{
    send(connection, Pong{ping.sentAt, now.wall, connection.sentSequence});
}

// --- commands and queries
// ------------------------------------------------------------------------------------------------

void Hub::refuse(Connection &connection, std::int64_t number, Fault fault, std::string detail,
                 std::int64_t retryAfterMs)
{
    ++m_figures.refused;
    AnswerFrame answer;
    answer.number = number;
    answer.fault = fault;
    answer.detail = std::move(detail);
    answer.retryAfterMs = retryAfterMs;
    send(connection, answer);
}

/// Only passing refusals are given here: a permanent one must take the number, which is the engine's to do.
void Hub::handle(Connection &connection, const CommandFrame &command, Moment now)
{
    const bool isScan = isScanCommand(command.name);
    if (isScan && connection.scansOut >= m_limits.scansUnanswered)
        return refuse(connection, command.number, Fault::Overloaded, "too many unanswered", 200);
    if (!isScan && connection.commandsOut >= m_limits.commandsUnanswered)
        return refuse(connection, command.number, Fault::Overloaded, "too many unanswered", 200);
    if (!isScan && !connection.rates.commands.take(now.ms))
        return refuse(connection, command.number, Fault::TooMany, "commands per second",
                      connection.rates.commands.waitMs(now.ms));
    if (connection.isHashing) {
        if (connection.held.size() >= m_limits.commandsHeld)
            return refuse(connection, command.number, Fault::Overloaded, "too many behind a password", 200);
        connection.held.push_back(command);
    } else if (mayNeedHash(command, connection.identity.actor)) {
        hashThenSubmit(connection, command);
    } else {
        submit(connection, command, command.body);
    }
}

void Hub::submit(Connection &connection, const CommandFrame &command, std::string body)
{
    const bool isScan = isScanCommand(command.name);
    ++(isScan ? connection.scansOut : connection.commandsOut);
    ++m_figures.commands;
    CommandRequest request;
    request.actor = connection.identity.actor;
    if (isScan && request.actor.isRevokedDevice)
        request.actor.permissions.add(Permission::Scan); // its facts are taken, and quarantined
    request.sender = connection.sender;
    request.number = command.number;
    request.confirmed = command.confirmed;
    request.name = command.name;
    request.body = std::move(body);
    request.deviceAt = command.madeAt;
    request.offsetMs = command.offsetMs;
    request.done = [this, inbox = m_inbox, id = connection.id, isScan, name = command.name,
                    unread = command.unread](CommandOutcome outcome) {
        inbox->call([this, id, isScan, name, unread, outcome = std::move(outcome)]() mutable {
            answered(id, isScan, name, unread, std::move(outcome));
        });
    };
    m_around.engine.submit(std::move(request));
}

void Hub::answered(ConnectionId id, bool isScan, const std::string &name, const std::vector<FieldFault> &unread,
                   CommandOutcome outcome)
{
    Connection *connection = find(id);
    if (!connection)
        return;
    --(isScan ? connection->scansOut : connection->commandsOut);
    const Failure &failure = outcome.failure;
    AnswerFrame answer;
    answer.number = failure.fault == Fault::Gap ? outcome.firstMissing : outcome.number;
    answer.fault = failure.fault;
    answer.detail = shortened(failure.detail);
    if (failure.fault != Fault::None)
        answer.faults = wireFaults(failure.fields, unread);
    answer.body = Bytes(std::move(outcome.answer));
    answer.sequence = outcome.sequence;
    answer.retryAfterMs = isPassing(failure.fault) && failure.fault != Fault::Gap ? 1'000 : 0;
    answer.name = name;
    if (failure.fault == Fault::None || !isPassing(failure.fault))
        connection->lastNumber = std::max(connection->lastNumber, outcome.number);
    send(*connection, answer);
}

void Hub::preparePassword(const std::string &name, std::string body, std::function<void(Result<std::string>)> ready)
{
    const std::string digest(sha256(name + '\n' + body).view());
    if (const auto before = m_hashed.find(digest); before != m_hashed.end())
        return ready(before->second);
    const auto hashInto = [&](auto command) {
        std::string password = std::exchange(command.password, {});
        auto started = m_around.passwords.hash(
            std::move(password), [this, inbox = m_inbox, ready, command, digest](Result<std::string> hashed) mutable {
                inbox->call([this, ready, command, digest, hashed = std::move(hashed)]() mutable {
                    if (!hashed)
                        return ready(fail(std::move(hashed.error())));
                    command.password = std::move(*hashed);
                    if (m_hashed.size() > kHashedMost)
                        m_hashed.clear();
                    ready(m_hashed[digest] = encoded(command));
                });
            });
        if (!started)
            ready(fail(std::move(started.error())));
    };
    // What cannot be read, or may be nobody's password, goes on as it is: the handler refuses it and the number is
    // taken.
    if (name == AddAccount::spec.name) {
        if (auto command = decoded<AddAccount>(body); command && checkNewPassword(command->password))
            return hashInto(std::move(*command));
    } else if (name == SetPassword::spec.name) {
        if (auto command = decoded<SetPassword>(body); command && checkNewPassword(command->password))
            return hashInto(std::move(*command));
    }
    ready(std::move(body));
}

void Hub::hashThenSubmit(Connection &connection, const CommandFrame &command)
{
    connection.isHashing = true;
    preparePassword(command.name, command.body, [this, id = connection.id, command](Result<std::string> body) {
        Connection *waiting = find(id);
        if (!waiting)
            return;
        waiting->isHashing = false;
        if (body)
            submit(*waiting, command, std::move(*body));
        else
            refuse(*waiting, command.number, body.error().fault, body.error().detail, 1'000);
        releaseHeld(*waiting);
    });
}

void Hub::releaseHeld(Connection &connection)
{
    while (!connection.isHashing && !connection.held.empty()) {
        const CommandFrame command = std::move(connection.held.front());
        connection.held.pop_front();
        if (mayNeedHash(command, connection.identity.actor))
            hashThenSubmit(connection, command);
        else
            submit(connection, command, command.body);
    }
}

void Hub::handle(Connection &connection, const QueryFrame &query, Moment now)
{
    QueryAnswer answer;
    answer.number = query.number;
    answer.name = query.name;
    const QueryType *type = findQuery(query.name);
    Bucket &bucket = query.name == UploadImport::spec.name ? connection.rates.pieces : connection.rates.queries;
    if (!bucket.take(now.ms)) {
        ++m_figures.refused;
        answer.fault = Fault::TooMany;
    } else if (!type) {
        answer.fault = Fault::Unknown;
    } else if (!connection.identity.actor.permissions.has(type->spec.permission)) {
        answer.fault = Fault::Forbidden;
    } else if (!query.unread.empty()) {
        answer.fault = Fault::Invalid;
        answer.faults = wireFaults(query.unread);
    } else {
        ++m_figures.queries;
        if (auto body = m_around.queries(*type, query.body, connection.identity.actor)) {
            answer.body = Bytes(std::move(*body));
        } else {
            answer.fault = body.error().fault;
            answer.detail = shortened(body.error().detail);
            answer.faults = wireFaults(body.error().fields);
        }
    }
    send(connection, answer);
}

// --- presence
// ------------------------------------------------------------------------------------------------------------

void Hub::handle(Connection &connection, const Presence &presence, Moment now)
{
    if (connection.version < 2 || !connection.identity.isDevice || presence.devices.empty())
        return;
    m_presence.heard(connection.identity.actor.id, presence.devices.front(), now.wall);
}

void Hub::pushPresence(Moment now)
{
    if (!m_presence.hasChanged() || now.ms - m_presencePushedMs < m_limits.presenceMs)
        return;
    m_presencePushedMs = now.ms;
    std::vector<DevicePresence> changed = m_presence.takeChanged();
    constexpr std::size_t kMost = 500; // a frame takes 1000 devices
    while (!changed.empty()) {
        const std::size_t count = std::min(changed.size(), kMost);
        const Presence frame{{changed.end() - static_cast<std::ptrdiff_t>(count), changed.end()}};
        changed.resize(changed.size() - count);
        std::array<Message, 2> messages;
        for (auto &[id, connection] : m_connections) {
            if (connection->isGone || !connection->isSignedIn() || !connection->wantsPresence
                || !connection->identity.actor.permissions.has(Permission::ManageDevices)
                || connection->peer->unsentBytes() > m_limits.behindBytes)
                continue;
            Message &message = messages[static_cast<std::size_t>(connection->wire)];
            if (!message)
                message = messageOf(frame, connection->wire);
            post(*connection, message);
        }
    }
}

// --- stepping
// ------------------------------------------------------------------------------------------------------------

bool Hub::step(Moment now)
{
    m_now = now;
    HubInbox::Post post = m_inbox->take();
    std::erase_if(post.batches, [this](const SharedBatch &batch) { return batch->last <= m_head; });
    if (!post.batches.empty())
        deliver(post.batches, now);
    for (const auto &call : post.calls)
        call();
    const bool hasMore = stepCatchUps(now);
    if (now.ms - m_checkedMs >= kTickMs) {
        m_checkedMs = now.ms;
        checkDeadlines(now);
    }
    pushPresence(now);
    sweep();
    return hasMore;
}

void Hub::drained(ConnectionId id, Moment now)
{
    m_now = now;
    Connection *connection = find(id);
    if (connection && connection->state == Connection::State::Behind
        && connection->peer->unsentBytes() <= m_limits.drainedBytes)
        sendMissed(*connection, now);
    sweep();
}

void Hub::noteProgress(Moment now)
{
    m_unsentTotal = 0;
    for (auto &[id, connection] : m_connections) {
        if (connection->isGone)
            continue;
        const std::size_t unsent = connection->peer->unsentBytes();
        m_unsentTotal += unsent;
        const bool hasTaken =
            unsent < connection->unsentBefore || connection->pagesTaken > connection->pagesTakenBefore;
        if (hasTaken || (unsent == 0 && !connection->isWindowFull()))
            connection->progressMs = now.ms;
        connection->unsentBefore = unsent;
        connection->pagesTakenBefore = connection->pagesTaken;
    }
}

void Hub::checkDeadlines(Moment now)
{
    noteProgress(now);
    for (auto &[id, each] : m_connections) {
        Connection &connection = *each;
        if (connection.isGone)
            continue;
        const std::size_t unsent = connection.peer->unsentBytes();
        if (!connection.isSignedIn() && now.ms - connection.openedMs > m_limits.helloMs)
            close(connection, CloseCode::NotSignedIn, Fault::NotSignedIn, "no hello in time");
        else if (unsent > m_limits.unsentBytes || now.ms - connection.progressMs > m_limits.stallMs)
            close(connection, CloseCode::TooSlow, Fault::Overloaded, {});
        else if (connection.isSignedIn() && connection.identity.expires <= now.wall)
            close(connection, CloseCode::NotSignedIn, Fault::Expired, "the sign-in is over");
        else if (connection.state == Connection::State::Behind && unsent <= m_limits.drainedBytes)
            sendMissed(connection, now);
    }
    m_snapshots.tidy([this](std::int64_t head) { return head == m_head || m_ring.covers(head); });
}

HubFigures Hub::figures() const
{
    HubFigures figures = m_figures;
    for (const auto &[id, connection] : m_connections) {
        ++figures.connections;
        figures.signedIn += connection->isSignedIn();
        figures.devices += connection->isSignedIn() && connection->identity.isDevice;
        figures.behind += connection->state == Connection::State::Behind;
        figures.catchingUp += connection->state == Connection::State::CatchingUp;
        figures.unsentBytes += connection->peer->unsentBytes();
    }
    return figures;
}

void Hub::readEvent()
{
    const auto result = m_around.reader.each(entityType<Event>(), [this](const StoredRow &row) {
        if (const auto event = entityOf<Event>(row)) {
            m_eventName = event->name;
            m_zone = event->zone;
            m_slug = event->slug;
            m_isExercise = event->isExercise;
        }
        return false;
    });
    if (!result)
        qCWarning(hubLog) << "the event's own row cannot be read:" << describe(result.error()).c_str();
}

} // namespace gatehouse
