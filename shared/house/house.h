// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/accounts.h"
#include "shared/admission/admission.h"
#include "shared/imports/imports.h"
#include "shared/programme/programme.h"
#include "shared/ticketing/ticketing.h"
#include "shared/venue/venue.h"

#include <span>

/// The one place of `shared` that knows all nouns: what the generic rooms (store, replica, API, tests) walk.
namespace gatehouse {

using HouseEntities = decltype(AccessEntities{} + ProgrammeEntities{} + VenueEntities{} + TicketingEntities{}
                               + AdmissionEntities{} + ImportsEntities{});
using HouseCommands = decltype(AccessCommands{} + ProgrammeCommands{} + VenueCommands{} + TicketingCommands{}
                               + AdmissionCommands{} + ImportsCommands{});
using HouseQueries = decltype(AccessQueries{} + ProgrammeQueries{} + VenueQueries{} + TicketingQueries{}
                              + AdmissionQueries{} + ImportsQueries{});

/// In order of their numbers. Alive for the whole program; any thread.
[[nodiscard]] std::span<const EntityType *const> entityTypes();
[[nodiscard]] std::span<const CommandType *const> commandTypes();
[[nodiscard]] std::span<const QueryType *const> queryTypes();

[[nodiscard]] const EntityType *findEntity(std::uint16_t number);
[[nodiscard]] const EntityType *findEntity(std::string_view name);
[[nodiscard]] const CommandType *findCommand(std::string_view name);
[[nodiscard]] const QueryType *findQuery(std::string_view name);

} // namespace gatehouse
