// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/overview/gatesights.h"
#include "app/overview/overviewdesk.h"
#include "app/overview/planpictures.h"
#include "shared/replica/replica.h"

#include <QTimer>

#include <deque>
#include <functional>
#include <unordered_map>

namespace gatehouse {

/// Makes the Overview's values from the replica, at most ten times a second, and asks for the arrivals. Window's
/// thread.
class OverviewPresenter final : public QObject
{
    Q_OBJECT

public:
    using Now = std::function<Instant()>;
    /// `now`: what the time is; none: the server's, as far as it is known here.
    OverviewPresenter(Replica &replica, OverviewDesk &desk, QObject *parent = nullptr, Now now = {});

    static constexpr std::chrono::milliseconds kRefresh{100};
    static constexpr std::chrono::seconds kAskArrivals{5}; ///< at least; after a scan sooner
    static constexpr std::chrono::milliseconds kAskSoonest{1000};
    static constexpr std::int64_t kAskShare = 50;   ///< asking may take the server this share of its time: a fiftieth
    static constexpr int kRefusedTile = 3;          ///< its place among the tiles
    static constexpr std::int64_t kFlowMs = 60'000; ///< flows are people in the last minute

    /// People in all zones and what they may hold together; for the top bar.
    struct Inside {
        int people = 0;
        int capacity = 0; ///< 0: a zone has no limit, so the whole has none
    };
    [[nodiscard]] Inside inside() const;
    [[nodiscard]] State insideState() const; ///< the worst zone's; NoData while the figures are old
    /// "Hall 3: 34 too many": zones that are full or over; empty: none.
    [[nodiscard]] QString fullZones() const;
    [[nodiscard]] int devicesOffline() const;
    /// As they are shown now; nullopt: there is none.
    [[nodiscard]] std::optional<ZoneView> zone(const Id &id) const;
    [[nodiscard]] std::optional<GateView> gate(const Id &id) const;
    [[nodiscard]] std::optional<MapSpaceView> space(const Id &id) const;
    /// "off line for 9 min", "no scan for 6 min"; empty: it is heard.
    [[nodiscard]] QString silenceWords(const Id &gate) const;
    /// Name and condition of each device at a gate, for people.
    [[nodiscard]] std::vector<std::pair<QString, QString>> devicesAt(const GateId &gate) const;

signals:
    void refreshed(); ///< inside() and devicesOffline() may be others

private:
    struct FlowSample {
        std::int64_t atMs = 0;
        std::int64_t entries = 0;
        std::int64_t exits = 0;
    };
    void schedule();
    void refresh();
    void sampleFlows();
    void askArrivals();
    void scansCame(const QVector<Id> &ids);
    void showArrivals(const CountArrivals::Answer &answer, std::int64_t stepMs, Instant until);
    [[nodiscard]] MapView mapView();
    [[nodiscard]] ZoneView zoneView(const Zone &zone) const;
    [[nodiscard]] GateView gateView(const Gate &gate) const;
    [[nodiscard]] MapSpaceView spaceView(const Space &space) const;
    void lookAtGates();
    void noteLanes();
    [[nodiscard]] std::vector<SilentGate> silentGatesOf(const ZoneId &zone, QStringList *names) const;
    [[nodiscard]] std::int64_t silentMs(const Id &gate) const;
    [[nodiscard]] std::vector<FigureView> tiles() const;
    [[nodiscard]] FigureView fullestTile() const;
    [[nodiscard]] FigureView refusedTile() const;
    [[nodiscard]] FigureView devicesTile() const;
    [[nodiscard]] std::pair<double, double> flowOf(const GateId &gate) const;
    [[nodiscard]] Instant serverNow() const;

    Now m_now;
    Replica &m_replica;
    OverviewDesk &m_desk;
    PlanPictures m_plans;
    QTimer m_refresh;
    QTimer m_ask;
    QTimer m_askSoon; ///< a scan came: the chart answers within a second
    bool m_isAsking = false;
    std::int64_t m_newestScan = 0;                          ///< revision; what is newer pulses on the map
    std::unordered_map<Id, std::deque<FlowSample>> m_flows; ///< by gate
    bool m_wasLive = false;                     ///< at the sample before; what is new since is of this minute
    std::unordered_map<Id, GateSight> m_sights; ///< by gate; looked up once for each refresh
    std::unordered_map<Id, std::vector<LaneView>> m_lanes; ///< by gate, in their order
    std::int64_t m_stepMs = 60'000;
};

} // namespace gatehouse
