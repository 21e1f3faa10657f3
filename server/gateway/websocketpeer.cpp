// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/websocketpeer.h"

#include <QLoggingCategory>
#include <QPointer>
#include <QSslSocket>
#include <QTimerEvent>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

Q_LOGGING_CATEGORY(webSocketLog, "server.gateway.websocket")

namespace gatehouse {

namespace {

using std::chrono::milliseconds;

/// Bytes that wait in the kernel beyond what the client's window takes. Small, so that a slow client shows in our own
/// figures and not in the kernel's memory.
constexpr int kUnsentInKernel = 64 * 1024;
constexpr qsizetype kReadBytes = 16 * 1024;

std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

WebSocketPeer::WebSocketPeer(std::unique_ptr<QTcpSocket> socket, ConnectionEntry entry,
                             std::shared_ptr<const GatewayLimits> limits, GatewayCounters &counters,
                             std::string subprotocol)
    : m_socket(std::move(socket)), m_entry(std::move(entry)), m_limits(std::move(limits)), m_counters(counters),
      m_subprotocol(std::move(subprotocol)), m_reader(*m_limits),
      m_unfinished(counters.bytesUnfinished, m_limits->unfinished),
      m_queuedLease(counters.bytesQueued, m_limits->queued), m_isPlain(!qobject_cast<QSslSocket *>(m_socket.get())),
      m_heard(Clock::now()), m_began(Clock::time_point::max()), m_progress(m_heard)
{
    m_counters.webSocketsOpen.add();
    ::setsockopt(static_cast<int>(m_socket->socketDescriptor()), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsentInKernel,
                 sizeof kUnsentInKernel);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &WebSocketPeer::onReadyRead);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &WebSocketPeer::onBytesWritten);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &WebSocketPeer::onDisconnected);
    // What has come meanwhile is read once the new owner has had time to connect.
    QMetaObject::invokeMethod(this, &WebSocketPeer::onReadyRead, Qt::QueuedConnection);
    updateTimer();
}

WebSocketPeer::~WebSocketPeer()
{
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater(); // this may run inside one of its signals
    m_counters.webSocketsOpen.subtract();
}

SharedFrame WebSocketPeer::encoded(MessageKind kind, std::string_view message)
{
    return encodedFrame(kind == MessageKind::Text ? Opcode::Text : Opcode::Binary, message);
}

// Reading

void WebSocketPeer::onReadyRead()
{
    std::array<char, kReadBytes> buffer;
    const QPointer<WebSocketPeer> self(this);
    while (self && m_state != State::Closed) {
        const auto count = m_socket->read(buffer.data(), kReadBytes);
        if (count <= 0)
            return;
        m_counters.bytesReceived.add(static_cast<std::uint64_t>(count));
        if (!m_isDeaf)
            take({buffer.data(), static_cast<std::size_t>(count)});
    }
}

void WebSocketPeer::take(std::string_view bytes)
{
    const QPointer<WebSocketPeer> self(this);
    while (!bytes.empty()) {
        if (m_began == Clock::time_point::max())
            m_began = Clock::now();
        const auto kind = m_reader.read(bytes);
        if (kind != WebSocketReader::Kind::NeedsMore && !m_reader.isMidMessage())
            m_began = Clock::time_point::max();
        if (!onRead(kind) || !self)
            return;
    }
    if (!m_unfinished.hold(m_reader.heldBytes()))
        fail(kCloseTryLater, "no room");
    updateTimer();
}

/// False when no more shall be read.
bool WebSocketPeer::onRead(WebSocketReader::Kind kind)
{
    using Kind = WebSocketReader::Kind;
    if (kind == Kind::NeedsMore)
        return true;
    if (kind == Kind::Refused) {
        fail(m_reader.closeCode(), "refused frame");
        return false;
    }
    m_heard = Clock::now();
    m_isPinged = false;
    if (kind == Kind::Close) {
        onPeerClose();
        return false;
    }
    const auto payload = m_reader.takePayload();
    if (m_state != State::Open || kind == Kind::Pong)
        return true;
    if (kind == Kind::Ping) {
        sendShared(encodedFrame(Opcode::Pong, view(payload)));
        return true;
    }
    m_counters.messagesReceived.add();
    const QPointer<WebSocketPeer> self(this);
    emit messageReceived(payload, kind == Kind::Text ? MessageKind::Text : MessageKind::Binary);
    return self;
}

void WebSocketPeer::onPeerClose()
{
    m_isDeaf = true;
    if (m_state == State::Open) {
        const auto code = m_reader.closeCode();
        beginClosing(code, view(m_reader.takePayload()));
        sendShared(code == kCloseNoCode ? encodedFrame(Opcode::Close, {}) : encodedClose(code, {}));
    }
    // The server hangs up first (RFC 6455 §7.1.1), once all is written.
    m_afterLastByte = AfterLastByte::HangUp;
    endWhenAllIsSent();
}

// Writing

bool WebSocketPeer::isDirect() const
{
    return m_isPlain && m_socket->bytesToWrite() == 0;
}

void WebSocketPeer::sendShared(SharedFrame frame)
{
    const bool isLastWord = m_state == State::Closing && (frame->at(0) & 0x0f) == static_cast<char>(Opcode::Close);
    if (m_state != State::Open && !isLastWord)
        return;
    m_counters.framesSent.add();
    if (m_queue.isEmpty() && isDirect()) {
        const auto sent = ::send(static_cast<int>(m_socket->socketDescriptor()), frame->constData(),
                                 static_cast<std::size_t>(frame->size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent == frame->size()) {
            m_counters.framesSentDirectly.add();
            m_counters.bytesSent.add(static_cast<std::uint64_t>(sent));
            return;
        }
        m_progress = Clock::now();
        if (sent > 0) {
            // The rest belongs to the socket, which tells when the kernel has room again.
            m_counters.bytesSent.add(static_cast<std::uint64_t>(sent));
            m_socket->write(frame->constData() + sent, frame->size() - sent);
            onQueueChanged();
            return;
        }
        // Nothing fitted, or the connection broke; the socket finds out which.
    }
    m_queuedBytes += static_cast<std::size_t>(frame->size());
    m_queue.append(std::move(frame));
    if (m_socket->bytesToWrite() == 0)
        writeFront();
    onQueueChanged();
}

/// Gives the first frame to the socket, which reports by bytesWritten().
void WebSocketPeer::writeFront()
{
    const auto frame = m_queue.takeFirst();
    m_queuedBytes -= static_cast<std::size_t>(frame->size());
    m_socket->write(*frame); // shares the bytes
}

void WebSocketPeer::pump()
{
    while (!m_queue.isEmpty() && isDirect()) {
        const auto &frame = m_queue.constFirst();
        const auto sent = ::send(static_cast<int>(m_socket->socketDescriptor()), frame->constData(),
                                 static_cast<std::size_t>(frame->size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent <= 0)
            break;
        m_counters.bytesSent.add(static_cast<std::uint64_t>(sent));
        m_queuedBytes -= static_cast<std::size_t>(frame->size());
        const auto taken = m_queue.takeFirst();
        if (sent < taken->size())
            m_socket->write(taken->constData() + sent, taken->size() - sent);
    }
    if (!m_queue.isEmpty() && m_socket->bytesToWrite() == 0)
        writeFront();
}

void WebSocketPeer::onBytesWritten(qint64 bytes)
{
    m_counters.bytesSent.add(static_cast<std::uint64_t>(bytes));
    m_progress = Clock::now();
    if (m_socket->bytesToWrite() == 0)
        pump();
    onQueueChanged();
    endWhenAllIsSent();
    if (m_isBehind && unsentBytes() <= m_limits->behind / 4) {
        m_isBehind = false;
        emit caughtUp();
    }
}

std::size_t WebSocketPeer::unsentBytes() const
{
    auto unsent = m_queuedBytes + static_cast<std::size_t>(m_socket->bytesToWrite());
    if (const auto *secure = m_isPlain ? nullptr : qobject_cast<const QSslSocket *>(m_socket.get()))
        unsent += static_cast<std::size_t>(secure->encryptedBytesToWrite());
    return unsent;
}

void WebSocketPeer::onQueueChanged()
{
    const auto unsent = unsentBytes();
    m_isBehind = m_isBehind || unsent > m_limits->behind;
    const bool hasRoom = m_queuedLease.hold(unsent);
    if (m_state == State::Open && unsent > m_limits->unsent)
        closeSlow("too much unsent");
    else if (m_state == State::Open && !hasRoom)
        closeSlow("too much unsent by all");
    else
        updateTimer();
}

// Closing

void WebSocketPeer::close(std::uint16_t code, std::string_view reason)
{
    if (m_state != State::Open)
        return;
    beginClosing(code, reason);
    sendShared(encodedClose(code, reason));
}

void WebSocketPeer::beginClosing(std::uint16_t code, std::string_view reason)
{
    m_state = State::Closing;
    m_closeCode = code;
    m_closeReason = toText(reason);
    m_closing = Clock::now();
    updateTimer();
}

/// Ends our side and reads on without looking until the client hangs up or the deadline comes: hanging up with bytes
/// unread would reset the connection, and the code be lost.
void WebSocketPeer::fail(std::uint16_t code, std::string_view reason)
{
    m_isDeaf = true;
    m_unfinished.release();
    if (m_state != State::Open)
        return;
    m_counters.closedProtocol.add();
    if (m_counters.refusalLines.take())
        qCInfo(webSocketLog) << "closed a peer:" << code << toText(reason);
    close(code, reason);
    m_afterLastByte = AfterLastByte::EndOurSide;
    endWhenAllIsSent();
}

void WebSocketPeer::endWhenAllIsSent()
{
    if (!m_queue.isEmpty())
        return;
    const auto what = m_afterLastByte;
    if (what == AfterLastByte::HangUp || (what == AfterLastByte::EndOurSide && !m_isPlain)) {
        m_afterLastByte = AfterLastByte::Nothing;
        m_socket->disconnectFromHost(); // writes what is left, then hangs up
    } else if (what == AfterLastByte::EndOurSide && m_socket->bytesToWrite() == 0) {
        m_afterLastByte = AfterLastByte::Nothing;
        ::shutdown(static_cast<int>(m_socket->socketDescriptor()), SHUT_WR);
    }
}

/// Whole frames that wait are dropped; the one begun goes out, then the code, if the client takes them in time.
void WebSocketPeer::closeSlow(std::string_view reason)
{
    m_counters.closedSlow.add();
    if (m_counters.refusalLines.take())
        qCInfo(webSocketLog) << "closed a slow peer:" << toText(reason);
    m_queue.clear();
    m_queuedBytes = 0;
    close(kCloseSlow, reason);
}

void WebSocketPeer::vanish(std::string_view reason)
{
    if (m_closeCode == 0) {
        m_closeCode = kCloseVanished;
        m_closeReason = toText(reason);
    }
    m_socket->abort();
}

void WebSocketPeer::onDisconnected()
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    m_timer.stop();
    m_queue.clear();
    m_queuedBytes = 0;
    m_queuedLease.release();
    m_unfinished.release();
    if (m_closeCode == 0)
        m_closeCode = kCloseVanished;
    // Later, because this may run inside of send or close, called by a loop over peers.
    QMetaObject::invokeMethod(
        this, [this] { emit closed(m_closeCode, m_closeReason); }, Qt::QueuedConnection);
}

// Deadlines

WebSocketPeer::Clock::time_point WebSocketPeer::nextDeadline() const
{
    if (m_state == State::Closing)
        return m_closing + m_limits->closeDeadline;
    auto next = m_heard + (m_isPinged ? m_limits->pongDeadline : m_limits->pingInterval);
    if (m_began != Clock::time_point::max())
        next = std::min(next, m_began + m_limits->frameDeadline);
    if (unsentBytes() > 0)
        next = std::min(next, m_progress + m_limits->stallDeadline);
    return next;
}

/// One timer serves all deadlines; it is only set anew when the next one comes earlier than it would fire.
void WebSocketPeer::updateTimer()
{
    if (m_state == State::Closed)
        return;
    const auto next = nextDeadline();
    if (m_timer.isActive() && m_timerDue <= next)
        return;
    const auto wait = std::chrono::ceil<milliseconds>(next - Clock::now());
    m_timer.start(static_cast<int>(std::max<qint64>(wait.count(), 0)), Qt::CoarseTimer, this);
    m_timerDue = next;
}

void WebSocketPeer::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    m_timer.stop();
    if (Clock::now() >= nextDeadline())
        checkDeadlines();
    updateTimer();
}

void WebSocketPeer::checkDeadlines()
{
    const auto now = Clock::now();
    if (m_state == State::Closing) {
        vanish("no answer to close");
    } else if (m_began != Clock::time_point::max() && now >= m_began + m_limits->frameDeadline) {
        fail(kClosePolicy, "frame too slow");
    } else if (unsentBytes() > 0 && now >= m_progress + m_limits->stallDeadline) {
        closeSlow("nothing taken");
    } else if (m_isPinged) {
        m_counters.closedDead.add();
        vanish("no pong");
    } else {
        m_isPinged = true;
        m_heard = now; // from here the pong's deadline counts
        sendShared(encodedFrame(Opcode::Ping, {}));
    }
}

} // namespace gatehouse
