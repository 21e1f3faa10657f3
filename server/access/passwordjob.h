// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QRunnable>

#include <atomic>
#include <functional>

namespace gatehouse {

/// Runs in the pool and tells so. The signal carries the result to the receiver's thread, and to nobody if it has died:
/// Qt guards that, where a pointer kept here could not.
class PasswordJob : public QObject, public QRunnable
{
    Q_OBJECT

public:
    PasswordJob(std::function<void()> work, std::atomic<int> &jobs) : m_work(std::move(work)), m_jobs(jobs) {}
    ~PasswordJob() override { --m_jobs; } // also of one that never ran
    void run() override
    {
        m_work();
        emit finished();
    }

signals:
    void finished();

private:
    std::function<void()> m_work;
    std::atomic<int> &m_jobs;
};

} // namespace gatehouse
