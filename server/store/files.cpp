// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/files.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse {

namespace {

Failure systemFailure(const char *what)
{
    const int code = errno;
    const Fault fault = code == ENOENT                                     ? Fault::NotFound
        : code == EEXIST                                                   ? Fault::Conflict
        : code == ENOSPC || code == EIO || code == EROFS || code == EDQUOT ? Fault::ReadOnly
                                                                           : Fault::Forbidden;
    return {fault, std::string(what) + ": " + std::strerror(code), {}};
}

/// Closes when it goes.
class Descriptor
{
public:
    Descriptor(const std::string &path, int flags, mode_t mode = 0)
        : m_number(::open(path.c_str(), flags | O_CLOEXEC, mode))
    {
    }
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
};

Result<> synced(const std::string &path, int flags)
{
    const Descriptor descriptor(path, flags);
    if (!descriptor.isOpen() || ::fsync(descriptor.number()) != 0)
        return fail(systemFailure("it could not be written to disk"));
    return {};
}

} // namespace

std::string folderOf(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::optional<std::int64_t> fileSize(const std::string &path)
{
    struct stat status {
    };
    if (::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    return status.st_size;
}

Result<> checkRegularFile(const std::string &path)
{
    struct stat status {
    };
    if (::lstat(path.c_str(), &status) != 0)
        return fail(systemFailure("the document cannot be opened"));
    if (!S_ISREG(status.st_mode))
        return fail(Fault::Corrupt, "this is not a file");
    return {};
}

Result<std::string> readStart(const std::string &path, std::size_t size)
{
    const Descriptor descriptor(path, O_RDONLY);
    if (!descriptor.isOpen())
        return fail(systemFailure("the file cannot be opened"));
    std::string bytes(size, '\0');
    const ssize_t count = ::pread(descriptor.number(), bytes.data(), size, 0);
    if (count < 0)
        return fail(systemFailure("the file cannot be read"));
    bytes.resize(static_cast<std::size_t>(count));
    return bytes;
}

Result<> makePrivateFile(const std::string &path)
{
    const Descriptor descriptor(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (!descriptor.isOpen())
        return fail(systemFailure("the file cannot be made"));
    return {};
}

Result<> syncFolderOf(const std::string &path)
{
    return synced(folderOf(path), O_RDONLY | O_DIRECTORY);
}

Result<> syncFile(const std::string &path)
{
    return synced(path, O_RDONLY);
}

Result<> moveIntoPlace(const std::string &from, const std::string &to)
{
    // A link refuses to replace, where a rename would not; some sticks (FAT) know no links.
    if (::link(from.c_str(), to.c_str()) == 0) {
        ::unlink(from.c_str());
    } else if (errno == EEXIST || fileSize(to)) {
        return fail(Fault::Conflict, "there is a file of this name already");
    } else if (::rename(from.c_str(), to.c_str()) != 0) {
        return fail(systemFailure("the file cannot be renamed"));
    }
    return syncFolderOf(to);
}

std::string uriOf(const std::string &path)
{
    std::string uri = path.starts_with('/') ? "file://" : "file:";
    for (const char letter : path) {
        if (letter == '%' || letter == '?' || letter == '#') {
            constexpr char kDigits[] = "0123456789ABCDEF";
            uri += '%';
            uri += kDigits[static_cast<unsigned char>(letter) >> 4];
            uri += kDigits[static_cast<unsigned char>(letter) & 15];
        } else {
            uri += letter;
        }
    }
    return uri;
}

} // namespace gatehouse
