// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/documentlock.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace gatehouse {

namespace {

std::string readHolder(int descriptor)
{
    std::array<char, 256> buffer{};
    const ssize_t size = ::pread(descriptor, buffer.data(), buffer.size() - 1, 0);
    std::string holder(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    std::replace(holder.begin(), holder.end(), '\n', ' ');
    return holder.empty() ? "another process" : holder;
}

void writeHolder(int descriptor)
{
    std::array<char, 128> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0)
        host[0] = '?';
    const std::string holder = "process " + std::to_string(::getpid()) + " on " + host.data();
    // The lock counts, not the text: where it cannot be written, the next opener is told less.
    if (::ftruncate(descriptor, 0) == 0)
        (void)!::pwrite(descriptor, holder.data(), holder.size(), 0);
}

/// The holder before us may have removed the file between our open and our lock.
bool isStillThere(int descriptor, const std::string &path)
{
    struct stat ours {
    };
    struct stat there {
    };
    return ::fstat(descriptor, &ours) == 0 && ::stat(path.c_str(), &there) == 0 && ours.st_ino == there.st_ino
        && ours.st_dev == there.st_dev;
}

std::string lowered(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return lower;
}

bool isSyncedFolderName(std::string_view name)
{
    // As the vendors' programs name them; some add "(Business)" or an account.
    constexpr std::array<std::string_view, 9> kBeginnings{"dropbox",     "onedrive",         "nextcloud",
                                                          "owncloud",    "icloud",           "google drive",
                                                          "googledrive", "mobile documents", "pcloud"};
    const std::string lower = lowered(name);
    return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                       [&lower](std::string_view beginning) { return lower.starts_with(beginning); });
}

} // namespace

std::string whyNotServedFrom(std::string_view folder, std::uint64_t fileSystem)
{
    struct Kind {
        std::uint64_t magic;
        std::string_view name;
    };
    // linux/magic.h, and the kernel's own headers for those that are not in it.
    constexpr std::array<Kind, 11> kRefused{{{0x6969, "NFS"},
                                             {0x517b, "SMB"},
                                             {0xff534d42, "CIFS"},
                                             {0xfe534d42, "SMB"},
                                             {0x65735546, "FUSE"},
                                             {0x73757245, "Coda"},
                                             {0x5346414f, "AFS"},
                                             {0x6b414653, "AFS"},
                                             {0x01021997, "9P"},
                                             {0x00c36400, "Ceph"},
                                             {0x564c, "NCP"}}};
    for (const Kind &kind : kRefused) {
        if (kind.magic == fileSystem)
            return "the folder is on a network or user-space file system (" + std::string(kind.name) + ')';
    }
    while (!folder.empty()) {
        const std::size_t slash = folder.rfind('/');
        const std::string_view name = slash == std::string_view::npos ? folder : folder.substr(slash + 1);
        if (isSyncedFolderName(name))
            return "the folder is synced by a cloud (" + std::string(name) + ')';
        folder = slash == std::string_view::npos ? std::string_view{} : folder.substr(0, slash);
    }
    return {};
}

std::string whyNotServedFrom(const std::string &folder)
{
    struct statfs system {
    };
    if (::statfs(folder.c_str(), &system) != 0)
        return "the folder cannot be looked at: " + std::string(std::strerror(errno));
    // f_type is signed on some machines; the magic numbers have 32 bits.
    return whyNotServedFrom(std::string_view(folder), static_cast<std::uint64_t>(system.f_type) & 0xffffffff);
}

Result<DocumentLock> DocumentLock::take(const std::string &documentPath)
{
    const std::string path = documentPath + "-lock";
    for (;;) {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor < 0)
            return fail(Fault::Forbidden, "the lock cannot be made: " + std::string(std::strerror(errno)));
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            std::string holder = readHolder(descriptor);
            ::close(descriptor);
            return fail(Fault::Conflict, "the document is served by " + std::move(holder));
        }
        if (isStillThere(descriptor, path)) {
            writeHolder(descriptor);
            return DocumentLock(path, descriptor);
        }
        ::close(descriptor);
    }
}

DocumentLock::DocumentLock(std::string path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}

DocumentLock::DocumentLock(DocumentLock &&other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

DocumentLock &DocumentLock::operator=(DocumentLock &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

DocumentLock::~DocumentLock()
{
    if (m_descriptor < 0)
        return;
    ::unlink(m_path.c_str());
    ::close(m_descriptor);
}

} // namespace gatehouse
