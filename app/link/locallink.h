// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/replica/link.h"

#include <functional>
#include <memory>

namespace gatehouse {

/// A way to a server inside this process, once somebody has joined the two; destroying it hangs up. Lives on the link's
/// thread.
class LocalLine
{
public:
    virtual ~LocalLine() = default;
    virtual void send(const QByteArray &message) = 0;
};

/// The link of the control room's own window: the frames of every other client, without a socket. It knows no server:
/// whoever sees both sides gives the function that joins them.
class LocalLink final : public Link
{
    Q_OBJECT

public:
    /// Called by open(), on the link's thread. What comes from the server goes to deliver(), its end to hangUp(), both
    /// on that thread and not before the function returned. nullptr: there is no server now.
    using Join = std::function<std::unique_ptr<LocalLine>(LocalLink &link)>;

    explicit LocalLink(Join join, QObject *parent = nullptr);

    void open() override;
    void close() override;
    void send(const QByteArray &message) override;

    void deliver(const QByteArray &message);
    void hangUp(int code, const QString &reason);

private:
    Join m_join;
    std::unique_ptr<LocalLine> m_line;
    quint64 m_attempt = 0; ///< so that what an earlier open() queued is not taken for this one's
};

} // namespace gatehouse
