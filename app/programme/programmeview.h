// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ui/theme.h"
#include "shared/programme/nowandnext.h"

#include <QColor>
#include <QString>
#include <QTimeZone>

#include <array>
#include <optional>
#include <utility>
#include <vector>

/// What the programme desk shows: plain values, made from the replica by its presenter.
namespace gatehouse {

/// Of tracks that have none of their own, in turn. Apart from each other also for those who see colours otherwise
/// (after Okabe and Ito, "Color Universal Design", 2008).
inline constexpr std::array<QRgb, 8> kTrackColours = {0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7,
                                                      0x56b4e9, 0xd55e00, 0xb8a800, 0x8a6fd1};

struct SpaceColumn {
    Id id;
    QString name;
    int capacity = 0; ///< 0: not known
    bool operator==(const SpaceColumn &) const = default;
};

struct DayView {
    QString label; ///< "Fri 29 May"
    Instant startsAt;
    Instant endsAt;
    bool operator==(const DayView &) const = default;
};

/// One session where it is placed; without a slot it is not placed yet.
struct SlotView {
    Id slot;
    Id session;
    Id space;
    QString spaceName;
    Instant plannedStart;
    Instant startsAt; ///< expected
    Instant endsAt;
    QString title;
    QString speakers;
    QString track;
    QColor colour; ///< of its track; not valid: it has none
    int delayMinutes = 0;
    bool isDraft = false;
    bool isCancelled = false;
    bool isMoved = false;
    bool isPinned = false;
    int clashes = 0; ///< warnings apart
    Phase phase = Phase::Upcoming;

    [[nodiscard]] bool isPlaced() const { return !slot.isNull(); }
    /// What it is chosen by: the slot, or the session where there is none.
    [[nodiscard]] Id key() const { return isPlaced() ? slot : session; }
    bool operator==(const SlotView &) const = default;
};

/// How it stands, as colour with shape and as word: the most pressing of what is true.
[[nodiscard]] State slotState(const SlotView &slot);
[[nodiscard]] QString slotWords(const SlotView &slot);
/// False for a session that stands as it was planned and waits: it needs no mark.
[[nodiscard]] bool hasSlotMark(const SlotView &slot);

struct ProgrammeDeskView {
    std::vector<SpaceColumn> spaces; ///< in the order of columns
    std::vector<DayView> days;
    std::vector<SlotView> placed;  ///< of all days, by start
    std::vector<SlotView> waiting; ///< sessions without a slot
    QTimeZone zone = QTimeZone::utc();
    Instant now;
    bool mayEdit = false;
    bool operator==(const ProgrammeDeskView &) const = default;
};

/// One session in full, as the card shows it.
struct SessionDetail {
    SlotView slot;
    QString subtitle;
    std::vector<std::pair<QString, QString>> facts; ///< label and value, both for people
    QString abstract;
    std::vector<QString> clashes;
    bool mayEdit = false;
    bool operator==(const SessionDetail &) const = default;
};

/// What a delay or a move would do, before it is done.
struct ProgrammePreview {
    Id slot;
    std::vector<QString> moves;   ///< who else is moved, and from when to when
    std::vector<QString> clashes; ///< that it brings about
    QString refusal;              ///< why it cannot be done; empty: it can
};

struct DelayWish {
    Id slot;
    int minutes = 0;
    bool following = true;
    QString reason;
};

/// Where a session is to stand: a move, or the first place of one that has none.
struct SlotMoveWish {
    Id slot;
    Id session;
    Id space;
    Instant startsAt;
    int minutes = 0;
    bool isAnnounced = true;
    QString reason;
    bool operator==(const SlotMoveWish &) const = default;
};

/// A name to choose from: a track, a speaker, a space.
struct NameView {
    Id id;
    QString name;
    QString more; ///< biography of a speaker
    QColor colour;
    int capacity = 0; ///< of a space
    bool operator==(const NameView &) const = default;
};

/// What the form of a session holds.
struct SessionWish {
    Id session; ///< null: a new one
    QString title;
    QString subtitle;
    QString type;
    Id track;
    std::vector<NameView> speakers; ///< without an id: a new one
    QString language;
    QString abstract;
    QString url;
    std::optional<SlotMoveWish> place; ///< of a new one
    bool operator==(const SessionWish &) const = default;
};

/// The settings of the event itself.
struct EventWish {
    QString name;
    QString zone;
    QString firstDay; ///< ISO 8601
    int dayCount = 1;
    int cutOffMinutes = 0;
    bool operator==(const EventWish &) const = default;
};

} // namespace gatehouse
