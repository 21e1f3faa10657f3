// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kioskarguments.h"

#include "app/link/websocketlink.h"

#include <QCommandLineParser>
#include <QStandardPaths>

namespace gatehouse {

namespace {

QCommandLineOption option(const char *name, const char *description, const char *value = nullptr,
                          const char *standard = nullptr)
{
    return {QString::fromLatin1(name), QString::fromUtf8(description), QString::fromLatin1(value),
            QString::fromLatin1(standard)};
}

/// English only, as of all programs: scripts read it too.
void declare(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        QStringLiteral("A full-screen check-in kiosk of a gate. It asks the server, and decides by itself while\n"
                       "there is none; what it has shown is on its disk before anybody sees it.\n\n"
                       "The device key, as pairing prints it, comes from --key-file, from the file that\n"
                       "GATEHOUSE_DEVICE_KEY_FILE names, or from the systemd credential gatehouse-device-key."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        option("connect", "The event, as gatehouse-server prints it: http://HOST:PORT/e/SLUG/", "URL"),
        option("key-file", "File whose first line is the device key, readable by its owner only.", "FILE"),
        option("folder", "Where lists and scans are kept (default: systemd's state folder, else the user's own).",
               "DIR"),
        option(
            "camera",
            "What sees codes: none, auto (the first camera), a part of a camera's name, or a picture file or a folder "
            "of them. Scanners that type always work.",
            "NAME|FILE|none", "auto"),
        option("exit", "People leave here."),
        option("language", "en, de, fr or ar; visitors may choose another for a minute.", "LANGUAGE", "en"),
        option("staff-pin-file", "File whose first line is the staff code, 4 to 12 digits.", "FILE"),
        option("windowed", "In a window instead of the whole screen."),
        option("log-verdicts", "Print each verdict that is shown as a line of JSON, without names and codes."),
        option("log-programme", "Print what runs and comes next as a line of JSON, whenever it changes on the screen."),
    });
}

QString standardFolder()
{
    const QString state = qEnvironmentVariable("STATE_DIRECTORY").section(QLatin1Char(':'), 0, 0);
    return state.isEmpty()
        ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/gatehouse-kiosk")
        : state;
}

QString valueOf(const QCommandLineParser &parser, const char *name)
{
    return parser.value(QString::fromLatin1(name));
}

} // namespace

QString kioskHelp()
{
    QCommandLineParser parser;
    declare(parser);
    return parser.helpText();
}

Result<KioskArguments> readKioskArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    declare(parser);
    KioskArguments read;
    if (!parser.parse(arguments))
        return fail(Fault::Invalid, parser.errorText().toStdString());
    const auto isSet = [&](const char *name) { return parser.isSet(QString::fromLatin1(name)); };
    if (isSet("help") || isSet("version")) {
        read.wish = isSet("help") ? KioskArguments::Wish::ShowHelp : KioskArguments::Wish::ShowVersion;
        return read;
    }
    if (!parser.positionalArguments().isEmpty())
        return fail(Fault::Invalid, "not understood: " + parser.positionalArguments().first().toStdString());
    read.sync = syncUrl(QUrl(valueOf(parser, "connect"), QUrl::StrictMode), {});
    if (!read.sync.isValid())
        return fail(Fault::Invalid, "--connect takes an address like http://127.0.0.1:7443/e/my-event/");
    read.language = valueOf(parser, "language");
    const QStringList languages{QStringLiteral("en"), QStringLiteral("de"), QStringLiteral("fr"), QStringLiteral("ar")};
    if (!languages.contains(read.language))
        return fail(Fault::Invalid, "--language takes en, de, fr or ar");
    read.keyFile = valueOf(parser, "key-file");
    read.folder = isSet("folder") ? valueOf(parser, "folder") : standardFolder();
    read.camera = valueOf(parser, "camera");
    read.staffCodeFile = valueOf(parser, "staff-pin-file");
    read.direction = isSet("exit") ? Direction::Exit : Direction::Entry;
    read.isWindowed = isSet("windowed");
    read.printsVerdicts = isSet("log-verdicts");
    read.printsProgramme = isSet("log-programme");
    return read;
}

} // namespace gatehouse
