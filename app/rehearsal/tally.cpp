// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/tally.h"

namespace gatehouse {

namespace {

template <class Enum>
std::string nameOf(Enum value)
{
    const auto place = static_cast<std::size_t>(value);
    return place < enumNames<Enum>.size() ? std::string(enumNames<Enum>[place]) : std::to_string(place);
}

std::string inSeconds(std::int64_t ms)
{
    return std::to_string(ms / 1000) + "." + std::to_string(ms % 1000 / 100) + " s";
}

std::string listed(const std::vector<NamedCount> &counts)
{
    std::string text;
    for (const NamedCount &each : counts)
        text += (text.empty() ? "" : ", ") + each.name + " " + std::to_string(each.count);
    return text.empty() ? "none" : text;
}

} // namespace

void Tally::noteShown(const Action &action, const CheckInList &list, const LaneShown &shown, bool isAsked,
                      std::int64_t tookMs)
{
    const Direction direction = directionOf(action.kind);
    ++m_verdicts[{direction, shown.verdict.outcome, shown.verdict.reason, shown.by}];
    m_notRecorded += shown.isRecorded ? 0 : 1;
    if (shown.by == DecidedBy::Server)
        m_slowestAnswerMs = std::max(m_slowestAnswerMs, tookMs);
    else
        m_decidedLate += isAsked ? 1 : 0;
    if (shown.verdict.outcome != Outcome::Admitted)
        return;
    ++(direction == Direction::Exit ? m_left : m_admitted);
    Passage passage;
    passage.scan = shown.scan;
    passage.direction = direction;
    passage.at = {++m_moment * 1000}; // the order is what counts
    passage.sequence = m_moment;
    passage.isReEntry = shown.verdict.isReEntry;
    passage.isOwn = shown.verdict.isOwn;
    Story &story = m_stories[{list.id, action.code}];
    story.list = list;
    story.passages.push_back(std::move(passage));
}

void Tally::noteStaff(std::string_view command)
{
    m_undone += command == UndoScan::spec.name ? 1 : 0;
    m_forced += command == ForceAdmit::spec.name ? 1 : 0;
    m_reconciled += command == CloseCard::spec.name ? 1 : 0;
}

std::map<Reason, std::int64_t> Tally::refused() const
{
    std::map<Reason, std::int64_t> refused;
    for (const auto &[key, count] : m_verdicts) {
        if (key.outcome != Outcome::Admitted)
            refused[key.reason] += count;
    }
    return refused;
}

std::int64_t Tally::doubleAdmits() const
{
    std::int64_t doubles = 0;
    for (const auto &[whose, story] : m_stories) {
        Attendance empty;
        empty.list = story.list.id;
        const History history = retell(story.list, empty, story.passages);
        doubles += std::count_if(history.passages.begin(), history.passages.end(),
                                 [](const Passage &passage) { return passage.isDuplicate; });
    }
    return doubles;
}

void Tally::fill(RehearsalReport &report) const
{
    for (const auto &[kind, count] : m_done)
        report.done.push_back({nameOf(kind), count});
    for (const auto &[key, count] : m_verdicts)
        report.verdicts.push_back({key.direction, key.outcome, key.reason, key.by, count});
    report.admitted = m_admitted;
    report.left = m_left;
    report.misread = m_misread;
    report.notRecorded = m_notRecorded;
    report.refusedCommands = m_refusedCommands;
    report.decidedLate = m_decidedLate;
    report.slowestAnswerMs = m_slowestAnswerMs;
    report.doubleAdmits = doubleAdmits();
    report.undone = m_undone;
    report.forced = m_forced;
    report.reconciled = m_reconciled;
}

std::string describe(const RehearsalReport &report)
{
    const auto line = [](std::string_view name, const std::string &value) {
        std::string text(name);
        text.resize(std::max<std::size_t>(text.size(), 18), ' ');
        return text + value + "\n";
    };
    const auto number = [](std::int64_t value) { return std::to_string(value); };
    std::string text;
    text += line("Result",
                 report.isComplete ? "complete: everything was delivered and acknowledged"
                                   : "not complete: " + report.problem);
    text += line("Rehearsed",
                 inSeconds(report.rehearsedMs) + " of the event in " + inSeconds(report.tookMs) + ", held up "
                     + inSeconds(report.heldUpMs));
    text += line("Actions", listed(report.done) + "; planned " + number(report.planned));
    for (const VerdictCount &each : report.verdicts)
        text += line("  " + nameOf(each.direction),
                     number(each.count) + " " + nameOf(each.outcome)
                         + (each.reason == Reason::None ? "" : " (" + nameOf(each.reason) + ")") + " by "
                         + nameOf(each.by));
    text += line("Shown", number(report.admitted) + " admitted, " + number(report.left) + " left");
    text += line("Server counted",
                 number(report.serverEntries) + " in, " + number(report.serverExits) + " out, "
                     + number(report.serverInside) + " inside");
    text += line("Double admits",
                 number(report.doubleAdmits) + " by what was shown; cards opened: " + listed(report.cards));
    text += line("Answers",
                 "slowest " + number(report.slowestAnswerMs) + " ms, decided without one " + number(report.decidedLate)
                     + ", lost " + number(report.lostAnswers) + ", refused " + number(report.refusedCommands));
    if (report.undone + report.forced + report.reconciled > 0)
        text += line("Staff",
                     number(report.undone) + " entries undone, " + number(report.forced) + " forced, "
                         + number(report.reconciled) + " cards closed");
    text += line("Reconnects", number(report.reconnects));
    if (report.watchers > 0)
        text +=
            line("Watchers",
                 number(report.watchersLive) + " of " + number(report.watchers) + " following, "
                     + number(report.watchersAtHead) + " at the head, " + number(report.watchersSawLastGateChange)
                     + " saw the last gate change; " + number(report.watcherFrames) + " frames, "
                     + number(report.watcherBytes / 1024) + " KiB, " + number(report.watcherMissedFrames) + " missed");
    return text;
}

} // namespace gatehouse
