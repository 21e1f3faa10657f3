// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/control/documentdesk.h"
#include "app/ui/job.h"
#include "server/serve/server.h"

#include <QTimer>

class QSettings;

namespace gatehouse {

/// Shows and works on the file of the event that this machine serves. What it does with files happens on the engine's
/// thread or in a job. Window's thread; the server outlives it.
class DocumentPresenter final : public QObject
{
    Q_OBJECT

public:
    DocumentPresenter(Server &server, DocumentDesk &desk, QSettings &settings, QObject *parent = nullptr);
    ~DocumentPresenter() override;

    void backUp(const QString &path);
    void setPlan(const BackupWish &wish);
    void verify();
    void restore(const QString &backup, const QString &path);

signals:
    void workEnded(const gatehouse::Failure &failure);

private:
    void refresh();
    void ended(const Failure &failure);
    void loadPlan();
    [[nodiscard]] QString planKey() const;

    Server &m_server;
    DocumentDesk &m_desk;
    QSettings &m_settings;
    QTimer m_second;
    Job m_job;
    QString m_done; ///< what is said when the job is done
    std::shared_ptr<std::atomic<bool>> m_isBackupCancelled;
    bool m_isBackingUp = false;
};

/// How the automatic backups fare: state and words.
[[nodiscard]] std::pair<State, QString> backupWords(const BackupFigures &figures, const std::optional<BackupPlan> &plan,
                                                    Instant now);

} // namespace gatehouse
