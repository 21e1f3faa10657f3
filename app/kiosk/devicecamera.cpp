// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/devicecamera.h"

#include "app/kiosk/codeimage.h"

#include <QCamera>
#include <QCameraDevice>
#include <QLoggingCategory>

Q_LOGGING_CATEGORY(cameraLog, "app.kiosk")

namespace gatehouse {

namespace {

constexpr int kAllKindsEvery = 3; ///< looking for all kinds takes several times as long as for QR codes
constexpr QSize kWantedSize(1280, 720);
constexpr float kLeastRate = 10;

/// As large as a code at arm's length needs, and no larger: each pixel is looked at.
QCameraFormat formatFor(const QCameraDevice &device)
{
    const auto distance = [](const QCameraFormat &format) {
        const bool isCompressed = format.pixelFormat() == QVideoFrameFormat::Format_Jpeg;
        return std::abs(format.resolution().width() - kWantedSize.width())
            + std::abs(format.resolution().height() - kWantedSize.height()) + (isCompressed ? 1 : 0);
    };
    QCameraFormat best;
    for (const QCameraFormat &format : device.videoFormats()) {
        if (format.maxFrameRate() >= kLeastRate && (best.isNull() || distance(format) < distance(best)))
            best = format;
    }
    return best;
}

} // namespace

void FrameReader::read(const QVideoFrame &frame)
{
    const bool wantsAll = ++m_frames % kAllKindsEvery == 0;
    emit done(readCode(frame, wantsAll ? Symbologies::All : Symbologies::Qr).value_or(QString()));
}

DeviceCamera::DeviceCamera(const QString &wanted, QObject *parent)
    : Camera(parent), m_wanted(wanted), m_reader(new FrameReader)
{
    giveToThread(*m_reader);
    connect(m_reader, &FrameReader::done, this, &DeviceCamera::frameRead);
    connect(&m_sink, &QVideoSink::videoFrameChanged, this, &DeviceCamera::take);
    connect(&m_devices, &QMediaDevices::videoInputsChanged, this, &DeviceCamera::look);
    look();
}

DeviceCamera::~DeviceCamera()
{
    close();
    endThread();
}

void DeviceCamera::look()
{
    const QList<QCameraDevice> devices = QMediaDevices::videoInputs();
    const auto found = std::find_if(devices.begin(), devices.end(), [this](const QCameraDevice &device) {
        return m_wanted.isEmpty() || device.description().contains(m_wanted, Qt::CaseInsensitive)
            || device.id() == m_wanted.toUtf8();
    });
    if (found == devices.end()) {
        close();
        if (!m_wanted.isEmpty())
            setName(m_wanted); // else the name of the one that was there, if there ever was one
        setCondition(CameraCondition::Missing);
    } else if (!m_camera || m_camera->cameraDevice().id() != found->id()) {
        open(*found);
    }
}

void DeviceCamera::close()
{
    m_session.reset();
    m_camera.reset();
}

void DeviceCamera::open(const QCameraDevice &device)
{
    close();
    setName(device.description());
    setCondition(CameraCondition::Starting);
    m_camera = std::make_unique<QCamera>(device);
    if (const QCameraFormat format = formatFor(device); !format.isNull())
        m_camera->setCameraFormat(format);
    connect(m_camera.get(), &QCamera::errorOccurred, this, [this](QCamera::Error error, const QString &words) {
        if (error == QCamera::NoError)
            return;
        qCWarning(cameraLog) << "camera:" << words;
        setCondition(CameraCondition::Failed);
    });
    m_session = std::make_unique<QMediaCaptureSession>();
    m_session->setVideoSink(&m_sink);
    m_session->setCamera(m_camera.get());
    m_camera->start();
}

/// The reader gets the newest frame once it is free, and no queue grows before it.
void DeviceCamera::take(const QVideoFrame &frame)
{
    if (!frame.isValid())
        return;
    setCondition(CameraCondition::Watching);
    if (m_isReading || (m_lastFrame.isValid() && m_lastFrame.elapsed() < kFrameMs)) {
        ++m_dropped;
        return;
    }
    m_isReading = true;
    m_lastFrame.start();
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, frame] { reader->read(frame); });
}

void DeviceCamera::frameRead(const QString &code)
{
    m_isReading = false;
    if (!code.isEmpty())
        emit codeRead(code);
}

} // namespace gatehouse
