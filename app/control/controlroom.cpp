// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/controlroom.h"

#include "app/control/machinepresenter.h"
#include "app/control/palettesearch.h"
#include "app/control/topbarpresenter.h"
#include "app/doors/doorsdesk.h"
#include "app/doors/doorspresenter.h"
#include "app/overview/feedpresenter.h"
#include "app/overview/overviewdesk.h"
#include "app/overview/placepresenter.h"
#include "app/overview/venuemap.h"

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
    m_shell->addDesk({"overview", tr("Overview"), u"layout-dashboard"_s, QKeySequence(u"Ctrl+1"_s), m_overview});
    m_shell->addDesk({"doors", tr("Doors"), u"door-open"_s, QKeySequence(u"Ctrl+2"_s), m_doors});
    m_shell->actionTable().add(
        {"doors.search", tr("Go"), tr("Find a person"), u"user"_s, QKeySequence(u"Ctrl+P"_s), [this] {
             m_shell->showDesk(u"doors"_s);
             m_doors->search()->setFocus(Qt::ShortcutFocusReason);
         }});
    addVenueActions();
    m_shell->finishMenus();
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

void ControlRoom::wireDesks()
{
    auto *window = m_shell.get();
    auto *overview = new OverviewPresenter(*m_replica, *m_overview, window);
    m_editor = new VenueEditor(*m_replica, *m_overview, window);
    m_places = new PlacePresenter(*m_replica, *m_overview, *overview, *m_editor, window);
    new DoorsPresenter(*m_replica, *m_doors, window);
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
    const Welcome &welcome = m_replica->welcome();
    const QTimeZone zone(QByteArray::fromStdString(welcome.zone));
    m_doors->setZone(zone.isValid() ? zone : QTimeZone::utc());
    m_shell->feed()->setZone(zone.isValid() ? zone : QTimeZone::utc());
    m_shell->setWindowTitle(tr("%1 – Gatehouse", "event").arg(QString::fromStdString(welcome.eventName)));
    m_wasRefused = false;
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
