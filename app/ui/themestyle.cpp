// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/themestyle.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QWidget>

namespace gatehouse {

ThemeStyle::ThemeStyle(const Theme &theme)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), m_theme(theme)
{
}

void ThemeStyle::paintButton(const QStyleOption &option, QPainter &painter) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(&option);
    const bool isMain =
        button && (button->features & QStyleOptionButton::DefaultButton) && (option.state & State_Enabled);
    const bool isDown = option.state & (State_Sunken | State_On);
    QColor fill = isMain ? m_theme.accent : option.palette.color(QPalette::Button);
    if (isDown)
        fill = m_theme.isDark() ? fill.lighter(140) : fill.darker(115);
    else if ((option.state & State_MouseOver) && (option.state & State_Enabled))
        fill = m_theme.isDark() ? fill.lighter(120) : fill.darker(106);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hasFocus = option.state & State_HasFocus;
    painter.setPen(QPen(hasFocus ? (isMain ? m_theme.text : m_theme.accent) : m_theme.line, hasFocus ? 2 : 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), m_theme.cornerRadius(), m_theme.cornerRadius());
    painter.restore();
}

void ThemeStyle::paintField(const QStyleOption &option, QPainter &painter) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hasFocus = option.state & State_HasFocus;
    painter.setPen(QPen(hasFocus ? m_theme.accent : m_theme.line, hasFocus ? 2 : 1));
    painter.setBrush(option.palette.brush(QPalette::Base));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), m_theme.cornerRadius(), m_theme.cornerRadius());
    painter.restore();
}

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (element == PE_PanelButtonCommand)
        return paintButton(*option, *painter);
    if (element == PE_PanelLineEdit) {
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            return paintField(*option, *painter);
        return painter->fillRect(option->rect, option->palette.brush(QPalette::Base));
    }
    if (element == PE_Frame) { // tables, lists, text areas
        painter->save();
        painter->setPen((option->state & State_HasFocus) ? m_theme.accent : m_theme.line);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    }
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck)
        return paintCheckBox(*option, *painter);
    if (element == PE_FrameFocusRect) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(m_theme.accent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), 3, 3);
        painter->restore();
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

/// A box that shows also while it is empty.
void ThemeStyle::paintCheckBox(const QStyleOption &option, QPainter &painter) const
{
    const QRectF box = QRectF(option.rect).adjusted(1, 1, -1, -1);
    const bool isOn = option.state & State_On;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (!(option.state & State_Enabled))
        painter.setOpacity(0.5);
    painter.setPen(QPen(isOn ? m_theme.accent : m_theme.quietText, 1.5));
    painter.setBrush(isOn ? m_theme.accent : m_theme.panel);
    painter.drawRoundedRect(box, 3, 3);
    if (isOn) {
        const QPointF tick[] = {{box.left() + box.width() * 0.22, box.top() + box.height() * 0.52},
                                {box.left() + box.width() * 0.42, box.top() + box.height() * 0.74},
                                {box.left() + box.width() * 0.80, box.top() + box.height() * 0.28}};
        painter.setPen(QPen(m_theme.onAccent, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(tick, 3);
    }
    painter.restore();
}

void ThemeStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    if (element == CE_HeaderSection) {
        painter->fillRect(option->rect, m_theme.panel);
        painter->setPen(m_theme.line);
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        return;
    }
    if (element == CE_HeaderLabel) {
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeader quiet(*header);
            quiet.palette.setColor(QPalette::ButtonText, m_theme.quietText);
            return QProxyStyle::drawControl(element, &quiet, painter, widget);
        }
    }
    if (element == CE_PushButtonLabel) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
            button && button->direction == Qt::RightToLeft && !button->icon.isNull() && !button->text.isEmpty())
            return paintMirroredLabel(*button, *painter);
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
            button && (button->features & QStyleOptionButton::DefaultButton) && (button->state & State_Enabled)) {
            QStyleOptionButton main(*button);
            main.palette.setColor(QPalette::ButtonText, m_theme.onAccent);
            return QProxyStyle::drawControl(element, &main, painter, widget);
        }
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

/// Qt 6.4 puts the words of a button with an icon to the far edge where lines begin at the right.
void ThemeStyle::paintMirroredLabel(const QStyleOptionButton &button, QPainter &painter) const
{
    constexpr int kGap = 4;
    const bool isMain = (button.features & QStyleOptionButton::DefaultButton) && (button.state & State_Enabled);
    const int words = button.fontMetrics.size(Qt::TextShowMnemonic, button.text).width();
    const int whole = words + kGap + button.iconSize.width();
    const QRect at(button.rect.center().x() - whole / 2, button.rect.top(), whole, button.rect.height());
    painter.setPen(isMain ? m_theme.onAccent
                          : button.palette.color(button.state & State_Enabled ? QPalette::Active : QPalette::Disabled,
                                                 QPalette::ButtonText));
    painter.drawText(at.adjusted(0, 0, -kGap - button.iconSize.width(), 0), Qt::AlignCenter | Qt::TextShowMnemonic,
                     button.text);
    const QRect icon(at.right() + 1 - button.iconSize.width(), at.center().y() - button.iconSize.height() / 2,
                     button.iconSize.width(), button.iconSize.height());
    button.icon.paint(&painter, icon, Qt::AlignCenter, button.state & State_Enabled ? QIcon::Normal : QIcon::Disabled);
}

void ThemeStyle::paintScrollBar(const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const
{
    painter.fillRect(option.rect, m_theme.panel);
    if (!(option.state & State_Enabled))
        return;
    QRectF handle = subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget);
    const bool isHot = (option.state & State_MouseOver) || (option.activeSubControls & SC_ScrollBarSlider);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isHot ? m_theme.quietText : m_theme.line);
    handle.adjust(3, 3, -3, -3);
    painter.drawRoundedRect(handle, 3, 3);
    painter.restore();
}

void ThemeStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                    const QWidget *widget) const
{
    if (control == CC_ScrollBar)
        return paintScrollBar(*option, *painter, widget);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QSize ThemeStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                   const QWidget *widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (type == CT_PushButton || type == CT_LineEdit || type == CT_ComboBox || type == CT_SpinBox)
        size.setHeight(std::max(size.height(), m_theme.pixels(TypeStep::Body) + m_theme.space(5)));
    if (type == CT_PushButton)
        size.rwidth() += m_theme.space(2);
    if (type == CT_MenuItem)
        size.rheight() += m_theme.space(1);
    return size;
}

QRect ThemeStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents)
        return rect.adjusted(m_theme.space(1), 0, -m_theme.space(1), 0);
    return rect;
}

int ThemeStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return m_theme.pixels(TypeStep::Title);
    case PM_ScrollBarExtent:
        return 12;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return m_theme.space(2);
    default: // a long list of Qt's own; ours are the few above
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ThemeStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *result) const
{
    if (hint == SH_EtchDisabledText || hint == SH_DitherDisabledText)
        return 0;
    if (hint == SH_ItemView_ShowDecorationSelected)
        return 1;
    return QProxyStyle::styleHint(hint, option, widget, result);
}

} // namespace gatehouse
