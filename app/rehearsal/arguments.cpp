// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/arguments.h"

#include <QCommandLineParser>
#include <QFile>
#include <QStandardPaths>

namespace gatehouse {

namespace {

constexpr int kMostKiosks = 500;
constexpr int kMostWatchers = 50'000;
constexpr int kMostSpeed = 1'000;
constexpr int kMostMinutes = 24 * 60;
constexpr int kMostDays = 14;
constexpr int kMostVisits = 2'000;
constexpr int kMostStaff = 1'000;

QCommandLineOption option(const char *name, const char *description, const char *value = nullptr,
                          const char *standard = nullptr)
{
    return {QString::fromLatin1(name), QString::fromUtf8(description), QString::fromLatin1(value),
            QString::fromLatin1(standard)};
}

/// The program speaks English only, as the other tools do: what it prints is read by scripts too.
void declare(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "Rehearses an event: a crowd arrives at kiosks that drop and return, some twice, some with forged tickets,\n"
        "all through the real protocol. The same seed on the same event gives the same rehearsal."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        option("connect", "The event, as gatehouse-server prints it: http://HOST:PORT/e/SLUG/", "URL"),
        option("seed", "Which rehearsal (default 1).", "N", "1"),
        option("speed", "How many times faster than life, 1 to 1000 (default 1). Verdicts keep their own time.", "X",
               "1"),
        option("sign-in", "An account that may manage tickets and devices and operate gates.", "LOGIN"),
        option("password-file", "Its password, on the first line of a file.", "FILE"),
        option("kiosks", "How many kiosks (default 6), spread over the gates.", "K", "6"),
        option("watchers", "How many desks only look on (default none).", "M", "0"),
        option("minutes", "How long the doors are open (default 90).", "D", "90"),
        option("arrivals",
               "How people come: wave (default), doors, peaks, even, or a file with one whole number a line, how many\n"
               "come in each of so many equal parts of the doors' time.",
               "CURVE", "wave"),
        option("days", "The same people again, so many days (default 1).", "N", "1"),
        option("goes-home", "The house empties within an hour after the last arrival."),
        option(
            "visits",
            "Visits of rooms by a hundred people, at the doors within the house that have a check-in list (default 0).",
            "N", "0"),
        option("staff",
               "Things that staff does in an hour: closes and opens gates, undoes, forces, reconciles (default 0).",
               "N", "0"),
        option("faults", "What goes wrong: none, some (default) or many.", "HOW", "some"),
        option("state", "Where the keys of added devices are kept (default in the user's cache).", "FILE"),
        option("leave-gates", "Do not open gates that are closed."),
        option("keep-going", "Wait for a server that is away, however long."),
        option("json", "Print the report as JSON."),
    });
}

Result<int> wholeNumber(const QCommandLineParser &parser, const char *name, int least, int most)
{
    bool isNumber = false;
    const int value = parser.value(QString::fromLatin1(name)).toInt(&isNumber);
    if (!isNumber || value < least || value > most)
        return fail(Fault::Invalid,
                    std::string("--") + name + " takes a whole number from " + std::to_string(least) + " to "
                        + std::to_string(most));
    return value;
}

Result<QUrl> eventAddress(const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !isHttp || url.host().isEmpty() || !url.path().startsWith(QLatin1String("/e/")))
        return fail(Fault::Invalid, "--connect takes an address like http://127.0.0.1:7443/e/my-event/");
    if (!url.path().endsWith(QLatin1Char('/')))
        url.setPath(url.path() + QLatin1Char('/'));
    return url;
}

QUrl syncAddress(const QUrl &event)
{
    QUrl sync = event.resolved(QUrl(QStringLiteral("sync")));
    sync.setScheme(event.scheme() == QLatin1String("https") ? QStringLiteral("wss") : QStringLiteral("ws"));
    return sync;
}

Result<std::vector<std::uint32_t>> arrivals(const QString &text)
{
    if (auto named = arrivalsNamed(text.toStdString()))
        return std::move(*named);
    QFile file(text);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::NotFound,
                    "--arrivals takes wave, doors, peaks, even or a file; there is no file " + text.toStdString());
    std::vector<std::uint32_t> parts;
    std::uint64_t all = 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine(64).trimmed();
        bool isNumber = false;
        const std::uint32_t count = line.toUInt(&isNumber);
        if (!isNumber || count > 1'000'000 || parts.size() == kMaxArrivalParts)
            return fail(Fault::Invalid,
                        text.toStdString() + ", line " + std::to_string(parts.size() + 1)
                            + ": not a whole number up to 1,000,000, or more than " + std::to_string(kMaxArrivalParts)
                            + " lines");
        parts.push_back(count);
        all += count;
    }
    if (all == 0)
        return fail(Fault::Invalid, text.toStdString() + ": nobody comes");
    return parts;
}

Result<> readFaults(const QString &how, PlanOptions &plan)
{
    if (how == QLatin1String("none")) {
        plan.doublePerMille = plan.forgedPerMille = plan.unknownPerMille = plan.dropsPerKiosk = 0;
        plan.restarts = false;
    } else if (how == QLatin1String("many")) {
        plan.doublePerMille *= 4;
        plan.forgedPerMille *= 4;
        plan.unknownPerMille *= 4;
        plan.dropsPerKiosk *= 4;
    } else if (how != QLatin1String("some")) {
        return fail(Fault::Invalid, "--faults takes none, some or many");
    }
    return {};
}

/// Each whole number goes where it belongs, or the first that is none is told.
Result<> readNumbers(const QCommandLineParser &parser, RehearsalOptions &options)
{
    const auto kiosks = wholeNumber(parser, "kiosks", 1, kMostKiosks);
    const auto watchers = wholeNumber(parser, "watchers", 0, kMostWatchers);
    const auto minutes = wholeNumber(parser, "minutes", 1, kMostMinutes);
    const auto speed = wholeNumber(parser, "speed", 1, kMostSpeed);
    const auto days = wholeNumber(parser, "days", 1, kMostDays);
    const auto visits = wholeNumber(parser, "visits", 0, kMostVisits);
    const auto staff = wholeNumber(parser, "staff", 0, kMostStaff);
    for (const auto *number : {&kiosks, &watchers, &minutes, &speed, &days, &visits, &staff}) {
        if (!*number)
            return fail(number->error());
    }
    bool isNumber = false;
    options.plan.seed = parser.value(QStringLiteral("seed")).toULongLong(&isNumber);
    if (!isNumber)
        return fail(Fault::Invalid, "--seed takes a whole number");
    options.plan.kiosks = static_cast<std::uint32_t>(*kiosks);
    options.plan.durationMs = std::int64_t{*minutes} * 60'000;
    options.plan.days = static_cast<std::uint32_t>(*days);
    options.plan.visits = static_cast<std::uint32_t>(*visits);
    options.plan.staffing = static_cast<std::uint32_t>(*staff);
    options.plan.goesHome = parser.isSet(QStringLiteral("goes-home")) || *days > 1;
    auto curve = arrivals(parser.value(QStringLiteral("arrivals")));
    if (!curve)
        return fail(std::move(curve.error()));
    options.plan.arrivals = std::move(*curve);
    if (auto faults = readFaults(parser.value(QStringLiteral("faults")), options.plan); !faults)
        return faults;
    options.watchers = *watchers;
    options.speed = *speed;
    return {};
}

} // namespace

QString rehearsalHelp()
{
    QCommandLineParser parser;
    declare(parser);
    return parser.helpText();
}

Result<RehearsalArguments> readArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    declare(parser);
    RehearsalArguments read;
    if (!parser.parse(arguments))
        return fail(Fault::Invalid, parser.errorText().toStdString());
    if (parser.isSet(QStringLiteral("help"))) {
        read.wish = RehearsalArguments::Wish::ShowHelp;
        return read;
    }
    if (parser.isSet(QStringLiteral("version"))) {
        read.wish = RehearsalArguments::Wish::ShowVersion;
        return read;
    }
    for (const char *needed : {"connect", "sign-in", "password-file"}) {
        if (!parser.isSet(QString::fromLatin1(needed)))
            return fail(Fault::Invalid, std::string("--") + needed + " is missing");
    }
    const auto event = eventAddress(parser.value(QStringLiteral("connect")));
    if (!event)
        return fail(event.error());
    if (auto numbers = readNumbers(parser, read.options); !numbers)
        return fail(std::move(numbers.error()));
    read.event = *event;
    read.login = parser.value(QStringLiteral("sign-in"));
    read.passwordFile = parser.value(QStringLiteral("password-file"));
    read.printsJson = parser.isSet(QStringLiteral("json"));
    read.options.sync = syncAddress(*event);
    read.options.opensGates = !parser.isSet(QStringLiteral("leave-gates"));
    read.options.keepsGoing = parser.isSet(QStringLiteral("keep-going"));
    read.options.stateFile = parser.isSet(QStringLiteral("state"))
        ? parser.value(QStringLiteral("state"))
        : QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
            + QStringLiteral("/gatehouse/rehearsal-devices.json");
    return read;
}

} // namespace gatehouse
