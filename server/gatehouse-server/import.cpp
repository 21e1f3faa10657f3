// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gatehouse-server/commands.h"
#include "server/gatehouse-server/system.h"
#include "server/serve/workbench.h"
#include "shared/model/json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cstdio>
#include <unistd.h>

namespace gatehouse {

namespace {

/// Tells a person at a terminal how far it is, and hears Ctrl+C.
class ImportWatch
{
public:
    ImportWatch() : m_isTerminal(::isatty(STDERR_FILENO) != 0) {}

    [[nodiscard]] ImportProgress planning()
    {
        return [this](std::size_t done, std::size_t all) {
            tell("reading", done, all);
            return !m_stop.isSet();
        };
    }

    /// What was decided is finished; who cannot wait may end the program, and it goes on when the document is next
    /// opened.
    [[nodiscard]] ImportProgress carryingOut()
    {
        return [this](std::size_t done, std::size_t all) {
            if (m_stop.isSet() && !std::exchange(m_hasWarned, true))
                std::fputs("\ngatehouse-server import: it is decided and is being finished\n", stderr);
            tell("importing", done, all);
            return true;
        };
    }

    void endLine() const
    {
        if (m_hasTold)
            std::fputc('\n', stderr);
    }

private:
    void tell(const char *what, std::size_t done, std::size_t all)
    {
        if (!m_isTerminal || all == 0)
            return;
        m_hasTold = true;
        std::fprintf(stderr, "\r%s %3zu %%", what, done * 100 / all);
        std::fflush(stderr);
    }

    StopFlag m_stop;
    bool m_isTerminal;
    bool m_hasWarned = false;
    bool m_hasTold = false;
};

/// A folder is one of IMDF: its manifest stands for it.
Result<ImportSource> sourceOf(const QString &given)
{
    const bool isFolder = QFileInfo(given).isDir();
    const QString path = isFolder ? given + QStringLiteral("/manifest.json") : given;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::NotFound, path.toStdString() + ": " + file.errorString().toStdString());
    if (file.size() > static_cast<qint64>(kMaxImportFile))
        return fail(Fault::TooLarge, path.toStdString() + ": more than 50 MiB");
    const QFileInfo info(path);
    ImportSource source;
    source.name = (isFolder ? QDir(given).dirName() : info.fileName()).toStdString();
    source.bytes = file.read(static_cast<qint64>(kMaxImportFile)).toStdString();
    source.files = filesBeside(info.absolutePath().toStdString());
    return source;
}

void printNotes(const char *what, std::int64_t all, const std::vector<ImportNote> &notes)
{
    for (const ImportNote &note : notes) {
        std::string line = std::string("  ") + what + ": " + note.source;
        if (note.line > 0)
            line += ", line " + std::to_string(note.line);
        printLine(line + (note.path.empty() ? "" : ", " + note.path) + ": " + note.what);
    }
    if (all > static_cast<std::int64_t>(notes.size()))
        printLine("  … and " + std::to_string(all - static_cast<std::int64_t>(notes.size())) + " more");
}

void print(const ImportReport &report, bool asJson, bool isDryRun)
{
    if (asJson)
        return printLine(json(report));
    const std::pair<std::int64_t, const char *> counts[] = {
        {report.levels, "levels"},       {report.units, "units"},       {report.spaces, "spaces"},
        {report.zones, "zones"},         {report.gates, "gates"},       {report.tracks, "tracks"},
        {report.sessions, "sessions"},   {report.speakers, "speakers"}, {report.products, "products"},
        {report.attendees, "attendees"}, {report.tickets, "tickets"},   {report.others, "other changes"}};
    std::string line;
    for (const auto &[count, what] : counts) {
        if (count > 0)
            line += (line.empty() ? "" : ", ") + std::to_string(count) + " " + what;
    }
    printLine((isDryRun ? "Would import " : "Imported ") + (line.empty() ? "nothing new" : line)
              + (report.updates > 0 ? "; " + std::to_string(report.updates) + " values changed" : "")
              + (report.known > 0 ? "; " + std::to_string(report.known) + " rows were known" : "") + ".");
    printNotes("changed", report.updates, report.changed);
    printNotes("vanished", report.missing, report.vanished);
    printNotes("kept", report.keeps, report.kept);
    printNotes("guessed", report.guesses, report.guessed);
    printNotes("refused", report.refusals, report.refused);
}

} // namespace

int runImport(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Takes files into a document that nobody serves: schedules (schedule.xml, schedule.json, "
        "iCalendar), floor plans (IMDF as zip or folder, GeoJSON, SVG), tables of attendees "
        "(CSV), orders and products of pretix (JSON) and lists of commands (JSON). What a file is, its content "
        "tells. All that is taken is decided at once, after everything was read; what is wrong is told "
        "line by line. The same file again changes only what its source changed: what was edited here "
        "stays."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The document"));
    parser.addPositionalArgument(QStringLiteral("SOURCE…"), QStringLiteral("The files to import, in this order"));
    const QCommandLineOption dryRun(QStringLiteral("dry-run"),
                                    QStringLiteral("Only say what would be taken, guessed and refused."));
    const QCommandLineOption vanished(QStringLiteral("vanished"),
                                      QStringLiteral("What becomes of sessions that a source no longer has: keep "
                                                     "(they stay, and are told) or cancel."),
                                      QStringLiteral("keep|cancel"), QStringLiteral("keep"));
    parser.addOptions({dryRun, vanished, passphraseOption(), jsonOption()});
    if (!parsed(parser, "import", arguments, 2, true))
        return kWrongCall;
    ImportOptions options;
    if (parser.value(vanished) == QLatin1String("cancel"))
        options.vanished = Vanished::Cancel;
    else if (parser.value(vanished) != QLatin1String("keep"))
        return wrongCall("import", QStringLiteral("--vanished is keep or cancel"));
    QStringList files = parser.positionalArguments();
    const std::string path = files.takeFirst().toStdString();
    std::vector<ImportSource> sources;
    for (const QString &file : files) {
        auto source = sourceOf(file);
        if (!source)
            return failed("import", describe(source.error()));
        sources.push_back(std::move(*source));
    }
    const auto store = keyStoreFor(path, parser.value(QStringLiteral("passphrase-file")));
    if (!store)
        return failed("import", "the key store", store.error());
    auto bench = Workbench::open(path, **store);
    if (!bench)
        return failed("import", path, bench.error());

    ImportWatch watch;
    const auto plan = (*bench)->plan(sources, watch.planning(), options);
    if (!plan) {
        watch.endLine();
        return failed("import", "nothing was changed", plan.error());
    }
    const bool asJson = parser.isSet(QStringLiteral("json"));
    if (parser.isSet(dryRun)) {
        watch.endLine();
        print(plan->report, asJson, true);
        return kDone;
    }
    const auto report = (*bench)->import(*plan, sources, watch.carryingOut());
    watch.endLine();
    if (!report)
        return failed("import", path, report.error());
    print(*report, asJson, false);
    return kDone;
}

} // namespace gatehouse
