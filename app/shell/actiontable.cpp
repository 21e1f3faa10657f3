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

void ActionTable::fill(QMenuBar &bar) const
{
    bar.clear();
    std::vector<std::pair<QString, QMenu *>> menus;
    for (QAction *action : m_actions) {
        const QString name = menuOf(*action);
        auto found = std::find_if(menus.begin(), menus.end(), [&name](const auto &menu) { return menu.first == name; });
        if (found == menus.end())
            found = menus.insert(menus.end(), {name, bar.addMenu(name)});
        found->second->addAction(action);
    }
}

} // namespace gatehouse
