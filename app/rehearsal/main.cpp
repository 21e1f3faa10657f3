// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/link/signin.h"
#include "app/link/websocketlink.h"
#include "app/rehearsal/arguments.h"
#include "shared/crypto/random.h"
#include "shared/model/json.h"

#include <QCoreApplication>
#include <QFile>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

using namespace gatehouse;

namespace {

constexpr int kComplete = 0;
constexpr int kNotComplete = 1;
constexpr int kWrongArguments = 2;
constexpr int kProgressMs = 2'000;

int refuse(const std::string &why, int code)
{
    std::fprintf(stderr, "gatehouse-rehearse: %s\n", why.c_str());
    return code;
}

Result<std::string> readPassword(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::NotFound, "the password file cannot be read: " + file.errorString().toStdString());
    return file.readLine(4096).trimmed().toStdString();
}

/// Thousands of watchers are thousands of open files.
void allowManyFiles()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
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

void print(const RehearsalReport &report, bool asJson)
{
    const std::string text = asJson ? json(report) + "\n" : describe(report);
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

/// Signs in, rehearses, prints the report; gives the exit code.
int rehearse(RehearsalArguments arguments, const std::string &password, int signalFile)
{
    SecureRandom random;
    QNetworkAccessManager network;
    std::unique_ptr<Rehearsal> rehearsal;
    QObject context;
    const LinkMaker makeLink = [url = arguments.options.sync] {
        return std::make_unique<WebSocketLink>(WebSocketAddress{url, QSslConfiguration::defaultConfiguration()});
    };

    QTimer progress;
    QObject::connect(&progress, &QTimer::timeout, &context, [&] {
        if (const std::string line = rehearsal->progress(); !line.empty())
            std::fprintf(stderr, "%s\n", line.c_str());
    });
    QSocketNotifier signalled(signalFile, QSocketNotifier::Read);
    QObject::connect(&signalled, &QSocketNotifier::activated, &context, [&] {
        signalfd_siginfo ignored{};
        (void)!read(signalFile, &ignored, sizeof ignored);
        if (rehearsal)
            rehearsal->interrupt();
        else
            QCoreApplication::exit(kNotComplete);
    });

    signIn(network, arguments.event, arguments.login.toStdString(), password, &context, [&](Result<std::string> token) {
        if (!token) {
            QCoreApplication::exit(refuse("sign-in: " + describe(token.error()), kNotComplete));
            return;
        }
        arguments.options.token = std::move(*token);
        rehearsal = std::make_unique<Rehearsal>(arguments.options, makeLink, random);
        rehearsal->onEnded = [&](const RehearsalReport &report) {
            print(report, arguments.printsJson);
            QCoreApplication::exit(report.isComplete ? kComplete : refuse(report.problem, kNotComplete));
        };
        progress.start(kProgressMs);
        rehearsal->start();
    });
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const int signalFile = signalsAsFile();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("gatehouse-rehearse"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    initialiseCrypto();
    allowManyFiles();

    auto arguments = readArguments(QCoreApplication::arguments());
    if (!arguments)
        return refuse(arguments.error().detail + " (see --help)", kWrongArguments);
    if (arguments->wish == RehearsalArguments::Wish::ShowHelp) {
        std::fputs(qPrintable(rehearsalHelp()), stdout);
        return kComplete;
    }
    if (arguments->wish == RehearsalArguments::Wish::ShowVersion) {
        std::puts("gatehouse-rehearse " GATEHOUSE_VERSION);
        return kComplete;
    }
    const auto password = readPassword(arguments->passwordFile);
    if (!password)
        return refuse(password.error().detail, kWrongArguments);
    return rehearse(std::move(*arguments), *password, signalFile);
}
