// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/admission/conditions.h"

/// Check-in lists, the records that gates decide by, scans and what was shown, and the cards of what did not agree.
namespace gatehouse {

struct AdmissionRecord;
struct ListRules;
struct Scan;
struct Card;
using AdmissionRecordId = IdOf<AdmissionRecord>;
using ScanId = IdOf<Scan>;
using CardId = IdOf<Card>;
using ListRulesId = IdOf<ListRules>;

/// Which tickets count where and when, and its rules.
struct CheckInList {
    static constexpr EntitySpec spec{40, "check_in_list", Replication::Live};
    CheckInListId id;
    std::string name;
    std::vector<ProductId> products; ///< none: all that admit
    std::vector<GateId> gates;       ///< none: all
    bool takesUnpaid = false;
    bool allowsReEntry = false;   ///< an entry after an exit counts as a re-entry
    std::int32_t mostEntries = 1; ///< entries per ticket in all, re-entries not counted; 0: any number
    std::optional<Instant> opensAt;
    std::optional<Instant> closesAt;
    std::int32_t rulesVersion = 1; ///< raised by every edit; each verdict keeps the one it came from
    std::int32_t mostPerDay = 0;   ///< entries per ticket and event day, re-entries not counted; 0: any number
    std::vector<ListWindow> windows;
    /// Tickets are followed from zone to zone: through a gate between two zones comes only who is inside the outer one,
    /// leaves it by that, and uses up no entry.
    bool followsZones = false;
    std::int32_t minutesBetween = 0;    ///< from an entry to the next one; 0: none
    std::vector<TimeSpan> reEntryTimes; ///< none: any time
    std::vector<Question> questions;    ///< asked at the first entry
    std::vector<ListExit> exitsAllAt;   ///< when everybody has left, planned or told; in order
    std::optional<Instant> exitedAllAt; ///< the last of them that the count of people has followed
    Later later;
    static constexpr Field fields[] = {field<&CheckInList::name>("name"),
                                       field<&CheckInList::products>("products", Flag::Optional),
                                       field<&CheckInList::gates>("gates", Flag::Optional),
                                       field<&CheckInList::takesUnpaid>("takesUnpaid", Flag::Optional),
                                       field<&CheckInList::allowsReEntry>("allowsReEntry", Flag::Optional),
                                       ranged<&CheckInList::mostEntries>("mostEntries", 0, 1000, Flag::Optional),
                                       field<&CheckInList::opensAt>("opensAt", Flag::Optional),
                                       field<&CheckInList::closesAt>("closesAt", Flag::Optional),
                                       field<&CheckInList::rulesVersion>("rulesVersion", Flag::Optional | Flag::Fixed),
                                       ranged<&CheckInList::mostPerDay>("mostPerDay", 0, 1000, Flag::Optional),
                                       field<&CheckInList::windows>("windows", Flag::Optional, kMaxWindows),
                                       field<&CheckInList::followsZones>("followsZones", Flag::Optional),
                                       ranged<&CheckInList::minutesBetween>("minutesBetween", 0, 1440, Flag::Optional),
                                       field<&CheckInList::reEntryTimes>("reEntryTimes", Flag::Optional, kMaxWindows),
                                       field<&CheckInList::questions>("questions", Flag::Optional, kMaxQuestions),
                                       field<&CheckInList::exitsAllAt>("exitsAllAt", Flag::Optional, kMaxExits),
                                       field<&CheckInList::exitedAllAt>("exitedAllAt", Flag::Optional | Flag::Fixed)};
    bool operator==(const CheckInList &) const = default;
};

/// A list as it was in one version of its rules: what old verdicts rest on. Never changed.
struct ListRules {
    static constexpr EntitySpec spec{50, "list_rules", Replication::Query};
    ListRulesId id;
    CheckInListId list;
    std::int32_t version = 0;
    CheckInList rules;
    Later later;
    static constexpr Field fields[] = {field<&ListRules::list>("list", Flag::Indexed),
                                       field<&ListRules::version>("version"), field<&ListRules::rules>("rules")};
    bool operator==(const ListRules &) const = default;
};

/// What a device needs to know imported and signed codes of the event: the key of the keyed hash and the public keys.
struct CredentialKeys {
    static constexpr EntitySpec spec{41, "credential_keys", Replication::Kiosk};
    Id id;                               ///< the event's
    Bytes hashKey;                       ///< 32 bytes, for keyedHash16()
    std::int64_t eventTag = 0;           ///< the event field of signed codes
    std::vector<std::string> ticketKeys; ///< "keyId:base64url of the Ed25519 public key"
    Later later;
    static constexpr Field fields[] = {field<&CredentialKeys::hashKey>("hashKey", Flag::Fixed, 32),
                                       field<&CredentialKeys::eventTag>("eventTag", Flag::Fixed),
                                       field<&CredentialKeys::ticketKeys>("ticketKeys", Flag::Fixed, 8)};
    bool operator==(const CredentialKeys &) const = default;
};

/// One ticket on one list: all that a gate must know of it but how often it was used.
struct AdmissionRecord {
    static constexpr EntitySpec spec{42, "admission_record", Replication::Kiosk};
    AdmissionRecordId id;
    CheckInListId list;
    TicketId ticket;
    ProductId product;
    std::int64_t serial = 0;
    Bytes credential;
    std::int32_t reissue = 0;
    TicketState state = TicketState::Valid;
    std::optional<Instant> validFrom;
    std::optional<Instant> validUntil;
    std::string attention;
    std::int32_t people = 1; ///< that the code is for
    bool needsAttention = false;
    Later later;
    static constexpr Field fields[] = {
        field<&AdmissionRecord::list>("list"),
        field<&AdmissionRecord::ticket>("ticket", Flag::Indexed),
        field<&AdmissionRecord::product>("product"),
        field<&AdmissionRecord::serial>("serial", Flag::Indexed),
        field<&AdmissionRecord::credential>("credential", Flag::Optional | Flag::Indexed, 16),
        ranged<&AdmissionRecord::reissue>("reissue", 0, 255, Flag::Optional),
        field<&AdmissionRecord::state>("state", Flag::Optional),
        field<&AdmissionRecord::validFrom>("validFrom", Flag::Optional),
        field<&AdmissionRecord::validUntil>("validUntil", Flag::Optional),
        field<&AdmissionRecord::attention>("attention", Flag::Optional, kMaxReason),
        ranged<&AdmissionRecord::people>("people", 1, kMaxGroup, Flag::Optional),
        field<&AdmissionRecord::needsAttention>("needsAttention", Flag::Optional)};
    bool operator==(const AdmissionRecord &) const = default;
};

inline constexpr std::uint32_t kMaxUsedDays = 100; ///< of one ticket; the longest events have 62

/// The entries of one event day.
struct DayUse {
    std::int64_t day = 0; ///< as eventDayAt() counts
    std::int32_t entries = 0;
    Instant firstAt;
    ScanId firstScan;
    static constexpr Field fields[] = {field<&DayUse::day>("day"), field<&DayUse::entries>("entries"),
                                       field<&DayUse::firstAt>("firstAt"),
                                       field<&DayUse::firstScan>("firstScan", Flag::Optional)};
    bool operator==(const DayUse &) const = default;
};

/// How a record was used so far (same id): narrow, since every scan changes it. Of a group's code, entries are people.
struct Attendance {
    static constexpr EntitySpec spec{43, "attendance", Replication::Kiosk};
    AdmissionRecordId id;
    CheckInListId list;
    std::int32_t entries = 0;      ///< admitted entries, re-entries among them
    std::int32_t firstEntries = 0; ///< admitted entries that were no re-entries
    bool isInside = false;
    Instant lastAt; ///< corrected time of the last admitted scan
    GateId lastGate;
    ScanId lastScan;
    ScanId firstScan; ///< the primary entry: the earlier corrected time
    Instant firstAt;
    GateId firstGate;
    std::int32_t peopleInside = 0; ///< 0 with isInside: written by an older program; one
    ZoneId zone;                   ///< where they are, as far as gates tell
    Instant lastEntryAt;
    std::vector<DayUse> days; ///< with entries that were no re-entries, in order
    Later later;
    static constexpr Field fields[] = {field<&Attendance::list>("list"),
                                       ranged<&Attendance::entries>("entries", 0, 1'000'000),
                                       ranged<&Attendance::firstEntries>("firstEntries", 0, 1'000'000),
                                       field<&Attendance::isInside>("isInside"),
                                       field<&Attendance::lastAt>("lastAt"),
                                       field<&Attendance::lastGate>("lastGate", Flag::Optional),
                                       field<&Attendance::lastScan>("lastScan", Flag::Optional),
                                       field<&Attendance::firstScan>("firstScan", Flag::Optional),
                                       field<&Attendance::firstAt>("firstAt", Flag::Optional),
                                       field<&Attendance::firstGate>("firstGate", Flag::Optional),
                                       field<&Attendance::peopleInside>("peopleInside", Flag::Optional),
                                       field<&Attendance::zone>("zone", Flag::Optional),
                                       field<&Attendance::lastEntryAt>("lastEntryAt", Flag::Optional),
                                       field<&Attendance::days>("days", Flag::Optional, kMaxUsedDays)};
    bool operator==(const Attendance &) const = default;
};

enum class Direction : std::uint8_t { Entry = 0, Exit = 1 };
template <>
inline constexpr auto enumNames<Direction> = std::array<std::string_view, 2>{"entry", "exit"};

enum class Outcome : std::uint8_t { Admitted = 0, Refused = 1, Unseen = 2 };
template <>
inline constexpr auto enumNames<Outcome> = std::array<std::string_view, 3>{"admitted", "refused", "unseen"};

/// Why a scan was refused: the words that check-in software shares (pretix), then our own. Never renumbered.
enum class Reason : std::uint8_t {
    None = 0,
    Invalid = 1, ///< no such ticket, or a forged code
    Unpaid = 2,
    Blocked = 3,
    InvalidTime = 4, ///< outside the ticket's own validity
    Canceled = 5,
    AlreadyRedeemed = 6,
    Product = 7, ///< the list does not take this product
    Rules = 8,   ///< list not open, or another rule
    Ambiguous = 9,
    Revoked = 10,
    Error = 11,
    UnknownKey = 12, ///< signed by a key that is not known here
    WrongGate = 13,  ///< the list is not for this gate
    GateClosed = 14,
    NotInside = 15, ///< an exit of somebody who did not enter
    Reissued = 16,  ///< a newer code was issued for this ticket
    WrongEvent = 17,
    Incomplete = 18,    ///< would be let in once questions are answered, or it is said how many of a group come
    TooEarlyAgain = 19, ///< too soon after the last entry
    DayUsed = 20,       ///< the entries of this event day are used
    WrongZone = 21,     ///< only from inside another zone
};
template <>
inline constexpr auto enumNames<Reason> = std::array<std::string_view, 22>{
    "none",        "invalid",    "unpaid",    "blocked",     "invalid_time", "canceled",        "already_redeemed",
    "product",     "rules",      "ambiguous", "revoked",     "error",        "unknown_key",     "wrong_gate",
    "gate_closed", "not_inside", "reissued",  "wrong_event", "incomplete",   "too_early_again", "day_used",
    "wrong_zone"};

enum class DecidedBy : std::uint8_t { Server = 0, Device = 1, Person = 2 };
template <>
inline constexpr auto enumNames<DecidedBy> = std::array<std::string_view, 3>{"server", "device", "person"};

/// One attempt at a gate: a fact, never refused and never deleted. The verdict is the server's.
struct Scan {
    static constexpr EntitySpec spec{44, "scan", Replication::Window};
    ScanId id;
    CheckInListId list;
    GateId gate;
    DeviceId device;
    AdmissionRecordId record; ///< none: the code names no ticket of this list
    TicketId ticket;
    ProductId product;
    Direction direction = Direction::Entry;
    Instant deviceAt;         ///< as the device's clock said
    Instant at;               ///< corrected by the device's measured offset
    std::int32_t errorMs = 0; ///< how far off `at` may be
    bool isClockSuspect = false;
    Outcome outcome = Outcome::Refused;
    Reason reason = Reason::None;
    bool isReEntry = false;
    bool isDuplicate = false;   ///< admitted, though another scan is the primary entry
    bool isLate = false;        ///< decided off line, came later
    bool isQuarantined = false; ///< of a revoked device: kept, not trusted
    std::int32_t rulesVersion = 0;
    std::int64_t recordRevision = 0; ///< of the admission record that was looked at
    std::string codeStart;           ///< first characters of a code that names no ticket
    ScanId otherScan;                ///< the entry that made this one a duplicate
    bool isCounted = false; ///< somebody went through by it: what was shown, undone or forced decides, not the verdict
    bool isForced = false;  ///< let in against the verdict by a person
    bool isUndone = false;  ///< it did not happen, a person says
    bool isOwn = false;     ///< admitted as the same device's own unseen scan: no entry of its own
    std::int64_t sequence = 0; ///< of the entry that recorded it; orders scans whose clocks cannot
    std::int32_t people = 1;   ///< of a group's code: how many came with it
    std::int32_t again = 0;    ///< … of whom had been in before
    ZoneId from;               ///< where the gate led from, this way …
    ZoneId to;                 ///< … and to, at the time
    bool isMove = false;       ///< from one zone of the list to the next: no entry
    Later later;
    static constexpr Field fields[] = {field<&Scan::list>("list"),
                                       field<&Scan::gate>("gate", Flag::Optional),
                                       field<&Scan::device>("device", Flag::Optional),
                                       field<&Scan::record>("record", Flag::Optional | Flag::Indexed),
                                       field<&Scan::ticket>("ticket", Flag::Optional),
                                       field<&Scan::product>("product", Flag::Optional),
                                       field<&Scan::direction>("direction"),
                                       field<&Scan::deviceAt>("deviceAt"),
                                       field<&Scan::at>("at", Flag::Indexed),
                                       ranged<&Scan::errorMs>("errorMs", 0, 2'000'000'000),
                                       field<&Scan::isClockSuspect>("isClockSuspect"),
                                       field<&Scan::outcome>("outcome"),
                                       field<&Scan::reason>("reason"),
                                       field<&Scan::isReEntry>("isReEntry"),
                                       field<&Scan::isDuplicate>("isDuplicate"),
                                       field<&Scan::isLate>("isLate"),
                                       field<&Scan::isQuarantined>("isQuarantined"),
                                       field<&Scan::rulesVersion>("rulesVersion"),
                                       field<&Scan::recordRevision>("recordRevision"),
                                       field<&Scan::codeStart>("codeStart", Flag::Optional, 16),
                                       field<&Scan::otherScan>("otherScan", Flag::Optional),
                                       field<&Scan::isCounted>("isCounted", Flag::Optional),
                                       field<&Scan::isForced>("isForced", Flag::Optional),
                                       field<&Scan::isUndone>("isUndone", Flag::Optional),
                                       field<&Scan::isOwn>("isOwn", Flag::Optional),
                                       field<&Scan::sequence>("sequence", Flag::Optional),
                                       ranged<&Scan::people>("people", 0, kMaxGroup, Flag::Optional),
                                       ranged<&Scan::again>("again", 0, kMaxGroup, Flag::Optional),
                                       field<&Scan::from>("from", Flag::Optional),
                                       field<&Scan::to>("to", Flag::Optional),
                                       field<&Scan::isMove>("isMove", Flag::Optional)};
    bool operator==(const Scan &) const = default;
};

/// What a device showed for a scan (same id as the scan): recorded once, never changed.
struct ScanShown {
    static constexpr EntitySpec spec{45, "scan_shown", Replication::Window};
    ScanId id;
    Outcome outcome = Outcome::Unseen;
    Reason reason = Reason::None;
    DecidedBy by = DecidedBy::Server;
    std::int64_t listAgeMs = 0; ///< age of the list that the device decided by; 0: on line
    Instant at;
    Later later;
    static constexpr Field fields[] = {
        field<&ScanShown::outcome>("outcome"), field<&ScanShown::reason>("reason"), field<&ScanShown::by>("by"),
        ranged<&ScanShown::listAgeMs>("listAgeMs", 0, 4'000'000'000'000), field<&ScanShown::at>("at")};
    bool operator==(const ScanShown &) const = default;
};

/// An undoing or a forced admission of a scan, by a person with a reason: a fact of its own.
struct ScanRuling {
    static constexpr EntitySpec spec{46, "scan_ruling", Replication::Window};
    IdOf<ScanRuling> id;
    ScanId scan;
    bool isForced = false; ///< admitted against the verdict; else undone
    std::string reason;
    AccountId by;
    Instant at;
    Later later;
    static constexpr Field fields[] = {field<&ScanRuling::scan>("scan", Flag::Indexed),
                                       field<&ScanRuling::isForced>("isForced"),
                                       field<&ScanRuling::reason>("reason", Flag::None, kMaxReason),
                                       field<&ScanRuling::by>("by", Flag::Optional), field<&ScanRuling::at>("at")};
    bool operator==(const ScanRuling &) const = default;
};

/// What was answered at a scan (same id): about a person, so sealed as that person's names are.
struct ScanAnswers {
    static constexpr EntitySpec spec{48, "scan_answers", Replication::Query};
    ScanId id;
    AttendeeId attendee;
    std::vector<GivenAnswer> answers;
    Later later;
    Later laterPersonal;
    static constexpr Field fields[] = {field<&ScanAnswers::attendee>("attendee", Flag::Indexed),
                                       field<&ScanAnswers::answers>("answers", Flag::Personal, kMaxQuestions)};
    bool operator==(const ScanAnswers &) const = default;
};

/// What the code itself told, before anything was looked up.
enum class CodeKind : std::uint8_t {
    Picked = 0,     ///< no code: a person picked the record
    Imported = 1,   ///< another system's code, known only by its keyed hash
    Signed = 2,     ///< one of ours, its signature holds
    Forged = 3,     ///< claims to be one of ours, its signature does not hold
    UnknownKey = 4, ///< perhaps one of ours, by a key that is not known here
    WrongEvent = 5, ///< one of ours, of another event
};
template <>
inline constexpr auto enumNames<CodeKind> =
    std::array<std::string_view, 6>{"picked", "imported", "signed", "forged", "unknown_key", "wrong_event"};

/// Who decides, and how much that one may know.
enum class View : std::uint8_t {
    Whole = 0,       ///< the server, asked on line: it has seen every ticket and every scan
    LookingBack = 1, ///< the server, told afterwards: every ticket, but scans from before this one may still be on
                     ///< their way
    OffLine = 2,     ///< a device by itself: also tickets may be new to it
};
template <>
inline constexpr auto enumNames<View> = std::array<std::string_view, 3>{"whole", "looking_back", "off_line"};

/// What the code told of the ticket.
struct CodeThen {
    CodeKind kind = CodeKind::Picked;
    std::int32_t reissue = 0;
    std::optional<Instant> notBefore;
    std::optional<Instant> notAfter;
    static constexpr Field fields[] = {field<&CodeThen::kind>("kind"),
                                       field<&CodeThen::reissue>("reissue", Flag::Optional),
                                       field<&CodeThen::notBefore>("notBefore", Flag::Optional),
                                       field<&CodeThen::notAfter>("notAfter", Flag::Optional)};
    bool operator==(const CodeThen &) const = default;
};

/// The ticket's record as it was.
struct TicketThen {
    TicketState state = TicketState::Valid;
    std::int32_t reissue = 0;
    std::int32_t people = 1;
    std::optional<Instant> validFrom;
    std::optional<Instant> validUntil;
    static constexpr Field fields[] = {field<&TicketThen::state>("state"),
                                       field<&TicketThen::reissue>("reissue", Flag::Optional),
                                       field<&TicketThen::people>("people", Flag::Optional),
                                       field<&TicketThen::validFrom>("validFrom", Flag::Optional),
                                       field<&TicketThen::validUntil>("validUntil", Flag::Optional)};
    bool operator==(const TicketThen &) const = default;
};

/// The ticket's use as it was, exits of all followed.
struct UseThen {
    std::int32_t entries = 0;
    std::int32_t firstEntries = 0;
    std::int32_t peopleInside = 0;
    ZoneId zone;
    Instant lastAt;
    Instant lastEntryAt;
    Instant firstAt;
    GateId firstGate;
    std::int32_t dayEntries = 0; ///< of the event day of the scan
    Instant dayFirstAt;
    bool isOwn = false; ///< the last one was the same device's, and nobody saw it admitted
    static constexpr Field fields[] = {field<&UseThen::entries>("entries"),
                                       field<&UseThen::firstEntries>("firstEntries", Flag::Optional),
                                       field<&UseThen::peopleInside>("peopleInside", Flag::Optional),
                                       field<&UseThen::zone>("zone", Flag::Optional),
                                       field<&UseThen::lastAt>("lastAt", Flag::Optional),
                                       field<&UseThen::lastEntryAt>("lastEntryAt", Flag::Optional),
                                       field<&UseThen::firstAt>("firstAt", Flag::Optional),
                                       field<&UseThen::firstGate>("firstGate", Flag::Optional),
                                       field<&UseThen::dayEntries>("dayEntries", Flag::Optional),
                                       field<&UseThen::dayFirstAt>("dayFirstAt", Flag::Optional),
                                       field<&UseThen::isOwn>("isOwn", Flag::Optional)};
    bool operator==(const UseThen &) const = default;
};

/// The gate as it was.
struct GateThen {
    bool isClosed = false;
    Instant changedAt;
    ZoneId outer;
    ZoneId inner;
    static constexpr Field fields[] = {field<&GateThen::isClosed>("isClosed", Flag::Optional),
                                       field<&GateThen::changedAt>("changedAt", Flag::Optional),
                                       field<&GateThen::outer>("outer", Flag::Optional),
                                       field<&GateThen::inner>("inner", Flag::Optional)};
    bool operator==(const GateThen &) const = default;
};

/// All that the verdict on a scan rests on beside the list's rules (same id as the scan): what the rules are given, and
/// what is kept, so that the same function tells again at any time why somebody was refused at 19:42. Nothing about a
/// person: of answers, only which questions they are to.
struct ScanInputs {
    static constexpr EntitySpec spec{49, "scan_inputs", Replication::Query};
    ScanId id;
    CheckInListId list;
    std::int32_t rulesVersion = 0;
    Direction direction = Direction::Entry;
    View view = View::Whole;
    Instant at;                  ///< corrected time of the scan
    bool isClockSuspect = false; ///< rules about time are passed over
    std::int64_t day = 0;        ///< the event day of `at`
    CodeThen code;
    bool isOnOtherList = false;        ///< no record here, but the ticket exists
    std::optional<TicketThen> ticket;  ///< none: the code names no ticket of this list
    ProductId product;                 ///< of the record; without one, of the code's category
    bool isProductTaken = false;       ///< without a record: the list takes that product
    std::optional<UseThen> use;        ///< none: never used
    GateId gateId;                     ///< null: a desk without a gate
    std::optional<GateThen> gate;      ///< none: not known there
    std::int32_t people = 0;           ///< of a group: how many come now; 0: not said
    std::vector<std::string> answered; ///< questions that were given an answer
    Later later;
    static constexpr Field fields[] = {field<&ScanInputs::list>("list"),
                                       field<&ScanInputs::rulesVersion>("rulesVersion"),
                                       field<&ScanInputs::direction>("direction"),
                                       field<&ScanInputs::view>("view"),
                                       field<&ScanInputs::at>("at"),
                                       field<&ScanInputs::isClockSuspect>("isClockSuspect", Flag::Optional),
                                       field<&ScanInputs::day>("day", Flag::Optional),
                                       field<&ScanInputs::code>("code"),
                                       field<&ScanInputs::isOnOtherList>("isOnOtherList", Flag::Optional),
                                       field<&ScanInputs::ticket>("ticket", Flag::Optional),
                                       field<&ScanInputs::product>("product", Flag::Optional),
                                       field<&ScanInputs::isProductTaken>("isProductTaken", Flag::Optional),
                                       field<&ScanInputs::use>("use", Flag::Optional),
                                       field<&ScanInputs::gateId>("gateId", Flag::Optional),
                                       field<&ScanInputs::gate>("gate", Flag::Optional),
                                       ranged<&ScanInputs::people>("people", 0, kMaxGroup, Flag::Optional),
                                       field<&ScanInputs::answered>("answered", Flag::Optional, kMaxQuestions)};
    bool operator==(const ScanInputs &) const = default;
};

enum class CardKind : std::uint8_t {
    DoubleAdmit = 0,     ///< two scans let the same ticket in
    AdmittedWrongly = 1, ///< let in off line, though the rules say no
    RefusedWrongly = 2,  ///< turned away off line, though the rules say yes
    Unseen = 3,          ///< the server admitted, but no light was shown
    ClockSuspect = 4,    ///< let in by a doubtful clock, though the rules about time say no
    Quarantined = 5,     ///< scans of a revoked device: one open card for each device
};
template <>
inline constexpr auto enumNames<CardKind> = std::array<std::string_view, 6>{
    "double_admit", "admitted_wrongly", "refused_wrongly", "unseen", "clock_suspect", "quarantined"};

/// Something on the reconciliation desk: what was shown and what the server holds do not agree.
struct Card {
    static constexpr EntitySpec spec{47, "card", Replication::Live};
    CardId id;
    CardKind kind = CardKind::DoubleAdmit;
    ScanId scan;
    ScanId otherScan;
    TicketId ticket;
    GateId gate;
    GateId otherGate;
    Instant scanAt;
    Instant otherAt;
    Reason reason = Reason::None; ///< the server's
    Instant openedAt;
    bool isClosed = false;
    std::string closing; ///< the reason it was closed with
    AccountId closedBy;
    Instant closedAt;
    DeviceId device;               ///< of `scan`
    bool isOrderUncertain = false; ///< which of the two was first, their clocks do not tell
    Later later;
    static constexpr Field fields[] = {field<&Card::kind>("kind"),
                                       field<&Card::scan>("scan", Flag::Indexed),
                                       field<&Card::otherScan>("otherScan", Flag::Optional),
                                       field<&Card::ticket>("ticket", Flag::Optional),
                                       field<&Card::gate>("gate", Flag::Optional),
                                       field<&Card::otherGate>("otherGate", Flag::Optional),
                                       field<&Card::scanAt>("scanAt"),
                                       field<&Card::otherAt>("otherAt", Flag::Optional),
                                       field<&Card::reason>("reason"),
                                       field<&Card::openedAt>("openedAt"),
                                       field<&Card::isClosed>("isClosed"),
                                       field<&Card::closing>("closing", Flag::Optional, kMaxReason),
                                       field<&Card::closedBy>("closedBy", Flag::Optional),
                                       field<&Card::closedAt>("closedAt", Flag::Optional),
                                       field<&Card::device>("device", Flag::Optional | Flag::Indexed),
                                       field<&Card::isOrderUncertain>("isOrderUncertain", Flag::Optional)};
    bool operator==(const Card &) const = default;
};

[[nodiscard]] Scopes scopesOf(const CheckInList &list);
[[nodiscard]] Scopes scopesOf(const ListRules &rules);
[[nodiscard]] Scopes scopesOf(const CredentialKeys &keys);
[[nodiscard]] Scopes scopesOf(const AdmissionRecord &record);
[[nodiscard]] Scopes scopesOf(const Attendance &attendance);
[[nodiscard]] Scopes scopesOf(const Scan &scan);
[[nodiscard]] Scopes scopesOf(const ScanShown &shown);
[[nodiscard]] Scopes scopesOf(const ScanRuling &ruling);
[[nodiscard]] Scopes scopesOf(const ScanAnswers &answers);
[[nodiscard]] Id personOf(const ScanAnswers &answers);
[[nodiscard]] Scopes scopesOf(const ScanInputs &inputs);
[[nodiscard]] Scopes scopesOf(const Card &card);

/// Makes the list and a record for every ticket that it takes.
struct AddCheckInList {
    static constexpr CommandSpec spec{"check_in_list.add", Permission::ManageEvent};
    using Answer = Nothing;
    CheckInListId list;
    std::string name;
    std::vector<ProductId> products;
    std::vector<GateId> gates;
    bool takesUnpaid = false;
    bool allowsReEntry = false;
    std::int32_t mostEntries = 1;
    std::optional<Instant> opensAt;
    std::optional<Instant> closesAt;
    std::int32_t mostPerDay = 0;
    std::vector<ListWindow> windows;
    bool followsZones = false;
    std::int32_t minutesBetween = 0;
    std::vector<TimeSpan> reEntryTimes;
    std::vector<Question> questions;
    std::vector<ListExit> exitsAllAt;
    static constexpr Field fields[] = {
        field<&AddCheckInList::list>("list"),
        field<&AddCheckInList::name>("name"),
        field<&AddCheckInList::products>("products", Flag::Optional),
        field<&AddCheckInList::gates>("gates", Flag::Optional),
        field<&AddCheckInList::takesUnpaid>("takesUnpaid", Flag::Optional),
        field<&AddCheckInList::allowsReEntry>("allowsReEntry", Flag::Optional),
        ranged<&AddCheckInList::mostEntries>("mostEntries", 0, 1000, Flag::Optional),
        field<&AddCheckInList::opensAt>("opensAt", Flag::Optional),
        field<&AddCheckInList::closesAt>("closesAt", Flag::Optional),
        ranged<&AddCheckInList::mostPerDay>("mostPerDay", 0, 1000, Flag::Optional),
        field<&AddCheckInList::windows>("windows", Flag::Optional, kMaxWindows),
        field<&AddCheckInList::followsZones>("followsZones", Flag::Optional),
        ranged<&AddCheckInList::minutesBetween>("minutesBetween", 0, 1440, Flag::Optional),
        field<&AddCheckInList::reEntryTimes>("reEntryTimes", Flag::Optional, kMaxWindows),
        field<&AddCheckInList::questions>("questions", Flag::Optional, kMaxQuestions),
        field<&AddCheckInList::exitsAllAt>("exitsAllAt", Flag::Optional, kMaxExits)};
};

/// Everybody has left: whoever the list has inside is out from now on, and the count of people follows.
struct ExitAll {
    static constexpr CommandSpec spec{"check_in_list.exit_all", Permission::Reconcile};
    struct Answer {
        std::int32_t people = 0; ///< who were led out
        static constexpr Field fields[] = {field<&Answer::people>("people")};
    };
    CheckInListId list;
    std::string reason;
    static constexpr Field fields[] = {field<&ExitAll::list>("list"),
                                       field<&ExitAll::reason>("reason", Flag::None, kMaxReason)};
};

/// Follows the exits that lists have planned and whose time has come; the clock's.
struct RunExits {
    static constexpr CommandSpec spec{"check_in_list.run_exits", Permission::System};
    struct Answer {
        std::optional<Instant> next; ///< when there is something to do again
        static constexpr Field fields[] = {field<&Answer::next>("next", Flag::Optional)};
    };
    Instant due; ///< what the clock came for
    static constexpr Field fields[] = {field<&RunExits::due>("due", Flag::Optional)};
};

struct EditCheckInList {
    static constexpr CommandSpec spec{"check_in_list.edit", Permission::ManageEvent};
    using Answer = Nothing;
    CheckInListId list;
    EditsOf<CheckInList> edits;
    static constexpr Field fields[] = {field<&EditCheckInList::list>("list"), field<&EditCheckInList::edits>("edits")};
};

/// What a gate is told of a scan.
struct ScanVerdict {
    Outcome outcome = Outcome::Refused;
    Reason reason = Reason::None;
    bool isReEntry = false;
    std::string name; ///< of the attendee, where the asker may see names
    std::string product;
    std::string attention;
    Instant firstAt; ///< AlreadyRedeemed: when and where it was used
    GateId firstGate;
    bool isOwn = false; ///< this very device was told "admitted" moments ago and showed nothing: not a second entry
    FailedRule failed;  ///< why it was refused, finely
    std::vector<std::string> missing; ///< Incomplete: questions to be answered
    std::int32_t people = 1;          ///< who come in by it
    std::int32_t again = 0;           ///< … of whom had been in before
    bool isMove = false;
    bool needsAttention = false; ///< staff should look, with or without words
    static constexpr Field fields[] = {field<&ScanVerdict::outcome>("outcome"),
                                       field<&ScanVerdict::reason>("reason"),
                                       field<&ScanVerdict::isReEntry>("isReEntry"),
                                       field<&ScanVerdict::name>("name", Flag::Optional),
                                       field<&ScanVerdict::product>("product", Flag::Optional),
                                       field<&ScanVerdict::attention>("attention", Flag::Optional, kMaxReason),
                                       field<&ScanVerdict::firstAt>("firstAt", Flag::Optional),
                                       field<&ScanVerdict::firstGate>("firstGate", Flag::Optional),
                                       field<&ScanVerdict::isOwn>("isOwn", Flag::Optional),
                                       field<&ScanVerdict::failed>("failed", Flag::Optional),
                                       field<&ScanVerdict::missing>("missing", Flag::Optional, kMaxQuestions),
                                       field<&ScanVerdict::people>("people", Flag::Optional),
                                       field<&ScanVerdict::again>("again", Flag::Optional),
                                       field<&ScanVerdict::isMove>("isMove", Flag::Optional),
                                       field<&ScanVerdict::needsAttention>("needsAttention", Flag::Optional)};
    bool operator==(const ScanVerdict &) const = default;
};

/// One scan, asked on line (without `shown…`) or told afterwards (with it). Never refused for what the ticket is.
struct RecordScan {
    static constexpr CommandSpec spec{"scan.record", Permission::Scan};
    using Answer = ScanVerdict;
    ScanId scan;
    CheckInListId list;
    GateId gate;
    std::string code;         ///< as normaliseScan() left it; or none and
    AdmissionRecordId record; ///< the record picked from a search
    Direction direction = Direction::Entry;
    Instant deviceAt;
    std::int64_t offsetMs = 0; ///< server's clock minus the device's, at the moment of the scan
    std::int32_t errorMs = 0;
    bool isClockSuspect = false;
    std::optional<Outcome> shownOutcome; ///< decided by the device
    Reason shownReason = Reason::None;
    std::int64_t listAgeMs = 0;
    std::int32_t people = 0; ///< of a group's code: how many come now; 0: not said
    std::vector<GivenAnswer> answers;
    static constexpr Field fields[] = {
        field<&RecordScan::scan>("scan"),
        field<&RecordScan::list>("list"),
        field<&RecordScan::gate>("gate", Flag::Optional),
        field<&RecordScan::code>("code", Flag::Optional, kMaxCode),
        field<&RecordScan::record>("record", Flag::Optional),
        field<&RecordScan::direction>("direction"),
        field<&RecordScan::deviceAt>("deviceAt"),
        ranged<&RecordScan::offsetMs>("offsetMs", -4'000'000'000'000, 4'000'000'000'000, Flag::Optional),
        ranged<&RecordScan::errorMs>("errorMs", 0, 2'000'000'000, Flag::Optional),
        field<&RecordScan::isClockSuspect>("isClockSuspect", Flag::Optional),
        field<&RecordScan::shownOutcome>("shownOutcome", Flag::Optional),
        field<&RecordScan::shownReason>("shownReason", Flag::Optional),
        ranged<&RecordScan::listAgeMs>("listAgeMs", 0, 4'000'000'000'000, Flag::Optional),
        ranged<&RecordScan::people>("people", 0, kMaxGroup, Flag::Optional),
        field<&RecordScan::answers>("answers", Flag::Optional, kMaxQuestions)};
};

/// What was shown for one scan, who decided it, and the age of the list it went by.
struct ShownScan {
    ScanId scan;
    Outcome outcome = Outcome::Unseen;
    Reason reason = Reason::None;
    DecidedBy by = DecidedBy::Server;
    std::int64_t listAgeMs = 0;
    Instant at;
    static constexpr Field fields[] = {field<&ShownScan::scan>("scan"),
                                       field<&ShownScan::outcome>("outcome"),
                                       field<&ShownScan::reason>("reason"),
                                       field<&ShownScan::by>("by"),
                                       ranged<&ShownScan::listAgeMs>("listAgeMs", 0, 4'000'000'000'000),
                                       field<&ShownScan::at>("at")};
};

/// What was shown for scans that were asked on line.
struct ShowScans {
    static constexpr CommandSpec spec{"scan.show", Permission::Scan};
    using Answer = Nothing;
    using Shown = ShownScan;
    std::vector<Shown> shown;
    static constexpr Field fields[] = {field<&ShowScans::shown>("shown", Flag::None, 200)};
};

/// The entry did not happen (a turnstile did not turn, the wrong row was picked).
struct UndoScan {
    static constexpr CommandSpec spec{"scan.undo", Permission::UndoScan};
    using Answer = Nothing;
    IdOf<ScanRuling> ruling;
    ScanId scan;
    std::string reason;
    static constexpr Field fields[] = {field<&UndoScan::ruling>("ruling"), field<&UndoScan::scan>("scan"),
                                       field<&UndoScan::reason>("reason", Flag::None, kMaxReason)};
};

/// Let in against the verdict.
struct ForceAdmit {
    static constexpr CommandSpec spec{"scan.force", Permission::ForceAdmit};
    using Answer = Nothing;
    IdOf<ScanRuling> ruling;
    ScanId scan;
    std::string reason;
    static constexpr Field fields[] = {field<&ForceAdmit::ruling>("ruling"), field<&ForceAdmit::scan>("scan"),
                                       field<&ForceAdmit::reason>("reason", Flag::None, kMaxReason)};
};

struct CloseCard {
    static constexpr CommandSpec spec{"card.close", Permission::Reconcile};
    using Answer = Nothing;
    CardId card;
    std::string reason;
    static constexpr Field fields[] = {field<&CloseCard::card>("card"),
                                       field<&CloseCard::reason>("reason", Flag::None, kMaxReason)};
};

/// A ticket came, changed or left: keeps the admission records of all lists in step. Run by ticketing.
struct RefreshRecords {
    static constexpr CommandSpec spec{"admission_record.refresh", Permission::System};
    using Answer = Nothing;
    TicketId ticket;
    static constexpr Field fields[] = {field<&RefreshRecords::ticket>("ticket")};
};

/// Hands the devices what they need to read codes: when the event is founded, and after its keys change.
struct PublishCredentialKeys {
    static constexpr CommandSpec spec{"credential_keys.publish", Permission::System};
    using Answer = Nothing;
    Id event;
    static constexpr Field fields[] = {field<&PublishCredentialKeys::event>("event")};
};

/// One line of the list of scans, with its names.
struct ListedScan {
    ScanId scan;
    std::int64_t revision = 0;
    Scan row;
    static constexpr Field fields[] = {field<&ListedScan::scan>("scan"), field<&ListedScan::revision>("revision"),
                                       field<&ListedScan::row>("row")};
};

/// Older scans, newest first: those below a place, which is the revision and id of the last one of the page before.
/// (One command may change several scans: a revision alone would leave some out.)
struct ListScans {
    static constexpr QuerySpec spec{"scan.list", Permission::ViewScans};
    struct Answer {
        std::vector<ListedScan> scans;
        static constexpr Field fields[] = {field<&Answer::scans>("scans", Flag::Optional, 200)};
    };
    std::int64_t below = 0; ///< 0: from the newest
    std::int32_t most = 100;
    TicketId ticket; ///< only of this ticket
    ScanId belowScan;
    static constexpr Field fields[] = {ranged<&ListScans::below>("below", 0, 9'000'000'000'000'000, Flag::Optional),
                                       ranged<&ListScans::most>("most", 1, 200, Flag::Optional),
                                       field<&ListScans::ticket>("ticket", Flag::Optional),
                                       field<&ListScans::belowScan>("belowScan", Flag::Optional)};
};

/// What the verdict on a scan rested on: the list's rules and all that was known then. Fault::NotFound for a scan that
/// is not there, or from before inputs were kept.
struct GetScanInputs {
    static constexpr QuerySpec spec{"scan.inputs", Permission::ViewScans};
    struct Answer {
        CheckInList rules;
        ScanInputs inputs;
        std::vector<GivenAnswer> answers; ///< where the asker may see attendees
        static constexpr Field fields[] = {field<&Answer::rules>("rules"), field<&Answer::inputs>("inputs"),
                                           field<&Answer::answers>("answers", Flag::Optional, kMaxQuestions)};
    };
    ScanId scan;
    static constexpr Field fields[] = {field<&GetScanInputs::scan>("scan")};
};

/// Entries and exits of one step of CountArrivals.
struct ArrivalsBucket {
    Instant from;
    std::int32_t entries = 0;
    std::int32_t exits = 0;
    static constexpr Field fields[] = {field<&ArrivalsBucket::from>("from"), field<&ArrivalsBucket::entries>("entries"),
                                       field<&ArrivalsBucket::exits>("exits")};
};

/// Admitted entries and exits per step, from the first to the last moment: what the arrivals chart starts from.
struct CountArrivals {
    static constexpr QuerySpec spec{"scan.arrivals", Permission::ViewOccupancy};
    using Bucket = ArrivalsBucket;
    struct Answer {
        std::vector<Bucket> buckets; ///< those that are not empty
        static constexpr Field fields[] = {field<&Answer::buckets>("buckets", Flag::Optional, 1500)};
    };
    Instant from;
    Instant until;
    std::int64_t stepMs = 60'000;
    static constexpr Field fields[] = {field<&CountArrivals::from>("from"), field<&CountArrivals::until>("until"),
                                       ranged<&CountArrivals::stepMs>("stepMs", 1000, 86'400'000, Flag::Optional)};
};

/// How one ticket stands on one list.
struct TicketUse {
    TicketId ticket;
    AdmissionRecordId record;
    CheckInListId list;
    bool isInside = false;
    std::int32_t entries = 0;
    Instant lastAt;
    GateId lastGate;
    static constexpr Field fields[] = {field<&TicketUse::ticket>("ticket"),
                                       field<&TicketUse::record>("record"),
                                       field<&TicketUse::list>("list"),
                                       field<&TicketUse::isInside>("isInside"),
                                       field<&TicketUse::entries>("entries"),
                                       field<&TicketUse::lastAt>("lastAt"),
                                       field<&TicketUse::lastGate>("lastGate", Flag::Optional)};
};

/// How these tickets stand: what the search for people shows beside a name, and checks in.
struct GetTicketUse {
    static constexpr QuerySpec spec{"ticket.use", Permission::ViewScans};
    struct Answer {
        std::vector<TicketUse> uses;
        static constexpr Field fields[] = {field<&Answer::uses>("uses", Flag::Optional)};
    };
    std::vector<TicketId> tickets;
    static constexpr Field fields[] = {field<&GetTicketUse::tickets>("tickets", Flag::None, 100)};
};

using AdmissionEntities = EntityList<CheckInList, CredentialKeys, AdmissionRecord, Attendance, Scan, ScanShown,
                                     ScanRuling, Card, ScanAnswers, ScanInputs, ListRules>;
using AdmissionCommands = CommandList<AddCheckInList, EditCheckInList, RecordScan, ShowScans, UndoScan, ForceAdmit,
                                      CloseCard, RefreshRecords, PublishCredentialKeys, ExitAll, RunExits>;
using AdmissionQueries = QueryList<ListScans, CountArrivals, GetTicketUse, GetScanInputs>;

} // namespace gatehouse
