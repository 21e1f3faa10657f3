// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <QHostAddress>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace gatehouse {

/// What `gatehouse` was called with.
struct ControlArguments {
    enum class Wish : std::uint8_t { Run, ShowHelp, ShowVersion };
    Wish wish = Wish::Run;
    QString document; ///< to open and serve; or
    QUrl connect;     ///< the event's address on another machine; neither: the start page
    QString login;    ///< empty: the first account that may do everything, or asked for
    QString passwordFile;
    QString passphraseFile;
    QHostAddress address = QHostAddress::LocalHost;
    std::optional<quint16> port; ///< none: 7443, or a free one where that is taken
    QString backupFolder;
    int backupMinutes = 5;
};

/// Fault::Invalid with what is wrong, for a person.
[[nodiscard]] Result<ControlArguments> readControlArguments(const QStringList &arguments);
[[nodiscard]] QString controlHelp();
/// The address of an event on another machine, as a person types it.
[[nodiscard]] Result<QUrl> eventAddress(const QString &text);

} // namespace gatehouse
