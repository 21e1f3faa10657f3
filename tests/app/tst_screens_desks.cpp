// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of tickets, devices, accounts and documents, into build/screens; and of what goes to paper.
#include <QTest>

#include "app/access/accountsdesk.h"
#include "app/access/devicesdesk.h"
#include "app/control/documentdesk.h"
#include "app/control/movepage.h"
#include "app/control/neweventpage.h"
#include "app/control/startpage.h"
#include "app/imports/importsdesk.h"
#include "app/imports/reportpage.h"
#include "app/ticketing/paper.h"
#include "app/ticketing/paperpage.h"
#include "app/ticketing/personcard.h"
#include "app/ticketing/ticketsdesk.h"
#include "app/ui/noticebar.h"
#include "tests/app/deskssamples.h"
#include "tests/app/screens.h"

#include <QLineEdit>
#include <QPushButton>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

namespace {

QPushButton *buttonNamed(QWidget &parent, const QString &text)
{
    for (QPushButton *button : parent.findChildren<QPushButton *>())
        if (button->text().remove(u'&') == text)
            return button;
    return nullptr;
}

QString sampleCode()
{
    return u"EV1"_s + QString(151, u'K').replace(20, 60, u"MFRGG2LTMVRXG5BRGIZTINJWG44DS"_s);
}

/// Paper is kept as paper: build/screens/NAME.pdf.
bool keepPaper(const QString &name, const PaintPaper &paint)
{
    const auto goOn = [](qint64, qint64) { return true; };
    return QDir().mkpath(screensFolder()) && writePdf(screensFolder() + u'/' + name + u".pdf"_s, name, paint, goOn);
}

} // namespace

class TestScreensDesks : public QObject
{
    Q_OBJECT

private slots:
    void tickets();
    void paper();
    void devices();
    void accounts();
    void imports();
    void documents();
};

void TestScreensDesks::tickets()
{
    TicketsDesk desk;
    QVERIFY(keepPicture(desk, u"tickets-empty-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    desk.search()->setText(u"mari"_s);
    desk.setHits(u"mari"_s, sampleHits(), 5);
    desk.setPerson(samplePerson());
    QVERIFY(keepPictures(desk, u"tickets"_s, {1600, 1000}));
    desk.card()->showCode(sampleId(160), sampleCode());
    QVERIFY(keepPictures(desk, u"tickets-code"_s, {1600, 1000}));
    buttonNamed(desk, u"Block…"_s)->click();
    QVERIFY(keepPicture(desk, u"tickets-block-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    QVERIFY(keepPicture(desk, u"tickets-contrast-150"_s, {1920, 1080}, Theme(ColourScheme::HighContrast, 150)));
    desk.showDoorForm();
    QVERIFY(keepPictures(desk, u"tickets-door"_s, {1600, 1000}));
    desk.paper()->setLists({{sampleId(1), u"Main entrance"_s}});
    desk.paper()->setPlan({true, u"/media/stick/lists"_s, 10, 3});
    desk.paper()->setKept(State::Fine, u"2 files, 4 min old"_s);
    desk.paper()->setWork(u"Making pages: 4,120 of 12,400"_s, 4120, 12400);
    buttonNamed(desk, u"Paper and files"_s)->click();
    QVERIFY(keepPictures(desk, u"tickets-paper"_s, {1600, 1000}));
}

void TestScreensDesks::paper()
{
    const PaperHead head{u"Northern Lights Congress"_s, kSampleNow, QTimeZone("Europe/Berlin"), true};
    PaperHead real = head;
    real.isExercise = false;
    const QString people[] = {u"نور الهدى"_s,    u"Søren Åberg"_s,           u"Marija Kovačević"_s,
                              u"王小明"_s,       u"Siobhán Ní Dhomhnaill"_s, u"Ines Vogel"_s,
                              u"Tomáš Dvořák"_s, u"Γιώργος Παπαδόπουλος"_s,  u"Amélie Laurent-Dubois de la Tour"_s};
    std::vector<PaperPerson> door;
    std::vector<PaperInside> inside;
    std::vector<PaperTicket> tickets;
    for (int each = 0; each < 40; ++each) {
        const QString name = people[each % 9];
        door.push_back({name, each % 3 ? QString() : u"Universität Łódź"_s, u"Full congress"_s, u"QX7M%1"_s.arg(each),
                        each % 7 == 3 ? u"not paid"_s : QString(), u"a"_s});
        inside.push_back({each % 5 ? u"Hall 2"_s : QString(), name, {}, u"North gate"_s, kSampleNow - each * 60'000});
        tickets.push_back({name, each % 2 ? QString() : u"Adria Film d.o.o."_s, u"Full congress, three days"_s,
                           u"QX7M%1 / 1"_s.arg(each), sampleCode(), each % 4 == 2 ? u"not paid"_s : QString()});
    }
    sortForMuster(inside);
    QVERIFY(keepPaper(u"paper-door-list"_s, [&](auto &device, const auto &progress) {
        return paintDoorList(device, head, {u"Main entrance"_s, door, 1}, progress);
    }));
    QVERIFY(keepPaper(u"paper-muster"_s,
                      [&](auto &device, const auto &progress) { return paintMuster(device, real, inside, progress); }));
    QVERIFY(keepPaper(u"paper-tickets"_s, [&](auto &device, const auto &progress) {
        return paintTickets(device, head, tickets, progress);
    }));
}

void TestScreensDesks::devices()
{
    DevicesDesk desk;
    QVERIFY(keepPicture(desk, u"devices-empty-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    desk.setChoices(sampleDeviceChoices());
    desk.setDevices(sampleDevices());
    desk.chooseDevice(sampleId(205));
    QVERIFY(keepPictures(desk, u"devices"_s, {1600, 900}));
    QVERIFY(keepPictures(desk, u"devices-narrow"_s, {1280, 800}));
    buttonNamed(desk, u"Revoke…"_s)->click();
    QVERIFY(keepPicture(desk, u"devices-revoke-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    buttonNamed(desk, u"Add a device"_s)->click();
    QVERIFY(keepPicture(desk, u"devices-add-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    desk.showKey(u"North 3"_s, u"gkd1.01h455vb4pex5vsknk084sn02q.x7Jw0Kq2mN4pR6tV8yB1dF3hL5sZ9cG7aE0uI2oQ4w"_s);
    QVERIFY(keepPictures(desk, u"devices-key"_s, {1600, 1000}));
}

void TestScreensDesks::accounts()
{
    AccountsDesk desk;
    desk.setRoles(sampleRoles());
    desk.setAccounts(sampleAccounts());
    desk.chooseAccount(sampleId(30));
    QVERIFY(keepPictures(desk, u"accounts"_s, {1600, 1000}));
    buttonNamed(desk, u"Add an account"_s)->click();
    desk.offerPassword(u"mkq7w-x2rpd-8hvfe-tc4na"_s);
    QVERIFY(keepPicture(desk, u"accounts-add-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
}

void TestScreensDesks::imports()
{
    ImportsDesk desk;
    ImportsView view;
    view.mayImport = true;
    view.iconName = u"import"_s;
    view.title = u"Take in what other systems know"_s;
    view.words =
        u"Schedules (XML, JSON, iCalendar), floor plans (IMDF, GeoJSON, SVG), tables of attendees (CSV), orders "
        "of pretix. The same file again later changes only what its source changed."_s;
    desk.setView(view);
    QVERIFY(keepPictures(desk, u"imports-empty"_s, {1600, 900}));
    desk.setPast(samplePastImports());
    desk.choosePast(sampleId(92));
    view.page = ImportPage::Work;
    view.title = u"Reading the files …"_s;
    view.words = u"Nothing has happened yet."_s;
    view.canStop = true;
    view.done = 41;
    view.total = 100;
    desk.setView(view);
    QVERIFY(keepPicture(desk, u"imports-work-dark"_s, {1600, 900}, Theme(ColourScheme::Dark)));
    desk.setView(sampleImport());
    QVERIFY(keepPictures(desk, u"imports"_s, {1600, 900}));
    desk.report()->showNotes(ImportNoteKind::Vanished);
    QVERIFY(keepPictures(desk, u"imports-small"_s, {860, 740})); // what a window of 1280 by 800 leaves of it
    QVERIFY(keepPicture(desk, u"imports-contrast-150"_s, {1600, 900}, Theme(ColourScheme::HighContrast, 150)));
    view.page = ImportPage::Outcome;
    view.iconName = u"repeat"_s;
    view.title = u"Not imported"_s;
    view.words = ImportWords::failure({Fault::Conflict, "schedule.xml, line 77: slot.move: conflict: startsAt", {}});
    view.actionText = u"Read the files again"_s;
    desk.setView(view);
    QVERIFY(keepPicture(desk, u"imports-refused-light"_s, {1280, 800}, Theme(ColourScheme::Light)));
}

void TestScreensDesks::documents()
{
    StartPage start;
    start.setRecent({});
    QVERIFY(keepPicture(start, u"start-first-dark"_s, {1100, 760}, Theme(ColourScheme::Dark)));
    start.setRecent({{u"/srv/events/northern-lights-2026.gatehouse"_s, u"Northern Lights Congress"_s, true},
                     {u"/media/stick/spring-fair.gatehouse"_s, u"Spring Fair"_s, false}});
    QVERIFY(keepPictures(start, u"start"_s, {1100, 760}));
    start.setNotice(State::Soon, u"It did not open: forbidden: the keychain cannot open the keyring."_s);
    start.askKey({}, u"The keyring of this event needs a key: the passphrase of this machine, or the recovery code."_s);
    QVERIFY(keepPicture(start, u"start-key-dark"_s, {1100, 760}, Theme(ColourScheme::Dark)));
    NewEventPage fresh;
    fresh.setNotice(u"The password is too short: 12 characters at least."_s);
    QVERIFY(keepPictures(fresh, u"new-event"_s, {1100, 760}));
    RecoveryPage recovery;
    recovery.setCode(u"7KQ2M-4XJ9P-0WEVR-8TNC3-HDF6G-5YB1Z-QMS2K-A9RTX"_s, 5);
    QVERIFY(keepPictures(recovery, u"recovery-code"_s, {1100, 760}));
    DocumentDesk desk;
    desk.setFacts({{u"File"_s, u"/srv/events/northern-lights-2026.gatehouse"_s},
                   {u"Keyring"_s, u"/srv/events/northern-lights-2026.keyring"_s},
                   {u"Address"_s, u"http://192.168.1.10:7443/e/northern-lights/"_s},
                   {u"Entries"_s, u"48,112"_s},
                   {u"Disk"_s, u"takes what is written"_s}});
    desk.setBackup({true, u"/media/disk2/backups"_s, 5});
    desk.setBackupState(State::Fine, u"3 min ago"_s);
    QVERIFY(keepPictures(desk, u"document"_s, {1600, 1000}));
    desk.setWork(u"Checking …"_s, 31'000, 48'112);
    QVERIFY(keepPicture(desk, u"document-check-dark"_s, {1600, 1000}, Theme(ColourScheme::Dark)));
    MovePage move;
    move.showStep(MoveStep::Checking, 20'000, 48'112);
    QVERIFY(keepPictures(move, u"move"_s, {1100, 760}));
    MovedEvent moved;
    moved.head.sequence = 48'112;
    moved.document = "/media/stick/northern-lights-2026.gatehouse";
    moved.keyFile = "/media/stick/northern-lights-2026.key";
    move.showEnd(moved);
    QVERIFY(keepPicture(move, u"move-done-dark"_s, {1100, 760}, Theme(ColourScheme::Dark)));
    move.showEnd(fail(Fault::Conflict, "/media/stick/fair.gatehouse exists already"));
    QVERIFY(keepPicture(move, u"move-failed-light"_s, {1100, 760}, Theme(ColourScheme::Light)));
}

QTEST_MAIN(TestScreensDesks)
#include "tst_screens_desks.moc"
