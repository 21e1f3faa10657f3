// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>

#include <functional>
#include <vector>

class QMenuBar;
class QWidget;

namespace gatehouse {

/// One action, told once: menu, key, palette and shortcut sheet come from it.
struct ActionRow {
    const char *id; ///< never changes: "desk.overview"
    QString menu;   ///< its place in the menus: "Go"
    QString text;   ///< what it does, as an order
    QString iconName;
    QKeySequence shortcut;
    std::function<void()> run;
};

/// Every action of the window. Ids are unique; a second one with the same id or key is a mistake and asserted.
class ActionTable final : public QObject
{
    Q_OBJECT

public:
    /// Shortcuts work in the whole of `window`.
    explicit ActionTable(QWidget *window);

    QAction *add(const ActionRow &row);
    [[nodiscard]] QAction *action(const QString &id) const;
    [[nodiscard]] const std::vector<QAction *> &actions() const { return m_actions; }
    [[nodiscard]] static QString menuOf(const QAction &action);
    /// The menus named in `first` and `last` stand there, the others between them in the order of their first action.
    void fill(QMenuBar &bar, const QStringList &first = {}, const QStringList &last = {}) const;

private:
    QWidget *m_window;
    std::vector<QAction *> m_actions;
};

} // namespace gatehouse
