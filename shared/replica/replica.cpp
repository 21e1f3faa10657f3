// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/replica.h"

#include <QElapsedTimer>
#include <QTimer>

namespace gatehouse {

namespace {
constexpr qint64 kTurnMs = 4;            ///< of the window's thread for incoming rows: a quarter of a frame at 60 Hz
constexpr std::size_t kRowsPerLook = 64; ///< rows between two looks at the clock
constexpr std::size_t kEntities = 256;
} // namespace

Replica::Replica(ReplicaOptions options, QThread *thread, QObject *parent)
    : QObject(parent), m_worker(new ReplicaWorker(std::move(options))), m_collections(kEntities)
{
    HouseEntities::each([&]<class E>() {
        if constexpr (E::spec.replication != Replication::Server)
            m_collections[E::spec.number] = std::make_unique<Collection<E>>();
    });
    m_worker->moveToThread(thread ? thread : &m_ownThread);
    connect(m_worker, &ReplicaWorker::acted, this, &Replica::takeActions);
    connect(m_worker, &ReplicaWorker::commandStored, this, &Replica::tellStored);
    connect(m_worker, &ReplicaWorker::querySent, this, &Replica::noteQuery);
    connect(m_worker, &ReplicaWorker::failed, this, &Replica::failed);
    if (!thread) {
        m_ownThread.setObjectName(QStringLiteral("link"));
        m_ownThread.start();
    }
}

Replica::~Replica()
{
    disconnect(m_worker, nullptr, this, nullptr);
    m_worker->deleteLater();
    if (m_ownThread.isRunning()) {
        m_ownThread.quit();
        m_ownThread.wait(); // the outbox is closed when this returns, so that it can be opened again
    }
}

void Replica::start()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] {
        worker->start();
        worker->goOnline();
    });
}

void Replica::goOnline()
{
    QMetaObject::invokeMethod(m_worker, &ReplicaWorker::goOnline);
}

void Replica::goOffline()
{
    QMetaObject::invokeMethod(m_worker, &ReplicaWorker::goOffline);
}

void Replica::setToken(const std::string &token)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, token] { worker->setToken(token); });
}

void Replica::setPresence(const DevicePresence &own)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, own] { worker->setPresence(own); });
}

void Replica::recall(std::int64_t answered)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, answered] { worker->recall(answered); });
}

void Replica::forgetRows()
{
    QMetaObject::invokeMethod(m_worker, &ReplicaWorker::forgetRows);
}

CollectionBase *Replica::collection(std::uint16_t entity)
{
    return entity < m_collections.size() ? m_collections[entity].get() : nullptr;
}

std::optional<std::int64_t> Replica::dataAgeMs() const
{
    if (m_status.state == ReplicaState::Live)
        return 0;
    if (!m_status.asOf)
        return std::nullopt;
    const auto now = serverNow();
    return std::max<std::int64_t>(0, (now ? now->at : deviceTime().wall) - *m_status.asOf);
}

// --- commands and queries
// ---------------------------------------------------------------------------------------------------

void Replica::sendNamed(std::string name, std::string body, QObject *context, Answered answered,
                        std::function<void(Result<std::int64_t>)> stored)
{
    const std::int64_t request = m_nextRequest++;
    m_unstored.emplace(request, Call{context, context != nullptr, std::move(answered), std::move(stored)});
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, request, name = std::move(name), body = std::move(body)] {
        worker->sendCommand(request, name, body);
    });
}

void Replica::queryNamed(std::string name, std::string body, QObject *context, Answered answered)
{
    const std::int64_t request = m_nextRequest++;
    m_unsent.emplace(request, Call{context, context != nullptr, std::move(answered), {}});
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, request, name = std::move(name), body = std::move(body)] {
        worker->sendQuery(request, name, body);
    });
}

void Replica::tellStored(qint64 request, const Result<std::int64_t> &number)
{
    auto node = m_unstored.extract(request);
    if (node.empty())
        return;
    Call call = std::move(node.mapped());
    const auto stored = std::exchange(call.stored, {});
    if (number && call.answered)
        m_commands.emplace(*number, call);
    if (stored && isAlive(call))
        stored(number);
    if (!number)
        answer(std::move(call), number.error().fault, number.error().detail, {}, {});
}

void Replica::noteQuery(qint64 request, qint64 number)
{
    auto node = m_unsent.extract(request);
    if (node.empty())
        return;
    if (number == 0)
        answer(std::move(node.mapped()), Fault::Unavailable, "no client", {}, {});
    else
        m_queries.emplace(number, std::move(node.mapped()));
}

void Replica::answer(Call call, Fault fault, std::string detail, const std::vector<WireFault> &faults, std::string body)
{
    if (!call.answered || !isAlive(call))
        return;
    if (fault == Fault::None) {
        call.answered(std::move(body));
        return;
    }
    Failure failure{fault, std::move(detail), {}};
    for (const WireFault &each : faults)
        failure.fields.push_back({each.path, each.reason});
    call.answered(fail(std::move(failure)));
}

// --- what comes from the link's thread
// ----------------------------------------------------------------------------------------

void Replica::takeActions(const std::shared_ptr<std::vector<ClientAction>> &actions, const ReplicaStatus &status)
{
    m_status = status;
    for (ClientAction &action : *actions)
        m_pending.push_back(std::move(action));
    if (!m_isTaking)
        takeSome();
}

void Replica::takeSome()
{
    QElapsedTimer turn;
    turn.start();
    m_isTaking = true;
    while (!m_pending.empty()) {
        if (auto *rows = std::get_if<RowsApplied>(&m_pending.front()); rows && !takeRows(*rows, turn)) {
            QTimer::singleShot(0, this, &Replica::takeSome);
            return;
        }
        ClientAction action = std::move(m_pending.front());
        m_pending.pop_front();
        take(action);
    }
    m_isTaking = false;
}

bool Replica::takeRows(RowsApplied &applied, const QElapsedTimer &turn)
{
    while (m_rowsTaken < applied.rows.size()) {
        if (m_rowsTaken % kRowsPerLook == 0 && turn.elapsed() >= kTurnMs)
            return false;
        const AppliedRow &row = applied.rows[m_rowsTaken++];
        if (CollectionBase *rows = collection(row.type->spec.number))
            rows->take(row);
    }
    m_rowsTaken = 0;
    return true;
}

void Replica::publish()
{
    for (const auto &collection : m_collections) {
        if (collection)
            collection->publish();
    }
    emit rowsChanged();
}

void Replica::take(ClientAction &action)
{
    if (const auto *rows = std::get_if<RowsApplied>(&action)) {
        if (rows->isWhole)
            publish();
    } else if (auto *command = std::get_if<CommandAnswered>(&action)) {
        AnswerFrame &frame = command->answer;
        auto node = m_commands.extract(command->number);
        if (!node.empty())
            answer(std::move(node.mapped()), frame.fault, frame.detail, frame.faults, frame.body);
        emit answered(command->number, QString::fromStdString(command->name), Failure{frame.fault, frame.detail, {}});
    } else if (auto *query = std::get_if<QueryAnswered>(&action)) {
        auto node = m_queries.extract(query->number);
        if (!node.empty())
            answer(std::move(node.mapped()), query->answer.fault, query->answer.detail, query->answer.faults,
                   query->answer.body);
    } else if (auto *heard = std::get_if<Welcomed>(&action)) {
        m_welcome = std::move(heard->welcome);
        emit welcomed();
    } else if (auto *presence = std::get_if<PresenceHeard>(&action)) {
        for (DevicePresence &device : presence->devices)
            m_presence[device.device] = std::move(device);
        emit presenceChanged();
    } else if (auto *renumbered = std::get_if<Renumbered>(&action)) {
        std::unordered_map<std::int64_t, Call> calls;
        for (std::size_t index = 0; index < renumbered->before.size(); ++index) {
            if (auto node = m_commands.extract(renumbered->before[index]); !node.empty())
                calls.emplace(static_cast<std::int64_t>(index) + 1, std::move(node.mapped()));
        }
        m_commands = std::move(calls);
    } else if (const auto *recall = std::get_if<Recalled>(&action)) {
        emit recalled(recall->commands);
    } else if (std::holds_alternative<StatusChanged>(action)) {
        emit statusChanged();
    }
}

} // namespace gatehouse
