// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gatehouse-server/commands.h"
#include "server/gatehouse-server/system.h"
#include "server/serve/server.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace gatehouse {

namespace {

struct Place {
    QHostAddress address;
    quint16 port = 0;
};

/// "127.0.0.1:7443", "[::1]:0", "localhost:7443".
std::optional<Place> placeOf(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    bool isNumber = false;
    const ushort port = colon < 0 ? 0 : text.mid(colon + 1).toUShort(&isNumber);
    QString host = text.left(std::max<qsizetype>(colon, 0));
    if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
        host = host.mid(1, host.size() - 2);
    const QHostAddress address(host == QLatin1String("localhost") ? QStringLiteral("127.0.0.1") : host);
    if (!isNumber || address.isNull())
        return std::nullopt;
    return Place{address, port};
}

} // namespace

int runServe(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Serves documents until it is told to stop. The first lines of its output are their addresses."));
    parser.addPositionalArgument(QStringLiteral("FILE…"),
                                 QStringLiteral("The documents; each is served on a port of its own"));
    const QCommandLineOption listen(
        QStringLiteral("listen"),
        QStringLiteral("Where to listen; port 0 picks a free one. Further documents take the ports that follow."),
        QStringLiteral("ADDRESS:PORT"), QStringLiteral("127.0.0.1:7443"));
    const QCommandLineOption noTls(
        QStringLiteral("no-tls"),
        QStringLiteral("Serve in clear text. Needed for now: TLS comes with a later version."));
    const QCommandLineOption backupTo(QStringLiteral("backup-to"),
                                      QStringLiteral("Folder for automatic backups, on another disk."),
                                      QStringLiteral("DIR"));
    const QCommandLineOption backupEvery(QStringLiteral("backup-every"), QStringLiteral("Minutes between them."),
                                         QStringLiteral("MIN"), QStringLiteral("5"));
    const QCommandLineOption passphrase(QStringLiteral("passphrase-file"),
                                        QStringLiteral("File whose first line opens the keyring."),
                                        QStringLiteral("FILE"));
    parser.addOptions({listen, noTls, backupTo, backupEvery, passphrase});
    if (!parsed(parser, "serve", arguments, 1, true))
        return kWrongCall;
    const QStringList files = parser.positionalArguments();
    if (!parser.isSet(noTls))
        return wrongCall(
            "serve",
            QStringLiteral(
                "TLS is not part of this version: say --no-tls to serve in clear text, on a network you trust"));
    const auto place = placeOf(parser.value(listen));
    if (!place)
        return wrongCall("serve", QStringLiteral("%1 is no ADDRESS:PORT").arg(parser.value(listen)));
    bool isNumber = false;
    const int minutes = parser.value(backupEvery).toInt(&isNumber);
    if (!isNumber || minutes < 1 || minutes > 24 * 60)
        return wrongCall("serve", QStringLiteral("--backup-every takes 1 to 1440 minutes"));

    StopSignals stop; // before any thread: they inherit what is ignored
    std::vector<std::unique_ptr<Server>> servers;
    for (const QString &file : files) {
        ServeOptions options;
        options.path = file.toStdString();
        options.address = place->address;
        options.port = place->port == 0 ? 0 : static_cast<quint16>(place->port + servers.size());
        if (parser.isSet(backupTo))
            options.backup = BackupPlan{parser.value(backupTo).toStdString(), minutes * 60'000LL};
        const auto store = keyStoreFor(options.path, parser.value(passphrase));
        if (!store)
            return failed("serve", options.path + ": the key store", store.error());
        auto server = Server::open(options, **store);
        if (!server)
            return failed("serve", options.path, server.error());
        servers.push_back(std::move(*server));
    }
    for (const auto &server : servers)
        printLine(server->address());
    notifyServiceManager("READY=1");
    QObject::connect(&stop, &StopSignals::stopped, qApp, &QCoreApplication::quit);
    const int code = QCoreApplication::exec();
    notifyServiceManager("STOPPING=1");
    servers.clear();
    return code;
}

} // namespace gatehouse
