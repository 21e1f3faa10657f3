// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/admission/rules.h"

namespace gatehouse {

namespace {

template <class T>
bool contains(const std::vector<T> &list, const T &value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

Reason whyNotReadable(const AdmissionInputs &in)
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
    if (in.record)
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
bool isReissued(const AdmissionInputs &in)
{
    return in.record && in.code.kind != CodeKind::Picked && in.code.reissue < in.record->reissue;
}

Reason whyNotTicket(const AdmissionInputs &in)
{
    if (isReissued(in))
        return Reason::Reissued;
    if (!in.record)
        return in.product && takesProduct(*in.list, *in.product) ? Reason::None : Reason::Product;
    if (const Reason reason = whyNotInState(in.record->state, in.list->takesUnpaid); reason != Reason::None)
        return reason;
    if (!in.list->products.empty() && !contains(in.list->products, in.record->product))
        return Reason::Product;
    return Reason::None;
}

Reason whyNotHere(const AdmissionInputs &in)
{
    if (!in.list->gates.empty() && !contains(in.list->gates, in.gateId))
        return Reason::WrongGate;
    // A scan from before the gate closed, told afterwards, was made at an open gate.
    if (in.gate && in.gate->state == GateState::Closed && (in.isClockSuspect || in.gate->changedAt <= in.at))
        return Reason::GateClosed;
    return Reason::None;
}

Reason whyNotNow(const AdmissionInputs &in)
{
    if (in.isClockSuspect)
        return Reason::None;
    if ((in.list->opensAt && in.at < *in.list->opensAt) || (in.list->closesAt && in.at >= *in.list->closesAt))
        return Reason::Rules;
    const auto from = in.record ? in.record->validFrom : in.code.notBefore;
    const auto until = in.record ? in.record->validUntil : in.code.notAfter;
    if ((from && in.at < *from) || (until && in.at >= *until))
        return Reason::InvalidTime;
    return Reason::None;
}

enum class Use : std::uint8_t { First, Again, None };

/// What one more entry would be.
Use nextEntry(const CheckInList &list, const Attendance &attendance)
{
    if (list.allowsReEntry && attendance.entries > 0 && !attendance.isInside)
        return Use::Again;
    return list.mostEntries == 0 || attendance.firstEntries < list.mostEntries ? Use::First : Use::None;
}

/// Also the other way round: a device's clock may have been mended in between.
bool isMomentsAgo(const Attendance &attendance, Instant at)
{
    return at.ms - attendance.lastAt.ms <= kOwnScanMs && attendance.lastAt.ms - at.ms <= kOwnScanMs;
}

bool isOwnScan(const AdmissionInputs &in)
{
    return in.attendance->isInside && !in.device.isNull() && in.device == in.lastDevice && !in.wasLastShown
        && isMomentsAgo(*in.attendance, in.at);
}

Verdict refused(Reason reason)
{
    Verdict verdict;
    verdict.reason = reason;
    return verdict;
}

Verdict admitted()
{
    Verdict verdict;
    verdict.outcome = Outcome::Admitted;
    return verdict;
}

Verdict decideUse(const AdmissionInputs &in)
{
    Verdict verdict = admitted();
    if (!in.attendance)
        return verdict;
    const Use use = nextEntry(*in.list, *in.attendance);
    verdict.isOwn = use != Use::Again && isOwnScan(in);
    verdict.isReEntry = use == Use::Again;
    if (verdict.isOwn || use == Use::None) {
        verdict.firstAt = in.attendance->firstAt;
        verdict.firstGate = in.attendance->firstGate;
    }
    if (use == Use::None && !verdict.isOwn) {
        verdict.outcome = Outcome::Refused;
        verdict.reason = Reason::AlreadyRedeemed;
    }
    return verdict;
}

Verdict decideExit(const AdmissionInputs &in)
{
    const bool isInside = in.attendance && in.attendance->isInside;
    return isInside || in.view != View::Whole ? admitted() : refused(Reason::NotInside);
}

void judge(Passage &passage, const CheckInList &list, const Attendance &before)
{
    if (passage.isSettled || passage.isOwn || passage.direction == Direction::Exit)
        return;
    const Use use = nextEntry(list, before);
    passage.isReEntry = use == Use::Again;
    passage.isDuplicate = use == Use::None && !passage.isForced;
    passage.otherScan = passage.isDuplicate ? before.firstScan : ScanId{};
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

} // namespace

Verdict decideAdmission(const AdmissionInputs &in)
{
    if (const Reason reason = whyNotReadable(in); reason != Reason::None)
        return refused(reason);
    if (in.direction == Direction::Exit)
        return decideExit(in);
    for (const auto check : {whyNotTicket, whyNotHere, whyNotNow}) {
        if (const Reason reason = check(in); reason != Reason::None)
            return refused(reason);
    }
    return decideUse(in);
}

bool takesProduct(const CheckInList &list, const Product &product)
{
    return list.products.empty() ? product.isAdmitting : contains(list.products, product.id);
}

Passage passageOf(const Scan &scan, const CheckInList &list)
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

Attendance afterPassage(Attendance attendance, const Passage &passage)
{
    attendance.isInside = passage.direction == Direction::Entry;
    attendance.lastAt = passage.at;
    attendance.lastGate = passage.gate;
    attendance.lastScan = passage.scan;
    // People are counted by zone; a ticket is used once however many came in with copies of it.
    if (passage.direction == Direction::Exit || passage.isDuplicate || (passage.isOwn && attendance.entries > 0))
        return attendance;
    ++attendance.entries;
    if (!passage.isReEntry)
        ++attendance.firstEntries;
    if (attendance.firstScan.isNull()) {
        attendance.firstScan = passage.scan;
        attendance.firstAt = passage.at;
        attendance.firstGate = passage.gate;
    }
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
        judge(passage, list, history.attendance);
        history.attendance = afterPassage(std::move(history.attendance), passage);
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
        if (verdict.reason == Reason::AlreadyRedeemed)
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
