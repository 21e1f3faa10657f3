// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDeadlineTimer>
#include <QFile>
#include <QHostAddress>
#include <QTcpSocket>

namespace gatehouse::test {

/// One answer as it came; status 0 when the connection closed without one.
struct RawResponse {
    int status = 0;
    QByteArray head;
    QByteArray body;
    [[nodiscard]] QByteArray header(const QByteArray &name) const
    {
        const auto lines = head.split('\n');
        for (const auto &line : lines) {
            if (line.toLower().startsWith(name.toLower() + ':'))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }
};

/// A client that sends whatever bytes a test likes. Blocking, on the test's own thread; the server has another.
class RawClient
{
public:
    explicit RawClient(quint16 port, const QHostAddress &address = QHostAddress(QHostAddress::LocalHost))
    {
        m_socket.connectToHost(address, port);
        m_socket.waitForConnected(kPatienceMs);
    }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.state() == QAbstractSocket::ConnectedState && m_socket.bytesToWrite() > 0
               && m_socket.waitForBytesWritten(kPatienceMs)) {
        }
    }

    /// Waits until `count` bytes have come; fewer when the server hangs up or patience ends.
    QByteArray take(qsizetype count)
    {
        QDeadlineTimer patience(kPatienceMs);
        while (m_input.size() < count && !patience.hasExpired()) {
            m_input += m_socket.readAll();
            if (m_input.size() < count && !wait(patience))
                break;
        }
        m_input += m_socket.readAll();
        const auto taken = m_input.left(count);
        m_input.remove(0, taken.size());
        return taken;
    }

    RawResponse response(bool isHeadRequest = false)
    {
        RawResponse response;
        QDeadlineTimer patience(kPatienceMs);
        qsizetype end = -1;
        while ((end = m_input.indexOf("\r\n\r\n")) < 0 && !patience.hasExpired()) {
            m_input += m_socket.readAll();
            if (!m_input.contains("\r\n\r\n") && !wait(patience))
                break;
        }
        m_input += m_socket.readAll();
        end = m_input.indexOf("\r\n\r\n");
        if (end < 0)
            return response;
        response.head = take(end + 4);
        response.status = response.head.mid(9, 3).toInt();
        if (!isHeadRequest)
            response.body = take(response.header("Content-Length").toLongLong());
        return response;
    }

    RawResponse ask(const QByteArray &bytes)
    {
        send(bytes);
        return response();
    }

    /// True once the server has hung up; what it still sends is thrown away.
    bool isClosedByServer(int patienceMs = kPatienceMs)
    {
        QDeadlineTimer patience(patienceMs);
        while (m_socket.state() == QAbstractSocket::ConnectedState && !patience.hasExpired()) {
            m_socket.readAll();
            wait(patience);
        }
        return m_socket.state() != QAbstractSocket::ConnectedState;
    }

    QTcpSocket &socket() { return m_socket; }

    static constexpr int kPatienceMs = 20'000;

private:
    bool wait(const QDeadlineTimer &patience)
    {
        return m_socket.waitForReadyRead(static_cast<int>(patience.remainingTime()));
    }

    QTcpSocket m_socket;
    QByteArray m_input;
};

/// Bytes of memory the process holds now.
inline qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4096;
}

} // namespace gatehouse::test
