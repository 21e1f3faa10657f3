// SPDX-License-Identifier: GPL-3.0-or-later
// Tickets, devices and accounts as people use them: real clicks in a real window over a real document.
#include "app/access/accountsdesk.h"
#include "app/access/deviceform.h"
#include "app/access/devicesdesk.h"
#include "app/control/controlroom.h"
#include "app/control/localserver.h"
#include "app/ticketing/doorform.h"
#include "app/ticketing/paperpage.h"
#include "app/ticketing/paperpresenter.h"
#include "app/ticketing/personcard.h"
#include "app/ticketing/ticketsdesk.h"
#include "app/ui/codepicture.h"
#include "app/ui/noticebar.h"
#include "server/serve/workbench.h"
#include "tests/support/plainclient.h"

#include <QAbstractEventDispatcher>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPrinter>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <ctime>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kVenue = R"([
{"command":"floor.add","fields":{"floor":{"$id":"ground"},"name":"Ground","order":0,"widthMm":20000,"heightMm":10000}},
{"command":"zone.add","fields":{"zone":{"$id":"hall"},"floor":{"$id":"ground"},"name":"Hall","capacity":40,"outline":[[2000,2000],[18000,2000],[18000,8000],[2000,8000]]}},
{"command":"gate.add","fields":{"gate":{"$id":"north"},"floor":{"$id":"ground"},"name":"North gate","at":[10000,2000],"inner":{"$id":"hall"}}},
{"command":"gate.open","fields":{"gate":{"$id":"north"}}},
{"command":"check_in_list.add","fields":{"list":{"$id":"doors"},"name":"Doors"}}
])";
const QString kCodeStart = u"EV1"_s; // of a signed ticket
constexpr auto kPeople =
    "Name,Ticket type,Order,Barcode\nAna Ruiz,Day,R1,code-ana\nJosé Müller,Day,R2,code-jose\n王小明,Day,R3,code-ming\n";

template <class T>
T must(Result<T> result)
{
    if (!result)
        throw std::runtime_error(describe(result.error()));
    return std::move(*result);
}

QPushButton *buttonNamed(QWidget &parent, const QString &text)
{
    for (QPushButton *button : parent.findChildren<QPushButton *>())
        if (button->isVisible() && button->text() == text)
            return button;
    return nullptr;
}

void click(QWidget &parent, const QString &text)
{
    // A button that was just made shows with the next turn of the loop.
    QVERIFY2(QTest::qWaitFor([&] { return buttonNamed(parent, text) && buttonNamed(parent, text)->isEnabled(); }),
             qPrintable(text));
    QTest::mouseClick(buttonNamed(parent, text), Qt::LeftButton);
}

/// The line of a form that stands beside a label.
QLineEdit *lineNamed(QWidget &parent, const QString &label)
{
    for (QLabel *each : parent.findChildren<QLabel *>())
        if (each->isVisible() && each->text().remove(u'&') == label)
            return qobject_cast<QLineEdit *>(each->buddy());
    return nullptr;
}

QString chips(QWidget &parent)
{
    QStringList texts;
    for (QLabel *label : parent.findChildren<QLabel *>())
        if (label->isVisible())
            texts += label->text();
    return texts.join(u'\n');
}

/// The turns of the window while something is made: the longest by the clock, and of the processor's time.
class Turns
{
public:
    Turns()
    {
        QAbstractEventDispatcher *loop = QAbstractEventDispatcher::instance();
        QObject::connect(loop, &QAbstractEventDispatcher::awake, &m_receiver, [this] {
            m_turn.start();
            m_processorMs = processorMs();
        });
        QObject::connect(loop, &QAbstractEventDispatcher::aboutToBlock, &m_receiver, [this] {
            if (!m_turn.isValid())
                return;
            longestMs = std::max(longestMs, double(m_turn.nsecsElapsed()) / 1e6);
            longestProcessorMs = std::max(longestProcessorMs, processorMs() - m_processorMs);
        });
    }
    double longestMs = 0;
    double longestProcessorMs = 0;

private:
    static double processorMs()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1000 + double(time.tv_nsec) / 1e6;
    }

    QObject m_receiver;
    QElapsedTimer m_turn;
    double m_processorMs = 0;
};

/// Everybody of the table with such codes is let in, many at a time.
void admitAll(Workbench &bench, const CheckInListId &list, const GateId &gate, int count)
{
    int answered = 0;
    for (int each = 0; each < count; ++each) {
        RecordScan record;
        record.scan = makeId<ScanId>(bench.now().ms, bench.random());
        record.list = list;
        record.gate = gate;
        record.code = "code-" + std::to_string(each);
        record.deviceAt = bench.now();
        CommandRequest request;
        request.actor.permissions = Permissions::fromBits(~std::uint64_t{0});
        request.name = RecordScan::spec.name;
        request.body = encoded(record);
        request.deviceAt = record.deviceAt;
        request.done = [&answered](const CommandOutcome &) { ++answered; };
        bench.engine().submit(std::move(request));
        while (each + 1 - answered >= 5000)
            bench.engine().step();
    }
    while (answered < count)
        bench.engine().step();
}

} // namespace

class TestDesks : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aPersonIsFoundAndTheCodeShownOnlyWhenAsked();
    void somebodyIsAddedAtTheDoorByKeyboard();
    void aGroupAndANoteAreSetAtTheDesk();
    void aTicketIsGivenToAnotherPerson();
    void aTicketIsBlockedWithAReason();
    void ticketsAreSavedAndCodesWritten();
    void listsAreMadeAndKeptFreshOnAStick();
    void aStickThatIsPulledIsSaid();
    void workIsCancelled();
    void aDeviceIsAddedAndItsKeyShownOnce();
    void aDeviceIsMovedCalledAndRevoked();
    void aDeviceIsGivenALaneAndStaff();
    void whatADeviceTellsIsShown();
    void anAccountIsAddedLockedAndGivenAPassword();
    void whoMayNotSeesNothing();
    void aHundredThousandPeopleGoToPaper();

private:
    void open(const std::string &people, const std::function<void(Workbench &)> &more = {});
    template <class T>
    [[nodiscard]] T *desk(const char *id)
    {
        m_room->shell().showDesk(QString::fromLatin1(id));
        return m_room->shell().findChild<T *>();
    }
    void find(TicketsDesk &tickets, const QString &text);

    QTemporaryDir m_folder;
    MemoryKeyStore m_store;
    GateId m_gate;
    CheckInListId m_list;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ControlRoom> m_room;
    int m_round = 0;
};

void TestDesks::init()
{
    open(kPeople);
}

void TestDesks::open(const std::string &people, const std::function<void(Workbench &)> &more)
{
    initialiseCrypto();
    const QString base = m_folder.filePath(QString::number(++m_round));
    QVERIFY(QDir().mkpath(base));
    const QString path = base + u"/fair.gatehouse"_s;
    {
        NewEvent event{"Fair", "Europe/Berlin", "organiser", must(hashPassword("nobody signs in with this")),
                       "Organiser"};
        std::string code;
        auto bench = must(Workbench::create(path.toStdString(), event, m_store, &code));
        const std::vector<ImportSource> venue{{"venue.json", kVenue, {}}};
        const std::vector<ImportSource> table{{"people.csv", people, {}}};
        must(bench->import(must(bench->plan(venue)), venue)); // by itself: a list of commands goes before large tables
        must(bench->import(must(bench->plan(table)), table));
        m_gate = GateId(must(bench->idNamed<Gate>("North gate")));
        m_list = CheckInListId(must(bench->idNamed<CheckInList>("Doors")));
        if (more)
            more(*bench);
    }
    ControlArguments arguments;
    arguments.document = path;
    arguments.port = 0;
    m_server = must(openLocalServer(arguments, m_store));
    m_settings = std::make_unique<QSettings>(base + u"/settings.ini"_s, QSettings::IniFormat);
    m_room = std::make_unique<ControlRoom>(must(localReplica(*m_server, {}, base + u"/desk"_s)), *m_settings);
    m_room->start();
    QTRY_COMPARE(m_room->replica().status().state, ReplicaState::Live);
}

void TestDesks::cleanup()
{
    m_room.reset();
    m_server.reset();
    m_settings.reset();
}

void TestDesks::find(TicketsDesk &tickets, const QString &text)
{
    tickets.search()->clear();
    QTest::keyClicks(tickets.search(), text);
    auto *table = tickets.findChild<QTableView *>();
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QTest::keyClick(tickets.search(), Qt::Key_Return);
    QTRY_VERIFY(!tickets.card()->ticket().isNull());
}

void TestDesks::aPersonIsFoundAndTheCodeShownOnlyWhenAsked()
{
    auto *tickets = desk<TicketsDesk>("tickets");
    find(*tickets, u"muller"_s);
    QTRY_VERIFY(chips(*tickets->card()).contains(u"José Müller"_s));
    auto *code = tickets->card()->findChild<CodeView *>();
    QVERIFY(!code->isVisible());
    QVERIFY(code->code().isEmpty());
    click(*tickets->card(), u"Show the code"_s);
    QTRY_VERIFY(code->isVisible());
    QVERIFY(code->code().startsWith(kCodeStart));
    QTRY_VERIFY(chips(*tickets->card()).contains(u"code shown on a screen · Organiser"_s));
    find(*tickets, u"ruiz"_s); // another person: the code goes
    QTRY_VERIFY(!code->isVisible());
    QVERIFY(code->code().isEmpty());
}

void TestDesks::somebodyIsAddedAtTheDoorByKeyboard()
{
    auto *tickets = desk<TicketsDesk>("tickets");
    m_room->shell().actionTable().action(u"tickets.add"_s)->trigger();
    auto *form = tickets->form();
    QTRY_VERIFY(form->isVisible());
    auto *name = lineNamed(*form, u"Name"_s);
    QVERIFY(name);
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(chips(*form).contains(u"A name is needed."_s));
    QTest::keyClicks(name, u"Ivo Novak"_s);
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(tickets->notices()->text().contains(u"Ivo Novak has a ticket under order D-"_s));
    QTRY_VERIFY(chips(*tickets->card()).contains(u"Ivo Novak"_s));
    QTRY_VERIFY(chips(*tickets->card()).contains(u"issued at the door"_s));
    find(*tickets, u"novak"_s);
}

void TestDesks::aGroupAndANoteAreSetAtTheDesk()
{
    auto *tickets = desk<TicketsDesk>("tickets");
    m_room->shell().actionTable().action(u"tickets.add"_s)->trigger();
    auto *form = tickets->form();
    QTRY_VERIFY(form->isVisible());
    QTest::keyClicks(lineNamed(*form, u"Name"_s), u"Class 7b"_s);
    form->findChild<QSpinBox *>()->setValue(24);
    click(*form, u"Add and issue the ticket"_s);
    PersonCard *card = tickets->card();
    QTRY_VERIFY(chips(*card).contains(u"a group of 24"_s));
    QVERIFY(!chips(*card).contains(u"Told at the gate"_s));

    click(*card, u"Tell the steward…"_s);
    auto *line = lineNamed(*card, u"What is the steward told when this ticket is read?"_s);
    QVERIFY(line);
    QTest::keyClicks(line, u"The teacher first, please."_s);
    click(*card, u"Tell the gates"_s);
    QTRY_VERIFY(chips(*card).contains(u"Told at the gate"_s));
    QVERIFY(chips(*card).contains(u"The teacher first, please."_s));
    QTRY_VERIFY(chips(*card).contains(u"told at the gate · Organiser: The teacher first, please."_s));

    click(*card, u"Tell the steward…"_s); // what stood there stands in the line again
    QCOMPARE(line->text(), u"The teacher first, please."_s);
    line->clear();
    card->findChild<QCheckBox *>()->setChecked(true);
    click(*card, u"Tell the gates"_s);
    QTRY_VERIFY(chips(*card).contains(u"a steward looks"_s));
    click(*card, u"Tell the steward…"_s);
    QVERIFY(card->findChild<QCheckBox *>()->isChecked());
    click(*card, u"Cancel"_s);
    QTRY_VERIFY(!line->isVisible());
}

void TestDesks::aTicketIsGivenToAnotherPerson()
{
    auto *tickets = desk<TicketsDesk>("tickets");
    find(*tickets, u"ruiz"_s);
    PersonCard *card = tickets->card();
    QTRY_VERIFY(chips(*card).contains(u"Ana Ruiz"_s));
    click(*card, u"Give to another person…"_s);
    auto *people = card->findChild<QListWidget *>();
    auto *line = people->parentWidget()->findChild<QLineEdit *>();
    QTest::keyClicks(line, u"muller"_s);
    QTRY_COMPARE(people->count(), 1);
    QTest::mouseClick(people->viewport(), Qt::LeftButton, {}, people->visualItemRect(people->item(0)).center());
    click(*card, u"Cannot come"_s);
    click(*card, u"Give the ticket"_s);
    QTRY_VERIFY(chips(*card).contains(u"José Müller"_s));
    QTRY_VERIFY(chips(*card).contains(u"given to this person · Organiser: Cannot come"_s));
    QVERIFY(card->findChild<QComboBox *>()->isVisible()); // two tickets to choose from
}

void TestDesks::aTicketIsBlockedWithAReason()
{
    auto *tickets = desk<TicketsDesk>("tickets");
    find(*tickets, u"ruiz"_s);
    PersonCard *card = tickets->card();
    QTRY_VERIFY(buttonNamed(*card, u"Block…"_s));
    click(*card, u"Block…"_s);
    QVERIFY(!buttonNamed(*card, u"Block the ticket"_s)->isEnabled());
    click(*card, u"Reported stolen"_s);
    click(*card, u"Block the ticket"_s);
    QTRY_VERIFY(buttonNamed(*card, u"Unblock…"_s));
    QTRY_VERIFY(chips(*card).contains(u"now blocked · Organiser: Reported stolen"_s));
}

void TestDesks::ticketsAreSavedAndCodesWritten()
{
    auto *tickets = desk<TicketsDesk>("tickets");
    auto *paper = m_room->shell().findChild<PaperPresenter *>();
    QSignalSpy ended(paper, &PaperPresenter::workEnded);
    find(*tickets, u"ruiz"_s);
    const QString one = m_folder.filePath(u"one.pdf"_s);
    emit tickets->ticketSaveWanted(tickets->card()->ticket(), one);
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(QFile(one).size() > 1000);
    const QString table = m_folder.filePath(u"codes.csv"_s);
    emit tickets->paper()->saveWanted({PaperKind::TicketsCsv, {}, 1, {}}, table);
    QTRY_COMPARE(ended.size(), 2);
    QFile file(table);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray csv = file.readAll();
    QCOMPARE(csv.count("\r\n"), 4);
    QVERIFY(csv.contains("王小明") && csv.contains(kCodeStart.toLatin1()));
    const auto printer = std::make_shared<QPrinter>();
    printer->setOutputFormat(QPrinter::PdfFormat);
    const QString all = m_folder.filePath(u"printed.pdf"_s);
    printer->setOutputFileName(all);
    emit tickets->paper()->printWanted({PaperKind::TicketsPdf, {}, 1, {}}, printer);
    QTRY_COMPARE(ended.size(), 3);
    QCOMPARE(ended.last().front().value<Failure>().fault, Fault::None);
    QVERIFY(QFile(all).size() > 1000);
}

void TestDesks::listsAreMadeAndKeptFreshOnAStick()
{
    auto *tickets = desk<TicketsDesk>("tickets");
    auto *paper = m_room->shell().findChild<PaperPresenter *>();
    QSignalSpy kept(paper, &PaperPresenter::keptEnded);
    const QString stick = m_folder.filePath(u"stick"_s);
    QVERIFY(QDir().mkpath(stick));
    emit tickets->paper()->planWanted({true, stick, 5, 1});
    QTRY_COMPARE(kept.size(), 1);
    QCOMPARE(kept.first().front().value<Failure>().fault, Fault::None);
    QCOMPARE(QDir(stick).entryList(QDir::Files | QDir::Hidden),
             QStringList({u"door-list-doors.pdf"_s, u"muster-list.pdf"_s}));
    const QDateTime before = QFileInfo(stick + u"/muster-list.pdf"_s).lastModified();
    paper->refreshKept();
    QTRY_COMPARE(kept.size(), 2);
    QVERIFY(QFileInfo(stick + u"/muster-list.pdf"_s).lastModified() >= before);
    QVERIFY(m_settings->value(u"paper/fair/isOn"_s).toBool());
}

void TestDesks::aStickThatIsPulledIsSaid()
{
    auto *tickets = desk<TicketsDesk>("tickets");
    auto *paper = m_room->shell().findChild<PaperPresenter *>();
    QSignalSpy kept(paper, &PaperPresenter::keptEnded);
    emit tickets->paper()->planWanted({true, m_folder.filePath(u"no-stick"_s), 5, 1});
    QTRY_COMPARE(kept.size(), 1);
    QTRY_VERIFY(tickets->notices()->text().contains(u"is the stick in?"_s));
    emit tickets->paper()->planWanted({false, {}, 5, 1});
}

void TestDesks::workIsCancelled()
{
    auto *tickets = desk<TicketsDesk>("tickets");
    auto *paper = m_room->shell().findChild<PaperPresenter *>();
    QSignalSpy ended(paper, &PaperPresenter::workEnded);
    const QString path = m_folder.filePath(u"never.pdf"_s);
    emit tickets->paper()->saveWanted({PaperKind::DoorList, m_list, 1, {}}, path);
    emit tickets->paper()->cancelWanted();
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(!QFileInfo::exists(path));
    emit tickets->paper()->saveWanted({PaperKind::DoorList, m_list, 1, {}}, path); // and again, to the end
    QTRY_COMPARE(ended.size(), 2);
    QVERIFY(QFileInfo::exists(path));
}

void TestDesks::aDeviceIsAddedAndItsKeyShownOnce()
{
    auto *devices = desk<DevicesDesk>("devices");
    click(*devices, u"Add a device"_s);
    QWidget *form = nullptr;
    for (DeviceForm *each : devices->findChildren<DeviceForm *>())
        form = each->isVisible() ? each : form;
    QVERIFY(form);
    click(*devices, u"Add and show its key"_s);
    QTRY_VERIFY(chips(*devices).contains(u"A name is needed"_s));
    QTest::keyClicks(lineNamed(*form, u"Name"_s), u"North 1"_s);
    click(*devices, u"Add and show its key"_s);
    auto *code = devices->findChild<CodeView *>();
    QTRY_VERIFY(code->isVisible());
    const QString key = code->code();
    QVERIFY(key.startsWith(u"gkd1."_s));
    const QString path = m_folder.filePath(u"north.key"_s);
    emit devices->keySaveWanted(path, key);
    QTRY_VERIFY(QFileInfo::exists(path));
    QCOMPARE(QFileInfo(path).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    click(*devices, u"The device has its key"_s);
    QVERIFY(code->code().isEmpty() && !chips(*devices).contains(key));
    PlainClient kiosk(key.toStdString(), makeId<DeviceId>(1, *std::make_unique<SecureRandom>()));
    QString address = QString::fromStdString(m_server->address()) + u"sync"_s;
    kiosk.connectTo(address.replace(u"http:"_s, u"ws:"_s));
    QTRY_VERIFY(kiosk.welcome().has_value());
}

void TestDesks::aDeviceIsMovedCalledAndRevoked()
{
    auto *devices = desk<DevicesDesk>("devices");
    DeviceWish wish;
    wish.name = u"North 1"_s;
    emit devices->addWanted(wish);
    auto &rows = m_room->replica().collection<Device>();
    QTRY_COMPARE(rows.size(), std::size_t{1});
    const Id id = rows.all().front()->id;
    QTRY_VERIFY(buttonNamed(*devices, u"The device has its key"_s));
    click(*devices, u"The device has its key"_s);
    QTRY_COMPARE(devices->findChild<QTableView *>()->model()->rowCount(), 1);
    devices->chooseDevice(id);
    DeviceForm *form = nullptr;
    for (DeviceForm *each : devices->findChildren<DeviceForm *>())
        form = each->isVisible() ? each : form;
    QVERIFY(form);
    wish = form->wish();
    wish.gate = m_gate;
    wish.list = m_list;
    wish.direction = DeviceDirection::Exit;
    form->setWish(wish);
    emit form->changed();
    click(*devices, u"Apply"_s);
    QTRY_VERIFY(rows.find(id)->gate == m_gate && rows.find(id)->direction == DeviceDirection::Exit);
    click(*devices, u"Show its name on its screen"_s);
    QTRY_VERIFY(m_room->replica().collection<DeviceCall>().find(id));
    click(*devices, u"Revoke…"_s);
    click(*devices, u"Lost or stolen"_s);
    click(*devices, u"Revoke the device"_s);
    QTRY_VERIFY(rows.find(id)->isRevoked);
    QCOMPARE(QString::fromStdString(rows.find(id)->revokedWhy), u"Lost or stolen"_s);
    QTRY_VERIFY(chips(*devices).contains(u"Lost or stolen"_s));
}

void TestDesks::aDeviceIsGivenALaneAndStaff()
{
    SecureRandom random;
    const auto newId = [&random](auto id) { return makeId<decltype(id)>(QDateTime::currentMSecsSinceEpoch(), random); };
    int done = 0;
    const auto run = [&](const auto &command) {
        const int before = done;
        m_room->replica().send(command, this, [&](const Result<Nothing> &answer) {
            must(answer);
            ++done;
        });
        QTRY_COMPARE(done, before + 1);
    };
    const Gate *north = m_room->replica().collection<Gate>().find(m_gate);
    AddGate side{newId(GateId()), north->floor, "Side gate", Point{12'000, 2'000}, {}, north->inner};
    run(side);
    const auto lane = [&](const GateId &gate, const std::string &name, int order) {
        AddLane add;
        add.lane = newId(LaneId());
        add.gate = gate;
        add.name = name;
        add.order = order;
        run(add);
        return add.lane;
    };
    const LaneId second = lane(m_gate, "Lane 2", 2);
    lane(m_gate, "Lane 1", 1);
    const LaneId other = lane(side.gate, "Groups", 1);

    auto *devices = desk<DevicesDesk>("devices");
    DeviceWish wish;
    wish.name = u"North 1"_s;
    wish.gate = m_gate;
    wish.lane = second;
    wish.isStaffed = true;
    emit devices->addWanted(wish);
    auto &rows = m_room->replica().collection<Device>();
    QTRY_COMPARE(rows.size(), std::size_t{1});
    const Id id = rows.all().front()->id;
    QVERIFY(rows.find(id)->lane == second && rows.find(id)->isStaffed);
    click(*devices, u"The device has its key"_s);
    const auto *table = devices->findChild<QTableView *>();
    const auto cell = [&](int column) { return table->model()->index(0, column).data().toString(); };
    QTRY_COMPARE(cell(3), u"Lane 2"_s);
    QCOMPARE(cell(4), u"staffed"_s);

    devices->chooseDevice(id);
    DeviceForm *form = nullptr;
    for (DeviceForm *each : devices->findChildren<DeviceForm *>())
        form = each->isVisible() ? each : form;
    QVERIFY(form);
    QCOMPARE(form->wish().lane, Id(second));
    const auto boxOf = [&](const QString &label) {
        for (QLabel *each : form->findChildren<QLabel *>())
            if (each->text().remove(u'&') == label)
                return qobject_cast<QComboBox *>(each->buddy());
        return static_cast<QComboBox *>(nullptr);
    };
    QComboBox *lanes = boxOf(u"Lane"_s);
    QComboBox *gates = boxOf(u"Gate"_s);
    QVERIFY(lanes && gates);
    QCOMPARE(lanes->count(), 3); // none, and those of its gate from left to right
    QCOMPARE(lanes->itemText(1), u"Lane 1"_s);
    gates->setCurrentIndex(gates->findText(u"Side gate"_s));
    emit gates->activated(gates->currentIndex());
    QVERIFY(form->wish().lane.isNull()); // it led through the other gate
    QCOMPARE(lanes->itemText(1), u"Groups"_s);
    click(*devices, u"Apply"_s);
    QTRY_VERIFY(rows.find(id)->gate == side.gate && rows.find(id)->lane.isNull());
    QTRY_COMPARE(cell(2), u"Side gate"_s);
    QCOMPARE(cell(3), QString());

    wish.gate = m_gate; // another desk wishes for what does not go together
    wish.lane = other;
    emit devices->changeWanted(id, wish);
    QTRY_VERIFY(chips(*devices).contains(u"the lane Groups leads through another gate"_s));
    QVERIFY(rows.find(id)->gate == side.gate);
}

void TestDesks::whatADeviceTellsIsShown()
{
    auto *devices = desk<DevicesDesk>("devices");
    QString key;
    SecureRandom random;
    AddDevice add;
    add.device = makeId<DeviceId>(QDateTime::currentMSecsSinceEpoch(), random);
    add.name = "North 1";
    m_room->replica().send(
        add, this, [&](const Result<AddDevice::Answer> &answer) { key = QString::fromStdString(must(answer).key); });
    QTRY_VERIFY(!key.isEmpty());
    auto *table = devices->findChild<QTableView *>();
    QTRY_COMPARE(table->model()->rowCount(), 1);
    const auto cell = [&](int column) { return table->model()->index(0, column).data().toString(); };
    QCOMPARE(cell(1), u"not seen yet"_s);
    PlainClient kiosk(key.toStdString(), add.device);
    QString address = QString::fromStdString(m_server->address()) + u"sync"_s;
    kiosk.connectTo(address.replace(u"http:"_s, u"ws:"_s));
    QTRY_VERIFY(kiosk.welcome().has_value());
    DevicePresence own;
    own.waiting = 12;
    own.waitingSinceMs = 240'000;
    own.roundTripMs = 31;
    own.offsetMs = -1800;
    own.errorMs = 200;
    own.program = "gatehouse-kiosk 9.9";
    own.mode = DeviceMode::Exit;
    own.selfTest = SelfTestState::Fine;
    kiosk.sendFrame(Presence{{own}});
    QTRY_COMPARE(cell(1), u"answers in 31 ms"_s);
    QCOMPARE(cell(6), u"lets out"_s);
    QCOMPARE(cell(7), u"12 since 4 min"_s);
    QVERIFY(cell(10).contains(u"1.8 s ± 0.2 s"_s));
    QCOMPARE(cell(12), u"gatehouse-kiosk 9.9"_s);
    // What the control room wishes of a device reaches it, and it sees no other: its own row, and that it is called.
    devices->chooseDevice(add.device);
    click(*devices, u"Show its name on its screen"_s);
    QTRY_VERIFY(kiosk.rows().contains({DeviceCall::spec.number, add.device}));
    DeviceWish wish{u"North 1"_s, DeviceKind::Kiosk, m_gate, m_list, DeviceDirection::Exit};
    emit devices->changeWanted(add.device, wish);
    const auto direction = [&] {
        const auto row = kiosk.rows().find({Device::spec.number, add.device});
        const auto own = row == kiosk.rows().end() ? Result<Device>(fail(Fault::NotFound))
                                                   : decoded<Device>(row->second.body, Strictness::Replica, Part::Open);
        return own ? own->direction : DeviceDirection::AsStarted;
    };
    QTRY_COMPARE(direction(), DeviceDirection::Exit);
    kiosk.drop();
    QTRY_VERIFY(cell(1).startsWith(u"off line for"_s));
    QTRY_VERIFY(m_room->shell().topBar()->accessibleDescription().contains(u"1 of 1 devices off line"_s));
}

void TestDesks::anAccountIsAddedLockedAndGivenAPassword()
{
    auto *accounts = desk<AccountsDesk>("accounts");
    auto &rows = m_room->replica().collection<Account>();
    QTRY_COMPARE(accounts->findChild<QTableView *>()->model()->rowCount(), 1);
    click(*accounts, u"Add an account"_s);
    QTest::keyClicks(lineNamed(*accounts, u"Login"_s), u"eva"_s);
    QTest::keyClicks(lineNamed(*accounts, u"Name"_s), u"Eva"_s);
    QTest::keyClicks(lineNamed(*accounts, u"Password"_s), u"short"_s);
    click(*accounts, u"Add the account"_s);
    QTRY_VERIFY(chips(*accounts).contains(u"too short"_s));
    click(*accounts, u"Propose a password"_s);
    click(*accounts, u"Add the account"_s);
    QTRY_COMPARE(rows.size(), std::size_t{2});
    Id id;
    rows.each([&](const Account &account) { id = account.login == "eva" ? Id(account.id) : id; });
    QTRY_COMPARE(accounts->findChild<QTableView *>()->model()->rowCount(), 2);
    accounts->chooseAccount(id);
    click(*accounts, u"Lock: sign out at once"_s);
    QTRY_VERIFY(rows.find(id)->isLocked);
    QTRY_VERIFY(buttonNamed(*accounts, u"Unlock"_s));
    click(*accounts, u"Unlock"_s);
    QTRY_VERIFY(!rows.find(id)->isLocked);
    const auto version = rows.find(id)->permissionVersion;
    click(*accounts, u"Propose one"_s);
    click(*accounts, u"Set this password"_s);
    QTRY_VERIFY(rows.find(id)->permissionVersion > version);
    accounts->chooseAccount(m_room->replica().welcome().actor); // nobody locks the last organiser out
    QTRY_VERIFY(buttonNamed(*accounts, u"Lock: sign out at once"_s));
    QVERIFY(!buttonNamed(*accounts, u"Lock: sign out at once"_s)->isEnabled());
}

void TestDesks::whoMayNotSeesNothing()
{
    SecureRandom random;
    AddAccount add;
    add.account = makeId<AccountId>(QDateTime::currentMSecsSinceEpoch(), random);
    add.login = "steward";
    add.name = "Sam";
    add.password = "a kettle and nine knots";
    m_room->replica().collection<Role>().each([&](const Role &role) {
        if (role.name == "Steward")
            add.roles = {role.id};
    });
    bool isAdded = false;
    m_room->replica().send(add, this, [&](const Result<Nothing> &answer) { isAdded = answer.has_value(); });
    QTRY_VERIFY(isAdded);
    const QString folder = m_folder.filePath(u"steward"_s);
    ControlRoom room(must(localReplica(*m_server, u"steward"_s, folder)), *m_settings);
    room.start();
    QTRY_COMPARE(room.replica().status().state, ReplicaState::Live);
    room.shell().showDesk(u"tickets"_s);
    auto *tickets = room.shell().findChild<TicketsDesk *>();
    QTRY_VERIFY(!buttonNamed(*tickets, u"Somebody at the door"_s));
    QTest::keyClicks(tickets->search(), u"ruiz"_s);
    QTRY_VERIFY(tickets->notices()->text().contains(u"Your role does not allow this."_s));
    QCOMPARE(tickets->findChild<QTableView *>()->model()->rowCount(), 0);
    room.shell().showDesk(u"accounts"_s);
    QCOMPARE(room.shell().findChild<AccountsDesk *>()->findChild<QTableView *>()->model()->rowCount() <= 1, true);
}

/// Takes minutes and tells figures, a JSON object a line: GATEHOUSE_LARGE=100000; tests/bench/run paper.
void TestDesks::aHundredThousandPeopleGoToPaper()
{
    const int count = qEnvironmentVariableIntValue("GATEHOUSE_LARGE");
    if (count == 0)
        QSKIP("GATEHOUSE_LARGE says how many people");
    cleanup();
    std::string people = "Name,Ticket type,Order,Barcode\n";
    const char *const names[] = {"Ana Ruiz", "José Müller", "王小明", "Søren Åberg", "نور الهدى", "Tomáš Dvořák"};
    for (int each = 0; each < count; ++each) {
        const std::string number = std::to_string(each);
        people += std::string(names[each % 6]) + " " + char('A' + each % 26) + number + ",Day,R" + number + ",code-"
            + number + "\n";
    }
    QElapsedTimer timer;
    open(people, [&](Workbench &bench) { admitAll(bench, m_list, m_gate, count); });
    auto *tickets = desk<TicketsDesk>("tickets");
    auto *paper = m_room->shell().findChild<PaperPresenter *>();
    QSignalSpy ended(paper, &PaperPresenter::workEnded);
    const auto make = [&](const char *what, const PaperWish &wish, const QString &path) {
        ended.clear();
        timer.restart();
        emit tickets->paper()->saveWanted(wish, path);
        Turns turns; // the window must go on meanwhile
        QEventLoop loop;
        connect(paper, &PaperPresenter::workEnded, &loop, &QEventLoop::quit);
        if (ended.isEmpty())
            loop.exec();
        printf("{\"bench\":\"%s\",\"size\":%d,\"seconds\":%.1f,\"bytes\":%lld,\"longest_turn_ms\":%.1f,"
               "\"longest_turn_processor_ms\":%.1f}\n",
               what, count, double(timer.elapsed()) / 1000, QFileInfo(path).size(), turns.longestMs,
               turns.longestProcessorMs);
        fflush(stdout);
        QCOMPARE(ended.first().front().value<Failure>().fault, Fault::None);
    };
    make("door list", {PaperKind::DoorList, m_list, 4, {}}, m_folder.filePath(u"large-door.pdf"_s));
    make("muster list", {PaperKind::Muster, {}, 1, {}}, m_folder.filePath(u"large-muster.pdf"_s));
    make("codes as a table", {PaperKind::TicketsCsv, {}, 1, {}}, m_folder.filePath(u"large.csv"_s));
}

QTEST_MAIN(TestDesks)
#include "tst_desks.moc"
