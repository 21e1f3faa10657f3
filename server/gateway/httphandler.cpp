// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/httphandler.h"

#include "server/gateway/websocketpeer.h"

#include <algorithm>

namespace gatehouse {

UpgradeAnswer HttpHandler::acceptUpgrade(const HttpHead &)
{
    return HttpResponse::problem(404, "not-found");
}

void HttpHandler::upgraded(std::unique_ptr<WebSocketPeer>, const HttpHead &) {}

bool isOwnOrigin(const HttpHead &head)
{
    const auto origins = std::ranges::count(head.headers, "origin", &HttpHeader::name);
    if (origins == 0)
        return true;
    auto origin = *head.header("origin");
    if (origin.starts_with("https://"))
        origin.remove_prefix(8);
    else if (origin.starts_with("http://"))
        origin.remove_prefix(7);
    else
        return false;
    return origins == 1 && equalsIgnoringCase(origin, *head.header("host"));
}

std::optional<std::string> chosenSubprotocol(const HttpHead &head, std::span<const std::string_view> ours)
{
    const auto joined = head.joinedHeader("sec-websocket-protocol");
    const auto offered = listElements(joined);
    for (const auto name : ours) {
        if (std::ranges::find(offered, name) != offered.end())
            return std::string(name);
    }
    return std::nullopt;
}

} // namespace gatehouse
