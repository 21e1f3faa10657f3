// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/hub/hubroom.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::hubtest;

namespace {

constexpr std::int64_t kMinute = 60'000;

/// An editor, a visitor and a second one, with three sessions back to back in a hall.
class Festival
{
public:
    Festival()
    {
        AddSpace addSpace;
        addSpace.space = hall = room.newId<SpaceId>();
        addSpace.name = "Hall";
        room.told(addSpace);
        EditEvent edit; // the clock stands at 22:26: the night belongs to the evening
        edit.event = room.event;
        const Event before = *room.find<Event>(room.event);
        Event after = before;
        after.cutOffMinutes = 240;
        edit.edits = editsBetween(before, after);
        room.told(edit);
        for (int number = 0; number < 3; ++number)
            placed.push_back(place(addSession(false), 30 + number * 40));
        editor = room.tokenOf(room.addAccount("editor", {Permission::EditProgramme}));
        visitor = room.tokenOf(room.addAccount("visitor", {}));
        other = room.tokenOf(room.addAccount("other", {}));
    }
    SessionId addSession(bool isDraft, const std::vector<SpeakerId> &speakers = {})
    {
        AddSession add;
        add.session = room.newId<SessionId>();
        add.title = "Concert";
        add.isDraft = isDraft;
        add.speakers = speakers;
        room.told(add);
        return add.session;
    }
    SlotId place(const SessionId &session, int start)
    {
        AddSlot add;
        add.slot = room.newId<SlotId>();
        add.session = session;
        add.space = hall;
        add.startsAt = room.clock.at + start * kMinute;
        add.minutes = 40;
        room.told(add);
        return add.slot;
    }

    HubRoom room;
    SpaceId hall;
    std::vector<SlotId> placed;
    std::string editor, visitor, other;
};

template <class E>
bool holds(const FrameClient &client, const Id &id)
{
    return client.rows.contains({E::spec.number, id});
}

} // namespace

class TestProgrammeAudiences : public QObject
{
    Q_OBJECT

private slots:
    void everybodyHearsOfADelayInOneDelta();
    void draftsComeWithTheirPublication();
    void bookmarksAreOnesOwn();
};

void TestProgrammeAudiences::everybodyHearsOfADelayInOneDelta()
{
    Festival festival;
    FrameClient desk(festival.room);
    FrameClient phone(festival.room, Wire::Json);
    FrameClient secondPhone(festival.room);
    QVERIFY(desk.signIn(festival.editor) && phone.signIn(festival.visitor) && secondPhone.signIn(festival.other));
    for (FrameClient *client : {&desk, &phone, &secondPhone})
        client->frames.clear();
    DelaySlot delay;
    delay.slot = festival.placed.front();
    delay.minutes = 15;
    delay.following = true;
    delay.reason = "the train is late";
    desk.command(1, delay);
    for (FrameClient *client : {&phone, &secondPhone}) {
        const auto deltas = client->taken<Delta>();
        QCOMPARE(deltas.size(), std::size_t{1});
        QCOMPARE(deltas.front().rows.size(), std::size_t{3});
        for (const WireRow &row : deltas.front().rows) {
            const auto slot = decoded<Slot>(row.body, Strictness::Replica, Part::Open);
            QVERIFY(slot && slot->delayMinutes == 15 && slot->reason == "the train is late");
        }
    }
    QCOMPARE(desk.answer().fault, Fault::None);
}

void TestProgrammeAudiences::draftsComeWithTheirPublication()
{
    Festival festival;
    AddSpeaker speaker;
    speaker.speaker = festival.room.newId<SpeakerId>();
    speaker.name = "A surprise";
    festival.room.told(speaker);
    const SessionId session = festival.addSession(true, {speaker.speaker});
    const SlotId slot = festival.place(session, 300);
    FrameClient desk(festival.room);
    FrameClient phone(festival.room);
    QVERIFY(desk.signIn(festival.editor) && phone.signIn(festival.visitor));
    QVERIFY(holds<Session>(desk, session) && holds<Slot>(desk, slot) && holds<Speaker>(desk, speaker.speaker));
    QVERIFY(!holds<Session>(phone, session) && !holds<Slot>(phone, slot) && !holds<Speaker>(phone, speaker.speaker));
    QVERIFY(holds<Slot>(phone, festival.placed.front()));
    festival.room.told(PublishSession{session});
    phone.read();
    QVERIFY(holds<Session>(phone, session) && holds<Slot>(phone, slot) && holds<Speaker>(phone, speaker.speaker));
    const auto named = decoded<Speaker>(phone.rows.at({Speaker::spec.number, speaker.speaker}).personal,
                                        Strictness::Replica, Part::Personal);
    QVERIFY(named && named->name == "A surprise");
}

void TestProgrammeAudiences::bookmarksAreOnesOwn()
{
    Festival festival;
    FrameClient desk(festival.room);
    FrameClient phone(festival.room);
    FrameClient secondPhone(festival.room);
    QVERIFY(desk.signIn(festival.editor) && phone.signIn(festival.visitor) && secondPhone.signIn(festival.other));
    const SessionId session = festival.room.find<Slot>(festival.placed.front())->session;
    phone.command(1, SetBookmark{session});
    const auto bookmarks = [](const FrameClient &client) {
        return std::count_if(client.rows.begin(), client.rows.end(),
                             [](const auto &row) { return row.first.first == Bookmark::spec.number; });
    };
    for (FrameClient *client : {&desk, &phone, &secondPhone})
        client->read();
    QCOMPARE(bookmarks(phone), 1);
    QCOMPARE(bookmarks(secondPhone), 0);
    QCOMPARE(bookmarks(desk), 0); // who edits the programme learns how many, not who
    QVERIFY(holds<SessionInterest>(desk, session) && !holds<SessionInterest>(secondPhone, session));
}

QTEST_GUILESS_MAIN(TestProgrammeAudiences)
#include "tst_audiences.moc"
