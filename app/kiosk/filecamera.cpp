// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/filecamera.h"

#include "app/kiosk/codeimage.h"

#include <QDir>
#include <QFileInfo>
#include <QImageReader>

namespace gatehouse {

PictureFiles::PictureFiles(const QString &path) : m_path(path), m_timer(this)
{
    m_timer.setInterval(kFrameMs);
    connect(&m_timer, &QTimer::timeout, this, &PictureFiles::look);
}

void PictureFiles::start()
{
    m_timer.start();
    look();
}

void PictureFiles::look()
{
    const QFileInfo info(m_path);
    emit found(info.exists());
    if (info.isDir())
        lookIntoFolder();
    else if (info.exists())
        lookAtFile(m_path, info.lastModified());
    else
        m_changed = {};
}

void PictureFiles::lookAtFile(const QString &path, const QDateTime &changed)
{
    if (m_changed != changed) {
        m_changed = changed;
        m_code = readCode(QImageReader(path).read(), Symbologies::All);
    }
    if (m_code)
        emit codeRead(*m_code);
}

void PictureFiles::lookIntoFolder()
{
    const QStringList names = QDir(m_path).entryList(QDir::Files, QDir::Name);
    for (const QString &name : names) {
        if (!m_seen.insert(name).second)
            continue;
        if (const auto code = readCode(QImageReader(m_path + QLatin1Char('/') + name).read(), Symbologies::All))
            emit codeRead(*code);
        return;
    }
}

FileCamera::FileCamera(const QString &path, QObject *parent) : Camera(parent)
{
    setName(path);
    auto *files = new PictureFiles(path); // deleted on the camera's thread
    giveToThread(*files);
    connect(files, &PictureFiles::codeRead, this, &Camera::codeRead);
    connect(files, &PictureFiles::found, this,
            [this](bool isThere) { setCondition(isThere ? CameraCondition::Watching : CameraCondition::Missing); });
    QMetaObject::invokeMethod(files, &PictureFiles::start);
}

FileCamera::~FileCamera()
{
    endThread();
}

} // namespace gatehouse
