// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/rehearsal.h"

#include "shared/replica/replicaworker.h"

#include <cstdio>

namespace gatehouse {

namespace {

// Real time, whatever the speed.
constexpr std::int64_t kConnectMs = 30'000;
constexpr std::int64_t kGatherMs = 120'000; // for all kiosks and watchers
constexpr std::int64_t kComeBackMs = 5'000; // that the plan waits for a kiosk
constexpr std::int64_t kReadyToDropMs = 2'000;
constexpr std::int64_t kServerAwayMs = 60'000; // then it is over, unless told to keep going
constexpr std::int64_t kDrainMs = 60'000;
constexpr std::int64_t kInterruptedDrainMs = 10'000;
constexpr std::int64_t kSettleMs = 10'000;
constexpr std::int64_t kSettleQuietMs = 1'500; // for changes that not every client is told
constexpr int kIdleStepMs = 50;

constexpr char kProgram[] = "gatehouse-rehearse " GATEHOUSE_VERSION;

std::int64_t monotonicMs()
{
    return deviceTime().monotonicMs;
}

std::string clockText(std::int64_t ms)
{
    char text[32];
    const std::int64_t seconds = ms / 1000;
    std::snprintf(text, sizeof text, "%02lld:%02lld:%02lld", static_cast<long long>(seconds / 3600),
                  static_cast<long long>(seconds / 60 % 60), static_cast<long long>(seconds % 60));
    return text;
}

} // namespace

Rehearsal::Rehearsal(RehearsalOptions options, LinkMaker makeLink, Random &random)
    : m_options(std::move(options)), m_makeLink(std::move(makeLink)), m_random(random),
      m_desk({m_options.token, kProgram, Wants::Live, Wire::Cbor}, m_makeLink, random)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Rehearsal::step);
    m_watcherThread.setObjectName(QStringLiteral("watchers"));
}

Rehearsal::~Rehearsal()
{
    m_watcherThread.quit();
    m_watcherThread.wait();
}

void Rehearsal::start()
{
    m_startedMs = monotonicMs();
    enter(Phase::Connecting);
    if (auto opened = m_desk.open(); !opened)
        return end(describe(opened.error()));
    m_desk.goOnline();
    m_timer.start(0);
}

void Rehearsal::enter(Phase phase)
{
    m_phase = phase;
    m_phaseSinceMs = monotonicMs();
}

std::int64_t Rehearsal::waitedMs() const
{
    return monotonicMs() - m_phaseSinceMs;
}

void Rehearsal::interrupt()
{
    m_isInterrupted = true;
    if (m_phase < Phase::Running)
        return end("it was interrupted before it began");
    if (m_phase == Phase::Running)
        enter(Phase::Draining);
    m_timer.start(0);
}

void Rehearsal::step()
{
    const std::int64_t nowMs = monotonicMs();
    switch (m_phase) {
    case Phase::Connecting:
        stepConnecting();
        break;
    case Phase::Preparing:
        if (waitedMs() > kConnectMs)
            end("the server does not answer");
        break;
    case Phase::Gathering:
        stepGathering();
        break;
    case Phase::Opening:
        stepOpening();
        break;
    case Phase::Running:
        stepRunning(nowMs);
        break;
    case Phase::Draining:
        stepDraining();
        break;
    case Phase::Settling:
        stepSettling();
        break;
    case Phase::Ended:
        return;
    }
    if (m_phase != Phase::Running && m_phase != Phase::Ended)
        m_timer.start(kIdleStepMs);
}

// --- before
// ---------------------------------------------------------------------------------------------------------------

void Rehearsal::stepConnecting()
{
    const ReplicaStatus status = m_desk.status();
    if (status.state == ReplicaState::Refused)
        return end("the server refuses the desk: " + describe(status.refusal));
    if (waitedMs() > kConnectMs)
        return end("the server does not answer");
    if (status.state != ReplicaState::Live)
        return;
    enter(Phase::Preparing);
    m_preparation = std::make_unique<Preparation>(m_desk, m_options.plan.kiosks, m_options.plan.visits > 0,
                                                  m_options.stateFile, m_random);
    m_preparation->start([this](Result<Prepared> result) { prepared(std::move(result)); });
}

void Rehearsal::prepared(Result<Prepared> prepared)
{
    if (m_phase != Phase::Preparing)
        return;
    if (!prepared)
        return end(describe(prepared.error()));
    m_prepared = std::move(*prepared);
    m_options.plan.rooms = m_prepared.rooms;
    m_plan = planRehearsal(m_prepared.codes, m_options.plan);
    for (const PreparedKiosk &each : m_prepared.kiosks)
        addKiosk(each);
    if (m_phase == Phase::Ended)
        return;
    m_desk.onAnswered = [this](const CommandAnswered &answered) {
        if (answered.answer.fault != Fault::None) {
            m_tally.noteRefused();
            std::fprintf(stderr, "refused: %s: %s\n", answered.name.c_str(), answered.answer.detail.c_str());
        } else {
            m_tally.noteStaff(answered.name);
        }
        if (m_heldSinceMs)
            m_timer.start(0);
        noteSequence(answered.answer.sequence, answered.name == OpenGate::spec.name);
    };
    startWatchers();
    enter(Phase::Gathering);
}

void Rehearsal::addKiosk(const PreparedKiosk &prepared)
{
    Place place;
    const std::int64_t doubleReadMs = std::max<std::int64_t>(1, kDoubleReadMs / m_options.speed);
    place.kiosk =
        std::make_unique<SimulatedKiosk>(ClientOptions{prepared.key, kProgram, Wants::Live | Wants::Kiosk, Wire::Cbor},
                                         m_makeLink, m_random, prepared.place, doubleReadMs);
    const std::size_t index = m_places.size();
    place.kiosk->onShown = [this, index](const LaneShown &what) { shown(m_places[index], what); };
    place.kiosk->onRefused = [this](const Failure &failure) {
        m_tally.noteRefused();
        std::fprintf(stderr, "refused: %s\n", describe(failure).c_str());
    };
    place.kiosk->onSequence = [this](std::int64_t sequence, bool isSeen) { noteSequence(sequence, isSeen); };
    if (auto opened = place.kiosk->open(); !opened)
        return end(describe(opened.error()));
    place.kiosk->returnLink();
    m_places.push_back(std::move(place));
}

void Rehearsal::startWatchers()
{
    m_watcherFigures.asked = m_options.watchers;
    if (m_options.watchers == 0)
        return;
    m_watchers = new Watchers({m_options.sync, m_options.token, m_options.watchers});
    m_watchers->moveToThread(&m_watcherThread);
    connect(&m_watcherThread, &QThread::started, m_watchers, &Watchers::start);
    connect(&m_watcherThread, &QThread::finished, m_watchers, &QObject::deleteLater);
    connect(m_watchers, &Watchers::counted, this,
            [this](const WatcherFigures &figures) { m_watcherFigures = figures; });
    m_watcherThread.start();
}

void Rehearsal::stepGathering()
{
    const auto isThere = [](const Place &place) { return place.kiosk->station().isLive(); };
    for (const Place &place : m_places) {
        if (const ReplicaStatus status = place.kiosk->station().status(); status.state == ReplicaState::Refused)
            return end("the server refuses a kiosk: " + describe(status.refusal));
    }
    if (std::all_of(m_places.begin(), m_places.end(), isThere) && m_watcherFigures.live == m_options.watchers)
        return openGates();
    if (waitedMs() > kGatherMs)
        end("not all kiosks and watchers came on line: "
            + std::to_string(std::count_if(m_places.begin(), m_places.end(), isThere)) + " kiosks, "
            + std::to_string(m_watcherFigures.live) + " watchers");
}

void Rehearsal::openGates()
{
    noteBaseline();
    enter(Phase::Opening);
    if (!m_options.opensGates)
        return;
    for (const GateId &gate : m_prepared.closedGates) {
        OpenGate open;
        open.gate = gate;
        open.reason = "Rehearsal";
        if (auto sent = m_desk.send(open); !sent)
            return end(describe(sent.error()));
    }
}

void Rehearsal::noteBaseline()
{
    for (const Card *card : m_desk.view().all<Card>())
        m_cardsBefore.insert(card->id);
    for (const GateFlow *flow : m_desk.view().all<GateFlow>()) {
        m_entriesBefore += flow->entries;
        m_exitsBefore += flow->exits;
    }
}

void Rehearsal::stepOpening()
{
    const bool haveHeard = std::all_of(m_places.begin(), m_places.end(), [this](const Place &place) {
        return place.kiosk->station().reached() >= m_seenByAll;
    });
    if (m_desk.waiting() == 0 && haveHeard) {
        enter(Phase::Running);
        m_lastStepMs = m_serverSeenMs = monotonicMs();
        m_timer.start(0);
    } else if (waitedMs() > kConnectMs) {
        end("the gates do not open");
    }
}

// --- the plan
// -------------------------------------------------------------------------------------------------------------

void Rehearsal::stepRunning(std::int64_t nowMs)
{
    m_planMs += (nowMs - std::exchange(m_lastStepMs, nowMs)) * m_options.speed;
    watchServer(nowMs);
    if (m_phase != Phase::Running)
        return;
    while (m_next < m_plan.size() && m_plan[m_next].atMs <= m_planMs) {
        if (!mayStart(m_plan[m_next], nowMs)) {
            m_planMs = m_plan[m_next].atMs;
            if (!m_heldSinceMs)
                m_heldSinceMs = nowMs;
            m_timer.start(1);
            return;
        }
        if (m_heldSinceMs)
            m_heldUpMs += nowMs - *std::exchange(m_heldSinceMs, std::nullopt);
        begin(m_plan[m_next++], nowMs);
    }
    if (m_next == m_plan.size()) {
        enter(Phase::Draining);
        m_timer.start(0);
        return;
    }
    const std::int64_t waitMs = (m_plan[m_next].atMs - m_planMs) / m_options.speed;
    m_timer.start(static_cast<int>(std::clamp<std::int64_t>(waitMs, 1, kIdleStepMs)));
}

bool Rehearsal::mayStart(const Action &action, std::int64_t nowMs)
{
    const Place &place = m_places[action.kiosk];
    if (place.attempt || isAwaiting(nowMs) || isPersonBusy(action))
        return false;
    if (m_options.plan.staffing > 0 && m_desk.isLive() && m_desk.waiting() > 0)
        return false; // what staff did is done before anything else happens
    return action.kind != ActionKind::KioskDrops || isReadyToDrop(place, nowMs);
}

/// A kiosk that came back counts as back once it has told what it did meanwhile; or if that does not come about.
bool Rehearsal::isAwaiting(std::int64_t nowMs)
{
    for (Place &place : m_places) {
        if (!place.awaitedUntilMs)
            continue;
        const Station &station = place.kiosk->station();
        if ((!station.isLive() || station.waiting() > 0) && nowMs < *place.awaitedUntilMs)
            return true;
        place.awaitedUntilMs.reset();
    }
    return false;
}

bool Rehearsal::isPersonBusy(const Action &action) const
{
    return isScan(action.kind) && std::any_of(m_places.begin(), m_places.end(), [&](const Place &place) {
               return place.attempt && place.attempt->action.code == action.code;
           });
}

/// It knows what happened before it drops, so that what it decides alone depends on the plan and not on the moment.
bool Rehearsal::isReadyToDrop(const Place &place, std::int64_t nowMs) const
{
    const Station &station = place.kiosk->station();
    if (!station.isLive() || (m_heldSinceMs && nowMs - *m_heldSinceMs > kReadyToDropMs))
        return true;
    const bool isAnybodyBusy =
        std::any_of(m_places.begin(), m_places.end(), [](const Place &each) { return each.attempt.has_value(); });
    return !isAnybodyBusy && station.waiting() == 0 && station.reached() >= m_seenByAll;
}

void Rehearsal::begin(const Action &action, std::int64_t nowMs)
{
    Place &place = m_places[action.kiosk];
    m_tally.noteDone(action.kind);
    if (isScan(action.kind))
        return scan(place, action, nowMs);
    if (isStaff(action.kind))
        return doAtDesk(place, m_prepared.kiosks[action.kiosk].place.gate, action.kind);
    switch (action.kind) {
    case ActionKind::KioskDrops:
        place.isDropped = true;
        return place.kiosk->dropLink();
    case ActionKind::KioskReturns:
        place.isDropped = false;
        place.kiosk->returnLink();
        break;
    case ActionKind::KioskRestarts:
        place.kiosk->restart();
        break;
    default: // a person's or staff's
        return;
    }
    if (!place.isDropped)
        place.awaitedUntilMs = nowMs + kComeBackMs;
}

void Rehearsal::scan(Place &place, const Action &action, std::int64_t nowMs)
{
    place.attempt = Attempt{action, nowMs, place.kiosk->isOnline()};
    if (place.kiosk->scan(action.code, directionOf(action.kind)))
        return;
    place.attempt.reset();
    m_tally.noteMisread();
}

// --- staff, at the desk that prepared

void Rehearsal::doAtDesk(Place &place, const GateId &gate, ActionKind kind)
{
    switch (kind) {
    case ActionKind::StaffClosesGate:
    case ActionKind::StaffOpensGate:
        return setGate(gate, kind == ActionKind::StaffOpensGate);
    case ActionKind::StaffUndoes:
        return rule(place.lastAdmitted, false);
    case ActionKind::StaffForces:
        return rule(place.lastRefused, true);
    default:
        return reconcile();
    }
}

void Rehearsal::setGate(const GateId &id, bool isToOpen)
{
    const Gate *gate = m_desk.view().find<Gate>(id);
    if (!gate || (gate->state == GateState::Open) == isToOpen)
        return; // two of them had the same thought
    if (isToOpen)
        command(OpenGate{id, "The queue has gone"});
    else
        command(CloseGate{id, "The queue is too long"});
}

/// Only what the server has is ruled on: a scan that still waits at its kiosk is not seen at any desk.
void Rehearsal::rule(ScanId &last, bool isToForce)
{
    const ScanId scan = std::exchange(last, {});
    const Scan *seen = scan.isNull() ? nullptr : m_desk.view().find<Scan>(scan);
    if (!seen || seen->isUndone || seen->isForced)
        return;
    const auto ruling = makeId<IdOf<ScanRuling>>(deviceTime().wall.ms, m_random);
    if (isToForce && !seen->record.isNull() && !seen->isCounted)
        command(ForceAdmit{ruling, scan, "Identity checked at the gate"});
    else if (!isToForce && seen->isCounted)
        command(UndoScan{ruling, scan, "Turned back at the door"});
}

void Rehearsal::reconcile()
{
    const Card *oldest = nullptr;
    for (const Card *card : m_desk.view().all<Card>()) {
        const bool isOurs = !card->isClosed && !m_cardsBefore.contains(card->id);
        if (isOurs && (!oldest || card->openedAt < oldest->openedAt))
            oldest = card;
    }
    if (oldest)
        command(CloseCard{oldest->id, "Looked into"});
}

template <class C>
void Rehearsal::command(const C &command)
{
    if (auto sent = m_desk.send(command); !sent)
        end(describe(sent.error()));
}

void Rehearsal::shown(Place &place, const LaneShown &shown)
{
    if (!place.attempt)
        return;
    const Attempt attempt = *std::exchange(place.attempt, std::nullopt);
    if (shown.isRecorded && directionOf(attempt.action.kind) == Direction::Entry)
        (shown.verdict.outcome == Outcome::Admitted ? place.lastAdmitted : place.lastRefused) = shown.scan;
    m_tally.noteShown(attempt.action, place.kiosk->checkInList().value_or(CheckInList{}), shown, attempt.isAsked,
                      monotonicMs() - attempt.startedMs);
    if (m_heldSinceMs)
        m_timer.start(0);
}

void Rehearsal::noteSequence(std::int64_t sequence, bool isSeenByAll)
{
    m_newest = std::max(m_newest, sequence);
    if (isSeenByAll)
        m_seenByAll = std::max(m_seenByAll, sequence);
}

void Rehearsal::watchServer(std::int64_t nowMs)
{
    if (m_desk.isLive())
        m_serverSeenMs = nowMs;
    else if (nowMs - m_serverSeenMs > kServerAwayMs && !m_options.keepsGoing)
        end("the server has been away for a minute");
}

// --- after
// ----------------------------------------------------------------------------------------------------------------

bool Rehearsal::isDrained() const
{
    return std::all_of(m_places.begin(), m_places.end(), [](const Place &place) {
        return !place.attempt && !place.kiosk->isBusy() && place.kiosk->station().waiting() == 0;
    });
}

void Rehearsal::stepDraining()
{
    for (Place &place : m_places) {
        if (std::exchange(place.isDropped, false))
            place.kiosk->returnLink();
    }
    if (isDrained()) {
        enter(Phase::Settling);
        m_settlesSinceMs = m_phaseSinceMs;
        if (m_watchers)
            QMetaObject::invokeMethod(m_watchers, [watchers = m_watchers, head = m_newest, gate = newestGate()] {
                watchers->expect(head, gate);
            });
        return;
    }
    const std::int64_t patienceMs = m_isInterrupted ? kInterruptedDrainMs : kDrainMs;
    if (waitedMs() > patienceMs && (m_isInterrupted || !m_options.keepsGoing))
        end("not everything could be delivered");
}

/// All is with the server: now everybody who looks on is to have heard of it.
void Rehearsal::stepSettling()
{
    if (!m_desk.isLive()) { // what it counts is old
        const std::int64_t patienceMs = m_isInterrupted ? kInterruptedDrainMs : kDrainMs;
        if (monotonicMs() - m_settlesSinceMs > patienceMs && (m_isInterrupted || !m_options.keepsGoing))
            return end("the desk did not come back: what the server counted is not known");
        m_phaseSinceMs = monotonicMs(); // it is heard out once it is back
        return;
    }
    const bool hasDesk = m_desk.reached() >= m_newest || waitedMs() > kSettleQuietMs;
    const bool haveWatchers = m_watcherFigures.atHead == m_options.watchers;
    if ((hasDesk && haveWatchers && waitedMs() > 3 * kIdleStepMs) || waitedMs() > kSettleMs)
        end({});
}

void Rehearsal::end(std::string problem)
{
    if (m_phase == Phase::Ended)
        return;
    const RehearsalReport ended = report(std::move(problem));
    m_phase = Phase::Ended;
    m_timer.stop();
    if (onEnded)
        onEnded(ended);
}

RehearsalReport Rehearsal::report(std::string problem) const
{
    RehearsalReport report;
    report.wasInterrupted = m_isInterrupted;
    report.seed = static_cast<std::int64_t>(m_options.plan.seed);
    report.speed = m_options.speed;
    report.kiosks = static_cast<std::int32_t>(m_places.size());
    report.tickets = static_cast<std::int64_t>(m_prepared.codes.size());
    report.planned = static_cast<std::int64_t>(m_plan.size());
    m_tally.fill(report);
    for (const Place &place : m_places) {
        report.lostAnswers += static_cast<std::int64_t>(place.kiosk->station().waiting());
        report.reconnects += std::max(0, place.kiosk->station().connections() - 1);
    }
    reportServer(report);
    report.watchers = m_options.watchers;
    report.watchersLive = m_watcherFigures.live;
    report.watchersAtHead = m_watcherFigures.atHead;
    report.watchersSawLastGateChange = m_watcherFigures.sawGateChange;
    report.watcherFrames = m_watcherFigures.frames;
    report.watcherBytes = m_watcherFigures.bytes;
    report.watcherReconnects = m_watcherFigures.reconnects;
    report.watcherMissedFrames = m_watcherFigures.missed;
    report.rehearsedMs = m_planMs;
    report.heldUpMs = m_heldUpMs;
    report.tookMs = monotonicMs() - m_startedMs;
    if (problem.empty() && report.notRecorded > 0)
        problem = "scans were not recorded";
    else if (problem.empty() && report.refusedCommands > 0)
        problem = "the server refused commands";
    report.problem = std::move(problem);
    report.isComplete = report.problem.empty() && report.lostAnswers == 0;
    return report;
}

void Rehearsal::reportServer(RehearsalReport &report) const
{
    std::map<CardKind, std::int64_t> cards;
    for (const Card *card : m_desk.view().all<Card>()) {
        if (!m_cardsBefore.contains(card->id))
            ++cards[card->kind];
    }
    for (const auto &[kind, count] : cards)
        report.cards.push_back({std::string(enumNames<CardKind>[static_cast<std::size_t>(kind)]), count});
    for (const GateFlow *flow : m_desk.view().all<GateFlow>()) {
        report.serverEntries += flow->entries;
        report.serverExits += flow->exits;
    }
    report.serverEntries -= m_entriesBefore;
    report.serverExits -= m_exitsBefore;
    report.serverInside = report.serverEntries - report.serverExits;
}

std::int64_t Rehearsal::newestGate() const
{
    std::int64_t newest = 0;
    for (const Gate *gate : m_desk.view().all<Gate>())
        newest = std::max(newest, m_desk.view().revision<Gate>(gate->id));
    return newest;
}

std::string Rehearsal::progress() const
{
    if (m_phase < Phase::Running)
        return {};
    std::string refused;
    std::int64_t refusals = 0;
    for (const auto &[reason, count] : m_tally.refused()) {
        const auto place = static_cast<std::size_t>(reason);
        refused += (refused.empty() ? "" : ", ")
            + (place < enumNames<Reason>.size() ? std::string(enumNames<Reason>[place]) : std::to_string(place)) + " "
            + std::to_string(count);
        refusals += count;
    }
    std::size_t waiting = 0;
    std::size_t offline = 0;
    for (const Place &place : m_places) {
        waiting += place.kiosk->station().waiting();
        offline += place.kiosk->isOnline() ? 0 : 1;
    }
    return clockText(m_planMs) + "  inside " + std::to_string(m_tally.admitted() - m_tally.left()) + "  admitted "
        + std::to_string(m_tally.admitted()) + "  refused " + std::to_string(refusals)
        + (refused.empty() ? "" : " (" + refused + ")") + "  waiting " + std::to_string(waiting) + "  kiosks off line "
        + std::to_string(offline);
}

} // namespace gatehouse
