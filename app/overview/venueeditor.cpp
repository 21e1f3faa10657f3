// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/venueeditor.h"

#include "app/overview/venuemap.h"
#include "shared/crypto/random.h"
#include "shared/house/house.h"

#include <cmath>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

std::string utf8(const FormValues &values, const QString &key)
{
    return values.at(key).toString().toStdString();
}

std::int32_t number(const FormValues &values, const QString &key)
{
    return values.at(key).toInt();
}

/// An id as the key of a choice; empty: none.
QString keyOf(const Id &id)
{
    return id.isNull() ? QString() : text(id.toString());
}

template <class T>
T idFrom(const FormValues &values, const QString &key)
{
    const auto id = Id::fromString(values.at(key).toString().toStdString());
    return id ? T(*id) : T();
}

template <class T>
T newId()
{
    SecureRandom random;
    return makeId<T>(deviceTime().wall.ms, random);
}

Point pointOf(QPointF mm)
{
    return {static_cast<std::int32_t>(std::lround(mm.x())), static_cast<std::int32_t>(std::lround(mm.y()))};
}

std::vector<Point> pointsOf(const QPolygonF &outline)
{
    std::vector<Point> points;
    for (const QPointF &corner : outline)
        points.push_back(pointOf(corner));
    return points;
}

FormField nameField(const QString &value)
{
    return {u"name"_s, VenueEditor::tr("Name"), FormField::Kind::Text, value};
}

FormField numberField(const QString &key, const QString &label, int value, const QString &zeroWord, int least = 0,
                      int most = 10'000'000)
{
    FormField field{key, label, FormField::Kind::Number, value, zeroWord};
    field.least = least;
    field.most = most;
    return field;
}

FormField choiceField(const QString &key, const QString &label, const QString &value,
                      std::vector<std::pair<QString, QString>> choices)
{
    FormField field{key, label, FormField::Kind::Choice, value};
    field.choices = std::move(choices);
    return field;
}

template <class Enum>
Enum enumFrom(const FormValues &values, const QString &key)
{
    return static_cast<Enum>(values.at(key).toString().toInt());
}

template <class Enum>
QString enumKey(Enum value)
{
    return QString::number(static_cast<int>(value));
}

std::vector<FormField> floorFields(const Floor &floor)
{
    return {nameField(text(floor.name)),
            numberField(u"order"_s, VenueEditor::tr("Level (0 is the ground)"), floor.order, {}, -100, 300),
            numberField(u"width"_s, VenueEditor::tr("Width in metres"), floor.widthMm / 1000, {}, 1, 10'000),
            numberField(u"height"_s, VenueEditor::tr("Depth in metres"), floor.heightMm / 1000, {}, 1, 10'000)};
}

void take(const FormValues &values, auto &floor)
{
    floor.name = utf8(values, u"name"_s);
    floor.order = number(values, u"order"_s);
    if (floor.widthMm / 1000 != number(values, u"width"_s)) // what was set to the millimetre elsewhere stays
        floor.widthMm = number(values, u"width"_s) * 1000;
    if (floor.heightMm / 1000 != number(values, u"height"_s))
        floor.heightMm = number(values, u"height"_s) * 1000;
}

std::vector<FormField> zoneFields(const Zone &zone)
{
    return {nameField(text(zone.name)),
            numberField(u"capacity"_s, VenueEditor::tr("People at most"), zone.capacity,
                        VenueEditor::tr("not limited", "capacity")),
            numberField(u"warn"_s, VenueEditor::tr("Warn from"), zone.warnAt, VenueEditor::tr("80 % of it")),
            numberField(u"full"_s, VenueEditor::tr("Full from"), zone.fullAt, VenueEditor::tr("100 % of it")),
            choiceField(u"unit"_s, VenueEditor::tr("Given in"), enumKey(zone.thresholdUnit),
                        {{enumKey(ThresholdUnit::Percent), VenueEditor::tr("percent of the capacity")},
                         {enumKey(ThresholdUnit::People), VenueEditor::tr("people")}})};
}

void takeZone(const FormValues &values, auto &zone)
{
    zone.name = utf8(values, u"name"_s);
    zone.capacity = number(values, u"capacity"_s);
    zone.warnAt = number(values, u"warn"_s);
    zone.fullAt = number(values, u"full"_s);
    zone.thresholdUnit = enumFrom<ThresholdUnit>(values, u"unit"_s);
}

FormField kindField(SpaceKind kind)
{
    std::vector<std::pair<QString, QString>> kinds;
    for (std::size_t index = 0; index < enumNames<SpaceKind>.size(); ++index)
        kinds.emplace_back(QString::number(index), spaceKindWord(static_cast<SpaceKind>(index)));
    return choiceField(u"kind"_s, VenueEditor::tr("Kind"), enumKey(kind), std::move(kinds));
}

void takeSpace(const FormValues &values, auto &space)
{
    space.name = utf8(values, u"name"_s);
    space.kind = enumFrom<SpaceKind>(values, u"kind"_s);
    space.capacity = number(values, u"capacity"_s);
    space.zone = idFrom<ZoneId>(values, u"zone"_s);
}

std::vector<FormField> laneFields(const GateLane &lane)
{
    std::vector<std::pair<QString, QString>> directions;
    for (std::size_t index = 0; index < enumNames<LaneDirection>.size(); ++index)
        directions.emplace_back(QString::number(index), laneDirectionWord(static_cast<LaneDirection>(index)));
    return {nameField(text(lane.name)),
            choiceField(u"direction"_s, VenueEditor::tr("People go"), enumKey(lane.direction), std::move(directions)),
            {u"staffed"_s, VenueEditor::tr("Somebody stands there"), FormField::Kind::Check, lane.isStaffed},
            numberField(u"order"_s, VenueEditor::tr("Place from the left"), lane.order, {}, -1000, 1000)};
}

void takeLane(const FormValues &values, auto &lane)
{
    lane.name = utf8(values, u"name"_s);
    lane.direction = enumFrom<LaneDirection>(values, u"direction"_s);
    lane.isStaffed = values.at(u"staffed"_s).toBool();
    lane.order = number(values, u"order"_s);
}

} // namespace

VenueEditor::VenueEditor(Replica &replica, OverviewDesk &desk, QObject *parent)
    : QObject(parent), m_replica(replica), m_desk(desk)
{
    VenueMap *map = desk.map();
    connect(map, &VenueMap::outlineDrawn, this, [this](const QPolygonF &outline) {
        if (const auto drawn = std::exchange(m_drawn, nullptr))
            drawn(outline);
    });
    connect(map, &VenueMap::placeChosen, this, [this](const QPointF &place) {
        if (const auto chosen = std::exchange(m_chosen, nullptr))
            chosen(place);
    });
    connect(map, &VenueMap::menuWanted, this, [this](const VenueElement &element, const QPointF &at, const QPoint &to) {
        m_desk.offer(actionsFor(element), to, [this, element, at](const QString &action) { run(action, element, at); });
    });
    connect(map, &VenueMap::floorChanged, this, &VenueEditor::offerActions);
    connect(map, &VenueMap::laneMoved, this,
            [this](const Id &lane, const QPointF &place) { setLanePlace(lane, place); });
    connect(&desk, &OverviewDesk::actionWanted, this, [this](const QString &action) { run(action, {}, {}); });
    connect(&desk, &OverviewDesk::planChosen, this, &VenueEditor::takePlan);
    connect(desk.form(), &PlaceForm::given, this, [this](const FormValues &values) {
        if (m_send)
            m_send(values);
    });
    connect(&replica, &Replica::welcomed, this, &VenueEditor::offerActions);
    connect(&replica, &Replica::rowsChanged, this, &VenueEditor::offerActions);
    offerActions();
}

VenueEditor::~VenueEditor()
{
    if (m_reading)
        m_reading->wait();
}

void VenueEditor::offerActions()
{
    m_desk.setActions(actionsFor({}));
    m_desk.map()->setLanesMovable(m_replica.permissions().has(Permission::EditVenue));
}

FloorId VenueEditor::floor() const
{
    return FloorId(m_desk.map()->floor());
}

std::vector<PlaceAction> VenueEditor::actionsFor(const VenueElement &element) const
{
    if (!m_replica.permissions().has(Permission::EditVenue))
        return {};
    switch (element.kind) {
    case VenueElement::Kind::Zone:
        return {{u"zone.edit"_s, tr("Name, capacity, thresholds …"), u"pencil"_s},
                {u"zone.redraw"_s, tr("Draw its outline anew"), u"map"_s},
                {u"zone.remove"_s, tr("Remove this zone …"), u"trash-2"_s}};
    case VenueElement::Kind::Space:
        return {{u"space.edit"_s, tr("Name, kind, zone …"), u"pencil"_s},
                {u"space.redraw"_s, tr("Draw its outline anew"), u"map"_s},
                {u"space.remove"_s, tr("Remove this space …"), u"trash-2"_s}};
    case VenueElement::Kind::Gate: {
        std::vector<PlaceAction> actions{{u"gate.edit"_s, tr("Name and zones …"), u"pencil"_s},
                                         {u"gate.move"_s, tr("Move this gate"), u"map"_s},
                                         {u"lane.add"_s, tr("Add a lane …"), u"plus"_s}};
        for (const GateLane *lane : lanesOf(element.id))
            addLaneActions(*lane, actions);
        actions.push_back({u"gate.remove"_s, tr("Remove this gate …"), u"trash-2"_s});
        return actions;
    }
    case VenueElement::Kind::Lane: {
        std::vector<PlaceAction> actions;
        if (const GateLane *lane = row<GateLane>(element.id))
            addLaneActions(*lane, actions);
        return actions;
    }
    case VenueElement::Kind::None:
        break;
    }
    std::vector<PlaceAction> actions{{u"floor.add"_s, tr("Add a floor …"), u"plus"_s}};
    if (floor().isNull())
        return actions;
    actions.insert(actions.begin(),
                   {{u"zone.add"_s, tr("Add a zone: draw it"), u"plus"_s},
                    {u"space.add"_s, tr("Add a space: draw it"), u"plus"_s},
                    {u"gate.add"_s, tr("Add a gate: click its place"), u"plus"_s}});
    actions.insert(actions.end(),
                   {{u"floor.edit"_s, tr("This floor: name and size …"), u"pencil"_s},
                    {u"floor.plan"_s, tr("This floor: choose its picture …"), u"map"_s},
                    {u"floor.remove"_s, tr("Remove this floor …"), u"trash-2"_s}});
    return actions;
}

std::vector<const GateLane *> VenueEditor::lanesOf(const Id &gate) const
{
    std::vector<const GateLane *> lanes;
    for (const GateLane *lane : m_replica.collection<GateLane>().all()) {
        if (lane->gate == gate)
            lanes.push_back(lane);
    }
    std::sort(lanes.begin(), lanes.end(), [](const GateLane *a, const GateLane *b) {
        return std::tie(a->order, a->name, a->id) < std::tie(b->order, b->name, b->id);
    });
    return lanes;
}

void VenueEditor::addLaneActions(const GateLane &lane, std::vector<PlaceAction> &actions)
{
    const QString name = text(lane.name);
    const QString key = u':' + keyOf(lane.id);
    actions.push_back({u"lane.edit"_s + key, tr("%1 …", "a lane").arg(name), u"pencil"_s});
    actions.push_back({u"lane.place"_s + key,
                       lane.at == Point{} ? tr("Place %1 on the map", "a lane").arg(name)
                                          : tr("Move %1 on the map", "a lane").arg(name),
                       u"map"_s});
    if (lane.at != Point{})
        actions.push_back({u"lane.unplace"_s + key, tr("Put %1 beside its gate", "a lane").arg(name), u"undo-2"_s});
    actions.push_back({u"lane.remove"_s + key, tr("Remove %1", "a lane").arg(name), u"trash-2"_s});
}

void VenueEditor::run(const QString &action, const VenueElement &element, QPointF at)
{
    if (!m_replica.permissions().has(Permission::EditVenue))
        return m_desk.tell(State::Soon, tr("This account may not change the venue."));
    if (action != u"floor.add" && element.kind == VenueElement::Kind::None && floor().isNull())
        return m_desk.tell(State::Soon, tr("There is no floor yet: add one first."));
    const QString lane = action.section(u':', 1);
    const auto laneId = [&] { return Id::fromString(lane.toStdString()).value_or(Id()); };
    if (action == u"floor.add")
        addFloor();
    else if (action == u"floor.edit")
        editFloor(floor());
    else if (action == u"floor.plan")
        m_desk.choosePlan();
    else if (action == u"floor.remove")
        removeFloor(floor());
    else if (action == u"zone.add")
        draw([this](const QPolygonF &outline) { addZone(outline); });
    else if (action == u"space.add")
        draw([this](const QPolygonF &outline) { addSpace(outline); });
    else if (action == u"gate.add" && !at.isNull())
        addGate(at);
    else if (action == u"gate.add")
        choose([this](QPointF place) { addGate(place); });
    else if (action == u"zone.edit")
        editZone(element.id);
    else if (action == u"space.edit")
        editSpace(element.id);
    else if (action == u"gate.edit")
        editGate(element.id);
    else if (action == u"gate.move")
        moveGate(element.id);
    else if (action == u"zone.redraw" || action == u"space.redraw")
        redraw(element);
    else if (action == u"lane.add")
        addLane(element.id);
    else if (action.startsWith(u"lane.edit:"))
        editLane(laneId());
    else if (action.startsWith(u"lane.place:"))
        placeLane(laneId());
    else if (action.startsWith(u"lane.unplace:"))
        setLanePlace(laneId(), {});
    else if (action.startsWith(u"lane.remove:"))
        remove(RemoveLane{LaneId(laneId())}, tr("The lane is removed."));
    else
        askRemoval(element);
}

void VenueEditor::ask(const FormView &view, Send send)
{
    m_send = std::move(send);
    m_desk.ask(view);
}

void VenueEditor::draw(Drawn drawn)
{
    m_desk.card()->leave();
    m_desk.form()->leave();
    m_drawn = std::move(drawn);
    m_desk.showMap();
    m_desk.map()->startSketch(Sketch::Kind::Outline);
}

void VenueEditor::choose(Chosen chosen)
{
    m_desk.card()->leave();
    m_desk.form()->leave();
    m_chosen = std::move(chosen);
    m_desk.showMap();
    m_desk.map()->startSketch(Sketch::Kind::Place);
}

void VenueEditor::settle(const Failure *failure, const QString &done, std::function<void()> undo)
{
    if (!failure) {
        m_desk.form()->leave();
        m_desk.tell(State::Fine, done, std::move(undo));
        return;
    }
    const QString why = tr("That was refused: %1").arg(text(failure->detail));
    if (m_desk.form()->isHidden())
        m_desk.tell(State::Soon, why);
    else
        m_desk.form()->refuse(why);
}

template <class Command>
void VenueEditor::add(const Command &command, const QString &done, std::function<void()> undo)
{
    m_replica.send(command, this, [this, done, undo = std::move(undo)](const Result<Nothing> &answer) {
        settle(answer ? nullptr : &answer.error(), done, undo);
    });
}

template <class Command>
void VenueEditor::remove(const Command &command, const QString &done)
{
    add(command, done, {});
}

template <class Command, class Row>
void VenueEditor::edit(const Row &before, const Row &after, const QString &done)
{
    if (before == after)
        return m_desk.form()->leave();
    const auto command = [](const Row &from, const Row &to) { return Command{from.id, editsBetween(from, to)}; };
    add(command(before, after), done, [this, back = command(after, before)] { add(back, tr("It is as it was."), {}); });
}

// --- floors -------------------------------------------------------------------------------------------------------

void VenueEditor::addFloor()
{
    Floor floor;
    floor.widthMm = 60'000;
    floor.heightMm = 40'000;
    m_replica.collection<Floor>().each(
        [&](const Floor &other) { floor.order = std::max(floor.order, other.order + 1); });
    ask({tr("A new floor"), tr("Add the floor"), floorFields(floor),
         tr("Its picture can be chosen afterwards; it is stretched over this size.")},
        [this](const FormValues &values) {
            AddFloor command;
            command.floor = newId<FloorId>();
            take(values, command);
            add(command, tr("%1 is added. Now draw its zones.", "floor").arg(text(command.name)),
                [this, id = command.floor] { remove(RemoveFloor{id}, tr("The floor is removed again.")); });
            m_desk.map()->showFloorWhenThere(command.floor);
        });
}

void VenueEditor::editFloor(const Id &id)
{
    const Floor *floor = row<Floor>(id);
    if (!floor)
        return;
    ask({tr("%1: name and size", "floor").arg(text(floor->name)), tr("Change it"), floorFields(*floor), {}},
        [this, before = *floor](const FormValues &values) {
            Floor after = before;
            take(values, after);
            edit<EditFloor>(before, after, tr("%1 is changed.", "floor").arg(text(after.name)));
        });
}

void VenueEditor::removeFloor(const Id &id)
{
    const Floor *floor = row<Floor>(id);
    if (!floor)
        return;
    ask({tr("Remove the floor %1?").arg(text(floor->name)), tr("Remove it"), {}, {}},
        [this, id = floor->id](const FormValues &) { remove(RemoveFloor{id}, tr("The floor is removed.")); });
}

void VenueEditor::takePlan(const QString &path)
{
    if (m_reading || floor().isNull())
        return;
    m_desk.tell(State::Info, tr("The picture is being read …"));
    m_reading.reset(QThread::create([this, path, id = floor()] {
        auto plan = readPlanFile(path);
        QMetaObject::invokeMethod(this, [this, plan = std::move(plan), id] { setPlan(plan, id); });
    }));
    m_reading->setObjectName(u"plan"_s);
    m_reading->start();
}

void VenueEditor::setPlan(const Result<PlanFile> &plan, const FloorId &id)
{
    m_reading->wait();
    m_reading.reset();
    if (!plan)
        return settle(&plan.error(), {}, {});
    SetFloorPlan command;
    command.floor = id;
    command.kind = plan->kind;
    command.content = Bytes(plan->content.toStdString());
    QString done =
        plan->isShrunk ? tr("The picture is set; it was made smaller to be sent.") : tr("The picture is set.");
    const Floor *floor = row<Floor>(id);
    if (floor && plan->size.height() > 0) {
        const double drawn = double(plan->size.width()) / plan->size.height();
        const double real = double(floor->widthMm) / floor->heightMm;
        if (std::abs(drawn / real - 1) > 0.02)
            done = tr("%1 It is stretched: give the floor the picture's proportions, %2 m deep for its width.")
                       .arg(done)
                       .arg(std::lround(floor->widthMm / 1000.0 / drawn));
    }
    add(command, done, {});
}

// --- zones and spaces ---------------------------------------------------------------------------------------------

void VenueEditor::addZone(const QPolygonF &outline)
{
    ask({tr("A new zone"), tr("Add the zone"), zoneFields(Zone()),
         tr("People are counted in it as soon as a gate leads there, or by hand.")},
        [this, outline, floor = floor()](const FormValues &values) {
            AddZone command;
            command.zone = newId<ZoneId>();
            command.floor = floor;
            command.outline = pointsOf(outline);
            takeZone(values, command);
            add(command, tr("%1 is added.", "zone").arg(text(command.name)),
                [this, id = command.zone] { remove(RemoveZone{id}, tr("The zone is removed again.")); });
        });
}

void VenueEditor::editZone(const Id &id)
{
    const Zone *zone = row<Zone>(id);
    if (!zone)
        return;
    ask({tr("%1: name, capacity, thresholds", "zone").arg(text(zone->name)), tr("Change it"), zoneFields(*zone),
         tr("A level rises at once; it falls when 5 % fewer are inside, for half a minute.")},
        [this, before = *zone](const FormValues &values) {
            Zone after = before;
            takeZone(values, after);
            edit<EditZone>(before, after, tr("%1 is changed.", "zone").arg(text(after.name)));
        });
}

std::vector<std::pair<QString, QString>> VenueEditor::zoneChoices(const QString &none) const
{
    std::vector<std::pair<QString, QString>> zones;
    m_replica.collection<Zone>().each([&](const Zone &zone) { zones.emplace_back(keyOf(zone.id), text(zone.name)); });
    std::sort(zones.begin(), zones.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    if (!none.isEmpty())
        zones.insert(zones.begin(), {QString(), none});
    return zones;
}

ZoneId VenueEditor::zoneUnder(QPointF place) const
{
    for (const ZoneView &zone : m_desk.map()->view().zones)
        if (zone.floor == floor() && zone.outlineMm.containsPoint(place, Qt::OddEvenFill))
            return ZoneId(zone.id);
    return {};
}

void VenueEditor::addSpace(const QPolygonF &outline)
{
    ask({tr("A new space"),
         tr("Add the space"),
         {nameField({}), kindField(SpaceKind::Room),
          numberField(u"capacity"_s, tr("People at most"), 0, tr("not known", "capacity")),
          choiceField(u"zone"_s, tr("Counted in"), keyOf(zoneUnder(outline.boundingRect().center())),
                      zoneChoices(tr("no zone")))},
         {}},
        [this, outline, floor = floor()](const FormValues &values) {
            AddSpace command;
            command.space = newId<SpaceId>();
            command.floor = floor;
            command.outline = pointsOf(outline);
            takeSpace(values, command);
            add(command, tr("%1 is added.", "space").arg(text(command.name)),
                [this, id = command.space] { remove(RemoveSpace{id}, tr("The space is removed again.")); });
        });
}

void VenueEditor::editSpace(const Id &id)
{
    const Space *space = row<Space>(id);
    if (!space)
        return;
    ask({tr("%1: name, kind, zone", "space").arg(text(space->name)),
         tr("Change it"),
         {nameField(text(space->name)), kindField(space->kind),
          numberField(u"capacity"_s, tr("People at most"), space->capacity, tr("not known", "capacity")),
          choiceField(u"zone"_s, tr("Counted in"), keyOf(space->zone), zoneChoices(tr("no zone")))},
         {}},
        [this, before = *space](const FormValues &values) {
            Space after = before;
            takeSpace(values, after);
            edit<EditSpace>(before, after, tr("%1 is changed.", "space").arg(text(after.name)));
        });
}

void VenueEditor::redraw(const VenueElement &element)
{
    draw([this, element](const QPolygonF &outline) {
        const QString done = tr("The outline is drawn anew.");
        if (const Zone *zone = element.kind == VenueElement::Kind::Zone ? row<Zone>(element.id) : nullptr) {
            Zone after = *zone;
            after.outline = pointsOf(outline);
            after.floor = floor();
            edit<EditZone>(Zone(*zone), after, done);
        }
        if (const Space *space = element.kind == VenueElement::Kind::Space ? row<Space>(element.id) : nullptr) {
            Space after = *space;
            after.outline = pointsOf(outline);
            after.floor = floor();
            edit<EditSpace>(Space(*space), after, done);
        }
    });
}

// --- gates and lanes ----------------------------------------------------------------------------------------------

void VenueEditor::addGate(QPointF place)
{
    const auto zones = zoneChoices({});
    if (zones.empty())
        return m_desk.tell(State::Soon, tr("A gate leads into a zone: add a zone first."));
    ask({tr("A new gate"),
         tr("Add the gate"),
         {nameField({}), choiceField(u"outer"_s, tr("From"), {}, zoneChoices(tr("the street"))),
          choiceField(u"inner"_s, tr("Into"), keyOf(zoneUnder(place)), zones)},
         tr("It is closed at first. Open it when its doors are.")},
        [this, place, floor = floor()](const FormValues &values) {
            AddGate command;
            command.gate = newId<GateId>();
            command.floor = floor;
            command.at = pointOf(place);
            command.name = utf8(values, u"name"_s);
            command.outer = idFrom<ZoneId>(values, u"outer"_s);
            command.inner = idFrom<ZoneId>(values, u"inner"_s);
            add(command, tr("%1 is added.", "gate").arg(text(command.name)),
                [this, id = command.gate] { remove(RemoveGate{id}, tr("The gate is removed again.")); });
        });
}

void VenueEditor::editGate(const Id &id)
{
    const Gate *gate = row<Gate>(id);
    if (!gate)
        return;
    ask({tr("%1: name and zones", "gate").arg(text(gate->name)),
         tr("Change it"),
         {nameField(text(gate->name)),
          choiceField(u"outer"_s, tr("From"), keyOf(gate->outer), zoneChoices(tr("the street"))),
          choiceField(u"inner"_s, tr("Into"), keyOf(gate->inner), zoneChoices({}))},
         {}},
        [this, before = *gate](const FormValues &values) {
            Gate after = before;
            after.name = utf8(values, u"name"_s);
            after.outer = idFrom<ZoneId>(values, u"outer"_s);
            after.inner = idFrom<ZoneId>(values, u"inner"_s);
            edit<EditGate>(before, after, tr("%1 is changed.", "gate").arg(text(after.name)));
        });
}

void VenueEditor::moveGate(const Id &id)
{
    choose([this, id](QPointF place) {
        const Gate *gate = row<Gate>(id);
        if (!gate)
            return;
        Gate after = *gate;
        after.at = pointOf(place);
        after.floor = floor();
        edit<EditGate>(Gate(*gate), after, tr("%1 is moved.", "gate").arg(text(after.name)));
    });
}

void VenueEditor::addLane(const Id &gate)
{
    GateLane lane;
    m_replica.collection<GateLane>().each([&](const GateLane &other) {
        if (other.gate == gate)
            lane.order = std::max(lane.order, other.order + 1);
    });
    lane.name = tr("Lane %1").arg(lane.order + 1).toStdString();
    ask({tr("A new lane"), tr("Add the lane"), laneFields(lane),
         tr("A device can be given a lane where it is set up.")},
        [this, gate](const FormValues &values) {
            AddLane command;
            command.lane = newId<LaneId>();
            command.gate = GateId(gate);
            takeLane(values, command);
            add(command, tr("%1 is added.", "lane").arg(text(command.name)),
                [this, id = command.lane] { remove(RemoveLane{id}, tr("The lane is removed again.")); });
        });
}

void VenueEditor::editLane(const Id &id)
{
    const GateLane *lane = row<GateLane>(id);
    if (!lane)
        return;
    ask({text(lane->name), tr("Change it"), laneFields(*lane), {}}, [this, before = *lane](const FormValues &values) {
        GateLane after = before;
        takeLane(values, after);
        edit<EditLane>(before, after, tr("%1 is changed.", "lane").arg(text(after.name)));
    });
}

/// A lane lies on its gate's floor.
void VenueEditor::placeLane(const Id &id)
{
    const GateLane *lane = row<GateLane>(id);
    const Gate *gate = lane ? row<Gate>(lane->gate) : nullptr;
    if (!gate)
        return;
    m_desk.map()->setFloor(gate->floor);
    choose([this, id](QPointF place) {
        const GateLane *chosen = row<GateLane>(id);
        const Gate *its = chosen ? row<Gate>(chosen->gate) : nullptr;
        if (its && its->floor != floor())
            return m_desk.tell(State::Soon, tr("A lane lies on the floor of its gate. Nothing is changed."));
        setLanePlace(id, place);
    });
}

/// `place` of nothing: beside its gate, in a row with the others.
void VenueEditor::setLanePlace(const Id &id, std::optional<QPointF> place)
{
    const GateLane *lane = row<GateLane>(id);
    if (!lane)
        return;
    if (!m_replica.permissions().has(Permission::EditVenue))
        return m_desk.tell(State::Soon, tr("This account may not change the venue."));
    GateLane after = *lane;
    after.at = place ? pointOf(*place) : Point{};
    if (place && after.at == Point{})
        after.at.xMm = 1; // the very corner stands for no place
    edit<EditLane>(GateLane(*lane), after,
                   place ? tr("%1 is moved.", "lane").arg(text(after.name))
                         : tr("%1 stands beside its gate.", "lane").arg(text(after.name)));
}

void VenueEditor::askRemoval(const VenueElement &element)
{
    const auto form = [](const QString &title) { return FormView{title, VenueEditor::tr("Remove it"), {}, {}}; };
    if (const Zone *zone = row<Zone>(element.id); zone && element.kind == VenueElement::Kind::Zone)
        ask(form(tr("Remove the zone %1?").arg(text(zone->name))),
            [this, id = zone->id](const FormValues &) { remove(RemoveZone{id}, tr("The zone is removed.")); });
    if (const Space *space = row<Space>(element.id); space && element.kind == VenueElement::Kind::Space)
        ask(form(tr("Remove the space %1?").arg(text(space->name))),
            [this, id = space->id](const FormValues &) { remove(RemoveSpace{id}, tr("The space is removed.")); });
    if (const Gate *gate = row<Gate>(element.id); gate && element.kind == VenueElement::Kind::Gate)
        ask(form(tr("Remove the gate %1?").arg(text(gate->name))),
            [this, id = gate->id](const FormValues &) { remove(RemoveGate{id}, tr("The gate is removed.")); });
}

} // namespace gatehouse
