// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/admission/admission.h"

#include <QString>
#include <QTimeZone>

#include <utility>
#include <vector>

/// What the doors desk shows: plain values, made from the replica and from queries by whoever wires the desk.
namespace gatehouse {

struct ScanView {
    Id scan;
    Instant at; ///< corrected
    QString gate;
    QString device;
    QString ticket; ///< the attendee where the operator may see names, else the ticket
    QString product;
    Outcome outcome = Outcome::Refused;
    Reason reason = Reason::None;
    bool isExit = false;
    bool isLate = false;
    bool isDuplicate = false;
    bool isUndone = false;
    bool isForced = false;
    int people = 1; ///< of a group
    bool operator==(const ScanView &) const = default;
};

/// One hit of the search.
struct FoundView {
    Id record;
    QString name;
    QString product;
    QString code;  ///< shortened
    QString words; ///< "inside since 08:41", "not seen yet", "blocked"
    State state = State::Info;
    bool operator==(const FoundView &) const = default;
};

/// What is told of one scan beside its row: label and value, both for people.
struct ScanFacts {
    Id scan;
    std::vector<std::pair<QString, QString>> facts;
    std::vector<QString> why; ///< the steps of the rules, in order; empty until asked for
};

struct CardScan {
    Instant at;
    QString gate;
    QString device;
    Outcome shown = Outcome::Unseen;
    DecidedBy by = DecidedBy::Server;
    Reason reason = Reason::None;
    bool operator==(const CardScan &) const = default;
};

/// A card of the reconciliation desk: both scans as they were shown.
struct CardView {
    Id card;
    CardKind kind = CardKind::DoubleAdmit;
    QString ticket;
    Instant openedAt;
    std::vector<CardScan> scans; ///< one or two, the earlier first
    bool operator==(const CardView &) const = default;
};

/// State and words of a scan's chip: "Admitted", "Refused", "Undone", "Admitted anyway".
[[nodiscard]] State scanState(const ScanView &scan);
[[nodiscard]] QString scanWords(const ScanView &scan);
[[nodiscard]] QString scanReasonWords(const ScanView &scan);

} // namespace gatehouse
