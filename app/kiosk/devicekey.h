// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/accounts.h"
#include "shared/crypto/secret.h"

#include <QString>

#include <string>
#include <string_view>

namespace gatehouse {

/// What pairing gave this device: the key that it signs in with, and what follows from it.
struct DeviceKey {
    DeviceId device;
    std::string token;  ///< "gkd1." device "." key
    SecretKey filesKey; ///< seals what lies on this device's disk
};

/// Fault::Invalid: not a device key.
[[nodiscard]] Result<DeviceKey> deviceKeyFrom(std::string_view text);

/// The file that holds the key: as given, or GATEHOUSE_DEVICE_KEY_FILE, or the systemd credential
/// "gatehouse-device-key". Never the command line, which every process may read. Empty: none of them.
[[nodiscard]] QString deviceKeyFile(const QString &given);

/// The first line of the file. Fault::NotFound: it cannot be read. Fault::Forbidden: others may read it too.
[[nodiscard]] Result<DeviceKey> readDeviceKey(const QString &file);

} // namespace gatehouse
