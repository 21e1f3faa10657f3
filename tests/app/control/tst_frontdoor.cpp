// SPDX-License-Identifier: GPL-3.0-or-later
// Events opened, made, backed up, checked, moved and closed from the window.
#include "app/control/controlroom.h"
#include "app/control/documentdesk.h"
#include "app/control/documentpresenter.h"
#include "app/control/frontdoor.h"
#include "app/control/movepage.h"
#include "app/ui/noticebar.h"
#include "server/store/document.h"
#include "shared/crypto/random.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kPassphrase = "a kettle, two oars, nine knots";

QPushButton *buttonNamed(QWidget &parent, const QString &text)
{
    for (QPushButton *button : parent.findChildren<QPushButton *>())
        if (button->isVisible() && button->text().remove(u'&') == text)
            return button;
    return nullptr;
}

void click(QWidget &parent, const QString &text)
{
    QVERIFY2(QTest::qWaitFor([&] { return buttonNamed(parent, text) && buttonNamed(parent, text)->isEnabled(); }),
             qPrintable(text));
    QTest::mouseClick(buttonNamed(parent, text), Qt::LeftButton);
}

QLineEdit *lineNamed(QWidget &parent, const QString &label)
{
    for (QLabel *each : parent.findChildren<QLabel *>())
        if (each->isVisible() && each->text().remove(u'&') == label)
            return qobject_cast<QLineEdit *>(each->buddy());
    return nullptr;
}

void type(QWidget &parent, const QString &label, const QString &text)
{
    QLineEdit *line = lineNamed(parent, label);
    QVERIFY2(line, qPrintable(label));
    line->setText(text);
}

QString words(QWidget &parent)
{
    QStringList texts;
    for (QLabel *label : parent.findChildren<QLabel *>())
        if (label->isVisible())
            texts += label->text();
    return texts.join(u'\n');
}

} // namespace

class TestFrontDoor : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void anEventIsMadeWithItsRecoveryCode();
    void whatIsWrongIsSaidBeforeAnythingIsMade_data();
    void whatIsWrongIsSaidBeforeAnythingIsMade();
    void whatWasOpenIsOfferedAgain();
    void anEventIsDroppedOnThePage();
    void aFileThatIsNoneIsRefused();
    void withoutItsKeyThePassphraseIsAskedFor();
    void aBackupIsMadeCheckedAndRestored();
    void automaticBackupsAreSetFromTheWindow();
    void anEventMovesAndDoesNotOpenHereAgain();
    void aMoveThatFailsLeavesTheEventHere();

private:
    void make();
    [[nodiscard]] QString path() const { return m_base + u"/fair.gatehouse"_s; }
    template <class T>
    [[nodiscard]] T *desk(const char *id)
    {
        m_door->room()->shell().showDesk(QString::fromLatin1(id));
        return m_door->room()->shell().findChild<T *>();
    }

    QTemporaryDir m_folder;
    QString m_base;
    QString m_code;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<FrontDoor> m_door;
    int m_round = 0;
};

void TestFrontDoor::init()
{
    initialiseCrypto();
    m_base = m_folder.filePath(QString::number(++m_round));
    QVERIFY(QDir().mkpath(m_base));
    m_settings = std::make_unique<QSettings>(m_base + u"/settings.ini"_s, QSettings::IniFormat);
    ControlArguments arguments;
    arguments.port = 0;
    m_door = std::make_unique<FrontDoor>(arguments, *m_settings);
    m_door->showStart();
}

void TestFrontDoor::cleanup()
{
    m_door.reset();
    m_settings.reset();
}

/// Made by hand: name, passwords, recovery code from the paper; then it is open.
void TestFrontDoor::make()
{
    QWidget &window = *m_door->window();
    QSignalSpy created(m_door.get(), &FrontDoor::created);
    QSignalSpy opened(m_door.get(), &FrontDoor::opened);
    click(window, u"New event…"_s);
    type(window, u"Name of the event"_s, u"Höhenfest"_s);
    window.findChild<QComboBox *>()->setCurrentText(u"Europe/Berlin"_s);
    QLineEdit *file = nullptr;
    for (QLineEdit *line : window.findChildren<QLineEdit *>())
        file = line->isVisible() && line->text().endsWith(u".gatehouse"_s) ? line : file;
    QVERIFY(file);
    file->setText(path());
    emit file->textEdited(path());
    type(window, u"Your password"_s, u"seven lanterns by the north quay"_s);
    type(window, u"The password again"_s, u"seven lanterns by the north quay"_s);
    type(window, u"Passphrase of the keyring"_s, QString::fromLatin1(kPassphrase));
    click(window, u"Make the event"_s);
    QVERIFY2(created.wait(20'000), qPrintable(words(window)));
    for (QLabel *label : window.findChildren<QLabel *>())
        if (label->accessibleName().count(u'-') == 7)
            m_code = label->accessibleName();
    QVERIFY(!m_code.isEmpty());
    QLineEdit *answer = nullptr;
    for (QLineEdit *line : window.findChildren<QLineEdit *>())
        answer = line->isVisible() ? line : answer;
    answer->setText(u"00000"_s);
    click(window, u"It is written down"_s);
    QVERIFY(words(window).contains(u"That is not what stands there"_s));
    QVERIFY(!m_door->room());
    for (int group = 0; group < 8 && opened.isEmpty() && answer->isVisible(); ++group) { // the page says which one
        if (!words(window).contains(u"Type the group %1"_s.arg(group + 1)))
            continue;
        answer->setText(m_code.section(u'-', group, group).toLower());
        click(window, u"It is written down"_s);
        break;
    }
    QVERIFY(!words(window).contains(m_code.left(5)));
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20'000);
    QTRY_COMPARE(m_door->room()->replica().status().state, ReplicaState::Live);
}

void TestFrontDoor::anEventIsMadeWithItsRecoveryCode()
{
    make();
    QTRY_COMPARE(m_door->room()->shell().windowTitle(), u"Höhenfest – Gatehouse"_s);
    auto *desk = this->desk<DocumentDesk>("document");
    QTRY_VERIFY(words(*desk).contains(u"fair.gatehouse"_s));
    QVERIFY(words(*desk).contains(QString::fromStdString(m_door->server()->address())));
    QVERIFY(!m_door->window()->isVisible());
}

void TestFrontDoor::whatIsWrongIsSaidBeforeAnythingIsMade_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("said");
    QTest::newRow("no name") << u"Name of the event"_s << QString() << u"needs a name"_s;
    QTest::newRow("no login") << u"Your login"_s << u"Ana Ruiz"_s << u"A login is"_s;
    QTest::newRow("a short password") << u"Your password"_s << u"short"_s << u"too short"_s;
    QTest::newRow("a common password") << u"Your password"_s << u"password1234"_s << u"everybody tries first"_s;
    QTest::newRow("another one the second time") << u"The password again"_s << u"something else"_s << u"differ"_s;
}

void TestFrontDoor::whatIsWrongIsSaidBeforeAnythingIsMade()
{
    QFETCH(QString, label);
    QFETCH(QString, text);
    QFETCH(QString, said);
    QWidget &window = *m_door->window();
    click(window, u"New event…"_s);
    QLineEdit *file = nullptr;
    for (QLineEdit *line : window.findChildren<QLineEdit *>())
        file = line->isVisible() && line->text().endsWith(u".gatehouse"_s) ? line : file;
    QVERIFY(file);
    emit file->textEdited(path());
    file->setText(path());
    type(window, u"Name of the event"_s, u"Höhenfest"_s);
    type(window, u"Your password"_s, u"seven lanterns by the north quay"_s);
    type(window, u"The password again"_s, u"seven lanterns by the north quay"_s);
    type(window, label, text);
    click(window, u"Make the event"_s);
    QVERIFY2(words(window).contains(said), qPrintable(words(window)));
    QVERIFY(!QFile::exists(path()));
}

void TestFrontDoor::whatWasOpenIsOfferedAgain()
{
    make();
    QTRY_VERIFY(!m_settings->value(u"recent/paths"_s).toStringList().isEmpty());
    m_door->close();
    QTRY_VERIFY(!m_door->room());
    QVERIFY(m_door->window()->isVisible());
    auto *recent = m_door->window()->findChild<QListWidget *>();
    QTRY_COMPARE(recent->count(), 1);
    QVERIFY(recent->item(0)->text().contains(u"Höhenfest"_s));
    QVERIFY(Document::open(path().toStdString())); // closed, and free for others
}

void TestFrontDoor::anEventIsDroppedOnThePage()
{
    QSignalSpy wanted(m_door->startPage(), &StartPage::openWanted);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_base + u"/notes.txt"_s)});
    QDragEnterEvent other({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
    other.ignore();
    QCoreApplication::sendEvent(m_door->startPage(), &other);
    QVERIFY(!other.isAccepted());
    data.setUrls({QUrl::fromLocalFile(path())});
    QDragEnterEvent enters({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_door->startPage(), &enters);
    QVERIFY(enters.isAccepted());
    QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_door->startPage(), &drop);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toString(), path());
}

void TestFrontDoor::aFileThatIsNoneIsRefused()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is no event");
    file.close();
    QSignalSpy failed(m_door.get(), &FrontDoor::openFailed);
    m_door->open(path(), QString::fromLatin1(kPassphrase));
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY2(words(*m_door->window()).contains(u"cannot be opened"_s), qPrintable(words(*m_door->window())));
    emit m_door->startPage()->joinWanted(u"somewhere"_s);
    QVERIFY(words(*m_door->window()).contains(u"An address looks like"_s));
}

void TestFrontDoor::withoutItsKeyThePassphraseIsAskedFor()
{
    make();
    m_door->close();
    QTRY_VERIFY(!m_door->room());
    QWidget &window = *m_door->window();
    QSignalSpy failed(m_door.get(), &FrontDoor::openFailed);
    QSignalSpy opened(m_door.get(), &FrontDoor::opened);
    m_door->open(path(), u"a wrong one"_s);
    QTRY_COMPARE(failed.size(), 1);
    type(window, u"Passphrase"_s, QString::fromLatin1(kPassphrase));
    click(window, u"Open with this key"_s);
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20'000);
    m_door->close();
    QTRY_VERIFY(!m_door->room());
    QVERIFY(QFile::remove(m_base + u"/fair.key"_s)); // the machine's key is lost: the paper helps
    m_door->open(path(), u"a new passphrase here"_s, m_code);
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 2, 20'000);
}

void TestFrontDoor::aBackupIsMadeCheckedAndRestored()
{
    make();
    auto *desk = this->desk<DocumentDesk>("document");
    auto *presenter = m_door->room()->shell().findChild<DocumentPresenter *>();
    QSignalSpy ended(presenter, &DocumentPresenter::workEnded);
    const QString backup = m_base + u"/backup.gatehouse"_s;
    emit desk->backupWanted(backup);
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY2(QFile::exists(backup), qPrintable(desk->notices()->text()));
    emit desk->backupWanted(backup); // never over a file that is there
    QTRY_COMPARE(ended.size(), 2);
    QVERIFY(desk->notices()->text().contains(u"Not done"_s));
    click(*desk, u"Check every row"_s);
    QTRY_COMPARE(ended.size(), 3);
    QVERIFY2(desk->notices()->text().contains(u"as the journal says"_s), qPrintable(desk->notices()->text()));
    const QString restored = m_base + u"/restored.gatehouse"_s;
    emit desk->restoreWanted(backup, restored);
    QTRY_COMPARE(ended.size(), 4);
    QVERIFY(QFile::exists(restored));
    QCOMPARE(m_door->room()->replica().status().state, ReplicaState::Live); // all the while it was served
}

void TestFrontDoor::automaticBackupsAreSetFromTheWindow()
{
    make();
    auto *desk = this->desk<DocumentDesk>("document");
    const QString folder = m_base + u"/disk"_s;
    QVERIFY(QDir().mkpath(folder));
    emit desk->backupPlanWanted({true, folder, 7});
    QTRY_COMPARE(QDir(folder).entryList({u"*.gatehouse"_s}).size(), 1);
    QTRY_VERIFY(m_door->server()->backupFigures().lastAt.has_value());
    QCOMPARE(m_door->server()->backupPlan()->everyMs, 7 * 60'000);
    emit desk->backupPlanWanted({false, folder, 7});
    QVERIFY(!m_door->server()->backupPlan());
    emit desk->backupPlanWanted({true, m_base + u"/no/disk"_s, 7});
    QTRY_VERIFY(!m_door->server()->backupFigures().failure.empty());
    QTRY_VERIFY(words(*desk).contains(u"Backup fails"_s));
}

void TestFrontDoor::anEventMovesAndDoesNotOpenHereAgain()
{
    make();
    auto *desk = this->desk<DocumentDesk>("document");
    const QString stick = m_base + u"/stick"_s;
    QVERIFY(QDir().mkpath(stick));
    QLineEdit *folder = nullptr;
    for (QLineEdit *line : desk->findChildren<QLineEdit *>())
        folder = line->placeholderText() == u"An empty folder on a stick"_s ? line : folder;
    QVERIFY(folder);
    folder->setText(stick);
    type(*desk, u"Passphrase for the way"_s, u"eleven herons on a jetty"_s);
    type(*desk, u"The same again"_s, u"eleven herons on a jetty"_s);
    QVERIFY(!buttonNamed(*desk, u"Close the event here and move it"_s)->isEnabled()); // nobody has read it yet
    QCheckBox *understood = nullptr;
    for (QCheckBox *box : desk->findChildren<QCheckBox *>())
        understood = box->text().startsWith(u"I have read this"_s) ? box : understood;
    understood->setChecked(true);
    QSignalSpy moved(m_door->movePage(), &MovePage::moved);
    click(*desk, u"Close the event here and move it"_s);
    QTRY_COMPARE_WITH_TIMEOUT(moved.size(), 1, 20'000);
    QVERIFY(!m_door->room() && !m_door->server());
    QCOMPARE(QDir(stick).entryList(QDir::Files), QStringList({u"fair.gatehouse"_s, u"fair.key"_s, u"fair.keyring"_s}));
    click(*m_door->window(), u"Done"_s);
    QSignalSpy failed(m_door.get(), &FrontDoor::openFailed);
    m_door->open(path(), QString::fromLatin1(kPassphrase));
    QTRY_COMPARE(failed.size(), 1);
    QVERIFY2(words(*m_door->window()).contains(u"moved to another machine"_s), qPrintable(words(*m_door->window())));
    QSignalSpy opened(m_door.get(), &FrontDoor::opened);
    m_door->open(stick + u"/fair.gatehouse"_s, u"eleven herons on a jetty"_s);
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20'000);
    QTRY_COMPARE(m_door->room()->shell().windowTitle(), u"Höhenfest – Gatehouse"_s);
}

void TestFrontDoor::aMoveThatFailsLeavesTheEventHere()
{
    make();
    const QString stick = m_base + u"/stick"_s;
    QVERIFY(QDir().mkpath(stick));
    QFile other(stick + u"/fair.gatehouse"_s);
    QVERIFY(other.open(QIODevice::WriteOnly));
    QSignalSpy opened(m_door.get(), &FrontDoor::opened);
    m_door->move(stick, {});
    QTRY_VERIFY(buttonNamed(*m_door->window(), u"Open the event here again"_s));
    QVERIFY(words(*m_door->window()).contains(u"did not move"_s));
    click(*m_door->window(), u"Open the event here again"_s);
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20'000);
}

QTEST_MAIN(TestFrontDoor)
#include "tst_frontdoor.moc"
