// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a server can do: takes 204-byte messages from a publisher and sends each to every subscriber with one
// send().
//   bench_bareserver [-c]     prints its port; -c drains its publisher first and sends once. Ends with its standard
//   input.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr std::size_t kMessage = 204;

void broadcast(const std::vector<int> &subscribers, const char *bytes, std::size_t size)
{
    for (const int subscriber : subscribers) {
        std::size_t done = 0;
        while (done < size) {
            const ssize_t sent = send(subscriber, bytes + done, size - done, MSG_NOSIGNAL);
            if (sent < 0 && errno != EINTR && errno != EAGAIN)
                break;
            if (sent > 0)
                done += static_cast<std::size_t>(sent);
        }
    }
}

} // namespace

int main(int count, char **arguments)
{
    const bool drains = count > 1 && std::strcmp(arguments[1], "-c") == 0;
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr *>(&address), size) < 0 || listen(listener, 4096) < 0)
        return 1;
    getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);

    const int poll = epoll_create1(EPOLL_CLOEXEC);
    const auto watch = [&](int socket) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = socket;
        epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
    };
    watch(listener);
    watch(STDIN_FILENO);
    std::vector<int> subscribers;
    int publisher = -1;
    std::string pending;
    for (;;) {
        epoll_event events[64];
        const int ready = epoll_wait(poll, events, 64, -1);
        for (int index = 0; index < ready; ++index) {
            const int socket = events[index].data.fd;
            char buffer[65536];
            if (socket == STDIN_FILENO) {
                if (read(STDIN_FILENO, buffer, sizeof buffer) <= 0)
                    return 0;
            } else if (socket == listener) {
                const int accepted = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
                const int one = 1;
                setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                watch(accepted);
            } else if (socket == publisher) {
                const ssize_t got = recv(socket, buffer, sizeof buffer, 0);
                if (got <= 0)
                    return 0;
                pending.append(buffer, static_cast<std::size_t>(got));
                const std::size_t whole = pending.size() / kMessage * kMessage;
                const std::size_t step = drains ? whole : kMessage;
                for (std::size_t at = 0; at < whole; at += step)
                    broadcast(subscribers, pending.data() + at, step);
                pending.erase(0, whole);
            } else {
                const ssize_t got = recv(socket, buffer, 1, 0);
                if (got == 1 && buffer[0] == 'S')
                    subscribers.push_back(socket);
                else if (got == 1 && buffer[0] == 'P')
                    publisher = socket;
                else
                    epoll_ctl(poll, EPOLL_CTL_DEL, socket, nullptr);
            }
        }
    }
}
