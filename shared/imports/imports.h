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

/// What becomes of sessions that a source had and has no longer.
enum class Vanished : std::uint8_t {
    Keep = 0,   ///< they stay, and the report lists them
    Cancel = 1, ///< they stay as cancelled, and the report lists them
};
template <>
inline constexpr auto enumNames<Vanished> = std::array<std::string_view, 2>{"keep", "cancel"};

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
    std::vector<std::string> formats; ///< what each file was taken for, in their order: "schedule_xml", "table" …
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
                                       field<&ImportReport::kept>("kept", Flag::Optional, kMaxImportNotes),
                                       field<&ImportReport::formats>("formats", Flag::Optional, kMaxImportSources)};

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

// --- drafts: files that a served event was handed, and what they would do
// -----------------------------------------------------------------------

struct ImportDraft;
using ImportDraftId = IdOf<ImportDraft>;

inline constexpr std::size_t kImportPiece = 48 * 1024;             ///< bytes of a file in one message
inline constexpr std::size_t kMaxImportBytes = 128U * 1024 * 1024; ///< of the files of one draft together
inline constexpr std::int64_t kMaxServedCommands = 500'000;        ///< of one draft: a quarter of a million people
inline constexpr std::int64_t kImportLeaseMs = 60'000;             ///< a draft that nobody asks about is forgotten
inline constexpr std::uint32_t kImportNotesPage = 200;             ///< notes in one answer

enum class ImportDraftState : std::uint8_t {
    Forgotten = 0, ///< there is none of this id: never, not any more, or somebody else's
    Collecting = 1,
    Waiting = 2, ///< another draft is being read; its turn comes
    Reading = 3,
    Trying = 4,  ///< in the document, and rolled back
    Planned = 5, ///< its report is ready, nothing has happened
    Staging = 6, ///< it is wanted: its commands are laid down
    Decided = 7, ///< from here on it happens; its row tells how far it is
    Failed = 8,  ///< nothing has happened, `fault` says why
};
template <>
inline constexpr auto enumNames<ImportDraftState> = std::array<std::string_view, 9>{
    "forgotten", "collecting", "waiting", "reading", "trying", "planned", "staging", "decided", "failed"};

/// How a draft stands.
struct ImportDraft {
    ImportDraftState state = ImportDraftState::Forgotten;
    std::int64_t done = 0; ///< of `all`, in no unit: what a bar shows
    std::int64_t all = 0;
    ImportId import;           ///< planned: the id that its row has once it is decided
    std::int64_t commands = 0; ///< planned: 0 means that nothing is to be done
    ImportReport report;       ///< planned; its notes are asked for page by page
    std::string fault;         ///< failed: the name of a Fault; "conflict": the event changed since it was read
    std::string detail;
    static constexpr Field fields[] = {field<&ImportDraft::state>("state"),
                                       field<&ImportDraft::done>("done", Flag::Optional),
                                       field<&ImportDraft::all>("all", Flag::Optional),
                                       field<&ImportDraft::import>("import", Flag::Optional),
                                       field<&ImportDraft::commands>("commands", Flag::Optional),
                                       field<&ImportDraft::report>("report", Flag::Optional),
                                       field<&ImportDraft::fault>("fault", Flag::Optional),
                                       field<&ImportDraft::detail>("detail", Flag::Optional, 1000)};
};

/// A piece of a file that may be imported. Files and pieces come in their order; a piece that does not begin where the
/// last one ended is left out, and the answer says where to go on. A draft belongs to who began it, lies in memory
/// only, and is forgotten once it is decided or nobody has asked about it for kImportLeaseMs. Fault::TooLarge, TooMany
/// (drafts of one account), Overloaded (of all), Conflict (it is past collecting).
struct UploadImport {
    static constexpr QuerySpec spec{"import.upload", Permission::ManageEvent};
    struct Answer {
        std::int64_t received = 0; ///< of this file
        static constexpr Field fields[] = {field<&Answer::received>("received")};
    };
    ImportDraftId draft; ///< the client's choice
    std::int32_t file = 0;
    std::string name;
    std::int64_t size = 0; ///< of the whole file
    std::int64_t offset = 0;
    Bytes content;
    static constexpr Field fields[] = {field<&UploadImport::draft>("draft"),
                                       ranged<&UploadImport::file>("file", 0, kMaxImportSources - 1),
                                       field<&UploadImport::name>("name", Flag::None, kMaxName),
                                       ranged<&UploadImport::size>("size", 0, kMaxImportFile),
                                       ranged<&UploadImport::offset>("offset", 0, kMaxImportFile),
                                       field<&UploadImport::content>("content", Flag::Optional, kImportPiece)};
};

/// What would these files do? They are read, judged and, where that is needed, tried, beside other work and one draft
/// after the other. Again for one that is planned or failed: with another choice, or because the event changed.
/// Fault::Invalid: a file is not whole.
struct PlanImport {
    static constexpr QuerySpec spec{"import.plan", Permission::ManageEvent};
    using Answer = ImportDraft;
    ImportDraftId draft;
    Vanished vanished = Vanished::Keep;
    static constexpr Field fields[] = {field<&PlanImport::draft>("draft"),
                                       field<&PlanImport::vanished>("vanished", Flag::Optional)};
};

struct GetImportDraft {
    static constexpr QuerySpec spec{"import.draft", Permission::ManageEvent};
    using Answer = ImportDraft;
    ImportDraftId draft;
    static constexpr Field fields[] = {field<&GetImportDraft::draft>("draft")};
};

enum class ImportNoteKind : std::uint8_t { Guessed = 0, Refused = 1, Changed = 2, Vanished = 3, Kept = 4 };
template <>
inline constexpr auto enumNames<ImportNoteKind> =
    std::array<std::string_view, 5>{"guessed", "refused", "changed", "vanished", "kept"};

/// Notes of a planned draft, in their order.
struct ListImportNotes {
    static constexpr QuerySpec spec{"import.notes", Permission::ManageEvent};
    struct Answer {
        std::vector<ImportNote> notes; ///< none: there are no more
        static constexpr Field fields[] = {field<&Answer::notes>("notes", Flag::Optional, kImportNotesPage)};
    };
    ImportDraftId draft;
    ImportNoteKind kind = ImportNoteKind::Guessed;
    std::int32_t from = 0;
    static constexpr Field fields[] = {field<&ListImportNotes::draft>("draft"), field<&ListImportNotes::kind>("kind"),
                                       ranged<&ListImportNotes::from>("from", 0, kMaxImportNotes)};
};

/// A planned draft is wanted. The server lays its commands down, tries them again if the event has changed, and decides
/// it in the name of who asks: in the journal stands their import.decide. Fails with Conflict where it no longer fits.
struct TakeImport {
    static constexpr QuerySpec spec{"import.take", Permission::ManageEvent};
    using Answer = ImportDraft;
    ImportDraftId draft;
    static constexpr Field fields[] = {field<&TakeImport::draft>("draft")};
};

/// Nobody wants it. Stops what is being read or laid down; what was decided goes on.
struct ForgetImport {
    static constexpr QuerySpec spec{"import.forget", Permission::ManageEvent};
    using Answer = Nothing;
    ImportDraftId draft;
    static constexpr Field fields[] = {field<&ForgetImport::draft>("draft")};
};

using ImportsEntities = EntityList<Import, SourceRecord>;
using ImportsCommands = CommandList<StageImport, DecideImport, DropImport, AdvanceImport, NoteSource>;
using ImportsQueries = QueryList<UploadImport, PlanImport, GetImportDraft, ListImportNotes, TakeImport, ForgetImport>;

} // namespace gatehouse
