// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <QWidget>

class QLabel;
class QLineEdit;
class QNetworkAccessManager;
class QPushButton;

namespace gatehouse {

/// Asks who sits at a desk that joins another machine's server. The password stays in the field until it was right or
/// the page dies, and nowhere else.
class SignInPage final : public QWidget
{
    Q_OBJECT

public:
    /// `event` is the event's address (".../e/<slug>/").
    explicit SignInPage(const QUrl &event, QWidget *parent = nullptr);
    ~SignInPage() override;

    void setLogin(const QString &login);
    /// Why it is asked for (again); empty: nothing is said.
    void setNotice(const QString &notice);
    /// As if somebody had typed this password and pressed the button.
    void signInWith(const QString &password);

signals:
    void signedIn(const QString &login, const QByteArray &token);

private:
    void tryNow();
    void showBusy(bool isBusy);

    QUrl m_event;
    QNetworkAccessManager *m_network;
    QLabel *m_notice;
    QLineEdit *m_login;
    QLineEdit *m_password;
    QPushButton *m_button;
};

} // namespace gatehouse
