// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThread>
#include <QTimer>

#include <set>

namespace gatehouse {

/// How the machine is, as far as its kernel tells.
struct MachineState {
    int batteryPercent = -1;     ///< −1: none
    qint64 freeBytes = -1;       ///< where the program keeps its files; −1: not known
    bool hasKeyboard = false;    ///< a scanner that types is one
    bool isKeyboardGone = false; ///< one that was there has been pulled out
    bool isOnBattery = false;    ///< it runs down now
    qint64 backupFreeBytes = -1; ///< where backups go; −1: not known, or nowhere
    int memoryPercent = -1;      ///< that programs may still have, of all; −1: not known
    int memoryStallPercent = -1; ///< of the last minute that something waited for memory; −1: the kernel does not tell
    bool operator==(const MachineState &) const = default;
};

/// Where it is looked up.
struct MachinePlaces {
    QString folder; ///< the program's own
    QString powerSupplies = QStringLiteral("/sys/class/power_supply");
    QString keyboards = QStringLiteral("/dev/input/by-id");
    QString backupFolder = {}; ///< empty: none
    QString memory = QStringLiteral("/proc/meminfo");
    QString memoryPressure = QStringLiteral("/proc/pressure/memory");
};

/// Looks at the machine every few seconds, on the watch's thread, since a file may keep its reader waiting.
class MachineLook final : public QObject
{
    Q_OBJECT

public:
    explicit MachineLook(const MachinePlaces &places);
    void start();
    void look();

signals:
    void seen(const gatehouse::MachineState &state);

private:
    [[nodiscard]] MachineState lookNow();

    MachinePlaces m_places;
    QTimer m_timer;
    std::set<QString> m_keyboards; ///< seen so far
};

/// The state of the machine for the window's thread; the files are read on a thread of its own, named "watch".
class MachineWatch final : public QObject
{
    Q_OBJECT

public:
    explicit MachineWatch(const MachinePlaces &places, QObject *parent = nullptr);
    ~MachineWatch() override;

    [[nodiscard]] const MachineState &state() const { return m_state; }
    void lookNow();

signals:
    void changed();

private:
    QThread m_thread;
    MachineLook *m_look; ///< on the watch's thread, deleted there
    MachineState m_state;
};

} // namespace gatehouse
