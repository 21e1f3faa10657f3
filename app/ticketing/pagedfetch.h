// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/replica.h"

#include <QTimer>

#include <functional>
#include <optional>

namespace gatehouse {

/// Asks page after page until the last one, slowly enough that others at this desk are answered meanwhile. Window's
/// thread; the replica outlives it.
class PagedFetch final : public QObject
{
    Q_OBJECT

public:
    explicit PagedFetch(Replica &replica, QObject *parent = nullptr);

    static constexpr std::chrono::milliseconds kPace{80}; ///< the server takes 20 queries a second from one client
    static constexpr std::chrono::milliseconds kTryAgain{500};
    static constexpr int kMostTries = 20; ///< of one page that the server has no time for

    /// `take` gets each answer and gives the next question; nothing after the last one.
    template <class Q>
    void start(Q query, std::function<std::optional<Q>(typename Q::Answer)> take)
    {
        m_tries = 0;
        m_next = [this, query = std::move(query), take = std::move(take)] {
            m_replica.query(query, this, [this, take](Result<typename Q::Answer> answer) {
                if (!m_next) // cancelled meanwhile
                    return;
                if (!answer)
                    return tryAgain(answer.error());
                if (auto next = take(std::move(*answer)))
                    return start(std::move(*next), take), void();
                end({Fault::None, {}, {}});
            });
        };
        m_pace.start(kPace);
    }
    void cancel();
    [[nodiscard]] bool isRunning() const { return static_cast<bool>(m_next); }

signals:
    void finished(const gatehouse::Failure &failure); ///< Fault::None: all pages came

private:
    void tryAgain(const Failure &failure);
    void end(const Failure &failure);

    Replica &m_replica;
    QTimer m_pace;
    std::function<void()> m_next;
    int m_tries = 0;
};

} // namespace gatehouse
