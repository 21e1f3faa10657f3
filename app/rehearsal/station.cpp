// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/station.h"

#include "shared/replica/replicaworker.h"

namespace gatehouse {

Station::Station(ClientOptions options, LinkMaker makeLink, Random &random)
    : m_options(std::move(options)), m_makeLink(std::move(makeLink)), m_random(random)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_client->step(deviceTime());
        carryOut();
    });
}

Station::~Station()
{
    m_isCarryingOut = true; // nobody listens any more
}

Result<> Station::open()
{
    auto outbox = Outbox::open(":memory:", SecretKey::make(m_random), m_random, deviceTime().wall);
    if (!outbox)
        return fail(std::move(outbox.error()));
    m_outbox = std::move(*outbox);
    makeClient();
    carryOut();
    return {};
}

void Station::makeClient()
{
    m_link.reset();
    m_client.reset();
    m_view.clear();
    m_partial.clear();
    m_client = std::make_unique<Client>(m_options, *m_outbox, &m_rows, m_random);
    (void)m_client->load(); // from memory: cannot fail
    m_link = m_makeLink();
    connect(m_link.get(), &Link::opened, this, [this] {
        ++m_connections;
        m_client->linkOpened(deviceTime());
        carryOut();
    });
    connect(m_link.get(), &Link::received, this, [this](const QByteArray &message) {
        m_client->received({message.constData(), static_cast<std::size_t>(message.size())}, deviceTime());
        carryOut();
    });
    connect(m_link.get(), &Link::closed, this, [this](int code, const QString &reason) {
        m_client->linkClosed(code, reason.toStdString(), deviceTime());
        carryOut();
    });
}

void Station::goOnline()
{
    m_isWanted = true;
    m_client->goOnline(deviceTime());
    carryOut();
}

void Station::goOffline()
{
    m_isWanted = false;
    m_client->goOffline(deviceTime());
    carryOut();
}

void Station::restart()
{
    m_link->close();
    makeClient();
    carryOut();
    if (m_isWanted)
        goOnline();
}

std::vector<OutboxEntry> Station::waitingCommands()
{
    std::vector<OutboxEntry> commands;
    for (std::int64_t number = m_outbox->firstWaiting().value_or(m_outbox->lastNumber() + 1);
         number <= m_outbox->lastNumber(); ++number) {
        if (auto entry = m_outbox->isWaiting(number) ? m_outbox->entry(number) : Result<std::optional<OutboxEntry>>();
            entry && *entry)
            commands.push_back(std::move(**entry));
    }
    return commands;
}

Result<std::int64_t> Station::sendNamed(std::string name, std::string body)
{
    auto number = m_client->send(std::move(name), std::move(body), deviceTime());
    carryOut();
    return number;
}

std::int64_t Station::queryNamed(std::string name, std::string body)
{
    const std::int64_t number = m_client->query(std::move(name), std::move(body), deviceTime());
    // The answer that there is no link must come after the caller knows the number.
    QMetaObject::invokeMethod(this, &Station::carryOut, Qt::QueuedConnection);
    return number;
}

/// What comes back meanwhile may ask for more: that is carried out in the same round.
void Station::carryOut()
{
    if (std::exchange(m_isCarryingOut, true))
        return;
    for (auto actions = m_client->takeActions(); !actions.empty(); actions = m_client->takeActions()) {
        for (ClientAction &action : actions)
            take(action);
    }
    m_isCarryingOut = false;
    const std::int64_t next = m_client->nextStepMs();
    if (next == std::numeric_limits<std::int64_t>::max())
        m_timer.stop();
    else
        m_timer.start(static_cast<int>(std::clamp<std::int64_t>(next - deviceTime().monotonicMs, 0, 60'000)));
}

void Station::take(ClientAction &action)
{
    if (std::holds_alternative<OpenLink>(action)) {
        m_link->open();
    } else if (std::holds_alternative<CloseLink>(action)) {
        m_link->close();
    } else if (const auto *message = std::get_if<SendMessage>(&action)) {
        m_link->send(QByteArray::fromStdString(message->message));
    } else if (auto *rows = std::get_if<RowsApplied>(&action)) {
        takeRows(*rows);
    } else if (const auto *answered = std::get_if<CommandAnswered>(&action)) {
        if (const auto call = onAnswered) // a copy: it may be replaced meanwhile
            call(*answered);
    } else if (const auto *queryAnswered = std::get_if<QueryAnswered>(&action)) {
        if (const auto call = onQueryAnswered)
            call(*queryAnswered);
    } else if (const auto *welcomed = std::get_if<Welcomed>(&action)) {
        m_welcome = welcomed->welcome;
    } else if (std::holds_alternative<StatusChanged>(action) && onChanged) {
        onChanged();
    }
}

void Station::takeRows(RowsApplied &applied)
{
    m_partial.insert(m_partial.end(), std::make_move_iterator(applied.rows.begin()),
                     std::make_move_iterator(applied.rows.end()));
    if (!applied.isWhole)
        return;
    for (const AppliedRow &row : std::exchange(m_partial, {}))
        m_view.apply(row);
    if (onChanged)
        onChanged();
}

} // namespace gatehouse
