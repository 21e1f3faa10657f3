// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/stage.h"
#include "server/store/reader.h"
#include "server/ticketing/columns.h"
#include "shared/imports/imports.h"

#include <functional>
#include <unordered_map>
#include <unordered_set>

/// Attendees from another system's CSV, read and judged as a whole: what comes out are the commands that take them in.
/// It leaves out what a handler would refuse, and what it makes has ids that follow from the event and the row, so that
/// the same file again does nothing twice.
namespace gatehouse {

/// What the document holds already, as far as an import must know.
struct ImportTarget {
    Id event;
    std::unordered_map<std::string, ProductId> products;  ///< by name
    std::unordered_set<std::string> places;               ///< "order\nposition" of every ticket
    std::unordered_map<std::string, std::int32_t> orders; ///< the highest position of each order
    std::unordered_set<std::string> credentials;
    std::unordered_set<AttendeeId> attendees;
    std::unordered_set<TicketId> tickets;
};
[[nodiscard]] Result<ImportTarget> importTarget(Reader &reader);

/// True: go on. Called every few thousand rows, with how far it is of how much, in bytes.
using ImportProgress = std::function<bool(std::size_t done, std::size_t all)>;

/// The commands that take a table's rows in: products that are new, then for each row its attendee (where new) and
/// ticket. Adds to the report, and to the target what they will make, so that a further table is judged as if this one
/// had been carried out. Fault::Malformed and TooLarge as of readCsvText() and CsvReader; Fault::Invalid: no column
/// that could be a name; Fault::Unavailable: `progress` said stop, nothing was changed. A row that cannot be taken is
/// no fault of the file: the report tells it.
[[nodiscard]] Result<std::vector<StagedCommand>> planAttendees(const std::string &source, std::string_view bytes,
                                                               ImportTarget &target, const Keyring &keyring,
                                                               ImportReport &report,
                                                               const ImportProgress &progress = {});

} // namespace gatehouse
