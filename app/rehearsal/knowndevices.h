// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/access/accounts.h"
#include "shared/programme/event.h"

#include <QString>

namespace gatehouse {

/// A device that a rehearsal added, with the key that the server tells only once.
struct KnownDevice {
    EventId event;
    DeviceId device;
    std::string name;
    std::string key;
    static constexpr Field fields[] = {field<&KnownDevice::event>("event"), field<&KnownDevice::device>("device"),
                                       field<&KnownDevice::name>("name"),
                                       field<&KnownDevice::key>("key", Flag::None, 128)};
};

/// The devices of earlier rehearsals, in a file that only its owner may read: so that a second rehearsal does not fill
/// the list of devices again.
class KnownDevices
{
public:
    /// No file: none known. Fault::Corrupt: another kind of file; Fault::Unavailable: it cannot be read.
    [[nodiscard]] static Result<KnownDevices> load(const QString &path);

    [[nodiscard]] const KnownDevice *find(const EventId &event, std::string_view name) const;
    /// In place of one with the same event and name.
    void remember(KnownDevice device);
    [[nodiscard]] Result<> save() const;

private:
    struct Kept {
        std::vector<KnownDevice> devices;
        static constexpr Field fields[] = {field<&Kept::devices>("devices", Flag::Optional, 10'000)};
    };

    QString m_path;
    Kept m_kept;
};

} // namespace gatehouse
