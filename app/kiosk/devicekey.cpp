// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/devicekey.h"

#include "shared/model/values.h"

#include <QFile>

namespace gatehouse {

namespace {

constexpr std::string_view kStart = "gkd1.";
constexpr std::string_view kFilesPurpose = "gatehouse kiosk files";
constexpr qint64 kMostLine = 1024;
constexpr auto kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

} // namespace

Result<DeviceKey> deviceKeyFrom(std::string_view text)
{
    const auto wrong = [] { return fail(Fault::Invalid, "not a device key (gkd1.DEVICE.KEY, as pairing prints it)"); };
    const std::size_t dot = text.rfind('.');
    if (!text.starts_with(kStart) || dot < kStart.size())
        return wrong();
    const auto device = Id::fromString(text.substr(kStart.size(), dot - kStart.size()));
    auto bytes = fromBase64Url(text.substr(dot + 1));
    const auto secret = bytes ? SecretKey::fromBytes(*bytes) : std::nullopt;
    if (bytes)
        wipe(*bytes);
    if (!device || !secret)
        return wrong();
    return DeviceKey{DeviceId(*device), std::string(text), deriveKey(*secret, kFilesPurpose)};
}

QString deviceKeyFile(const QString &given)
{
    if (!given.isEmpty())
        return given;
    const QString named = qEnvironmentVariable("GATEHOUSE_DEVICE_KEY_FILE");
    if (!named.isEmpty())
        return named;
    const QString credentials = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    const QString file = credentials + QStringLiteral("/gatehouse-device-key");
    return !credentials.isEmpty() && QFile::exists(file) ? file : QString();
}

Result<DeviceKey> readDeviceKey(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Fault::NotFound, path.toStdString() + ": " + file.errorString().toStdString());
    if (file.permissions() & kOthers)
        return fail(Fault::Forbidden, path.toStdString() + ": others may read it; chmod 600 it");
    QByteArray line = file.readLine(kMostLine).trimmed();
    auto key = deviceKeyFrom({line.constData(), static_cast<std::size_t>(line.size())});
    line.fill('\0');
    return key;
}

} // namespace gatehouse
