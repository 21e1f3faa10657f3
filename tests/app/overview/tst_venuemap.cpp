// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/overview/overviewdesk.h"
#include "app/overview/venuelist.h"
#include "app/overview/venuemap.h"
#include "app/ui/listtable.h"

#include <QAbstractItemModelTester>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QPainter>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

#include <cmath>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(gatehouse::Id)

namespace {

Id idOf(std::uint8_t number)
{
    Id id;
    id.bytes.back() = number;
    id.bytes.front() = 1;
    return id;
}

QPolygonF box(double x, double y, double width, double height)
{
    return QPolygonF(QList<QPointF>{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}});
}

/// Two halls side by side, a gate between them, one zone on another floor.
MapView twoHalls()
{
    const Id ground = idOf(1);
    const Id upper = idOf(2);
    return {
        {{ground, u"Ground"_s, 100'000, 50'000, {}}, {upper, u"Upper"_s, 100'000, 50'000, {}}},
        {{idOf(10), ground, u"Hall 1"_s, box(0, 0, 45'000, 50'000), 300, 1000, State::Fine, {}},
         {idOf(11), ground, u"Hall 2"_s, box(55'000, 0, 45'000, 50'000), 1164, 1200, State::Soon, {}},
         {idOf(12), upper, u"Gallery"_s, box(0, 0, 45'000, 50'000), 0, 0, State::NoData, std::chrono::seconds(600)}},
        {{idOf(20), ground, u"North gate"_s, {50'000, 25'000}, GateCondition::Open, 24, 0, State::Fine, {}}}};
}

/// The same with two lanes at the gate: one in its place, one beside the gate.
MapView withLanes()
{
    MapView view = twoHalls();
    view.gates.front().lanes = {
        {idOf(30), u"Lane 1"_s, LaneDirection::In, true, QPointF(50'000, 40'000), State::Fine, u"connected"_s},
        {idOf(31), u"Lane 2"_s, LaneDirection::Out, false, {}, State::NoData, u"no device"_s}};
    return view;
}

} // namespace

class TestVenueMap : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qRegisterMetaType<Id>(); }
    void clickOpensWhatIsUnderThePointer();
    void draggingPansAndOpensNothing();
    void zoomKeepsThePlaceUnderThePointer();
    void keysWalkFromElementToElement();
    void rightButtonAsksForAMenu();
    void focusGoesWhenItsZoneGoes();
    void floorsChangeByKey();
    void theGroundIsShownFirst();
    void twinTellsTheSame();
    void emptyDeskSaysWhatToDo();
    void wordsSayWhatColoursSay();
    void fiveHundredZonesArePaintedWithinAFrame();
    void anOutlineIsDrawnByMouse();
    void anOutlineIsDrawnByKeys();
    void aRectangleIsOneStroke();
    void cornersTouchTheirNeighbours();
    void aPlaceIsChosen();
    void theSmallestPlaceIsMeant();
    void levelsAreToldApartWithoutColour();
    void threeHundredSpacesSetNoTextTwice();
    void aLaneLeadsToItsGate();
    void aLaneIsDraggedOnlyWhereThatIsAllowed_data();
    void aLaneIsDraggedOnlyWhereThatIsAllowed();
    void theTwinListsLanes();
};

void TestVenueMap::clickOpensWhatIsUnderThePointer()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView(twoHalls());
    QSignalSpy zones(&map, &VenueMap::zoneActivated);
    QSignalSpy gates(&map, &VenueMap::gateActivated);
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen({75'000, 10'000}).toPoint());
    QCOMPARE(zones.size(), 1);
    QCOMPARE(zones.first().first().value<Id>(), idOf(11));
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen({50'000, 25'000}).toPoint());
    QCOMPARE(gates.size(), 1);
    QCOMPARE(gates.first().first().value<Id>(), idOf(20));
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen({50'000, 45'000}).toPoint());
    QCOMPARE(zones.size() + gates.size(), 2);
}

void TestVenueMap::draggingPansAndOpensNothing()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView(twoHalls());
    QSignalSpy zones(&map, &VenueMap::zoneActivated);
    const QPointF before = map.toScreen({0, 0});
    QTest::mousePress(&map, Qt::LeftButton, {}, {300, 300});
    QTest::mouseMove(&map, {360, 320});
    QMouseEvent move(QEvent::MouseMove, QPointF(400, 340), QPointF(400, 340), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(&map, &move);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, {400, 340});
    QCOMPARE(zones.size(), 0);
    QCOMPARE(map.toScreen({0, 0}) - before, QPointF(100, 40));
}

void TestVenueMap::zoomKeepsThePlaceUnderThePointer()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView(twoHalls());
    const QPointF about(200, 300);
    const double width = map.toScreen({100'000, 0}).x() - map.toScreen({0, 0}).x();
    const QPointF corner = map.toScreen({0, 0});
    map.zoom(2, about);
    const QPointF moved = map.toScreen({0, 0});
    QVERIFY(std::abs(map.toScreen({100'000, 0}).x() - moved.x() - 2 * width) < 0.01);
    QVERIFY(QPointF((about - moved) - 2 * (about - corner)).manhattanLength() < 0.01);
    map.fit();
    QVERIFY(QPointF(map.toScreen({0, 0}) - corner).manhattanLength() < 0.01);
}

void TestVenueMap::keysWalkFromElementToElement()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView(twoHalls());
    QTest::keyClick(&map, Qt::Key_Right);
    QCOMPARE(map.focusedElement().id, idOf(10));
    QTest::keyClick(&map, Qt::Key_Right);
    QCOMPARE(map.focusedElement().id, idOf(20));
    QTest::keyClick(&map, Qt::Key_Right);
    QCOMPARE(map.focusedElement().id, idOf(11));
    QVERIFY(map.accessibleDescription().contains(u"Hall 2"_s));
    QSignalSpy zones(&map, &VenueMap::zoneActivated);
    QTest::keyClick(&map, Qt::Key_Return);
    QCOMPARE(zones.size(), 1);
    QTest::keyClick(&map, Qt::Key_Left);
    QCOMPARE(map.focusedElement().id, idOf(20));
    QTest::keyClick(&map, Qt::Key_Escape);
    QCOMPARE(map.focusedElement().kind, VenueElement::Kind::None);
}

void TestVenueMap::rightButtonAsksForAMenu()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView(twoHalls());
    VenueElement wanted;
    QPointF place;
    QPoint where;
    int menus = 0;
    connect(&map, &VenueMap::menuWanted, this, [&](const VenueElement &element, const QPointF &mm, const QPoint &at) {
        ++menus;
        wanted = element;
        place = mm;
        where = at;
    });
    const QPoint at = map.toScreen({50'000, 25'000}).toPoint();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, at);
    QApplication::sendEvent(&map, &event);
    QCOMPARE(menus, 1);
    QCOMPARE(wanted, (VenueElement{VenueElement::Kind::Gate, idOf(20)}));
    QCOMPARE(where, map.mapToGlobal(at));
    QVERIFY(QPointF(place - QPointF(50'000, 25'000)).manhattanLength() < 200);
    QContextMenuEvent bare(QContextMenuEvent::Mouse, {2, 2}, {2, 2});
    QApplication::sendEvent(&map, &bare);
    QCOMPARE(wanted.kind, VenueElement::Kind::None); // the bare floor has a menu too: something can be added there
    QCOMPARE(menus, 2);
}

void TestVenueMap::focusGoesWhenItsZoneGoes()
{
    VenueMap map;
    map.resize(1000, 600);
    MapView view = twoHalls();
    map.setView(view);
    map.focusElement({VenueElement::Kind::Zone, idOf(11)});
    view.zones[1].people = 1165;
    map.setView(view);
    QCOMPARE(map.focusedElement().id, idOf(11));
    view.zones.erase(view.zones.begin() + 1);
    map.setView(view);
    QCOMPARE(map.focusedElement().kind, VenueElement::Kind::None);
}

void TestVenueMap::floorsChangeByKey()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView(twoHalls());
    QSignalSpy floors(&map, &VenueMap::floorChanged);
    QTest::keyClick(&map, Qt::Key_PageUp);
    QCOMPARE(map.floor(), idOf(2));
    QTest::keyClick(&map, Qt::Key_PageUp);
    QCOMPARE(floors.size(), 1);
    QTest::keyClick(&map, Qt::Key_PageDown);
    QCOMPARE(map.floor(), idOf(1));
}

void TestVenueMap::theGroundIsShownFirst()
{
    MapView view = twoHalls();
    view.floors[0].order = -1;
    view.floors[1].order = 0;
    VenueMap map;
    map.setView(view);
    QCOMPARE(map.floor(), view.floors[1].id);
    view.floors[0].id = idOf(7); // all others are gone
    view.floors.pop_back();
    VenueMap cellar;
    cellar.setView(view);
    QCOMPARE(cellar.floor(), idOf(7));
}

void TestVenueMap::twinTellsTheSame()
{
    VenueList list;
    list.setView(twoHalls());
    auto *model = list.table()->view()->model();
    QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model->rowCount(), 4);
    QSignalSpy gates(&list, &VenueList::gateActivated);
    emit list.table()->rowActivated(static_cast<const QAbstractProxyModel *>(model)->mapToSource(model->index(3, 0)));
    QCOMPARE(gates.size(), 1);
    MapView fewer = twoHalls();
    fewer.zones.pop_back();
    list.setView(fewer);
    QCOMPARE(model->rowCount(), 3);
}

void TestVenueMap::emptyDeskSaysWhatToDo()
{
    OverviewDesk desk;
    desk.resize(1200, 800);
    QVERIFY(!desk.map()->isVisibleTo(&desk));
    desk.setMap(twoHalls());
    QVERIFY(desk.map()->isVisibleTo(&desk));
    desk.setMap({});
    QVERIFY(!desk.map()->isVisibleTo(&desk));
}

void TestVenueMap::wordsSayWhatColoursSay()
{
    const MapView view = twoHalls();
    QCOMPARE(zoneWord(view.zones[1]), u"97 %"_s);
    QCOMPARE(zoneWord(view.zones[2]), u"No data · 10 min old"_s);
    QCOMPARE(peopleOfCapacity(view.zones[2]), u"0"_s);
    GateView gate = view.gates.front();
    QCOMPARE(gateFlowWords(gate), u"24/min"_s);
    gate.outPerMinute = 3.4;
    QCOMPARE(gateFlowWords(gate), u"24 in, 3 out/min"_s);
    gate.condition = GateCondition::Silent;
    QCOMPARE(gateFlowWords(gate), u"silent"_s);
    QCOMPARE(gateState(gate), State::NoData);
}

void TestVenueMap::fiveHundredZonesArePaintedWithinAFrame()
{
    MapView view{{{idOf(1), u"Ground"_s, 100'000, 60'000, {}}}, {}, {}};
    for (int index = 0; index < 500; ++index) {
        Id id = idOf(3);
        id.bytes[1] = static_cast<std::uint8_t>(index >> 8);
        id.bytes[2] = static_cast<std::uint8_t>(index);
        const double x = (index % 25) * 4000;
        const double y = (index / 25) * 3000; // NOLINT(bugprone-integer-division): whole rows
        view.zones.push_back(
            {id, idOf(1), u"Space %1"_s.arg(index), box(x, y, 3600, 2600), index, 600, kStates[index % 5], {}});
    }
    VenueMap map;
    map.resize(1920, 1080);
    map.setView(view);
    map.grab(); // fonts and glyphs are met for the first time
    std::vector<qint64> times;
    QImage frame(1920, 1080, QImage::Format_RGB32);
    for (int turn = 0; turn < 15; ++turn) {
        view.zones[static_cast<std::size_t>(turn)].people += 1;
        map.setView(view);
        QElapsedTimer timer;
        timer.start();
        map.render(&frame);
        times.push_back(timer.nsecsElapsed() / 1000);
    }
    std::sort(times.begin(), times.end());
    qInfo("a new picture of 500 zones: %lld us in the middle, %lld us at most", times[times.size() / 2], times.back());
    QElapsedTimer timer;
    timer.start();
    map.pulse(idOf(1), State::Fine);
    map.render(&frame);
    const qint64 between = timer.nsecsElapsed() / 1000;
    qInfo("a frame between: %lld us", between);
    QVERIFY(times[times.size() / 2] < 250'000); // alone and optimised 16 ms; here beside other work, with assertions
    QVERIFY(between < times[times.size() / 2] / 2); // what moves is drawn over the picture, not with it
}

void TestVenueMap::anOutlineIsDrawnByMouse()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView({{{idOf(1), u"Ground"_s, 100'000, 50'000, {}}}, {}, {}});
    QPolygonF drawn;
    int times = 0;
    connect(&map, &VenueMap::outlineDrawn, this, [&](const QPolygonF &outline) {
        drawn = outline;
        ++times;
    });
    map.startSketch(Sketch::Kind::Outline);
    const std::vector<QPointF> corners{{10'000, 10'000}, {40'000, 10'000}, {40'000, 30'000}};
    for (const QPointF &corner : corners)
        QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen(corner).toPoint());
    QCOMPARE(map.sketch().corners().size(), qsizetype{3});
    QTest::keyClick(&map, Qt::Key_Backspace);
    QCOMPARE(map.sketch().corners().size(), qsizetype{2});
    QTest::keyClick(&map, Qt::Key_Return);
    QCOMPARE(times, 0); // two corners are no outline
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen(corners.back()).toPoint());
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen(corners.front()).toPoint());
    QCOMPARE(times, 1);
    QCOMPARE(drawn.size(), qsizetype{3});
    for (qsizetype corner = 0; corner < 3; ++corner) {
        const QPointF off = drawn.at(corner) - corners[static_cast<std::size_t>(corner)];
        QVERIFY2(off.manhattanLength() < 400, qPrintable(u"corner %1"_s.arg(corner))); // a few pixels
        QCOMPARE(std::fmod(drawn.at(corner).x(), Sketch::kGridMm), 0.0);
    }
    QCOMPARE(map.sketch().kind(), Sketch::Kind::None);
    map.startSketch(Sketch::Kind::Outline);
    QSignalSpy cancelled(&map, &VenueMap::sketchCancelled);
    QTest::keyClick(&map, Qt::Key_Escape);
    QCOMPARE(cancelled.size(), 1);
    QCOMPARE(times, 1);
}

void TestVenueMap::anOutlineIsDrawnByKeys()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView({{{idOf(1), u"Ground"_s, 100'000, 50'000, {}}}, {}, {}});
    QPolygonF drawn;
    connect(&map, &VenueMap::outlineDrawn, this, [&](const QPolygonF &outline) { drawn = outline; });
    map.startSketch(Sketch::Kind::Outline);
    const QPointF start = map.sketch().cross();
    QTest::keyClick(&map, Qt::Key_Space);
    for (int step = 0; step < 5; ++step)
        QTest::keyClick(&map, Qt::Key_Right);
    QTest::keyClick(&map, Qt::Key_Space);
    QTest::keyClick(&map, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&map, Qt::Key_Space);
    QVERIFY2(map.accessibleDescription().contains(u"3 corners are set"_s), qPrintable(map.accessibleDescription()));
    QTest::keyClick(&map, Qt::Key_Return);
    QCOMPARE(drawn, QPolygonF({start, start + QPointF(5000, 0), start + QPointF(5000, 100)}));
}

void TestVenueMap::aRectangleIsOneStroke()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView({{{idOf(1), u"Ground"_s, 100'000, 50'000, {}}}, {}, {}});
    QPolygonF drawn;
    connect(&map, &VenueMap::outlineDrawn, this, [&](const QPolygonF &outline) { drawn = outline; });
    map.startSketch(Sketch::Kind::Outline);
    const QPointF before = map.toScreen({0, 0});
    const auto drag = [&](QPointF from, QPointF to) {
        const QPointF end = map.toScreen(to);
        QTest::mousePress(&map, Qt::LeftButton, {}, map.toScreen(from).toPoint());
        QMouseEvent move(QEvent::MouseMove, end, map.mapToGlobal(end), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&map, &move);
        QTest::mouseRelease(&map, Qt::LeftButton, {}, end.toPoint());
    };
    drag({50'000, 40'000}, {20'000, 10'000});
    QCOMPARE(drawn.size(), qsizetype{4});
    QVERIFY(std::abs(drawn.boundingRect().width() - 30'000) < 400);
    QCOMPARE(map.toScreen({0, 0}), before); // drawing does not pan
}

void TestVenueMap::cornersTouchTheirNeighbours()
{
    Sketch sketch;
    sketch.start(Sketch::Kind::Outline, {{12'345, 6'789}}, {});
    QCOMPARE(sketch.set({12'500, 6'700}, 300), Sketch::Outcome::Drawing);
    QCOMPARE(sketch.corners().front(), QPointF(12'345, 6'789));
    (void)sketch.set({20'049, 6'700}, 300);
    QCOMPARE(sketch.corners().back(), QPointF(20'000, 6'700));
    (void)sketch.set({20'049, 6'700}, 300); // a double click sets it once
    QCOMPARE(sketch.corners().size(), qsizetype{2});
    QCOMPARE(sketch.setBox({0, 0}, {9000, 9000}), Sketch::Outcome::Drawing); // begun by corners
    sketch.start(Sketch::Kind::Outline, {}, {});
    QCOMPARE(sketch.setBox({0, 0}, {100, 9000}), Sketch::Outcome::Drawing); // a click that slipped
    for (int corner = 0; corner < 1500; ++corner)
        (void)sketch.set({corner * 1000.0, corner % 2 * 50'000.0 + 20'000}, 0);
    QCOMPARE(sketch.corners().size(), qsizetype{1000});
}

void TestVenueMap::aPlaceIsChosen()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView(twoHalls());
    QSignalSpy gates(&map, &VenueMap::gateActivated);
    QSignalSpy places(&map, &VenueMap::placeChosen);
    map.startSketch(Sketch::Kind::Place);
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen({50'000, 25'000}).toPoint());
    QCOMPARE(places.size(), 1);
    QCOMPARE(gates.size(), 0); // what lies there is not opened
    QVERIFY(QPointF(places.first().first().toPointF() - QPointF(50'000, 25'000)).manhattanLength() < 400);
    map.startSketch(Sketch::Kind::Place);
    map.setFloor(idOf(2));
    QCOMPARE(map.sketch().kind(), Sketch::Kind::None); // of another floor it would be another place
}

void TestVenueMap::theSmallestPlaceIsMeant()
{
    VenueMap map;
    map.resize(1000, 600);
    MapView view = twoHalls();
    view.spaces = {
        {idOf(30), idOf(1), u"Room 1"_s, box(5'000, 5'000, 10'000, 10'000), SpaceKind::Room, 80, u"Hall 1"_s},
        {idOf(31), idOf(1), u"All of hall 2"_s, box(55'000, 0, 45'000, 50'000), SpaceKind::Area, 0, {}}};
    map.setView(view);
    QSignalSpy spaces(&map, &VenueMap::spaceActivated);
    QSignalSpy zones(&map, &VenueMap::zoneActivated);
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen({10'000, 10'000}).toPoint());
    QCOMPARE(spaces.size(), 1);
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen({30'000, 30'000}).toPoint());
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toScreen({80'000, 30'000}).toPoint());
    QCOMPARE(zones.size(), 2); // a zone of the same outline comes first: it has the people
    map.focusElement({VenueElement::Kind::Space, idOf(30)});
    QVERIFY(map.accessibleDescription().contains(u"Room 1: Room, counted in Hall 1"_s));
}

void TestVenueMap::levelsAreToldApartWithoutColour()
{
    ZoneView zone = twoHalls().zones[1];
    zone.level = OccupancyLevel::Soon;
    QCOMPARE(zoneWord(zone), u"97 % · nearly full"_s);
    zone.people = 1200;
    zone.level = OccupancyLevel::Full;
    QCOMPARE(zoneWord(zone), u"100 % · full"_s);
    zone.people = 1234;
    zone.level = OccupancyLevel::Over;
    zone.band = 31;
    QCOMPARE(zoneWord(zone), u"103 % · 34 too many · ± 31"_s);
    zone.people = 1180; // within the band: still over, but not more than it may hold
    QCOMPARE(zoneWord(zone), u"98 % · too many · ± 31"_s);
    zone.silentGates = QStringList{u"East gate"_s, u"North gate"_s};
    zone.age = std::chrono::seconds(540);
    QVERIFY(zoneSentence(zone).endsWith(u"± 31 · 9 min old, "_s + stateWord(zone.state)
                                        + u". Silent: East gate, North gate"_s));
    GateView gate = twoHalls().gates.front();
    gate.condition = GateCondition::Silent;
    gate.silentFor = std::chrono::seconds(540);
    QCOMPARE(gateFlowWords(gate), u"silent 9 min"_s);
    const LaneView both{idOf(40), u"Lane 1"_s, LaneDirection::Both, true, {}, State::NoData, {}};
    QCOMPARE(laneWords(both), u"in and out, staffed"_s);
    const LaneView placed{idOf(41),    u"Lane 2"_s,   LaneDirection::In, false, QPointF(12'500, 3'000),
                          State::Fine, u"connected"_s};
    QCOMPARE(laneWords(placed), u"in, self-service, connected"_s);
    QCOMPARE(lanePlaceWords(both), u"beside its gate"_s);
    QCOMPARE(lanePlaceWords(placed), u"at 12.5 m, 3.0 m"_s);
}

/// Setting text is what a new picture costs: what has not changed comes from the labels that were set before.
void TestVenueMap::threeHundredSpacesSetNoTextTwice()
{
    MapView view{{{idOf(1), u"Ground"_s, 100'000, 60'000, {}}}, {}, {}};
    for (int index = 0; index < 360; ++index) {
        Id id = idOf(3);
        id.bytes[1] = static_cast<std::uint8_t>(index >> 8);
        id.bytes[2] = static_cast<std::uint8_t>(index);
        const double x = (index % 24) * 4000;
        const double y = (index / 24) * 4000; // NOLINT(bugprone-integer-division): whole rows
        if (index < 60)
            view.zones.push_back(
                {id, idOf(1), u"Zone %1"_s.arg(index), box(x, y, 3900, 3900), index, 600, State::Fine, {}});
        else
            view.spaces.push_back(
                {id, idOf(1), u"Room %1"_s.arg(index), box(x, y, 3900, 3900), SpaceKind::Room, 0, {}});
    }
    VenueLabels labels;
    const Theme theme;
    QImage frame(1920, 1080, QImage::Format_RGB32);
    const auto paint = [&] {
        const int before = labels.drawn();
        QPainter painter(&frame);
        paintVenue(painter, view, {theme, labels, QTransform::fromScale(0.018, 0.018), idOf(1), {}, {}}, frame.rect());
        return labels.drawn() - before;
    };
    QVERIFY(paint() >= 360);
    QCOMPARE(paint(), 0);
    view.zones[7].people += 1;
    view.zones[8].people += 1;
    const int redrawn = paint();
    QVERIFY2(redrawn >= 2 && redrawn <= 6,
             qPrintable(QString::number(redrawn))); // two zones, each in at most three sizes
}

void TestVenueMap::aLaneLeadsToItsGate()
{
    VenueMap map;
    map.resize(1000, 600);
    map.setView(withLanes());
    map.show();
    map.setFocus();
    QSignalSpy gates(&map, &VenueMap::gateActivated);
    QSignalSpy menus(&map, &VenueMap::menuWanted);
    const QPoint lane = map.toScreen({50'000, 40'000}).toPoint();
    QTest::mouseClick(&map, Qt::LeftButton, {}, lane);
    QCOMPARE(gates.size(), 1);
    QCOMPARE(gates.first().first().value<Id>(), idOf(20));
    QVERIFY((map.focusedElement() == VenueElement{VenueElement::Kind::Lane, idOf(30)}));
    QCOMPARE(map.accessibleDescription(), u"Lane 1 of North gate: in, staffed, connected"_s);
    QContextMenuEvent menu(QContextMenuEvent::Mouse, lane, map.mapToGlobal(lane));
    QApplication::sendEvent(&map, &menu);
    QCOMPARE(menus.size(), 1);
    // By keys: from the gate straight down to its lane.
    map.focusElement({VenueElement::Kind::Gate, idOf(20)});
    QTest::keyClick(&map, Qt::Key_Down);
    QVERIFY((map.focusedElement() == VenueElement{VenueElement::Kind::Lane, idOf(30)}));
}

void TestVenueMap::aLaneIsDraggedOnlyWhereThatIsAllowed_data()
{
    QTest::addColumn<bool>("isAllowed");
    QTest::addColumn<bool>("isEscaped");
    QTest::addColumn<int>("moved");
    QTest::newRow("moved") << true << false << 1;
    QTest::newRow("thought better of it") << true << true << 0;
    QTest::newRow("may not: the map moves") << false << false << 0;
}

void TestVenueMap::aLaneIsDraggedOnlyWhereThatIsAllowed()
{
    QFETCH(bool, isAllowed);
    QFETCH(bool, isEscaped);
    QFETCH(int, moved);
    VenueMap map;
    map.resize(1000, 600);
    map.setView(withLanes());
    map.setLanesMovable(isAllowed);
    QSignalSpy lanes(&map, &VenueMap::laneMoved);
    const QPointF before = map.toScreen({0, 0});
    const QPointF to = map.toScreen({70'040, 30'020});
    QTest::mousePress(&map, Qt::LeftButton, {}, map.toScreen({50'000, 40'000}).toPoint());
    QMouseEvent move(QEvent::MouseMove, to, to, Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(&map, &move);
    if (isEscaped)
        QTest::keyClick(&map, Qt::Key_Escape);
    QTest::mouseRelease(&map, Qt::LeftButton, {}, to.toPoint());
    QCOMPARE(lanes.size(), moved);
    QCOMPARE(map.toScreen({0, 0}) == before, isAllowed);
    if (moved == 0)
        return;
    QCOMPARE(lanes.first().first().value<Id>(), idOf(30));
    const QPointF place = lanes.first().last().toPointF();
    QVERIFY(std::abs(place.x() - 70'000) <= 200 && std::abs(place.y() - 30'000) <= 200);
    QCOMPARE(std::fmod(place.x(), Sketch::kGridMm), 0.0);
}

void TestVenueMap::theTwinListsLanes()
{
    VenueList list;
    list.setView(withLanes());
    const auto *model = list.findChild<QTableView *>()->model();
    const auto rowNamed = [model](const QString &name) {
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, 0).data().toString() == name)
                return row;
        return -1;
    };
    const int first = rowNamed(u"North gate, Lane 1"_s);
    QVERIFY(first >= 0);
    QCOMPARE(model->index(first, 1).data().toString(), u"Lane"_s);
    QCOMPARE(model->index(first, 3).data().toString(), u"connected"_s);
    QCOMPARE(model->index(first, 7).data().toString(), u"in, at 50.0 m, 40.0 m"_s);
    const int second = rowNamed(u"North gate, Lane 2"_s);
    QCOMPARE(model->index(second, 7).data().toString(), u"out, beside its gate"_s);
    QSignalSpy gates(&list, &VenueList::gateActivated);
    emit list.findChild<ListTable *>()->view()->activated(model->index(second, 0));
    QCOMPARE(gates.size(), 1);
    QCOMPARE(gates.first().first().value<Id>(), idOf(20));
}

QTEST_MAIN(TestVenueMap)
#include "tst_venuemap.moc"
