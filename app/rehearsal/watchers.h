// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rehearsal/lightsocket.h"
#include "shared/protocol/frames.h"

#include <QTimer>

#include <array>
#include <memory>
#include <vector>

namespace gatehouse {

/// How the watchers stand.
struct WatcherFigures {
    std::int32_t asked = 0;
    std::int32_t live = 0;          ///< caught up and following
    std::int32_t atHead = 0;        ///< of the live: have been told the expected sequence
    std::int32_t sawGateChange = 0; ///< have been told the expected revision of a gate
    std::int64_t frames = 0;        ///< received by all
    std::int64_t bytes = 0;
    std::int64_t reconnects = 0;
    std::int64_t missed = 0; ///< the server said that it sent more than came: must stay 0
};

/// What of a frame concerns a watcher.
struct HeardFrame {
    enum class Kind { Welcome, Page, Delta, Ping, Pong, Goodbye, Other };
    Kind kind = Kind::Other;
    std::int64_t sequence = 0; ///< Welcome, Pong: the head; Delta: its own
    std::int32_t page = 0;
    bool isLast = false;           ///< Page: the last one; Delta: the batch is whole
    std::int64_t gateRevision = 0; ///< newest among its rows
    std::int32_t heartbeatMs = 0;
    Instant sentAt; ///< Ping
};

/// Reads frames that thousands receive alike: the last few messages are remembered with what they say, so that each is
/// decoded once.
class FrameEar
{
public:
    [[nodiscard]] const HeardFrame &hear(const QByteArray &message);

private:
    struct Heard {
        QByteArray message;
        HeardFrame frame;
    };
    std::array<Heard, 16> m_recent;
    std::size_t m_next = 0;
};

/// Thousands of desks that only look: each with a connection of its own, signed in as one account, following everything
/// that a desk follows, keeping no rows. Lives on its own thread; its functions are called there.
class Watchers : public QObject
{
    Q_OBJECT

public:
    struct Options {
        QUrl address; ///< ws…/sync
        std::string token;
        int count = 0;
    };
    explicit Watchers(Options options);
    ~Watchers() override;

    void start();
    /// What figures().atHead and sawGateChange are held against from now on.
    void expect(std::int64_t sequence, std::int64_t gateRevision);

signals:
    /// A few times a second.
    void counted(const gatehouse::WatcherFigures &figures);

private:
    class Watcher;
    void tick();
    [[nodiscard]] WatcherFigures figures() const;

    Options m_options;
    FrameEar m_ear;
    std::unique_ptr<Random> m_random;
    std::vector<std::unique_ptr<Watcher>> m_watchers;
    QTimer m_timer{this};
    std::int64_t m_expectedSequence = 0;
    std::int64_t m_expectedGate = 0;
};

} // namespace gatehouse

Q_DECLARE_METATYPE(gatehouse::WatcherFigures)
