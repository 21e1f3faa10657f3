// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/iothread.h"

#include "server/gateway/epolldispatcher.h"

namespace gatehouse {

IoThread::IoThread(const QString &name) : m_context(new QObject)
{
    m_thread.setObjectName(name);
    m_thread.setEventDispatcher(new EpollDispatcher); // the thread takes it
    m_context->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start();
}

IoThread::~IoThread()
{
    run([this] { m_thread.quit(); }); // queued, so that what was posted before runs first
    m_thread.wait();
}

} // namespace gatehouse
