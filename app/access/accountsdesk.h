// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/access/accountsview.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace gatehouse {

class AccountsRows;
class EmptyState;
class ListTable;
class NoticeBar;
class StateChip;

/// Who may sign in, and as what: accounts with their roles; adding, new passwords, locking.
class AccountsDesk final : public QWidget
{
    Q_OBJECT

public:
    explicit AccountsDesk(QWidget *parent = nullptr);
    ~AccountsDesk() override;

    void setRoles(const std::vector<RoleChoice> &roles);
    void setAccounts(std::vector<AccountView> accounts);
    void chooseAccount(const Id &account);
    /// A password that was made for somebody: shown until the next step.
    void offerPassword(const QString &password);
    void refuse(const QString &why); ///< beside the form that is open
    void endAdding();                ///< done: back to the list
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }

signals:
    void addWanted(const QString &login, const QString &name, const QString &password,
                   const std::vector<gatehouse::Id> &roles);
    void changeWanted(const gatehouse::Id &account, const QString &name, const std::vector<gatehouse::Id> &roles);
    void lockWanted(const gatehouse::Id &account, bool isLocked);
    void passwordWanted(const gatehouse::Id &account, const QString &password);
    void passwordProposalWanted(); ///< answered by offerPassword()

private:
    [[nodiscard]] QWidget *makeCard();
    [[nodiscard]] QWidget *makeAddPage();
    void showChosen();
    void beginAdding();

    std::unique_ptr<AccountsRows> m_rows;
    ListTable *m_table;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QWidget *m_card;
    QLabel *m_title;
    StateChip *m_chip;
    QLineEdit *m_name;
    QListWidget *m_roles;
    QPushButton *m_apply;
    QPushButton *m_lock;
    QLineEdit *m_password;
    QLabel *m_cardNotice;
    QWidget *m_addPage;
    QLineEdit *m_newLogin;
    QLineEdit *m_newName;
    QLineEdit *m_newPassword;
    QListWidget *m_newRoles;
    QLabel *m_addNotice;
    QPushButton *m_add;
    NoticeBar *m_notices;
    std::optional<AccountView> m_shown;
};

} // namespace gatehouse
