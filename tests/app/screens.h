// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"

#include <QApplication>
#include <QDir>
#include <QPixmap>
#include <QTest>
#include <QWidget>

namespace gatehouse {

/// Where the pictures go: `build/screens`.
inline QString screensFolder()
{
    return QCoreApplication::applicationDirPath() + QStringLiteral("/../screens");
}

/// Shows `widget` at this size in this theme and keeps a picture of it as `build/screens/NAME.png`.
inline bool keepPicture(QWidget &widget, const QString &name, const QSize &size, const Theme &theme)
{
    applyTheme(*qApp, theme);
    widget.resize(size);
    widget.show();
    QCoreApplication::processEvents();
    if (!QTest::qWaitForWindowExposed(&widget))
        return false;
    QCoreApplication::processEvents();
    const QPixmap picture = widget.grab();
    return QDir().mkpath(screensFolder()) && picture.size() == size
        && picture.save(screensFolder() + u'/' + name + QStringLiteral(".png"));
}

/// One picture in dark and one in light.
inline bool keepPictures(QWidget &widget, const QString &name, const QSize &size)
{
    return keepPicture(widget, name + QStringLiteral("-dark"), size, Theme(ColourScheme::Dark))
        && keepPicture(widget, name + QStringLiteral("-light"), size, Theme(ColourScheme::Light));
}

} // namespace gatehouse
