// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/chaosproxy.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <deque>
#include <sys/socket.h>

namespace gatehouse::support {

namespace {

constexpr qint64 kMostWaiting = 4 * 1024 * 1024; ///< bytes each way; then nothing more is read, as full buffers do

/// The peer is told by RST, not by FIN.
void reset(QTcpSocket &socket)
{
    if (const qintptr descriptor = socket.socketDescriptor(); descriptor >= 0) {
        const linger now{1, 0};
        setsockopt(static_cast<int>(descriptor), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    socket.abort();
}

} // namespace

/// One connection through the proxy.
class ChaosProxy::Wire : public QObject
{
public:
    Wire(ChaosProxy &proxy, QTcpSocket *client, quint16 upstream) : m_proxy(proxy)
    {
        client->setParent(this);
        m_ways[0].from = client;
        m_ways[0].to = new QTcpSocket(this);
        m_ways[1].from = m_ways[0].to;
        m_ways[1].to = client;
        m_now.start();
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, &Wire::step);
        for (Way &way : m_ways) {
            connect(way.from, &QTcpSocket::readyRead, this, &Wire::step);
            connect(way.from, &QTcpSocket::bytesWritten, this, &Wire::step);
            connect(way.from, &QTcpSocket::connected, this, &Wire::step);
            connect(way.from, &QTcpSocket::disconnected, this, [this, &way] { ended(way); });
            connect(way.from, &QTcpSocket::errorOccurred, this, [this, &way] { ended(way); });
        }
        m_ways[0].to->connectToHost(QStringLiteral("127.0.0.1"), upstream);
        for (Way &way : m_ways)
            way.from->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    }

    void resetNow()
    {
        if (std::exchange(m_isOver, true))
            return;
        ++m_proxy.m_resets;
        for (Way &way : m_ways)
            reset(*way.from);
    }

    /// The weather has changed.
    void look()
    {
        if (!m_proxy.m_weather.isBlackHole && m_hasLost)
            resetNow();
        else
            step();
    }

    [[nodiscard]] bool isOver() const { return m_isOver; }

private:
    struct Piece {
        qint64 dueMs = 0;
        QByteArray bytes;
    };
    struct Way {
        QTcpSocket *from = nullptr;
        QTcpSocket *to = nullptr;
        std::deque<Piece> pieces;
        qint64 waiting = 0;
        qint64 freeAtMs = 0; ///< when the line has carried what was given to it
        bool hasEnded = false;
        qint64 closesAtMs = 0;
    };

    void ended(Way &way)
    {
        if (m_isOver || std::exchange(way.hasEnded, true))
            return;
        take(way);
        way.closesAtMs = std::max(m_now.elapsed() + m_proxy.m_weather.closeDelayMs,
                                  way.pieces.empty() ? 0 : way.pieces.back().dueMs);
        step();
    }

    void take(Way &way)
    {
        const Weather &weather = m_proxy.m_weather;
        while (way.waiting < kMostWaiting && way.from->bytesAvailable() > 0) {
            const QByteArray bytes = way.from->read(weather.pieceBytes > 0 ? weather.pieceBytes : 65'536);
            if (weather.isBlackHole) {
                m_hasLost = true;
                continue;
            }
            qint64 due = m_now.elapsed() + weather.latencyMs;
            if (weather.jitterMs > 0)
                due += static_cast<qint64>(m_proxy.m_random() % static_cast<std::uint64_t>(weather.jitterMs + 1));
            if (weather.bytesPerSecond > 0)
                due = std::max(due, way.freeAtMs) + bytes.size() * 1000 / weather.bytesPerSecond;
            way.freeAtMs = due = std::max(due, way.freeAtMs);
            way.pieces.push_back({due, bytes});
            way.waiting += bytes.size();
        }
    }

    void give(Way &way)
    {
        const Weather &weather = m_proxy.m_weather;
        while (!way.pieces.empty() && way.pieces.front().dueMs <= m_now.elapsed()
               && way.to->state() == QAbstractSocket::ConnectedState) {
            const QByteArray bytes = std::move(way.pieces.front().bytes);
            way.pieces.pop_front();
            way.waiting -= bytes.size();
            if (weather.isBlackHole) {
                m_hasLost = true;
                continue;
            }
            m_proxy.m_bytes += bytes.size();
            m_carried += bytes.size();
            if (weather.resetAfterBytes > 0 && m_carried >= weather.resetAfterBytes)
                return resetNow();
            way.to->write(bytes);
            way.to->flush();
        }
        if (way.hasEnded && way.pieces.empty() && way.closesAtMs <= m_now.elapsed() && !weather.isBlackHole) {
            m_isOver = true;
            way.to->disconnectFromHost();
        }
    }

    void step()
    {
        qint64 next = -1;
        for (Way &way : m_ways) {
            if (m_isOver)
                return;
            take(way);
            give(way);
            const qint64 due = !way.pieces.empty() ? way.pieces.front().dueMs : way.hasEnded ? way.closesAtMs : -1;
            if (due >= 0 && (next < 0 || due < next))
                next = due;
        }
        if (next >= 0 && !m_isOver)
            m_timer.start(static_cast<int>(std::max<qint64>(1, next - m_now.elapsed())));
    }

    ChaosProxy &m_proxy;
    Way m_ways[2]; ///< client to server, and back
    QElapsedTimer m_now;
    QTimer m_timer;
    qint64 m_carried = 0;
    bool m_hasLost = false;
    bool m_isOver = false;
};

ChaosProxy::ChaosProxy(quint16 upstream, std::uint64_t seed, QObject *parent)
    : QObject(parent), m_upstream(upstream), m_random(seed)
{
    connect(&m_server, &QTcpServer::newConnection, this, &ChaosProxy::accept);
    if (!m_server.listen(QHostAddress::LocalHost, 0))
        qFatal("no port for a proxy");
}

ChaosProxy::~ChaosProxy()
{
    resetAll();
}

void ChaosProxy::setWeather(const Weather &weather)
{
    m_weather = weather;
    for (const auto &wire : m_wires)
        wire->look();
}

void ChaosProxy::resetAll()
{
    for (const auto &wire : m_wires)
        wire->resetNow();
}

int ChaosProxy::open() const
{
    return static_cast<int>(
        std::count_if(m_wires.begin(), m_wires.end(), [](const auto &wire) { return !wire->isOver(); }));
}

void ChaosProxy::accept()
{
    while (QTcpSocket *client = m_server.nextPendingConnection()) {
        ++m_connections;
        if (m_weather.refuses) {
            ++m_resets;
            reset(*client);
            client->deleteLater();
            continue;
        }
        m_wires.push_back(std::make_unique<Wire>(*this, client, m_upstream));
    }
}

} // namespace gatehouse::support
