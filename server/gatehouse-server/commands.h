// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/keyring/keystore.h"
#include "shared/model/result.h"

#include <QCommandLineParser>
#include <QJsonObject>
#include <QStringList>

#include <memory>
#include <string>

/// What `gatehouse-server` can do. Each takes the arguments behind its name and answers the exit code: 0 done, 1
/// refused or failed (with a message that names what and where), 2 called wrongly.
namespace gatehouse {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongCall = 2;

int runNew(const QStringList &arguments);
int runImport(const QStringList &arguments);
int runExport(const QStringList &arguments);
int runServe(const QStringList &arguments);
int runVerify(const QStringList &arguments);
int runBackup(const QStringList &arguments);
int runRestore(const QStringList &arguments);
int runMove(const QStringList &arguments);
int runUnlock(const QStringList &arguments);
int runAddDevice(const QStringList &arguments);

// --- what they share

/// --json and --passphrase-file, as all tools have them.
[[nodiscard]] QCommandLineOption jsonOption();
[[nodiscard]] QCommandLineOption passphraseOption();

/// On stderr: "gatehouse-server new: …".
int failed(const char *command, const std::string &message);
int failed(const char *command, const std::string &what, const Failure &failure);
int wrongCall(const char *command, const QString &message);
/// Reads the arguments of a tool; prints help and leaves where asked to. False: the call is wrong, and was told so.
/// `positionals` is how many arguments are needed; with `orMore` that is the least.
bool parsed(QCommandLineParser &parser, const char *command, const QStringList &arguments, int positionals,
            bool orMore = false);
/// One JSON object on a line of stdout.
void printReport(const QJsonObject &report);
void printLine(const std::string &line);

/// The key store for a document; `passphraseFile` from the command line, or empty.
[[nodiscard]] Result<std::unique_ptr<KeyStore>> keyStoreFor(const std::string &path, const QString &passphraseFile);
/// The first line of a file, without its end. Fault::NotFound.
[[nodiscard]] Result<std::string> firstLineOf(const QString &file);
[[nodiscard]] QString toText(const std::string &utf8);

} // namespace gatehouse
