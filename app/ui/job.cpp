// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ui/job.h"

#include <QElapsedTimer>
#include <QThread>

namespace gatehouse {

namespace {
constexpr qint64 kTellEveryMs = 100; // as often as a person can see it move
} // namespace

Job::Job(QObject *parent) : QObject(parent)
{
    qRegisterMetaType<Failure>();
}

Job::~Job()
{
    if (!m_thread)
        return;
    m_isCancelled = true;
    m_thread->wait();
}

bool Job::start(Work work)
{
    if (m_thread)
        return false;
    m_isCancelled = false;
    auto outcome = std::make_shared<Failure>(Failure{Fault::None, {}, {}});
    m_thread.reset(QThread::create([this, work = std::move(work), outcome] {
        QElapsedTimer told;
        told.start();
        const auto result = work([this, &told](qint64 done, qint64 total) {
            if (told.elapsed() >= kTellEveryMs) {
                told.restart();
                emit progressed(done, total); // queued: it crosses threads
            }
            return !m_isCancelled;
        });
        if (!result)
            *outcome = result.error();
    }));
    m_thread->setObjectName(QStringLiteral("job"));
    connect(m_thread.get(), &QThread::finished, this, [this, outcome] {
        m_thread->wait();
        m_thread.release()->deleteLater();
        emit finished(*outcome);
    });
    m_thread->start();
    return true;
}

void Job::cancel()
{
    m_isCancelled = true;
}

} // namespace gatehouse
