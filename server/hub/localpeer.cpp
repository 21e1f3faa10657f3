// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/hub/localpeer.h"

namespace gatehouse {

LocalPeer::~LocalPeer()
{
    const std::lock_guard lock(m_wire->mutex);
    m_wire->shell = nullptr; // what is still on its way in finds nobody
}

void LocalPeer::send(Message message)
{
    const std::lock_guard lock(m_wire->mutex);
    if (!m_wire->end)
        return;
    const auto size = static_cast<std::size_t>(message->bytes.size());
    m_wire->unsent += size;
    LocalEnd *end = m_wire->end;
    QMetaObject::invokeMethod(
        end,
        [end, wire = m_wire, bytes = message->bytes, size] {
            wire->unsent -= size;
            emit end->received(bytes);
        },
        Qt::QueuedConnection);
}

void LocalPeer::close(CloseCode code, std::string_view reason)
{
    const std::lock_guard lock(m_wire->mutex);
    if (!m_wire->end)
        return;
    LocalEnd *end = m_wire->end;
    const QString text = QString::fromUtf8(reason.data(), static_cast<qsizetype>(reason.size()));
    QMetaObject::invokeMethod(
        end, [end, code, text] { emit end->closed(static_cast<quint16>(code), text); }, Qt::QueuedConnection);
}

std::unique_ptr<LocalEnd> LocalEnd::attach(HubShell &shell)
{
    auto wire = std::make_shared<LocalWire>();
    std::unique_ptr<LocalEnd> end(new LocalEnd(wire));
    wire->shell = &shell;
    wire->end = end.get();
    QMetaObject::invokeMethod(
        &shell,
        [shell = &shell, wire] { wire->connection = shell->attach(std::make_unique<LocalPeer>(wire), Wire::Cbor); },
        Qt::QueuedConnection);
    return end;
}

LocalEnd::~LocalEnd()
{
    const std::lock_guard lock(m_wire->mutex);
    m_wire->end = nullptr;
    if (HubShell *shell = m_wire->shell)
        QMetaObject::invokeMethod(
            shell, [shell, wire = m_wire] { shell->disconnected(wire->connection); }, Qt::QueuedConnection);
}

void LocalEnd::send(const QByteArray &message)
{
    const std::lock_guard lock(m_wire->mutex);
    if (HubShell *shell = m_wire->shell)
        QMetaObject::invokeMethod(
            shell, [shell, wire = m_wire, message] { shell->received(wire->connection, message); },
            Qt::QueuedConnection);
}

} // namespace gatehouse
