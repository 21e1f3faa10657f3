// SPDX-License-Identifier: GPL-3.0-or-later
// Check-ins through the whole engine: decode, permission, rules, journal with hash, index, answer.
//   bench_durable FOLDER CALLERS GROUP SECONDS [SYNC_MS]
// CALLERS are waiting at once, each with its next scan as soon as its last is answered; at most GROUP commands share a
// commit; with SYNC_MS no sync of the database takes less. Prints one JSON object: check-ins per second, CPU µs of
// each, p50/p99/longest ms, commits and the longest of them, the log's largest size, and the disk's own fdatasync in
// the same folder.
#include "server/engine/engine.h"
#include "server/house/house.h"
#include "server/keyring/keyring.h"
#include "server/keyring/keystore.h"
#include "server/store/document.h"
#include "shared/crypto/random.h"
#include "shared/house/house.h"
#include "tests/support/faultydisk.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace gatehouse;

namespace {

constexpr int kTickets = 60'000;

double seconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

class SystemClock final : public Clock
{
public:
    Instant wall() override
    {
        return {
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count()};
    }
    std::int64_t monotonicMs() override { return static_cast<std::int64_t>(seconds() * 1e3); }
};

void check(const Result<> &result, const char *what)
{
    if (result)
        return;
    std::fprintf(stderr, "bench_durable: %s: %s\n", what, describe(result.error()).c_str());
    std::exit(1);
}

template <class T>
T take(Result<T> result, const char *what)
{
    if (!result) {
        std::fprintf(stderr, "bench_durable: %s: %s\n", what, describe(result.error()).c_str());
        std::exit(1);
    }
    return std::move(*result);
}

double at(std::vector<double> &sorted, double share)
{
    return sorted.empty() ? 0 : sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

/// What one fdatasync of 4 KiB appended costs here, in ms.
double syncMs(const std::string &folder)
{
    const int file = open((folder + "/sync").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    std::vector<double> times;
    const std::string page(4096, 'p');
    for (int round = 0; round < 300; ++round) {
        const double begin = seconds();
        if (write(file, page.data(), page.size()) != static_cast<ssize_t>(page.size()) || fdatasync(file) != 0)
            std::exit(1);
        times.push_back((seconds() - begin) * 1e3);
    }
    close(file);
    std::sort(times.begin(), times.end());
    return at(times, 0.5);
}

class Bench
{
public:
    Bench(const std::string &folder, std::size_t group)
    {
        const Id id = makeId(m_clock.wall().ms, m_random);
        std::string code;
        m_keyring = take(Keyring::create(folder + "/bench.keyring", id, m_store, m_random, &code), "keyring");
        m_document =
            take(Document::create(folder + "/bench.gatehouse", {id, makeId(1, m_random), m_clock.wall()}), "document");
        EngineOptions options;
        options.groupMost = 512;
        makeEngine(options);
        found(id);
        options.groupMost = group; // the event was made quickly; the figure is taken with the group asked for
        m_engine.reset();
        makeEngine(options);
    }

    void run(int callers, double duration)
    {
        const EngineFigures before = m_engine->figures();
        const double begin = seconds();
        const double cpu = cpuSeconds();
        double longestStep = 0;
        std::int64_t logMost = 0;
        m_until = begin + duration;
        for (int caller = 0; caller < callers; ++caller)
            scanNext();
        while (m_waiting > 0) {
            const double step = seconds();
            m_engine->step();
            longestStep = std::max(longestStep, seconds() - step);
            logMost = std::max(logMost, m_document->logBytes());
        }
        const double took = seconds() - begin;
        const double cpuUs = (cpuSeconds() - cpu) * 1e6 / static_cast<double>(std::max<std::size_t>(m_times.size(), 1));
        std::sort(m_times.begin(), m_times.end());
        const EngineFigures after = m_engine->figures();
        std::printf("{\"perSecond\":%.1f,\"cpuUs\":%.1f,\"p50Ms\":%.3f,\"p99Ms\":%.3f,\"longestMs\":%.3f,"
                    "\"longestStepMs\":%.3f,"
                    "\"logBytesMost\":%lld,\"done\":%zu,\"commits\":%llu,",
                    static_cast<double>(m_times.size()) / took, cpuUs, at(m_times, 0.5), at(m_times, 0.99),
                    at(m_times, 1), longestStep * 1e3, static_cast<long long>(logMost), m_times.size(),
                    static_cast<unsigned long long>(after.commits - before.commits));
    }

private:
    void makeEngine(const EngineOptions &options)
    {
        m_engine = std::make_unique<Engine>(*m_document, *m_keyring, houseHandlers(), m_clock, m_random, options);
    }

    template <class C>
    void submit(const C &command, std::function<void(CommandOutcome)> done = {})
    {
        CommandRequest request;
        request.actor.permissions = Permissions::fromBits(~std::uint64_t{0});
        request.name = C::spec.name;
        request.body = encoded(command);
        request.deviceAt = m_clock.wall();
        request.done = done ? std::move(done) : [](CommandOutcome outcome) {
            if (outcome.failure.fault != Fault::None)
                check(fail(outcome.failure), "setting up");
        };
        m_engine->submit(std::move(request));
    }

    void found(const Id &id)
    {
        submit(FoundEvent{EventId(id), "Bench", "Europe/London", "bench"});
        const auto floor = makeId<FloorId>(1, m_random);
        const auto zone = makeId<ZoneId>(1, m_random);
        const auto product = makeId<ProductId>(1, m_random);
        m_gate = makeId<GateId>(1, m_random);
        m_list = makeId<CheckInListId>(1, m_random);
        submit(AddFloor{floor, "Ground", 0, 100'000, 60'000});
        submit(AddZone{zone, floor, "Hall", 100'000, {}});
        submit(AddGate{m_gate, floor, "North", {0, 0}, {}, zone});
        submit(OpenGate{m_gate, {}});
        submit(AddProduct{product, "Day ticket", true, 1, {1000, {'E', 'U', 'R'}}});
        AddCheckInList list;
        list.list = m_list;
        list.name = "All doors";
        submit(list);
        for (int index = 0; index < kTickets; ++index) {
            AddAttendee attendee;
            attendee.attendee = makeId<AttendeeId>(index, m_random);
            attendee.name = "Attendee " + std::to_string(index);
            submit(attendee);
            IssueTicket ticket;
            ticket.ticket = makeId<TicketId>(index, m_random);
            ticket.attendee = attendee.attendee;
            ticket.product = product;
            submit(ticket, [this](CommandOutcome outcome) {
                if (const auto answer = decoded<IssueTicket::Answer>(outcome.answer, Strictness::Replica))
                    m_codes.push_back(answer->code);
            });
            if (index % 4000 == 0)
                while (m_engine->step()) {
                }
        }
        while (m_engine->step()) {
        }
        if (m_codes.size() != kTickets)
            check(fail(Fault::Internal, std::to_string(m_codes.size()) + " tickets"), "setting up");
    }

    void scanNext()
    {
        if (seconds() >= m_until || m_next == m_codes.size())
            return;
        RecordScan scan;
        scan.scan = makeId<ScanId>(m_clock.wall().ms, m_random);
        scan.list = m_list;
        scan.gate = m_gate;
        scan.code = m_codes[m_next++];
        scan.deviceAt = m_clock.wall();
        ++m_waiting;
        const double begin = seconds();
        submit(scan, [this, begin](CommandOutcome outcome) {
            --m_waiting;
            m_times.push_back((seconds() - begin) * 1e3);
            const auto answer = decoded<ScanVerdict>(outcome.answer, Strictness::Replica);
            if (!answer || answer->outcome != Outcome::Admitted)
                check(fail(outcome.failure.fault, outcome.failure.detail), "a check-in was refused");
            scanNext();
        });
    }

    SystemClock m_clock;
    SecureRandom m_random;
    MemoryKeyStore m_store; // the bench's keyring is not what is measured
    std::unique_ptr<Keyring> m_keyring;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Engine> m_engine;
    GateId m_gate;
    CheckInListId m_list;
    std::vector<std::string> m_codes;
    std::size_t m_next = 0;
    int m_waiting = 0;
    double m_until = 0;
    std::vector<double> m_times;
};

} // namespace

int main(int count, char **arguments)
{
    if (count < 5) {
        std::fprintf(stderr, "usage: bench_durable FOLDER CALLERS GROUP SECONDS [SYNC_MS]\n");
        return 2;
    }
    initialiseCrypto();
    std::optional<support::FaultyDisk> disk;
    if (count > 5)
        disk.emplace();
    Bench bench(arguments[1], static_cast<std::size_t>(std::atoi(arguments[3])));
    if (disk)
        disk->setSyncTime(std::chrono::microseconds(static_cast<std::int64_t>(std::atof(arguments[5]) * 1000)));
    bench.run(std::atoi(arguments[2]), std::atof(arguments[4]));
    std::printf("\"fdatasyncMs\":%.3f}\n", syncMs(arguments[1]));
    return 0;
}
