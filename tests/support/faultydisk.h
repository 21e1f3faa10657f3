// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/id.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::support {

/// A disk as SQLite may meet it, as a virtual file system over the real one: what was written since a file's last sync
/// may be lost or garbled by a power cut, and any call can fail. While it lives, every database that this process opens
/// lies on it, apart from those below a folder that is spared. One at a time; all its files must be closed before it
/// goes. Any thread, but the settings are made while no database is at work.
/// After https://www.sqlite.org/atomiccommit.html, "hardware assumptions", and https://www.sqlite.org/testing.html.
class FaultyDisk
{
public:
    /// `spared`: absolute path of a folder.
    explicit FaultyDisk(std::string spared = {});
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk &) = delete;
    FaultyDisk &operator=(const FaultyDisk &) = delete;

    /// Called before each sync of this database or its log: a power cut at this moment is the worst there is. It may
    /// open other databases, not this one.
    void beforeSync(const std::string &database, std::function<void()> look);
    /// Writes a database and its log into `folder` as they may be found after a power cut now. The file for shared
    /// memory is left out.
    enum class Cut : std::uint8_t {
        Dropped, ///< nothing that was not synced
        Kept,    ///< everything
        Mixed,   ///< each write as a whole, not at all, or each of its sectors kept, dropped or full of noise
    };
    void writeCut(const std::string &database, const std::string &folder, Cut cut, Random &random) const;

    enum class Trouble : std::uint8_t {
        IoError,
        Full,       ///< writing and growing only
        ShortWrite, ///< half is written, then an error
    };
    /// The call number `call` from now on (from 1) fails, and if it `lasts` all that follow.
    void failAt(std::int64_t call, Trouble trouble, bool lasts);
    void heal();
    [[nodiscard]] bool hasFailed() const; ///< since failAt()
    /// Calls so far that could have failed. All reads, writes, syncs, sizes, truncations, openings and removals of
    /// tracked files.
    [[nodiscard]] std::int64_t calls() const;
    [[nodiscard]] std::int64_t syncs() const;

    /// Every sync takes at least this long, as on a slower disk.
    void setSyncTime(std::chrono::microseconds time);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace gatehouse::support
