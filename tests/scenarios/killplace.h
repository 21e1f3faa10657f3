// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace gatehouse::support {

/// What a server was seen at, from outside.
enum class At : std::uint8_t { Elsewhere, Commit, Checkpoint };

/// Looks at a server from outside, thousands of times a second: what the kernel does for its threads and with which
/// file, and which of SQLite's locks on the document it holds.
class ServerWatch
{
public:
    /// The document is open there already.
    ServerWatch(qint64 pid, const QString &document);
    ~ServerWatch();
    ServerWatch(const ServerWatch &) = delete;
    ServerWatch &operator=(const ServerWatch &) = delete;

    [[nodiscard]] At place() const;
    /// Looks until it is there, or for long enough; where it was seen last.
    [[nodiscard]] At awaitPlace(At wanted) const;

private:
    qint64 m_pid;
    int m_locks = -1;         ///< the file that carries SQLite's locks
    int m_folder = -1;        ///< of the process in /proc
    std::vector<int> m_calls; ///< what each thread has asked the kernel for
};

/// Whether this process is the one that writes to the document now: it holds SQLite's lock for writers.
[[nodiscard]] bool isWriting(qint64 pid, const QString &document);
/// … and whether it writes the log back.
[[nodiscard]] bool isCheckpointing(qint64 pid, const QString &document);

/// Lets a moment pass without giving up the processor: a kill then hits anything between two system calls too.
void spin(std::uint64_t microseconds);

} // namespace gatehouse::support
