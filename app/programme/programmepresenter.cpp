// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/programmepresenter.h"

#include "app/programme/programmedesk.h"
#include "app/programme/sessioncard.h"

#include <QEvent>

namespace gatehouse {

ProgrammePresenter::ProgrammePresenter(Replica &replica, ProgrammeDesk &desk, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk), m_look(replica), m_actions(replica, desk, m_look)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, &ProgrammePresenter::refresh);
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &ProgrammePresenter::schedule);
    m_tick.start();
    follow<Event>();
    follow<Space>();
    follow<Track>();
    follow<Speaker>();
    follow<Session>();
    follow<Slot>();
    follow<SessionInterest>();
    connect(&m_replica, &Replica::welcomed, this, &ProgrammePresenter::schedule);
    connect(&m_desk, &ProgrammeDesk::keyChosen, this,
            [this](const Id &key) { m_desk.setDetail(m_look.detailOf(key)); });
    connect(&m_desk, &ProgrammeDesk::delayPreviewWanted, this, &ProgrammePresenter::previewDelay);
    connect(&m_desk, &ProgrammeDesk::movePreviewWanted, this,
            [this](const MoveWish &wish) { m_desk.setMovePreview(m_look.movePreview(wish)); });
    connect(&m_actions, &ProgrammeActions::shouldShow, this, [this](const Id &key) {
        m_chooseWhenThere = key;
        schedule();
    });
    m_desk.installEventFilter(this);
    schedule();
}

bool ProgrammePresenter::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_desk && event->type() == QEvent::Show && m_isStale)
        refresh();
    return QObject::eventFilter(watched, event);
}

/// Only what is shown here: a rush at the doors is no reason to paint a programme.
template <class E>
void ProgrammePresenter::follow()
{
    auto &rows = m_replica.collection<E>();
    connect(&rows, &CollectionBase::changed, this, &ProgrammePresenter::schedule);
    connect(&rows, &CollectionBase::reset, this, &ProgrammePresenter::schedule);
}

void ProgrammePresenter::schedule()
{
    if (!m_refresh.isActive())
        m_refresh.start();
}

void ProgrammePresenter::refresh()
{
    m_isStale = !m_desk.isVisible();
    if (m_isStale)
        return;
    m_desk.setMayManageEvent(m_replica.permissions().has(Permission::ManageEvent));
    m_desk.setNames(m_look.trackViews(), m_look.speakerViews());
    m_desk.setView(m_look.makeView());
    if (const Id key = keyWhenThere(); !key.isNull()) {
        m_chooseWhenThere = {};
        m_desk.choose(key);
    }
    m_desk.setDetail(m_look.detailOf(m_desk.chosen()));
    m_desk.card()->askPreview();
}

void ProgrammePresenter::previewDelay(const DelayWish &wish)
{
    const DelayOutlook outlook = m_look.delayOutlook(wish);
    m_actions.setPreviewed(outlook.shifts);
    m_desk.setDelayPreview(outlook.preview);
}

/// The slot that was awaited, or the first one of the session, or that itself; null as long as it is not there.
Id ProgrammePresenter::keyWhenThere() const
{
    if (m_chooseWhenThere.isNull() || m_replica.collection<Slot>().find(m_chooseWhenThere))
        return m_chooseWhenThere;
    if (!m_replica.collection<Session>().find(m_chooseWhenThere))
        return {};
    const Slot *first = nullptr;
    m_replica.collection<Slot>().each([&](const Slot &slot) {
        if (slot.session == m_chooseWhenThere && (!first || slot.startsAt < first->startsAt))
            first = &slot;
    });
    return first ? Id(first->id) : m_chooseWhenThere;
}

} // namespace gatehouse
