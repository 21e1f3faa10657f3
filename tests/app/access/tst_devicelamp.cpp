// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/devicelamp.h"

#include <QTest>

using namespace gatehouse;

namespace {
constexpr Instant kNow{1'795'423'287'000};

DevicePresence heard(std::int32_t roundTripMs, std::int64_t agoMs = 2000)
{
    DevicePresence presence;
    presence.roundTripMs = roundTripMs;
    presence.at = kNow - agoMs;
    presence.selfTest = SelfTestState::Fine;
    return presence;
}
} // namespace

class TestDeviceLamp : public QObject
{
    Q_OBJECT

private slots:
    void itTellsWhatWasHeard_data()
    {
        using Change = std::function<void(Device &, std::optional<DevicePresence> &)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const Change &change, State state, const char *words) {
            QTest::newRow(name) << change << int(state) << QString::fromUtf8(words);
        };
        row(
            "all is well", [](auto &, auto &) {}, State::Fine, "answers in 23 ms");
        row(
            "nothing measured yet", [](auto &, auto &heard) { heard->roundTripMs = 0; }, State::Fine, "connected");
        row(
            "never seen", [](auto &, auto &heard) { heard.reset(); }, State::NoData, "not seen yet");
        row(
            "off line",
            [](auto &, auto &heard) {
                heard->isConnected = false;
                heard->at = kNow - 240'000;
            },
            State::Soon, "off line for 4 min");
        row(
            "just in time", [](auto &, auto &heard) { heard->at = kNow - kDeviceSilentMs; }, State::Fine,
            "answers in 23 ms");
        row(
            "silent", [](auto &, auto &heard) { heard->at = kNow - 40'000; }, State::Soon, "silent for 40 s");
        row(
            "as slow as may be", [](auto &, auto &heard) { heard->roundTripMs = kDeviceSlowMs; }, State::Fine,
            "answers in 400 ms");
        row(
            "slow", [](auto &, auto &heard) { heard->roundTripMs = 620; }, State::Soon, "slow: 620 ms");
        row(
            "broken", [](auto &, auto &heard) { heard->selfTest = SelfTestState::Broken; }, State::Now,
            "does not work");
        row(
            "its disk is nearly full", [](auto &, auto &heard) { heard->selfTest = SelfTestState::Attention; },
            State::Soon, "look at it");
        row(
            "a note", [](auto &, auto &heard) { heard->note = "scanner unplugged"; }, State::Soon, "look at it");
        row(
            "battery", [](auto &, auto &heard) { heard->batteryPercent = 19; }, State::Soon, "battery 19 %");
        row(
            "revoked", [](auto &device, auto &) { device.isRevoked = true; }, State::NoData, "revoked");
    }

    void itTellsWhatWasHeard()
    {
        using Change = std::function<void(Device &, std::optional<DevicePresence> &)>;
        QFETCH(Change, change);
        QFETCH(int, state);
        QFETCH(QString, words);
        Device device;
        std::optional<DevicePresence> presence = heard(23);
        change(device, presence);
        const DeviceLamp lamp = lampOf(device, presence ? &*presence : nullptr, kNow);
        QCOMPARE(lamp.words, words);
        QCOMPARE(int(lamp.state), state);
    }
};

QTEST_MAIN(TestDeviceLamp)
#include "tst_devicelamp.moc"
