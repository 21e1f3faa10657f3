// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/rehearsal.h"

#include <QStringList>

namespace gatehouse {

/// What the command line asks for.
struct RehearsalArguments {
    enum class Wish { Rehearse, ShowHelp, ShowVersion };
    Wish wish = Wish::Rehearse;
    QUrl event; ///< http…/e/<slug>/
    QString login;
    QString passwordFile;
    bool printsJson = false;
    RehearsalOptions options; ///< all but the token
};

[[nodiscard]] QString rehearsalHelp();
/// Fault::Invalid with a sentence for people.
[[nodiscard]] Result<RehearsalArguments> readArguments(const QStringList &arguments);

} // namespace gatehouse
