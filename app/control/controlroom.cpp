// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/controlroom.h"

#include "app/access/accountsdesk.h"
#include "app/access/accountspresenter.h"
#include "app/access/devicesdesk.h"
#include "app/access/devicespresenter.h"
#include "app/control/machinepresenter.h"
#include "app/control/palettesearch.h"
#include "app/control/topbarpresenter.h"
#include "app/doors/doorsdesk.h"
#include "app/doors/doorspresenter.h"
#include "app/imports/filedrop.h"
#include "app/imports/importsdesk.h"
#include "app/imports/importspresenter.h"
#include "app/overview/feedpresenter.h"
#include "app/overview/nownextpresenter.h"
#include "app/overview/overviewdesk.h"
#include "app/overview/placepresenter.h"
#include "app/overview/venuemap.h"
#include "app/programme/programmedesk.h"
#include "app/programme/programmepresenter.h"
#include "app/ticketing/paperpresenter.h"
#include "app/ticketing/ticketsdesk.h"
#include "app/ticketing/ticketspresenter.h"
#include "shared/replica/thisevent.h"

#include <QLineEdit>

namespace gatehouse {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr std::chrono::hours kRenewEvery{1}; // a token is good for twelve

/// The floor that a zone or gate lies on.
template <class E>
Id floorOf(Replica &replica, const Id &id)
{
    const E *row = replica.collection<E>().find(id);
    return row ? Id(row->floor) : Id();
}

} // namespace

ControlRoom::ControlRoom(ReplicaOptions options, QSettings &settings, QObject *parent)
    : QObject(parent), m_settings(settings), m_replica(std::make_unique<Replica>(std::move(options))),
      m_feed(std::make_unique<FeedModel>()), m_shell(std::make_unique<Shell>(settings))
{
    buildDesks();
    wireDesks();
    connect(m_replica.get(), &Replica::welcomed, this, &ControlRoom::welcomed);
    connect(m_replica.get(), &Replica::statusChanged, this, &ControlRoom::statusChanged);
    connect(&m_replica->collection<Event>(), &CollectionBase::changed, this, &ControlRoom::showEvent);
    m_renew.setInterval(kRenewEvery);
    connect(&m_renew, &QTimer::timeout, this, [this] {
        if (const auto token = m_freshToken ? m_freshToken() : Result<std::string>(fail(Fault::Unavailable)); token)
            m_replica->setToken(*token);
    });
}

ControlRoom::~ControlRoom()
{
    m_settings.setValue(u"window/geometry"_s, m_shell->saveGeometry());
}

void ControlRoom::buildDesks()
{
    m_overview = new OverviewDesk; // the shell takes them over
    m_doors = new DoorsDesk;
    m_programme = new ProgrammeDesk;
    m_tickets = new TicketsDesk;
    m_devices = new DevicesDesk;
    m_accounts = new AccountsDesk;
    m_imports = new ImportsDesk;
    m_shell->addDesk({"overview", tr("Overview"), u"layout-dashboard"_s, QKeySequence(u"Ctrl+1"_s), m_overview});
    m_shell->addDesk({"programme", tr("Programme"), u"calendar-days"_s, QKeySequence(u"Ctrl+3"_s), m_programme});
    m_shell->addDesk({"doors", tr("Doors"), u"door-open"_s, QKeySequence(u"Ctrl+2"_s), m_doors});
    m_shell->addDesk({"tickets", tr("Tickets"), u"ticket"_s, QKeySequence(u"Ctrl+4"_s), m_tickets});
    m_shell->addDesk({"imports", tr("Imports"), u"import"_s, QKeySequence(u"Ctrl+7"_s), m_imports});
    m_shell->addDesk({"devices", tr("Devices"), u"tablet-smartphone"_s, QKeySequence(u"Ctrl+8"_s), m_devices});
    m_shell->addDesk({"accounts", tr("Accounts"), u"users"_s, QKeySequence(u"Ctrl+9"_s), m_accounts});
    m_shell->actionTable().add({"tickets.add", tr("Tickets"), tr("Add somebody at the door"), u"plus"_s,
                                QKeySequence(u"Ctrl+Shift+P"_s), [this] {
                                    m_shell->showDesk(u"tickets"_s);
                                    m_tickets->showDoorForm();
                                }});
    m_shell->actionTable().add(
        {"tickets.search", tr("Tickets"), tr("Find a ticket"), u"ticket"_s, QKeySequence(u"Ctrl+T"_s), [this] {
             m_shell->showDesk(u"tickets"_s);
             m_tickets->search()->setFocus(Qt::ShortcutFocusReason);
         }});
    m_shell->actionTable().add(
        {"doors.search", tr("Go"), tr("Find a person"), u"user"_s, QKeySequence(u"Ctrl+P"_s), [this] {
             m_shell->showDesk(u"doors"_s);
             m_doors->search()->setFocus(Qt::ShortcutFocusReason);
         }});
    m_shell->actionTable().add({"imports.choose", tr("Imports"), tr("Import files: schedules, floor plans, attendees"),
                                u"import"_s, QKeySequence(u"Ctrl+I"_s), [this] {
                                    m_shell->showDesk(u"imports"_s);
                                    m_imports->askFiles();
                                }});
    addVenueActions();
    addProgrammeActions();
    m_shell->feed()->setModel(m_feed.get());
    m_shell->feed()->setKinds(FeedPresenter::kinds());
}

void ControlRoom::addVenueActions()
{
    const auto add = [this](const char *id, const QString &words, const QString &icon) {
        m_shell->actionTable().add({id, tr("Venue"), words, icon, {}, [this, action = QString::fromLatin1(id)] {
                                        m_shell->showDesk(u"overview"_s);
                                        m_editor->run(action, {}, {});
                                    }});
    };
    add("zone.add", tr("Add a zone to the floor that is shown"), u"plus"_s);
    add("space.add", tr("Add a space to the floor that is shown"), u"plus"_s);
    add("gate.add", tr("Add a gate to the floor that is shown"), u"plus"_s);
    add("floor.add", tr("Add a floor"), u"plus"_s);
    add("floor.plan", tr("Choose the picture of the floor that is shown"), u"map"_s);
}

/// Each brings the desk in front, so that what is asked there is seen.
void ControlRoom::addProgrammeActions()
{
    const auto add = [this](const char *id, const QString &text, const QString &icon, const QKeySequence &key,
                            std::function<void()> run) {
        m_shell->actionTable().add({id, tr("Programme"), text, icon, key, [this, run = std::move(run)] {
                                        m_shell->showDesk(u"programme"_s);
                                        run();
                                    }});
    };
    add("programme.add", tr("Add a session"), u"plus"_s, QKeySequence(u"Ctrl+N"_s), [this] { m_programme->askAdd(); });
    add("programme.delay", tr("Delay the chosen session"), u"clock"_s, QKeySequence(u"Ctrl+D"_s),
        [this] { m_programme->askDelay(); });
    add("programme.move", tr("Move the chosen session"), u"arrow-right"_s, QKeySequence(u"Ctrl+M"_s),
        [this] { m_programme->askMove(); });
    add("programme.cancel", tr("Cancel the chosen session"), u"ban"_s, {}, [this] { m_programme->askCancel(); });
    add("programme.list", tr("Show the programme as a list or as a grid"), u"list"_s, QKeySequence(u"Ctrl+L"_s),
        [this] { m_programme->showList(!m_programme->isList()); });
    add("programme.now", tr("Show what runs now"), u"clock"_s, QKeySequence(u"Ctrl+Shift+N"_s),
        [this] { m_programme->showNow(); });
    add("programme.spaces", tr("Spaces of the programme"), u"map"_s, {},
        [this] { m_programme->showNames(NameKind::Space); });
    add("programme.tracks", tr("Tracks of the programme"), u"list"_s, {},
        [this] { m_programme->showNames(NameKind::Track); });
    add("programme.speakers", tr("Speakers of the programme"), u"users"_s, {},
        [this] { m_programme->showNames(NameKind::Speaker); });
    add("programme.event", tr("Settings of the event"), u"settings"_s, {},
        [this] { m_programmePresenter->askEvent(); });
}

void ControlRoom::showSession(const Id &session)
{
    m_shell->showDesk(u"programme"_s);
    Id key = session;
    m_replica->collection<Slot>().each([&](const Slot &slot) {
        if (slot.session == session)
            key = slot.id;
    });
    m_programme->choose(key);
}

void ControlRoom::wireDesks()
{
    auto *window = m_shell.get();
    auto *overview = new OverviewPresenter(*m_replica, *m_overview, window);
    m_editor = new VenueEditor(*m_replica, *m_overview, window);
    m_places = new PlacePresenter(*m_replica, *m_overview, *overview, *m_editor, window);
    new DoorsPresenter(*m_replica, *m_doors, window);
    m_programmePresenter = new ProgrammePresenter(*m_replica, *m_programme, window);
    auto *nowNext = new NowNextPresenter(*m_replica, *m_overview->nowNext(), window);
    connect(nowNext, &NowNextPresenter::hasProgramme, m_overview, &OverviewDesk::setNowNextShown);
    connect(m_overview->nowNext(), &NowNextList::slotActivated, this, [this](const Id &slot) {
        m_shell->showDesk(u"programme"_s);
        m_programme->choose(slot);
    });
    auto *paper = new PaperPresenter(*m_replica, *m_tickets->paper(), *m_tickets->notices(), m_settings, window);
    new TicketsPresenter(*m_replica, *m_tickets, *paper, window);
    new DevicesPresenter(*m_replica, *m_devices, window);
    new AccountsPresenter(*m_replica, *m_accounts, window);
    auto *imports = new ImportsPresenter(*m_replica, *m_imports, window);
    connect(new FileDrop(*window), &FileDrop::dropped, imports, [this, imports](const QStringList &paths) {
        m_shell->showDesk(u"imports"_s);
        imports->begin(paths);
    });
    new FeedPresenter(*m_replica, *m_feed, window);
    m_topBar = new TopBarPresenter(*m_replica, *overview, *m_shell->topBar(), window);
    auto *search = new PaletteSearch(*m_replica, *m_shell->palette(), window);
    connect(search, &PaletteSearch::gateChosen, this, [this](const Id &gate) {
        m_shell->showDesk(u"overview"_s);
        m_overview->map()->setFloor(floorOf<Gate>(*m_replica, gate));
        m_places->showGate(gate);
    });
    connect(search, &PaletteSearch::zoneChosen, this, [this](const Id &zone) {
        m_shell->showDesk(u"overview"_s);
        m_overview->map()->setFloor(floorOf<Zone>(*m_replica, zone));
        m_places->showZone(zone);
    });
    connect(search, &PaletteSearch::sessionChosen, this, &ControlRoom::showSession);
    connect(search, &PaletteSearch::personChosen, this, [this](const QString &name) {
        m_shell->showDesk(u"doors"_s);
        m_doors->search()->setText(name);
    });
    connect(m_overview, &OverviewDesk::tileActivated, this, [this](int tile) {
        if (tile == OverviewPresenter::kRefusedTile)
            m_shell->showDesk(u"doors"_s);
    });
}

void ControlRoom::start()
{
    m_shell->finishMenus();
    m_replica->start();
    m_replica->goOnline();
    m_renew.start();
    if (m_shell->restoreGeometry(m_settings.value(u"window/geometry"_s).toByteArray()))
        m_shell->show();
    else
        m_shell->showMaximized();
}

void ControlRoom::watchMachine(const MachinePlaces &places)
{
    auto *machine = new MachinePresenter(*m_replica, places, QDBusConnection::systemBus(), m_shell.get());
    connect(machine, &MachinePresenter::changed, m_topBar,
            [this, machine] { m_topBar->setMachine(machine->standing()); });
    connect(machine, &MachinePresenter::troubled, m_overview,
            [this](State state, const QString &sentence) { m_overview->tell(state, sentence); });
    m_topBar->setMachine(machine->standing());
}

void ControlRoom::setTokenSource(std::function<Result<std::string>()> fresh)
{
    m_freshToken = std::move(fresh);
}

void ControlRoom::welcomed()
{
    showEvent();
    m_wasRefused = false;
}

/// At once when somebody edits it, too.
void ControlRoom::showEvent()
{
    m_doors->setZone(venueZone(*m_replica));
    m_shell->feed()->setZone(venueZone(*m_replica));
    m_shell->setWindowTitle(tr("%1 – Gatehouse", "event").arg(eventName(*m_replica)));
}

void ControlRoom::statusChanged()
{
    const ReplicaStatus &status = m_replica->status();
    if (status.state != ReplicaState::Refused || std::exchange(m_wasRefused, true))
        return;
    switch (status.refusal.fault) {
    case Fault::Expired:
        emit signInWanted(tr("Your sign-in has ended. Please sign in again."));
        break;
    case Fault::Revoked:
        emit signInWanted(tr("This account was locked by an organiser."));
        break;
    default:
        emit signInWanted(tr("The server did not accept this desk."));
        break;
    }
}

} // namespace gatehouse
