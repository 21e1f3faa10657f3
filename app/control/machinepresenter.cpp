// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control/machinepresenter.h"

#include "shared/house/house.h"

#include <QLocale>

namespace gatehouse {

namespace {

State stateOf(TroubleLevel level)
{
    switch (level) {
    case TroubleLevel::None:
        return State::Fine;
    case TroubleLevel::Soon:
        return State::Soon;
    case TroubleLevel::Now:
        return State::Now;
    }
    return State::NoData;
}

QString sizeWords(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString shortWords(MachineTrouble trouble, const MachineState &machine)
{
    switch (trouble) {
    case MachineTrouble::Battery:
        return MachinePresenter::tr("battery %1 %").arg(machine.batteryPercent);
    case MachineTrouble::Disk:
        return MachinePresenter::tr("%1 free", "of the disk").arg(sizeWords(machine.freeBytes));
    case MachineTrouble::BackupDisk:
        return MachinePresenter::tr("backups: %1 free", "of the disk").arg(sizeWords(machine.backupFreeBytes));
    case MachineTrouble::Memory:
        return MachinePresenter::tr("little memory");
    }
    return {};
}

} // namespace

MachinePresenter::MachinePresenter(Replica &replica, const MachinePlaces &places, QDBusConnection bus, QObject *parent)
    : QObject(parent), m_replica(replica), m_watch(places), m_awake(std::move(bus))
{
    connect(&replica.collection<Gate>(), &CollectionBase::changed, this, &MachinePresenter::lookAtGates);
    connect(&replica.collection<Gate>(), &CollectionBase::reset, this, &MachinePresenter::lookAtGates);
    connect(&m_watch, &MachineWatch::changed, this, &MachinePresenter::lookAtMachine);
    connect(&m_awake, &KeepAwake::changed, this, [this] {
        if (m_awake.standing() == KeepAwake::Standing::Refused && !std::exchange(m_hasToldSleep, true))
            emit troubled(State::Info,
                          tr("This machine cannot be kept awake while doors are open (%1): see to its "
                             "energy settings.")
                              .arg(m_awake.refusal()));
        emit changed();
    });
    lookAtGates();
}

void MachinePresenter::lookAtGates()
{
    bool isOpen = false;
    m_replica.collection<Gate>().each([&](const Gate &gate) { isOpen = isOpen || gate.state == GateState::Open; });
    m_awake.wish(isOpen,
                 tr("Doors are open at %1", "event, told to who switches the machine off")
                     .arg(QString::fromStdString(m_replica.welcome().eventName)));
}

void MachinePresenter::lookAtMachine()
{
    const MachineTroubles before = m_troubles;
    m_troubles.take(m_watch.state());
    for (std::size_t index = 0; index < kMachineTroubles; ++index) {
        const auto trouble = static_cast<MachineTrouble>(index);
        if (m_troubles.level(trouble) > before.level(trouble))
            emit troubled(stateOf(m_troubles.level(trouble)), sentenceFor(trouble, m_watch.state()));
    }
    emit changed();
}

std::pair<State, QString> MachinePresenter::standing() const
{
    return standingOf(m_watch.state(), m_troubles, m_awake.standing());
}

std::pair<State, QString> MachinePresenter::standingOf(const MachineState &machine, const MachineTroubles &troubles,
                                                       KeepAwake::Standing awake)
{
    const auto [trouble, level] = troubles.worst();
    if (level != TroubleLevel::None)
        return {stateOf(level), shortWords(trouble, machine)};
    switch (awake) {
    case KeepAwake::Standing::Held:
        return {State::Fine, tr("kept awake", "the machine")};
    case KeepAwake::Standing::Refused: // a server without logind does not sleep either; who knows is who set it up
        return {State::Info, tr("may fall asleep", "the machine")};
    case KeepAwake::Standing::Idle:
    case KeepAwake::Standing::Asking:
        break;
    }
    return {State::Fine, tr("fine", "the machine")};
}

QString MachinePresenter::sentenceFor(MachineTrouble trouble, const MachineState &machine)
{
    switch (trouble) {
    case MachineTrouble::Battery:
        return tr("This machine runs on its battery, %1 % are left: plug it in.").arg(machine.batteryPercent);
    case MachineTrouble::Disk:
        return tr("Only %1 are free on the disk of the event: make room, or scans are kept on the kiosks only.")
            .arg(sizeWords(machine.freeBytes));
    case MachineTrouble::BackupDisk:
        return tr("Only %1 are free where the backups go: make room, or there are no more of them.")
            .arg(sizeWords(machine.backupFreeBytes));
    case MachineTrouble::Memory:
        return tr("This machine runs short of memory: close other programs.");
    }
    return {};
}

} // namespace gatehouse
