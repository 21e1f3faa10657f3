// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/fixture.h"

#include <QTest>

using namespace gatehouse;

class TestLanes : public QObject
{
    Q_OBJECT

private slots:
    void devicesServeLanesOfTheirGate();
    void whatIsUsedStays();
};

namespace {

LaneId addLane(HouseRoom &room, const GateId &gate)
{
    AddLane add;
    add.lane = room.newId<LaneId>();
    add.gate = gate;
    add.name = "Lane 1";
    room.done(add);
    return add.lane;
}

AddDevice deviceAt(HouseRoom &room, const GateId &gate, const LaneId &lane)
{
    AddDevice add;
    add.device = room.newId<DeviceId>();
    add.name = "Kiosk 1";
    add.gate = gate;
    add.lane = lane;
    return add;
}

EditDevice editOf(HouseRoom &room, const DeviceId &id, const GateId &gate, const LaneId &lane)
{
    const Device before = *room.find<Device>(id);
    Device after = before;
    after.gate = gate;
    after.lane = lane;
    EditDevice edit;
    edit.device = id;
    edit.edits = editsBetween(before, after);
    return edit;
}

} // namespace

void TestLanes::devicesServeLanesOfTheirGate()
{
    HouseRoom room;
    SmallVenue venue(room);
    const LaneId north = addLane(room, venue.north);
    const LaneId south = addLane(room, venue.south);
    QCOMPARE(room.refusal(deviceAt(room, venue.north, south)), Fault::Invalid);
    QCOMPARE(room.refusal(deviceAt(room, venue.north, room.newId<LaneId>())), Fault::NotFound);
    const AddDevice add = deviceAt(room, venue.north, north);
    room.done(add);
    QCOMPARE(room.refusal(editOf(room, add.device, venue.south, north)), Fault::Invalid);
    room.done(editOf(room, add.device, venue.south, south));
    QCOMPARE(room.find<Device>(add.device)->lane, south);
    room.done(editOf(room, add.device, venue.north, {}));
}

void TestLanes::whatIsUsedStays()
{
    HouseRoom room;
    SmallVenue venue(room);
    const LaneId lane = addLane(room, venue.north);
    const AddDevice add = deviceAt(room, venue.north, lane);
    room.done(add);
    CloseGate close;
    close.gate = venue.north;
    room.done(close);
    const auto refused = [&](const auto &command, const char *words) {
        const CommandOutcome outcome = room.run(command);
        return outcome.failure.fault == Fault::Conflict && outcome.failure.detail.find(words) != std::string::npos;
    };
    QVERIFY(refused(RemoveLane{lane}, "Kiosk 1 serves it"));
    QVERIFY(refused(RemoveGate{venue.north}, "the lane Lane 1 leads through it"));
    room.done(editOf(room, add.device, venue.north, {}));
    room.done(RemoveLane{lane});
    QVERIFY(refused(RemoveGate{venue.north}, "Kiosk 1 stands there"));
    room.done(editOf(room, add.device, {}, {}));
    room.done(RemoveGate{venue.north});
    QVERIFY(refused(RemoveFloor{venue.floor}, "lies on it"));
    AddFloor attic;
    attic.floor = room.newId<FloorId>();
    attic.name = "Attic";
    attic.widthMm = attic.heightMm = 1000;
    room.done(attic);
    room.done(RemoveFloor{attic.floor});
    QVERIFY(!room.find<Floor>(attic.floor));
    QCOMPARE(room.refusal(RemoveFloor{attic.floor}), Fault::NotFound);
}

QTEST_APPLESS_MAIN(TestLanes)
#include "tst_lanes.moc"
