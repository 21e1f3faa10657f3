// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/socketpeer.h"

namespace gatehouse {

void SocketPeer::attach(std::unique_ptr<WebSocketPeer> owned, HubShell &shell)
{
    WebSocketPeer *socket = owned.release();
    socket->setParent(&shell);
    const bool isJson = socket->subprotocol() == kSubprotocols[1];
    const MessageKind expected = isJson ? MessageKind::Text : MessageKind::Binary;
    const ConnectionId id =
        shell.attach(std::unique_ptr<Peer>(new SocketPeer(socket)), isJson ? Wire::Json : Wire::Cbor);
    QObject::connect(socket, &WebSocketPeer::messageReceived, &shell,
                     [&shell, id, expected, socket](const QByteArray &message, MessageKind kind) {
                         if (kind == expected)
                             return shell.received(id, message);
                         socket->close(static_cast<std::uint16_t>(CloseCode::ProtocolError),
                                       "text and bytes are not mixed");
                         shell.disconnected(id);
                     });
    QObject::connect(socket, &WebSocketPeer::caughtUp, &shell, [&shell, id] { shell.drained(id); });
    QObject::connect(socket, &WebSocketPeer::closed, &shell, [&shell, id, socket] {
        shell.disconnected(id);
        socket->deleteLater();
    });
}

SocketPeer::~SocketPeer()
{
    if (m_socket && m_socket->isOpen())
        m_socket->close(static_cast<std::uint16_t>(CloseCode::GoingAway), {});
}

void SocketPeer::send(Message message)
{
    if (!m_socket)
        return;
    if (!message->framed)
        message->framed =
            WebSocketPeer::encoded(message->wire == Wire::Json ? MessageKind::Text : MessageKind::Binary,
                                   {message->bytes.constData(), static_cast<std::size_t>(message->bytes.size())});
    m_socket->sendShared(message->framed);
}

void SocketPeer::close(CloseCode code, std::string_view reason)
{
    if (m_socket)
        m_socket->close(static_cast<std::uint16_t>(code), reason);
}

void SocketPeer::markSignedIn()
{
    if (m_socket)
        m_socket->markSignedIn();
}

} // namespace gatehouse
