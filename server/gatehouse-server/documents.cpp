// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/passwords.h"
#include "server/gatehouse-server/commands.h"
#include "server/serve/workbench.h"
#include "server/store/backup.h"
#include "server/store/verify.h"
#include "shared/admission/admission.h"
#include "shared/programme/event.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QTimeZone>

/// The tools on a document that is not served by this program.
namespace gatehouse {

namespace {

const QCommandLineOption kJson = jsonOption();
const QCommandLineOption kPassphraseFile = passphraseOption();

std::string generatedPassword(Random &random)
{
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789"; // none that is taken for another
    std::string password;
    for (int index = 0; index < 20; ++index) {
        if (index > 0 && index % 5 == 0)
            password += '-';
        password += letters[random.below(letters.size())];
    }
    return password;
}

} // namespace

int runNew(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Makes the document of a new event, its keyring and its first account."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The document: NAME.gatehouse"));
    const QCommandLineOption name(QStringLiteral("name"), QStringLiteral("Name of the event."), QStringLiteral("NAME"));
    const QCommandLineOption zone(QStringLiteral("zone"),
                                  QStringLiteral("Time zone of the venue, such as Europe/Berlin."),
                                  QStringLiteral("ZONE"));
    const QCommandLineOption login(QStringLiteral("login"), QStringLiteral("Login of the first account."),
                                   QStringLiteral("LOGIN"), QStringLiteral("organiser"));
    const QCommandLineOption passwordFile(
        QStringLiteral("password-file"),
        QStringLiteral("File whose first line is its password; else one is made and printed."), QStringLiteral("FILE"));
    parser.addOptions({name, zone, login, passwordFile, kPassphraseFile, kJson});
    if (!parsed(parser, "new", arguments, 1))
        return kWrongCall;
    const std::string path = parser.positionalArguments().first().toStdString();
    if (parser.value(name).isEmpty() || parser.value(zone).isEmpty())
        return wrongCall("new", QStringLiteral("--name and --zone are needed"));
    if (!isZoneName(parser.value(zone).toStdString()) || !QTimeZone(parser.value(zone).toUtf8()).isValid())
        return wrongCall("new", QStringLiteral("no time zone is called %1").arg(parser.value(zone)));
    if (!isLogin(parser.value(login).toStdString()))
        return wrongCall("new", QStringLiteral("a login is lower case letters, digits, dots, hyphens and underscores"));

    SecureRandom random;
    const bool isGiven = parser.isSet(passwordFile);
    std::string password = generatedPassword(random);
    if (isGiven) {
        const auto line = firstLineOf(parser.value(passwordFile));
        if (!line)
            return failed("new", "the password", line.error());
        password = *line;
    }
    if (const auto good = checkNewPassword(password); !good)
        return failed("new", "the password", good.error());
    const auto hash = hashPassword(password);
    if (!hash)
        return failed("new", "the password", hash.error());
    const auto store = keyStoreFor(path, parser.value(kPassphraseFile));
    if (!store)
        return failed("new", "the key store", store.error());

    NewEvent event;
    event.name = parser.value(name).toStdString();
    event.zone = parser.value(zone).toStdString();
    event.login = parser.value(login).toStdString();
    event.accountName = event.login;
    event.passwordHash = *hash;
    std::string recoveryCode;
    const auto made = Workbench::create(path, event, **store, &recoveryCode);
    if (!made)
        return failed("new", path, made.error());
    const std::string slug = slugFor(event.name);
    if (parser.isSet(kJson)) {
        QJsonObject report{{QStringLiteral("document"), toText(path)},
                           {QStringLiteral("keyring"), toText(Keyring::pathFor(path))},
                           {QStringLiteral("id"), toText((*made)->document().id().toString())},
                           {QStringLiteral("slug"), toText(slug)},
                           {QStringLiteral("login"), toText(event.login)},
                           {QStringLiteral("keyStore"), toText(std::string((*store)->name()))},
                           {QStringLiteral("recoveryCode"), toText(recoveryCode)}};
        if (!isGiven)
            report.insert(QStringLiteral("password"), toText(password));
        printReport(report);
        return kDone;
    }
    printLine("Made " + path + " and its keyring " + Keyring::pathFor(path) + ".");
    printLine("Account:       " + event.login);
    if (!isGiven)
        printLine("Password:      " + password);
    printLine("Recovery code: " + recoveryCode);
    printLine("The recovery code opens the keyring when its key is lost. It is shown this once: write it down, keep it "
              "apart.");
    return kDone;
}

int runVerify(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Holds every row of a document against its journal, and the journal against itself."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The document"));
    parser.addOptions({kPassphraseFile, kJson});
    if (!parsed(parser, "verify", arguments, 1))
        return kWrongCall;
    const std::string path = parser.positionalArguments().first().toStdString();
    const auto id = Document::idOf(path);
    if (!id)
        return failed("verify", path, id.error());
    // With its keys the personal parts are opened too; a document can be verified without.
    SecureRandom random;
    std::unique_ptr<Keyring> keyring;
    if (auto store = keyStoreFor(path, parser.value(kPassphraseFile))) {
        if (auto opened = Keyring::open(Keyring::pathFor(path), *id, **store, random))
            keyring = std::move(*opened);
    }
    VerifyOptions options;
    options.keyring = keyring.get();
    const auto report = verifyDocument(path, options);
    if (!report)
        return failed("verify", path, report.error());
    if (parser.isSet(kJson)) {
        QJsonArray faults;
        for (const VerifyFault &fault : report->faults)
            faults.append(QJsonObject{{QStringLiteral("sequence"), static_cast<qint64>(fault.sequence)},
                                      {QStringLiteral("what"), toText(fault.what)}});
        printReport({{QStringLiteral("document"), toText(path)},
                     {QStringLiteral("good"), report->isGood()},
                     {QStringLiteral("entries"), static_cast<qint64>(report->entries)},
                     {QStringLiteral("rows"), static_cast<qint64>(report->rows)},
                     {QStringLiteral("tombstones"), static_cast<qint64>(report->tombstones)},
                     {QStringLiteral("blobs"), static_cast<qint64>(report->blobs)},
                     {QStringLiteral("head"), static_cast<qint64>(report->head.sequence)},
                     {QStringLiteral("hash"), toText(toHex(report->head.hash))},
                     {QStringLiteral("opened"), keyring != nullptr},
                     {QStringLiteral("faultCount"), static_cast<qint64>(report->faultCount)},
                     {QStringLiteral("faults"), faults}});
    } else {
        printLine(path + (report->isGood() ? ": good" : ": NOT as its journal says"));
        printLine(std::to_string(report->entries) + " entries, " + std::to_string(report->rows) + " rows, head "
                  + toHex(report->head.hash) + (keyring ? "" : " (without its keys: personal parts not opened)"));
        for (const VerifyFault &fault : report->faults)
            printLine("  entry " + std::to_string(fault.sequence) + ": " + fault.what);
    }
    return report->isGood() ? kDone : kFailed;
}

int runBackup(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Copies a document, also while it is served. The keyring is not in the copy."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The document"));
    parser.addPositionalArgument(QStringLiteral("OUT"), QStringLiteral("The backup, which must not exist yet"));
    parser.addOption(kJson);
    if (!parsed(parser, "backup", arguments, 2))
        return kWrongCall;
    const std::string path = parser.positionalArguments().at(0).toStdString();
    const std::string out = parser.positionalArguments().at(1).toStdString();
    DocumentOptions options;
    options.isServed = false;
    auto document = Document::open(path, options);
    if (!document)
        return failed("backup", path, document.error());
    auto backup = Backup::begin(**document, out);
    if (!backup)
        return failed("backup", out, backup.error());
    if (const auto result = (*backup)->run(); !result)
        return failed("backup", out, result.error());
    if (parser.isSet(kJson))
        printReport({{QStringLiteral("document"), toText(path)},
                     {QStringLiteral("backup"), toText(out)},
                     {QStringLiteral("head"), static_cast<qint64>((*backup)->sequence())},
                     {QStringLiteral("bytes"), static_cast<qint64>((*backup)->bytes())}});
    else
        printLine("Copied " + path + " to " + out + ", " + std::to_string((*backup)->sequence())
                  + " entries. Keep its keyring too, in another place.");
    return kDone;
}

int runRestore(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Makes a document from a backup, under a new epoch: devices send again what the backup does not hold."));
    parser.addPositionalArgument(QStringLiteral("BACKUP"), QStringLiteral("The backup, which stays untouched"));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The document, which must not exist yet"));
    parser.addOption(kJson);
    if (!parsed(parser, "restore", arguments, 2))
        return kWrongCall;
    const std::string backup = parser.positionalArguments().at(0).toStdString();
    const std::string path = parser.positionalArguments().at(1).toStdString();
    SecureRandom random;
    SystemClock clock;
    const Id epoch = makeId(clock.wall().ms, random);
    if (const auto result = restoreBackup(backup, path, epoch); !result)
        return failed("restore", path, result.error());
    const bool hasKeyring = QFileInfo::exists(toText(Keyring::pathFor(path)));
    if (parser.isSet(kJson))
        printReport({{QStringLiteral("backup"), toText(backup)},
                     {QStringLiteral("document"), toText(path)},
                     {QStringLiteral("epoch"), toText(epoch.toString())},
                     {QStringLiteral("hasKeyring"), hasKeyring}});
    else
        printLine("Restored " + path + " from " + backup + "."
                  + (hasKeyring ? "" : " Put the event's newest keyring beside it: " + Keyring::pathFor(path)));
    return kDone;
}

int runAddDevice(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Pairs a kiosk with a document that is not being served, and prints its key once."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The document"));
    const QCommandLineOption name(QStringLiteral("name"), QStringLiteral("What people call the device."),
                                  QStringLiteral("NAME"));
    const QCommandLineOption gate(QStringLiteral("gate"), QStringLiteral("Name or id of the gate where it stands."),
                                  QStringLiteral("GATE"));
    const QCommandLineOption list(QStringLiteral("list"),
                                  QStringLiteral("Name or id of the check-in list it scans for."),
                                  QStringLiteral("LIST"));
    const QCommandLineOption staffed(QStringLiteral("staffed"),
                                     QStringLiteral("Somebody of the team stands at it: may look people up by name."));
    parser.addOptions({name, gate, list, staffed, kPassphraseFile, kJson});
    if (!parsed(parser, "add-device", arguments, 1))
        return kWrongCall;
    if (parser.value(name).isEmpty())
        return wrongCall("add-device", QStringLiteral("--name is needed"));
    const std::string path = parser.positionalArguments().first().toStdString();
    const auto store = keyStoreFor(path, parser.value(kPassphraseFile));
    if (!store)
        return failed("add-device", "the key store", store.error());
    auto opened = Workbench::open(path, **store);
    if (!opened)
        return failed("add-device", path, opened.error());
    Workbench &bench = **opened;
    AddDevice add;
    add.device = makeId<DeviceId>(bench.now().ms, bench.random());
    add.name = parser.value(name).toStdString();
    add.isStaffed = parser.isSet(staffed);
    if (parser.isSet(gate)) {
        const auto found = bench.idNamed<Gate>(parser.value(gate).toStdString());
        if (!found)
            return failed("add-device", path, found.error());
        add.gate = GateId(*found);
    }
    if (parser.isSet(list)) {
        const auto found = bench.idNamed<CheckInList>(parser.value(list).toStdString());
        if (!found)
            return failed("add-device", path, found.error());
        add.list = CheckInListId(*found);
    }
    const auto answer = bench.run(add);
    if (!answer)
        return failed("add-device", path, answer.error());
    if (parser.isSet(kJson))
        printReport(
            {{QStringLiteral("device"), toText(add.device.toString())}, {QStringLiteral("key"), toText(answer->key)}});
    else
        printLine(answer->key);
    return kDone;
}

} // namespace gatehouse
