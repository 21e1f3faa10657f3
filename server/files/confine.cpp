// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/readerprogram.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>

namespace gatehouse {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "which system calls are forbidden must be said for this machine"
#endif

/// Files may still be opened to read: the database of time zones lies in some.
constexpr std::array kForbidden{
    SYS_socket,   SYS_socketpair, SYS_connect, SYS_bind,      SYS_execve,
    SYS_execveat, SYS_ptrace,     SYS_clone,   SYS_clone3,    SYS_io_uring_setup,
    SYS_unlinkat, SYS_mkdirat,    SYS_linkat,  SYS_symlinkat, SYS_process_vm_readv,
    SYS_kill,
#ifdef SYS_open // the older calls, where the machine has them
    SYS_open,     SYS_creat,      SYS_fork,    SYS_vfork,     SYS_unlink,
    SYS_mkdir,    SYS_rename,     SYS_link,    SYS_symlink,
#endif
};

bool limit(__rlimit_resource_t what, std::uint64_t most)
{
    rlimit limits{};
    if (::getrlimit(what, &limits) != 0)
        return false;
    limits.rlim_cur = std::min<rlim_t>(most, limits.rlim_max);
    limits.rlim_max = limits.rlim_cur;
    return ::setrlimit(what, &limits) == 0;
}

sock_filter statement(std::uint16_t code, std::uint32_t value)
{
    return {code, 0, 0, value};
}

sock_filter jumpIf(std::uint16_t code, std::uint32_t value, std::uint8_t whenTrue, std::uint8_t whenFalse)
{
    return {code, whenTrue, whenFalse, value};
}

/// Refuses what is forbidden, and opening for writing, with EPERM.
bool forbidCalls()
{
    constexpr std::uint16_t load = BPF_LD | BPF_W | BPF_ABS;
    constexpr std::uint16_t equals = BPF_JMP | BPF_JEQ | BPF_K;
    constexpr std::uint32_t refuse = SECCOMP_RET_ERRNO | EPERM;
    std::vector<sock_filter> program{
        statement(load, offsetof(seccomp_data, arch)),
        jumpIf(equals, kArchitecture, 1, 0),
        statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        statement(load, offsetof(seccomp_data, nr)),
    };
#if defined(__x86_64__)
    constexpr std::uint32_t x32Bit = 0x40000000; // the same calls under other numbers
    program.push_back(jumpIf(BPF_JMP | BPF_JGE | BPF_K, x32Bit, 0, 1));
    program.push_back(statement(BPF_RET | BPF_K, refuse));
#endif
    for (const long call : kForbidden) {
        program.push_back(jumpIf(equals, static_cast<std::uint32_t>(call), 0, 1));
        program.push_back(statement(BPF_RET | BPF_K, refuse));
    }
    program.push_back(jumpIf(equals, SYS_openat, 0, 3));
    program.push_back(statement(load, offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t)));
    program.push_back(jumpIf(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT, 0, 1));
    program.push_back(statement(BPF_RET | BPF_K, refuse));
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

} // namespace

bool confineProcess()
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // their shadow takes terabytes of addresses
    if (!limit(RLIMIT_AS, kReaderMemory))
        return false;
#endif
    return limit(RLIMIT_CPU, kReaderSeconds) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0)
        && limit(RLIMIT_NOFILE, 64) && forbidCalls();
}

} // namespace gatehouse
