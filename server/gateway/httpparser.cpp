// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/httpparser.h"

#include "shared/model/text.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace gatehouse {

namespace http = boost::beast::http;

namespace {

/// Raw bytes a chunked body may take for each byte it carries: chunks of one byte take six.
constexpr std::size_t kChunkOverhead = 8;

bool isToken(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
            || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

std::optional<HttpMethod> methodNamed(std::string_view name)
{
    for (const auto method : {HttpMethod::Get, HttpMethod::Head, HttpMethod::Post, HttpMethod::Put, HttpMethod::Delete,
                              HttpMethod::Options}) {
        if (methodName(method) == name)
            return method;
    }
    return std::nullopt;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool hasDotSegment(std::string_view path)
{
    while (!path.empty()) {
        path.remove_prefix(1); // the '/'
        const auto segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..")
            return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

std::string_view plain(boost::beast::string_view text)
{
    return {text.data(), text.size()};
}

} // namespace

struct HttpRequestParser::Beast : http::request_parser<http::string_body> {
};

HttpRequestParser::HttpRequestParser(const GatewayLimits &limits) : m_limits(limits), m_beast(std::make_unique<Beast>())
{
    m_beast->header_limit(static_cast<std::uint32_t>(m_limits.head));
    m_beast->body_limit(boost::none); // allowBody() sets it, when the head has told who asks for what
    m_beast->eager(false);
}

HttpRequestParser::~HttpRequestParser() = default;

HttpRequestParser::Step HttpRequestParser::refuse(int status, std::string_view code)
{
    m_refusal = {status, code};
    return Step::Refused;
}

HttpRequestParser::Step HttpRequestParser::parseHead(std::string_view bytes, std::size_t &consumed)
{
    std::size_t length = 0;
    if (const auto step = scanHead(bytes, length); step != Step::HeadReady)
        return step;
    consumed = length;
    const auto head = bytes.substr(0, length);
    if (const auto step = readRequestLine(head.substr(0, m_firstLine)); step != Step::HeadReady)
        return step;
    if (const auto step = readFields(head); step != Step::HeadReady)
        return step;
    if (const auto step = checkHost(); step != Step::HeadReady)
        return step;
    return checkFraming();
}

/// Finds the blank line, and refuses what can be refused before it has come.
HttpRequestParser::Step HttpRequestParser::scanHead(std::string_view bytes, std::size_t &length)
{
    for (; m_scanned < bytes.size(); ++m_scanned) {
        const auto c = static_cast<unsigned char>(bytes[m_scanned]);
        const bool afterReturn = m_scanned > 0 && bytes[m_scanned - 1] == '\r';
        if ((c == '\n') != afterReturn)
            return refuse(400, "line-ending");
        if ((c < 0x20 && c != '\r' && c != '\n' && c != '\t') || c == 0x7f)
            return refuse(400, "control-character");
        if (m_scanned == m_lineStart && m_lines > 0 && (c == ' ' || c == '\t'))
            return refuse(400, "folded-line");
        if (m_lines == 0 && m_scanned >= m_limits.requestLine + 2)
            return refuse(414, "request-line-too-long");
        if (m_scanned >= m_limits.head)
            return refuse(431, "head-too-large");
        if (c != '\n')
            continue;
        const bool isBlank = m_scanned == m_lineStart + 1;
        if (m_lines == 0 && isBlank)
            return refuse(400, "no-request-line");
        if (isBlank) {
            length = ++m_scanned;
            return Step::HeadReady;
        }
        if (m_lines == 0)
            m_firstLine = m_scanned - 1;
        if (m_lines > m_limits.headerCount)
            return refuse(431, "too-many-headers");
        ++m_lines;
        m_lineStart = m_scanned + 1;
    }
    return Step::NeedsMore;
}

HttpRequestParser::Step HttpRequestParser::readRequestLine(std::string_view line)
{
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return refuse(400, "request-line");
    const auto name = line.substr(0, first);
    const auto version = line.substr(last + 1);
    const auto target = line.substr(first + 1, last - first - 1);
    if (!isToken(name) || target.find(' ') != std::string_view::npos)
        return refuse(400, "request-line");
    const bool isVersion = version.size() == 8 && version.starts_with("HTTP/") && isDigit(version[5])
        && version[6] == '.' && isDigit(version[7]);
    if (!isVersion)
        return refuse(400, "version");
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return refuse(505, "version");
    m_head.minorVersion = version.back() - '0';
    const auto method = methodNamed(name);
    if (!method)
        return refuse(501, "method");
    m_head.method = *method;
    return readTarget(target);
}

/// Only the origin form ("/path?query"): we are no proxy, and our clients send no other.
HttpRequestParser::Step HttpRequestParser::readTarget(std::string_view target)
{
    const auto isPrintable = [](char c) { return c > 0x20 && c < 0x7f && c != '#' && c != '\\'; };
    if (!target.starts_with('/') || !std::ranges::all_of(target, isPrintable))
        return refuse(400, "target");
    const auto question = target.find('?');
    const auto rawPath = target.substr(0, question);
    if (question != std::string_view::npos)
        m_head.query = target.substr(question + 1);
    // An encoded slash would be one segment to us and two to whoever stands before us.
    if (rawPath.find("%2f") != std::string_view::npos || rawPath.find("%2F") != std::string_view::npos)
        return refuse(400, "path");
    auto path = percentDecoded(rawPath, PlusMeans::Plus);
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (!path || std::ranges::any_of(*path, isControl) || path->find('\\') != std::string::npos || hasDotSegment(*path))
        return refuse(400, "path");
    m_head.path = std::move(*path);
    return Step::HeadReady;
}

HttpRequestParser::Step HttpRequestParser::readFields(std::string_view bytes)
{
    boost::beast::error_code error;
    const auto consumed = m_beast->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    if (error == http::error::header_limit)
        return refuse(431, "head-too-large");
    if (error || consumed != bytes.size() || !m_beast->is_header_done())
        return refuse(400, "header");
    for (const auto &field : m_beast->get())
        m_head.headers.push_back({lowerCase(plain(field.name_string())), std::string(plain(field.value()))});
    return Step::HeadReady;
}

HttpRequestParser::Step HttpRequestParser::checkHost()
{
    if (std::ranges::count(m_head.headers, "host", &HttpHeader::name) != 1)
        return refuse(400, "host");
    auto host = hostOf(*m_head.header("host"));
    if (!host)
        return refuse(400, "host");
    m_head.host = std::move(*host);
    return Step::HeadReady;
}

HttpRequestParser::Step HttpRequestParser::checkFraming()
{
    const auto encodings = std::ranges::count(m_head.headers, "transfer-encoding", &HttpHeader::name);
    const auto lengths = std::ranges::count(m_head.headers, "content-length", &HttpHeader::name);
    // Beast takes equal lengths twice, and a list of them; a smuggler's door, and no honest client does it.
    if (lengths > 1 || (lengths == 1 && !std::ranges::all_of(*m_head.header("content-length"), isDigit)))
        return refuse(400, "content-length");
    if (encodings > 1 || (encodings == 1 && lengths == 1))
        return refuse(400, "transfer-encoding");
    if (encodings == 1 && m_head.minorVersion == 0)
        return refuse(400, "transfer-encoding");
    if (encodings == 1 && !equalsIgnoringCase(*m_head.header("transfer-encoding"), "chunked"))
        return refuse(501, "transfer-encoding");

    const auto connection = m_head.joinedHeader("connection");
    m_wantsKeepAlive =
        m_head.minorVersion == 1 ? !listHasToken(connection, "close") : listHasToken(connection, "keep-alive");
    m_wantsUpgrade = m_head.minorVersion == 1 && listHasToken(connection, "upgrade")
        && listHasToken(m_head.joinedHeader("upgrade"), "websocket");
    if (const auto expect = m_head.header("expect")) {
        if (!equalsIgnoringCase(*expect, "100-continue"))
            return refuse(417, "expect");
        m_expectsContinue = m_head.minorVersion == 1 && hasBody();
    }
    return Step::HeadReady;
}

bool HttpRequestParser::hasBody() const
{
    return m_beast->chunked() || m_beast->content_length().value_or(0) > 0;
}

HttpRequestParser::Step HttpRequestParser::allowBody(std::size_t limit)
{
    m_bodyLimit = std::min(limit, m_limits.bodyMost);
    if (m_beast->content_length().value_or(0) > m_bodyLimit)
        return refuse(413, "body-too-large");
    m_beast->body_limit(m_bodyLimit);
    m_beast->eager(true);
    return hasBody() ? Step::NeedsMore : Step::Complete;
}

HttpRequestParser::Step HttpRequestParser::parseBody(std::string_view bytes, std::size_t &consumed)
{
    consumed = 0;
    if (bytes.empty())
        return Step::NeedsMore;
    boost::beast::error_code error;
    consumed = m_beast->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    m_rawBody += consumed;
    if (error == http::error::body_limit)
        return refuse(413, "body-too-large");
    if (error && error != http::error::need_more)
        return refuse(400, "chunk");
    if (m_beast->is_done())
        return Step::Complete;
    // Chunk headers, extensions and trailers carry nothing for us; they may not outgrow what they frame.
    if (bytes.size() - consumed >= m_limits.head || m_rawBody > kChunkOverhead * m_bodyLimit + m_limits.head)
        return refuse(400, "chunk");
    return Step::NeedsMore;
}

std::size_t HttpRequestParser::bodyBytes() const
{
    return m_beast->get().body().size();
}

std::string HttpRequestParser::takeBody()
{
    return std::move(m_beast->get().body());
}

std::optional<std::string> hostOf(std::string_view value)
{
    std::string_view host;
    if (value.starts_with('[')) {
        const auto end = value.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        host = value.substr(1, end - 1);
        value.remove_prefix(end + 1);
        if (host.find(':') == std::string_view::npos || !isLiteralHost(host))
            return std::nullopt;
    } else {
        host = value.substr(0, value.find(':'));
        value.remove_prefix(host.size());
        const auto isNameCharacter = [](char c) {
            return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
        };
        if (host.empty() || host.size() > 253 || !std::ranges::all_of(host, isNameCharacter))
            return std::nullopt;
    }
    const bool hasPort =
        value.size() > 1 && value.size() <= 6 && value[0] == ':' && std::ranges::all_of(value.substr(1), isDigit);
    if (!value.empty() && !hasPort)
        return std::nullopt;
    return lowerCase(host);
}

} // namespace gatehouse
