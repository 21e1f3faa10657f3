// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/control/arguments.h"
#include "app/control/neweventpage.h"
#include "app/control/startpage.h"
#include "app/ui/job.h"
#include "server/keyring/keystore.h"

#include <QPointer>

#include <memory>

class QSettings;
class QStackedWidget;

namespace gatehouse {

class ControlRoom;
class DocumentPresenter;
class MovePage;
class Server;
class SignInPage;

/// What the program shows: the start page, or one event with its control room, and the ways between. Owns whatever is
/// open. Window's thread; files and keys are worked on beside it.
class FrontDoor final : public QObject
{
    Q_OBJECT

public:
    /// `arguments` say where to listen, which account sits here and so on; `settings` outlives it.
    FrontDoor(ControlArguments arguments, QSettings &settings, QObject *parent = nullptr);
    ~FrontDoor() override;

    void showStart(const QString &notice = {});
    /// Opens an event and serves it. A passphrase or a recovery code opens its keyring where the key store does not.
    void open(const QString &path, const QString &passphrase = {}, const QString &recoveryCode = {});
    void create(const NewEventWish &wish);
    void restore(const QString &backup, const QString &path);
    /// Joins the event of another machine.
    void join(const QString &address);
    /// Closes what is open; the start page comes.
    void close();
    void move(const QString &folder, const QString &passphrase);

    [[nodiscard]] ControlRoom *room() const { return m_room.get(); }
    [[nodiscard]] Server *server() const { return m_server.get(); }
    [[nodiscard]] QWidget *window() const;
    [[nodiscard]] StartPage *startPage() const { return m_start; }
    [[nodiscard]] MovePage *movePage() const { return m_move; }

    static constexpr int kMostRecent = 12;

signals:
    void opened();
    void openFailed(const QString &path, const gatehouse::Failure &failure);
    void created();

private:
    [[nodiscard]] KeyStoreOptions keysFor(const QString &path, const QString &passphrase) const;
    void openEnded(const QString &path, const Failure &failure);
    void showRoom(const QString &path);
    void joinWith(const QUrl &event, const QByteArray &token);
    void closeRoom();
    void showPage(QWidget *page);
    void remember(const QString &path, const QString &name);
    void showRecent();
    [[nodiscard]] QString wordsOf(const Failure &failure) const;

    ControlArguments m_arguments;
    QSettings &m_settings;
    QStackedWidget *m_pages; ///< the start window; deleted with this object
    StartPage *m_start;
    NewEventPage *m_new;
    RecoveryPage *m_recovery;
    MovePage *m_move;
    std::unique_ptr<SignInPage> m_signIn;
    QString m_path;       ///< of what is open or being opened
    QString m_passphrase; ///< that opened it, for the move
    Job m_job;
    // In this order: the room ends before its server.
    std::shared_ptr<Server> m_server;
    std::unique_ptr<ControlRoom> m_room;
    QPointer<DocumentPresenter> m_document;
};

} // namespace gatehouse
