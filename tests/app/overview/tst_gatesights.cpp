// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/overview/gatesights.h"

#include <QTest>

using namespace gatehouse;

namespace {

constexpr Instant kNoon{1'780'000'000'000};
constexpr std::int64_t kMinute = 60'000;

template <class T>
T idOf(std::uint8_t number)
{
    Id id;
    id.bytes.front() = 1;
    id.bytes.back() = number;
    return T(id);
}

/// A hall with a north and a south gate from the street, and a foyer with a gate of its own; a kiosk at each.
struct Site {
    Site()
    {
        gates = {gate(1, {}, hall), gate(2, {}, hall), gate(3, {}, foyer)};
        for (std::uint8_t number = 1; number <= 3; ++number) {
            Device device;
            device.id = idOf<DeviceId>(static_cast<std::uint8_t>(10 + number));
            device.gate = idOf<GateId>(number);
            devices.push_back(device);
            DevicePresence heard;
            heard.at = kNoon;
            presence[device.id] = heard;
            GateFlow flow;
            flow.entries = 110;
            flow.exits = 10;
            flow.at = kNoon;
            flows[gates[number - 1u].id] = flow;
        }
    }
    static Gate gate(std::uint8_t number, const ZoneId &outer, const ZoneId &inner)
    {
        Gate made;
        made.id = idOf<GateId>(number);
        made.outer = outer;
        made.inner = inner;
        made.state = GateState::Open;
        made.changedAt = kNoon - 60 * kMinute;
        return made;
    }
    GateSight sight(std::size_t gate)
    {
        GateSources sources{{}, {}, presence, {}, {}};
        for (const Gate &each : gates)
            sources.gates.push_back(&each);
        for (const Device &device : devices)
            sources.devices.push_back(&device);
        sources.flowOf = [this](const GateId &id) { return flows.contains(id) ? &flows[id] : nullptr; };
        sources.perMinute = [this](const GateId &id) { return perMinute[id]; };
        return gateSights(sources)[gates[gate].id];
    }
    Silence silence(std::size_t gate) { return silenceOf(sight(gate).evidence, kNoon); }

    ZoneId hall = idOf<ZoneId>(21);
    ZoneId foyer = idOf<ZoneId>(22);
    std::vector<Gate> gates;
    std::vector<Device> devices;
    std::unordered_map<Id, DevicePresence> presence;
    std::unordered_map<Id, GateFlow> flows;
    std::unordered_map<Id, int> perMinute;
};

} // namespace

class TestGateSights : public QObject
{
    Q_OBJECT

private slots:
    void aGateThatIsHeardIsNotSilent();
    void whoseDevicesAreGoneIsOffLine();
    void oneDeviceThatIsThereIsEnough();
    void aRevokedDeviceIsNobodys();
    void quietIsWhoHearsNothingBesideABusyOne();
};

void TestGateSights::aGateThatIsHeardIsNotSilent()
{
    Site site;
    QCOMPARE(site.silence(0), Silence::None);
    QCOMPARE(site.sight(0).perHour, 120);
    QCOMPARE(site.sight(0).evidence.devices, 1);
    site.flows.clear();
    QCOMPARE(site.sight(0).perHour, 0);
    QVERIFY(site.sight(0).evidence.passageAt == kNoon - 60 * kMinute); // since it was opened
}

void TestGateSights::whoseDevicesAreGoneIsOffLine()
{
    Site site;
    DevicePresence &kiosk = site.presence[site.devices[0].id];
    kiosk.isConnected = false;
    kiosk.at = kNoon - 9 * kMinute;
    site.flows[site.gates[0].id].at = kNoon - 10 * kMinute;
    QCOMPARE(site.silence(0), Silence::OffLine);
    QCOMPARE(silentFor(site.sight(0).evidence, kNoon), 9 * kMinute);
    QCOMPARE(site.silence(1), Silence::None);
    site.presence.clear(); // never heard of
    QCOMPARE(silentFor(site.sight(0).evidence, kNoon), 10 * kMinute);
    site.gates[0].state = GateState::Closed;
    QCOMPARE(site.silence(0), Silence::None);
}

void TestGateSights::oneDeviceThatIsThereIsEnough()
{
    Site site;
    site.presence[site.devices[0].id].isConnected = false;
    site.devices[1].gate = site.gates[0].id;
    QCOMPARE(site.sight(0).evidence.devices, 2);
    QCOMPARE(site.sight(0).evidence.connected, 1);
    QCOMPARE(site.silence(0), Silence::None);
    QCOMPARE(site.sight(1).evidence.devices, 0);
}

void TestGateSights::aRevokedDeviceIsNobodys()
{
    Site site;
    site.devices[0].isRevoked = true;
    site.presence.clear();
    QCOMPARE(site.sight(0).evidence.devices, 0);
    QCOMPARE(site.silence(0), Silence::None); // nobody scans there any more: nothing can fall silent
}

void TestGateSights::quietIsWhoHearsNothingBesideABusyOne()
{
    Site site;
    site.flows[site.gates[0].id].at = kNoon - 6 * kMinute;
    site.perMinute[site.gates[2].id] = 40; // at another zone
    QCOMPARE(site.silence(0), Silence::None);
    site.perMinute[site.gates[1].id] = 12; // at the same one
    QCOMPARE(site.silence(0), Silence::Quiet);
    QCOMPARE(site.sight(1).evidence.othersPerMinute, 0); // the busy one has no busy neighbour itself
    site.perMinute[site.gates[0].id] = 20;
    QCOMPARE(site.sight(1).evidence.othersPerMinute, 20);
    QCOMPARE(site.sight(0).evidence.othersPerMinute, 12);
}

QTEST_APPLESS_MAIN(TestGateSights)
#include "tst_gatesights.moc"
