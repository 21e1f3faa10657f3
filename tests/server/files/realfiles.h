// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>

#include <optional>
#include <string>

namespace gatehouse {

/// A file of shared/data, which lies beside the source and may be absent.
inline std::optional<std::string> realFile(const QString &path)
{
    QFile file(qEnvironmentVariable("GATEHOUSE_SOURCE") + QStringLiteral("/../shared/data/") + path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll().toStdString();
}

} // namespace gatehouse
