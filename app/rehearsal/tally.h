// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/lane/lane.h"
#include "app/rehearsal/plan.h"

#include <map>
#include <string>
#include <vector>

namespace gatehouse {

template <>
inline constexpr auto enumNames<ActionKind> = std::array<std::string_view, 16>{"scan",
                                                                               "double_scan",
                                                                               "forged_scan",
                                                                               "unknown_scan",
                                                                               "leave",
                                                                               "return",
                                                                               "kiosk_drops",
                                                                               "kiosk_returns",
                                                                               "kiosk_restarts",
                                                                               "visit",
                                                                               "leave_room",
                                                                               "staff_closes_gate",
                                                                               "staff_opens_gate",
                                                                               "staff_undoes",
                                                                               "staff_forces",
                                                                               "staff_reconciles"};

[[nodiscard]] inline Direction directionOf(ActionKind kind)
{
    return kind == ActionKind::Leave || kind == ActionKind::LeaveRoom ? Direction::Exit : Direction::Entry;
}

struct NamedCount {
    std::string name;
    std::int64_t count = 0;
    static constexpr Field fields[] = {field<&NamedCount::name>("name"), field<&NamedCount::count>("count")};
    bool operator==(const NamedCount &) const = default;
};

/// How often one kind of verdict was shown.
struct VerdictCount {
    Direction direction = Direction::Entry;
    Outcome outcome = Outcome::Refused;
    Reason reason = Reason::None;
    DecidedBy by = DecidedBy::Server;
    std::int64_t count = 0;
    static constexpr Field fields[] = {field<&VerdictCount::direction>("direction"),
                                       field<&VerdictCount::outcome>("outcome"), field<&VerdictCount::reason>("reason"),
                                       field<&VerdictCount::by>("by"), field<&VerdictCount::count>("count")};
    bool operator==(const VerdictCount &) const = default;
};

/// What a rehearsal came to. What was shown is counted by the kiosks, the rest is what the server tells.
struct RehearsalReport {
    bool isComplete = false; ///< all that was planned was done, delivered and acknowledged
    bool wasInterrupted = false;
    std::string problem; ///< why not complete
    std::int64_t seed = 0;
    std::int32_t speed = 1;
    std::int32_t kiosks = 0;
    std::int64_t tickets = 0;
    std::int64_t planned = 0;
    std::vector<NamedCount> done; ///< actions by kind
    std::vector<VerdictCount> verdicts;
    std::int64_t admitted = 0; ///< entries that were shown admitted
    std::int64_t left = 0;     ///< exits that were shown admitted
    std::int64_t misread = 0;  ///< codes that a kiosk took for no code, or for the same read twice
    std::int64_t notRecorded = 0;
    std::int64_t decidedLate = 0;     ///< on line, but no answer within 400 ms
    std::int64_t slowestAnswerMs = 0; ///< from the scan to a verdict of the server
    std::int64_t refusedCommands = 0;
    std::int64_t lostAnswers = 0; ///< commands that still waited at the end
    std::int64_t reconnects = 0;
    std::int64_t doubleAdmits = 0;  ///< by what was shown and in which order: what the desk must find
    std::vector<NamedCount> cards;  ///< opened meanwhile, by kind
    std::int64_t serverEntries = 0; ///< counted meanwhile at all gates
    std::int64_t serverExits = 0;
    std::int64_t serverInside = 0; ///< entries less exits
    std::int32_t watchers = 0;
    std::int32_t watchersLive = 0;
    std::int32_t watchersAtHead = 0;
    std::int32_t watchersSawLastGateChange = 0;
    std::int64_t watcherFrames = 0;
    std::int64_t watcherBytes = 0;
    std::int64_t watcherReconnects = 0;
    std::int64_t watcherMissedFrames = 0;
    std::int64_t rehearsedMs = 0; ///< of the plan's time
    std::int64_t tookMs = 0;
    std::int64_t heldUpMs = 0; ///< in which the plan waited for a kiosk or a person
    std::int64_t undone = 0;   ///< entries, by staff
    std::int64_t forced = 0;   ///< entries, by staff
    std::int64_t reconciled = 0;
    static constexpr Field fields[] = {field<&RehearsalReport::isComplete>("isComplete"),
                                       field<&RehearsalReport::wasInterrupted>("wasInterrupted"),
                                       field<&RehearsalReport::problem>("problem", Flag::Optional),
                                       field<&RehearsalReport::seed>("seed"),
                                       field<&RehearsalReport::speed>("speed"),
                                       field<&RehearsalReport::kiosks>("kiosks"),
                                       field<&RehearsalReport::tickets>("tickets"),
                                       field<&RehearsalReport::planned>("planned"),
                                       field<&RehearsalReport::done>("done", Flag::Optional),
                                       field<&RehearsalReport::verdicts>("verdicts", Flag::Optional),
                                       field<&RehearsalReport::admitted>("admitted"),
                                       field<&RehearsalReport::left>("left"),
                                       field<&RehearsalReport::misread>("misread"),
                                       field<&RehearsalReport::notRecorded>("notRecorded"),
                                       field<&RehearsalReport::decidedLate>("decidedLate"),
                                       field<&RehearsalReport::slowestAnswerMs>("slowestAnswerMs"),
                                       field<&RehearsalReport::refusedCommands>("refusedCommands"),
                                       field<&RehearsalReport::lostAnswers>("lostAnswers"),
                                       field<&RehearsalReport::reconnects>("reconnects"),
                                       field<&RehearsalReport::doubleAdmits>("doubleAdmits"),
                                       field<&RehearsalReport::cards>("cards", Flag::Optional),
                                       field<&RehearsalReport::serverEntries>("serverEntries"),
                                       field<&RehearsalReport::serverExits>("serverExits"),
                                       field<&RehearsalReport::serverInside>("serverInside"),
                                       field<&RehearsalReport::watchers>("watchers"),
                                       field<&RehearsalReport::watchersLive>("watchersLive"),
                                       field<&RehearsalReport::watchersAtHead>("watchersAtHead"),
                                       field<&RehearsalReport::watchersSawLastGateChange>("watchersSawLastGateChange"),
                                       field<&RehearsalReport::watcherFrames>("watcherFrames"),
                                       field<&RehearsalReport::watcherBytes>("watcherBytes"),
                                       field<&RehearsalReport::watcherReconnects>("watcherReconnects"),
                                       field<&RehearsalReport::watcherMissedFrames>("watcherMissedFrames"),
                                       field<&RehearsalReport::rehearsedMs>("rehearsedMs"),
                                       field<&RehearsalReport::tookMs>("tookMs"),
                                       field<&RehearsalReport::heldUpMs>("heldUpMs"),
                                       field<&RehearsalReport::undone>("undone"),
                                       field<&RehearsalReport::forced>("forced"),
                                       field<&RehearsalReport::reconciled>("reconciled")};
};

/// Counts what was done and shown. A plain object.
class Tally
{
public:
    void noteDone(ActionKind kind) { ++m_done[kind]; }
    /// A verdict of an action, in the order in which they were shown. `isAsked`: the server was asked first.
    void noteShown(const Action &action, const CheckInList &list, const LaneShown &shown, bool isAsked,
                   std::int64_t tookMs);
    void noteMisread() { ++m_misread; }
    void noteRefused() { ++m_refusedCommands; }
    /// A command of the desk was carried out.
    void noteStaff(std::string_view command);

    [[nodiscard]] std::int64_t admitted() const { return m_admitted; }
    [[nodiscard]] std::int64_t left() const { return m_left; }
    [[nodiscard]] std::map<Reason, std::int64_t> refused() const;
    /// Entries that the rules call duplicates, told from what was shown in the order in which it happened.
    [[nodiscard]] std::int64_t doubleAdmits() const;
    /// Its own part of the report.
    void fill(RehearsalReport &report) const;

private:
    struct VerdictKey {
        Direction direction = Direction::Entry;
        Outcome outcome = Outcome::Refused;
        Reason reason = Reason::None;
        DecidedBy by = DecidedBy::Server;
        auto operator<=>(const VerdictKey &) const = default;
    };
    struct Story {
        CheckInList list;
        std::vector<Passage> passages;
    };

    std::map<ActionKind, std::int64_t> m_done;
    std::map<VerdictKey, std::int64_t> m_verdicts;
    std::map<std::pair<CheckInListId, std::string>, Story> m_stories; ///< by list and code: who went through
    std::int64_t m_moment = 0;
    std::int64_t m_admitted = 0;
    std::int64_t m_left = 0;
    std::int64_t m_misread = 0;
    std::int64_t m_notRecorded = 0;
    std::int64_t m_refusedCommands = 0;
    std::int64_t m_decidedLate = 0;
    std::int64_t m_slowestAnswerMs = 0;
    std::int64_t m_undone = 0;
    std::int64_t m_forced = 0;
    std::int64_t m_reconciled = 0;
};

/// The report for people, line by line.
[[nodiscard]] std::string describe(const RehearsalReport &report);

} // namespace gatehouse
