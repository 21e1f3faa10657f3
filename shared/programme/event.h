// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/spec.h"

/// The event itself: one row of each document.
namespace gatehouse {

struct Event;
using EventId = IdOf<Event>;

struct Event {
    static constexpr EntitySpec spec{10, "event", Replication::Live};
    EventId id; ///< also the document's
    std::string name;
    std::string zone; ///< IANA name of the venue's time zone
    std::string slug; ///< in addresses: lower case letters, digits, hyphens
    bool isExercise = false;
    Later later;
    static constexpr Field fields[] = {field<&Event::name>("name"), field<&Event::zone>("zone", Flag::None, 64),
                                       field<&Event::slug>("slug", Flag::Fixed, 64),
                                       field<&Event::isExercise>("isExercise", Flag::Optional)};
    bool operator==(const Event &) const = default;
};

[[nodiscard]] Scopes scopesOf(const Event &event);

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

using ProgrammeEntities = EntityList<Event>;
using ProgrammeCommands = CommandList<FoundEvent, EditEvent>;
using ProgrammeQueries = QueryList<>;

} // namespace gatehouse
