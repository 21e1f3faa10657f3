// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/json.h"
#include "shared/model/result.h"

namespace gatehouse {

enum class FileFormat {
    Unknown,
    Script, ///< a list of commands
    Table,  ///< CSV
    ScheduleXml,
    ScheduleJson,
    Calendar,
    Imdf,    ///< its manifest, its levels or its units: the others lie beside it
    Archive, ///< zip: IMDF
    GeoJson,
    Svg,
    Pretix, ///< orders, products and lists of its API
};

/// What a file is by its content; its name may say what it likes.
struct FileKind {
    FileFormat format = FileFormat::Unknown;
    JsonValue json; ///< parsed on the way, where it is JSON other than a script
};

/// Fault::Malformed: begins as JSON and is none.
[[nodiscard]] Result<FileKind> fileKind(std::string_view bytes);

} // namespace gatehouse
