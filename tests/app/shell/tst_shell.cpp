// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/shell/commandpalette.h"
#include "app/shell/shell.h"
#include "app/shell/shortcutsheet.h"

#include <QApplication>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenuBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Window {
    explicit Window(QSettings &settings) : shell(settings)
    {
        shell.addDesk({"overview", u"Overview"_s, u"layout-dashboard"_s, QKeySequence(u"Ctrl+1"_s), new QWidget});
        shell.addDesk({"doors", u"Doors"_s, u"door-open"_s, QKeySequence(u"Ctrl+2"_s), new QLineEdit});
        shell.finishMenus();
        shell.resize(1280, 800);
        shell.show();
        shell.activateWindow();
        isActive = QTest::qWaitForWindowActive(&shell); // shortcuts belong to the active window
    }
    Shell shell;
    bool isActive = false;
};

} // namespace

class TestShell : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_settings = std::make_unique<QSettings>(m_folder.filePath(QString::number(++m_count)), QSettings::IniFormat);
    }
    void firstDeskIsShownAndKeysChangeIt();
    void everyActionHasAPlaceInTheMenus();
    void paletteFindsByLetters_data();
    void paletteFindsByLetters();
    void paletteRunsWhatIsChosen();
    void paletteShowsWhatTheEventHolds();
    void layoutsAreKeptByName();
    void themeIsKept();
    void sheetIsLeftByAnyKey();

private:
    QTemporaryDir m_folder;
    int m_count = 0;
    std::unique_ptr<QSettings> m_settings;
};

void TestShell::firstDeskIsShownAndKeysChangeIt()
{
    Window window(*m_settings);
    QCOMPARE(window.shell.currentDesk(), u"overview"_s);
    QSignalSpy shown(&window.shell, &Shell::deskShown);
    QTest::keyClick(&window.shell, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(window.shell.currentDesk(), u"doors"_s);
    QCOMPARE(shown.size(), 1);
    window.shell.showDesk(u"no such desk"_s);
    QCOMPARE(window.shell.currentDesk(), u"doors"_s);
}

void TestShell::everyActionHasAPlaceInTheMenus()
{
    Window window(*m_settings);
    qsizetype placed = 0;
    for (const QAction *menu : window.shell.menuBar()->actions())
        placed += menu->menu()->actions().size();
    const auto &actions = window.shell.actionTable().actions();
    QCOMPARE(placed, std::ssize(actions));
    QVERIFY(placed >= 12);
    const auto menus = window.shell.menuBar()->actions();
    QCOMPARE(menus.front()->text(), u"Go"_s);
    QCOMPARE(menus.at(menus.size() - 2)->text(), u"View"_s);
    QCOMPARE(menus.back()->text(), u"Help"_s);
    for (const QAction *action : actions) {
        QVERIFY2(!action->text().isEmpty() && !ActionTable::menuOf(*action).isEmpty(),
                 qPrintable(action->objectName()));
        QVERIFY2(!action->icon().isNull(), qPrintable(action->objectName()));
    }
}

void TestShell::paletteFindsByLetters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("needle");
    QTest::addColumn<bool>("matches");
    QTest::newRow("nothing typed finds all") << u"Go to Doors"_s << QString() << true;
    QTest::newRow("first letters") << u"Go to Doors"_s << u"go d"_s << true;
    QTest::newRow("other case") << u"Go to Doors"_s << u"DOORS"_s << true;
    QTest::newRow("letters left out") << u"Go to Doors"_s << u"gtd"_s << true;
    QTest::newRow("wrong order") << u"Go to Doors"_s << u"doors go"_s << false;
    QTest::newRow("another script") << u"Weiter zu Türen"_s << u"tür"_s << true;
}

void TestShell::paletteFindsByLetters()
{
    QFETCH(QString, text);
    QFETCH(QString, needle);
    QTEST(CommandPalette::matches(text, needle), "matches");
}

void TestShell::paletteRunsWhatIsChosen()
{
    Window window(*m_settings);
    QTest::keyClick(&window.shell, Qt::Key_K, Qt::ControlModifier);
    CommandPalette *palette = window.shell.palette();
    QVERIFY(palette->isVisible());
    auto *line = palette->findChild<QLineEdit *>();
    QTest::keyClicks(line, u"go to do"_s);
    QCOMPARE(palette->shown().front(), u"Go to Doors"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QCOMPARE(window.shell.currentDesk(), u"doors"_s);
    palette->open();
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
}

void TestShell::paletteShowsWhatTheEventHolds()
{
    Window window(*m_settings);
    CommandPalette *palette = window.shell.palette();
    QSignalSpy wanted(palette, &CommandPalette::searchWanted);
    QSignalSpy chosen(palette, &CommandPalette::hitChosen);
    palette->open();
    auto *line = palette->findChild<QLineEdit *>();
    QTest::keyClicks(line, u"zq"_s);
    QCOMPARE(wanted.size(), 1);
    palette->setHits(u"old"_s, {{u"1"_s, u"user"_s, u"Old Zq"_s, u"Person"_s}});
    QVERIFY(palette->shown().isEmpty());
    palette->setHits(u"zq"_s, {{u"7"_s, u"user"_s, u"Zqin Li"_s, u"Person"_s}});
    QCOMPARE(palette->shown(), QStringList{u"Zqin Li"_s});
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(chosen.first().first().toString(), u"7"_s);
}

void TestShell::layoutsAreKeptByName()
{
    {
        Window window(*m_settings);
        window.shell.findChild<QDockWidget *>()->hide();
        window.shell.showDesk(u"doors"_s);
        window.shell.saveLayout(u"Night / Nacht 夜"_s);
        window.shell.saveLayout(u"Day"_s);
        window.shell.removeLayout(u"Day"_s);
    }
    Window window(*m_settings);
    QCOMPARE(window.shell.layouts(), QStringList{u"Night / Nacht 夜"_s});
    QVERIFY(window.shell.findChild<QDockWidget *>()->isVisible());
    QVERIFY(!window.shell.applyLayout(u"Day"_s));
    QVERIFY(window.shell.applyLayout(u"Night / Nacht 夜"_s));
    QVERIFY(!window.shell.findChild<QDockWidget *>()->isVisible());
    QCOMPARE(window.shell.currentDesk(), u"doors"_s);
}

void TestShell::themeIsKept()
{
    {
        Window window(*m_settings);
        QCOMPARE(themeOf(window.shell).scheme(), ColourScheme::Dark);
        window.shell.actionTable().action(u"theme.light"_s)->trigger();
        window.shell.actionTable().action(u"text.larger"_s)->trigger();
    }
    applyTheme(*qApp, Theme());
    Window window(*m_settings);
    QCOMPARE(themeOf(window.shell).scheme(), ColourScheme::Light);
    QCOMPARE(themeOf(window.shell).textPercent(), 110);
}

void TestShell::sheetIsLeftByAnyKey()
{
    Window window(*m_settings);
    QTest::keyClick(&window.shell, Qt::Key_F1);
    auto *sheet = window.shell.findChild<ShortcutSheet *>();
    QVERIFY(sheet->isVisible());
    QVERIFY(sheet->accessibleDescription().contains(u"Ctrl+K"_s));
    QTest::keyClick(sheet, Qt::Key_A);
    QVERIFY(!sheet->isVisible());
}

QTEST_MAIN(TestShell)
#include "tst_shell.moc"
