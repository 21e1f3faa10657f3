// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/camera.h"
#include "app/kiosk/kiosklane.h"
#include "app/kiosk/kioskview.h"
#include "app/machine/machinewatch.h"

#include <QCoreApplication>

namespace gatehouse {

/// What a kiosk knows of itself: plain values.
struct KioskHealth {
    ReplicaStatus server;
    KioskLane::Readiness readiness = KioskLane::Readiness::Starting;
    std::optional<std::int64_t> listAgeMs; ///< none: there never was a list
    std::size_t tickets = 0;
    ClockReading clock;
    std::optional<std::int64_t> lastReadMs; ///< since the last code was read; none: never
    bool isCameraWanted = false;
    CameraCondition camera = CameraCondition::Starting;
    QString cameraName;
    bool hasSound = false;
    Failure keeping{Fault::None, {}, {}};
    MachineState machine;
};

/// What staff see of it, and what the control room is told. Words in the kiosk's language for the one; the other reads
/// notes in English, as all notes of devices.
class SelfTest
{
    Q_DECLARE_TR_FUNCTIONS(gatehouse::SelfTest)

public:
    [[nodiscard]] static std::vector<SelfTestRow> rows(const KioskHealth &health);
    /// Presence's note: "scanner unplugged; camera missing". Empty: nothing is wrong that the server cannot see.
    [[nodiscard]] static std::string note(const KioskHealth &health);
    /// The worst of its rows, but for server and sound: the one speaks for itself, the other is looked for seldom.
    [[nodiscard]] static SelfTestState state(const KioskHealth &health);

private:
    [[nodiscard]] static SelfTestRow server(const KioskHealth &health);
    [[nodiscard]] static SelfTestRow list(const KioskHealth &health);
    [[nodiscard]] static SelfTestRow clock(const KioskHealth &health);
    [[nodiscard]] static SelfTestRow scanner(const KioskHealth &health);
    [[nodiscard]] static SelfTestRow camera(const KioskHealth &health);
    [[nodiscard]] static SelfTestRow sound(const KioskHealth &health);
    [[nodiscard]] static SelfTestRow disk(const KioskHealth &health);
    [[nodiscard]] static SelfTestRow battery(const KioskHealth &health);
};

} // namespace gatehouse
