// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/topbarpresenter.h"

#include "app/ui/figures.h"
#include "shared/house/house.h"
#include "shared/replica/thisevent.h"

namespace gatehouse {

namespace {

LinkCondition conditionOf(ReplicaState state)
{
    switch (state) {
    case ReplicaState::Live:
        return LinkCondition::Connected;
    case ReplicaState::Connecting:
    case ReplicaState::CatchingUp:
        return LinkCondition::Connecting;
    case ReplicaState::Offline:
    case ReplicaState::Refused:
        break;
    }
    return LinkCondition::Offline;
}

} // namespace

TopBarPresenter::TopBarPresenter(Replica &replica, const OverviewPresenter &overview, TopBar &bar, QObject *parent)
    : QObject(parent), m_replica(replica), m_overview(overview), m_bar(bar)
{
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &TopBarPresenter::refresh);
    m_second.start();
    m_ask.setInterval(kAskState);
    connect(&m_ask, &QTimer::timeout, this, &TopBarPresenter::askState);
    m_ask.start();
    connect(&replica, &Replica::statusChanged, this, [this] {
        if (!m_state)
            askState();
        refresh();
    });
    connect(&replica, &Replica::welcomed, this, &TopBarPresenter::refresh);
    connect(&overview, &OverviewPresenter::refreshed, this, &TopBarPresenter::refresh);
    refresh();
}

std::pair<State, QString> TopBarPresenter::safetyOf(const GetDocumentState::Answer &answer, Instant now)
{
    if (answer.isReadOnly)
        return {State::Now, tr("disk full or failing")};
    if (!answer.hasBackups)
        return {State::Soon, tr("none", "backups")};
    if (!answer.backupAt)
        return answer.backupFailure.empty() ? std::pair(State::Info, tr("begins …", "the first backup"))
                                            : std::pair(State::Now, tr("fails", "the backup"));
    const std::int64_t ageMs = std::max<std::int64_t>(0, now - *answer.backupAt);
    const QString age = tr("%1 ago", "how old the backup is").arg(ageWords(std::chrono::seconds(ageMs / 1000)));
    const bool isLate = ageMs > kLateBackups * answer.backupEveryMs;
    return {isLate ? State::Now : answer.backupFailure.empty() ? State::Fine : State::Soon, age};
}

void TopBarPresenter::setMachine(const std::pair<State, QString> &standing)
{
    m_machine = standing;
    refresh();
}

void TopBarPresenter::askState()
{
    if (m_replica.status().state != ReplicaState::Live || !m_replica.permissions().has(Permission::ViewMetrics))
        return;
    m_replica.query(GetDocumentState(), this, [this](const Result<GetDocumentState::Answer> &answer) {
        if (answer)
            m_state = *answer;
        refresh();
    });
}

void TopBarPresenter::refresh()
{
    const Welcome &welcome = m_replica.welcome();
    const auto now = m_replica.serverNow();
    const OverviewPresenter::Inside inside = m_overview.inside();
    TopBarView view;
    view.eventName = eventName(m_replica);
    view.isExercise = welcome.isExercise;
    view.now = now ? now->at : deviceTime().wall;
    view.zone = venueZone(m_replica);
    view.inside = inside.people;
    view.capacity = inside.capacity;
    view.insideState = m_overview.insideState();
    view.fullZones = m_overview.fullZones();
    view.devicesOffline = m_overview.devicesOffline();
    m_replica.collection<Device>().each([&](const Device &device) { view.devices += !device.isRevoked; });
    view.link = conditionOf(m_replica.status().state);
    view.waiting = static_cast<int>(m_replica.status().waiting);
    if (m_state)
        std::tie(view.safetyState, view.safety) = safetyOf(*m_state, view.now);
    std::tie(view.machineState, view.machine) = m_machine;
    m_bar.setView(view);
}

} // namespace gatehouse
