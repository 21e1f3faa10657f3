// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskpages.h"

/// What the pages of a kiosk are made of.
namespace gatehouse {

/// In the middle, over as many lines as it takes; plain text.
[[nodiscard]] QLabel *centredLabel(QWidget *parent);
/// Where a place that was worked out from the left is painted: from the right, where lines begin there.
[[nodiscard]] QRectF mirrored(const QWidget &widget, const QRectF &place);
void quietenLabel(QLabel &label, const Theme &theme);
void scaleKioskButton(QPushButton &button, const KioskScale &scale, const Theme &theme, double units = 1.1);

} // namespace gatehouse
