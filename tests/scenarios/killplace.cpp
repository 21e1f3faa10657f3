// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenarios/killplace.h"

#include <QDir>
#include <QElapsedTimer>

#include <array>
#include <cstdlib>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace gatehouse::support {

namespace {

constexpr qint64 kLongestWaitUs = 60'000; // for the server to be where it shall be killed
// https://www.sqlite.org/walformat.html §2.1
constexpr off_t kWriterLock = 120;
constexpr off_t kCheckpointLock = 121;

int openLocks(const QString &document)
{
    return ::open(qPrintable(document + QStringLiteral("-shm")), O_RDONLY | O_CLOEXEC);
}

bool holds(qint64 pid, int locks, off_t which)
{
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = which;
    lock.l_len = 1;
    return locks >= 0 && ::fcntl(locks, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid == pid;
}

/// The file that a thread writes to or syncs, as a number of its process; −1: it does neither.
int writtenFile(int calls)
{
    constexpr long kPwrite = 18, kFsync = 74, kFdatasync = 75; // of x86-64
    std::array<char, 200> line{};
    if (::pread(calls, line.data(), line.size() - 1, 0) <= 0)
        return -1;
    char *rest = nullptr;
    const long call = std::strtol(line.data(), &rest, 10);
    if (rest == line.data() || (call != kPwrite && call != kFsync && call != kFdatasync))
        return -1;
    return static_cast<int>(std::strtol(rest, nullptr, 16));
}

} // namespace

ServerWatch::ServerWatch(qint64 pid, const QString &document) : m_pid(pid), m_locks(openLocks(document))
{
    const QString process = QStringLiteral("/proc/%1").arg(pid);
    m_folder = ::open(qPrintable(process + QStringLiteral("/fd")), O_PATH | O_DIRECTORY | O_CLOEXEC);
    for (const QString &task : QDir(process + QStringLiteral("/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const int calls = ::open(qPrintable(process + QStringLiteral("/task/") + task + QStringLiteral("/syscall")),
                                 O_RDONLY | O_CLOEXEC);
        if (calls >= 0)
            m_calls.push_back(calls);
    }
}

ServerWatch::~ServerWatch()
{
    for (const int calls : m_calls)
        ::close(calls);
    for (const int file : {m_locks, m_folder}) {
        if (file >= 0)
            ::close(file);
    }
}

At ServerWatch::place() const
{
    if (holds(m_pid, m_locks, kCheckpointLock))
        return At::Checkpoint;
    for (const int calls : m_calls) {
        const int file = writtenFile(calls);
        std::array<char, 4096> target{};
        if (file < 0 || ::readlinkat(m_folder, std::to_string(file).c_str(), target.data(), target.size() - 1) <= 0)
            continue;
        if (std::string_view(target.data()).ends_with(".gatehouse-wal"))
            return At::Commit;
    }
    return At::Elsewhere;
}

At ServerWatch::awaitPlace(At wanted) const
{
    QElapsedTimer timer;
    timer.start();
    At at = place();
    while (wanted != At::Elsewhere && at != wanted && timer.nsecsElapsed() / 1000 < kLongestWaitUs)
        at = place();
    return at;
}

namespace {

bool holdsIn(qint64 pid, const QString &document, off_t which)
{
    const int locks = openLocks(document);
    const bool isHeld = holds(pid, locks, which);
    if (locks >= 0)
        ::close(locks);
    return isHeld;
}

} // namespace

bool isWriting(qint64 pid, const QString &document)
{
    return holdsIn(pid, document, kWriterLock);
}

bool isCheckpointing(qint64 pid, const QString &document)
{
    return holdsIn(pid, document, kCheckpointLock);
}

void spin(std::uint64_t microseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (static_cast<std::uint64_t>(timer.nsecsElapsed()) < microseconds * 1000) {
    }
}

} // namespace gatehouse::support
