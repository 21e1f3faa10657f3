// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/shortcutsheet.h"

#include "app/shell/actiontable.h"
#include "app/ui/theme.h"

#include <QKeyEvent>
#include <QPainter>

#include <map>

namespace gatehouse {

ShortcutSheet::ShortcutSheet(const ActionTable &actions, QWidget *parent) : QFrame(parent), m_actions(actions)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keys"));
    hide();
}

void ShortcutSheet::open()
{
    QStringList told;
    int rows = 0;
    for (const QAction *action : m_actions.actions())
        if (!action->shortcut().isEmpty()) {
            told += QStringLiteral("%1: %2").arg(action->text(), action->shortcut().toString(QKeySequence::NativeText));
            ++rows;
        }
    setAccessibleDescription(told.join(QStringLiteral("; ")));
    const Theme &theme = themeOf(*this);
    const QSize room = parentWidget()->size();
    const int rowHeight = theme.pixels(TypeStep::Body) + theme.space(3);
    const int width = std::min(room.width() - theme.space(10), 40 * theme.pixels(TypeStep::Body));
    const int height = std::min(room.height() - theme.space(10), (rows + 8) * rowHeight);
    setGeometry((room.width() - width) / 2, (room.height() - height) / 2, width, height);
    show();
    raise();
    setFocus(Qt::ShortcutFocusReason);
}

void ShortcutSheet::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
    const int rowHeight = theme.pixels(TypeStep::Body) + theme.space(3);
    QRect row(theme.space(6), theme.space(4), width() - theme.space(12), rowHeight);
    painter.setFont(theme.font(TypeStep::Title, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft, tr("Keys"));
    row.translate(0, rowHeight + theme.space(2));
    QStringList menus;
    for (const QAction *action : m_actions.actions())
        if (!action->shortcut().isEmpty() && !menus.contains(ActionTable::menuOf(*action)))
            menus += ActionTable::menuOf(*action);
    for (const QString &menu : menus) {
        painter.setFont(theme.font(TypeStep::Small, QFont::DemiBold));
        painter.setPen(theme.quietText);
        painter.drawText(row, Qt::AlignBottom | Qt::AlignLeft, menu);
        row.translate(0, rowHeight);
        painter.setFont(theme.font(TypeStep::Body));
        for (const QAction *action : m_actions.actions()) {
            if (action->shortcut().isEmpty() || ActionTable::menuOf(*action) != menu)
                continue;
            painter.setPen(theme.text);
            painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft, action->text());
            painter.setPen(theme.accent);
            painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight,
                             action->shortcut().toString(QKeySequence::NativeText));
            row.translate(0, rowHeight);
        }
    }
}

void ShortcutSheet::keyPressEvent(QKeyEvent *)
{
    hide();
}

void ShortcutSheet::mousePressEvent(QMouseEvent *)
{
    hide();
}

void ShortcutSheet::focusOutEvent(QFocusEvent *)
{
    hide();
}

} // namespace gatehouse
