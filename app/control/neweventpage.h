// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse {

/// What a new event is made from.
struct NewEventWish {
    QString path;
    QString name;
    QString zone;
    QString login;
    QString accountName;
    QString password;
    QString passphrase; ///< empty: the keychain holds the keyring's key
};

/// Asks for all that a new event needs.
class NewEventPage final : public QWidget
{
    Q_OBJECT

public:
    explicit NewEventPage(QWidget *parent = nullptr);

    void begin();
    void setNotice(const QString &notice);
    void setBusy(bool isBusy);

signals:
    void makeWanted(const gatehouse::NewEventWish &wish);
    void cancelled();

private:
    void make();
    void proposePath();

    QLineEdit *m_name;
    QComboBox *m_zone;
    QLineEdit *m_path;
    bool m_isPathTyped = false;
    QLineEdit *m_account;
    QLineEdit *m_login;
    QLineEdit *m_password;
    QLineEdit *m_again;
    QLineEdit *m_passphrase;
    QLabel *m_notice;
    QPushButton *m_make;
};

/// Shows the recovery code of a new event: once, and until somebody proves to have written it down.
class RecoveryPage final : public QWidget
{
    Q_OBJECT

public:
    explicit RecoveryPage(QWidget *parent = nullptr);

    /// `group` is the group of the code, from 1, that is asked for.
    void setCode(const QString &code, int group);

signals:
    void confirmed();

private:
    void check();

    QString m_wanted;
    QLabel *m_code;
    QLabel *m_question;
    QLineEdit *m_answer;
    QLabel *m_notice;
    QPushButton *m_done;
};

} // namespace gatehouse
