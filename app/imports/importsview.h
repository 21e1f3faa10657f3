// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/figuretile.h"
#include "shared/imports/imports.h"

#include <optional>
#include <vector>

/// What the imports desk shows: plain values.
namespace gatehouse {

enum class ImportPage {
    Empty,   ///< nothing is chosen; also: may not, no link
    Work,    ///< something goes on
    Report,  ///< what the files would do
    Outcome, ///< it is done, or it failed
};

struct ImportFileView {
    QString name;
    QString kind; ///< "Schedule (XML)"; empty as long as nobody has looked
    QString size;
    bool operator==(const ImportFileView &) const = default;
};

struct ImportNoteView {
    int number = 0;
    QString file;
    QString place; ///< "line 12 · e-mail"
    qint64 line = 0;
    QString what;
    bool isStruck = false;
    bool operator==(const ImportNoteView &) const = default;
};

/// Notes of one kind: those told, and how many there are.
struct ImportNotesView {
    ImportNoteKind kind = ImportNoteKind::Refused;
    std::vector<ImportNoteView> notes;
    qint64 all = 0;
    bool operator==(const ImportNotesView &) const = default;
};

/// An import that was decided at some time.
struct PastImportView {
    Id import;
    QString when;
    qint64 whenMs = 0;
    QString files;
    QString who;
    State state = State::NoData;
    QString stateWords;
    qint64 commands = 0;
    qint64 refused = 0;
    QStringList refusals;
    bool operator==(const PastImportView &) const = default;
};

struct ImportsView {
    ImportPage page = ImportPage::Empty;
    bool mayImport = false; ///< and there is a link
    QString title;          ///< of an empty page or an outcome
    QString words;
    QString iconName;
    QString actionText; ///< of an outcome: what its button does
    std::vector<ImportFileView> files;
    qint64 done = 0;
    qint64 total = 0; ///< 0: nobody knows
    bool canStop = false;
    std::vector<FigureView> figures;
    bool asksVanished = false;
    QString vanishedWords;
    Vanished vanished = Vanished::Keep;
    std::vector<ImportNotesView> notes;
    QString importText; ///< what its button does
    bool canImport = false;
    bool operator==(const ImportsView &) const = default;
};

} // namespace gatehouse
