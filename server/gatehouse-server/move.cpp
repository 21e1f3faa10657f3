// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/serve/move.h"
#include "server/gatehouse-server/commands.h"
#include "server/keyring/keyring.h"
#include "shared/crypto/random.h"

/// An event on its way to another machine: leaving here, arriving there.
namespace gatehouse {

namespace {
const QCommandLineOption kJson = jsonOption();
const QCommandLineOption kPassphraseFile = passphraseOption();
} // namespace

int runMove(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Moves an event that nobody serves to another machine: puts document and keyring into a folder, "
                       "checks the copy, and closes the document here for good. Ended by a crash, call it again."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The document"));
    parser.addPositionalArgument(QStringLiteral("FOLDER"), QStringLiteral("Where it goes, such as a stick"));
    const QCommandLineOption passphraseOut(
        QStringLiteral("passphrase-out"),
        QStringLiteral("File whose first line opens the keyring there; without it the recovery code is needed."),
        QStringLiteral("FILE"));
    parser.addOptions({passphraseOut, kPassphraseFile, kJson});
    if (!parsed(parser, "move", arguments, 2))
        return kWrongCall;
    MoveWish wish;
    wish.path = parser.positionalArguments().at(0).toStdString();
    wish.folder = parser.positionalArguments().at(1).toStdString();
    if (parser.isSet(passphraseOut)) {
        auto line = firstLineOf(parser.value(passphraseOut));
        if (!line)
            return failed("move", "the passphrase", line.error());
        if (line->empty())
            return failed("move", "the passphrase is empty");
        wish.passphrase = std::move(*line);
    }
    const auto store = keyStoreFor(wish.path, parser.value(kPassphraseFile));
    if (!store)
        return failed("move", "the key store", store.error());
    const auto moved = moveEvent(wish, **store);
    if (!moved)
        return failed("move", wish.path, moved.error());
    if (parser.isSet(kJson)) {
        printReport({{QStringLiteral("document"), toText(moved->document)},
                     {QStringLiteral("keyring"), toText(moved->keyring)},
                     {QStringLiteral("keyFile"), toText(moved->keyFile)},
                     {QStringLiteral("epoch"), toText(moved->epoch.toString())},
                     {QStringLiteral("head"), static_cast<qint64>(moved->head.sequence)},
                     {QStringLiteral("hash"), toText(toHex(moved->head.hash))}});
        return kDone;
    }
    printLine("Moved to " + moved->document + ", " + std::to_string(moved->head.sequence)
              + " entries. It can no longer be served from " + wish.path + ".");
    printLine(moved->keyFile.empty() ? "There: gatehouse-server unlock FILE --recovery-code-file FILE, then serve."
                                     : "There: gatehouse-server serve FILE --passphrase-file FILE.");
    return kDone;
}

int runUnlock(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Opens a keyring that came from elsewhere, or whose key was lost, with its recovery code, and "
                       "seals it to the key store of this machine."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The document"));
    const QCommandLineOption codeFile(QStringLiteral("recovery-code-file"),
                                      QStringLiteral("File whose first line is the recovery code."),
                                      QStringLiteral("FILE"));
    parser.addOptions({codeFile, kPassphraseFile});
    if (!parsed(parser, "unlock", arguments, 1))
        return kWrongCall;
    if (!parser.isSet(codeFile))
        return wrongCall("unlock", QStringLiteral("--recovery-code-file is needed"));
    const std::string path = parser.positionalArguments().first().toStdString();
    const auto code = firstLineOf(parser.value(codeFile));
    if (!code)
        return failed("unlock", "the recovery code", code.error());
    const auto document = Document::idOf(path);
    if (!document)
        return failed("unlock", path, document.error());
    const auto store = keyStoreFor(path, parser.value(kPassphraseFile));
    if (!store)
        return failed("unlock", "the key store", store.error());
    SecureRandom random;
    const auto opened = Keyring::openWithRecoveryCode(Keyring::pathFor(path), *document, *code, **store, random);
    if (!opened)
        return failed("unlock", Keyring::pathFor(path), opened.error());
    printLine("The " + std::string((*store)->name()) + " of this machine opens " + Keyring::pathFor(path) + " now.");
    return kDone;
}

} // namespace gatehouse
