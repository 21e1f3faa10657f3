// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/sourcetext.h"

#include "shared/crypto/digest.h"
#include "shared/model/text.h"
#include "shared/model/values.h"

#include <QStringDecoder>

#include <array>
#include <optional>

namespace gatehouse {

namespace {

using namespace std::literals;

constexpr std::size_t kMaxTag = 2000; ///< bytes; what is longer is no tag, and looking for its end would cost

bool isSpace(char letter)
{
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

/// What an XML declaration names, in lower case; empty: none.
std::string declaredEncoding(std::string_view bytes)
{
    if (bytes.substr(0, 5) != "<?xml"sv)
        return {};
    const std::string_view head = bytes.substr(0, std::min<std::size_t>(bytes.find("?>"), 200));
    const auto at = head.find("encoding");
    const auto open = at == std::string_view::npos ? at : head.find_first_of("\"'", at);
    if (open == std::string_view::npos)
        return {};
    const auto close = head.find(head[open], open + 1);
    return close == std::string_view::npos ? std::string() : lowerAscii(head.substr(open + 1, close - open - 1));
}

Result<std::string> decodedBy(QStringConverter::Encoding encoding, std::string_view bytes)
{
    QStringDecoder decoder(encoding);
    const QString text = decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (decoder.hasError())
        return fail(Fault::Malformed, "not a text of the encoding it begins with");
    return text.toStdString();
}

/// windows-1252 where it differs from ISO-8859-1 (0x80 to 0x9F), from the WHATWG's table.
std::string ofWindows1252(std::string_view bytes)
{
    static constexpr std::array<char16_t, 32> high{0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    QString text;
    text.reserve(static_cast<qsizetype>(bytes.size()));
    for (const char letter : bytes) {
        const auto byte = static_cast<unsigned char>(letter);
        text.append(QChar(byte >= 0x80 && byte < 0xA0 ? high.at(byte - 0x80U) : static_cast<char16_t>(byte)));
    }
    return text.toStdString();
}

std::optional<std::string> entityNamed(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> names{{{"amp", "&"},
                                                                                          {"lt", "<"},
                                                                                          {"gt", ">"},
                                                                                          {"quot", "\""},
                                                                                          {"apos", "'"},
                                                                                          {"nbsp", " "},
                                                                                          {"ndash", "–"},
                                                                                          {"mdash", "—"},
                                                                                          {"hellip", "…"},
                                                                                          {"rsquo", "’"},
                                                                                          {"lsquo", "‘"},
                                                                                          {"ldquo", "“"},
                                                                                          {"rdquo", "”"},
                                                                                          {"euro", "€"},
                                                                                          {"copy", "©"},
                                                                                          {"bull", "•"}}};
    for (const auto &[known, text] : names) {
        if (known == name)
            return std::string(text);
    }
    if (name.size() < 2 || name.size() > 9 || name[0] != '#')
        return std::nullopt;
    const bool isHex = name[1] == 'x' || name[1] == 'X';
    bool isNumber = false;
    const uint code = toQString(name.substr(isHex ? 2 : 1)).toUInt(&isNumber, isHex ? 16 : 10);
    if (!isNumber || code < 0x20 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return std::nullopt;
    const auto point = static_cast<char32_t>(code);
    return QString::fromUcs4(&point, 1).toStdString();
}

struct Tag {
    std::string name; ///< lower case, without the slash
    bool isEnd = false;
    std::string_view attributes;
};

/// The tag at text[0] == '<'; `size` is what it takes. Nothing: a "<" that only means itself.
std::optional<Tag> tagAt(std::string_view text, std::size_t &size)
{
    if (text.substr(0, 4) == "<!--"sv) {
        const auto end = text.find("-->", 4);
        size = end == std::string_view::npos ? text.size() : end + 3;
        return Tag{"!", false, {}};
    }
    std::size_t at = 1;
    Tag tag;
    tag.isEnd = at < text.size() && text[at] == '/';
    at += tag.isEnd ? 1 : 0;
    const std::size_t begin = at;
    while (at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0)
        ++at;
    const auto end = text.substr(0, kMaxTag).find('>', at);
    if (at == begin || end == std::string_view::npos || (at < end && !isSpace(text[at]) && text[at] != '/'))
        return std::nullopt;
    tag.name = lowerAscii(text.substr(begin, at - begin));
    tag.attributes = text.substr(at, end - at);
    size = end + 1;
    return tag;
}

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isKnownTag(std::string_view name)
{
    return isOneOf(name,
                   {"p",     "br", "a",  "b",  "i",  "u",  "em", "strong", "ul",   "ol",   "li",         "div",
                    "span",  "h1", "h2", "h3", "h4", "h5", "h6", "hr",     "code", "pre",  "blockquote", "img",
                    "table", "tr", "td", "th", "dl", "dt", "dd", "sub",    "sup",  "font", "script",     "style"});
}

std::string hrefOf(std::string_view attributes)
{
    const auto at = lowerAscii(attributes).find("href=");
    if (at == std::string::npos || at + 6 >= attributes.size())
        return {};
    const char quote = attributes[at + 5];
    if (quote != '"' && quote != '\'')
        return {};
    const auto end = attributes.find(quote, at + 6);
    const std::string_view href = end == std::string_view::npos ? ""sv : attributes.substr(at + 6, end - at - 6);
    return href.substr(0, 7) == "http://"sv || href.substr(0, 8) == "https://"sv ? std::string(href) : std::string();
}

class HtmlText
{
public:
    std::string run(std::string_view html)
    {
        while (!html.empty()) {
            const auto at = html.find_first_of("<&");
            take(html.substr(0, at));
            if (at == std::string_view::npos)
                break;
            html.remove_prefix(at);
            html.remove_prefix(html.front() == '<' ? takeTag(html) : takeEntity(html));
        }
        return manyLines(m_out);
    }

private:
    void take(std::string_view text)
    {
        for (const char letter : text) {
            if (!isSpace(letter) || m_isPre)
                m_out += letter;
            else if (!m_out.empty() && !isSpace(m_out.back()))
                m_out += ' ';
        }
    }

    void breakLines(std::size_t count)
    {
        while (!m_out.empty() && m_out.back() == ' ')
            m_out.pop_back();
        std::size_t has = 0;
        while (has < m_out.size() && m_out[m_out.size() - 1 - has] == '\n')
            ++has;
        if (!m_out.empty() && has < count)
            m_out.append(count - has, '\n');
    }

    std::size_t takeTag(std::string_view html)
    {
        std::size_t size = 1;
        const auto tag = tagAt(html, size);
        if (!tag) {
            m_out += '<';
            return 1;
        }
        if (isOneOf(tag->name, {"script", "style"}) && !tag->isEnd) { // with all that is in it
            return endOf(html, tag->name);
        }
        if (tag->name == "pre")
            m_isPre = !tag->isEnd;
        if (tag->name == "br")
            breakAlways();
        else if (tag->name == "li" && !tag->isEnd) {
            breakLines(1);
            m_out += "- ";
        } else if (isOneOf(tag->name,
                           {"p", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table"}))
            breakLines(2);
        else if (isOneOf(tag->name, {"div", "tr", "hr", "dt", "dd"}))
            breakLines(1);
        else if (tag->name == "a")
            takeLink(*tag);
        return size;
    }

    static std::size_t endOf(std::string_view html, std::string_view name)
    {
        for (auto at = html.find("</"); at != std::string_view::npos; at = html.find("</", at + 2)) {
            if (lowerAscii(html.substr(at + 2, name.size())) != name)
                continue;
            const auto close = html.find('>', at);
            return close == std::string_view::npos ? html.size() : close + 1;
        }
        return html.size();
    }

    void breakAlways()
    {
        while (!m_out.empty() && m_out.back() == ' ')
            m_out.pop_back();
        m_out += '\n';
    }

    void takeLink(const Tag &tag)
    {
        if (!tag.isEnd) {
            m_href = hrefOf(tag.attributes);
            m_linkFrom = m_out.size();
            return;
        }
        if (!m_href.empty() && m_linkFrom <= m_out.size()
            && trimmed(std::string_view(m_out).substr(m_linkFrom)) != m_href)
            m_out += " (" + m_href + ")";
        m_href.clear();
    }

    std::size_t takeEntity(std::string_view html)
    {
        const auto end = html.substr(0, 12).find(';');
        const auto text = end == std::string_view::npos ? std::nullopt : entityNamed(html.substr(1, end - 1));
        m_out += text.value_or("&");
        return text ? end + 1 : 1;
    }

    std::string m_out;
    std::string m_href;
    std::size_t m_linkFrom = 0;
    bool m_isPre = false;
};

} // namespace

Result<DecodedText> decodedText(std::string_view bytes)
{
    DecodedText text{{}, "utf-8"};
    if (bytes.substr(0, 2) == "\xFF\xFE"sv || bytes.substr(0, 2) == "\xFE\xFF"sv) {
        auto decoded = decodedBy(QStringConverter::Utf16, bytes);
        if (!decoded)
            return fail(std::move(decoded.error()));
        text = {std::move(*decoded), "utf-16"};
    } else {
        if (bytes.substr(0, 3) == "\xEF\xBB\xBF"sv)
            bytes.remove_prefix(3);
        const std::string declared = declaredEncoding(bytes);
        const bool isLatin = isOneOf(declared, {"iso-8859-1", "latin1", "windows-1252", "cp1252", "us-ascii"});
        if (!declared.empty() && !isLatin && declared != "utf-8" && declared != "utf8")
            return fail(Fault::Unsupported, "line 1: the encoding " + declared + " is not read; save it as UTF-8");
        if (isUtf8(bytes))
            text.utf8 = bytes;
        else if (isLatin || declared.empty())
            text = {ofWindows1252(bytes), "windows-1252"};
        else
            return fail(Fault::Malformed, "line 1: says UTF-8, and is not");
    }
    if (const auto at = text.utf8.find('\0'); at != std::string::npos)
        return fail(
            Fault::Malformed,
            "line "
                + std::to_string(
                    1 + std::count(text.utf8.begin(), text.utf8.begin() + static_cast<std::ptrdiff_t>(at), '\n'))
                + ": a NUL byte: not a text");
    return text;
}

std::string oneLine(std::string_view text)
{
    std::string out;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte > 0x20 && byte != 0x7F)
            out += letter;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

std::string manyLines(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == '\r') {
            if (at + 1 == text.size() || text[at + 1] != '\n')
                out += '\n';
        } else if (byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7F)) {
            out += text[at];
        }
    }
    return std::string(trimmed(out));
}

std::string_view shortenedTo(std::string_view text, std::size_t characters, std::size_t bytes)
{
    text = firstCharacters(text, characters);
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U)
        --bytes;
    return text.substr(0, bytes);
}

bool looksLikeHtml(std::string_view text)
{
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        std::size_t size = 0;
        const auto tag = tagAt(text.substr(at, 2000), size);
        if (tag && isKnownTag(tag->name))
            return true;
    }
    return false;
}

std::string plainOfHtml(std::string_view html)
{
    return HtmlText().run(html);
}

std::string lowerAscii(std::string_view text)
{
    std::string lower(text);
    for (char &letter : lower) {
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    }
    return lower;
}

bool isUuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool isHyphen = at == 8 || at == 13 || at == 18 || at == 23;
        if (isHyphen ? text[at] != '-' : std::isxdigit(static_cast<unsigned char>(text[at])) == 0)
            return false;
    }
    return true;
}

std::string uuidFor(std::string_view text)
{
    Digest digest = Sha256().add("gatehouse uuid\n").add(text).finish();
    digest.bytes[6] = static_cast<std::uint8_t>((digest.bytes[6] & 0x0F) | 0x80);
    digest.bytes[8] = static_cast<std::uint8_t>((digest.bytes[8] & 0x3F) | 0x80);
    std::string hex = toHex(digest.view().substr(0, 16));
    for (const std::size_t at : {20U, 16U, 12U, 8U})
        hex.insert(at, "-");
    return hex;
}

QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace gatehouse
