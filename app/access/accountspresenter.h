// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/access/accountsdesk.h"
#include "shared/replica/replica.h"

#include <QTimer>

namespace gatehouse {

/// Makes the accounts desk's values and carries out what is wished there. Window's thread.
class AccountsPresenter final : public QObject
{
    Q_OBJECT

public:
    AccountsPresenter(Replica &replica, AccountsDesk &desk, QObject *parent = nullptr);

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void refresh();
    void add(const QString &login, const QString &name, const QString &password, const std::vector<Id> &roles);
    void change(const Id &id, const QString &name, const std::vector<Id> &roles);
    void lock(const Id &id, bool isLocked);
    void setPassword(const Id &id, const QString &password);
    void propose();
    void tell(const QString &done, const Result<Nothing> &answer);
    [[nodiscard]] QString wordsOf(const Failure &failure) const;

    Replica &m_replica;
    AccountsDesk &m_desk;
    QTimer m_refresh;
};

} // namespace gatehouse
