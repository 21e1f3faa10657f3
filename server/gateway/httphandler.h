// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/httprequest.h"
#include "server/gateway/httpresponse.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>

namespace gatehouse {

class HttpConnection;
class WebSocketPeer;

/// Yes to a WebSocket, with the subprotocol chosen of those offered, or none.
struct AcceptedUpgrade {
    std::string subprotocol;
};
using UpgradeAnswer = std::variant<AcceptedUpgrade, HttpResponse>;

/// The right to answer one request, once; copies share it. May be kept and used later, in the connection's thread, and
/// does nothing when the connection has gone. When the last copy goes without an answer, the client gets 500. Values,
/// not responders, cross threads: answer from a queued call.
class HttpResponder
{
public:
    HttpResponder(HttpConnection &connection, std::uint64_t request);

    /// The first call answers; later ones do nothing.
    void send(HttpResponse response) const;
    /// The request carried a valid token: its connection no longer counts among strangers.
    void markSignedIn() const;
    /// False once answered, timed out, or the client has gone: work for it may stop.
    [[nodiscard]] bool isWanted() const;

private:
    struct Pending;
    std::shared_ptr<Pending> m_pending;
};

/// What stands behind the HTTP front. Called in the I/O thread; must not block. The front has checked form and limits;
/// paths, methods, tokens and content are the handler's.
class HttpHandler
{
public:
    virtual ~HttpHandler() = default;

    /// Whether we go by this host (lower case, without port). A page of a foreign name that was pointed at our address
    /// (DNS rebinding) is refused with 421. Says yes to addresses and localhost only.
    [[nodiscard]] virtual bool isKnownHost(std::string_view host) const { return isLiteralHost(host); }

    /// Bytes of body taken for this request, asked when its head has come; never more than GatewayLimits::bodyMost.
    /// Check the token before allowing more than a stranger may send.
    [[nodiscard]] virtual std::size_t bodyLimitFor(const HttpHead &head) = 0;

    /// Answer with the responder, now or later. HEAD comes as HEAD; answer as for GET, the body is dropped on the way.
    virtual void handle(HttpRequest request, HttpResponder responder) = 0;

    /// A well-formed WebSocket handshake: check path, Origin (isOwnOrigin) and subprotocol (chosenSubprotocol), and
    /// accept or say why not. Accepts none by default.
    [[nodiscard]] virtual UpgradeAnswer acceptUpgrade(const HttpHead &head);
    /// The accepted peer, now the handler's. Connect to its signals here; it begins to read right after.
    virtual void upgraded(std::unique_ptr<WebSocketPeer> peer, const HttpHead &head);
};

/// True if the request comes from no web page (no Origin) or from one that this very host and port served.
[[nodiscard]] bool isOwnOrigin(const HttpHead &head);
/// The first of ours that the client offers in Sec-WebSocket-Protocol; nothing if it offers none of them.
[[nodiscard]] std::optional<std::string> chosenSubprotocol(const HttpHead &head,
                                                           std::span<const std::string_view> ours);

} // namespace gatehouse
