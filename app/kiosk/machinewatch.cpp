// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/machinewatch.h"

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

/// Of the emptiest battery that feeds this machine; those of mice and pens have the scope "Device".
int batteryPercent(const QString &powerSupplies)
{
    int least = -1;
    for (const QString &name : QDir(powerSupplies).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString supply = powerSupplies + QLatin1Char('/') + name;
        if (lineOf(supply + QStringLiteral("/type")) != QLatin1String("Battery")
            || lineOf(supply + QStringLiteral("/scope")) == QLatin1String("Device"))
            continue;
        bool isNumber = false;
        const int percent = lineOf(supply + QStringLiteral("/capacity")).toInt(&isNumber);
        if (isNumber && (least < 0 || percent < least))
            least = std::clamp(percent, 0, 100);
    }
    return least;
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
    state.batteryPercent = batteryPercent(m_places.powerSupplies);
    const QStorageInfo storage(m_places.folder);
    if (storage.isValid())
        state.freeBytes = storage.bytesAvailable();
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
