// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"

#include <QProxyStyle>

namespace gatehouse {

/// Fusion, flattened: quiet frames, slim scroll bars, one visible focus ring. Carries the theme, so that whoever has a
/// widget has the theme in force. Made by `applyTheme()`, owned by the application.
class ThemeStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    explicit ThemeStyle(const Theme &theme);

    [[nodiscard]] const Theme &theme() const { return m_theme; }

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                         const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                                QStyleHintReturn *result) const override;

private:
    void paintButton(const QStyleOption &option, QPainter &painter) const;
    void paintCheckBox(const QStyleOption &option, QPainter &painter) const;
    void paintField(const QStyleOption &option, QPainter &painter) const;
    void paintMirroredLabel(const QStyleOptionButton &button, QPainter &painter) const;
    void paintScrollBar(const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const;

    Theme m_theme;
};

} // namespace gatehouse
