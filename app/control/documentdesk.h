// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"

#include <QWidget>

#include <utility>
#include <vector>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace gatehouse {

class NoticeBar;
class StateChip;

/// Automatic backups, as a person sets them.
struct BackupWish {
    bool isOn = false;
    QString folder;
    int minutes = 5;
    bool operator==(const BackupWish &) const = default;
};

/// The file of the event that this machine serves: its state, backups, checks, and the ways out of here.
class DocumentDesk final : public QWidget
{
    Q_OBJECT

public:
    explicit DocumentDesk(QWidget *parent = nullptr);

    void setFacts(const std::vector<std::pair<QString, QString>> &facts);
    void setBackup(const BackupWish &wish);
    void setBackupState(State state, const QString &words);
    /// What runs, and how far it is; an empty text: nothing.
    void setWork(const QString &words, qint64 done = 0, qint64 total = 0);
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }

signals:
    void backupWanted(const QString &path);
    void backupPlanWanted(const gatehouse::BackupWish &wish);
    void verifyWanted();
    void restoreWanted(const QString &backup, const QString &path);
    void cancelWanted();
    void closeWanted();
    void moveWanted(const QString &folder, const QString &passphrase);

private:
    [[nodiscard]] QWidget *makeMoveBox();
    void takePlan();
    void askRestore();
    void askMove();

    QFormLayout *m_facts;
    StateChip *m_state;
    QCheckBox *m_isOn;
    QLineEdit *m_folder;
    QSpinBox *m_minutes;
    QWidget *m_work;
    QLabel *m_workWords;
    QProgressBar *m_progress;
    std::vector<QPushButton *> m_actions;
    QLineEdit *m_moveFolder;
    QLineEdit *m_passphrase;
    QLineEdit *m_passphraseAgain;
    QCheckBox *m_isUnderstood;
    QPushButton *m_move;
    NoticeBar *m_notices;
    BackupWish m_plan;
};

} // namespace gatehouse
