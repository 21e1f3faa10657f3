// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/programmelook.h"

#include "app/ui/figures.h"
#include "shared/programme/shift.h"
#include "shared/replica/thisevent.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::int64_t kMinuteMs = 60'000;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

bool takesPlaceInRooms(SpaceKind kind)
{
    return kind == SpaceKind::Room || kind == SpaceKind::Stage || kind == SpaceKind::Area;
}

} // namespace

const Event *ProgrammeLook::event() const
{
    const auto events = m_replica.collection<Event>().all();
    return events.empty() ? nullptr : events.front();
}

std::vector<EventDay> ProgrammeLook::days() const
{
    const Event *row = event();
    return row ? row->days : std::vector<EventDay>();
}

QTimeZone ProgrammeLook::zone() const
{
    return venueZone(m_replica);
}

Instant ProgrammeLook::now() const
{
    const auto now = m_replica.serverNow();
    return now ? now->at : deviceTime().wall;
}

std::vector<SpaceView> ProgrammeLook::spaceViews() const
{
    std::unordered_map<Id, bool> used;
    m_replica.collection<Slot>().each([&](const Slot &slot) { used[slot.space] = true; });
    std::vector<const Space *> spaces = m_replica.collection<Space>().all();
    std::erase_if(spaces,
                  [&](const Space *space) { return !takesPlaceInRooms(space->kind) && !used.contains(space->id); });
    std::sort(spaces.begin(), spaces.end(), [](const Space *a, const Space *b) {
        return std::tie(a->order, a->name, a->id) < std::tie(b->order, b->name, b->id);
    });
    std::vector<SpaceView> views;
    for (const Space *space : spaces)
        views.push_back({space->id, text(space->name), space->capacity});
    return views;
}

std::vector<NameView> ProgrammeLook::trackViews() const
{
    std::vector<NameView> views;
    m_replica.collection<Track>().each([&](const Track &track) {
        views.push_back({track.id,
                         text(track.name),
                         {},
                         track.colour >= 0 ? QColor(static_cast<QRgb>(track.colour)) : QColor(),
                         0});
    });
    std::sort(views.begin(), views.end(),
              [](const NameView &a, const NameView &b) { return std::tie(a.name, a.id) < std::tie(b.name, b.id); });
    return views;
}

std::vector<NameView> ProgrammeLook::speakerViews() const
{
    std::vector<NameView> views;
    m_replica.collection<Speaker>().each([&](const Speaker &speaker) {
        views.push_back({speaker.id, text(speaker.name), text(speaker.biography), {}, 0});
    });
    std::sort(views.begin(), views.end(), [](const NameView &a, const NameView &b) {
        const int order = a.name.localeAwareCompare(b.name);
        return order != 0 ? order < 0 : a.id < b.id;
    });
    return views;
}

QString ProgrammeLook::speakerNames(const Session &session) const
{
    QStringList names;
    for (const SpeakerId &id : session.speakers) {
        if (const Speaker *speaker = m_replica.collection<Speaker>().find(id); speaker && !speaker->name.empty())
            names += text(speaker->name);
    }
    return names.join(u", "_s);
}

QString ProgrammeLook::spaceName(const SpaceId &space) const
{
    const Space *row = m_replica.collection<Space>().find(space);
    return row ? text(row->name) : tr("a space that is closed to you");
}

QString ProgrammeLook::titleOf(const SlotId &slot) const
{
    const Slot *row = m_replica.collection<Slot>().find(slot);
    const Session *session = row ? m_replica.collection<Session>().find(row->session) : nullptr;
    return session ? text(session->title) : tr("a session");
}

SlotView ProgrammeLook::viewOf(const Session &session, const Slot *slot) const
{
    SlotView view;
    view.session = session.id;
    view.title = text(session.title);
    view.speakers = speakerNames(session);
    if (const Track *track = m_replica.collection<Track>().find(session.track)) {
        view.track = text(track->name);
        const auto colour = m_colours.find(track->id);
        if (colour != m_colours.end())
            view.colour = colour->second;
    }
    view.isDraft = session.state == SessionState::Draft;
    view.isCancelled = session.state == SessionState::Cancelled;
    if (!slot)
        return view;
    view.slot = slot->id;
    view.space = slot->space;
    view.spaceName = spaceName(slot->space);
    view.plannedStart = slot->startsAt;
    view.startsAt = slot->expectedStart();
    view.endsAt = slot->expectedEnd();
    view.delayMinutes = slot->delayMinutes;
    view.isMoved = !slot->movedFrom.isNull();
    view.isPinned = slot->isPinned;
    view.phase = phaseOf(*slot, now());
    const auto clashes = m_clashCounts.find(slot->id);
    view.clashes = clashes == m_clashCounts.end() ? 0 : clashes->second;
    return view;
}

ProgrammeView ProgrammeLook::makeView()
{
    ProgrammeView view;
    view.zone = zone();
    view.now = now();
    view.mayEdit = m_replica.permissions().has(Permission::EditProgramme);
    view.spaces = spaceViews();
    for (const EventDay &day : days()) {
        const QDate date = QDate::fromString(text(day.date), Qt::ISODate);
        view.days.push_back({QLocale().toString(date, u"ddd d MMM"_s), day.startsAt, day.endsAt});
    }
    m_colours.clear();
    std::size_t next = 0;
    for (const NameView &track : trackViews())
        m_colours[track.id] =
            track.colour.isValid() ? track.colour : QColor(kTrackColours[next++ % kTrackColours.size()]);
    m_clashes = clashesOf(placements(), days(), kTurnaroundMinutes);
    m_clashCounts.clear();
    for (const Clash &clash : m_clashes) {
        if (clash.isWarning())
            continue;
        ++m_clashCounts[clash.slot];
        if (!clash.other.isNull())
            ++m_clashCounts[clash.other];
    }
    std::unordered_map<Id, bool> isPlaced;
    m_replica.collection<Slot>().each([&](const Slot &slot) {
        const Session *session = m_replica.collection<Session>().find(slot.session);
        if (!session)
            return;
        isPlaced[session->id] = true;
        view.placed.push_back(viewOf(*session, &slot));
    });
    m_replica.collection<Session>().each([&](const Session &session) {
        if (!isPlaced.contains(session.id))
            view.waiting.push_back(viewOf(session, nullptr));
    });
    std::sort(view.placed.begin(), view.placed.end(), [](const SlotView &a, const SlotView &b) {
        return std::tie(a.startsAt, a.spaceName, a.slot) < std::tie(b.startsAt, b.spaceName, b.slot);
    });
    std::sort(view.waiting.begin(), view.waiting.end(), [](const SlotView &a, const SlotView &b) {
        return std::tie(a.title, a.session) < std::tie(b.title, b.session);
    });
    return view;
}

QString ProgrammeLook::whenWords(Instant from, Instant until) const
{
    const QDate date = QDateTime::fromMSecsSinceEpoch(from.ms, zone()).date();
    return tr("%1, %2–%3", "date, start and end")
        .arg(QLocale().toString(date, u"ddd d MMM"_s), clockTime(from, zone()), clockTime(until, zone()));
}

std::vector<std::pair<QString, QString>> ProgrammeLook::factsOf(const Session &session, const Slot *slot) const
{
    std::vector<std::pair<QString, QString>> facts;
    const auto add = [&](const QString &label, const QString &value) {
        if (!value.isEmpty())
            facts.emplace_back(label, value);
    };
    if (slot) {
        add(tr("When"),
            tr("%1 (%2)", "date and times, time zone")
                .arg(whenWords(slot->expectedStart(), slot->expectedEnd()), QString::fromLatin1(zone().id())));
        if (slot->delayMinutes > 0)
            add(tr("Planned"),
                tr("%1, now %n minute(s) later", nullptr, slot->delayMinutes).arg(clockTime(slot->startsAt, zone())));
        add(tr("Where"), spaceName(slot->space));
        if (!slot->movedFrom.isNull())
            add(tr("It was"),
                tr("%1, %2", "space, date and time")
                    .arg(spaceName(slot->movedFrom),
                         whenWords(slot->movedFromAt.value_or(slot->startsAt),
                                   slot->movedFromAt.value_or(slot->startsAt) + slot->minutes * kMinuteMs)));
        add(tr("Reason"), text(slot->reason));
    }
    if (session.state == SessionState::Cancelled)
        add(tr("Cancelled"), session.reason.empty() ? tr("without a reason") : text(session.reason));
    add(tr("Speakers"), speakerNames(session));
    if (const Track *track = m_replica.collection<Track>().find(session.track))
        add(tr("Track"), text(track->name));
    add(tr("Kind"), text(session.type));
    add(tr("Language"),
        session.language.empty() ? QString() : QLocale::languageToString(QLocale(text(session.language)).language()));
    const SessionInterest *interest = m_replica.collection<SessionInterest>().find(session.id);
    const Space *space = slot ? m_replica.collection<Space>().find(slot->space) : nullptr;
    if (interest && interest->bookmarks > 0)
        add(tr("Wanted by"),
            space && space->capacity > 0
                ? tr("%1 people, the space holds %2")
                      .arg(QLocale().toString(interest->bookmarks), QLocale().toString(space->capacity))
                : tr("%n people", nullptr, interest->bookmarks));
    add(tr("Web page"), text(session.url));
    return facts;
}

std::optional<SessionDetail> ProgrammeLook::detailOf(const Id &key) const
{
    const Slot *slot = m_replica.collection<Slot>().find(key);
    const Session *session = m_replica.collection<Session>().find(slot ? Id(slot->session) : key);
    if (!session)
        return std::nullopt;
    SessionDetail detail;
    detail.slot = viewOf(*session, slot);
    detail.subtitle = text(session->subtitle);
    detail.facts = factsOf(*session, slot);
    detail.abstract = text(session->abstract);
    detail.mayEdit = m_replica.permissions().has(Permission::EditProgramme);
    for (const Clash &clash : m_clashes) {
        if (slot && (clash.slot == slot->id || clash.other == slot->id))
            detail.clashes.push_back(clashWords(clash));
    }
    return detail;
}

QString ProgrammeLook::clashWords(const Clash &clash) const
{
    const QString one = titleOf(clash.slot);
    const QString other = titleOf(clash.other);
    const int amount = static_cast<int>(std::min<std::int64_t>(clash.amount, 1'000'000));
    switch (clash.kind) {
    case ClashKind::SpaceTaken: {
        const Slot *slot = m_replica.collection<Slot>().find(clash.slot);
        return tr("%1 and %2 are in the same space for %n minute(s): %3.", "two sessions, a space", amount)
            .arg(one, other, slot ? spaceName(slot->space) : QString());
    }
    case ClashKind::SpeakerTwice: {
        const Speaker *speaker = m_replica.collection<Speaker>().find(clash.speaker);
        return tr("%1 appears in %2 and in %3 at once.", "a person, two sessions")
            .arg(speaker ? text(speaker->name) : tr("Somebody"), one, other);
    }
    case ClashKind::OverCapacity:
        return tr("%n more people want to see %1 than the space holds.", nullptr, amount).arg(one);
    case ClashKind::OutsideDays:
        return tr("%1 lies outside the days of the event.", "a session").arg(one);
    case ClashKind::ShortTurnaround:
        if (amount == 0)
            return tr("No time at all between %1 and %2.", "two sessions").arg(one, other);
        return tr("Only %n minute(s) between %1 and %2.", "two sessions", amount).arg(one, other);
    }
    return {};
}

std::vector<Placement> ProgrammeLook::placements(const std::unordered_map<Id, Slot> &changed) const
{
    std::vector<Placement> list;
    const auto add = [&](const Slot &slot) {
        const Session *session = m_replica.collection<Session>().find(slot.session);
        if (!session || session->state == SessionState::Cancelled)
            return;
        const SessionInterest *interest = m_replica.collection<SessionInterest>().find(slot.session);
        const Space *space = m_replica.collection<Space>().find(slot.space);
        list.push_back(placementOf(slot, *session, interest ? interest->bookmarks : 0, space ? space->capacity : 0));
    };
    m_replica.collection<Slot>().each([&](const Slot &slot) {
        if (!changed.contains(slot.id))
            add(slot);
    });
    for (const auto &[id, slot] : changed)
        add(slot);
    return list;
}

std::vector<QString> ProgrammeLook::clashesOfChange(const std::unordered_map<Id, Slot> &changed) const
{
    const std::vector<EventDay> eventDays = days();
    std::vector<QString> words;
    for (const Clash &clash : newClashes(clashesOf(placements(), eventDays, kTurnaroundMinutes),
                                         clashesOf(placements(changed), eventDays, kTurnaroundMinutes))) {
        // a pair that is at once for other minutes than before is told too: it is what the change makes of it
        words.push_back(clashWords(clash));
    }
    return words;
}

std::vector<SlotShift> ProgrammeLook::shiftsFor(const Slot &slot, const DelayWish &wish) const
{
    if (!wish.following)
        return {{slot.id, wish.minutes}};
    std::vector<Slot> others;
    m_replica.collection<Slot>().each([&](const Slot &other) {
        const Session *session = m_replica.collection<Session>().find(other.session);
        if (other.space == slot.space && session && session->state != SessionState::Cancelled)
            others.push_back(other);
    });
    return shiftsOf(slot, wish.minutes, others, days());
}

DelayOutlook ProgrammeLook::delayOutlook(const DelayWish &wish) const
{
    DelayOutlook outlook;
    ProgrammePreview &preview = outlook.preview;
    preview.slot = wish.slot;
    const Slot *slot = m_replica.collection<Slot>().find(wish.slot);
    if (!slot)
        return outlook;
    outlook.shifts = shiftsFor(*slot, wish);
    std::unordered_map<Id, Slot> changed;
    for (const SlotShift &shift : outlook.shifts) {
        const Slot *row = m_replica.collection<Slot>().find(shift.slot);
        if (!row)
            continue;
        Slot after = *row;
        after.delayMinutes = shift.delayMinutes;
        if (row->id != slot->id)
            preview.moves.push_back(tr("%1: at %2 instead of %3", "a session, new and old start")
                                        .arg(titleOf(shift.slot), clockTime(after.expectedStart(), zone()),
                                             clockTime(row->expectedStart(), zone())));
        changed.emplace(row->id, std::move(after));
    }
    if (wish.minutes == slot->delayMinutes && outlook.shifts.size() == 1)
        preview.refusal = slot->delayMinutes > 0 ? tr("So much is announced already.") : tr("It is on time so far.");
    preview.clashes = clashesOfChange(changed);
    return outlook;
}

ProgrammePreview ProgrammeLook::movePreview(const MoveWish &wish) const
{
    ProgrammePreview preview;
    preview.slot = wish.slot.isNull() ? wish.session : wish.slot;
    Slot after;
    after.id = SlotId(preview.slot); // of one that has no slot yet: its session stands for it
    after.session = SessionId(wish.session);
    if (const Slot *slot = m_replica.collection<Slot>().find(wish.slot)) {
        after = *slot;
        if (slot->startsAt != wish.startsAt)
            after.delayMinutes = 0;
        if (slot->space == wish.space && slot->startsAt == wish.startsAt && slot->minutes == wish.minutes)
            preview.refusal = tr("It stands there.");
    }
    after.space = SpaceId(wish.space);
    after.startsAt = wish.startsAt;
    after.minutes = wish.minutes;
    if (wish.startsAt.ms == 0)
        preview.refusal = tr("The event has no days yet: say which in the settings of the event.");
    else if (preview.refusal.isEmpty())
        preview.clashes = clashesOfChange({{after.id, after}});
    return preview;
}

} // namespace gatehouse
