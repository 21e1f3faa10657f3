// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/accounts.h"

/// Floors with their plan, spaces where something takes place, zones counted as one, gates between zones with their
/// lanes, and the people in each zone: scanned, clicked and counted by hand.
namespace gatehouse {

struct Floor;
struct Zone;
struct Space;
struct HandCount;
using FloorId = IdOf<Floor>;
using ZoneId = IdOf<Zone>;
using SpaceId = IdOf<Space>;
using HandCountId = IdOf<HandCount>;

inline constexpr std::uint32_t kMaxGuid = 200; ///< characters of a source's own identity

enum class PlanKind : std::uint8_t { None = 0, Png = 1, Jpeg = 2, Svg = 3 };
template <>
inline constexpr auto enumNames<PlanKind> = std::array<std::string_view, 4>{"none", "png", "jpeg", "svg"};

struct Floor {
    static constexpr EntitySpec spec{20, "floor", Replication::Live};
    FloorId id;
    std::string name;
    std::int32_t order = 0; ///< 0 is the ground; below it negative
    std::int32_t widthMm = 0;
    std::int32_t heightMm = 0;
    PlanKind planKind = PlanKind::None;
    Bytes plan; ///< SHA-256 of the blob that is drawn beneath the zones
    Later later;
    static constexpr Field fields[] = {field<&Floor::name>("name"),
                                       ranged<&Floor::order>("order", -100, 300, Flag::Optional),
                                       ranged<&Floor::widthMm>("widthMm", 1000, 10'000'000),
                                       ranged<&Floor::heightMm>("heightMm", 1000, 10'000'000),
                                       field<&Floor::planKind>("planKind", Flag::Optional | Flag::Fixed),
                                       field<&Floor::plan>("plan", Flag::Optional | Flag::Fixed | Flag::Blob, 32)};
    bool operator==(const Floor &) const = default;
};

/// What a zone's thresholds are given in.
enum class ThresholdUnit : std::uint8_t { Percent = 0, People = 1 };
template <>
inline constexpr auto enumNames<ThresholdUnit> = std::array<std::string_view, 2>{"percent", "people"};

struct Zone {
    static constexpr EntitySpec spec{21, "zone", Replication::Live};
    ZoneId id;
    FloorId floor;
    std::string name;
    std::int32_t capacity = 0;  ///< people at most; 0: not limited
    std::vector<Point> outline; ///< polygon, not closed
    std::int32_t warnAt = 0;    ///< from here on somebody should look; 0: the rule's own, see thresholdsOf()
    std::int32_t fullAt = 0;    ///< from here on nobody more should come in; 0: the rule's own
    ThresholdUnit thresholdUnit = ThresholdUnit::Percent;
    Later later;
    static constexpr Field fields[] = {field<&Zone::floor>("floor", Flag::Indexed),
                                       field<&Zone::name>("name"),
                                       ranged<&Zone::capacity>("capacity", 0, 10'000'000, Flag::Optional),
                                       field<&Zone::outline>("outline", Flag::Optional, 1000),
                                       ranged<&Zone::warnAt>("warnAt", 0, 10'000'000, Flag::Optional),
                                       ranged<&Zone::fullAt>("fullAt", 0, 10'000'000, Flag::Optional),
                                       field<&Zone::thresholdUnit>("thresholdUnit", Flag::Optional)};
    bool operator==(const Zone &) const = default;
};

enum class SpaceKind : std::uint8_t {
    Room = 0,
    Stage = 1,
    Area = 2, ///< open: a foyer, a field
    Booth = 3,
    Service = 4, ///< first aid, cloakroom, toilets, food
    Closed = 5,  ///< staff only
};
template <>
inline constexpr auto enumNames<SpaceKind> =
    std::array<std::string_view, 6>{"room", "stage", "area", "booth", "service", "closed"};

/// Where something takes place: a room, a stage, a stand. People are counted in zones; a space that is counted by
/// itself has a zone of its own.
struct Space {
    static constexpr EntitySpec spec{25, "space", Replication::Live};
    SpaceId id;
    std::string guid; ///< identity at its source; the same one again is the same space
    std::string name;
    SpaceKind kind = SpaceKind::Room;
    FloorId floor;              ///< none: not on the map yet
    ZoneId zone;                ///< where people in it are counted; none: nowhere
    std::int32_t capacity = 0;  ///< seats or people at most; 0: not known
    std::vector<Point> outline; ///< polygon on its floor, not closed
    std::int32_t order = 0;     ///< of columns in the programme
    Later later;
    static constexpr Field fields[] = {
        field<&Space::guid>("guid", Flag::Optional | Flag::Indexed | Flag::Fixed, kMaxGuid),
        field<&Space::name>("name", Flag::Indexed),
        field<&Space::kind>("kind", Flag::Optional),
        field<&Space::floor>("floor", Flag::Optional | Flag::Indexed),
        field<&Space::zone>("zone", Flag::Optional | Flag::Indexed),
        ranged<&Space::capacity>("capacity", 0, 10'000'000, Flag::Optional),
        field<&Space::outline>("outline", Flag::Optional, 1000),
        ranged<&Space::order>("order", -1'000'000, 1'000'000, Flag::Optional)};
    bool operator==(const Space &) const = default;
};

enum class GateState : std::uint8_t { Closed = 0, Open = 1 };
template <>
inline constexpr auto enumNames<GateState> = std::array<std::string_view, 2>{"closed", "open"};

struct Gate {
    static constexpr EntitySpec spec{22, "gate", Replication::Live};
    GateId id;
    FloorId floor;
    std::string name;
    Point at;
    ZoneId outer; ///< where people come from; none: the street
    ZoneId inner; ///< where an entry leads
    GateState state = GateState::Closed;
    std::string reason; ///< why it is in that state
    Instant changedAt;
    Later later;
    static constexpr Field fields[] = {field<&Gate::floor>("floor", Flag::Indexed),
                                       field<&Gate::name>("name", Flag::Indexed),
                                       field<&Gate::at>("at"),
                                       field<&Gate::outer>("outer", Flag::Optional),
                                       field<&Gate::inner>("inner"),
                                       field<&Gate::state>("state", Flag::Optional | Flag::Fixed),
                                       field<&Gate::reason>("reason", Flag::Optional | Flag::Fixed, kMaxReason),
                                       field<&Gate::changedAt>("changedAt", Flag::Optional | Flag::Fixed)};
    bool operator==(const Gate &) const = default;
};

/// Which way people pass through a lane.
enum class LaneDirection : std::uint8_t { In = 0, Out = 1, Both = 2 };
template <>
inline constexpr auto enumNames<LaneDirection> = std::array<std::string_view, 3>{"in", "out", "both"};

/// One queue through a gate.
struct GateLane {
    static constexpr EntitySpec spec{27, "lane", Replication::Live};
    LaneId id;
    GateId gate;
    std::string name;
    LaneDirection direction = LaneDirection::In;
    bool isStaffed = false; ///< somebody stands there; else people scan themselves
    std::int32_t order = 0; ///< from left to right as one comes in
    Point at;               ///< on the gate's floor
    Later later;
    static constexpr Field fields[] = {field<&GateLane::gate>("gate", Flag::Indexed | Flag::Fixed),
                                       field<&GateLane::name>("name"),
                                       field<&GateLane::direction>("direction", Flag::Optional),
                                       field<&GateLane::isStaffed>("isStaffed", Flag::Optional),
                                       ranged<&GateLane::order>("order", -1000, 1000, Flag::Optional),
                                       field<&GateLane::at>("at", Flag::Optional)};
    bool operator==(const GateLane &) const = default;
};

/// How full a zone is, held against its thresholds. The numbers stand in journals and are ordered.
enum class OccupancyLevel : std::uint8_t {
    Fine = 0,
    Soon = 1, ///< somebody should look
    Full = 2, ///< nobody more should come in
    Over = 3, ///< more people than it may hold
};
template <>
inline constexpr auto enumNames<OccupancyLevel> = std::array<std::string_view, 4>{"fine", "soon", "full", "over"};

/// People in a zone (same id as the zone): a narrow row, since it changes with every scan. `people` is the best
/// estimate, a sum that may pass below nothing (see peopleIn()); `entries` less `exits` is what scans alone say.
struct Occupancy {
    static constexpr EntitySpec spec{23, "occupancy", Replication::Live};
    ZoneId id;
    std::int32_t people = 0;  ///< the last hand count and every passage since; without a count: every passage
    std::int64_t entries = 0; ///< scanned
    std::int64_t exits = 0;   ///< scanned
    Instant at;               ///< of the last passage
    std::int64_t clicksIn = 0;
    std::int64_t clicksOut = 0;
    HandCountId count;            ///< the hand count that `people` starts from, while it can be undone
    std::int32_t counted = 0;     ///< people at that count
    Instant countedAt;            ///< 0: never counted, people began at nobody
    std::int64_t scansSince = 0;  ///< scanned passages since then, both ways
    std::int64_t clicksSince = 0; ///< clicked ones
    Instant countBeforeAt;        ///< of the count before that one
    std::int32_t late = 0;        ///< heard of after the count, but from between the two: what undoing it must add
    OccupancyLevel level = OccupancyLevel::Fine;
    Instant levelAt;   ///< since when
    Instant calmSince; ///< since when people are few enough for a lower level; 0: they are not
    Later later;
    static constexpr Field fields[] = {field<&Occupancy::people>("people"),
                                       field<&Occupancy::entries>("entries"),
                                       field<&Occupancy::exits>("exits"),
                                       field<&Occupancy::at>("at"),
                                       field<&Occupancy::clicksIn>("clicksIn", Flag::Optional),
                                       field<&Occupancy::clicksOut>("clicksOut", Flag::Optional),
                                       field<&Occupancy::count>("count", Flag::Optional),
                                       field<&Occupancy::counted>("counted", Flag::Optional),
                                       field<&Occupancy::countedAt>("countedAt", Flag::Optional),
                                       field<&Occupancy::scansSince>("scansSince", Flag::Optional),
                                       field<&Occupancy::clicksSince>("clicksSince", Flag::Optional),
                                       field<&Occupancy::countBeforeAt>("countBeforeAt", Flag::Optional),
                                       field<&Occupancy::late>("late", Flag::Optional),
                                       field<&Occupancy::level>("level", Flag::Optional),
                                       field<&Occupancy::levelAt>("levelAt", Flag::Optional),
                                       field<&Occupancy::calmSince>("calmSince", Flag::Optional)};
    bool operator==(const Occupancy &) const = default;
};

/// What somebody saw: all people in a zone counted, or a clicker's step. A fact: corrected by the next count, undone
/// at most while it is the newest, never deleted.
struct HandCount {
    static constexpr EntitySpec spec{26, "hand_count", Replication::Window};
    HandCountId id;
    ZoneId zone;
    bool isTally = false;
    std::int32_t people = 0; ///< counted; of a clicker: people in, or out (negative)
    Instant at;              ///< when they were counted, in the server's time
    std::string note;
    AccountId by;
    DeviceId device;
    Instant recordedAt;
    std::int32_t shift = 0; ///< by how much the count moved the estimate
    bool isUndone = false;
    std::string undoing; ///< why
    Instant previousAt;  ///< of the count before this one, for undoing
    std::int32_t previousCounted = 0;
    std::int64_t previousScans = 0; ///< passages between that count and this one
    std::int64_t previousClicks = 0;
    Later later;
    static constexpr Field fields[] = {field<&HandCount::zone>("zone", Flag::Indexed),
                                       field<&HandCount::isTally>("isTally"),
                                       field<&HandCount::people>("people"),
                                       field<&HandCount::at>("at", Flag::Indexed),
                                       field<&HandCount::note>("note", Flag::Optional, kMaxReason),
                                       field<&HandCount::by>("by", Flag::Optional),
                                       field<&HandCount::device>("device", Flag::Optional),
                                       field<&HandCount::recordedAt>("recordedAt"),
                                       field<&HandCount::shift>("shift"),
                                       field<&HandCount::isUndone>("isUndone"),
                                       field<&HandCount::undoing>("undoing", Flag::Optional, kMaxReason),
                                       field<&HandCount::previousAt>("previousAt", Flag::Optional),
                                       field<&HandCount::previousCounted>("previousCounted", Flag::Optional),
                                       field<&HandCount::previousScans>("previousScans", Flag::Optional),
                                       field<&HandCount::previousClicks>("previousClicks", Flag::Optional)};
    bool operator==(const HandCount &) const = default;
};

/// What went through a gate so far (same id as the gate).
struct GateFlow {
    static constexpr EntitySpec spec{24, "gate_flow", Replication::Live};
    GateId id;
    std::int64_t entries = 0;
    std::int64_t exits = 0;
    Instant at;
    Later later;
    static constexpr Field fields[] = {field<&GateFlow::entries>("entries"), field<&GateFlow::exits>("exits"),
                                       field<&GateFlow::at>("at")};
    bool operator==(const GateFlow &) const = default;
};

[[nodiscard]] Scopes scopesOf(const Floor &floor);
[[nodiscard]] Scopes scopesOf(const Zone &zone);
[[nodiscard]] Scopes scopesOf(const Space &space);
[[nodiscard]] Scopes scopesOf(const Gate &gate);
[[nodiscard]] Scopes scopesOf(const GateLane &lane);
[[nodiscard]] Scopes scopesOf(const Occupancy &occupancy);
[[nodiscard]] Scopes scopesOf(const HandCount &count);
[[nodiscard]] Scopes scopesOf(const GateFlow &flow);

struct AddFloor {
    static constexpr CommandSpec spec{"floor.add", Permission::EditVenue};
    using Answer = Nothing;
    FloorId floor;
    std::string name;
    std::int32_t order = 0;
    std::int32_t widthMm = 0;
    std::int32_t heightMm = 0;
    static constexpr Field fields[] = {field<&AddFloor::floor>("floor"), field<&AddFloor::name>("name"),
                                       ranged<&AddFloor::order>("order", -100, 300),
                                       ranged<&AddFloor::widthMm>("widthMm", 1000, 10'000'000),
                                       ranged<&AddFloor::heightMm>("heightMm", 1000, 10'000'000)};
};

struct EditFloor {
    static constexpr CommandSpec spec{"floor.edit", Permission::EditVenue};
    using Answer = Nothing;
    FloorId floor;
    EditsOf<Floor> edits;
    static constexpr Field fields[] = {field<&EditFloor::floor>("floor"), field<&EditFloor::edits>("edits")};
};

/// Refused while a zone, a space or a gate lies on it.
struct RemoveFloor {
    static constexpr CommandSpec spec{"floor.remove", Permission::EditVenue};
    using Answer = Nothing;
    FloorId floor;
    static constexpr Field fields[] = {field<&RemoveFloor::floor>("floor")};
};

/// The picture is checked (kind, size, SVG through the whitelist) and kept as a blob.
struct SetFloorPlan {
    static constexpr CommandSpec spec{"floor.set_plan", Permission::EditVenue, kMaxBlob + 1024};
    using Answer = Nothing;
    FloorId floor;
    PlanKind kind = PlanKind::None;
    Bytes content;
    static constexpr Field fields[] = {field<&SetFloorPlan::floor>("floor"), field<&SetFloorPlan::kind>("kind"),
                                       field<&SetFloorPlan::content>("content", Flag::None, kMaxBlob)};
};

struct AddZone {
    static constexpr CommandSpec spec{"zone.add", Permission::EditVenue};
    using Answer = Nothing;
    ZoneId zone;
    FloorId floor;
    std::string name;
    std::int32_t capacity = 0;
    std::vector<Point> outline;
    std::int32_t warnAt = 0;
    std::int32_t fullAt = 0;
    ThresholdUnit thresholdUnit = ThresholdUnit::Percent;
    static constexpr Field fields[] = {field<&AddZone::zone>("zone"),
                                       field<&AddZone::floor>("floor"),
                                       field<&AddZone::name>("name"),
                                       ranged<&AddZone::capacity>("capacity", 0, 10'000'000),
                                       field<&AddZone::outline>("outline", Flag::Optional, 1000),
                                       ranged<&AddZone::warnAt>("warnAt", 0, 10'000'000, Flag::Optional),
                                       ranged<&AddZone::fullAt>("fullAt", 0, 10'000'000, Flag::Optional),
                                       field<&AddZone::thresholdUnit>("thresholdUnit", Flag::Optional)};
};

struct EditZone {
    static constexpr CommandSpec spec{"zone.edit", Permission::EditVenue};
    using Answer = Nothing;
    ZoneId zone;
    EditsOf<Zone> edits;
    static constexpr Field fields[] = {field<&EditZone::zone>("zone"), field<&EditZone::edits>("edits")};
};

/// Refused while a gate leads there, a space is counted in it or people are inside.
struct RemoveZone {
    static constexpr CommandSpec spec{"zone.remove", Permission::EditVenue};
    using Answer = Nothing;
    ZoneId zone;
    static constexpr Field fields[] = {field<&RemoveZone::zone>("zone")};
};

struct AddSpace {
    static constexpr CommandSpec spec{"space.add", Permission::EditVenue};
    using Answer = Nothing;
    SpaceId space;
    std::string guid;
    std::string name;
    SpaceKind kind = SpaceKind::Room;
    FloorId floor;
    ZoneId zone;
    std::int32_t capacity = 0;
    std::vector<Point> outline;
    std::int32_t order = 0;
    static constexpr Field fields[] = {field<&AddSpace::space>("space"),
                                       field<&AddSpace::guid>("guid", Flag::Optional, kMaxGuid),
                                       field<&AddSpace::name>("name"),
                                       field<&AddSpace::kind>("kind", Flag::Optional),
                                       field<&AddSpace::floor>("floor", Flag::Optional),
                                       field<&AddSpace::zone>("zone", Flag::Optional),
                                       ranged<&AddSpace::capacity>("capacity", 0, 10'000'000, Flag::Optional),
                                       field<&AddSpace::outline>("outline", Flag::Optional, 1000),
                                       ranged<&AddSpace::order>("order", -1'000'000, 1'000'000, Flag::Optional)};
};

struct EditSpace {
    static constexpr CommandSpec spec{"space.edit", Permission::EditVenue};
    using Answer = Nothing;
    SpaceId space;
    EditsOf<Space> edits;
    static constexpr Field fields[] = {field<&EditSpace::space>("space"), field<&EditSpace::edits>("edits")};
};

/// Refused while a slot names it.
struct RemoveSpace {
    static constexpr CommandSpec spec{"space.remove", Permission::EditVenue};
    using Answer = Nothing;
    SpaceId space;
    static constexpr Field fields[] = {field<&RemoveSpace::space>("space")};
};

struct AddGate {
    static constexpr CommandSpec spec{"gate.add", Permission::EditVenue};
    using Answer = Nothing;
    GateId gate;
    FloorId floor;
    std::string name;
    Point at;
    ZoneId outer;
    ZoneId inner;
    static constexpr Field fields[] = {field<&AddGate::gate>("gate"),
                                       field<&AddGate::floor>("floor"),
                                       field<&AddGate::name>("name"),
                                       field<&AddGate::at>("at"),
                                       field<&AddGate::outer>("outer", Flag::Optional),
                                       field<&AddGate::inner>("inner")};
};

struct EditGate {
    static constexpr CommandSpec spec{"gate.edit", Permission::EditVenue};
    using Answer = Nothing;
    GateId gate;
    EditsOf<Gate> edits;
    static constexpr Field fields[] = {field<&EditGate::gate>("gate"), field<&EditGate::edits>("edits")};
};

struct RemoveGate {
    static constexpr CommandSpec spec{"gate.remove", Permission::EditVenue};
    using Answer = Nothing;
    GateId gate;
    static constexpr Field fields[] = {field<&RemoveGate::gate>("gate")};
};

struct OpenGate {
    static constexpr CommandSpec spec{"gate.open", Permission::OperateGates};
    using Answer = Nothing;
    GateId gate;
    std::string reason;
    static constexpr Field fields[] = {field<&OpenGate::gate>("gate"),
                                       field<&OpenGate::reason>("reason", Flag::Optional, kMaxReason)};
};

struct CloseGate {
    static constexpr CommandSpec spec{"gate.close", Permission::OperateGates};
    using Answer = Nothing;
    GateId gate;
    std::string reason;
    static constexpr Field fields[] = {field<&CloseGate::gate>("gate"),
                                       field<&CloseGate::reason>("reason", Flag::Optional, kMaxReason)};
};

struct AddLane {
    static constexpr CommandSpec spec{"lane.add", Permission::EditVenue};
    using Answer = Nothing;
    LaneId lane;
    GateId gate;
    std::string name;
    LaneDirection direction = LaneDirection::In;
    bool isStaffed = false;
    std::int32_t order = 0;
    Point at;
    static constexpr Field fields[] = {field<&AddLane::lane>("lane"),
                                       field<&AddLane::gate>("gate"),
                                       field<&AddLane::name>("name"),
                                       field<&AddLane::direction>("direction", Flag::Optional),
                                       field<&AddLane::isStaffed>("isStaffed", Flag::Optional),
                                       ranged<&AddLane::order>("order", -1000, 1000, Flag::Optional),
                                       field<&AddLane::at>("at", Flag::Optional)};
};

struct EditLane {
    static constexpr CommandSpec spec{"lane.edit", Permission::EditVenue};
    using Answer = Nothing;
    LaneId lane;
    EditsOf<GateLane> edits;
    static constexpr Field fields[] = {field<&EditLane::lane>("lane"), field<&EditLane::edits>("edits")};
};

/// Refused while a device serves it.
struct RemoveLane {
    static constexpr CommandSpec spec{"lane.remove", Permission::EditVenue};
    using Answer = Nothing;
    LaneId lane;
    static constexpr Field fields[] = {field<&RemoveLane::lane>("lane")};
};

/// All people in a zone were counted at a moment: from there on the estimate starts anew, with what passed since. The
/// same count told again answers the same.
struct CountPeople {
    static constexpr CommandSpec spec{"occupancy.count", Permission::CountPeople};
    struct Answer {
        std::int32_t shift = 0; ///< by how much it moved the estimate
        static constexpr Field fields[] = {field<&Answer::shift>("shift")};
    };
    HandCountId count;
    ZoneId zone;
    std::int32_t people = 0;
    Instant at; ///< in the server's time, as the teller knows it
    std::string note;
    static constexpr Field fields[] = {field<&CountPeople::count>("count"), field<&CountPeople::zone>("zone"),
                                       ranged<&CountPeople::people>("people", 0, 10'000'000),
                                       field<&CountPeople::at>("at"),
                                       field<&CountPeople::note>("note", Flag::Optional, kMaxReason)};
};

/// A clicker's step at a door without a scanner: people in, or out (negative). The same step told again counts once.
struct TallyPeople {
    static constexpr CommandSpec spec{"occupancy.tally", Permission::CountPeople};
    using Answer = Nothing;
    HandCountId key;
    ZoneId zone;
    std::int32_t delta = 0;
    Instant at;
    static constexpr Field fields[] = {field<&TallyPeople::key>("key"), field<&TallyPeople::zone>("zone"),
                                       ranged<&TallyPeople::delta>("delta", -1000, 1000),
                                       field<&TallyPeople::at>("at")};
};

/// The newest count was a mistake: the estimate is what it would be without it.
struct UndoCount {
    static constexpr CommandSpec spec{"occupancy.undo_count", Permission::CountPeople};
    using Answer = Nothing;
    HandCountId count;
    std::string reason;
    static constexpr Field fields[] = {field<&UndoCount::count>("count"),
                                       field<&UndoCount::reason>("reason", Flag::None, kMaxReason)};
};

/// Time has passed for a zone whose level waits to fall. Run by the engine's clock.
struct SettleLevel {
    static constexpr CommandSpec spec{"occupancy.settle", Permission::System};
    using Answer = Nothing;
    ZoneId zone;
    static constexpr Field fields[] = {field<&SettleLevel::zone>("zone")};
};

/// People went through a gate: the consequence of a scan (positive), or of its undoing (negative). Run by admission.
struct MovePeople {
    static constexpr CommandSpec spec{"occupancy.move", Permission::System};
    using Answer = Nothing;
    GateId gate;
    std::int32_t entered = 0; ///< −1, 0, 1
    std::int32_t left = 0;
    Instant at;
    static constexpr Field fields[] = {field<&MovePeople::gate>("gate"),
                                       ranged<&MovePeople::entered>("entered", -1000, 1000),
                                       ranged<&MovePeople::left>("left", -1000, 1000), field<&MovePeople::at>("at")};
};

/// So many have left a zone, through whichever gates: an exit of all.
struct LeaveZone {
    static constexpr CommandSpec spec{"occupancy.leave", Permission::System};
    using Answer = Nothing;
    ZoneId zone;
    std::int32_t people = 0;
    Instant at;
    static constexpr Field fields[] = {field<&LeaveZone::zone>("zone"),
                                       ranged<&LeaveZone::people>("people", 0, 1'000'000), field<&LeaveZone::at>("at")};
};

/// A piece of a blob: what a floor's `plan` names.
struct GetBlob {
    static constexpr QuerySpec spec{"blob.get", Permission::ViewVenue};
    struct Answer {
        std::int64_t size = 0; ///< of the whole
        Bytes content;         ///< at most 48 KiB from `offset`
        static constexpr Field fields[] = {field<&Answer::size>("size"),
                                           field<&Answer::content>("content", Flag::Optional, 48 * 1024)};
    };
    Bytes hash;
    std::int64_t offset = 0;
    static constexpr Field fields[] = {field<&GetBlob::hash>("hash", Flag::None, 32),
                                       ranged<&GetBlob::offset>("offset", 0, kMaxBlob)};
};

using VenueEntities = EntityList<Floor, Zone, Space, Gate, GateLane, Occupancy, GateFlow, HandCount>;
using VenueCommands =
    CommandList<AddFloor, EditFloor, RemoveFloor, SetFloorPlan, AddZone, EditZone, RemoveZone, AddSpace, EditSpace,
                RemoveSpace, AddGate, EditGate, RemoveGate, OpenGate, CloseGate, AddLane, EditLane, RemoveLane,
                CountPeople, TallyPeople, UndoCount, SettleLevel, MovePeople, LeaveZone>;
using VenueQueries = QueryList<GetBlob>;

} // namespace gatehouse
