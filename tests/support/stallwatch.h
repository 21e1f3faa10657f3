// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <vector>

namespace gatehouse::support {

/// How late the event loop came to what was due, in milliseconds.
struct Stalls {
    std::size_t ticks = 0;
    double p50 = 0;
    double p99 = 0;
    double p999 = 0;
    double longest = 0;
};

/// Counts how long whoever sits at this thread's window would have waited: a tick is due every few milliseconds, and
/// what it comes late is a turn of the loop that took too long, or a processor that others had.
class StallWatch
{
public:
    static constexpr int kTickMs = 5;

    StallWatch()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kTickMs);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_late.push_back(std::max(0.0, static_cast<double>(m_since.nsecsElapsed()) / 1e6 - kTickMs));
            m_since.start();
        });
    }

    void begin()
    {
        m_late.clear();
        m_since.start();
        m_timer.start();
    }

    [[nodiscard]] Stalls end()
    {
        m_timer.stop();
        std::sort(m_late.begin(), m_late.end());
        const auto at = [this](double share) {
            return m_late.empty() ? 0
                                  : m_late[static_cast<std::size_t>(share * static_cast<double>(m_late.size() - 1))];
        };
        return {m_late.size(), at(0.5), at(0.99), at(0.999), at(1)};
    }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    std::vector<double> m_late;
};

/// Runs the event loop as an application does, looking now and then; false if the time is over first.
inline bool runUntil(const std::function<bool()> &isTrue, std::chrono::milliseconds most)
{
    constexpr std::chrono::milliseconds kLookEvery{50};
    bool hasCome = false;
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        hasCome = isTrue();
        if (hasCome)
            loop.quit();
    });
    look.start(kLookEvery);
    QTimer::singleShot(most, &loop, &QEventLoop::quit);
    loop.exec();
    return hasCome;
}

inline void runFor(std::chrono::milliseconds time)
{
    (void)runUntil([] { return false; }, time);
}

} // namespace gatehouse::support
