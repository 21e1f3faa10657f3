// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/store/documentlock.h"
#include "shared/access/spec.h"
#include "shared/model/id.h"
#include "shared/model/result.h"
#include "shared/sqlite/sqlite.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse {

inline constexpr std::int32_t kApplicationId = 0x47617465; ///< "Gate", in the header of the file
inline constexpr std::int32_t kDocumentVersion = 1; ///< raised by each numbered migration step, never by a new field

/// One change of a document's shape that is not an added field. Steps never use today's names: what they say was true
/// then.
struct Migration {
    std::int32_t from = 0;
    std::int32_t to = 0;
    std::string_view sql;
};

struct DocumentOptions {
    bool isServed = true;         ///< takes the lock; false: somebody else has it, or the file is looked at by a tool
    bool isChecked = false;       ///< PRAGMA quick_check first: for files that came from elsewhere
    bool takesMissingLog = false; ///< opens a copy whose write-ahead log is gone, with the loss that this means
    bool isDurable = true;        ///< false: no fsync, for simulation and bench only
    bool takesMoved = false;      ///< opens one that was moved away, to end the move; never to serve it
    bool dropsLock = false;       ///< a negative control, see EngineOptions
    std::span<const EntityType *const> entities; ///< whose tables it has; empty: those of the house
    std::span<const Migration> migrations;       ///< empty: the house's own
    std::int32_t version = kDocumentVersion;
};

/// What a new document begins with.
struct NewDocument {
    Id id;
    Id epoch;
    Instant createdAt;
};

/// The hash and number of the last journal entry; of an empty journal 0 and the hash that the document's id gives.
struct JournalHead {
    std::int64_t sequence = 0;
    std::string hash;
};

/// One event: the file NAME.gatehouse, a SQLite database in WAL mode. Owns the writing connection; belongs to the
/// engine's thread (or to a tool's only one). While it lives, no other program can serve the file.
class Document
{
public:
    /// Fault::Conflict if the file exists; Fault::Unsupported for a folder that is on a network or synced by a cloud.
    [[nodiscard]] static Result<std::unique_ptr<Document>> create(const std::string &path, const NewDocument &begin,
                                                                  DocumentOptions options = {});
    /// Fault::NotFound; Fault::Corrupt: not a document, damaged, or without its write-ahead log; Fault::Newer: made by
    /// a newer program, the file untouched; Fault::Conflict: served already, the detail names by whom;
    /// Fault::Unsupported: see create(); Fault::Revoked: it was moved to another machine, or is the copy of a move that
    /// was not ended.
    [[nodiscard]] static Result<std::unique_ptr<Document>> open(const std::string &path, DocumentOptions options = {});
    /// The id of a document that need not be opened for it. Same faults; touches nothing.
    [[nodiscard]] static Result<Id> idOf(const std::string &path);
    /// What open() would refuse, without opening: touches nothing.
    [[nodiscard]] static Result<> check(const std::string &path, const DocumentOptions &options = {});
    /// Closes cleanly: the log is written back and removed, if no reader is left.
    ~Document();
    Document(const Document &) = delete;
    Document &operator=(const Document &) = delete;

    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] const Id &id() const { return m_id; }
    [[nodiscard]] const Id &epoch() const { return m_epoch; }
    [[nodiscard]] Instant createdAt() const { return m_createdAt; }
    [[nodiscard]] std::span<const EntityType *const> entities() const { return m_options.entities; }
    [[nodiscard]] sqlite::Connection &connection() { return m_connection; }
    [[nodiscard]] Result<JournalHead> head();

    /// Marks it as moved: nobody serves it from now on. `successor` is the epoch under which the event lives on.
    /// Durable when it returns.
    [[nodiscard]] Result<> markMoved(const Id &successor, Instant at);
    /// The epoch under which it lives on elsewhere, if it was moved.
    [[nodiscard]] Result<std::optional<Id>> successor();

    /// Who may write: a random id that each opener leaves in the file. A writer that finds another one there was
    /// replaced.
    [[nodiscard]] const Id &holder() const { return m_holder; }
    [[nodiscard]] Result<bool> isHolder();

    /// After an I/O error nothing in memory is trusted: closes the file and reads it anew. Statements of before are
    /// worth nothing.
    [[nodiscard]] Result<> reopen();
    /// Raised by reopen(): whoever holds statements makes them again when it differs.
    [[nodiscard]] int generation() const { return m_generation; }

    /// Bytes of write-ahead log since it last began anew.
    [[nodiscard]] std::int64_t logBytes() const;
    /// Writes the log back as far as readers allow. With `wantsEmpty` it also empties it, if no reader needs it. Never
    /// waits.
    [[nodiscard]] Result<> checkpoint(bool wantsEmpty);

private:
    Document(std::string path, DocumentOptions options);
    [[nodiscard]] Result<> begin(const NewDocument &begin);
    [[nodiscard]] Result<> connect(sqlite::Access access);
    [[nodiscard]] Result<> readMeta();
    [[nodiscard]] Result<> checkPlace();
    [[nodiscard]] Result<> migrate();
    [[nodiscard]] Result<> markOpen();

    std::string m_path;
    DocumentOptions m_options;
    std::optional<DocumentLock> m_lock; ///< outlives the connection
    sqlite::Connection m_connection;
    Id m_id;
    Id m_epoch;
    Id m_holder;
    Instant m_createdAt;
    bool m_isMarked = false;
    int m_generation = 0;
    int m_logPages = 0;
};

/// The hash before the first entry.
[[nodiscard]] std::string genesisHash(const Id &document);
/// SHA-256 over the hash before and the entry's bytes.
[[nodiscard]] std::string entryHash(std::string_view hashBefore, std::string_view entry);

} // namespace gatehouse
