// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QTcpSocket>
#include <QUrl>

#include <memory>

namespace gatehouse {

/// A WebSocket client that costs little, for thousands in one process: binary messages, no extensions, no queue of its
/// own. Speaks RFC 6455 as far as our own server does. Lives on the thread that made it; opened once.
class LightSocket : public QObject
{
    Q_OBJECT

public:
    explicit LightSocket(QObject *parent = nullptr);
    ~LightSocket() override;

    /// `ws` or `wss`. opened() or closed() follows.
    void open(const QUrl &address, const QByteArray &subprotocol);
    void send(const QByteArray &message);
    void abort();

signals:
    void opened();
    void received(const QByteArray &message);
    /// Once; `code` is the server's close code, 0 if it gave none.
    void closed(int code);

private:
    void sayHello();
    void read();
    [[nodiscard]] bool readHandshake();
    [[nodiscard]] bool readFrame();
    void take(int opcode, bool isFinal, QByteArray payload);
    void sendFrame(int opcode, const QByteArray &payload);
    void end(int code);

    std::unique_ptr<QTcpSocket> m_socket;
    QUrl m_address;
    QByteArray m_subprotocol;
    QByteArray m_key;
    QByteArray m_in;
    QByteArray m_message; ///< fragments so far
    bool m_isOpen = false;
    bool m_isClosed = false;
};

} // namespace gatehouse
