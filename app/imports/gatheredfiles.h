// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/job.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

namespace gatehouse {

/// A file that is to be imported, as it lay on this machine's disk.
struct GatheredFile {
    QString name;
    QByteArray bytes;
};

/// The files that these paths name; of a folder those in it that could be imported. Any thread. Fault::NotFound: cannot
/// be read, or nothing is there; TooLarge: one file, all together, or too many; Unavailable: `progress` said stop.
[[nodiscard]] Result<std::vector<GatheredFile>> gatherFiles(const QStringList &paths, const JobProgress &progress);

} // namespace gatehouse
