// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/frames.h"

#include <QByteArray>

#include <cstddef>
#include <memory>
#include <string_view>

namespace gatehouse {

/// One message on its way to many clients. Made once, never changed.
struct OutMessage {
    QByteArray bytes;
    Wire wire = Wire::Cbor;
    /// The same as a transport frames it: made by the first peer that needs it, shared by the others. The hub's thread.
    mutable std::shared_ptr<const QByteArray> framed;
};
using Message = std::shared_ptr<const OutMessage>;

/// The hub's end of one client's link: bytes out, nothing known of sockets. What comes in, and that the client has
/// gone, is told to the hub by whoever made the peer. The hub owns it; the hub's thread.
class Peer
{
public:
    virtual ~Peer() = default;

    /// One whole message.
    virtual void send(Message message) = 0;
    /// Bytes given to send() that the client has not taken yet.
    [[nodiscard]] virtual std::size_t unsentBytes() const = 0;
    /// After what was sent. The hub drops the peer right after this; it finishes by itself.
    virtual void close(CloseCode code, std::string_view reason) = 0;
    /// The connection belongs to somebody: it no longer counts among strangers.
    virtual void markSignedIn() {}
};

} // namespace gatehouse
