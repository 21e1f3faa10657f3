// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"

#include <QUrl>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace gatehouse {

/// An event that was open here before.
struct RecentEvent {
    QString path;
    QString name;
    bool isThere = true; ///< the file can be found
    bool operator==(const RecentEvent &) const = default;
};

/// Where `gatehouse` begins without an event: open one, make one, restore one, or join another control room. Files may
/// be dropped on it.
class StartPage final : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(QWidget *parent = nullptr);

    void setRecent(const std::vector<RecentEvent> &events);
    /// What went wrong, or what is being done; empty: nothing is said.
    void setNotice(State state, const QString &words);
    void setBusy(bool isBusy);
    /// The keyring of this event needs a passphrase or the recovery code.
    void askKey(const QString &path, const QString &why);

signals:
    void openWanted(const QString &path);
    void keyGiven(const QString &path, const QString &passphrase, const QString &recoveryCode);
    void createWanted();
    void restoreWanted(const QString &backup, const QString &path);
    void joinWanted(const QString &address);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void chooseFile();
    void chooseBackup();
    void giveKey();

    QListWidget *m_recent;
    QLabel *m_noRecent;
    QLabel *m_notice;
    QLineEdit *m_address;
    QWidget *m_keyBox;
    QLabel *m_keyWhy;
    QLineEdit *m_passphrase;
    QLineEdit *m_recoveryCode;
    QString m_keyPath;
    std::vector<QPushButton *> m_buttons;
};

} // namespace gatehouse
