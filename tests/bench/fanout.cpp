// SPDX-License-Identifier: GPL-3.0-or-later
// Load for one server: N subscribers on one epoll loop, a publisher, and the count of what arrives.
//   bench_fanout PROTOCOL PORT N SECONDS WINDOW PID [TOKEN PATH]
// PROTOCOL gatehouse | bare | mqtt | nats. WINDOW messages are outstanding: a message counts as delivered when every
// subscriber has it. Prints one JSON object: deliveries/s, p50/p99 ms, CPU seconds of process PID per million
// deliveries, kB of memory a connection. Stops by itself. Loopback only: each 20 connections come from an address of
// their own.
#include "shared/house/house.h"
#include "shared/protocol/frames.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace gatehouse;

namespace {

constexpr int kPerAddress = 20; // the server's limit of connections from one address
constexpr int kGates = 64;      // rows that the changes go round, so that coalescing merges batches, not changes

double seconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

[[noreturn]] void give(const char *what)
{
    std::fprintf(stderr, "bench_fanout: %s: %s\n", what, std::strerror(errno));
    std::exit(1);
}

double cpuOf(int pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string skip;
    for (int index = 0; index < 11; ++index)
        fields >> skip;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double memoryKbOf(int pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
    double total = 0;
    double resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1024;
}

/// One socket, blocking while it is set up and non-blocking afterwards.
struct Peer {
    int socket = -1;
    std::string in;
    long long delivered = 0;
};

int connectFrom(int index, int port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        give("socket");
    sockaddr_in from{};
    from.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(0x7f010001U + static_cast<unsigned>(index / kPerAddress));
    const int one = 1;
    setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (bind(socket, reinterpret_cast<sockaddr *>(&from), sizeof from) < 0)
        give("bind");
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket, reinterpret_cast<sockaddr *>(&to), sizeof to) < 0)
        give("connect");
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return socket;
}

void sendAll(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (sent <= 0)
            give("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

/// Waits for bytes until `isWhole` says how many of them make one answer.
template <class IsWhole>
std::string receiveOne(Peer &peer, IsWhole isWhole)
{
    for (;;) {
        if (const std::size_t size = isWhole(peer.in); size > 0) {
            std::string one = peer.in.substr(0, size);
            peer.in.erase(0, size);
            return one;
        }
        char buffer[65536];
        const ssize_t got = recv(peer.socket, buffer, sizeof buffer, 0);
        if (got <= 0)
            give("receive");
        peer.in.append(buffer, static_cast<std::size_t>(got));
    }
}

/// What a protocol says. `count` takes whole messages off the buffer and answers how many records they held.
class Protocol
{
public:
    virtual ~Protocol() = default;
    virtual void subscribe(Peer &peer, int index) = 0;
    virtual void beginPublisher(Peer &peer, int subscribers) = 0;
    virtual std::string message(long long number) = 0;
    /// How many of the subscribers take turns to publish, since one may not send that often; 0: the publisher does.
    [[nodiscard]] virtual long long speakers() const { return 0; }
    virtual long long count(std::string &in) = 0;
    virtual void ignoreOwn(std::string &in) { in.clear(); }
};

std::string stamped(long long number)
{
    std::string payload = std::to_string(number);
    payload.resize(200, 'x');
    return payload;
}

/// Length-prefixed bytes: what remains when nothing is left to do but to send.
class Bare final : public Protocol
{
public:
    void subscribe(Peer &peer, int) override { sendAll(peer.socket, "S"); }
    void beginPublisher(Peer &peer, int) override { sendAll(peer.socket, "P"); }
    std::string message(long long number) override
    {
        const std::string payload = stamped(number);
        std::string out(4, '\0');
        const auto size = static_cast<std::uint32_t>(payload.size());
        std::memcpy(out.data(), &size, 4);
        return out + payload;
    }
    long long count(std::string &in) override
    {
        const auto whole = static_cast<long long>(in.size() / 204);
        in.erase(0, static_cast<std::size_t>(whole) * 204);
        return whole;
    }
};

class Nats final : public Protocol
{
public:
    void subscribe(Peer &peer, int) override
    {
        begin(peer);
        sendAll(peer.socket, "SUB e 1\r\nPING\r\n");
        pong(peer);
    }
    void beginPublisher(Peer &peer, int) override { begin(peer); }
    std::string message(long long number) override { return "PUB e 200\r\n" + stamped(number) + "\r\n"; }
    long long count(std::string &in) override
    {
        constexpr std::size_t kSize = sizeof("MSG e 1 200\r\n") - 1 + 202;
        if (in.starts_with("PING"))
            in.erase(0, in.find('\n') + 1);
        const std::size_t whole = in.size() / kSize;
        in.erase(0, whole * kSize);
        return static_cast<long long>(whole);
    }

private:
    static void begin(Peer &peer)
    {
        receiveOne(peer, [](const std::string &in) { return in.find('\n') + 1; });
        sendAll(peer.socket, "CONNECT {\"verbose\":false}\r\nPING\r\n");
        pong(peer);
    }
    static void pong(Peer &peer)
    {
        receiveOne(peer, [](const std::string &in) {
            return in.find("PONG\r\n") == std::string::npos ? 0 : in.find("PONG\r\n") + 6;
        });
    }
};

class Mqtt final : public Protocol
{
public:
    void subscribe(Peer &peer, int index) override
    {
        begin(peer, "s" + std::to_string(index));
        sendAll(peer.socket, std::string("\x82\x06\x00\x01\x00\x01\x65\x00", 8));
        packet(peer);
    }
    void beginPublisher(Peer &peer, int) override { begin(peer, "publisher"); }
    std::string message(long long number) override
    {
        return std::string("\x30\xcb\x01\x00\x01\x65", 6) + stamped(number);
    }
    long long count(std::string &in) override
    {
        const std::size_t whole = in.size() / 206;
        in.erase(0, whole * 206);
        return static_cast<long long>(whole);
    }

private:
    static void begin(Peer &peer, const std::string &name)
    {
        std::string connect("\x00\x04MQTT\x04\x02\x00\x00", 10);
        connect += static_cast<char>(0);
        connect += static_cast<char>(name.size());
        connect += name;
        sendAll(peer.socket, std::string("\x10") + static_cast<char>(connect.size()) + connect);
        packet(peer);
    }
    static void packet(Peer &peer)
    {
        receiveOne(peer, [](const std::string &in) {
            return in.size() >= 2 && in.size() >= 2U + static_cast<unsigned char>(in[1])
                ? 2U + static_cast<unsigned char>(in[1])
                : 0U;
        });
    }
};

/// The product itself: signed-in connections, journaled commands.
class Gatehouse final : public Protocol
{
public:
    Gatehouse(std::string token, std::string path)
        : m_token(std::move(token)), m_path(std::move(path)), m_random(seed())
    {
    }

    void subscribe(Peer &peer, int) override
    {
        signIn(peer);
        for (bool isLast = false; !isLast;) { // take the pages of the catch-up
            const std::string payload = nextPayload(peer);
            const auto frame = decodeFrame(payload, Wire::Cbor, Strictness::Replica);
            if (!frame)
                continue;
            if (const auto *page = std::get_if<Page>(&*frame)) {
                isLast = page->isLast;
                for (const WireRow &row : page->rows) {
                    if (row.entity != Gate::spec.number || m_gates.size() == kGates)
                        continue;
                    m_gates.emplace_back(GateId(row.id), false); // each run begins with an event whose gates are closed
                }
                sendAll(peer.socket, clientFrame(encodeFrame(PageTaken{page->number}, Wire::Cbor)));
            }
        }
    }
    void beginPublisher(Peer &peer, int subscribers) override
    {
        m_speakers = std::min(subscribers, kMostSpeakers);
        subscribe(peer, 0);
        if (m_gates.empty()) {
            std::fprintf(stderr, "bench_fanout: the event has no gates\n");
            std::exit(1);
        }
    }
    [[nodiscard]] long long speakers() const override { return m_speakers; }
    std::string message(long long number) override
    {
        CommandFrame command;
        command.number = (number - 1) / m_speakers + 1; // of its sender
        command.confirmed = command.number - 1;
        command.madeAt = Instant{1};
        auto &[gate, isOpen] = m_gates[static_cast<std::size_t>(number) % m_gates.size()];
        const std::string reason(80, 'r');
        command.name = isOpen ? CloseGate::spec.name : OpenGate::spec.name;
        command.body = Bytes(isOpen ? encoded(CloseGate{gate, reason}) : encoded(OpenGate{gate, reason}));
        isOpen = !isOpen;
        return clientFrame(encodeFrame(command, Wire::Cbor));
    }
    long long count(std::string &in) override
    {
        long long records = 0;
        std::size_t at = 0;
        while (const std::size_t size = frameSize(std::string_view(in).substr(at))) {
            records += recordsOf(payloadOf(std::string_view(in).substr(at, size)));
            at += size;
        }
        in.erase(0, at);
        return records;
    }
    void ignoreOwn(std::string &in) override
    {
        std::size_t at = 0;
        while (const std::size_t size = frameSize(std::string_view(in).substr(at))) {
            const auto frame =
                decodeFrame(payloadOf(std::string_view(in).substr(at, size)), Wire::Cbor, Strictness::Replica);
            at += size;
            giveIfRefused(frame);
        }
        in.erase(0, at);
    }

private:
    static constexpr int kMostSpeakers = 500; ///< twenty commands a second each

    static std::uint64_t seed()
    {
        return static_cast<std::uint64_t>(seconds() * 1e9) ^ static_cast<std::uint64_t>(getpid());
    }

    static void giveIfRefused(const Result<Frame> &frame)
    {
        const auto *answer = frame ? std::get_if<AnswerFrame>(&*frame) : nullptr;
        if (!answer || answer->fault == Fault::None)
            return;
        std::fprintf(stderr, "bench_fanout: command %lld: %s %s\n", static_cast<long long>(answer->number),
                     std::string(faultName(answer->fault)).c_str(), answer->detail.c_str());
        std::exit(1);
    }
    static std::string clientFrame(std::string_view payload)
    {
        std::string out = "\x82";
        if (payload.size() < 126) {
            out += static_cast<char>(0x80 | payload.size());
        } else {
            out += static_cast<char>(0x80 | 126);
            out += static_cast<char>(payload.size() >> 8);
            out += static_cast<char>(payload.size() & 255);
        }
        out.append(4, '\0'); // a mask of zero is a mask
        out += payload;
        return out;
    }
    static std::size_t headSize(std::string_view in)
    {
        if (in.size() < 2)
            return 0;
        const int length = in[1] & 127;
        return length < 126 ? 2 : length == 126 ? 4 : 10;
    }
    static std::size_t frameSize(std::string_view in)
    {
        const std::size_t head = headSize(in);
        if (head == 0 || in.size() < head)
            return 0;
        std::uint64_t length = in[1] & 127;
        if (length >= 126) {
            length = 0;
            for (std::size_t index = 2; index < head; ++index)
                length = length << 8 | static_cast<unsigned char>(in[index]);
        }
        return in.size() < head + length ? 0 : head + static_cast<std::size_t>(length);
    }
    static std::string_view payloadOf(std::string_view frame) { return frame.substr(headSize(frame)); }

    std::string nextPayload(Peer &peer)
    {
        const std::string frame = receiveOne(peer, [](const std::string &in) { return frameSize(in); });
        return std::string(payloadOf(frame));
    }
    void signIn(Peer &peer)
    {
        sendAll(peer.socket,
                "GET " + m_path
                    + "sync HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                      "Sec-WebSocket-Protocol: gatehouse.cbor.v1\r\n\r\n");
        const std::string head = receiveOne(peer, [](const std::string &in) {
            return in.find("\r\n\r\n") == std::string::npos ? 0 : in.find("\r\n\r\n") + 4;
        });
        if (!head.starts_with("HTTP/1.1 101")) {
            std::fprintf(stderr, "bench_fanout: no upgrade: %s\n", head.c_str());
            std::exit(1);
        }
        Hello hello;
        hello.token = m_token;
        hello.sender = makeId(1, m_random);
        hello.sentAt = Instant{1};
        sendAll(peer.socket, clientFrame(encodeFrame(hello, Wire::Cbor)));
    }
    /// All subscribers are sent the same bytes: each distinct frame is decoded once.
    long long recordsOf(std::string_view payload)
    {
        for (const auto &[seen, records] : m_seen) {
            if (seen == payload)
                return records;
        }
        long long records = 0;
        const auto frame = decodeFrame(payload, Wire::Cbor, Strictness::Replica);
        if (const auto *delta = frame ? std::get_if<Delta>(&*frame) : nullptr)
            records = static_cast<long long>(delta->rows.size());
        giveIfRefused(frame);
        m_seen[m_next++ % m_seen.size()] = {std::string(payload), records};
        return records;
    }

    std::string m_token;
    int m_speakers = 1;
    std::string m_path;
    SeededRandom m_random;
    std::vector<std::pair<GateId, bool>> m_gates; ///< and whether it is open, once what was sent is carried out
    std::array<std::pair<std::string, long long>, 64> m_seen;
    std::size_t m_next = 0;
};

std::unique_ptr<Protocol> protocolNamed(const std::string &name, int count, char **arguments)
{
    if (name == "bare")
        return std::make_unique<Bare>();
    if (name == "mqtt")
        return std::make_unique<Mqtt>();
    if (name == "nats")
        return std::make_unique<Nats>();
    if (name == "gatehouse" && count > 8)
        return std::make_unique<Gatehouse>(arguments[7], arguments[8]);
    std::fprintf(stderr, "bench_fanout: no protocol %s\n", name.c_str());
    std::exit(2);
}

/// Publishes with a window and counts until the time is over.
class Load
{
public:
    Load(Protocol &protocol, int port, int size, int pid)
        : m_protocol(protocol), m_peers(static_cast<std::size_t>(size)), m_pid(pid)
    {
        m_epoll = epoll_create1(EPOLL_CLOEXEC);
        const double memoryBefore = memoryKbOf(pid);
        const double cpuBefore = cpuOf(pid);
        for (int index = 0; index < size; ++index) {
            Peer &peer = m_peers[static_cast<std::size_t>(index)];
            peer.socket = connectFrom(index, port);
            protocol.subscribe(peer, index);
            watch(peer.socket, static_cast<std::uint64_t>(index));
        }
        m_connectCpuUs = (cpuOf(pid) - cpuBefore) * 1e6 / size;
        m_memoryKb = (memoryKbOf(pid) - memoryBefore) / size;
        m_publisher.socket = connectFrom(size + kPerAddress, port);
        protocol.beginPublisher(m_publisher, size);
        watch(m_publisher.socket, ~std::uint64_t{0});
    }

    void run(double duration, long long window)
    {
        const double begin = seconds();
        const double cpu = cpuOf(m_pid);
        while (seconds() - begin < duration || m_complete < m_published) {
            while (seconds() - begin < duration && m_published - m_complete < window) {
                m_sentAt.push_back(seconds());
                const long long speakers = m_protocol.speakers();
                Peer &speaker = speakers == 0 ? m_publisher : m_peers[static_cast<std::size_t>(m_published % speakers)];
                sendAll(speaker.socket, m_protocol.message(++m_published));
            }
            poll();
            if (seconds() - begin > duration + 20)
                break; // something was lost; it is printed
        }
        const double took = seconds() - begin;
        print(took, cpuOf(m_pid) - cpu);
    }

private:
    void watch(int socket, std::uint64_t tag) const
    {
        fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = tag;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event);
    }

    void poll()
    {
        std::array<epoll_event, 512> events{};
        const int count = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 100);
        for (int index = 0; index < count; ++index)
            take(events[static_cast<std::size_t>(index)].data.u64);
    }

    void take(std::uint64_t tag)
    {
        const bool isPublisher = tag == ~std::uint64_t{0};
        Peer &peer = isPublisher ? m_publisher : m_peers[static_cast<std::size_t>(tag)];
        static char buffer[256 * 1024];
        const ssize_t got = recv(peer.socket, buffer, sizeof buffer, 0);
        if (got == 0 || (got < 0 && errno != EAGAIN))
            give("a subscriber was cut off");
        if (got < 0)
            return;
        peer.in.append(buffer, static_cast<std::size_t>(got));
        if (isPublisher) {
            m_protocol.ignoreOwn(peer.in);
            return;
        }
        const long long records = m_protocol.count(peer.in);
        for (long long each = 0; each < records; ++each)
            complete(++peer.delivered);
    }

    /// The n-th message is complete when the last subscriber has n of them.
    void complete(long long number)
    {
        if (m_have.size() < static_cast<std::size_t>(number))
            m_have.resize(static_cast<std::size_t>(number));
        const double now = seconds();
        if (static_cast<std::size_t>(number) <= m_sentAt.size() && (m_delivered++ % 7) == 0) // every seventh is enough
            m_latencies.push_back(now - m_sentAt[static_cast<std::size_t>(number - 1)]);
        if (++m_have[static_cast<std::size_t>(number - 1)] == m_peers.size())
            ++m_complete;
    }

    void print(double took, double cpu)
    {
        std::sort(m_latencies.begin(), m_latencies.end());
        const auto at = [&](double share) {
            return m_latencies.empty()
                ? 0
                : m_latencies[static_cast<std::size_t>(share * static_cast<double>(m_latencies.size() - 1))] * 1e3;
        };
        const auto deliveries = static_cast<double>(m_delivered);
        std::printf(
            "{\"deliveriesPerSecond\":%.0f,\"p50Ms\":%.2f,\"p99Ms\":%.2f,\"cpuPerMillion\":%.3f,\"connectCpuUs\":%.0f,"
            "\"kbPerConnection\":%.1f,\"messages\":%lld,\"lost\":%lld}\n",
            deliveries / took, at(0.5), at(0.99), deliveries > 0 ? cpu / deliveries * 1e6 : 0, m_connectCpuUs,
            m_memoryKb, m_published, m_published * static_cast<long long>(m_peers.size()) - m_delivered);
    }

    Protocol &m_protocol;
    std::vector<Peer> m_peers;
    Peer m_publisher;
    int m_pid;
    int m_epoll = -1;
    double m_connectCpuUs = 0;
    double m_memoryKb = 0;
    long long m_published = 0;
    long long m_complete = 0;
    long long m_delivered = 0;
    std::vector<double> m_sentAt;
    std::vector<std::size_t> m_have;
    std::vector<double> m_latencies;
};

} // namespace

int main(int count, char **arguments)
{
    if (count < 7) {
        std::fprintf(stderr, "usage: bench_fanout gatehouse|bare|mqtt|nats PORT N SECONDS WINDOW PID [TOKEN PATH]\n");
        return 2;
    }
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    const auto protocol = protocolNamed(arguments[1], count, arguments);
    Load load(*protocol, std::atoi(arguments[2]), std::atoi(arguments[3]), std::atoi(arguments[6]));
    load.run(std::atof(arguments[4]), std::atoll(arguments[5]));
    return 0;
}
