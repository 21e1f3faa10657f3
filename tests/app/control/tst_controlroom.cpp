// SPDX-License-Identifier: GPL-3.0-or-later
// The control room as it is used: a real document, served in this process, a real window over it, and a kiosk over the
// network.
#include "app/control/controlroom.h"
#include "app/control/localserver.h"
#include "app/doors/doorsdesk.h"
#include "app/doors/listsview.h"
#include "app/overview/countline.h"
#include "app/overview/overviewdesk.h"
#include "app/overview/overviewpresenter.h"
#include "app/overview/placecard.h"
#include "app/overview/venuemap.h"
#include "app/shell/commandpalette.h"
#include "app/ui/noticebar.h"
#include "app/ui/reasonline.h"
#include "server/serve/workbench.h"
#include "tests/app/screens.h"
#include "tests/support/plainclient.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kVenue = R"([
{"command":"floor.add","fields":{"floor":{"$id":"ground"},"name":"Ground","order":0,"widthMm":20000,"heightMm":10000}},
{"command":"zone.add","fields":{"zone":{"$id":"hall"},"floor":{"$id":"ground"},"name":"Hall","capacity":4,"outline":[[2000,2000],[18000,2000],[18000,8000],[2000,8000]]}},
{"command":"gate.add","fields":{"gate":{"$id":"north"},"floor":{"$id":"ground"},"name":"North gate","at":[10000,2000],"inner":{"$id":"hall"}}},
{"command":"gate.open","fields":{"gate":{"$id":"north"}}},
{"command":"check_in_list.add","fields":{"list":{"$id":"doors"},"name":"Doors"}}
])";
constexpr auto kPeople =
    "Name,Ticket type,Order,Barcode\nAna Ruiz,Day,R1,code-ana\nJosé Müller,Day,R2,code-jose\n王小明,Day,R3,code-ming\n";

template <class T>
T must(Result<T> result)
{
    if (!result)
        throw std::runtime_error(describe(result.error()));
    return std::move(*result);
}

/// A document in a folder of its own, with a venue and three people.
class Fair
{
public:
    Fair()
    {
        initialiseCrypto();
        NewEvent event{"Fair", "Europe/Berlin", "organiser", must(hashPassword("nobody signs in with this")),
                       "Organiser"};
        std::string code;
        auto bench = must(Workbench::create(path(), event, store, &code));
        const std::vector<ImportSource> sources{{"venue.json", kVenue, {}}, {"people.csv", kPeople, {}}};
        must(bench->import(must(bench->plan(sources)), sources));
        gate = GateId(must(bench->idNamed<Gate>("North gate")));
        list = CheckInListId(must(bench->idNamed<CheckInList>("Doors")));
        AddDevice add;
        add.device = device = makeId<DeviceId>(bench->now().ms, bench->random());
        add.name = "Kiosk 1";
        add.gate = gate;
        add.list = list;
        key = must(bench->run(add)).key;
    }
    [[nodiscard]] std::string path() const { return folder.filePath(u"fair.gatehouse"_s).toStdString(); }

    QTemporaryDir folder;
    MemoryKeyStore store;
    GateId gate;
    CheckInListId list;
    DeviceId device;
    std::string key;
};

} // namespace

class TestControlRoom : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void itShowsTheEventThatItServes();
    void mapFeedAndChartAnswerToAScan();
    void aGateIsClosedOnTheMapAndOpenedByUndo();
    void peopleAreCountedOnTheMap();
    void aFullHallIsSaidOnceEverywhere();
    void aVenueIsMadeInTheWindow();
    void whatIsRefusedStaysInItsForm();
    void aMachineThatRunsDownIsSaid();
    void thePaletteFindsGatesAndPeople();
    void aScanIsUndoneAtTheDoors();
    void whyIsOneClick();
    void rulesAreAppliedFromTheDoors();
    void aServerThatStopsIsSaid();
    void aLaneIsPlacedOnTheMapAndPutBack();
    void aGateThatFallsSilentIsNamedAndComesBack();

private:
    [[nodiscard]] std::unique_ptr<PlainClient> connected(const std::string &key, const DeviceId &device) const;
    void scan(const char *code, Outcome shown = Outcome::Admitted, Direction direction = Direction::Entry);
    [[nodiscard]] OverviewDesk *overview() const { return m_room->shell().findChild<OverviewDesk *>(); }
    [[nodiscard]] DoorsDesk *doors() const { return m_room->shell().findChild<DoorsDesk *>(); }
    [[nodiscard]] int people() const
    {
        const auto &zones = overview()->map()->view().zones;
        return zones.empty() ? -1 : zones.front().people;
    }
    [[nodiscard]] QString newest() const
    {
        return feed()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    }
    /// As from a menu, then the form filled in.
    void give(const FormValues &values) const { emit overview()->form()->given(values); }
    template <class E>
    [[nodiscard]] const E *rowNamed(const char *name) const
    {
        for (const E *row : m_room->replica().collection<E>().all())
            if (row->name == name)
                return row;
        return nullptr;
    }
    [[nodiscard]] QListView *feed() const
    {
        for (QListView *view : m_room->shell().feed()->findChildren<QListView *>())
            if (!view->inherits("QComboBoxListView"))
                return view;
        return nullptr;
    }

    std::unique_ptr<Fair> m_fair;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ControlRoom> m_room;
    std::unique_ptr<PlainClient> m_kiosk;
};

void TestControlRoom::init()
{
    m_fair = std::make_unique<Fair>();
    ControlArguments arguments;
    arguments.document = QString::fromStdString(m_fair->path());
    arguments.port = 0;
    arguments.backupFolder = m_fair->folder.filePath(u"backups"_s);
    m_server = must(openLocalServer(arguments, m_fair->store));
    m_settings = std::make_unique<QSettings>(m_fair->folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_room = std::make_unique<ControlRoom>(must(localReplica(*m_server, {}, m_fair->folder.filePath(u"desk"_s))),
                                           *m_settings);
    m_room->start();
    QTRY_COMPARE(m_room->replica().status().state, ReplicaState::Live);
    m_kiosk = connected(m_fair->key, m_fair->device);
    QTRY_VERIFY(m_kiosk->welcome().has_value());
    QTRY_COMPARE(people(), 0);
}

std::unique_ptr<PlainClient> TestControlRoom::connected(const std::string &key, const DeviceId &device) const
{
    auto client = std::make_unique<PlainClient>(key, device);
    QString address = QString::fromStdString(m_server->address()) + u"sync"_s;
    client->connectTo(address.replace(u"http:"_s, u"ws:"_s));
    return client;
}

void TestControlRoom::cleanup()
{
    m_kiosk.reset();
    m_room.reset();
    m_server.reset();
    m_settings.reset();
    m_fair.reset();
}

/// As a kiosk does that asks first and then shows the answer.
void TestControlRoom::scan(const char *code, Outcome shown, Direction direction)
{
    SecureRandom random;
    RecordScan record;
    record.scan = makeId<ScanId>(QDateTime::currentMSecsSinceEpoch(), random);
    record.list = m_fair->list;
    record.gate = m_fair->gate;
    record.code = code;
    record.direction = direction;
    record.deviceAt = Instant{QDateTime::currentMSecsSinceEpoch()};
    m_kiosk->send(record);
    ShownScan light;
    light.scan = record.scan;
    light.outcome = shown;
    light.reason = shown == Outcome::Admitted ? Reason::None : Reason::Invalid;
    light.at = record.deviceAt;
    m_kiosk->send(ShowScans{{light}});
}

void TestControlRoom::itShowsTheEventThatItServes()
{
    QTRY_COMPARE(m_room->shell().windowTitle(), u"Fair – Gatehouse"_s);
    const MapView &view = overview()->map()->view();
    QCOMPARE(view.floors.size(), std::size_t{1});
    QCOMPARE(view.zones.front().capacity, 4);
    QTRY_COMPARE(overview()->map()->view().gates.front().condition, GateCondition::Open); // the kiosk is heard of
    QTRY_VERIFY(m_room->shell().topBar()->accessibleDescription().contains(
        u"Fair, 0 people inside, 0 of 1 devices off line, Connected"_s));
    QTRY_VERIFY(m_server->backupFigures().lastAt.has_value());
}

void TestControlRoom::mapFeedAndChartAnswerToAScan()
{
    QTRY_COMPARE(feed()->model()->rowCount(), 2); // the gate was opened, the kiosk set up
    const int before = 2;
    scan("code-ana");
    QTRY_COMPARE(people(), 1);
    QTRY_COMPARE(feed()->model()->rowCount(), before + 1);
    QVERIFY(
        feed()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"North gate: let in, Day"_s));
    auto *chart = overview()->findChild<ArrivalsChart *>();
    QTRY_VERIFY(chart->accessibleDescription().contains(u"1 people inside"_s));
    scan("code-ana", Outcome::Refused);
    scan("nobody's", Outcome::Refused);
    QTRY_COMPARE(feed()->model()->rowCount(), before + 3);
    QCOMPARE(people(), 1);
}

void TestControlRoom::aGateIsClosedOnTheMapAndOpenedByUndo()
{
    emit overview()->map()->gateActivated(m_fair->gate);
    auto *card = overview()->card();
    QTRY_VERIFY(card->isVisible());
    auto *action = card->findChild<QPushButton *>(QString(), Qt::FindDirectChildrenOnly);
    QTest::mouseClick(action, Qt::LeftButton);
    auto *reason = card->findChild<ReasonLine *>();
    QVERIFY(reason->isVisible());
    QTest::keyClicks(reason->findChild<QLineEdit *>(), u"too full"_s);
    QTest::keyClick(reason->findChild<QLineEdit *>(), Qt::Key_Return);
    QTRY_COMPARE(overview()->map()->view().gates.front().condition, GateCondition::Closed);
    QCOMPARE(overview()->map()->view().gates.front().note, u"too full"_s);
    QTRY_VERIFY(overview()->notices()->text().contains(u"North gate is closed"_s));
    emit overview()->notices()->actionWanted();
    QTRY_COMPARE(overview()->map()->view().gates.front().condition, GateCondition::Open);
    QTest::keyClick(card, Qt::Key_Escape);
    QVERIFY(!card->isVisible());
}

void TestControlRoom::peopleAreCountedOnTheMap()
{
    scan("code-ana");
    QTRY_COMPARE(people(), 1);
    const Id hall = overview()->map()->view().zones.front().id;
    emit overview()->map()->zoneActivated(hall);
    auto *card = overview()->card();
    QTRY_VERIFY(card->isVisible());
    QSpinBox *figure = card->countLine()->figure();
    QVERIFY(figure->isVisible());
    QTest::keyClicks(figure, u"3"_s); // typed over the estimate
    QTest::keyClick(figure, Qt::Key_Return);
    QTRY_COMPARE(people(), 3);
    QTRY_VERIFY2(overview()->notices()->text().contains(u"Hall: 3 people counted, 2 more than expected"_s),
                 qPrintable(overview()->notices()->text()));
    QTRY_VERIFY2(newest().contains(u"Hall: 3 counted, 2 more than expected"_s), qPrintable(newest()));
    QCOMPARE(overview()->map()->view().zones.front().scanned, std::int64_t{1});
    QCOMPARE(overview()->map()->view().zones.front().band, 1);
    QTest::keyClick(figure, Qt::Key_Minus);
    QTRY_COMPARE(people(), 2);
    QTest::keyClick(figure, Qt::Key_Plus);
    QTRY_COMPARE(people(), 3);
    emit overview()->notices()->actionWanted(); // undo the count; what was clicked since stays
    QTRY_COMPARE(people(), 1);
    QTRY_VERIFY2(newest().contains(u"the count of 3 was undone"_s), qPrintable(newest()));
}

void TestControlRoom::aFullHallIsSaidOnceEverywhere()
{
    const Id hall = overview()->map()->view().zones.front().id; // for four
    auto *card = overview()->card();
    emit overview()->map()->zoneActivated(hall);
    QTRY_VERIFY(card->isVisible());
    emit card->counted(hall, 6, u"two too many"_s);
    QTRY_COMPARE(overview()->map()->view().zones.front().level, OccupancyLevel::Over);
    QCOMPARE(overview()->map()->view().zones.front().state, State::Now);
    QTRY_VERIFY(m_room->shell().topBar()->accessibleDescription().contains(u"Hall: 2 too many"_s));
    const auto told = [this](const QString &words) {
        int lines = 0;
        for (int row = 0; row < feed()->model()->rowCount(); ++row)
            lines += feed()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString().contains(words) ? 1 : 0;
        return lines;
    };
    QTRY_COMPARE(told(u"Hall holds too many people: 6 inside"_s), 1);
    for (int turn = 0; turn < 5; ++turn) {
        emit card->clicked(hall, -1);
        emit card->clicked(hall, 1);
    }
    QTRY_COMPARE(m_room->replica().status().waiting, std::size_t{0});
    QTRY_COMPARE(people(), 6);
    QCOMPARE(told(u"Hall holds too many people"_s), 1);
    QCOMPARE(told(u"Hall is full"_s), 0);
}

/// From nothing to a floor with zone, space, gate and lane, as somebody does with mouse and forms.
void TestControlRoom::aVenueIsMadeInTheWindow()
{
    emit overview()->actionWanted(u"floor.add"_s);
    QTRY_VERIFY(overview()->form()->isVisible());
    give({{u"name"_s, u"Garden"_s}, {u"order"_s, 1}, {u"width"_s, 40}, {u"height"_s, 30}});
    QTRY_VERIFY(rowNamed<Floor>("Garden"));
    VenueMap *map = overview()->map();
    QTRY_COMPARE(map->floor(), Id(rowNamed<Floor>("Garden")->id)); // what was added is shown
    QTRY_VERIFY(!overview()->form()->isVisible());

    emit overview()->actionWanted(u"zone.add"_s);
    QCOMPARE(map->sketch().kind(), Sketch::Kind::Outline);
    const auto click = [map](QPointF mm) { QTest::mouseClick(map, Qt::LeftButton, {}, map->toScreen(mm).toPoint()); };
    for (const QPointF &corner : {QPointF(5'000, 5'000), QPointF(20'000, 5'000), QPointF(20'000, 25'000)})
        click(corner);
    QTest::keyClick(map, Qt::Key_Return);
    QTRY_VERIFY(overview()->form()->isVisible());
    give({{u"name"_s, u"Lawn"_s}, {u"capacity"_s, 200}, {u"warn"_s, 0}, {u"full"_s, 90}, {u"unit"_s, u"0"_s}});
    QTRY_VERIFY(rowNamed<Zone>("Lawn"));
    const ZoneId lawn = rowNamed<Zone>("Lawn")->id;
    QCOMPARE(rowNamed<Zone>("Lawn")->outline.size(), std::size_t{3});
    QCOMPARE(rowNamed<Zone>("Lawn")->fullAt, 90);

    emit overview()->actionWanted(u"gate.add"_s);
    click({20'000, 10'000});
    QTRY_VERIFY(overview()->form()->isVisible());
    give({{u"name"_s, u"Side gate"_s}, {u"outer"_s, QString()}, {u"inner"_s, QString::fromStdString(lawn.toString())}});
    QTRY_VERIFY(rowNamed<Gate>("Side gate"));
    const GateId gate = rowNamed<Gate>("Side gate")->id;
    QVERIFY(std::abs(rowNamed<Gate>("Side gate")->at.xMm - 20'000) < 300);

    emit map->gateActivated(gate);
    QTRY_VERIFY(overview()->card()->isVisible());
    emit overview()->card()->actionWanted(u"lane.add"_s);
    give({{u"name"_s, u"Lane 1"_s}, {u"direction"_s, u"2"_s}, {u"staffed"_s, true}, {u"order"_s, 0}});
    QTRY_VERIFY(rowNamed<GateLane>("Lane 1"));
    QTRY_COMPARE(map->view().gates.back().lanes.size(), std::size_t{1});
    QCOMPARE(map->view().gates.back().lanes.front().direction, LaneDirection::Both);

    emit overview()->actionWanted(u"space.add"_s);
    for (const QPointF &corner : {QPointF(25'000, 5'000), QPointF(30'000, 5'000), QPointF(30'000, 10'000)})
        click(corner);
    QTest::keyClick(map, Qt::Key_Return);
    give({{u"name"_s, u"Bar"_s},
          {u"kind"_s, QString::number(static_cast<int>(SpaceKind::Service))},
          {u"capacity"_s, 0},
          {u"zone"_s, QString::fromStdString(lawn.toString())}});
    QTRY_COMPARE(map->view().spaces.size(), std::size_t{1});
    QTRY_COMPARE(map->view().spaces.front().zoneName, u"Lawn"_s);

    emit map->gateActivated(gate);
    emit overview()->card()->actionWanted(u"gate.move"_s);
    click({20'000, 20'000});
    QTRY_VERIFY(std::abs(rowNamed<Gate>("Side gate")->at.yMm - 20'000) < 300);
    emit overview()->notices()->actionWanted(); // undone
    QTRY_VERIFY(std::abs(rowNamed<Gate>("Side gate")->at.yMm - 10'000) < 300);

    const QString picture = m_fair->folder.filePath(u"garden.svg"_s);
    QFile file(picture);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect x="1" y="1" width="5" height="5"/></svg>)");
    file.close();
    emit overview()->planChosen(picture);
    QTRY_COMPARE(rowNamed<Floor>("Garden")->planKind, PlanKind::Svg);
    QTRY_VERIFY(!map->view().floors.back().plan.isNull());
}

void TestControlRoom::whatIsRefusedStaysInItsForm()
{
    const Id hall = overview()->map()->view().zones.front().id;
    emit overview()->map()->zoneActivated(hall);
    QTRY_VERIFY(overview()->card()->isVisible());
    emit overview()->card()->actionWanted(u"zone.remove"_s);
    auto *form = overview()->form();
    QVERIFY(form->isVisible() && !overview()->card()->isVisible());
    give({});
    QTRY_VERIFY2(form->accessibleDescription().contains(u"a gate leads there"_s),
                 qPrintable(form->accessibleDescription()));
    QVERIFY(form->isVisible());
    form->leave();
    emit overview()->map()->zoneActivated(hall);
    emit overview()->card()->actionWanted(u"zone.edit"_s);
    give({{u"name"_s, u"Hall"_s}, {u"capacity"_s, 4}, {u"warn"_s, 95}, {u"full"_s, 90}, {u"unit"_s, u"0"_s}});
    QTRY_VERIFY2(form->accessibleDescription().contains(u"the warning must come before full"_s),
                 qPrintable(form->accessibleDescription()));
}

void TestControlRoom::aMachineThatRunsDownIsSaid()
{
    const auto write = [this](const QString &name, const QByteArray &content) {
        const QString path = m_fair->folder.filePath(u"power/BAT0/"_s + name);
        QFile file(path);
        return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly)
            && file.write(content) == content.size();
    };
    QVERIFY(write(u"type"_s, "Battery\n") && write(u"capacity"_s, "12\n") && write(u"status"_s, "Discharging\n"));
    MachinePlaces places{m_fair->folder.path(), m_fair->folder.filePath(u"power"_s),
                         m_fair->folder.filePath(u"input"_s)};
    places.memory = places.memoryPressure = m_fair->folder.filePath(u"nothing"_s);
    m_room->watchMachine(places);
    QTRY_VERIFY2(m_room->shell().topBar()->accessibleDescription().contains(u"This machine: battery 12 %"_s),
                 qPrintable(m_room->shell().topBar()->accessibleDescription()));
    QVERIFY(m_room->shell().topBar()->toolTip().contains(u"This machine: battery 12 %"_s));
}

void TestControlRoom::thePaletteFindsGatesAndPeople()
{
    auto *palette = m_room->shell().palette();
    palette->open();
    QTest::keyClicks(palette->findChild<QLineEdit *>(), u"north"_s);
    QTRY_VERIFY(palette->shown().contains(u"North gate"_s));
    palette->open();
    QTest::keyClicks(palette->findChild<QLineEdit *>(), u"muller"_s);
    QTRY_VERIFY(palette->shown().contains(u"José Müller"_s));
    emit palette->hitChosen(u"person:José Müller"_s);
    QCOMPARE(m_room->shell().currentDesk(), u"doors"_s);
    QCOMPARE(doors()->search()->text(), u"José Müller"_s);
}

void TestControlRoom::aScanIsUndoneAtTheDoors()
{
    m_room->shell().showDesk(u"doors"_s);
    scan("code-ming");
    QTableView *scans = nullptr;
    for (QTableView *table : doors()->findChildren<QTableView *>())
        scans = table->accessibleName() == u"Scans, newest first"_s ? table : scans;
    QVERIFY(scans);
    QTRY_COMPARE(scans->model()->rowCount(), 1);
    QTRY_VERIFY(scans->model()->index(0, 3).data().toString() == u"王小明"_s); // named, though scans do not carry names
    const Id id = m_room->replica().collection<Scan>().all().front()->id;
    emit doors()->undoWanted(id, u"wrong person"_s);
    QTRY_COMPARE(people(), 0);
    QTRY_VERIFY(doors()->notices()->text().size() > 0);
}

namespace {

QPushButton *buttonNamed(QWidget &parent, const QString &text)
{
    for (QPushButton *button : parent.findChildren<QPushButton *>())
        if (button->isVisible() && button->text() == text)
            return button;
    return nullptr;
}

bool shows(QWidget &parent, const QString &part)
{
    for (const QLabel *label : parent.findChildren<QLabel *>())
        if (label->isVisible() && label->text().contains(part))
            return true;
    return false;
}

} // namespace

/// By what was known then: the list's rules are others by now.
void TestControlRoom::whyIsOneClick()
{
    m_room->shell().showDesk(u"doors"_s);
    scan("code-ana");
    QTRY_COMPARE(m_room->replica().collection<Scan>().all().size(), std::size_t(1));
    scan("code-ana", Outcome::Refused);
    QTRY_COMPARE(m_room->replica().collection<Scan>().all().size(), std::size_t(2));
    Id refused;
    for (const Scan *each : m_room->replica().collection<Scan>().all()) {
        if (each->outcome == Outcome::Refused)
            refused = each->id;
    }
    CheckInList now = *m_room->replica().collection<CheckInList>().find(m_fair->list);
    const CheckInList saw = now;
    now.mostEntries = 5;
    EditCheckInList edit;
    edit.list = m_fair->list;
    edit.edits = editsBetween(saw, now);
    std::optional<Fault> edited;
    m_room->replica().send(edit, m_room.get(), [&](const Result<Nothing> &answer) {
        edited = answer ? Fault::None : answer.error().fault;
    });
    QTRY_VERIFY(edited == Fault::None);
    QTRY_COMPARE(m_room->replica().collection<CheckInList>().find(m_fair->list)->rulesVersion, 2);
    const auto choose = [&] { // once the desk has the line
        doors()->chooseScan(refused);
        return buttonNamed(*doors(), u"Why?"_s);
    };
    QTRY_VERIFY(choose());
    choose()->click();
    QTRY_VERIFY(shows(*doors(), u"by its rules of version 1 (now 2)"_s));
    QVERIFY(shows(*doors(), u"The code names Ana Ruiz. The ticket was valid."_s));
    QVERIFY(shows(*doors(), u"Gate North gate was open."_s));
    QVERIFY(shows(*doors(), u"It was inside “Hall”."_s));
    QVERIFY(shows(*doors(), u"Therefore refused: already inside. 1 of 1 entries are used, the first at "_s));
    QVERIFY(!shows(*doors(), u"please report this"_s));
    QVERIFY(keepPictures(m_room->shell(), u"doors-why"_s, {1600, 1000}));
}

void TestControlRoom::rulesAreAppliedFromTheDoors()
{
    m_room->shell().showDesk(u"doors"_s);
    buttonNamed(*doors(), u"Check-in lists"_s)->click();
    ListsView *lists = doors()->lists();
    QTRY_COMPARE(lists->form()->list().name, std::string("Doors"));
    lists->form()->addWindow({"Early", {}, {m_fair->gate}, {}, Instant{1'000'000}});
    emit lists->form()->edited();
    buttonNamed(*doors(), u"Apply to all gates"_s)->click();
    const auto list = [&] { return *m_room->replica().collection<CheckInList>().find(m_fair->list); };
    QTRY_COMPARE(list().rulesVersion, 2);
    QTRY_VERIFY(!lists->isEdited());
    scan("code-ana", Outcome::Refused);
    QTRY_COMPARE(m_room->replica().collection<Scan>().all().size(), std::size_t(1));
    QVERIFY(m_room->replica().collection<Scan>().all().front()->reason == Reason::Rules); // in force
    lists->form()->addWindow({"Wrong", {}, {}, Instant{5}, Instant{5}});
    emit lists->form()->edited();
    buttonNamed(*doors(), u"Apply to all gates"_s)->click();
    QTRY_VERIFY2(doors()->notices()->text().contains(u"window 2 ends before it begins"_s),
                 qPrintable(doors()->notices()->text()));
    QVERIFY(lists->isEdited()); // nothing typed is lost
    QCOMPARE(list().rulesVersion, 2);
}

void TestControlRoom::aServerThatStopsIsSaid()
{
    m_kiosk->drop();
    m_server.reset();
    QTRY_VERIFY(m_room->shell().topBar()->accessibleDescription().contains(u"Off line"_s));
    m_room.reset(); // its link must not call a server that has gone
}

/// By dragging, by a click, and back by undo; its state is that of its devices.
void TestControlRoom::aLaneIsPlacedOnTheMapAndPutBack()
{
    VenueMap *map = overview()->map();
    emit map->gateActivated(m_fair->gate);
    QTRY_VERIFY(overview()->card()->isVisible());
    emit overview()->card()->actionWanted(u"lane.add"_s);
    give({{u"name"_s, u"Lane 1"_s}, {u"direction"_s, u"0"_s}, {u"staffed"_s, true}, {u"order"_s, 0}});
    QTRY_VERIFY(rowNamed<GateLane>("Lane 1"));
    const LaneId lane = rowNamed<GateLane>("Lane 1")->id;
    const auto shown = [&] { return map->view().gates.front().lanes.front(); };
    QTRY_COMPARE(map->view().gates.front().lanes.size(), std::size_t{1});
    QCOMPARE(shown().word, u"no device"_s);
    EditDevice give;
    give.device = m_fair->device;
    Device after = *m_room->replica().collection<Device>().find(m_fair->device);
    const Device before = after;
    after.lane = lane;
    give.edits = editsBetween(before, after);
    m_room->replica().send(give, this, [](const Result<Nothing> &answer) { must(answer); });
    QTRY_COMPARE(shown().word, u"connected"_s);
    QVERIFY(shown().state == State::Fine && !shown().atMm);

    const QString action = u"lane.place:"_s + QString::fromStdString(lane.toString());
    emit overview()->card()->actionWanted(action);
    QCOMPARE(map->sketch().kind(), Sketch::Kind::Place);
    QTest::mouseClick(map, Qt::LeftButton, {}, map->toScreen({12'000, 4'000}).toPoint());
    QTRY_VERIFY(shown().atMm && std::abs(shown().atMm->x() - 12'000) < 300);

    // Dragged elsewhere, and that undone.
    const QPointF from = map->toScreen(*shown().atMm);
    const QPointF to = map->toScreen({6'000, 6'000});
    QTest::mousePress(map, Qt::LeftButton, {}, from.toPoint());
    QMouseEvent move(QEvent::MouseMove, to, map->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(map, &move);
    QTest::mouseRelease(map, Qt::LeftButton, {}, to.toPoint());
    QTRY_VERIFY(std::abs(shown().atMm->x() - 6'000) < 300 && std::abs(shown().atMm->y() - 6'000) < 300);
    QTRY_VERIFY(overview()->notices()->isVisible());
    emit overview()->notices()->actionWanted();
    QTRY_VERIFY(std::abs(shown().atMm->x() - 12'000) < 300);

    // By keys: the cross is moved with the arrows, Enter sets the place.
    emit map->gateActivated(m_fair->gate);
    emit overview()->card()->actionWanted(action);
    const QPointF cross = map->sketch().cross();
    QTest::keyClick(map, Qt::Key_Right);
    QTest::keyClick(map, Qt::Key_Return);
    QTRY_COMPARE(*shown().atMm, cross + QPointF(1'000, 0));

    emit map->gateActivated(m_fair->gate);
    emit overview()->card()->actionWanted(u"lane.unplace:"_s + QString::fromStdString(lane.toString()));
    QTRY_VERIFY(!shown().atMm);
    m_kiosk.reset();
    QTRY_VERIFY(shown().state == State::Soon);
}

/// The real server, its presence and the Overview's rules; only the time goes on by hand.
void TestControlRoom::aGateThatFallsSilentIsNamedAndComesBack()
{
    Replica &replica = m_room->replica();
    std::int64_t aheadMs = 0;
    OverviewDesk desk;
    OverviewPresenter presenter(replica, desk, nullptr, [&] { return replica.serverNow()->at + aheadMs; });
    const Id gate = m_fair->gate;
    const Id hall = rowNamed<Zone>("Hall")->id;
    QTRY_VERIFY(presenter.gate(gate) && presenter.devicesOffline() == 0);
    QTRY_COMPARE(presenter.gate(gate)->condition, GateCondition::Open);

    // Off line.
    m_kiosk.reset();
    QTRY_COMPARE(presenter.devicesOffline(), 1);
    QCOMPARE(presenter.gate(gate)->condition, GateCondition::Open); // it may be back at once
    aheadMs = 9 * 60'000;
    QTRY_COMPARE_WITH_TIMEOUT(presenter.gate(gate)->condition, GateCondition::Silent, 10'000);
    QCOMPARE(presenter.silenceWords(gate), u"off line for 9 min"_s);
    QCOMPARE(presenter.zone(hall)->silentGates, QStringList(u"North gate"_s));
    QTRY_COMPARE_WITH_TIMEOUT(desk.map()->view().gates.front().condition, GateCondition::Silent, 10'000);
    QVERIFY(gateSentence(desk.map()->view().gates.front()).contains(u"off line for 9 min"_s));

    // Back.
    m_kiosk = connected(m_fair->key, m_fair->device);
    QTRY_COMPARE_WITH_TIMEOUT(desk.map()->view().gates.front().condition, GateCondition::Open, 10'000);
    QVERIFY(presenter.zone(hall)->silentGates.isEmpty() && presenter.silenceWords(gate).isEmpty());

    // Connected, and nobody comes, though the other gate of the hall is busy.
    SecureRandom random;
    const auto newId = [&random](auto id) { return makeId<decltype(id)>(QDateTime::currentMSecsSinceEpoch(), random); };
    AddGate south;
    south.gate = newId(GateId());
    south.floor = rowNamed<Floor>("Ground")->id;
    south.name = "South gate";
    south.at = {10'000, 8'000};
    south.inner = ZoneId(hall);
    AddDevice add;
    add.device = newId(DeviceId());
    add.name = "Kiosk 2";
    add.gate = south.gate;
    add.list = m_fair->list;
    std::string key;
    replica.send(south, this, [](const Result<Nothing> &answer) { must(answer); });
    replica.send(OpenGate{south.gate, {}}, this, [](const Result<Nothing> &answer) { must(answer); });
    replica.send(add, this, [&key](const Result<AddDevice::Answer> &answer) { key = must(answer).key; });
    QTRY_VERIFY(!key.empty());
    const auto north = std::move(m_kiosk); // stays connected
    m_kiosk = connected(key, add.device);
    QTRY_VERIFY(m_kiosk->welcome().has_value());
    QTRY_COMPARE(presenter.devicesOffline(), 0);
    m_fair->gate = south.gate;
    const auto &flows = replica.collection<GateFlow>();
    constexpr int kPassages = 40; // many more than make a busy minute, so that a slow machine's minute is busy too
    for (int passage = 0; passage < kPassages && presenter.gate(gate)->condition != GateCondition::Silent; ++passage) {
        const bool isOut = passage % 2 == 1;
        scan("code-ana", Outcome::Admitted, isOut ? Direction::Exit : Direction::Entry);
        QTRY_VERIFY(flows.find(south.gate)
                    && flows.find(south.gate)->entries + flows.find(south.gate)->exits == passage + 1);
        QSignalSpy refreshed(&presenter, &OverviewPresenter::refreshed);
        QVERIFY(refreshed.wait());
    }
    QCOMPARE(presenter.gate(gate)->condition, GateCondition::Silent);
    QCOMPARE(presenter.silenceWords(gate), u"no scan for 9 min, while others are busy"_s);
    QCOMPARE(presenter.gate(south.gate)->condition, GateCondition::Open);
    QCOMPARE(presenter.zone(hall)->silentGates, QStringList(u"North gate"_s));
}

QTEST_MAIN(TestControlRoom)
#include "tst_controlroom.moc"
