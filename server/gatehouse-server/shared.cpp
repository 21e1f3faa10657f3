// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gatehouse-server/commands.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <cstdio>
#include <cstdlib>

namespace gatehouse {

namespace {

/// Qt's words, with the verb in the line that says how to call it.
[[noreturn]] void leaveWithHelp(const QCommandLineParser &parser, const char *command)
{
    QString text = parser.helpText();
    const QString program = QCoreApplication::arguments().constFirst();
    if (const qsizetype at = text.indexOf(program); at >= 0)
        text.replace(at, program.size(), QStringLiteral("gatehouse-server ") + QLatin1String(command));
    std::fputs(text.toUtf8().constData(), stdout);
    std::exit(kDone);
}

} // namespace

int failed(const char *command, const std::string &message)
{
    std::fprintf(stderr, "gatehouse-server %s: %s\n", command, message.c_str());
    return kFailed;
}

int failed(const char *command, const std::string &what, const Failure &failure)
{
    return failed(command, what + ": " + describe(failure));
}

QCommandLineOption jsonOption()
{
    return {QStringLiteral("json"), QStringLiteral("Print a report as JSON.")};
}

QCommandLineOption passphraseOption()
{
    return {QStringLiteral("passphrase-file"),
            QStringLiteral("File whose first line opens the keyring, where there is no keychain."),
            QStringLiteral("FILE")};
}

bool parsed(QCommandLineParser &parser, const char *command, const QStringList &arguments, int positionals, bool orMore)
{
    parser.addHelpOption();
    if (!parser.parse(QStringList{QStringLiteral("gatehouse-server ") + QLatin1String(command)} + arguments)) {
        wrongCall(command, parser.errorText());
        return false;
    }
    if (parser.isSet(QStringLiteral("help")))
        leaveWithHelp(parser, command);
    const auto given = parser.positionalArguments().size();
    if (given < positionals || (given > positionals && !orMore)) {
        wrongCall(command,
                  orMore ? QStringLiteral("at least %1 arguments are needed").arg(positionals)
                         : QStringLiteral("%1 arguments are needed").arg(positionals));
        return false;
    }
    return true;
}

int wrongCall(const char *command, const QString &message)
{
    std::fprintf(stderr, "gatehouse-server %s: %s\nTry: gatehouse-server %s --help\n", command,
                 message.toUtf8().constData(), command);
    return kWrongCall;
}

void printReport(const QJsonObject &report)
{
    printLine(QJsonDocument(report).toJson(QJsonDocument::Compact).toStdString());
}

void printLine(const std::string &line)
{
    std::fprintf(stdout, "%s\n", line.c_str());
    std::fflush(stdout);
}

Result<std::unique_ptr<KeyStore>> keyStoreFor(const std::string &path, const QString &passphraseFile)
{
    KeyStoreOptions options = keyStoreOptionsFor(path);
    if (!passphraseFile.isEmpty())
        options.passphraseFile = passphraseFile.toStdString();
    return chooseKeyStore(options);
}

Result<std::string> firstLineOf(const QString &file)
{
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return fail(Fault::NotFound, file.toStdString() + ": " + opened.errorString().toStdString());
    QByteArray line = opened.readLine(4096);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return line.toStdString();
}

QString toText(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace gatehouse
