// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/kiosk/camera.h"

#include <QDateTime>
#include <QStringList>
#include <QTimer>

#include <optional>
#include <set>

namespace gatehouse {

/// Looks at a picture file, or at the files of a folder, on the camera's thread: one picture every kFrameMs.
class PictureFiles final : public QObject
{
    Q_OBJECT

public:
    explicit PictureFiles(const QString &path);
    void start();

signals:
    void codeRead(const QString &code);
    void found(bool isThere);

private:
    void look();
    void lookAtFile(const QString &path, const QDateTime &changed);
    void lookIntoFolder();

    QString m_path;
    QTimer m_timer;
    QDateTime m_changed; ///< of the file that was read last
    std::optional<QString> m_code;
    std::set<QString> m_seen; ///< names in the folder
};

/// Pictures from files instead of a camera. A file is what is held before the kiosk now: read again when it changes,
/// its code seen as long as it is there. Of a folder each file is held up once, in the order of names, also those that
/// come later; put them there whole, by renaming. Names that begin with a dot are passed over.
class FileCamera final : public Camera
{
    Q_OBJECT

public:
    explicit FileCamera(const QString &path, QObject *parent = nullptr);
    ~FileCamera() override;
};

} // namespace gatehouse
