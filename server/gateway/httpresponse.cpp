// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/httpresponse.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

Q_LOGGING_CATEGORY(responseLog, "server.gateway.http")

namespace gatehouse {

namespace {

constexpr std::string_view kContentSecurityPolicy =
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'";

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

HttpResponse problemDocument(int status, std::string_view code, std::string_view detail, const QJsonArray &fields)
{
    QJsonObject document{{QStringLiteral("type"), QStringLiteral("about:blank")},
                         {QStringLiteral("title"), toText(statusPhrase(status))},
                         {QStringLiteral("status"), status},
                         {QStringLiteral("code"), toText(code)}};
    if (!detail.empty())
        document.insert(QStringLiteral("detail"), toText(detail));
    if (!fields.isEmpty())
        document.insert(QStringLiteral("fields"), fields);
    auto response = HttpResponse::content("application/problem+json",
                                          QJsonDocument(document).toJson(QJsonDocument::Compact).toStdString());
    response.status = status;
    return response;
}

bool isSafe(const HttpHeader &header)
{
    const auto breaksOut = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    const auto breaksName = [&](char c) { return breaksOut(c) || c == ':' || c == ' '; };
    return !header.name.empty() && std::ranges::none_of(header.name, breaksName)
        && std::ranges::none_of(header.value, breaksOut);
}

/// Framing is the connection's business; a handler that sets it too would make two of them.
bool isFraming(std::string_view name)
{
    return equalsIgnoringCase(name, "content-length") || equalsIgnoringCase(name, "connection")
        || equalsIgnoringCase(name, "date") || equalsIgnoringCase(name, "transfer-encoding");
}

void append(std::string &head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

/// 1xx, 204 and 304 have no body and tell no length (RFC 9110 §8.6).
bool mayHaveBody(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

} // namespace

HttpResponse &HttpResponse::set(std::string_view name, std::string value)
{
    const auto found = std::ranges::find_if(
        headers, [name](const HttpHeader &header) { return equalsIgnoringCase(header.name, name); });
    if (found != headers.end())
        found->value = std::move(value);
    else
        headers.push_back({std::string(name), std::move(value)});
    return *this;
}

bool HttpResponse::has(std::string_view name) const
{
    return std::ranges::any_of(headers,
                               [name](const HttpHeader &header) { return equalsIgnoringCase(header.name, name); });
}

std::string_view HttpResponse::value(std::string_view name) const
{
    for (const auto &header : headers) {
        if (equalsIgnoringCase(header.name, name))
            return header.value;
    }
    return {};
}

HttpResponse HttpResponse::content(std::string contentType, std::string body)
{
    HttpResponse response;
    response.headers.push_back({"Content-Type", std::move(contentType)});
    response.body = std::move(body);
    return response;
}

HttpResponse HttpResponse::text(std::string body, int status)
{
    auto response = content("text/plain; charset=utf-8", std::move(body));
    response.status = status;
    return response;
}

HttpResponse HttpResponse::json(std::string body, int status)
{
    auto response = content("application/json", std::move(body));
    response.status = status;
    return response;
}

HttpResponse HttpResponse::empty(int status)
{
    HttpResponse response;
    response.status = status;
    return response;
}

HttpResponse HttpResponse::problem(int status, std::string_view code, std::string_view detail)
{
    return problemDocument(status, code, detail, {});
}

HttpResponse HttpResponse::problem(const Failure &failure)
{
    QJsonArray fields;
    for (const auto &field : failure.fields) {
        fields.append(QJsonObject{{QStringLiteral("path"), toText(field.path)},
                                  {QStringLiteral("reason"), toText(field.reason)}});
    }
    return problemDocument(statusOf(failure.fault), faultName(failure.fault), failure.detail, fields);
}

int statusOf(Fault fault)
{
    switch (fault) {
    case Fault::None:
        return 200;
    case Fault::Malformed:
        return 400;
    case Fault::Invalid:
    case Fault::Reused:
        return 422;
    case Fault::NotSignedIn:
    case Fault::Expired:
    case Fault::Revoked:
        return 401;
    case Fault::Forbidden:
        return 403;
    case Fault::NotFound:
    case Fault::Unknown:
        return 404;
    case Fault::Conflict:
    case Fault::Gap:
        return 409;
    case Fault::TooLarge:
        return 413;
    case Fault::TooMany:
        return 429;
    case Fault::Overloaded:
    case Fault::ReadOnly:
    case Fault::Unavailable:
        return 503;
    case Fault::Newer:
    case Fault::Unsupported:
        return 501;
    case Fault::Internal:
    case Fault::Corrupt:
        return 500;
    }
    return 500; // a fault of a newer version
}

std::string_view statusPhrase(int status)
{
    switch (status) {
    case 100:
        return "Continue";
    case 101:
        return "Switching Protocols";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 421:
        return "Misdirected Request";
    case 422:
        return "Unprocessable Content";
    case 426:
        return "Upgrade Required";
    case 428:
        return "Precondition Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Status";
    }
}

std::string retryAfter(std::chrono::milliseconds wait)
{
    return std::to_string(std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(wait).count()));
}

std::string entityTag(std::string_view bytes)
{
    const auto view = QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
    const auto hash = QCryptographicHash::hash(view, QCryptographicHash::Sha256).first(16);
    return '"' + hash.toHex().toStdString() + '"';
}

bool isUnmodified(const HttpHead &head, std::string_view tag)
{
    const auto opaque = [](std::string_view text) { return text.starts_with("W/") ? text.substr(2) : text; };
    const auto known = head.joinedHeader("if-none-match");
    return !tag.empty() && std::ranges::any_of(listElements(known), [&](std::string_view candidate) {
        return candidate == "*" || opaque(candidate) == opaque(tag);
    });
}

std::string httpDate(std::int64_t unixSeconds)
{
    // By hand, because strftime() follows the locale.
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t time = unixSeconds;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                  days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                  months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                  parts.tm_sec);
    return text.data();
}

std::string serializedHead(const HttpResponse &response, ConnectionAfter after, std::int64_t unixSeconds)
{
    std::string head;
    head.reserve(512);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(statusPhrase(response.status));
    head.append("\r\n");
    append(head, "Date", httpDate(unixSeconds));
    append(head, "Connection", after == ConnectionAfter::Kept ? "keep-alive" : "close");
    if (mayHaveBody(response.status))
        append(head, "Content-Length", std::to_string(response.body.size()));
    const auto appendDefault = [&](std::string_view name, std::string_view value) {
        if (!response.has(name))
            append(head, name, value);
    };
    appendDefault("X-Content-Type-Options", "nosniff");
    appendDefault("Content-Security-Policy", kContentSecurityPolicy);
    appendDefault("Referrer-Policy", "no-referrer");
    appendDefault("Cache-Control", response.has("ETag") ? "no-cache" : "no-store");
    for (const auto &header : response.headers) {
        if (isFraming(header.name))
            continue;
        if (isSafe(header))
            append(head, header.name, header.value);
        else
            qCWarning(responseLog) << "left out a response header that would have broken out of its line";
    }
    head.append("\r\n");
    return head;
}

} // namespace gatehouse
