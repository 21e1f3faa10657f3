// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/preparation.h"
#include "app/rehearsal/simulatedkiosk.h"
#include "app/rehearsal/tally.h"
#include "app/rehearsal/watchers.h"

#include <QThread>

#include <set>

namespace gatehouse {

struct RehearsalOptions {
    QUrl sync;         ///< ws…/e/<slug>/sync
    std::string token; ///< of an account that may manage tickets and devices and operate gates
    PlanOptions plan;
    std::int32_t speed = 1; ///< times life; verdicts keep their own time
    int watchers = 0;
    QString stateFile;
    bool opensGates = true;
    bool keepsGoing = false; ///< waits for a server that is away, however long
};

/// Plays a plan against a server: a desk that prepares and looks on, the kiosks, the watchers. The plan's actions start
/// in its order, each when its time has come and its kiosk and its person are free; where they are not, the plan's
/// clock stands still. So the same seed on the same event comes to the same end, at any speed. One thread, but for the
/// watchers', which has its own.
class Rehearsal : public QObject
{
    Q_OBJECT

public:
    /// `random` outlives it.
    Rehearsal(RehearsalOptions options, LinkMaker makeLink, Random &random);
    ~Rehearsal() override;

    void start();
    /// No further actions: what is on its way is delivered, ten seconds at most.
    void interrupt();
    /// One line on how it goes; empty before it runs.
    [[nodiscard]] std::string progress() const;

    std::function<void(const RehearsalReport &)> onEnded;

private:
    enum class Phase { Connecting, Preparing, Gathering, Opening, Running, Draining, Settling, Ended };
    struct Attempt { ///< what a kiosk is busy with
        Action action;
        std::int64_t startedMs = 0;
        bool isAsked = false;
    };
    struct Place {
        std::unique_ptr<SimulatedKiosk> kiosk;
        std::optional<Attempt> attempt;
        ScanId lastAdmitted; ///< none: none since somebody looked at it
        ScanId lastRefused;
        bool isDropped = false;
        std::optional<std::int64_t> awaitedUntilMs; ///< came back: the plan waits until it stands as planned
    };

    void enter(Phase phase);
    void step();
    void stepConnecting();
    void stepGathering();
    void stepOpening();
    void stepRunning(std::int64_t nowMs);
    void stepDraining();
    void stepSettling();
    void prepared(Result<Prepared> prepared);
    void addKiosk(const PreparedKiosk &prepared);
    void startWatchers();
    void openGates();
    void noteBaseline();

    [[nodiscard]] bool mayStart(const Action &action, std::int64_t nowMs);
    [[nodiscard]] bool isAwaiting(std::int64_t nowMs);
    [[nodiscard]] bool isPersonBusy(const Action &action) const;
    [[nodiscard]] bool isReadyToDrop(const Place &place, std::int64_t nowMs) const;
    void begin(const Action &action, std::int64_t nowMs);
    void scan(Place &place, const Action &action, std::int64_t nowMs);
    void doAtDesk(Place &place, const GateId &gate, ActionKind kind);
    void setGate(const GateId &gate, bool isToOpen);
    void rule(ScanId &scan, bool isToForce);
    void reconcile();
    template <class C>
    void command(const C &command);
    void shown(Place &place, const LaneShown &shown);
    void noteSequence(std::int64_t sequence, bool isSeenByAll);
    void watchServer(std::int64_t nowMs);

    [[nodiscard]] bool isDrained() const;
    [[nodiscard]] std::int64_t waitedMs() const; ///< in this phase
    void end(std::string problem);
    [[nodiscard]] RehearsalReport report(std::string problem) const;
    void reportServer(RehearsalReport &report) const;
    [[nodiscard]] std::int64_t newestGate() const;

    RehearsalOptions m_options;
    LinkMaker m_makeLink;
    Random &m_random;
    Phase m_phase = Phase::Connecting;
    std::int64_t m_phaseSinceMs = 0;
    std::int64_t m_settlesSinceMs = 0; ///< the phase begins anew while the desk is away
    std::int64_t m_startedMs = 0;
    QTimer m_timer;
    Station m_desk;
    std::unique_ptr<Preparation> m_preparation;
    Prepared m_prepared;
    std::vector<Place> m_places;
    QThread m_watcherThread;
    Watchers *m_watchers = nullptr; ///< on its thread, deleted there
    WatcherFigures m_watcherFigures;

    std::vector<Action> m_plan;
    std::size_t m_next = 0;
    std::int64_t m_planMs = 0;
    std::int64_t m_lastStepMs = 0;
    std::optional<std::int64_t> m_heldSinceMs;
    std::int64_t m_heldUpMs = 0;
    std::int64_t m_serverSeenMs = 0;
    std::int64_t m_seenByAll = 0; ///< sequence of the newest command whose changes every client is told
    std::int64_t m_newest = 0;    ///< of any command
    bool m_isInterrupted = false;
    Tally m_tally;

    std::set<Id> m_cardsBefore;
    std::int64_t m_entriesBefore = 0;
    std::int64_t m_exitsBefore = 0;
};

} // namespace gatehouse
