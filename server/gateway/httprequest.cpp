// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/gateway/httprequest.h"

#include "shared/model/text.h"

#include <algorithm>

namespace gatehouse {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

std::string_view methodName(HttpMethod method)
{
    switch (method) {
    case HttpMethod::Get:
        return "GET";
    case HttpMethod::Head:
        return "HEAD";
    case HttpMethod::Post:
        return "POST";
    case HttpMethod::Put:
        return "PUT";
    case HttpMethod::Delete:
        return "DELETE";
    case HttpMethod::Options:
        return "OPTIONS";
    }
    Q_UNREACHABLE();
}

std::optional<std::string_view> HttpHead::header(std::string_view name) const
{
    const auto found = std::ranges::find(headers, name, &HttpHeader::name);
    if (found == headers.end())
        return std::nullopt;
    return found->value;
}

std::string HttpHead::joinedHeader(std::string_view name) const
{
    std::string joined;
    for (const auto &header : headers) {
        if (header.name != name)
            continue;
        if (!joined.empty())
            joined += ", ";
        joined += header.value;
    }
    return joined;
}

std::optional<std::string> HttpHead::queryValue(std::string_view name) const
{
    std::string_view rest = query;
    while (!rest.empty()) {
        const auto pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        const auto equals = pair.find('=');
        if (percentDecoded(pair.substr(0, equals), PlusMeans::Space) != name)
            continue;
        return percentDecoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1),
                              PlusMeans::Space);
    }
    return std::nullopt;
}

std::optional<std::string_view> HttpHead::bearerToken() const
{
    const auto value = header("authorization");
    constexpr std::string_view scheme = "bearer ";
    if (!value || value->size() <= scheme.size() || !equalsIgnoringCase(value->substr(0, scheme.size()), scheme))
        return std::nullopt;
    return trimmed(value->substr(scheme.size()));
}

std::optional<std::string> percentDecoded(std::string_view text, PlusMeans plus)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        char c = text[index];
        if (c == '%') {
            if (index + 2 >= text.size())
                return std::nullopt;
            const int high = hexDigit(text[index + 1]);
            const int low = hexDigit(text[index + 2]);
            if (high < 0 || low < 0)
                return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            index += 2;
        } else if (c == '+' && plus == PlusMeans::Space) {
            c = ' ';
        }
        if (c == '\0')
            return std::nullopt;
        decoded += c;
    }
    if (!isUtf8(decoded))
        return std::nullopt;
    return decoded;
}

bool isLiteralHost(std::string_view host)
{
    if (equalsIgnoringCase(host, "localhost"))
        return true;
    const auto text = QString::fromLatin1(host.data(), static_cast<qsizetype>(host.size()));
    return !QHostAddress(text).isNull();
}

bool listHasToken(std::string_view list, std::string_view token)
{
    return std::ranges::any_of(listElements(list),
                               [token](std::string_view element) { return equalsIgnoringCase(element, token); });
}

std::vector<std::string_view> listElements(std::string_view list)
{
    std::vector<std::string_view> elements;
    while (!list.empty()) {
        const auto raw = list.substr(0, list.find(','));
        list.remove_prefix(std::min(raw.size() + 1, list.size()));
        if (const auto element = trimmed(raw); !element.empty())
            elements.push_back(element);
    }
    return elements;
}

bool equalsIgnoringCase(std::string_view one, std::string_view other)
{
    return std::ranges::equal(one, other, [](char a, char b) { return lower(a) == lower(b); });
}

std::string lowerCase(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

} // namespace gatehouse
