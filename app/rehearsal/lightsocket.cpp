// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rehearsal/lightsocket.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QSslSocket>
#include <QtEndian>

namespace gatehouse {

namespace {

constexpr int kMostHandshake = 16 * 1024;
constexpr qsizetype kMostMessage = 4 * 1024 * 1024; // bytes; pages and deltas stay far below
constexpr int kContinuation = 0;
constexpr int kBinary = 2;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;
constexpr char kAcceptSalt[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §1.3

QByteArray randomBytes(int count)
{
    QByteArray bytes(count, '\0');
    for (char &byte : bytes)
        byte = static_cast<char>(QRandomGenerator::global()->generate());
    return bytes;
}

} // namespace

LightSocket::LightSocket(QObject *parent) : QObject(parent) {}

LightSocket::~LightSocket()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void LightSocket::open(const QUrl &address, const QByteArray &subprotocol)
{
    m_address = address;
    m_subprotocol = subprotocol;
    const bool isEncrypted = address.scheme() == QLatin1String("wss");
    const auto port = static_cast<quint16>(address.port(isEncrypted ? 443 : 80));
    if (isEncrypted) {
        auto socket = std::make_unique<QSslSocket>();
        connect(socket.get(), &QSslSocket::encrypted, this, &LightSocket::sayHello);
        QSslSocket *encrypted = socket.get();
        m_socket = std::move(socket);
        encrypted->connectToHostEncrypted(address.host(), port);
    } else {
        m_socket = std::make_unique<QTcpSocket>();
        connect(m_socket.get(), &QTcpSocket::connected, this, &LightSocket::sayHello);
        m_socket->connectToHost(address.host(), port);
    }
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &LightSocket::read);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, [this] { end(0); });
    connect(m_socket.get(), &QTcpSocket::disconnected, this, [this] { end(0); });
}

void LightSocket::sayHello()
{
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_key = randomBytes(16).toBase64();
    m_socket->write(
        "GET " + m_address.path(QUrl::FullyEncoded).toUtf8() + " HTTP/1.1\r\nHost: " + m_address.host().toUtf8() + ':'
        + QByteArray::number(m_socket->peerPort())
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + m_key
        + "\r\nSec-WebSocket-Protocol: " + m_subprotocol + "\r\n\r\n");
}

void LightSocket::read()
{
    m_in += m_socket->readAll();
    if (!m_isOpen && !readHandshake())
        return;
    while (!m_isClosed && readFrame()) {
    }
}

bool LightSocket::readHandshake()
{
    const auto headEnd = m_in.indexOf("\r\n\r\n");
    if (headEnd < 0) {
        if (m_in.size() > kMostHandshake)
            abort();
        return false;
    }
    const QByteArray head = m_in.left(headEnd).toLower();
    const QByteArray accept = QCryptographicHash::hash(m_key + kAcceptSalt, QCryptographicHash::Sha1).toBase64();
    m_in.remove(0, headEnd + 4);
    if (!head.startsWith("http/1.1 101") || !head.contains("\r\nsec-websocket-accept: " + accept.toLower())) {
        abort();
        return false;
    }
    m_isOpen = true;
    emit opened();
    return !m_isClosed;
}

bool LightSocket::readFrame()
{
    if (m_in.size() < 2)
        return false;
    const auto first = static_cast<unsigned char>(m_in[0]);
    quint64 size = static_cast<unsigned char>(m_in[1]) & 0x7f;
    qsizetype at = 2;
    if (size == 126) {
        if (m_in.size() < 4)
            return false;
        size = qFromBigEndian<quint16>(m_in.constData() + 2);
        at = 4;
    } else if (size == 127) {
        if (m_in.size() < 10)
            return false;
        size = qFromBigEndian<quint64>(m_in.constData() + 2);
        at = 10;
    }
    if (size > static_cast<quint64>(kMostMessage)) {
        abort();
        return false;
    }
    const auto length = static_cast<qsizetype>(size);
    if (m_in.size() < at + length)
        return false;
    QByteArray payload = m_in.mid(at, length);
    m_in.remove(0, at + length);
    take(first & 0x0f, (first & 0x80) != 0, std::move(payload));
    return true;
}

void LightSocket::take(int opcode, bool isFinal, QByteArray payload)
{
    switch (opcode) {
    case kPing:
        sendFrame(kPong, payload);
        return;
    case kPong:
        return;
    case kClose:
        sendFrame(kClose, payload.left(2));
        end(payload.size() >= 2 ? qFromBigEndian<quint16>(payload.constData()) : 0);
        return;
    default:
        break;
    }
    if (opcode == kContinuation || !isFinal) {
        m_message += payload;
        if (m_message.size() > kMostMessage)
            return abort();
        if (!isFinal)
            return;
        payload = std::exchange(m_message, {});
    }
    emit received(payload);
}

void LightSocket::send(const QByteArray &message)
{
    if (m_isOpen && !m_isClosed)
        sendFrame(kBinary, message);
}

void LightSocket::sendFrame(int opcode, const QByteArray &payload)
{
    QByteArray frame;
    frame.reserve(payload.size() + 14);
    frame += static_cast<char>(0x80 | opcode);
    if (payload.size() < 126) {
        frame += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() <= 0xffff) {
        frame += static_cast<char>(0x80 | 126);
        const quint16 size = qToBigEndian(static_cast<quint16>(payload.size()));
        frame.append(reinterpret_cast<const char *>(&size), sizeof size);
    } else {
        frame += static_cast<char>(0x80 | 127);
        const quint64 size = qToBigEndian(static_cast<quint64>(payload.size()));
        frame.append(reinterpret_cast<const char *>(&size), sizeof size);
    }
    const QByteArray mask = randomBytes(4);
    frame += mask;
    const qsizetype start = frame.size();
    frame += payload;
    for (qsizetype index = 0; index < payload.size(); ++index)
        frame[start + index] = static_cast<char>(frame[start + index] ^ mask[index % 4]);
    m_socket->write(frame);
}

void LightSocket::abort()
{
    end(0);
}

void LightSocket::end(int code)
{
    if (std::exchange(m_isClosed, true))
        return;
    m_socket->disconnect(this);
    if (code != 0)
        m_socket->disconnectFromHost();
    else
        m_socket->abort();
    emit closed(code);
}

} // namespace gatehouse
