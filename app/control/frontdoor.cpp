// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/frontdoor.h"

#include "app/access/signinpage.h"
#include "app/control/controlroom.h"
#include "app/control/documentdesk.h"
#include "app/control/documentpresenter.h"
#include "app/control/localserver.h"
#include "app/control/movepage.h"
#include "server/access/passwords.h"
#include "server/serve/workbench.h"
#include "server/store/backup.h"
#include "shared/crypto/digest.h"
#include "shared/crypto/random.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>

#include <cstdio>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

/// Where this desk keeps what belongs to one event.
QString deskFolder(std::string_view event)
{
    const QString name = QString::fromStdString(toHex(sha256(event).view()).substr(0, 16));
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/desks/"_s + name;
}

QString passwordOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readLine(4096)).trimmed() : QString();
}

} // namespace

FrontDoor::FrontDoor(ControlArguments arguments, QSettings &settings, QObject *parent)
    : QObject(parent), m_arguments(std::move(arguments)), m_settings(settings), m_pages(new QStackedWidget),
      m_start(new StartPage(m_pages)), m_new(new NewEventPage(m_pages)), m_recovery(new RecoveryPage(m_pages)),
      m_move(new MovePage(m_pages))
{
    for (QWidget *page : std::initializer_list<QWidget *>{m_start, m_new, m_recovery, m_move})
        m_pages->addWidget(page);
    m_pages->setWindowTitle(u"Gatehouse"_s);
    m_pages->resize(1100, 760);
    connect(m_start, &StartPage::openWanted, this, [this](const QString &path) { open(path); });
    connect(m_start, &StartPage::keyGiven, this, &FrontDoor::open);
    connect(m_start, &StartPage::createWanted, this, [this] {
        m_new->begin();
        showPage(m_new);
    });
    connect(m_start, &StartPage::restoreWanted, this, &FrontDoor::restore);
    connect(m_start, &StartPage::joinWanted, this, &FrontDoor::join);
    connect(m_new, &NewEventPage::makeWanted, this, &FrontDoor::create);
    connect(m_new, &NewEventPage::cancelled, this, [this] { showStart(); });
    connect(m_recovery, &RecoveryPage::confirmed, this, [this] { open(m_path, m_passphrase); });
    connect(m_move, &MovePage::openHereWanted, this, [this](const QString &path) { open(path, m_passphrase); });
    connect(m_move, &MovePage::leaveWanted, this, [this] { showStart(); });
}

FrontDoor::~FrontDoor()
{
    m_room.reset();
    m_server.reset();
    delete m_pages;
}

QWidget *FrontDoor::window() const
{
    return m_pages;
}

void FrontDoor::showPage(QWidget *page)
{
    m_pages->setCurrentWidget(page);
    m_pages->show();
    m_pages->raise();
}

void FrontDoor::showStart(const QString &notice)
{
    m_start->setNotice(State::Soon, notice);
    m_start->setBusy(false);
    showRecent();
    showPage(m_start);
}

// --- what was open before -----------------------------------------------------------------------------------------

void FrontDoor::remember(const QString &path, const QString &name)
{
    QStringList paths = m_settings.value(u"recent/paths"_s).toStringList();
    paths.removeAll(path);
    paths.prepend(path);
    paths = paths.mid(0, kMostRecent);
    m_settings.setValue(u"recent/paths"_s, paths);
    m_settings.setValue(u"recent/names/"_s + QString::fromLatin1(path.toUtf8().toHex()), name);
}

void FrontDoor::showRecent()
{
    std::vector<RecentEvent> events;
    for (const QString &path : m_settings.value(u"recent/paths"_s).toStringList()) {
        const QString name =
            m_settings.value(u"recent/names/"_s + QString::fromLatin1(path.toUtf8().toHex())).toString();
        events.push_back({path, name.isEmpty() ? QFileInfo(path).completeBaseName() : name, QFileInfo::exists(path)});
    }
    m_start->setRecent(events);
}

// --- opening ------------------------------------------------------------------------------------------------------

KeyStoreOptions FrontDoor::keysFor(const QString &path, const QString &passphrase) const
{
    KeyStoreOptions keys = keyStoreOptionsFor(path.toStdString());
    if (!passphrase.isEmpty())
        keys.passphrase = passphrase.toStdString();
    else if (!m_arguments.passphraseFile.isEmpty())
        keys.passphraseFile = m_arguments.passphraseFile.toStdString();
    return keys;
}

void FrontDoor::open(const QString &path, const QString &passphrase, const QString &recoveryCode)
{
    if (m_job.isRunning() || m_room)
        return;
    m_path = QFileInfo(path).absoluteFilePath();
    m_passphrase = passphrase;
    m_start->setBusy(true);
    m_start->setNotice(State::Info, tr("Opening %1 …").arg(QDir::toNativeSeparators(m_path)));
    // The keychain is asked here: it waits in an event loop of this thread.
    auto store = chooseKeyStore(keysFor(m_path, passphrase));
    if (!store)
        return openEnded(m_path, store.error());
    auto keys = std::shared_ptr<KeyStore>(std::move(*store));
    ControlArguments arguments = m_arguments;
    arguments.document = m_path;
    auto server = std::make_shared<std::shared_ptr<Server>>();
    connect(
        &m_job, &Job::finished, this,
        [this, server](const Failure &failure) {
            m_server = std::move(*server);
            openEnded(m_path, failure);
        },
        Qt::SingleShotConnection);
    m_job.start([arguments, keys, server, recoveryCode = recoveryCode.toStdString()](const JobProgress &) -> Result<> {
        const std::string file = arguments.document.toStdString();
        if (!recoveryCode.empty()) {
            const auto document = Document::idOf(file);
            if (!document)
                return fail(document.error());
            SecureRandom random;
            auto keyring =
                Keyring::openWithRecoveryCode(Keyring::pathFor(file), *document, recoveryCode, *keys, random);
            if (!keyring)
                return fail(keyring.error());
        }
        auto opened = openLocalServer(arguments, *keys);
        if (!opened)
            return fail(opened.error());
        *server = std::move(*opened);
        return {};
    });
}

QString FrontDoor::wordsOf(const Failure &failure) const
{
    const QString detail = QString::fromStdString(failure.detail);
    switch (failure.fault) {
    case Fault::NotFound:
        return tr("Not found: %1").arg(detail);
    case Fault::Corrupt:
        return tr("This file cannot be opened: %1").arg(detail);
    case Fault::Newer:
        return tr("This event was made by a newer Gatehouse: %1").arg(detail);
    case Fault::Conflict:
        return tr("It is in use, or of another event: %1").arg(detail);
    case Fault::Revoked:
        return tr("Not here any more: %1").arg(detail);
    case Fault::Unsupported:
        return tr("Not from this folder: %1").arg(detail);
    default:
        return tr("It did not open: %1").arg(QString::fromStdString(describe(failure)));
    }
}

void FrontDoor::openEnded(const QString &path, const Failure &failure)
{
    m_start->setBusy(false);
    if (failure.fault == Fault::None)
        return showRoom(path);
    m_server.reset();
    showStart(wordsOf(failure));
    if (failure.fault == Fault::Forbidden || failure.fault == Fault::Unavailable
        || failure.detail.find("recovery code") != std::string::npos)
        m_start->askKey(path,
                        tr("The keyring of this event needs a key: the passphrase of this machine, or the "
                           "recovery code and a new passphrase where there is no keychain."));
    emit openFailed(path, failure);
}

void FrontDoor::showRoom(const QString &path)
{
    auto options = localReplica(*m_server, m_arguments.login, deskFolder(m_server->documentId().view()));
    if (!options) {
        m_server.reset();
        showStart(tr("Nobody can sit here: %1").arg(QString::fromStdString(describe(options.error()))));
        emit openFailed(path, options.error());
        return;
    }
    std::printf("%s\n", m_server->address().c_str());
    std::fflush(stdout);
    m_room = std::make_unique<ControlRoom>(std::move(*options), m_settings);
    MachinePlaces places{QFileInfo(path).absolutePath()};
    places.backupFolder = m_arguments.backupFolder;
    m_room->watchMachine(places);
    m_room->setTokenSource(
        [server = m_server, login = m_arguments.login.toStdString()] { return server->localToken(login); });
    auto *desk = new DocumentDesk;
    m_room->shell().addDesk({"document", tr("Event file"), u"save"_s, QKeySequence(u"Ctrl+0"_s), desk});
    m_document = new DocumentPresenter(*m_server, *desk, m_settings, &m_room->shell());
    m_room->shell().actionTable().add({"event.close", Shell::eventMenu(), tr("Close this event, open another"), u"x"_s,
                                       QKeySequence(u"Ctrl+W"_s), [this] { close(); }});
    // What closes the room comes from a widget of the room: it ends with the next turn of the loop.
    connect(desk, &DocumentDesk::closeWanted, this, &FrontDoor::close, Qt::QueuedConnection);
    connect(desk, &DocumentDesk::moveWanted, this, &FrontDoor::move, Qt::QueuedConnection);
    connect(&m_room->replica(), &Replica::welcomed, this,
            [this, path] { remember(path, QString::fromStdString(m_room->replica().welcome().eventName)); });
    m_room->start();
    m_pages->hide();
    emit opened();
}

void FrontDoor::closeRoom()
{
    m_room.reset();
    m_server.reset();
}

void FrontDoor::close()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            showStart(); // before the last window goes: the program would end with it
            closeRoom();
        },
        Qt::QueuedConnection);
}

// --- making, restoring, joining, moving ---------------------------------------------------------------------------

void FrontDoor::create(const NewEventWish &wish)
{
    if (m_job.isRunning())
        return;
    auto store = chooseKeyStore(keysFor(wish.path, wish.passphrase));
    if (!store) {
        m_new->setBusy(false);
        return m_new->setNotice(tr("This machine has no keychain: choose a passphrase for the keyring."));
    }
    m_path = wish.path;
    m_passphrase = wish.passphrase;
    auto keys = std::shared_ptr<KeyStore>(std::move(*store));
    auto code = std::make_shared<std::string>();
    connect(
        &m_job, &Job::finished, this,
        [this, code](const Failure &failure) {
            m_new->setBusy(false);
            if (failure.fault != Fault::None)
                return m_new->setNotice(tr("Not made: %1").arg(QString::fromStdString(describe(failure))));
            SecureRandom random;
            m_recovery->setCode(QString::fromStdString(*code), 1 + static_cast<int>(random.below(8)));
            code->assign(code->size(), '\0');
            showPage(m_recovery);
            emit created();
        },
        Qt::SingleShotConnection);
    m_job.start([wish, keys, code](const JobProgress &) -> Result<> {
        const auto hash = hashPassword(wish.password.toStdString());
        if (!hash)
            return fail(hash.error());
        NewEvent event;
        event.name = wish.name.toStdString();
        event.zone = wish.zone.toStdString();
        event.login = wish.login.toStdString();
        event.accountName = wish.accountName.toStdString();
        event.passwordHash = *hash;
        const auto made = Workbench::create(wish.path.toStdString(), event, *keys, code.get());
        return made ? Result<>() : fail(made.error());
    });
}

void FrontDoor::restore(const QString &backup, const QString &path)
{
    if (m_job.isRunning())
        return;
    m_start->setBusy(true);
    m_start->setNotice(State::Info, tr("Restoring …"));
    connect(
        &m_job, &Job::finished, this,
        [this, path](const Failure &failure) {
            m_start->setBusy(false);
            if (failure.fault != Fault::None)
                return m_start->setNotice(State::Soon, wordsOf(failure));
            const QString keyring = QString::fromStdString(Keyring::pathFor(path.toStdString()));
            if (QFileInfo::exists(keyring))
                return open(path);
            m_start->setNotice(State::Info,
                               tr("Restored. Now put the event's newest keyring beside it, as %1, and open it.")
                                   .arg(QDir::toNativeSeparators(keyring)));
        },
        Qt::SingleShotConnection);
    m_job.start([backup = backup.toStdString(), path = path.toStdString()](const JobProgress &) {
        SecureRandom random;
        return restoreBackup(backup, path, makeId(QDateTime::currentMSecsSinceEpoch(), random));
    });
}

void FrontDoor::join(const QString &address)
{
    const auto event = eventAddress(address);
    if (!event)
        return m_start->setNotice(State::Soon,
                                  tr("An address looks like http://192.168.1.10:7443/e/my-event/ – the other control "
                                     "room shows it on its desk Event file."));
    m_signIn = std::make_unique<SignInPage>(*event);
    m_signIn->setLogin(m_arguments.login);
    m_signIn->resize(720, 520);
    m_signIn->setWindowTitle(u"Gatehouse"_s);
    connect(m_signIn.get(), &SignInPage::signedIn, this,
            [this, event = *event](const QString &, const QByteArray &token) { joinWith(event, token); });
    if (!m_arguments.passwordFile.isEmpty() && !m_arguments.login.isEmpty())
        m_signIn->signInWith(passwordOf(m_arguments.passwordFile));
    m_signIn->show();
    m_pages->hide();
}

void FrontDoor::joinWith(const QUrl &event, const QByteArray &token)
{
    if (m_room) { // signed in again
        m_signIn->hide();
        m_room->replica().setToken(token.toStdString());
        return;
    }
    const QString folder = deskFolder(event.toEncoded().toStdString());
    auto options = remoteReplica(event, token, folder);
    if (!options) {
        m_signIn->setNotice(QString::fromStdString(describe(options.error())));
        return;
    }
    m_room = std::make_unique<ControlRoom>(std::move(*options), m_settings);
    m_room->watchMachine(MachinePlaces{folder});
    connect(m_room.get(), &ControlRoom::signInWanted, this, [this](const QString &why) {
        m_signIn->setNotice(why);
        m_signIn->show();
        m_signIn->raise();
    });
    m_room->shell().actionTable().add({"event.close", Shell::eventMenu(), tr("Leave this event, open another"), u"x"_s,
                                       QKeySequence(u"Ctrl+W"_s), [this] { close(); }});
    m_room->start();
    m_signIn->hide();
    emit opened();
}

void FrontDoor::move(const QString &folder, const QString &passphrase)
{
    if (!m_room || !m_server)
        return;
    auto store = chooseKeyStore(keysFor(m_path, m_passphrase));
    if (!store)
        return;
    showPage(m_move);
    closeRoom();
    m_move->begin({m_path.toStdString(), folder.toStdString(), passphrase.toStdString()},
                  std::shared_ptr<KeyStore>(std::move(*store)));
}

} // namespace gatehouse
