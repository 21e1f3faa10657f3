// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/model/id.h"
#include "shared/model/values.h"
#include "shared/venue/venue.h"

#include <QImage>
#include <QPolygonF>
#include <QString>

#include <chrono>
#include <optional>
#include <vector>

/// What the venue map and its list twin show: plain values, made from the replica by whoever wires the desk.
namespace gatehouse {

struct FloorView {
    Id id;
    QString name;
    int widthMm = 0;
    int heightMm = 0;
    QImage plan;   ///< drawn beneath the zones over the whole floor; may be null
    int order = 0; ///< 0 is the ground
};

struct ZoneView {
    Id id;
    Id floor;
    QString name;
    QPolygonF outlineMm; ///< not closed; fewer than three points: not on the map, only in the list
    int people = 0;
    int capacity = 0; ///< 0: not limited
    State state = State::NoData;
    std::optional<std::chrono::seconds> age; ///< given when the figure is old
    OccupancyLevel level = OccupancyLevel::Fine;
    int band = 0;             ///< the figure may be off by so many people
    std::int64_t scanned = 0; ///< what scans alone say
    QStringList silentGates;  ///< of which nothing is heard, named
    bool operator==(const ZoneView &) const = default;
};

/// A place in the programme: drawn with its name, counted by its zone.
struct MapSpaceView {
    Id id;
    Id floor;
    QString name;
    QPolygonF outlineMm;
    SpaceKind kind = SpaceKind::Room;
    int capacity = 0; ///< 0: not known
    QString zoneName; ///< empty: nobody counts there
    bool operator==(const MapSpaceView &) const = default;
};

enum class GateCondition {
    Open,
    Closed,
    Silent, ///< open, but nothing was heard from its devices
};

struct LaneView {
    Id id;
    QString name;
    LaneDirection direction = LaneDirection::In;
    bool isStaffed = false;
    std::optional<QPointF> atMm; ///< none: in a row beside the others of its gate
    State state = State::NoData; ///< of its devices
    QString word;                ///< "connected", "off line", "no device"
    bool operator==(const LaneView &) const = default;
};

struct GateView {
    Id id;
    Id floor;
    QString name;
    QPointF atMm;
    GateCondition condition = GateCondition::Closed;
    double inPerMinute = 0;
    double outPerMinute = 0;
    State state = State::Fine;
    QString note; ///< why it is in that state; plain text
    std::vector<LaneView> lanes;
    std::optional<std::chrono::seconds> silentFor; ///< given where it is silent
    bool operator==(const GateView &) const = default;
};

struct MapView {
    std::vector<FloorView> floors;
    std::vector<ZoneView> zones;
    std::vector<GateView> gates;
    std::vector<MapSpaceView> spaces;
};

/// "1,164 / 1,200"; only the people where there is no limit.
[[nodiscard]] QString peopleOfCapacity(const ZoneView &zone);
/// "97 %"; empty where there is no limit.
[[nodiscard]] QString shareOfCapacity(const ZoneView &zone);
/// "± 31"; empty where the figure is sure.
[[nodiscard]] QString bandWords(const ZoneView &zone);
/// What is asked of people at this level: "nearly full", "full", "34 too many"; empty while all is fine.
[[nodiscard]] QString levelWords(const ZoneView &zone);
/// Shape and colour need a word beside them: "97 %, nearly full · ± 31", "no data · 9 min".
[[nodiscard]] QString zoneWord(const ZoneView &zone);
[[nodiscard]] State levelState(OccupancyLevel level);
[[nodiscard]] QString gateConditionWord(GateCondition condition);
/// "24/min in", "24/min in, 3/min out", "closed", "silent".
[[nodiscard]] QString gateFlowWords(const GateView &gate);
/// A closed gate is no fault, a silent one is no data, whatever `state` says of an open one.
[[nodiscard]] State gateState(const GateView &gate);
/// A whole sentence for tool tips and assistive technology.
[[nodiscard]] QString zoneSentence(const ZoneView &zone);
[[nodiscard]] QString gateSentence(const GateView &gate);
[[nodiscard]] QString spaceSentence(const MapSpaceView &space);
[[nodiscard]] QString spaceKindWord(SpaceKind kind);
[[nodiscard]] QString laneDirectionWord(LaneDirection direction);
/// "in, staffed, connected".
[[nodiscard]] QString laneWords(const LaneView &lane);
/// "12.5 m, 3.0 m from the corner of the floor"; "beside its gate".
[[nodiscard]] QString lanePlaceWords(const LaneView &lane);
[[nodiscard]] QString laneSentence(const GateView &gate, const LaneView &lane);

} // namespace gatehouse
