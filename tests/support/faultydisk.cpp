// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/faultydisk.h"

#include <sqlite3.h>

#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace gatehouse::support {

namespace {

constexpr std::size_t kSector = 512;

/// Something that was done to a file and not synced.
struct Change {
    std::size_t at = 0; ///< offset, or the new size where it was cut
    std::string bytes;
    bool isTruncation = false;
};

/// A file with what is surely on the disk, and what is on its way there.
struct Record {
    std::string durable;
    std::vector<Change> changes;
    bool isThere = true;               ///< for the program
    bool isNamed = false;              ///< its name was synced
    std::optional<std::string> before; ///< a removed file of this name that may still be there after a cut
};

void apply(std::string &content, const Change &change)
{
    if (change.isTruncation) {
        content.resize(change.at);
        return;
    }
    if (content.size() < change.at + change.bytes.size())
        content.resize(change.at + change.bytes.size());
    content.replace(change.at, change.bytes.size(), change.bytes);
}

std::string noise(std::size_t size, Random &random)
{
    std::string bytes(size, '\0');
    random.fill(bytes.data(), size);
    return bytes;
}

/// Sector by sector kept, dropped or noise. No byte beside those that were written changes: SQLite counts on that
/// ("powersafe overwrite"), as disks give it.
void applyInParts(std::string &content, const Change &change, Random &random)
{
    for (std::size_t done = 0; done < change.bytes.size();) {
        const std::size_t at = change.at + done;
        const std::size_t size = std::min(kSector - at % kSector, change.bytes.size() - done);
        const std::uint64_t fate = random.below(4);
        if (fate < 2)
            apply(content, {at, change.bytes.substr(done, size), false});
        else if (fate == 2)
            apply(content, {at, noise(size, random), false});
        done += size;
    }
}

void applyMixed(std::string &content, const Change &change, Random &random)
{
    const std::uint64_t fate = random.below(5);
    if (fate < 2)
        apply(content, change);
    else if (fate == 2 && !change.isTruncation)
        applyInParts(content, change, random);
}

std::string nameOf(const std::string &path)
{
    return path.substr(path.rfind('/') + 1);
}

} // namespace

struct FaultyDisk::State {
    sqlite3_vfs vfs{};
    sqlite3_vfs *real = nullptr;
    std::string spared;

    mutable std::mutex mutex; ///< guards what stands below, up to `lookedAt`
    std::map<std::string, Record> records;
    std::int64_t failingCall = 0; ///< 0: none
    Trouble trouble = Trouble::IoError;
    bool lasts = false;
    bool hasFailed = false;
    std::int64_t calls = 0;
    std::int64_t syncs = 0;

    std::string lookedAt; ///< path of a database
    std::function<void()> look;
    std::chrono::microseconds syncTime{0};

    /// Counts a call; what shall go wrong with it, if anything.
    std::optional<Trouble> next(bool isWrite)
    {
        const std::lock_guard guard(mutex);
        ++calls;
        if (failingCall == 0 || calls < failingCall || (hasFailed && !lasts))
            return std::nullopt;
        if (trouble != Trouble::IoError && !isWrite)
            return std::nullopt;
        hasFailed = true;
        return trouble;
    }

    bool tracks(const char *path, int flags) const
    {
        constexpr int kKinds = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
        return path && (flags & kKinds) != 0
            && (spared.empty() || std::strncmp(path, spared.c_str(), spared.size()) != 0);
    }

    void note(const std::string &path, Change change)
    {
        const std::lock_guard guard(mutex);
        records[path].changes.push_back(std::move(change));
    }

    /// What SQLite holds of an open file: ours, and behind it in the same memory the real one.
    struct File {
        sqlite3_file base;
        State *state;
        const char *path; ///< lives as long as the file is open
        [[nodiscard]] sqlite3_file *real() { return reinterpret_cast<sqlite3_file *>(this + 1); }
        [[nodiscard]] const sqlite3_io_methods *methods() { return real()->pMethods; }
    };
    static File &of(sqlite3_file *file) { return *reinterpret_cast<File *>(file); }
    static State &of(sqlite3_vfs *vfs) { return *static_cast<State *>(vfs->pAppData); }

    static int codeOf(Trouble trouble, int ioError) { return trouble == Trouble::Full ? SQLITE_FULL : ioError; }

    static int close(sqlite3_file *file) { return of(file).methods()->xClose(of(file).real()); }
    static int read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at)
    {
        if (of(file).state->next(false))
            return SQLITE_IOERR_READ;
        return of(file).methods()->xRead(of(file).real(), bytes, size, at);
    }
    static int write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
    {
        File &ours = of(file);
        const auto trouble = ours.state->next(true);
        const int written = !trouble ? size : *trouble == Trouble::ShortWrite ? size / 2 : 0;
        if (written > 0) {
            if (const int code = ours.methods()->xWrite(ours.real(), bytes, written, at); code != SQLITE_OK)
                return code;
            const std::string_view view(static_cast<const char *>(bytes), static_cast<std::size_t>(written));
            ours.state->note(ours.path, {static_cast<std::size_t>(at), std::string(view), false});
        }
        return trouble ? codeOf(*trouble, SQLITE_IOERR_WRITE) : SQLITE_OK;
    }
    static int truncate(sqlite3_file *file, sqlite3_int64 size)
    {
        File &ours = of(file);
        if (const auto trouble = ours.state->next(true))
            return codeOf(*trouble, SQLITE_IOERR_TRUNCATE);
        const int code = ours.methods()->xTruncate(ours.real(), size);
        if (code == SQLITE_OK)
            ours.state->note(ours.path, {static_cast<std::size_t>(size), {}, true});
        return code;
    }
    static int sync(sqlite3_file *file, int /*flags*/)
    {
        State &state = *of(file).state;
        if (const auto trouble = state.next(true))
            return codeOf(*trouble, SQLITE_IOERR_FSYNC);
        if (state.look && std::string_view(of(file).path).starts_with(state.lookedAt))
            state.look();
        if (state.syncTime.count() > 0)
            std::this_thread::sleep_for(state.syncTime); // tidy: sleep, a slow disk is what is wanted
        const std::lock_guard guard(state.mutex);
        ++state.syncs;
        Record &record = state.records[of(file).path];
        for (const Change &change : record.changes)
            apply(record.durable, change);
        record.changes.clear();
        if (!record.isNamed)
            state.syncFolderOf(of(file).path);
        return SQLITE_OK;
    }
    /// SQLite syncs a file's folder with the first sync of a new log or journal.
    void syncFolderOf(const std::string &path)
    {
        const std::string folder = path.substr(0, path.rfind('/') + 1);
        for (auto &[other, record] : records) {
            if (!other.starts_with(folder))
                continue;
            record.isNamed = record.isThere;
            record.before.reset();
        }
    }
    static int fileSize(sqlite3_file *file, sqlite3_int64 *size)
    {
        if (of(file).state->next(false))
            return SQLITE_IOERR_FSTAT;
        return of(file).methods()->xFileSize(of(file).real(), size);
    }
    static int lock(sqlite3_file *file, int level) { return of(file).methods()->xLock(of(file).real(), level); }
    static int unlock(sqlite3_file *file, int level) { return of(file).methods()->xUnlock(of(file).real(), level); }
    static int checkLock(sqlite3_file *file, int *isLocked)
    {
        return of(file).methods()->xCheckReservedLock(of(file).real(), isLocked);
    }
    static int control(sqlite3_file *file, int what, void *argument)
    {
        return of(file).methods()->xFileControl(of(file).real(), what, argument);
    }
    static int sectorSize(sqlite3_file *file) { return of(file).methods()->xSectorSize(of(file).real()); }
    static int traits(sqlite3_file *file) { return of(file).methods()->xDeviceCharacteristics(of(file).real()); }
    static int mapShared(sqlite3_file *file, int region, int size, int extends, void volatile **memory)
    {
        return of(file).methods()->xShmMap(of(file).real(), region, size, extends, memory);
    }
    static int lockShared(sqlite3_file *file, int offset, int count, int flags)
    {
        return of(file).methods()->xShmLock(of(file).real(), offset, count, flags);
    }
    static void barrier(sqlite3_file *file) { of(file).methods()->xShmBarrier(of(file).real()); }
    static int unmapShared(sqlite3_file *file, int removes)
    {
        return of(file).methods()->xShmUnmap(of(file).real(), removes);
    }

    static int open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *outFlags)
    {
        static const sqlite3_io_methods kMethods{2, // without xFetch: nothing is mapped past us
                                                 close,     read,       write,     truncate,    sync,       fileSize,
                                                 lock,      unlock,     checkLock, control,     sectorSize, traits,
                                                 mapShared, lockShared, barrier,   unmapShared, nullptr,    nullptr};
        State &state = of(vfs);
        if (!state.tracks(path, flags))
            return state.real->xOpen(state.real, path, file, flags, outFlags);
        file->pMethods = nullptr;
        const auto trouble = state.next((flags & SQLITE_OPEN_CREATE) != 0);
        if (trouble)
            return codeOf(*trouble, SQLITE_CANTOPEN);
        auto *ours = new (file) File{{nullptr}, &state, path};
        const int code = state.real->xOpen(state.real, path, ours->real(), flags, outFlags);
        if (code != SQLITE_OK)
            return code;
        state.meet(path, *ours);
        ours->base.pMethods = &kMethods;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs *vfs, const char *path, int syncsFolder)
    {
        State &state = of(vfs);
        {
            const std::lock_guard guard(state.mutex);
            if (!state.records.contains(path))
                return state.real->xDelete(state.real, path, 0);
        }
        if (const auto trouble = state.next(true))
            return codeOf(*trouble, SQLITE_IOERR_DELETE);
        const std::lock_guard guard(state.mutex);
        Record &record = state.records[path];
        std::optional<std::string> before = std::move(record.before);
        if (record.isNamed)
            before = std::move(record.durable);
        record = {};
        record.isThere = false;
        if (syncsFolder == 0)
            record.before = std::move(before);
        return state.real->xDelete(state.real, path, 0);
    }

    /// A file that was not known yet lies on the disk as it is.
    void meet(const std::string &path, File &file)
    {
        const std::lock_guard guard(mutex);
        const auto [place, isNew] = records.try_emplace(path);
        Record &record = place->second;
        if (!isNew) {
            record.isThere = true;
            return;
        }
        sqlite3_int64 size = 0;
        if (file.methods()->xFileSize(file.real(), &size) != SQLITE_OK || size == 0)
            return;
        record.isNamed = true;
        record.durable.resize(static_cast<std::size_t>(size));
        (void)file.methods()->xRead(file.real(), record.durable.data(), static_cast<int>(size), 0);
    }
};

FaultyDisk::FaultyDisk(std::string spared) : m_state(std::make_unique<State>())
{
    State &state = *m_state;
    state.spared = std::move(spared);
    state.real = sqlite3_vfs_find(nullptr);
    state.vfs = *state.real;
    state.vfs.szOsFile = static_cast<int>(sizeof(State::File)) + state.real->szOsFile;
    state.vfs.pNext = nullptr;
    state.vfs.zName = "faulty";
    state.vfs.pAppData = &state;
    state.vfs.xOpen = State::open;
    state.vfs.xDelete = State::remove;
    sqlite3_vfs_register(&state.vfs, 1);
}

FaultyDisk::~FaultyDisk()
{
    sqlite3_vfs_unregister(&m_state->vfs);
    sqlite3_vfs_register(m_state->real, 1);
}

void FaultyDisk::beforeSync(const std::string &database, std::function<void()> look)
{
    m_state->lookedAt = database;
    m_state->look = std::move(look);
}

void FaultyDisk::writeCut(const std::string &database, const std::string &folder, Cut cut, Random &random) const
{
    const std::lock_guard guard(m_state->mutex);
    for (const auto &[path, record] : m_state->records) {
        if (!path.starts_with(database))
            continue;
        const auto isLucky = [&] { return cut == Cut::Kept || (cut == Cut::Mixed && random.below(2) == 0); };
        std::string content = record.durable;
        if (!record.isThere || (!record.isNamed && !isLucky())) {
            // The name stands for nothing, or for the file that was removed.
            if (!record.before || (!record.isThere && isLucky()))
                continue;
            content = *record.before;
        } else {
            for (const Change &change : record.changes) {
                if (cut == Cut::Kept)
                    apply(content, change);
                else if (cut == Cut::Mixed)
                    applyMixed(content, change, random);
            }
        }
        std::ofstream file(folder + "/" + nameOf(path), std::ios::binary | std::ios::trunc);
        file.write(content.data(), static_cast<std::streamsize>(content.size()));
    }
}

void FaultyDisk::failAt(std::int64_t call, Trouble trouble, bool lasts)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->failingCall = m_state->calls + call;
    m_state->trouble = trouble;
    m_state->lasts = lasts;
    m_state->hasFailed = false;
}

void FaultyDisk::heal()
{
    const std::lock_guard guard(m_state->mutex);
    m_state->failingCall = 0;
}

bool FaultyDisk::hasFailed() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->hasFailed;
}

std::int64_t FaultyDisk::calls() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->calls;
}

std::int64_t FaultyDisk::syncs() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->syncs;
}

void FaultyDisk::setSyncTime(std::chrono::microseconds time)
{
    m_state->syncTime = time;
}

} // namespace gatehouse::support
