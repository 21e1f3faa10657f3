// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/id.h"
#include "shared/model/result.h"
#include "shared/model/values.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse {

class Document;

/// Where automatic backups go. A second place: another disk, a stick, another machine's share.
struct BackupPlan {
    std::string folder; ///< made if it is missing, the one that it lies in is not
    std::int64_t everyMs = 5 * 60 * 1000;
    std::int32_t keeps = 12; ///< older ones are removed
};

struct BackupFigures {
    std::optional<Instant> lastAt; ///< when the last good one began
    std::string lastPath;
    std::int64_t lastSequence = 0; ///< what it holds
    std::int64_t lastBytes = 0;
    bool isRunning = false;
    std::string failure; ///< of the last try, if it failed
};

/// Copies a served document while it runs, a few pages a step, through SQLite's own API; complete or absent: a
/// temporary file, synced, then renamed. The keyring is not in it. On the engine's thread, between two groups.
class Backup
{
public:
    /// Fault::Conflict if there is a file at `path`.
    [[nodiscard]] static Result<std::unique_ptr<Backup>> begin(Document &document, const std::string &path);
    ~Backup();
    Backup(const Backup &) = delete;
    Backup &operator=(const Backup &) = delete;

    /// True: done, the file is in its place. About 1 MiB a step.
    [[nodiscard]] Result<bool> step();
    /// All steps, calling `progress` with copied and total pages; false from it cancels (Fault::Unavailable).
    [[nodiscard]] Result<> run(const std::function<bool(int, int)> &progress = {});
    [[nodiscard]] int pagesDone() const;
    [[nodiscard]] int pages() const; ///< 0 before the first step
    /// What the finished copy holds.
    [[nodiscard]] std::int64_t sequence() const;
    [[nodiscard]] std::int64_t bytes() const;

private:
    class Work;
    explicit Backup(std::unique_ptr<Work> work);
    std::unique_ptr<Work> m_work;
};

/// Copies a document that is going to another machine: under a new epoch, and marked so that nobody can serve it before
/// releaseCopy(). `progress` as in Backup::run().
[[nodiscard]] Result<> copyForMove(Document &document, const std::string &path, const Id &newEpoch,
                                   const std::function<bool(int, int)> &progress = {});
/// The copy may be served from now on, under its final name. Fault::Conflict if there is a file of that name, or the
/// copy lives under another epoch.
[[nodiscard]] Result<> releaseCopy(const std::string &path, const std::string &finalPath, const Id &epoch);

/// Makes the backups of a plan. A plain object, stepped with a time.
class BackupKeeper
{
public:
    BackupKeeper(Document &document, BackupPlan plan);
    ~BackupKeeper();
    BackupKeeper(const BackupKeeper &) = delete;
    BackupKeeper &operator=(const BackupKeeper &) = delete;

    /// True: a backup is running and wants another step soon. A failed one is tried again after a minute.
    bool step(Instant now);
    [[nodiscard]] const BackupFigures &figures() const;

private:
    class Work;
    std::unique_ptr<Work> m_work;
};

/// Makes a document from a backup: everything in it, under a new epoch, so that every client sends again what the
/// backup does not hold. Fault::Conflict if there is a file at `path`; the faults of Document::open() for the backup,
/// which stays untouched.
[[nodiscard]] Result<> restoreBackup(const std::string &backupPath, const std::string &path, const Id &newEpoch);

} // namespace gatehouse
