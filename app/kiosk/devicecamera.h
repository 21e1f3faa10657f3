// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/camera.h"

#include <QElapsedTimer>
#include <QMediaCaptureSession>
#include <QMediaDevices>
#include <QVideoFrame>
#include <QVideoSink>

class QCamera;
class QCameraDevice;

namespace gatehouse {

/// Reads frames one at a time, on the camera's thread. Most are searched for QR codes only, some for all kinds.
class FrameReader final : public QObject
{
    Q_OBJECT

public:
    void read(const QVideoFrame &frame);

signals:
    /// Once for each frame; empty: there was no code.
    void done(const QString &code);

private:
    int m_frames = 0;
};

/// A camera of the machine. Plugged in, pulled out and plugged in again, it is found again.
class DeviceCamera final : public Camera
{
    Q_OBJECT

public:
    /// A part of the name of the wanted camera; empty: the first there is.
    explicit DeviceCamera(const QString &wanted, QObject *parent = nullptr);
    ~DeviceCamera() override;

    /// Where the frames arrive.
    [[nodiscard]] QVideoSink *sink() { return &m_sink; }
    /// Frames that came while another was being read, or too soon after it.
    [[nodiscard]] int dropped() const { return m_dropped; }

private:
    void look();
    void open(const QCameraDevice &device);
    void close();
    void take(const QVideoFrame &frame);
    void frameRead(const QString &code);

    QString m_wanted;
    QMediaDevices m_devices;
    QVideoSink m_sink;
    std::unique_ptr<QCamera> m_camera;
    std::unique_ptr<QMediaCaptureSession> m_session; ///< as long as there is a camera
    FrameReader *m_reader;                           ///< on the camera's thread, deleted there
    QElapsedTimer m_lastFrame;
    bool m_isReading = false;
    int m_dropped = 0;
};

} // namespace gatehouse
