// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/programmepresenter.h"

#include "app/programme/sessioncard.h"
#include "app/ui/figures.h"
#include "app/ui/noticebar.h"
#include "shared/crypto/random.h"
#include "shared/programme/shift.h"
#include "shared/replica/thisevent.h"

#include <QDateTime>
#include <QEvent>
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

EventWish wishOf(const Event &event)
{
    return {text(event.name), text(event.zone), text(event.firstDay), event.dayCount, event.cutOffMinutes};
}

} // namespace

ProgrammePresenter::ProgrammePresenter(Replica &replica, ProgrammeDesk &desk, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk)
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
    connect(&m_desk, &ProgrammeDesk::keyChosen, this, [this](const Id &key) { m_desk.setDetail(detailOf(key)); });
    connect(&m_desk, &ProgrammeDesk::delayPreviewWanted, this, &ProgrammePresenter::previewDelay);
    connect(&m_desk, &ProgrammeDesk::movePreviewWanted, this, &ProgrammePresenter::previewMove);
    connect(&m_desk, &ProgrammeDesk::delayWanted, this, &ProgrammePresenter::delay);
    connect(&m_desk, &ProgrammeDesk::moveWanted, this, &ProgrammePresenter::move);
    connect(&m_desk, &ProgrammeDesk::publishWanted, this, &ProgrammePresenter::publish);
    connect(&m_desk, &ProgrammeDesk::cancelWanted, this, &ProgrammePresenter::cancel);
    connect(&m_desk, &ProgrammeDesk::removeWanted, this, &ProgrammePresenter::remove);
    connect(&m_desk, &ProgrammeDesk::pinWanted, this, &ProgrammePresenter::pin);
    connect(&m_desk, &ProgrammeDesk::unplaceWanted, this, &ProgrammePresenter::unplace);
    connect(&m_desk, &ProgrammeDesk::editWanted, this, &ProgrammePresenter::edit);
    connect(&m_desk, &ProgrammeDesk::saveWanted, this, &ProgrammePresenter::save);
    connect(&m_desk, &ProgrammeDesk::eventFormWanted, this, &ProgrammePresenter::askEvent);
    connect(&m_desk, &ProgrammeDesk::eventSaveWanted, this, &ProgrammePresenter::saveEvent);
    connect(&m_desk, &ProgrammeDesk::nameAddWanted, this, &ProgrammePresenter::addName);
    connect(&m_desk, &ProgrammeDesk::nameEditWanted, this, &ProgrammePresenter::editName);
    connect(&m_desk, &ProgrammeDesk::nameRemoveWanted, this, &ProgrammePresenter::removeName);
    connect(m_desk.notices(), &NoticeBar::actionWanted, this, [this] {
        if (const auto undo = std::exchange(m_undo, {}))
            undo();
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
    m_desk.setNames(trackViews(), speakerViews());
    m_desk.setView(makeView());
    if (const Id key = keyWhenThere(); !key.isNull()) {
        m_chooseWhenThere = {};
        m_desk.choose(key);
    }
    m_desk.setDetail(detailOf(m_desk.chosen()));
    m_desk.card()->askPreview();
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

// --- what is shown -------------------------------------------------------------------------------------------------

const Event *ProgrammePresenter::event() const
{
    const auto events = m_replica.collection<Event>().all();
    return events.empty() ? nullptr : events.front();
}

std::vector<EventDay> ProgrammePresenter::days() const
{
    const Event *row = event();
    return row ? row->days : std::vector<EventDay>();
}

QTimeZone ProgrammePresenter::zone() const
{
    return venueZone(m_replica);
}

Instant ProgrammePresenter::now() const
{
    const auto now = m_replica.serverNow();
    return now ? now->at : deviceTime().wall;
}

std::vector<SpaceView> ProgrammePresenter::spaceViews() const
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

std::vector<NameView> ProgrammePresenter::trackViews() const
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

std::vector<NameView> ProgrammePresenter::speakerViews() const
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

QString ProgrammePresenter::speakerNames(const Session &session) const
{
    QStringList names;
    for (const SpeakerId &id : session.speakers) {
        if (const Speaker *speaker = m_replica.collection<Speaker>().find(id); speaker && !speaker->name.empty())
            names += text(speaker->name);
    }
    return names.join(u", "_s);
}

QString ProgrammePresenter::spaceName(const SpaceId &space) const
{
    const Space *row = m_replica.collection<Space>().find(space);
    return row ? text(row->name) : tr("a space that is closed to you");
}

QString ProgrammePresenter::titleOf(const SlotId &slot) const
{
    const Slot *row = m_replica.collection<Slot>().find(slot);
    const Session *session = row ? m_replica.collection<Session>().find(row->session) : nullptr;
    return session ? text(session->title) : tr("a session");
}

SlotView ProgrammePresenter::viewOf(const Session &session, const Slot *slot) const
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

ProgrammeView ProgrammePresenter::makeView()
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

QString ProgrammePresenter::whenWords(Instant from, Instant until) const
{
    const QDate date = QDateTime::fromMSecsSinceEpoch(from.ms, zone()).date();
    return tr("%1, %2–%3", "date, start and end")
        .arg(QLocale().toString(date, u"ddd d MMM"_s), clockTime(from, zone()), clockTime(until, zone()));
}

std::vector<std::pair<QString, QString>> ProgrammePresenter::factsOf(const Session &session, const Slot *slot) const
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

std::optional<SessionDetail> ProgrammePresenter::detailOf(const Id &key) const
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

QString ProgrammePresenter::clashWords(const Clash &clash) const
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

// --- previews ------------------------------------------------------------------------------------------------------

std::vector<Placement> ProgrammePresenter::placements(const std::unordered_map<Id, Slot> &changed) const
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

std::vector<QString> ProgrammePresenter::clashesOfChange(const std::unordered_map<Id, Slot> &changed) const
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

std::vector<SlotShift> ProgrammePresenter::shiftsFor(const Slot &slot, const DelayWish &wish) const
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

void ProgrammePresenter::previewDelay(const DelayWish &wish)
{
    ProgrammePreview preview;
    preview.slot = wish.slot;
    const Slot *slot = m_replica.collection<Slot>().find(wish.slot);
    if (!slot)
        return;
    m_previewed = shiftsFor(*slot, wish);
    std::unordered_map<Id, Slot> changed;
    for (const SlotShift &shift : m_previewed) {
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
    if (wish.minutes == slot->delayMinutes && m_previewed.size() == 1)
        preview.refusal = slot->delayMinutes > 0 ? tr("So much is announced already.") : tr("It is on time so far.");
    preview.clashes = clashesOfChange(changed);
    m_desk.setDelayPreview(preview);
}

void ProgrammePresenter::previewMove(const MoveWish &wish)
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
    m_desk.setMovePreview(preview);
}

// --- what is done --------------------------------------------------------------------------------------------------

template <class T>
T ProgrammePresenter::newId() const
{
    SecureRandom random;
    return makeId<T>(deviceTime().wall.ms, random);
}

QString ProgrammePresenter::refusalWords(const Failure &failure)
{
    switch (failure.fault) {
    case Fault::Forbidden:
        return tr("Your role does not allow this.");
    case Fault::ReadOnly:
        return tr("The disk of this desk or of the server is full.");
    default:
        return tr("Not done: %1").arg(text(describe(failure)));
    }
}

void ProgrammePresenter::tell(const Result<Nothing> &answer, const QString &done, std::function<void()> undo)
{
    if (!answer) {
        m_undo = {};
        m_desk.notices()->show(State::Soon, refusalWords(answer.error()));
        return;
    }
    m_undo = std::move(undo);
    m_desk.notices()->show(State::Fine, done, m_undo ? tr("Undo") : QString());
}

void ProgrammePresenter::delay(const DelayWish &wish)
{
    const Slot *slot = m_replica.collection<Slot>().find(wish.slot);
    if (!slot)
        return;
    DelaySlot command;
    command.slot = slot->id;
    command.minutes = wish.minutes;
    command.following = wish.following;
    command.reason = wish.reason.toStdString();
    if (m_previewed.empty() || m_previewed.front() != SlotShift{slot->id, wish.minutes})
        m_previewed = shiftsFor(*slot, wish);
    if (m_previewed.size() <= kMaxList) // more is not asked of anybody to look through
        command.previewed = m_previewed;
    std::vector<SlotShift> before;
    for (const SlotShift &shift : m_previewed) {
        if (const Slot *row = m_replica.collection<Slot>().find(shift.slot))
            before.push_back({shift.slot, row->delayMinutes});
    }
    const QString done = wish.minutes > 0
        ? tr("%1 begins %n minute(s) later than planned.", "a session", wish.minutes).arg(titleOf(slot->id))
        : tr("%1 begins on time.", "a session").arg(titleOf(slot->id));
    m_replica.send(command, this, [this, done, before, after = m_previewed](const Result<Nothing> &answer) {
        tell(answer, done, [this, before, after] { undoDelay(before, after); });
    });
}

/// Each gets back the delay that it had, unless somebody has said something else meanwhile.
void ProgrammePresenter::undoDelay(const std::vector<SlotShift> &before, const std::vector<SlotShift> &after)
{
    for (const SlotShift &shift : after) {
        const Slot *slot = m_replica.collection<Slot>().find(shift.slot);
        if (!slot || slot->delayMinutes != shift.delayMinutes) {
            m_desk.notices()->show(State::Soon, tr("Not undone: somebody changed it since."));
            return;
        }
    }
    const Slot *slot = m_replica.collection<Slot>().find(before.front().slot);
    const DelayWish back{before.front().slot, before.front().delayMinutes, before.size() > 1, {}};
    const bool isOneStep = slot && shiftsFor(*slot, back) == before; // else each by itself
    for (const SlotShift &shift : before) {
        DelaySlot command;
        if (isOneStep) {
            command.following = back.following;
            command.previewed = before;
        }
        command.slot = shift.slot;
        command.minutes = shift.delayMinutes;
        m_replica.send(command, this,
                       [this](const Result<Nothing> &answer) { tell(answer, tr("The delay was taken back.")); });
        if (isOneStep)
            return;
    }
}

void ProgrammePresenter::move(const MoveWish &wish)
{
    const Slot *slot = m_replica.collection<Slot>().find(wish.slot);
    if (!slot)
        return place(wish);
    const Slot before = *slot;
    MoveSlot command;
    command.slot = before.id;
    command.space = SpaceId(wish.space);
    command.startsAt = wish.startsAt;
    command.minutes = wish.minutes;
    command.sawSpace = before.space;
    command.sawStartsAt = before.startsAt;
    command.sawMinutes = before.minutes;
    command.isAnnounced = wish.isAnnounced;
    command.reason = wish.reason.toStdString();
    const QString done = tr("%1 is in %2 at %3.", "a session, a space, a time")
                             .arg(titleOf(before.id), spaceName(command.space), clockTime(command.startsAt, zone()));
    const auto undo = [this, command, before] {
        MoveSlot back = command;
        std::swap(back.space, back.sawSpace);
        std::swap(back.startsAt, back.sawStartsAt);
        std::swap(back.minutes, back.sawMinutes);
        back.reason = before.reason;
        m_replica.send(back, this,
                       [this](const Result<Nothing> &answer) { tell(answer, tr("It is back where it was.")); });
        if (before.delayMinutes > 0 && command.startsAt != before.startsAt) {
            DelaySlot late;
            late.slot = before.id;
            late.minutes = before.delayMinutes;
            late.reason = before.reason;
            m_replica.send(late);
        }
    };
    m_replica.send(command, this, [this, done, undo](const Result<Nothing> &answer) { tell(answer, done, undo); });
}

void ProgrammePresenter::place(const MoveWish &wish)
{
    AddSlot command;
    command.slot = newId<SlotId>();
    command.session = SessionId(wish.session);
    command.space = SpaceId(wish.space);
    command.startsAt = wish.startsAt;
    command.minutes = wish.minutes;
    m_chooseWhenThere = {};
    m_replica.send(command, this, [this, command](const Result<Nothing> &answer) {
        if (answer)
            m_chooseWhenThere = command.slot;
        tell(answer, tr("It has its place."), [this, command] {
            m_replica.send(RemoveSlot{command.slot}, this,
                           [this](const Result<Nothing> &undone) { tell(undone, tr("It has no place again.")); });
        });
        schedule();
    });
}

void ProgrammePresenter::publish(const Id &session)
{
    m_replica.send(PublishSession{SessionId(session)}, this, [this](const Result<Nothing> &answer) {
        tell(answer, tr("Everybody can see it now.")); // no undo: what was told is told
    });
}

void ProgrammePresenter::cancel(const Id &session, const QString &reason)
{
    const Session *row = m_replica.collection<Session>().find(session);
    const QString done = tr("%1 is cancelled.", "a session").arg(row ? text(row->title) : QString());
    m_replica.send(CancelSession{SessionId(session), reason.toStdString()}, this,
                   [this, done, session](const Result<Nothing> &answer) {
                       tell(answer, done, [this, session] {
                           m_replica.send(PublishSession{SessionId(session)}, this,
                                          [this](const Result<Nothing> &undone) {
                                              tell(undone, tr("It takes place after all."));
                                          });
                       });
                   });
}

void ProgrammePresenter::remove(const Id &session)
{
    const Session *row = m_replica.collection<Session>().find(session);
    if (!row)
        return;
    const Session gone = *row;
    std::vector<Slot> places;
    m_replica.collection<Slot>().each([&](const Slot &slot) {
        if (slot.session == gone.id)
            places.push_back(slot);
    });
    const auto undo = [this, gone, places] {
        AddSession add;
        add.session = gone.id;
        add.guid = gone.guid;
        add.title = gone.title;
        add.subtitle = gone.subtitle;
        add.type = gone.type;
        add.track = gone.track;
        add.speakers = gone.speakers;
        add.language = gone.language;
        add.abstract = gone.abstract;
        add.url = gone.url;
        add.isDraft = true;
        m_replica.send(add, this, [this](const Result<Nothing> &answer) { tell(answer, tr("The draft is back.")); });
        for (const Slot &slot : places) {
            m_replica.send(AddSlot{slot.id, slot.session, slot.space, slot.startsAt, slot.minutes});
            if (slot.isPinned)
                m_replica.send(PinSlot{slot.id, true});
        }
    };
    m_replica.send(RemoveSession{gone.id}, this, [this, gone, undo](const Result<Nothing> &answer) {
        tell(answer, tr("The draft %1 was removed.", "a session").arg(text(gone.title)), undo);
    });
}

void ProgrammePresenter::pin(const Id &slot, bool isPinned)
{
    m_replica.send(PinSlot{SlotId(slot), isPinned}, this, [this, isPinned](const Result<Nothing> &answer) {
        tell(answer, isPinned ? tr("It stays where it is when others are pushed.") : tr("It moves along with others."));
    });
}

void ProgrammePresenter::unplace(const Id &slot)
{
    const Slot *row = m_replica.collection<Slot>().find(slot);
    if (!row)
        return;
    const Slot gone = *row;
    const auto undo = [this, gone] {
        m_replica.send(AddSlot{gone.id, gone.session, gone.space, gone.startsAt, gone.minutes}, this,
                       [this](const Result<Nothing> &answer) { tell(answer, tr("It has its place again.")); });
        if (gone.isPinned)
            m_replica.send(PinSlot{gone.id, true});
        if (gone.delayMinutes > 0) {
            DelaySlot late;
            late.slot = gone.id;
            late.minutes = gone.delayMinutes;
            late.reason = gone.reason;
            m_replica.send(late);
        }
    };
    m_replica.send(RemoveSlot{gone.id}, this, [this, session = gone.session, undo](const Result<Nothing> &answer) {
        if (answer)
            m_chooseWhenThere = session;
        tell(answer, tr("It was taken off the schedule."), undo);
        schedule();
    });
}

void ProgrammePresenter::edit(const Id &session)
{
    const Session *row = m_replica.collection<Session>().find(session);
    if (!row)
        return;
    m_edited = *row;
    SessionWish wish;
    wish.session = row->id;
    wish.title = text(row->title);
    wish.subtitle = text(row->subtitle);
    wish.type = text(row->type);
    wish.track = row->track;
    for (const SpeakerId &id : row->speakers) {
        const Speaker *speaker = m_replica.collection<Speaker>().find(id);
        wish.speakers.push_back({id, speaker ? text(speaker->name) : tr("Somebody"), {}, {}, 0});
    }
    wish.language = text(row->language);
    wish.abstract = text(row->abstract);
    wish.url = text(row->url);
    m_desk.askEdit(wish);
}

std::vector<SpeakerId> ProgrammePresenter::addNewSpeakers(const std::vector<NameView> &speakers)
{
    std::vector<SpeakerId> ids;
    for (const NameView &speaker : speakers) {
        SpeakerId id(speaker.id);
        if (id.isNull()) {
            AddSpeaker add;
            add.speaker = id = newId<SpeakerId>();
            add.name = speaker.name.toStdString();
            m_replica.send(add);
        }
        ids.push_back(id);
    }
    return ids;
}

void ProgrammePresenter::save(const SessionWish &wish)
{
    if (wish.session.isNull())
        return add(wish);
    if (!m_edited || m_edited->id != wish.session)
        return;
    Session after = *m_edited;
    after.title = wish.title.toStdString();
    after.subtitle = wish.subtitle.toStdString();
    after.type = wish.type.toStdString();
    after.track = TrackId(wish.track);
    after.speakers = addNewSpeakers(wish.speakers);
    after.language = wish.language.toStdString();
    after.abstract = wish.abstract.toStdString();
    after.url = wish.url.toStdString();
    EditSession command;
    command.session = after.id;
    command.edits = editsBetween(*m_edited, after);
    if (command.edits.list.empty())
        return m_desk.showCard();
    m_replica.send(command, this, [this, before = *m_edited, after](const Result<Nothing> &answer) {
        if (!answer)
            return m_desk.refuseForm(refusalWords(answer.error()));
        m_desk.showCard();
        tell(answer, tr("Saved."), [this, before, after] {
            EditSession back;
            back.session = before.id;
            back.edits = editsBetween(after, before);
            m_replica.send(back, this, [this](const Result<Nothing> &undone) { tell(undone, tr("It is as it was.")); });
        });
    });
}

void ProgrammePresenter::add(const SessionWish &wish)
{
    AddSession command;
    command.session = newId<SessionId>();
    command.title = wish.title.toStdString();
    command.subtitle = wish.subtitle.toStdString();
    command.type = wish.type.toStdString();
    command.track = TrackId(wish.track);
    command.speakers = addNewSpeakers(wish.speakers);
    command.language = wish.language.toStdString();
    command.abstract = wish.abstract.toStdString();
    command.url = wish.url.toStdString();
    command.isDraft = true;
    m_replica.send(command, this, [this, wish, session = command.session](const Result<Nothing> &answer) {
        if (!answer)
            return m_desk.refuseForm(refusalWords(answer.error()));
        m_desk.showCard();
        tell(answer, tr("Added as a draft: only those who edit the programme see it."),
             [this, session] { remove(session); });
        if (wish.place) {
            MoveWish at = *wish.place;
            at.session = session;
            place(at);
        } else {
            m_chooseWhenThere = session;
            schedule();
        }
    });
}

void ProgrammePresenter::askEvent()
{
    const Event *row = event();
    if (!row)
        return;
    m_editedEvent = *row;
    m_desk.askEvent(wishOf(*row));
}

void ProgrammePresenter::saveEvent(const EventWish &before, const EventWish &after)
{
    if (before == after || !m_editedEvent)
        return m_desk.showCard();
    Event changed = *m_editedEvent;
    changed.name = after.name.toStdString();
    changed.zone = after.zone.toStdString();
    changed.firstDay = after.firstDay.toStdString();
    changed.dayCount = after.dayCount;
    changed.cutOffMinutes = after.cutOffMinutes;
    EditEvent command;
    command.event = changed.id;
    command.edits = editsBetween(*m_editedEvent, changed);
    m_replica.send(command, this, [this](const Result<Nothing> &answer) {
        if (!answer)
            return m_desk.refuseForm(refusalWords(answer.error()));
        m_desk.showCard();
        tell(answer, tr("The settings of the event are saved."));
    });
}

void ProgrammePresenter::addName(NameKind kind, const QString &name)
{
    const auto added = [this, name](const Result<Nothing> &answer) {
        tell(answer, tr("%1 was added.", "a name").arg(name));
    };
    switch (kind) {
    case NameKind::Track:
        m_replica.send(AddTrack{newId<TrackId>(), name.toStdString()}, this, added);
        break;
    case NameKind::Speaker: {
        AddSpeaker command;
        command.speaker = newId<SpeakerId>();
        command.name = name.toStdString();
        m_replica.send(command, this, added);
        break;
    }
    case NameKind::Space: {
        AddSpace command;
        command.space = newId<SpaceId>();
        command.name = name.toStdString();
        m_replica.collection<Space>().each(
            [&](const Space &space) { command.order = std::max(command.order, std::min(space.order + 1, 1'000'000)); });
        m_replica.send(command, this, added);
        break;
    }
    }
}

void ProgrammePresenter::editName(NameKind kind, const NameView &name)
{
    const auto saved = [this](const Result<Nothing> &answer) { tell(answer, tr("Saved.")); };
    switch (kind) {
    case NameKind::Track:
        if (const Track *row = m_replica.collection<Track>().find(name.id)) {
            Track after = *row;
            after.name = name.name.toStdString();
            after.colour = name.colour.isValid() ? static_cast<std::int32_t>(name.colour.rgb() & 0xffffff) : -1;
            EditTrack command;
            command.track = row->id;
            command.edits = editsBetween(*row, after);
            m_replica.send(command, this, saved);
        }
        break;
    case NameKind::Speaker:
        if (const Speaker *row = m_replica.collection<Speaker>().find(name.id)) {
            Speaker after = *row;
            after.name = name.name.toStdString();
            after.biography = name.more.toStdString();
            EditSpeaker command;
            command.speaker = row->id;
            command.edits = editsBetween(*row, after);
            m_replica.send(command, this, saved);
        }
        break;
    case NameKind::Space:
        if (const Space *row = m_replica.collection<Space>().find(name.id)) {
            Space after = *row;
            after.name = name.name.toStdString();
            after.capacity = name.capacity;
            EditSpace command;
            command.space = row->id;
            command.edits = editsBetween(*row, after);
            m_replica.send(command, this, saved);
        }
        break;
    }
}

void ProgrammePresenter::removeName(NameKind kind, const Id &id)
{
    switch (kind) {
    case NameKind::Track:
        if (const Track *track = m_replica.collection<Track>().find(id))
            removeTrack(*track);
        break;
    case NameKind::Speaker:
        if (const Speaker *speaker = m_replica.collection<Speaker>().find(id))
            removeSpeaker(*speaker);
        break;
    case NameKind::Space:
        if (const Space *space = m_replica.collection<Space>().find(id))
            removeSpace(*space);
        break;
    }
}

void ProgrammePresenter::removeTrack(const Track &track)
{
    std::vector<Session> sessions;
    m_replica.collection<Session>().each([&](const Session &session) {
        if (session.track == track.id)
            sessions.push_back(session);
    });
    const auto undo = [this, track, sessions] {
        m_replica.send(AddTrack{track.id, track.name, track.colour}, this,
                       [this](const Result<Nothing> &answer) { tell(answer, tr("It is as it was.")); });
        for (const Session &session : sessions) {
            Session without = session;
            without.track = {};
            EditSession command;
            command.session = session.id;
            command.edits = editsBetween(without, session);
            m_replica.send(command);
        }
    };
    m_replica.send(RemoveTrack{track.id}, this, [this, track, undo](const Result<Nothing> &answer) {
        tell(answer, tr("The track %1 was removed.").arg(text(track.name)), undo);
    });
}

void ProgrammePresenter::removeSpeaker(const Speaker &speaker)
{
    std::vector<Session> sessions;
    m_replica.collection<Session>().each([&](const Session &session) {
        if (std::find(session.speakers.begin(), session.speakers.end(), speaker.id) != session.speakers.end())
            sessions.push_back(session);
    });
    const auto undo = [this, speaker, sessions] {
        m_replica.send(AddSpeaker{speaker.id, speaker.guid, speaker.name, speaker.biography}, this,
                       [this](const Result<Nothing> &answer) { tell(answer, tr("It is as it was.")); });
        for (const Session &session : sessions) {
            Session without = session;
            std::erase(without.speakers, speaker.id);
            EditSession command;
            command.session = session.id;
            command.edits = editsBetween(without, session);
            m_replica.send(command);
        }
    };
    m_replica.send(RemoveSpeaker{speaker.id}, this, [this, undo](const Result<Nothing> &answer) {
        tell(answer, tr("The speaker was removed from all sessions."), undo);
    });
}

void ProgrammePresenter::removeSpace(const Space &space)
{
    const auto undo = [this, space] {
        m_replica.send(AddSpace{space.id, space.guid, space.name, space.kind, space.floor, space.zone, space.capacity,
                                space.outline, space.order},
                       this, [this](const Result<Nothing> &answer) { tell(answer, tr("It is as it was.")); });
    };
    m_replica.send(RemoveSpace{space.id}, this, [this, space, undo](const Result<Nothing> &answer) {
        tell(answer, tr("The space %1 was removed.").arg(text(space.name)), undo);
    });
}

} // namespace gatehouse
