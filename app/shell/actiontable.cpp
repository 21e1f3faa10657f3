// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/actiontable.h"

#include "app/ui/icons.h"

#include <QMenu>
#include <QMenuBar>

namespace gatehouse {

ActionTable::ActionTable(QWidget *window) : QObject(window), m_window(window) {}

QAction *ActionTable::add(const ActionRow &row)
{
    const QString id = QString::fromLatin1(row.id);
    Q_ASSERT_X(!action(id), "ActionTable", row.id);
    for ([[maybe_unused]] const QAction *other : m_actions)
        Q_ASSERT_X(row.shortcut.isEmpty() || other->shortcut() != row.shortcut, "ActionTable", row.id);
    auto *made = new QAction(lineIcon(row.iconName), row.text, this);
    made->setObjectName(id);
    made->setProperty("menu", row.menu);
    made->setShortcut(row.shortcut);
    made->setShortcutContext(Qt::WindowShortcut);
    connect(made, &QAction::triggered, this, [run = row.run] { run(); });
    m_window->addAction(made);
    m_actions.push_back(made);
    return made;
}

QAction *ActionTable::action(const QString &id) const
{
    for (QAction *known : m_actions)
        if (known->objectName() == id)
            return known;
    return nullptr;
}

QString ActionTable::menuOf(const QAction &action)
{
    return action.property("menu").toString();
}

void ActionTable::fill(QMenuBar &bar, const QStringList &first, const QStringList &last) const
{
    bar.clear();
    QStringList names = first;
    for (const QAction *action : m_actions) {
        if (const QString name = menuOf(*action); !names.contains(name) && !last.contains(name))
            names += name;
    }
    for (const QString &name : names + last) {
        QMenu *menu = nullptr;
        for (QAction *action : m_actions) {
            if (menuOf(*action) != name)
                continue;
            menu = menu ? menu : bar.addMenu(name);
            menu->addAction(action);
        }
    }
}

} // namespace gatehouse
