// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTcpServer>

#include <memory>
#include <random>
#include <vector>

namespace gatehouse::support {

/// How a network behaves; all zero: well.
struct Weather {
    int latencyMs = 0;          ///< each way
    int jitterMs = 0;           ///< up to so much more; bytes keep their order
    int pieceBytes = 0;         ///< the most that arrives at once
    qint64 bytesPerSecond = 0;  ///< each way
    qint64 resetAfterBytes = 0; ///< a connection is reset when about so many went through it, both ways together
    int closeDelayMs = 0;       ///< one side hears late that the other has closed
    bool isBlackHole = false; ///< nothing comes through and nobody is told, as where an access point has lost a device
    bool refuses = false;     ///< new connections are reset at once
};

/// A TCP proxy on loopback between real programs, with the weather of a bad venue network. Lives on the thread of its
/// event loop.
class ChaosProxy : public QObject
{
    Q_OBJECT

public:
    explicit ChaosProxy(quint16 upstream, std::uint64_t seed = 1, QObject *parent = nullptr);
    ~ChaosProxy() override;

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    /// From now on, for those that are connected too. After a black hole those that lost bytes in it are reset.
    void setWeather(const Weather &weather);
    void setUpstream(quint16 port) { m_upstream = port; } ///< for new connections
    void resetAll();

    [[nodiscard]] int connections() const { return m_connections; } ///< so far
    [[nodiscard]] int resets() const { return m_resets; }           ///< so far
    [[nodiscard]] qint64 bytes() const { return m_bytes; }          ///< that came through
    [[nodiscard]] int open() const;

private:
    class Wire;
    void accept();

    QTcpServer m_server;
    quint16 m_upstream;
    Weather m_weather;
    std::mt19937_64 m_random;
    std::vector<std::unique_ptr<Wire>> m_wires;
    int m_connections = 0;
    int m_resets = 0;
    qint64 m_bytes = 0;
};

} // namespace gatehouse::support
