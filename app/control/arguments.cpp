// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/arguments.h"

#include <QCommandLineParser>

namespace gatehouse {

namespace {

constexpr int kMostMinutes = 24 * 60;

void declare(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        QStringLiteral("The control room of an event: opens its document and serves it to "
                       "kiosks, phones and other desks, or joins another control room. Without either it asks."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The event's document, NAME.gatehouse"),
                                 QStringLiteral("[FILE]"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {QStringLiteral("connect"), QStringLiteral("Join the server at http://HOST:PORT/e/SLUG/ instead."),
         QStringLiteral("URL")},
        {QStringLiteral("sign-in"), QStringLiteral("The account that sits at this desk."), QStringLiteral("LOGIN")},
        {QStringLiteral("password-file"), QStringLiteral("Its password, on the first line of a file; with --connect."),
         QStringLiteral("FILE")},
        {QStringLiteral("passphrase-file"),
         QStringLiteral("File whose first line opens the keyring, where there is no keychain."),
         QStringLiteral("FILE")},
        {QStringLiteral("listen"),
         QStringLiteral("Where to serve (default 127.0.0.1:7443, this machine only). Port 0 picks a free one."),
         QStringLiteral("ADDRESS:PORT")},
        {QStringLiteral("no-tls"),
         QStringLiteral("Needed with an address that others can reach: this version serves in clear text.")},
        {QStringLiteral("backup-to"), QStringLiteral("Folder for automatic backups, on another disk."),
         QStringLiteral("DIR")},
        {QStringLiteral("backup-every"), QStringLiteral("Minutes between them."), QStringLiteral("MIN"),
         QStringLiteral("5")},
    });
}

Result<> readListen(const QCommandLineParser &parser, ControlArguments &read)
{
    const QString text = parser.value(QStringLiteral("listen"));
    if (text.isEmpty())
        return {};
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    bool isNumber = false;
    const ushort port = text.mid(colon + 1).toUShort(&isNumber);
    QString host = text.left(std::max<qsizetype>(colon, 0));
    if (host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']')))
        host = host.mid(1, host.size() - 2);
    read.address = QHostAddress(host == QLatin1String("localhost") ? QStringLiteral("127.0.0.1") : host);
    if (colon < 0 || !isNumber || read.address.isNull())
        return fail(Fault::Invalid, "--listen takes ADDRESS:PORT, such as 192.168.1.10:7443");
    read.port = port;
    if (!read.address.isLoopback() && !parser.isSet(QStringLiteral("no-tls")))
        return fail(Fault::Invalid,
                    "an address that others can reach needs --no-tls in this version, on a network you trust");
    return {};
}

Result<> readConnect(const QCommandLineParser &parser, ControlArguments &read)
{
    if (!parser.isSet(QStringLiteral("connect")))
        return {};
    auto address = eventAddress(parser.value(QStringLiteral("connect")));
    if (!address)
        return fail(std::move(address.error()));
    read.connect = *address;
    return {};
}

} // namespace

Result<QUrl> eventAddress(const QString &text)
{
    QUrl address(text, QUrl::StrictMode);
    const bool isHttp = address.scheme() == QLatin1String("http") || address.scheme() == QLatin1String("https");
    if (!isHttp || address.host().isEmpty() || !address.path().startsWith(QLatin1String("/e/")))
        return fail(Fault::Invalid, "--connect takes an address like http://192.168.1.10:7443/e/my-event/");
    if (!address.path().endsWith(QLatin1Char('/')))
        address.setPath(address.path() + QLatin1Char('/'));
    return address;
}

QString controlHelp()
{
    QCommandLineParser parser;
    declare(parser);
    return parser.helpText();
}

Result<ControlArguments> readControlArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    declare(parser);
    ControlArguments read;
    if (!parser.parse(arguments))
        return fail(Fault::Invalid, parser.errorText().toStdString());
    if (parser.isSet(QStringLiteral("help")) || parser.isSet(QStringLiteral("version"))) {
        read.wish = parser.isSet(QStringLiteral("help")) ? ControlArguments::Wish::ShowHelp
                                                         : ControlArguments::Wish::ShowVersion;
        return read;
    }
    if (auto result = readListen(parser, read); !result)
        return fail(std::move(result.error()));
    if (auto result = readConnect(parser, read); !result)
        return fail(std::move(result.error()));
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1 || (!files.isEmpty() && !read.connect.isEmpty()))
        return fail(Fault::Invalid, "one document, or --connect");
    read.document = files.value(0);
    read.login = parser.value(QStringLiteral("sign-in"));
    read.passwordFile = parser.value(QStringLiteral("password-file"));
    read.passphraseFile = parser.value(QStringLiteral("passphrase-file"));
    read.backupFolder = parser.value(QStringLiteral("backup-to"));
    bool isNumber = false;
    read.backupMinutes = parser.value(QStringLiteral("backup-every")).toInt(&isNumber);
    if (!isNumber || read.backupMinutes < 1 || read.backupMinutes > kMostMinutes)
        return fail(Fault::Invalid, "--backup-every takes 1 to 1440 minutes");
    return read;
}

} // namespace gatehouse
