// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/rules.h"

namespace gatehouse {

namespace {

template <class T>
bool contains(const std::vector<T> &list, const T &value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// Why not, coarsely for the world and finely for people.
struct Refusal {
    Reason reason = Reason::None;
    FailedRule failed;
    explicit operator bool() const { return reason != Reason::None; }
};

Refusal refusal(Reason reason, Rule rule, Instant at = {})
{
    Refusal made;
    made.reason = reason;
    made.failed.rule = rule;
    made.failed.at = at;
    return made;
}

Verdict refused(const Refusal &why)
{
    Verdict verdict;
    verdict.reason = why.reason;
    verdict.failed = why.failed;
    return verdict;
}

Verdict admitted(std::int32_t people)
{
    Verdict verdict;
    verdict.outcome = Outcome::Admitted;
    verdict.people = people;
    return verdict;
}

// --- code and ticket
// ------------------------------------------------------------------------------------------------------

Reason whyNotReadable(const ScanInputs &in)
{
    switch (in.code.kind) {
    case CodeKind::Forged:
        return Reason::Invalid;
    case CodeKind::WrongEvent:
        return Reason::WrongEvent;
    case CodeKind::UnknownKey:
        return Reason::UnknownKey;
    case CodeKind::Picked:
    case CodeKind::Imported:
    case CodeKind::Signed:
        break;
    }
    if (in.ticket)
        return Reason::None;
    if (in.isOnOtherList)
        return Reason::Product;
    // A signature is worth something where the ticket may simply not have arrived yet.
    const bool mayBeNew = in.code.kind == CodeKind::Signed && in.view == View::OffLine;
    return mayBeNew ? Reason::None : Reason::Invalid;
}

Reason whyNotInState(TicketState state, bool takesUnpaid)
{
    switch (state) {
    case TicketState::Valid:
        return Reason::None;
    case TicketState::Unpaid:
        return takesUnpaid ? Reason::None : Reason::Unpaid;
    case TicketState::Blocked:
        return Reason::Blocked;
    case TicketState::Revoked:
        return Reason::Revoked;
    case TicketState::Cancelled:
        return Reason::Canceled;
    }
    return Reason::Error; // a state of a newer program: not green
}

/// Imported codes are those of the first issue.
bool isReissued(const ScanInputs &in)
{
    return in.ticket && in.code.kind != CodeKind::Picked && in.code.reissue < in.ticket->reissue;
}

Refusal whyNotTicket(const CheckInList &list, const ScanInputs &in)
{
    if (isReissued(in))
        return refusal(Reason::Reissued, Rule::TicketState);
    if (!in.ticket)
        return in.isProductTaken ? Refusal{} : refusal(Reason::Product, Rule::ListProducts);
    if (const Reason reason = whyNotInState(in.ticket->state, list.takesUnpaid); reason != Reason::None)
        return refusal(reason, Rule::TicketState);
    if (!list.products.empty() && !contains(list.products, in.product))
        return refusal(Reason::Product, Rule::ListProducts);
    return {};
}

// --- place and time
// -------------------------------------------------------------------------------------------------------

Refusal whyNotHere(const CheckInList &list, const ScanInputs &in)
{
    if (!list.gates.empty() && !contains(list.gates, in.gateId))
        return refusal(Reason::WrongGate, Rule::ListGates);
    // A scan from before the gate closed, told afterwards, was made at an open gate.
    if (in.gate && in.gate->isClosed && (in.isClockSuspect || in.gate->changedAt <= in.at))
        return refusal(Reason::GateClosed, Rule::GateClosed, in.gate->changedAt);
    return {};
}

Refusal whyNotNow(const CheckInList &list, const ScanInputs &in)
{
    if (in.isClockSuspect)
        return {};
    if (list.opensAt && in.at < *list.opensAt)
        return refusal(Reason::Rules, Rule::ListOpens, *list.opensAt);
    if (list.closesAt && in.at >= *list.closesAt)
        return refusal(Reason::Rules, Rule::ListCloses, *list.closesAt);
    const auto from = in.ticket ? in.ticket->validFrom : in.code.notBefore;
    const auto until = in.ticket ? in.ticket->validUntil : in.code.notAfter;
    if (from && in.at < *from)
        return refusal(Reason::InvalidTime, Rule::TicketBegins, *from);
    if (until && in.at >= *until)
        return refusal(Reason::InvalidTime, Rule::TicketEnds, *until);
    return {};
}

/// How near a window was to letting in.
struct Miss {
    int steps = 0;          ///< conditions that held before one did not
    std::int64_t farMs = 0; ///< in time, where that is what failed
    Refusal why;            ///< none: it lets in
    [[nodiscard]] bool isNearerThan(const Miss &other) const
    {
        return steps != other.steps ? steps > other.steps : farMs < other.farMs;
    }
};

Miss missOf(const ListWindow &window, const ScanInputs &in)
{
    Miss miss;
    if (!window.products.empty() && !contains(window.products, in.product)) {
        miss.why = refusal(Reason::Product, Rule::WindowProducts);
    } else if (!window.gates.empty() && !contains(window.gates, in.gateId)) {
        miss.steps = 1;
        miss.why = refusal(Reason::WrongGate, Rule::WindowGates);
    } else if (!in.isClockSuspect && window.from && in.at < *window.from) {
        miss.steps = 2;
        miss.farMs = *window.from - in.at;
        miss.why = refusal(Reason::Rules, Rule::WindowOpens, *window.from);
    } else if (!in.isClockSuspect && window.until && in.at >= *window.until) {
        miss.steps = 2;
        miss.farMs = in.at - *window.until;
        miss.why = refusal(Reason::Rules, Rule::WindowCloses, *window.until);
    }
    miss.why.failed.name = window.name;
    return miss;
}

/// Any one window suffices; if none does, the one that was nearest to it says why.
Refusal whyNoWindow(const CheckInList &list, const ScanInputs &in)
{
    std::optional<Miss> nearest;
    for (const ListWindow &window : list.windows) {
        Miss miss = missOf(window, in);
        if (!miss.why)
            return {};
        if (!nearest || miss.isNearerThan(*nearest))
            nearest = std::move(miss);
    }
    return nearest ? nearest->why : Refusal{};
}

// --- use
// ------------------------------------------------------------------------------------------------------------------

/// How many more people a ticket may bring in.
struct Room {
    std::int32_t again = 0; ///< who had been in and left
    std::int32_t first = 0;
    bool isDayUsed = false; ///< it is the event day's limit that holds back
};

Room roomFor(const CheckInList &list, std::int32_t group, const UseThen &use)
{
    Room room;
    if (list.allowsReEntry && use.entries > 0)
        room.again = std::max(0, std::min(std::max(use.firstEntries, 1), group) - use.peopleInside);
    room.first = list.mostEntries == 0 ? group : std::max(0, list.mostEntries * group - use.firstEntries);
    const std::int32_t today = list.mostPerDay == 0 ? room.first : list.mostPerDay * group - use.dayEntries;
    room.isDayUsed = today < room.first;
    room.first = std::clamp(today, 0, room.first);
    return room;
}

std::int32_t groupOf(const ScanInputs &in)
{
    return in.ticket ? std::max(in.ticket->people, 1) : 1;
}

/// Also the other way round: a device's clock may have been mended in between.
bool isMomentsAgo(const Attendance &attendance, Instant at)
{
    return at.ms - attendance.lastAt.ms <= kOwnScanMs && attendance.lastAt.ms - at.ms <= kOwnScanMs;
}

/// As of a row of an older program, which counted no people.
std::int32_t peopleInside(const Attendance &attendance)
{
    return attendance.isInside ? std::max(attendance.peopleInside, 1) : 0;
}

UseThen useThen(const Attendance &attendance, std::int64_t day)
{
    UseThen use;
    use.entries = attendance.entries;
    use.firstEntries = attendance.firstEntries;
    use.peopleInside = peopleInside(attendance);
    use.zone = attendance.zone;
    use.lastAt = attendance.lastAt;
    use.lastEntryAt = attendance.lastEntryAt;
    use.firstAt = attendance.firstAt;
    use.firstGate = attendance.firstGate;
    for (const DayUse &each : attendance.days) {
        if (each.day == day) {
            use.dayEntries = each.entries;
            use.dayFirstAt = each.firstAt;
        }
    }
    return use;
}

bool isBetweenZones(const CheckInList &list, const ZoneId &outer)
{
    return list.followsZones && !outer.isNull();
}

/// Off line, and looking back, an entry into the outer zone may not have been told yet.
Refusal whyNotFromThere(const ScanInputs &in, const UseThen &use)
{
    const bool isThere = use.peopleInside > 0 && (use.zone == in.gate->outer || use.zone.isNull());
    if (isThere || in.view != View::Whole)
        return {};
    Refusal why = refusal(Reason::WrongZone, Rule::NotFromZone);
    why.failed.zone = in.gate->outer;
    return why;
}

Verdict refusedAsUsed(const CheckInList &list, const UseThen &use, bool isDay, std::int32_t group)
{
    Refusal why = isDay ? refusal(Reason::DayUsed, Rule::DayEntriesUsed, use.dayFirstAt)
                        : refusal(Reason::AlreadyRedeemed, Rule::EntriesUsed, use.firstAt);
    why.failed.number = isDay ? use.dayEntries : use.firstEntries;
    why.failed.most = (isDay ? list.mostPerDay : list.mostEntries) * group;
    Verdict verdict = refused(why);
    verdict.firstAt = isDay ? use.dayFirstAt : use.firstAt;
    if (!isDay)
        verdict.firstGate = use.firstGate;
    return verdict;
}

/// The next time at which somebody may come in again; none: never again, as far as is planned.
Instant nextReEntry(const CheckInList &list, Instant at)
{
    Instant next;
    for (const TimeSpan &time : list.reEntryTimes) {
        if (time.from && at < *time.from && (next.ms == 0 || *time.from < next))
            next = *time.from;
    }
    return next;
}

Refusal whyNotAgain(const CheckInList &list, const ScanInputs &in, const UseThen &use, bool isAgain)
{
    if (in.isClockSuspect || use.entries == 0)
        return {};
    const Instant next = use.lastEntryAt + std::int64_t{list.minutesBetween} * 60'000;
    if (list.minutesBetween > 0 && use.lastEntryAt.ms > 0 && in.at < next)
        return refusal(Reason::TooEarlyAgain, Rule::TooEarlyAgain, next);
    const bool isTime = list.reEntryTimes.empty()
        || std::any_of(list.reEntryTimes.begin(), list.reEntryTimes.end(),
                       [&](const TimeSpan &time) { return time.holds(in.at); });
    return isAgain && !isTime ? refusal(Reason::Rules, Rule::ReEntryTime, nextReEntry(list, in.at)) : Refusal{};
}

Verdict incomplete(Rule rule, std::int32_t number)
{
    Refusal why = refusal(Reason::Incomplete, rule);
    why.failed.number = number;
    return refused(why);
}

std::vector<std::string> missingAnswers(const CheckInList &list, const ScanInputs &in)
{
    std::vector<std::string> missing;
    for (const Question &question : list.questions) {
        if (question.isRequired && question.concerns(in.product) && !contains(in.answered, question.id))
            missing.push_back(question.id);
    }
    return missing;
}

/// Of a passage whose number of people nobody has said, one went; only a device that did not ask tells of such.
std::int32_t peopleComing(const ScanInputs &in, std::int32_t most)
{
    if (in.people > 0)
        return in.people;
    return most == 1 || groupOf(in) == 1 || in.view == View::LookingBack ? 1 : 0;
}

Verdict decideEntry(const CheckInList &list, const ScanInputs &in, const UseThen &use, const Room &room)
{
    const std::int32_t group = groupOf(in);
    const std::int32_t most = std::min(group, room.again + room.first);
    if (most <= 0)
        return refusedAsUsed(list, use, room.isDayUsed, group);
    const std::int32_t people = peopleComing(in, most);
    const std::int32_t again = std::min(std::max(people, 1), room.again);
    if (const Refusal why = whyNotAgain(list, in, use, again > 0))
        return refused(why);
    if (people > most) {
        Verdict verdict = refusedAsUsed(list, use, room.isDayUsed, group);
        verdict.failed.rule = Rule::GroupLeft;
        verdict.failed.number = most;
        return verdict;
    }
    if (people == 0)
        return incomplete(Rule::GroupSize, most);
    if (use.entries == 0) {
        if (auto missing = missingAnswers(list, in); !missing.empty()) {
            Verdict verdict = incomplete(Rule::Questions, static_cast<std::int32_t>(missing.size()));
            verdict.missing = std::move(missing);
            return verdict;
        }
    }
    Verdict verdict = admitted(people);
    verdict.again = again;
    verdict.isReEntry = again == people;
    return verdict;
}

Verdict decideUse(const CheckInList &list, const ScanInputs &in)
{
    const UseThen use = in.use.value_or(UseThen{});
    const Room room = roomFor(list, groupOf(in), use);
    if (use.isOwn && room.again == 0) {
        Verdict verdict = admitted(std::max(in.people, 1));
        verdict.isOwn = true;
        verdict.firstAt = use.firstAt;
        verdict.firstGate = use.firstGate;
        return verdict;
    }
    if (in.gate && isBetweenZones(list, in.gate->outer)) {
        if (use.peopleInside > 0 && use.zone == in.gate->inner)
            return refusedAsUsed(list, use, false, groupOf(in));
        if (const Refusal why = whyNotFromThere(in, use))
            return refused(why);
        if (use.peopleInside > 0) {
            Verdict verdict = admitted(in.people > 0 ? std::min(in.people, use.peopleInside) : use.peopleInside);
            verdict.isMove = true;
            return verdict;
        }
    }
    return decideEntry(list, in, use, room);
}

Verdict decideExit(const CheckInList &list, const ScanInputs &in)
{
    const std::int32_t inside = in.use ? in.use->peopleInside : 0;
    if (inside == 0 && in.view == View::Whole)
        return refused(refusal(Reason::NotInside, Rule::NeverEntered));
    const std::int32_t people = peopleComing(in, std::max(inside, 1));
    if (people == 0)
        return incomplete(Rule::GroupSize, inside);
    Verdict verdict = admitted(people);
    verdict.isMove = in.gate && isBetweenZones(list, in.gate->outer); // out of one zone, into the one around it
    return verdict;
}

// --- history
// --------------------------------------------------------------------------------------------------------------

/// Of whoever passed, those who had been in before.
std::int32_t againOf(const Passage &passage)
{
    return passage.isReEntry ? passage.people : passage.again;
}

ScanId firstScanOfDay(const Attendance &attendance, std::int64_t day)
{
    for (const DayUse &each : attendance.days) {
        if (each.day == day)
            return each.firstScan;
    }
    return {};
}

void judge(Passage &passage, const CheckInList &list, const Attendance &before)
{
    if (passage.isSettled || passage.isOwn || passage.direction == Direction::Exit)
        return;
    const UseThen use = useThen(before, passage.day);
    passage.isMove = isBetweenZones(list, passage.from) && use.peopleInside > 0 && use.zone != passage.to;
    const Room room = roomFor(list, passage.group, use);
    passage.again = passage.isMove ? 0 : std::min(passage.people, room.again);
    passage.isReEntry = passage.again > 0 && passage.again == passage.people;
    passage.isDuplicate = !passage.isMove && !passage.isForced && passage.people > room.again + room.first;
    passage.otherScan = {};
    if (passage.isDuplicate)
        passage.otherScan = room.isDayUsed ? firstScanOfDay(before, passage.day) : before.firstScan;
}

void sortAsHappened(std::vector<Passage> &passages)
{
    std::sort(passages.begin(), passages.end(), [](const Passage &a, const Passage &b) {
        return std::tie(a.sequence, a.scan) < std::tie(b.sequence, b.scan);
    });
    // Not std::sort by time: "before for certain" is no order that could be sorted by (A may overlap B, and B overlap
    // C).
    for (std::size_t next = 1; next < passages.size(); ++next) {
        for (std::size_t at = next; at > 0 && happenedBefore(passages[at], passages[at - 1]); --at)
            std::swap(passages[at], passages[at - 1]);
    }
}

void countDay(Attendance &attendance, const Passage &passage, std::int32_t entries)
{
    const auto at = std::lower_bound(attendance.days.begin(), attendance.days.end(), passage.day,
                                     [](const DayUse &each, std::int64_t day) { return each.day < day; });
    if (at != attendance.days.end() && at->day == passage.day) {
        at->entries += entries;
        return;
    }
    attendance.days.insert(at, {passage.day, entries, passage.at, passage.scan});
    if (attendance.days.size() > kMaxUsedDays)
        attendance.days.erase(attendance.days.begin());
}

void leave(const CheckInList &list, Attendance &attendance, const Passage &passage)
{
    if (isBetweenZones(list, passage.to) && attendance.isInside) { // into the zone around it
        attendance.zone = passage.to;
        return;
    }
    attendance.peopleInside = std::max(0, peopleInside(attendance) - std::max(passage.people, 1));
    attendance.isInside = attendance.peopleInside > 0;
    if (!attendance.isInside)
        attendance.zone = {};
}

void enter(Attendance &attendance, const Passage &passage)
{
    const std::int32_t before = peopleInside(attendance);
    attendance.isInside = true;
    attendance.zone = passage.to;
    attendance.peopleInside = std::max(before, 1);
    // People are counted by zone; a ticket is used once however many came in with copies of it.
    if (passage.isMove || passage.isDuplicate || (passage.isOwn && attendance.entries > 0))
        return;
    attendance.lastEntryAt = passage.at;
    attendance.peopleInside = std::min(before + passage.people, std::max(passage.group, 1));
    attendance.entries += passage.people;
    const std::int32_t first = passage.people - againOf(passage);
    attendance.firstEntries += first;
    if (first > 0)
        countDay(attendance, passage, first);
    if (attendance.firstScan.isNull()) {
        attendance.firstScan = passage.scan;
        attendance.firstAt = passage.at;
        attendance.firstGate = passage.gate;
    }
}

} // namespace

ScanInputs keptInputs(const AdmissionInputs &in)
{
    ScanInputs kept;
    kept.list = in.list->id;
    kept.rulesVersion = in.list->rulesVersion;
    kept.direction = in.direction;
    kept.view = in.view;
    kept.at = in.at;
    kept.isClockSuspect = in.isClockSuspect;
    kept.day = in.day;
    kept.code = {in.code.kind, in.code.reissue, in.code.notBefore, in.code.notAfter};
    kept.isOnOtherList = in.isOnOtherList;
    kept.gateId = in.gateId;
    kept.people = in.people;
    if (in.record) {
        kept.ticket = TicketThen{in.record->state, in.record->reissue, in.record->people, in.record->validFrom,
                                 in.record->validUntil};
        kept.product = in.record->product;
    } else if (in.product) {
        kept.product = in.product->id;
        kept.isProductTaken = takesProduct(*in.list, *in.product);
    }
    if (in.gate)
        kept.gate = GateThen{in.gate->state == GateState::Closed, in.gate->changedAt, in.gate->outer, in.gate->inner};
    if (in.attendance) {
        const Attendance use = in.isClockSuspect ? *in.attendance : atInstant(*in.list, *in.attendance, in.at);
        kept.use = useThen(use, in.day);
        kept.use->isOwn = use.isInside && !in.device.isNull() && in.device == in.lastDevice && !in.wasLastShown
            && isMomentsAgo(use, in.at);
    }
    for (const Question &question : in.list->questions) {
        for (const GivenAnswer &answer : in.answers ? *in.answers : std::vector<GivenAnswer>()) {
            if (answer.question == question.id && answers(question, answer.value)
                && !contains(kept.answered, question.id))
                kept.answered.push_back(question.id);
        }
    }
    return kept;
}

Verdict decideAdmission(const CheckInList &list, const ScanInputs &in)
{
    if (const Reason reason = whyNotReadable(in); reason != Reason::None)
        return refused(refusal(reason, Rule::Code));
    if (in.direction == Direction::Exit)
        return decideExit(list, in);
    for (const auto check : {whyNotTicket, whyNotHere, whyNotNow, whyNoWindow}) {
        if (const Refusal why = check(list, in))
            return refused(why);
    }
    return decideUse(list, in);
}

bool takesProduct(const CheckInList &list, const Product &product)
{
    return list.products.empty() ? product.isAdmitting : contains(list.products, product.id);
}

Passage passageOf(const Scan &scan, const CheckInList &list, const std::vector<EventDay> &days, std::int32_t group)
{
    Passage passage;
    passage.scan = scan.id;
    passage.direction = scan.direction;
    passage.at = scan.at;
    passage.errorMs = scan.errorMs;
    passage.isClockSuspect = scan.isClockSuspect;
    passage.sequence = scan.sequence;
    passage.gate = scan.gate;
    passage.isForced = scan.isForced;
    passage.isOwn = scan.isOwn;
    passage.isSettled = scan.rulesVersion != list.rulesVersion;
    passage.isReEntry = scan.isReEntry;
    passage.isDuplicate = scan.isDuplicate;
    passage.otherScan = scan.otherScan;
    passage.day = eventDayAt(days, scan.at);
    passage.group = std::max(group, 1);
    passage.people = std::max(scan.people, 1);
    passage.again = scan.again;
    passage.from = scan.from;
    passage.to = scan.to;
    passage.isMove = scan.isMove;
    return passage;
}

Passage passageOf(const ScanId &scan, const ScanInputs &in, const Verdict &verdict)
{
    Passage passage;
    passage.scan = scan;
    passage.direction = in.direction;
    passage.at = in.at;
    passage.isClockSuspect = in.isClockSuspect;
    passage.gate = in.gateId;
    passage.isReEntry = verdict.isReEntry;
    passage.isOwn = verdict.isOwn;
    passage.day = in.day;
    passage.group = groupOf(in);
    passage.people = std::max(verdict.people, 1);
    passage.again = verdict.again;
    passage.isMove = verdict.isMove;
    if (in.gate) {
        passage.from = in.direction == Direction::Entry ? in.gate->outer : in.gate->inner;
        passage.to = in.direction == Direction::Entry ? in.gate->inner : in.gate->outer;
    }
    return passage;
}

bool happenedBefore(const Passage &one, const Passage &other)
{
    return !one.isClockSuspect && !other.isClockSuspect && one.at + one.errorMs < other.at - other.errorMs;
}

bool isOrderUncertain(const Passage &one, const Passage &other)
{
    return !happenedBefore(one, other) && !happenedBefore(other, one);
}

Attendance atInstant(const CheckInList &list, Attendance attendance, Instant at)
{
    const bool haveAllLeft = std::any_of(list.exitsAllAt.begin(), list.exitsAllAt.end(), [&](const ListExit &exit) {
        return attendance.lastAt < exit.at && exit.at <= at;
    });
    if (haveAllLeft) {
        attendance.isInside = false;
        attendance.peopleInside = 0;
        attendance.zone = {};
    }
    return attendance;
}

bool isStillInside(const CheckInList &list, const Attendance &attendance)
{
    return atInstant(list, attendance, list.exitedAllAt.value_or(attendance.lastAt)).isInside;
}

std::optional<Instant> nextExitOfAll(const CheckInList &list)
{
    for (const ListExit &exit : list.exitsAllAt) {
        if (!list.exitedAllAt || exit.at > *list.exitedAllAt)
            return exit.at;
    }
    return std::nullopt;
}

Attendance afterPassage(const CheckInList &list, Attendance attendance, const Passage &passage)
{
    if (!passage.isClockSuspect)
        attendance = atInstant(list, std::move(attendance), passage.at);
    attendance.lastAt = passage.at;
    attendance.lastGate = passage.gate;
    attendance.lastScan = passage.scan;
    if (passage.direction == Direction::Exit)
        leave(list, attendance, passage);
    else
        enter(attendance, passage);
    return attendance;
}

bool isLatest(const Attendance &attendance, const Passage &passage)
{
    return attendance.lastScan.isNull()
        || (!passage.isClockSuspect && passage.at - passage.errorMs >= attendance.lastAt);
}

History retell(const CheckInList &list, const Attendance &empty, std::vector<Passage> passages)
{
    sortAsHappened(passages);
    History history;
    history.attendance = Attendance{};
    history.attendance.id = empty.id;
    history.attendance.list = empty.list;
    for (Passage &passage : passages) {
        const Attendance before =
            passage.isClockSuspect ? history.attendance : atInstant(list, history.attendance, passage.at);
        judge(passage, list, before);
        history.attendance = afterPassage(list, before, passage);
    }
    history.passages = std::move(passages);
    return history;
}

Attendance attendanceBefore(const CheckInList &list, const Attendance &empty, const Passage &passage,
                            std::vector<Passage> passages)
{
    passages.push_back(passage);
    sortAsHappened(passages);
    const auto own =
        std::find_if(passages.begin(), passages.end(), [&](const Passage &each) { return each.scan == passage.scan; });
    passages.erase(own, passages.end());
    return retell(list, empty, std::move(passages)).attendance;
}

std::optional<CardKind> cardFor(const Verdict &verdict, Direction direction, Outcome shown)
{
    if (shown == verdict.outcome || direction == Direction::Exit)
        return std::nullopt; // whoever left is gone, whatever the light said
    switch (shown) {
    case Outcome::Admitted:
        if (verdict.reason == Reason::AlreadyRedeemed || verdict.reason == Reason::DayUsed)
            return std::nullopt; // a double admission: retell() finds which of the two
        return CardKind::AdmittedWrongly;
    case Outcome::Refused:
        return CardKind::RefusedWrongly;
    case Outcome::Unseen:
        return verdict.outcome == Outcome::Admitted ? std::optional(CardKind::Unseen) : std::nullopt;
    }
    return std::nullopt;
}

bool wentThrough(const Verdict &verdict, std::optional<Outcome> shown)
{
    return shown.value_or(verdict.outcome) == Outcome::Admitted;
}

} // namespace gatehouse
