// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/shell.h"

#include "app/shell/commandpalette.h"
#include "app/shell/settingsdesk.h"
#include "app/shell/shortcutsheet.h"
#include "app/ui/feedlist.h"
#include "app/ui/icons.h"

#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse {
namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int kLayoutVersion = 1; ///< raised when docks change so that an old state would mislead
constexpr int kMaxLayouts = 50;   ///< more names than anyone keeps apart

QString schemeName(ColourScheme scheme)
{
    switch (scheme) {
    case ColourScheme::Dark:
        return u"dark"_s;
    case ColourScheme::Light:
        return u"light"_s;
    case ColourScheme::HighContrast:
        return u"contrast"_s;
    }
    return u"dark"_s;
}

ColourScheme schemeNamed(const QString &name)
{
    for (const auto scheme : {ColourScheme::Light, ColourScheme::HighContrast})
        if (name == schemeName(scheme))
            return scheme;
    return ColourScheme::Dark;
}

/// A layout's name may hold what a settings key may not.
QString layoutKey(const QString &name)
{
    return u"layouts/"_s + QString::fromLatin1(name.toUtf8().toHex());
}

} // namespace

Shell::Shell(QSettings &settings, QWidget *parent)
    : QMainWindow(parent), m_settings(settings), m_actions(new ActionTable(this)), m_topBar(new TopBar(this)),
      m_rail(new QWidget(this)), m_railColumn(new QVBoxLayout(m_rail)), m_desks(new QStackedWidget(this)),
      m_feedDock(new QDockWidget(tr("Feed"), this)), m_feed(new FeedList(m_feedDock)),
      m_settingsDesk(new SettingsDesk(this)), m_palette(new CommandPalette(*m_actions, this)),
      m_sheet(new ShortcutSheet(*m_actions, this))
{
    setWindowTitle(u"Gatehouse"_s);
    auto *middle = new QWidget(this);
    auto *rows = new QVBoxLayout(middle);
    rows->setContentsMargins({});
    rows->setSpacing(0);
    rows->addWidget(m_topBar);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(m_rail);
    columns->addWidget(m_desks, 1);
    rows->addLayout(columns, 1);
    setCentralWidget(middle);
    m_railColumn->addStretch();
    m_rail->setAccessibleName(tr("Desks"));
    m_rail->setAutoFillBackground(true);

    m_feedDock->setObjectName(u"feed"_s);
    m_feedDock->setWidget(m_feed);
    addDockWidget(Qt::RightDockWidgetArea, m_feedDock);
    setDockNestingEnabled(true);

    buildActions();
    connect(m_topBar, &TopBar::paletteWanted, m_palette, &CommandPalette::open);
    connect(m_settingsDesk, &SettingsDesk::themeWanted, this, &Shell::setTheme);
    connect(m_settingsDesk, &SettingsDesk::layoutSaveWanted, this, &Shell::saveLayout);
    connect(m_settingsDesk, &SettingsDesk::layoutWanted, this, &Shell::applyLayout);
    connect(m_settingsDesk, &SettingsDesk::layoutRemoveWanted, this, &Shell::removeLayout);
    m_settingsDesk->setLayouts(layouts());
    setTheme(schemeNamed(m_settings.value(u"theme"_s).toString()), m_settings.value(u"textPercent"_s, 100).toInt());
    addDesk({"settings", tr("Settings"), u"settings"_s, QKeySequence(u"Ctrl+,"_s), m_settingsDesk});
}

void Shell::buildActions()
{
    const QString view = tr("View");
    const QString help = tr("Help");
    m_actions->add({"palette.open", tr("Go"), tr("Search or do anything"), u"search"_s, QKeySequence(u"Ctrl+K"_s),
                    [this] { m_palette->open(); }});
    m_actions->add({"feed.toggle", view, tr("Show or hide the feed"), u"panel-right"_s, QKeySequence(u"Ctrl+Shift+F"_s),
                    [this] { m_feedDock->setVisible(!m_feedDock->isVisible()); }});
    m_actions->add({"text.larger", view, tr("Larger text"), u"a-large-small"_s, QKeySequence(u"Ctrl++"_s),
                    [this] { stepTextSize(10); }});
    m_actions->add({"text.smaller", view, tr("Smaller text"), u"a-large-small"_s, QKeySequence(u"Ctrl+-"_s),
                    [this] { stepTextSize(-10); }});
    m_actions->add(
        {"theme.dark", view, tr("Dark theme"), u"moon"_s, {}, [this] { setTheme(ColourScheme::Dark, m_textPercent); }});
    m_actions->add({"theme.light", view, tr("Light theme"), u"sun"_s, {}, [this] {
                        setTheme(ColourScheme::Light, m_textPercent);
                    }});
    m_actions->add({"theme.contrast", view, tr("High-contrast theme"), u"contrast"_s, {}, [this] {
                        setTheme(ColourScheme::HighContrast, m_textPercent);
                    }});
    m_actions->add({"view.fullscreen", view, tr("Full screen"), u"maximize"_s, QKeySequence(u"F11"_s),
                    [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); }});
    m_actions->add(
        {"help.keys", help, tr("Show all keys"), u"keyboard"_s, QKeySequence(u"F1"_s), [this] { m_sheet->open(); }});
}

void Shell::addDesk(const DeskRow &row)
{
    const QString id = QString::fromLatin1(row.id);
    auto *button = new QToolButton(m_rail);
    button->setIcon(lineIcon(row.iconName));
    button->setText(row.name);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setAutoRaise(true);
    button->setCheckable(true);
    button->setAutoExclusive(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setAccessibleName(row.name);
    connect(button, &QToolButton::clicked, this, [this, id] { showDesk(id); });
    const int last = m_railColumn->count();
    m_railColumn->insertWidget(id == u"settings"_s ? last
                                                   : static_cast<int>(std::count_if(
                                                       m_railButtons.begin(), m_railButtons.end(),
                                                       [](const auto &known) { return known.first != u"settings"_s; })),
                               button);
    m_railButtons.emplace_back(id, button);
    row.desk->setObjectName(id);
    m_desks->addWidget(row.desk);
    const std::string actionId = "desk." + id.toStdString();
    m_actions->add({actionId.c_str(), tr("Go"), tr("Go to %1", "desk").arg(row.name), row.iconName, row.shortcut,
                    [this, id] { showDesk(id); }});
    if (m_railButtons.size() == 2 || currentDesk() == id) // the first desk beside the settings
        showDesk(id);
    applyLook();
}

void Shell::showDesk(const QString &id)
{
    for (int index = 0; index < m_desks->count(); ++index)
        if (m_desks->widget(index)->objectName() == id) {
            m_desks->setCurrentIndex(index);
            for (const auto &[name, button] : m_railButtons)
                button->setChecked(name == id);
            emit deskShown(id);
            return;
        }
}

QString Shell::currentDesk() const
{
    return m_desks->currentWidget() ? m_desks->currentWidget()->objectName() : QString();
}

void Shell::finishMenus()
{
    m_actions->fill(*menuBar(), {eventMenu(), tr("Go")}, {tr("View"), tr("Help")});
}

void Shell::saveLayout(const QString &name)
{
    if (layouts().size() >= kMaxLayouts && !layouts().contains(name))
        return;
    m_settings.beginGroup(layoutKey(name));
    m_settings.setValue(u"name"_s, name);
    m_settings.setValue(u"desk"_s, currentDesk());
    m_settings.setValue(u"geometry"_s, saveGeometry());
    m_settings.setValue(u"state"_s, saveState(kLayoutVersion));
    m_settings.endGroup();
    m_settingsDesk->setLayouts(layouts());
}

bool Shell::applyLayout(const QString &name)
{
    const QString key = layoutKey(name);
    if (!m_settings.contains(key + u"/state"_s))
        return false;
    restoreGeometry(m_settings.value(key + u"/geometry"_s).toByteArray());
    if (!restoreState(m_settings.value(key + u"/state"_s).toByteArray(), kLayoutVersion))
        return false;
    showDesk(m_settings.value(key + u"/desk"_s).toString());
    return true;
}

void Shell::removeLayout(const QString &name)
{
    m_settings.remove(layoutKey(name));
    m_settingsDesk->setLayouts(layouts());
}

QStringList Shell::layouts() const
{
    QStringList names;
    m_settings.beginGroup(u"layouts"_s);
    for (const QString &key : m_settings.childGroups())
        names += m_settings.value(key + u"/name"_s).toString();
    m_settings.endGroup();
    names.sort(Qt::CaseInsensitive);
    return names;
}

void Shell::setTheme(ColourScheme scheme, int textPercent)
{
    const Theme theme(scheme, textPercent);
    m_scheme = scheme;
    m_textPercent = theme.textPercent();
    m_settings.setValue(u"theme"_s, schemeName(scheme));
    m_settings.setValue(u"textPercent"_s, m_textPercent);
    m_settingsDesk->setTheme(scheme, m_textPercent);
    applyTheme(*qApp, theme);
}

void Shell::stepTextSize(int percent)
{
    setTheme(m_scheme, std::clamp(m_textPercent + percent, 100, 200));
}

void Shell::applyLook()
{
    const Theme &theme = themeOf(*this);
    QPalette rail; // nothing but the ground: all else follows the application's
    rail.setColor(QPalette::Window, theme.panel);
    m_rail->setPalette(rail);
    m_railColumn->setContentsMargins(theme.space(1), theme.space(2), theme.space(1), theme.space(2));
    m_railColumn->setSpacing(theme.space(1));
    for (const auto &[id, button] : m_railButtons) {
        button->setIconSize({theme.pixels(TypeStep::Heading), theme.pixels(TypeStep::Heading)});
        button->setFont(theme.font(TypeStep::Small, QFont::Medium));
        button->setMinimumSize(theme.space(18), theme.space(14));
    }
    m_feed->setMinimumWidth(theme.space(70));
}

void Shell::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange)
        applyLook();
    QMainWindow::changeEvent(event);
}

} // namespace gatehouse
