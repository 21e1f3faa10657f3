// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// The methods we know; any other is answered 501 before a handler sees it.
enum class HttpMethod : std::uint8_t { Get, Head, Post, Put, Delete, Options };

[[nodiscard]] std::string_view methodName(HttpMethod method);

struct HttpHeader {
    std::string name; ///< in requests lower case
    std::string value;
    bool operator==(const HttpHeader &) const = default;
};

/// The head of a request that has passed all checks of form: one Host, path decoded and without dot segments, valid
/// UTF-8.
struct HttpHead {
    HttpMethod method = HttpMethod::Get;
    std::string
        path; ///< decoded, begins with '/', UTF-8 without control characters, no "." or ".." segment, no encoded '/'
    std::string query;               ///< as sent, without '?'; queryValue() decodes
    int minorVersion = 1;            ///< of HTTP/1.x
    std::vector<HttpHeader> headers; ///< in the order sent
    std::string host;                ///< as sent, without port, lower case; an IPv6 address without brackets
    QHostAddress peer;

    /// The value of the only or first header of this (lower-case) name.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// All values of that name, joined by ", " as RFC 9110 §5.3 allows; empty when absent.
    [[nodiscard]] std::string joinedHeader(std::string_view name) const;
    /// A query parameter, percent-decoded with '+' as space; nothing when absent or not valid UTF-8.
    [[nodiscard]] std::optional<std::string> queryValue(std::string_view name) const;
    /// The token of "Authorization: Bearer …" (RFC 6750), or nothing.
    [[nodiscard]] std::optional<std::string_view> bearerToken() const;
};

struct HttpRequest {
    HttpHead head;
    std::string body;
};

/// %-decoding of a path or, with plus as space, of a form value. Nothing when a % is not followed by two hex digits, or
/// the result has U+0000 or is not strict UTF-8.
enum class PlusMeans { Plus, Space };
[[nodiscard]] std::optional<std::string> percentDecoded(std::string_view text, PlusMeans plus);

/// True for "localhost" and for IP addresses, which no foreign web page can point at us by DNS rebinding.
[[nodiscard]] bool isLiteralHost(std::string_view host);

/// True if the comma-separated list has this token, in any case (RFC 9110 §5.6.1).
[[nodiscard]] bool listHasToken(std::string_view list, std::string_view token);
/// The elements of a comma-separated list without white space; empty ones dropped.
[[nodiscard]] std::vector<std::string_view> listElements(std::string_view list);
[[nodiscard]] bool equalsIgnoringCase(std::string_view one, std::string_view other);
[[nodiscard]] std::string lowerCase(std::string_view text);

} // namespace gatehouse
