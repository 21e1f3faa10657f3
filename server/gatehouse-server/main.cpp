// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/readerprogram.h"
#include "server/gatehouse-server/commands.h"
#include "shared/crypto/random.h"

#include <QCoreApplication>

#include <array>
#include <cstdio>

namespace {

using namespace gatehouse;

struct Command {
    const char *name;
    const char *form;
    int (*run)(const QStringList &arguments);
};

constexpr std::array kCommands = {
    Command{"new", "new FILE --name NAME --zone ZONE [--login LOGIN] [--password-file FILE]", runNew},
    Command{"import", "import FILE SOURCE… [--dry-run] [--vanished keep|cancel]", runImport},
    Command{"export", "export FILE [--schedule-xml OUT] [--schedule-json OUT] [--ical OUT] [--csv OUT]", runExport},
    Command{"serve", "serve FILE… [--listen ADDRESS:PORT] --no-tls [--backup-to DIR]", runServe},
    Command{"verify", "verify FILE", runVerify},
    Command{"backup", "backup FILE OUT", runBackup},
    Command{"restore", "restore BACKUP FILE", runRestore},
    Command{"move", "move FILE FOLDER [--passphrase-out FILE]", runMove},
    Command{"unlock", "unlock FILE --recovery-code-file FILE", runUnlock},
    Command{"add-device", "add-device FILE --name NAME [--gate GATE] [--list LIST] [--staffed]", runAddDevice},
};

void printUsage(std::FILE *to)
{
    std::fprintf(to, "Serves events, and works on their documents.\n\n");
    for (const Command &command : kCommands)
        std::fprintf(to, "  gatehouse-server %s\n", command.form);
    std::fprintf(to,
                 "\nEach answers --help; tools print a report with --json. "
                 "The key of a document's keyring comes from a systemd\ncredential, --passphrase-file "
                 "(or GATEHOUSE_PASSPHRASE_FILE), or the keychain.\n"
                 "Exit code 0: done. 1: refused or failed, the message says what and where. 2: called wrongly.\n");
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("gatehouse-server"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    gatehouse::initialiseCrypto();
    QStringList arguments = QCoreApplication::arguments().mid(1);
    const QString name = arguments.isEmpty() ? QString() : arguments.takeFirst();
    if (name == QLatin1String("--version") || name == QLatin1String("-v")) {
        std::printf("gatehouse-server %s\n", GATEHOUSE_VERSION);
        return kDone;
    }
    if (name == QLatin1String("--help") || name == QLatin1String("-h")) {
        printUsage(stdout);
        return kDone;
    }
    // Not for people: reads one file from stdin with nothing else in reach (see readerprogram.h).
    if (name == QLatin1String("read-file") && arguments.size() == 3)
        return gatehouse::runReaderProgram(arguments.at(0).toStdString(),
                                           {arguments.at(2).toStdString(), arguments.at(1).toStdString()});
    for (const Command &command : kCommands) {
        if (name == QLatin1String(command.name))
            return command.run(arguments);
    }
    if (!name.isEmpty())
        std::fprintf(stderr, "gatehouse-server: no command is called %s\n\n", name.toUtf8().constData());
    printUsage(stderr);
    return kWrongCall;
}
