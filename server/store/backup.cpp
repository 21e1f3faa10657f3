// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/backup.h"

#include "server/store/document.h"
#include "server/store/files.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include <unistd.h>

namespace gatehouse {

namespace {

constexpr int kPagesAtOnce = 256; // 1 MiB: about a millisecond of the engine's time
constexpr std::int64_t kRetryMs = 60 * 1000;

/// A copy of a database on its way into a file beside the final one.
class Copy
{
public:
    Copy() = default;
    ~Copy()
    {
        if (m_backup != nullptr)
            sqlite3_backup_finish(m_backup);
        m_connection = {};
        if (!m_part.empty())
            ::unlink(m_part.c_str());
    }
    Copy(const Copy &) = delete;
    Copy &operator=(const Copy &) = delete;

    Result<> begin(sqlite3 *source, const std::string &path)
    {
        if (fileSize(path))
            return fail(Fault::Conflict, "there is a file of this name already");
        m_path = path;
        const std::string part = path + ".part";
        ::unlink(part.c_str()); // of a backup that a crash ended
        if (auto result = makePrivateFile(part); !result)
            return result;
        m_part = part;
        auto opened = sqlite::Connection::open(m_part, sqlite::Access::ReadWrite);
        if (!opened)
            return fail(std::move(opened.error()));
        m_connection = std::move(*opened);
        // Nobody reads the part before it is whole and synced: no journal of its own, no sync on the way.
        if (auto result = m_connection.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"); !result)
            return result;
        m_backup = sqlite3_backup_init(m_connection.handle(), "main", source, "main");
        if (m_backup == nullptr)
            return fail(sqlite::failureOf(m_connection.handle(), sqlite3_errcode(m_connection.handle())));
        return {};
    }

    /// True: all pages are there.
    Result<bool> step()
    {
        const int code = sqlite3_backup_step(m_backup, kPagesAtOnce);
        if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)
            return false;
        if (code != SQLITE_DONE)
            return fail(sqlite::failureOf(nullptr, code));
        const int finished = sqlite3_backup_finish(m_backup);
        m_backup = nullptr;
        if (finished != SQLITE_OK)
            return fail(sqlite::failureOf(m_connection.handle(), finished));
        return true;
    }

    /// Marks the copy as closed, and moves it to its place once it is on disk.
    Result<> finish(const std::string &changes)
    {
        // In one file, without a log: whole when it is copied by hand.
        if (auto result = m_connection.run(
                "PRAGMA journal_mode = DELETE; UPDATE meta SET value = 0 WHERE name = 'isOpen'; " + changes);
            !result)
            return result;
        auto sequence = m_connection.number("SELECT ifnull(max(seq), 0) FROM journal");
        if (!sequence)
            return fail(std::move(sequence.error()));
        m_sequence = *sequence;
        m_connection = {};
        if (auto result = syncFile(m_part); !result)
            return result;
        m_bytes = fileSize(m_part).value_or(0);
        auto result = moveIntoPlace(m_part, m_path);
        if (result)
            m_part.clear();
        return result;
    }

    [[nodiscard]] int remaining() const { return m_backup != nullptr ? sqlite3_backup_remaining(m_backup) : 0; }
    [[nodiscard]] int total() const { return m_backup != nullptr ? sqlite3_backup_pagecount(m_backup) : 0; }
    [[nodiscard]] std::int64_t sequence() const { return m_sequence; }
    [[nodiscard]] std::int64_t bytes() const { return m_bytes; }
    [[nodiscard]] sqlite::Connection &connection() { return m_connection; }

private:
    std::string m_path;
    std::string m_part;
    sqlite::Connection m_connection;
    sqlite3_backup *m_backup = nullptr;
    std::int64_t m_sequence = 0;
    std::int64_t m_bytes = 0;
};

} // namespace

class Backup::Work
{
public:
    explicit Work(Document &source) : document(source), generation(source.generation()) {}
    Document &document;
    int generation;
    Copy copy;
};

Backup::Backup(std::unique_ptr<Work> work) : m_work(std::move(work)) {}

Backup::~Backup() = default;

Result<std::unique_ptr<Backup>> Backup::begin(Document &document, const std::string &path)
{
    auto work = std::make_unique<Work>(document);
    if (auto result = work->copy.begin(document.connection().handle(), path); !result)
        return fail(std::move(result.error()));
    return std::unique_ptr<Backup>(new Backup(std::move(work)));
}

Result<bool> Backup::step()
{
    if (m_work->generation != m_work->document.generation())
        return fail(Fault::Unavailable, "the document was opened anew");
    auto isWhole = m_work->copy.step();
    if (!isWhole || !*isWhole)
        return isWhole;
    if (auto result = m_work->copy.finish({}); !result)
        return fail(std::move(result.error()));
    return true;
}

Result<> Backup::run(const std::function<bool(int, int)> &progress)
{
    for (;;) {
        auto isDone = step();
        if (!isDone)
            return fail(std::move(isDone.error()));
        if (*isDone)
            return {};
        const int total = m_work->copy.total();
        if (progress && !progress(total - m_work->copy.remaining(), total))
            return fail(Fault::Unavailable, "cancelled");
    }
}

int Backup::pagesDone() const
{
    return m_work->copy.total() - m_work->copy.remaining();
}

int Backup::pages() const
{
    return m_work->copy.total();
}

std::int64_t Backup::sequence() const
{
    return m_work->copy.sequence();
}

std::int64_t Backup::bytes() const
{
    return m_work->copy.bytes();
}

class BackupKeeper::Work
{
public:
    Work(Document &served, BackupPlan itsPlan) : document(served), plan(std::move(itsPlan)) {}

    Document &document;
    BackupPlan plan;
    BackupFigures figures;
    std::unique_ptr<Backup> running;
    std::string runningPath;
    Instant begunAt;
    Instant dueAt;

    [[nodiscard]] std::string stem() const { return std::filesystem::path(document.path()).stem().string() + '-'; }

    void begin(Instant now)
    {
        // "fair-20261123T093000Z.gatehouse": sorts by age, and every file system takes it.
        std::string name = now.toString().substr(0, 19) + 'Z';
        std::erase_if(name, [](char letter) { return letter == '-' || letter == ':'; });
        runningPath = plan.folder + '/' + stem() + name + ".gatehouse";
        begunAt = now;
        // Only the last level: a stick that is not there must not become a folder on this disk.
        std::error_code ignored;
        std::filesystem::create_directory(plan.folder, ignored);
        auto begun = Backup::begin(document, runningPath);
        if (!begun)
            return failed(begun.error(), now);
        running = std::move(*begun);
        figures.isRunning = true;
    }

    void failed(const Failure &failure, Instant now)
    {
        running.reset();
        figures.isRunning = false;
        figures.failure = describe(failure);
        dueAt = now + std::min(kRetryMs, plan.everyMs);
    }

    void done(Instant)
    {
        figures.lastAt = begunAt;
        figures.lastPath = runningPath;
        figures.lastSequence = running->sequence();
        figures.lastBytes = running->bytes();
        figures.isRunning = false;
        figures.failure.clear();
        running.reset();
        dueAt = begunAt + plan.everyMs;
        removeOld();
    }

    /// Only files that this keeper named, and never the newest `keeps`.
    void removeOld() const
    {
        std::vector<std::filesystem::path> ours;
        std::error_code error;
        for (const auto &file : std::filesystem::directory_iterator(plan.folder, error)) {
            const std::string name = file.path().filename().string();
            if (name.starts_with(stem()) && name.ends_with("Z.gatehouse") && name.size() == stem().size() + 16 + 10)
                ours.push_back(file.path());
        }
        std::sort(ours.begin(), ours.end());
        for (std::size_t index = 0; index + static_cast<std::size_t>(plan.keeps) < ours.size(); ++index)
            std::filesystem::remove(ours[index], error);
    }
};

BackupKeeper::BackupKeeper(Document &document, BackupPlan plan)
    : m_work(std::make_unique<Work>(document, std::move(plan)))
{
}

BackupKeeper::~BackupKeeper() = default;

bool BackupKeeper::step(Instant now)
{
    if (!m_work->running) {
        if (now >= m_work->dueAt)
            m_work->begin(now);
        return m_work->running != nullptr;
    }
    auto isDone = m_work->running->step();
    if (!isDone) {
        m_work->failed(isDone.error(), now);
        return false;
    }
    if (*isDone)
        m_work->done(now);
    return !*isDone;
}

const BackupFigures &BackupKeeper::figures() const
{
    return m_work->figures;
}

namespace {

/// A new life of the event: clients send again what this copy does not hold, and what was moved away is at home here.
std::string newLife(const Id &epoch)
{
    return "UPDATE meta SET value = x'" + toHex(epoch.view())
        + "' WHERE name = 'epoch'; UPDATE meta SET value = value + 1 WHERE name = 'term'; "
          "DELETE FROM meta WHERE name IN ('movedAt', 'successor', 'arriving'); ";
}

} // namespace

Result<> copyForMove(Document &document, const std::string &path, const Id &newEpoch,
                     const std::function<bool(int, int)> &progress)
{
    Copy copy;
    if (auto result = copy.begin(document.connection().handle(), path); !result)
        return result;
    for (;;) {
        auto isWhole = copy.step();
        if (!isWhole)
            return fail(std::move(isWhole.error()));
        if (*isWhole)
            break;
        if (progress && !progress(copy.total() - copy.remaining(), copy.total()))
            return fail(Fault::Unavailable, "cancelled");
    }
    return copy.finish(newLife(newEpoch) + "INSERT INTO meta VALUES ('arriving', 1)");
}

Result<> releaseCopy(const std::string &path, const std::string &finalPath, const Id &epoch)
{
    if (fileSize(finalPath))
        return fail(Fault::Conflict, finalPath + " exists already");
    {
        if (auto result = Document::check(path); !result)
            return result;
        auto copy = sqlite::Connection::open(path, sqlite::Access::ReadWrite);
        if (!copy)
            return fail(std::move(copy.error()));
        auto isOurs =
            copy->number("SELECT count(*) FROM meta WHERE name = 'epoch' AND value = x'" + toHex(epoch.view()) + "'");
        if (!isOurs)
            return fail(std::move(isOurs.error()));
        if (*isOurs == 0)
            return fail(Fault::Conflict, path + " is the copy of another move");
        if (auto result = copy->run("PRAGMA synchronous = FULL; DELETE FROM meta WHERE name = 'arriving'"); !result)
            return result;
    }
    if (auto result = syncFile(path); !result)
        return result;
    return moveIntoPlace(path, finalPath);
}

Result<> restoreBackup(const std::string &backupPath, const std::string &path, const Id &newEpoch)
{
    if (auto result = Document::check(backupPath); !result)
        return result;
    // A backup is one file. With a log beside it somebody copied a document in use: then the log is read too.
    const bool hasLog = fileSize(backupPath + "-wal").value_or(0) > 0;
    auto source =
        sqlite::Connection::open(hasLog ? backupPath : uriOf(backupPath) + "?immutable=1", sqlite::Access::ReadOnly);
    if (!source)
        return fail(std::move(source.error()));
    if (auto result = source->distrust(); !result)
        return result;
    auto check = source->text("PRAGMA quick_check(1)");
    if (!check)
        return fail(std::move(check.error()));
    if (*check != "ok")
        return fail(Fault::Corrupt, "the backup is damaged");
    Copy copy;
    if (auto result = copy.begin(source->handle(), path); !result)
        return result;
    for (;;) {
        auto isWhole = copy.step();
        if (!isWhole)
            return fail(std::move(isWhole.error()));
        if (*isWhole)
            break;
    }
    return copy.finish(newLife(newEpoch));
}

} // namespace gatehouse
