// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programme/programmeactions.h"

#include "app/programme/programmedesk.h"
#include "app/ui/figures.h"
#include "app/ui/noticebar.h"
#include "shared/crypto/random.h"

#include <algorithm>

namespace gatehouse {

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

EventWish wishOf(const Event &event)
{
    return {text(event.name), text(event.zone), text(event.firstDay), event.dayCount, event.cutOffMinutes};
}

} // namespace

ProgrammeActions::ProgrammeActions(Replica &replica, ProgrammeDesk &desk, const ProgrammeLook &look, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk), m_look(look)
{
    connect(&desk, &ProgrammeDesk::delayWanted, this, &ProgrammeActions::delay);
    connect(&desk, &ProgrammeDesk::moveWanted, this, &ProgrammeActions::move);
    connect(&desk, &ProgrammeDesk::publishWanted, this, &ProgrammeActions::publish);
    connect(&desk, &ProgrammeDesk::cancelWanted, this, &ProgrammeActions::cancel);
    connect(&desk, &ProgrammeDesk::removeWanted, this, &ProgrammeActions::remove);
    connect(&desk, &ProgrammeDesk::pinWanted, this, &ProgrammeActions::pin);
    connect(&desk, &ProgrammeDesk::unplaceWanted, this, &ProgrammeActions::unplace);
    connect(&desk, &ProgrammeDesk::editWanted, this, &ProgrammeActions::edit);
    connect(&desk, &ProgrammeDesk::saveWanted, this, &ProgrammeActions::save);
    connect(&desk, &ProgrammeDesk::eventFormWanted, this, &ProgrammeActions::askEvent);
    connect(&desk, &ProgrammeDesk::eventSaveWanted, this, &ProgrammeActions::saveEvent);
    connect(&desk, &ProgrammeDesk::nameAddWanted, this, &ProgrammeActions::addName);
    connect(&desk, &ProgrammeDesk::nameEditWanted, this, &ProgrammeActions::editName);
    connect(&desk, &ProgrammeDesk::nameRemoveWanted, this, &ProgrammeActions::removeName);
    connect(desk.notices(), &NoticeBar::actionWanted, this, [this] {
        if (const auto undo = std::exchange(m_undo, {}))
            undo();
    });
}

template <class T>
T ProgrammeActions::newId() const
{
    SecureRandom random;
    return makeId<T>(deviceTime().wall.ms, random);
}

QString ProgrammeActions::refusalWords(const Failure &failure)
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

void ProgrammeActions::tell(const Result<Nothing> &answer, const QString &done, std::function<void()> undo)
{
    if (!answer) {
        m_undo = {};
        m_desk.notices()->show(State::Soon, refusalWords(answer.error()));
        return;
    }
    m_undo = std::move(undo);
    m_desk.notices()->show(State::Fine, done, m_undo ? tr("Undo") : QString());
}

void ProgrammeActions::delay(const DelayWish &wish)
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
        m_previewed = m_look.shiftsFor(*slot, wish);
    if (m_previewed.size() <= kMaxList) // more is not asked of anybody to look through
        command.previewed = m_previewed;
    std::vector<SlotShift> before;
    for (const SlotShift &shift : m_previewed) {
        if (const Slot *row = m_replica.collection<Slot>().find(shift.slot))
            before.push_back({shift.slot, row->delayMinutes});
    }
    const QString done = wish.minutes > 0
        ? tr("%1 begins %n minute(s) later than planned.", "a session", wish.minutes).arg(m_look.titleOf(slot->id))
        : tr("%1 begins on time.", "a session").arg(m_look.titleOf(slot->id));
    m_replica.send(command, this, [this, done, before, after = m_previewed](const Result<Nothing> &answer) {
        tell(answer, done, [this, before, after] { undoDelay(before, after); });
    });
}

/// Each gets back the delay that it had, unless somebody has said something else meanwhile.
void ProgrammeActions::undoDelay(const std::vector<SlotShift> &before, const std::vector<SlotShift> &after)
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
    const bool isOneStep = slot && m_look.shiftsFor(*slot, back) == before; // else each by itself
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

void ProgrammeActions::move(const MoveWish &wish)
{
    if (wish.slot.isNull())
        return place(wish);
    const Slot *slot = m_replica.collection<Slot>().find(wish.slot);
    if (!slot) {
        m_undo = {};
        m_desk.notices()->show(State::Soon, tr("Somebody took it off the schedule meanwhile."));
        return;
    }
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
                             .arg(m_look.titleOf(before.id), m_look.spaceName(command.space),
                                  clockTime(command.startsAt, m_look.zone()));
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

void ProgrammeActions::place(const MoveWish &wish)
{
    AddSlot command;
    command.slot = newId<SlotId>();
    command.session = SessionId(wish.session);
    command.space = SpaceId(wish.space);
    command.startsAt = wish.startsAt;
    command.minutes = wish.minutes;
    m_replica.send(command, this, [this, command](const Result<Nothing> &answer) {
        if (answer)
            emit shouldShow(command.slot);
        tell(answer, tr("It has its place."), [this, command] {
            m_replica.send(RemoveSlot{command.slot}, this,
                           [this](const Result<Nothing> &undone) { tell(undone, tr("It has no place again.")); });
        });
    });
}

void ProgrammeActions::publish(const Id &session)
{
    m_replica.send(PublishSession{SessionId(session)}, this, [this](const Result<Nothing> &answer) {
        tell(answer, tr("Everybody can see it now.")); // no undo: what was told is told
    });
}

void ProgrammeActions::cancel(const Id &session, const QString &reason)
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

void ProgrammeActions::remove(const Id &session)
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

void ProgrammeActions::pin(const Id &slot, bool isPinned)
{
    m_replica.send(PinSlot{SlotId(slot), isPinned}, this, [this, isPinned](const Result<Nothing> &answer) {
        tell(answer, isPinned ? tr("It stays where it is when others are pushed.") : tr("It moves along with others."));
    });
}

void ProgrammeActions::unplace(const Id &slot)
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
            emit shouldShow(session);
        tell(answer, tr("It was taken off the schedule."), undo);
    });
}

void ProgrammeActions::edit(const Id &session)
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

std::vector<SpeakerId> ProgrammeActions::addNewSpeakers(const std::vector<NameView> &speakers)
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

void ProgrammeActions::save(const SessionWish &wish)
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

void ProgrammeActions::add(const SessionWish &wish)
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
            emit shouldShow(session);
        }
    });
}

void ProgrammeActions::askEvent()
{
    const Event *row = m_look.event();
    if (!row)
        return;
    m_editedEvent = *row;
    m_desk.askEvent(wishOf(*row));
}

void ProgrammeActions::saveEvent(const EventWish &before, const EventWish &after)
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

void ProgrammeActions::addName(NameKind kind, const QString &name)
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

void ProgrammeActions::editName(NameKind kind, const NameView &name)
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

void ProgrammeActions::removeName(NameKind kind, const Id &id)
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

void ProgrammeActions::removeTrack(const Track &track)
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

void ProgrammeActions::removeSpeaker(const Speaker &speaker)
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

void ProgrammeActions::removeSpace(const Space &space)
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
