// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/access/devicelamp.h"

#include "app/ui/figures.h"

#include <QCoreApplication>

namespace gatehouse {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(gatehouse::DeviceLamp)
};

QString ageOf(Instant at, Instant now)
{
    return ageWords(std::chrono::seconds(std::max<std::int64_t>(0, now - at) / 1000));
}

} // namespace

DeviceLamp lampOf(const Device &device, const DevicePresence *presence, Instant now)
{
    if (device.isRevoked)
        return {State::NoData, Words::tr("revoked")};
    if (!presence)
        return {State::NoData, Words::tr("not seen yet", "since the server started")};
    if (!presence->isConnected)
        return {State::Soon, Words::tr("off line for %1", "age").arg(ageOf(presence->at, now))};
    if (now - presence->at > kDeviceSilentMs)
        return {State::Soon, Words::tr("silent for %1", "age").arg(ageOf(presence->at, now))};
    if (presence->selfTest == SelfTestState::Broken)
        return {State::Now, Words::tr("does not work")};
    if (presence->roundTripMs > kDeviceSlowMs)
        return {State::Soon, Words::tr("slow: %1 ms").arg(presence->roundTripMs)};
    if (presence->batteryPercent >= 0 && presence->batteryPercent < kDeviceLowBattery)
        return {State::Soon, Words::tr("battery %1 %").arg(presence->batteryPercent)};
    if (presence->selfTest == SelfTestState::Attention || !presence->note.empty())
        return {State::Soon, Words::tr("look at it")};
    if (presence->roundTripMs <= 0)
        return {State::Fine, Words::tr("connected")};
    return {State::Fine, Words::tr("answers in %1 ms").arg(presence->roundTripMs)};
}

} // namespace gatehouse
