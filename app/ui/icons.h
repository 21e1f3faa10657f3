// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>

namespace gatehouse {

/// A line icon of the kept set (`resources/icons`), in the text colour of the palette in force when it is painted: it
/// follows a change of theme by itself. A null icon for a name that is not kept.
[[nodiscard]] QIcon lineIcon(const QString &name);

/// The same in one colour, `pixels` wide and high in device-independent pixels.
[[nodiscard]] QPixmap linePixmap(const QString &name, const QColor &colour, int pixels, qreal devicePixelRatio = 1);

[[nodiscard]] bool hasLineIcon(const QString &name);

} // namespace gatehouse
