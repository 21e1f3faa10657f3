// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/spec.h"

/// The event itself: one row of each document.
namespace gatehouse {

struct Event;
using EventId = IdOf<Event>;

inline constexpr std::int32_t kMaxEventDays = 62;
inline constexpr std::int32_t kMaxCutOffMinutes = 12 * 60;

/// A day as the event counts it: it begins at the cut-off in the small hours, so that a night's entries belong to the
/// evening before. 23 to 25 hours long where clocks change.
struct EventDay {
    std::string date; ///< ISO 8601, of its morning: "2026-03-29"
    Instant startsAt;
    Instant endsAt; ///< where the next one starts
    static constexpr Field fields[] = {field<&EventDay::date>("date", Flag::None, 10),
                                       field<&EventDay::startsAt>("startsAt"), field<&EventDay::endsAt>("endsAt")};
    bool operator==(const EventDay &) const = default;
};

struct Event {
    static constexpr EntitySpec spec{10, "event", Replication::Live};
    EventId id; ///< also the document's
    std::string name;
    std::string zone; ///< IANA name of the venue's time zone
    std::string slug; ///< in addresses: lower case letters, digits, hyphens
    bool isExercise = false;
    std::string firstDay;           ///< ISO 8601 date at the venue; empty: not said
    std::int32_t dayCount = 1;      ///< event days from there, without a gap
    std::int32_t cutOffMinutes = 0; ///< after midnight at the venue, by its wall clock, when an event day begins
    std::vector<EventDay> days;     ///< follows from zone, first day, count and cut-off
    Later later;
    static constexpr Field fields[] = {
        field<&Event::name>("name"),
        field<&Event::zone>("zone", Flag::None, 64),
        field<&Event::slug>("slug", Flag::Fixed, 64),
        field<&Event::isExercise>("isExercise", Flag::Optional),
        field<&Event::firstDay>("firstDay", Flag::Optional, 10),
        ranged<&Event::dayCount>("dayCount", 1, kMaxEventDays, Flag::Optional),
        ranged<&Event::cutOffMinutes>("cutOffMinutes", 0, kMaxCutOffMinutes, Flag::Optional),
        field<&Event::days>("days", Flag::Optional | Flag::Fixed, kMaxEventDays)};
    bool operator==(const Event &) const = default;
};

[[nodiscard]] Scopes scopesOf(const Event &event);

/// Which event day an instant belongs to, counted from 0. Days before the first and after the last one go on in steps
/// of 24 hours (−1, −2 … before), so that every instant has its day; without days, those of UTC since 1970 count.
[[nodiscard]] std::int64_t eventDayAt(const std::vector<EventDay> &days, Instant at);

/// "Höhenfest 2026" gives "h-henfest-2026"; never empty, at most 40 characters.
[[nodiscard]] std::string slugFor(std::string_view name);
[[nodiscard]] bool isSlug(std::string_view text);

/// Writes the event's row: the first command of every document.
struct FoundEvent {
    static constexpr CommandSpec spec{"event.found", Permission::System};
    using Answer = Nothing;
    EventId event;
    std::string name;
    std::string zone;
    std::string slug;
    static constexpr Field fields[] = {field<&FoundEvent::event>("event"), field<&FoundEvent::name>("name"),
                                       field<&FoundEvent::zone>("zone", Flag::None, 64),
                                       field<&FoundEvent::slug>("slug", Flag::None, 64)};
};

struct EditEvent {
    static constexpr CommandSpec spec{"event.edit", Permission::ManageEvent};
    using Answer = Nothing;
    EventId event;
    EditsOf<Event> edits;
    static constexpr Field fields[] = {field<&EditEvent::event>("event"), field<&EditEvent::edits>("edits")};
};

/// How the document fares that is served: what an operator must know of disk and backup. Fault::Unavailable where
/// nobody serves it.
struct GetDocumentState {
    static constexpr QuerySpec spec{"document.state", Permission::ViewMetrics};
    struct Answer {
        Instant startedAt;       ///< of the server
        std::int64_t head = 0;   ///< sequence of the last journal entry
        bool isReadOnly = false; ///< the disk takes nothing
        bool hasBackups = false; ///< there is a plan for them
        std::int64_t backupEveryMs = 0;
        std::optional<Instant>
            backupAt;                ///< when the last good one began; none: there was none since the server started
        std::int64_t backupHead = 0; ///< what it holds
        std::string backupFailure;   ///< of the last try, if it failed
        static constexpr Field fields[] = {field<&Answer::startedAt>("startedAt"),
                                           field<&Answer::head>("head"),
                                           field<&Answer::isReadOnly>("isReadOnly"),
                                           field<&Answer::hasBackups>("hasBackups"),
                                           field<&Answer::backupEveryMs>("backupEveryMs", Flag::Optional),
                                           field<&Answer::backupAt>("backupAt", Flag::Optional),
                                           field<&Answer::backupHead>("backupHead", Flag::Optional),
                                           field<&Answer::backupFailure>("backupFailure", Flag::Optional, kMaxReason)};
    };
    static constexpr std::array<Field, 0> fields{};
};

} // namespace gatehouse
