// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/kioskpages.h"

/// What the pages of a kiosk are made of.
namespace gatehouse {

/// In the middle, over as many lines as it takes; plain text.
[[nodiscard]] QLabel *centredLabel(QWidget *parent);
void quietenLabel(QLabel &label, const Theme &theme);
void scaleKioskButton(QPushButton &button, const KioskScale &scale, const Theme &theme, double units = 1.1);

} // namespace gatehouse
