// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/client.h"
#include "shared/replica/link.h"

#include <QString>
#include <QTimer>

namespace gatehouse {

/// What a replica is made of.
struct ReplicaOptions {
    /// Called once, on the link's thread.
    std::function<std::unique_ptr<Link>()> makeLink;
    ClientOptions client;
    /// Folder of the outbox (and the rows) of this sender on this event; made if missing. Empty: in memory, for tests
    /// only.
    QString folder;
    bool keepsRows = false; ///< on disk too, to open without a server: a kiosk
    SecretKey deviceKey;    ///< seals what lies on disk
};

/// This device's clocks: the wall, and the one since boot, sleep included.
[[nodiscard]] ClientTime deviceTime();

/// Everything of a replica that must not run in the window's thread: link, outbox, rows on disk, the client that drives
/// them, and the timer that steps it. Lives on the link's thread; talks by queued calls and signals only.
class ReplicaWorker : public QObject
{
    Q_OBJECT

public:
    explicit ReplicaWorker(ReplicaOptions options);
    ~ReplicaWorker() override;

    void start();
    void goOnline();
    void goOffline();
    void setToken(const std::string &token);
    void setPresence(const DevicePresence &presence);
    void recall(std::int64_t answered);
    void forgetRows();
    /// `request` is the caller's own number and comes back with commandStored().
    void sendCommand(std::int64_t request, const std::string &name, const std::string &body);
    void sendQuery(std::int64_t request, const std::string &name, const std::string &body);

signals:
    void acted(const std::shared_ptr<std::vector<gatehouse::ClientAction>> &actions,
               const gatehouse::ReplicaStatus &status);
    void commandStored(qint64 request, const gatehouse::Result<std::int64_t> &number);
    void querySent(qint64 request, qint64 number); ///< 0: there is no client to send it
    /// The outbox cannot be opened: nothing works.
    void failed(const gatehouse::Failure &failure);

private:
    [[nodiscard]] Result<> openFiles();
    [[nodiscard]] Result<> openRows();
    void carryOut();
    void linkOpened();
    void linkReceived(const QByteArray &message);
    void linkClosed(int code, const QString &reason);
    void step();

    ReplicaOptions m_options;
    std::unique_ptr<Random> m_random;
    std::unique_ptr<Outbox> m_outbox;
    std::unique_ptr<RowStore> m_rows;
    std::unique_ptr<Client> m_client;
    std::unique_ptr<Link> m_link;
    QTimer m_timer;
};

} // namespace gatehouse
