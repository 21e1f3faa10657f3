// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/imports/importwords.h"

#include "app/ui/savedfile.h"
#include "shared/model/json.h"

#include <QLocale>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

struct NoteList {
    ImportNoteKind kind;
    std::int64_t all;
    const std::vector<ImportNote> &notes;
};

/// What needs a look comes first.
std::array<NoteList, 5> listsOf(const ImportReport &report)
{
    return {{{ImportNoteKind::Refused, report.refusals, report.refused},
             {ImportNoteKind::Vanished, report.missing, report.vanished},
             {ImportNoteKind::Changed, report.updates, report.changed},
             {ImportNoteKind::Kept, report.keeps, report.kept},
             {ImportNoteKind::Guessed, report.guesses, report.guessed}}};
}

} // namespace

QString ImportWords::format(const std::string &name)
{
    if (name == "schedule_xml")
        return tr("Schedule (XML)");
    if (name == "schedule_json")
        return tr("Schedule (JSON)");
    if (name == "calendar")
        return tr("Calendar (iCalendar)");
    if (name == "table")
        return tr("Table of attendees");
    if (name == "imdf")
        return tr("Floor plans (IMDF)");
    if (name == "geojson")
        return tr("Floor plan (GeoJSON)");
    if (name == "svg")
        return tr("Floor plan (SVG)");
    if (name == "pretix")
        return tr("Orders and lists of pretix");
    if (name == "script")
        return tr("List of commands");
    return {};
}

QString ImportWords::noteKind(ImportNoteKind kind)
{
    switch (kind) {
    case ImportNoteKind::Guessed:
        return tr("Guessed");
    case ImportNoteKind::Refused:
        return tr("Refused");
    case ImportNoteKind::Changed:
        return tr("Changed");
    case ImportNoteKind::Vanished:
        return tr("Vanished");
    case ImportNoteKind::Kept:
        return tr("Kept as edited here");
    }
    return {};
}

QStringList ImportWords::parts(const ImportReport &report, Vanished vanished)
{
    const auto of = [](std::int64_t count) { return static_cast<int>(count); };
    QStringList parts;
    const auto add = [&parts](std::int64_t count, const QString &words) {
        if (count > 0)
            parts += words;
    };
    add(report.levels, tr("%n floor(s)", nullptr, of(report.levels)));
    add(report.zones, tr("%n zone(s)", nullptr, of(report.zones)));
    add(report.spaces, tr("%n space(s)", nullptr, of(report.spaces)));
    add(report.gates, tr("%n gate(s)", nullptr, of(report.gates)));
    add(report.tracks, tr("%n track(s)", nullptr, of(report.tracks)));
    add(report.sessions, tr("%n session(s)", nullptr, of(report.sessions)));
    add(report.speakers, tr("%n speaker(s)", nullptr, of(report.speakers)));
    add(report.products, tr("%n product(s)", nullptr, of(report.products)));
    add(report.attendees, tr("%n attendee(s)", nullptr, of(report.attendees)));
    add(report.tickets, tr("%n ticket(s)", nullptr, of(report.tickets)));
    add(report.others, tr("%n other(s)", "things of kinds that have no count of their own", of(report.others)));
    add(report.updates, tr("%n change(s)", "of values", of(report.updates)));
    if (vanished == Vanished::Cancel)
        add(report.missing, tr("%n cancelled", "sessions and times", of(report.missing)));
    return parts;
}

QString ImportWords::counts(const ImportReport &report, Vanished vanished)
{
    return parts(report, vanished).join(tr(", ", "between the parts of a list"));
}

QString ImportWords::importButton(const ImportReport &report, Vanished vanished)
{
    constexpr qsizetype kMost = 3; // more would make it as wide as the window
    const QStringList all = parts(report, vanished);
    if (all.isEmpty())
        return tr("Import");
    const QString what = all.mid(0, kMost).join(tr(", ", "between the parts of a list"));
    return all.size() > kMost ? tr("Import %1 …", "the first parts of a list").arg(what)
                              : tr("Import %1", "what: 212 sessions, 3 changes").arg(what);
}

std::vector<FigureView> ImportWords::figures(const ImportReport &report)
{
    std::vector<FigureView> figures;
    const auto add = [&figures](std::int64_t count, const QString &caption, State state, const QString &word) {
        if (count > 0)
            figures.push_back({caption, QLocale().toString(static_cast<qlonglong>(count)), {}, state, word, {}});
    };
    const QString isNew = tr("new");
    add(report.levels, tr("Floors"), State::Fine, isNew);
    add(report.units, tr("Units"), State::Fine, isNew);
    add(report.zones, tr("Zones"), State::Fine, isNew);
    add(report.spaces, tr("Spaces"), State::Fine, isNew);
    add(report.gates, tr("Gates"), State::Fine, isNew);
    add(report.tracks, tr("Tracks"), State::Fine, isNew);
    add(report.sessions, tr("Sessions"), State::Fine, isNew);
    add(report.speakers, tr("Speakers"), State::Fine, isNew);
    add(report.products, tr("Products"), State::Fine, isNew);
    add(report.attendees, tr("Attendees"), State::Fine, isNew);
    add(report.tickets, tr("Tickets"), State::Fine, isNew);
    add(report.others, tr("Others"), State::Fine, isNew);
    add(report.known, tr("Known"), State::NoData, tr("as before"));
    add(report.updates, tr("Changes"), State::Info, tr("by the file"));
    add(report.missing, tr("Vanished"), State::Soon, tr("from the file"));
    return figures;
}

QString ImportWords::size(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QString ImportWords::place(const ImportNote &note)
{
    if (note.line <= 0)
        return text(note.path);
    const QString line = tr("line %1").arg(QLocale().toString(static_cast<qlonglong>(note.line)));
    return note.path.empty() ? line : line + u" · "_s + text(note.path);
}

QString ImportWords::failure(const Failure &failure)
{
    const QString detail = text(failure.detail);
    switch (failure.fault) {
    case Fault::TooLarge:
        return detail.isEmpty()
            ? tr("The files are too large: 50 MiB is the most of one, 128 MiB of all.")
            : tr("Too large: %1. 50 MiB is the most of one file, 32 files of one import.").arg(detail);
    case Fault::Conflict:
        return tr("The event has changed since the files were read. Nothing was imported. %1", "detail").arg(detail);
    case Fault::Malformed:
    case Fault::Invalid:
        return tr("The file cannot be read. Nothing was imported. %1", "detail").arg(detail);
    case Fault::Unsupported:
        return tr("This is none of the kinds of files that are known here. %1", "detail").arg(detail);
    case Fault::NotFound:
        return tr("The file cannot be opened, or nothing in it could be imported: %1").arg(detail);
    case Fault::TooMany:
    case Fault::Overloaded:
        return tr("The server has no room for it just now: %1.").arg(detail);
    case Fault::Forbidden:
        return tr("Your role does not allow imports.");
    case Fault::ReadOnly:
        return tr("The event's document cannot be written at this moment. Nothing was imported.");
    case Fault::Expired:
        return tr("The server has forgotten the files, because nobody asked about them for a while.");
    case Fault::None:
    case Fault::NotSignedIn:
    case Fault::Reused:
    case Fault::Gap:
    case Fault::Internal:
    case Fault::Unavailable:
    case Fault::Newer:
    case Fault::Unknown:
    case Fault::Corrupt:
    case Fault::Revoked:
        break;
    }
    return tr("Nothing was imported: %1").arg(text(describe(failure)));
}

QString ImportWords::asText(const ImportReport &report, Vanished vanished)
{
    const QString what = counts(report, vanished);
    QStringList lines{what.isEmpty() ? tr("Nothing new.") : what};
    for (const auto &[kind, all, notes] : listsOf(report)) {
        for (const ImportNote &note : notes)
            lines += QStringList{noteKind(kind), text(note.source), place(note), text(note.what)}.join(u'\t');
        if (all > std::ssize(notes))
            lines += tr("%1: … and %2 more", "kind of notes, count")
                         .arg(noteKind(kind), QLocale().toString(static_cast<qlonglong>(all - std::ssize(notes))));
    }
    return lines.join(u'\n') + u'\n';
}

QByteArray ImportWords::asJson(const ImportReport &report)
{
    return QByteArray::fromStdString(json(report)) + '\n';
}

QByteArray ImportWords::asCsv(const ImportReport &report)
{
    QString csv = u"\uFEFFkind,file,line,place,what\r\n"_s; // the same words in every language: programs read them
    for (const auto &[kind, all, notes] : listsOf(report)) {
        const auto name = enumNames<ImportNoteKind>[static_cast<std::size_t>(kind)];
        for (const ImportNote &note : notes) {
            const QString line = note.line > 0 ? QString::number(note.line) : QString();
            const QString cells[] = {QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())),
                                     text(note.source), line, text(note.path), text(note.what)};
            QStringList row;
            for (const QString &each : cells)
                row += csvCell(each);
            csv += row.join(u',') + u"\r\n"_s;
        }
    }
    return csv.toUtf8();
}

} // namespace gatehouse
