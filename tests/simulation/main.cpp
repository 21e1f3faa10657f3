// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulation.h"

#include "shared/crypto/random.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace gatehouse;

namespace {

/// What all seeds together did.
struct Sum {
    std::uint64_t seeds = 0;
    std::uint64_t violated = 0;
    simulation::Report all;

    void add(const simulation::Report &one)
    {
        ++seeds;
        violated += one.violationCount > 0 ? 1 : 0;
        all.events += one.events;
        all.simulatedMs += one.simulatedMs;
        all.entries += one.entries;
        all.scans += one.scans;
        all.offline += one.offline;
        all.cards += one.cards;
        all.commands += one.commands;
        all.repeats += one.repeats;
        all.kills += one.kills;
        all.lives += one.lives;
        all.restarts += one.restarts;
        all.connections += one.connections;
        all.messages += one.messages;
        all.lost += one.lost;
        all.partitions += one.partitions;
        all.violationCount += one.violationCount;
    }
    void print(qint64 elapsedMs) const
    {
        const auto count = [](std::uint64_t number) { return static_cast<unsigned long long>(number); };
        std::printf(
            "%llu seeds, %.1f simulated hours, %llu events, %llu messages (%llu lost), %llu scans (%llu decided "
            "off line), %llu cards, %llu commands (%llu repeated), %llu server kills, %llu restores and moves, "
            "%llu device restarts, %llu connections, %llu partitions, %llu violations in %llu seeds, %.0f times "
            "real time\n",
            count(seeds), static_cast<double>(all.simulatedMs) / 3'600'000, count(all.events), count(all.messages),
            count(all.lost), count(all.scans), count(all.offline), count(all.cards), count(all.commands),
            count(all.repeats), count(all.kills), count(all.lives), count(all.restarts), count(all.connections),
            count(all.partitions), count(all.violationCount), count(violated),
            static_cast<double>(all.simulatedMs) / static_cast<double>(std::max<qint64>(1, elapsedMs)));
    }
};

void print(std::uint64_t seed, const simulation::Report &report)
{
    std::printf("seed %llu: %s, %llu scans, %lld entries, %llu cards, settled in %.0f s, trace %.16s\n",
                static_cast<unsigned long long>(seed), report.violationCount == 0 ? "good" : "VIOLATED",
                static_cast<unsigned long long>(report.scans), static_cast<long long>(report.entries),
                static_cast<unsigned long long>(report.cards), static_cast<double>(report.settledMs) / 1'000,
                report.traceHash.c_str());
    if (report.violationCount > 0)
        std::printf("    %s\n", report.weather.c_str());
    for (const std::string &violation : report.violations)
        std::printf("    %s\n", violation.c_str());
    std::fflush(stdout);
}

std::optional<simulation::Guard> guardNamed(const QString &name)
{
    for (const simulation::GuardName &each : simulation::kGuards) {
        if (name.toStdString() == each.name)
            return each.guard;
    }
    return std::nullopt;
}

} // namespace

/// Runs a range of seeds and prints a line for each, and one for all. Ends with 1 if one found a violation:
/// tests/simulation/run --seeds 1..50
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    initialiseCrypto();
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Simulates a venue in one thread, from a seed."));
    const QCommandLineOption seeds(QStringLiteral("seeds"), QStringLiteral("Range of seeds."), QStringLiteral("A..B"),
                                   QStringLiteral("1..50"));
    const QCommandLineOption hours(QStringLiteral("hours"), QStringLiteral("Simulated hours of trouble."),
                                   QStringLiteral("H"), QStringLiteral("2"));
    const QCommandLineOption drop(QStringLiteral("drop"), QStringLiteral("Takes a guard away: the run must fail."),
                                  QStringLiteral("GUARD"));
    const QCommandLineOption quiet(QStringLiteral("quiet"), QStringLiteral("Tells only of seeds that failed."));
    parser.addOptions({seeds, hours, drop, quiet});
    parser.addHelpOption();
    parser.process(application);

    const QStringList range = parser.value(seeds).split(QStringLiteral(".."));
    const quint64 first = range.first().toULongLong();
    const quint64 last = range.last().toULongLong();
    simulation::Options options;
    options.minutes = static_cast<std::int64_t>(parser.value(hours).toDouble() * 60);
    options.dropped.guard = guardNamed(parser.value(drop));
    if (first == 0 || first > last || options.minutes <= 0 || (parser.isSet(drop) && !options.dropped.guard)) {
        std::fprintf(stderr, "seeds are numbered from 1, hours are positive, guards are those of guards.h\n");
        return 2;
    }
    Sum sum;
    QElapsedTimer timer;
    timer.start();
    for (options.seed = first; options.seed <= last; ++options.seed) {
        const simulation::Report report = simulation::run(options);
        sum.add(report);
        if (!parser.isSet(quiet) || report.violationCount > 0)
            print(options.seed, report);
    }
    sum.print(timer.elapsed());
    return sum.violated == 0 ? 0 : 1;
}
