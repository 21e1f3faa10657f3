// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/fixture.h"

#include <QTest>

using namespace gatehouse;

namespace {

constexpr std::int64_t kMinute = 60'000;

/// A hall and a foyer, and commands on what is placed there.
class Stage
{
public:
    Stage() : hall(addSpace("Hall")), foyer(addSpace("Foyer"))
    {
        EditEvent edit; // the clock stands at 22:26: the night belongs to the evening
        edit.event = room.event;
        edit.edits = edits<Event>(room.event, [](Event &event) { event.cutOffMinutes = 240; });
        room.done(edit);
    }

    SpaceId addSpace(const char *name)
    {
        AddSpace add;
        add.space = room.newId<SpaceId>();
        add.name = name;
        room.done(add);
        return add.space;
    }
    SpeakerId addSpeaker()
    {
        AddSpeaker add;
        add.speaker = room.newId<SpeakerId>();
        add.name = "Ines Vogel";
        room.done(add);
        return add.speaker;
    }
    TrackId addTrack(const char *name)
    {
        AddTrack add;
        add.track = room.newId<TrackId>();
        add.name = name;
        room.done(add);
        return add.track;
    }
    AddSession sessionOf(const char *title, bool isDraft = false)
    {
        AddSession add;
        add.session = room.newId<SessionId>();
        add.title = title;
        add.isDraft = isDraft;
        return add;
    }
    SessionId addSession(const char *title, bool isDraft = false)
    {
        const AddSession add = sessionOf(title, isDraft);
        room.done(add);
        return add.session;
    }
    /// Minutes from now.
    SlotId place(const SessionId &session, int start, int minutes)
    {
        AddSlot add;
        add.slot = room.newId<SlotId>();
        add.session = session;
        add.space = hall;
        add.startsAt = room.clock.at + start * kMinute;
        add.minutes = minutes;
        room.done(add);
        return add.slot;
    }
    Slot slot(const SlotId &id) { return *room.find<Slot>(id); }
    MoveSlot moveOf(const SlotId &id)
    {
        const Slot seen = slot(id);
        MoveSlot move;
        move.slot = id;
        move.sawSpace = move.space = seen.space;
        move.sawStartsAt = move.startsAt = seen.startsAt;
        move.sawMinutes = move.minutes = seen.minutes;
        return move;
    }
    DelaySlot delayOf(const SlotId &id, int minutes, bool following = false)
    {
        DelaySlot delay;
        delay.slot = id;
        delay.minutes = minutes;
        delay.following = following;
        delay.reason = "the train is late";
        return delay;
    }
    template <class E, class Change>
    EditsOf<E> edits(const Id &id, Change change)
    {
        const E before = *room.find<E>(id);
        E after = before;
        change(after);
        return editsBetween(before, after);
    }
    EditSession edit(const SessionId &id, const std::function<void(Session &)> &change)
    {
        EditSession command;
        command.session = id;
        command.edits = edits<Session>(id, change);
        return command;
    }
    /// The scopes in which the last command told of this row.
    Scopes toldTo(const Id &id)
    {
        for (const ChangedRow &row : room.batches.back()->rows) {
            if (row.id == id)
                return row.after;
        }
        return {};
    }

    HouseRoom room;
    SpaceId hall, foyer;
};

const Scopes kEveryone{Scope::everyone()};
const Scopes kEditors{Scope::holders(Permission::EditProgramme)};

} // namespace

class TestProgrammeHandlers : public QObject
{
    Q_OBJECT

private slots:
    void draftsAreTheEditorsUntilTheyArePublished();
    void speakersAreKnownOnceTheirSessionIs();
    void aSessionNeedsWhatItNames_data();
    void aSessionNeedsWhatItNames();
    void whatExistsIsNotAddedAgain();
    void anEditSawWhatStands();
    void nobodyIsPushedByMoreThanADay();
    void cancelledStaysAndMayTakePlaceAfterAll();
    void onlyDraftsAreRemoved();
    void tracksGoAndTheirSessionsStay();
    void speakersGoFromTheirSessions();
    void aSlotNeedsItsPlace();
    void anAnnouncedMoveShowsWhereItWas();
    void aSlipIsMendedWithoutWords();
    void aMoveThatSawSomethingElseIsRefused();
    void aDelayPushesThoseBehind();
    void whatWasPreviewedIsWhatHappens();
    void cancelledOnesAreNotPushed();
    void aDelayIsRefused();
    void aSpaceWithASlotStays();
    void bookmarksAreCounted();
};

void TestProgrammeHandlers::draftsAreTheEditorsUntilTheyArePublished()
{
    Stage stage;
    const SessionId session = stage.addSession("Secret", true);
    QVERIFY(stage.toldTo(session) == kEditors);
    const SlotId slot = stage.place(session, 60, 45);
    QVERIFY(stage.toldTo(slot) == kEditors);
    stage.room.done(MoveSlot{[&] {
        MoveSlot move = stage.moveOf(slot);
        move.space = stage.foyer;
        return move;
    }()});
    QVERIFY(stage.slot(slot).movedFrom.isNull()); // nobody was told
    QCOMPARE(stage.slot(slot).changedAt.ms, std::int64_t{0});
    stage.room.done(PublishSession{session});
    QVERIFY(stage.toldTo(session) == kEveryone);
    QVERIFY(stage.toldTo(slot) == kEveryone);
    QVERIFY(stage.room.find<Session>(session)->changedAt == stage.room.clock.at);
    QCOMPARE(stage.room.refusal(PublishSession{session}), Fault::Conflict);
    QCOMPARE(stage.room.refusal(PublishSession{stage.room.newId<SessionId>()}), Fault::NotFound);
    QVERIFY(stage.toldTo(stage.place(session, 200, 45)) == kEveryone);
}

void TestProgrammeHandlers::speakersAreKnownOnceTheirSessionIs()
{
    Stage stage;
    const SpeakerId surprise = stage.addSpeaker();
    const SpeakerId announced = stage.addSpeaker();
    QVERIFY(stage.toldTo(announced) == kEditors);
    AddSession open = stage.sessionOf("Opening");
    open.speakers = {announced};
    stage.room.done(open);
    QVERIFY(stage.toldTo(announced) == kEveryone);
    AddSession draft = stage.sessionOf("Headliner", true);
    draft.speakers = {surprise};
    stage.room.done(draft);
    QVERIFY(!stage.room.find<Speaker>(surprise)->isPublic);
    stage.room.done(PublishSession{draft.session});
    QVERIFY(stage.toldTo(surprise) == kEveryone);
    const SpeakerId late = stage.addSpeaker();
    stage.room.done(stage.edit(open.session, [&](Session &session) { session.speakers.push_back(late); }));
    QVERIFY(stage.room.find<Speaker>(late)->isPublic);
    stage.room.done(stage.edit(open.session, [&](Session &session) { session.speakers.clear(); }));
    QVERIFY(stage.room.find<Speaker>(late)->isPublic); // what was told is told
}

void TestProgrammeHandlers::aSessionNeedsWhatItNames_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<int>("fault");
    const auto row = [](const char *name, int what, Fault fault) {
        QTest::newRow(name) << what << static_cast<int>(fault);
    };
    row("no such track", 0, Fault::NotFound);
    row("no such speaker", 1, Fault::NotFound);
    row("a speaker twice", 2, Fault::Invalid);
    row("no language", 3, Fault::Invalid);
    row("an address that runs something", 4, Fault::Invalid);
    row("all is well", 5, Fault::None);
}

void TestProgrammeHandlers::aSessionNeedsWhatItNames()
{
    QFETCH(int, what);
    QFETCH(int, fault);
    Stage stage;
    const SpeakerId known = stage.addSpeaker();
    const auto spoil = [&](auto &session) {
        if (what == 0)
            session.track = stage.room.newId<TrackId>();
        if (what == 1)
            session.speakers = {known, stage.room.newId<SpeakerId>()};
        if (what == 2)
            session.speakers = {known, known};
        if (what == 3)
            session.language = "Deutsch, natürlich";
        if (what == 4)
            session.url = "javascript:alert(1)";
        if (what == 5)
            session.speakers = {known};
    };
    AddSession add = stage.sessionOf("Talk");
    spoil(add);
    const Fault expected = static_cast<Fault>(fault);
    QCOMPARE(stage.room.refusal(add), expected);
    const SessionId session = stage.addSession("Another");
    QCOMPARE(stage.room.refusal(stage.edit(session, [&](Session &changed) { spoil(changed); })), expected);
    QCOMPARE(stage.room.all<Session>().size(), expected == Fault::None ? std::size_t{2} : std::size_t{1});
}

void TestProgrammeHandlers::whatExistsIsNotAddedAgain()
{
    Stage stage;
    AddSession add = stage.sessionOf("Talk");
    add.guid = "talk-7";
    stage.room.done(add);
    QCOMPARE(stage.room.refusal(add), Fault::Conflict);
    add.session = stage.room.newId<SessionId>();
    QCOMPARE(stage.room.refusal(add), Fault::Conflict); // the same identity at its source
    add.guid = "talk-8";
    stage.room.done(add);
    QCOMPARE(stage.room.all<Session>().size(), std::size_t{2});
}

void TestProgrammeHandlers::anEditSawWhatStands()
{
    Stage stage;
    const SessionId session = stage.addSession("Talk");
    const EditSession one = stage.edit(session, [](Session &changed) { changed.title = "Lecture"; });
    const EditSession other = stage.edit(session, [](Session &changed) { changed.title = "Speech"; });
    const EditSession apart = stage.edit(session, [](Session &changed) { changed.type = "talk"; });
    stage.room.done(one);
    QCOMPARE(stage.room.refusal(other), Fault::Conflict);
    stage.room.done(apart); // another field: both stand
    QCOMPARE(stage.room.find<Session>(session)->title, "Lecture");
    QCOMPARE(stage.room.find<Session>(session)->type, "talk");
    QCOMPARE(stage.room.refusal(stage.edit(session, [](Session &changed) { changed.state = SessionState::Draft; })),
             Fault::Invalid); // by its own commands only
    QCOMPARE(stage.room.refusal(stage.edit(session, [](Session &changed) { changed.guid = "mine"; })), Fault::Invalid);
    EditSession nowhere = one;
    nowhere.session = stage.room.newId<SessionId>();
    QCOMPARE(stage.room.refusal(nowhere), Fault::NotFound);
}

void TestProgrammeHandlers::nobodyIsPushedByMoreThanADay()
{
    Stage stage;
    const SlotId first = stage.place(stage.addSession("Long"), 10, 30);
    const SlotId second = stage.place(stage.addSession("Behind"), 40, 30);
    const SlotId third = stage.place(stage.addSession("Behind that"), 70, 30);
    stage.room.done(stage.delayOf(first, kMaxDelayMinutes, true));
    QCOMPARE(stage.slot(second).delayMinutes, kMaxDelayMinutes);
    QCOMPARE(stage.slot(third).delayMinutes, kMaxDelayMinutes);
}

void TestProgrammeHandlers::cancelledStaysAndMayTakePlaceAfterAll()
{
    Stage stage;
    const SessionId session = stage.addSession("Concert");
    const SlotId slot = stage.place(session, 60, 45);
    stage.room.done(CancelSession{session, "storm"});
    const Session cancelled = *stage.room.find<Session>(session);
    QCOMPARE(cancelled.state, SessionState::Cancelled);
    QCOMPARE(cancelled.reason, "storm");
    QVERIFY(cancelled.changedAt == stage.room.clock.at);
    QVERIFY(stage.room.find<Slot>(slot));
    QVERIFY(stage.toldTo(session) == kEveryone);
    QCOMPARE(stage.room.refusal(CancelSession{session, "again"}), Fault::Conflict);
    stage.room.done(PublishSession{session});
    QCOMPARE(stage.room.find<Session>(session)->state, SessionState::Planned);
    QVERIFY(stage.room.find<Session>(session)->reason.empty());
    QCOMPARE(stage.room.refusal(CancelSession{stage.addSession("Draft", true), "no"}), Fault::Conflict);
    QCOMPARE(stage.room.refusal(CancelSession{stage.room.newId<SessionId>(), "no"}), Fault::NotFound);
}

void TestProgrammeHandlers::onlyDraftsAreRemoved()
{
    Stage stage;
    const SessionId draft = stage.addSession("Draft", true);
    const SlotId slot = stage.place(draft, 60, 45);
    stage.room.done(SetBookmark{draft});
    stage.room.done(RemoveSession{draft});
    QVERIFY(!stage.room.find<Session>(draft) && !stage.room.find<Slot>(slot));
    QVERIFY(stage.room.all<Bookmark>().empty() && stage.room.all<SessionInterest>().empty());
    const SessionId session = stage.addSession("Talk");
    QCOMPARE(stage.room.refusal(RemoveSession{session}), Fault::Conflict);
    stage.room.done(CancelSession{session, "ill"});
    QCOMPARE(stage.room.refusal(RemoveSession{session}), Fault::Conflict);
    QCOMPARE(stage.room.refusal(RemoveSession{draft}), Fault::NotFound);
}

void TestProgrammeHandlers::tracksGoAndTheirSessionsStay()
{
    Stage stage;
    const TrackId music = stage.addTrack("Music");
    const TrackId science = stage.addTrack("Science");
    AddTrack same;
    same.track = stage.room.newId<TrackId>();
    same.name = "Music";
    QCOMPARE(stage.room.refusal(same), Fault::Conflict);
    same.track = music;
    same.name = "Another";
    QCOMPARE(stage.room.refusal(same), Fault::Conflict);
    EditTrack edit;
    edit.track = science;
    edit.edits = stage.edits<Track>(science, [](Track &track) { track.name = "Music"; });
    QCOMPARE(stage.room.refusal(edit), Fault::Conflict);
    edit.track = stage.room.newId<TrackId>();
    QCOMPARE(stage.room.refusal(edit), Fault::NotFound);
    AddSession add = stage.sessionOf("Concert");
    add.track = music;
    stage.room.done(add);
    stage.room.done(RemoveTrack{music});
    QVERIFY(stage.room.find<Session>(add.session)->track.isNull());
    QVERIFY(!stage.room.find<Track>(music));
    QCOMPARE(stage.room.refusal(RemoveTrack{music}), Fault::NotFound);
}

void TestProgrammeHandlers::speakersGoFromTheirSessions()
{
    Stage stage;
    const SpeakerId ines = stage.addSpeaker();
    const SpeakerId other = stage.addSpeaker();
    AddSession add = stage.sessionOf("Talk");
    add.speakers = {other, ines};
    stage.room.done(add);
    stage.room.done(RemoveSpeaker{ines});
    QVERIFY(stage.room.find<Session>(add.session)->speakers == std::vector<SpeakerId>{other});
    QCOMPARE(stage.room.refusal(RemoveSpeaker{ines}), Fault::NotFound);
    AddSpeaker again;
    again.speaker = other;
    again.name = "Somebody";
    QCOMPARE(stage.room.refusal(again), Fault::Conflict);
    again.speaker = stage.room.newId<SpeakerId>();
    again.guid = "s1";
    stage.room.done(again);
    again.speaker = stage.room.newId<SpeakerId>();
    QCOMPARE(stage.room.refusal(again), Fault::Conflict); // the same identity at its source
    EditSpeaker edit;
    edit.speaker = ines;
    QCOMPARE(stage.room.refusal(edit), Fault::NotFound);
}

void TestProgrammeHandlers::aSlotNeedsItsPlace()
{
    Stage stage;
    AddSlot add;
    add.slot = stage.room.newId<SlotId>();
    add.session = stage.addSession("Talk");
    add.space = stage.hall;
    add.startsAt = stage.room.clock.at;
    add.minutes = 30;
    const auto refusalOf = [&](const std::function<void(AddSlot &)> &spoil) {
        AddSlot spoilt = add;
        spoil(spoilt);
        return stage.room.refusal(spoilt);
    };
    QCOMPARE(refusalOf([&](AddSlot &slot) { slot.session = stage.room.newId<SessionId>(); }), Fault::NotFound);
    QCOMPARE(refusalOf([&](AddSlot &slot) { slot.space = stage.room.newId<SpaceId>(); }), Fault::NotFound);
    QCOMPARE(refusalOf([](AddSlot &slot) { slot.startsAt = {-1}; }), Fault::Invalid);
    QCOMPARE(refusalOf([](AddSlot &slot) { slot.startsAt = *Instant::fromString("2200-01-01T00:00:00Z"); }),
             Fault::Invalid);
    QCOMPARE(refusalOf([](AddSlot &slot) { slot.minutes = 0; }), Fault::Invalid);
    QCOMPARE(refusalOf([](AddSlot &slot) { slot.minutes = kMaxSlotMinutes + 1; }), Fault::Invalid);
    QCOMPARE(refusalOf([](AddSlot &) {}), Fault::None);
    QCOMPARE(refusalOf([](AddSlot &) {}), Fault::Conflict);
    stage.room.done(PinSlot{add.slot, true});
    QVERIFY(stage.slot(add.slot).isPinned);
    stage.room.done(RemoveSlot{add.slot});
    QCOMPARE(stage.room.refusal(RemoveSlot{add.slot}), Fault::NotFound);
    QCOMPARE(stage.room.refusal(PinSlot{add.slot, true}), Fault::NotFound);
}

void TestProgrammeHandlers::anAnnouncedMoveShowsWhereItWas()
{
    Stage stage;
    const SlotId id = stage.place(stage.addSession("Talk"), 60, 45);
    const Slot before = stage.slot(id);
    stage.room.done(stage.delayOf(id, 10));
    MoveSlot move = stage.moveOf(id);
    move.space = stage.foyer;
    move.reason = "a larger room";
    stage.room.done(move);
    QVERIFY(stage.slot(id).movedFrom == stage.hall);
    QVERIFY(stage.slot(id).movedFromAt == before.startsAt);
    QCOMPARE(stage.slot(id).delayMinutes, 10); // only the place changed
    QCOMPARE(stage.slot(id).reason, "a larger room");
    QVERIFY(stage.slot(id).changedAt == stage.room.clock.at);
    move = stage.moveOf(id);
    move.startsAt = before.startsAt + 30 * kMinute;
    stage.room.done(move);
    QCOMPARE(stage.slot(id).delayMinutes, 0); // a new promise
    QVERIFY(stage.slot(id).movedFrom == stage.hall && stage.slot(id).movedFromAt == before.startsAt);
    move = stage.moveOf(id);
    move.space = stage.hall;
    move.startsAt = before.startsAt;
    stage.room.done(move);
    QVERIFY(stage.slot(id).movedFrom.isNull() && !stage.slot(id).movedFromAt); // where people were told it would be
}

void TestProgrammeHandlers::aSlipIsMendedWithoutWords()
{
    Stage stage;
    const SlotId id = stage.place(stage.addSession("Talk"), 60, 45);
    MoveSlot move = stage.moveOf(id);
    move.startsAt = move.startsAt + 5 * kMinute;
    move.minutes = 40;
    move.isAnnounced = false;
    move.reason = "a slip";
    stage.room.done(move);
    const Slot slot = stage.slot(id);
    QVERIFY(slot.movedFrom.isNull() && slot.reason.empty());
    QCOMPARE(slot.changedAt.ms, std::int64_t{0});
    QCOMPARE(slot.minutes, 40);
}

void TestProgrammeHandlers::aMoveThatSawSomethingElseIsRefused()
{
    Stage stage;
    const SlotId id = stage.place(stage.addSession("Talk"), 60, 45);
    const MoveSlot seen = stage.moveOf(id);
    QCOMPARE(stage.room.refusal(seen), Fault::Invalid); // it stands there
    MoveSlot first = seen;
    first.space = stage.foyer;
    stage.room.done(first);
    MoveSlot second = seen;
    second.startsAt = second.startsAt + kMinute;
    QCOMPARE(stage.room.refusal(second), Fault::Conflict);
    MoveSlot nowhere = stage.moveOf(id);
    nowhere.space = stage.room.newId<SpaceId>();
    QCOMPARE(stage.room.refusal(nowhere), Fault::NotFound);
    nowhere.slot = stage.room.newId<SlotId>();
    QCOMPARE(stage.room.refusal(nowhere), Fault::NotFound);
    MoveSlot ancient = stage.moveOf(id);
    ancient.startsAt = {-5};
    QCOMPARE(stage.room.refusal(ancient), Fault::Invalid);
}

void TestProgrammeHandlers::aDelayPushesThoseBehind()
{
    Stage stage;
    const SlotId first = stage.place(stage.addSession("One"), 60, 45);
    const SlotId second = stage.place(stage.addSession("Two"), 105, 30);
    const SlotId third = stage.place(stage.addSession("Three"), 140, 30);
    stage.room.done(stage.delayOf(first, 10));
    QCOMPARE(stage.slot(second).delayMinutes, 0); // alone
    stage.room.done(stage.delayOf(first, 12, true));
    QCOMPARE(stage.slot(first).delayMinutes, 12);
    QCOMPARE(stage.slot(second).delayMinutes, 12);
    QCOMPARE(stage.slot(third).delayMinutes, 7);
    QCOMPARE(stage.slot(third).reason, "the train is late");
    QVERIFY(stage.slot(third).changedAt == stage.room.clock.at);
    QCOMPARE(stage.room.batches.back()->rows.size(), std::size_t{3}); // one entry of the journal, one delta
    DelaySlot onTime = stage.delayOf(first, 0, true);
    onTime.reason.clear();
    stage.room.done(onTime);
    for (const SlotId &slot : {first, second, third}) {
        QCOMPARE(stage.slot(slot).delayMinutes, 0);
        QVERIFY(stage.slot(slot).reason.empty());
    }
}

void TestProgrammeHandlers::whatWasPreviewedIsWhatHappens()
{
    Stage stage;
    const SlotId first = stage.place(stage.addSession("One"), 60, 45);
    const SlotId second = stage.place(stage.addSession("Two"), 105, 30);
    DelaySlot delay = stage.delayOf(first, 10, true);
    delay.previewed = {{first, 10}, {second, 10}};
    stage.room.done(PinSlot{second, true}); // by somebody else, meanwhile
    QCOMPARE(stage.room.refusal(delay), Fault::Conflict);
    QCOMPARE(stage.slot(first).delayMinutes, 0);
    delay.previewed = {{first, 10}};
    stage.room.done(delay);
    QCOMPARE(stage.slot(first).delayMinutes, 10);
    QCOMPARE(stage.slot(second).delayMinutes, 0);
}

void TestProgrammeHandlers::cancelledOnesAreNotPushed()
{
    Stage stage;
    const SlotId first = stage.place(stage.addSession("One"), 60, 45);
    const SessionId two = stage.addSession("Two");
    const SlotId second = stage.place(two, 105, 30);
    const SlotId third = stage.place(stage.addSession("Three"), 135, 30);
    stage.room.done(CancelSession{two, "ill"});
    stage.room.done(stage.delayOf(first, 40, true));
    QCOMPARE(stage.slot(second).delayMinutes, 0);
    QCOMPARE(stage.slot(third).delayMinutes, 10); // the cancelled one left its time
    QCOMPARE(stage.room.refusal(stage.delayOf(second, 5)), Fault::Conflict);
}

void TestProgrammeHandlers::aDelayIsRefused()
{
    Stage stage;
    const SlotId first = stage.place(stage.addSession("One"), 60, 45);
    QCOMPARE(stage.room.refusal(stage.delayOf(first, -1)), Fault::Invalid);
    QCOMPARE(stage.room.refusal(stage.delayOf(first, kMaxDelayMinutes + 1)), Fault::Invalid);
    QCOMPARE(stage.room.refusal(stage.delayOf(stage.room.newId<SlotId>(), 5)), Fault::NotFound);
    const Slot slot = stage.slot(first);
    QCOMPARE(slot.delayMinutes, 0);
}

void TestProgrammeHandlers::aSpaceWithASlotStays()
{
    Stage stage;
    const SlotId slot = stage.place(stage.addSession("One"), 60, 45);
    QCOMPARE(stage.room.refusal(RemoveSpace{stage.hall}), Fault::Conflict);
    stage.room.done(RemoveSlot{slot});
    stage.room.done(RemoveSpace{stage.hall});
}

void TestProgrammeHandlers::bookmarksAreCounted()
{
    Stage stage;
    const SessionId session = stage.addSession("One");
    const SessionId draft = stage.addSession("Draft", true);
    Actor visitor;
    visitor.id = stage.room.newId<Id>();
    visitor.permissions = {Permission::Everyone};
    const auto count = [&] { return stage.room.find<SessionInterest>(session)->bookmarks; };
    stage.room.done(SetBookmark{session});
    stage.room.as(visitor, [&] {
        stage.room.done(SetBookmark{session});
        QVERIFY(stage.toldTo(bookmarkIdOf(session, AccountId(visitor.id))) == Scopes{Scope::person(visitor.id)});
        stage.room.done(SetBookmark{session}); // again does no harm
        QCOMPARE(count(), 2);
        QCOMPARE(stage.room.refusal(SetBookmark{draft}), Fault::NotFound); // it does not even exist for them
        QCOMPARE(stage.room.refusal(SetBookmark{stage.room.newId<SessionId>()}), Fault::NotFound);
        stage.room.done(SetBookmark{session, false});
        stage.room.done(SetBookmark{session, false});
    });
    QCOMPARE(count(), 1);
    QCOMPARE(stage.room.all<Bookmark>().size(), std::size_t{1});
    Actor device = visitor;
    device.device = device.id;
    stage.room.as(device, [&] { QCOMPARE(stage.room.refusal(SetBookmark{session}), Fault::Forbidden); });
}

QTEST_GUILESS_MAIN(TestProgrammeHandlers)
#include "tst_handlers.moc"
