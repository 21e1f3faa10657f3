// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/calendarwriter.h"
#include "server/files/schedulewriter.h"
#include "server/gatehouse-server/commands.h"
#include "server/house/publicprogramme.h"
#include "server/keyring/keyring.h"
#include "server/store/document.h"
#include "server/store/sqlitereader.h"
#include "server/ticketing/attendeetable.h"
#include "shared/crypto/random.h"

#include <QJsonArray>
#include <QSaveFile>

namespace gatehouse {

namespace {

struct Wanted {
    const char *option;
    const char *help;
    Result<std::string> (*make)(Reader &reader);
};

Result<std::string> made(Reader &reader, std::string (*write)(const ProgrammeView &))
{
    const auto view = publicProgramme(reader);
    return view ? Result<std::string>(write(*view)) : fail(view.error());
}

constexpr Wanted kWanted[] = {
    {"schedule-xml", "The public programme as schedule.xml.", [](Reader &reader) { return made(reader, scheduleXml); }},
    {"schedule-json", "The public programme as schedule.json.",
     [](Reader &reader) { return made(reader, scheduleJson); }},
    {"ical", "The public programme as iCalendar.", [](Reader &reader) { return made(reader, calendarText); }},
    {"csv", "Attendees and tickets as CSV, with names: keep it safe.",
     [](Reader &reader) { return attendeeTable(reader, TableMark::None); }},
    {"csv-bom", "The same with a byte order mark, as spreadsheets want it.",
     [](Reader &reader) { return attendeeTable(reader, TableMark::ByteOrder); }},
};

Result<> writeTo(const QString &path, const std::string &content)
{
    QSaveFile file(path);
    const auto size = static_cast<qint64>(content.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), size) != size || !file.commit())
        return fail(Fault::Unavailable, path.toStdString() + ": " + file.errorString().toStdString());
    return {};
}

/// The document and its keys; it may be served meanwhile.
struct OpenedDocument {
    std::unique_ptr<Keyring> keyring;
    std::unique_ptr<Reader> reader;
};

Result<OpenedDocument> opened(const std::string &path, const QString &passphraseFile, Random &random)
{
    const auto id = Document::idOf(path);
    if (!id)
        return fail(id.error());
    auto store = keyStoreFor(path, passphraseFile);
    if (!store)
        return fail(std::move(store.error()));
    auto keyring = Keyring::open(Keyring::pathFor(path), *id, **store, random);
    if (!keyring)
        return fail(std::move(keyring.error()));
    auto reader = openReader(path, keyring->get());
    if (!reader)
        return fail(std::move(reader.error()));
    return OpenedDocument{std::move(*keyring), std::move(*reader)};
}

} // namespace

int runExport(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Writes what a document holds for other programs, also while it is served. An existing file is "
                       "replaced once the new one is whole."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The document"));
    for (const Wanted &wanted : kWanted)
        parser.addOption({QLatin1String(wanted.option), QLatin1String(wanted.help), QStringLiteral("OUT")});
    parser.addOptions({passphraseOption(), jsonOption()});
    if (!parsed(parser, "export", arguments, 1))
        return kWrongCall;
    const std::string path = parser.positionalArguments().first().toStdString();
    const bool isAnyWanted = std::any_of(std::begin(kWanted), std::end(kWanted), [&](const Wanted &wanted) {
        return parser.isSet(QLatin1String(wanted.option));
    });
    if (!isAnyWanted)
        return wrongCall("export",
                         QStringLiteral("say what is wanted: --schedule-xml, --schedule-json, --ical or --csv"));
    SecureRandom random;
    const auto document = opened(path, parser.value(QStringLiteral("passphrase-file")), random);
    if (!document)
        return failed("export", path, document.error());
    QJsonArray files;
    for (const Wanted &wanted : kWanted) {
        if (!parser.isSet(QLatin1String(wanted.option)))
            continue;
        const QString out = parser.value(QLatin1String(wanted.option));
        const auto content = wanted.make(*document->reader);
        if (!content)
            return failed("export", path, content.error());
        if (const auto result = writeTo(out, *content); !result)
            return failed("export", describe(result.error()));
        files.append(QJsonObject{{QStringLiteral("format"), QLatin1String(wanted.option)},
                                 {QStringLiteral("file"), out},
                                 {QStringLiteral("bytes"), static_cast<qint64>(content->size())}});
        if (!parser.isSet(QStringLiteral("json")))
            printLine("Wrote " + out.toStdString() + ", " + std::to_string(content->size()) + " bytes.");
    }
    if (parser.isSet(QStringLiteral("json")))
        printReport({{QStringLiteral("document"), toText(path)}, {QStringLiteral("files"), files}});
    return kDone;
}

} // namespace gatehouse
