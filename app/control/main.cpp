// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/arguments.h"
#include "app/control/frontdoor.h"
#include "shared/crypto/random.h"

#include <QApplication>
#include <QSettings>
#include <QSocketNotifier>
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
    FrontDoor door(*arguments, settings);
    if (!arguments->connect.isEmpty()) {
        door.join(arguments->connect.toString());
    } else if (arguments->document.isEmpty()) {
        door.showStart();
    } else { // named on the command line: what fails is told there, and ends it
        QObject::connect(&door, &FrontDoor::openFailed, &application, [](const QString &path, const Failure &failure) {
            QApplication::exit(refuse(path.toStdString() + ": " + describe(failure)));
        });
        QObject::connect(&door, &FrontDoor::opened, &application,
                         [&door] { QObject::disconnect(&door, &FrontDoor::openFailed, nullptr, nullptr); });
        QMetaObject::invokeMethod(
            &door, [&door, path = arguments->document] { door.open(path); }, Qt::QueuedConnection);
    }
    return QApplication::exec();
}
