// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/overviewpresenter.h"

#include "app/admission/verdictwords.h"
#include "app/overview/venuemap.h"
#include "app/ui/figures.h"
#include "shared/house/house.h"
#include "shared/replica/thisevent.h"

#include <QElapsedTimer>
#include <QLocale>

#include <algorithm>

namespace gatehouse {

namespace {

constexpr std::int64_t kChartMs = 2 * 3600'000LL;
constexpr std::int64_t kOldMs = 10'000; // figures that old say so

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString number(std::int64_t value)
{
    return QLocale().toString(static_cast<qlonglong>(value));
}

/// For figures of several zones, which have no level of their own.
State stateOf(int people, int capacity)
{
    if (capacity <= 0)
        return State::Info;
    Zone whole;
    whole.capacity = capacity;
    return levelState(levelFor(people, *thresholdsOf(whole)));
}

QString minutesWords(std::int64_t ms)
{
    return ageWords(std::chrono::seconds(ms / 1000));
}

struct LaneDevices {
    int all = 0;
    int connected = 0;
};

/// One that is off line is worth a look, though another one of the lane answers.
std::pair<State, QString> laneState(const LaneDevices &devices)
{
    if (devices.all == 0)
        return {State::NoData, OverviewPresenter::tr("no device", "a lane")};
    if (devices.connected == devices.all)
        return {State::Fine, OverviewPresenter::tr("connected", "a lane's devices")};
    return {State::Soon,
            OverviewPresenter::tr("%1 of %2 devices off line", "of a lane")
                .arg(devices.all - devices.connected)
                .arg(devices.all)};
}

} // namespace

OverviewPresenter::OverviewPresenter(Replica &replica, OverviewDesk &desk, QObject *parent, Now now)
    : QObject(parent), m_now(std::move(now)), m_replica(replica), m_desk(desk), m_plans(replica)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefresh);
    connect(&m_refresh, &QTimer::timeout, this, &OverviewPresenter::refresh);
    m_ask.setInterval(kAskArrivals);
    connect(&m_ask, &QTimer::timeout, this, [this] {
        askArrivals();
        schedule(); // flows and ages change without rows
    });
    m_ask.start();
    m_askSoon.setSingleShot(true);
    m_askSoon.setInterval(kAskSoonest);
    connect(&m_askSoon, &QTimer::timeout, this, &OverviewPresenter::askArrivals);
    connect(&m_replica.collection<Scan>(), &CollectionBase::changed, this, &OverviewPresenter::scansCame);
    connect(&m_replica, &Replica::rowsChanged, this, &OverviewPresenter::schedule);
    connect(&m_replica, &Replica::presenceChanged, this, &OverviewPresenter::schedule);
    connect(&m_replica, &Replica::statusChanged, this, [this] {
        if (m_replica.status().state == ReplicaState::Live)
            askArrivals();
        schedule();
    });
    connect(&m_plans, &PlanPictures::ready, this, &OverviewPresenter::schedule);
    schedule();
}

void OverviewPresenter::schedule()
{
    if (!m_refresh.isActive())
        m_refresh.start();
}

Instant OverviewPresenter::serverNow() const
{
    if (m_now)
        return m_now();
    const auto now = m_replica.serverNow();
    return now ? now->at : deviceTime().wall;
}

void OverviewPresenter::refresh()
{
    sampleFlows();
    lookAtGates();
    m_desk.setMap(mapView());
    m_desk.setTiles(tiles());
    emit refreshed();
}

void OverviewPresenter::sampleFlows()
{
    const std::int64_t now = serverNow().ms;
    m_replica.collection<GateFlow>().each([&](const GateFlow &flow) {
        const auto [at, isNew] = m_flows.try_emplace(flow.id);
        auto &samples = at->second;
        if (isNew && m_wasLive)
            samples.push_back({now, 0, 0}); // the first passages of this gate
        if (samples.empty() || samples.back().entries != flow.entries || samples.back().exits != flow.exits)
            samples.push_back({now, flow.entries, flow.exits});
        while (samples.size() > 1 && samples[1].atMs < now - kFlowMs)
            samples.pop_front();
    });
    m_wasLive = m_replica.status().state == ReplicaState::Live;
}

std::pair<double, double> OverviewPresenter::flowOf(const GateId &gate) const
{
    const auto at = m_flows.find(gate);
    if (at == m_flows.end() || at->second.empty())
        return {0, 0};
    const auto &samples = at->second;
    // The first sample is what stood when the minute began; before a minute has passed, what was seen is scaled up to
    // one.
    const auto seen =
        static_cast<double>(std::clamp<std::int64_t>(serverNow().ms - samples.front().atMs, 10'000, kFlowMs));
    const double scale = static_cast<double>(kFlowMs) / seen;
    if (serverNow().ms - samples.back().atMs > kFlowMs)
        return {0, 0};
    return {static_cast<double>(samples.back().entries - samples.front().entries) * scale,
            static_cast<double>(samples.back().exits - samples.front().exits) * scale};
}

MapView OverviewPresenter::mapView()
{
    MapView view;
    std::vector<const Floor *> floors = m_replica.collection<Floor>().all();
    std::sort(floors.begin(), floors.end(), [](const Floor *a, const Floor *b) {
        return std::tie(a->order, a->name, a->id) < std::tie(b->order, b->name, b->id);
    });
    for (const Floor *floor : floors)
        view.floors.push_back(
            {floor->id, text(floor->name), floor->widthMm, floor->heightMm, m_plans.pictureOf(*floor), floor->order});
    m_replica.collection<Zone>().each([&](const Zone &zone) { view.zones.push_back(zoneView(zone)); });
    m_replica.collection<Gate>().each([&](const Gate &gate) { view.gates.push_back(gateView(gate)); });
    m_replica.collection<Space>().each([&](const Space &space) { view.spaces.push_back(spaceView(space)); });
    const auto byName = [](const auto &a, const auto &b) { return std::tie(a.name, a.id) < std::tie(b.name, b.id); };
    std::sort(view.zones.begin(), view.zones.end(), byName);
    std::sort(view.gates.begin(), view.gates.end(), byName);
    std::sort(view.spaces.begin(), view.spaces.end(), byName);
    return view;
}

ZoneView OverviewPresenter::zoneView(const Zone &zone) const
{
    ZoneView view;
    view.id = zone.id;
    view.floor = zone.floor;
    view.name = text(zone.name);
    for (const Point &point : zone.outline)
        view.outlineMm << QPointF(point.xMm, point.yMm);
    view.capacity = zone.capacity;
    const auto silent = silentGatesOf(zone.id, &view.silentGates);
    if (const Occupancy *occupancy = m_replica.collection<Occupancy>().find(zone.id)) {
        view.people = peopleIn(*occupancy);
        view.scanned = scannedIn(*occupancy);
        view.level = occupancy->level;
        view.band = errorBand(*occupancy, silent);
    }
    view.state = thresholdsOf(zone) ? levelState(view.level) : State::Info;
    for (const SilentGate &gate : silent) // the oldest word that is missing is what the figure is worth
        view.age = std::max(view.age.value_or(std::chrono::seconds(0)), std::chrono::seconds(gate.silentMs / 1000));
    if (const auto age = m_replica.dataAgeMs(); age && *age > kOldMs) {
        view.state = State::NoData;
        view.age = std::chrono::seconds(*age / 1000);
    }
    return view;
}

MapSpaceView OverviewPresenter::spaceView(const Space &space) const
{
    MapSpaceView view;
    view.id = space.id;
    view.floor = space.floor;
    view.name = text(space.name);
    view.kind = space.kind;
    view.capacity = space.capacity;
    for (const Point &point : space.outline)
        view.outlineMm << QPointF(point.xMm, point.yMm);
    if (const Zone *zone = m_replica.collection<Zone>().find(space.zone))
        view.zoneName = text(zone->name);
    return view;
}

void OverviewPresenter::lookAtGates()
{
    m_sights =
        gateSights({m_replica.collection<Gate>().all(), m_replica.collection<Device>().all(), m_replica.presence(),
                    [this](const GateId &gate) { return m_replica.collection<GateFlow>().find(gate); },
                    [this](const GateId &gate) {
                        const auto flow = flowOf(gate);
                        return qRound(flow.first + flow.second);
                    }});
    noteLanes();
}

void OverviewPresenter::noteLanes()
{
    m_lanes.clear();
    std::unordered_map<Id, LaneDevices> devices;
    m_replica.collection<Device>().each([&](const Device &device) {
        if (device.lane.isNull() || device.isRevoked)
            return;
        const auto at = m_replica.presence().find(device.id);
        LaneDevices &its = devices[device.lane];
        ++its.all;
        its.connected += at != m_replica.presence().end() && at->second.isConnected;
    });
    std::vector<const GateLane *> lanes = m_replica.collection<GateLane>().all();
    std::sort(lanes.begin(), lanes.end(), [](const GateLane *a, const GateLane *b) {
        return std::tie(a->order, a->name, a->id) < std::tie(b->order, b->name, b->id);
    });
    for (const GateLane *lane : lanes) {
        LaneView view{lane->id, text(lane->name), lane->direction, lane->isStaffed, {}, State::NoData, {}};
        if (lane->at != Point{})
            view.atMm = QPointF(lane->at.xMm, lane->at.yMm);
        std::tie(view.state, view.word) = laneState(devices[lane->id]);
        m_lanes[lane->gate].push_back(std::move(view));
    }
}

std::int64_t OverviewPresenter::silentMs(const Id &gate) const
{
    const auto sight = m_sights.find(gate);
    return sight == m_sights.end() ? 0 : silentFor(sight->second.evidence, serverNow());
}

QString OverviewPresenter::silenceWords(const Id &gate) const
{
    const auto sight = m_sights.find(gate);
    const Silence silence = sight == m_sights.end() ? Silence::None : silenceOf(sight->second.evidence, serverNow());
    switch (silence) {
    case Silence::None:
        break;
    case Silence::OffLine:
        return tr("off line for %1", "a gate").arg(minutesWords(silentMs(gate)));
    case Silence::Quiet:
        return tr("no scan for %1, while others are busy", "a gate").arg(minutesWords(silentMs(gate)));
    }
    return {};
}

std::vector<SilentGate> OverviewPresenter::silentGatesOf(const ZoneId &zone, QStringList *names) const
{
    std::vector<SilentGate> silent;
    m_replica.collection<Gate>().each([&](const Gate &gate) {
        const std::int64_t ms = gate.inner == zone || gate.outer == zone ? silentMs(gate.id) : 0;
        if (ms <= 0)
            return;
        silent.push_back({ms, m_sights.at(gate.id).perHour});
        *names << text(gate.name);
    });
    names->sort();
    return silent;
}

GateView OverviewPresenter::gateView(const Gate &gate) const
{
    GateView view;
    view.id = gate.id;
    view.floor = gate.floor;
    view.name = text(gate.name);
    view.atMm = QPointF(gate.at.xMm, gate.at.yMm);
    const std::int64_t silent = silentMs(gate.id);
    view.condition = gate.state == GateState::Closed ? GateCondition::Closed
        : silent > 0                                 ? GateCondition::Silent
                                                     : GateCondition::Open;
    if (silent > 0)
        view.silentFor = std::chrono::seconds(silent / 1000);
    std::tie(view.inPerMinute, view.outPerMinute) = flowOf(gate.id);
    view.note = silent > 0 ? silenceWords(gate.id) : text(gate.reason);
    if (const auto lanes = m_lanes.find(gate.id); lanes != m_lanes.end())
        view.lanes = lanes->second;
    return view;
}

OverviewPresenter::Inside OverviewPresenter::inside() const
{
    Inside inside;
    bool isLimited = true;
    m_replica.collection<Zone>().each([&](const Zone &zone) {
        isLimited = isLimited && zone.capacity > 0;
        inside.capacity += zone.capacity;
        if (const Occupancy *occupancy = m_replica.collection<Occupancy>().find(zone.id))
            inside.people += peopleIn(*occupancy);
    });
    if (!isLimited)
        inside.capacity = 0;
    return inside;
}

std::optional<ZoneView> OverviewPresenter::zone(const Id &id) const
{
    const Zone *zone = m_replica.collection<Zone>().find(id);
    return zone ? std::optional(zoneView(*zone)) : std::nullopt;
}

std::optional<GateView> OverviewPresenter::gate(const Id &id) const
{
    const Gate *gate = m_replica.collection<Gate>().find(id);
    return gate ? std::optional(gateView(*gate)) : std::nullopt;
}

std::optional<MapSpaceView> OverviewPresenter::space(const Id &id) const
{
    const Space *space = m_replica.collection<Space>().find(id);
    return space ? std::optional(spaceView(*space)) : std::nullopt;
}

std::vector<std::pair<QString, QString>> OverviewPresenter::devicesAt(const GateId &gate) const
{
    std::vector<std::pair<QString, QString>> devices;
    m_replica.collection<Device>().each([&](const Device &device) {
        if (device.gate != gate || device.isRevoked)
            return;
        const auto at = m_replica.presence().find(device.id);
        const bool isConnected = at != m_replica.presence().end() && at->second.isConnected;
        QString word = isConnected ? tr("connected", "a device") : tr("off line", "a device");
        if (at != m_replica.presence().end() && at->second.waiting > 0)
            word = tr("%1, %n scan(s) waiting", nullptr, at->second.waiting).arg(word);
        const GateLane *lane = m_replica.collection<GateLane>().find(device.lane);
        devices.emplace_back(lane ? tr("%1, %2", "a device, its lane").arg(text(device.name), text(lane->name))
                                  : text(device.name),
                             word);
    });
    std::sort(devices.begin(), devices.end());
    return devices;
}

State OverviewPresenter::insideState() const
{
    const auto age = m_replica.dataAgeMs();
    if (!age || *age > kOldMs)
        return State::NoData;
    const Inside now = inside();
    OccupancyLevel worst = OccupancyLevel::Fine;
    m_replica.collection<Occupancy>().each(
        [&](const Occupancy &occupancy) { worst = std::max(worst, occupancy.level); });
    return worst > OccupancyLevel::Fine ? levelState(worst) : stateOf(now.people, now.capacity);
}

QString OverviewPresenter::fullZones() const
{
    QStringList zones;
    m_replica.collection<Zone>().each([&](const Zone &zone) {
        const Occupancy *occupancy = m_replica.collection<Occupancy>().find(zone.id);
        if (occupancy && occupancy->level >= OccupancyLevel::Full)
            zones << tr("%1: %2", "a zone and how full it is").arg(text(zone.name), levelWords(zoneView(zone)));
    });
    zones.sort();
    return zones.join(tr(", ", "between zones"));
}

int OverviewPresenter::devicesOffline() const
{
    int offline = 0;
    m_replica.collection<Device>().each([&](const Device &device) {
        const auto at = m_replica.presence().find(device.id);
        offline += !device.isRevoked && (at == m_replica.presence().end() || !at->second.isConnected);
    });
    return offline;
}

std::vector<FigureView> OverviewPresenter::tiles() const
{
    const Inside now = inside();
    FigureView people;
    people.caption = tr("Inside");
    people.figure = number(now.people);
    people.state = insideState();
    if (now.capacity > 0) {
        people.beside = tr("of %1", "people inside of capacity").arg(number(now.capacity));
        people.word = tr("%1 % of capacity").arg(now.people * 100 / now.capacity);
    }
    if (const QString full = fullZones(); !full.isEmpty())
        people.word = full;
    double flow = 0;
    m_replica.collection<Gate>().each([&](const Gate &gate) {
        if (gate.outer.isNull()) // from the street: a walk from zone to zone is no arrival
            flow += flowOf(gate.id).first;
    });
    FigureView arrivals;
    arrivals.caption = tr("Arrivals, last minute");
    arrivals.figure = number(qRound(flow));
    arrivals.beside = tr("people/min");
    arrivals.state = State::Info;
    arrivals.word = tr("from the street");
    std::vector<FigureView> tiles{people, arrivals, fullestTile(), refusedTile(), devicesTile()};
    if (const auto age = m_replica.dataAgeMs(); age && *age > kOldMs) {
        for (FigureView &tile : tiles)
            tile.age = std::chrono::seconds(*age / 1000);
    }
    return tiles;
}

FigureView OverviewPresenter::fullestTile() const
{
    FigureView tile;
    tile.caption = tr("Fullest zone");
    tile.figure = QStringLiteral("–");
    const Zone *fullest = nullptr;
    int most = 0;
    m_replica.collection<Zone>().each([&](const Zone &zone) {
        const Occupancy *occupancy = m_replica.collection<Occupancy>().find(zone.id);
        if (zone.capacity <= 0 || !occupancy)
            return;
        const bool isFuller = !fullest
            || static_cast<std::int64_t>(occupancy->people) * fullest->capacity
                > static_cast<std::int64_t>(most) * zone.capacity;
        if (isFuller) {
            fullest = &zone;
            most = peopleIn(*occupancy);
        }
    });
    if (!fullest)
        return tile;
    tile.caption = text(fullest->name);
    tile.figure = number(most);
    tile.beside = tr("of %1", "people inside of capacity").arg(number(fullest->capacity));
    tile.state = zoneView(*fullest).state;
    tile.word = tr("%1 %, the fullest zone").arg(static_cast<std::int64_t>(most) * 100 / fullest->capacity);
    return tile;
}

FigureView OverviewPresenter::refusedTile() const
{
    int scans = 0;
    int refused = 0;
    m_replica.collection<Scan>().each([&](const Scan &scan) {
        ++scans;
        refused += scan.outcome == Outcome::Refused;
    });
    FigureView tile;
    tile.caption = tr("Refused");
    tile.figure = number(refused);
    tile.beside = tr("of the last %n scan(s)", nullptr, scans);
    tile.state = scans == 0 ? State::NoData : refused * 10 > scans ? State::Soon : State::Fine;
    if (scans > 0)
        tile.word = tr("%1 %").arg(QLocale().toString(refused * 100.0 / scans, 'f', 1));
    return tile;
}

FigureView OverviewPresenter::devicesTile() const
{
    const int offline = devicesOffline();
    int all = 0;
    m_replica.collection<Device>().each([&](const Device &device) { all += !device.isRevoked; });
    FigureView tile;
    tile.caption = tr("Devices offline");
    tile.figure = number(offline);
    tile.beside = tr("of %1", "devices offline of all").arg(number(all));
    tile.state = all == 0 ? State::NoData : offline == 0 ? State::Fine : State::Soon;
    if (all > 0)
        tile.word = offline == 0 ? tr("all connected") : tr("they go on by themselves");
    return tile;
}

/// The map and the chart answer at once to what happens at a gate.
void OverviewPresenter::scansCame(const QVector<Id> &ids)
{
    auto &scans = m_replica.collection<Scan>();
    const bool isLive = m_replica.status().state == ReplicaState::Live;
    std::int64_t newest = m_newestScan;
    for (const Id &id : ids) {
        const Scan *scan = scans.find(id);
        const std::int64_t revision = scans.revision(id);
        if (!scan || revision <= m_newestScan)
            continue;
        newest = std::max(newest, revision);
        if (isLive)
            m_desk.map()->pulse(scan->gate, verdictState(scan->outcome, scan->reason));
    }
    m_newestScan = newest;
    if (!m_askSoon.isActive())
        m_askSoon.start();
}

void OverviewPresenter::askArrivals()
{
    if (m_isAsking || m_replica.status().state != ReplicaState::Live)
        return;
    m_isAsking = true;
    QElapsedTimer asked;
    asked.start();
    CountArrivals query;
    query.until = serverNow() + 1000;
    query.stepMs = m_stepMs;
    query.from = Instant{(query.until.ms - kChartMs) / m_stepMs * m_stepMs};
    m_replica.query(
        query, this, [this, asked, step = m_stepMs, until = query.until](const Result<CountArrivals::Answer> &answer) {
            m_isAsking = false;
            m_askSoon.setInterval(std::max(kAskSoonest, std::chrono::milliseconds(asked.elapsed() * kAskShare)));
            if (answer)
                showArrivals(*answer, step, until);
        });
}

/// Shown as people per minute, whatever the step. Fine steps while the doors are young, so that the first minutes are
/// no single dot.
void OverviewPresenter::showArrivals(const CountArrivals::Answer &answer, std::int64_t stepMs, Instant until)
{
    ArrivalsView view;
    view.capacity = inside().capacity;
    view.zone = venueZone(m_replica);
    if (!answer.buckets.empty()) {
        std::int64_t net = 0;
        std::unordered_map<std::int64_t, const ArrivalsBucket *> byStart;
        for (const ArrivalsBucket &bucket : answer.buckets) {
            byStart[bucket.from.ms] = &bucket;
            net += bucket.entries - bucket.exits;
        }
        const Instant first = answer.buckets.front().from;
        std::int64_t people = inside().people - net;
        for (Instant at = first; at < until; at = at + stepMs) {
            const auto found = byStart.find(at.ms);
            const int entries = found == byStart.end() ? 0 : found->second->entries;
            people += entries - (found == byStart.end() ? 0 : found->second->exits);
            view.minutes.push_back(
                {at, static_cast<int>(entries * 60'000 / stepMs), static_cast<int>(std::max<std::int64_t>(people, 0))});
        }
        const std::int64_t span = until - first;
        m_stepMs = span < 20 * 60'000 ? 10'000 : 60'000;
    } else {
        m_stepMs = 10'000;
    }
    m_desk.setArrivals(view);
}

} // namespace gatehouse
