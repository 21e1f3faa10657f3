// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/nownextpresenter.h"

#include "app/ui/figures.h"
#include "shared/replica/thisevent.h"

#include <algorithm>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

NowNextPresenter::NowNextPresenter(Replica &replica, NowNextList &list, QObject *parent)
    : QObject(parent), m_replica(replica), m_list(list)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, &NowNextPresenter::refresh);
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &NowNextPresenter::refresh);
    m_tick.start();
    follow<Event>();
    follow<Space>();
    follow<Session>();
    follow<Slot>();
    m_refresh.start();
}

template <class E>
void NowNextPresenter::follow()
{
    const auto schedule = [this] {
        if (!m_refresh.isActive())
            m_refresh.start();
    };
    auto &rows = m_replica.collection<E>();
    connect(&rows, &CollectionBase::changed, this, schedule);
    connect(&rows, &CollectionBase::reset, this, schedule);
}

QString NowNextPresenter::titleOf(const Slot &slot) const
{
    const Session *session = m_replica.collection<Session>().find(slot.session);
    return session ? QString::fromStdString(session->title) : QString();
}

QString NowNextPresenter::clock(Instant at) const
{
    return clockTime(at, m_zone);
}

void NowNextPresenter::refresh()
{
    m_zone = venueZone(m_replica);
    const auto serverNow = m_replica.serverNow();
    const Instant now = serverNow ? serverNow->at : deviceTime().wall;
    std::unordered_map<Id, std::vector<const Slot *>> bySpace;
    m_replica.collection<Slot>().each([&](const Slot &slot) {
        if (!slot.isDraft)
            bySpace[slot.space].push_back(&slot);
    });
    std::vector<const Space *> spaces = m_replica.collection<Space>().all();
    std::sort(spaces.begin(), spaces.end(), [](const Space *a, const Space *b) {
        return std::tie(a->order, a->name, a->id) < std::tie(b->order, b->name, b->id);
    });
    std::vector<NowNextView> rows;
    for (const Space *space : spaces) {
        const auto placed = bySpace.find(space->id);
        if (placed == bySpace.end())
            continue;
        if (auto row = viewOf(*space, placed->second, now))
            rows.push_back(std::move(*row));
    }
    m_list.setRows(std::move(rows));
    emit hasProgramme(!bySpace.empty());
}

std::optional<NowNextView> NowNextPresenter::viewOf(const Space &space, const std::vector<const Slot *> &placed,
                                                    Instant now) const
{
    const NowAndNext found = nowAndNext(
        placed,
        [this](const Slot &slot) {
            const Session *session = m_replica.collection<Session>().find(slot.session);
            return session && session->state == SessionState::Cancelled;
        },
        now);
    const Slot *next = found.next && found.next->expectedStart() - now < kAheadMs ? found.next : nullptr;
    const bool isStruck = std::any_of(found.struck.begin(), found.struck.end(),
                                      [now](const Slot *slot) { return slot->startsAt - now < kAheadMs; });
    if (found.running.empty() && !next && !isStruck)
        return std::nullopt;
    NowNextView view;
    view.space = space.id;
    view.name = QString::fromStdString(space.name);
    QStringList running;
    for (const Slot *slot : found.running)
        running += tr("%1, until %2", "a session, a time").arg(titleOf(*slot), clock(slot->expectedEnd()));
    view.now = running.join(u" · "_s);
    if (!found.running.empty()) {
        const bool isOver = phaseOf(*found.running.front(), now) == Phase::Overrunning;
        view.state = isOver ? State::Soon : State::Fine;
        view.word = isOver ? tr("runs over") : tr("running");
        view.slot = found.running.front()->id;
    } else if (next && phaseOf(*next, now) == Phase::Late) {
        view.state = State::Soon;
        view.word = tr("%n minute(s) late", nullptr, next->delayMinutes);
        view.slot = next->id;
    } else if (!found.struck.empty() && found.struck.front()->startsAt <= now) {
        view.state = State::NoData;
        view.word = tr("cancelled");
        view.now = tr("%1, cancelled", "a session").arg(titleOf(*found.struck.front()));
        view.slot = found.struck.front()->id;
    } else {
        view.state = State::Info;
        view.word = tr("free");
        view.slot = next ? Id(next->id) : Id();
    }
    QStringList coming;
    for (const Slot *slot : found.struck) {
        if (slot->startsAt > now && slot->startsAt - now < kAheadMs)
            coming += tr("%1 %2, cancelled", "a time, a session").arg(clock(slot->startsAt), titleOf(*slot));
    }
    if (next)
        coming += next->delayMinutes > 0
            ? tr("%1 %2 (planned %3)", "a time, a session, the planned time")
                  .arg(clock(next->expectedStart()), titleOf(*next), clock(next->startsAt))
            : tr("%1 %2", "a time, a session").arg(clock(next->expectedStart()), titleOf(*next));
    view.next = coming.join(u" · "_s);
    return view;
}

} // namespace gatehouse
