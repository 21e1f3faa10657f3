// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/admission/admission.h"

#include <QString>
#include <QTimeZone>

#include <vector>

namespace gatehouse {

/// What a kiosk's screen is about; one decision per screen.
enum class KioskPage { Attract, Typing, Reading, Verdict, StaffCode, SelfTest };

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
    bool operator==(const KioskVerdict &) const = default;
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
    KioskVerdict verdict;
    std::vector<SelfTestRow> selfTest;
    QString calledName;        ///< of this device, while somebody looks for it
    bool isCallBright = false; ///< changes every second
};

} // namespace gatehouse
