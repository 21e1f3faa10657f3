// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/accounts.h"

/// Files of other systems taken into the event. What a file would do is planned first and reported; a plan that is
/// wanted is staged whole (sealed, outside the journal), decided by one command, and carried out in slices between
/// other commands, also after a crash.
namespace gatehouse {

struct Import;
struct SourceRecord;
using ImportId = IdOf<Import>;
using SourceRecordId = IdOf<SourceRecord>;

inline constexpr std::size_t kMaxImportNotes = 1000;             ///< of each kind are told; all are counted
inline constexpr std::uint32_t kMaxImportSources = 32;           ///< files of one import
inline constexpr std::uint32_t kMaxKeptRefusals = 50;            ///< on the import's row, for people to look at
inline constexpr std::size_t kMaxImportFile = 50U * 1024 * 1024; ///< bytes of one file
inline constexpr std::int64_t kMaxImportCommands = 2'000'000;    ///< a million attendees

/// What the importer took a value for, or why it did not take something.
struct ImportNote {
    std::string source;    ///< file
    std::int64_t line = 0; ///< of the file, from 1, where the row or element begins; 0: `path` says where
    std::string path;      ///< column, or place within the file
    std::string what;
    static constexpr Field fields[] = {field<&ImportNote::source>("source", Flag::Optional),
                                       field<&ImportNote::line>("line", Flag::Optional),
                                       field<&ImportNote::path>("path", Flag::Optional, kMaxReason),
                                       field<&ImportNote::what>("what", Flag::None, kMaxText)};
    bool operator==(const ImportNote &) const = default;
};

/// What an import would do, or did. json(report) is what tools print.
struct ImportReport {
    std::int64_t levels = 0; ///< floors; this and those that follow count new ones
    std::int64_t spaces = 0;
    std::int64_t units = 0; ///< of a floor plan
    std::int64_t zones = 0;
    std::int64_t gates = 0;
    std::int64_t tracks = 0;
    std::int64_t sessions = 0;
    std::int64_t speakers = 0;
    std::int64_t products = 0;
    std::int64_t attendees = 0;
    std::int64_t tickets = 0;
    std::int64_t others = 0; ///< commands of a script that make none of these
    std::int64_t known = 0;  ///< rows that were there already: nothing changes
    std::int64_t rows = 0;   ///< of tables
    std::int64_t guesses = 0;
    std::int64_t refusals = 0;
    std::string encoding; ///< of the last table read
    std::string delimiter;
    std::vector<std::string> ignoredColumns;
    std::vector<ImportNote> guessed;
    std::vector<ImportNote> refused;
    std::int64_t updates = 0; ///< values that the source changed, and that become so here
    std::int64_t missing = 0; ///< sessions and times that the source no longer has
    std::int64_t keeps = 0;   ///< values that were edited here and stay, whatever the source says
    std::vector<ImportNote> changed;
    std::vector<ImportNote> vanished;
    std::vector<ImportNote> kept;
    static constexpr Field fields[] = {field<&ImportReport::levels>("levels"),
                                       field<&ImportReport::spaces>("spaces"),
                                       field<&ImportReport::units>("units"),
                                       field<&ImportReport::zones>("zones"),
                                       field<&ImportReport::gates>("gates"),
                                       field<&ImportReport::tracks>("tracks"),
                                       field<&ImportReport::sessions>("sessions"),
                                       field<&ImportReport::speakers>("speakers"),
                                       field<&ImportReport::products>("products"),
                                       field<&ImportReport::attendees>("attendees"),
                                       field<&ImportReport::tickets>("tickets"),
                                       field<&ImportReport::others>("others"),
                                       field<&ImportReport::known>("known"),
                                       field<&ImportReport::rows>("rows"),
                                       field<&ImportReport::guesses>("guesses"),
                                       field<&ImportReport::refusals>("refusals"),
                                       field<&ImportReport::encoding>("encoding", Flag::Optional),
                                       field<&ImportReport::delimiter>("delimiter", Flag::Optional),
                                       field<&ImportReport::ignoredColumns>("ignoredColumns", Flag::Optional),
                                       field<&ImportReport::guessed>("guessed", Flag::Optional, kMaxImportNotes),
                                       field<&ImportReport::refused>("refused", Flag::Optional, kMaxImportNotes),
                                       field<&ImportReport::updates>("updates"),
                                       field<&ImportReport::missing>("missing"),
                                       field<&ImportReport::keeps>("keeps"),
                                       field<&ImportReport::changed>("changed", Flag::Optional, kMaxImportNotes),
                                       field<&ImportReport::vanished>("vanished", Flag::Optional, kMaxImportNotes),
                                       field<&ImportReport::kept>("kept", Flag::Optional, kMaxImportNotes)};

    void guess(ImportNote note);
    void refuse(ImportNote note);
    void change(ImportNote note);
    void miss(ImportNote note);
    void keep(ImportNote note);
};

enum class ImportState : std::uint8_t {
    Staged = 0,  ///< planned and kept; nothing of it has happened
    Decided = 1, ///< under way, and cannot be stopped any more
    Done = 2,
    Dropped = 3,
};
template <>
inline constexpr auto enumNames<ImportState> = std::array<std::string_view, 4>{"staged", "decided", "done", "dropped"};

struct Import {
    static constexpr EntitySpec spec{60, "import", Replication::Live};
    ImportId id;
    std::vector<std::string> sources; ///< names of the files
    std::vector<std::string> hashes;  ///< SHA-256 of each, in hexadecimal
    ImportState state = ImportState::Staged;
    std::int64_t commands = 0;
    std::int64_t done = 0;             ///< carried out so far, refused ones among them
    std::int64_t refused = 0;          ///< by their handlers: somebody had changed the event since it was planned
    std::vector<std::string> refusals; ///< the first of them
    AccountId decidedBy;               ///< none: a tool
    Instant stagedAt;
    Instant endedAt; ///< done or dropped
    Later later;
    static constexpr Field fields[] = {field<&Import::sources>("sources", Flag::None, kMaxImportSources),
                                       field<&Import::hashes>("hashes", Flag::None, kMaxImportSources),
                                       field<&Import::state>("state"),
                                       ranged<&Import::commands>("commands", 0, kMaxImportCommands),
                                       ranged<&Import::done>("done", 0, kMaxImportCommands),
                                       ranged<&Import::refused>("refused", 0, kMaxImportCommands),
                                       field<&Import::refusals>("refusals", Flag::Optional, kMaxKeptRefusals),
                                       field<&Import::decidedBy>("decidedBy", Flag::Optional),
                                       field<&Import::stagedAt>("stagedAt"),
                                       field<&Import::endedAt>("endedAt", Flag::Optional)};
    bool operator==(const Import &) const = default;
};

[[nodiscard]] Scopes scopesOf(const Import &import);

/// Its commands are staged.
struct StageImport {
    static constexpr CommandSpec spec{"import.stage", Permission::System};
    using Answer = Nothing;
    ImportId import;
    std::vector<std::string> sources;
    std::vector<std::string> hashes;
    std::int64_t commands = 0;
    static constexpr Field fields[] = {field<&StageImport::import>("import"),
                                       field<&StageImport::sources>("sources", Flag::None, kMaxImportSources),
                                       field<&StageImport::hashes>("hashes", Flag::None, kMaxImportSources),
                                       ranged<&StageImport::commands>("commands", 0, kMaxImportCommands)};
};

/// From here on it happens, whatever else happens.
struct DecideImport {
    static constexpr CommandSpec spec{"import.decide", Permission::ManageEvent};
    using Answer = Nothing;
    ImportId import;
    static constexpr Field fields[] = {field<&DecideImport::import>("import")};
};

/// It shall not happen. Fault::Conflict once it is decided.
struct DropImport {
    static constexpr CommandSpec spec{"import.drop", Permission::ManageEvent};
    using Answer = Nothing;
    ImportId import;
    static constexpr Field fields[] = {field<&DropImport::import>("import")};
};

/// How far it is; with the last command it is Done.
struct AdvanceImport {
    static constexpr CommandSpec spec{"import.advance", Permission::System};
    using Answer = Nothing;
    ImportId import;
    std::int64_t done = 0;
    std::vector<std::string> refusals; ///< new ones
    std::int64_t refused = 0;          ///< new ones, those among them that are not told
    static constexpr Field fields[] = {
        field<&AdvanceImport::import>("import"), ranged<&AdvanceImport::done>("done", 0, kMaxImportCommands),
        field<&AdvanceImport::refusals>("refusals", Flag::Optional, kMaxKeptRefusals),
        ranged<&AdvanceImport::refused>("refused", 0, kMaxImportCommands, Flag::Optional)};
};

enum class SourceKind : std::uint8_t { Space = 0, Track = 1, Speaker = 2, Session = 3, Slot = 4, Floor = 5 };
template <>
inline constexpr auto enumNames<SourceKind> =
    std::array<std::string_view, 6>{"space", "track", "speaker", "session", "slot", "floor"};

inline constexpr std::uint32_t kMaxRecordSources = 16;
inline constexpr std::uint32_t kMaxRecordKeys = 32;
inline constexpr std::size_t kSaidBytes = 8;   ///< of each value's hash
inline constexpr std::size_t kSaidFields = 16; ///< of a thing's table; those beyond are never compared
inline constexpr std::uint32_t kMaxSaid = kMaxRecordSources * kSaidFields * kSaidBytes;

/// What imports know of a thing they made or met (same id): what the sources call it and what each said last, so that
/// the next import tells an edit made here from one made there. Hashes under the document's key, not the values: they
/// only ever have to be compared.
struct SourceRecord {
    static constexpr EntitySpec spec{61, "source_record", Replication::Server};
    SourceRecordId id;
    SourceKind kind = SourceKind::Space;
    std::vector<std::string> sources; ///< whose files name it
    std::vector<std::string> keys;    ///< hashes, in hexadecimal, of what they call it
    Bytes said; ///< for each source kSaidFields times kSaidBytes, in the order of the thing's table; all zero: nothing
    Later later;
    static constexpr Field fields[] = {field<&SourceRecord::kind>("kind"),
                                       field<&SourceRecord::sources>("sources", Flag::Optional, kMaxRecordSources),
                                       field<&SourceRecord::keys>("keys", Flag::Optional, kMaxRecordKeys),
                                       field<&SourceRecord::said>("said", Flag::Optional, kMaxSaid)};
    bool operator==(const SourceRecord &) const = default;
};

[[nodiscard]] Scopes scopesOf(const SourceRecord &record);

/// Written by an import beside each thing that it makes, changes or finds unchanged.
struct NoteSource {
    static constexpr CommandSpec spec{"source.note", Permission::System};
    using Answer = Nothing;
    SourceRecordId record;
    SourceKind kind = SourceKind::Space;
    std::vector<std::string> sources;
    std::vector<std::string> keys;
    Bytes said;
    static constexpr Field fields[] = {field<&NoteSource::record>("record"), field<&NoteSource::kind>("kind"),
                                       field<&NoteSource::sources>("sources", Flag::Optional, kMaxRecordSources),
                                       field<&NoteSource::keys>("keys", Flag::Optional, kMaxRecordKeys),
                                       field<&NoteSource::said>("said", Flag::Optional, kMaxSaid)};
};

using ImportsEntities = EntityList<Import, SourceRecord>;
using ImportsCommands = CommandList<StageImport, DecideImport, DropImport, AdvanceImport, NoteSource>;
using ImportsQueries = QueryList<>;

} // namespace gatehouse
