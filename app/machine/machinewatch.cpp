// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/machine/machinewatch.h"

#include <QDir>
#include <QFile>
#include <QStorageInfo>

namespace gatehouse {

namespace {

constexpr int kLookMs = 5'000;

QString lineOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readLine(64)).trimmed() : QString();
}

struct Power {
    int percent = -1;
    bool isOnBattery = false;
};

/// Of the emptiest battery that feeds this machine; those of mice and pens have the scope "Device".
Power powerOf(const QString &powerSupplies)
{
    Power power;
    for (const QString &name : QDir(powerSupplies).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString supply = powerSupplies + QLatin1Char('/') + name;
        if (lineOf(supply + QStringLiteral("/type")) != QLatin1String("Battery")
            || lineOf(supply + QStringLiteral("/scope")) == QLatin1String("Device"))
            continue;
        bool isNumber = false;
        const int percent = lineOf(supply + QStringLiteral("/capacity")).toInt(&isNumber);
        if (isNumber && (power.percent < 0 || percent < power.percent))
            power.percent = std::clamp(percent, 0, 100);
        power.isOnBattery =
            power.isOnBattery || lineOf(supply + QStringLiteral("/status")) == QLatin1String("Discharging");
    }
    return power;
}

qint64 freeBytesAt(const QString &folder)
{
    const QStorageInfo storage(folder);
    return !folder.isEmpty() && storage.isValid() ? storage.bytesAvailable() : -1;
}

/// proc(5): "MemAvailable:   12345 kB" is what programs may have without swapping.
int memoryPercent(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    qint64 total = 0;
    qint64 available = -1;
    for (const QByteArray &line : file.read(16 * 1024).split('\n')) {
        if (line.startsWith("MemTotal:"))
            total = line.mid(9).simplified().split(' ').front().toLongLong();
        if (line.startsWith("MemAvailable:"))
            available = line.mid(13).simplified().split(' ').front().toLongLong();
    }
    return total > 0 && available >= 0 ? static_cast<int>(std::min<qint64>(available * 100 / total, 100)) : -1;
}

/// The kernel's pressure stall information: "some avg10=0.00 avg60=1.25 avg300=0.00 total=0".
int memoryStallPercent(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const QByteArray &word : file.readLine(256).split(' ')) {
        if (word.startsWith("avg60="))
            return qRound(word.mid(6).toDouble());
    }
    return -1;
}

} // namespace

MachineLook::MachineLook(const MachinePlaces &places) : m_places(places), m_timer(this)
{
    m_timer.setInterval(kLookMs);
    connect(&m_timer, &QTimer::timeout, this, &MachineLook::look);
}

void MachineLook::start()
{
    m_timer.start();
    look();
}

void MachineLook::look()
{
    emit seen(lookNow());
}

MachineState MachineLook::lookNow()
{
    MachineState state;
    const Power power = powerOf(m_places.powerSupplies);
    state.batteryPercent = power.percent;
    state.isOnBattery = power.isOnBattery;
    state.freeBytes = freeBytesAt(m_places.folder);
    state.backupFreeBytes = freeBytesAt(m_places.backupFolder);
    state.memoryPercent = memoryPercent(m_places.memory);
    state.memoryStallPercent = memoryStallPercent(m_places.memoryPressure);
    const QStringList now =
        QDir(m_places.keyboards).entryList({QStringLiteral("*-event-kbd")}, QDir::Files | QDir::System);
    state.hasKeyboard = !now.isEmpty();
    m_keyboards.insert(now.begin(), now.end());
    state.isKeyboardGone = m_keyboards.size() > static_cast<std::size_t>(now.size());
    return state;
}

MachineWatch::MachineWatch(const MachinePlaces &places, QObject *parent)
    : QObject(parent), m_look(new MachineLook(places))
{
    m_thread.setObjectName(QStringLiteral("watch"));
    m_look->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_look, &MachineLook::start);
    connect(&m_thread, &QThread::finished, m_look, &QObject::deleteLater);
    connect(m_look, &MachineLook::seen, this, [this](const MachineState &state) {
        if (std::exchange(m_state, state) != state)
            emit changed();
    });
    m_thread.start();
}

MachineWatch::~MachineWatch()
{
    m_thread.quit();
    m_thread.wait();
}

void MachineWatch::lookNow()
{
    QMetaObject::invokeMethod(m_look, &MachineLook::look);
}

} // namespace gatehouse
