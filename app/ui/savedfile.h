// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <QByteArray>
#include <QString>

namespace gatehouse {

/// A file, whole or not at all: written under another name, then renamed, so that what stood there is there until then.
/// Fault::Unavailable with path and what the system says. Any thread.
[[nodiscard]] Result<> writeWhole(const QString &path, const QByteArray &content);

/// A cell of CSV: quoted where needed, defused where it begins like a formula.
[[nodiscard]] QString csvCell(const QString &text);

} // namespace gatehouse
