// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/simulation.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace gatehouse;

/// Runs a range of seeds and prints a line for each. Ends with 1 if one found a violation: tests/simulation/run
/// --seeds 1..50
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Simulates a venue in one thread, from a seed."));
    const QCommandLineOption seeds(QStringLiteral("seeds"), QStringLiteral("Range of seeds."), QStringLiteral("A..B"),
                                   QStringLiteral("1..20"));
    const QCommandLineOption minutes(QStringLiteral("minutes"), QStringLiteral("Simulated minutes of trouble."),
                                     QStringLiteral("N"), QStringLiteral("10"));
    const QCommandLineOption drop(QStringLiteral("drop"), QStringLiteral("Drops a guard: the run must fail."),
                                  QStringLiteral("dedupe|fence|lock"));
    parser.addOptions({seeds, minutes, drop});
    parser.addHelpOption();
    parser.process(application);

    const QStringList range = parser.value(seeds).split(QStringLiteral(".."));
    const quint64 first = range.first().toULongLong();
    const quint64 last = range.last().toULongLong();
    simulation::Options options;
    options.minutes = parser.value(minutes).toInt();
    options.engine.dropsDedupe = parser.value(drop) == QStringLiteral("dedupe");
    options.engine.dropsFence = parser.value(drop) == QStringLiteral("fence");
    options.engine.dropsLock = parser.value(drop) == QStringLiteral("lock");
    bool isGood = first > 0 && first <= last && options.minutes > 0;
    QElapsedTimer timer;
    timer.start();
    for (options.seed = first; first > 0 && options.seed <= last; ++options.seed) {
        const simulation::Report report = simulation::run(options);
        std::printf("seed %llu: %s, %zu scans, %lld entries, %zu cards, trace %.16s\n",
                    static_cast<unsigned long long>(options.seed), report.violations.empty() ? "good" : "VIOLATED",
                    report.scans, static_cast<long long>(report.entries), report.cards, report.traceHash.c_str());
        for (const std::string &violation : report.violations)
            std::printf("    %s\n", violation.c_str());
        std::fflush(stdout);
        isGood = isGood && report.violations.empty();
    }
    const double simulatedMs = static_cast<double>(last - first + 1) * (options.minutes + 5) * 60'000;
    std::printf("%.0f times real time\n", simulatedMs / static_cast<double>(std::max<qint64>(1, timer.elapsed())));
    return isGood ? 0 : 1;
}
