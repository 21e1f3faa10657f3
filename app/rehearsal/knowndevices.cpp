// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/knowndevices.h"

#include "shared/model/json.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace gatehouse {

namespace {

constexpr qint64 kMostBytes = 4 * 1024 * 1024; // ten thousand devices fit

} // namespace

Result<KnownDevices> KnownDevices::load(const QString &path)
{
    KnownDevices known;
    known.m_path = path;
    QFile file(path);
    if (!file.exists())
        return known;
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::Unavailable, "the file of known devices: " + file.errorString().toStdString());
    const auto value = parseJson(file.read(kMostBytes).toStdString());
    if (!value || !fromJson(tableOf<Kept>(), &known.m_kept, *value, Strictness::Replica))
        return fail(Fault::Corrupt, "this is no file of known devices: " + path.toStdString());
    return known;
}

const KnownDevice *KnownDevices::find(const EventId &event, std::string_view name) const
{
    const auto at = std::find_if(m_kept.devices.begin(), m_kept.devices.end(),
                                 [&](const KnownDevice &each) { return each.event == event && each.name == name; });
    return at == m_kept.devices.end() ? nullptr : &*at;
}

void KnownDevices::remember(KnownDevice device)
{
    std::erase_if(m_kept.devices,
                  [&](const KnownDevice &each) { return each.event == device.event && each.name == device.name; });
    m_kept.devices.push_back(std::move(device));
}

Result<> KnownDevices::save() const
{
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QSaveFile file(m_path);
    const bool isOpen = file.open(QIODevice::WriteOnly);
    // Before the keys are in it.
    if (!isOpen || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        || file.write(QByteArray::fromStdString(json(m_kept))) < 0 || !file.commit())
        return fail(Fault::Unavailable, "the file of known devices: " + file.errorString().toStdString());
    return {};
}

} // namespace gatehouse
