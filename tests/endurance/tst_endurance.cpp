// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/controlroom.h"
#include "app/control/localserver.h"
#include "app/rehearsal/tally.h"
#include "server/access/passwords.h"
#include "server/serve/workbench.h"
#include "shared/crypto/random.h"
#include "shared/model/json.h"
#include "tests/support/programs.h"
#include "tests/support/stallwatch.h"

#include <QDir>
#include <QSettings>
#include <QTest>

#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::support;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kDoors = 24;          // entrances, and as many doors of rooms
constexpr int kFewDoors = 6;        // in the short form: the plan waits for each kiosk that drops and returns
constexpr int kManyFaultsFrom = 30; // minutes: else the faults alone would fill the time
constexpr int kDayMinutes = 720;    // that are rehearsed, in whatever time
constexpr int kScansOfAPerson = 33; // about so many on such a day, in and out of rooms
constexpr int kScansPerSecond = 200;
constexpr int kOpenedLater = 8;     // descriptors of what is opened when it is first needed, whatever the load
constexpr double kMostStallMs = 50; // above an idle window's, at p99.9
constexpr auto kPassword = "seven lanterns by the north quay";

/// What the process holds, by /proc.
struct Held {
    double minutes = 0;
    std::int64_t rssKiB = 0;
    std::int64_t descriptors = 0;
};

Held heldNow(double minutes)
{
    QFile statm(u"/proc/self/statm"_s);
    const qint64 pages = statm.open(QIODevice::ReadOnly) ? statm.readAll().split(' ').value(1).toLongLong() : 0;
    return {minutes, pages * ::sysconf(_SC_PAGESIZE) / 1024,
            static_cast<std::int64_t>(QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System).size())};
}

/// KiB an hour over the second half, when every cache has its size: a straight line through what was held.
double growthPerHour(const std::vector<Held> &samples)
{
    const std::size_t from = samples.size() / 2;
    const auto count = static_cast<double>(samples.size() - from);
    double x = 0, y = 0, xx = 0, xy = 0;
    for (std::size_t index = from; index < samples.size(); ++index) {
        const double hours = samples[index].minutes / 60;
        const auto held = static_cast<double>(samples[index].rssKiB);
        x += hours;
        y += held;
        xx += hours * hours;
        xy += hours * held;
    }
    const double spread = count * xx - x * x;
    return spread > 0 ? (count * xy - x * y) / spread : 0;
}

template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", describe(result.error()).c_str());
    return std::move(*result);
}

QByteArray largeVenue(int doors)
{
    QByteArray commands =
        R"([{"command":"floor.add","fields":{"floor":{"$id":"g"},"name":"Ground","order":0,"widthMm":90000,"heightMm":60000}},
{"command":"zone.add","fields":{"zone":{"$id":"hall"},"floor":{"$id":"g"},"name":"Hall","capacity":60000}})";
    QByteArray entrances;
    QByteArray rooms;
    for (int index = 0; index < doors; ++index) {
        const QByteArray name = QByteArray::number(index + 1);
        commands += ",{\"command\":\"gate.add\",\"fields\":{\"gate\":{\"$id\":\"e" + name
            + "\"},\"floor\":{\"$id\":\"g\"},\"name\":\"Entrance " + name + "\",\"at\":[" + name
            + "000,1000],\"inner\":{\"$id\":\"hall\"}}}";
        entrances += (index > 0 ? ",{\"$id\":\"e" : "{\"$id\":\"e") + name + "\"}";
    }
    for (int index = 0; index < doors; ++index) {
        const QByteArray name = QByteArray::number(index + 1);
        commands += ",{\"command\":\"zone.add\",\"fields\":{\"zone\":{\"$id\":\"r" + name
            + "\"},\"floor\":{\"$id\":\"g\"},\"name\":\"Room " + name
            + "\",\"capacity\":6000}},{\"command\":\"gate.add\",\"fields\":{\"gate\":{\"$id\":\"d" + name
            + "\"},\"floor\":{\"$id\":\"g\"},\"name\":\"Door " + name + "\",\"at\":[" + name
            + "000,9000],\"outer\":{\"$id\":\"hall\"},\"inner\":{\"$id\":\"r" + name + "\"}}}";
        rooms += (index > 0 ? ",{\"$id\":\"d" : "{\"$id\":\"d") + name + "\"}";
    }
    return commands
        + ",{\"command\":\"check_in_list.add\",\"fields\":{\"list\":{\"$id\":\"l1\"},\"name\":\"Entrances\","
          "\"allowsReEntry\":true,\"gates\":["
        + entrances
        + "]}},{\"command\":\"check_in_list.add\",\"fields\":{\"list\":{\"$id\":\"l2\"},\"name\":\"Rooms\","
          "\"allowsReEntry\":true,\"gates\":["
        + rooms + "]}}]";
}

QByteArray people(int count)
{
    QByteArray csv = "Name,Ticket type,Order,Barcode\n";
    for (int index = 0; index < count; ++index) {
        const QByteArray number = QByteArray::number(index);
        csv += "Person " + number + ",Day,O" + number + ",END-" + QByteArray::number(1'000'000 + index) + "\n";
    }
    return csv;
}

} // namespace

/// The control room as it is used, server and window in one process, through hours of a rehearsal with faults: it holds
/// no more at the end than after its first minutes, and whoever sits at it waits no longer than at an idle one.
class TestEndurance : public QObject
{
    Q_OBJECT

public:
    static void initMain() { qputenv("QTEST_FUNCTION_TIMEOUT", "86400000"); } // as long as is asked for

private slots:
    void aRehearsalWithFaultsLeavesNothingBehind();

private:
    void makeDocument(int visitors, int doors);
    [[nodiscard]] QStringList rehearsalCall(int minutes, int doors) const;
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
    MemoryKeyStore m_store;
    std::unique_ptr<Server> m_server;
};

void TestEndurance::makeDocument(int visitors, int doors)
{
    const NewEvent event{"Endurance", "Europe/Berlin", "organiser", must(hashPassword(kPassword)), "Organiser"};
    std::string code;
    auto bench = must(Workbench::create(path(u"event.gatehouse"_s).toStdString(), event, m_store, &code));
    const std::vector<ImportSource> sources{{"venue.json", largeVenue(doors).toStdString(), {}},
                                            {"people.csv", people(visitors).toStdString(), {}}};
    const auto report = must(bench->import(must(bench->plan(sources)), sources));
    QCOMPARE(report.tickets, std::int64_t{visitors});
    QFile password(path(u"password"_s));
    QVERIFY(password.open(QIODevice::WriteOnly) && password.write(kPassword) > 0);
}

QStringList TestEndurance::rehearsalCall(int minutes, int doors) const
{
    return {u"--connect"_s,       QString::fromStdString(m_server->address()),
            u"--sign-in"_s,       u"organiser"_s,
            u"--password-file"_s, path(u"password"_s),
            u"--state"_s,         path(u"devices.json"_s),
            u"--minutes"_s,       QString::number(kDayMinutes),
            u"--speed"_s,         QString::number(kDayMinutes / minutes),
            u"--kiosks"_s,        QString::number(doors),
            u"--arrivals"_s,      u"doors"_s,
            u"--visits"_s,        u"2000"_s,
            u"--staff"_s,         u"4"_s,
            u"--faults"_s,        u"many"_s,
            u"--json"_s};
}

void TestEndurance::aRehearsalWithFaultsLeavesNothingBehind()
{
    initialiseCrypto();
    const int wanted = qEnvironmentVariableIntValue("GATEHOUSE_MINUTES");
    const int minutes = wanted > 0 ? wanted : 1;
    const bool isShort = wanted <= 0;
    const int doors = isShort ? kFewDoors : kDoors;
    makeDocument(minutes * 60 * kScansPerSecond / kScansOfAPerson / (isShort ? kDoors / kFewDoors : 1), doors);
    ControlArguments arguments;
    arguments.document = path(u"event.gatehouse"_s);
    arguments.port = 0;
    m_server = must(openLocalServer(arguments, m_store));
    QSettings settings(path(u"settings.ini"_s), QSettings::IniFormat);
    ControlRoom room(must(localReplica(*m_server, {}, path(u"desk"_s))), settings);
    room.start();
    QVERIFY(runUntil([&] { return room.replica().status().state == ReplicaState::Live; }, 30s));
    const auto epoch = room.replica().welcome().epoch;

    StallWatch watch;
    runFor(2s); // what opens late has opened
    watch.begin();
    runFor(isShort ? 5s : 30s);
    const Stalls idle = watch.end();
    const Held before = heldNow(0);

    QProcess rehearsal;
    QElapsedTimer took;
    took.start();
    rehearsal.start(programPath(u"gatehouse-rehearse"_s), rehearsalCall(minutes, doors));
    std::vector<Held> samples;
    int losses = 0; // of the window's own link to its server
    bool wasLive = true;
    watch.begin();
    const bool hasEnded = runUntil(
        [&] {
            const bool isLive = room.replica().status().state == ReplicaState::Live;
            losses += wasLive && !isLive ? 1 : 0;
            wasLive = isLive;
            const double passed = static_cast<double>(took.elapsed()) / 60'000;
            if (passed >= static_cast<double>(samples.size() + 1) / (isShort ? 6 : 1)) {
                samples.push_back(heldNow(passed));
                std::printf("{\"endurance\":\"minute\",\"minute\":%.1f,\"rssKiB\":%lld,\"descriptors\":%lld}\n", passed,
                            static_cast<long long>(samples.back().rssKiB),
                            static_cast<long long>(samples.back().descriptors));
                std::fflush(stdout);
            }
            return rehearsal.state() == QProcess::NotRunning;
        },
        std::chrono::minutes(minutes * 4 + 10));
    const Stalls loaded = watch.end();
    if (!hasEnded)
        rehearsal.kill();
    rehearsal.waitForFinished();
    const auto report = fromJson<RehearsalReport>(rehearsal.readAllStandardOutput().toStdString(), Strictness::Replica);
    QVERIFY2(report, rehearsal.readAllStandardError().constData());
    const bool isBack = runUntil([&] { return heldNow(0).descriptors <= before.descriptors + kOpenedLater; }, 30s);
    const Held after = heldNow(static_cast<double>(took.elapsed()) / 60'000);

    std::int64_t shown = 0;
    for (const VerdictCount &count : report->verdicts)
        shown += count.count;
    const double seconds = static_cast<double>(report->tookMs) / 1000;
    const double slope = growthPerHour(samples);
    const double stall = loaded.p999 - idle.p999;
    std::printf("{\"endurance\":\"end\",\"minutes\":%.1f,\"scans\":%lld,\"scansPerSecond\":%.0f,\"reconnects\":%lld,"
                "\"lostAnswers\":%lld,\"linkLosses\":%d,\"rssKiB\":{\"before\":%lld,\"after\":%lld,\"perHour\":%.0f},"
                "\"descriptors\":{\"before\":%lld,\"after\":%lld},\"stallMs\":{\"idleP99.9\":%.1f,\"loadedP99.9\":%.1f,"
                "\"idleLongest\":%.1f,\"loadedLongest\":%.1f},\"verdict\":\"%s\"}\n",
                seconds / 60, static_cast<long long>(shown), static_cast<double>(shown) / seconds,
                static_cast<long long>(report->reconnects), static_cast<long long>(report->lostAnswers), losses,
                static_cast<long long>(before.rssKiB), static_cast<long long>(after.rssKiB), slope,
                static_cast<long long>(before.descriptors), static_cast<long long>(after.descriptors), idle.p999,
                loaded.p999, idle.longest, loaded.longest, stall <= kMostStallMs ? "fluid" : "stalls");
    std::fflush(stdout);
    QVERIFY2(report->isComplete, report->problem.c_str());
    QCOMPARE(report->lostAnswers, std::int64_t{0});
    QVERIFY(report->reconnects > 0); // there were faults
    QVERIFY2(isBack, qPrintable(u"%1 descriptors, %2 before"_s.arg(after.descriptors).arg(before.descriptors)));
    QCOMPARE(losses, 0);
    QVERIFY(room.replica().welcome().epoch == epoch);
}

QTEST_MAIN(TestEndurance)
#include "tst_endurance.moc"
