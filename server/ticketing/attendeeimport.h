// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/store/reader.h"
#include "server/ticketing/columns.h"

#include <functional>
#include <unordered_map>
#include <unordered_set>

/// Attendees from another system's CSV: read and judged as a whole first (a plan, which is also the dry run), then carried out by
/// ordinary commands. All or nothing: the plan leaves out what a handler would refuse, and what it makes has ids that follow from
/// the event and the row, so that after a crash the same import again does the rest, and nothing twice.
namespace gatehouse {

/// What the importer took a value for, and why it did not take a row. `line` is the line of the file where the row begins.
struct ImportGuess {
    std::int64_t line = 0;
    std::string field;
    std::string what;
    static constexpr Field fields[] = {gatehouse::field<&ImportGuess::line>("line"), gatehouse::field<&ImportGuess::field>("field"),
                                       gatehouse::field<&ImportGuess::what>("what", Flag::None, kMaxText)};
};
struct ImportRefusal {
    std::int64_t line = 0;
    std::string field;
    std::string reason;
    static constexpr Field fields[] = {gatehouse::field<&ImportRefusal::line>("line"),
                                       gatehouse::field<&ImportRefusal::field>("field"),
                                       gatehouse::field<&ImportRefusal::reason>("reason", Flag::None, kMaxText)};
};

inline constexpr std::size_t kMaxImportNotes = 1000; ///< of each kind are told; all are counted

/// What an import would do, or did. json(report) is what tools print.
struct ImportReport {
    std::int64_t attendees = 0; ///< new ones
    std::int64_t tickets = 0;
    std::int64_t products = 0;
    std::int64_t known = 0;     ///< rows whose ticket was there already: nothing changes
    std::int64_t rows = 0;
    std::int64_t guesses = 0;
    std::int64_t refusals = 0;
    std::string encoding;
    std::string delimiter;
    std::vector<std::string> ignoredColumns;
    std::vector<ImportGuess> guessed;
    std::vector<ImportRefusal> refused;
    static constexpr Field fields[] = {
        field<&ImportReport::attendees>("attendees"), field<&ImportReport::tickets>("tickets"),
        field<&ImportReport::products>("products"), field<&ImportReport::known>("known"), field<&ImportReport::rows>("rows"),
        field<&ImportReport::guesses>("guesses"), field<&ImportReport::refusals>("refusals"),
        field<&ImportReport::encoding>("encoding"), field<&ImportReport::delimiter>("delimiter"),
        field<&ImportReport::ignoredColumns>("ignoredColumns"), field<&ImportReport::guessed>("guessed", Flag::None, kMaxImportNotes),
        field<&ImportReport::refused>("refused", Flag::None, kMaxImportNotes)};
};

/// What the document holds already, as far as an import must know.
struct ImportTarget {
    Id event;
    std::unordered_map<std::string, ProductId> products;   ///< by name
    std::unordered_set<std::string> places;                ///< "order\nposition" of every ticket
    std::unordered_map<std::string, std::int32_t> orders;  ///< the highest position of each order
    std::unordered_set<std::string> credentials;
    std::unordered_set<AttendeeId> attendees;
    std::unordered_set<TicketId> tickets;
};
[[nodiscard]] Result<ImportTarget> importTarget(Reader &reader);

struct ImportRow {
    std::size_t line = 0;
    AddAttendee attendee;
    IssueTicket ticket;
    bool isAttendeeKnown = false;
};

/// A file as it will be carried out.
struct ImportPlan {
    std::vector<AddProduct> products;
    std::vector<ImportRow> rows;
    ImportReport report;
};

/// True: go on. Called every few thousand rows, with how far it is of how much (bytes while planning, commands while applying).
using ImportProgress = std::function<bool(std::size_t done, std::size_t all)>;

/// Fault::Malformed and TooLarge as of readCsvText() and CsvReader; Fault::Invalid: no column that could be a name;
/// Fault::Unavailable: `progress` said stop. A row that cannot be taken is no fault of the file: the report tells it.
[[nodiscard]] Result<ImportPlan> planImport(std::string_view bytes, const ImportTarget &target, const Keyring &keyring,
                                            const ImportProgress &progress = {});

/// Hands the plan's commands to the engine and steps it until all are answered; for a tool, whose engine nobody else steps. Cannot
/// be stopped: what was begun is finished. A command that is refused all the same (somebody else changed the document since)
/// is told in the report's `refused`. Fault: the first passing one (the disk is full): the same import again does the rest.
[[nodiscard]] Result<ImportReport> applyImport(const ImportPlan &plan, Engine &engine, const Actor &actor,
                                               const ImportProgress &progress = {});

} // namespace gatehouse
