// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/client.h"

#include "shared/house/house.h"

#include <limits>

namespace gatehouse {

namespace {

constexpr std::int64_t kOpenMs = 10'000;    ///< for a link to open
constexpr std::int64_t kWelcomeMs = 15'000; ///< from open to welcome; a hub may first ask its engine
constexpr std::int64_t kDeadMs = 35'000;    ///< heard nothing: more than one heartbeat, less than two
constexpr std::int64_t kFirstRetryMs = 1'000;
constexpr std::int64_t kMostRetryMs = 30'000;
constexpr std::int64_t kFirstPingMs = 1'000;   ///< soon after the welcome: its own round trip held the sign-in
constexpr std::int64_t kMostOutstanding = 100; ///< below what a hub takes from one sender before it says too_many
constexpr std::int64_t kAnswerMs = 20'000;     ///< an open link without an answer: ask again
constexpr std::int64_t kFirstPassingMs = 250;
constexpr std::int64_t kMostPassingMs = 10'000;
constexpr std::int64_t kFlushMs = 200;
constexpr std::int64_t kQueryMs = 30'000;
constexpr std::int64_t kPresenceMs = 10'000;
constexpr std::int64_t kAsOfMs = 60'000;     ///< how often an idle replica writes down that it is current
constexpr std::size_t kMostUnsaved = 50'000; ///< rows kept for a full disk; beyond them a restart catches up instead
constexpr std::size_t kMostPings = 8;

std::int64_t doubled(std::int64_t first, int times, std::int64_t most)
{
    return std::min(most, first << std::min(times, 16));
}

} // namespace

Client::Client(ClientOptions options, Outbox &outbox, RowStore *store, Random &random)
    : m_options(std::move(options)), m_outbox(outbox), m_store(store), m_random(random)
{
}

Client::~Client()
{
    (void)m_outbox.flush(); // what is not flushed is asked for again
}

Result<> Client::load()
{
    if (!m_store)
        return {};
    Holdings holdings;
    RowsApplied applied;
    auto cursor = m_store->load([&](KeptRow kept) {
        const EntityType *type = findEntity(static_cast<std::uint16_t>(kept.row.entity));
        holdings.load(kept);
        if (!type)
            return;
        if (auto value = read(*type, kept.row))
            applied.rows.push_back({type, kept.row.id, kept.row.revision, std::move(value)});
    });
    if (!cursor)
        return fail(std::move(cursor.error()));
    m_cursor = std::move(*cursor);
    m_holdings = std::move(holdings);
    m_holdings.loaded(m_cursor.generation);
    takeUpClock();
    if (!applied.rows.empty())
        m_actions.emplace_back(std::move(applied));
    if (!m_cursor.welcome.empty()) {
        if (auto welcome = decoded<Welcome>(m_cursor.welcome, Strictness::Replica)) {
            m_welcome = std::move(*welcome);
            m_actions.emplace_back(Welcomed{m_welcome});
        }
    }
    changed();
    return {};
}

ReplicaStatus Client::status() const
{
    ReplicaStatus status;
    if (m_refusal.fault != Fault::None)
        status.state = ReplicaState::Refused;
    else if (m_stage == Stage::Greeted)
        status.state = m_isCatchingUp ? ReplicaState::CatchingUp : ReplicaState::Live;
    else if (m_stage != Stage::Closed)
        status.state = ReplicaState::Connecting;
    status.refusal = m_refusal;
    if (m_cursor.asOf.ms != 0)
        status.asOf = m_cursor.asOf;
    status.isWhole = !m_cursor.scopes.empty() && m_cursor.scopes == m_welcome.scopes;
    status.waiting = m_outbox.waitingCount();
    status.waitingSince = m_outbox.waitingSince();
    status.clock = m_clock;
    status.storing = m_storing;
    status.retryAtMs = m_stage == Stage::Closed ? m_deadlineMs : 0;
    status.unreadable = m_unreadable;
    return status;
}

void Client::changed()
{
    if (m_actions.empty() || !std::holds_alternative<StatusChanged>(m_actions.back()))
        m_actions.emplace_back(StatusChanged{});
}

void Client::send(const Frame &frame)
{
    m_actions.emplace_back(SendMessage{encodeFrame(frame, m_options.wire)});
}

// --- the link
// -----------------------------------------------------------------------------------------------------------

void Client::goOnline(const ClientTime &now)
{
    if (m_isWanted)
        return;
    m_isWanted = true;
    m_attempts = 0;
    m_deadlineMs = now.monotonicMs;
    step(now);
}

void Client::goOffline(const ClientTime &now)
{
    m_isWanted = false;
    if (m_stage != Stage::Closed)
        drop(now);
}

void Client::setToken(std::string token, const ClientTime &now)
{
    m_options.token = std::move(token);
    if (m_stage == Stage::Greeted && m_welcome.version >= 2) {
        send(Renew{m_options.token});
    } else if (m_stage == Stage::Closed) {
        m_refusal = {Fault::None, {}, {}};
        m_deadlineMs = now.monotonicMs;
        changed();
    }
}

void Client::connectNow(const ClientTime &now)
{
    m_stage = Stage::Opening;
    m_deadlineMs = now.monotonicMs + kOpenMs;
    m_actions.emplace_back(OpenLink{});
    changed();
}

void Client::linkOpened(const ClientTime &now)
{
    if (m_stage != Stage::Opening)
        return;
    m_stage = Stage::Greeting;
    m_deadlineMs = now.monotonicMs + kWelcomeMs;
    m_lastHeardMs = now.monotonicMs;
    m_pings = {now};
    Hello hello;
    hello.token = m_options.token;
    hello.sender = m_outbox.sender();
    hello.program = m_options.program;
    if (m_cursor.epoch) {
        hello.epoch = m_cursor.epoch;
        hello.sequence = m_cursor.sequence;
        hello.scopes = m_cursor.scopes;
    }
    hello.wants = m_options.wants;
    hello.confirmed = m_outbox.confirmed();
    hello.sentAt = now.wall;
    send(hello);
}

void Client::linkClosed(int code, std::string_view reason, const ClientTime &now)
{
    if (m_stage == Stage::Closed)
        return;
    if (code == static_cast<int>(CloseCode::NotSignedIn))
        refuse({Fault::NotSignedIn, std::string(reason), {}});
    else if (code == static_cast<int>(CloseCode::Forbidden))
        refuse({Fault::Forbidden, std::string(reason), {}});
    linkLost(now);
}

void Client::drop(const ClientTime &now)
{
    m_actions.emplace_back(CloseLink{});
    linkLost(now);
}

void Client::linkLost(const ClientTime &now)
{
    m_stage = Stage::Closed;
    m_isCatchingUp = false;
    m_batch.clear();
    m_outstanding = 0;
    m_rewind.reset();
    failQueries("the link was lost");
    scheduleRetry(now);
    changed();
}

void Client::refuse(Failure failure)
{
    // A goodbye says more than the close code that follows it.
    if (m_refusal.fault == Fault::None)
        m_refusal = std::move(failure);
    m_attempts = std::max(m_attempts, 5);
}

void Client::scheduleRetry(const ClientTime &now)
{
    const std::int64_t most = doubled(kFirstRetryMs, m_attempts++, kMostRetryMs);
    m_deadlineMs = now.monotonicMs + m_serverRetryMs
        + static_cast<std::int64_t>(m_random.below(static_cast<std::uint64_t>(most) + 1));
    m_serverRetryMs = 0;
}

std::int64_t Client::nextStepMs() const
{
    std::int64_t next = std::numeric_limits<std::int64_t>::max();
    const auto at = [&](std::int64_t when) { next = std::min(next, when); };
    if (m_outbox.hasUnflushed())
        at(m_flushAtMs);
    if (m_stage != Stage::Greeted) {
        if (m_isWanted || m_stage != Stage::Closed)
            at(m_deadlineMs);
        return next;
    }
    at(m_lastHeardMs + kDeadMs);
    at(m_pingAtMs);
    if (m_welcome.version >= 2)
        at(m_presenceAtMs);
    for (const auto &[number, deadline] : m_queries)
        at(deadline);
    if (m_outstanding > 0)
        at(m_lastAnswerMs + kAnswerMs);
    if (m_rewind || m_next <= m_outbox.lastNumber())
        at(std::max(m_holdUntilMs, m_outstanding > 0 ? m_lastAnswerMs + kAnswerMs : 0));
    return next;
}

void Client::step(const ClientTime &now)
{
    if (m_outbox.hasUnflushed() && now.monotonicMs >= m_flushAtMs)
        flushAnswers(now);
    if (m_stage == Stage::Greeted) {
        stepGreeted(now);
    } else if (m_stage != Stage::Closed) {
        if (now.monotonicMs >= m_deadlineMs)
            drop(now);
    } else if (m_isWanted && now.monotonicMs >= m_deadlineMs) {
        connectNow(now);
    }
}

void Client::stepGreeted(const ClientTime &now)
{
    if (now.monotonicMs - m_lastHeardMs >= kDeadMs) {
        drop(now);
        return;
    }
    if (now.monotonicMs >= m_pingAtMs)
        sendPing(now);
    if (m_welcome.version >= 2)
        sendPresence(now);
    for (auto at = m_queries.begin(); at != m_queries.end();) {
        if (now.monotonicMs < at->second) {
            ++at;
            continue;
        }
        m_actions.emplace_back(
            QueryAnswered{at->first, {at->first, Fault::Unavailable, "no answer in time", {}, {}, {}}});
        at = m_queries.erase(at);
    }
    sendCommands(now);
}

void Client::sendPing(const ClientTime &now)
{
    m_pingAtMs = now.monotonicMs + std::clamp<std::int64_t>(m_welcome.heartbeatMs, 1'000, 30'000);
    m_pings.push_back(now);
    if (m_pings.size() > kMostPings)
        m_pings.pop_front();
    send(Ping{now.wall});
}

void Client::sendPresence(const ClientTime &now)
{
    DevicePresence own = m_presence;
    own.waiting = static_cast<std::int32_t>(std::min<std::size_t>(m_outbox.waitingCount(), 1'000'000'000));
    own.program = m_options.program;
    const auto differs = [&] {
        return own.batteryPercent != m_presenceSent.batteryPercent || own.note != m_presenceSent.note
            || own.selfTest != m_presenceSent.selfTest || own.mode != m_presenceSent.mode;
    };
    if (now.monotonicMs < m_presenceAtMs && !differs())
        return;
    m_presenceAtMs = now.monotonicMs + kPresenceMs;
    m_presenceSent = own;
    if (const auto since = m_outbox.waitingSince())
        own.waitingSinceMs = std::max<std::int64_t>(0, now.wall - *since);
    own.offsetMs = m_clock.offsetMs(now);
    own.roundTripMs = m_clock.roundTripMs();
    if (const auto time = m_clock.serverTimeFor(now.monotonicMs))
        own.errorMs = static_cast<std::int32_t>(std::min<std::int64_t>(time->errorMs, 3'600'000));
    send(Presence{{own}});
}

// --- what comes in
// --------------------------------------------------------------------------------------------------------

void Client::received(std::string_view message, const ClientTime &now)
{
    if (m_stage != Stage::Greeting && m_stage != Stage::Greeted)
        return;
    m_lastHeardMs = now.monotonicMs;
    auto frame = decodeFrame(message, m_options.wire, Strictness::Replica);
    if (!frame) {
        ++m_unreadable;
        if (frame.error().fault != Fault::Unknown) // a frame of a newer program is passed over
            drop(now);
        return;
    }
    const bool isFirst = std::holds_alternative<Welcome>(*frame) || std::holds_alternative<Goodbye>(*frame);
    if (m_stage == Stage::Greeting && !isFirst)
        return;
    std::visit([&](const auto &each) { handle(each, now); }, *frame);
}

void Client::handle(const Welcome &welcome, const ClientTime &now)
{
    const bool isFirst = m_stage == Stage::Greeting;
    const Id epochBefore = isFirst ? m_cursor.epoch : m_welcome.epoch;
    m_welcome = welcome;
    if (isFirst) {
        m_stage = Stage::Greeted;
        m_refusal = {Fault::None, {}, {}};
        m_pageNumber = 0;
        m_hasLost = false;
        m_batchSequence = 0;
        m_pingAtMs = now.monotonicMs + kFirstPingMs;
        m_presenceAtMs = now.monotonicMs;
        m_clock.beginLink();
        if (!m_pings.empty() && m_pings.front().wall == welcome.echo)
            m_clock.add(m_pings.front().monotonicMs, now.monotonicMs, welcome.serverTime);
        m_pings.clear();
    }
    const bool replaces = (welcome.isResync || welcome.epoch != epochBefore) && !m_options.dropped.epoch;
    m_holdings.beginCatchUp(replaces);
    if (replaces)
        m_cursor.epoch = {}; // with the first page on disk, what is held is of no cursor until the last one
    m_isCatchingUp = true;
    m_cursor.welcome = Bytes(encoded(welcome));
    m_actions.emplace_back(Welcomed{welcome});
    changed();
    if (!isFirst)
        return;
    if (welcome.lastNumber > m_outbox.lastNumber() && !m_options.dropped.renumber) {
        renumber(now);
        return;
    }
    m_heldBefore = welcome.lastNumber;
    beginSending(welcome.lastNumber);
    sendCommands(now);
}

void Client::handle(const Page &page, const ClientTime &now)
{
    if (page.number != m_pageNumber + 1 || !m_isCatchingUp) {
        drop(now);
        return;
    }
    m_pageNumber = page.number;
    RowsApplied applied;
    applied.isWhole = page.isLast;
    applyRows(page.rows, applied.rows);
    // Rows of lost scopes go with the last page: until then the cursor still claims them, and the server counts on
    // that.
    m_hasLost = m_hasLost || !page.lost.empty();
    if (page.isLast) {
        if (std::exchange(m_hasLost, false))
            removeRows(m_holdings.dropOutside(decodeScopes(m_welcome.scopes).value_or(Scopes{})), applied.rows);
        removeRows(m_holdings.endCatchUp(), applied.rows);
        m_cursor.epoch = m_welcome.epoch;
        m_cursor.sequence = std::max(m_welcome.head, m_batchSequence);
        m_cursor.scopes = m_welcome.scopes;
        m_cursor.generation = m_holdings.completedGeneration();
        m_isCatchingUp = false;
        m_attempts = 0;
        noteCurrent(now);
    }
    save();
    m_actions.emplace_back(std::move(applied));
    send(PageTaken{page.number});
    if (page.isLast)
        changed();
}

void Client::handle(const Delta &delta, const ClientTime &now)
{
    m_batch.insert(m_batch.end(), delta.rows.begin(), delta.rows.end());
    m_batchSequence = std::max(m_batchSequence, delta.sequence);
    if (delta.more)
        return;
    RowsApplied applied;
    applied.isWhole = !m_isCatchingUp;
    applyRows(mergedBatch(std::exchange(m_batch, {})), applied.rows);
    if (!m_isCatchingUp) {
        m_cursor.sequence = std::max(m_cursor.sequence, m_batchSequence);
        noteCurrent(now);
    }
    save();
    m_actions.emplace_back(std::move(applied));
}

/// The server had this number before the link began, and not for what waits under it here: the file is an old copy, and
/// what was made since goes under numbers that were used. A refusal by a handler may read the same; then it is refused
/// again under the new sender, whose numbers nobody has used.
bool Client::isOfAnotherCopy(const AnswerFrame &answer) const
{
    return (answer.fault == Fault::Reused || answer.fault == Fault::Expired) && answer.number <= m_heldBefore
        && m_outbox.isWaiting(answer.number);
}

void Client::handle(const AnswerFrame &answer, const ClientTime &now)
{
    m_outstanding = std::max<std::int64_t>(0, m_outstanding - 1);
    m_lastAnswerMs = now.monotonicMs;
    if (answer.fault == Fault::Gap) {
        if (answer.number >= 1 && answer.number <= m_outbox.lastNumber()) {
            m_serverLast = std::min(m_serverLast, answer.number - 1);
            rewindTo(answer.number, now);
        }
        return;
    }
    if (isPassing(answer.fault)) {
        const std::int64_t most = doubled(kFirstPassingMs, m_passing++, kMostPassingMs);
        const std::int64_t wait =
            answer.retryAfterMs + static_cast<std::int64_t>(m_random.below(static_cast<std::uint64_t>(most) + 1));
        m_holdUntilMs = std::max(m_holdUntilMs, now.monotonicMs + wait);
        rewindTo(answer.number, now);
        return;
    }
    m_passing = 0;
    if (isOfAnotherCopy(answer) && !m_options.dropped.renumber) {
        renumber(now);
        return;
    }
    m_serverLast = std::max(m_serverLast, answer.number);
    if (m_outbox.isWaiting(answer.number)) {
        auto entry = m_outbox.entry(answer.number);
        const bool isFlushDue = m_outbox.hasUnflushed();
        m_outbox.markAnswered(answer.number);
        if (!isFlushDue)
            m_flushAtMs = now.monotonicMs + kFlushMs;
        m_actions.emplace_back(CommandAnswered{answer.number, entry && *entry ? (*entry)->name : answer.name, answer});
        changed();
    }
    sendCommands(now);
}

void Client::handle(const QueryAnswer &answer, const ClientTime &)
{
    if (m_queries.erase(answer.number) > 0)
        m_actions.emplace_back(QueryAnswered{answer.number, answer});
}

void Client::handle(const Presence &presence, const ClientTime &)
{
    m_actions.emplace_back(PresenceHeard{presence.devices});
}

void Client::handle(const Ping &ping, const ClientTime &now)
{
    // A server wants to hear something; it keeps its own time.
    send(Pong{ping.sentAt, now.wall, m_cursor.sequence});
}

void Client::handle(const Pong &pong, const ClientTime &now)
{
    for (auto at = m_pings.begin(); at != m_pings.end(); ++at) {
        if (at->wall != pong.echo)
            continue;
        m_clock.add(at->monotonicMs, now.monotonicMs, pong.serverTime);
        m_pings.erase(at);
        break;
    }
    if (m_isCatchingUp)
        return;
    if (pong.head > std::max(m_cursor.sequence, m_batchSequence) && !m_options.dropped.head) {
        drop(now); // a frame was lost on the way: what it held is fetched from the cursor
        return;
    }
    noteCurrent(now);
    if (now.monotonicMs - m_savedAsOfMs >= kAsOfMs) {
        m_savedAsOfMs = now.monotonicMs;
        save();
    }
    changed();
}

void Client::handle(const Goodbye &goodbye, const ClientTime &now)
{
    m_serverRetryMs = std::clamp<std::int64_t>(goodbye.retryAfterMs, 0, 3'600'000);
    switch (goodbye.fault) {
    case Fault::NotSignedIn:
    case Fault::Forbidden:
    case Fault::Expired:
    case Fault::Revoked:
    case Fault::Newer:
    case Fault::Unsupported:
    case Fault::Conflict:
    case Fault::Invalid:
        refuse({goodbye.fault, goodbye.detail, {}});
        break;
    case Fault::None:
    case Fault::Malformed:
    case Fault::NotFound:
    case Fault::TooLarge:
    case Fault::TooMany:
    case Fault::Overloaded:
    case Fault::ReadOnly:
    case Fault::Reused:
    case Fault::Gap:
    case Fault::Internal:
    case Fault::Unavailable:
    case Fault::Unknown:
    case Fault::Corrupt:
        break;
    }
    drop(now);
}

// --- rows
// -----------------------------------------------------------------------------------------------------------------

std::shared_ptr<const void> Client::read(const EntityType &type, const WireRow &row)
{
    std::shared_ptr<void> value(type.table->make(), type.table->destroy);
    auto result = decode(*type.table, value.get(), Part::Open, row.body, Strictness::Replica);
    if (result && !row.personal.empty())
        result = decode(*type.table, value.get(), Part::Personal, row.personal, Strictness::Replica);
    if (!result) {
        ++m_unreadable;
        return nullptr;
    }
    *type.id(value.get()) = row.id;
    return value;
}

void Client::applyRows(const std::vector<WireRow> &rows, std::vector<AppliedRow> &applied)
{
    for (const WireRow &row : rows) {
        const RowKey key{static_cast<std::uint16_t>(row.entity), row.id};
        if (row.isGone) {
            if (m_holdings.remove(key, row.revision))
                removeRows({key}, applied);
            continue;
        }
        if (!m_holdings.put(row))
            continue;
        if (m_store && !m_isStoreGivenUp)
            m_unsaved.puts.push_back({row, m_holdings.generationOf(key)});
        // Rows of an entity that a newer program knows are kept, not read.
        const EntityType *type = findEntity(key.entity);
        if (auto value = type ? read(*type, row) : nullptr)
            applied.push_back({type, row.id, row.revision, std::move(value)});
    }
}

void Client::removeRows(const std::vector<RowKey> &keys, std::vector<AppliedRow> &applied)
{
    for (const RowKey &key : keys) {
        if (m_store && !m_isStoreGivenUp) {
            std::erase_if(m_unsaved.puts,
                          [&](const KeptRow &kept) { return kept.row.id == key.id && kept.row.entity == key.entity; });
            m_unsaved.removes.push_back(key);
        }
        if (const EntityType *type = findEntity(key.entity))
            applied.push_back({type, key.id, 0, nullptr});
    }
}

void Client::noteCurrent(const ClientTime &now)
{
    const auto time = m_clock.serverTimeFor(now.monotonicMs);
    m_cursor.asOf = std::max(m_cursor.asOf, time ? time->at : m_welcome.serverTime);
    if (time)
        noteClock(*time, now);
}

void Client::noteClock(const ServerTime &time, const ClientTime &now)
{
    m_cursor.boot = Bytes(m_options.boot);
    m_cursor.clockMs = now.monotonicMs;
    m_cursor.clockAt = time.at;
    m_cursor.clockErrorMs = time.errorMs;
}

/// Measured before the program was started anew, by a clock that has run on: as good as a question that took twice the
/// error.
void Client::takeUpClock()
{
    const std::int64_t errorMs = m_cursor.clockErrorMs;
    if (!m_options.boot.empty() && m_cursor.boot == m_options.boot)
        m_clock.add(m_cursor.clockMs - errorMs, m_cursor.clockMs + errorMs, m_cursor.clockAt);
}

void Client::forgetRows(const ClientTime &now)
{
    if (m_stage != Stage::Closed)
        drop(now);
    RowsApplied applied;
    for (const RowKey &key : m_holdings.dropOutside({})) {
        if (const EntityType *type = findEntity(key.entity))
            applied.rows.push_back({type, key.id, 0, nullptr});
    }
    m_cursor = {};
    m_unsaved = {};
    if (auto result = m_store ? m_store->erase() : Result<>(); !result)
        m_storing = std::move(result.error());
    m_actions.emplace_back(std::move(applied));
    changed();
}

void Client::save()
{
    if (!m_store || m_isStoreGivenUp)
        return;
    m_unsaved.cursor = m_cursor;
    if (auto result = m_store->save(m_unsaved); !result) {
        // A full disk does not stop a gate. What is not written waits; the cursor on disk waits with it.
        m_storing = std::move(result.error());
        m_isStoreGivenUp = m_unsaved.puts.size() + m_unsaved.removes.size() > kMostUnsaved;
        if (m_isStoreGivenUp)
            m_unsaved = {};
        changed();
        return;
    }
    if (m_storing.fault != Fault::None)
        changed();
    m_storing = {Fault::None, {}, {}};
    m_unsaved = {};
}

// --- commands and queries
// ---------------------------------------------------------------------------------------------------

Result<std::int64_t> Client::send(std::string name, std::string body, const ClientTime &now)
{
    auto number = m_outbox.append(std::move(name), std::move(body), now.wall, m_clock.offsetMs(now));
    if (number) {
        changed();
        sendCommands(now);
    }
    return number;
}

void Client::recall(std::int64_t answered)
{
    Recalled recalled;
    const std::int64_t first = m_outbox.firstWaiting().value_or(m_outbox.lastNumber() + 1) - answered;
    for (std::int64_t number = std::max<std::int64_t>(first, 1); number <= m_outbox.lastNumber(); ++number) {
        auto entry = m_outbox.entry(number);
        if (entry && *entry)
            recalled.commands.push_back(std::move(**entry));
        else if (!entry)
            m_storing = std::move(entry.error());
    }
    m_actions.emplace_back(std::move(recalled));
    changed();
}

void Client::beginSending(std::int64_t serverLast)
{
    m_serverLast = m_options.dropped.resend ? std::numeric_limits<std::int64_t>::max() : serverLast;
    m_next = std::min(m_outbox.firstWaiting().value_or(m_outbox.lastNumber() + 1), serverLast + 1);
    m_outstanding = 0;
    m_rewind.reset();
    m_holdUntilMs = 0;
    m_passing = 0;
}

void Client::sendCommands(const ClientTime &now)
{
    if (m_stage != Stage::Greeted)
        return;
    if (m_outstanding > 0 && now.monotonicMs - m_lastAnswerMs >= kAnswerMs) {
        m_outstanding = 0; // answers were lost: a repeat gets them again
        rewindTo(m_outbox.firstWaiting().value_or(m_next), now);
    }
    if (now.monotonicMs < m_holdUntilMs || (m_rewind && m_outstanding > 0))
        return;
    if (m_rewind)
        m_next = *std::exchange(m_rewind, std::nullopt);
    while (m_next <= m_outbox.lastNumber() && m_outstanding < kMostOutstanding) {
        const bool isNeeded = m_next > m_serverLast || m_outbox.isWaiting(m_next);
        if (isNeeded && m_outstanding == 0)
            m_lastAnswerMs = now.monotonicMs;
        if (isNeeded && !sendCommand(m_next)) {
            m_holdUntilMs = now.monotonicMs + kMostPassingMs;
            return;
        }
        ++m_next;
    }
}

bool Client::sendCommand(std::int64_t number)
{
    auto entry = m_outbox.entry(number);
    if (!entry || !*entry) {
        m_storing = entry ? Failure{Fault::Corrupt, "the outbox lacks " + std::to_string(number), {}}
                          : std::move(entry.error());
        changed();
        return false;
    }
    CommandFrame command;
    command.number = number;
    command.name = std::move((*entry)->name);
    command.body = Bytes(std::move((*entry)->body));
    command.madeAt = (*entry)->madeAt;
    command.offsetMs = (*entry)->offsetMs;
    command.confirmed = m_outbox.confirmed();
    send(command);
    ++m_outstanding;
    return true;
}

void Client::rewindTo(std::int64_t number, const ClientTime &now)
{
    // The frames behind the one in question are still being answered (each with a gap): going on before that would only
    // add to them.
    m_rewind = std::min(number, m_rewind.value_or(number));
    if (m_outstanding == 0)
        sendCommands(now);
}

void Client::flushAnswers(const ClientTime &now)
{
    if (auto result = m_outbox.flush(); !result)
        m_flushAtMs = now.monotonicMs + kMostPassingMs;
}

void Client::renumber(const ClientTime &now)
{
    Renumbered renumbered;
    for (std::int64_t number = 1; number <= m_outbox.lastNumber(); ++number) {
        if (m_outbox.isWaiting(number))
            renumbered.before.push_back(number);
    }
    if (auto result = m_outbox.startAnew(m_random, now.wall); result)
        m_actions.emplace_back(std::move(renumbered));
    else
        m_storing = std::move(result.error());
    drop(now);
}

std::int64_t Client::query(std::string name, std::string body, const ClientTime &now)
{
    const std::int64_t number = ++m_queryNumber;
    if (m_stage != Stage::Greeted) {
        m_actions.emplace_back(QueryAnswered{number, {number, Fault::Unavailable, "no link", {}, {}, std::move(name)}});
        return number;
    }
    m_queries.emplace(number, now.monotonicMs + kQueryMs);
    QueryFrame query;
    query.number = number;
    query.name = std::move(name);
    query.body = Bytes(std::move(body));
    send(query);
    return number;
}

void Client::failQueries(std::string_view why)
{
    for (const auto &[number, deadline] : std::exchange(m_queries, {}))
        m_actions.emplace_back(QueryAnswered{number, {number, Fault::Unavailable, std::string(why), {}, {}, {}}});
}

} // namespace gatehouse
