// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/admission.h"

/// Whether a ticket may pass, decided by the very same functions in the server, in a kiosk that is off line, and on a
/// phone. Nothing here has a clock, a socket or a table of its own.
namespace gatehouse {

inline constexpr std::int64_t kOwnScanMs = 120'000;   ///< how long a device may ask again for what it never showed
inline constexpr std::int64_t kClockDoubtMs = 60'000; ///< a clock further off is suspect, whatever its device says

/// What the code itself told, before anything was looked up.
enum class CodeKind : std::uint8_t {
    Picked = 0,     ///< no code: a person picked the record
    Imported = 1,   ///< another system's code, known only by its keyed hash
    Signed = 2,     ///< one of ours, its signature holds
    Forged = 3,     ///< claims to be one of ours, its signature does not hold
    UnknownKey = 4, ///< perhaps one of ours, by a key that is not known here
    WrongEvent = 5, ///< one of ours, of another event
};

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

/// Who decides, and how much that one may know.
enum class View : std::uint8_t {
    Whole,       ///< the server, asked on line: it has seen every ticket and every scan
    LookingBack, ///< the server, told afterwards: every ticket, but scans from before this one may still be on their
                 ///< way
    OffLine,     ///< a device by itself: also tickets may be new to it
};

/// All that the decision rests on. Pointers may be null where it says so, and are not kept.
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
    bool isOnOtherList = false; ///< no record here, but the ticket exists
    DeviceId device;            ///< that asks; null: a browser
    DeviceId lastDevice;        ///< of attendance->lastScan
    bool wasLastShown = true;   ///< its "admitted" was shown, as far as is known here
};

struct Verdict {
    Outcome outcome = Outcome::Refused;
    Reason reason = Reason::None;
    bool isReEntry = false;
    bool isOwn = false;
    Instant firstAt; ///< AlreadyRedeemed and own: when and where it was used
    GateId firstGate;
    bool operator==(const Verdict &) const = default;
};

/// The first reason in this order refuses: the code (forged, wrong event, unknown key, no such ticket), then the ticket
/// (reissued, revoked, cancelled, blocked, unpaid, product), then the place (wrong gate, gate closed), then the time
/// (list, ticket), then its use. What a person can mend at the gate comes after what nobody can. Somebody who leaves is
/// held back by nothing but a code that is no ticket, or, where everything is known, by never having entered.
[[nodiscard]] Verdict decideAdmission(const AdmissionInputs &inputs);

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
    ScanId otherScan; ///< the entry that made it a duplicate
    bool operator==(const Passage &) const = default;
};

[[nodiscard]] Passage passageOf(const Scan &scan, const CheckInList &list);

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

/// One more passage after all others: what retell() would give, without the history.
[[nodiscard]] Attendance afterPassage(Attendance attendance, const Passage &passage);

/// True if the passage comes after all that the attendance tells of, so that afterPassage() may be used.
[[nodiscard]] bool isLatest(const Attendance &attendance, const Passage &passage);

/// What was shown of a scan, against the server's verdict: the card that opens, if any. A double admission is not found
/// here but by retell(), since it may be the other scan that becomes the duplicate.
[[nodiscard]] std::optional<CardKind> cardFor(const Verdict &verdict, Direction direction, Outcome shown);

/// True if somebody went through: what was shown decides, else the verdict.
[[nodiscard]] bool wentThrough(const Verdict &verdict, std::optional<Outcome> shown);

} // namespace gatehouse
