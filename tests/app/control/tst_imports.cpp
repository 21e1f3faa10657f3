// SPDX-License-Identifier: GPL-3.0-or-later
// Imports as people use them: files chosen at a real window over a real document, at this desk and at a second one.
#include "app/control/controlroom.h"
#include "app/control/localserver.h"
#include "app/imports/importsdesk.h"
#include "app/imports/importspresenter.h"
#include "app/imports/reportpage.h"
#include "app/ui/figuretile.h"
#include "app/ui/noticebar.h"
#include "server/serve/workbench.h"
#include "shared/model/json.h"
#include "tests/support/programs.h"

#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kPassword = "a quiet harbour at noon";

template <class T>
T must(Result<T> result)
{
    if (!result)
        throw std::runtime_error(describe(result.error()));
    return std::move(*result);
}

QByteArray talk(const QByteArray &number, const QByteArray &title)
{
    return "<room name=\"Hall\"><event id=\"" + number + "\" guid=\"00000000-0000-4000-8000-00000000000" + number
        + "\"><title>" + title
        + "</title><date>2026-08-01T10:00:00+02:00</date><duration>00:50</duration></event></room>\n";
}

QByteArray schedule(const QByteArray &talks)
{
    return "<schedule><conference><acronym>test</acronym></conference>\n<day date=\"2026-08-01\">" + talks
        + "</day></schedule>";
}

QByteArray table(int people)
{
    QByteArray csv = "Name,Ticket type,Order,Barcode\n";
    for (int each = 0; each < people; ++each) {
        const QByteArray number = QByteArray::number(each);
        csv += "Person " + number + ",Day,R" + number + ",code-" + number + "\n";
    }
    return csv;
}

/// Takes seconds to hand over: what is said of it is long, and of no use.
QByteArray heavyTable()
{
    QByteArray csv = "Name,Ticket type,Order,Barcode,Remark\n";
    for (int each = 0; each < 40'000; ++each) {
        const QByteArray number = QByteArray::number(each);
        csv += "Person " + number + ",Day,R" + number + ",code-" + number + ',' + QByteArray(400, 'x') + '\n';
    }
    return csv;
}

QString sharedFile(const QString &name)
{
    return qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/../shared/data/schedules/"_s + name;
}

/// The texts of all labels that are seen.
QString wordsOn(QWidget &parent)
{
    QStringList texts;
    for (QLabel *label : parent.findChildren<QLabel *>())
        if (label->isVisible())
            texts += label->text();
    return texts.join(u'\n');
}

QTableView *tableNamed(QWidget &parent, const QString &name)
{
    for (QTableView *table : parent.findChildren<QTableView *>())
        if (table->accessibleName() == name)
            return table;
    return nullptr;
}

QPushButton *buttonBeginning(QWidget &parent, const QString &text)
{
    for (QPushButton *button : parent.findChildren<QPushButton *>())
        if (button->isVisible() && button->text().startsWith(text))
            return button;
    return nullptr;
}

QString figure(QWidget &parent, const QString &caption)
{
    for (FigureTile *tile : parent.findChildren<FigureTile *>())
        if (tile->isVisible() && tile->view().caption == caption)
            return tile->view().figure;
    return {};
}

/// One window of the event.
struct Desk {
    Desk(ReplicaOptions options, const QString &folder)
        : settings(folder + u"/settings.ini"_s, QSettings::IniFormat), room(std::move(options), settings)
    {
        room.start();
        room.shell().showDesk(u"imports"_s);
        desk = room.shell().findChild<ImportsDesk *>();
        presenter = room.shell().findChild<ImportsPresenter *>();
    }

    [[nodiscard]] bool isLive() { return room.replica().status().state == ReplicaState::Live; }
    /// The report is on the screen, whole.
    [[nodiscard]] bool hasReport()
    {
        return QTest::qWaitFor([this] { return desk->report()->isVisible() && presenter->keeper().hasAllNotes(); },
                               60'000);
    }
    [[nodiscard]] bool says(const QString &words, int timeoutMs = 20'000)
    {
        return QTest::qWaitFor([&] { return wordsOn(*desk).contains(words); }, timeoutMs);
    }
    bool click(const QString &button)
    {
        const bool isThere = QTest::qWaitFor(
            [&] { return buttonBeginning(*desk, button) && buttonBeginning(*desk, button)->isEnabled(); });
        if (isThere)
            QTest::mouseClick(buttonBeginning(*desk, button), Qt::LeftButton);
        return isThere;
    }
    /// Chosen, judged and taken, to the end.
    [[nodiscard]] bool imports(const QStringList &paths)
    {
        emit desk->filesChosen(paths);
        if (!hasReport() || !click(u"Import "_s) || !says(u"Imported"_s, 60'000))
            return false;
        return click(u"Import other files"_s);
    }

    QSettings settings;
    ControlRoom room;
    ImportsDesk *desk = nullptr;
    ImportsPresenter *presenter = nullptr;
};

} // namespace

class TestImports : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aScheduleIsJudgedTakenAndListed();
    void theSameFileAgainShowsWhatChanged();
    void whatVanishedIsAskedAbout();
    void filesOfARealEvent();
    void aReportIsCopiedAndSaved();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void itIsStoppedHalfWay();
    void filesAreDroppedOnTheWindow();
    void aSecondDeskImportsOverTheNetwork();
    void twoDesksAtOnce();
    void aLostLinkIsPickedUp();
    void aChangedEventIsReadAgain();
    void whoMayNotIsTold();

private:
    [[nodiscard]] QString file(const QString &name, const QByteArray &content);
    [[nodiscard]] std::unique_ptr<Desk> joined(const std::string &login);

    QTemporaryDir m_folder;
    MemoryKeyStore m_store;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Desk> m_here;
    QString m_base;
    int m_round = 0;
};

void TestImports::init()
{
    initialiseCrypto();
    m_base = m_folder.filePath(QString::number(++m_round));
    QVERIFY(QDir().mkpath(m_base));
    const QString path = m_base + u"/fair.gatehouse"_s;
    {
        NewEvent event{"Fair", "Europe/Berlin", "organiser", must(hashPassword(kPassword)), "Olga Organiser"};
        std::string code;
        auto bench = must(Workbench::create(path.toStdString(), event, m_store, &code));
        AddAccount steward;
        steward.account = makeId<AccountId>(bench->now().ms, bench->random());
        steward.login = "steward";
        steward.name = "Steward";
        steward.password = must(hashPassword(kPassword));
        steward.roles = {RoleId(must(bench->idNamed<Role>("Steward")))};
        must(bench->run(steward));
    }
    ControlArguments arguments;
    arguments.document = path;
    arguments.port = 0;
    m_server = must(openLocalServer(arguments, m_store));
    m_here = std::make_unique<Desk>(must(localReplica(*m_server, {}, m_base + u"/desk"_s)), m_base);
    QTRY_VERIFY(m_here->isLive());
}

void TestImports::cleanup()
{
    m_here.reset();
    m_server.reset();
}

QString TestImports::file(const QString &name, const QByteArray &content)
{
    const QString path = m_base + u'/' + name;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        throw std::runtime_error("the disk takes nothing");
    return path;
}

/// A window of somebody else, over the network.
std::unique_ptr<Desk> TestImports::joined(const std::string &login)
{
    const QString folder = m_base + u"/joined-"_s + QString::fromStdString(login);
    QDir().mkpath(folder);
    auto options = must(remoteReplica(QUrl(QString::fromStdString(m_server->address())),
                                      QByteArray::fromStdString(must(m_server->localToken(login))), folder));
    auto desk = std::make_unique<Desk>(std::move(options), folder);
    if (!QTest::qWaitFor([&] { return desk->isLive(); }, 20'000))
        throw std::runtime_error("the second desk does not get in");
    return desk;
}

void TestImports::aScheduleIsJudgedTakenAndListed()
{
    QVERIFY(m_here->says(u"Take in what other systems know"_s));
    QVERIFY(m_here->says(u"Nothing was imported yet"_s));
    emit m_here->desk->filesChosen({file(u"schedule.xml"_s, schedule(talk("1", "One") + talk("2", "Two")))});
    QVERIFY(m_here->hasReport());
    QTRY_COMPARE(figure(*m_here->desk, u"Sessions"_s), u"2"_s);
    QCOMPARE(figure(*m_here->desk, u"Spaces"_s), u"1"_s);
    QVERIFY(m_here->says(u"schedule.xml (Schedule (XML)"_s));
    QCOMPARE(m_here->room.replica().collection<Session>().size(), std::size_t{0}); // nothing has happened
    auto *button = buttonBeginning(*m_here->desk, u"Import "_s);
    QVERIFY(button);
    QVERIFY2(button->text().contains(u"2 session"_s), qPrintable(button->text()));
    QVERIFY(m_here->click(u"Import "_s));
    QVERIFY(m_here->says(u"Imported"_s));
    QTRY_COMPARE(m_here->room.replica().collection<Session>().size(), std::size_t{2});
    auto *past = tableNamed(*m_here->desk, u"Imports so far"_s);
    QTRY_COMPARE(past->model()->rowCount(), 1);
    QTRY_COMPARE(past->model()->index(0, 2).data().toString(), u"done"_s);
    QCOMPARE(past->model()->index(0, 1).data().toString(), u"schedule.xml"_s);
    QCOMPARE(past->model()->index(0, 5).data().toString(), u"Olga Organiser"_s);
}

void TestImports::theSameFileAgainShowsWhatChanged()
{
    const QString path = file(u"schedule.xml"_s, schedule(talk("1", "One") + talk("2", "Two")));
    QVERIFY(m_here->imports({path}));
    emit m_here->desk->filesChosen({path});
    QVERIFY(m_here->hasReport());
    QVERIFY(m_here->says(u"Nothing is to be done"_s));
    QVERIFY(!buttonBeginning(*m_here->desk, u"Import"_s)->isEnabled());
    emit m_here->desk->filesChosen({file(u"schedule.xml"_s, schedule(talk("1", "One, later") + talk("2", "Two")))});
    QTRY_COMPARE(figure(*m_here->desk, u"Changes"_s), u"1"_s);
    QVERIFY(m_here->hasReport());
    auto *tabs = m_here->desk->report()->findChild<QTabBar *>();
    QTRY_COMPARE(tabs->tabText(0), u"Changed: 1"_s);
    auto *notes = m_here->desk->report()->findChild<QTableView *>();
    QTRY_COMPARE(notes->model()->rowCount(), 1);
    const QString what = notes->model()->index(0, 0).data().toString();
    QVERIFY2(what.contains(u"One, later"_s), qPrintable(what));
    QVERIFY(notes->model()->index(0, 1).data().toString().startsWith(u"line "_s));
}

void TestImports::whatVanishedIsAskedAbout()
{
    QVERIFY(m_here->imports({file(u"schedule.xml"_s, schedule(talk("1", "One") + talk("2", "Two")))}));
    emit m_here->desk->filesChosen({file(u"schedule.xml"_s, schedule(talk("2", "Two")))});
    QVERIFY(m_here->hasReport());
    QVERIFY(m_here->says(u"no longer in the file"_s));
    auto *notes = m_here->desk->report()->findChild<QTableView *>();
    QTRY_VERIFY(notes->model()->rowCount() > 0);
    QVERIFY(!buttonBeginning(*m_here->desk, u"Import"_s)->isEnabled()); // kept: nothing is to be done
    QVERIFY(m_here->click(u"C&ancel them"_s));
    QVERIFY(m_here->click(u"Import "_s));
    QVERIFY(m_here->says(u"Imported"_s));
    const auto cancelled = [this] {
        int count = 0;
        m_here->room.replica().collection<Session>().each(
            [&](const Session &session) { count += session.state == SessionState::Cancelled ? 1 : 0; });
        return count;
    };
    QTRY_COMPARE(cancelled(), 1);
    QCOMPARE(m_here->room.replica().collection<Session>().size(), std::size_t{2});
}

void TestImports::filesOfARealEvent()
{
    for (const char *name : {"emf2016.schedule.xml", "emf2016.ics", "camp2019.schedule.json"})
        if (!QFile::exists(sharedFile(QString::fromLatin1(name))))
            QSKIP("shared/data/schedules is not there");
    QVERIFY(m_here->imports({sharedFile(u"emf2016.schedule.xml"_s)}));
    QTRY_COMPARE(m_here->room.replica().collection<Session>().size(), std::size_t{138});
    emit m_here->desk->filesChosen({sharedFile(u"emf2016.ics"_s)});
    QVERIFY(m_here->hasReport());
    QTRY_COMPARE(figure(*m_here->desk, u"Sessions"_s), u"212"_s);
    QCOMPARE(figure(*m_here->desk, u"Changes"_s), QString());
    QVERIFY(m_here->click(u"Import "_s));
    QVERIFY(m_here->says(u"Imported"_s, 60'000));
    QTRY_COMPARE(m_here->room.replica().collection<Session>().size(), std::size_t{350});
    QVERIFY(m_here->click(u"Import other files"_s));
    QVERIFY(m_here->imports({sharedFile(u"camp2019.schedule.json"_s)}));
    QTRY_COMPARE(m_here->room.replica().collection<Session>().size(), std::size_t{429});
}

void TestImports::aReportIsCopiedAndSaved()
{
    emit m_here->desk->filesChosen(
        {file(u"people.csv"_s, "Name,Ticket type,Order,Barcode\nAna,Day,R1,c1\nBo,Day,R2,c1\n")});
    QVERIFY(m_here->hasReport());
    QVERIFY(m_here->click(u"Copy the report"_s));
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"Refused\tpeople.csv\tline 3"_s));
    const auto saved = [this](const QString &path) {
        emit m_here->desk->saveWanted(path);
        QFile file(path);
        return QTest::qWaitFor([&] { return file.exists() && m_here->desk->notices()->text().contains(u"written"_s); })
                && file.open(QIODevice::ReadOnly)
            ? file.readAll()
            : QByteArray();
    };
    const QByteArray csv = saved(m_base + u"/report.csv"_s);
    QVERIFY2(csv.contains("refused,people.csv,3,"), csv.constData());
    m_here->desk->notices()->dismiss();
    const auto json = parseJson(saved(m_base + u"/report.json"_s).trimmed().toStdString());
    QVERIFY(json);
    QVERIFY(json->find("refused") && !json->find("refused")->elements.empty());
    emit m_here->desk->saveWanted(m_base + u"/no/such/folder/report.csv"_s);
    QTRY_VERIFY(m_here->desk->notices()->text().startsWith(u"Not written"_s));
}

void TestImports::whatIsWrongIsSaid_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("words");
    QTest::newRow("a wrong file") << QByteArray("\x7f\x45\x4c\x46\x02\x01") << u"Not imported"_s;
    QTest::newRow("broken JSON") << QByteArray("{\"features\": [") << u"The file cannot be read."_s;
    QTest::newRow("a zip that is none") << QByteArray("PK\x03\x04nothing") << u"The file cannot be read."_s;
    QTest::newRow("values without end") << "[" + QByteArray("0,").repeated(3'000'000) + "0]" << u"Too large"_s;
    QTest::newRow("60 MiB") << QByteArray(60 * 1024 * 1024, 'x') << u"Too large: file"_s;
}

void TestImports::whatIsWrongIsSaid()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, words);
    emit m_here->desk->filesChosen({file(u"file"_s, content)});
    QVERIFY2(m_here->says(words, 60'000), qPrintable(wordsOn(*m_here->desk)));
    QVERIFY(buttonBeginning(*m_here->desk, u"Choose other files"_s));
    QCOMPARE(m_here->room.replica().collection<Import>().size(), std::size_t{0});
    QVERIFY(m_here->imports({file(u"schedule.xml"_s, schedule(talk("1", "One")))})); // and life goes on
}

void TestImports::itIsStoppedHalfWay()
{
    emit m_here->desk->filesChosen({file(u"people.csv"_s, heavyTable())});
    QVERIFY(m_here->says(u"Handing the files over"_s));
    QVERIFY(m_here->click(u"Stop"_s));
    QVERIFY(m_here->says(u"Take in what other systems know"_s));
    QVERIFY(m_here->imports({file(u"schedule.xml"_s, schedule(talk("1", "One")))}));
    QCOMPARE(m_here->room.replica().collection<Import>().size(), std::size_t{1});
}

void TestImports::filesAreDroppedOnTheWindow()
{
    m_here->room.shell().showDesk(u"doors"_s);
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(file(u"schedule.xml"_s, schedule(talk("1", "One"))))});
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_here->room.shell(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&m_here->room.shell(), &drop);
    QVERIFY(drop.isAccepted());
    QCOMPARE(m_here->room.shell().currentDesk(), u"imports"_s);
    QVERIFY(m_here->hasReport());
}

void TestImports::aSecondDeskImportsOverTheNetwork()
{
    const auto there = joined("organiser");
    QVERIFY(there->imports({file(u"people.csv"_s, table(2'000))}));
    auto *past = tableNamed(*m_here->desk, u"Imports so far"_s); // seen at both
    QTRY_COMPARE(past->model()->rowCount(), 1);
    QTRY_COMPARE(past->model()->index(0, 2).data().toString(), u"done"_s);
}

void TestImports::twoDesksAtOnce()
{
    const auto there = joined("organiser");
    const QString path = file(u"people.csv"_s, table(500));
    emit m_here->desk->filesChosen({path});
    emit there->desk->filesChosen({path});
    QVERIFY(m_here->hasReport());
    QVERIFY(there->hasReport());
    QVERIFY(m_here->click(u"Import "_s));
    QVERIFY(m_here->says(u"Imported"_s));
    QVERIFY(there->click(u"Import "_s)); // by now somebody else has
    QVERIFY(there->says(u"The event has changed since the files were read."_s));
    QVERIFY(there->click(u"Read the files again"_s));
    QVERIFY(there->says(u"Nothing is to be done"_s));
}

void TestImports::aLostLinkIsPickedUp()
{
    const auto there = joined("organiser");
    emit there->desk->filesChosen({file(u"people.csv"_s, heavyTable())});
    QVERIFY(there->says(u"Handing the files over"_s));
    there->room.replica().goOffline();
    QVERIFY(there->says(u"There is no link to the server."_s));
    there->room.replica().goOnline();
    QVERIFY(there->hasReport());
    QTRY_COMPARE(figure(*there->desk, u"Attendees"_s), QLocale().toString(40'000));
    there->room.replica().goOffline();
    QVERIFY(there->says(u"There is no link to the server."_s));
    QVERIFY(!buttonBeginning(*there->desk, u"Import"_s)->isEnabled());
}

void TestImports::aChangedEventIsReadAgain()
{
    QVERIFY(m_here->imports({file(u"schedule.xml"_s, schedule(talk("1", "One")))}));
    emit m_here->desk->filesChosen({file(u"schedule.xml"_s, schedule(talk("1", "Theirs")))});
    QVERIFY(m_here->hasReport());
    Session before = *m_here->room.replica().collection<Session>().all().front();
    Session after = before;
    after.title = "Ours";
    bool isDone = false;
    m_here->room.replica().send(EditSession{before.id, editsBetween(before, after)}, this,
                                [&isDone](const Result<Nothing> &answer) { isDone = answer.has_value(); });
    QTRY_VERIFY(isDone);
    QVERIFY(m_here->click(u"Import "_s));
    QVERIFY(m_here->says(u"The event has changed since the files were read."_s));
    QVERIFY(m_here->click(u"Read the files again"_s));
    QVERIFY(m_here->hasReport());
    QTRY_COMPARE(m_here->desk->report()->findChild<QTabBar *>()->tabText(0), u"Kept as edited here: 1"_s);
}

void TestImports::whoMayNotIsTold()
{
    const auto there = joined("steward");
    QVERIFY(there->says(u"Your role does not allow imports"_s));
    QVERIFY(!buttonBeginning(*there->desk, u"Choose files"_s)->isEnabled());
    emit there->desk->filesChosen({file(u"people.csv"_s, table(3))});
    QTRY_VERIFY(there->desk->notices()->text().contains(u"Your role does not allow imports."_s));
    Result<ImportDraft> answer;
    bool hasAnswer = false;
    there->room.replica().query(PlanImport{}, this, [&](Result<ImportDraft> came) {
        answer = std::move(came);
        hasAnswer = true;
    });
    QTRY_VERIFY(hasAnswer);
    QCOMPARE(answer.error().fault, Fault::Forbidden);
}

QTEST_MAIN(TestImports)
#include "tst_imports.moc"
