// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThread>

#include <memory>

namespace gatehouse {

inline constexpr int kFrameMs = 80; ///< between two pictures at least: twelve a second, as many as a hand needs

enum class CameraCondition {
    Starting,
    Watching, ///< pictures come
    Missing,  ///< there is no such device, file or folder
    Failed,   ///< it is there and gives no pictures
};

/// What looks for codes that people hold before the kiosk. Lives on the window's thread; pictures are opened and read
/// on a thread of its own, named "camera", which is never given a second one while it reads the first.
class Camera : public QObject
{
    Q_OBJECT

public:
    ~Camera() override;

    [[nodiscard]] CameraCondition condition() const { return m_condition; }
    /// Empty: the first camera there is, and there never was one.
    [[nodiscard]] QString name() const { return m_name; }

signals:
    /// As the picture shows it; again with each picture, as long as it is held there.
    void codeRead(const QString &code);
    void conditionChanged();

protected:
    explicit Camera(QObject *parent);

    void setCondition(CameraCondition condition);
    void setName(const QString &name) { m_name = name; }
    /// Moves what reads pictures to the camera's thread, where it is deleted.
    void giveToThread(QObject &reader);
    void endThread();

private:
    CameraCondition m_condition = CameraCondition::Starting;
    QString m_name;
    QThread m_thread;
};

/// "none": no camera. The path of a file or folder: its pictures, for tests and for machines without a camera. "auto":
/// the first camera there is, now or later. Else a camera by a part of its name.
[[nodiscard]] std::unique_ptr<Camera> makeCamera(const QString &choice);

/// Before the first use of Qt Multimedia: its FFmpeg plug-in reads cameras without anything else, where GStreamer's
/// wants plug-ins of its own that Debian does not install with Qt. QT_MEDIA_BACKEND still chooses.
void chooseMediaBackend();

} // namespace gatehouse
