// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

namespace gatehouse {

/// A client's way to the server: whole messages, in order, until it closes. Lives on the thread that made it; may be
/// opened again after it closed. Implementations stand in app/link.
class Link : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// opened() or closed() follows.
    virtual void open() = 0;
    /// closed() does not follow.
    virtual void close() = 0;
    /// Of an open link; else nothing happens.
    virtual void send(const QByteArray &message) = 0;

signals:
    void opened();
    void received(const QByteArray &message);
    /// `code` is one of WebSocket's or of CloseCode, 0 if there never was a connection.
    void closed(int code, const QString &reason);
};

} // namespace gatehouse
