// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"
#include "shared/venue/venue.h"

#include <QByteArray>
#include <QSize>
#include <QString>

namespace gatehouse {

/// A floor plan as it is sent.
struct PlanFile {
    PlanKind kind = PlanKind::None;
    QByteArray content;
    QSize size;            ///< pixels, or units of an SVG: what its proportions are
    bool isShrunk = false; ///< drawn anew, smaller, to fit into one message
};

/// A command of a desk fits into one message (kMaxMessage) with some room for what is around the picture.
inline constexpr qsizetype kMostPlanBytes = 60 * 1024;
inline constexpr qint64 kMostPlanFile = 64LL * 1024 * 1024; ///< bytes on disk; larger ones are no drawings

/// Any thread; takes seconds for large pictures. Fault::NotFound: cannot be read; TooLarge; Invalid: not a PNG, JPEG or
/// SVG, or none that may be shown.
[[nodiscard]] Result<PlanFile> readPlanFile(const QString &path);
/// The same of what was read.
[[nodiscard]] Result<PlanFile> planFrom(const QByteArray &content);

} // namespace gatehouse
