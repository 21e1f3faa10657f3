// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/bytelease.h"
#include "server/gateway/connectionbook.h"
#include "server/gateway/websocketframe.h"

#include <QBasicTimer>
#include <QList>
#include <QObject>
#include <QTcpSocket>
#include <chrono>
#include <memory>
#include <string>

namespace gatehouse {

enum class MessageKind { Text, Binary };

/// One WebSocket client after the handshake: strict reading, a bounded queue of shared frames, pings, deadlines. Owned
/// by whoever HttpHandler::upgraded() gave it to, who may destroy it at any time, also in a slot of its signals. I/O
/// thread.
///
/// The framing is our own, on a QTcpSocket, where the design would have QWebSocket: through that class's public face
/// one cannot refuse unmasked frames, count fragments, set a deadline for a frame begun, or queue without copying
/// (Qt 6.4); and an idle peer takes 12 kB instead of 24.
class WebSocketPeer final : public QObject
{
    Q_OBJECT
public:
    /// The socket is connected and has the handshake's answer written. Counters outlive the peer.
    WebSocketPeer(std::unique_ptr<QTcpSocket> socket, ConnectionEntry entry,
                  std::shared_ptr<const GatewayLimits> limits, GatewayCounters &counters, std::string subprotocol);
    ~WebSocketPeer() override;

    /// Encode once, send to many: a message as its server frame.
    [[nodiscard]] static SharedFrame encoded(MessageKind kind, std::string_view message);

    /// Sends the frame, or queues it behind what waits; nothing after close(). Never emits and never deletes, so that a
    /// loop over peers may call it. Over GatewayLimits::unsent the peer is closed with 4008 instead; a frame should
    /// stay far below that.
    void sendShared(SharedFrame frame);
    void send(MessageKind kind, std::string_view message) { sendShared(encoded(kind, message)); }

    /// Bytes not yet taken by the kernel.
    [[nodiscard]] std::size_t unsentBytes() const;
    /// True from the moment more than GatewayLimits::behind bytes wait until a quarter of that is left; then
    /// caughtUp().
    [[nodiscard]] bool isBehind() const { return m_isBehind; }

    /// Begins the closing handshake: what waits goes out first, then the code; closed() follows when the client has
    /// answered or GatewayLimits::closeDeadline is over.
    void close(std::uint16_t code, std::string_view reason = {});
    [[nodiscard]] bool isOpen() const { return m_state == State::Open; }

    /// Takes it out of those that have not signed in (GatewayLimits::connectionsNotSignedIn).
    void markSignedIn() { m_entry.markSignedIn(); }
    [[nodiscard]] const QHostAddress &address() const { return m_entry.address(); }
    [[nodiscard]] const std::string &subprotocol() const { return m_subprotocol; }

signals:
    /// A whole message; a text is valid UTF-8.
    void messageReceived(const QByteArray &message, gatehouse::MessageKind kind);
    /// It was behind and has drained: time to catch up.
    void caughtUp();
    /// Once, at the end, from the event loop: the code of whichever side closed first, 1006 when the connection just
    /// went.
    void closed(std::uint16_t code, const QString &reason);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    using Clock = std::chrono::steady_clock;
    enum class State { Open, Closing, Closed };
    enum class AfterLastByte { Nothing, EndOurSide, HangUp };

    void onReadyRead();
    void take(std::string_view bytes);
    bool onRead(WebSocketReader::Kind kind);
    void onPeerClose();
    void onBytesWritten(qint64 bytes);
    void onDisconnected();
    void fail(std::uint16_t code, std::string_view reason);
    void closeSlow(std::string_view reason);
    void endWhenAllIsSent();
    void vanish(std::string_view reason);
    void beginClosing(std::uint16_t code, std::string_view reason);
    [[nodiscard]] bool isDirect() const;
    void pump();
    void writeFront();
    void onQueueChanged();
    void checkDeadlines();
    [[nodiscard]] Clock::time_point nextDeadline() const;
    void updateTimer();

    std::unique_ptr<QTcpSocket> m_socket;
    ConnectionEntry m_entry;
    std::shared_ptr<const GatewayLimits> m_limits;
    GatewayCounters &m_counters;
    std::string m_subprotocol;
    WebSocketReader m_reader;
    ByteLease m_unfinished;
    ByteLease m_queuedLease;
    QList<SharedFrame> m_queue; ///< whole frames; the rest of one begun waits in the socket
    std::size_t m_queuedBytes = 0;
    State m_state = State::Open;
    bool m_isPlain;        ///< no TLS: frames may go straight to the kernel
    bool m_isDeaf = false; ///< after a refusal: what comes is thrown away
    AfterLastByte m_afterLastByte = AfterLastByte::Nothing;
    bool m_isBehind = false;
    bool m_isPinged = false;       ///< a ping waits for any sign of life
    std::uint16_t m_closeCode = 0; ///< 0 until one side has closed
    QString m_closeReason;
    Clock::time_point m_heard;    ///< last complete frame; or the last ping, when that is later
    Clock::time_point m_began;    ///< first byte of the message being read; max() when there is none
    Clock::time_point m_progress; ///< last time the kernel took bytes, while some wait
    Clock::time_point m_closing;  ///< when the closing handshake began
    Clock::time_point m_timerDue;
    QBasicTimer m_timer;
};

} // namespace gatehouse

Q_DECLARE_METATYPE(gatehouse::MessageKind)
