// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/signinpage.h"
#include "app/control/arguments.h"
#include "app/control/controlroom.h"
#include "app/control/localserver.h"
#include "shared/crypto/digest.h"
#include "shared/crypto/random.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QSocketNotifier>
#include <QStandardPaths>
#include <QTranslator>

#include <csignal>
#include <cstdio>
#include <sys/signalfd.h>
#include <unistd.h>

static void initWords() // the macro wants the global namespace, and a static library wants the call
{
    Q_INIT_RESOURCE(control_words);
}

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kFailed = 1;
constexpr int kWrongCall = 2;

int refuse(const std::string &why, int code = kFailed)
{
    std::fprintf(stderr, "gatehouse: %s\n", why.c_str());
    return code;
}

/// Ctrl+C and termination come as ordinary events. Before any thread starts, so that none takes them.
int signalsAsFile()
{
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigprocmask(SIG_BLOCK, &ending, nullptr);
    return signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
}

/// Where this desk keeps what belongs to one event.
QString deskFolder(std::string_view event)
{
    const QString name = QString::fromStdString(toHex(sha256(event).view()).substr(0, 16));
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/desks/"_s + name;
}

int serve(const ControlArguments &arguments, QSettings &settings)
{
    KeyStoreOptions keys = keyStoreOptionsFor(arguments.document.toStdString());
    if (!arguments.passphraseFile.isEmpty())
        keys.passphraseFile = arguments.passphraseFile.toStdString();
    const auto store = chooseKeyStore(keys);
    if (!store)
        return refuse("the key store: " + describe(store.error()));
    const auto server = openLocalServer(arguments, **store);
    if (!server)
        return refuse(arguments.document.toStdString() + ": " + describe(server.error()));
    auto options = localReplica(**server, arguments.login, deskFolder((*server)->documentId().view()));
    if (!options)
        return refuse("sign-in: " + describe(options.error()));
    std::printf("%s\n", (*server)->address().c_str());
    std::fflush(stdout);
    ControlRoom room(std::move(*options), settings);
    MachinePlaces places{QFileInfo(arguments.document).absolutePath()};
    places.backupFolder = arguments.backupFolder;
    room.watchMachine(places);
    room.setTokenSource([&server, login = arguments.login.toStdString()] { return (*server)->localToken(login); });
    room.start();
    return QApplication::exec();
}

QString passwordOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readLine(4096)).trimmed() : QString();
}

int join(const ControlArguments &arguments, QSettings &settings)
{
    SignInPage page(arguments.connect);
    std::unique_ptr<ControlRoom> room;
    page.setLogin(arguments.login);
    page.resize(720, 520);
    page.setWindowTitle(u"Gatehouse"_s);
    QObject::connect(&page, &SignInPage::signedIn, &page, [&](const QString &, const QByteArray &token) {
        page.hide();
        if (room) {
            room->replica().setToken(token.toStdString());
            return;
        }
        const QString folder = deskFolder(arguments.connect.toEncoded().toStdString());
        auto options = remoteReplica(arguments.connect, token, folder);
        if (!options) {
            QApplication::exit(refuse(describe(options.error())));
            return;
        }
        room = std::make_unique<ControlRoom>(std::move(*options), settings);
        room->watchMachine(MachinePlaces{folder});
        QObject::connect(room.get(), &ControlRoom::signInWanted, &page, [&page](const QString &why) {
            page.setNotice(why);
            page.show();
            page.raise();
        });
        room->start();
    });
    if (!arguments.passwordFile.isEmpty() && !arguments.login.isEmpty())
        page.signInWith(passwordOf(arguments.passwordFile));
    page.show();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const int signalFile = signalsAsFile();
    std::signal(SIGPIPE, SIG_IGN);
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(u"Gatehouse"_s);
    QCoreApplication::setApplicationName(u"gatehouse"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    initialiseCrypto();
    const auto arguments = readControlArguments(QCoreApplication::arguments());
    if (!arguments)
        return refuse(arguments.error().detail + " (see --help)", kWrongCall);
    if (arguments->wish == ControlArguments::Wish::ShowHelp) {
        std::fputs(qPrintable(controlHelp()), stdout);
        return 0;
    }
    if (arguments->wish == ControlArguments::Wish::ShowVersion) {
        std::puts("gatehouse " GATEHOUSE_VERSION);
        return 0;
    }
    QSocketNotifier signalled(signalFile, QSocketNotifier::Read);
    QObject::connect(&signalled, &QSocketNotifier::activated, &application, [signalFile] {
        signalfd_siginfo ignored{};
        (void)!::read(signalFile, &ignored, sizeof ignored);
        QApplication::quit();
    });
    initWords();
    QTranslator words;
    if (words.load(u":/words/control_en.qm"_s))
        QCoreApplication::installTranslator(&words);
    QSettings settings;
    applyTheme(application, Theme(ColourScheme::Dark));
    return arguments->document.isEmpty() ? join(*arguments, settings) : serve(*arguments, settings);
}
