// SPDX-License-Identifier: GPL-3.0-or-later
// Renders every view, filled with believable values, into build/screens: pictures for people to look at.
#include <QTest>

#include "app/doors/doorsdesk.h"
#include "app/doors/listsview.h"
#include "app/kiosk/kioskface.h"
#include "app/kiosk/kiosklanguage.h"
#include "app/overview/overviewdesk.h"
#include "app/overview/venuemap.h"
#include "app/programme/namespanel.h"
#include "app/programme/placeforms.h"
#include "app/programme/programmedesk.h"
#include "app/programme/programmegrid.h"
#include "app/programme/sessioncard.h"
#include "app/shell/commandpalette.h"
#include "app/shell/shell.h"
#include "app/shell/shortcutsheet.h"
#include "app/ui/emptystate.h"
#include "app/ui/feedlist.h"
#include "app/ui/figuretile.h"
#include "app/ui/listtable.h"
#include "app/ui/noticebar.h"
#include "app/ui/statechip.h"
#include "app/ui/valuetable.h"
#include "tests/app/samples.h"
#include "tests/app/screens.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QToolButton>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

class TestScreens : public QObject
{
    Q_OBJECT

private slots:
    void widgets();
    void overview();
    void venue();
    void doors();
    void programme();
    void shell();
    void kiosk_data();
    void kiosk();
    void kioskPads();
    void kioskSearch();
    void doorsLists();
};

void TestScreens::widgets()
{
    QWidget page;
    auto *column = new QVBoxLayout(&page);
    auto *tiles = new QHBoxLayout;
    for (const FigureView &view : sampleTiles()) {
        auto *tile = new FigureTile(&page);
        tile->setView(view);
        tiles->addWidget(tile);
    }
    column->addLayout(tiles);
    auto *chips = new QHBoxLayout;
    for (const State state : kStates) {
        auto *chip = new StateChip(&page);
        chip->setState(state);
        chips->addWidget(chip);
    }
    auto *plain = new QPushButton(u"Plain"_s, &page);
    auto *main = new QPushButton(u"Main"_s, &page);
    main->setDefault(true);
    auto *off = new QPushButton(u"Disabled"_s, &page);
    off->setEnabled(false);
    for (QPushButton *button : {plain, main, off})
        chips->addWidget(button);
    chips->addWidget(new QLineEdit(u"A field"_s, &page));
    chips->addStretch();
    column->addLayout(chips);
    auto *notice = new NoticeBar(&page);
    notice->show(State::Soon, u"Scan undone for Ines Vogel at North gate."_s, u"Redo"_s);
    column->addWidget(notice);
    auto *row = new QHBoxLayout;
    FeedModel model;
    model.append(sampleFeed());
    auto *feed = new FeedList(&page);
    feed->setModel(&model);
    feed->setKinds({u"Doors"_s, u"Devices"_s});
    row->addWidget(feed);
    auto *empty = new EmptyState(&page);
    empty->setWords(u"door-open"_s, u"No gate yet"_s, u"Draw the first gate on the map, then pair a kiosk with it."_s,
                    u"Add a gate"_s);
    row->addWidget(empty);
    column->addLayout(row, 1);
    QVERIFY(keepPictures(page, u"widgets"_s, {1400, 900}));
    QVERIFY(keepPicture(page, u"widgets-contrast"_s, {1400, 900}, Theme(ColourScheme::HighContrast)));
    QVERIFY(keepPicture(page, u"widgets-dark-200"_s, {1920, 1080}, Theme(ColourScheme::Dark, 200)));
}

void TestScreens::overview()
{
    OverviewDesk empty;
    QVERIFY(keepPicture(empty, u"overview-empty-dark"_s, {1600, 900}, Theme(ColourScheme::Dark)));
    OverviewDesk desk;
    desk.setTiles(sampleTiles());
    desk.setMap(sampleMap());
    desk.setArrivals(sampleArrivals());
    desk.nowNext()->setRows(sampleNowNext());
    desk.setNowNextShown(true);
    desk.map()->focusElement({VenueElement::Kind::Zone, sampleId(11)});
    desk.map()->setFocus();
    QVERIFY(keepPictures(desk, u"overview"_s, {1600, 1000}));
    desk.show();
    desk.showPlace(samplePlace());
    QVERIFY(keepPictures(desk, u"overview-gate"_s, {1600, 1000}));
    desk.card()->findChild<QPushButton *>()->click();
    QVERIFY(keepPicture(desk, u"overview-gate-closing-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    desk.card()->leave();
    QVERIFY(keepPicture(desk, u"overview-contrast-150"_s, {1920, 1080}, Theme(ColourScheme::HighContrast, 150)));
    for (QToolButton *button : desk.findChildren<QToolButton *>(QString(), Qt::FindDirectChildrenOnly))
        button->setChecked(true);
    QVERIFY(keepPicture(desk, u"overview-list-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
}

/// Levels, a zone with too many people, a silent gate, lanes and spaces; counting, adding, drawing.
void TestScreens::venue()
{
    OverviewDesk desk;
    desk.setTiles(sampleTiles());
    desk.setMap(sampleMap());
    desk.setArrivals(sampleArrivals());
    desk.setActions({{u"zone.add"_s, u"Add a zone: draw it"_s, u"plus"_s}});
    desk.show();
    desk.showPlace(sampleZone());
    QVERIFY(keepPictures(desk, u"venue-count"_s, {1600, 1000}));
    QVERIFY(keepPicture(desk, u"venue-count-150"_s, {1920, 1080}, Theme(ColourScheme::Dark, 150)));
    desk.card()->leave();
    desk.ask(sampleForm());
    QVERIFY(keepPictures(desk, u"venue-form"_s, {1600, 1000}));
    desk.form()->refuse(u"That was refused: the warning must come before full"_s);
    QVERIFY(keepPicture(desk, u"venue-form-refused-150"_s, {1920, 1080}, Theme(ColourScheme::Dark, 150)));
    desk.form()->leave();
    VenueMap *map = desk.map();
    map->startSketch(Sketch::Kind::Outline);
    for (const QPointF &corner : {QPointF(76'000, 60'000), QPointF(100'000, 60'000), QPointF(100'000, 76'000)})
        QTest::mouseClick(map, Qt::LeftButton, {}, map->toScreen(corner).toPoint());
    QVERIFY(keepPicture(desk, u"venue-drawing-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    map->cancelSketch();
    map->setFloor(sampleId(2));
    QVERIFY(keepPicture(desk, u"venue-level1-light"_s, {1600, 1000}, Theme(ColourScheme::Light)));
}

void TestScreens::doors()
{
    DoorsDesk desk;
    desk.setZone(QTimeZone("Europe/Berlin"));
    desk.setScans(sampleScans());
    desk.setCards(sampleCards());
    desk.chooseScan(sampleScans().at(2).scan);
    desk.setFacts(sampleFacts());
    QVERIFY(keepPictures(desk, u"doors"_s, {1600, 1000}));
    desk.search()->setText(u"mari"_s);
    desk.setFound(u"mari"_s, sampleFound());
    QVERIFY(keepPicture(desk, u"doors-search-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
}

void TestScreens::programme()
{
    ProgrammeDesk empty;
    ProgrammeDeskView nothing;
    nothing.mayEdit = true;
    empty.setView(nothing);
    QVERIFY(keepPicture(empty, u"programme-empty-dark"_s, {1600, 900}, Theme(ColourScheme::Dark)));
    ProgrammeDesk desk;
    desk.setMayManageEvent(true);
    desk.resize(1600, 1000);
    desk.show();
    desk.setView(sampleProgramme());
    const SessionDetail detail = sampleSession();
    desk.choose(detail.slot.slot);
    desk.setDetail(detail);
    desk.grid()->setFocus();
    QVERIFY(keepPictures(desk, u"programme"_s, {1600, 1000}));
    QVERIFY(keepPicture(desk, u"programme-contrast"_s, {1600, 1000}, Theme(ColourScheme::HighContrast)));
    QVERIFY(keepPicture(desk, u"programme-dark-200"_s, {1920, 1080}, Theme(ColourScheme::Dark, 200)));
    desk.askDelay();
    ProgrammePreview preview;
    preview.slot = detail.slot.slot;
    preview.moves = {u"Lightning talks: at 11:55 instead of 11:45"_s};
    preview.clashes = {
        u"Panel and Keynote: the sky as an instrument are in the same space for 10 minutes: Großer Saal."_s};
    desk.setDelayPreview(preview);
    QVERIFY(keepPictures(desk, u"programme-delay"_s, {1600, 1000}));
    desk.askMove();
    desk.setMovePreview({detail.slot.slot, {}, {}, {}});
    QVERIFY(keepPicture(desk, u"programme-move-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    desk.askCancel();
    QVERIFY(keepPicture(desk, u"programme-cancel-light"_s, {1600, 1000}, Theme(ColourScheme::Light)));
    desk.setNames({{sampleId(1), u"Main stage"_s, {}, QColor(QRgb(kTrackColours[0])), 0},
                   {sampleId(2), u"Community"_s, {}, QColor(QRgb(kTrackColours[2])), 0}},
                  {{sampleId(3), u"Søren Åberg"_s, {}, {}, 0}, {sampleId(4), u"王小明"_s, {}, {}, 0}});
    SessionWish wish;
    wish.title = u"A session that somebody types"_s;
    wish.speakers = {{sampleId(3), u"Søren Åberg"_s, {}, {}, 0}, {{}, u"Zoë Ögren"_s, {}, {}, 0}};
    wish.place = SlotMoveWish{{}, {}, sampleProgramme().spaces[2].id, sampleProgramme().now, 45, false, {}};
    desk.askEdit(wish);
    QVERIFY(keepPictures(desk, u"programme-edit"_s, {1600, 1000}));
    desk.showNames(NameKind::Track);
    QVERIFY(keepPicture(desk, u"programme-tracks-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    desk.askEvent({u"Northern Lights Congress"_s, u"Europe/Berlin"_s, u"2026-11-23"_s, 2, 240});
    QVERIFY(keepPicture(desk, u"programme-event-light"_s, {1600, 1000}, Theme(ColourScheme::Light)));
    desk.showCard();
    desk.showList(true);
    QVERIFY(keepPictures(desk, u"programme-list"_s, {1600, 1000}));
    desk.showList(false);
    QVERIFY(keepPicture(desk, u"programme-narrow-dark"_s, {720, 1000}, Theme(ColourScheme::Dark)));
    ProgrammeDesk large;
    large.setView(largeProgramme());
    QVERIFY(keepPicture(large, u"programme-large-dark"_s, {1920, 1080}, Theme(ColourScheme::Dark)));
}

void TestScreens::shell()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"settings"_s), QSettings::IniFormat);
    Shell shell(settings);
    auto *overview = new OverviewDesk;
    auto *doors = new DoorsDesk;
    auto *programme = new ProgrammeDesk;
    shell.addDesk({"overview", u"Overview"_s, u"layout-dashboard"_s, QKeySequence(u"Ctrl+1"_s), overview});
    shell.addDesk({"programme", u"Programme"_s, u"calendar-days"_s, QKeySequence(u"Ctrl+3"_s), programme});
    shell.addDesk({"doors", u"Doors"_s, u"door-open"_s, QKeySequence(u"Ctrl+2"_s), doors});
    shell.addDesk({"devices", u"Devices"_s, u"tablet-smartphone"_s, QKeySequence(u"Ctrl+4"_s), new EmptyState});
    shell.finishMenus();
    FeedModel feed;
    feed.append(sampleFeed());
    shell.feed()->setModel(&feed);
    shell.feed()->setZone(QTimeZone("Europe/Berlin"));
    shell.feed()->setKinds({u"Doors"_s, u"Devices"_s, u"Venue"_s});
    TopBarView bar{u"Northern Lights Congress"_s,
                   true,
                   kSampleNow,
                   QTimeZone("Europe/Berlin"),
                   3148,
                   4200,
                   State::Fine,
                   14,
                   2,
                   LinkCondition::Connected,
                   0,
                   State::Fine,
                   u"4 min ago"_s,
                   State::Soon,
                   u"battery 41 %"_s,
                   u"Hall 3: 34 too many"_s};
    shell.topBar()->setView(bar);
    overview->setTiles(sampleTiles());
    overview->setMap(sampleMap());
    overview->setArrivals(sampleArrivals());
    doors->setZone(QTimeZone("Europe/Berlin"));
    doors->setScans(sampleScans());
    doors->setCards(sampleCards());
    doors->chooseScan(sampleScans().at(2).scan);
    doors->setFacts(sampleFacts());
    overview->nowNext()->setRows(sampleNowNext());
    overview->setNowNextShown(true);
    programme->setView(sampleProgramme());
    programme->choose(sampleSession().slot.slot);
    programme->setDetail(sampleSession());
    for (const auto &desk : {u"overview"_s, u"programme"_s, u"doors"_s, u"settings"_s}) {
        shell.showDesk(desk);
        QVERIFY(keepPictures(shell, u"shell-"_s + desk, {1920, 1080}));
    }
    bar.isExercise = false;
    bar.link = LinkCondition::Offline;
    bar.waiting = 3;
    shell.topBar()->setView(bar);
    shell.showDesk(u"overview"_s);
    shell.palette()->open();
    QVERIFY(keepPicture(shell, u"shell-palette-dark"_s, {1920, 1080}, Theme(ColourScheme::Dark)));
    shell.findChild<ShortcutSheet *>()->open();
    QVERIFY(keepPicture(shell, u"shell-keys-light"_s, {1920, 1080}, Theme(ColourScheme::Light)));
    shell.findChild<ShortcutSheet *>()->hide();
    QVERIFY(keepPicture(shell, u"shell-overview-dark-150"_s, {1920, 1080}, Theme(ColourScheme::Dark, 150)));
}

void TestScreens::kiosk_data()
{
    QTest::addColumn<int>("sample");
    const auto views = sampleKiosks();
    for (std::size_t sample = 0; sample < views.size(); ++sample)
        QTest::newRow(views[sample].first) << static_cast<int>(sample);
}

void TestScreens::kiosk()
{
    QFETCH(int, sample);
    const auto [name, view] = sampleKiosks().at(static_cast<std::size_t>(sample));
    const QString file = u"kiosk-"_s + QLatin1StringView(name);
    KioskLanguage language; // pictures in German and from right to left too; English is restored for the others
    const std::pair<QString, QString> others[] = {{u"de"_s, u"-german"_s}, {u"ar"_s, u"-arabic"_s}};
    for (const auto &[code, suffix] : others) {
        KioskFace other;
        KioskView translated = view;
        translated.language = code;
        if (view.page == KioskPage::SelfTest)
            other.acceptStaff();
        other.setView(translated);
        QVERIFY(language.choose(code));
        QVERIFY(keepPicture(other, file + u"-1280x800"_s + suffix, {1280, 800}, Theme(ColourScheme::Dark)));
        if (view.page == KioskPage::Attract)
            QVERIFY(keepPicture(other, file + u"-1080x1920"_s + suffix, {1080, 1920}, Theme(ColourScheme::Light)));
    }
    QVERIFY(language.choose(u"en"_s));
    KioskFace face;
    if (view.page == KioskPage::SelfTest)
        face.acceptStaff();
    face.setView(view);
    QVERIFY(keepPictures(face, file + u"-1280x800"_s, {1280, 800}));
    QVERIFY(keepPictures(face, file + u"-1080x1920"_s, {1080, 1920}));
    QVERIFY(keepPictures(face, file + u"-1920x1080"_s, {1920, 1080}));
    if (view.page == KioskPage::Attract)
        QVERIFY(keepPicture(face, file + u"-800x480"_s, {800, 480}, Theme(ColourScheme::Dark)));
}

void TestScreens::kioskPads()
{
    KioskFace face;
    face.setView(sampleKiosks().front().second);
    emit face.findChild<AttractPage *>()->typingWanted();
    face.show();
    QTest::keyClicks(face.focusWidget(), u"MFRGG2LT"_s);
    QVERIFY(keepPicture(face, u"kiosk-typing-800x480"_s, {800, 480}, Theme(ColourScheme::Dark)));
    QVERIFY(keepPicture(face, u"kiosk-typing-1080x1920"_s, {1080, 1920}, Theme(ColourScheme::Light)));
    for (int touch = 0; touch < 5; ++touch)
        QTest::mousePress(face.findChild<QStackedWidget *>()->currentWidget(), Qt::LeftButton, {}, {3, 3});
    QTest::keyClicks(face.focusWidget(), u"471"_s);
    QVERIFY(keepPictures(face, u"kiosk-staff-1280x800"_s, {1280, 800}));
    face.refuseStaff(u"This code is wrong."_s);
    QVERIFY(keepPictures(face, u"kiosk-staff-wrong-1080x1920"_s, {1080, 1920}));
    KioskLanguage language;
    QVERIFY(language.choose(u"ar"_s));
    QVERIFY(keepPicture(face, u"kiosk-staff-1280x800-arabic"_s, {1280, 800}, Theme(ColourScheme::Dark)));
    QVERIFY(language.choose(u"en"_s));
    KioskView called = sampleKiosks().at(5).second;
    called.calledName = u"North 3"_s;
    called.isCallBright = true;
    KioskFace other;
    other.setView(called);
    QVERIFY(keepPictures(other, u"kiosk-called-1280x800"_s, {1280, 800}));
}

void TestScreens::kioskSearch()
{
    KioskFace face;
    KioskView view = sampleKiosks().at(5).second;
    view.page = KioskPage::Search;
    face.setView(view);
    face.show();
    QTest::keyClicks(face.focusWidget(), u"muller"_s);
    view.search.text = u"muller"_s;
    view.search.total = 9;
    view.search.found = {
        {sampleId(1), u"Anna Müller"_s, u"Bell & Sons · R1001"_s, u"Full congress"_s, u"not seen yet"_s},
        {sampleId(2), u"Anna Müller"_s, u"R1007"_s, u"Day ticket, Friday"_s, u"inside since 08:41, North gate"_s},
        {sampleId(3), u"Dr. Hans-Jörg Müller-Lüdenscheidt von und zu Hohenstein"_s, u"Universität Überlingen · R1311"_s,
         u"Speaker"_s, u"left at 12:03"_s},
        {Id(), u"نور مولر"_s, u"R1440"_s, u"Exhibitor"_s, u"not on this list"_s}};
    face.setView(view);
    QVERIFY(keepPictures(face, u"kiosk-search-1280x800"_s, {1280, 800}));
    QVERIFY(keepPicture(face, u"kiosk-search-800x480"_s, {800, 480}, Theme(ColourScheme::Dark)));
    for (QPushButton *button : face.findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text().contains(u"R1007"_s)) {
            button->click();
            break;
        }
    }
    QVERIFY(keepPicture(face, u"kiosk-search-person-1280x800"_s, {1280, 800}, Theme(ColourScheme::Dark)));
}

void TestScreens::doorsLists()
{
    DoorsDesk desk;
    desk.setZone(QTimeZone("Europe/Berlin"));
    ListsView *lists = desk.lists();
    ListChoices choices;
    choices.zone = QTimeZone("Europe/Berlin");
    choices.products = {
        {sampleId(30), u"Full congress"_s}, {sampleId(31), u"Day ticket, Friday"_s}, {sampleId(32), u"Speaker"_s}};
    choices.gates = {{sampleId(20), u"North gate"_s}, {sampleId(21), u"South gate"_s}};
    lists->setChoices(choices);
    CheckInList main;
    main.id = CheckInListId(sampleId(40));
    main.name = "Main entrance";
    main.rulesVersion = 3;
    main.allowsReEntry = true;
    main.mostEntries = 0;
    main.mostPerDay = 1;
    main.minutesBetween = 15;
    main.followsZones = true;
    main.opensAt = kSampleNow;
    main.windows = {
        {"Early entry", {ProductId(sampleId(32))}, {GateId(sampleId(20))}, kSampleNow, kSampleNow + 3'600'000},
        {"Everybody", {}, {}, kSampleNow + 3'600'000, {}}};
    main.reEntryTimes = {{{}, kSampleNow + 7'200'000}};
    main.exitsAllAt = {{kSampleNow + 36'000'000}};
    Question question;
    question.id = "meal";
    question.texts = {{{}, "Which meal shall we keep for you?"}, {"de", "Welches Essen sollen wir Ihnen aufheben?"}};
    question.kind = QuestionKind::Choice;
    question.choices = {{"a", {{{}, "With meat"}, {"de", "Mit Fleisch"}}}, {"b", {{{}, "Vegetarian"}}}};
    main.questions = {question};
    CheckInList speakers;
    speakers.id = CheckInListId(sampleId(41));
    speakers.name = "Speakers’ lounge";
    lists->setLists({main, speakers});
    lists->choose(main.id);
    desk.showLists();
    QVERIFY(keepPictures(desk, u"doors-lists"_s, {1600, 1200}));
}

QTEST_MAIN(TestScreens)
#include "tst_screens.moc"
