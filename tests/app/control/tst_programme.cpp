// SPDX-License-Identifier: GPL-3.0-or-later
// The programme as it is run: a real document, served in this process, a real window over it with real clicks, and a
// second client over the network that hears of everything.
#include "app/control/controlroom.h"
#include "app/control/localserver.h"
#include "app/overview/nownextlist.h"
#include "app/overview/overviewdesk.h"
#include "app/programme/namespanel.h"
#include "app/programme/placeforms.h"
#include "app/programme/programmedesk.h"
#include "app/programme/programmegrid.h"
#include "app/programme/sessioncard.h"
#include "app/programme/sessionform.h"
#include "app/shell/commandpalette.h"
#include "app/ui/noticebar.h"
#include "server/serve/workbench.h"
#include "tests/support/plainclient.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::int64_t kMinute = 60'000;

template <class T>
T must(Result<T> result)
{
    if (!result)
        throw std::runtime_error(describe(result.error()));
    return std::move(*result);
}

/// A document with two spaces and, in the hall, three sessions back to back of which the first runs now; the second is
/// followed by a pinned one.
class Festival
{
public:
    Festival()
    {
        initialiseCrypto();
        NewEvent event{"Festival", "Europe/Berlin", "organiser", must(hashPassword("nobody signs in with this")),
                       "Organiser"};
        std::string code;
        auto bench = must(Workbench::create(path(), event, store, &code));
        m_bench = bench.get();
        now = bench->now();
        // A day of its own around this moment, whatever the hour is at which the test runs.
        const Event row = must(entityNamed<Event>());
        EditEvent edit;
        edit.event = row.id;
        Event around = row;
        const QDateTime noon = QDateTime::fromMSecsSinceEpoch(now.ms, QTimeZone("Europe/Berlin"));
        around.firstDay = noon.date().addDays(-1).toString(Qt::ISODate).toStdString();
        around.dayCount = 3;
        around.cutOffMinutes =
            noon.time().hour() < 3 || noon.time().hour() > 20 ? 12 * 60 : 0; // never near this moment
        edit.edits = editsBetween(row, around);
        must(bench->run(edit));
        hall = addSpace("Hall", 1);
        lab = addSpace("Lab", 2);
        first = place(addSession("Opening"), -10, 30);
        second = place(addSession("Concert"), 20, 30);
        third = place(addSession("Broadcast"), 55, 30);
        must(bench->run(PinSlot{third, true}));
        AddDevice add;
        add.device = device = makeId<DeviceId>(now.ms, bench->random());
        add.name = "Foyer screen";
        add.kind = DeviceKind::Display;
        key = must(bench->run(add)).key;
    }
    [[nodiscard]] std::string path() const { return folder.filePath(u"festival.gatehouse"_s).toStdString(); }

    QTemporaryDir folder;
    MemoryKeyStore store;
    Instant now;
    SpaceId hall, lab;
    SlotId first, second, third;
    DeviceId device;
    std::string key;

private:
    template <class E>
    Result<E> entityNamed()
    {
        std::optional<E> found;
        auto read = m_bench->reader().each(entityType<E>(), [&](const StoredRow &row) {
            if (auto entity = entityOf<E>(row))
                found = std::move(*entity);
            return false;
        });
        if (!read || !found)
            return fail(Fault::NotFound);
        return std::move(*found);
    }
    SpaceId addSpace(const char *name, std::int32_t order)
    {
        AddSpace add;
        add.space = makeId<SpaceId>(now.ms, m_bench->random());
        add.name = name;
        add.order = order;
        must(m_bench->run(add));
        return add.space;
    }
    SessionId addSession(const char *title)
    {
        AddSession add;
        add.session = makeId<SessionId>(now.ms, m_bench->random());
        add.title = title;
        must(m_bench->run(add));
        return add.session;
    }
    SlotId place(const SessionId &session, int start, int minutes)
    {
        AddSlot add;
        add.slot = makeId<SlotId>(now.ms, m_bench->random());
        add.session = session;
        add.space = hall;
        add.startsAt = Instant{(now.ms / kMinute + start) * kMinute};
        add.minutes = minutes;
        must(m_bench->run(add));
        return add.slot;
    }

    Workbench *m_bench = nullptr; ///< while the document is being filled
};

QPushButton *buttonNamed(QWidget &parent, const QString &text)
{
    for (QPushButton *button : parent.findChildren<QPushButton *>())
        if (button->isVisibleTo(&parent) && button->text() == text)
            return button;
    return nullptr;
}

} // namespace

class TestProgramme : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void nowAndNextShowOnTheOverview();
    void aDelayIsHeardEverywhereAndUndone();
    void aMoveShowsItsClashesFirst();
    void cancelledIsSaidAndTakenBack();
    void aDraftIsWrittenPlacedAndPublished();
    void aSessionIsEditedAndUndone();
    void aSessionIsPlacedTwiceAndTakenOff();
    void thePaletteLeadsToASession();
    void theEventsDaysAreSet();
    void spacesAreAddedAndKeptWhileUsed();

private:
    [[nodiscard]] ProgrammeDesk *desk() const { return m_room->shell().findChild<ProgrammeDesk *>(); }
    [[nodiscard]] OverviewDesk *overview() const { return m_room->shell().findChild<OverviewDesk *>(); }
    template <class E>
    [[nodiscard]] std::optional<E> row(const Id &id) const
    {
        const E *found = m_room->replica().collection<E>().find(id);
        return found ? std::optional(*found) : std::nullopt;
    }
    /// The same row as the second client holds it.
    template <class E>
    [[nodiscard]] std::optional<E> seen(const Id &id) const
    {
        const auto at = m_screen->rows().find({E::spec.number, id});
        if (at == m_screen->rows().end())
            return std::nullopt;
        auto entity = decoded<E>(at->second.body, Strictness::Replica, Part::Open);
        return entity ? std::optional(std::move(*entity)) : std::nullopt;
    }
    void choose(const Id &key)
    {
        m_room->shell().showDesk(u"programme"_s);
        QTRY_VERIFY(desk()->grid()->count() > 0);
        desk()->choose(key);
        QTRY_COMPARE(desk()->card()->key(), key);
    }
    void click(QWidget &parent, const QString &text)
    {
        QPushButton *button = nullptr;
        QTRY_VERIFY((button = buttonNamed(parent, text)) != nullptr);
        QTRY_VERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    /// Of now and next on the overview; empty as long as it says nothing.
    [[nodiscard]] NowNextView hallRow() const
    {
        const auto &rows = overview()->nowNext()->rows();
        return rows.empty() ? NowNextView{} : rows.front();
    }
    [[nodiscard]] QString newestInFeed() const
    {
        for (QListView *view : m_room->shell().feed()->findChildren<QListView *>())
            if (!view->inherits("QComboBoxListView"))
                return view->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
        return {};
    }

    std::unique_ptr<Festival> m_festival;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ControlRoom> m_room;
    std::unique_ptr<PlainClient> m_screen;
};

void TestProgramme::init()
{
    m_festival = std::make_unique<Festival>();
    ControlArguments arguments;
    arguments.document = QString::fromStdString(m_festival->path());
    arguments.port = 0;
    arguments.backupFolder = m_festival->folder.filePath(u"backups"_s);
    m_server = must(openLocalServer(arguments, m_festival->store));
    m_settings = std::make_unique<QSettings>(m_festival->folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_room = std::make_unique<ControlRoom>(must(localReplica(*m_server, {}, m_festival->folder.filePath(u"desk"_s))),
                                           *m_settings);
    m_room->start();
    m_room->shell().resize(1500, 950);
    QTRY_COMPARE(m_room->replica().status().state, ReplicaState::Live);
    m_screen = std::make_unique<PlainClient>(m_festival->key, m_festival->device);
    QString address = QString::fromStdString(m_server->address()) + u"sync"_s;
    m_screen->connectTo(address.replace(u"http:"_s, u"ws:"_s));
    QTRY_VERIFY(m_screen->welcome().has_value());
    QTRY_VERIFY(seen<Slot>(m_festival->third).has_value());
}

void TestProgramme::cleanup()
{
    m_screen.reset();
    m_room.reset();
    m_server.reset();
    m_settings.reset();
    m_festival.reset();
}

void TestProgramme::nowAndNextShowOnTheOverview()
{
    auto *list = overview()->nowNext();
    QTRY_COMPARE(list->rows().size(), std::size_t{1}); // nothing is placed in the lab
    QVERIFY(list->isVisible());
    const NowNextView &hall = list->rows().front();
    QVERIFY(hall.now.startsWith(u"Opening, until "_s));
    QVERIFY(hall.next.endsWith(u"Concert"_s));
    QCOMPARE(hall.word, u"running"_s);
    emit list->slotActivated(hall.slot);
    QCOMPARE(m_room->shell().currentDesk(), u"programme"_s);
    QTRY_COMPARE(desk()->card()->key(), Id(m_festival->first));
}

void TestProgramme::aDelayIsHeardEverywhereAndUndone()
{
    choose(m_festival->first);
    m_room->shell().actionTable().action(u"programme.delay"_s)->trigger();
    auto *form = desk()->card()->delayForm();
    QVERIFY(form->isVisible());
    click(*form, u"+15"_s);
    // What is behind is pushed, what is pinned stays, and what that brings about is said before anything is done.
    const QStringList lines = form->findChild<PreviewList *>()->lines();
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.front().startsWith(u"Concert: at "_s));
    QVERIFY2(lines.back().contains(u"Concert and Broadcast"_s), qPrintable(lines.back()));
    QCOMPARE(row<Slot>(m_festival->first)->delayMinutes, 0);
    click(*form, u"Announce the delay"_s);
    QTRY_COMPARE(row<Slot>(m_festival->first)->delayMinutes, 15);
    QCOMPARE(row<Slot>(m_festival->second)->delayMinutes, 15);
    QCOMPARE(row<Slot>(m_festival->third)->delayMinutes, 0);
    QTRY_COMPARE(seen<Slot>(m_festival->first)->delayMinutes, 15);
    QCOMPARE(seen<Slot>(m_festival->second)->delayMinutes, 15); // both in the same delta
    QTRY_VERIFY2(newestInFeed().contains(u"Opening begins 15 minute"_s), qPrintable(newestInFeed()));
    QVERIFY(newestInFeed().contains(u"and 1 behind it"_s));
    QTRY_VERIFY2(hallRow().word.contains(u"late"_s), qPrintable(hallRow().word));
    QVERIFY2(hallRow().next.contains(u"Opening (planned "_s), qPrintable(hallRow().next));
    QTRY_VERIFY(desk()->notices()->text().contains(u"Opening begins 15 minute"_s));
    click(*desk()->notices(), u"Undo"_s);
    QTRY_COMPARE(seen<Slot>(m_festival->first)->delayMinutes, 0);
    QTRY_COMPARE(seen<Slot>(m_festival->second)->delayMinutes, 0);
}

void TestProgramme::aMoveShowsItsClashesFirst()
{
    choose(m_festival->second);
    const Slot before = *row<Slot>(m_festival->second);
    const QPoint from = desk()->grid()->rectOf(m_festival->second).center();
    const int up = desk()->grid()->pointAt(m_festival->hall, before.startsAt).y()
        - desk()->grid()->pointAt(m_festival->hall, before.startsAt - 15 * kMinute).y();
    const QPoint to = from - QPoint(0, up);
    QWidget *viewport = desk()->grid()->viewport();
    QTest::mousePress(viewport, Qt::LeftButton, {}, from);
    QTest::mouseMove(viewport, (from + to) / 2);
    QTest::mouseMove(viewport, to);
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, to);
    auto *form = desk()->card()->moveForm();
    QTRY_VERIFY(form->isVisible());
    QVERIFY(form->findChild<PreviewList *>()->lines().join(u' ').contains(u"Opening and Concert"_s));
    QVERIFY(*row<Slot>(m_festival->second) == before);
    // Into the lab it fits.
    MoveWish wish = form->wish();
    wish.space = m_festival->lab;
    wish.startsAt = before.startsAt;
    desk()->card()->askMove(wish);
    QCOMPARE(form->findChild<PreviewList *>()->lines(), QStringList{u"It fits there."_s});
    click(*form, u"Move"_s);
    QTRY_VERIFY(seen<Slot>(m_festival->second)->space == m_festival->lab);
    QVERIFY(seen<Slot>(m_festival->second)->movedFrom == m_festival->hall);
    QTRY_VERIFY2(newestInFeed().contains(u"Concert was moved: Lab"_s), qPrintable(newestInFeed()));
    click(*desk()->notices(), u"Undo"_s);
    QTRY_VERIFY(seen<Slot>(m_festival->second)->space == m_festival->hall);
    QTRY_VERIFY(seen<Slot>(m_festival->second)->movedFrom.isNull());
}

void TestProgramme::cancelledIsSaidAndTakenBack()
{
    choose(m_festival->second);
    const Id session = row<Slot>(m_festival->second)->session;
    click(*desk()->card(), u"Cancel the session…"_s);
    click(*desk()->card(), u"Weather"_s);
    click(*desk()->card(), u"Cancel the session"_s);
    QTRY_COMPARE(seen<Session>(session)->state, SessionState::Cancelled);
    QCOMPARE(seen<Session>(session)->reason, "Weather");
    QTRY_VERIFY2(newestInFeed().contains(u"Cancelled: Concert: Weather"_s), qPrintable(newestInFeed()));
    QTRY_VERIFY(hallRow().next.contains(u"Concert, cancelled"_s));
    click(*desk()->notices(), u"Undo"_s);
    QTRY_COMPARE(seen<Session>(session)->state, SessionState::Planned);
}

void TestProgramme::aDraftIsWrittenPlacedAndPublished()
{
    m_room->shell().actionTable().action(u"programme.add"_s)->trigger();
    QCOMPARE(m_room->shell().currentDesk(), u"programme"_s);
    auto *form = desk()->findChild<SessionForm *>();
    QTRY_VERIFY(form->isVisible());
    QTRY_VERIFY(desk()->grid()->count() > 0);
    SessionWish wish;
    wish.title = u"Late show"_s;
    wish.speakers = {{{}, u"Zoë Ögren"_s, {}, {}, 0}};
    wish.place = MoveWish{{}, {}, m_festival->lab, m_festival->now, 30, false, {}};
    form->ask(wish);
    click(*form, u"Add as a draft"_s);
    QTRY_VERIFY(!desk()->card()->key().isNull());
    const Id key = desk()->card()->key();
    QTRY_VERIFY(row<Slot>(key).has_value());
    const Id session = row<Slot>(key)->session;
    QCOMPARE(row<Session>(session)->state, SessionState::Draft);
    const Id speaker = row<Session>(session)->speakers.front();
    QVERIFY(!seen<Session>(session) && !seen<Slot>(key) && !seen<Speaker>(speaker)); // nobody's business yet
    click(*desk()->card(), u"Publish"_s);
    QTRY_VERIFY(seen<Session>(session).has_value());
    QTRY_VERIFY(seen<Slot>(key).has_value());
    QTRY_VERIFY(seen<Speaker>(speaker).has_value());
    QTRY_VERIFY2(newestInFeed().contains(u"On the programme: Late show"_s), qPrintable(newestInFeed()));
}

void TestProgramme::aSessionIsEditedAndUndone()
{
    choose(m_festival->first);
    const Id session = row<Slot>(m_festival->first)->session;
    click(*desk()->card(), u"Edit…"_s);
    auto *form = desk()->findChild<SessionForm *>();
    QTRY_VERIFY(form->isVisible());
    SessionWish wish = form->wish();
    QCOMPARE(wish.title, u"Opening"_s);
    wish.title = u"Grand opening"_s;
    wish.url = u"javascript:alert(1)"_s;
    form->ask(wish);
    click(*form, u"Save"_s);
    QTRY_VERIFY(form->isVisible());
    QTRY_COMPARE(seen<Session>(session)->title, "Opening"); // refused, and what was typed stays
    wish.url = u"https://example.org"_s;
    form->ask(wish);
    click(*form, u"Save"_s);
    QTRY_COMPARE(seen<Session>(session)->title, "Grand opening");
    click(*desk()->notices(), u"Undo"_s);
    QTRY_COMPARE(seen<Session>(session)->title, "Opening");
    QVERIFY(seen<Session>(session)->url.empty());
}

void TestProgramme::aSessionIsPlacedTwiceAndTakenOff()
{
    choose(m_festival->second);
    const Id session = row<Slot>(m_festival->second)->session;
    const auto places = [&] {
        int count = 0;
        for (const auto &[key, wire] : m_screen->rows()) {
            if (key.first != Slot::spec.number)
                continue;
            const auto slot = decoded<Slot>(wire.body, Strictness::Replica, Part::Open);
            count += slot && slot->session == session;
        }
        return count;
    };
    click(*desk()->card(), u"Place once more…"_s);
    auto *form = desk()->card()->moveForm();
    QTRY_VERIFY(form->isVisible());
    MoveWish wish = form->wish();
    QVERIFY(wish.slot.isNull());
    wish.space = m_festival->lab;
    emit desk()->moveWanted(wish);
    QTRY_COMPARE(places(), 2);
    QTRY_VERIFY(row<Slot>(desk()->card()->key()) && desk()->card()->key() != m_festival->second); // the new one
    QVERIFY(row<Slot>(desk()->card()->key())->space == m_festival->lab);
    choose(m_festival->second);
    click(*desk()->card(), u"Take it off"_s);
    QTRY_COMPARE(places(), 1);
    QVERIFY(!seen<Slot>(m_festival->second));
    click(*desk()->notices(), u"Undo"_s);
    QTRY_COMPARE(places(), 2);
    QVERIFY(seen<Slot>(m_festival->second).has_value());
}

void TestProgramme::thePaletteLeadsToASession()
{
    auto *palette = m_room->shell().palette();
    palette->open();
    QTest::keyClicks(palette->findChild<QLineEdit *>(), u"broadc"_s);
    QTRY_VERIFY(palette->shown().contains(u"Broadcast"_s));
    const Id session = row<Slot>(m_festival->third)->session;
    emit palette->hitChosen(u"session:"_s + QString::fromStdString(session.toString()));
    QCOMPARE(m_room->shell().currentDesk(), u"programme"_s);
    QTRY_COMPARE(desk()->card()->key(), Id(m_festival->third));
}

void TestProgramme::theEventsDaysAreSet()
{
    m_room->shell().actionTable().action(u"programme.event"_s)->trigger();
    const Event before = *m_room->replica().collection<Event>().all().front();
    EventWish wish{u"Winter festival"_s, u"Australia/Lord_Howe"_s, QString::fromStdString(before.firstDay), 4, 240};
    const EventWish was{QString::fromStdString(before.name), QString::fromStdString(before.zone),
                        QString::fromStdString(before.firstDay), before.dayCount, before.cutOffMinutes};
    emit desk()->eventSaveWanted(was, wish);
    QTRY_COMPARE(seen<Event>(before.id)->name, "Winter festival");
    QCOMPARE(seen<Event>(before.id)->days.size(), std::size_t{4});
    QTRY_COMPARE(m_room->shell().windowTitle(), u"Winter festival – Gatehouse"_s);
}

void TestProgramme::spacesAreAddedAndKeptWhileUsed()
{
    choose(m_festival->first);
    emit desk()->nameAddWanted(NameKind::Space, u"Attic"_s);
    QTRY_COMPARE(m_room->replica().collection<Space>().size(), std::size_t{3});
    emit desk()->nameRemoveWanted(NameKind::Space, m_festival->hall);
    QTRY_VERIFY2(desk()->notices()->text().contains(u"a session is placed there"_s),
                 qPrintable(desk()->notices()->text()));
    emit desk()->nameRemoveWanted(NameKind::Space, m_festival->lab);
    QTRY_COMPARE(m_room->replica().collection<Space>().size(), std::size_t{2});
    click(*desk()->notices(), u"Undo"_s);
    QTRY_COMPARE(m_room->replica().collection<Space>().size(), std::size_t{3});
}

QTEST_MAIN(TestProgramme)
#include "tst_programme.moc"
