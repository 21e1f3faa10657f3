// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThread>
#include <utility>

namespace gatehouse {

/// One I/O thread of the gateway: a QThread whose event loop is an EpollDispatcher. It owns nothing but its loop;
/// sockets, listener and connections are made in it by run() or call(), and must be destroyed in it before it ends.
class IoThread final
{
public:
    /// Starts the thread; the name shows in debuggers (15 characters at most).
    explicit IoThread(const QString &name);
    /// Ends the loop and waits for it. What was posted before has run.
    ~IoThread();
    Q_DISABLE_COPY_MOVE(IoThread)

    /// Lives in the thread: the receiver of queued calls and the context of connections.
    [[nodiscard]] QObject *context() { return m_context; }
    [[nodiscard]] QThread *thread() { return &m_thread; }

    /// Runs the function in the thread, later. From any thread.
    template <class Function>
    void run(Function &&function)
    {
        QMetaObject::invokeMethod(m_context, std::forward<Function>(function), Qt::QueuedConnection);
    }

    /// Runs the function in the thread and waits for it: for starting and stopping only, never from the thread itself.
    template <class Function>
    void call(Function &&function)
    {
        Q_ASSERT(QThread::currentThread() != &m_thread);
        QMetaObject::invokeMethod(m_context, std::forward<Function>(function), Qt::BlockingQueuedConnection);
    }

private:
    QThread m_thread;
    QObject *m_context = nullptr; ///< deleted in the thread when it ends
};

} // namespace gatehouse
