// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/gatewaylimits.h"
#include "server/gateway/httprequest.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse {

/// Why a request is refused before any handler sees it: a status and a code that never changes.
struct HttpRefusal {
    int status = 0;
    std::string_view code;
    bool operator==(const HttpRefusal &) const = default;
};

/// Reads one HTTP/1.0 or 1.1 request out of bytes, strictly. Boost.Beast reads fields, lengths and chunks; what it lets
/// pass is refused here: bare LF, folded lines, no or two Hosts, any Transfer-Encoding but "chunked", unknown methods,
/// odd targets, over-long lines, too many headers. Knows no socket and no clock. One object for one request.
class HttpRequestParser
{
public:
    enum class Step { NeedsMore, HeadReady, Complete, Refused };

    explicit HttpRequestParser(const GatewayLimits &limits);
    ~HttpRequestParser();
    Q_DISABLE_COPY_MOVE(HttpRequestParser)

    /// Give all bytes that have come since the request began, again and longer after NeedsMore (what was looked at is
    /// not looked at again). On HeadReady, `consumed` bytes were the head. Never Complete.
    [[nodiscard]] Step parseHead(std::string_view bytes, std::size_t &consumed);
    /// Once, after HeadReady: Complete if there is no body, Refused if it is declared larger than this many bytes.
    [[nodiscard]] Step allowBody(std::size_t limit);
    /// Give what follows the head. Drop `consumed` bytes and give the rest again with more.
    [[nodiscard]] Step parseBody(std::string_view bytes, std::size_t &consumed);

    [[nodiscard]] const HttpRefusal &refusal() const { return m_refusal; }
    [[nodiscard]] HttpHead &head() { return m_head; }
    [[nodiscard]] bool wantsKeepAlive() const { return m_wantsKeepAlive; }
    [[nodiscard]] bool wantsUpgrade() const { return m_wantsUpgrade; } ///< "Upgrade: websocket", in form; body or not
    [[nodiscard]] bool expectsContinue() const
    {
        return m_expectsContinue;
    } ///< the client waits for 100 before its body
    [[nodiscard]] bool hasBody() const;
    [[nodiscard]] std::size_t bodyBytes() const; ///< decoded so far
    [[nodiscard]] std::string takeBody();

private:
    struct Beast;

    Step refuse(int status, std::string_view code);
    Step scanHead(std::string_view bytes, std::size_t &length);
    Step readRequestLine(std::string_view line);
    Step readTarget(std::string_view target);
    Step readFields(std::string_view bytes);
    Step checkHost();
    Step checkFraming();

    GatewayLimits m_limits;
    std::unique_ptr<Beast> m_beast;
    HttpHead m_head;
    HttpRefusal m_refusal;
    std::size_t m_scanned = 0;   ///< bytes of the head looked at
    std::size_t m_lineStart = 0; ///< of the line at m_scanned
    std::size_t m_lines = 0;     ///< ended so far
    std::size_t m_firstLine = 0; ///< its length without CRLF
    std::size_t m_bodyLimit = 0;
    std::size_t m_rawBody = 0; ///< with chunk headers
    bool m_wantsKeepAlive = false;
    bool m_wantsUpgrade = false;
    bool m_expectsContinue = false;
};

/// The host of a Host header's value, lower case, without port and brackets; nothing if it is not of that form.
[[nodiscard]] std::optional<std::string> hostOf(std::string_view value);

} // namespace gatehouse
