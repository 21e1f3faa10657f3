// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/machine/keepawake.h"
#include "app/machine/machinerules.h"
#include "app/ui/theme.h"
#include "shared/replica/replica.h"

namespace gatehouse {

/// Watches the machine that runs this window: keeps it awake while a gate is open, and says when battery, disk or
/// memory runs low. Window's thread.
class MachinePresenter final : public QObject
{
    Q_OBJECT

public:
    MachinePresenter(Replica &replica, const MachinePlaces &places, QDBusConnection bus, QObject *parent = nullptr);

    /// For the top bar: "battery 18 %", "kept awake", "may fall asleep".
    [[nodiscard]] std::pair<State, QString> standing() const;
    /// The same of these values; for tests, too.
    [[nodiscard]] static std::pair<State, QString>
    standingOf(const MachineState &machine, const MachineTroubles &troubles, KeepAwake::Standing awake);
    /// A sentence for a trouble that has just come up.
    [[nodiscard]] static QString sentenceFor(MachineTrouble trouble, const MachineState &machine);

signals:
    void changed();
    /// Something got worse; said once.
    void troubled(gatehouse::State state, const QString &sentence);

private:
    void lookAtGates();
    void lookAtMachine();

    Replica &m_replica;
    MachineWatch m_watch;
    MachineTroubles m_troubles;
    KeepAwake m_awake;
    bool m_hasToldSleep = false;
};

} // namespace gatehouse
