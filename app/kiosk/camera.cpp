// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/camera.h"

#include "app/kiosk/devicecamera.h"
#include "app/kiosk/filecamera.h"

#include <QFileInfo>

namespace gatehouse {

Camera::Camera(QObject *parent) : QObject(parent)
{
    m_thread.setObjectName(QStringLiteral("camera"));
    m_thread.start();
}

Camera::~Camera()
{
    endThread();
}

void Camera::endThread()
{
    m_thread.quit();
    m_thread.wait(); // a picture is read in milliseconds
}

void Camera::giveToThread(QObject &reader)
{
    reader.moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, &reader, &QObject::deleteLater);
}

void Camera::setCondition(CameraCondition condition)
{
    if (m_condition == condition)
        return;
    m_condition = condition;
    emit conditionChanged();
}

void chooseMediaBackend()
{
    if (qEnvironmentVariableIsEmpty("QT_MEDIA_BACKEND"))
        qputenv("QT_MEDIA_BACKEND", "ffmpeg");
}

std::unique_ptr<Camera> makeCamera(const QString &choice)
{
    if (choice == QLatin1String("none"))
        return nullptr;
    if (choice.contains(QLatin1Char('/')) || QFileInfo::exists(choice))
        return std::make_unique<FileCamera>(choice);
    return std::make_unique<DeviceCamera>(choice == QLatin1String("auto") ? QString() : choice);
}

} // namespace gatehouse
