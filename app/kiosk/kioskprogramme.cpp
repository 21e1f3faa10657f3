// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/kioskprogramme.h"

#include <algorithm>
#include <unordered_map>

namespace gatehouse {

namespace {

/// A kiosk stands where everybody sees it: what its own role may know beyond that is not for its screen.
template <class E>
bool isPublic(const E &row)
{
    const Scopes audience = scopesOf(row);
    return std::find(audience.begin(), audience.end(), Scope::everyone()) != audience.end();
}

void keepEarliest(std::vector<KioskSession> &sessions)
{
    std::stable_sort(sessions.begin(), sessions.end(), [](const KioskSession &one, const KioskSession &other) {
        return one.expectedAt < other.expectedAt;
    });
    if (sessions.size() > KioskProgramme::kMostSessions)
        sessions.resize(KioskProgramme::kMostSessions);
}

} // namespace

KioskProgramme::KioskProgramme(Replica &replica, QObject *parent) : QObject(parent), m_replica(replica)
{
    follow<Space>();
    follow<Session>();
    follow<Slot>();
}

template <class E>
void KioskProgramme::follow()
{
    auto &rows = m_replica.collection<E>();
    connect(&rows, &CollectionBase::changed, this, [this] { m_hasChanged = true; });
    connect(&rows, &CollectionBase::reset, this, [this] { m_hasChanged = true; });
}

bool KioskProgramme::update(Instant now)
{
    const std::int64_t minute = now.ms / 60'000;
    if (!m_hasChanged && minute == m_minute)
        return false;
    m_hasChanged = false;
    m_minute = minute;
    KioskNowNext read = this->read(now);
    if (read == m_nowNext)
        return false;
    m_nowNext = std::move(read);
    return true;
}

bool KioskProgramme::isCancelled(const Slot &slot) const
{
    const Session *session = m_replica.collection<Session>().find(slot.session);
    return session && session->state == SessionState::Cancelled;
}

KioskSession KioskProgramme::sessionOf(const Slot &slot, const Space *space) const
{
    KioskSession told;
    if (const Session *session = m_replica.collection<Session>().find(slot.session))
        told.title = QString::fromStdString(session->title);
    if (space && isPublic(*space))
        told.space = QString::fromStdString(space->name);
    told.startsAt = slot.startsAt;
    told.expectedAt = slot.expectedStart();
    told.endsAt = slot.expectedEnd();
    told.isCancelled = isCancelled(slot);
    return told;
}

KioskNowNext KioskProgramme::read(Instant now) const
{
    std::unordered_map<Id, std::vector<const Slot *>> bySpace;
    m_replica.collection<Slot>().each([&](const Slot &slot) {
        const Session *session = m_replica.collection<Session>().find(slot.session);
        const bool isNear = slot.expectedEnd() > now && slot.startsAt - now < kAheadMs;
        if (isNear && isPublic(slot) && session && isPublic(*session))
            bySpace[slot.space].push_back(&slot);
    });
    std::vector<const Space *> spaces;
    for (const auto &[id, placed] : bySpace) {
        if (const Space *space = m_replica.collection<Space>().find(id))
            spaces.push_back(space);
    }
    std::sort(spaces.begin(), spaces.end(), [](const Space *one, const Space *other) {
        return std::tie(one->order, one->name, one->id) < std::tie(other->order, other->name, other->id);
    });
    KioskNowNext told;
    for (const Space *space : spaces) {
        const NowAndNext found = nowAndNext(
            bySpace.at(space->id), [this](const Slot &slot) { return isCancelled(slot); }, now);
        for (const Slot *slot : found.running)
            told.now.push_back(sessionOf(*slot, space));
        for (const Slot *slot : found.struck)
            (slot->startsAt > now ? told.next : told.now).push_back(sessionOf(*slot, space));
        if (found.next)
            told.next.push_back(sessionOf(*found.next, space));
    }
    keepEarliest(told.now);
    keepEarliest(told.next);
    return told;
}

} // namespace gatehouse
