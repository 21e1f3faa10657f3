// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/engine/engine.h"
#include "server/engine/stage.h"
#include "server/files/readerprogram.h"
#include "server/house/programmeplan.h"
#include "server/house/script.h"
#include "server/store/reader.h"
#include "server/ticketing/attendeeimport.h"
#include "shared/imports/imports.h"

#include <span>

namespace gatehouse {

/// A file to be imported.
struct ImportSource {
    std::string name;  ///< for the report
    std::string bytes; ///< at most kMaxImportFile
    ScriptFiles files; ///< what a script may name beside itself; may be empty
};

/// What an import would do, as the commands that do it.
struct ImportPlan {
    ImportId id; ///< follows from event and commands: the same plan is the same import
    std::vector<StagedCommand> commands;
    ImportReport report;
    bool mustBeTried = false; ///< let the engine try all before anything is decided: lists of commands, which nobody
                              ///< judged, and programmes, which are taken in whole or not at all
};

/// What whoever imports may choose.
struct ImportOptions {
    Vanished vanished = Vanished::Keep;
    ReaderProgram helper = readerProgram();
    std::int64_t mostCommands = kMaxImportCommands;
    std::function<void(std::size_t)> beginsWith; ///< told the place of each source before it is read; may be empty
};

inline constexpr std::size_t kMaxTrial = 50'000; ///< commands that are tried as one: about five seconds

/// Judges the sources in their order, each as if those before it had been carried out: lists of commands (see
/// script.h), tables of attendees, schedules (XML, JSON, iCalendar). What a source is, its content tells, not its
/// name. Faults name the source: TooLarge; Malformed and Invalid, with line or path; Unsupported for what is none of
/// these; Unavailable: `progress` said stop. A row that cannot be taken is no fault of the file: the report tells it.
[[nodiscard]] Result<ImportPlan> planImport(std::span<const ImportSource> sources, Reader &reader,
                                            const Keyring &keyring, const ImportProgress &progress = {},
                                            const ImportOptions &options = {});

/// Lets the engine run a plan that must be tried and roll it back, so that it is carried out whole or not at all.
/// Fault: the first refusal, with where its command came from; TooLarge above kMaxTrial.
[[nodiscard]] Result<> tryImport(const ImportPlan &plan, Engine &engine);

/// What is said of a plan when it is decided: its sources with their hashes. Reads all their bytes: not for the
/// engine's thread.
[[nodiscard]] StageImport stagingOf(const ImportPlan &plan, std::span<const ImportSource> sources);

/// A plan whose commands lie in the stage is decided, in the name of `actor`. Fault::Conflict: an import of this id was
/// decided before.
[[nodiscard]] Result<> decideStaged(const StageImport &staged, Engine &engine, const Actor &actor);

/// Stages the plan and decides it: from here on it happens. Waits for nothing but the disk; for a tool, whose engine
/// nobody else steps. True: it is under way; false: it was carried out before, nothing is to be done.
[[nodiscard]] Result<bool> decideImport(const ImportPlan &plan, std::span<const ImportSource> sources, Stage &stage,
                                        Reader &reader, Engine &engine, const Actor &actor);

} // namespace gatehouse
