// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>
#include <string_view>

namespace gatehouse {

/// SIGTERM and SIGINT as a Qt signal; SIGPIPE is ignored from then on. One at a time, in the main thread.
class StopSignals final : public QObject
{
    Q_OBJECT
public:
    StopSignals();
    ~StopSignals() override;

signals:
    void stopped();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

/// SIGTERM and SIGINT as a flag, for a tool without an event loop. One at a time.
class StopFlag
{
public:
    StopFlag();
    ~StopFlag();
    StopFlag(const StopFlag &) = delete;
    StopFlag &operator=(const StopFlag &) = delete;
    [[nodiscard]] bool isSet() const;
};

/// Tells systemd how we are, where NOTIFY_SOCKET names its socket (sd_notify(3)); else nothing.
void notifyServiceManager(std::string_view state);

} // namespace gatehouse
