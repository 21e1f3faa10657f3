// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/imports/importsview.h"
#include "shared/model/result.h"

#include <QCoreApplication>

namespace gatehouse {

/// Words of imports for people, and their reports as text and as files.
class ImportWords
{
    Q_DECLARE_TR_FUNCTIONS(gatehouse::ImportWords)

public:
    /// Of a name in ImportReport::formats.
    [[nodiscard]] static QString format(const std::string &name);
    /// "Refused", "Vanished": what a list of notes is called.
    [[nodiscard]] static QString noteKind(ImportNoteKind kind);
    /// "212 sessions, 3 changes"; empty: nothing.
    [[nodiscard]] static QString counts(const ImportReport &report, Vanished vanished);
    [[nodiscard]] static QString importButton(const ImportReport &report, Vanished vanished);
    [[nodiscard]] static std::vector<FigureView> figures(const ImportReport &report);
    [[nodiscard]] static QString size(qint64 bytes);
    [[nodiscard]] static QString place(const ImportNote &note);
    /// Why files could not be read, handed over, judged or taken.
    [[nodiscard]] static QString failure(const Failure &failure);

    /// The report as people paste it into a message.
    [[nodiscard]] static QString asText(const ImportReport &report, Vanished vanished);
    [[nodiscard]] static QByteArray asJson(const ImportReport &report);
    [[nodiscard]] static QByteArray asCsv(const ImportReport &report);

private:
    [[nodiscard]] static QStringList parts(const ImportReport &report, Vanished vanished);
};

} // namespace gatehouse
