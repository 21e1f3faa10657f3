// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/server/fixture.h"

namespace gatehouse {

inline constexpr std::int64_t kMinute = 60'000;

/// Scans at the gates of a small venue, each by the device of its gate.
class Doors
{
public:
    Doors() : venue(room), sale(room)
    {
        north = deviceAt(venue.north);
        south = deviceAt(venue.south);
    }

    Actor deviceAt(const GateId &gate)
    {
        AddDevice add;
        add.device = room.newId<DeviceId>();
        add.name = "Kiosk";
        add.gate = gate;
        add.list = sale.list;
        room.done(add);
        Actor kiosk;
        kiosk.id = kiosk.device = add.device;
        kiosk.permissions = permissionsOf(*room.find<Device>(add.device));
        return kiosk;
    }

    RecordScan scanOf(const std::string &code, const GateId &gate, Direction direction = Direction::Entry)
    {
        RecordScan scan;
        scan.scan = room.newId<ScanId>();
        scan.list = sale.list;
        scan.gate = gate;
        scan.code = code;
        scan.direction = direction;
        scan.deviceAt = room.clock.at;
        scan.errorMs = 50;
        return scan;
    }
    RecordScan shown(RecordScan scan, Outcome outcome, std::int64_t minutesAgo = 0)
    {
        scan.deviceAt = room.clock.at - minutesAgo * kMinute;
        scan.shownOutcome = outcome;
        scan.listAgeMs = 1000;
        return scan;
    }
    ScanVerdict scan(const Actor &kiosk, const RecordScan &command)
    {
        ScanVerdict verdict;
        room.as(kiosk, [&] { verdict = room.done(command); });
        last = command.scan;
        room.clock.pass(1000);
        return verdict;
    }
    void show(const Actor &kiosk, const ScanId &scan, Outcome outcome, DecidedBy by = DecidedBy::Server)
    {
        ShowScans show;
        show.shown.emplace_back();
        show.shown.back().scan = scan;
        show.shown.back().outcome = outcome;
        show.shown.back().by = by;
        show.shown.back().at = room.clock.at;
        room.as(kiosk, [&] { room.done(show); });
    }
    ScanVerdict enterNorth() { return scan(north, scanOf(sale.signedCode, venue.north)); }
    ScanVerdict enterSouth() { return scan(south, scanOf(sale.signedCode, venue.south)); }

    int inside() { return room.find<Occupancy>(venue.hall)->people; }
    Scan stored(const ScanId &id) { return *room.find<Scan>(id); }
    Attendance attendance()
    {
        const auto all = room.all<Attendance>();
        return all.size() == 1 ? all.front() : Attendance{};
    }
    std::vector<CardKind> cards()
    {
        std::vector<CardKind> kinds;
        for (const Card &card : room.all<Card>())
            kinds.push_back(card.kind);
        std::sort(kinds.begin(), kinds.end());
        return kinds;
    }

    HouseRoom room;
    SmallVenue venue;
    SmallSale sale;
    Actor north, south;
    ScanId last;
};

} // namespace gatehouse
