// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/selftest.h"

#include "app/ui/figures.h"

#include <QLocale>

namespace gatehouse {

namespace {

constexpr std::int64_t kOldListMs = 15 * 60'000;       // RELIABILITY.md 3.6: amber …
constexpr std::int64_t kVeryOldListMs = 4 * 3'600'000; // … and no longer to be relied on
constexpr std::int64_t kFarOffMs = 60'000;             // as kClockDoubtMs: somebody should set the clock
constexpr std::int64_t kTooSmallMs = 50;               // nothing to tell with one decimal
constexpr qint64 kLittleSpace = 100'000'000;           // bytes; a scan takes less than one thousand
constexpr int kLowBattery = 20;                        // percent

QString age(std::int64_t ms)
{
    return ageWords(std::chrono::seconds(ms / 1000));
}

/// Differences of clocks: "1.8 s".
QString seconds(std::int64_t ms)
{
    return SelfTest::tr("%1 s", "seconds").arg(QLocale().toString(static_cast<double>(ms) / 1000, 'f', 1));
}

} // namespace

SelfTestRow SelfTest::server(const KioskHealth &health)
{
    SelfTestRow row{tr("Server"), State::Fine, {}};
    const ReplicaStatus &server = health.server;
    switch (server.state) {
    case ReplicaState::Live:
        row.value = tr("connected, answers in %1 ms").arg(server.clock.roundTripMs());
        break;
    case ReplicaState::CatchingUp:
        row.value = tr("connected, the list is on its way");
        break;
    case ReplicaState::Connecting:
    case ReplicaState::Offline:
        row.state = State::Now;
        row.value = tr("no connection");
        break;
    case ReplicaState::Refused:
        row.state = State::Now;
        row.value = server.refusal.fault == Fault::Revoked ? tr("this device was revoked")
            : server.refusal.fault == Fault::NotSignedIn   ? tr("does not know this device’s key")
                                                           : tr("turns this device away");
        break;
    }
    if (health.readiness == KioskLane::Readiness::Revoked) {
        row.state = State::Now;
        row.value = tr("this device was revoked");
    }
    return row;
}

SelfTestRow SelfTest::list(const KioskHealth &health)
{
    SelfTestRow row{tr("List"), State::Fine, {}};
    if (!health.listAgeMs || health.readiness == KioskLane::Readiness::NoList)
        return {row.name, State::Now, tr("there is none yet")};
    if (health.readiness == KioskLane::Readiness::Unassigned)
        return {row.name, State::Now, tr("the control room has not given this kiosk a list")};
    const int tickets = static_cast<int>(health.tickets);
    if (*health.listAgeMs < 1000)
        row.value = tr("%Ln ticket(s), up to date", nullptr, tickets);
    else
        row.value = tr("%Ln ticket(s), %1 old", nullptr, tickets).arg(age(*health.listAgeMs));
    if (*health.listAgeMs >= kVeryOldListMs)
        row.state = State::Now;
    else if (*health.listAgeMs >= kOldListMs)
        row.state = State::Soon;
    return row;
}

SelfTestRow SelfTest::clock(const KioskHealth &health)
{
    const QString name = tr("Clock");
    const ClockReading &clock = health.clock;
    if (clock.isSuspect)
        return {name, State::Soon, tr("not yet compared with the server’s; opening hours are not checked off line")};
    const State state = std::abs(clock.offsetMs) > kFarOffMs ? State::Soon : State::Fine;
    const QString off = seconds(std::abs(clock.offsetMs));
    const QString error = seconds(clock.errorMs);
    if (std::abs(clock.offsetMs) < kTooSmallMs)
        return {name, state, tr("as the server’s, ± %1").arg(error)};
    return {name, state,
            clock.offsetMs > 0 ? tr("%1 behind the server’s, ± %2").arg(off, error)
                               : tr("%1 ahead of the server’s, ± %2").arg(off, error)};
}

SelfTestRow SelfTest::scanner(const KioskHealth &health)
{
    const QString name = tr("Scanner");
    if (health.machine.isKeyboardGone)
        return {name, State::Now, tr("unplugged")};
    if (!health.lastReadMs)
        return {name, State::NoData, tr("nothing read yet")};
    return {name, State::Fine, tr("last code %1 ago").arg(age(*health.lastReadMs))};
}

SelfTestRow SelfTest::camera(const KioskHealth &health)
{
    const QString name = tr("Camera");
    if (!health.isCameraWanted)
        return {name, State::NoData, tr("not used")};
    switch (health.camera) {
    case CameraCondition::Starting:
        return {name, State::Soon, tr("%1: starting").arg(health.cameraName)};
    case CameraCondition::Watching:
        return {name, State::Fine, health.cameraName};
    case CameraCondition::Missing:
        if (health.cameraName.isEmpty()) // nobody asked for a certain one
            return {name, State::NoData, tr("none found")};
        return {name, State::Now, tr("%1: not found").arg(health.cameraName)};
    case CameraCondition::Failed:
        return {name, State::Now, tr("%1: gives no picture").arg(health.cameraName)};
    }
    return {};
}

SelfTestRow SelfTest::sound(const KioskHealth &health)
{
    if (health.hasSound)
        return {tr("Sound"), State::Fine, tr("ready")};
    return {tr("Sound"), State::Soon, tr("no loudspeaker found")};
}

SelfTestRow SelfTest::disk(const KioskHealth &health)
{
    const QString name = tr("Storage");
    if (health.keeping.fault != Fault::None || health.readiness == KioskLane::Readiness::Broken)
        return {name, State::Now, tr("takes no scans: nobody can be let in")};
    if (health.server.storing.fault != Fault::None)
        return {name, State::Now, tr("keeps no list: this kiosk works only as long as it is on")};
    if (health.machine.freeBytes < 0)
        return {name, State::NoData, tr("not known")};
    const State state = health.machine.freeBytes < kLittleSpace ? State::Soon : State::Fine;
    const QString free = QLocale().formattedDataSize(health.machine.freeBytes, 1, QLocale::DataSizeSIFormat);
    return {name, state, tr("%1 free", "space on disk").arg(free)};
}

SelfTestRow SelfTest::battery(const KioskHealth &health)
{
    const int percent = health.machine.batteryPercent;
    return {tr("Battery"), percent < kLowBattery ? State::Soon : State::Fine, tr("%1 %").arg(percent)};
}

std::vector<SelfTestRow> SelfTest::rows(const KioskHealth &health)
{
    std::vector<SelfTestRow> rows{server(health), list(health),  clock(health), scanner(health),
                                  camera(health), sound(health), disk(health)};
    if (health.machine.batteryPercent >= 0)
        rows.push_back(battery(health));
    rows.push_back({tr("Version"), State::Info, QStringLiteral("Gatehouse " GATEHOUSE_VERSION)});
    return rows;
}

std::string SelfTest::note(const KioskHealth &health)
{
    std::string note;
    const auto add = [&note](bool isSo, const char *words) {
        if (isSo)
            note += (note.empty() ? "" : "; ") + std::string(words);
    };
    add(health.keeping.fault != Fault::None, "storage takes no scans");
    add(health.server.storing.fault != Fault::None, "storage keeps no list");
    add(health.machine.isKeyboardGone, "scanner unplugged");
    add(health.isCameraWanted && health.camera == CameraCondition::Missing && !health.cameraName.isEmpty(),
        "camera missing");
    add(health.isCameraWanted && health.camera == CameraCondition::Failed, "camera gives no picture");
    return note;
}

SelfTestState SelfTest::state(const KioskHealth &health)
{
    std::vector<SelfTestRow> looked{list(health), clock(health), scanner(health), camera(health), disk(health)};
    if (health.machine.batteryPercent >= 0)
        looked.push_back(battery(health));
    SelfTestState worst = SelfTestState::Fine;
    for (const SelfTestRow &row : looked) {
        if (row.state == State::Now)
            return SelfTestState::Broken;
        if (row.state == State::Soon)
            worst = SelfTestState::Attention;
    }
    return worst;
}

} // namespace gatehouse
