// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/model/id.h"
#include "shared/model/values.h"

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
    QImage plan; ///< drawn beneath the zones over the whole floor; may be null
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
    bool operator==(const ZoneView &) const = default;
};

enum class GateCondition {
    Open,
    Closed,
    Silent, ///< open, but nothing was heard from its devices
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
    bool operator==(const GateView &) const = default;
};

struct MapView {
    std::vector<FloorView> floors;
    std::vector<ZoneView> zones;
    std::vector<GateView> gates;
};

/// "1,164 / 1,200"; only the people where there is no limit.
[[nodiscard]] QString peopleOfCapacity(const ZoneView &zone);
/// "97 %"; empty where there is no limit.
[[nodiscard]] QString shareOfCapacity(const ZoneView &zone);
/// Shape and colour need a word beside them: "97 %", "no data · 9 min".
[[nodiscard]] QString zoneWord(const ZoneView &zone);
[[nodiscard]] QString gateConditionWord(GateCondition condition);
/// "24/min in", "24/min in, 3/min out", "closed", "silent".
[[nodiscard]] QString gateFlowWords(const GateView &gate);
/// A closed gate is no fault, a silent one is no data, whatever `state` says of an open one.
[[nodiscard]] State gateState(const GateView &gate);
/// A whole sentence for tool tips and assistive technology.
[[nodiscard]] QString zoneSentence(const ZoneView &zone);
[[nodiscard]] QString gateSentence(const GateView &gate);

} // namespace gatehouse
