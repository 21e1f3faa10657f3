// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/gateway/httprequest.h"
#include "shared/model/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// An answer as a handler writes it. The connection adds Date, Connection, Content-Length and, unless set here, the
/// cautious headers: X-Content-Type-Options, Content-Security-Policy, Referrer-Policy, Cache-Control. It drops the body
/// for HEAD and turns a 200 whose ETag the client already has into 304. Names no program and no version.
struct HttpResponse {
    int status = 200;
    std::vector<HttpHeader> headers;
    std::string body;
    bool closeAfter = false; ///< hang up after this answer

    HttpResponse &set(std::string_view name, std::string value);
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::string_view value(std::string_view name) const; ///< empty when absent

    [[nodiscard]] static HttpResponse text(std::string body, int status = 200);
    [[nodiscard]] static HttpResponse json(std::string body, int status = 200);
    [[nodiscard]] static HttpResponse content(std::string contentType, std::string body);
    [[nodiscard]] static HttpResponse empty(int status);
    /// RFC 9457: application/problem+json with type, title (the status phrase), status, and our own member "code".
    [[nodiscard]] static HttpResponse problem(int status, std::string_view code, std::string_view detail = {});
    /// The status that fits the fault; its wrong fields in the member "fields", each with path and reason.
    [[nodiscard]] static HttpResponse problem(const Failure &failure);
};

/// 409 for a conflict, 429 for too many, …
[[nodiscard]] int statusOf(Fault fault);
[[nodiscard]] std::string_view statusPhrase(int status);

/// "3": whole seconds, rounded up, at least 1 (RFC 9110 §10.2.3).
[[nodiscard]] std::string retryAfter(std::chrono::milliseconds wait);
/// A strong entity tag of these bytes, quoted.
[[nodiscard]] std::string entityTag(std::string_view bytes);
/// True if If-None-Match has this tag or "*" (weak comparison, RFC 9110 §13.1.2).
[[nodiscard]] bool isUnmodified(const HttpHead &head, std::string_view tag);
/// "Mon, 23 Nov 2026 21:00:00 GMT" (RFC 9110 §5.6.7).
[[nodiscard]] std::string httpDate(std::int64_t unixSeconds);

enum class ConnectionAfter { Kept, Closed };

/// The bytes of the answer's head, up to and with the blank line. A header whose name or value could break out of its
/// line is left out.
[[nodiscard]] std::string serializedHead(const HttpResponse &response, ConnectionAfter after, std::int64_t unixSeconds);

} // namespace gatehouse
