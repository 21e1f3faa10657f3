// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/admission.h"

#include <QStringList>
#include <QUrl>

namespace gatehouse {

/// What the command line asks for.
struct KioskArguments {
    enum class Wish { Run, ShowHelp, ShowVersion };
    Wish wish = Wish::Run;
    QUrl sync;       ///< ws…/e/<slug>/sync
    QString keyFile; ///< empty: from the environment
    QString folder;  ///< where the kiosk keeps what it must not lose
    QString camera;
    QString language;
    QString staffCodeFile; ///< empty: nobody is staff
    Direction direction = Direction::Entry;
    bool isWindowed = false;
    bool printsVerdicts = false;
    bool printsProgramme = false;
};

[[nodiscard]] QString kioskHelp();
/// Fault::Invalid with a sentence for people.
[[nodiscard]] Result<KioskArguments> readKioskArguments(const QStringList &arguments);

} // namespace gatehouse
