// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/files/filekind.h"

#include "server/files/pretixfile.h"
#include "server/files/sourcetext.h"

namespace gatehouse {

namespace {

using namespace std::literals;

constexpr std::size_t kHead = 64 * 1024; ///< bytes within which the first element of an XML file begins

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

/// Without white space and marks in front; two-byte encodings as the ASCII within them.
std::string headOf(std::string_view bytes)
{
    std::string head(bytes.substr(0, kHead));
    if (head.rfind("\xFF\xFE", 0) == 0 || head.rfind("\xFE\xFF", 0) == 0)
        std::erase_if(head, [](char letter) { return letter == '\0' || letter == '\xFF' || letter == '\xFE'; });
    if (head.rfind("\xEF\xBB\xBF", 0) == 0)
        head.erase(0, 3);
    return std::string(trimmed(head));
}

/// The name of the first element, without a prefix; what stands before it is passed over.
std::string rootOf(std::string_view head)
{
    for (auto at = head.find('<'); at != std::string_view::npos; at = head.find('<', at + 1)) {
        if (at + 1 < head.size() && (head[at + 1] == '?' || head[at + 1] == '!')) {
            if (head.substr(at, 4) == "<!--"sv)
                at = std::min(head.find("-->", at), head.size() - 1);
            continue;
        }
        std::string_view name = head.substr(at + 1, head.find_first_of(" \t\r\n/>", at) - at - 1);
        if (const auto colon = name.find(':'); colon != std::string_view::npos)
            name.remove_prefix(colon + 1);
        return lowerAscii(name);
    }
    return {};
}

/// IMDF's files say of each feature what it is.
bool isImdfPart(const JsonValue &root)
{
    const JsonValue *features = root.find("features");
    const JsonValue *type =
        features && !features->elements.empty() ? features->elements.front().find("feature_type") : nullptr;
    return type && (type->text == "level" || type->text == "unit");
}

FileFormat formatOf(const JsonValue &root)
{
    if (root.type == JsonValue::Type::Array)
        return !root.elements.empty() && isPretix(root.elements.front()) ? FileFormat::Pretix : FileFormat::Unknown;
    if (root.find("schedule"))
        return FileFormat::ScheduleJson;
    const JsonValue *type = root.find("type");
    if (type && type->text == "FeatureCollection")
        return isImdfPart(root) ? FileFormat::Imdf : FileFormat::GeoJson;
    if (root.find("version") && root.find("created") && root.find("language"))
        return FileFormat::Imdf;
    const JsonValue *results = root.find("results");
    const bool isPage = results && results->type == JsonValue::Type::Array;
    if (isPretix(root) || (isPage && (results->elements.empty() || isPretix(results->elements.front()))))
        return FileFormat::Pretix;
    return FileFormat::Unknown;
}

/// A list of nothing but commands, or an empty one; another list is data.
bool isScript(std::string_view head)
{
    const std::string_view inside = trimmed(head.substr(1));
    if (inside.empty() || inside.front() != '{')
        return true; // readScript() says what is wrong with it
    const std::string_view name = trimmed(inside.substr(1));
    return name.rfind("\"command\"", 0) == 0 || name.rfind("\"fields\"", 0) == 0 || name.rfind('}', 0) == 0;
}

} // namespace

Result<FileKind> fileKind(std::string_view bytes)
{
    FileKind kind;
    const std::string head = headOf(bytes);
    if (head.empty())
        kind.format = FileFormat::Table;
    else if (head.rfind("PK\x03\x04", 0) == 0)
        kind.format = FileFormat::Archive;
    else if (head.front() == '[' && isScript(head))
        kind.format = FileFormat::Script;
    else if (head.front() == '{' || head.front() == '[') {
        std::string_view text = bytes;
        if (text.substr(0, 3) == "\xEF\xBB\xBF"sv)
            text.remove_prefix(3);
        auto root = parseJson(text);
        if (!root)
            return fail(std::move(root.error()));
        kind.format = formatOf(*root);
        kind.json = std::move(*root);
    } else if (head.front() == '<') {
        const std::string root = rootOf(head);
        kind.format = root == "schedule" ? FileFormat::ScheduleXml
            : root == "svg"              ? FileFormat::Svg
                                         : FileFormat::Unknown;
    } else if (lowerAscii(std::string_view(head).substr(0, 7)) == "begin:v") {
        kind.format = FileFormat::Calendar;
    } else {
        kind.format = FileFormat::Table;
    }
    return kind;
}

} // namespace gatehouse
