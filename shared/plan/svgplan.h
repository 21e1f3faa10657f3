// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <QByteArray>
#include <QSizeF>

namespace gatehouse {

inline constexpr int kMaxPlanDepth = 64;             ///< nested elements; drawn plans have about ten
inline constexpr int kMaxPlanElements = 50'000;      ///< a detailed level of a convention centre has about 3,000
inline constexpr int kMaxPlanAttributes = 64;        ///< of one element
inline constexpr qint64 kMaxPlanNumbers = 2'000'000; ///< in all paths and lists of points together
inline constexpr double kMaxPlanNumber = 1e6;        ///< magnitude of any number; drawn units

/// A floor plan that is safe to draw and to hand to a browser.
struct CleanPlan {
    QByteArray svg;  ///< rewritten; UTF-8
    QSizeF size;     ///< of the view box, in its own units
    int leftOut = 0; ///< elements that were not taken over (scripts, pictures, links, styles …)
};

/// Rewrites an uploaded SVG: only plain shapes, text and groups with harmless attributes are taken over; everything
/// that could load, run or repeat something is left out. Refused with the line: what is not UTF-8 or not XML, document
/// types, compressed files, and what is over a limit. No I/O; any thread.
[[nodiscard]] Result<CleanPlan> cleanSvgPlan(const QByteArray &svg);

} // namespace gatehouse
