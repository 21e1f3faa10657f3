// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/handlers.h"
#include "shared/admission/admission.h"
#include "shared/crypto/digest.h"
#include "shared/crypto/secret.h"

namespace gatehouse {

namespace {

constexpr std::size_t kKeyBytes = 32;

Result<> whyNotDevice(const Device &device, Transaction &transaction)
{
    if (!device.gate.isNull() && !transaction.exists<Gate>(device.gate))
        return fail(Fault::NotFound, "gate");
    if (!device.list.isNull() && !transaction.exists<CheckInList>(device.list))
        return fail(Fault::NotFound, "list");
    if (device.lane.isNull())
        return {};
    const auto lane = transaction.find<GateLane>(device.lane);
    if (!lane)
        return fail(Fault::NotFound, "lane");
    if (lane->gate != device.gate)
        return fail(Fault::Invalid, "the lane " + lane->name + " leads through another gate");
    return {};
}

} // namespace

Result<AddDevice::Answer> handle(const AddDevice &command, Transaction &transaction)
{
    if (transaction.exists<Device>(command.device))
        return fail(Fault::Conflict, "the device exists");
    Device device;
    device.id = command.device;
    device.name = command.name;
    device.kind = command.kind;
    device.gate = command.gate;
    device.list = command.list;
    device.lane = command.lane;
    device.direction = command.direction;
    device.isStaffed = command.isStaffed;
    device.addedAt = transaction.now();
    if (auto result = whyNotDevice(device, transaction); !result)
        return fail(std::move(result.error()));
    std::string key(kKeyBytes, '\0');
    transaction.random().fill(key.data(), key.size());
    DeviceSecret secret;
    secret.id = device.id;
    secret.keyHash = Bytes(sha256(key).view());
    transaction.put(device);
    transaction.put(secret);
    AddDevice::Answer answer;
    answer.key = "gkd1." + device.id.toString() + "." + toBase64Url(key);
    wipe(key);
    return answer;
}

Result<> handle(const EditDevice &command, Transaction &transaction)
{
    const auto device = transaction.find<Device>(command.device);
    if (!device)
        return fail(Fault::NotFound, "device");
    if (device->isRevoked)
        return fail(Fault::Conflict, "the device was revoked");
    const auto changed = edited(*device, command.edits);
    if (!changed)
        return fail(changed.error());
    if (auto result = whyNotDevice(*changed, transaction); !result)
        return result;
    transaction.put(*changed);
    return {};
}

Result<> handle(const RevokeDevice &command, Transaction &transaction)
{
    auto device = transaction.find<Device>(command.device);
    if (!device)
        return fail(Fault::NotFound, "device");
    if (device->isRevoked)
        return fail(Fault::Conflict, "revoked already");
    device->isRevoked = true; // its key stays known, so that its late scans are told from a stranger's
    device->revokedAt = transaction.now();
    device->revokedWhy = command.reason;
    transaction.put(*device);
    return {};
}

Result<> handle(const CallDevice &command, Transaction &transaction)
{
    const auto device = transaction.find<Device>(command.device);
    if (!device)
        return fail(Fault::NotFound, "device");
    if (device->isRevoked)
        return fail(Fault::Conflict, "the device was revoked");
    DeviceCall call;
    call.id = IdOf<DeviceCall>(command.device);
    call.calledAt = transaction.now();
    transaction.put(call);
    return {};
}

} // namespace gatehouse
