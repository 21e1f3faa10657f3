// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/admission/admission.h"

#include <QString>
#include <QTimeZone>

#include <optional>
#include <vector>

namespace gatehouse {

/// What a kiosk's screen is about; one decision per screen.
enum class KioskPage { Attract, Typing, Reading, Verdict, StaffCode, SelfTest, Ask, Search };

/// Why no ticket is taken here.
enum class KioskClosure {
    None,
    Gate,       ///< the gate is closed; its reason stands beside
    Starting,   ///< in a moment
    NoList,     ///< the list has never come
    Unassigned, ///< the control room has not given it a list
    Revoked,
    OutOfOrder, ///< its disk cannot be used
};

/// What is shown of one scan.
struct KioskVerdict {
    Outcome outcome = Outcome::Refused;
    Reason reason = Reason::None;
    bool isReEntry = false;
    bool isExit = false;
    QString name; ///< of the attendee, where the kiosk may show it
    QString product;
    QString attention;      ///< words for staff that stand on the ticket
    Instant firstAt;        ///< AlreadyRedeemed: when …
    QString firstGate;      ///< … and where
    bool isRecorded = true; ///< false: the disk takes nothing; staff must be called
    FailedRule failed;      ///< when it may be tried again, and the like
    int people = 1;         ///< of a group: who pass
    bool needsAttention = false;
    bool operator==(const KioskVerdict &) const = default;
};

/// What is asked before somebody is let in.
struct KioskAsk {
    enum class Kind { Choice, Number, Text };
    Kind kind = Kind::Choice;
    QString title;
    QString step;                                     ///< "Question 1 of 2"
    bool isPeople = false;                            ///< how many of a group come
    int most = 0;                                     ///< of people
    std::vector<std::pair<QString, QString>> choices; ///< value and words
    bool mayPass = false;
    bool operator==(const KioskAsk &) const = default;
};

/// One hit of a staffed lane's search.
struct KioskPerson {
    Id record; ///< null: not on this list
    QString name;
    QString second; ///< company and order: what tells namesakes apart
    QString product;
    QString words; ///< "inside since 08:41"
    bool operator==(const KioskPerson &) const = default;
};

struct KioskSearch {
    QString text; ///< that these were found for
    std::vector<KioskPerson> found;
    std::int64_t total = 0;
    bool needsNetwork = false;
    bool operator==(const KioskSearch &) const = default;
};

/// One session as visitors are told of it: public facts alone, and nobody's name.
struct KioskSession {
    QString title;
    QString space; ///< empty where it is nobody's business
    Instant startsAt;
    Instant expectedAt; ///< by its announced delay; as startsAt where there is none
    Instant endsAt;     ///< as expected
    bool isCancelled = false;
    bool operator==(const KioskSession &) const = default;
};

/// What runs and what comes next in all spaces, each in the order of its time.
struct KioskNowNext {
    std::vector<KioskSession> now;
    std::vector<KioskSession> next;
    bool operator==(const KioskNowNext &) const = default;
};

struct SelfTestRow {
    QString name; ///< "Scanner"
    State state = State::NoData;
    QString value; ///< "read 3 s ago"
    bool operator==(const SelfTestRow &) const = default;
};

/// All that the face shows; plain values. `page` is what the kiosk wants; typing, staff code and the way out are the
/// face's own.
struct KioskView {
    KioskPage page = KioskPage::Attract;
    QString eventName;
    QString gateName;
    QString laneName; ///< empty: no certain one
    QString language; ///< "en": the chosen one
    bool isExercise = false;
    bool isExit = false; ///< people leave here
    KioskClosure closure = KioskClosure::None;
    QString gateClosedReason;
    bool isOffline = false;
    int waiting = 0;      ///< scans that the server has not confirmed
    Instant waitingSince; ///< the oldest of them
    std::int64_t listAgeMs = 0;
    QTimeZone zone = QTimeZone::utc();
    Instant now; ///< by the server's clock; 0: not known, then neither clock nor programme is shown
    KioskNowNext nowNext;
    std::optional<Instant> programmeAsOf; ///< given when it is so old that visitors should know
    KioskVerdict verdict;
    KioskAsk ask;
    KioskSearch search;
    bool maySearch = false; ///< staff may look for names here
    std::vector<SelfTestRow> selfTest;
    QString calledName;        ///< of this device, while somebody looks for it
    bool isCallBright = false; ///< changes every second
};

} // namespace gatehouse
