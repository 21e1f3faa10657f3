// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/replica/replicaworker.h"

#include "shared/crypto/random.h"
#include "shared/replica/rowfile.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLoggingCategory>

#include <ctime>

Q_LOGGING_CATEGORY(replicaLog, "shared.replica")

namespace gatehouse {

ClientTime deviceTime()
{
    timespec boot{};
    clock_gettime(CLOCK_BOOTTIME, &boot);
    return {static_cast<std::int64_t>(boot.tv_sec) * 1000 + boot.tv_nsec / 1'000'000,
            Instant{QDateTime::currentMSecsSinceEpoch()}};
}

namespace {

/// Which run of the clock since boot this is.
std::string thisBoot()
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    return file.open(QIODevice::ReadOnly) ? file.read(64).trimmed().toStdString() : std::string();
}

} // namespace

ReplicaWorker::ReplicaWorker(ReplicaOptions options) : m_options(std::move(options)), m_timer(this)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ReplicaWorker::step);
}

ReplicaWorker::~ReplicaWorker()
{
    if (m_link) {
        disconnect(m_link.get(), nullptr, this, nullptr);
        m_link->close();
    }
}

void ReplicaWorker::start()
{
    m_random = std::make_unique<SecureRandom>();
    m_options.client.boot = thisBoot();
    if (auto result = openFiles(); !result) {
        qCCritical(replicaLog) << "outbox:" << QString::fromStdString(describe(result.error()));
        emit failed(result.error());
        return;
    }
    m_link = m_options.makeLink();
    connect(m_link.get(), &Link::opened, this, &ReplicaWorker::linkOpened);
    connect(m_link.get(), &Link::received, this, &ReplicaWorker::linkReceived);
    connect(m_link.get(), &Link::closed, this, &ReplicaWorker::linkClosed);
    carryOut();
}

Result<> ReplicaWorker::openFiles()
{
    const bool isInMemory = m_options.folder.isEmpty();
    if (!isInMemory && !QDir().mkpath(m_options.folder))
        return fail(Fault::ReadOnly, "the replica's folder cannot be made");
    const QString path = isInMemory ? QStringLiteral(":memory:") : m_options.folder + QStringLiteral("/outbox.db");
    auto outbox = Outbox::open(path.toStdString(), m_options.deviceKey, *m_random, deviceTime().wall);
    if (!outbox)
        return fail(std::move(outbox.error()));
    m_outbox = std::move(*outbox);
    if (isInMemory || !m_options.keepsRows) {
        m_client = std::make_unique<Client>(m_options.client, *m_outbox, nullptr, *m_random);
        return {};
    }
    return openRows();
}

Result<> ReplicaWorker::openRows()
{
    const QString path = m_options.folder + QStringLiteral("/rows.db");
    Failure failure;
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto rows = RowFile::open(path.toStdString(), m_options.deviceKey);
        if (rows) {
            m_rows = std::move(*rows);
            m_client = std::make_unique<Client>(m_options.client, *m_outbox, m_rows.get(), *m_random);
            auto loaded = m_client->load();
            if (loaded)
                return {};
            failure = std::move(loaded.error());
            m_client.reset();
            m_rows.reset();
        } else {
            failure = std::move(rows.error());
        }
        if (failure.fault != Fault::Corrupt)
            break;
        // A copy that cannot be read is thrown away: the server has the rows.
        qCWarning(replicaLog) << "rows are fetched anew:" << QString::fromStdString(describe(failure));
        for (const QString &end : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
            QFile::remove(path + end);
    }
    // Better a kiosk that works on line only than none.
    qCCritical(replicaLog) << "rows are not kept:" << QString::fromStdString(describe(failure));
    m_client = std::make_unique<Client>(m_options.client, *m_outbox, nullptr, *m_random);
    return {};
}

void ReplicaWorker::goOnline()
{
    if (!m_client)
        return;
    m_client->goOnline(deviceTime());
    carryOut();
}

void ReplicaWorker::goOffline()
{
    if (!m_client)
        return;
    m_client->goOffline(deviceTime());
    carryOut();
}

void ReplicaWorker::setToken(const std::string &token)
{
    if (!m_client)
        return;
    m_client->setToken(token, deviceTime());
    carryOut();
}

void ReplicaWorker::setPresence(const DevicePresence &presence)
{
    if (!m_client)
        return;
    m_client->setPresence(presence);
    step();
}

void ReplicaWorker::recall(std::int64_t answered)
{
    if (!m_client)
        return;
    m_client->recall(answered);
    carryOut();
}

void ReplicaWorker::forgetRows()
{
    if (!m_client)
        return;
    m_client->forgetRows(deviceTime());
    carryOut();
}

void ReplicaWorker::sendCommand(std::int64_t request, const std::string &name, const std::string &body)
{
    if (!m_client) {
        emit commandStored(request, fail(Fault::Unavailable, "no outbox"));
        return;
    }
    const auto number = m_client->send(name, body, deviceTime());
    emit commandStored(request, number);
    carryOut();
}

void ReplicaWorker::sendQuery(std::int64_t request, const std::string &name, const std::string &body)
{
    if (!m_client) {
        emit querySent(request, 0);
        return;
    }
    emit querySent(request, m_client->query(name, body, deviceTime()));
    carryOut();
}

void ReplicaWorker::linkOpened()
{
    m_client->linkOpened(deviceTime());
    carryOut();
}

void ReplicaWorker::linkReceived(const QByteArray &message)
{
    m_client->received({message.constData(), static_cast<std::size_t>(message.size())}, deviceTime());
    carryOut();
}

void ReplicaWorker::linkClosed(int code, const QString &reason)
{
    m_client->linkClosed(code, reason.toStdString(), deviceTime());
    carryOut();
}

void ReplicaWorker::step()
{
    if (!m_client)
        return;
    m_client->step(deviceTime());
    carryOut();
}

void ReplicaWorker::carryOut()
{
    auto actions = std::make_shared<std::vector<ClientAction>>(m_client->takeActions());
    for (const ClientAction &action : *actions) {
        if (std::holds_alternative<OpenLink>(action))
            m_link->open();
        else if (std::holds_alternative<CloseLink>(action))
            m_link->close();
        else if (const auto *send = std::get_if<SendMessage>(&action))
            m_link->send(QByteArray(send->message.data(), static_cast<qsizetype>(send->message.size())));
    }
    std::erase_if(*actions, [](const ClientAction &action) {
        return std::holds_alternative<OpenLink>(action) || std::holds_alternative<CloseLink>(action)
            || std::holds_alternative<SendMessage>(action);
    });
    if (!actions->empty())
        emit acted(actions, m_client->status());
    const std::int64_t wait = m_client->nextStepMs() - deviceTime().monotonicMs;
    m_timer.start(static_cast<int>(std::clamp<std::int64_t>(wait, 0, 60'000)));
}

} // namespace gatehouse
