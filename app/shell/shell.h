// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/actiontable.h"
#include "app/shell/topbar.h"
#include "app/ui/theme.h"

#include <QMainWindow>

#include <vector>

class QDockWidget;
class QSettings;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace gatehouse {

class CommandPalette;
class FeedList;
class FeedModel;
class SettingsDesk;
class ShortcutSheet;

/// One desk of the rail.
struct DeskRow {
    const char *id; ///< never changes: "overview"
    QString name;
    QString iconName;
    QKeySequence shortcut;
    QWidget *desk = nullptr; ///< the shell takes it over
};

/// The one window: rail of desks on the left, the desk in the middle, the feed on the right, the top bar above, command
/// palette and shortcut sheet over all. Knows no domain and no network: desks and values come from outside.
class Shell final : public QMainWindow
{
    Q_OBJECT

public:
    /// `settings` keeps theme, text size and layouts of this desk; it must live longer.
    explicit Shell(QSettings &settings, QWidget *parent = nullptr);

    void addDesk(const DeskRow &row);
    void showDesk(const QString &id);
    [[nodiscard]] QString currentDesk() const;

    [[nodiscard]] ActionTable &actionTable() { return *m_actions; }
    [[nodiscard]] TopBar *topBar() const { return m_topBar; }
    [[nodiscard]] FeedList *feed() const { return m_feed; }
    [[nodiscard]] CommandPalette *palette() const { return m_palette; }
    /// The menu of what is done with the event as a whole.
    [[nodiscard]] static QString eventMenu() { return tr("Event"); }
    /// After the last action was added.
    void finishMenus();

    void saveLayout(const QString &name);
    /// False where there is none of that name, or one of another version.
    bool applyLayout(const QString &name);
    void removeLayout(const QString &name);
    [[nodiscard]] QStringList layouts() const;
    void setTheme(ColourScheme scheme, int textPercent);

signals:
    void deskShown(const QString &id);

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildActions();
    void applyLook();
    void stepTextSize(int percent);

    QSettings &m_settings;
    ActionTable *m_actions;
    TopBar *m_topBar;
    QWidget *m_rail;
    QVBoxLayout *m_railColumn;
    QStackedWidget *m_desks;
    QDockWidget *m_feedDock;
    FeedList *m_feed;
    SettingsDesk *m_settingsDesk;
    CommandPalette *m_palette;
    ShortcutSheet *m_sheet;
    std::vector<std::pair<QString, QToolButton *>> m_railButtons;
    ColourScheme m_scheme = ColourScheme::Dark;
    int m_textPercent = 100;
};

} // namespace gatehouse
