// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/model/result.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>

class QThread;

namespace gatehouse {

/// Told by long work now and then, with what is done and what there is in all (0: not known). False: stop, nobody wants
/// it any more.
using JobProgress = std::function<bool(qint64 done, qint64 total)>;

/// One piece of long work beside the window: files, checks, paper. It has a thread of its own, named "job", and tells
/// the window how far it is. The destructor cancels and waits. Window's thread.
class Job final : public QObject
{
    Q_OBJECT

public:
    explicit Job(QObject *parent = nullptr);
    ~Job() override;

    using Work = std::function<Result<>(const JobProgress &progress)>;
    /// One at a time: while one runs nothing happens, and it says false.
    bool start(Work work);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_thread != nullptr; }

signals:
    void progressed(qint64 done, qint64 total);
    /// Fault::None: all is done. A cancelled one fails with what its work said to that.
    void finished(const gatehouse::Failure &failure);

private:
    std::unique_ptr<QThread> m_thread;
    std::atomic<bool> m_isCancelled = false;
};

} // namespace gatehouse
