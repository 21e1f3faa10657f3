// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/admission.h"
#include "shared/programme/event.h"

/// Whether a ticket may pass, decided by the very same functions in the server, in a kiosk that is off line, and on a
/// phone. Nothing here has a clock, a socket or a table of its own.
namespace gatehouse {

inline constexpr std::int64_t kOwnScanMs = 120'000;   ///< how long a device may ask again for what it never showed
inline constexpr std::int64_t kClockDoubtMs = 60'000; ///< a clock further off is suspect, whatever its device says

/// What was read, and what it told.
struct CodeFacts {
    CodeKind kind = CodeKind::Picked;
    Bytes credential;        ///< Imported: the keyed hash
    std::int64_t serial = 0; ///< Signed, as are the rest
    std::int32_t category = 0;
    std::int32_t reissue = 0;
    std::optional<Instant> notBefore;
    std::optional<Instant> notAfter;
    bool operator==(const CodeFacts &) const = default;
};

/// What a decision is gathered from. Pointers may be null where it says so, and are not kept.
struct AdmissionInputs {
    const CheckInList *list = nullptr;       ///< never null
    const AdmissionRecord *record = nullptr; ///< null: the code names no ticket of this list
    const Attendance *attendance = nullptr;  ///< null: never used
    const Gate *gate = nullptr;              ///< null: not known here
    const Product *product = nullptr;        ///< Signed without a record: the product of its category, null if none
    GateId gateId;                           ///< null: a desk without a gate
    Direction direction = Direction::Entry;
    Instant at;                  ///< corrected time of the scan
    bool isClockSuspect = false; ///< rules about time are passed over
    View view = View::Whole;
    CodeFacts code;
    bool isOnOtherList = false;                        ///< no record here, but the ticket exists
    DeviceId device;                                   ///< that asks; null: a browser
    DeviceId lastDevice;                               ///< of attendance->lastScan
    bool wasLastShown = true;                          ///< its "admitted" was shown, as far as is known here
    std::int64_t day = 0;                              ///< the event day of `at`
    std::int32_t people = 0;                           ///< of a group: how many come now; 0: not said
    const std::vector<GivenAnswer> *answers = nullptr; ///< null: none
};

struct Verdict {
    Outcome outcome = Outcome::Refused;
    Reason reason = Reason::None;
    bool isReEntry = false;
    bool isOwn = false;
    Instant firstAt; ///< AlreadyRedeemed and own: when and where it was used
    GateId firstGate;
    FailedRule failed;
    std::vector<std::string> missing; ///< Incomplete: questions that must be answered; none: how many come in
    std::int32_t people = 1;          ///< who pass
    std::int32_t again = 0;           ///< … of whom had been in before
    bool isMove = false;              ///< from one zone of the list into the next: no entry
    static constexpr Field fields[] = {field<&Verdict::outcome>("outcome"),
                                       field<&Verdict::reason>("reason"),
                                       field<&Verdict::isReEntry>("isReEntry", Flag::Optional),
                                       field<&Verdict::isOwn>("isOwn", Flag::Optional),
                                       field<&Verdict::firstAt>("firstAt", Flag::Optional),
                                       field<&Verdict::firstGate>("firstGate", Flag::Optional),
                                       field<&Verdict::failed>("failed", Flag::Optional),
                                       field<&Verdict::missing>("missing", Flag::Optional, kMaxQuestions),
                                       field<&Verdict::people>("people", Flag::Optional),
                                       field<&Verdict::again>("again", Flag::Optional),
                                       field<&Verdict::isMove>("isMove", Flag::Optional)};
    bool operator==(const Verdict &) const = default;
};

/// What is kept of all that: plain values, with nothing about a person. Whether an answer answers its question is
/// looked at here; which questions were answered is what stays.
[[nodiscard]] ScanInputs keptInputs(const AdmissionInputs &inputs);

/// The first reason in this order refuses: the code (forged, wrong event, unknown key, no such ticket), then the ticket
/// (reissued, revoked, cancelled, blocked, unpaid, product), then the place (wrong gate, gate closed), then the time
/// (list, ticket, the list's windows), then its use (zone, entries, day, too early), then what is still to be said: how
/// many of a group come in, and the answers. What a person can mend at the gate comes after what nobody can. Somebody
/// who leaves is held back by nothing but a code that is no ticket, or, where everything is known, by never having
/// entered.
[[nodiscard]] Verdict decideAdmission(const CheckInList &list, const ScanInputs &inputs);
[[nodiscard]] inline Verdict decideAdmission(const AdmissionInputs &inputs)
{
    return decideAdmission(*inputs.list, keptInputs(inputs));
}

/// True if the list takes tickets of this product.
[[nodiscard]] bool takesProduct(const CheckInList &list, const Product &product);

/// A scan by which somebody went through, as the history of a ticket needs it.
struct Passage {
    ScanId scan;
    Direction direction = Direction::Entry;
    Instant at;
    std::int32_t errorMs = 0;
    bool isClockSuspect = false;
    std::int64_t sequence = 0; ///< of the entry that recorded it
    GateId gate;
    bool isForced = false;  ///< by a person, who answers for it: never a duplicate
    bool isOwn = false;     ///< the repeat of an entry that nobody saw admitted; otherScan is that entry
    bool isSettled = false; ///< decided under other rules: keeps its flags
    bool isReEntry = false;
    bool isDuplicate = false;
    ScanId otherScan;        ///< the entry that made it a duplicate
    std::int64_t day = 0;    ///< the event day of `at`
    std::int32_t group = 1;  ///< people that the ticket's code is for
    std::int32_t people = 1; ///< who passed
    std::int32_t again = 0;  ///< … of whom had been in before; isReEntry: all
    ZoneId from;             ///< between which zones the gate led, this way
    ZoneId to;
    bool isMove = false; ///< from one zone of the list into the next: no entry
    bool operator==(const Passage &) const = default;
};

[[nodiscard]] Passage passageOf(const Scan &scan, const CheckInList &list, const std::vector<EventDay> &days,
                                std::int32_t group);
/// The passage that a verdict lets through, before there is a scan of it.
[[nodiscard]] Passage passageOf(const ScanId &scan, const ScanInputs &inputs, const Verdict &verdict);

/// The use as it is at this instant: who was inside at an exit of all since then has left.
[[nodiscard]] Attendance atInstant(const CheckInList &list, Attendance attendance, Instant at);

/// True if `one` happened before `other` for certain: neither clock is suspect and their error intervals do not touch.
[[nodiscard]] bool happenedBefore(const Passage &one, const Passage &other);
/// True if neither happened before the other for certain.
[[nodiscard]] bool isOrderUncertain(const Passage &one, const Passage &other);

/// A ticket's use on one list, told again from all passages in the order they happened: by corrected time where it is
/// certain, else by sequence. Sets the flags of each passage on the way. The attendance's id and list are those given.
struct History {
    Attendance attendance;
    std::vector<Passage> passages; ///< in the order they happened
};
[[nodiscard]] History retell(const CheckInList &list, const Attendance &empty, std::vector<Passage> passages);

/// The use of the ticket as it was when this passage happened: what the verdict on a late scan rests on.
[[nodiscard]] Attendance attendanceBefore(const CheckInList &list, const Attendance &empty, const Passage &passage,
                                          std::vector<Passage> passages);

/// True if the ticket is inside now, as far as exits of all have been followed: the row itself is not changed by them.
[[nodiscard]] bool isStillInside(const CheckInList &list, const Attendance &attendance);

/// The next exit of all that the count of people has not followed yet; none: none is planned.
[[nodiscard]] std::optional<Instant> nextExitOfAll(const CheckInList &list);

/// One more passage after all others: what retell() would give, without the history.
[[nodiscard]] Attendance afterPassage(const CheckInList &list, Attendance attendance, const Passage &passage);

/// True if the passage comes after all that the attendance tells of, so that afterPassage() may be used.
[[nodiscard]] bool isLatest(const Attendance &attendance, const Passage &passage);

/// What was shown of a scan, against the server's verdict: the card that opens, if any. A double admission is not found
/// here but by retell(), since it may be the other scan that becomes the duplicate.
[[nodiscard]] std::optional<CardKind> cardFor(const Verdict &verdict, Direction direction, Outcome shown);

/// True if somebody went through: what was shown decides, else the verdict.
[[nodiscard]] bool wentThrough(const Verdict &verdict, std::optional<Outcome> shown);

} // namespace gatehouse
